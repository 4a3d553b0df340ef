"""The events of a streamed response that every server sends: its states, its items, text, thinking, calls.

Names and shapes are those of the OpenAI API reference (streaming events). Annotations are evaluated here, not kept as
strings: it halves the time that a class takes to define.

`sequence_number` counts the events of a response; it is None if the server does not count (llama.cpp).
`output_index` is the item's place in the output, `item_id` its id, and `content_index` the place of a part in the
item; where a server leaves a place out, the stream's decoder fills it in.
"""

from typing import Annotated, Literal

from pydantic import Field

from oaicompat.types.base import Count, JSONText, Listed, Text, WireObject, null_means, open_words
from oaicompat.types.responses.items import Logprob, OutputPart, ResponseOtherItem, ResponseSummaryText
from oaicompat.types.responses.response import Response
from oaicompat.types.responses.response_output_item import ResponseOutputItem
from oaicompat.types.responses.tagged import Other

__all__ = [
    "ResponseCompletedEvent",
    "ResponseContentPartAddedEvent",
    "ResponseContentPartDoneEvent",
    "ResponseCreatedEvent",
    "ResponseFailedEvent",
    "ResponseFunctionCallArgumentsDeltaEvent",
    "ResponseFunctionCallArgumentsDoneEvent",
    "ResponseIncompleteEvent",
    "ResponseInProgressEvent",
    "ResponseOtherEvent",
    "ResponseOutputItemAddedEvent",
    "ResponseOutputItemDoneEvent",
    "ResponseReasoningPartAddedEvent",
    "ResponseReasoningPartDoneEvent",
    "ResponseReasoningSummaryPartAddedEvent",
    "ResponseReasoningSummaryPartDoneEvent",
    "ResponseReasoningSummaryTextDeltaEvent",
    "ResponseReasoningSummaryTextDoneEvent",
    "ResponseReasoningTextDeltaEvent",
    "ResponseReasoningTextDoneEvent",
    "ResponseTextDeltaEvent",
    "ResponseTextDoneEvent",
]

_Response = Annotated[Response, null_means(Response)]


class ResponseOtherEvent(Other):
    """An event of a kind that this library does not know; what it holds are attributes."""

    sequence_number: int | None = None


# ------------------------------------------------------------------------------------------ the response's states


class ResponseCreatedEvent(WireObject):
    """The response exists."""

    type: Literal["response.created"] = "response.created"
    response: _Response = Field(default_factory=Response)
    sequence_number: int | None = None


class ResponseInProgressEvent(WireObject):
    """The model is at work."""

    type: Literal["response.in_progress"] = "response.in_progress"
    response: _Response = Field(default_factory=Response)
    sequence_number: int | None = None


class ResponseCompletedEvent(WireObject):
    """The response is whole; the last event."""

    type: Literal["response.completed"] = "response.completed"
    response: _Response = Field(default_factory=Response)
    sequence_number: int | None = None


class ResponseIncompleteEvent(WireObject):
    """The response was cut short, and says why in `response.incomplete_details`; the last event."""

    type: Literal["response.incomplete"] = "response.incomplete"
    response: _Response = Field(default_factory=Response)
    sequence_number: int | None = None


class ResponseFailedEvent(WireObject):
    """The response failed, and says why in `response.error`; the last event."""

    type: Literal["response.failed"] = "response.failed"
    response: _Response = Field(default_factory=Response)
    sequence_number: int | None = None


# ------------------------------------------------------------------------------------------------ items and parts


class ResponseOutputItemAddedEvent(WireObject):
    """An item begins; its text or its arguments follow."""

    type: Literal["response.output_item.added"] = "response.output_item.added"
    item: ResponseOutputItem = Field(default_factory=ResponseOtherItem)
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseOutputItemDoneEvent(WireObject):
    """An item is whole."""

    type: Literal["response.output_item.done"] = "response.output_item.done"
    item: ResponseOutputItem = Field(default_factory=ResponseOtherItem)
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseContentPartAddedEvent(WireObject):
    """A part of a message, or of its thinking, begins."""

    type: Literal["response.content_part.added"] = "response.content_part.added"
    part: OutputPart = Field(default_factory=Other)
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


class ResponseContentPartDoneEvent(WireObject):
    """A part of a message, or of its thinking, is whole."""

    type: Literal["response.content_part.done"] = "response.content_part.done"
    part: OutputPart = Field(default_factory=Other)
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


# ----------------------------------------------------------------------------------------------------------- text


class ResponseTextDeltaEvent(WireObject):
    """A piece of the text."""

    type: Literal["response.output_text.delta"] = "response.output_text.delta"
    delta: Text = ""
    logprobs: Listed[Logprob] = []
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


class ResponseTextDoneEvent(WireObject):
    """The whole text of a part."""

    type: Literal["response.output_text.done"] = "response.output_text.done"
    text: Text = ""
    logprobs: Listed[Logprob] = []
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


# ------------------------------------------------------------------------------------------------------- thinking


class ResponseReasoningTextDeltaEvent(WireObject):
    """A piece of the thinking itself."""

    type: Literal["response.reasoning_text.delta"] = "response.reasoning_text.delta"
    delta: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


class ResponseReasoningTextDoneEvent(WireObject):
    """The thinking itself, whole."""

    type: Literal["response.reasoning_text.done"] = "response.reasoning_text.done"
    text: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


class ResponseReasoningPartAddedEvent(WireObject):
    """A part of the thinking begins (vLLM)."""

    type: Literal["response.reasoning_part.added"] = "response.reasoning_part.added"
    part: OutputPart = Field(default_factory=Other)
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


class ResponseReasoningPartDoneEvent(WireObject):
    """A part of the thinking is whole (vLLM)."""

    type: Literal["response.reasoning_part.done"] = "response.reasoning_part.done"
    part: OutputPart = Field(default_factory=Other)
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


class ResponseReasoningSummaryPartAddedEvent(WireObject):
    """A part of the thinking's summary begins; `summary_index` is its place."""

    type: Literal["response.reasoning_summary_part.added"] = "response.reasoning_summary_part.added"
    part: Annotated[ResponseSummaryText, null_means(ResponseSummaryText)] = Field(default_factory=ResponseSummaryText)
    item_id: Text = ""
    output_index: Count = 0
    summary_index: Count = 0
    sequence_number: int | None = None


class ResponseReasoningSummaryPartDoneEvent(WireObject):
    """A part of the thinking's summary is whole, or was given up if its status is "incomplete"."""

    type: Literal["response.reasoning_summary_part.done"] = "response.reasoning_summary_part.done"
    part: Annotated[ResponseSummaryText, null_means(ResponseSummaryText)] = Field(default_factory=ResponseSummaryText)
    item_id: Text = ""
    output_index: Count = 0
    summary_index: Count = 0
    status: Annotated[Literal["incomplete"] | str, open_words] | None = None
    sequence_number: int | None = None


class ResponseReasoningSummaryTextDeltaEvent(WireObject):
    """A piece of the thinking's summary."""

    type: Literal["response.reasoning_summary_text.delta"] = "response.reasoning_summary_text.delta"
    delta: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    summary_index: Count = 0
    sequence_number: int | None = None


class ResponseReasoningSummaryTextDoneEvent(WireObject):
    """A part of the thinking's summary, whole."""

    type: Literal["response.reasoning_summary_text.done"] = "response.reasoning_summary_text.done"
    text: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    summary_index: Count = 0
    sequence_number: int | None = None


# ---------------------------------------------------------------------------------------------------------- calls


class ResponseFunctionCallArgumentsDeltaEvent(WireObject):
    """A piece of a call's arguments."""

    type: Literal["response.function_call_arguments.delta"] = "response.function_call_arguments.delta"
    delta: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseFunctionCallArgumentsDoneEvent(WireObject):
    """A call's arguments, whole: JSON text, as the model wrote it."""

    type: Literal["response.function_call_arguments.done"] = "response.function_call_arguments.done"
    arguments: JSONText = ""
    name: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None
