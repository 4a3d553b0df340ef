"""JSON text as a value of a type, and in words why it is none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, overload

from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticSchemaGenerationError, PydanticUserError

from oaicompat.errors import StructuredOutputError

__all__ = ["adapter_of", "arguments_as", "path_of", "reason_of", "type_name"]

T = TypeVar("T")

#: Faults that are told; an answer that is wrong altogether has hundreds.
_MOST_FAULTS = 6


def adapter_of(kind: Any) -> TypeAdapter[Any]:
    """What checks values of a type; made once. Raises TypeError if pydantic knows no such type."""
    if isinstance(kind, TypeAdapter):
        return kind
    try:
        return _remembered(kind)
    except TypeError as error:
        if "unhashable" not in str(error):
            raise
        return _made(kind)


def _made(kind: Any) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(kind)
    except (PydanticSchemaGenerationError, PydanticUserError, NameError) as error:
        raise TypeError(f"{type_name(kind)} is no type that pydantic knows: {_first_line(error)}") from error


_remembered = lru_cache(maxsize=512)(_made)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def type_name(kind: Any) -> str:
    """A type in a word or two: ``Owner``, ``list[Owner]``, ``Cat or Dog``."""
    if isinstance(kind, TypeAdapter):
        kind = getattr(kind, "_type", "value")
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return type_name(arguments[0])
    if origin in (Union, UnionType):
        return " or ".join(map(type_name, arguments))
    if kind in (None, type(None)):
        return "None"
    name = getattr(origin or kind, "__name__", None) or str(kind).replace("typing.", "")
    inside = ", ".join(str(one) if origin is Literal else type_name(one) for one in arguments)
    return f"{name}[{inside}]" if inside else name


def path_of(steps: Iterable[int | str]) -> str:
    """The place of a fault: ``items[2].price``; "" for the whole."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def reason_of(error: ValidationError, *, inside: int = 0) -> tuple[str, str]:
    """What is wrong, each fault after its path, and the path of the first; the first `inside` steps are not told."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    told = [(path_of(fault["loc"][inside:]), fault["msg"]) for fault in faults]
    words = [f"{path}: {text}" if path else text for path, text in told[:_MOST_FAULTS]]
    if len(told) > _MOST_FAULTS:
        words.append(f"and {len(told) - _MOST_FAULTS} more")
    return "; ".join(words), told[0][0]


@overload
def arguments_as(kind: type[T] | TypeAdapter[T], text: str, *, name: str = ...) -> T: ...
@overload
def arguments_as(kind: Any, text: str, *, name: str = ...) -> Any: ...
def arguments_as(kind: Any, text: str, *, name: str = "") -> Any:
    """The arguments of a tool call as a value of a type. No text at all is an empty object.

    Raises StructuredOutputError if they are none, TypeError if pydantic knows no such type.
    """
    try:
        return adapter_of(kind).validate_json(text if text.strip() else "{}")
    except ValidationError as error:
        reason, path = reason_of(error)
        what = f"the arguments of {name}" if name else "the arguments"
        raise StructuredOutputError(
            f"{what} are no {type_name(kind)}: {reason}; they are {text[:200]!r}", text=text, reason=reason, path=path
        ) from None
