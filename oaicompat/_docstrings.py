"""What a docstring says of a function and of its parameters: Google's style, numpy's, field lists, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from inspect import cleandoc

__all__ = ["described"]

#: Sections that are about parameters, in each style.
_PARAMETERS = frozenset({"args", "arguments", "parameters", "params", "other parameters", "keyword args"})
_SECTIONS = _PARAMETERS | {
    "attributes", "example", "examples", "keyword arguments", "note", "notes", "raises", "references", "return",
    "returns", "see also", "todo", "warning", "warnings", "warns", "yield", "yields",
}  # fmt: skip
_GOOGLE = re.compile(
    r"^(?P<indent>[ ]*)\*{0,2}(?P<name>\w+)(?:[ ]*\([^()]*(?:\([^()]*\)[^()]*)*\))?[ ]*:(?:[ ]+|$)(?P<text>.*)$"
)
_NUMPY = re.compile(r"^(?P<names>\*{0,2}\w+(?:[ ]*,[ ]*\*{0,2}\w+)*)(?:[ ]*:.*)?$")
_FIELD = re.compile(
    r"^[ ]*:(?:param|parameter|arg|argument)[ ]+(?:[^:]*[ ])?\*{0,2}(?P<name>\w+)[ ]*:[ ]*(?P<text>.*)$"
)
_ANY_FIELD = re.compile(r"^[ ]*:\w+[^:]*:")
_UNDERLINE = re.compile(r"^[ ]*-{3,}[ ]*$")


def described(docstring: str | None) -> tuple[str, dict[str, str]]:
    """What the docstring says before its sections, and what it says of each parameter."""
    lines = cleandoc(docstring or "").splitlines()
    text: list[str] = []
    found: dict[str, str] = {}
    place = 0
    while place < len(lines):
        line = lines[place]
        title = line.strip().removesuffix(":").lower()
        is_numpy = place + 1 < len(lines) and bool(_UNDERLINE.match(lines[place + 1])) and title in _SECTIONS
        if is_numpy or (title in _SECTIONS and line.rstrip().endswith(":") and not line.startswith(" ")):
            start = place + (2 if is_numpy else 1)
            place = _section_end(lines, start, is_numpy=is_numpy)
            if title in _PARAMETERS:
                found.update(_numpy(lines[start:place]) if is_numpy else _google(lines[start:place]))
        elif _ANY_FIELD.match(line):
            start, place = place, place + 1
            while place < len(lines) and lines[place].startswith(" ") and not _ANY_FIELD.match(lines[place]):
                place += 1
            if field := _FIELD.match(line):
                found[field["name"]] = _joined([field["text"], *lines[start + 1 : place]])
        else:
            text.append(line)
            place += 1
    return "\n".join(text).strip(), found


def _section_end(lines: list[str], start: int, *, is_numpy: bool) -> int:
    """A Google section ends with its indentation, numpy's with the next underlined title."""
    for place in range(start, len(lines)):
        line = lines[place]
        if is_numpy and place + 1 < len(lines) and _UNDERLINE.match(lines[place + 1]):
            return place
        if not is_numpy and line.strip() and not line.startswith(" "):
            return place
    return len(lines)


def _google(lines: list[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    least = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    name = ""
    for line in lines:
        entry = _GOOGLE.match(line)
        if entry is not None and len(entry["indent"]) == least:
            name = entry["name"]
            found[name] = [entry["text"]]
        elif name:
            found[name].append(line)
    return {key: _joined(parts) for key, parts in found.items()}


def _numpy(lines: list[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    names: list[str] = []
    for line in lines:
        entry = _NUMPY.match(line)
        if entry is not None:
            names = [name.strip().lstrip("*") for name in entry["names"].split(",")]
            found.update({name: [] for name in names})
        else:
            for name in names:
                found[name].append(line)
    return {key: _joined(parts) for key, parts in found.items()}


def _joined(parts: Iterable[str]) -> str:
    return " ".join(stripped for part in parts if (stripped := part.strip()))
