"""The place where the openai SDK has this type; ours is in `hosted_events`."""

from oaicompat.types.responses.hosted_events import ResponseMcpListToolsCompletedEvent

__all__ = ["ResponseMcpListToolsCompletedEvent"]
