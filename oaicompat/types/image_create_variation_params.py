"""The place where the openai SDK has this type; ours is in `images`."""

from oaicompat.types.images import ImageCreateVariationParams

__all__ = ["ImageCreateVariationParams"]
