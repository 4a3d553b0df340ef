"""What the server keeps while it runs: files, batches, responses, and which models were deleted."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from oaicompat.testing._check import RequestError
from oaicompat.testing._requests import RecordedRequest

__all__ = ["Store", "StoredBatch", "StoredFile", "StoredResponse", "page_of"]

Json = dict[str, Any]


@dataclass(slots=True)
class StoredFile:
    """A file: what is told of it, and its bytes."""

    card: Json
    content: bytes = field(repr=False)


@dataclass(slots=True)
class StoredBatch:
    """A batch: what is told of it, the requests that are left, and the lines of the answers."""

    card: Json
    waiting: list[Json] = field(default_factory=list, repr=False)
    answers: list[Json] = field(default_factory=list, repr=False)


@dataclass(slots=True)
class StoredResponse:
    """A response: what is told of it, the items that it was made of, and those of its conversation before them."""

    card: Json
    items: list[Json] = field(default_factory=list, repr=False)
    before: list[Json] = field(default_factory=list, repr=False)


class Store:
    """The memory of one server. Whoever changes it holds its lock."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.files: dict[str, StoredFile] = {}
        self.batches: dict[str, StoredBatch] = {}
        self.responses: dict[str, StoredResponse] = {}
        self.deleted_models: set[str] = set()
        self._count = 0

    def number(self) -> int:
        """A number that was not given before."""
        self._count += 1
        return self._count

    def add_file(self, content: bytes, *, filename: str, purpose: str, created_at: int, **more: Any) -> Json:
        """Keeps a file and gives its card."""
        card = {
            "id": f"file-{self.number()}",
            "object": "file",
            "bytes": len(content),
            "created_at": created_at,
            "filename": filename,
            "purpose": purpose,
            "status": "processed",
            "status_details": None,
            **more,
        }
        self.files[card["id"]] = StoredFile(card, content)
        return card


def page_of(cards: Sequence[Json], request: RecordedRequest, *, limit: int, most: int) -> Json:
    """The page that a request's `after`, `limit` and `order` ask for, of cards from the oldest on."""
    query = request.query
    order = query.get("order", "desc")
    if order not in ("asc", "desc"):
        raise RequestError(
            f"Invalid value for 'order': {order!r}. Supported values are: 'asc', 'desc'.",
            param="order",
            code="invalid_value",
        )
    given = query.get("limit", str(limit))
    if not (given.isascii() and given.isdecimal()) or not 1 <= int(given) <= most:
        raise RequestError(
            f"Invalid 'limit': {given} is not between 1 and {most}.", param="limit", code="invalid_value"
        )
    ordered = list(cards if order == "asc" else reversed(cards))
    if (after := query.get("after")) is not None:
        ids = [card["id"] for card in ordered]
        if after not in ids:
            raise RequestError(f"Invalid 'after': there is no {after!r}.", param="after", code="invalid_value")
        ordered = ordered[ids.index(after) + 1 :]
    page = ordered[: int(given)]
    return {
        "object": "list",
        "data": page,
        "first_id": page[0]["id"] if page else None,
        "last_id": page[-1]["id"] if page else None,
        "has_more": len(ordered) > len(page),
    }
