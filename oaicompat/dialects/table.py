"""The table of what is known: which dialect a name or an address means. Its rows are imported when one is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType
from typing import cast

from oaicompat.dialects.dialect import GENERIC, Dialect
from oaicompat.errors import ConfigurationError

__all__ = ["named", "providers"]

_MODULES = ("known_servers", "known_clouds", "known_china")


@lru_cache(maxsize=1)
def providers() -> Mapping[str, Dialect]:
    """Every dialect that is known, by name."""
    rows = [
        row
        for module in _MODULES
        for row in cast("tuple[Dialect, ...]", import_module(f"oaicompat.dialects.{module}").ROWS)
    ]
    return MappingProxyType({row.name: row for row in rows})


def named(name: object) -> Dialect:
    """The dialect of a provider. Raises ConfigurationError with the name that was probably meant."""
    if not isinstance(name, str):
        raise TypeError(f"provider must be a string, not {type(name).__name__}")
    key = name.strip().lower()
    found = GENERIC if key == GENERIC.name else providers().get(key)
    if found is None:
        from difflib import get_close_matches

        close = get_close_matches(key, providers(), n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        raise ConfigurationError(
            f"unknown provider {name!r}: {hint}oaicompat.providers() lists those that are known; for any other server "
            "give base_url="
        )
    if found.endpoint is False:
        raise ConfigurationError(f"{found.title} has no OpenAI-compatible endpoint: {found.notes}".rstrip(": "))
    return found
