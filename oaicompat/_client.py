"""The clients: configuration, and the two short loops that send a call and try again.

`Client` and `AsyncClient` differ in `await` alone; what a loop does next is decided by `oaicompat._attempts`.
"""

from __future__ import annotations

import inspect
import logging
import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, overload
from urllib.parse import quote, urlsplit

from typing_extensions import Self, Unpack

from oaicompat import _warm
from oaicompat._attempts import Attempts, checked_deadline, checked_retries
from oaicompat._families import AsyncFamilies, Families
from oaicompat._http import HTTP, AsyncHTTP, AsyncOpened, Opened
from oaicompat._resources.server import AsyncServerRoutes, ServerRoutes
from oaicompat._retry import Retry
from oaicompat._settings import (
    DEFAULT_TIMEOUT,
    APIKey,
    BaseURL,
    Settings,
    adapting,
    base_url,
    checked_headers,
    checked_key,
    merged_headers,
    timeout_of,
)
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat._stream import STREAMS
from oaicompat._uploads import opened
from oaicompat._wire import NOT_GIVEN, Call, Failure, NotGiven, Outgoing, Reply, Request, StreamCall, Timeout
from oaicompat.dialects.hosts import at_address
from oaicompat.endpoints.unlisted import unlisted
from oaicompat.errors import ConfigurationError

if TYPE_CHECKING:
    import ssl

    import httpx

    from oaicompat._raw import AsyncRawClient, AsyncStreamedClient, RawClient, StreamedClient
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
    from oaicompat.dialects.dialect import Dialect
    from oaicompat.types.audio.transcription_stream_event import TranscriptionStreamEvent
    from oaicompat.types.base import RequestOptions, UnlistedOptions
    from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk
    from oaicompat.types.completion import Completion
    from oaicompat.types.responses.response_stream_event import ResponseStreamEvent

__all__ = ["AsyncClient", "AsyncOpenAI", "Client", "OpenAI"]

T = TypeVar("T")
logger = logging.getLogger("oaicompat")
_DEFAULT_RETRIES = 2
#: What a constructor reads; a copy has what its original read.
_ENVIRONMENT = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID")


class _Configured:
    """What a client was told, and the copies of it. No I/O."""

    _http: Any
    _settings: Settings
    _given: dict[str, Any]
    _environment: dict[str, str]
    _key: APIKey | None

    def _configure(self, given: dict[str, Any], environment: Mapping[str, str]) -> None:
        chosen = _chosen(given["provider"], given["dialect"])
        base = base_url(given["base_url"], environment, chosen)
        dialect = chosen or at_address(base.host, urlsplit(base.url).path)
        read = (*_ENVIRONMENT, dialect.key_variable if dialect is not None else None)
        self._environment = {name: environment[name] for name in read if name is not None and name in environment}
        self._key = _key_of(given["api_key"], environment, dialect, is_chosen=chosen is not None, base=base)
        own = {
            "OpenAI-Organization": _own(given["organization"], environment, "OPENAI_ORG_ID", base.is_openai),
            "OpenAI-Project": _own(given["project"], environment, "OPENAI_PROJECT_ID", base.is_openai),
        }
        headers = given["default_headers"] or {}
        for name in ("default_headers", "default_query", "default_body"):
            if given[name] is not None and not isinstance(given[name], Mapping):
                raise TypeError(f"{name} must be a mapping, not {type(given[name]).__name__}")
        if given["http_client"] is not None and (given["proxy"] is not None or given["verify"] is not True):
            raise ConfigurationError("proxy= and verify= are the injected http_client's own business; set them there")
        timeout = given["timeout"]
        timeout_given = not isinstance(timeout, NotGiven)
        deadline = given["deadline"]
        limit = given["max_event_bytes"]
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise ConfigurationError(f"max_event_bytes must be a whole number above 0, not {limit!r}")
        self._settings = Settings(
            base=base,
            headers=merged_headers(
                checked_headers(own, "organization or project"), checked_headers(headers, "default_headers")
            ),
            query=dict(given["default_query"] or {}),
            body=dict(given["default_body"] or {}),
            timeout=timeout_of(timeout) if timeout_given else DEFAULT_TIMEOUT,
            timeout_given=timeout_given,
            deadline=None if deadline is None else checked_deadline(deadline),
            retry=Retry(max_retries=checked_retries(given["max_retries"])),
            max_event_bytes=limit,
            dialect=dialect,
            adapt=adapting(given["adapt"]),
        )
        self._given = given

    @property
    def base_url(self) -> str:
        """Where the server is, without a slash at the end."""
        return self._settings.base.url

    @property
    def dialect(self) -> Dialect:
        """What is known of the server."""
        from oaicompat.dialects.dialect import GENERIC

        return self._settings.dialect or GENERIC

    @property
    def adapt(self) -> Literal["lossless", "lossy"] | None:
        """How a request that the server refused may be written in another way; None for not at all."""
        return self._settings.adapt

    @property
    def api_key(self) -> APIKey | None:
        """The key, or the function that is asked for it; None if no key is sent."""
        return self._key

    @property
    def timeout(self) -> Timeout:
        """The limits of each step of a call, in seconds."""
        return self._settings.timeout

    @property
    def deadline(self) -> float | None:
        """The seconds that a whole call may take; None if it may take any time."""
        return self._settings.deadline

    @property
    def max_retries(self) -> int:
        """How many times a call may be sent again."""
        return self._settings.retry.max_retries

    @property
    def default_headers(self) -> dict[str, str]:
        """The headers that were given for every call."""
        return {name: value for name, value in self._settings.headers.items() if isinstance(value, str)}

    @property
    def default_query(self) -> dict[str, Any]:
        """The query parameters that were given for every call."""
        return dict(self._settings.query)

    @property
    def default_body(self) -> dict[str, Any]:
        """The body's keys that were given for every call."""
        return dict(self._settings.body)

    def is_closed(self) -> bool:
        """Whether the client can no longer be used."""
        return self._closed or self._http.closed

    _closed = False

    def copy(self, **changes: Any) -> Self:
        """A client with other options, on the same connections; closing it leaves this one open.

        It takes the constructor's keywords; `default_headers`, `default_query` and `default_body` are added to those
        of this client, and `set_default_headers` and `set_default_query` replace them.
        """
        given = dict(self._given)
        for kind in ("headers", "query"):
            new = changes.pop(f"set_default_{kind}", None)
            if new is not None:
                if f"default_{kind}" in changes:
                    raise TypeError(f"give default_{kind} (added) or set_default_{kind} (replaced), not both")
                given[f"default_{kind}"] = new
        for name, value in changes.items():
            if name not in given:
                raise TypeError(f"copy() has no option {name!r}")
            if name in ("default_headers", "default_query", "default_body") and value is not None:
                value = {**(given[name] or {}), **value}
            given[name] = value
        for name, other in (("provider", "dialect"), ("dialect", "provider")):
            if changes.get(name) is not None and other not in changes:
                given[other] = None  # what the original was told is told anew
        own_pool = changes.keys() & {"http_client", "verify", "proxy"}
        made = type(self).__new__(type(self))
        made._configure(given, self._environment)
        made._closed = self._closed
        if made._settings.base == self._settings.base:
            made._settings.learned.names = self._settings.learned.names  # the same server refuses the same
        if own_pool:
            made._connect()
        else:
            made._http, made._owns = self._http, False
        made._attach()
        return made

    with_options = copy
    _owns = True

    def _connect(self) -> None:
        raise NotImplementedError  # pragma: no cover  # each client has its own

    def _attach(self) -> None:
        """Imports and builds what a first chat call needs, so that it does not wait for it."""
        _warm.chat()
        if self._settings.dialect is not None:
            _warm.dialects()

    def _attempts(self, asked: Request) -> Attempts:
        if self._closed:
            from oaicompat.errors import ClientStateError

            raise ClientStateError("the client is closed; make a new one")
        return Attempts(self._settings, asked, time.monotonic())

    def _judge(self, attempts: Attempts, outcome: Reply | Failure, started: float) -> float | None:
        """The wait before the next attempt, None if there is none; and a line in the log."""
        now = time.monotonic()
        request, attempt = attempts.request, attempts.attempt
        wait = attempts.wait_after(outcome, now, random.random())  # noqa: S311  # jitter, not a secret
        if logger.isEnabledFor(logging.DEBUG):
            result = outcome.status_code if isinstance(outcome, Reply) else outcome.message
            spent = (now - started) * 1000
            logger.debug("%s %s -> %s in %.0f ms (attempt %d)", request.method, request.url, result, spent, attempt)
        if wait:
            result = outcome.status_code if isinstance(outcome, Reply) else outcome.message
            logger.info("%s %s -> %s; trying again in %.2f s", request.method, request.url, result, wait)
        return wait

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r})"

    def __getstate__(self) -> dict[str, Any]:
        """The options as they were given. A key travels only if it was given; else the environment is read again."""
        if self._given["http_client"] is not None:
            raise TypeError(f"a {type(self).__name__} with an injected http_client cannot be pickled or deep-copied")
        base = self._settings.base
        query = "&".join(f"{quote(name)}={quote(value)}" for name, value in base.query.items())
        return {**self._given, "base_url": f"{base.url}?{query}" if query else base.url}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._configure(state, os.environ)
        self._connect()
        self._attach()


def _own(given: str | None, environment: Mapping[str, str], name: str, is_openai: bool) -> str | None:
    """An organization or project: as given, else from the environment, but only towards OpenAI's own host."""
    return given if given is not None else (environment.get(name) or None) if is_openai else None


def _chosen(provider: object, dialect: object) -> Dialect | None:
    """The dialect that was asked for, None if none was."""
    if dialect is not None:
        if provider is not None:
            raise TypeError("give provider= or dialect=, not both")
        from oaicompat.dialects.dialect import Dialect

        if not isinstance(dialect, Dialect):
            raise TypeError(f"dialect must be an oaicompat.Dialect, not {type(dialect).__name__}")
        return dialect
    if provider is None:
        return None
    from oaicompat.dialects.table import named

    return named(provider)


def _key_of(
    given: object, environment: Mapping[str, str], dialect: Dialect | None, *, is_chosen: bool, base: BaseURL
) -> APIKey | None:
    """The key that was given, else that of the environment. Raises ConfigurationError if one is needed and missing."""
    if given is None and dialect is not None and dialect.key_variable is not None:
        given = environment.get(dialect.key_variable) or None
    if given is None and not is_chosen:  # a key of OpenAI's is not shown to a provider that was asked for by name
        given = environment.get("OPENAI_API_KEY")
    key = cast("APIKey", given) if callable(given) else checked_key(given)
    if key is not None:
        return key
    if base.is_openai:
        raise ConfigurationError(
            "OpenAI needs a key: set OPENAI_API_KEY, or give api_key=. For another server give base_url= or "
            "set OPENAI_BASE_URL; a local one needs no key."
        )
    if is_chosen and dialect is not None and dialect.key_needed and dialect.key_variable:
        raise ConfigurationError(
            f"{dialect.title or dialect.name} needs a key: set {dialect.key_variable}, or give api_key=."
        )
    return None


def _arguments(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in ("self", "__class__")}


class Client(_Configured, Families, ServerRoutes):
    """A client of an OpenAI-compatible server. It may be shared by threads.

    Args:
        base_url: where the server is, such as ``http://localhost:8000/v1``; else the provider's own address, else
            OPENAI_BASE_URL, else OpenAI's own.
        api_key: the key, or a function that is asked for one before each attempt; else the provider's variable, else
            OPENAI_API_KEY. Optional.
        provider: the server's name in the table of known ones, such as "dashscope" (`oaicompat.providers()` lists
            them): sets the address, the variable of the key, how the key is sent, and how things are spelled.
        dialect: in its place, a dialect of your own, such as `replace(VLLM, token_limit="max_tokens")`.
        adapt: what may be done when the server refuses a request and names what it refuses: True for other words for
            the same, "lossy" also for asking less (any JSON in place of a schema), False for nothing. A warning tells.
        organization, project: OpenAI's headers; else OPENAI_ORG_ID and OPENAI_PROJECT_ID, sent to OpenAI alone.
        timeout: seconds for each step of a call, or a `Timeout`; None for no limit. Default: connect 5, else 600.
        deadline: seconds for a whole call, retries included; None for no limit.
        max_retries: how many times a call may be sent again.
        default_headers, default_query, default_body: sent with every call; a call's own options win.
        http_client: a ready `httpx.Client`; its headers, params, cookies, auth, hooks and timeout stay in force, and
            it is never closed by this client.
        verify: whether to check certificates; or the path of a CA file or directory, or an SSLContext.
        proxy: the URL of a proxy; else what HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say.
        max_event_bytes: the largest event of a stream that is taken.

    Raises:
        ConfigurationError: an option cannot work.
        TypeError: an option is of the wrong type.
    """

    def __init__(
        self,
        *,
        base_url: str | httpx.URL | None = None,
        api_key: str | Callable[[], str] | None = None,
        provider: str | None = None,
        dialect: Dialect | None = None,
        adapt: bool | Literal["lossless", "lossy"] = True,
        organization: str | None = None,
        project: str | None = None,
        timeout: float | Timeout | httpx.Timeout | NotGiven | None = NOT_GIVEN,
        deadline: float | None = None,
        max_retries: int = _DEFAULT_RETRIES,
        default_headers: Mapping[str, Any] | None = None,
        default_query: Mapping[str, Any] | None = None,
        default_body: Mapping[str, Any] | None = None,
        http_client: httpx.Client | None = None,
        verify: bool | str | ssl.SSLContext = True,
        proxy: str | httpx.Proxy | None = None,
        max_event_bytes: int = DEFAULT_LIMIT,
    ) -> None:
        self._configure(_arguments(locals()), os.environ)
        self._connect()
        self._attach()

    def _connect(self) -> None:
        given = self._given
        self._http = HTTP(
            client=given["http_client"],
            verify=given["verify"],
            proxy=given["proxy"],
            secure=self._settings.base.url.startswith("https"),
        )
        self._owns = True

    # -- calls -----------------------------------------------------------------------------------------------------

    def send(self, call: Call[T]) -> T:
        """Carries out a call. Raises `APIError`."""
        attempts = self._attempts(call.request)
        return attempts.read(call, self._exchange(attempts))

    def exchange(self, call: Call[Any] | StreamCall[Any]) -> Reply:
        """Carries out a call and gives the server's reply as it is: status, headers, bytes. Raises `APIError`."""
        return self._exchange(self._attempts(call.request))

    @overload
    def open(self, call: StreamCall[ChatCompletionChunk]) -> ChatStream: ...
    @overload
    def open(self, call: StreamCall[Completion]) -> CompletionStream: ...
    @overload
    def open(self, call: StreamCall[ResponseStreamEvent]) -> ResponseStream: ...
    @overload
    def open(self, call: StreamCall[TranscriptionStreamEvent]) -> TranscriptionStream: ...
    @overload
    def open(self, call: StreamCall[bytes]) -> ByteStream: ...
    @overload
    def open(self, call: StreamCall[T]) -> Stream[T]: ...
    def open(self, call: StreamCall[Any]) -> Any:
        """Carries out a call whose reply is streamed. Raises `APIError`."""
        attempts = self._attempts(call.request)
        return self._streamed(*self._open(attempts), call, attempts)

    def _streamed(self, opened: Opened, reply: Reply, call: StreamCall[Any], attempts: Attempts) -> Stream[Any]:
        limit = self._settings.max_event_bytes
        decoder = attempts.following(call, call.decoder(reply, limit))
        return STREAMS[call.kind][0](opened, reply, decoder, attempts, limit)

    def _exchange(self, attempts: Attempts) -> Reply:
        with opened(attempts.files) as attempts.opened:
            while True:
                started = time.monotonic()
                out = self._outgoing(attempts)
                wait = self._judge(attempts, self._http.send(out, ends_at=attempts.ends_at), started)
                if wait is None:
                    return attempts.reply()
                self._http.sleep(wait)

    def _open(self, attempts: Attempts) -> tuple[Opened, Reply]:
        with opened(attempts.files) as attempts.opened:
            while True:
                started = time.monotonic()
                outcome = self._http.open(self._outgoing(attempts), ends_at=attempts.ends_at)
                is_open = isinstance(outcome, Opened)
                wait = self._judge(attempts, outcome.reply if is_open else outcome, started)
                if wait is None:
                    return outcome, attempts.reply()
                self._http.sleep(wait)

    def _outgoing(self, attempts: Attempts) -> Outgoing:
        key = self._key
        return attempts.outgoing(checked_key(key()) if callable(key) else key, time.monotonic())

    # -- the familiar spelling -------------------------------------------------------------------------------------

    @property
    def with_raw_response(self) -> RawClient:
        """The same methods, each giving the reply as it is: status, headers, bytes, and `parse()`."""
        from oaicompat._raw import RawClient

        return RawClient(self)

    @property
    def with_streaming_response(self) -> StreamedClient:
        """The same methods as context managers, whose reply is read as it comes."""
        from oaicompat._raw import StreamedClient

        return StreamedClient(self)

    def request(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        cast_to: Any = None,
        root: bool = False,
        **options: Unpack[RequestOptions],
    ) -> Any:
        """A call of a route that this library does not know, with everything that calls have.

        `path` is relative to the base URL, or to the server's root if `root` is true. `cast_to` says what the reply
        is: a type that pydantic knows, `Reply`, `bytes` or `str`; without it JSON is parsed, and other text is `str`.
        """
        return self.send(unlisted(method, path, body=body, cast_to=cast_to, root=root, **options))

    def get(self, path: str, **options: Unpack[UnlistedOptions]) -> Any:
        """``GET`` a route that this library does not know; see `request`."""
        return self.request("GET", path, **options)

    def post(self, path: str, *, body: Mapping[str, Any] | None = None, **options: Unpack[UnlistedOptions]) -> Any:
        """``POST`` to a route that this library does not know; see `request`."""
        return self.request("POST", path, body=body, **options)

    def put(self, path: str, *, body: Mapping[str, Any] | None = None, **options: Unpack[UnlistedOptions]) -> Any:
        """``PUT`` to a route that this library does not know; see `request`."""
        return self.request("PUT", path, body=body, **options)

    def patch(self, path: str, *, body: Mapping[str, Any] | None = None, **options: Unpack[UnlistedOptions]) -> Any:
        """``PATCH`` a route that this library does not know; see `request`."""
        return self.request("PATCH", path, body=body, **options)

    def delete(self, path: str, *, body: Mapping[str, Any] | None = None, **options: Unpack[UnlistedOptions]) -> Any:
        """``DELETE`` at a route that this library does not know; see `request`."""
        return self.request("DELETE", path, body=body, **options)

    # -- the end ---------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Closes the connections; those of a copy belong to its original and stay."""
        self._closed = True
        if self._owns:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(_Configured, AsyncFamilies, AsyncServerRoutes):
    """As `Client`, with coroutines: for asyncio and trio, in one event loop or in several.

    Its arguments are those of `Client`; `api_key` may also be a coroutine function, and `http_client` is a ready
    `httpx.AsyncClient`, which serves one event loop.
    """

    def __init__(
        self,
        *,
        base_url: str | httpx.URL | None = None,
        api_key: str | Callable[[], str] | Callable[[], Awaitable[str]] | None = None,
        provider: str | None = None,
        dialect: Dialect | None = None,
        adapt: bool | Literal["lossless", "lossy"] = True,
        organization: str | None = None,
        project: str | None = None,
        timeout: float | Timeout | httpx.Timeout | NotGiven | None = NOT_GIVEN,
        deadline: float | None = None,
        max_retries: int = _DEFAULT_RETRIES,
        default_headers: Mapping[str, Any] | None = None,
        default_query: Mapping[str, Any] | None = None,
        default_body: Mapping[str, Any] | None = None,
        http_client: httpx.AsyncClient | None = None,
        verify: bool | str | ssl.SSLContext = True,
        proxy: str | httpx.Proxy | None = None,
        max_event_bytes: int = DEFAULT_LIMIT,
    ) -> None:
        self._configure(_arguments(locals()), os.environ)
        self._connect()
        self._attach()

    def _connect(self) -> None:
        given = self._given
        self._http = AsyncHTTP(
            client=given["http_client"],
            verify=given["verify"],
            proxy=given["proxy"],
            secure=self._settings.base.url.startswith("https"),
        )
        self._owns = True

    # -- calls -----------------------------------------------------------------------------------------------------

    async def send(self, call: Call[T]) -> T:
        """Carries out a call. Raises `APIError`."""
        attempts = self._attempts(call.request)
        return attempts.read(call, await self._exchange(attempts))

    async def exchange(self, call: Call[Any] | StreamCall[Any]) -> Reply:
        """Carries out a call and gives the server's reply as it is: status, headers, bytes. Raises `APIError`."""
        return await self._exchange(self._attempts(call.request))

    @overload
    async def open(self, call: StreamCall[ChatCompletionChunk]) -> AsyncChatStream: ...
    @overload
    async def open(self, call: StreamCall[Completion]) -> AsyncCompletionStream: ...
    @overload
    async def open(self, call: StreamCall[ResponseStreamEvent]) -> AsyncResponseStream: ...
    @overload
    async def open(self, call: StreamCall[TranscriptionStreamEvent]) -> AsyncTranscriptionStream: ...
    @overload
    async def open(self, call: StreamCall[bytes]) -> AsyncByteStream: ...
    @overload
    async def open(self, call: StreamCall[T]) -> AsyncStream[T]: ...
    async def open(self, call: StreamCall[Any]) -> Any:
        """Carries out a call whose reply is streamed. Raises `APIError`."""
        attempts = self._attempts(call.request)
        return self._streamed(*await self._open(attempts), call, attempts)

    def _streamed(
        self, opened: AsyncOpened, reply: Reply, call: StreamCall[Any], attempts: Attempts
    ) -> AsyncStream[Any]:
        limit = self._settings.max_event_bytes
        decoder = attempts.following(call, call.decoder(reply, limit))
        return STREAMS[call.kind][1](opened, reply, decoder, attempts, limit)

    async def _exchange(self, attempts: Attempts) -> Reply:
        with opened(attempts.files) as attempts.opened:
            while True:
                started = time.monotonic()
                out = await self._outgoing(attempts)
                wait = self._judge(attempts, await self._http.send(out, ends_at=attempts.ends_at), started)
                if wait is None:
                    return attempts.reply()
                await self._http.sleep(wait)

    async def _open(self, attempts: Attempts) -> tuple[AsyncOpened, Reply]:
        with opened(attempts.files) as attempts.opened:
            while True:
                started = time.monotonic()
                outcome = await self._http.open(await self._outgoing(attempts), ends_at=attempts.ends_at)
                is_open = isinstance(outcome, AsyncOpened)
                wait = self._judge(attempts, outcome.reply if is_open else outcome, started)
                if wait is None:
                    return outcome, attempts.reply()
                await self._http.sleep(wait)

    async def _outgoing(self, attempts: Attempts) -> Outgoing:
        key = self._key
        if callable(key):
            asked = key()
            key = checked_key(await asked if inspect.isawaitable(asked) else asked)
        return attempts.outgoing(key, time.monotonic())

    # -- the familiar spelling -------------------------------------------------------------------------------------

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same methods, each giving the reply as it is: status, headers, bytes, and `parse()`."""
        from oaicompat._raw import AsyncRawClient

        return AsyncRawClient(self)

    @property
    def with_streaming_response(self) -> AsyncStreamedClient:
        """The same methods as context managers, whose reply is read as it comes."""
        from oaicompat._raw import AsyncStreamedClient

        return AsyncStreamedClient(self)

    async def request(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        cast_to: Any = None,
        root: bool = False,
        **options: Unpack[RequestOptions],
    ) -> Any:
        """A call of a route that this library does not know, with everything that calls have.

        `path` is relative to the base URL, or to the server's root if `root` is true. `cast_to` says what the reply
        is: a type that pydantic knows, `Reply`, `bytes` or `str`; without it JSON is parsed, and other text is `str`.
        """
        return await self.send(unlisted(method, path, body=body, cast_to=cast_to, root=root, **options))

    async def get(self, path: str, **options: Unpack[UnlistedOptions]) -> Any:
        """``GET`` a route that this library does not know; see `request`."""
        return await self.request("GET", path, **options)

    async def post(
        self, path: str, *, body: Mapping[str, Any] | None = None, **options: Unpack[UnlistedOptions]
    ) -> Any:
        """``POST`` to a route that this library does not know; see `request`."""
        return await self.request("POST", path, body=body, **options)

    async def put(self, path: str, *, body: Mapping[str, Any] | None = None, **options: Unpack[UnlistedOptions]) -> Any:
        """``PUT`` to a route that this library does not know; see `request`."""
        return await self.request("PUT", path, body=body, **options)

    async def patch(
        self, path: str, *, body: Mapping[str, Any] | None = None, **options: Unpack[UnlistedOptions]
    ) -> Any:
        """``PATCH`` a route that this library does not know; see `request`."""
        return await self.request("PATCH", path, body=body, **options)

    async def delete(
        self, path: str, *, body: Mapping[str, Any] | None = None, **options: Unpack[UnlistedOptions]
    ) -> Any:
        """``DELETE`` at a route that this library does not know; see `request`."""
        return await self.request("DELETE", path, body=body, **options)

    # -- the end ---------------------------------------------------------------------------------------------------

    async def close(self) -> None:
        """Closes the connections; those of a copy belong to its original and stay."""
        self._closed = True
        if self._owns:
            await self._http.close()

    async def aclose(self) -> None:
        """The same as `close`."""
        await self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


#: The openai SDK's names, so that its users change one import.
OpenAI = Client
AsyncOpenAI = AsyncClient
