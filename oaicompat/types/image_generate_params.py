"""The place where the openai SDK has this type; ours is in `images`."""

from oaicompat.types.images import ImageGenerateParams

__all__ = ["ImageGenerateParams"]
