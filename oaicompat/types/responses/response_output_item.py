"""An item of a response: what the model produced, or what it was told, told apart by `type`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from oaicompat.types.base import WireObject
from oaicompat.types.responses.tagged import Tagged, word_of

if TYPE_CHECKING:
    from oaicompat.types.responses.given_items import (
        ResponseCustomToolCallOutputItem,
        ResponseFunctionToolCallOutputItem,
        ResponseInputMessageItem,
    )
    from oaicompat.types.responses.hosted_items import (
        AdditionalTools,
        ImageGenerationCall,
        LocalShellCall,
        LocalShellCallOutput,
        McpApprovalRequest,
        McpApprovalResponse,
        McpCall,
        McpListTools,
        Program,
        ProgramOutput,
        ResponseApplyPatchToolCall,
        ResponseApplyPatchToolCallOutput,
        ResponseCodeInterpreterToolCall,
        ResponseCompactionItem,
        ResponseComputerToolCall,
        ResponseComputerToolCallOutputItem,
        ResponseFileSearchToolCall,
        ResponseFunctionShellToolCall,
        ResponseFunctionShellToolCallOutput,
        ResponseFunctionWebSearch,
        ResponseToolSearchCall,
        ResponseToolSearchOutputItem,
    )
    from oaicompat.types.responses.items import (
        ResponseCustomToolCall,
        ResponseFunctionToolCall,
        ResponseOtherItem,
        ResponseOutputMessage,
        ResponseReasoningItem,
    )

__all__ = ["ITEMS", "OUTPUT_ITEMS", "ResponseItem", "ResponseOutputItem"]


def _word(item: Mapping[str, Any]) -> str:
    """The `type`; an object without one that has a role is a message."""
    return word_of(item) or ("message" if isinstance(item.get("role"), str) else "")


def _word_of_any(item: Mapping[str, Any]) -> str:
    """Likewise, but a message that the model did not write is of another kind."""
    word = _word(item)
    return "message of others" if word == "message" and item.get("role", "assistant") != "assistant" else word


_HOMES = {
    "items": {
        "message": "ResponseOutputMessage",
        "reasoning": "ResponseReasoningItem",
        "function_call": "ResponseFunctionToolCall",
        "custom_tool_call": "ResponseCustomToolCall",
    },
    "given_items": {
        "message of others": "ResponseInputMessageItem",
        "function_call_output": "ResponseFunctionToolCallOutputItem",
        "custom_tool_call_output": "ResponseCustomToolCallOutputItem",
    },
    "hosted_items": {
        "file_search_call": "ResponseFileSearchToolCall",
        "web_search_call": "ResponseFunctionWebSearch",
        "computer_call": "ResponseComputerToolCall",
        "computer_call_output": "ResponseComputerToolCallOutputItem",
        "code_interpreter_call": "ResponseCodeInterpreterToolCall",
        "local_shell_call": "LocalShellCall",
        "local_shell_call_output": "LocalShellCallOutput",
        "shell_call": "ResponseFunctionShellToolCall",
        "shell_call_output": "ResponseFunctionShellToolCallOutput",
        "apply_patch_call": "ResponseApplyPatchToolCall",
        "apply_patch_call_output": "ResponseApplyPatchToolCallOutput",
        "program": "Program",
        "program_output": "ProgramOutput",
        "image_generation_call": "ImageGenerationCall",
        "mcp_call": "McpCall",
        "mcp_list_tools": "McpListTools",
        "mcp_approval_request": "McpApprovalRequest",
        "mcp_approval_response": "McpApprovalResponse",
        "tool_search_call": "ResponseToolSearchCall",
        "tool_search_output": "ResponseToolSearchOutputItem",
        "additional_tools": "AdditionalTools",
        "compaction": "ResponseCompactionItem",
    },
}
OUTPUT_ITEMS = Tagged(_HOMES, other="items.ResponseOtherItem", word=_word)
ITEMS = Tagged(_HOMES, other="items.ResponseOtherItem", word=_word_of_any)

if TYPE_CHECKING:
    ResponseOutputItem: TypeAlias = (
        ResponseOutputMessage
        | ResponseReasoningItem
        | ResponseFunctionToolCall
        | ResponseFunctionToolCallOutputItem
        | ResponseCustomToolCall
        | ResponseCustomToolCallOutputItem
        | ResponseFileSearchToolCall
        | ResponseFunctionWebSearch
        | ResponseComputerToolCall
        | ResponseComputerToolCallOutputItem
        | ResponseCodeInterpreterToolCall
        | LocalShellCall
        | LocalShellCallOutput
        | ResponseFunctionShellToolCall
        | ResponseFunctionShellToolCallOutput
        | ResponseApplyPatchToolCall
        | ResponseApplyPatchToolCallOutput
        | Program
        | ProgramOutput
        | ImageGenerationCall
        | McpCall
        | McpListTools
        | McpApprovalRequest
        | McpApprovalResponse
        | ResponseToolSearchCall
        | ResponseToolSearchOutputItem
        | AdditionalTools
        | ResponseCompactionItem
        | ResponseOtherItem
    )
    ResponseItem: TypeAlias = ResponseOutputItem | ResponseInputMessageItem
else:
    ResponseOutputItem = Annotated[WireObject, OUTPUT_ITEMS]
    ResponseItem = Annotated[WireObject, ITEMS]
