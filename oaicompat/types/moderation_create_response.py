"""The place where the openai SDK has this type; ours is in `moderations`."""

from oaicompat.types.moderations import ModerationCreateResponse

__all__ = ["ModerationCreateResponse"]
