"""Answers as values of a type: what is asked for, in which way, and what is made of what comes."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field, RootModel, TypeAdapter, create_model
from typing_extensions import NotRequired, TypedDict

from oaicompat.dialects.dialect import GENERIC, Dialect
from oaicompat.dialects.known_servers import LLAMACPP, VLLM
from oaicompat.dialects.table import providers
from oaicompat.errors import ConfigurationError
from oaicompat.structured import (
    STRATEGIES,
    MisreadError,
    answer_tool,
    asked,
    checked_strategy,
    output_type,
    strategies,
)
from oaicompat.testing._schema import fits

from .test_partial_json import leads_to, pieces_of


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


class Cat(BaseModel):
    """A cat."""

    kind: Literal["cat"] = "cat"
    lives: int = 9


class Dog(BaseModel):
    kind: Literal["dog"]
    name: str = Field(min_length=2, description="What it is called.")


class Owner(BaseModel):
    name: str
    pets: list[Annotated[Cat | Dog, Field(discriminator="kind")]] = []
    born: datetime.date | None = None
    colour: Colour = Colour.RED
    friend: Owner | None = None


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0


class Movie(TypedDict):
    title: str
    year: NotRequired[int]


KINDS: list[tuple[Any, str, Any]] = [
    (Owner, '{"name": "Ann", "pets": [{"kind": "cat", "lives": 3}]}', Owner(name="Ann", pets=[Cat(lives=3)])),
    (Point, '{"x": 1}', Point(1)),
    (Movie, '{"title": "M", "year": 1931}', {"title": "M", "year": 1931}),
    (Colour, '{"value": "green"}', Colour.GREEN),
    (Literal["a", "b"], '{"value": "b"}', "b"),
    (list[Point], '{"value": [{"x": 1}]}', [Point(1)]),
    (Cat | Dog, '{"value": {"kind": "cat", "lives": 3}}', Cat(lives=3)),
    (int | str, '{"value": 5}', 5),
    (dict[str, int], '{"a": 1}', {"a": 1}),
    (tuple[int, str], '{"value": [1, "a"]}', (1, "a")),
    (set[int], '{"value": [1, 2]}', {1, 2}),
    (RootModel[list[int]], '{"value": [1]}', RootModel[list[int]]([1])),
    (datetime.date, '{"value": "2025-01-02"}', datetime.date(2025, 1, 2)),
    (UUID, '{"value": "00000000-0000-0000-0000-000000000001"}', UUID(int=1)),
    (Decimal, '{"value": "0.1234567890123456789"}', Decimal("0.1234567890123456789")),
    (Any, '{"value": [null]}', [None]),
    (bool, '{"value": true}', True),
    (Annotated[int, Field(ge=1)], '{"value": 1}', 1),
    (TypeAdapter(list[int]), '{"value": [1]}', [1]),
    (None, '{"value": null}', None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), KINDS, ids=lambda value: str(value)[:30])
def test_every_kind_of_type(kind: Any, text: str, expected: Any) -> None:
    """It is asked for as an object, and read: alone, and with fences, words and thinking around it."""
    output = output_type(kind)
    assert output.schema["type"] == "object"
    assert fits(output.schema, json.loads(text))
    assert 1 <= len(output.name) <= 64
    assert output.read(text) == expected
    for around in ("@\n", "```json\n@\n```", "Here:\n```\n@```\nBye {x}.", "<think>{} [</think>\n\n@", "Well, @ it is"):
        assert output.read(around.replace("@", text)) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (Colour, "green", Colour.GREEN),
        (Colour, ' "green"\n', Colour.GREEN),
        (Colour, "```\ngreen\n```", Colour.GREEN),
        (int, "42", 42),
        (bool, "true", True),
        (str, "Some words.", "Some words."),
        (list[int], "[1, 2]", [1, 2]),
        (list[int], "The list is [1, 2].", [1, 2]),
        (Cat | Dog, '{"kind": "cat"}', Cat()),
        (Movie, '{"title": "a\nb"}', {"title": "a\nb"}),
        (Movie, '{"title": "\\ud83d"}', {"title": "\ufffd"}),
    ],
)
def test_what_servers_answer_that_only_know_plain_text(kind: Any, text: str, expected: Any) -> None:
    """The value itself in place of an object around it; a line end inside of a text; half a character."""
    assert output_type(kind).read(text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "reason", "path", "cut"),
    [
        (Owner, "", "the answer is empty", "", True),
        (Owner, "<think>hm</think>", "the answer is empty", "", True),
        (Owner, "I cannot.", "there is no JSON object in the answer", "", True),
        (Owner, '{"pets": []}', "name: Field required", "name", False),
        (Owner, '{"name": "A", "pets": [{"kind": "dog", "name": 1}]}', "pets[0].dog.name: Input", "pets[0].dog.name",
         False),
        (Owner, '{"name": "A", "friend": {"name": "B"}, "pe', "Invalid JSON: EOF", "", True),
        (Owner, '{"name": "A", "friend": {"name": "B"},}', "Invalid JSON: trailing comma", "", True),
        (Owner, "```json\n{'name': 'A'}\n```", "Invalid JSON", "", True),
        (list[int], '{"value": [1, "a"]}', "[1]: Input should be a valid integer", "[1]", False),
        (list[int], "[1, 2, ", "Invalid JSON: EOF", "", True),
        (str, '{"value": "half', "Invalid JSON: EOF", "", True),
        (str, '{"value": 5}', "Input should be a valid string", "", False),
        (Colour, "blue", "Input should be 'red' or 'green'", "", True),
        (list[int], "see [1]: ```json\n[2, 3", "Invalid JSON: EOF", "", True),
    ],
)  # fmt: skip
def test_why_an_answer_is_none(kind: Any, text: str, reason: str, path: str, cut: bool) -> None:
    """The reason with its path; and nothing that stands inside a broken object is taken for the answer."""
    with pytest.raises(MisreadError) as caught:
        output_type(kind).read(text)
    assert caught.value.reason.startswith(reason)
    assert (caught.value.path, caught.value.is_cut) == (path, cut)


def test_many_faults_are_not_all_told() -> None:
    with pytest.raises(MisreadError, match="and 4 more"):
        output_type(list[int]).read(json.dumps({"value": ["a"] * 10}))


def test_a_text_that_was_cut_is_no_value() -> None:
    """A word may be the beginning of another; an object that was closed is whole."""
    with pytest.raises(MisreadError):
        output_type(str).read("Some wor", whole=False)
    assert output_type(Point).read('{"x": 1} and so', whole=False) == Point(1)


def test_a_model_with_many_braces_takes_no_long_time() -> None:
    """What is no JSON is given up after a while."""
    for text in ("{" * 20_000, '{"a":' * 20_000, "[1] " * 20_000):
        with pytest.raises(MisreadError):
            output_type(Owner).read(text)


# -- schemas ----------------------------------------------------------------------------------------------------------


def strict_faults(schema: Any, path: str = "$") -> list[str]:
    """What OpenAI's strict mode would refuse."""
    if not isinstance(schema, dict):
        return [path]
    known = set(
        "type description enum const pattern format multipleOf minimum maximum exclusiveMinimum exclusiveMaximum "
        "minItems maxItems required additionalProperties $ref properties items anyOf $defs".split()
    )
    found = [f"{path}: {name}" for name in schema.keys() - known]
    if "$ref" in schema and schema.keys() != {"$ref"}:
        found.append(f"{path}: $ref with more")
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            found.append(f"{path}: open")
        if schema.get("required") != list(schema.get("properties", {})):
            found.append(f"{path}: not all required")
    for name in ("properties", "$defs"):
        for key, inner in schema.get(name, {}).items():
            found += strict_faults(inner, f"{path}.{key}")
    for place, arm in enumerate(schema.get("anyOf", [])):
        found += strict_faults(arm, f"{path}|{place}")
    return found + (strict_faults(schema["items"], f"{path}[]") if "items" in schema else [])


def test_the_strict_schema() -> None:
    """All of it fits, what does not is in a description, and said."""
    output = output_type(Owner)
    assert output.strict_schema is not None
    assert strict_faults(output.strict_schema) == []
    assert "(minLength: 2)" in output.strict_schema["$defs"]["Dog"]["properties"]["name"]["description"]
    assert "Dog.name: minLength is in the description alone" in output.lost
    assert "pets: may no longer be left out" in output.lost
    assert "title" not in output.schema
    assert set(output.schema["properties"]) == {"name", "pets", "born", "colour", "friend"}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (dict[str, int], "any keys"),
        (Any, "any type"),
        (list[Any], "any items"),
        (list[dict[str, str]], "any keys"),
    ],
)
def test_an_open_type_is_not_strict(kind: Any, words: str) -> None:
    """There is no strict schema, and it is said where that is."""
    output = output_type(kind)
    assert output.strict_schema is None
    assert words in output.lost[-1]
    form = asked(output, "json_schema", GENERIC, [], {})[1]["response_format"]
    assert form["json_schema"]["strict"] is False
    assert form["json_schema"]["schema"] == output.schema


def test_tuples_sets_patterns_and_formats() -> None:
    """Each is written in what strict mode knows."""
    output = output_type(tuple[int, str])
    assert output.strict_schema is not None
    value = output.strict_schema["properties"]["value"]
    assert value["items"] == {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    assert (value["minItems"], value["maxItems"]) == (2, 2)
    assert "value: which item is of which type" in output.lost
    assert "uniqueItems" in str(output_type(set[int]).lost)
    assert "pattern" not in str(output_type(Decimal).schema), "no server's grammar looks around"


def test_what_is_no_type() -> None:
    """A TypeError that says so, before anything is sent."""
    with pytest.raises(TypeError, match="no type that pydantic knows"):
        output_type(object())
    with pytest.raises(TypeError, match="has no JSON schema"):
        output_type(Callable[[], int])


def test_names_of_types() -> None:
    """Short, of the letters that servers take."""
    kinds = (
        Owner,
        list[Owner],
        Owner | None,
        Cat | Dog,
        Literal["a b"],
        TypeAdapter(dict[str, Cat]),
        Annotated[int, 1],
    )
    names = [output_type(kind).name for kind in kinds]
    assert names == ["Owner", "list_Owner", "Owner_or_None", "Cat_or_Dog", "Literal_a_b", "dict_str_Cat", "int"]


# -- ways -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, STRATEGIES),
        ({"json_schema": True, "forced_tools": False, "named_tool": False}, ("json_schema", "prompt")),
        ({"json_schema": False}, ("prompt",)),
        ({"json_schema": False, "named_tool": True}, ("tool", "prompt")),
        ({"json_schema": False, "json_object": True, "tool_calling": False}, ("json_object", "prompt")),
        ({"json_schema": False, "json_object": False, "forced_tools": False, "named_tool": False}, ("prompt",)),
    ],
)
def test_the_facts_choose_the_way(facts: dict[str, Any], expected: tuple[str, ...]) -> None:
    """What is known to work comes first; what is not known is tried only where nothing is known."""
    assert strategies(Dialect(name="x", **facts)) == expected


@pytest.mark.parametrize("dialect", providers().values(), ids=lambda dialect: dialect.name)
def test_every_known_server_can_be_asked(dialect: Dialect) -> None:
    """There is a way for each, and the best is none that it is known not to have."""
    first, *_ = strategies(dialect)
    assert first != "json_schema" or dialect.json_schema is not False
    assert first != "json_object" or dialect.json_object is not False
    messages, options = asked(output_type(Owner), first, dialect, [{"role": "user", "content": "?"}], {})
    assert messages
    assert first == "prompt" or options


def test_what_each_way_sends() -> None:
    """The schema as a response format, as the parameters of a tool, and in the prompt."""
    output = output_type(Owner)
    messages = [{"role": "user", "content": "?"}]
    same, options = asked(output, "json_schema", GENERIC, messages, {"seed": 1})
    assert same is messages
    assert options["seed"] == 1
    assert options["response_format"]["json_schema"] == {
        "name": "Owner",
        "schema": output.strict_schema,
        "strict": True,
    }
    _, grammatical = asked(output, "json_schema", VLLM, messages, {})
    assert grammatical["response_format"]["json_schema"]["schema"] == output.schema, "a grammar keeps to all of it"
    _, forced = asked(output, "tool", GENERIC, messages, {})
    assert forced["tool_choice"] == {"type": "function", "function": {"name": "answer"}}
    assert forced["tools"][0]["function"]["parameters"] == output.strict_schema
    assert forced["tools"][0]["function"]["strict"] is True
    told, free = asked(output, "json_object", GENERIC, messages, {})
    assert free["response_format"] == {"type": "json_object"}
    assert told[0]["role"] == "system"
    assert json.dumps(output.schema) in told[0]["content"]
    assert told[1:] == messages
    told, plain = asked(output, "prompt", GENERIC, [{"role": "system", "content": "Be brief."}, *messages], {})
    assert plain == {}
    assert told[0]["content"].startswith("Be brief.\n\nAnswer with a JSON object")


def test_a_forced_tool_beside_others() -> None:
    """Some tool has to be called, and ours has a name of its own; a server that only knows the word gets the word."""
    own = {"type": "function", "function": {"name": "answer", "parameters": {}}}
    _, options = asked(output_type(Point), "tool", GENERIC, [], {"tools": [own]})
    assert options["tool_choice"] == "required"
    assert [tool["function"]["name"] for tool in options["tools"]] == ["answer", "answer_"]
    assert answer_tool({"tools": [own]}) == "answer_"
    assert asked(output_type(Point), "tool", LLAMACPP, [], {})[1]["tool_choice"] == "required"
    named_only = replace(GENERIC, named_tool=True, forced_tools=False)
    assert asked(output_type(Point), "tool", named_only, [], {})[1]["tool_choice"]["type"] == "function"


def test_a_way_that_nobody_knows() -> None:
    with pytest.raises(ConfigurationError, match="strategy must be one of json_schema, tool"):
        checked_strategy("magic")


# -- random models ----------------------------------------------------------------------------------------------------

LEAVES: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (int, st.integers(-(2**53), 2**53)),
    (str, st.text(st.characters(exclude_categories=("Cs",)), max_size=8)),
    (bool, st.booleans()),
    (float, st.floats(allow_nan=False, allow_infinity=False)),
    (Colour, st.sampled_from(Colour)),
    (datetime.date, st.dates()),
    (Literal["a", "ab"], st.sampled_from(["a", "ab"])),
]


@st.composite
def kinds(draw: st.DrawFn, depth: int = 2) -> tuple[Any, st.SearchStrategy[Any]]:
    """A type, and the values that it has."""
    shape = draw(st.sampled_from(["leaf", "list", "optional", "model", "dict"] if depth else ["leaf"]))
    if shape == "leaf":
        return draw(st.sampled_from(LEAVES))
    if shape == "model":
        fields = {f"f{number}": draw(kinds(depth - 1)) for number in range(draw(st.integers(1, 3)))}
        model: Any = create_model("Drawn", **{name: (kind, ...) for name, (kind, _) in fields.items()})  # type: ignore[call-overload]
        return model, st.builds(model, **{name: values for name, (_, values) in fields.items()})
    kind, values = draw(kinds(depth - 1))
    if shape == "list":
        return list[kind], st.lists(values, max_size=3)  # type: ignore[valid-type]
    if shape == "dict":
        return dict[str, kind], st.dictionaries(st.text("abc", max_size=3), values, max_size=3)  # type: ignore[valid-type]
    return kind | None, st.none() | values


@settings(max_examples=150)
@given(st.data())
def test_random_types_values_and_cuts(data: st.DataObject) -> None:
    """The value that is dumped is read again, its JSON fits the schemas, and each partial answer leads to it."""
    kind, values = data.draw(kinds())
    value = data.draw(values)
    output = output_type(kind)
    text = TypeAdapter(kind).dump_json(value).decode()
    plain = json.loads(text)
    if output.is_wrapped:
        text = json.dumps({"value": plain})
    for schema in (output.schema, output.strict_schema):
        if schema is not None:
            assert fits(schema, json.loads(text))
    assert output.strict_schema is None or strict_faults(output.strict_schema) == []
    assert output.read(text) == value
    text = data.draw(st.sampled_from([text, f"```json\n{text}\n```", f"So {{it is}}: {text}"]))
    assert output.read(text) == value
    pieces = pieces_of(text, data.draw(st.lists(st.integers(0, 500), max_size=8)))
    partial = output.partial(pieces)
    looks = [partial.at(count + 1) for count in range(len(pieces))]
    assert all(look is None or leads_to(look, plain) for look in looks)
    assert looks[-1] == plain or looks[-1] is None or not isinstance(plain, (dict, list, str))
