"""Text between tags, found while it streams: what may be the start of a tag is held back, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

__all__ = ["Outside", "TagSplitter", "held"]

#: What a piece of text is: outside the tags, or between them; "end" says that the tags were closed.
Outside = Literal["outside", "inside", "end"]


def held(text: str, tag: str) -> int:
    """How many characters at the end of the text may be the start of the tag."""
    for size in range(min(len(text), len(tag) - 1), 0, -1):
        if tag.startswith(text[-size:]):
            return size
    return 0


class TagSplitter:
    """Feed it text; it gives pieces with what they are. A tag is never given; all other characters are, once."""

    def __init__(self, opening: str, closing: str, *, inside: bool = False) -> None:
        self._tags = {"outside": opening, "inside": closing}
        self._where: Literal["outside", "inside"] = "inside" if inside else "outside"
        self._rest = ""

    @property
    def is_inside(self) -> bool:
        """Whether what comes next is between the tags."""
        return self._where == "inside"

    @property
    def is_at_rest(self) -> bool:
        """Whether what comes next is outside the tags, and nothing is held back."""
        return self._where == "outside" and not self._rest

    def feed(self, text: str) -> Iterator[tuple[Outside, str]]:
        """The pieces that `text` makes certain."""
        text = self._rest + text
        self._rest = ""
        while text:
            tag = self._tags[self._where]
            before, found, after = text.partition(tag)
            if not found:
                size = held(text, tag)
                self._rest = text[len(text) - size :] if size else ""
                if certain := text[: len(text) - size]:
                    yield self._where, certain
                return
            if before:
                yield self._where, before
            if self._where == "inside":
                yield "end", ""
            self._where = "outside" if self._where == "inside" else "inside"
            text = after

    def finish(self) -> tuple[Outside, str]:
        """What was held back and turned out to be no tag; it may be empty."""
        rest, self._rest = self._rest, ""
        return self._where, rest
