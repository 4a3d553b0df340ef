"""Regular expressions in the notation of llama.cpp's grammars
(https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md).

Literals, classes, groups, alternatives and repetitions are the same thing in both, written in another way. The pattern
is of a whole text, so that anchors at its ends say nothing.
"""

from __future__ import annotations

import re

from oaicompat.errors import ConfigurationError

__all__ = ["quoted", "rule_of_pattern"]

_CLASSES = {"d": "0-9", "w": "a-zA-Z0-9_", "s": r" \t\n\r\x0b\x0c"}
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a", "0": "\0"}
_CODE = re.compile(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})")
_COUNT = re.compile(r"\{(\d*)(,?)(\d*)\}")
_GROUP = re.compile(r"\?(?::|P<\w+>)")


def quoted(text: str) -> str:
    """Text as it is, in the grammar's quotes."""
    return '"' + "".join(_literal(character, '"\\') for character in text) + '"'


def rule_of_pattern(pattern: str) -> str:
    """What a rule says that takes the texts which a pattern matches whole.

    Raises ConfigurationError for what grammars do not have: looking around, back-references, flags.
    """
    return _Pattern(pattern).rule()


def _literal(character: str, special: str) -> str:
    code = ord(character)
    if character in special:
        return f"\\{character}" if character in '"\\[]' else rf"\x{code:02X}"
    if character == "\n":
        return r"\n"
    return character if character.isprintable() else rf"\U{code:08X}" if code > 0xFFFF else rf"\u{code:04X}"


class _Pattern:
    """A pattern that is read from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._place = 0

    def rule(self) -> str:
        found = self._alternatives()
        if self._place < len(self._pattern):
            raise self._unknown("a ) that closes nothing")
        return found

    def _alternatives(self) -> str:
        found = [self._sequence()]
        while self._take("|"):
            found.append(self._sequence())
        return " | ".join(found)

    def _sequence(self) -> str:
        parts: list[str] = []
        while self._place < len(self._pattern) and self._next() not in "|)":
            if self._take("^") or self._take("$"):
                continue
            parts.append(self._repeated(self._one()))
        return " ".join(parts) or '""'

    def _repeated(self, one: str) -> str:
        while self._place < len(self._pattern):
            if self._next() in "*+?":
                one += self._next()
                self._place += 1
            elif (count := _COUNT.match(self._pattern, self._place)) and (count[1] or count[3]):
                self._place = count.end()
                one += "{" + (count[1] or "0") + count[2] + count[3] + "}"
            else:
                return one
            if self._take("?"):  # lazy: the same texts match
                pass
            elif self._place < len(self._pattern) and self._next() == "+":
                raise self._unknown("a possessive repetition")
            one = f"({one})"
        return one

    def _one(self) -> str:
        character = self._next()
        self._place += 1
        if character == "(":
            return self._group()
        if character == "[":
            return self._class()
        if character == ".":
            return r"[^\n]"
        if character == "\\":
            return self._escaped()
        return quoted(character)

    def _group(self) -> str:
        if self._next() == "?":
            opening = _GROUP.match(self._pattern, self._place)
            if opening is None:
                raise self._unknown("looking around, a back-reference or a flag")
            self._place = opening.end()
        inside = self._alternatives()
        if not self._take(")"):
            raise self._unknown("a ( that is not closed")
        return f"({inside})"

    def _escaped(self) -> str:
        kind = self._next()
        if kind.lower() in _CLASSES:
            self._place += 1
            return f"[{'' if kind.islower() else '^'}{_CLASSES[kind.lower()]}]"
        if kind in "AZz":
            self._place += 1
            return '""'
        return quoted(self._character())

    def _character(self) -> str:
        """The character that an escape stands for."""
        kind = self._next()
        code = _CODE.match(self._pattern, self._place)
        self._place = code.end() if code else self._place + 1
        if code:
            return chr(int(code[1] or code[2] or code[3], 16))
        if kind in _ESCAPES:
            return _ESCAPES[kind]
        if kind.isalnum():
            raise self._unknown(f"\\{kind}")
        return kind

    def _class(self) -> str:
        found = "[^" if self._take("^") else "["
        first = True
        while first or self._next() != "]":
            first = False
            character = self._next()
            self._place += 1
            if character == "\\":
                kind = self._next()
                if kind in _CLASSES:
                    self._place += 1
                    found += _CLASSES[kind]
                    continue
                if kind.lower() in _CLASSES:
                    raise self._unknown(f"\\{kind} in a class")
                found += _literal("\b" if kind == "b" else self._character(), "[]\\^-")
                self._place += kind == "b"
            else:
                found += "-" if character == "-" and self._is_range(found) else _literal(character, "[]\\^-")
        self._place += 1
        return f"{found}]"

    def _is_range(self, found: str) -> bool:
        """Whether a hyphen stands between two characters."""
        return found not in ("[", "[^") and self._next() != "]"

    def _next(self) -> str:
        if self._place >= len(self._pattern):
            raise self._unknown("an end where more has to come")
        return self._pattern[self._place]

    def _take(self, character: str) -> bool:
        if self._pattern.startswith(character, self._place):
            self._place += 1
            return True
        return False

    def _unknown(self, what: str) -> ConfigurationError:
        return ConfigurationError(
            f"Regex {self._pattern!r} has {what} at {self._place}, which the server's grammars do not have"
        )
