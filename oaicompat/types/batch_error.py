"""What is wrong with a batch, or with one of its requests (OpenAI API reference, the batch object)."""

from __future__ import annotations

from oaicompat.types.base import WireObject

__all__ = ["BatchError"]


class BatchError(WireObject):
    """A fault of a batch's input, or the reason why a request was not answered."""

    code: str | None = None
    message: str | None = None
    param: str | None = None
    """The field that is at fault."""
    line: int | None = None
    """The line of the input file, counted from 1."""

    type: str | None = None
    """The kind of the error (vLLM, OpenRouter)."""
    count: int | None = None
    """How many requests it concerns (Mistral)."""
