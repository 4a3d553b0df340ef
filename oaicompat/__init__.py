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
    from oaicompat._client import AsyncClient, Client
    from oaicompat._client import AsyncClient as AsyncOpenAI
    from oaicompat._client import Client as OpenAI
    from oaicompat._retry import Retry
    from oaicompat._stream import AsyncChatStream, AsyncStream, ChatStream, Stream
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
    from oaicompat.errors import (
        APIConnectionError,
        APIError,
        APIResponseValidationError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ClientStateError,
        ConfigurationError,
        ConflictError,
        IncompleteStreamError,
        InternalServerError,
        NotFoundError,
        OpenAIError,
        PermissionDeniedError,
        RateLimitError,
        UnprocessableEntityError,
    )

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncChatStream",
    "AsyncClient",
    "AsyncOpenAI",
    "AsyncStream",
    "AuthenticationError",
    "BadRequestError",
    "Call",
    "ChatStream",
    "Client",
    "ClientStateError",
    "ConfigurationError",
    "ConflictError",
    "Headers",
    "IncompleteStreamError",
    "InternalServerError",
    "NOT_GIVEN",
    "NotFoundError",
    "NotGiven",
    "Omit",
    "OpenAI",
    "OpenAIError",
    "PermissionDeniedError",
    "RateLimit",
    "RateLimitError",
    "Reply",
    "Request",
    "Retry",
    "ServerSentEvent",
    "Stream",
    "StreamCall",
    "Timeout",
    "UnprocessableEntityError",
    "__version__",
    "not_given",
    "omit",
]

if not TYPE_CHECKING:  # hidden from type checkers, which would otherwise accept any name
    _CLIENTS = {"AsyncClient": "AsyncClient", "AsyncOpenAI": "AsyncClient", "Client": "Client", "OpenAI": "Client"}
    _STREAMS = frozenset({"AsyncChatStream", "AsyncStream", "ChatStream", "Stream"})
    _WIRE = frozenset(
        """NOT_GIVEN Call Headers NotGiven Omit RateLimit Reply Request ServerSentEvent StreamCall Timeout not_given
        omit""".split()
    )

    def __getattr__(name):
        if name in _CLIENTS:
            module, wanted = "_client", _CLIENTS[name]
        elif name in _STREAMS:
            module, wanted = "_stream", name
        elif name in _WIRE:
            module, wanted = "_wire", name
        elif name == "Retry":
            module, wanted = "_retry", name
        elif name.endswith("Error") and name in __all__:
            module, wanted = "errors", name
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{module}"), wanted)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
