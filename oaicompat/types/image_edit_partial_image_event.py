"""The place where the openai SDK has this type; ours is in `image_events`."""

from oaicompat.types.image_events import ImageEditPartialImageEvent

__all__ = ["ImageEditPartialImageEvent"]
