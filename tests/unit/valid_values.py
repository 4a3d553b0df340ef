"""Strategies for JSON values that the type of a reply takes, made from the type's own annotations.

An exact value comes back as it was: each of its fields is what the annotation says. A generous one also has what
servers send in its place and our types take: null, numbers where text belongs, fractions, JSON that is not a string.
"""

from __future__ import annotations

import pkgutil
import types
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st

import oaicompat.types
from oaicompat.types.base import Count, JSONText, Listed, Text, WireObject
from oaicompat.types.responses.tagged import Tagged

__all__ = ["JSON", "WORDS", "kinds", "valid"]

Values = st.SearchStrategy[Any]

WORDS: Values = st.text(st.characters(codec="utf-8"), max_size=4)
INTEGERS: Values = st.integers(-9, 9) | st.integers(-(2**63), 2**63 - 1)
JSON: Values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-1, 1) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)
SCALARS: dict[Any, Values] = {
    str: WORDS,
    bool: st.booleans(),
    int: INTEGERS,
    float: st.floats(allow_nan=False, allow_infinity=False),
    bytes: st.nothing(),  # what JSON does not have
    type(None): st.none(),
    Any: JSON,
    object: JSON,
}
#: What the named types take beside what they hold, by the marks that they have in annotations.
TAKEN: dict[tuple[Any, ...], Values] = {
    get_args(Text)[1:]: st.none() | INTEGERS,
    get_args(Count)[1:]: st.none() | st.floats(-1e9, 1e9),
    get_args(JSONText)[1:]: st.none() | st.lists(JSON, max_size=2) | st.dictionaries(WORDS, JSON, max_size=2),
    get_args(Listed[int])[1:]: st.none(),
}
#: Objects that are nested deeper have only what tells them apart.
DEEPEST = 3
#: Most fields that an object has beside those that tell it apart, so that big types are as quick as small ones.
MOST = 5


def kinds() -> list[type[WireObject]]:
    """Every type of a reply, whole or nested, of every family."""
    return list(_kinds())


def _kinds() -> Iterator[type[WireObject]]:
    for found in pkgutil.walk_packages(oaicompat.types.__path__, "oaicompat.types."):
        module = import_module(found.name)
        for name, value in vars(module).items():
            mine = _is_ours(value) and value.__module__ == module.__name__
            if mine and value.__name__ == name and value.model_fields and not _is_generic(value):
                yield value


def _is_ours(value: Any) -> bool:
    return WireObject in getattr(value, "__mro__", ())  # `list[int]` passes for a class in Python 3.10


def _is_generic(kind: type[WireObject]) -> bool:
    return bool(kind.__pydantic_generic_metadata__["parameters"])


def valid(annotation: Any, *, exact: bool = True) -> Values:
    """Values of an annotation; a class of ours is one too."""
    return _values(annotation, (), exact, 0)


@cache
def _values(annotation: Any, marks: tuple[Any, ...], exact: bool, depth: int) -> Values:
    inner, *more = get_args(annotation) if get_origin(annotation) is Annotated else (annotation,)
    if more:
        return _values(inner, (*more, *marks), exact, depth)
    if tagged := [mark for mark in marks if isinstance(mark, Tagged)]:
        return st.sampled_from(sorted(tagged[0].words)).flatmap(lambda word: _tagged(tagged[0], word, exact, depth))
    if not exact and marks in TAKEN:
        return TAKEN[marks] | _values(annotation, (), exact, depth)
    if annotation in SCALARS:
        return SCALARS[annotation]
    if _is_ours(annotation):
        return st.deferred(lambda: _objects(annotation, exact, depth))
    arguments = get_args(annotation)
    origin = get_origin(annotation) or annotation
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin in (Union, types.UnionType):
        arms = [arm for arm in arguments if not (marks and arm is type(None))]  # what a marked field takes, not holds
        return st.one_of(*[_values(arm, (), exact, depth) for arm in arms])
    if origin is list:
        return st.lists(_values(*(arguments or (Any,)), (), exact, depth), max_size=2)
    if origin is dict:
        _, value = arguments or (str, Any)
        return st.dictionaries(WORDS, _values(value, (), exact, depth), max_size=2)
    raise TypeError(f"no values are known for {annotation!r}")


@cache
def _tagged(mark: Tagged, word: str, exact: bool, depth: int) -> Values:
    return _objects(mark.kind(word), exact, depth).map(lambda value: {**value, "type": word})


@cache
def _objects(kind: type[WireObject], exact: bool, depth: int) -> Values:
    if not kind.__pydantic_complete__:
        kind.model_rebuild()
    fields, telling = {}, {}
    for name, field in kind.model_fields.items():
        if field.exclude:  # made here, no part of the wire
            continue
        values = _values(field.annotation, tuple(field.metadata), exact, depth + 1)
        (telling if get_origin(field.annotation) is Literal else fields)[field.alias or name] = values
    rest = list(fields) if depth < DEEPEST else []
    extras = st.dictionaries(WORDS.map(lambda word: f"x-{word}"), JSON, max_size=1)

    def filled(names: list[str]) -> Values:
        chosen = st.fixed_dictionaries({**telling, **{name: fields[name] for name in names}})
        return st.builds(lambda own, more: {**more, **own}, chosen, extras)

    if not rest:
        return filled([])
    return st.lists(st.sampled_from(rest), unique=True, max_size=MOST).flatmap(filled)
