"""The items that the input of a response may hold, as typed dictionaries.

Names and shapes follow the OpenAI API reference (create a response, `input`): messages, what your tools gave, and the
items of earlier responses, to be sent back. The items that a response has (`response.output`) may be sent as they are.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from typing_extensions import Required, TypedDict

from oaicompat.types.responses.tool_param import (
    ContainerReferenceParam,
    LocalEnvironmentParam,
    ToolParam,
    WithAsync,
)

if TYPE_CHECKING:
    from oaicompat.types.responses.response_output_item import ResponseItem

__all__ = [
    "ActionFind",
    "ActionOpenPage",
    "ActionSearch",
    "ActionSearchSource",
    "AdditionalTools",
    "AnnotationParam",
    "ApplyPatchCall",
    "ApplyPatchCallOutput",
    "ApplyPatchOperation",
    "CallerParam",
    "CallOutputParam",
    "CompactionTrigger",
    "ComputerActionParam",
    "ComputerCallOutput",
    "ComputerScreenshotParam",
    "ConfigurationUpdate",
    "ConfigurationUpdateReasoning",
    "ConfigurationUpdateText",
    "EasyInputMessageParam",
    "FileSearchResultParam",
    "FunctionCallOutput",
    "ImageGenerationCall",
    "ItemReference",
    "LocalShellCall",
    "LocalShellCallAction",
    "LocalShellCallOutput",
    "LogprobParam",
    "McpApprovalRequest",
    "McpApprovalResponse",
    "McpCall",
    "McpListTools",
    "McpListToolsTool",
    "McpToolCallErrorParam",
    "Message",
    "OutputImage",
    "OutputLogs",
    "PathPoint",
    "PendingSafetyCheck",
    "Program",
    "ProgramOutput",
    "PromptCacheBreakpoint",
    "ReasoningContent",
    "ReasoningSummary",
    "ResponseCodeInterpreterToolCallParam",
    "ResponseCompactionItemParam",
    "ResponseComputerToolCallParam",
    "ResponseCustomToolCallOutputParam",
    "ResponseCustomToolCallParam",
    "ResponseFileSearchToolCallParam",
    "ResponseFunctionToolCallParam",
    "ResponseFunctionWebSearchParam",
    "ResponseInput",
    "ResponseInputAudioParam",
    "ResponseInputContentParam",
    "ResponseInputFileParam",
    "ResponseInputImageParam",
    "ResponseInputItemParam",
    "ResponseInputMessageContentListParam",
    "ResponseInputParam",
    "ResponseInputTextParam",
    "ResponseOutputMessageParam",
    "ResponseOutputRefusalParam",
    "ResponseOutputTextParam",
    "ResponseReasoningItemParam",
    "ResponseToolSearchOutputItemParam",
    "ShellCall",
    "ShellCallAction",
    "ShellCallOutput",
    "ShellOutcome",
    "ShellOutputContent",
    "ToolSearchCall",
    "TopLogprobParam",
]

Status: TypeAlias = Literal["in_progress", "completed", "incomplete"]

# -------------------------------------------------------------------------------------------- parts of a content


class PromptCacheBreakpoint(TypedDict, total=False):
    """Says that a cached prompt prefix may end with this part."""

    mode: Required[Literal["explicit"]]
    ttl: Literal["30m", "12h"] | str | None
    """How long the prefix is kept."""


class ResponseInputTextParam(TypedDict, total=False):
    """Text."""

    type: Required[Literal["input_text"]]
    text: Required[str]
    prompt_cache_breakpoint: PromptCacheBreakpoint | None


class ResponseInputImageParam(TypedDict, total=False):
    """An image: an address or a `data:` URL, or an uploaded file."""

    type: Required[Literal["input_image"]]
    detail: Literal["low", "high", "auto", "original"] | None
    """How closely to look."""
    image_url: str | None
    file_id: str | None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None


class ResponseInputFileParam(TypedDict, total=False):
    """A document: its bytes in base64 with their `filename`, an address, or an uploaded file."""

    type: Required[Literal["input_file"]]
    detail: Literal["auto", "low", "high"]
    """How closely to look at its pages."""
    file_data: str | None
    file_id: str | None
    file_url: str | None
    filename: str | None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None


class InputAudio(TypedDict, total=False):
    """A recording: its bytes in base64, and their format."""

    data: Required[str]
    format: Required[Literal["mp3", "wav"] | str]


class ResponseInputAudioParam(TypedDict, total=False):
    """A recording."""

    type: Required[Literal["input_audio"]]
    input_audio: Required[InputAudio]


ResponseInputContentParam: TypeAlias = (
    ResponseInputTextParam | ResponseInputImageParam | ResponseInputFileParam | ResponseInputAudioParam
)
ResponseInputMessageContentListParam: TypeAlias = list[ResponseInputContentParam]

CallOutputParam: TypeAlias = str | list[ResponseInputTextParam | ResponseInputImageParam | ResponseInputFileParam]
"""What a tool gave: text, or parts."""


class AnnotationFileCitation(TypedDict, total=False):
    """A file that the text cites."""

    type: Required[Literal["file_citation"]]
    file_id: Required[str]
    filename: Required[str]
    index: Required[int]


class AnnotationURLCitation(TypedDict, total=False):
    """A web page that the text cites."""

    type: Required[Literal["url_citation"]]
    url: Required[str]
    title: Required[str]
    start_index: Required[int]
    end_index: Required[int]


class AnnotationContainerFileCitation(TypedDict, total=False):
    """A file of a container that the text cites."""

    type: Required[Literal["container_file_citation"]]
    container_id: Required[str]
    file_id: Required[str]
    filename: Required[str]
    start_index: Required[int]
    end_index: Required[int]


class AnnotationFilePath(TypedDict, total=False):
    """A file that was made."""

    type: Required[Literal["file_path"]]
    file_id: Required[str]
    index: Required[int]


AnnotationParam: TypeAlias = (
    AnnotationFileCitation | AnnotationURLCitation | AnnotationContainerFileCitation | AnnotationFilePath
)


class TopLogprobParam(TypedDict, total=False):
    """A token that could have stood there."""

    token: Required[str]
    logprob: Required[float]
    bytes: list[int] | None


class LogprobParam(TypedDict, total=False):
    """The log probability of a token."""

    token: Required[str]
    logprob: Required[float]
    bytes: list[int] | None
    top_logprobs: list[TopLogprobParam]


class ResponseOutputTextParam(TypedDict, total=False):
    """Text that the model wrote."""

    type: Required[Literal["output_text"]]
    text: Required[str]
    annotations: list[AnnotationParam]
    logprobs: list[LogprobParam] | None


class ResponseOutputRefusalParam(TypedDict, total=False):
    """A refusal of the model."""

    type: Required[Literal["refusal"]]
    refusal: Required[str]


# ------------------------------------------------------------------------------------------------------ messages


class EasyInputMessageParam(TypedDict, total=False):
    """A message, in its short form."""

    role: Required[Literal["user", "assistant", "system", "developer"]]
    content: Required[str | ResponseInputMessageContentListParam]
    type: Literal["message"]
    phase: Literal["commentary", "final_answer"] | None
    """Of the assistant: whether it was said on the way, or is the answer."""


class Message(TypedDict, total=False):
    """A message of yours."""

    type: Literal["message"]
    role: Required[Literal["user", "system", "developer"]]
    content: Required[ResponseInputMessageContentListParam]
    status: Status


class ResponseOutputMessageParam(TypedDict, total=False):
    """A message of the model."""

    type: Required[Literal["message"]]
    role: Required[Literal["assistant"]]
    content: Required[list[ResponseOutputTextParam | ResponseOutputRefusalParam]]
    id: str
    status: Status
    phase: Literal["commentary", "final_answer"] | None


class ReasoningSummary(TypedDict, total=False):
    """A summary of the model's thinking."""

    type: Required[Literal["summary_text"]]
    text: Required[str]


class ReasoningContent(TypedDict, total=False):
    """The model's thinking itself."""

    type: Required[Literal["reasoning_text"]]
    text: Required[str]


class ResponseReasoningItemParam(TypedDict, total=False):
    """What the model thought, to be sent back."""

    type: Required[Literal["reasoning"]]
    summary: Required[list[ReasoningSummary]]
    id: str
    content: list[ReasoningContent] | None
    encrypted_content: str | None
    """The thinking, if `include` asked for `reasoning.encrypted_content`."""
    status: Status | None


# ------------------------------------------------------------------------------------------- tools of your own


class CallerParam(TypedDict, total=False):
    """Who made a call: the model itself, or a program, whose id is `caller_id`."""

    type: Required[Literal["direct", "program"]]
    caller_id: str


class ResponseFunctionToolCallParam(WithAsync, total=False):
    """A call of a function, to be sent back."""

    type: Required[Literal["function_call"]]
    call_id: Required[str]
    name: Required[str]
    arguments: Required[str]
    """JSON text."""
    id: str
    namespace: str | None
    caller: CallerParam | None
    status: Status


class FunctionCallOutput(TypedDict, total=False):
    """What a function gave."""

    type: Required[Literal["function_call_output"]]
    call_id: Required[str]
    """The id of the call that it answers."""
    output: Required[CallOutputParam]
    id: str | None
    name: str | None
    namespace: str | None
    caller: CallerParam | None
    status: Status | None


class ResponseCustomToolCallParam(WithAsync, total=False):
    """A call of a custom tool, to be sent back."""

    type: Required[Literal["custom_tool_call"]]
    call_id: Required[str]
    name: Required[str]
    input: Required[str]
    id: str
    namespace: str | None
    caller: CallerParam | None
    status: Status


class ResponseCustomToolCallOutputParam(TypedDict, total=False):
    """What a custom tool gave."""

    type: Required[Literal["custom_tool_call_output"]]
    call_id: Required[str]
    """The id of the call that it answers."""
    output: Required[CallOutputParam]
    id: str
    caller: CallerParam | None
    status: Status | None


# ------------------------------------------------------------------------------------------------------ searches


class FileSearchResultParam(TypedDict, total=False):
    """A piece of a file that was found."""

    file_id: str
    filename: str
    text: str
    score: float
    """From 0 to 1."""
    attributes: Mapping[str, str | float | bool] | None


class ResponseFileSearchToolCallParam(TypedDict, total=False):
    """A search in files, to be sent back."""

    type: Required[Literal["file_search_call"]]
    id: Required[str]
    queries: Required[list[str]]
    status: Required[Literal["in_progress", "searching", "completed", "incomplete", "failed"]]
    results: list[FileSearchResultParam] | None


class ActionSearchSource(TypedDict, total=False):
    """A page that a search looked at."""

    type: Required[Literal["url"]]
    url: Required[str]


class ActionSearch(TypedDict, total=False):
    """A search for words."""

    type: Required[Literal["search"]]
    query: str
    queries: list[str]
    sources: list[ActionSearchSource]


class ActionOpenPage(TypedDict, total=False):
    """A page was opened."""

    type: Required[Literal["open_page"]]
    url: str | None


class ActionFind(TypedDict, total=False):
    """A search within a page."""

    type: Required[Literal["find_in_page"]]
    pattern: Required[str]
    url: Required[str]


class ResponseFunctionWebSearchParam(TypedDict, total=False):
    """A step of a search in the web, to be sent back."""

    type: Required[Literal["web_search_call"]]
    id: Required[str]
    action: Required[ActionSearch | ActionOpenPage | ActionFind]
    status: Required[Literal["in_progress", "searching", "completed", "failed"]]


# -------------------------------------------------------------------------------------------- a computer's screen


class PathPoint(TypedDict, total=False):
    """A point on the way of a drag, in pixels."""

    x: Required[int]
    y: Required[int]


class ComputerActionParam(TypedDict, total=False):
    """An action with mouse or keyboard; which keys it has depends on its type."""

    type: Required[Literal["click", "double_click", "drag", "keypress", "move", "screenshot", "scroll", "type", "wait"]]
    button: Literal["left", "right", "wheel", "back", "forward"]
    x: int
    y: int
    scroll_x: int
    scroll_y: int
    path: list[PathPoint]
    keys: list[str] | None
    text: str


class PendingSafetyCheck(TypedDict, total=False):
    """Something that had to be confirmed."""

    id: Required[str]
    code: str | None
    message: str | None


class ResponseComputerToolCallParam(TypedDict, total=False):
    """What the model wanted done with a computer, to be sent back."""

    type: Required[Literal["computer_call"]]
    id: Required[str]
    call_id: Required[str]
    pending_safety_checks: Required[list[PendingSafetyCheck]]
    status: Required[Status]
    action: ComputerActionParam
    actions: list[ComputerActionParam]


class ComputerScreenshotParam(TypedDict, total=False):
    """What the screen shows: an address or a `data:` URL, or an uploaded file."""

    type: Required[Literal["computer_screenshot"]]
    image_url: str
    file_id: str


class ComputerCallOutput(TypedDict, total=False):
    """What came of an action."""

    type: Required[Literal["computer_call_output"]]
    call_id: Required[str]
    output: Required[ComputerScreenshotParam]
    id: str | None
    acknowledged_safety_checks: list[PendingSafetyCheck] | None
    """The checks that you confirm."""
    status: Status | Literal["failed"] | None


# --------------------------------------------------------------------------------------------- code and commands


class OutputLogs(TypedDict, total=False):
    """What the code printed."""

    type: Required[Literal["logs"]]
    logs: Required[str]


class OutputImage(TypedDict, total=False):
    """A picture that the code made."""

    type: Required[Literal["image"]]
    url: Required[str]


class ResponseCodeInterpreterToolCallParam(TypedDict, total=False):
    """Code that the model ran, to be sent back."""

    type: Required[Literal["code_interpreter_call"]]
    id: Required[str]
    container_id: Required[str]
    status: Required[Literal["in_progress", "completed", "incomplete", "interpreting", "failed"]]
    code: str | None
    outputs: list[OutputLogs | OutputImage] | None


class LocalShellCallAction(TypedDict, total=False):
    """A command; the limit is in milliseconds."""

    type: Required[Literal["exec"]]
    command: Required[list[str]]
    env: Required[Mapping[str, str]]
    timeout_ms: int | None
    user: str | None
    working_directory: str | None


class LocalShellCall(TypedDict, total=False):
    """A command for your own shell, to be sent back."""

    type: Required[Literal["local_shell_call"]]
    id: Required[str]
    call_id: Required[str]
    action: Required[LocalShellCallAction]
    status: Required[Status]


class LocalShellCallOutput(TypedDict, total=False):
    """What a command gave: JSON text."""

    type: Required[Literal["local_shell_call_output"]]
    id: Required[str]
    output: Required[str]
    status: Status | None


class ShellCallAction(TypedDict, total=False):
    """Commands and their limits: milliseconds for all, characters of output for each."""

    commands: Required[list[str]]
    max_output_length: int | None
    timeout_ms: int | None


class ShellCall(TypedDict, total=False):
    """Commands that the model wanted run, to be sent back."""

    type: Required[Literal["shell_call"]]
    call_id: Required[str]
    action: Required[ShellCallAction]
    id: str | None
    environment: LocalEnvironmentParam | ContainerReferenceParam | None
    caller: CallerParam | None
    status: Status | None


class ShellOutcome(TypedDict, total=False):
    """How a command ended: by itself, with its exit code, or because its time was over."""

    type: Required[Literal["exit", "timeout"]]
    exit_code: int


class ShellOutputContent(TypedDict, total=False):
    """What a command wrote, and how it ended."""

    stdout: Required[str]
    stderr: Required[str]
    outcome: Required[ShellOutcome]


class ShellCallOutput(TypedDict, total=False):
    """What commands gave, one entry a command."""

    type: Required[Literal["shell_call_output"]]
    call_id: Required[str]
    output: Required[list[ShellOutputContent]]
    id: str | None
    max_output_length: int | None
    caller: CallerParam | None
    status: Status | None


class ApplyPatchOperation(TypedDict, total=False):
    """What to do with a file; a file that is deleted has no `diff`."""

    type: Required[Literal["create_file", "delete_file", "update_file"]]
    path: Required[str]
    diff: str


class ApplyPatchCall(TypedDict, total=False):
    """A change of a file that the model wanted made, to be sent back."""

    type: Required[Literal["apply_patch_call"]]
    call_id: Required[str]
    operation: Required[ApplyPatchOperation]
    status: Required[Literal["in_progress", "completed"]]
    id: str | None
    caller: CallerParam | None


class ApplyPatchCallOutput(TypedDict, total=False):
    """What came of a change."""

    type: Required[Literal["apply_patch_call_output"]]
    call_id: Required[str]
    status: Required[Literal["completed", "failed"]]
    output: str | None
    id: str | None
    caller: CallerParam | None


class Program(TypedDict, total=False):
    """A program that the model wrote, to be sent back."""

    type: Required[Literal["program"]]
    id: Required[str]
    call_id: Required[str]
    code: Required[str]
    fingerprint: Required[str]


class ProgramOutput(TypedDict, total=False):
    """What a program gave, to be sent back."""

    type: Required[Literal["program_output"]]
    id: Required[str]
    call_id: Required[str]
    result: Required[str]
    status: Required[Literal["completed", "incomplete"]]


# -------------------------------------------------------------------------------------- images and MCP servers


class ImageGenerationCall(TypedDict, total=False):
    """An image that was made, to be sent back; `result` is base64."""

    type: Required[Literal["image_generation_call"]]
    id: Required[str]
    result: Required[str | None]
    status: Required[Literal["in_progress", "completed", "generating", "failed"]]
    action: Literal["generate", "edit", "auto"] | None
    background: Literal["transparent", "opaque", "auto"] | None
    error: Mapping[str, Any]
    output_format: Literal["png", "webp", "jpeg", "gif", "svg"] | None
    quality: Literal["low", "medium", "high", "xhigh", "max", "auto"] | None
    revised_prompt: str | None
    size: Literal["1024x1024", "1024x1536", "1536x1024"] | str | None
    svg_usage: Mapping[str, Any]


class McpListToolsTool(TypedDict, total=False):
    """A tool of an MCP server."""

    name: Required[str]
    input_schema: Required[Mapping[str, Any]]
    description: str | None
    annotations: Mapping[str, Any] | None


class McpListTools(TypedDict, total=False):
    """What an MCP server offers, to be sent back."""

    type: Required[Literal["mcp_list_tools"]]
    id: Required[str]
    server_label: Required[str]
    tools: Required[list[McpListToolsTool]]
    error: str | None


class McpToolCallErrorParam(TypedDict, total=False):
    """What went wrong in a call: `code` and `message` of a protocol, or the `content` that the tool gave."""

    type: Required[Literal["mcp_protocol_error", "mcp_tool_execution_error", "http_error"]]
    code: int
    message: str
    content: Any


class McpCall(TypedDict, total=False):
    """A call of a tool of an MCP server, to be sent back."""

    type: Required[Literal["mcp_call"]]
    id: Required[str]
    server_label: Required[str]
    name: Required[str]
    arguments: Required[str]
    output: str | None
    error: McpToolCallErrorParam | str | None
    status: Literal["in_progress", "completed", "incomplete", "calling", "failed"]
    approval_request_id: str | None


class McpApprovalRequest(TypedDict, total=False):
    """A call that waited for your consent, to be sent back."""

    type: Required[Literal["mcp_approval_request"]]
    id: Required[str]
    server_label: Required[str]
    name: Required[str]
    arguments: Required[str]


class McpApprovalResponse(TypedDict, total=False):
    """Your consent, or none."""

    type: Required[Literal["mcp_approval_response"]]
    approval_request_id: Required[str]
    approve: Required[bool]
    id: str | None
    reason: str | None


# --------------------------------------------------------------------------------------------- tools and context


class ToolSearchCall(TypedDict, total=False):
    """A search for tools, to be sent back."""

    type: Required[Literal["tool_search_call"]]
    arguments: Required[Any]
    id: str | None
    call_id: str | None
    execution: Literal["server", "client"]
    status: Status | None


class ResponseToolSearchOutputItemParam(TypedDict, total=False):
    """Tools that were found."""

    type: Required[Literal["tool_search_output"]]
    tools: Required[list[ToolParam]]
    id: str | None
    call_id: str | None
    execution: Literal["server", "client"]
    status: Status | None


class AdditionalTools(TypedDict, total=False):
    """Tools that there are from here on."""

    type: Required[Literal["additional_tools"]]
    role: Required[Literal["developer"]]
    tools: Required[list[ToolParam]]
    id: str | None


class ConfigurationUpdateReasoning(TypedDict, total=False):
    """How much to think from here on."""

    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None


class ConfigurationUpdateText(TypedDict, total=False):
    """What the text must be from here on."""

    format: Required[Mapping[str, Any]]


class ConfigurationUpdate(TypedDict, total=False):
    """Settings that change from here on."""

    type: Required[Literal["configuration_update"]]
    id: str | None
    reasoning: ConfigurationUpdateReasoning
    text: ConfigurationUpdateText


class ResponseCompactionItemParam(TypedDict, total=False):
    """What is left of an earlier conversation, to be sent back."""

    type: Required[Literal["compaction"]]
    encrypted_content: Required[str]
    id: str | None


class CompactionTrigger(TypedDict, total=False):
    """Makes the server compact the conversation; the last item of an input."""

    type: Required[Literal["compaction_trigger"]]


class ItemReference(TypedDict, total=False):
    """An item that the server keeps."""

    type: Literal["item_reference"] | None
    id: Required[str]


ResponseInputItemParam: TypeAlias = (
    EasyInputMessageParam
    | Message
    | ResponseOutputMessageParam
    | ResponseReasoningItemParam
    | ResponseFunctionToolCallParam
    | FunctionCallOutput
    | ResponseCustomToolCallParam
    | ResponseCustomToolCallOutputParam
    | ResponseFileSearchToolCallParam
    | ResponseFunctionWebSearchParam
    | ResponseComputerToolCallParam
    | ComputerCallOutput
    | ResponseCodeInterpreterToolCallParam
    | LocalShellCall
    | LocalShellCallOutput
    | ShellCall
    | ShellCallOutput
    | ApplyPatchCall
    | ApplyPatchCallOutput
    | Program
    | ProgramOutput
    | ImageGenerationCall
    | McpListTools
    | McpCall
    | McpApprovalRequest
    | McpApprovalResponse
    | ToolSearchCall
    | ResponseToolSearchOutputItemParam
    | AdditionalTools
    | ConfigurationUpdate
    | ResponseCompactionItemParam
    | CompactionTrigger
    | ItemReference
)
"""An item as a typed dictionary."""

if TYPE_CHECKING:
    from collections.abc import Iterable

    ResponseInputParam: TypeAlias = list[ResponseInputItemParam | ResponseItem | Mapping[str, Any]]
    """A conversation to be added to: typed items, items of responses as they came, or plain mappings."""

    ResponseInput: TypeAlias = str | Iterable[ResponseInputItemParam | ResponseItem | Mapping[str, Any]]
    """What a response is made of: text, or items."""
else:
    ResponseInputParam = list[ResponseInputItemParam | Mapping[str, Any]]
    ResponseInput = str | list[ResponseInputItemParam | Mapping[str, Any]]
