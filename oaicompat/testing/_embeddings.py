"""POST /v1/embeddings: vectors that follow from the words of a text, so that texts with common words are near.

Each word has a direction of its own, made by a hash; a text's vector is the sum of its words', brought to length 1.
Nothing is understood, but what is alike in words is alike in numbers, on every machine and in every run.
"""

from __future__ import annotations

import math
import re
import struct
from base64 import b64encode
from functools import lru_cache
from hashlib import shake_128
from typing import Any

from oaicompat.testing._check import RequestError
from oaicompat.testing._replies import Response, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.testing._tokens import pieces_of, text_of
from oaicompat.testing._typed import checked
from oaicompat.types.embedding_create_params import EmbeddingCreateParams

__all__ = ["create"]

#: How long a vector is unless the request says so.
_DIMENSIONS = 256
_MOST_DIMENSIONS = 4096
_MOST_INPUTS = 2048
_WORD = re.compile(r"\w+")


def create(request: RecordedRequest, settings: Settings) -> Response:
    """Answers a request for embeddings. Raises RequestError."""
    body = checked(request, EmbeddingCreateParams, settings)
    texts = _texts(body["input"])
    length = body.get("dimensions", _DIMENSIONS)
    if not 1 <= length <= _MOST_DIMENSIONS:
        raise _wrong("dimensions", f"it should be from 1 to {_MOST_DIMENSIONS}")
    form = body.get("encoding_format", "float")
    if form not in ("float", "base64"):
        raise _wrong("encoding_format", "it should be 'float' or 'base64'")
    sizes = [len(pieces_of(text)) for text in texts]
    if max(sizes) > settings.max_model_len:
        raise RequestError(
            f"This model's maximum context length is {settings.max_model_len} tokens, however you requested "
            f"{max(sizes)} tokens. Please reduce your prompt.",
            param="input",
            code="context_length_exceeded",
        )
    rows = [
        {"object": "embedding", "index": index, "embedding": _packed(vector) if form == "base64" else vector}
        for index, vector in enumerate(_vector(text, length) for text in texts)
    ]
    usage = {"prompt_tokens": sum(sizes), "total_tokens": sum(sizes)}
    return json_response({"object": "list", "data": rows, "model": body["model"], "usage": usage})


def _texts(given: Any) -> list[str]:
    """Each input as text: one, several, token ids, or several lists of such."""
    items = [given] if isinstance(given, str) or (given and isinstance(given[0], int)) else given
    if not items or not all(items):
        raise _wrong("input", "there must be at least one, and none may be empty")
    if len(items) > _MOST_INPUTS:
        raise _wrong("input", f"there may be {_MOST_INPUTS} at most, not {len(items)}")
    return [item if isinstance(item, str) else text_of(item) for item in items]


def _vector(text: str, length: int) -> list[float]:
    words = _WORD.findall(text.lower()) or [text]
    sums = [sum(signs) for signs in zip(*(_direction(word, length) for word in words), strict=True)]
    size = math.sqrt(sum(number * number for number in sums)) or 1.0
    return [number / size for number in sums]


@lru_cache(4096)
def _direction(word: str, length: int) -> tuple[int, ...]:
    """The signs of a word's direction. A shorter one is the beginning of a longer one."""
    digest = shake_128(word.encode("utf-8", "surrogatepass")).digest((length + 7) // 8)
    return tuple(1 if digest[place // 8] >> place % 8 & 1 else -1 for place in range(length))


def _packed(vector: list[float]) -> str:
    return b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _wrong(name: str, words: str) -> RequestError:
    return RequestError(f"Invalid '{name}': {words}.", param=name, code="invalid_value")
