"""The place where the openai SDK has this type; ours is in `shared.metadata`."""

from oaicompat.types.shared.metadata import Metadata

__all__ = ["Metadata"]
