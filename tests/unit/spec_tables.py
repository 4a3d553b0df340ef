"""Strategies for replies, made from the tables of fields instead of our own types."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import strategies as st

from .streams import SHARED
from .valid_values import JSON, WORDS

__all__ = ["SPEC", "reply_schemas", "values_of"]

SPEC = SHARED / "spec"
#: Objects that are nested deeper have only the fields that are required.
DEEPEST = 3
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string": WORDS.filter(bool),  # an empty id is none
    "integer": st.integers(0, 2**53),
    "number": st.floats(-1e9, 1e9),
    "boolean": st.booleans(),
    "null": st.none(),
    "object": st.dictionaries(WORDS, JSON, max_size=2),
    "any": JSON,
}


@cache
def table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SPEC / "openai_fields.json").read_text("utf-8"))
    return found


def reply_schemas(part: str) -> dict[str, list[str]]:
    """The schemas of each endpoint's `response` or `stream`, for those that have some."""
    known = table()["schemas"]
    return {
        endpoint["id"]: names
        for endpoint in table()["endpoints"]
        if (names := [name for name in (endpoint.get(part) or {}).get("schemas", []) if name in known])
    }


@cache
def values_of(kind: str, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a type as the tables write it, such as ``array<Model> | string``."""
    arms = _split(kind)
    if len(arms) > 1:
        return st.one_of(*[values_of(arm, depth) for arm in arms])
    if kind in SCALARS:
        return SCALARS[kind]
    if kind.startswith("array<"):
        return st.lists(values_of(kind[6:-1], depth), min_size=1, max_size=2)  # an answer has choices
    if kind.startswith("map<string, "):
        return st.dictionaries(WORDS, values_of(kind[12:-1], depth), max_size=2)
    if kind not in table()["schemas"]:  # of responses, the tables have the top only
        return st.just({})
    schema = table()["schemas"][kind]
    if schema.get("kind") == "union":
        words = [st.sampled_from(schema["enum"])] if schema["enum"] else [SCALARS[name] for name in schema["scalars"]]
        return st.one_of(*words, *[values_of(name, depth) for name in schema["variants"]])
    return st.deferred(lambda: _objects(kind, depth))


def _split(kind: str) -> list[str]:
    """The arms of a union, without those of the types inside it."""
    arms, inside = [""], 0
    for word in kind.split(" "):
        inside += word.count("<") - word.count(">")
        if word == "|" and not inside:
            arms.append("")
        else:
            arms[-1] += f" {word}" if arms[-1] else word
    return arms


@cache
def _objects(name: str, depth: int) -> st.SearchStrategy[Any]:
    required, optional = {}, {}
    for field in table()["schemas"][name]["fields"]:
        values = _values_of_field(field, depth + 1)
        (required if field["required"] else optional)[field["name"]] = values
    return st.fixed_dictionaries(required, optional=optional if depth < DEEPEST else {})


def _values_of_field(field: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    if field["enum"] and field["type"] == "string":
        values = st.sampled_from(field["enum"])
    elif field["enum"] and field["type"] == "array<string>":
        values = st.lists(st.sampled_from(field["enum"]), max_size=2)
    else:
        values = values_of(field["type"], depth)
    return st.none() | values if field["nullable"] else values
