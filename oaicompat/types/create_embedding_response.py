"""The place where the openai SDK has these types; ours are in `embeddings`."""

from oaicompat.types.embeddings import CreateEmbeddingResponse
from oaicompat.types.embeddings import EmbeddingUsage as Usage

__all__ = ["CreateEmbeddingResponse", "Usage"]
