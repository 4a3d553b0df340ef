"""Functions as tools: definitions out of signatures, hints and docstrings, and arguments that are checked."""

from __future__ import annotations

import datetime
import enum
import functools
import inspect
import json
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from oaicompat._docstrings import described
from oaicompat._encode import dump
from oaicompat.tools import (
    Arguments,
    ArgumentsError,
    Tool,
    as_tool,
    pydantic_function_tool,
    result_text,
    tool,
    tools_by_name,
)

STYLES = {
    "google": """Finds rooms.

    In the whole house,
    and beyond.

    Args:
        city (str): the city's
            name: as it is written
        *size: how many (at least
            one) beds
        unit: C or F

    Returns:
        A list of rooms: those that are free.
    """,
    "numpy": """Finds rooms.

    In the whole house,
    and beyond.

    Parameters
    ----------
    city : str
        the city's
        name: as it is written
    size : int, optional
        how many (at least
        one) beds
    unit
        C or F

    Returns
    -------
    list of str
        those that are free
    """,
    "fields": """Finds rooms.

    In the whole house,
    and beyond.

    :param city: the city's
        name: as it is written
    :param int size: how many (at least
        one) beds
    :parameter unit: C or F
    :returns: those that are free
    :rtype: list
    """,
}
TOLD = {"city": "the city's name: as it is written", "size": "how many (at least one) beds", "unit": "C or F"}


@pytest.mark.parametrize("style", STYLES)
def test_the_styles_of_docstrings(style: str) -> None:
    """Each says the same."""
    assert described(STYLES[style]) == ("Finds rooms.\n\nIn the whole house,\nand beyond.", TOLD)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ("", {})),
        ("", ("", {})),
        ("One line.", ("One line.", {})),
        ("Note: this is text.\n\nArgs: are text too.", ("Note: this is text.\n\nArgs: are text too.", {})),
        ("Args:\n    a: x\n\nThe end.", ("The end.", {"a": "x"})),
        ("T.\n\nParameters\n----------\na, b : int\n    Both.\n", ("T.", {"a": "Both.", "b": "Both."})),
        ("T.\n\nArgs:\n    no entry here\n    a (dict[str, (int)]): x", ("T.", {"a": "x"})),
        ("T.\n\nExample:\n    f(1)\n\nMore.", ("T.\n\nMore.", {})),
    ],
)
def test_odd_docstrings(text: str | None, expected: Any) -> None:
    """Plain text is the description; sections that are not about parameters are left out."""
    assert described(text) == expected


class Unit(enum.Enum):
    C = "C"
    F = "F"


class Room(BaseModel):
    """A room."""

    name: str
    beds: int = 1


class Place(TypedDict):
    street: str


@tool
def find(
    city: str,
    size: Annotated[int, Field(ge=1)] = 2,
    unit: Unit = Unit.C,
    *,
    room: Room | None = None,
    at: Annotated[Place | None, "Where it is."] = None,
    day: datetime.date = datetime.date(2025, 1, 2),
    way: Literal["a", "b"] = "a",
    anything=None,  # type: ignore[no-untyped-def]
) -> str:
    """Finds rooms.

    Args:
        city: the city's name
        at: not this, for the hint says it
    """
    return f"{city} {size} {unit} {room} {at} {day} {way}"


def test_a_definition() -> None:
    """Names, types, defaults and descriptions, as the server gets them."""
    definition = dict(find)
    assert definition["type"] == "function"
    function = definition["function"]
    assert (function["name"], function["description"]) == ("find", "Finds rooms.")
    schema = function["parameters"]
    assert schema["required"] == ["city"]
    assert schema["additionalProperties"] is False
    properties = schema["properties"]
    assert properties["city"] == {"type": "string", "description": "the city's name"}
    assert properties["size"] == {"type": "integer", "minimum": 1, "default": 2}
    assert properties["way"] == {"type": "string", "enum": ["a", "b"], "default": "a"}
    assert properties["at"]["description"] == "Where it is."
    assert properties["day"]["default"] == "2025-01-02"
    assert properties["unit"]["default"] == "C"
    assert properties["anything"] == {}
    assert schema["$defs"].keys() == {"Unit", "Room", "Place"}
    assert "strict" not in function


def test_a_tool_is_its_function_and_its_definition() -> None:
    """It is called as ever, shows the same signature, and may stand in a request."""
    assert find("Rome", way="b") == "Rome 2 Unit.C None None 2025-01-02 b"
    assert find.__name__ == "find"
    assert next(iter(inspect.signature(find).parameters)) == "city"
    assert json.loads(dump({"tools": [find]}))["tools"] == [find.definition]
    assert find["function"] is find.definition["function"]
    assert len(find) == 2
    assert repr(find) == "<Tool find>"
    assert find in {find}
    assert as_tool(find) is find


def test_arguments_have_the_types_of_the_parameters() -> None:
    """Models, enums, dates: what the function expects."""
    arguments = find.arguments('{"city": "Rome", "unit": "F", "room": {"name": "r"}, "day": "2025-03-04", "at": null}')
    assert arguments.values == {
        "city": "Rome", "unit": Unit.F, "room": Room(name="r"), "day": datetime.date(2025, 3, 4), "at": None,
    }  # fmt: skip
    assert find.run(arguments).startswith("Rome 2 Unit.F name='r'")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Invalid JSON"),
        ("", "city: Field required"),
        ("[]", "Input should be an object"),
        ('{"city": "a", "size": 0}', "size: Input should be greater than or equal to 1"),
        ('{"city": "a", "colour": 1}', "colour: Extra inputs are not permitted"),
        ('{"city": "a", "room": {"beds": 1}}', "room.name: Field required"),
    ],
)
def test_why_arguments_do_not_fit(text: str, reason: str) -> None:
    """With the path."""
    with pytest.raises(ArgumentsError) as caught:
        find.arguments(text)
    assert caught.value.reason.startswith(reason)
    assert reason.startswith(caught.value.path)


def test_every_kind_of_parameter() -> None:
    """Positional-only ones, those with defaults among them, and any others by name."""

    @tool
    def odd(a: int, b: int = 5, /, c: int = 6, **more: Any) -> tuple[Any, ...]:
        return a, b, c, more

    assert odd.parameters["additionalProperties"] is True
    assert odd.run(odd.arguments('{"a": 1}')) == (1, 5, 6, {})
    assert odd.run(odd.arguments('{"a": 1, "b": 2, "c": 3, "z": [4]}')) == (1, 2, 3, {"z": [4]})

    @tool
    def none() -> int:
        return 1

    assert none.parameters == {"type": "object", "properties": {}, "additionalProperties": False}
    assert none.run(none.arguments("")) == 1


def test_names_that_models_have_too() -> None:
    """A parameter may be called as a method of pydantic's models is."""

    @tool
    def shadow(json: str, copy: int, model_config: str, _private: int = 1) -> Any:
        return json, copy, model_config, _private

    text = '{"json": "a", "copy": 1, "model_config": "m", "_private": 2}'
    assert shadow.run(shadow.arguments(text)) == ("a", 1, "m", 2)


async def _waits(text: str) -> str:
    """Waits."""
    return text


class Caller:
    """Calls."""

    def __call__(self, text: str) -> str:
        """Says it."""
        return text

    @tool
    def method(self, text: str) -> str:
        """A method."""
        return f"{type(self).__name__} {text}"

    @tool(name="other")
    @staticmethod
    def static(text: str) -> str:
        return text


def test_every_kind_of_function() -> None:
    """Coroutine functions, partials, objects that are called, methods, static ones, lambdas with a name."""
    assert Tool(_waits).is_async
    assert Tool(functools.partial(_waits, "a")).is_async
    assert not find.is_async
    partial = Tool(functools.partial(find.function, city="Rome"))
    assert partial.name == "find"
    assert partial.run(partial.arguments('{"size": 3}')).startswith("Rome 3")
    called = Tool(Caller(), name="say")
    assert (called.description, called.run(called.arguments('{"text": "x"}'))) == ("Says it.", "x")
    bound = Caller().method
    assert bound.parameters["required"] == ["text"]
    assert bound.run(bound.arguments('{"text": "x"}')) == "Caller x"
    assert Caller.method is Caller.__dict__["method"]
    assert Caller.static.name == "other"
    named = tool(name="double", description="Doubles.")(lambda n: n * 2)
    assert named.definition["function"]["description"] == "Doubles."
    assert named.run(named.arguments('{"n": 2}')) == 4


def test_what_is_no_tool() -> None:
    """A TypeError or ValueError in words."""
    with pytest.raises(TypeError, match="a tool is a function or a pydantic model, not int"):
        Tool(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a tool's name is 1 to 64 letters"):
        tool(lambda: 1)

    def stars(*args: int) -> None: ...
    def unknown(a: Nowhere) -> None: ...  # type: ignore[name-defined]  # noqa: F821
    def odd(a: Caller) -> None: ...
    def opaque(a: Any, b: type[int] | memoryview) -> None: ...

    for function, words in (
        (stars, r"\*args has no name"),
        (unknown, "cannot be read"),
        (odd, "no type that pydantic"),
    ):
        with pytest.raises(TypeError, match=words):
            _ = Tool(function).definition
    with pytest.raises(TypeError, match="a tool is a function, a pydantic model or a definition"):
        as_tool(5)
    with pytest.raises(TypeError, match="a definition alone cannot be run"):
        tools_by_name([{"type": "function"}])


def test_models_are_tools() -> None:
    """Their fields are the parameters, their docstring says what they do."""
    found = tool(Room)
    assert found.definition["function"]["description"] == "A room."
    assert found.parameters["required"] == ["name"]
    arguments = found.arguments('{"name": "r"}')
    assert arguments == Arguments({"name": "r", "beds": 1}, Room(name="r"))
    assert found.run(arguments) == Room(name="r")


def test_the_openai_spelling() -> None:
    """`pydantic_function_tool` gives a dict, strict where it can be."""
    definition = pydantic_function_tool(Room, name="book", description="Books a room.")
    assert json.loads(json.dumps(definition)) == {
        "type": "function",
        "function": {
            "name": "book",
            "description": "Books a room.",
            "strict": True,
            "parameters": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "beds": {"type": "integer", "description": "(default: 1)"}},
                "required": ["name", "beds"],
                "additionalProperties": False,
            },
        },
    }
    assert as_tool(definition) is definition.tool

    class Open(BaseModel):
        any: dict[str, int]

    assert "strict" not in pydantic_function_tool(Open)["function"]
    with pytest.raises(TypeError, match="cannot be strict"):
        _ = tool(strict=True)(Open).definition
    with pytest.raises(TypeError, match="a pydantic model is needed"):
        pydantic_function_tool(dict)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("as it is", "as it is"),
        (None, "null"),
        (1.5, "1.5"),
        ({"a": [1, "é"]}, '{"a":[1,"é"]}'),
        (Room(name="r"), '{"name":"r","beds":1}'),
        (datetime.date(2025, 1, 2), '"2025-01-02"'),
        ({1, 2}, "[1,2]"),
        (float("inf"), "Infinity"),
        (Caller, f'"{Caller}"'),
    ],
)
def test_results_as_text(value: Any, text: str) -> None:
    """Text as it is, anything else as JSON, and what JSON has no place for as its words."""
    assert result_text(value) == text
