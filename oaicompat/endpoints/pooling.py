"""What vLLM's pooling models do: ``POST /score``, ``/classify`` and ``/pooling`` at the server's root.

Sources: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html (score, classification and pooling API);
SGLang's API server has ``/v1/score``, with fields of its own, and ``/v1/classify``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar, cast

from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, read_object, result, with_reply
from oaicompat._encode import checked_text, json_request, said
from oaicompat._error_reply import summary
from oaicompat._json import as_list, as_object, parse
from oaicompat._vectors import stretch
from oaicompat._wire import Call, Reply, Request
from oaicompat.errors import APIResponseValidationError
from oaicompat.types.base import Result
from oaicompat.types.classify import ClassifyOptions, ClassifyResponse
from oaicompat.types.pooling import PoolingOptions, PoolingResponse
from oaicompat.types.score import ScoreOptions, ScoreResponse

__all__ = ["classify", "pooling", "score"]

R = TypeVar("R", bound=Result)

#: The spellings of the two sides that are compared.
_PAIRS = (
    ("text_1", "text_2"),
    ("data_1", "data_2"),
    ("queries", "documents"),
    ("queries", "items"),
    ("query", "items"),
)


def score(*, path: str = "score", root: bool = True, **options: Unpack[ScoreOptions]) -> Call[ScoreResponse]:
    """How well two texts go together, or one with each of several. `options` are the keys of `ScoreOptions`."""
    _check_pair(options)
    request = _request(path, options, ScoreOptions.__optional_keys__, root=root)
    return Call(request, partial(_scores, wanted=_pairs(request.body or {})))


def classify(
    *, path: str = "classify", root: bool = True, **options: Unpack[ClassifyOptions]
) -> Call[ClassifyResponse]:
    """The classes of texts. `options` are the keys of `ClassifyOptions`."""
    _check_one(options, "classify", ("input", "messages"))
    request = _request(path, options, ClassifyOptions.__optional_keys__, root=root)
    return Call(request, partial(_classes, wanted=_texts((request.body or {}).get("input"))))


def pooling(*, path: str = "pooling", root: bool = True, **options: Unpack[PoolingOptions]) -> Call[PoolingResponse]:
    """What a pooling model makes of texts. `options` are the keys of `PoolingOptions`."""
    _check_one(options, "pooling", ("input", "messages", "data"))
    told = {name: value for name, value in options.items() if name in ("embed_dtype", "endianness") and said(value)}
    request = _request(path, options, PoolingOptions.__optional_keys__, root=root)
    return Call(request, partial(_pooled, told=told, wanted=_texts((request.body or {}).get("input"))))


def _request(path: object, options: Mapping[str, Any], known: frozenset[str], *, root: bool) -> Request:
    return json_request(checked_text("path", path), {}, options, known, root=root)


def _check_pair(options: Mapping[str, Any]) -> None:
    if not any(said(options.get(one)) and said(options.get(other)) for one, other in _PAIRS):
        raise TypeError(
            "score needs two sides: text_1= and text_2= (vLLM), or query= and items= (SGLang, with label_token_ids=)"
        )
    for name in dict.fromkeys(name for pair in _PAIRS for name in pair):
        _check_texts(name, options.get(name))


def _check_one(options: Mapping[str, Any], route: str, names: tuple[str, ...]) -> None:
    if sum(said(options.get(name)) for name in names) != 1:
        *most, last = (f"{name}=" for name in names)
        raise TypeError(f"{route} needs either {', '.join(most)} or {last}")
    _check_texts("input", options.get("input"))


def _check_texts(name: str, given: object) -> None:
    """Raises TypeError for what JSON can hold, and is neither text nor token ids."""
    if isinstance(given, (int, float)):
        raise TypeError(f"{name} must be a text, a list of texts, or token ids, not {type(given).__name__}")
    for place, item in enumerate(cast("Iterable[object]", given) if isinstance(given, (list, tuple)) else ()):
        if item is None or isinstance(item, (bool, float)):
            raise TypeError(f"{name}[{place}] must be a text or token ids, not {type(item).__name__}")


def _texts(given: object) -> int | None:
    """How many texts a side holds; None where that is for the server to say, as of a mapping with parts."""
    if isinstance(given, str):
        return 1
    if not isinstance(given, (list, tuple)):
        return None
    items = cast("Sequence[object]", given)
    return 1 if items and isinstance(items[0], int) else len(items)


def _pairs(body: Mapping[str, Any]) -> int | None:
    """How many pairs are compared: one for each text of the longer side; of SGLang's, one for each item."""
    for one, other in _PAIRS:
        if body.get(one) is not None and body.get(other) is not None:
            sides = [_texts(body[other])] if other == "items" else [_texts(body[one]), _texts(body[other])]
            counts = [count for count in sides if count is not None]
            return max(counts) if len(counts) == len(sides) else None
    return None


def _with_data(found: R, reply: Reply, wanted: str) -> R:
    """The object, if the server sent a list of data at all, well-typed or not."""
    if "data" not in found.model_fields_set and "data" not in (found.model_extra or {}):
        raise not_what_was_asked(reply, wanted)
    return found


def _check_count(reply: Reply, have: int, wanted: int | None) -> None:
    """Raises if there is less than one result for each input."""
    if wanted is not None and have < wanted:
        results, inputs = ("" if count == 1 else "s" for count in (have, wanted))
        words = f"the reply has {have} result{results} for {wanted} input{inputs}"
        raise APIResponseValidationError(reply, message=summary(reply, words))


def _scores(reply: Reply, *, wanted: int | None) -> ScoreResponse:
    found = result(ScoreResponse, reply)
    if "scores" not in found.model_fields_set:
        _with_data(found, reply, "score")
        vars(found)["scores"] = [item.score for item in found.data]
    _check_count(reply, max(len(found.scores), len(found.data)), wanted)
    return found


def _classes(reply: Reply, *, wanted: int | None) -> ClassifyResponse:
    found = _with_data(result(ClassifyResponse, reply), reply, "classification")
    _check_count(reply, len(found.data), wanted)
    return found


def _pooled(reply: Reply, *, told: Mapping[str, Any], wanted: int | None) -> PoolingResponse:
    """The pooled numbers; `told` is what was asked of their encoding, which replies in base64 do not repeat."""
    if "octet-stream" in reply.content_type:
        found = _out_of_bytes(reply)
    else:
        found = _with_data(result(PoolingResponse, reply), reply, "pooling")
        _check_count(reply, len(found.data), wanted)
    for number, item in enumerate(found.data):
        if isinstance(item.data, list):
            continue
        vars(item).update({name: value for name, value in told.items() if name not in item.model_fields_set})
        try:
            item.floats()
        except ValueError as error:
            raise not_what_was_asked(reply, "pooling", missing=f" (data[{number}]: {error})") from None
    return found


def _out_of_bytes(reply: Reply) -> PoolingResponse:
    """Numbers that are the body itself; a header tells where those of each input are, unless it was not wanted."""
    try:
        fields = as_object(parse(reply.headers.get("metadata", "")))
    except ValueError:
        fields = {}
    items = [_cut(as_object(item), reply) for item in as_list(fields.get("data"))] or [{"data": reply.content}]
    return with_reply(read_object(PoolingResponse, {**fields, "data": items}), reply)


def _cut(item: dict[str, Any], reply: Reply) -> dict[str, Any]:
    try:
        return {**item, "data": stretch(item, reply.content)}
    except ValueError as error:
        raise not_what_was_asked(reply, "pooling", missing=f" ({error})") from None
