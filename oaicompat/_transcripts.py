"""The reply to a transcription: text or an object, whichever was asked for and whichever came.

Some servers answer JSON whatever the format (vLLM, SGLang), others a JSON string, text, or a stream. The words are
given wherever they can be nothing else; what cannot be a transcript at all is an error.
"""

from __future__ import annotations

import re
from typing import TypeVar

from oaicompat._decode import not_what_was_asked, read, read_object, with_reply
from oaicompat._error_reply import body_error
from oaicompat._events import decoded
from oaicompat._json import as_object, parse
from oaicompat._transcription_events import TEXT_TYPES, TranscriptionEventDecoder
from oaicompat._wire import Reply
from oaicompat.types.audio.transcription import Transcript, Transcription

__all__ = ["as_transcript", "text_of_transcript"]

R = TypeVar("R", bound=Transcript)

_WHITE = "\ufeff \r\n\t"
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.ASCII)


def text_of_transcript(reply: Reply, form: str) -> str:
    """The text of a reply that was asked for as `form`: text, srt or vtt. Raises APIError if it is none."""
    if reply.content_type.startswith("text/event-stream"):
        return _whole_of_stream(reply).text
    wanted = f"transcript as {form}"
    if _is_page(reply):
        raise not_what_was_asked(reply, wanted)
    # Words in quotes are JSON only if the server says so: whoever speaks may be quoting.
    text = _text_in(reply)
    if not (text.lstrip(_WHITE).startswith("{") or "json" in reply.content_type):
        return text
    try:
        value = parse(reply.content)
    except ValueError:
        return text
    found = value if isinstance(value, str) else as_object(value).get("text")
    if not isinstance(found, str) or (not found and body_error(value, reply)):
        raise not_what_was_asked(reply, wanted)
    if form != "text" and found.strip() and "-->" not in found:
        raise not_what_was_asked(reply, wanted, missing=" (it has no times)")
    return found


def as_transcript(kind: type[R], reply: Reply) -> R:
    """A reply as an object of `kind`. Raises APIError if it is none."""
    if reply.content_type.startswith("text/event-stream"):
        return with_reply(read_object(kind, _whole_of_stream(reply).to_dict()), reply)
    try:
        found = read(kind, reply.content)
    except ValueError:
        return with_reply(kind(text=_words(kind, reply)), reply)
    says_something = {"text", "segments", "words"} & found.model_fields_set
    if not says_something or (not found.text and body_error(parse(reply.content), reply)):
        raise not_what_was_asked(reply, kind.__name__, missing=" (it has no text)")
    return with_reply(found, reply)


def _words(kind: type[Transcript], reply: Reply) -> str:
    """The words of a reply that is no JSON object. Raises APIError if they are not meant to be a transcript."""
    text = _text_in(reply)
    if text.strip() and not _is_page(reply):
        if reply.content_type.startswith(TEXT_TYPES) and not text.lstrip(_WHITE).startswith("{"):
            return text
        try:
            value = parse(reply.content)
        except ValueError:
            value = None
        if isinstance(value, str):
            return value
    raise not_what_was_asked(reply, kind.__name__)


def _text_in(reply: Reply) -> str:
    """The body as text, in the charset that the server declares; UTF-8 if it declares none, or none that is known."""
    if declared := _CHARSET.search(reply.content_type):
        try:
            return reply.content.decode(declared.group(1), "replace")
        except (LookupError, ValueError):
            pass
    return reply.text


def _is_page(reply: Reply) -> bool:
    """Whether the reply is a web page; a transcript may start with an angle bracket too."""
    start = reply.content[:100].lstrip().lower()
    return "html" in reply.content_type or start.startswith((b"<!doctype", b"<html"))


def _whole_of_stream(reply: Reply) -> Transcription:
    """The transcription in a reply that was streamed although nobody asked for it."""
    decoder = TranscriptionEventDecoder(reply)
    for _ in decoded(decoder, reply.content):
        pass
    return decoder.whole()
