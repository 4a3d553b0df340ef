"""Replies that are bytes: passed on as they come, and never an error or a web page in their place.

A JSON object that comes with success is told by its first bytes: then it is read whole. It is an error of the server,
or the bytes as base64 text (`extract` finds them: Mistral's speech); if it is neither, it is not what was asked.

Where the server says that it sends JSON, XML, a web page or plain text, that is what it is, unless it starts as a file
of sound, of pictures that move, or of several files does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from oaicompat._decode import not_what_was_asked, too_large
from oaicompat._error_reply import body_error
from oaicompat._json import as_list, as_object, parse
from oaicompat._sse import DEFAULT_LIMIT, EventTooLargeError
from oaicompat._wire import Reply
from oaicompat.types.binary import Binary

__all__ = ["BinaryDecoder", "PassingDecoder", "binary"]

#: How a JSON object or a web page may start, and how it does: nothing that is sound or an image starts so.
_MAYBE = re.compile(rb"[\s\xef\xbb\xbf]*(?:[{<]|$)")
_TEXT = re.compile(rb"[\s\xef\xbb\xbf]*(?:\{\s*[\"}]|<(?:!doctype|html|head|body)\b)", re.IGNORECASE)
#: The content types of what is read, not heard.
_READ = re.compile(r"(?:[\w.+-]+/(?:[\w.+-]+\+)?(?:json|xml)|text/(?:html|plain))\s*(?:;|$)")
#: How media files start that may come under such a type all the same: MP3 and AAC, WAV, AVI and AIFF, Ogg, FLAC, WebM,
#: MP4, MPEG, FLV, AMR, CAF, AU, WavPack, MIDI, and ZIP.
_MEDIA = re.compile(
    rb"ID3[\x02-\x04]|\xff[\xe0-\xfd\xff]|ADIF|(?:RIFF|RIFX|RF64|FORM).{4}(?:WAVE|AVI |AIF[FC])|OggS|fLaC"
    rb"|\x1aE\xdf\xa3|.{4}ftyp|\x00\x00\x01[\xb3\xba]|FLV\x01|#!AMR|caff\x00|\.snd\x00|wvPK|MThd\x00|PK[\x03\x05]",
    re.DOTALL,
)
#: Bytes by which it is decided: how a text starts, and how media do.
_HEAD = 64
_MEDIA_HEAD = 12

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
        self._says_text = _READ.match(reply.content_type) is not None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes that may be passed on."""
        if self._held is None:
            return iter((data,))
        self._held.append(data)
        self._size += len(data)
        if not self._is_text and (is_text := self._decided(b"".join(self._held)[:_HEAD])) is not None:
            self._is_text = is_text
            if not is_text:
                held, self._held = self._held, None
                return iter(held)
        if self._size > self._limit:
            raise too_large(self._reply, EventTooLargeError(f"a JSON value is larger than {self._limit} bytes"))
        return iter(())

    def _decided(self, head: bytes) -> bool | None:
        """Whether a body that starts so is text; None if more of it is needed."""
        if self._says_text:
            return None if len(head) < _MEDIA_HEAD else not _MEDIA.match(head)
        if len(head) == _HEAD:
            return _TEXT.match(head) is not None
        return None if _MAYBE.match(head) else False

    def finish(self) -> Iterator[bytes]:
        """What was held back, if it is what was asked. Raises if it is an error."""
        if self._held is not None:
            content = b"".join(self._held)
            yield self._asked(content)

    def partial(self) -> None:
        """Nothing: what came was passed on."""

    def _asked(self, content: bytes) -> bytes:
        reply = replace(self._reply, content=content)
        must_be_text = not content.strip() or (self._says_text and not _MEDIA.match(content))
        if not must_be_text and (self._says_text or not _TEXT.match(content)):
            return content
        try:
            value = parse(content)
        except ValueError:
            if must_be_text or content.lstrip()[:1] == b"<":
                raise not_what_was_asked(reply, self._wanted) from None
            return content
        if self._extract is not None and (found := self._extract(as_object(value))):
            return found
        first = next(iter(as_list(value)), None) if isinstance(value, list) else value
        raise body_error(first, reply) or not_what_was_asked(reply, self._wanted)


def binary(reply: Reply, *, wanted: str = "file", extract: Extract | None = None, any_content: bool = False) -> Binary:
    """The bytes of a whole reply. With `any_content` they may be anything, JSON and nothing at all included."""
    if any_content:
        return Binary(reply.content, replace(reply, content=b""))
    head = replace(reply, content=b"")
    decoder = BinaryDecoder(head, max(DEFAULT_LIMIT, len(reply.content)), wanted=wanted, extract=extract)
    return Binary(b"".join((*decoder.feed(reply.content), *decoder.finish())), head)
