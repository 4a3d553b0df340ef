"""The place where the openai SDK has this type; ours is in `batches`."""

from oaicompat.types.batches import OutputExpiresAfter

__all__ = ["OutputExpiresAfter"]
