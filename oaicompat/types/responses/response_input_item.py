"""The openai SDK's models for writing items; ours are typed dictionaries in `response_input_item_param`."""

from oaicompat.types.responses.response_input_item_param import (
    ComputerCallOutput,
    FunctionCallOutput,
    ImageGenerationCall,
    ItemReference,
    LocalShellCall,
    LocalShellCallOutput,
    McpApprovalRequest,
    McpApprovalResponse,
    McpCall,
    McpListTools,
    Message,
)
from oaicompat.types.responses.response_input_item_param import ResponseInputItemParam as ResponseInputItem

__all__ = [
    "ComputerCallOutput",
    "FunctionCallOutput",
    "ImageGenerationCall",
    "ItemReference",
    "LocalShellCall",
    "LocalShellCallOutput",
    "McpApprovalRequest",
    "McpApprovalResponse",
    "McpCall",
    "McpListTools",
    "Message",
    "ResponseInputItem",
]
