"""Replies that are bytes: passed on as they come, and never an error or a web page in their place.

A JSON object that comes with success is told by its first bytes: then it is read whole. It is an error of the server,
or the bytes as base64 text (`extract` finds them: Mistral's speech); if it is neither, it is not what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from oaicompat._decode import not_what_was_asked, too_large
from oaicompat._error_reply import body_error
from oaicompat._json import as_object, parse
from oaicompat._sse import DEFAULT_LIMIT, EventTooLargeError
from oaicompat._wire import Reply
from oaicompat.types.binary import Binary

__all__ = ["BinaryDecoder", "PassingDecoder", "binary"]

#: How a JSON object or a web page may start, and how it does: nothing that is sound or an image starts so.
_MAYBE = re.compile(rb"[\s\xef\xbb\xbf]*(?:[{<]|$)")
_TEXT = re.compile(rb"[\s\xef\xbb\xbf]*(?:\{\s*[\"}]|<(?:!doctype|html|head|body)\b)", re.IGNORECASE)
#: Bytes by which it is decided.
_HEAD = 64

Extract = Callable[[dict[str, Any]], "bytes | None"]


class PassingDecoder:
    """A decoder that leaves bytes as they are."""

    done = False

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        pass

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes."""
        return iter((data,)) if data else iter(())

    def finish(self) -> Iterator[bytes]:
        """Nothing."""
        return iter(())

    def partial(self) -> None:
        """Nothing: what came was passed on."""


class BinaryDecoder:
    """Feed it a body's bytes; it passes them on, and raises if they are an error. `reply` is their head."""

    done = False

    def __init__(
        self, reply: Reply, limit: int = DEFAULT_LIMIT, *, wanted: str = "file", extract: Extract | None = None
    ) -> None:
        self._reply = reply
        self._limit = limit
        self._wanted = wanted
        self._extract = extract
        self._held: list[bytes] | None = []  # None once it is known that the bytes are what was asked
        self._size = 0
        self._is_text = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes that may be passed on."""
        if self._held is None:
            return iter((data,))
        self._held.append(data)
        self._size += len(data)
        if self._size > self._limit:
            raise too_large(self._reply, EventTooLargeError(f"a JSON value is larger than {self._limit} bytes"))
        if not self._is_text:
            head = b"".join(self._held)[:_HEAD]
            self._is_text = len(head) == _HEAD and _TEXT.match(head) is not None
            if not self._is_text and (len(head) == _HEAD or not _MAYBE.match(head)):
                held, self._held = self._held, None
                return iter(held)
        return iter(())

    def finish(self) -> Iterator[bytes]:
        """What was held back, if it is what was asked. Raises if it is an error."""
        if self._held is not None:
            content = b"".join(self._held)
            yield self._asked(content)

    def partial(self) -> None:
        """Nothing: what came was passed on."""

    def _asked(self, content: bytes) -> bytes:
        reply = replace(self._reply, content=content)
        is_text = not content.strip() or _TEXT.match(content) is not None
        try:
            value = parse(content) if is_text else None
        except ValueError:
            if not content.strip() or content.lstrip()[:1] == b"<":
                raise not_what_was_asked(reply, self._wanted) from None
            value = None
        if not isinstance(value, dict):
            return content
        if self._extract is not None and (found := self._extract(as_object(value))) is not None:
            return found
        raise body_error(value, reply) or not_what_was_asked(reply, self._wanted)


def binary(reply: Reply, *, wanted: str = "file", extract: Extract | None = None, any_content: bool = False) -> Binary:
    """The bytes of a whole reply. With `any_content` they may be anything, JSON and nothing at all included."""
    if any_content:
        return Binary(reply.content, replace(reply, content=b""))
    head = replace(reply, content=b"")
    decoder = BinaryDecoder(head, max(DEFAULT_LIMIT, len(reply.content)), wanted=wanted, extract=extract)
    return Binary(b"".join((*decoder.feed(reply.content), *decoder.finish())), head)
