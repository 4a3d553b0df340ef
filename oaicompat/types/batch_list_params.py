"""The place where the openai SDK has this type; ours is in `batches`."""

from oaicompat.types.batches import BatchListOptions as BatchListParams

__all__ = ["BatchListParams"]
