"""/v1/files: kept in memory, in pages, and given back byte for byte."""

from __future__ import annotations

from typing import Any

from oaicompat.testing._check import RequestError, missing
from oaicompat.testing._multipart import Part, parts_of
from oaicompat.testing._replies import Response, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.testing._store import StoredFile, page_of

__all__ = ["create", "delete", "listed", "retrieve"]

_PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
#: Seconds that a file may be kept: an hour to thirty days.
_LEAST, _MOST = 3600, 2_592_000


def create(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/files: a form with `file` and `purpose`."""
    parts = {part.name: part for part in parts_of(request)}
    file, purpose = parts.get("file"), parts.get("purpose")
    for name, part in (("file", file), ("purpose", purpose)):
        if part is None:
            raise missing(name)
    assert file is not None  # noqa: S101  # refused above
    assert purpose is not None  # noqa: S101
    if file.filename is None:
        raise RequestError("'file' must be a file: it has no filename.", param="file", code="invalid_type")
    if not purpose.text or (settings.strict and purpose.text not in _PURPOSES):
        known = ", ".join(repr(word) for word in _PURPOSES)
        message = f"Invalid value for 'purpose': {purpose.text!r}. Supported values are: {known}."
        raise RequestError(message, param="purpose", code="invalid_value")
    created = int(request.received_at)
    with settings.store.lock:
        card = settings.store.add_file(
            file.content,
            filename=file.filename,
            purpose=purpose.text,
            created_at=created,
            **_expiry(parts, created),
        )
    return json_response(card)


def listed(request: RecordedRequest, settings: Settings) -> Response:
    """GET /v1/files"""
    with settings.store.lock:
        cards = [file.card for file in settings.store.files.values()]
    wanted = request.query.get("purpose")
    cards = [card for card in cards if wanted in (None, card["purpose"])]
    return json_response(page_of(cards, request, limit=10_000, most=10_000))


def retrieve(request: RecordedRequest, settings: Settings) -> Response:
    """GET /v1/files/{id} and GET /v1/files/{id}/content"""
    file_id = request.path.removeprefix("/v1/files/")
    if file_id.endswith("/content"):
        file = _file(file_id.removesuffix("/content"), settings)
        return Response(file.content, 200, {"Content-Type": "application/octet-stream"})
    return json_response(_file(file_id, settings).card)


def delete(request: RecordedRequest, settings: Settings) -> Response:
    """DELETE /v1/files/{id}"""
    file_id = request.path.removeprefix("/v1/files/")
    with settings.store.lock:
        _file(file_id, settings)
        del settings.store.files[file_id]
    return json_response({"id": file_id, "object": "file", "deleted": True})


def _file(file_id: str, settings: Settings) -> StoredFile:
    file = settings.store.files.get(file_id)
    if file is None:
        raise RequestError(f"No such File object: {file_id}", param="id", code="not_found", status=404)
    return file


def _expiry(parts: dict[str, Part], created: int) -> dict[str, Any]:
    """The moment at which the file would be deleted, if the form has one."""
    anchor, seconds = parts.get("expires_after[anchor]"), parts.get("expires_after[seconds]")
    if anchor is None and seconds is None:
        return {}
    if anchor is None or anchor.text != "created_at":
        raise RequestError(
            "Invalid value for 'expires_after.anchor': it must be 'created_at'.",
            param="expires_after.anchor",
            code="invalid_value",
        )
    text = "" if seconds is None else seconds.text
    if not (text.isascii() and text.isdecimal()) or not _LEAST <= int(text) <= _MOST:
        raise RequestError(
            f"Invalid 'expires_after.seconds': {text or 'nothing'} is not between {_LEAST} and {_MOST}.",
            param="expires_after.seconds",
            code="invalid_value",
        )
    return {"expires_at": created + int(text)}
