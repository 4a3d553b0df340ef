"""A request's body, checked against the type that the client is written with; told as OpenAI tells it."""

from __future__ import annotations

from typing import Any

from oaicompat.testing import _check
from oaicompat.testing._check import check_known, check_model, json_body, missing
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings

__all__ = ["checked"]


def checked(request: RecordedRequest, kind: Any, settings: Settings) -> dict[str, Any]:
    """The body without its nulls, if it is of the TypedDict `kind` and its model is served. Raises RequestError.

    A key that the type does not have is refused by a strict server, and passes otherwise.
    """
    body = {name: value for name, value in json_body(request).items() if value is not None}
    for name in sorted(kind.__required_keys__):
        if name not in body:
            raise missing(name)
    check_known(body, kind.__annotations__, settings)
    _check._validate(_check._adapter(kind), body, body, "")
    _check._check_ranges(body)
    check_model(body["model"], settings)
    return body
