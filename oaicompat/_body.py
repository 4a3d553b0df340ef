"""What the body of a stream turns out to be: events, or JSON from a server that does not stream, or one object a line.

The first byte that is not white space decides. JSON comes out as events too, so that the rest has one way to go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from oaicompat._json import parse
from oaicompat._sse import DEFAULT_LIMIT, EventDecoder, EventTooLargeError
from oaicompat._wire import ServerSentEvent

__all__ = ["StreamBody", "looks_like_events"]

_WHITE = b" \t\r\n\xef\xbb\xbf"  # white space, and the bytes of a BOM
_HEAD = 2000


#: How a body of events starts, or one of which nothing came.
_EVENTS = re.compile(rb"[\s\xef\xbb\xbf]*(?::|(?:data|event|id|retry|error)(?:[:\r\n]|$)|$)")


_FIELDS = (b"data:", b"event:", b"id:", b"retry:", b"error:")


def looks_like_events(head: bytes) -> bool:
    """Whether a body that starts so is one of server-sent events; an empty one is, and one that was cut in a name."""
    start = head.lstrip(_WHITE)
    return _EVENTS.match(head) is not None or any(field.startswith(start) for field in _FIELDS)


class StreamBody:
    """Feed it a body's bytes as they come; it gives events. `head` keeps the body's first bytes, for errors."""

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self.head = b""
        self._limit = limit
        self._reader: EventDecoder | _JSONLines | None = None
        self._before = b""

    def feed(self, data: bytes) -> Sequence[bytes | ServerSentEvent]:
        """The events that `data` completes. Raises EventTooLargeError."""
        reader = self._reader
        if len(self.head) < _HEAD:
            self.head += data[: _HEAD - len(self.head)]
        if reader is None:
            data = self._before + data
            start = data.lstrip(_WHITE)
            if not start:
                self._before = data[-len(_WHITE) :] if len(data) > _HEAD else data
                return ()
            self._before = b""
            is_json = start[:1] in (b"{", b"[")
            reader = self._reader = _JSONLines(self._limit) if is_json else EventDecoder(self._limit)
        return reader.feed(data)

    @property
    def at_rest(self) -> bool:
        """Whether what comes next starts an event, and nothing that came before matters to it."""
        reader = self._reader
        return isinstance(reader, EventDecoder) and reader.at_rest

    def finish(self) -> Sequence[bytes | ServerSentEvent]:
        """The event that the body's end completes, if there is one."""
        return self._reader.finish() if self._reader is not None else ()


class _JSONLines:
    """One JSON value a line, or one value in all: the first whole line tells which."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._by_line: bool | None = None

    def feed(self, data: bytes) -> list[bytes | ServerSentEvent]:
        self._parts.append(data)
        self._size += len(data)
        if self._size > self._limit:
            raise EventTooLargeError(f"a JSON value is larger than {self._limit} bytes")
        if self._by_line is False or b"\n" not in data:
            return []
        *lines, rest = b"".join(self._parts).lstrip(_WHITE).split(b"\n")
        if not lines:
            return []
        if self._by_line is None:
            self._by_line = _is_json(lines[0])
            if not self._by_line:
                return []
        self._parts = [rest]
        self._size = len(rest)
        return [line for line in lines if line.strip()]

    def finish(self) -> list[bytes | ServerSentEvent]:
        rest = b"".join(self._parts).strip(_WHITE)
        self._parts.clear()
        return [rest] if rest else []


def _is_json(line: bytes) -> bool:
    try:
        parse(line)
    except ValueError:
        return False
    return True
