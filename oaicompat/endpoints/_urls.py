"""What goes into a URL: ids as parts of a path, and options as a query."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from oaicompat._encode import CALL_OPTIONS, checked_text, request, said
from oaicompat._wire import Request
from oaicompat.errors import ConfigurationError

__all__ = ["in_path", "query_request"]


def in_path(name: str, value: object, *, source: str, safe: str = ":@") -> str:
    """An id as it stands in a path. Raises TypeError or ConfigurationError; `source` says where ids come from."""
    value = checked_text(name, value)
    if not value.strip():
        raise ConfigurationError(f"{name} is empty; {source} gives the ids")
    if {".", ".."} & set(value.split("/")):
        raise ConfigurationError(f"{name} {value!r} would lead to another route")
    try:
        return quote(value, safe=safe)
    except UnicodeEncodeError:
        raise ConfigurationError(f"{name} holds half a character (a lone surrogate), which no URL has") from None


def query_request(path: str, options: Mapping[str, Any], known: Collection[str]) -> Request:
    """A GET whose `known` options go into the query; `extra_query` wins over them."""
    asked = request("GET", path, options, known=known)
    own = {name: options[name] for name in known if name not in CALL_OPTIONS and said(options.get(name))}
    return replace(asked, query={**own, **asked.query})
