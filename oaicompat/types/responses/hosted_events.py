"""The events of a streamed response that few servers but OpenAI's send: work in the background, refusals, custom tools,
and tools that run at the server: searches, code, images, MCP servers, speech.

Imported when the first of them comes. The fields that events share are described
in `oaicompat.types.responses.events`.
"""

from typing import Annotated, Literal

from pydantic import Field

from oaicompat.types.base import Count, JSONText, Listed, Text, WireObject, null_means
from oaicompat.types.responses.hosted_items import ResponseFunctionShellCallOutputContent
from oaicompat.types.responses.items import Annotation
from oaicompat.types.responses.response import Response

__all__ = [
    "ResponseAudioDeltaEvent",
    "ResponseAudioDoneEvent",
    "ResponseAudioTranscriptDeltaEvent",
    "ResponseAudioTranscriptDoneEvent",
    "ResponseCancelledEvent",
    "ResponseCodeInterpreterCallCodeDeltaEvent",
    "ResponseCodeInterpreterCallCodeDoneEvent",
    "ResponseCodeInterpreterCallCompletedEvent",
    "ResponseCodeInterpreterCallInProgressEvent",
    "ResponseCodeInterpreterCallInterpretingEvent",
    "ResponseCustomToolCallInputDeltaEvent",
    "ResponseCustomToolCallInputDoneEvent",
    "ResponseErrorEvent",
    "ResponseFileSearchCallCompletedEvent",
    "ResponseFileSearchCallInProgressEvent",
    "ResponseFileSearchCallSearchingEvent",
    "ResponseImageGenCallCompletedEvent",
    "ResponseImageGenCallGeneratingEvent",
    "ResponseImageGenCallInProgressEvent",
    "ResponseImageGenCallPartialImageEvent",
    "ResponseMcpCallArgumentsDeltaEvent",
    "ResponseMcpCallArgumentsDoneEvent",
    "ResponseMcpCallCompletedEvent",
    "ResponseMcpCallFailedEvent",
    "ResponseMcpCallInProgressEvent",
    "ResponseMcpListToolsCompletedEvent",
    "ResponseMcpListToolsFailedEvent",
    "ResponseMcpListToolsInProgressEvent",
    "ResponseOutputTextAnnotationAddedEvent",
    "ResponseQueuedEvent",
    "ResponseRefusalDeltaEvent",
    "ResponseRefusalDoneEvent",
    "ResponseShellCallCommandAddedEvent",
    "ResponseShellCallCommandDeltaEvent",
    "ResponseShellCallCommandDoneEvent",
    "ResponseShellCallOutputContentDeltaEvent",
    "ResponseShellCallOutputContentDoneEvent",
    "ResponseWebSearchCallCompletedEvent",
    "ResponseWebSearchCallInProgressEvent",
    "ResponseWebSearchCallSearchingEvent",
    "ShellCallOutputDelta",
]


# ------------------------------------------------------------------------------------------------ the response's states


class ResponseQueuedEvent(WireObject):
    """The response waits for its turn."""

    type: Literal["response.queued"] = "response.queued"
    response: Annotated[Response, null_means(Response)] = Field(default_factory=Response)
    sequence_number: int | None = None


class ResponseCancelledEvent(WireObject):
    """The response was cancelled; the last event, where a server sends it."""

    type: Literal["response.cancelled"] = "response.cancelled"
    response: Annotated[Response, null_means(Response)] = Field(default_factory=Response)
    sequence_number: int | None = None


class ResponseErrorEvent(WireObject):
    """An error. A stream raises it as an `APIError` and does not give it."""

    type: Literal["error"] = "error"
    code: str | None = None
    message: Text = ""
    param: str | None = None
    sequence_number: int | None = None


# -------------------------------------------------------------------------------------------- messages and custom tools


class ResponseOutputTextAnnotationAddedEvent(WireObject):
    """A remark on the text, such as a citation."""

    type: Literal["response.output_text.annotation.added"] = "response.output_text.annotation.added"
    annotation: Annotation | None = None
    annotation_index: Count = 0
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


class ResponseRefusalDeltaEvent(WireObject):
    """A piece of a refusal."""

    type: Literal["response.refusal.delta"] = "response.refusal.delta"
    delta: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


class ResponseRefusalDoneEvent(WireObject):
    """The whole refusal."""

    type: Literal["response.refusal.done"] = "response.refusal.done"
    refusal: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    content_index: Count = 0
    sequence_number: int | None = None


class ResponseCustomToolCallInputDeltaEvent(WireObject):
    """A piece of what a custom tool is given."""

    type: Literal["response.custom_tool_call_input.delta"] = "response.custom_tool_call_input.delta"
    delta: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseCustomToolCallInputDoneEvent(WireObject):
    """What a custom tool is given, whole."""

    type: Literal["response.custom_tool_call_input.done"] = "response.custom_tool_call_input.done"
    input: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


# --------------------------------------------------------------------------------------------------------------- speech


class ResponseAudioDeltaEvent(WireObject):
    """A piece of speech, in base64."""

    type: Literal["response.audio.delta"] = "response.audio.delta"
    delta: Text = ""
    sequence_number: int | None = None


class ResponseAudioDoneEvent(WireObject):
    """The speech is whole."""

    type: Literal["response.audio.done"] = "response.audio.done"
    sequence_number: int | None = None


class ResponseAudioTranscriptDeltaEvent(WireObject):
    """A piece of what is spoken, as text."""

    type: Literal["response.audio.transcript.delta"] = "response.audio.transcript.delta"
    delta: Text = ""
    sequence_number: int | None = None


class ResponseAudioTranscriptDoneEvent(WireObject):
    """The text of what is spoken is whole."""

    type: Literal["response.audio.transcript.done"] = "response.audio.transcript.done"
    sequence_number: int | None = None


# ------------------------------------------------------------------------------------------------------------- searches


class ResponseFileSearchCallInProgressEvent(WireObject):
    """A search in files begins."""

    type: Literal["response.file_search_call.in_progress"] = "response.file_search_call.in_progress"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseFileSearchCallSearchingEvent(WireObject):
    """A search in files is under way."""

    type: Literal["response.file_search_call.searching"] = "response.file_search_call.searching"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseFileSearchCallCompletedEvent(WireObject):
    """A search in files is over."""

    type: Literal["response.file_search_call.completed"] = "response.file_search_call.completed"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseWebSearchCallInProgressEvent(WireObject):
    """A search in the web begins."""

    type: Literal["response.web_search_call.in_progress"] = "response.web_search_call.in_progress"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseWebSearchCallSearchingEvent(WireObject):
    """A search in the web is under way."""

    type: Literal["response.web_search_call.searching"] = "response.web_search_call.searching"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseWebSearchCallCompletedEvent(WireObject):
    """A search in the web is over."""

    type: Literal["response.web_search_call.completed"] = "response.web_search_call.completed"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


# ---------------------------------------------------------------------------------------------------- code and commands


class ResponseCodeInterpreterCallInProgressEvent(WireObject):
    """A call of the code interpreter begins."""

    type: Literal["response.code_interpreter_call.in_progress"] = "response.code_interpreter_call.in_progress"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseCodeInterpreterCallInterpretingEvent(WireObject):
    """The code runs."""

    type: Literal["response.code_interpreter_call.interpreting"] = "response.code_interpreter_call.interpreting"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseCodeInterpreterCallCompletedEvent(WireObject):
    """The code has run."""

    type: Literal["response.code_interpreter_call.completed"] = "response.code_interpreter_call.completed"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseCodeInterpreterCallCodeDeltaEvent(WireObject):
    """A piece of the code."""

    type: Literal["response.code_interpreter_call_code.delta"] = "response.code_interpreter_call_code.delta"
    delta: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseCodeInterpreterCallCodeDoneEvent(WireObject):
    """The code, whole."""

    type: Literal["response.code_interpreter_call_code.done"] = "response.code_interpreter_call_code.done"
    code: Text = ""
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseShellCallCommandAddedEvent(WireObject):
    """A command begins; `command_index` is its place among the commands of the call."""

    type: Literal["response.shell_call_command.added"] = "response.shell_call_command.added"
    command: Text = ""
    command_index: Count = 0
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseShellCallCommandDeltaEvent(WireObject):
    """A piece of a command."""

    type: Literal["response.shell_call_command.delta"] = "response.shell_call_command.delta"
    delta: Text = ""
    command_index: Count = 0
    obfuscation: str | None = None
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseShellCallCommandDoneEvent(WireObject):
    """A command, whole."""

    type: Literal["response.shell_call_command.done"] = "response.shell_call_command.done"
    command: Text = ""
    command_index: Count = 0
    output_index: Count = 0
    sequence_number: int | None = None


class ShellCallOutputDelta(WireObject):
    """A piece of what a command wrote."""

    stdout: str | None = None
    stderr: str | None = None


class ResponseShellCallOutputContentDeltaEvent(WireObject):
    """A piece of what a command wrote."""

    type: Literal["response.shell_call_output_content.delta"] = "response.shell_call_output_content.delta"
    delta: Annotated[ShellCallOutputDelta, null_means(ShellCallOutputDelta)] = Field(
        default_factory=ShellCallOutputDelta
    )
    command_index: Count = 0
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseShellCallOutputContentDoneEvent(WireObject):
    """What a command wrote, whole."""

    type: Literal["response.shell_call_output_content.done"] = "response.shell_call_output_content.done"
    output: Listed[ResponseFunctionShellCallOutputContent] = []
    command_index: Count = 0
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


# --------------------------------------------------------------------------------------------------------------- images


class ResponseImageGenCallInProgressEvent(WireObject):
    """The making of an image begins."""

    type: Literal["response.image_generation_call.in_progress"] = "response.image_generation_call.in_progress"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseImageGenCallGeneratingEvent(WireObject):
    """An image is being made."""

    type: Literal["response.image_generation_call.generating"] = "response.image_generation_call.generating"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseImageGenCallPartialImageEvent(WireObject):
    """An image as far as it is: base64, and the number of the preview."""

    type: Literal["response.image_generation_call.partial_image"] = "response.image_generation_call.partial_image"
    partial_image_b64: Text = ""
    partial_image_index: Count = 0
    size: str | None = None
    quality: str | None = None
    background: str | None = None
    output_format: str | None = None
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseImageGenCallCompletedEvent(WireObject):
    """An image is made."""

    type: Literal["response.image_generation_call.completed"] = "response.image_generation_call.completed"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


# ---------------------------------------------------------------------------------------------------------- MCP servers


class ResponseMcpListToolsInProgressEvent(WireObject):
    """An MCP server is asked for its tools."""

    type: Literal["response.mcp_list_tools.in_progress"] = "response.mcp_list_tools.in_progress"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseMcpListToolsCompletedEvent(WireObject):
    """An MCP server has named its tools."""

    type: Literal["response.mcp_list_tools.completed"] = "response.mcp_list_tools.completed"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseMcpListToolsFailedEvent(WireObject):
    """An MCP server has not named its tools."""

    type: Literal["response.mcp_list_tools.failed"] = "response.mcp_list_tools.failed"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseMcpCallInProgressEvent(WireObject):
    """A call of a tool of an MCP server begins."""

    type: Literal["response.mcp_call.in_progress"] = "response.mcp_call.in_progress"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseMcpCallArgumentsDeltaEvent(WireObject):
    """A piece of the call's arguments."""

    type: Literal["response.mcp_call_arguments.delta"] = "response.mcp_call_arguments.delta"
    delta: JSONText = ""
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseMcpCallArgumentsDoneEvent(WireObject):
    """The call's arguments, whole: JSON text."""

    type: Literal["response.mcp_call_arguments.done"] = "response.mcp_call_arguments.done"
    arguments: JSONText = ""
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseMcpCallCompletedEvent(WireObject):
    """A call of a tool of an MCP server went well."""

    type: Literal["response.mcp_call.completed"] = "response.mcp_call.completed"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None


class ResponseMcpCallFailedEvent(WireObject):
    """A call of a tool of an MCP server failed."""

    type: Literal["response.mcp_call.failed"] = "response.mcp_call.failed"
    item_id: Text = ""
    output_index: Count = 0
    sequence_number: int | None = None
