"""What vLLM's pooling models do: ``POST /score``, ``/classify`` and ``/pooling`` at the server's root.

Sources: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html (score, classification and pooling API);
SGLang's API server has ``/v1/score``, with fields of its own, and ``/v1/classify``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, read_object, result, with_reply
from oaicompat._encode import checked_text, json_request, said
from oaicompat._json import as_list, as_object, parse
from oaicompat._vectors import stretch
from oaicompat._wire import Call, Reply, Request
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
    return Call(_request(path, options, ScoreOptions.__optional_keys__, root=root), _scores)


def classify(
    *, path: str = "classify", root: bool = True, **options: Unpack[ClassifyOptions]
) -> Call[ClassifyResponse]:
    """The classes of texts. `options` are the keys of `ClassifyOptions`."""
    _check_one(options, "classify", ("input", "messages"))
    request = _request(path, options, ClassifyOptions.__optional_keys__, root=root)
    return Call(request, lambda reply: _with_data(result(ClassifyResponse, reply), reply, "classification"))


def pooling(*, path: str = "pooling", root: bool = True, **options: Unpack[PoolingOptions]) -> Call[PoolingResponse]:
    """What a pooling model makes of texts. `options` are the keys of `PoolingOptions`."""
    _check_one(options, "pooling", ("input", "messages", "data"))
    told = {name: value for name, value in options.items() if name in ("embed_dtype", "endianness") and said(value)}
    request = _request(path, options, PoolingOptions.__optional_keys__, root=root)
    return Call(request, lambda reply: _pooled(reply, told))


def _request(path: object, options: Mapping[str, Any], known: frozenset[str], *, root: bool) -> Request:
    return json_request(checked_text("path", path), {}, options, known, root=root)


def _check_pair(options: Mapping[str, Any]) -> None:
    if not any(said(options.get(one)) and said(options.get(other)) for one, other in _PAIRS):
        raise TypeError(
            "score needs two sides: text_1= and text_2= (vLLM), or query= and items= (SGLang, with label_token_ids=)"
        )


def _check_one(options: Mapping[str, Any], route: str, names: tuple[str, ...]) -> None:
    if sum(said(options.get(name)) for name in names) != 1:
        *most, last = (f"{name}=" for name in names)
        raise TypeError(f"{route} needs either {', '.join(most)} or {last}")


def _with_data(found: R, reply: Reply, wanted: str) -> R:
    """The object, if the server sent a list of data at all, well-typed or not."""
    if "data" not in found.model_fields_set and "data" not in (found.model_extra or {}):
        raise not_what_was_asked(reply, wanted)
    return found


def _scores(reply: Reply) -> ScoreResponse:
    found = result(ScoreResponse, reply)
    if "scores" in found.model_fields_set:
        return found
    _with_data(found, reply, "score")
    vars(found)["scores"] = [item.score for item in found.data]
    return found


def _pooled(reply: Reply, told: Mapping[str, Any]) -> PoolingResponse:
    """The pooled numbers; `told` is what was asked of their encoding, which replies in base64 do not repeat."""
    if "octet-stream" in reply.content_type:
        found = _out_of_bytes(reply)
    else:
        found = _with_data(result(PoolingResponse, reply), reply, "pooling")
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
