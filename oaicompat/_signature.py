"""Keywords that a TypedDict holds, listed for `help()`, notebooks and editors without a type checker."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from inspect import Parameter, Signature
from typing import Any, TypeVar, cast

__all__ = ["lists_keywords"]

F = TypeVar("F", bound=Callable[..., Any])


def lists_keywords(options: type[Any]) -> Callable[[F], F]:
    """A decorator: the method's signature names every key of `options` in place of ``**options``."""

    def with_signature(method: F) -> F:
        own = [
            kept
            for kept in Signature.from_callable(method).parameters.values()
            if kept.kind is not Parameter.VAR_KEYWORD
        ]
        method.__signature__ = Signature([*own, *_keywords(cast("Hashable", options))])  # type: ignore[attr-defined]  # inspect reads it
        return method

    return with_signature


@cache  # a class is hashable
def _keywords(options: Any) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        for name, annotation in options.__annotations__.items()
    )
