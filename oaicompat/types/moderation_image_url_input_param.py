"""The place where the openai SDK has these types; ours are in `moderations`."""

from oaicompat.types.moderations import ImageURL, ModerationImageURLInputParam

__all__ = ["ImageURL", "ModerationImageURLInputParam"]
