"""How many requests a batch has (OpenAI API reference, the batch object)."""

from __future__ import annotations

from oaicompat.types.base import Count, WireObject

__all__ = ["BatchRequestCounts"]


class BatchRequestCounts(WireObject):
    """The requests of a batch, counted."""

    total: Count = 0
    completed: Count = 0
    """How many were answered."""
    failed: Count = 0
