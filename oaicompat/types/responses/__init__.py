"""The types of responses: requests as TypedDicts, replies as pydantic models, under the openai SDK's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.types.responses.compacted_response import (
        CompactedResponse,
    )
    from oaicompat.types.responses.computer_tool import ComputerTool
    from oaicompat.types.responses.easy_input_message import EasyInputMessage
    from oaicompat.types.responses.events import (
        ResponseCompletedEvent,
        ResponseContentPartAddedEvent,
        ResponseContentPartDoneEvent,
        ResponseCreatedEvent,
        ResponseFailedEvent,
        ResponseFunctionCallArgumentsDeltaEvent,
        ResponseFunctionCallArgumentsDoneEvent,
        ResponseIncompleteEvent,
        ResponseInProgressEvent,
        ResponseOtherEvent,
        ResponseOutputItemAddedEvent,
        ResponseOutputItemDoneEvent,
        ResponseReasoningPartAddedEvent,
        ResponseReasoningPartDoneEvent,
        ResponseReasoningSummaryPartAddedEvent,
        ResponseReasoningSummaryPartDoneEvent,
        ResponseReasoningSummaryTextDeltaEvent,
        ResponseReasoningSummaryTextDoneEvent,
        ResponseReasoningTextDeltaEvent,
        ResponseReasoningTextDoneEvent,
        ResponseTextDeltaEvent,
        ResponseTextDoneEvent,
    )
    from oaicompat.types.responses.file_search_tool import FileSearchTool
    from oaicompat.types.responses.given_items import (
        ResponseComputerScreenshot,
        ResponseCustomToolCallOutputItem,
        ResponseFunctionToolCallOutputItem,
        ResponseInputAudio,
        ResponseInputFile,
        ResponseInputImage,
        ResponseInputMessageItem,
        ResponseInputText,
        ResponseText,
    )
    from oaicompat.types.responses.hosted_events import (
        ResponseAudioDeltaEvent,
        ResponseAudioDoneEvent,
        ResponseAudioTranscriptDeltaEvent,
        ResponseAudioTranscriptDoneEvent,
        ResponseCancelledEvent,
        ResponseCodeInterpreterCallCodeDeltaEvent,
        ResponseCodeInterpreterCallCodeDoneEvent,
        ResponseCodeInterpreterCallCompletedEvent,
        ResponseCodeInterpreterCallInProgressEvent,
        ResponseCodeInterpreterCallInterpretingEvent,
        ResponseCustomToolCallInputDeltaEvent,
        ResponseCustomToolCallInputDoneEvent,
        ResponseErrorEvent,
        ResponseFileSearchCallCompletedEvent,
        ResponseFileSearchCallInProgressEvent,
        ResponseFileSearchCallSearchingEvent,
        ResponseImageGenCallCompletedEvent,
        ResponseImageGenCallGeneratingEvent,
        ResponseImageGenCallInProgressEvent,
        ResponseImageGenCallPartialImageEvent,
        ResponseMcpCallArgumentsDeltaEvent,
        ResponseMcpCallArgumentsDoneEvent,
        ResponseMcpCallCompletedEvent,
        ResponseMcpCallFailedEvent,
        ResponseMcpCallInProgressEvent,
        ResponseMcpListToolsCompletedEvent,
        ResponseMcpListToolsFailedEvent,
        ResponseMcpListToolsInProgressEvent,
        ResponseOutputTextAnnotationAddedEvent,
        ResponseQueuedEvent,
        ResponseRefusalDeltaEvent,
        ResponseRefusalDoneEvent,
        ResponseShellCallCommandAddedEvent,
        ResponseShellCallCommandDeltaEvent,
        ResponseShellCallCommandDoneEvent,
        ResponseShellCallOutputContentDeltaEvent,
        ResponseShellCallOutputContentDoneEvent,
        ResponseWebSearchCallCompletedEvent,
        ResponseWebSearchCallInProgressEvent,
        ResponseWebSearchCallSearchingEvent,
        ShellCallOutputDelta,
    )
    from oaicompat.types.responses.hosted_items import (
        ActionClick,
        ActionDoubleClick,
        ActionDrag,
        ActionDragPath,
        ActionFind,
        ActionKeypress,
        ActionMove,
        ActionOpenPage,
        ActionScreenshot,
        ActionScroll,
        ActionSearch,
        ActionSearchSource,
        ActionType,
        ActionWait,
        ComputerAction,
        FileSearchResult,
        ImageGenerationCall,
        ImageGenerationCallError,
        ImageGenerationCallErrorModerationDetails,
        ImageGenerationCallSvgUsage,
        LocalShellCall,
        LocalShellCallAction,
        LocalShellCallOutput,
        McpApprovalRequest,
        McpApprovalResponse,
        McpCall,
        McpListTools,
        McpListToolsTool,
        McpToolCallError,
        ResponseApplyPatchToolCall,
        ResponseApplyPatchToolCallOutput,
        ResponseCodeInterpreterToolCall,
        ResponseCompactionItem,
        ResponseComputerToolCall,
        ResponseComputerToolCallOutputItem,
        ResponseComputerToolCallOutputScreenshot,
        ResponseFileSearchToolCall,
        ResponseFunctionShellCallOutputContent,
        ResponseFunctionShellToolCall,
        ResponseFunctionShellToolCallOutput,
        ResponseFunctionWebSearch,
        ResponseToolSearchCall,
        ResponseToolSearchOutputItem,
    )
    from oaicompat.types.responses.input_item_list_params import InputItemListParams
    from oaicompat.types.responses.input_token_count_params import InputTokenCountParams
    from oaicompat.types.responses.input_token_count_response import (
        InputTokenCountResponse,
    )
    from oaicompat.types.responses.items import (
        AnnotationContainerFileCitation,
        AnnotationFileCitation,
        AnnotationFilePath,
        AnnotationURLCitation,
        ResponseCustomToolCall,
        ResponseFunctionToolCall,
        ResponseOtherItem,
        ResponseOutputMessage,
        ResponseOutputRefusal,
        ResponseOutputText,
        ResponseReasoningItem,
        ResponseReasoningText,
        ResponseSummaryText,
    )
    from oaicompat.types.responses.params import (
        CompactOptions,
        InputItemsOptions,
        InputTokensOptions,
        ResponseConversationParam,
        ResponseFormatTextConfigParam,
        ResponseFormatTextJSONSchemaConfigParam,
        ResponseIncludable,
        ResponseOptions,
        ResponseParameters,
        ResponsePromptParam,
        ResponseTextConfigParam,
        RetrieveOptions,
    )
    from oaicompat.types.responses.response import (
        Response,
        ResponseError,
        ResponseFormatTextConfig,
        ResponsePrompt,
        ResponseStatus,
        ResponseTextConfig,
        ResponseUsage,
    )
    from oaicompat.types.responses.response_compact_params import ResponseCompactParams
    from oaicompat.types.responses.response_create_params import (
        ResponseCreateParams,
    )
    from oaicompat.types.responses.response_custom_tool_call_item import ResponseCustomToolCallItem
    from oaicompat.types.responses.response_deleted import (
        ResponseDeleted,
    )
    from oaicompat.types.responses.response_function_tool_call_item import ResponseFunctionToolCallItem
    from oaicompat.types.responses.response_input_content import ResponseInputContent
    from oaicompat.types.responses.response_input_item import ResponseInputItem
    from oaicompat.types.responses.response_input_item_param import (
        ComputerActionParam,
        EasyInputMessageParam,
        ResponseCodeInterpreterToolCallParam,
        ResponseCompactionItemParam,
        ResponseComputerToolCallParam,
        ResponseCustomToolCallOutputParam,
        ResponseCustomToolCallParam,
        ResponseFileSearchToolCallParam,
        ResponseFunctionToolCallParam,
        ResponseFunctionWebSearchParam,
        ResponseInput,
        ResponseInputAudioParam,
        ResponseInputContentParam,
        ResponseInputFileParam,
        ResponseInputImageParam,
        ResponseInputItemParam,
        ResponseInputMessageContentListParam,
        ResponseInputParam,
        ResponseInputTextParam,
        ResponseOutputMessageParam,
        ResponseOutputRefusalParam,
        ResponseOutputTextParam,
        ResponseReasoningItemParam,
        ResponseToolSearchOutputItemParam,
    )
    from oaicompat.types.responses.response_input_message_content_list import ResponseInputMessageContentList
    from oaicompat.types.responses.response_item_list import (
        ResponseItemList,
    )
    from oaicompat.types.responses.response_output_item import (
        ResponseItem,
        ResponseOutputItem,
    )
    from oaicompat.types.responses.response_retrieve_params import ResponseRetrieveParams
    from oaicompat.types.responses.response_stream_event import (
        ResponseStreamEvent,
    )
    from oaicompat.types.responses.tool import (
        CustomTool,
        FunctionTool,
        Tool,
    )
    from oaicompat.types.responses.tool_choice_allowed import ToolChoiceAllowed
    from oaicompat.types.responses.tool_choice_custom import ToolChoiceCustom
    from oaicompat.types.responses.tool_choice_function import ToolChoiceFunction
    from oaicompat.types.responses.tool_choice_mcp import ToolChoiceMcp
    from oaicompat.types.responses.tool_choice_types import ToolChoiceTypes
    from oaicompat.types.responses.tool_param import (
        ApplyPatchToolParam,
        ComputerToolParam,
        ComputerUsePreviewToolParam,
        ContainerAutoParam,
        ContainerNetworkPolicyAllowlistParam,
        ContainerNetworkPolicyDisabledParam,
        ContainerNetworkPolicyDomainSecretParam,
        ContainerReferenceParam,
        CustomToolParam,
        FileSearchToolParam,
        FunctionShellToolParam,
        FunctionToolParam,
        InlineSkillParam,
        InlineSkillSourceParam,
        LocalEnvironmentParam,
        LocalSkillParam,
        NamespaceToolParam,
        SkillReferenceParam,
        ToolChoiceAllowedParam,
        ToolChoiceApplyPatchParam,
        ToolChoiceCustomParam,
        ToolChoiceFunctionParam,
        ToolChoiceMcpParam,
        ToolChoiceOptions,
        ToolChoiceProgrammaticParam,
        ToolChoiceShellParam,
        ToolChoiceTypesParam,
        ToolParam,
        ToolSearchToolParam,
        WebSearchPreviewToolParam,
        WebSearchToolParam,
    )
    from oaicompat.types.responses.web_search_preview_tool import WebSearchPreviewTool
    from oaicompat.types.responses.web_search_tool import WebSearchTool

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
    "AnnotationContainerFileCitation",
    "AnnotationFileCitation",
    "AnnotationFilePath",
    "AnnotationURLCitation",
    "ApplyPatchToolParam",
    "CompactedResponse",
    "CompactOptions",
    "ComputerAction",
    "ComputerActionParam",
    "ComputerTool",
    "ComputerToolParam",
    "ComputerUsePreviewToolParam",
    "ContainerAutoParam",
    "ContainerNetworkPolicyAllowlistParam",
    "ContainerNetworkPolicyDisabledParam",
    "ContainerNetworkPolicyDomainSecretParam",
    "ContainerReferenceParam",
    "CustomTool",
    "CustomToolParam",
    "EasyInputMessage",
    "EasyInputMessageParam",
    "FileSearchResult",
    "FileSearchTool",
    "FileSearchToolParam",
    "FunctionShellToolParam",
    "FunctionTool",
    "FunctionToolParam",
    "ImageGenerationCall",
    "ImageGenerationCallError",
    "ImageGenerationCallErrorModerationDetails",
    "ImageGenerationCallSvgUsage",
    "InlineSkillParam",
    "InlineSkillSourceParam",
    "InputItemListParams",
    "InputItemsOptions",
    "InputTokenCountParams",
    "InputTokenCountResponse",
    "InputTokensOptions",
    "LocalEnvironmentParam",
    "LocalShellCall",
    "LocalShellCallAction",
    "LocalShellCallOutput",
    "LocalSkillParam",
    "McpApprovalRequest",
    "McpApprovalResponse",
    "McpCall",
    "McpListTools",
    "McpListToolsTool",
    "McpToolCallError",
    "NamespaceToolParam",
    "Response",
    "ResponseApplyPatchToolCall",
    "ResponseApplyPatchToolCallOutput",
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
    "ResponseCodeInterpreterToolCall",
    "ResponseCodeInterpreterToolCallParam",
    "ResponseCompactionItem",
    "ResponseCompactionItemParam",
    "ResponseCompactParams",
    "ResponseCompletedEvent",
    "ResponseComputerScreenshot",
    "ResponseComputerToolCall",
    "ResponseComputerToolCallOutputItem",
    "ResponseComputerToolCallOutputScreenshot",
    "ResponseComputerToolCallParam",
    "ResponseContentPartAddedEvent",
    "ResponseContentPartDoneEvent",
    "ResponseConversationParam",
    "ResponseCreatedEvent",
    "ResponseCreateParams",
    "ResponseCustomToolCall",
    "ResponseCustomToolCallInputDeltaEvent",
    "ResponseCustomToolCallInputDoneEvent",
    "ResponseCustomToolCallItem",
    "ResponseCustomToolCallOutputItem",
    "ResponseCustomToolCallOutputParam",
    "ResponseCustomToolCallParam",
    "ResponseDeleted",
    "ResponseError",
    "ResponseErrorEvent",
    "ResponseFailedEvent",
    "ResponseFileSearchCallCompletedEvent",
    "ResponseFileSearchCallInProgressEvent",
    "ResponseFileSearchCallSearchingEvent",
    "ResponseFileSearchToolCall",
    "ResponseFileSearchToolCallParam",
    "ResponseFormatTextConfig",
    "ResponseFormatTextConfigParam",
    "ResponseFormatTextJSONSchemaConfigParam",
    "ResponseFunctionCallArgumentsDeltaEvent",
    "ResponseFunctionCallArgumentsDoneEvent",
    "ResponseFunctionShellCallOutputContent",
    "ResponseFunctionShellToolCall",
    "ResponseFunctionShellToolCallOutput",
    "ResponseFunctionToolCall",
    "ResponseFunctionToolCallItem",
    "ResponseFunctionToolCallOutputItem",
    "ResponseFunctionToolCallParam",
    "ResponseFunctionWebSearch",
    "ResponseFunctionWebSearchParam",
    "ResponseImageGenCallCompletedEvent",
    "ResponseImageGenCallGeneratingEvent",
    "ResponseImageGenCallInProgressEvent",
    "ResponseImageGenCallPartialImageEvent",
    "ResponseIncludable",
    "ResponseIncompleteEvent",
    "ResponseInProgressEvent",
    "ResponseInput",
    "ResponseInputAudio",
    "ResponseInputAudioParam",
    "ResponseInputContent",
    "ResponseInputContentParam",
    "ResponseInputFile",
    "ResponseInputFileParam",
    "ResponseInputImage",
    "ResponseInputImageParam",
    "ResponseInputItem",
    "ResponseInputItemParam",
    "ResponseInputMessageContentList",
    "ResponseInputMessageContentListParam",
    "ResponseInputMessageItem",
    "ResponseInputParam",
    "ResponseInputText",
    "ResponseInputTextParam",
    "ResponseItem",
    "ResponseItemList",
    "ResponseMcpCallArgumentsDeltaEvent",
    "ResponseMcpCallArgumentsDoneEvent",
    "ResponseMcpCallCompletedEvent",
    "ResponseMcpCallFailedEvent",
    "ResponseMcpCallInProgressEvent",
    "ResponseMcpListToolsCompletedEvent",
    "ResponseMcpListToolsFailedEvent",
    "ResponseMcpListToolsInProgressEvent",
    "ResponseOptions",
    "ResponseOtherEvent",
    "ResponseOtherItem",
    "ResponseOutputItem",
    "ResponseOutputItemAddedEvent",
    "ResponseOutputItemDoneEvent",
    "ResponseOutputMessage",
    "ResponseOutputMessageParam",
    "ResponseOutputRefusal",
    "ResponseOutputRefusalParam",
    "ResponseOutputText",
    "ResponseOutputTextAnnotationAddedEvent",
    "ResponseOutputTextParam",
    "ResponseParameters",
    "ResponsePrompt",
    "ResponsePromptParam",
    "ResponseQueuedEvent",
    "ResponseReasoningItem",
    "ResponseReasoningItemParam",
    "ResponseReasoningPartAddedEvent",
    "ResponseReasoningPartDoneEvent",
    "ResponseReasoningSummaryPartAddedEvent",
    "ResponseReasoningSummaryPartDoneEvent",
    "ResponseReasoningSummaryTextDeltaEvent",
    "ResponseReasoningSummaryTextDoneEvent",
    "ResponseReasoningText",
    "ResponseReasoningTextDeltaEvent",
    "ResponseReasoningTextDoneEvent",
    "ResponseRefusalDeltaEvent",
    "ResponseRefusalDoneEvent",
    "ResponseRetrieveParams",
    "ResponseShellCallCommandAddedEvent",
    "ResponseShellCallCommandDeltaEvent",
    "ResponseShellCallCommandDoneEvent",
    "ResponseShellCallOutputContentDeltaEvent",
    "ResponseShellCallOutputContentDoneEvent",
    "ResponseStatus",
    "ResponseStreamEvent",
    "ResponseSummaryText",
    "ResponseText",
    "ResponseTextConfig",
    "ResponseTextConfigParam",
    "ResponseTextDeltaEvent",
    "ResponseTextDoneEvent",
    "ResponseToolSearchCall",
    "ResponseToolSearchOutputItem",
    "ResponseToolSearchOutputItemParam",
    "ResponseUsage",
    "ResponseWebSearchCallCompletedEvent",
    "ResponseWebSearchCallInProgressEvent",
    "ResponseWebSearchCallSearchingEvent",
    "RetrieveOptions",
    "ShellCallOutputDelta",
    "SkillReferenceParam",
    "Tool",
    "ToolChoiceAllowed",
    "ToolChoiceAllowedParam",
    "ToolChoiceApplyPatchParam",
    "ToolChoiceCustom",
    "ToolChoiceCustomParam",
    "ToolChoiceFunction",
    "ToolChoiceFunctionParam",
    "ToolChoiceMcp",
    "ToolChoiceMcpParam",
    "ToolChoiceOptions",
    "ToolChoiceProgrammaticParam",
    "ToolChoiceShellParam",
    "ToolChoiceTypes",
    "ToolChoiceTypesParam",
    "ToolParam",
    "ToolSearchToolParam",
    "WebSearchPreviewTool",
    "WebSearchPreviewToolParam",
    "WebSearchTool",
    "WebSearchToolParam",
]

if not TYPE_CHECKING:  # found when asked for: a request's types need no reply's, and the other way round
    _HOMES = {
        "compacted_response": "CompactedResponse",
        "computer_tool": "ComputerTool",
        "easy_input_message": "EasyInputMessage",
        "events": (
            "ResponseCompletedEvent ResponseContentPartAddedEvent ResponseContentPartDoneEvent "
            "ResponseCreatedEvent ResponseFailedEvent ResponseFunctionCallArgumentsDeltaEvent "
            "ResponseFunctionCallArgumentsDoneEvent ResponseIncompleteEvent ResponseInProgressEvent "
            "ResponseOtherEvent ResponseOutputItemAddedEvent ResponseOutputItemDoneEvent "
            "ResponseReasoningPartAddedEvent ResponseReasoningPartDoneEvent "
            "ResponseReasoningSummaryPartAddedEvent ResponseReasoningSummaryPartDoneEvent "
            "ResponseReasoningSummaryTextDeltaEvent ResponseReasoningSummaryTextDoneEvent "
            "ResponseReasoningTextDeltaEvent ResponseReasoningTextDoneEvent ResponseTextDeltaEvent "
            "ResponseTextDoneEvent"
        ),
        "file_search_tool": "FileSearchTool",
        "given_items": (
            "ResponseComputerScreenshot ResponseCustomToolCallOutputItem ResponseFunctionToolCallOutputItem "
            "ResponseInputAudio ResponseInputFile ResponseInputImage ResponseInputMessageItem "
            "ResponseInputText ResponseText"
        ),
        "hosted_events": (
            "ResponseAudioDeltaEvent ResponseAudioDoneEvent ResponseAudioTranscriptDeltaEvent "
            "ResponseAudioTranscriptDoneEvent ResponseCancelledEvent "
            "ResponseCodeInterpreterCallCodeDeltaEvent ResponseCodeInterpreterCallCodeDoneEvent "
            "ResponseCodeInterpreterCallCompletedEvent ResponseCodeInterpreterCallInProgressEvent "
            "ResponseCodeInterpreterCallInterpretingEvent ResponseCustomToolCallInputDeltaEvent "
            "ResponseCustomToolCallInputDoneEvent ResponseErrorEvent ResponseFileSearchCallCompletedEvent "
            "ResponseFileSearchCallInProgressEvent ResponseFileSearchCallSearchingEvent "
            "ResponseImageGenCallCompletedEvent ResponseImageGenCallGeneratingEvent "
            "ResponseImageGenCallInProgressEvent ResponseImageGenCallPartialImageEvent "
            "ResponseMcpCallArgumentsDeltaEvent ResponseMcpCallArgumentsDoneEvent "
            "ResponseMcpCallCompletedEvent ResponseMcpCallFailedEvent ResponseMcpCallInProgressEvent "
            "ResponseMcpListToolsCompletedEvent ResponseMcpListToolsFailedEvent "
            "ResponseMcpListToolsInProgressEvent ResponseOutputTextAnnotationAddedEvent ResponseQueuedEvent "
            "ResponseRefusalDeltaEvent ResponseRefusalDoneEvent ResponseShellCallCommandAddedEvent "
            "ResponseShellCallCommandDeltaEvent ResponseShellCallCommandDoneEvent "
            "ResponseShellCallOutputContentDeltaEvent ResponseShellCallOutputContentDoneEvent "
            "ResponseWebSearchCallCompletedEvent ResponseWebSearchCallInProgressEvent "
            "ResponseWebSearchCallSearchingEvent ShellCallOutputDelta"
        ),
        "hosted_items": (
            "ActionClick ActionDoubleClick ActionDrag ActionDragPath ActionFind ActionKeypress ActionMove "
            "ActionOpenPage ActionScreenshot ActionScroll ActionSearch ActionSearchSource ActionType "
            "ActionWait ComputerAction FileSearchResult ImageGenerationCall ImageGenerationCallError "
            "ImageGenerationCallErrorModerationDetails ImageGenerationCallSvgUsage LocalShellCall "
            "LocalShellCallAction LocalShellCallOutput McpApprovalRequest McpApprovalResponse McpCall "
            "McpListTools McpListToolsTool McpToolCallError ResponseApplyPatchToolCall "
            "ResponseApplyPatchToolCallOutput ResponseCodeInterpreterToolCall ResponseCompactionItem "
            "ResponseComputerToolCall ResponseComputerToolCallOutputItem "
            "ResponseComputerToolCallOutputScreenshot ResponseFileSearchToolCall "
            "ResponseFunctionShellCallOutputContent ResponseFunctionShellToolCall "
            "ResponseFunctionShellToolCallOutput ResponseFunctionWebSearch ResponseToolSearchCall "
            "ResponseToolSearchOutputItem"
        ),
        "input_item_list_params": "InputItemListParams",
        "input_token_count_params": "InputTokenCountParams",
        "input_token_count_response": "InputTokenCountResponse",
        "items": (
            "AnnotationContainerFileCitation AnnotationFileCitation AnnotationFilePath AnnotationURLCitation "
            "ResponseCustomToolCall ResponseFunctionToolCall ResponseOtherItem ResponseOutputMessage "
            "ResponseOutputRefusal ResponseOutputText ResponseReasoningItem ResponseReasoningText "
            "ResponseSummaryText"
        ),
        "response": (
            "Response ResponseError ResponseFormatTextConfig ResponsePrompt ResponseStatus ResponseTextConfig "
            "ResponseUsage"
        ),
        "response_compact_params": "ResponseCompactParams",
        "response_create_params": "ResponseCreateParams",
        "response_custom_tool_call_item": "ResponseCustomToolCallItem",
        "response_deleted": "ResponseDeleted",
        "response_function_tool_call_item": "ResponseFunctionToolCallItem",
        "response_input_content": "ResponseInputContent",
        "response_input_item": "ResponseInputItem",
        "response_input_item_param": (
            "ComputerActionParam EasyInputMessageParam ResponseCodeInterpreterToolCallParam "
            "ResponseCompactionItemParam ResponseComputerToolCallParam ResponseCustomToolCallOutputParam "
            "ResponseCustomToolCallParam ResponseFileSearchToolCallParam ResponseFunctionToolCallParam "
            "ResponseFunctionWebSearchParam ResponseInput ResponseInputAudioParam ResponseInputContentParam "
            "ResponseInputFileParam ResponseInputImageParam ResponseInputItemParam "
            "ResponseInputMessageContentListParam ResponseInputParam ResponseInputTextParam "
            "ResponseOutputMessageParam ResponseOutputRefusalParam ResponseOutputTextParam "
            "ResponseReasoningItemParam ResponseToolSearchOutputItemParam"
        ),
        "response_input_message_content_list": "ResponseInputMessageContentList",
        "response_item_list": "ResponseItemList",
        "response_output_item": "ResponseItem ResponseOutputItem",
        "response_retrieve_params": "ResponseRetrieveParams",
        "response_stream_event": "ResponseStreamEvent",
        "tool": "CustomTool FunctionTool Tool",
        "tool_choice_allowed": "ToolChoiceAllowed",
        "tool_choice_custom": "ToolChoiceCustom",
        "tool_choice_function": "ToolChoiceFunction",
        "tool_choice_mcp": "ToolChoiceMcp",
        "tool_choice_types": "ToolChoiceTypes",
        "tool_param": (
            "ApplyPatchToolParam ComputerToolParam ComputerUsePreviewToolParam ContainerAutoParam "
            "ContainerNetworkPolicyAllowlistParam ContainerNetworkPolicyDisabledParam "
            "ContainerNetworkPolicyDomainSecretParam ContainerReferenceParam CustomToolParam "
            "FileSearchToolParam FunctionShellToolParam FunctionToolParam InlineSkillParam "
            "InlineSkillSourceParam LocalEnvironmentParam LocalSkillParam NamespaceToolParam "
            "SkillReferenceParam ToolChoiceAllowedParam ToolChoiceApplyPatchParam ToolChoiceCustomParam "
            "ToolChoiceFunctionParam ToolChoiceMcpParam ToolChoiceOptions ToolChoiceProgrammaticParam "
            "ToolChoiceShellParam ToolChoiceTypesParam ToolParam ToolSearchToolParam "
            "WebSearchPreviewToolParam WebSearchToolParam"
        ),
        "web_search_preview_tool": "WebSearchPreviewTool",
        "web_search_tool": "WebSearchTool",
    }
    _HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME.get(name, 'params')}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
