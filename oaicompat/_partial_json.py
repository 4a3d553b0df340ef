"""JSON that is still being written: each character is looked at once, and what has come so far is a value at any time.

What is shown is true of the whole: a number is shown when it has ended, a literal when it is complete, a key together
with the beginning of its value, and a text grows, unless the schema says that a part of it would be no value (a word
of an enum, a date). What was closed never changes again, so that a look at the value copies the open containers alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from oaicompat._json import as_list, as_object

__all__ = ["MISSING", "PartialAnswer", "PartialJSON", "Shape"]

#: There is no value yet; None would be JSON's null.
MISSING: Final[Any] = type("Missing", (), {"__repr__": lambda self: "MISSING", "__bool__": lambda self: False})()

#: Containers in containers; pydantic reads no more of them either.
_DEEPEST = 200
_SPACE = re.compile(r"[ \t\r\n]*")
_STRING_STOP = re.compile(r'["\\]')
_SCALAR_STOP = re.compile(r'[ \t\r\n,:"{}\[\]]')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = re.compile(r"\\u([0-9a-fA-F]{4})")
_HALF = "\ufffd"  # in place of half a character


class Shape:
    """What a JSON schema says of the texts in a value: which may be shown while they grow."""

    __slots__ = ("_definitions", "_inside", "_schemas", "grows")

    def __init__(self, schemas: list[Any], definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._schemas = [found for schema in schemas for found in self._arms(schema, 0)]
        self._inside: dict[str | None, Shape] = {}
        self.grows = not self._schemas or any(map(_is_free_text, self._schemas))
        """Whether a part of a text is a value too."""

    def of(self, key: str | None) -> Shape:
        """The shape of what stands under a key, or with None in a list."""
        found = self._inside.get(key)
        if found is None:
            inner = [part for schema in self._schemas for part in _parts(schema, key)]
            found = self._inside[key] = Shape(inner, self._definitions)
        return found

    def _arms(self, schema: Any, depth: int) -> list[Any]:
        """The schemas of which one is meant, references followed."""
        fields = as_object(schema)
        if depth > _DEEPEST:
            return []
        if isinstance(name := fields.get("$ref"), str):
            return self._arms(self._definitions.get(name.rpartition("/")[2]), depth + 1)
        arms = [arm for word in ("anyOf", "oneOf", "allOf") for arm in as_list(fields.get(word))]
        return [found for arm in arms for found in self._arms(arm, depth + 1)] if arms else [fields]


def _is_free_text(schema: Mapping[str, Any]) -> bool:
    kind = schema.get("type", "string")
    is_text = kind == "string" or "string" in as_list(kind)
    return is_text and not schema.keys() & {"enum", "const", "format", "pattern"}


def _parts(schema: Mapping[str, Any], key: str | None) -> list[Any]:
    if key is None:
        return [*as_list(schema.get("prefixItems")), *([schema["items"]] if "items" in schema else [])]
    properties = as_object(schema.get("properties"))
    if key in properties:
        return [properties[key]]
    others = schema.get("additionalProperties")
    return [others] if isinstance(others, dict) else []


class PartialJSON:
    """Feed it the text of one JSON value; `value()` is what has come so far, and `finish()` the whole.

    White space before the value is skipped. After the value, or at the first character that cannot be JSON, it takes
    no more.
    """

    __slots__ = (
        "_containers", "_grows", "_keys", "_pieces", "_rest", "_root", "_shape", "_shapes", "_step", "done", "failed",
    )  # fmt: skip

    def __init__(self, shape: Shape | None = None) -> None:
        self._containers: list[Any] = []  # those that are open; each holds only what was closed
        self._keys: list[str] = []  # for each the key that is open; "" in a list
        self._shapes: list[Shape | None] = []
        self._shape = shape  # of the value that comes next
        self._pieces: list[str] = []  # of the text, key, number or literal that is open
        self._grows = True
        self._rest = ""  # an escape that has not come whole
        self._root: Any = MISSING
        self._step: Callable[[str, int], int] = self._value
        self.done = False
        """The value is whole."""
        self.failed = False
        """What came is no JSON."""

    def feed(self, text: str) -> int:
        """Reads on, and gives the number of characters taken: all of them before the value's end."""
        kept = len(self._rest)
        if kept:
            text, self._rest = self._rest + text, ""
        place, end = 0, len(text)
        while place < end and not self.done and not self.failed:
            place = self._step(text, place)
        return place - kept

    def value(self) -> Any:
        """What has come so far, `MISSING` if that is nothing. It is the caller's, but for what is inside; do not change
        that.
        """
        if self.done:
            return self._root
        found: Any = MISSING
        if self._step == self._text and self._grows:
            found = self._joined()
        for container, key in zip(reversed(self._containers), reversed(self._keys), strict=True):
            copied = container.copy()
            if found is MISSING:
                pass
            elif key or type(copied) is dict:
                copied[key] = found
            else:
                copied.append(found)
            found = copied
        return found

    def finish(self) -> Any:
        """The value, after the last character. Raises ValueError if it is not whole."""
        if self._step == self._scalar and not self._containers and not self.failed:
            self._end_scalar()
        if not self.done:
            raise ValueError("this is not JSON" if self.failed else "the JSON is not whole")
        return self._root

    # -- each state takes what it can from a place on, and gives the place where it stopped -----------------------------

    def _value(self, text: str, place: int) -> int:
        place = _after_space(text, place)
        if place == len(text):
            return place
        first = text[place]
        if first == '"':
            self._grows = self._shape is None or self._shape.grows
            self._step = self._text
        elif first == "{":
            return self._open({}, self._first_key, place)
        elif first == "[":
            return self._open([], self._first_item, place)
        elif first in "-0123456789tfn":
            self._step = self._scalar
            return place
        else:
            return self._fail(place)
        return place + 1

    def _open(self, container: Any, step: Callable[[str, int], int], place: int) -> int:
        if len(self._containers) >= _DEEPEST:
            return self._fail(place)
        shape = self._shape
        self._containers.append(container)
        self._keys.append("")
        self._shapes.append(shape)
        if shape is not None and type(container) is list:
            self._shape = shape.of(None)
        self._step = step
        return place + 1

    def _first_item(self, text: str, place: int) -> int:
        place = _after_space(text, place)
        if text[place : place + 1] == "]":
            return self._close(place)
        self._step = self._value
        return place

    def _first_key(self, text: str, place: int) -> int:
        place = _after_space(text, place)
        if text[place : place + 1] == "}":
            return self._close(place)
        self._step = self._before_key
        return place

    def _before_key(self, text: str, place: int) -> int:
        place = _after_space(text, place)
        if place < len(text):
            if text[place] != '"':
                return self._fail(place)
            self._step = self._key
            place += 1
        return place

    def _key(self, text: str, place: int) -> int:
        place, ended = self._string(text, place)
        if ended:
            self._keys[-1] = key = self._taken()
            shape = self._shapes[-1]
            self._shape = None if shape is None else shape.of(key)
            self._step = self._colon
        return place

    def _colon(self, text: str, place: int) -> int:
        place = _after_space(text, place)
        if place < len(text):
            if text[place] != ":":
                return self._fail(place)
            self._step = self._value
            place += 1
        return place

    def _text(self, text: str, place: int) -> int:
        place, ended = self._string(text, place)
        if ended:
            self._put(self._taken())
        return place

    def _scalar(self, text: str, place: int) -> int:
        stop = _SCALAR_STOP.search(text, place)
        self._pieces.append(text[place : stop.start()] if stop else text[place:])
        if stop is None:
            return len(text)
        self._end_scalar()
        return stop.start()

    def _next(self, text: str, place: int) -> int:
        """After a value inside a container."""
        place = _after_space(text, place)
        if place == len(text):
            return place
        is_list = type(self._containers[-1]) is list
        if text[place] == ",":
            self._step = self._value if is_list else self._before_key
            if is_list and (shape := self._shapes[-1]) is not None:
                self._shape = shape.of(None)
            return place + 1
        return self._close(place) if text[place] == ("]" if is_list else "}") else self._fail(place)

    # -- parts of the above ---------------------------------------------------------------------------------------------

    def _string(self, text: str, place: int) -> tuple[int, bool]:
        """Takes characters of a text or a key; and whether its closing quote was among them."""
        pieces = self._pieces
        while True:
            stop = _STRING_STOP.search(text, place)
            if stop is None:
                pieces.append(text[place:] if place else text)
                return len(text), False
            end = stop.start()
            if end > place:
                pieces.append(text[place:end])
            if text[end] == '"':
                return end + 1, True
            place = self._escape(text, end)
            if self._rest or self.failed:
                return place, False

    def _escape(self, text: str, place: int) -> int:
        """Takes an escape; one that has not come whole waits for the rest."""
        kind = text[place + 1 : place + 2]
        if kind in _ESCAPES:
            self._pieces.append(_ESCAPES[kind])
            return place + 2
        code = _HEX.match(text, place)
        if code is None:
            return self._wait(text, place) if len(text) - place < 6 and kind in ("", "u") else self._fail(place)
        number = int(code[1], 16)
        if 0xD800 <= number < 0xDC00:
            low = _HEX.match(text, place + 6)
            if low is not None and 0xDC00 <= int(low[1], 16) < 0xE000:
                self._pieces.append(chr(0x10000 + ((number - 0xD800) << 10) + int(low[1], 16) - 0xDC00))
                return place + 12
            after = text[place + 6 : place + 12]
            if low is None and len(after) < 6 and "\\u".startswith(after[:2]):
                return self._wait(text, place)
        self._pieces.append(_HALF if 0xD800 <= number < 0xE000 else chr(number))
        return place + 6

    def _wait(self, text: str, place: int) -> int:
        self._rest = text[place:]
        return len(text)

    def _end_scalar(self) -> None:
        word = self._taken()
        if word in _LITERALS:
            self._put(_LITERALS[word])
        elif (number := _NUMBER.fullmatch(word)) is not None and len(word) <= 4300:  # what int() takes
            self._put(float(word) if number[1] or number[2] else int(word))
        else:
            self.failed = True

    def _put(self, value: Any) -> None:
        """A value has ended: it goes into the container that is open."""
        if not self._containers:
            self._root, self.done = value, True
            return
        container = self._containers[-1]
        if type(container) is list:
            container.append(value)
        else:
            container[self._keys[-1]] = value
        self._step = self._next

    def _close(self, place: int) -> int:
        self._keys.pop()
        self._shapes.pop()
        self._put(self._containers.pop())
        return place + 1

    def _joined(self) -> str:
        pieces = self._pieces
        if len(pieces) > 1:
            pieces[:] = ["".join(pieces)]
        return pieces[0] if pieces else ""

    def _taken(self) -> str:
        text = self._joined()
        self._pieces.clear()
        return text

    def _fail(self, place: int) -> int:
        self.failed = True
        return place


def _after_space(text: str, place: int) -> int:
    return _SPACE.match(text, place).end()  # type: ignore[union-attr]  # it matches nothing at all


_THINKING = "<think>"
_THOUGHT = "</think>"


class PartialAnswer:
    """The JSON object in an answer as far as it came: thinking in tags, a fence and words before it are passed over.

    `listed` says that a list which opens the answer will do as well.
    """

    __slots__ = ("_begun", "_listed", "_pending", "_read", "_reader", "_shape", "_step")

    def __init__(self, shape: Shape | None = None, *, listed: bool = False) -> None:
        self._shape, self._listed = shape, listed
        self._reader = PartialJSON(shape)
        self._pending: list[str] = []  # pieces that nobody has asked about
        self._read = 0
        self._begun = ""  # what may be the beginning of a tag, or precedes the JSON
        self._step: Callable[[str], str] = self._start

    def add(self, piece: str) -> Callable[[], Any]:
        """Adds a piece; what is given tells the value up to it, and with it. None is nothing yet."""
        self._pending.append(piece)
        count = len(self._pending)
        return lambda: self._at(count)

    def _at(self, count: int) -> Any:
        if count < self._read:  # asked about the past
            again = PartialAnswer(self._shape, listed=self._listed)
            return again.add("".join(self._pending[:count]))()
        text = "".join(self._pending[self._read : count])
        self._read = count
        while text:
            text = self._step(text)
        found = self._reader.value()
        return None if found is MISSING else found

    def _start(self, text: str) -> str:
        """Whether the answer begins by thinking."""
        self._begun = (self._begun + text).lstrip()
        if self._begun.startswith(_THINKING):
            self._step = self._think
        elif _THINKING.startswith(self._begun):
            return ""
        else:
            self._step = self._seek
        text, self._begun = self._begun, ""
        return text

    def _think(self, text: str) -> str:
        before, closed, after = (self._begun + text).partition(_THOUGHT)
        self._begun = "" if closed else before[-len(_THOUGHT) + 1 :]
        if closed:
            self._step = self._seek
        return after

    def _seek(self, text: str) -> str:
        """Looks for the brace that opens the object."""
        for place, character in enumerate(text):
            if character == "{" or (character == "[" and self._listed and _opens(self._begun)):
                self._step = self._json
                return text[place:]
            if len(self._begun) < 20:
                self._begun += character
        return ""

    def _json(self, text: str) -> str:
        taken = self._reader.feed(text)
        if self._reader.failed:  # it was no JSON: it may come later
            self._reader = PartialJSON(self._shape)
            self._step = self._seek
            return text[max(taken, 0) :]
        if self._reader.done:
            self._step = _drop
        return text[taken:]


def _opens(text: str) -> bool:
    """Whether JSON may begin after this: nothing, or the line of a fence."""
    return text.strip().removeprefix("```").removeprefix("json") == ""


def _drop(text: str) -> str:
    return ""
