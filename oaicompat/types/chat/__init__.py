"""The types of chat completions: requests as TypedDicts, replies as pydantic models, under the openai SDK's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.types.chat.chat_completion import (
        ChatCompletion,
    )
    from oaicompat.types.chat.chat_completion_chunk import (
        ChatCompletionChunk,
    )
    from oaicompat.types.chat.chat_completion_message import (
        ChatCompletionAudio,
        ChatCompletionMessage,
        ChatCompletionMessageCustomToolCall,
        ChatCompletionMessageFunctionToolCall,
        ChatCompletionMessageToolCall,
        ChatCompletionMessageToolCallUnion,
    )
    from oaicompat.types.chat.chat_completion_token_logprob import (
        ChatCompletionTokenLogprob,
    )
    from oaicompat.types.chat.events import (
        ChatCompletionStreamEvent,
    )
    from oaicompat.types.chat.moderation import (
        ChatCompletionModeration,
    )
    from oaicompat.types.chat.params import (
        ChatCompletionAllowedToolChoiceParam,
        ChatCompletionAllowedToolsParam,
        ChatCompletionAssistantContentPartParam,
        ChatCompletionAssistantMessageParam,
        ChatCompletionAudioParam,
        ChatCompletionContentPartAudioEmbedsParam,
        ChatCompletionContentPartAudioParam,
        ChatCompletionContentPartDocumentParam,
        ChatCompletionContentPartDocumentURLParam,
        ChatCompletionContentPartImageEmbedsParam,
        ChatCompletionContentPartImageParam,
        ChatCompletionContentPartInputAudioParam,
        ChatCompletionContentPartParam,
        ChatCompletionContentPartPromptEmbedsParam,
        ChatCompletionContentPartRefusalParam,
        ChatCompletionContentPartTextParam,
        ChatCompletionContentPartThinkingParam,
        ChatCompletionContentPartToolReferenceParam,
        ChatCompletionContentPartVideoEmbedsParam,
        ChatCompletionContentPartVideoFramesParam,
        ChatCompletionContentPartVideoParam,
        ChatCompletionCustomToolParam,
        ChatCompletionDeveloperMessageParam,
        ChatCompletionFunctionCallOptionParam,
        ChatCompletionFunctionMessageParam,
        ChatCompletionFunctionToolParam,
        ChatCompletionMessageCustomToolCallParam,
        ChatCompletionMessageFunctionToolCallParam,
        ChatCompletionMessageParam,
        ChatCompletionMessageToolCallParam,
        ChatCompletionMessageToolCallUnionParam,
        ChatCompletionNamedToolChoiceCustomParam,
        ChatCompletionNamedToolChoiceParam,
        ChatCompletionPredictionContentParam,
        ChatCompletionStreamOptionsParam,
        ChatCompletionSystemMessageParam,
        ChatCompletionToolChoiceOptionParam,
        ChatCompletionToolContentPartParam,
        ChatCompletionToolMessageParam,
        ChatCompletionToolParam,
        ChatCompletionToolUnionParam,
        ChatCompletionUserMessageParam,
        ChatOptions,
    )
    from oaicompat.types.chat.parsed_chat_completion import (
        ParsedChatCompletion,
        ParsedChatCompletionMessage,
        ParsedChoice,
    )
    from oaicompat.types.chat.parsed_function_tool_call import (
        ParsedFunction,
        ParsedFunctionToolCall,
    )

__all__ = [
    "ChatCompletion",
    "ChatCompletionAllowedToolChoiceParam",
    "ChatCompletionAllowedToolsParam",
    "ChatCompletionAssistantContentPartParam",
    "ChatCompletionAssistantMessageParam",
    "ChatCompletionAudio",
    "ChatCompletionAudioParam",
    "ChatCompletionChunk",
    "ChatCompletionContentPartAudioEmbedsParam",
    "ChatCompletionContentPartAudioParam",
    "ChatCompletionContentPartDocumentParam",
    "ChatCompletionContentPartDocumentURLParam",
    "ChatCompletionContentPartImageEmbedsParam",
    "ChatCompletionContentPartImageParam",
    "ChatCompletionContentPartInputAudioParam",
    "ChatCompletionContentPartParam",
    "ChatCompletionContentPartPromptEmbedsParam",
    "ChatCompletionContentPartRefusalParam",
    "ChatCompletionContentPartTextParam",
    "ChatCompletionContentPartThinkingParam",
    "ChatCompletionContentPartToolReferenceParam",
    "ChatCompletionContentPartVideoEmbedsParam",
    "ChatCompletionContentPartVideoFramesParam",
    "ChatCompletionContentPartVideoParam",
    "ChatCompletionCustomToolParam",
    "ChatCompletionDeveloperMessageParam",
    "ChatCompletionFunctionCallOptionParam",
    "ChatCompletionFunctionMessageParam",
    "ChatCompletionFunctionToolParam",
    "ChatCompletionMessage",
    "ChatCompletionMessageCustomToolCall",
    "ChatCompletionMessageCustomToolCallParam",
    "ChatCompletionMessageFunctionToolCall",
    "ChatCompletionMessageFunctionToolCallParam",
    "ChatCompletionMessageParam",
    "ChatCompletionMessageToolCall",
    "ChatCompletionMessageToolCallParam",
    "ChatCompletionMessageToolCallUnion",
    "ChatCompletionMessageToolCallUnionParam",
    "ChatCompletionModeration",
    "ChatCompletionNamedToolChoiceCustomParam",
    "ChatCompletionNamedToolChoiceParam",
    "ChatCompletionPredictionContentParam",
    "ChatCompletionStreamEvent",
    "ChatCompletionStreamOptionsParam",
    "ChatCompletionSystemMessageParam",
    "ChatCompletionTokenLogprob",
    "ChatCompletionToolChoiceOptionParam",
    "ChatCompletionToolContentPartParam",
    "ChatCompletionToolMessageParam",
    "ChatCompletionToolParam",
    "ChatCompletionToolUnionParam",
    "ChatCompletionUserMessageParam",
    "ChatOptions",
    "ParsedChatCompletion",
    "ParsedChatCompletionMessage",
    "ParsedChoice",
    "ParsedFunction",
    "ParsedFunctionToolCall",
]

if not TYPE_CHECKING:  # found when asked for: a request's types need no reply's, and the other way round
    _HOMES = {
        "chat_completion": "ChatCompletion",
        "chat_completion_chunk": "ChatCompletionChunk",
        "chat_completion_message": "ChatCompletionAudio ChatCompletionMessage "
        "ChatCompletionMessageCustomToolCall ChatCompletionMessageFunctionToolCall "
        "ChatCompletionMessageToolCall ChatCompletionMessageToolCallUnion",
        "chat_completion_token_logprob": "ChatCompletionTokenLogprob",
        "events": "ChatCompletionStreamEvent",
        "moderation": "ChatCompletionModeration",
        "parsed_chat_completion": "ParsedChatCompletion ParsedChatCompletionMessage ParsedChoice",
        "parsed_function_tool_call": "ParsedFunction ParsedFunctionToolCall",
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
