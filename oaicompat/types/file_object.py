"""A file at the server (OpenAI API reference, the file object)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from oaicompat.types.base import Count, Repairs, Result, Text, null_means, open_words
from oaicompat.types.moments import unix_seconds
from oaicompat.types.pages import Page

__all__ = ["FileList", "FileObject"]

#: Words of a file on which the server still works; OpenAI's first, then Azure's and others'.
_UNFINISHED = frozenset({"uploaded", "pending", "running", "processing", "uploading"})

Purpose = Annotated[
    Literal[
        "assistants",
        "assistants_output",
        "batch",
        "batch_output",
        "fine-tune",
        "fine-tune-results",
        "vision",
        "user_data",
        "evals",
        # Mistral
        "ocr",
        "agentic_safety",
        # Together
        "batch-api",
        "eval",
        # DashScope
        "file-extract",
    ]
    | str,
    open_words,
]


class FileObject(Result):
    """A file that was uploaded, or that the server made."""

    id: Text = ""
    bytes: Count = 0
    """The size in bytes; 0 if the server does not say."""
    created_at: Count = 0
    """Unix seconds; 0 if the server does not say."""
    expires_at: int | None = None
    """Unix seconds; None if the file does not expire."""
    filename: Text = ""
    object: Annotated[Literal["file"] | str, open_words, null_means(lambda: "file")] = "file"
    purpose: Purpose | None = None
    """What the file is for; None if the server does not say."""
    status: Annotated[Literal["uploaded", "processed", "error"] | str, open_words] | None = None
    """How far the server is with the file; None at servers that have nothing to process (Groq, Mistral, DeepSeek)."""
    status_details: str | None = None
    """Why the file cannot be used."""

    # Mistral
    sample_type: (
        Annotated[Literal["pretrain", "instruct", "batch_request", "batch_result", "batch_error"] | str, open_words]
        | None
    ) = None
    """What the lines of the file are."""
    source: Annotated[Literal["upload", "repository", "mistral"] | str, open_words] | None = None
    """Where the file comes from."""
    num_lines: int | None = None
    mimetype: str | None = None
    signature: str | None = None
    """A digest of the content."""
    visibility: Annotated[Literal["workspace", "user"] | str, open_words] | None = None
    """Who can see the file."""

    # OpenRouter
    type: str | None = None
    mime_type: str | None = None
    size_bytes: int | None = None
    """The size in bytes; it is in `bytes` too."""
    downloadable: bool | None = None

    # Together
    FileType: str | None = None
    """The format of the content, such as ``jsonl``."""
    LineCount: int | None = None
    Processed: bool | None = None
    """Whether the file can be used."""

    repairs: ClassVar[Repairs] = {
        "created_at": lambda value: unix_seconds(value) or 0,
        "expires_at": unix_seconds,
    }

    @property
    def is_processed(self) -> bool:
        """Whether the server is done with the file, well or not. One that says nothing of it has nothing to do."""
        if self.status is None:
            return self.Processed is not False
        return self.status.lower() not in _UNFINISHED


class FileList(Page[FileObject]):
    """A page of the files; iterating goes on to the pages after it."""

    total: int | None = None
    """How many files there are in all (Mistral)."""
