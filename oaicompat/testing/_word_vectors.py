"""Vectors that follow from the words of a text, so that texts with common words are near.

Each word has a direction of its own, made by a hash; a text's vector is the sum of its words', brought to length 1.
Nothing is understood, but what is alike in words is alike in numbers, on every machine and in every run.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Sequence
from functools import lru_cache
from hashlib import shake_128

__all__ = ["packed", "vector_of", "words_of"]

_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words of a text; small and capital letters are the same."""
    return _WORD.findall(text.casefold())


def vector_of(text: str, length: int) -> list[float]:
    """The vector of a text."""
    directions = (_direction(word, length) for word in words_of(text) or [text])
    sums = [sum(signs) for signs in zip(*directions, strict=True)]
    size = math.hypot(*sums) or 1.0
    return [number / size for number in sums]


@lru_cache(4096)
def _direction(word: str, length: int) -> tuple[int, ...]:
    """The signs of a word's direction. A shorter one is the beginning of a longer one."""
    digest = shake_128(word.encode("utf-8", "surrogatepass")).digest((length + 7) // 8)
    return tuple(1 if digest[place // 8] >> place % 8 & 1 else -1 for place in range(length))


def packed(vector: Sequence[float]) -> bytes:
    """The numbers as little-endian 32-bit floats."""
    return struct.pack(f"<{len(vector)}f", *vector)
