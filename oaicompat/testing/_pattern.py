"""A text that a regular expression matches, for the expressions that JSON schemas hold.

Known are literal characters, classes, groups, alternatives and counts. What else an expression holds (look-around,
back references) is not understood: then there is no text.
"""

from __future__ import annotations

import re

__all__ = ["matching_text"]

_CLASSES = {"d": "1234567890", "w": "abcdefghij", "s": " ", "D": "abcde", "W": "-+", "S": "abcdefghij"}
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_ANY = "abcdefghij"
_PREFERRED = "abcdefghijABCDEFGHIJ1234567890 -_.:/@"


class _UnknownError(ValueError):
    """The expression holds something that is not understood."""


def matching_text(pattern: str, turn: int = 0, least: int = 0) -> str | None:
    """A text of at least `least` characters in which `pattern` is found; another `turn` tries for another text."""
    for more in (0, 1, max(1, least)):
        try:
            text = _Reader(pattern, turn, more).read()
        except _UnknownError:
            return None
        if len(text) < least and not pattern.endswith("$"):
            text = text.ljust(least, "a")
        if len(text) >= least and re.search(pattern, text):
            return text
    return None


class _Reader:
    """Reads an expression from left to right and writes a text for it; `more` repeats what may be repeated."""

    def __init__(self, pattern: str, turn: int, more: int) -> None:
        self._pattern = pattern
        self._turn = turn
        self._more = more
        self._at = 0

    def read(self) -> str:
        text = self._alternatives()
        if self._at < len(self._pattern):
            raise _UnknownError
        return text

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self) -> str:
        found = self._peek()
        if not found:
            raise _UnknownError
        self._at += 1
        return found

    def _alternatives(self) -> str:
        found = [self._sequence()]
        while self._peek() == "|":
            self._take()
            found.append(self._sequence())
        return found[self._turn % len(found)]

    def _sequence(self) -> str:
        text = ""
        while self._peek() not in ("", "|", ")"):
            start = self._at
            piece = self._piece()
            least, most = self._count()
            wanted = least if most is None else min(most, max(least, self._more))
            if most is None:
                wanted = max(least, self._more)
            end = self._at
            for _ in range(wanted):
                text += piece
            self._at = max(end, start)
        return text

    def _count(self) -> tuple[int, int | None]:
        """How often the piece before is repeated: at least and at most."""
        mark = self._peek()
        found: tuple[int, int | None] = (1, 1)
        if mark in ("*", "+", "?") and mark:
            self._take()
            found = {"*": (0, None), "+": (1, None), "?": (0, 1)}[mark]
        elif mark == "{" and (numbers := re.match(r"\{(\d*)(,?)(\d*)\}", self._pattern[self._at :])):
            self._at += numbers.end()
            least = int(numbers[1] or 0)
            found = (least, (int(numbers[3]) if numbers[3] else None) if numbers[2] else least)
        else:
            return found
        if self._peek() in ("?", "+"):  # lazy, possessive: the same texts
            self._take()
        return found

    def _piece(self) -> str:
        mark = self._take()
        if mark in "^$":
            return ""
        if mark == ".":
            return _ANY[self._turn % len(_ANY)]
        if mark == "(":
            return self._group()
        if mark == "[":
            return self._class()
        if mark == "\\":
            return self._escaped(self._take())
        return mark

    def _group(self) -> str:
        if self._peek() == "?":
            opening = re.match(r"\?(?::|P?<[A-Za-z_]\w*>)", self._pattern[self._at :])
            if opening is None:
                raise _UnknownError
            self._at += opening.end()
        text = self._alternatives()
        if self._take() != ")":
            raise _UnknownError
        return text

    def _escaped(self, mark: str) -> str:
        if mark in _CLASSES:
            choices = _CLASSES[mark]
            return choices[self._turn % len(choices)]
        if mark in "bBAZz":
            return ""
        if mark in _CONTROL:
            return _CONTROL[mark]
        if mark in "xu":
            size = 2 if mark == "x" else 4
            self._at += size
            return chr(int(self._pattern[self._at - size : self._at], 16))
        if mark.isalnum():
            raise _UnknownError
        return mark

    def _class(self) -> str:
        """A character of a class: the first of the plain ones that are in it."""
        end = self._at + (self._peek() == "^")
        end += self._pattern[end : end + 1] == "]"
        while end < len(self._pattern) and self._pattern[end] != "]":
            end += 2 if self._pattern[end] == "\\" else 1
        try:
            wanted = re.compile(f"[{self._pattern[self._at : end]}]")
        except re.error:
            raise _UnknownError from None
        self._at = end + 1
        everything = (*_PREFERRED, *map(chr, range(32, 0x3000)))
        found: list[str] = []
        for character in everything:
            if wanted.match(character):
                found.append(character)
                if len(found) > self._turn % 5:
                    break
        if not found:
            raise _UnknownError
        return found[-1]
