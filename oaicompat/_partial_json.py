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
_STRING_STOP = re.compile(r'["\\]')
_SCALAR_STOP = re.compile(r'[ \t\r\n,:"{}\[\]]')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LITERALS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = re.compile(r"\\u([0-9a-fA-F]{4})")
_HALF = "\ufffd"  # in place of half a character


class Shape:
    """What a JSON schema says of the texts in a value: which may be shown while they grow."""

    __slots__ = ("_definitions", "_schemas", "grows", "known")

    def __init__(self, schemas: list[Any], definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._schemas = [found for schema in schemas for found in self._arms(schema, 0)]
        self.known: dict[str | None, Shape] = {}
        """The shapes inside that were asked for."""
        self.grows = not self._schemas or any(map(_is_free_text, self._schemas))
        """Whether a part of a text is a value too."""

    def of(self, key: str | None) -> Shape:
        """The shape of what stands under a key, or with None in a list."""
        found = self.known.get(key)
        if found is None:
            inner = [part for schema in self._schemas for part in _parts(schema, key)]
            found = self.known[key] = Shape(inner, self._definitions)
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


#: What comes next: a value, the first thing in a list or an object, a key, a colon, what follows a value; or more of a
#: number or literal, of a key, of a text. The order matters: the last two are what stands in quotes.
_VALUE, _FIRST_ITEM, _FIRST_KEY, _NEXT_KEY, _COLON, _AFTER, _SCALAR, _KEY, _TEXT = range(9)


class PartialJSON:
    """Feed it the text of one JSON value; `value()` is what has come so far, and `finish()` the whole.

    White space before the value is skipped. After the value, or at the first character that cannot be JSON, it takes
    no more.
    """

    __slots__ = (
        "_containers", "_grows", "_keys", "_look", "_pieces", "_rest", "_root", "_shape", "_shapes", "_state",
        "done", "failed",
    )  # fmt: skip

    def __init__(self, shape: Shape | None = None) -> None:
        self._containers: list[Any] = []  # those that are open; each holds only what was closed
        self._keys: list[str | None] = []  # for each the key that is open; None in a list
        self._shapes: list[Shape | None] = []
        self._shape = shape  # of the value that comes next
        self._pieces: list[str] = []  # of the text, key, number or literal that is open
        self._grows = True
        self._look: Any = None  # the value as it was last seen, None if it is another now
        self._rest = ""  # an escape that has not come whole
        self._root: Any = MISSING
        self._state = _VALUE
        self.done = False
        """The value is whole."""
        self.failed = False
        """What came is no JSON."""

    def feed(self, text: str) -> int:
        """Reads on, and gives the number of characters taken: all of them before the value's end."""
        if self._state == _TEXT and '"' not in text and "\\" not in text and not (self._rest or self.failed):
            self._pieces.append(text)  # the most of what comes
            self._look = None
            return len(text)
        kept = len(self._rest)
        if kept:
            text, self._rest = self._rest + text, ""
        place, end = 0, len(text)
        while place < end and not self.done and not self.failed:
            if self._state >= _KEY:
                place = self._quoted(text, place)
            elif self._state == _SCALAR:
                place = self._scalar(text, place)
            elif (character := text[place]) in " \t\r\n" or self._take(character):
                place += 1
        return place - kept

    def value(self) -> Any:
        """What has come so far, `MISSING` if that is nothing. It is shared with other looks: do not change it."""
        if self.done:
            return self._root
        if self._look is not None:
            return self._look
        found: Any = MISSING
        if self._state == _TEXT and self._grows:
            found = "".join(self._pieces)
            self._pieces = [found]
        containers, keys = self._containers, self._keys
        place = len(keys)
        while place:
            place -= 1
            if found is MISSING:
                found = containers[place].copy()
            elif (key := keys[place]) is None:
                found = [*containers[place], found]
            else:
                copied = containers[place].copy()
                copied[key] = found
                found = copied
        self._look = found
        return found

    def finish(self) -> Any:
        """The value, after the last character. Raises ValueError if it is not whole."""
        if self._state == _SCALAR and not self._containers and not self.failed:
            self._end_scalar()
        if not self.done:
            raise ValueError("this is not JSON" if self.failed else "the JSON is not whole")
        return self._root

    # -- outside of quotes ---------------------------------------------------------------------------------------------

    def _take(self, character: str) -> bool:
        """Goes on by one character; False if it is the first of a number or literal, which is read as a whole."""
        state = self._state
        if state == _AFTER:
            self._follow(character)
        elif character == '"' and state != _COLON:
            if state in (_FIRST_KEY, _NEXT_KEY):
                self._state = _KEY
            else:
                self._grows = self._shape is None or self._shape.grows
                self._state, self._look = _TEXT, None
        elif state == _COLON:
            self._state, self.failed = _VALUE, character != ":"
        elif (character == "]" and state == _FIRST_ITEM) or (character == "}" and state == _FIRST_KEY):
            self._close()
        elif state in (_FIRST_KEY, _NEXT_KEY):
            self.failed = True
        elif character in "{[":
            self._open({} if character == "{" else [])
        elif character in "-0123456789tfn":
            self._state = _SCALAR
            return False
        else:
            self.failed = True
        return not self.failed

    def _follow(self, character: str) -> None:
        """After a value inside a container."""
        is_list = self._keys[-1] is None
        if character == ",":
            self._state = _VALUE if is_list else _NEXT_KEY
            if is_list and (shape := self._shapes[-1]):
                self._shape = shape.of(None)
        elif character == ("]" if is_list else "}"):
            self._close()
        else:
            self.failed = True

    def _open(self, container: Any) -> None:
        if len(self._containers) >= _DEEPEST:
            self.failed = True
            return
        is_list = type(container) is list
        self._look = None
        self._containers.append(container)
        self._keys.append(None if is_list else "")
        self._shapes.append(self._shape)
        if is_list:
            self._shape = self._shape and self._shape.of(None)
        self._state = _FIRST_ITEM if is_list else _FIRST_KEY

    def _close(self) -> None:
        self._keys.pop()
        self._shapes.pop()
        self._put(self._containers.pop())

    def _put(self, value: Any) -> None:
        """A value has ended: it goes into the container that is open."""
        self._state, self._look = _AFTER, None
        if not self._containers:
            self._root, self.done = value, True
            return
        key = self._keys[-1]
        if key is None:
            self._containers[-1].append(value)
        else:
            self._containers[-1][key] = value

    def _scalar(self, text: str, place: int) -> int:
        stop = _SCALAR_STOP.search(text, place)
        self._pieces.append(text[place : stop.start()] if stop else text[place:])
        if stop is None:
            return len(text)
        self._end_scalar()
        return stop.start()

    def _end_scalar(self) -> None:
        word = self._taken()
        if word in _LITERALS:
            self._put(_LITERALS[word])
        elif (number := _NUMBER.fullmatch(word)) is not None and len(word) <= 4300:  # what int() takes
            self._put(float(word) if number[1] or number[2] else int(word))
        else:
            self.failed = True

    # -- in quotes -----------------------------------------------------------------------------------------------------

    def _quoted(self, text: str, place: int) -> int:
        """Takes characters of a text or a key, up to its closing quote."""
        if self._state == _TEXT:
            self._look = None
        stop = _STRING_STOP.search(text, place)
        if stop is None:
            self._pieces.append(text[place:] if place else text)
            return len(text)
        end = stop.start()
        if end > place:
            self._pieces.append(text[place:end])
        if text[end] != '"':
            return self._escape(text, end)
        if self._state == _TEXT:
            self._put(self._taken())
        else:
            self._keys[-1] = key = self._taken()
            shape = self._shapes[-1]
            self._shape = shape and (shape.known.get(key) or shape.of(key))
            self._state = _COLON
        return end + 1

    def _escape(self, text: str, place: int) -> int:
        """Takes an escape; one that has not come whole waits for the rest."""
        kind = text[place + 1 : place + 2]
        if kind in _ESCAPES:
            self._pieces.append(_ESCAPES[kind])
            return place + 2
        code = _HEX.match(text, place)
        if code is None:
            if len(text) - place < 6 and kind in ("", "u"):
                return self._wait(text, place)
            self.failed = True
            return place
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

    def _taken(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        return text


_THINKING = "<think>"
_THOUGHT = "</think>"


class PartialAnswer:
    """The JSON object in an answer as far as it came: thinking in tags, a fence and words before it are passed over.

    `pieces` is the answer's text, a list that grows. It is read when somebody asks: `at(count)` is the value after so
    many pieces. With `inside`, the value is that of the object's key of this name, and a list that opens the answer
    will do as well.
    """

    __slots__ = ("_begun", "_inside", "_pieces", "_read", "_reader", "_shape", "_step")

    def __init__(self, pieces: list[str], shape: Shape | None = None, *, inside: str | None = None) -> None:
        self._pieces = pieces
        self._shape, self._inside = shape, inside
        self._reader = PartialJSON(shape)
        self._read = 0
        self._begun = ""  # what may be the beginning of a tag, or precedes the JSON
        self._step: Callable[[str], str] | None = self._start  # None inside of the JSON

    def at(self, count: int) -> Any:
        """The value after `count` pieces; None is nothing yet."""
        read = self._read
        if count < read:  # asked about the past
            return PartialAnswer(self._pieces[:count], self._shape, inside=self._inside).at(count)
        text = self._pieces[read] if count == read + 1 else "".join(self._pieces[read:count])
        self._read = count
        while text:
            if self._step is not None:
                text = self._step(text)
                continue
            taken = self._reader.feed(text)
            if not self._reader.failed or self._reader.value():
                break  # what breaks off after something of it was read is all there is
            self._reader = PartialJSON(self._shape)  # it was a brace among words: the JSON is yet to come
            self._step = self._seek
            text = text[max(taken, 0) :]
        found = self._reader.value()
        if self._inside and type(found) is dict:
            return as_object(found).get(self._inside)
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
            if character == "{" or (character == "[" and self._inside and _opens(self._begun)):
                if character == "[" and self._shape is not None:
                    self._reader = PartialJSON(self._shape.of(self._inside))
                self._step = None
                return text[place:]
            if len(self._begun) < 20:
                self._begun += character
        return ""


def _opens(text: str) -> bool:
    """Whether JSON may begin after this: nothing, or the line of a fence."""
    return text.strip().removeprefix("```").removeprefix("json") == ""
