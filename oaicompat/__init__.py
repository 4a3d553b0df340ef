"""A small, typed client for every server that says "OpenAI-compatible".

    from oaicompat import Client

    client = Client(base_url="http://localhost:8000/v1")
    reply = client.chat.completions.create(model="...", messages=[{"role": "user", "content": "Hello"}])
    print(reply.choices[0].message.content)

The names below are found when they are first asked for, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oaicompat._version import __version__

if TYPE_CHECKING:
    from oaicompat._azure import AsyncAzureOpenAI, AzureOpenAI
    from oaicompat._client import AsyncClient, AsyncOpenAI, Client, OpenAI
    from oaicompat._constants import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT
    from oaicompat._constraints import Choice, Grammar, Regex
    from oaicompat._response import APIResponse, AsyncAPIResponse
    from oaicompat._stream import (
        AsyncByteStream,
        AsyncChatStream,
        AsyncCompletionStream,
        AsyncResponseStream,
        AsyncStream,
        AsyncTranscriptionStream,
        ByteStream,
        ChatStream,
        CompletionStream,
        ResponseStream,
        Stream,
        TranscriptionStream,
    )
    from oaicompat._wire import (
        NOT_GIVEN,
        Call,
        Headers,
        NotGiven,
        Omit,
        RateLimit,
        Reply,
        Request,
        ServerSentEvent,
        StreamCall,
        Timeout,
        not_given,
        omit,
    )
    from oaicompat.dialects.dialect import Dialect
    from oaicompat.dialects.table import providers
    from oaicompat.errors import (
        APIConnectionError,
        APIError,
        APIResponseValidationError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ClientStateError,
        CompatibilityWarning,
        ConfigurationError,
        ConflictError,
        ContentFilterError,
        ContentFilterFinishReasonError,
        ContextLengthError,
        IncompleteStreamError,
        InternalServerError,
        LengthFinishReasonError,
        MaxTurnsError,
        NotFoundError,
        OpenAIError,
        PermissionDeniedError,
        QuotaExceededError,
        RateLimitError,
        StructuredOutputError,
        UnprocessableContextLengthError,
        UnprocessableEntityError,
    )
    from oaicompat.tools import Tool, pydantic_function_tool, tool
    from oaicompat.types.binary import Binary, HttpxBinaryResponseContent
    from oaicompat.types.embeddings import EmbeddingsError
    from oaicompat.types.uploads import FileTypes

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponse",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncAPIResponse",
    "AsyncAzureOpenAI",
    "AsyncByteStream",
    "AsyncChatStream",
    "AsyncClient",
    "AsyncCompletionStream",
    "AsyncOpenAI",
    "AsyncResponseStream",
    "AsyncStream",
    "AsyncTranscriptionStream",
    "AuthenticationError",
    "AzureOpenAI",
    "BadRequestError",
    "Binary",
    "ByteStream",
    "Call",
    "ChatStream",
    "Choice",
    "Client",
    "ClientStateError",
    "CompatibilityWarning",
    "CompletionStream",
    "ConfigurationError",
    "ConflictError",
    "ContentFilterError",
    "ContentFilterFinishReasonError",
    "ContextLengthError",
    "DEFAULT_MAX_RETRIES",
    "DEFAULT_TIMEOUT",
    "Dialect",
    "EmbeddingsError",
    "FileTypes",
    "Grammar",
    "Headers",
    "HttpxBinaryResponseContent",
    "IncompleteStreamError",
    "InternalServerError",
    "LengthFinishReasonError",
    "MaxTurnsError",
    "NOT_GIVEN",
    "NotFoundError",
    "NotGiven",
    "Omit",
    "OpenAI",
    "OpenAIError",
    "PermissionDeniedError",
    "QuotaExceededError",
    "RateLimit",
    "RateLimitError",
    "Regex",
    "Reply",
    "Request",
    "ResponseStream",
    "ServerSentEvent",
    "Stream",
    "StreamCall",
    "StructuredOutputError",
    "Timeout",
    "Tool",
    "TranscriptionStream",
    "UnprocessableContextLengthError",
    "UnprocessableEntityError",
    "__version__",
    "not_given",
    "omit",
    "providers",
    "pydantic_function_tool",
    "tool",
]

if not TYPE_CHECKING:  # hidden from type checkers, which would otherwise accept any name
    _HOMES = {
        "_azure": "AsyncAzureOpenAI AzureOpenAI",
        "_client": "AsyncClient AsyncOpenAI Client OpenAI",
        "_constants": "DEFAULT_MAX_RETRIES DEFAULT_TIMEOUT",
        "_constraints": "Choice Grammar Regex",
        "_response": "APIResponse AsyncAPIResponse",
        "_stream": "AsyncByteStream AsyncChatStream AsyncCompletionStream AsyncResponseStream AsyncStream "
        "AsyncTranscriptionStream ByteStream ChatStream CompletionStream ResponseStream Stream TranscriptionStream",
        "dialects.dialect": "Dialect",
        "dialects.table": "providers",
        "tools": "Tool pydantic_function_tool tool",
        "types.binary": "Binary HttpxBinaryResponseContent",
        "types.embeddings": "EmbeddingsError",
        "types.uploads": "FileTypes",
        "_wire": "NOT_GIVEN Call Headers NotGiven Omit RateLimit Reply Request ServerSentEvent StreamCall Timeout "
        "not_given omit",
    }
    _HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

    def __getattr__(name):
        from importlib import import_module

        if name in ("batches", "dialects", "errors", "pagination", "structured", "tools", "types"):
            return import_module(f"{__name__}.{name}")
        home = _HOME.get(name, "errors" if name.endswith(("Error", "Warning")) and name in __all__ else None)
        if home is None:
            removed = import_module(f"{__name__}._removed") if name[:1].isupper() else None
            if removed is not None and name in removed.REMOVED:
                return removed.Removed(name)
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
