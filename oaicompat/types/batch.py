"""A batch: requests that a server carries out in its own time (OpenAI API reference, the batch object)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import ValidationError

from oaicompat.types.base import Count, Listed, Repairs, Result, Text, WireObject, null_means, open_words
from oaicompat.types.batch_error import BatchError
from oaicompat.types.batch_request_counts import BatchRequestCounts
from oaicompat.types.batch_usage import BatchUsage
from oaicompat.types.moments import unix_seconds
from oaicompat.types.pages import Page

__all__ = ["Batch", "BatchList", "BatchState", "Errors"]

#: OpenAI's words for how far a batch is.
BatchState = Literal[
    "validating", "failed", "in_progress", "finalizing", "completed", "expired", "cancelling", "cancelled"
]

#: In small letters, what servers say -> OpenAI's word. Mistral and Together write theirs in capitals.
_STATES: dict[str, BatchState] = {
    "validating": "validating",
    "queued": "validating",
    "in_progress": "in_progress",
    "running": "in_progress",
    "finalizing": "finalizing",
    "completed": "completed",
    "success": "completed",
    "failed": "failed",
    "expired": "expired",
    "timeout_exceeded": "expired",
    "cancelling": "cancelling",
    "cancellation_requested": "cancelling",
    "cancelled": "cancelled",
    "canceled": "cancelled",
}
_FINISHED = frozenset({"completed", "failed", "expired", "cancelled"})
#: Fields that Together and some gateways write as text.
_MOMENTS = (
    *("cancelled_at", "cancelling_at", "completed_at", "expired_at", "expires_at", "failed_at", "finalized_at"),
    *("finalizing_at", "in_progress_at", "job_deadline", "started_at"),
)


class Errors(WireObject):
    """What is wrong with a batch's input."""

    data: Listed[BatchError] = []
    object: Annotated[Literal["list"] | str, open_words, null_means(lambda: "list")] = "list"


def _errors(value: Any) -> Errors | None:
    """A bare list of errors (Mistral), or one that is mere text, in OpenAI's shape."""
    items: list[Any] = value if isinstance(value, list) else [value]
    return Errors(data=[_error(item) for item in items]) if value else None


def _error(value: Any) -> BatchError:
    """An error as it is, or one that is mere text (Together)."""
    try:
        return BatchError.model_validate(value)
    except ValidationError:
        return BatchError(message=str(value))


class Batch(Result):
    """Requests that a server carries out in its own time. Moments are in Unix seconds; None where there was none."""

    id: Text = ""
    completion_window: Text = ""
    created_at: Count = 0
    endpoint: Text = ""
    """The route that every request of the batch goes to."""
    input_file_id: Text = ""
    object: Annotated[Literal["batch"] | str, open_words] = "batch"
    status: Annotated[
        BatchState
        | Literal[
            # Together
            "VALIDATING",
            "IN_PROGRESS",
            "COMPLETED",
            "FAILED",
            "EXPIRED",
            "CANCELLED",
            # Mistral
            "QUEUED",
            "RUNNING",
            "SUCCESS",
            "TIMEOUT_EXCEEDED",
            "CANCELLATION_REQUESTED",
        ]
        | str,
        open_words,
    ] = ""
    """How far the batch is, in the server's own word; see `state`."""
    cancelled_at: int | None = None
    cancelling_at: int | None = None
    completed_at: int | None = None
    error_file_id: str | None = None
    """The file with the answers of requests that failed."""
    errors: Errors | None = None
    expired_at: int | None = None
    expires_at: int | None = None
    failed_at: int | None = None
    finalizing_at: int | None = None
    in_progress_at: int | None = None
    metadata: dict[str, Any] | None = None
    model: str | None = None
    output_file_id: str | None = None
    """The file with the answers."""
    request_counts: BatchRequestCounts | None = None
    usage: BatchUsage | None = None

    # OpenRouter
    error: BatchError | None = None
    """Why the batch failed (OpenRouter, Together)."""
    finalized_at: int | None = None
    results: list[dict[str, Any]] | None = None
    """The answers themselves; `oaicompat.batches.read_answers` reads them."""

    # Together
    file_size_bytes: int | None = None
    job_deadline: int | None = None
    model_id: str | None = None
    progress: float | None = None
    """How much is done, in percent."""
    user_id: str | None = None
    warning: str | None = None

    # Mistral
    agent_id: str | None = None
    completed_requests: int | None = None
    error_file: str | None = None
    failed_requests: int | None = None
    input_files: list[str] | None = None
    output_file: str | None = None
    outputs: list[dict[str, Any]] | None = None
    """The answers of a batch whose requests came inline."""
    started_at: int | None = None
    succeeded_requests: int | None = None
    total_requests: int | None = None

    repairs: ClassVar[Repairs] = {
        "errors": _errors,
        "error": _error,
        "created_at": lambda value: unix_seconds(value) or 0,
        **dict.fromkeys(_MOMENTS, unix_seconds),
    }

    @property
    def state(self) -> BatchState | None:
        """How far the batch is, whatever the server calls it; None if it did not say, or in a word of its own."""
        return _STATES.get(self.status.strip().lower())

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen: the batch is completed, failed, expired or cancelled."""
        if (state := self.state) is not None:
            return state in _FINISHED
        # DashScope writes 0 for what did not happen.
        return any((self.completed_at, self.failed_at, self.expired_at, self.cancelled_at, self.finalized_at))


class BatchList(Page[Batch]):
    """A page of the batches; iterating goes on to the pages after it."""
