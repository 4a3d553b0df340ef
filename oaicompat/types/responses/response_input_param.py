"""The place where the openai SDK has these types; ours are in `response_input_item_param`."""

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
    ResponseInputItemParam,
    ResponseInputParam,
)

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
    "ResponseInputItemParam",
    "ResponseInputParam",
]
