"""Ranking documents by a query: ``POST /rerank``, which no specification describes (see `oaicompat.types.rerank`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from pydantic import BaseModel
from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, parsed_object, read_object, with_reply
from oaicompat._encode import checked_text, json_request
from oaicompat._error_reply import summary
from oaicompat._json import as_list, as_object
from oaicompat._wire import Call, Reply
from oaicompat.errors import APIResponseValidationError
from oaicompat.types.rerank import RerankInput, RerankOptions, RerankResponse

__all__ = ["rerank"]


def rerank(
    *,
    model: str,
    query: RerankInput,
    documents: Iterable[RerankInput] | Mapping[str, Any],
    path: str = "rerank",
    root: bool = False,
    **options: Unpack[RerankOptions],
) -> Call[RerankResponse]:
    """The documents' relevance to a query. `options` are the keys of `RerankOptions`."""
    model, path = checked_text("model", model), checked_text("path", path)
    if not isinstance(query, (str, Mapping, list, tuple)):
        raise TypeError(f"query must be a string, or a mapping for multimodal models, not {type(query).__name__}")
    named = {"model": model, "query": query, "documents": _checked(documents)}
    request = json_request(path, named, options, RerankOptions.__optional_keys__, root=root)
    sent = (request.body or {}).get("documents")
    return Call(request, partial(_ranking, count=len(as_list(sent)) if isinstance(sent, list) else None))


def _checked(documents: object) -> object:
    if isinstance(documents, Mapping):  # vLLM's form of several multimodal documents
        return documents
    if isinstance(documents, (str, bytes, bytearray)) or not isinstance(documents, Iterable):
        raise TypeError(f"documents must be a list of texts, not {type(documents).__name__}; write documents=[...]")
    found: list[object] = list(documents)
    for index, document in enumerate(found):
        if not isinstance(document, (str, Mapping, list, tuple, BaseModel)):
            kind = type(document).__name__
            raise TypeError(f"documents[{index}] must be a string, or a mapping such as {{'text': ...}}, not {kind}")
    return found


def _ranking(reply: Reply, *, count: int | None) -> RerankResponse:
    """The ranking, whatever its shape: an object with `results`, or a bare list (SGLang, TEI).

    `count` is the number of documents, None where that is for the server to say.
    """
    body = parsed_object(reply)
    fields = {"results": body} if isinstance(body, list) else as_object(body)
    rows = fields["results"] if "results" in fields else _results(fields, reply)
    says_all = all(row.get("index") is not None for row in as_list(rows) if isinstance(row, dict))
    found = read_object(RerankResponse, {**fields, "results": rows})
    if "results" not in fields:
        found.model_fields_set.discard("results")  # dumping gives the server's own names
    if not (says_all and all("index" in result.model_fields_set for result in found.results)):
        _check_certain(found, reply, count)
    _check_indexes(found, reply, count)
    for result in found.results:
        if "relevance_score" not in result.model_fields_set and result.score is not None:
            vars(result)["relevance_score"] = result.score
    return with_reply(found, reply)


def _check_certain(found: RerankResponse, reply: Reply, count: int | None) -> None:
    """Raises if results without an index could be about any document.

    All servers that are known send indexes. One that does not may well have sorted: of a single document alone it is
    certain which one a result is about.
    """
    if not (count == len(found.results) == 1):
        words = "the reply does not say which documents its results are about: not all of them have an index"
        raise APIResponseValidationError(reply, message=summary(reply, words))


def _check_indexes(found: RerankResponse, reply: Reply, count: int | None) -> None:
    """Raises if a result is about a document that was not sent."""
    for place, result in enumerate(found.results):
        if result.index < 0 or (count is not None and result.index >= count):
            documents = "" if count is None else f", and {count} document{'' if count == 1 else 's'} were sent"
            words = f"results[{place}] of the reply is about document {result.index}{documents}"
            raise APIResponseValidationError(reply, message=summary(reply, words))


def _results(fields: dict[str, Any], reply: Reply) -> list[Any]:
    """The results under another name: `data` (Voyage), or `output.results` (DashScope's own route)."""
    for place in (fields.get("data"), as_object(fields.get("output")).get("results")):
        if isinstance(place, list):
            return as_list(place).copy()
    raise not_what_was_asked(reply, "ranking")
