"""The keywords of a TypedDict, listed for `help()`, notebooks and editors without a type checker.

The TypedDict is imported when somebody asks for the signature: no call needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import Parameter, Signature
from types import MappingProxyType
from typing import Any, TypeVar

__all__ = ["lists_keywords"]

F = TypeVar("F", bound=Callable[..., Any])


class _Listed(Signature):
    """A signature whose ``**options`` are the keys of a TypedDict, found when they are looked at."""

    __slots__ = ("_all", "_module", "_options")

    def __init__(self, own: Signature, module: str, options: str) -> None:
        kept = [one for one in own.parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
        super().__init__(kept, return_annotation=own.return_annotation)
        self._module, self._options = module, options
        self._all: Mapping[str, Parameter] | None = None

    @property
    def parameters(self) -> MappingProxyType[str, Parameter]:
        if self._all is None:
            keys = getattr(import_module(self._module), self._options).__annotations__
            listed = {
                name: Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=keys[name]) for name in keys
            }
            self._all = {**super().parameters, **listed}
        return MappingProxyType(dict(self._all))

    def replace(self, **changes: Any) -> Signature:  # type: ignore[override]  # what comes out is a plain signature
        return Signature(list(self.parameters.values()), return_annotation=self.return_annotation).replace(**changes)


def lists_keywords(module: str, options: str) -> Callable[[F], F]:
    """A decorator: the method's signature names every key of the TypedDict `options` of `module`."""

    def with_signature(method: F) -> F:
        listed = _Listed(Signature.from_callable(method), module, options)
        method.__signature__ = listed  # type: ignore[attr-defined]  # `inspect.signature` reads it
        return method

    return with_signature
