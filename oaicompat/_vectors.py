"""Vectors as servers pack them, in base64 or in bytes, as arrays: no loop in Python runs over their numbers.

float32 is what OpenAI's API packs. The other types are what vLLM's `embed_dtype` and Mistral's and Voyage's
`output_dtype` ask for.
"""

from __future__ import annotations

import struct
import sys
from array import array
from binascii import a2b_base64
from collections.abc import Mapping
from functools import cache
from typing import Any

__all__ = ["DTYPES", "numbers", "packed", "stretch", "unpacked"]

#: Bytes that a number takes.
_WIDTHS = {
    "float": 4, "float32": 4, "float16": 2, "bfloat16": 2, "fp8_e4m3": 1, "fp8_e5m2": 1,
    "int8": 1, "uint8": 1, "binary": 1, "ubinary": 1,
}  # fmt: skip
#: The types of numbers that can be read.
DTYPES = frozenset(_WIDTHS)


def unpacked(text: str) -> array[float]:
    """The numbers in base64 of little-endian float32. Raises ValueError in words if it is none."""
    return numbers(packed(text))


def packed(text: str) -> bytes:
    """The bytes in base64. Raises ValueError in words if it is none."""
    try:
        data = a2b_base64(text)
    except ValueError:
        data = b""
    # What is not of the alphabet is skipped without a word, and then the length does not fit.
    if not data or len(text) != (len(data) + 2) // 3 * 4:
        raise ValueError(f"the text that starts with {text[:20]!r} is not base64")
    return data


def stretch(place: Mapping[str, Any], content: bytes) -> bytes:
    """The bytes from `start` to `end` of a body of vectors, as its metadata tells them. Raises ValueError in words."""
    start, end = place.get("start"), place.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end <= len(content):
        raise ValueError(f"its metadata does not fit its {len(content)} bytes")
    return content[start:end]


def numbers(data: bytes, dtype: str = "float32", *, big: bool = False) -> array[float]:
    """The numbers of a type, out of their bytes, the lowest first unless `big`. Raises ValueError in words."""
    width = _WIDTHS.get(dtype)
    if width is None:
        raise ValueError(f"{dtype!r} is not a type of numbers that can be read")
    if len(data) % width:
        raise ValueError(f"{len(data)} bytes are no whole number of {dtype} numbers, {width} bytes each")
    if big and width > 1:
        data = _swapped(data, width)
    if width == 1:
        return _of_bytes(data, dtype)
    if dtype == "float16":
        return array("f", struct.unpack(f"<{len(data) // 2}e", data))
    if dtype == "bfloat16":  # the upper half of a float32
        wide = bytearray(2 * len(data))
        wide[2::4], wide[3::4] = data[0::2], data[1::2]
        data = bytes(wide)
    found = array("f")
    found.frombytes(data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _swapped(data: bytes, width: int) -> bytes:
    swapped = bytearray(len(data))
    for place in range(width):
        swapped[place::width] = data[width - 1 - place :: width]
    return bytes(swapped)


def _of_bytes(data: bytes, dtype: str) -> array[float]:
    if dtype.startswith("fp8"):
        return array("f", map(_eighths(dtype).__getitem__, data))
    return array("f", array("b" if dtype in ("int8", "binary") else "B", data))


@cache
def _eighths(dtype: str) -> tuple[float, ...]:
    """The 256 numbers of an 8-bit type (https://arxiv.org/abs/2209.05433)."""
    if dtype == "fp8_e5m2":  # the upper half of a float16
        return tuple(struct.unpack("<e", bytes((0, byte)))[0] for byte in range(256))
    return tuple(_e4m3(byte) for byte in range(256))


def _e4m3(byte: int) -> float:
    exponent, fraction = byte >> 3 & 15, byte & 7
    if (exponent, fraction) == (15, 7):
        size = float("nan")
    elif exponent == 0:
        size = fraction * 2.0**-9
    else:
        size = (8 + fraction) * 2.0 ** (exponent - 10)
    return -size if byte >> 7 else size
