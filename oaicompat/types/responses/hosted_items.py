"""The items of a response that come from tools of OpenAI's API: searches, computers, shells, MCP servers and more.

Imported when the first of them comes: no other server sends most of them. Annotations are evaluated here, not kept as
strings: it halves the time that a class takes to define.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from oaicompat.types.base import Count, JSONText, Listed, Text, WireObject, null_means, open_words
from oaicompat.types.responses.items import Caller, ItemStatus
from oaicompat.types.responses.tagged import Other, Tagged
from oaicompat.types.responses.tool import Tool

__all__ = [
    "ActionClick",
    "ActionDoubleClick",
    "ActionDrag",
    "ActionDragPath",
    "ActionFind",
    "ActionKeypress",
    "ActionMove",
    "ActionOpenPage",
    "ActionScreenshot",
    "ActionScroll",
    "ActionSearch",
    "ActionSearchSource",
    "ActionType",
    "ActionWait",
    "AdditionalTools",
    "ApplyPatchOperation",
    "ComputerAction",
    "FileSearchResult",
    "ImageGenerationCall",
    "ImageGenerationCallError",
    "ImageGenerationCallErrorModerationDetails",
    "ImageGenerationCallSvgUsage",
    "LocalShellCall",
    "LocalShellCallAction",
    "LocalShellCallOutput",
    "McpApprovalRequest",
    "McpApprovalResponse",
    "McpCall",
    "McpListTools",
    "McpListToolsTool",
    "McpToolCallError",
    "OutputImage",
    "OutputLogs",
    "PendingSafetyCheck",
    "Program",
    "ProgramOutput",
    "ResponseApplyPatchToolCall",
    "ResponseApplyPatchToolCallOutput",
    "ResponseCodeInterpreterToolCall",
    "ResponseCompactionItem",
    "ResponseComputerToolCall",
    "ResponseComputerToolCallOutputItem",
    "ResponseComputerToolCallOutputScreenshot",
    "ResponseFileSearchToolCall",
    "ResponseFunctionShellCallOutputContent",
    "ResponseFunctionShellToolCall",
    "ResponseFunctionShellToolCallOutput",
    "ResponseFunctionWebSearch",
    "ResponseToolSearchCall",
    "ResponseToolSearchOutputItem",
    "ShellAction",
    "ShellEnvironment",
    "ShellOutcome",
]


# ---------------------------------------------------------------------------------------------------- searches


class FileSearchResult(WireObject):
    """A piece of a file that was found; `score` is from 0 to 1."""

    file_id: Text = ""
    filename: Text = ""
    text: Text = ""
    score: float | None = None
    attributes: dict[str, Any] | None = None


class ResponseFileSearchToolCall(WireObject):
    """A search in files."""

    type: Literal["file_search_call"] = "file_search_call"
    id: Text = ""
    status: (
        Annotated[Literal["in_progress", "searching", "completed", "incomplete", "failed"] | str, open_words] | None
    ) = None
    queries: Listed[str] = []
    results: list[FileSearchResult] | None = None
    """What was found, if `include` asked for `file_search_call.results`."""


class ActionSearchSource(WireObject):
    """A page that a search looked at."""

    type: Annotated[Literal["url"] | str, open_words] = "url"
    url: Text = ""


class ActionSearch(WireObject):
    """A search for words."""

    type: Literal["search"] = "search"
    query: str | None = None
    queries: list[str] | None = None
    sources: list[ActionSearchSource] | None = None


class ActionOpenPage(WireObject):
    """A page was opened."""

    type: Literal["open_page"] = "open_page"
    url: str | None = None


class ActionFind(WireObject):
    """A search within a page."""

    type: Literal["find_in_page"] = "find_in_page"
    pattern: Text = ""
    url: Text = ""


_SEARCHES = Tagged(
    {"hosted_items": {"search": "ActionSearch", "open_page": "ActionOpenPage", "find_in_page": "ActionFind"}}
)


class ResponseFunctionWebSearch(WireObject):
    """A step of a search in the web."""

    type: Literal["web_search_call"] = "web_search_call"
    id: Text = ""
    action: Annotated[ActionSearch | ActionOpenPage | ActionFind | Other, _SEARCHES] | None = None
    status: Annotated[Literal["in_progress", "searching", "completed", "failed"] | str, open_words] | None = None


# ------------------------------------------------------------------------------------------ a computer's screen


class ActionClick(WireObject):
    """A click; `x` and `y` are pixels, `keys` are held down with it."""

    type: Literal["click"] = "click"
    button: Annotated[Literal["left", "right", "wheel", "back", "forward"] | str, open_words] = "left"
    x: Count = 0
    y: Count = 0
    keys: list[str] | None = None


class ActionDoubleClick(WireObject):
    """A double click."""

    type: Literal["double_click"] = "double_click"
    x: Count = 0
    y: Count = 0
    keys: list[str] | None = None


class ActionDragPath(WireObject):
    """A point on the way of a drag, in pixels."""

    x: Count = 0
    y: Count = 0


class ActionDrag(WireObject):
    """A drag along a path."""

    type: Literal["drag"] = "drag"
    path: Listed[ActionDragPath] = []
    keys: list[str] | None = None


class ActionKeypress(WireObject):
    """Keys pressed together."""

    type: Literal["keypress"] = "keypress"
    keys: Listed[str] = []


class ActionMove(WireObject):
    """The mouse moves."""

    type: Literal["move"] = "move"
    x: Count = 0
    y: Count = 0
    keys: list[str] | None = None


class ActionScreenshot(WireObject):
    """A picture of the screen is wanted."""

    type: Literal["screenshot"] = "screenshot"


class ActionScroll(WireObject):
    """The wheel turns at `x`, `y`, by `scroll_x`, `scroll_y` pixels."""

    type: Literal["scroll"] = "scroll"
    x: Count = 0
    y: Count = 0
    scroll_x: Count = 0
    scroll_y: Count = 0
    keys: list[str] | None = None


class ActionType(WireObject):
    """Text is typed."""

    type: Literal["type"] = "type"
    text: Text = ""


class ActionWait(WireObject):
    """Nothing is done for a moment."""

    type: Literal["wait"] = "wait"


ComputerAction = Annotated[
    ActionClick
    | ActionDoubleClick
    | ActionDrag
    | ActionKeypress
    | ActionMove
    | ActionScreenshot
    | ActionScroll
    | ActionType
    | ActionWait
    | Other,
    Tagged(
        {
            "hosted_items": {
                "click": "ActionClick",
                "double_click": "ActionDoubleClick",
                "drag": "ActionDrag",
                "keypress": "ActionKeypress",
                "move": "ActionMove",
                "screenshot": "ActionScreenshot",
                "scroll": "ActionScroll",
                "type": "ActionType",
                "wait": "ActionWait",
            }
        }
    ),
]


class PendingSafetyCheck(WireObject):
    """Something to be confirmed before the computer goes on."""

    id: Text = ""
    code: str | None = None
    message: str | None = None


class ResponseComputerToolCall(WireObject):
    """What the model wants done with a computer: one action, or several in a row."""

    type: Literal["computer_call"] = "computer_call"
    id: Text = ""
    call_id: Text = ""
    action: ComputerAction | None = None
    actions: list[ComputerAction] | None = None
    pending_safety_checks: Listed[PendingSafetyCheck] = []
    status: ItemStatus | None = None


class ResponseComputerToolCallOutputScreenshot(WireObject):
    """What the screen showed: an address or a `data:` URL, or a file that was uploaded."""

    type: Annotated[Literal["computer_screenshot"] | str, open_words] = "computer_screenshot"
    file_id: str | None = None
    image_url: str | None = None


class ResponseComputerToolCallOutputItem(WireObject):
    """What came of an action."""

    type: Literal["computer_call_output"] = "computer_call_output"
    id: Text = ""
    call_id: Text = ""
    output: Annotated[
        ResponseComputerToolCallOutputScreenshot, null_means(ResponseComputerToolCallOutputScreenshot)
    ] = Field(default_factory=ResponseComputerToolCallOutputScreenshot)
    acknowledged_safety_checks: list[PendingSafetyCheck] | None = None
    status: Annotated[Literal["in_progress", "completed", "incomplete", "failed"] | str, open_words] | None = None
    created_by: str | None = None


# -------------------------------------------------------------------------------------------- code and commands


class OutputLogs(WireObject):
    """What the code printed."""

    type: Literal["logs"] = "logs"
    logs: Text = ""


class OutputImage(WireObject):
    """A picture that the code made."""

    type: Literal["image"] = "image"
    url: Text = ""


class ResponseCodeInterpreterToolCall(WireObject):
    """Code that the model ran in a container."""

    type: Literal["code_interpreter_call"] = "code_interpreter_call"
    id: Text = ""
    code: str | None = None
    container_id: Text = ""
    outputs: (
        list[
            Annotated[
                OutputLogs | OutputImage | Other,
                Tagged({"hosted_items": {"logs": "OutputLogs", "image": "OutputImage"}}),
            ]
        ]
        | None
    ) = None
    """What the code gave, if `include` asked for `code_interpreter_call.outputs`."""
    status: (
        Annotated[Literal["in_progress", "completed", "incomplete", "interpreting", "failed"] | str, open_words] | None
    ) = None


class LocalShellCallAction(WireObject):
    """A command for your own shell; the limit is in milliseconds."""

    type: Annotated[Literal["exec"] | str, open_words] = "exec"
    command: Listed[str] = []
    env: dict[str, str] | None = None
    timeout_ms: int | None = None
    user: str | None = None
    working_directory: str | None = None


class LocalShellCall(WireObject):
    """A command that the model wants run in your own shell."""

    type: Literal["local_shell_call"] = "local_shell_call"
    id: Text = ""
    call_id: Text = ""
    action: Annotated[LocalShellCallAction, null_means(LocalShellCallAction)] = Field(
        default_factory=LocalShellCallAction
    )
    status: ItemStatus | None = None


class LocalShellCallOutput(WireObject):
    """What a command gave: JSON text."""

    type: Literal["local_shell_call_output"] = "local_shell_call_output"
    id: Text = ""
    output: Text = ""
    status: ItemStatus | None = None


class ShellAction(WireObject):
    """Commands and their limits: milliseconds for all, characters of output for each."""

    commands: Listed[str] = []
    max_output_length: int | None = None
    timeout_ms: int | None = None


class ShellEnvironment(WireObject):
    """Where commands run: on your computer, or in a container."""

    type: Annotated[Literal["local", "container_reference"] | str, open_words] = "local"
    container_id: str | None = None


class ResponseFunctionShellToolCall(WireObject):
    """Commands that the model wants run."""

    type: Literal["shell_call"] = "shell_call"
    id: Text = ""
    call_id: Text = ""
    action: Annotated[ShellAction, null_means(ShellAction)] = Field(default_factory=ShellAction)
    environment: ShellEnvironment | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None


class ShellOutcome(WireObject):
    """How a command ended: by itself, with its exit code, or because its time was over."""

    type: Annotated[Literal["exit", "timeout"] | str, open_words] = "exit"
    exit_code: int | None = None


class ResponseFunctionShellCallOutputContent(WireObject):
    """What a command wrote, and how it ended."""

    stdout: Text = ""
    stderr: Text = ""
    outcome: ShellOutcome | None = None
    created_by: str | None = None


class ResponseFunctionShellToolCallOutput(WireObject):
    """What commands gave, one entry a command."""

    type: Literal["shell_call_output"] = "shell_call_output"
    id: Text = ""
    call_id: Text = ""
    output: Listed[ResponseFunctionShellCallOutputContent] = []
    max_output_length: int | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None


class ApplyPatchOperation(WireObject):
    """What to do with a file; `diff` is a unified diff, or of a new file its lines with a plus before each."""

    type: Annotated[Literal["create_file", "delete_file", "update_file"] | str, open_words] = ""
    path: Text = ""
    diff: str | None = None


class ResponseApplyPatchToolCall(WireObject):
    """A change of a file that the model wants made."""

    type: Literal["apply_patch_call"] = "apply_patch_call"
    id: Text = ""
    call_id: Text = ""
    operation: Annotated[ApplyPatchOperation, null_means(ApplyPatchOperation)] = Field(
        default_factory=ApplyPatchOperation
    )
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None


class ResponseApplyPatchToolCallOutput(WireObject):
    """What came of a change."""

    type: Literal["apply_patch_call_output"] = "apply_patch_call_output"
    id: Text = ""
    call_id: Text = ""
    output: str | None = None
    caller: Caller | None = None
    status: Annotated[Literal["completed", "failed"] | str, open_words] | None = None
    created_by: str | None = None


class Program(WireObject):
    """A program that the model wrote to call tools; it comes back with its `fingerprint`."""

    type: Literal["program"] = "program"
    id: Text = ""
    call_id: Text = ""
    code: Text = ""
    fingerprint: Text = ""


class ProgramOutput(WireObject):
    """What a program gave."""

    type: Literal["program_output"] = "program_output"
    id: Text = ""
    call_id: Text = ""
    result: Text = ""
    status: Annotated[Literal["completed", "incomplete"] | str, open_words] | None = None


# ------------------------------------------------------------------------------------------------------- images


class ImageGenerationCallErrorModerationDetails(WireObject):
    """Why an image was refused, and at which stage."""

    categories: Listed[str] = []
    moderation_stage: Annotated[Literal["input", "output", "unknown"] | str, open_words] = "unknown"


class ImageGenerationCallError(WireObject):
    """Why there is no image."""

    code: str | None = None
    message: Text = ""
    param: str | None = None
    type: Text = ""
    moderation_details: ImageGenerationCallErrorModerationDetails | None = None


class ImageGenerationCallSvgUsage(WireObject):
    """Tokens of a drawing."""

    model: Text = ""
    input_tokens: Count = 0
    output_tokens: Count = 0
    reasoning_tokens: Count = 0
    total_tokens: Count = 0


class ImageGenerationCall(WireObject):
    """An image that was made; `result` is base64."""

    type: Literal["image_generation_call"] = "image_generation_call"
    id: Text = ""
    result: str | None = None
    status: Annotated[Literal["in_progress", "completed", "generating", "failed"] | str, open_words] | None = None
    action: Annotated[Literal["generate", "edit", "auto"] | str, open_words] | None = None
    background: Annotated[Literal["transparent", "opaque", "auto"] | str, open_words] | None = None
    error: ImageGenerationCallError | None = None
    output_format: Annotated[Literal["png", "webp", "jpeg", "gif", "svg"] | str, open_words] | None = None
    quality: Annotated[Literal["low", "medium", "high", "xhigh", "max", "auto"] | str, open_words] | None = None
    revised_prompt: str | None = None
    size: Annotated[Literal["1024x1024", "1024x1536", "1536x1024", "auto"] | str, open_words] | None = None
    svg_usage: ImageGenerationCallSvgUsage | None = None


# -------------------------------------------------------------------------------------------------- MCP servers


class McpToolCallError(WireObject):
    """What went wrong in a call: `code` and `message` of a protocol, or the `content` that the tool gave."""

    type: Annotated[Literal["mcp_protocol_error", "mcp_tool_execution_error", "http_error"] | str, open_words] = ""
    code: int | None = None
    message: str | None = None
    content: Any = None


class McpCall(WireObject):
    """A call of a tool of an MCP server."""

    type: Literal["mcp_call"] = "mcp_call"
    id: Text = ""
    server_label: Text = ""
    name: Text = ""
    arguments: JSONText = ""
    output: str | None = None
    error: McpToolCallError | str | None = None
    approval_request_id: str | None = None
    status: (
        Annotated[Literal["in_progress", "completed", "incomplete", "calling", "failed"] | str, open_words] | None
    ) = None


class McpListToolsTool(WireObject):
    """A tool of an MCP server; `input_schema` is the JSON schema of its arguments."""

    name: Text = ""
    description: str | None = None
    input_schema: dict[str, Any] | None = None
    annotations: dict[str, Any] | None = None


class McpListTools(WireObject):
    """What an MCP server offers."""

    type: Literal["mcp_list_tools"] = "mcp_list_tools"
    id: Text = ""
    server_label: Text = ""
    tools: Listed[McpListToolsTool] = []
    error: Any = None


class McpApprovalRequest(WireObject):
    """A call that waits for your consent; answer with an `mcp_approval_response`."""

    type: Literal["mcp_approval_request"] = "mcp_approval_request"
    id: Text = ""
    server_label: Text = ""
    name: Text = ""
    arguments: JSONText = ""


class McpApprovalResponse(WireObject):
    """Your consent, or none."""

    type: Literal["mcp_approval_response"] = "mcp_approval_response"
    id: Text = ""
    approval_request_id: Text = ""
    approve: bool | None = None
    reason: str | None = None


# --------------------------------------------------------------------------------------------- tools and context


class ResponseToolSearchCall(WireObject):
    """A search for tools."""

    type: Literal["tool_search_call"] = "tool_search_call"
    id: Text = ""
    call_id: str | None = None
    execution: Annotated[Literal["server", "client"] | str, open_words] | None = None
    arguments: Any = None
    status: ItemStatus | None = None
    created_by: str | None = None


class ResponseToolSearchOutputItem(WireObject):
    """Tools that were found."""

    type: Literal["tool_search_output"] = "tool_search_output"
    id: Text = ""
    call_id: str | None = None
    execution: Annotated[Literal["server", "client"] | str, open_words] | None = None
    tools: Listed[Tool] = []
    status: ItemStatus | None = None
    created_by: str | None = None


class AdditionalTools(WireObject):
    """Tools that there are from here on."""

    type: Literal["additional_tools"] = "additional_tools"
    id: Text = ""
    role: (
        Annotated[
            Literal["unknown", "user", "assistant", "system", "critic", "discriminator", "developer", "tool"] | str,
            open_words,
        ]
        | None
    ) = None
    tools: Listed[Tool] = []


class ResponseCompactionItem(WireObject):
    """What is left of an earlier conversation, encrypted, to be sent back."""

    type: Literal["compaction"] = "compaction"
    id: Text = ""
    encrypted_content: Text = ""
    created_by: str | None = None
