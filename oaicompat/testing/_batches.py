"""/v1/batches: the requests of a file, carried out by the server's own routes.

A batch needs no clock: each look at it takes it a step further. It is `validating` when it is made, `in_progress` with
half of its requests done at the first look, and `completed` at the second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from oaicompat import Headers
from oaicompat.testing._check import RequestError, json_body
from oaicompat.testing._replies import Response, json_response
from oaicompat.testing._requests import RecordedRequest, parse_json
from oaicompat.testing._settings import Settings
from oaicompat.testing._store import Store, StoredBatch, page_of

__all__ = ["cancel", "create", "listed", "retrieve"]

Json = dict[str, Any]

#: The routes that take JSON and give it.
_ENDPOINTS = (
    "/v1/chat/completions",
    "/v1/completions",
    "/v1/embeddings",
    "/v1/images/generations",
    "/v1/moderations",
    "/v1/responses",
)
_DAY = 86_400
_MOMENTS = ("in_progress", "finalizing", "completed", "failed", "expired", "cancelling", "cancelled")
_UNFINISHED = ("validating", "in_progress", "finalizing")


def create(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/batches"""
    body = json_body(request)
    for name in ("input_file_id", "endpoint", "completion_window"):
        if not isinstance(body.get(name), str):
            code = "invalid_type" if name in body else "missing_required_parameter"
            raise RequestError(f"'{name}' must be a string.", param=name, code=code)
    _check_values(body, settings)
    store = settings.store
    created = int(request.received_at)
    with store.lock:
        card = {
            "id": f"batch_{store.number()}",
            "object": "batch",
            "endpoint": body["endpoint"],
            "errors": None,
            "input_file_id": body["input_file_id"],
            "completion_window": body["completion_window"],
            "status": "validating",
            "output_file_id": None,
            "error_file_id": None,
            "created_at": created,
            "expires_at": created + _DAY,
            **{f"{moment}_at": None for moment in _MOMENTS},
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "metadata": body.get("metadata"),
        }
        store.batches[card["id"]] = StoredBatch(card)
        return json_response(card)


def listed(request: RecordedRequest, settings: Settings) -> Response:
    """GET /v1/batches"""
    with settings.store.lock:
        cards = [batch.card for batch in settings.store.batches.values()]
        return json_response(page_of(cards, request, limit=20, most=100))


def retrieve(request: RecordedRequest, settings: Settings) -> Response:
    """GET /v1/batches/{id}: the batch, a step further than before."""
    with settings.store.lock:
        batch = _batch(request.path.removeprefix("/v1/batches/"), settings.store)
        _step(batch, request, settings)
        return json_response(batch.card)


def cancel(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/batches/{id}/cancel"""
    path = request.path.removeprefix("/v1/batches/")
    if not path.endswith("/cancel"):
        raise RequestError(f"Invalid URL ({request.method} {request.path})", code="unknown_url", status=404)
    with settings.store.lock:
        batch = _batch(path.removesuffix("/cancel"), settings.store)
        if batch.card["status"] not in _UNFINISHED:
            message = f"Cannot cancel a batch with status '{batch.card['status']}'."
            raise RequestError(message, param="status", status=409)
        _enter(batch, "cancelling", request)
        return json_response(batch.card)


def _check_values(body: Json, settings: Settings) -> None:
    file = settings.store.files.get(body["input_file_id"])
    if file is None:
        raise RequestError(
            f"No such File object: {body['input_file_id']}", param="input_file_id", code="not_found", status=404
        )
    if file.card["purpose"] != "batch":
        raise RequestError("The input file's purpose must be 'batch'.", param="input_file_id", code="invalid_value")
    if body["endpoint"] not in _ENDPOINTS:
        known = ", ".join(repr(path) for path in _ENDPOINTS)
        message = f"Invalid value for 'endpoint': {body['endpoint']!r}. Supported values are: {known}."
        raise RequestError(message, param="endpoint", code="invalid_value")
    if body["completion_window"] != "24h":
        raise RequestError(
            "Invalid value for 'completion_window': it must be '24h'.", param="completion_window", code="invalid_value"
        )


def _batch(batch_id: str, store: Store) -> StoredBatch:
    batch = store.batches.get(batch_id)
    if batch is None:
        raise RequestError(f"No batch found with id '{batch_id}'.", param="batch_id", code="not_found", status=404)
    return batch


# -- carrying it out ---------------------------------------------------------------------------------------------


def _step(batch: StoredBatch, request: RecordedRequest, settings: Settings) -> None:
    status = batch.card["status"]
    if status == "validating":
        _start(batch, request, settings)
    elif status == "in_progress":
        _carry_out(batch, len(batch.waiting), request, settings)
        _enter(batch, "finalizing", request)
        _finish(batch, "completed", request, settings)
    elif status == "cancelling":
        _finish(batch, "cancelled", request, settings)


def _start(batch: StoredBatch, request: RecordedRequest, settings: Settings) -> None:
    file = settings.store.files.get(batch.card["input_file_id"])
    content = b"" if file is None else file.content
    errors: list[Json] = []
    batch.waiting = list(_requests(content, batch.card["endpoint"], errors))
    if not batch.waiting and not errors:
        errors.append(_fault("empty_file", "The input file has no requests.", None))
    if errors:
        batch.waiting.clear()
        batch.card["errors"] = {"object": "list", "data": errors}
        _enter(batch, "failed", request)
        return
    batch.card["request_counts"]["total"] = len(batch.waiting)
    _enter(batch, "in_progress", request)
    _carry_out(batch, len(batch.waiting) // 2, request, settings)


def _requests(content: bytes, endpoint: str, errors: list[Json]) -> Iterator[Json]:
    """The requests of a file's lines; what is wrong with a line goes into `errors`."""
    seen: set[str] = set()
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found = parse_json(line)
        except ValueError:
            errors.append(_fault("invalid_json_line", "This line is not parseable as valid JSON.", number))
            continue
        fields: Json = found if isinstance(found, dict) else {}
        fault = next((name for name, holds in _line_checks(fields, endpoint, seen) if not holds), None)
        if fault is not None:
            code = "duplicate_custom_id" if fields.get("custom_id") in seen else "invalid_request"
            errors.append(_fault(code, f"This line has no valid '{fault}'.", number, fault))
        else:
            seen.add(fields["custom_id"])
            yield fields


def _line_checks(fields: Json, endpoint: str, seen: set[str]) -> Iterator[tuple[str, bool]]:
    custom_id = fields.get("custom_id")
    yield "custom_id", isinstance(custom_id, str) and bool(custom_id) and custom_id not in seen
    yield "method", fields.get("method") == "POST"
    yield "url", fields.get("url") == endpoint
    body = fields.get("body")
    yield "body", isinstance(body, dict) and not body.get("stream")


def _fault(code: str, message: str, line: int | None, param: str | None = None) -> Json:
    return {"code": code, "message": message, "param": param, "line": line}


def _carry_out(batch: StoredBatch, count: int, request: RecordedRequest, settings: Settings) -> None:
    from oaicompat.testing._routes import answer  # which has this module's own rows

    done, batch.waiting = batch.waiting[:count], batch.waiting[count:]
    counts = batch.card["request_counts"]
    for line in done:
        number = counts["completed"] + counts["failed"] + 1
        body = json.dumps(line["body"]).encode()
        headers = Headers({"content-type": "application/json"})
        asked = RecordedRequest("POST", line["url"], headers, body, number, received_at=request.received_at)
        reply = answer(asked, settings)
        found = reply.body if isinstance(reply.body, bytes) else b"".join(reply.body)
        counts["completed" if reply.status < 400 else "failed"] += 1
        batch.answers.append(
            {
                "id": f"{batch.card['id']}_req_{number}",
                "custom_id": line["custom_id"],
                "response": {
                    "status_code": reply.status,
                    "request_id": f"{batch.card['id']}-{number}",
                    "body": json.loads(found),
                },
                "error": None,
            }
        )


def _finish(batch: StoredBatch, status: str, request: RecordedRequest, settings: Settings) -> None:
    """Writes the files of the answers."""
    failed = [line for line in batch.answers if line["response"]["status_code"] >= 400]
    answered = [line for line in batch.answers if line["response"]["status_code"] < 400]
    for name, lines in (("output", answered), ("error", failed)):
        if lines:
            content = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
            card = settings.store.add_file(
                content.encode("utf-8", "surrogatepass"),
                filename=f"{batch.card['id']}_{name}.jsonl",
                purpose="batch_output",
                created_at=int(request.received_at),
            )
            batch.card[f"{name}_file_id"] = card["id"]
    _enter(batch, status, request)


def _enter(batch: StoredBatch, status: str, request: RecordedRequest) -> None:
    batch.card["status"] = status
    batch.card[f"{status}_at"] = int(request.received_at)
