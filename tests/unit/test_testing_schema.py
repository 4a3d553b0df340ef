"""Example values made from JSON schemas: they are accepted by the schema, whoever checks it."""

from __future__ import annotations

import datetime
import decimal
import enum
import json
import re
import uuid
from typing import Annotated, Any, Literal, Optional, Union

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from oaicompat.testing._pattern import matching_text
from oaicompat.testing._schema import example, fits
from oaicompat.testing._tokens import ids_of, pieces_of, text_of


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Node(BaseModel):
    name: str
    children: list[Node] = []
    next: Optional[Node]  # noqa: UP045  # a reference to itself that must be there, and may be null


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int = Field(ge=3, lt=4)


class Dog(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kind: Literal["dog"]
    tag: Annotated[str, Field(pattern=r"^[A-Z]{2}-\d{3,}$")]


class Everything(BaseModel):
    colour: Colour
    tree: Node
    pet: Annotated[Union[Cat, Dog], Field(discriminator="kind")]  # noqa: UP007
    moment: datetime.datetime
    day: datetime.date
    clock: datetime.time
    span: datetime.timedelta
    key: uuid.UUID
    numbers: set[int] = Field(min_length=3)
    shares: dict[str, float]
    maybe: int | None
    part: float = Field(gt=0, lt=1)
    row: tuple[int, str, bool]
    dogs: list[Dog] = Field(min_length=2, max_length=2)
    sevens: int = Field(multiple_of=7, gt=10)
    exact: decimal.Decimal
    short: str = Field(max_length=3)
    long: str = Field(min_length=40)
    negative: int = Field(le=-5)


def test_the_value_of_a_models_schema_is_accepted_by_the_model() -> None:
    """pydantic, which wrote the schema, takes the value: formats, limits, choices, references and recursion."""
    found = Everything.model_validate(example(Everything.model_json_schema()))
    assert found.pet.kind == "cat"
    assert found.tree.next is None
    assert len(found.numbers) >= 3


@pytest.mark.parametrize(
    "kind",
    [
        int,
        str,
        bool,
        float,
        None,
        list[int],
        dict[str, list[Colour]],
        Literal["a", 1],
        int | None,
        Node,
        list[Cat | Dog],
        Annotated[str, Field(min_length=2, max_length=2)],
        Annotated[int, Field(gt=-3, lt=-1)],
        Annotated[list[bool], Field(max_length=0)],
    ],
    ids=str,
)
def test_small_types(kind: Any) -> None:
    """pydantic takes the value of each type's schema, without making it into another type."""
    adapter = TypeAdapter(kind)
    value = example(adapter.json_schema())
    adapter.validate_json(json.dumps(value), strict=True)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (True, "some text"),
        ({}, "some text"),
        ({"const": {"a": [1]}}, {"a": [1]}),
        ({"enum": ["x", "y"]}, "x"),
        ({"type": ["null", "integer"]}, 1),
        ({"type": "null"}, None),
        ({"type": "string", "nullable": True, "enum": [None]}, None),
        ({"anyOf": [{"type": "null"}, {"type": "boolean"}]}, True),
        ({"oneOf": [{"type": "number"}, {"type": "integer"}]}, 1.5),
        ({"oneOf": [{"type": "integer", "minimum": 1, "maximum": 3}, {"type": "integer", "minimum": 1}]}, 4),
        ({"properties": {"a": {"type": "integer"}}}, {"a": 1}),
        ({"type": "object", "required": ["q"], "properties": {}}, {"q": "some q"}),
        ({"type": "object", "properties": {"a": {}, "b": {}}, "required": ["b"], "maxProperties": 1}, {"b": "some b"}),
        (
            {"allOf": [{"properties": {"a": {"const": 1}}, "required": ["a"]}, {"properties": {"b": {"const": 2}}}]},
            {"a": 1, "b": 2},
        ),
        ({"allOf": [{"type": "number", "minimum": 3}, {"type": "integer", "minimum": 5}]}, 5),
        ({"type": "integer", "not": {"const": 1}}, 2),
        ({"type": "number", "minimum": 5, "exclusiveMinimum": True, "maximum": 5.5}, 5.25),
        ({"type": "integer", "exclusiveMaximum": 0}, -1),
        ({"type": "number", "multipleOf": 0.25, "exclusiveMinimum": 1}, 1.25),
        ({"type": "array", "prefixItems": [{"const": 1}, {"const": "b"}], "items": False}, [1, "b"]),
        ({"type": "array", "uniqueItems": True, "minItems": 2, "items": {"type": "boolean"}}, [True, False]),
        ({"type": "array", "contains": {"const": 7}, "items": {"type": "integer"}}, [7]),
        (
            {"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "properties": {"b": {"const": 2}}},
            {"b": 2, "a": 1},
        ),
        ({"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"const": 3}}}, 3),
        ({"$ref": "#/$defs/a", "minimum": 4, "$defs": {"a": {"type": "integer"}}}, 4),
        ({"type": "object", "patternProperties": {"^x-\\d$": {"const": 1}}, "additionalProperties": False}, {"x-1": 1}),
    ],
    ids=str,
)
def test_keywords(schema: Any, value: Any) -> None:
    """What each keyword gives."""
    assert example(schema) == value


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "string", "enum": []},
        {"type": "integer", "minimum": 3, "maximum": 2},
        {"type": "object", "properties": {"a": False}, "required": ["a"]},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}},
        {"$ref": "#/$defs/gone"},
        {"$ref": "https://example.com/schema"},
        {"type": "object", "properties": {"me": {"$ref": "#"}}, "required": ["me"]},
        {"type": "array", "uniqueItems": True, "minItems": 3, "items": {"type": "boolean"}},
        {"type": "string", "pattern": "(?=a)b"},
        {"type": 5},
        {"properties": 5},
    ],
    ids=str,
)
def test_a_schema_that_nothing_fits_is_an_error(schema: Any) -> None:
    """Where there is no value, or none is found, the answer is ValueError: no other exception and no endless loop."""
    with pytest.raises(ValueError):
        example(schema)


@pytest.mark.parametrize(
    ("schema", "value", "good"),
    [
        ({"type": "integer"}, 1.0, True),
        ({"type": "integer"}, True, False),
        ({"const": 1}, True, False),
        ({"enum": [[1]]}, [True], False),
        ({"type": "object", "additionalProperties": False}, {"a": 1}, False),
        ({"type": "object", "required": ["a"]}, {}, False),
        ({"type": "array", "items": {"type": "string"}}, ["a", 1], False),
        ({"uniqueItems": True}, [1, 1], False),
        ({"maxLength": 2}, "abc", False),
        ({"pattern": "^a"}, "ba", False),
        ({"exclusiveMinimum": 1}, 1, False),
        ({"oneOf": [{}, {}]}, 1, False),
    ],
    ids=str,
)
def test_fits(schema: Any, value: Any, good: bool) -> None:
    """The check that proposals go through says no where it must."""
    assert fits(schema, value) is good


_LEAVES = st.one_of(
    st.builds(
        lambda low, size: {"type": "integer", "minimum": low, "maximum": low + size},
        st.integers(-9, 9),
        st.integers(0, 9),
    ),
    st.builds(
        lambda low, size: {"type": "string", "minLength": low, "maxLength": low + size},
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    st.sampled_from(
        [{"type": "boolean"}, {"type": "null"}, {"enum": [1, "a", None]}, {"type": "number", "exclusiveMinimum": 0}]
    ),
)


def _wrapped(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from("abc")
    properties = st.dictionaries(names, inner, max_size=3)
    return st.one_of(
        st.builds(lambda items, least: {"type": "array", "items": items, "minItems": least}, inner, st.integers(0, 3)),
        st.builds(lambda arms: {"anyOf": arms}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(
            lambda known: {"type": "object", "properties": known, "required": [*known], "additionalProperties": False},
            properties,
        ),
    )


@settings(deadline=None, max_examples=150)
@given(st.recursive(_LEAVES, _wrapped, max_leaves=8))
def test_any_satisfiable_schema_has_a_value(schema: Any) -> None:
    """Schemas put together at random, each with a value by construction, all get one that fits."""
    assert fits(schema, example(schema))
    assert example(schema) == example(schema)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d{4}-\d{2}$",
        r"^[A-Z]{2,3}$",
        "^(red|green)$",
        r"[^a-z\]]+",
        r"^\+?[0-9]{7,}$",
        "a.c",
        r"(?:ab)*c",
        r"^[\w.]+@\w+\.com$",
        r"\x41é",
        "^$",
        "^a{2}?b$",
    ],
)
@pytest.mark.parametrize("turn", [0, 1, 4])
def test_patterns(pattern: str, turn: int) -> None:
    """A text is found for the expressions that schemas hold, on every turn."""
    text = matching_text(pattern, turn)
    assert text is not None
    assert re.search(pattern, text)


def test_patterns_of_different_turns_differ() -> None:
    """A list of unique items gets different texts."""
    assert len({matching_text("^[a-z]{3}$", turn) for turn in range(5)}) == 5


@given(st.text())
def test_tokens_are_reversible(text: str) -> None:
    """Any text comes back whole from its token ids, and its pieces are the text."""
    assert text_of(ids_of(text)) == text
    assert "".join(pieces_of(text)) == text
    assert all(0 < token < 2**53 for token in ids_of(text))


@pytest.mark.parametrize("schema", [{"type": "array", "minItems": 10**9}, {"type": "string", "minLength": 10**9}])
def test_what_is_too_long_is_refused(schema: dict[str, object]) -> None:
    """A schema cannot make the server write for ever."""
    with pytest.raises(ValueError, match=r"asked for|no example"):
        example(schema)
