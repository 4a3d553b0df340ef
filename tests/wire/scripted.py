"""A server that does exactly what a test wrote down: which bytes, in which order, and how the socket ends.

A reply is a sequence of steps: bytes to send, a `Hold` (nothing happens until the test says so), a `Drip` (a piece
again and again), `UNTIL_GONE` (nothing until the client hangs up), `CLOSE` or `RESET`. Every request takes the next
reply, whichever connection it comes on; after a reply without an end the connection waits for its next request.
Whatever a client does, nothing here waits longer than `PATIENCE` seconds.
"""

from __future__ import annotations

import enum
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CLOSE", "PATIENCE", "RESET", "UNTIL_GONE", "Drip", "Hold", "Request", "Server", "free_port"]

PATIENCE = 10.0


class _End(enum.Enum):
    CLOSE = "close"
    RESET = "reset"
    UNTIL_GONE = "until gone"


#: Ends the connection with a FIN.
CLOSE = _End.CLOSE
#: Ends the connection with an RST, as a server that crashes does.
RESET = _End.RESET
#: Keeps the connection open, silent, until the client hangs up.
UNTIL_GONE = _End.UNTIL_GONE


class Hold:
    """A stall: the server goes on when the test calls `release`."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        #: Whether nobody released it in time: then the client was waiting for it.
        self.expired = False
        self._released = threading.Event()

    def release(self) -> None:
        self._released.set()

    def wait(self) -> None:
        self.reached.set()
        self.expired = not self._released.wait(PATIENCE)


@dataclass
class Drip:
    """A piece every few milliseconds until the client hangs up: a server that is alive and gets nowhere."""

    piece: bytes
    every: float = 0.02
    longest: float = PATIENCE
    #: Whether the client took it to the end of the server's patience.
    expired: bool = False


@dataclass
class Request:
    """A request as it was read from the socket."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    #: Which connection it came on, counted from 1.
    connection: int = 0
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = [name.lower() for name, _ in self.headers]

    def header(self, name: str) -> str | None:
        """The value of a header, None if it was not sent. One that was sent twice fails the test."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(found) < 2, f"{name} was sent {len(found)} times"
        return found[0] if found else None


Step = bytes | Hold | Drip | _End
Reply = bytes | Iterable[Step]


class Server:
    """Listens on the loopback interface; `answer` and `always` say what to reply. Close it when done."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.open_connections = 0
        #: Requests for which no reply was written down.
        self.surprises: list[Request] = []
        #: Whether what requests carry is kept; if not, only its size is, in `body_sizes`.
        self.keeps_bodies = True
        self.body_sizes: list[int] = []
        #: Steps that ended because the server lost its patience: the client did not do its part.
        self.impatient: list[Step] = []
        self._replies: deque[Reply | Callable[[Request], Reply]] = deque()
        self._always: Reply | Callable[[Request], Reply] | None = None
        self._tls = tls
        self._changed = threading.Condition()
        self._closing = False
        self._holds: list[Hold] = []
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=300)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    @property
    def root(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    def answer(self, *replies: Reply | Callable[[Request], Reply]) -> None:
        """The replies to the next requests; a function makes one from the request."""
        self._replies.extend(replies)

    def always(self, reply: Reply | Callable[[Request], Reply]) -> None:
        """The reply to every request that `answer` says nothing about."""
        self._always = reply

    def until(self, condition: Callable[[], Any]) -> None:
        """Waits for something to become true of this server, such as `open_connections == 0`."""
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE), "the server waited for it in vain"

    def close(self) -> None:
        """Ends every connection and every thread."""
        self._closing = True
        for hold in self._holds:
            hold.release()
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()  # wakes `accept` everywhere
        except OSError:
            pass
        self._acceptor.join(PATIENCE)
        self._listener.close()
        with self._changed:
            for open_socket in self._sockets:
                _shut(open_socket)
        for thread in self._threads:
            thread.join(PATIENCE)

    # -- threads ---------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._closing:
                connection.close()
                return
            with self._changed:
                self.connections += 1
                self.open_connections += 1
                self._sockets.add(connection)
                number = self.connections
                self._changed.notify_all()
            thread = threading.Thread(target=self._serve, args=(connection, number), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, raw: socket.socket, number: int) -> None:
        connection = raw
        try:
            raw.settimeout(PATIENCE)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                connection = self._tls.wrap_socket(raw, server_side=True)
            reader = _Reader(connection, self)
            while (request := reader.request(number)) is not None:
                if not self._perform(connection, self._reply_to(request)):
                    return
        except (OSError, ValueError):
            pass  # the client hung up, or never spoke TLS: its side of the story is what the tests look at
        finally:
            connection.close()
            raw.close()
            with self._changed:
                self._sockets.discard(raw)
                self.open_connections -= 1
                self._changed.notify_all()

    def _reply_to(self, request: Request) -> Reply:
        with self._changed:
            self.requests.append(request)
            reply = self._replies.popleft() if self._replies else self._always
            if reply is None:
                self.surprises.append(request)
                reply = b"HTTP/1.1 501 Not Scripted\r\ncontent-length: 0\r\n\r\n"
            self._changed.notify_all()
        return reply(request) if callable(reply) else reply

    def _perform(self, connection: socket.socket, reply: Reply) -> bool:
        """Takes the steps of a reply; False if the connection is over."""
        for step in (reply,) if isinstance(reply, bytes) else reply:
            if isinstance(step, bytes):
                connection.sendall(step)
            elif isinstance(step, Hold):
                self._holds.append(step)
                step.wait()
                if step.expired:
                    self.impatient.append(step)
            elif isinstance(step, Drip):
                until = time.monotonic() + step.longest
                pause = threading.Event()
                while not self._closing and not step.expired:
                    connection.sendall(step.piece)
                    pause.wait(step.every)
                    step.expired = time.monotonic() > until
                if step.expired:
                    self.impatient.append(step)
            else:
                try:
                    _end(connection, step)
                except TimeoutError:
                    self.impatient.append(step)
                return False
        return True


def _end(connection: socket.socket, step: _End) -> None:
    if step is UNTIL_GONE:
        while connection.recv(65536):
            pass
    elif step is RESET:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    else:
        _shut(connection)


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it was over already


class _Reader:
    """Requests out of a socket: RFC 9112, as far as clients use it."""

    def __init__(self, connection: socket.socket, server: Server) -> None:
        self._connection = connection
        self._server = server
        self._buffer = b""

    def request(self, number: int) -> Request | None:
        """The next request, None if the client hung up."""
        while b"\r\n\r\n" not in self._buffer:
            if not self._more():
                return None
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        request = Request(method, target, headers, connection=number)
        length = int(request.header("content-length") or 0)
        self._server.body_sizes.append(length)
        while not self._server.keeps_bodies and len(self._buffer) < length:
            length -= len(self._buffer)
            self._buffer = b""
            if not self._more():
                return None
        while len(self._buffer) < length:
            if not self._more():
                return None
        request.body, self._buffer = self._buffer[:length], self._buffer[length:]
        return request

    def _more(self) -> bool:
        data = self._connection.recv(65536)
        self._buffer += data
        return bool(data)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
