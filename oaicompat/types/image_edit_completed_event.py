"""The place where the openai SDK has these types; ours are in `image_events` and `images_response`."""

from oaicompat.types.image_events import ImageEditCompletedEvent
from oaicompat.types.images_response import Usage, UsageInputTokensDetails

__all__ = ["ImageEditCompletedEvent", "Usage", "UsageInputTokensDetails"]
