"""What pooling models do: rerank, score, classify, pooling. Nothing is understood, but the same words score high."""

from __future__ import annotations

import json
from array import array
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

from oaicompat.testing._chat import prompt_of
from oaicompat.testing._check import RequestError, check_known, check_model, checked_messages, json_body, missing, wrong
from oaicompat.testing._replies import Response, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.testing._tokens import pieces_of
from oaicompat.testing._word_vectors import packed, vector_of, words_of
from oaicompat.types.classify import ClassifyOptions
from oaicompat.types.pooling import PoolingOptions
from oaicompat.types.rerank import RerankOptions
from oaicompat.types.score import ScoreOptions

__all__ = ["classify", "pooling", "rerank", "score"]

_LABELS = ("LABEL_0", "LABEL_1")
#: How many numbers a text becomes.
_DIMENSIONS = 8
_PAIRS = (("text_1", "text_2"), ("data_1", "data_2"), ("queries", "documents"), ("queries", "items"))


def rerank(request: RecordedRequest, settings: Settings) -> Response:
    """POST /rerank, /v1/rerank, /v2/rerank: the documents with the most of the query's words come first."""
    body = _checked(request, settings, {"query", "documents", *RerankOptions.__optional_keys__})
    query = _text(body.get("query"), "query")
    documents = _texts(body.get("documents"), "documents")
    wanted = body.get("top_n") or len(documents)
    if not isinstance(wanted, int) or isinstance(wanted, bool) or wanted < 0:
        raise wrong("top_n", "a whole number that is not negative")
    scores = [_overlap(query, document) for document in documents]
    results: list[dict[str, Any]] = [
        {"index": index, "document": {"text": documents[index], "multi_modal": None}, "relevance_score": scores[index]}
        for index in sorted(range(len(documents)), key=lambda index: -scores[index])[:wanted]
    ]
    if body.get("return_documents") is False:
        for result in results:
            del result["document"]
    usage = _usage(query, *documents)
    return json_response(
        {"id": f"rerank-{request.number}", "model": _model(body, settings), "usage": usage, "results": results}
    )


def score(request: RecordedRequest, settings: Settings) -> Response:
    """POST /score: one text with each of several, or two lists side by side."""
    body = _checked(request, settings, ScoreOptions.__optional_keys__)
    pair = next((pair for pair in _PAIRS if body.get(pair[0]) is not None and body.get(pair[1]) is not None), None)
    if pair is None:
        raise RequestError("Two sides are needed, such as 'text_1' and 'text_2'.", param="text_1")
    first, second = (_texts(body[name], name) for name in pair)
    if len(first) == 1:
        first *= len(second)
    if len(first) != len(second):
        raise RequestError(f"'{pair[0]}' must be one text, or as many as '{pair[1]}'.", param=pair[0])
    data = [
        {"index": index, "object": "score", "score": _overlap(one, other)}
        for index, (one, other) in enumerate(zip(first, second, strict=True))
    ]
    return _list(request, settings, body, "score", data, _usage(*first, *second))


def classify(request: RecordedRequest, settings: Settings) -> Response:
    """POST /classify: the same text has the same class."""
    body = _checked(request, settings, ClassifyOptions.__optional_keys__)
    texts = _inputs(body)
    data: list[dict[str, Any]] = []
    for index, text in enumerate(texts):
        share = crc32(text.encode("utf-8", "surrogatepass")) / 2**32
        probs = [1 - share, share]
        label = _LABELS[probs.index(max(probs))]
        data.append({"index": index, "label": label, "probs": probs, "num_classes": len(probs)})
    return _list(request, settings, body, "classify", data, _usage(*texts))


def pooling(request: RecordedRequest, settings: Settings) -> Response:
    """POST /pooling: a vector for each text, or one for each of its tokens, in any encoding, as float32."""
    body = _checked(request, settings, PoolingOptions.__optional_keys__)
    texts = _inputs(body)
    encoding = body.get("encoding_format") or "float"
    encode = _ENCODINGS.get(encoding) if isinstance(encoding, str) else None
    if encode is None:
        raise wrong("encoding_format", f"one of {', '.join(_ENCODINGS)}")
    per_token = body.get("task") in ("token_embed", "token_classify")
    pooled = [[_vector(piece) for piece in pieces_of(text)] if per_token else _vector(text) for text in texts]
    if encoding in ("bytes", "bytes_only"):
        return _in_bytes(request, settings, body, pooled, told=encoding == "bytes")
    data = [{"index": index, "object": "pooling", "data": encode(one)} for index, one in enumerate(pooled)]
    return _list(request, settings, body, "pooling", data, _usage(*texts))


# -- what is asked -------------------------------------------------------------------------------------------------


def _checked(request: RecordedRequest, settings: Settings, known: Iterable[str]) -> dict[str, Any]:
    body = json_body(request)
    if body.get("model") is not None:
        check_model(body["model"], settings)
    check_known(body, {"model", *known}, settings)
    return body


def _inputs(body: Mapping[str, Any]) -> list[str]:
    """What is to be pooled: the texts of `input`, token ids as text, or what is said in `messages`."""
    if body.get("messages") is not None:
        return [prompt_of(checked_messages(body["messages"]), ())]
    given = body.get("input")
    if isinstance(given, list) and given and all(isinstance(one, int) for one in given):
        given = [given]
    if isinstance(given, list) and given and all(isinstance(one, list) for one in given):
        return [" ".join(str(token) for token in one) for one in given]
    return _texts(given, "input")


def _texts(value: Any, name: str) -> list[str]:
    if isinstance(value, list):
        if not value:
            raise RequestError(f"Invalid '{name}': there must be at least one.", param=name, code="empty_array")
        return [_text(one, f"{name}[{index}]") for index, one in enumerate(value)]
    return [_text(value, name)]


def _text(value: Any, name: str) -> str:
    """A text, or that of an object: its `text`, or the texts of the parts in its `content`."""
    if isinstance(value, str):
        return value
    if value is None:
        raise missing(name)
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        return str(value["text"])
    parts = value.get("content") if isinstance(value, dict) else value
    if isinstance(parts, list) and all(isinstance(part, dict) for part in parts):
        return " ".join(part["text"] for part in parts if isinstance(part.get("text"), str))
    raise wrong(name, "a string")


# -- what is answered ----------------------------------------------------------------------------------------------


def _overlap(query: str, document: str) -> float:
    """The share of the query's words that the document has."""
    wanted, there = {*words_of(query)}, {*words_of(document)}
    return round(len(wanted & there) / len(wanted), 6) if wanted else 0.0


def _vector(text: str) -> list[float]:
    return array("f", vector_of(text, _DIMENSIONS)).tolist()  # what every encoding can hold


def _packed(pooled: Sequence[Any]) -> bytes:
    rows = pooled if pooled and isinstance(pooled[0], list) else [pooled]
    return b"".join(map(packed, rows))


#: How the numbers of one text are written; those in bytes are the body itself.
_ENCODINGS: dict[str, Callable[[Sequence[Any]], Any]] = {
    "float": list,
    "base64": lambda pooled: b64encode(_packed(pooled)).decode(),
    "bytes": _packed,
    "bytes_only": _packed,
}


def _in_bytes(
    request: RecordedRequest, settings: Settings, body: Mapping[str, Any], pooled: list[Any], *, told: bool
) -> Response:
    """The numbers as the body, and where they are as a header, as vLLM has it."""
    content, items = bytearray(), []
    for index, one in enumerate(pooled):
        start = len(content)
        content += _packed(one)
        shape = [len(one), _DIMENSIONS] if one and isinstance(one[0], list) else [len(one)]
        place = {"start": start, "end": len(content)}
        items.append({"index": index, "embed_dtype": "float32", "endianness": "little", **place, "shape": shape})
    headers = {"Content-Type": "application/octet-stream"}
    if told:
        head = {"id": f"pooling-{request.number}", "created": int(request.received_at)}
        headers["metadata"] = json.dumps({**head, "model": _model(body, settings), "data": items})
    return Response(bytes(content), 200, headers)


def _list(
    request: RecordedRequest,
    settings: Settings,
    body: Mapping[str, Any],
    kind: str,
    data: list[dict[str, Any]],
    usage: Mapping[str, Any],
) -> Response:
    return json_response(
        {
            "id": f"{kind}-{request.number}",
            "object": "list",
            "created": int(request.received_at),
            "model": _model(body, settings),
            "data": data,
            "usage": {**usage, "completion_tokens": 0, "prompt_tokens_details": None},
        }
    )


def _model(body: Mapping[str, Any], settings: Settings) -> str:
    return body.get("model") or settings.models[0]


def _usage(*texts: str) -> dict[str, int]:
    count = sum(len(pieces_of(text)) for text in texts)
    return {"prompt_tokens": count, "total_tokens": count}
