"""POST /v1/embeddings: vectors that follow from the words of a text."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from oaicompat.testing._check import RequestError
from oaicompat.testing._replies import Response, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.testing._tokens import pieces_of, text_of
from oaicompat.testing._typed import checked
from oaicompat.testing._word_vectors import packed, vector_of
from oaicompat.types.embedding_create_params import EmbeddingCreateParams

__all__ = ["create"]

#: How long a vector is unless the request says so.
_DIMENSIONS = 256
_MOST_DIMENSIONS = 4096
_MOST_INPUTS = 2048


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
        {"object": "embedding", "index": index, "embedding": _shown(vector_of(text, length), form)}
        for index, text in enumerate(texts)
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


def _shown(vector: list[float], form: str) -> Any:
    return b64encode(packed(vector)).decode() if form == "base64" else vector


def _wrong(name: str, words: str) -> RequestError:
    return RequestError(f"Invalid '{name}': {words}.", param=name, code="invalid_value")
