"""The place where the openai SDK has these types; ours are in `params`.

A request is one type there for streams, another one otherwise; here `stream` is a key like the others.
"""

from oaicompat.types.chat.params import ChatRequest as CompletionCreateParams
from oaicompat.types.chat.params import ResponseFormat, WebSearchOptions

CompletionCreateParamsBase = CompletionCreateParams
CompletionCreateParamsNonStreaming = CompletionCreateParams
CompletionCreateParamsStreaming = CompletionCreateParams

__all__ = [
    "CompletionCreateParams",
    "CompletionCreateParamsBase",
    "CompletionCreateParamsNonStreaming",
    "CompletionCreateParamsStreaming",
    "ResponseFormat",
    "WebSearchOptions",
]
