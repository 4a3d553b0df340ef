"""The stand-in server: what a test or a developer starts, scripts, and asks what came."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TypeAlias

from typing_extensions import Self

from oaicompat.testing import _routes
from oaicompat.testing._content import Content, response_of
from oaicompat.testing._framing import Cut, RawBytes, Shape, Step, framed
from oaicompat.testing._replies import Response, ToolCalls, error_body, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.testing._sockets import Listener, Received

__all__ = ["Handler", "Scripted", "Server"]

logger = logging.getLogger("oaicompat.testing")

Handler: TypeAlias = Callable[[RecordedRequest], "Content | None"]
_Make: TypeAlias = Callable[[RecordedRequest], "Response | RawBytes"]


class Scripted:
    """One queued reply. `delay` and `cut` say how it is sent; both give the reply back, so that they can be chained."""

    def __init__(self, make: _Make, *, raw: bool = False) -> None:
        self._make = make
        self._raw = raw
        self._shape = Shape()

    def delay(self, seconds: float, *, after: int | None = None) -> Self:
        """Stalls for some seconds: before the reply's first byte, or `after` so many of its events.

        `after=0` stalls between the head and the body. The stall ends when the server is stopped.
        """
        if not seconds >= 0:
            raise ValueError(f"a delay is a number of seconds, not {seconds!r}")
        self._shape.stalls[after] = seconds
        return self

    def cut(
        self,
        after: int | None = None,
        *,
        after_bytes: int | None = None,
        ended: bool = False,
        reset: bool = False,
    ) -> Self:
        """Breaks the connection `after` so many events of the body, or `after_bytes` of it; without either, before the
        reply's first byte.

        `ended`: the reply stops there too, but in good order (the chunked end is sent, or the length is that of what
        is sent), as a proxy does when the server behind it is lost. `reset`: the connection is reset (RST).
        """
        if self._raw:
            raise ValueError("raw bytes are sent as they are; leave out what is not to be sent")
        if after is not None and after_bytes is not None:
            raise ValueError("give either after= or after_bytes=")
        if ended and (reset or after is after_bytes):
            raise ValueError("ended= needs after= or after_bytes=, and no reset=")
        self._shape.cut = Cut(after, after_bytes, ended, reset)
        return self


class Server:
    """A stand-in for an OpenAI-compatible server, on this machine, without a key and without a model.

        with Server() as server:
            client = Client(base_url=server.url)

    It speaks chat completions (text, streams, tool calls, JSON), completions, responses, embeddings (hashed words),
    images (small PNGs), audio (a WAV tone, subtitles), moderations, models, files, batches, rerank, and vLLM's
    /score, /classify, /pooling, /tokenize, /detokenize, /tokenizer_info, /health and /version. Requests are checked
    against the types of `oaicompat.types`; a wrong one is answered by 400.

    Each of `reply`, `error`, `raw`, `delay` and `cut` queues one reply. Queued replies are used in their order, once
    each, whatever is asked for; after them come a handler's replies, if one was given, and then the server's own.

    Args:
        host, port: where to listen; port 0 is any free one.
        api_key: if given, requests under /v1 need it as a bearer token; others are answered by 401.
        models: the models there are; if left out, there is "stand-in", and any other name will do as well.
        max_model_len: the longest prompt, in tokens.
        strict: answer 400 to a body with a key that is not known, as OpenAI does; else it is ignored.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        api_key: str | None = None,
        models: Sequence[str] | None = None,
        max_model_len: int = 131_072,
        strict: bool = False,
    ) -> None:
        names = ("stand-in",) if models is None else tuple(models)
        self._settings = Settings(
            models=names, any_model=models is None, api_key=api_key, max_model_len=max_model_len, strict=strict
        )
        self._host, self._port = host, port
        self._listener: Listener | None = None
        self._lock = threading.Condition()
        self._requests: list[RecordedRequest] = []
        self._count = 0
        self._script: deque[Scripted] = deque()
        self._handler: Handler | None = None

    # -- running ---------------------------------------------------------------------------------------------------

    def start(self) -> Self:
        """Listens. Raises OSError if the port is taken, RuntimeError if the server runs already."""
        if self._listener is not None:
            raise RuntimeError("the server runs already")
        _routes.warm()
        self._listener = Listener(self._host, self._port, self._respond)
        return self

    def stop(self) -> None:
        """Closes every connection, streams that are under way included, and waits for it. May be called twice."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"Server({self.url if self._listener else 'stopped'})"

    @property
    def root(self) -> str:
        """The server's root, without a slash at the end. Raises RuntimeError if it is not running."""
        listener = self._listener
        if listener is None:
            raise RuntimeError("the server is not running; use `with Server() as server:` or start()")
        host = f"[{listener.host}]" if ":" in listener.host else listener.host
        return f"http://{host}:{listener.port}"

    @property
    def url(self) -> str:
        """The base URL for a client; it ends with /v1. Raises RuntimeError if the server is not running."""
        return f"{self.root}/v1"

    # -- what came -------------------------------------------------------------------------------------------------

    @property
    def requests(self) -> list[RecordedRequest]:
        """The requests that came, in their order. The list is a copy."""
        with self._lock:
            return list(self._requests)

    @property
    def last(self) -> RecordedRequest:
        """The request that came last. Raises LookupError if none came."""
        with self._lock:
            if not self._requests:
                raise LookupError("no request came")
            return self._requests[-1]

    @property
    def connections(self) -> int:
        """How many connections were accepted since the start."""
        return self._listener.accepted if self._listener else 0

    def wait_for(self, count: int, timeout: float = 5.0) -> list[RecordedRequest]:
        """Waits until at least `count` requests have come, and gives them. Raises TimeoutError after `timeout` s."""
        with self._lock:
            if not self._lock.wait_for(lambda: len(self._requests) >= count, timeout):
                raise TimeoutError(f"{len(self._requests)} of {count} requests came within {timeout} s")
            return list(self._requests)

    def clear(self) -> None:
        """Forgets the recorded requests, the queued replies and the handler."""
        with self._lock:
            self._requests.clear()
            self._script.clear()
            self._handler = None

    # -- scripting -------------------------------------------------------------------------------------------------

    def reply(
        self,
        content: Content | None = None,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        reasoning: str | None = None,
        tool_calls: ToolCalls | None = None,
        finish_reason: str | None = None,
    ) -> Scripted:
        """Queues a reply.

        Text becomes a chat completion, or the chunks of one if the request streams; `reasoning`, `tool_calls` (pairs
        of name and arguments) and `finish_reason` go into it. A mapping becomes JSON, a list of mappings an event
        stream that ends with [DONE], and bytes are the body as it is. A `Response` is sent as it is.
        """
        said = {"reasoning": reasoning, "tool_calls": tool_calls, "finish_reason": finish_reason}
        said = {name: value for name, value in said.items() if value is not None}
        if said and not (content is None or isinstance(content, str)):
            raise TypeError(f"{', '.join(said)}: only a reply that is text is made into a completion")
        if isinstance(content, Response) and (status != 200 or headers):
            raise TypeError("a Response has its own status and headers")
        return self._queue(lambda request: response_of(content, request, status, headers, said))

    def error(
        self,
        status: int,
        message: str = "The stand-in server was told to fail.",
        *,
        type: str = "invalid_request_error",
        param: str | None = None,
        code: str | int | None = None,
        headers: Mapping[str, str] | None = None,
        body: Content | None = None,
    ) -> Scripted:
        """Queues an error in OpenAI's shape, or with the `body` that is given."""
        content = error_body(message, type=type, param=param, code=code) if body is None else body
        found = content.encode() if isinstance(content, str) else content
        return self._queue(lambda request: response_of(found, request, status, headers, {}))

    def raw(self, *writes: bytes, split: int | None = None, pause: float = 0.0, close: bool = True) -> Scripted:
        """Queues the very bytes of a reply, status line and all.

        Each argument is written by itself; `split` cuts them further into writes of at most so many bytes, and `pause`
        seconds pass between two writes (without a pause the client may read several at once). `close` closes the
        connection after them.
        """
        if split is not None:
            if split < 1:
                raise ValueError("split is a number of bytes above 0")
            whole = b"".join(writes)
            writes = tuple(whole[start : start + split] for start in range(0, len(whole), split))
        return self._queue(lambda _: RawBytes(writes, close, pause), raw=True)

    def delay(self, seconds: float, *, after: int | None = None) -> Scripted:
        """Queues the server's own reply, delayed; see `Scripted.delay`. To delay another: ``reply(...).delay(...)``."""
        return self._queue(self._own).delay(seconds, after=after)

    def cut(
        self,
        after: int | None = None,
        *,
        after_bytes: int | None = None,
        ended: bool = False,
        reset: bool = False,
    ) -> Scripted:
        """Queues the server's own reply, cut off; see `Scripted.cut`. To cut another: ``reply(...).cut(...)``."""
        # Checked before it is queued.
        found = Scripted(self._own).cut(after, after_bytes=after_bytes, ended=ended, reset=reset)
        return self._add(found)

    def handle(self, handler: Handler) -> Handler:
        """Asks a function of yours for each reply that is not queued. It may be used as a decorator.

        The function gets the request and gives what `reply` takes, or None for the server's own reply. It is called
        from several threads. An exception of its own is answered by 500 and logged under "oaicompat.testing".
        """
        self._handler = handler
        return handler

    # -- answering -------------------------------------------------------------------------------------------------

    def _queue(self, make: _Make, *, raw: bool = False) -> Scripted:
        return self._add(Scripted(make, raw=raw))

    def _add(self, scripted: Scripted) -> Scripted:
        with self._lock:
            self._script.append(scripted)
        return scripted

    def _respond(self, received: Received) -> Iterator[Step]:
        with self._lock:
            self._count += 1
            request = RecordedRequest(
                received.method,
                received.target,
                received.headers,
                received.body,
                self._count,
                received.connection,
                time.time(),
            )
            self._requests.append(request)
            refusal = _routes.refusal(request, self._settings)
            scripted = self._script.popleft() if self._script and refusal is None else None
            self._lock.notify_all()
        shape = Shape() if scripted is None else scripted._shape
        try:
            answer = refusal or (self._own(request) if scripted is None else scripted._make(request))
            return framed(answer, shape, received.framing, f"X-Request-ID: req-{request.number}\r\n")
        except Exception as error:
            logger.exception("a reply could not be made")
            message = f"{type(error).__name__}: {error}"
            answer = json_response(error_body(message, type="server_error"), 500)
            return framed(answer, Shape(), received.framing)

    def _own(self, request: RecordedRequest) -> Response:
        if self._handler is not None:
            content = self._handler(request)
            if content is not None:
                return response_of(content, request, 200, None, {})
        return _routes.answer(request, self._settings)
