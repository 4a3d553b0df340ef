"""Routes that this library does not know: ``client.get``, ``client.post`` and the like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import Unpack

from oaicompat._decode import typed_as
from oaicompat._encode import request
from oaicompat._wire import Call
from oaicompat.types.base import RequestOptions

__all__ = ["unlisted"]


def unlisted(
    method: str,
    path: str,
    *,
    body: Mapping[str, Any] | None = None,
    cast_to: Any = None,
    root: bool = False,
    **options: Unpack[RequestOptions],
) -> Call[Any]:
    """A call of any route.

    `path` is relative to the base URL, or to the server's root if `root` is true; `body` is sent as JSON. `cast_to`
    says what the reply is: a type that pydantic knows, `Reply`, `bytes` or `str`; without it JSON is parsed, and other
    text is `str`. Raises TypeError for an argument of another type.
    """
    if not isinstance(path, str):
        raise TypeError(f"path must be a string, not {type(path).__name__}")
    if body is not None and not isinstance(body, Mapping):
        raise TypeError(f"body must be a mapping, which is sent as JSON, not {type(body).__name__}")
    sent = None if body is None else dict(body)
    return Call(request(method.upper(), path, options, body=sent, root=root), typed_as(cast_to))
