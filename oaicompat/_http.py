"""Where bytes move: the only module that knows httpx. Another HTTP library would be a change of this file alone.

`HTTP` and `AsyncHTTP` send what is ready and give a `Reply`, an open reply, or a `Failure`: what httpx raises comes
out as a value, by a table. They own the connection pools. One belongs to one process (a child of a fork opens its
own connections) and, when async, to one event loop; it is closed when the loop ends.
"""

from __future__ import annotations

import os
import ssl
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

import httpx

from oaicompat._wire import Failure, Headers, Outgoing, Reply, Timeout
from oaicompat.errors import ClientStateError, ConfigurationError, OpenAIError

__all__ = ["HTTP", "AsyncHTTP", "AsyncOpened", "Opened", "failure_of"]

_LIMITS = httpx.Limits(max_connections=1000, max_keepalive_connections=100)
#: How long the rest of a body is read after the stream said that it is over, in seconds.
DRAIN = 0.1
_CACHE = 256
#: Bytes of a body that are sent between two looks at the clock.
_PIECE = 64 * 1024

ClientT = TypeVar("ClientT", httpx.Client, httpx.AsyncClient)

# -- what went wrong, by a table -----------------------------------------------------------------------------------

#: httpx's exception -> kind, words, whether trying again can help. The nearest base class counts.
FAILURES: Mapping[type[BaseException], tuple[str, str, bool]] = {
    httpx.ConnectTimeout: ("timeout", "no connection within {connect} s", True),
    httpx.ReadTimeout: ("timeout", "no data from the server for {read} s", True),
    httpx.WriteTimeout: ("timeout", "the server took no data for {write} s", True),
    httpx.PoolTimeout: ("timeout", "no free connection within {pool} s: all are in use", True),
    httpx.TimeoutException: ("timeout", "a timeout", True),
    httpx.ConnectError: ("connection", "could not connect", True),
    httpx.ReadError: ("connection", "the connection broke while reading", True),
    httpx.WriteError: ("connection", "the connection broke while writing", True),
    httpx.CloseError: ("connection", "the connection could not be closed", True),
    httpx.NetworkError: ("connection", "the network failed", True),
    httpx.ProxyError: ("connection", "the proxy refused", True),
    httpx.RemoteProtocolError: ("connection", "the server broke off, or broke the HTTP protocol", True),
    httpx.LocalProtocolError: ("usage", "the request cannot be sent as HTTP", False),
    httpx.ProtocolError: ("connection", "the HTTP protocol was broken", True),
    httpx.UnsupportedProtocol: ("usage", "the URL cannot be requested", False),
    httpx.DecodingError: ("connection", "the reply's compression is broken", True),
    httpx.TooManyRedirects: ("usage", "too many redirects", False),
    httpx.TransportError: ("connection", "the transport failed", True),
    httpx.HTTPError: ("connection", "HTTP failed", True),
    httpx.InvalidURL: ("usage", "the URL is invalid", False),
    httpx.CookieConflict: ("usage", "the cookies conflict", False),
    httpx.StreamError: ("connection", "the reply can no longer be read", False),
    ssl.SSLError: ("connection", "TLS failed", True),
    OSError: ("connection", "the operating system refused", True),
    UnicodeError: ("usage", "the URL or a header holds a character that cannot be sent", False),
    EOFError: ("connection", "the connection ended", True),
}


def failure_of(error: Exception, timeout: Timeout) -> Failure | None:
    """What an exception of the HTTP library means; None if it is none of its."""
    found = next((FAILURES[kind] for kind in type(error).__mro__ if kind in FAILURES), None)
    if found is None:
        if type(error).__module__.partition(".")[0] in ("httpx", "httpcore", "h11", "anyio", "trio"):
            words = f"the connection failed ({type(error).__name__})"
            return Failure("connection", words, retryable=True, cause=error)
        return None
    kind, words, retryable = found
    sent = error._request if isinstance(error, httpx.RequestError) else None
    used = sent.extensions.get("timeout", {}) if sent is not None else {}  # an injected client may have its own
    limits = {name: _spoken(used.get(name, getattr(timeout, name))) for name in ("connect", "read", "write", "pool")}
    words = words.format(**limits)
    reason = _reason(error)
    if kind != "timeout" and reason:
        words = f"{words}: {reason}"
    if _is_untrusted(error):
        retryable = False
    if isinstance(error, httpx.RequestError) and error._request is not None:
        # The exception is chained to ours, and would show the key in its request's headers.
        error.request = httpx.Request(error._request.method, error._request.url.copy_with(query=None))
    hung_up = isinstance(error, httpx.RemoteProtocolError) and "without sending a response" in str(error)
    return Failure(cast(Any, kind), words, retryable, error, hung_up)


def _spoken(seconds: float | None) -> str:
    return "any" if seconds is None else f"{seconds:.3g}"


def _reason(error: BaseException) -> str:
    """The library's words; a header's value is never among them."""
    if isinstance(error, (httpx.LocalProtocolError, UnicodeError)):
        return ""
    found: BaseException | None = error
    while found is not None and not str(found).strip():  # anyio's errors of TLS have their words in the cause alone
        found = found.__cause__ or found.__context__
    return " ".join(str(found or "").split())[:300]


def _is_untrusted(error: BaseException | None) -> bool:
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


# -- TLS -----------------------------------------------------------------------------------------------------------

_verified: dict[tuple[str | None, str | None], ssl.SSLContext] = {}
_verified_lock = threading.Lock()


def _verified_context() -> ssl.SSLContext:
    """The one context that trusts certifi's authorities, or those that the environment names; it takes 14 ms."""
    key = (os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    with _verified_lock:
        context = _verified.get(key)
        if context is None:
            try:
                context = httpx.create_ssl_context()
            except OSError as error:
                raise ConfigurationError(f"SSL_CERT_FILE or SSL_CERT_DIR cannot be read: {error}") from error
            _verified[key] = context
        return context


def _closed_context() -> ssl.SSLContext:
    """A context that trusts nobody: for http URLs, where none is needed. It costs nothing, and fails closed."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class _Trust:
    """Which TLS context a pool gets."""

    def __init__(self, verify: bool | str | ssl.SSLContext, proxy: object) -> None:
        if not isinstance(verify, (bool, str, ssl.SSLContext)):
            raise TypeError(
                f"verify must be True, False, the path of a CA file, or an SSLContext, not {type(verify).__name__}"
            )
        self.verify = verify
        self._proxy = proxy

    def context(self, *, secure: bool) -> ssl.SSLContext | bool:
        if isinstance(self.verify, ssl.SSLContext) or self.verify is False:
            return self.verify
        if isinstance(self.verify, str):
            return _context_of(self.verify)
        return _verified_context() if secure else _closed_context()

    def proxy(self) -> object:
        """The proxy as httpx takes it; one that speaks TLS is checked as servers are."""
        url = str(self._proxy) if isinstance(self._proxy, (str, httpx.URL)) else ""
        if not url.startswith("https"):
            return self._proxy
        context = self.context(secure=True)
        return httpx.Proxy(url, ssl_context=context) if isinstance(context, ssl.SSLContext) else self._proxy


def _context_of(path: str) -> ssl.SSLContext:
    try:
        if os.path.isdir(path):
            return ssl.create_default_context(capath=path)
        return ssl.create_default_context(cafile=path)
    except OSError as error:
        raise ConfigurationError(f"verify: the CA file {path!r} cannot be read: {error}") from error


# -- building ------------------------------------------------------------------------------------------------------


class _Builder(Generic[ClientT]):
    """Makes httpx's requests: URL and headers are parsed once and used again."""

    def __init__(self) -> None:
        self._urls: dict[str, httpx.URL] = {}
        self._headers: dict[tuple[tuple[str, str], ...], httpx.Headers] = {}

    def request(self, out: Outgoing, client: ClientT, *, injected: bool) -> httpx.Request:
        url = self._urls.get(out.url)
        if url is None:
            if len(self._urls) >= _CACHE:
                self._urls.clear()
            url = self._urls[out.url] = httpx.URL(out.url)
        limits = {
            "connect": out.timeout.connect,
            "read": out.timeout.read,
            "write": out.timeout.write,
            "pool": out.timeout.pool,
        }
        if injected:
            return self._merged(out, client, url, limits)
        headers = self._headers.get(out.headers)
        if headers is None:
            if len(self._headers) >= _CACHE:
                self._headers.clear()
            headers = self._headers[out.headers] = httpx.Headers(list(out.headers))
        request = httpx.Request(out.method, url, headers=headers, extensions={"timeout": limits}, **_body(out))
        for _ in client.cookies.jar:
            client.cookies.set_cookie_header(request)
            break
        return request

    @staticmethod
    def _merged(out: Outgoing, client: ClientT, url: httpx.URL, limits: dict[str, float | None]) -> httpx.Request:
        """With what the injected client brings: headers, params, cookies, timeout."""
        own = httpx.Headers(list(out.headers))
        agent = client.headers.get("user-agent", "")
        if agent and not agent.startswith("python-httpx/"):
            del own["user-agent"]
        timeout: Any = httpx.Timeout(**limits) if out.timeout_given else httpx.USE_CLIENT_DEFAULT
        # httpx puts a client's params in the place of a URL's; given as params, ours are added to them.
        params = url.params if len(client.params) else None
        return client.build_request(out.method, url, headers=own, params=params, timeout=timeout, **_body(out))


def _body(out: Outgoing) -> dict[str, Any]:
    """The body as httpx takes it; a form is laid out anew for each attempt, its files read from their start."""
    if out.form is None:
        return {"content": out.content}
    texts, files = out.form
    fields: dict[str, list[str]] = {}
    for name, text in texts:
        fields.setdefault(name, []).append(text)
    # A form without files is multipart all the same: httpx makes it so if it is given a list of parts.
    parts = files or [(name, (None, text)) for name, given in fields.items() for text in given]
    return {"data": fields if files else {}, "files": parts}


class _Sending(httpx.SyncByteStream):
    """A body that is sent with a look at the clock: a server that takes it slowly may not outlast a deadline."""

    def __init__(self, body: Any, ends_at: float) -> None:
        self._body = body
        self._ends_at = ends_at

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            for start in range(0, len(part), _PIECE):
                if time.monotonic() > self._ends_at:
                    raise httpx.WriteTimeout("the deadline has passed")
                yield part[start : start + _PIECE]


def _reply(response: httpx.Response, content: bytes) -> Reply:
    return Reply(response.status_code, Headers(response.headers.raw), content, received_at=time.time())


# -- sync ----------------------------------------------------------------------------------------------------------


class Opened:
    """A reply whose body is still to be read."""

    def __init__(self, response: httpx.Response, timeout: Timeout, owner: HTTP) -> None:
        self.reply = _reply(response, b"")
        self._response = response
        self._timeout = timeout
        self._owner = owner  # lives as long as a reply is read, though its client may be gone
        self._pid = os.getpid()

    @property
    def is_ours(self) -> bool:
        """Whether this process opened it: a child of a fork may not touch its parent's sockets."""
        return self._pid == os.getpid()

    def abandon(self) -> None:
        """For a finaliser, which may run at any moment and so may take no lock: the next request closes it."""
        self._owner.abandoned.append(self._response)

    def read(self) -> Iterator[bytes]:
        """The body's bytes as they come, decompressed."""
        return self._response.iter_raw() if _is_plain(self._response) else self._response.iter_bytes()

    def drain(self, body: Iterator[bytes]) -> None:
        """Reads what is left, for a moment only, so that the connection can be used again."""
        stream: Any = self._response.extensions.get("network_stream")
        if not hasattr(stream, "__dict__"):
            return
        ends_at = time.monotonic() + DRAIN
        here = threading.get_ident()
        read = type(stream).read

        def read_briefly(max_bytes: int, timeout: float | None = None) -> bytes:
            if threading.get_ident() != here:  # the connection went back to the pool and is another thread's by now
                return cast(bytes, read(stream, max_bytes, timeout))
            left = ends_at - time.monotonic()
            if left <= 0:
                raise httpx.ReadTimeout("the body goes on after the stream's end")
            return cast(bytes, read(stream, max_bytes, left if timeout is None else min(left, timeout)))

        # httpcore fixes a body's timeout when it starts to read it; shadowing its stream's `read` is the way to
        # shorten it.
        stream.read = read_briefly
        try:
            for _ in body:
                if time.monotonic() > ends_at:
                    break
        except Exception as error:
            if failure_of(error, self._timeout) is None:
                raise
        finally:
            if vars(stream).get("read") is read_briefly:
                vars(stream).pop("read", None)

    def close(self) -> None:
        """Gives the connection back, or closes it if the body was not read to its end."""
        if self.is_ours:
            self._response.close()


def _is_plain(response: httpx.Response) -> bool:
    """Whether the body is still on the wire (a hook may have read it) and needs no decompression."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    return encoding in ("", "identity") and not response.is_stream_consumed


class HTTP:
    """Connections of a sync client, shared by its copies."""

    def __init__(
        self,
        *,
        client: httpx.Client | None,
        verify: bool | str | ssl.SSLContext,
        proxy: object,
        secure: bool,
    ) -> None:
        if client is not None and not isinstance(client, httpx.Client):
            raise TypeError(f"http_client must be an httpx.Client, not {type(client).__name__}")
        self._injected = client
        self._trust = _Trust(verify, proxy)
        self._builder: _Builder[httpx.Client] = _Builder()
        self._lock = threading.Lock()
        self._clients: dict[bool, httpx.Client] = {}
        self._pid = os.getpid()
        #: Replies that nobody will read any more, to be closed when that is safe.
        self.abandoned: deque[httpx.Response] = deque()
        self.closed = False
        self._client(secure)

    def send(self, out: Outgoing, *, ends_at: float | None) -> Reply | Failure:
        """The whole reply. With `ends_at` (monotonic seconds) the body is read with a look at the clock."""
        try:
            client = self._client(out.url.startswith("https"))
            request = self._builder.request(out, client, injected=self._injected is not None)
            if ends_at is not None:
                request.stream = _Sending(request.stream, ends_at)
            if ends_at is None:
                response = client.send(request, follow_redirects=False)
                return _reply(response, response.content)
            response = client.send(request, follow_redirects=False, stream=True)
            try:
                return _reply(response, self._read_until(response, ends_at))
            finally:
                response.close()
        except Exception as error:  # noqa: BLE001  # sorted by the table; what is not in it is raised again
            return self._failure(error, out)

    @staticmethod
    def _read_until(response: httpx.Response, ends_at: float) -> bytes:
        parts: list[bytes] = []
        for part in response.iter_bytes():
            parts.append(part)
            if time.monotonic() > ends_at:
                raise httpx.ReadTimeout("the deadline has passed")
        return b"".join(parts)

    def open(self, out: Outgoing, *, ends_at: float | None) -> Opened | Reply | Failure:
        """A reply to be streamed if the status is a success, else the whole reply."""
        try:
            client = self._client(out.url.startswith("https"))
            request = self._builder.request(out, client, injected=self._injected is not None)
            if ends_at is not None:
                request.stream = _Sending(request.stream, ends_at)
            response = client.send(request, follow_redirects=False, stream=True)
            if response.status_code < 300:
                return Opened(response, out.timeout, self)
            try:
                return _reply(response, response.read() if ends_at is None else self._read_until(response, ends_at))
            finally:
                response.close()
        except Exception as error:  # noqa: BLE001  # sorted by the table; what is not in it is raised again
            return self._failure(error, out)

    def _failure(self, error: Exception, out: Outgoing) -> Failure:
        if isinstance(error, OpenAIError):
            raise error
        failure = failure_of(error, out.timeout)
        if failure is not None:
            return failure
        if isinstance(error, RuntimeError) and (self.closed or (self._injected and self._injected.is_closed)):
            raise ClientStateError("the client is closed") from error
        raise error

    @staticmethod
    def sleep(seconds: float) -> None:
        time.sleep(seconds)

    def _client(self, secure: bool) -> httpx.Client:
        if self.closed:
            raise ClientStateError("the client is closed; make a new one, or use it inside its `with` block")
        if self._pid != os.getpid():
            self._after_fork()
        while self.abandoned:
            self.abandoned.popleft().close()
        client = self._injected or self._clients.get(secure)
        if client is None:
            with self._lock:
                client = self._clients.get(secure)
                if self.closed:
                    raise ClientStateError("the client was closed while a request was made")
                if client is None:
                    client = self._clients[secure] = _made(
                        httpx.Client, self._trust.context(secure=secure), self._trust.proxy
                    )
        return client

    def _after_fork(self) -> None:
        if self._injected is not None:
            raise ClientStateError("an injected http_client cannot be used after a fork: its sockets are the parent's")
        # The parent's connections are let go without a word to the server; the lock may be held by a lost thread.
        self._lock = threading.Lock()
        self._parents, self._clients, self._pid = (self._clients, self.abandoned), {}, os.getpid()
        self.abandoned = deque()

    def close(self) -> None:
        self.closed = True
        if self._injected is None and self._pid == os.getpid():
            with self._lock:
                clients, self._clients = self._clients, {}
            for client in clients.values():
                client.close()

    def __del__(self) -> None:
        # A client that nobody closed: nobody can use its connections any more.
        if not getattr(self, "closed", True):
            try:
                self.close()
            except Exception:  # noqa: BLE001, S110  # the interpreter may be half gone
                pass


def _made(kind: type[ClientT], context: ssl.SSLContext | bool, proxy: Callable[[], object]) -> ClientT:
    try:
        return kind(verify=context, proxy=cast(Any, proxy()), limits=_LIMITS, timeout=None, follow_redirects=False)
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        # An ImportError says what to install; the others may quote the URL, which may hold a password.
        words = " ".join(str(error).split())[:200] if isinstance(error, ImportError) else "its URL cannot be used"
        raise ConfigurationError(f"the proxy (proxy=, or HTTP_PROXY, HTTPS_PROXY, ALL_PROXY): {words}") from None


# -- async ---------------------------------------------------------------------------------------------------------


class AsyncOpened:
    """As `Opened`, for async clients."""

    def __init__(self, response: httpx.Response, timeout: Timeout, owner: AsyncHTTP, pool: _Pool | None) -> None:
        self.reply = _reply(response, b"")
        self._response = response
        self._timeout = timeout
        self._owner = owner  # lives as long as a reply is read, though its client may be gone
        self._pool = pool
        self._pid = os.getpid()

    @property
    def is_ours(self) -> bool:
        """Whether this process opened it: a child of a fork may not touch its parent's sockets."""
        return self._pid == os.getpid()

    def abandon(self) -> None:
        """For a finaliser, which cannot wait: the next request of the same event loop closes it."""
        if self._pool is not None:
            self._pool.abandoned.append(self._response)

    def read(self) -> AsyncIterator[bytes]:
        """The body's bytes as they come, decompressed."""
        return self._response.aiter_raw() if _is_plain(self._response) else self._response.aiter_bytes()

    async def drain(self, body: AsyncIterator[bytes]) -> None:
        """Reads what is left, for a moment only, so that the connection can be used again."""
        import anyio

        try:
            with anyio.move_on_after(DRAIN):
                async for _ in body:
                    pass
        except Exception as error:
            if failure_of(error, self._timeout) is None:
                raise

    async def close(self) -> None:
        """Gives the connection back, or closes it if the body was not read to its end; also when cancelled."""
        if self.is_ours:
            await _aclose(self._response)


async def _until(ends_at: float, sending: Awaitable[httpx.Response]) -> httpx.Response:
    """The reply's head, which a server may send a byte at a time; by a point in monotonic time."""
    import anyio

    with anyio.move_on_after(max(0.0, ends_at - time.monotonic())):
        return await sending
    raise httpx.ReadTimeout("the deadline has passed")


async def _aclose(response: httpx.Response) -> None:
    """Closes a reply, also when cancelled."""
    import anyio

    with anyio.CancelScope(shield=True):
        await response.aclose()


class _Pool:
    """The connections of one event loop, closed when the loop ends."""

    def __init__(self, loop: object) -> None:
        self.loop = loop
        self.clients: dict[bool, httpx.AsyncClient] = {}
        #: Replies that nobody will read any more.
        self.abandoned: deque[httpx.Response] = deque()
        self._guard: AsyncGenerator[None, None] | None = None

    async def watch(self, ended: Callable[[], object]) -> None:
        """Both asyncio and trio finish what async generators are left when a loop ends: this one closes the pool."""
        self._guard = self._until_the_end(ended)
        await self._guard.__anext__()

    async def _until_the_end(self, ended: Callable[[], object]) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            ended()
            await self.close()

    async def close(self) -> None:
        import anyio

        clients, self.clients = self.clients, {}
        with anyio.CancelScope(shield=True):
            for client in clients.values():
                await client.aclose()

    async def stop(self) -> None:
        """Closes the pool before its loop ends."""
        if self._guard is not None:
            await self._guard.aclose()


class AsyncHTTP:
    """Connections of an async client, shared by its copies: a pool for each event loop."""

    def __init__(
        self,
        *,
        client: httpx.AsyncClient | None,
        verify: bool | str | ssl.SSLContext,
        proxy: object,
        secure: bool,
    ) -> None:
        if client is not None and not isinstance(client, httpx.AsyncClient):
            raise TypeError(f"http_client must be an httpx.AsyncClient, not {type(client).__name__}")
        import anyio.lowlevel  # noqa: F401  # here, and not in the middle of the first call

        self._injected = client
        self._injected_loop: object = None
        self._trust = _Trust(verify, proxy)
        self._builder: _Builder[httpx.AsyncClient] = _Builder()
        self._pools: dict[int, _Pool] = {}
        self._contexts: dict[bool, ssl.SSLContext | bool] = {}
        self._lock = threading.Lock()
        self._pid = os.getpid()
        self.closed = False
        # No loop is needed to make one, and a proxy that cannot work is told now; the first pool takes it.
        self._spare = (
            {} if client is not None else {secure: _made(httpx.AsyncClient, self._context(secure), self._trust.proxy)}
        )

    async def send(self, out: Outgoing, *, ends_at: float | None) -> Reply | Failure:
        """The whole reply. With `ends_at` (monotonic seconds) the body is read with a look at the clock."""
        try:
            client = await self._client(out.url.startswith("https"))
            request = self._builder.request(out, client, injected=self._injected is not None)
            if ends_at is None:
                response = await client.send(request, follow_redirects=False)
                return _reply(response, response.content)
            response = await _until(ends_at, client.send(request, follow_redirects=False, stream=True))
            try:
                return _reply(response, await self._read_until(response, ends_at))
            finally:
                await _aclose(response)
        except Exception as error:  # noqa: BLE001  # sorted by the table; what is not in it is raised again
            return self._failure(error, out)

    @staticmethod
    async def _read_until(response: httpx.Response, ends_at: float) -> bytes:
        parts: list[bytes] = []
        async for part in response.aiter_bytes():
            parts.append(part)
            if time.monotonic() > ends_at:
                raise httpx.ReadTimeout("the deadline has passed")
        return b"".join(parts)

    async def open(self, out: Outgoing, *, ends_at: float | None) -> AsyncOpened | Reply | Failure:
        """A reply to be streamed if the status is a success, else the whole reply."""
        try:
            client = await self._client(out.url.startswith("https"))
            request = self._builder.request(out, client, injected=self._injected is not None)
            sending = client.send(request, follow_redirects=False, stream=True)
            response = await (sending if ends_at is None else _until(ends_at, sending))
            if response.status_code < 300:
                return AsyncOpened(response, out.timeout, self, self._pools.get(id(_running_loop())))
            try:
                reading = response.aread() if ends_at is None else self._read_until(response, ends_at)
                return _reply(response, await reading)
            finally:
                await _aclose(response)
        except Exception as error:  # noqa: BLE001  # sorted by the table; what is not in it is raised again
            return self._failure(error, out)

    def _failure(self, error: Exception, out: Outgoing) -> Failure:
        if isinstance(error, OpenAIError):
            raise error
        failure = failure_of(error, out.timeout)
        if failure is not None:
            return failure
        if isinstance(error, RuntimeError) and (self.closed or (self._injected and self._injected.is_closed)):
            raise ClientStateError("the client is closed") from error
        raise error

    @staticmethod
    async def sleep(seconds: float) -> None:
        import anyio

        await anyio.sleep(seconds)

    async def _client(self, secure: bool) -> httpx.AsyncClient:
        if self.closed:
            raise ClientStateError("the client is closed; make a new one, or use it inside its `async with` block")
        loop = _running_loop()
        if self._pid != os.getpid():
            self._after_fork()
        if self._injected is not None:
            return self._in_one_loop(loop)
        pool = self._pools.get(id(loop))
        if pool is None:
            pool = await self._new_pool(loop)
        while pool.abandoned:
            await _aclose(pool.abandoned.popleft())
        client = pool.clients.get(secure)
        if client is None:
            spare = self._spare.pop(secure, None)
            client = pool.clients[secure] = spare or _made(httpx.AsyncClient, self._context(secure), self._trust.proxy)
        return client

    async def _new_pool(self, loop: object) -> _Pool:
        pool = _Pool(loop)
        with self._lock:
            # A loop that was closed without finishing its generators leaves its pool behind.
            for key, old in [*self._pools.items()]:
                if getattr(old.loop, "is_closed", lambda: False)():
                    del self._pools[key]
            self._pools[id(loop)] = pool
        await pool.watch(lambda: self._forget(pool))
        return pool

    def _forget(self, pool: _Pool) -> None:
        with self._lock:
            if self._pools.get(id(pool.loop)) is pool:
                del self._pools[id(pool.loop)]

    def _in_one_loop(self, loop: object) -> httpx.AsyncClient:
        if self._injected_loop is None:
            self._injected_loop = loop
        elif self._injected_loop is not loop:
            raise ClientStateError(
                "the injected http_client belongs to another event loop: its connections cannot be used in this one; "
                "inject one per loop, or none (then every loop gets its own connections)"
            )
        return cast(httpx.AsyncClient, self._injected)

    def _context(self, secure: bool) -> ssl.SSLContext | bool:
        context = self._contexts.get(secure)
        if context is None:
            context = self._contexts[secure] = self._trust.context(secure=secure)
        return context

    def _after_fork(self) -> None:
        if self._injected is not None:
            raise ClientStateError("an injected http_client cannot be used after a fork: its sockets are the parent's")
        self._lock = threading.Lock()
        self._parents, self._pools, self._pid = self._pools, {}, os.getpid()

    async def close(self) -> None:
        """Closes the connections of the running loop; those of other loops are closed when these end."""
        self.closed = True
        if self._injected is None and self._pid == os.getpid():
            pool = self._pools.get(id(_running_loop()))
            if pool is not None:
                await pool.stop()


def _running_loop() -> object:
    """The running event loop, of whichever library."""
    from asyncio import get_running_loop

    try:
        return get_running_loop()
    except RuntimeError:
        import anyio.lowlevel

        token = anyio.lowlevel.current_token()
        return getattr(token, "native_token", token)
