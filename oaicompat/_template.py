"""Chunks that are one that came before, but for their text.

The common chunk adds a few characters to the one answer, and its bytes differ from those of the chunk before it in
nothing else. So the bytes around the text are remembered together with the chunk that was validated from them. A chunk
between the same bytes is that chunk with another text: only the text is read, and it must be a JSON string. A copy is
made of every object and mapping of the chunk, so that what is done to one is not seen in another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from pydantic import BaseModel
from pydantic_core import from_json

from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk, Choice, ChoiceDelta

__all__ = ["Template", "template_of"]

_CONTENT = re.compile(rb'"content"\s*:\s*"')
_INSIDE = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*')  # of a JSON string; a backslash before a line end is no escape
_PLAIN_DELTA = {"content"}
_SCALARS = (str, int, float, type(None))

# What pydantic's own `model_construct` sets, by the slots themselves: that is several times as fast.
_set_fields: Any = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra: Any = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private: Any = BaseModel.__dict__["__pydantic_private__"].__set__


class Template:
    """The bytes `before` and `after` the text of an event's data, and the chunk that they make."""

    __slots__ = ("_after", "_before", "_ends", "_starts", "chunk")

    def __init__(self, before: bytes, after: bytes, chunk: ChatCompletionChunk) -> None:
        self._before, self._after = before, after
        #: Makes the chunk that has a text.
        self.chunk = _maker(chunk)
        self._starts, self._ends = b"data:" + before, after + b"\n\n"  # of a whole event

    def text(self, event: bytes) -> str | None:
        """The text of one whole event, with its field name and blank line, if it is of this template."""
        starts, ends = self._starts, self._ends
        if not (event.startswith(starts) and event.endswith(ends)) or len(event) < len(starts) + len(ends):
            return None
        try:
            return cast(str, from_json(b'"%b"' % event[len(starts) : -len(ends)], cache_strings="none"))
        except ValueError:
            return None

    def texts(self, events: Sequence[bytes]) -> list[str] | None:
        """The texts of several events' data, if all of them are of this template."""
        # Cutting blindly and comparing once is cheaper than many looks. No event holds a line end.
        before, after = self._before, self._after
        start, end = len(before), -len(after)
        inside = [event[start:end] for event in events]
        if b"%b%b%b" % (before, (b"%b\n%b" % (after, before)).join(inside), after) != b"\n".join(events):
            return None
        lines = b"\n".join(inside)
        if (b"\\" in lines or b'"' in lines) and not _INSIDE.fullmatch(lines):
            return None
        try:
            return cast("list[str]", from_json(b'["%b"]' % b'","'.join(inside), cache_strings="none"))
        except ValueError:  # such as half a surrogate pair
            return None


def _maker(whole: ChatCompletionChunk) -> Callable[[str], ChatCompletionChunk]:
    (choice,) = whole.choices
    fields, extras, said = whole.__dict__, whole.__pydantic_extra__ or {}, whole.__pydantic_fields_set__
    of_choice, choice_extras = choice.__dict__, choice.__pydantic_extra__ or {}
    choice_said, of_delta = choice.__pydantic_fields_set__, choice.delta.__dict__
    new = cast(Any, object.__new__)

    def make(text: str) -> ChatCompletionChunk:
        delta = new(ChoiceDelta)
        inner = delta.__dict__
        inner.update(of_delta)
        inner["content"] = text
        _set_fields(delta, {"content"})
        _set_extra(delta, {})
        _set_private(delta, None)
        piece = new(Choice)
        inner = piece.__dict__
        inner.update(of_choice)
        inner["delta"] = delta
        _set_fields(piece, choice_said.copy())
        _set_extra(piece, choice_extras.copy())
        _set_private(piece, None)
        chunk = new(ChatCompletionChunk)
        inner = chunk.__dict__
        inner.update(fields)
        inner["choices"] = [piece]
        _set_fields(chunk, said.copy())
        _set_extra(chunk, extras.copy())
        _set_private(chunk, None)
        return chunk  # type: ignore[no-any-return]  # a cast would take as long as a field

    return make


def template_of(event: bytes, chunk: ChatCompletionChunk) -> Template | None:
    """The template of an event's data; None if the chunk is more than a text, or its text has no clear place."""
    if not _is_plain(chunk):
        return None
    found = _CONTENT.findall(event)
    if len(found) != 1:
        return None
    start = event.index(found[0]) + len(found[0])
    inside = _INSIDE.match(event, start)
    assert inside is not None  # noqa: S101  # it matches nothing at all
    return Template(event[:start], event[inside.end() :], chunk.model_copy(deep=True))


def _is_plain(chunk: ChatCompletionChunk) -> bool:
    """Whether a chunk holds one answer's text and nothing else that could matter."""
    if len(chunk.choices) != 1 or chunk.usage is not None:
        return False
    choice = chunk.choices[0]
    return (
        choice.index == 0
        and choice.delta.__pydantic_fields_set__ == _PLAIN_DELTA
        and not choice.delta.__pydantic_extra__
        and choice.delta.content is not None
        and not choice.finish_reason
        and choice.logprobs is None
        and not any(value is not None for value in (choice.__pydantic_extra__ or {}).values())
        and all(isinstance(value, _SCALARS) for value in (chunk.__pydantic_extra__ or {}).values())
    )
