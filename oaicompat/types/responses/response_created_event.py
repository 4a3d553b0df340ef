"""The place where the openai SDK has this type; ours is in `events`."""

from oaicompat.types.responses.events import ResponseCreatedEvent

__all__ = ["ResponseCreatedEvent"]
