"""What `POST /files` and `GET /files` take beside what they require (OpenAI API reference, files)."""

# Annotations are evaluated here, not kept as strings, so that tools can look into them.

from collections.abc import Iterable
from typing import Literal

from typing_extensions import Required, TypedDict

from oaicompat.types.base import RequestOptions

__all__ = ["ExpiresAfter", "FileCreateOptions", "FileListOptions", "FilePurpose"]

#: What an uploaded file may be for. OpenAI's words first; then Mistral's, Together's and DashScope's own.
FilePurpose = Literal[
    "assistants",
    "batch",
    "fine-tune",
    "vision",
    "user_data",
    "evals",
    "ocr",
    "agentic_safety",
    "batch-api",
    "eval",
    "file-extract",
]


class ExpiresAfter(TypedDict, total=False):
    """When a file is deleted by itself."""

    anchor: Required[Literal["created_at"]]
    """The moment from which the seconds are counted."""

    seconds: Required[int]
    """How long the file is kept: 3600 to 2592000 (30 days) at OpenAI."""


class FileCreateOptions(RequestOptions, total=False):
    """The optional keywords of `files.create`."""

    expires_after: ExpiresAfter | None
    """When the file is deleted by itself; DeepSeek wants it with every file."""

    visibility: Literal["workspace", "user"] | str | None
    """Who can see the file (Mistral)."""


class FileListOptions(RequestOptions, total=False):
    """The optional keywords of `files.list`."""

    after: str | None
    """The id of the file after which the page starts."""

    limit: int | None
    """How many files a page has at most: 1 to 10000 at OpenAI."""

    order: Literal["asc", "desc"] | str | None
    """Whether the oldest (asc) or the newest (desc) file comes first."""

    purpose: FilePurpose | str | None
    """Only files for this purpose."""

    page: int | None
    """The number of the page, counted from 0 (Mistral, which knows no `after`)."""

    page_size: int | None
    """How many files a page has at most (Mistral)."""

    sample_type: Iterable[str] | None
    """Only files whose lines are these: pretrain, instruct, batch_request, batch_result, batch_error (Mistral)."""

    source: Iterable[str] | None
    """Only files that come from there: upload, repository, mistral (Mistral)."""

    search: str | None
    """Only files whose names match (Mistral)."""

    cursor: str | None
    """Where the page starts, as the page before it told (OpenRouter)."""

    workspace_id: str | None
    """Only files of this workspace (OpenRouter)."""
