"""Server-sent events: bytes in, events out, whatever way the bytes are cut.

Theory. An event ends at a blank line; a line ends at LF, CR or CRLF, and nowhere else (not at U+2028, which JSON
text may hold). So bytes are kept until a blank line has come, everything up to the last blank line is read at once,
and the rest waits. Splitting needs no text: UTF-8 never holds a line end inside a character.

Rules that are kept (https://html.spec.whatwg.org/multipage/server-sent-events.html):

1. A BOM at the start is dropped; a line that starts with a colon is a comment.
2. One space after a field's colon is dropped. `data` lines of one event are joined by LF.
3. An event whose data is empty is never dispatched. `id` lasts until it changes; an id with NUL is ignored.

What servers do beyond them, and what is done about it:

4. A last event without its blank line is an event all the same (llama.cpp's ``[DONE]``).
5. The field ``error`` is an event named error (llama.cpp before September 2025).
6. A line that starts with a brace, after an empty ``data:``, is the data (seen behind rewriting proxies).

The common event is a single ``data`` line. When a block holds nothing else it is cut by one `bytes.split`, and each
event is given as its bare bytes; a `ServerSentEvent` is made only for one that says more.
"""

from __future__ import annotations

from collections.abc import Iterator

from oaicompat._wire import ServerSentEvent

__all__ = ["DEFAULT_LIMIT", "EventDecoder", "EventTooLargeError", "event_of"]

#: The largest event that is taken unless the caller says otherwise, in bytes.
DEFAULT_LIMIT = 64 * 1024 * 1024

_BOM = b"\xef\xbb\xbf"


class EventTooLargeError(ValueError):
    """An event is larger than the limit."""


def event_of(event: bytes | ServerSentEvent) -> ServerSentEvent | None:
    """The event as an object, also where it was given as bare data; None if that data is empty."""
    if isinstance(event, bytes):
        text = event.removeprefix(b" ").decode("utf-8", "replace")
        return ServerSentEvent(text) if text else None
    return event


class EventDecoder:
    """Feed it a body's bytes as they come; it gives the events that are complete.

    An event is given as bytes if it is only data, one line of it (it may be empty, and a leading space may be left
    on it, which JSON does not mind), else as a `ServerSentEvent`.
    """

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self._limit = limit
        self._parts: list[bytes] = []  # what came since the last blank line
        self._size = 0
        self._tail = b""  # the last byte of it: a blank line may straddle two reads
        self._started = False
        self._after_cr = False  # an LF that comes next belongs to a CR that was read
        self._last_id = ""

    def feed(self, data: bytes) -> list[bytes | ServerSentEvent]:
        """The events that `data` completes. Raises EventTooLargeError."""
        if not self._started:
            data = self._start(data)
        if self._after_cr or b"\r" in data:
            data = self._unify(data)
        if not data:
            return []
        end = data.rfind(b"\n\n")
        if end < 0 and not (self._tail == b"\n" and data[:1] == b"\n"):
            self._keep(data)
            return []
        # Positions in `data`: an event ends at `end`; -1 is the LF that was kept, with the one at 0.
        block = b"".join((*self._parts, data[: max(end, 0)]))
        if end < 0:
            block = block[:-1]  # the LF that was kept
        self._parts.clear()
        self._size, self._tail = 0, b""
        self._keep(data[end + 2 :].lstrip(b"\n"))
        return self._events(block)

    @property
    def at_rest(self) -> bool:
        """Whether what comes next starts an event, and nothing that came before matters to it."""
        return not self._parts and not self._after_cr and not self._last_id

    def finish(self) -> list[bytes | ServerSentEvent]:
        """The event that the body's end completes, if there is one."""
        if not self._started:
            self._started = True  # fewer bytes than a BOM has
        block = b"".join(self._parts)
        self._parts.clear()
        self._size, self._tail = 0, b""
        return self._events(block)

    def _start(self, data: bytes) -> bytes:
        data = b"".join((*self._parts, data))
        self._parts.clear()
        if len(data) < len(_BOM) and _BOM.startswith(data):
            self._parts.append(data)
            return b""
        self._started = True
        return data.removeprefix(_BOM)

    def _unify(self, data: bytes) -> bytes:
        """Every line end as LF."""
        if self._after_cr and data:
            data = data.removeprefix(b"\n")
            self._after_cr = False
        if data.endswith(b"\r"):
            self._after_cr = True
        return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _keep(self, data: bytes) -> None:
        if data:
            self._parts.append(data)
            self._size += len(data)
            self._tail = data[-1:]
            if self._size > self._limit:
                raise EventTooLargeError(f"an event is larger than {self._limit} bytes")

    def _events(self, block: bytes) -> list[bytes | ServerSentEvent]:
        if len(block) > self._limit and max(map(len, block.split(b"\n\n"))) > self._limit:
            raise EventTooLargeError(f"an event is larger than {self._limit} bytes")
        if block.startswith(b"data:") and not self._last_id:
            pieces = block[5:].split(b"\n\ndata:")
            # Two line ends between events and none inside: then every event is one line of data.
            if block.count(b"\n") == 2 * (len(pieces) - 1):
                return [*pieces]
        return list(self._slowly(block))

    def _slowly(self, block: bytes) -> Iterator[ServerSentEvent]:
        for piece in block.split(b"\n\n"):
            event = self._event(piece)
            if event is not None:
                yield event

    def _event(self, piece: bytes) -> ServerSentEvent | None:
        data: list[str] = []
        name, retry = "message", None
        comments: list[str] = []
        for line in piece.decode("utf-8", "replace").split("\n"):
            if line.startswith(":"):
                comments.append(line[1:].strip())
                continue
            if line[:1] in ("{", "["):
                data.append(line)
                continue
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "data":
                data.append(value)
            elif field == "event":
                name = value or "message"
            elif field == "id" and "\0" not in value:
                self._last_id = value
            elif field == "retry" and value.isascii() and value.isdecimal():
                retry = int(value[:18])
            elif field == "error":
                data.append(value)
                name = "error"
        text = "\n".join(data)
        if not text:
            return None
        return ServerSentEvent(text, name, self._last_id, retry, tuple(comments))
