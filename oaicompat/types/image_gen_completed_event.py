"""The place where the openai SDK has these types; ours are in `image_events` and `images_response`."""

from oaicompat.types.image_events import ImageGenCompletedEvent
from oaicompat.types.images_response import Usage, UsageInputTokensDetails

__all__ = ["ImageGenCompletedEvent", "Usage", "UsageInputTokensDetails"]
