"""Batches: ``/batches`` and what lies below it (OpenAI API reference, batches).

Groq, Together, DashScope and OpenRouter have the same routes. Mistral's are at ``/batch/jobs``; its objects are read
by the same types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, read_object, with_reply
from oaicompat._encode import json_request, request, said
from oaicompat._json import as_list, as_object, parse
from oaicompat._wire import Call, Reply
from oaicompat.endpoints._urls import in_path, query_request
from oaicompat.errors import ConfigurationError
from oaicompat.types.batch import Batch, BatchList
from oaicompat.types.batches import BatchCreateOptions, BatchEndpoint, BatchListOptions

if TYPE_CHECKING:
    from oaicompat.types.base import RequestOptions

__all__ = ["cancel_batch", "checked_endpoint", "create_batch", "list_batches", "retrieve_batch"]


def create_batch(
    *,
    endpoint: BatchEndpoint | str,
    input_file_id: str | None = None,
    completion_window: str | None = "24h",
    **options: Unpack[BatchCreateOptions],
) -> Call[Batch]:
    """A new batch: of an uploaded file, or of requests that go with it."""
    given = (input_file_id, options.get("requests"), options.get("input_files"))
    if not any(said(one) for one in given):
        raise TypeError(
            "batches.create needs input_file_id=, the id of an uploaded file (or requests=, at servers that take "
            "them inline)"
        )
    if said(input_file_id) and not isinstance(input_file_id, str):
        raise TypeError(f"input_file_id must be a string, not {type(input_file_id).__name__}; write file.id")
    metadata = options.get("metadata")
    if said(metadata) and not isinstance(metadata, Mapping):
        raise TypeError(f"metadata must be a mapping of texts, not {type(metadata).__name__}")
    named = {
        "endpoint": checked_endpoint(endpoint),
        "model": options.get("model"),  # OpenRouter wants it before the requests
        "input_file_id": input_file_id,
        "completion_window": completion_window,
    }
    return Call(json_request("batches", named, options, BatchCreateOptions.__optional_keys__), _batch)


def list_batches(**options: Unpack[BatchListOptions]) -> Call[BatchList]:
    """A page of the batches."""
    return Call(query_request("batches", options, BatchListOptions.__optional_keys__), _batches)


def retrieve_batch(batch_id: str, **options: Unpack[RequestOptions]) -> Call[Batch]:
    """How far a batch is."""
    return Call(request("GET", _path(batch_id), options), _batch)


def cancel_batch(batch_id: str, **options: Unpack[RequestOptions]) -> Call[Batch]:
    """The end of a batch before its time; what was answered until then is kept."""
    return Call(request("POST", f"{_path(batch_id)}/cancel", options), _batch)


def checked_endpoint(endpoint: object) -> str:
    """The route of a batch's requests. Raises TypeError or ConfigurationError if it can be none."""
    if not isinstance(endpoint, str):
        raise TypeError(f"endpoint must be a string such as '/v1/chat/completions', not {type(endpoint).__name__}")
    from difflib import get_close_matches  # most batches are right, and most processes have none

    known: tuple[str, ...] = get_args(BatchEndpoint)
    names = [*known, *(name.removeprefix("/v1") for name in known)]  # Azure's have no /v1
    if endpoint in names:
        return endpoint
    is_route = endpoint.startswith("/") and endpoint.isprintable() and not {" ", "?", "#"} & set(endpoint)
    # Servers have routes of their own; but one that lacks its last letter is a mistake.
    close = get_close_matches(endpoint, names, n=1, cutoff=0.96 if is_route else 0.5)
    if is_route and not close:
        return endpoint
    hint = f"did you mean {close[0]!r}?" if close else "write a route such as '/v1/chat/completions'"
    raise ConfigurationError(f"endpoint {endpoint!r} is no route for a batch; {hint}")


def _path(batch_id: object) -> str:
    return f"batches/{in_path('batch_id', batch_id, source='batches.list()')}"


def _batch(reply: Reply) -> Batch:
    """A batch, on its own or as `job` (Together) or `data` of an envelope.

    A batch that failed has `errors`, which is not an error of the call.
    """
    body = as_object(_parsed(reply))
    inner = next((found for name in ("job", "data") if "id" in (found := as_object(body.get(name)))), None)
    fields = body if inner is None else {**_beside(body), **inner}
    if not fields.get("id"):
        raise not_what_was_asked(reply, "batch")
    return with_reply(read_object(Batch, fields), reply)


def _beside(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in ("job", "data")}


def _batches(reply: Reply) -> BatchList:
    """A page, or a bare list of all batches (Together)."""
    body = _parsed(reply)
    fields = {"data": as_list(body)} if isinstance(body, list) else as_object(body)
    if "data" not in fields:
        raise not_what_was_asked(reply, "list of batches")
    return with_reply(read_object(BatchList, fields), reply)


def _parsed(reply: Reply) -> Any:
    try:
        return parse(reply.content)
    except ValueError:
        raise not_what_was_asked(reply, "JSON") from None
