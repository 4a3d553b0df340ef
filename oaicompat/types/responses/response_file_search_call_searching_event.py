"""The place where the openai SDK has this type; ours is in `hosted_events`."""

from oaicompat.types.responses.hosted_events import ResponseFileSearchCallSearchingEvent

__all__ = ["ResponseFileSearchCallSearchingEvent"]
