"""HTTP/1.1 on sockets: accept, read requests, carry out the steps of answers, and stop at any moment.

A thread accepts, and each connection has a thread of its own, so that a stalled answer holds up nobody else. Stopping
shuts every socket down, which ends every wait at once; a client that goes away ends its own connection only.
"""

from __future__ import annotations

import logging
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeAlias

from oaicompat import Headers
from oaicompat.testing._framing import Close, Framing, Step, Wait

__all__ = ["Listener", "Received", "Respond"]

logger = logging.getLogger("oaicompat.testing")

_LONGEST_LINE = 65_536
_MOST_HEADERS = 200
_BACKLOG = 512


class _BadRequestError(ValueError):
    """What came is not HTTP."""


class Received:
    """A request as it was read from a connection."""

    __slots__ = ("body", "connection", "headers", "method", "target", "version")

    def __init__(self, method: str, target: str, version: str, headers: Headers, connection: int) -> None:
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
        self.body = b""
        self.connection = connection

    @property
    def framing(self) -> Framing:
        """What the client can take."""
        modern = self.version != "HTTP/1.0"
        words = self.headers.get("connection", "").lower()
        keep = "close" not in words and (modern or "keep-alive" in words)
        return Framing(keep, modern, self.method != "HEAD")


Respond: TypeAlias = Callable[[Received], Iterator[Step]]


class Listener:
    """Serves `respond` on an address until it is stopped."""

    def __init__(self, host: str, port: int, respond: Respond) -> None:
        self._respond = respond
        self._socket = _bound(host, port)
        self.host, self.port = host, int(self._socket.getsockname()[1])
        self.accepted = 0
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        self._acceptor = threading.Thread(target=self._accept, name="oaicompat.testing", daemon=True)
        self._acceptor.start()

    def stop(self) -> None:
        """Closes everything and waits until it is closed."""
        self._stopping.set()
        self._wake()
        self._acceptor.join()
        self._socket.close()
        with self._lock:
            running = list(self._open.items())
        for connection, _ in running:
            _shut(connection)
        for _, thread in running:
            if thread is not threading.current_thread():
                thread.join(5)  # a handler of the user's may hang; the thread is a daemon

    def _wake(self) -> None:
        # Closing a socket does not end an accept that waits for it on every system; a connection does.
        host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.host, self.host)  # noqa: S104  # compared with, not bound
        try:
            socket.create_connection((host, self.port), 1).close()
        except OSError:
            _shut(self._socket)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                if self._stopping.is_set():
                    return
                self._stopping.wait(0.01)  # out of file descriptors, or a client that gave up
                continue
            if self._stopping.is_set():
                connection.close()
                return
            self.accepted += 1
            thread = threading.Thread(target=self._serve, args=(connection, self.accepted), daemon=True)
            with self._lock:
                self._open[connection] = thread
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection.makefile("rb") as reader:
                while not self._stopping.is_set():
                    if not self._exchange(connection, reader, number):
                        break
        except OSError:
            pass  # the client went away, or the server is being stopped
        except Exception:
            logger.exception("the answer could not be sent")
        finally:
            with self._lock:
                self._open.pop(connection, None)
            connection.close()

    def _exchange(self, connection: socket.socket, reader: BinaryIO, number: int) -> bool:
        """One request and its answer; whether another may follow."""
        try:
            received = _head(reader, number)
            if received is None:
                return False
            if received.headers.get("expect", "").lower() == "100-continue":
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            received.body = _body(reader, received.headers)
        except _BadRequestError as error:
            text = f"{error}\n".encode()
            head = f"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}\r\n"
            connection.sendall(head.encode() + b"Connection: close\r\n\r\n" + text)
            _end(connection)
            return False
        return self._carry_out(connection, self._respond(received))

    def _carry_out(self, connection: socket.socket, steps: Iterator[Step]) -> bool:
        for step in steps:
            if isinstance(step, bytes):
                connection.sendall(step)
            elif isinstance(step, Wait):
                if self._stopping.wait(step.seconds):
                    return False
            elif isinstance(step, Close):
                if step.reset:
                    # Closing with a linger time of zero sends RST.
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                else:
                    _end(connection)
                return False
            if self._stopping.is_set():
                return False
        return True


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(_BACKLOG)
    except BaseException:
        found.close()
        raise
    return found


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it is shut already


def _end(connection: socket.socket) -> None:
    """An orderly end: nothing more comes. What the client still sends is not answered by a reset for a moment."""
    connection.shutdown(socket.SHUT_WR)


def _line(reader: BinaryIO) -> str:
    line = reader.readline(_LONGEST_LINE + 1)
    if len(line) > _LONGEST_LINE:
        raise _BadRequestError("a line is too long")
    return line.decode("latin-1").rstrip("\r\n")


def _head(reader: BinaryIO, connection: int) -> Received | None:
    """The request line and the headers; None if the client has nothing more to say."""
    first = reader.readline(_LONGEST_LINE + 1)
    if first in (b"\r\n", b"\n"):  # RFC 9112, 2.2: an empty line before a request is skipped
        first = reader.readline(_LONGEST_LINE + 1)
    if not first.endswith(b"\n"):
        return None
    parts = first.decode("latin-1").split()
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise _BadRequestError("this is not HTTP/1.1")
    raw: list[tuple[bytes, bytes]] = []
    while line := _line(reader):
        name, colon, value = line.partition(":")
        if not colon or name != name.strip() or len(raw) >= _MOST_HEADERS:
            raise _BadRequestError("a header is malformed, or there are too many")
        raw.append((name.encode("latin-1"), value.strip().encode("latin-1")))
    return Received(parts[0], parts[1], parts[2], Headers(raw), connection)


def _body(reader: BinaryIO, headers: Headers) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return b"".join(_chunks(reader))
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()):
        raise _BadRequestError("the content length is no number")
    return _exactly(reader, int(length))


def _chunks(reader: BinaryIO) -> Iterator[bytes]:
    while True:
        try:
            size = int(_line(reader).partition(";")[0], 16)
        except ValueError:
            raise _BadRequestError("a chunk's size is no number") from None
        if size <= 0:
            while _line(reader):
                pass  # trailers
            return
        yield _exactly(reader, size)
        _line(reader)


def _exactly(reader: BinaryIO, size: int) -> bytes:
    found = reader.read(size)
    if len(found) < size:
        raise ConnectionError("the client went away within its request")
    return found
