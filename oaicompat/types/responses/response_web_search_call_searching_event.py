"""The place where the openai SDK has this type; ours is in `hosted_events`."""

from oaicompat.types.responses.hosted_events import ResponseWebSearchCallSearchingEvent

__all__ = ["ResponseWebSearchCallSearchingEvent"]
