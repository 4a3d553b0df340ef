"""The place where the openai SDK has this type; ours is in `events`."""

from oaicompat.types.responses.events import ResponseReasoningSummaryPartDoneEvent

__all__ = ["ResponseReasoningSummaryPartDoneEvent"]
