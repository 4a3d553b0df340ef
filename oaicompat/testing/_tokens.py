"""A tokenizer that needs no vocabulary: a token is a piece of a word, and its id is the piece's own bytes.

Pieces have at most six bytes of UTF-8 and never cut a character, so that ids stay below 2**53 and any text comes back
whole from its ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["ids_of", "pieces_of", "text_of"]

_WORD = re.compile(r"\s?\S+|\s")
_LONGEST = 6


def pieces_of(text: str) -> list[str]:
    """The text cut into tokens; joined they are the text."""
    return [piece for word in _WORD.findall(text) for piece in _cut(word)]


def ids_of(text: str) -> list[int]:
    """The ids of a text's tokens."""
    # A leading 1 keeps a piece's zero bytes. "surrogatepass": JSON text may hold half a pair.
    return [int.from_bytes(b"\x01" + piece.encode("utf-8", "surrogatepass"), "big") for piece in pieces_of(text)]


def text_of(ids: Iterable[int]) -> str:
    """The text of token ids; ids that are none give replacement characters."""
    found = b"".join(token.to_bytes(8, "big").lstrip(b"\0")[1:] for token in ids if 0 <= token < 2**63)
    return found.decode("utf-8", "replace")


def _cut(word: str) -> Iterator[str]:
    if word.isascii():
        for start in range(0, len(word), _LONGEST):
            yield word[start : start + _LONGEST]
        return
    piece, size = "", 0
    for character in word:
        width = len(character.encode("utf-8", "surrogatepass"))
        if size + width > _LONGEST:
            yield piece
            piece, size = "", 0
        piece += character
        size += width
    yield piece
