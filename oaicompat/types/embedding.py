"""The place where the openai SDK has this type; ours is in `embeddings`."""

from oaicompat.types.embeddings import Embedding

__all__ = ["Embedding"]
