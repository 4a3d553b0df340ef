"""The place where the openai SDK has this type; ours is in `moderations`."""

from oaicompat.types.moderations import ModerationTextInputParam

__all__ = ["ModerationTextInputParam"]
