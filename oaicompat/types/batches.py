"""What `POST /batches` and `GET /batches` take beside what they require (OpenAI API reference, batches)."""

# Annotations are evaluated here, not kept as strings, so that tools can look into them.

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from typing_extensions import Required, TypedDict

from oaicompat.types.base import RequestOptions

__all__ = ["BatchCreateOptions", "BatchEndpoint", "BatchListOptions", "OutputExpiresAfter"]

#: Routes that a batch's requests may go to. OpenAI's first; then Together's, and Mistral's.
BatchEndpoint = Literal[
    "/v1/responses",
    "/v1/chat/completions",
    "/v1/embeddings",
    "/v1/completions",
    "/v1/moderations",
    "/v1/images/generations",
    "/v1/images/edits",
    "/v1/videos",
    "/v1/audio/transcriptions",
    "/v1/audio/translations",
    "/v1/fim/completions",
    "/v1/chat/moderations",
    "/v1/ocr",
    "/v1/classifications",
    "/v1/chat/classifications",
    "/v1/conversations",
]


class OutputExpiresAfter(TypedDict, total=False):
    """When the files with the answers are deleted by themselves."""

    anchor: Required[Literal["created_at"]]
    """The moment from which the seconds are counted: when the file is made, not the batch."""

    seconds: Required[int]
    """How long the files are kept: 3600 to 2592000 (30 days) at OpenAI."""


class BatchCreateOptions(RequestOptions, total=False):
    """The optional keywords of `batches.create`."""

    metadata: Mapping[str, str] | None
    """Up to 16 pairs of text that are kept with the batch; DashScope shows `ds_name` and `ds_description`."""

    output_expires_after: OutputExpiresAfter | None
    """When the files with the answers are deleted by themselves."""

    model: str | None
    """The model of every request (OpenRouter, Mistral)."""

    requests: Iterable[Mapping[str, Any]] | None
    """The requests themselves, in place of a file (OpenRouter, Mistral)."""

    model_id: str | None
    """The model that a file's requests are for (Together)."""

    priority: int | None
    """How urgent the batch is; a lower number goes first (Together)."""

    input_files: Iterable[str] | None
    """The ids of several files with requests (Mistral)."""

    agent_id: str | None
    """The agent that answers, in place of a model (Mistral)."""

    timeout_hours: int | None
    """How long the batch may take, in hours (Mistral)."""


class BatchListOptions(RequestOptions, total=False):
    """The optional keywords of `batches.list`."""

    after: str | None
    """The id of the batch after which the page starts."""

    limit: int | None
    """How many batches a page has at most: 1 to 100 at OpenAI."""

    ds_name: str | None
    """Only batches whose name holds this (DashScope)."""

    input_file_ids: str | None
    """Only batches of these files, with commas between the ids; up to 20 (DashScope)."""

    status: str | None
    """Only batches of these states, with commas between them (DashScope)."""

    create_after: str | None
    """Only batches that were made after this moment, written as ``yyyyMMddHHmmss`` (DashScope)."""

    create_before: str | None
    """Only batches that were made before this moment, written as ``yyyyMMddHHmmss`` (DashScope)."""
