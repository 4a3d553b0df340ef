"""A request as the server got it, kept for whoever wants to look at it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

from oaicompat import Headers

__all__ = ["RecordedRequest", "parse_json"]


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that came: method, target (path and query as they came), headers, and the body's bytes."""

    method: str
    target: str
    headers: Headers = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    #: 1 for the first request that the server got.
    number: int = 1
    #: 1 for the first connection that the server accepted.
    connection: int = 1
    #: Unix time at which the request was complete, in seconds.
    received_at: float = field(default=0.0, repr=False)

    @property
    def path(self) -> str:
        """The path, without the query, percent-encoding undone."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        """The query's values; of a name that came more than once, the last."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def text(self) -> str:
        """The body as text: UTF-8, undecodable bytes replaced."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. Raises ValueError if it is none."""
        return parse_json(self.body)


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def parse_json(text: bytes | str) -> Any:
    """The value of a JSON text, NaN and Infinity refused. Raises ValueError."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None
