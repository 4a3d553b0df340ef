"""JSON in, and narrowing: the only place where `Any` becomes something definite."""

from __future__ import annotations

import json
from typing import Any, cast

from pydantic_core import from_json

__all__ = ["as_list", "as_object", "as_text", "parse"]

Json = Any


def parse(data: bytes | str) -> Json:
    """The value that JSON text stands for. Raises ValueError if it is not JSON, or nested beyond reason.

    Half a character, cut off by a server that counts in bytes or in UTF-16, is U+FFFD; the text around it is kept.
    """
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    try:
        return from_json(data, cache_strings="keys")
    except ValueError as error:
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        if "\\u" not in text and "\ufffd" not in text:
            raise
        try:
            mended = json.dumps(json.loads(text), ensure_ascii=False).encode("utf-16", "surrogatepass")
            return json.loads(mended.decode("utf-16", "replace"))
        except (ValueError, RecursionError):
            raise error from None


def as_object(value: object) -> dict[str, Any]:
    """The value if it is a JSON object, else an empty one."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """The value if it is a list, else an empty one."""
    found: list[Any] = value if isinstance(value, list) else []
    return found


def as_text(value: object) -> str | None:
    """The value if it is text that says something, else None."""
    return value if isinstance(value, str) and value.strip() else None
