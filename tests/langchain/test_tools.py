"""Tools, the choice among them, and answers that are objects."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.exceptions import OutputParserException
from langchain_core.messages import AIMessage
from langchain_core.tools import tool
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

import oaicompat
from oaicompat.langchain import ChatOpenAICompatible
from oaicompat.langchain._structured import json_schema_format
from oaicompat.testing import Server, completion


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(strict=True) as found:
        yield found


def chat(server: Server, **options: Any) -> ChatOpenAICompatible:
    return ChatOpenAICompatible(**{"model": "m", "base_url": server.url, **options})


@tool
def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


def add(a: int, b: int) -> int:
    """Adds two numbers.

    Args:
        a: one.
        b: the other.
    """
    return a + b


class Person(BaseModel):
    """Somebody."""

    name: str = Field(description="how they are called")
    age: int | None = None


class PersonDict(TypedDict):
    """Somebody."""

    name: str
    age: int | None


SCHEMA = {"title": "person", "type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}


def sent(server: Server, name: str) -> Any:
    """A key of the last request's body."""
    return server.last.json().get(name)


# -- tools -----------------------------------------------------------------------------------------------------------

NAMED = {"type": "function", "function": {"name": "get_weather"}}

CHOICES: list[tuple[Any, Any]] = [
    (None, None),
    (False, None),
    (True, "required"),
    ("any", "required"),
    ("required", "required"),
    ("auto", "auto"),
    ("none", "none"),
    ("get_weather", NAMED),
    (NAMED, NAMED),
    ({"function": {"name": "get_weather"}}, NAMED),
    ({"type": "tool", "name": "get_weather"}, NAMED),
    ({"type": "any"}, "required"),
    ({"type": "auto"}, "auto"),
]


@pytest.mark.parametrize(("asked", "expected"), CHOICES)
def test_every_form_of_choice(server: Server, asked: Any, expected: Any) -> None:
    """A word, a name, a dict in either form, a bool: each is what it says, on the wire."""
    chat(server).bind_tools([get_weather, add], tool_choice=asked).invoke("hi")
    assert sent(server, "tool_choice") == expected


def test_a_choice_of_nothing_is_a_mistake(server: Server) -> None:
    """A name that no tool has, or something that is no choice."""
    with pytest.raises(ValueError, match=r"neither a word of the API nor the name of a tool.*get_weather"):
        chat(server).bind_tools([get_weather], tool_choice="get_wether")
    with pytest.raises(TypeError, match="tool_choice must be"):
        chat(server).bind_tools([get_weather], tool_choice=3)  # type: ignore[arg-type]


DECLARED: list[tuple[list[str], Any, list[Any], Any]] = [
    (["auto"], "any", [add, get_weather], None),
    (["auto"], "get_weather", [get_weather], None),
    (["auto", "required"], "get_weather", [add, get_weather], None),
    (["auto"], "none", [get_weather], None),
]


@pytest.mark.parametrize(("supported", "asked", "tools", "expected"), DECLARED)
def test_what_the_server_was_said_not_to_take(
    server: Server, supported: Any, asked: Any, tools: Any, expected: Any
) -> None:
    """It is not sent, and a warning says so."""
    model = chat(server, supported_tool_choice=supported)
    with pytest.warns(oaicompat.CompatibilityWarning, match="this server was said"):
        bound = model.bind_tools(tools, tool_choice=asked)
    bound.invoke("hi")
    assert sent(server, "tool_choice") == expected


def test_what_can_be_said_in_other_words(server: Server) -> None:
    """The only tool by name is any tool; what is declared is sent; nothing of this warns."""
    model = chat(server, supported_tool_choice=["auto", "required"])
    model.bind_tools([get_weather], tool_choice="get_weather").invoke("hi")
    assert sent(server, "tool_choice") == "required"
    model.bind_tools([get_weather], tool_choice="auto").invoke("hi")
    assert sent(server, "tool_choice") == "auto"
    model = chat(server, supported_tool_choice=["specific"])
    model.bind_tools([get_weather, add], tool_choice="add").invoke("hi")
    assert sent(server, "tool_choice")["function"] == {"name": "add"}


def test_every_kind_of_tool(server: Server) -> None:
    """Tools, functions, classes and dicts in either form; none at all is nothing on the wire."""
    openai = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
    anthropic = {"name": "g", "description": "d", "input_schema": {"type": "object", "properties": {}}}
    chat(server).bind_tools([get_weather, add, Person, openai, anthropic], strict=True).invoke("hi")
    tools = sent(server, "tools")
    assert [one["function"]["name"] for one in tools] == ["get_weather", "add", "Person", "f", "g"]
    assert [one["function"].get("strict") for one in tools] == [True, True, True, None, True]  # theirs is as it is
    chat(server).bind_tools([], tool_choice="any", parallel_tool_calls=False).invoke("hi")
    assert not server.last.json().keys() & {"tools", "tool_choice", "parallel_tool_calls"}
    chat(server).bind_tools([get_weather], parallel_tool_calls=False).invoke("hi")
    assert sent(server, "parallel_tool_calls") is False


def test_a_cache_mark_of_a_tool_is_kept() -> None:
    """Gateways to Anthropic read it beside the function."""
    from oaicompat.langchain._tools import wire_tools

    marked = {"name": "g", "input_schema": {"type": "object"}, "cache_control": {"type": "ephemeral"}}
    assert wire_tools([marked])[0]["cache_control"] == {"type": "ephemeral"}
    assert wire_tools([{"type": "web_search"}]) == [{"type": "web_search"}]


# -- objects ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["json_schema", "function_calling", None])
@pytest.mark.parametrize("schema", [Person, PersonDict, SCHEMA, {"name": "person", "parameters": SCHEMA}])
@pytest.mark.parametrize("strict", [None, True, False])
def test_objects(server: Server, method: Any, schema: Any, strict: Any) -> None:
    """From every kind of schema, by both ways, called in every way."""
    model = chat(server).with_structured_output(schema, method=method, strict=strict)
    raw = chat(server).with_structured_output(schema, method=method, strict=strict, include_raw=True)
    found = [
        model.invoke("hi"),
        list(model.stream("hi"))[-1],
        asyncio.run(model.ainvoke("hi")),
        raw.invoke("hi")["parsed"],
    ]
    for one in found:
        name = one.name if isinstance(one, Person) else one["name"]
        assert isinstance(one, Person if schema is Person else dict)
        assert name == "some name"
    assert isinstance(raw.invoke("hi")["raw"], AIMessage)
    asks_for_call = method == "function_calling"
    assert (sent(server, "tools") is not None) is asks_for_call
    assert (sent(server, "response_format") is not None) is not asks_for_call


def test_objects_in_json_mode(server: Server) -> None:
    """Any JSON is asked for; the schema says what it becomes, and may be left out."""
    server.reply('{"name": "Ada"}')
    assert chat(server).with_structured_output(Person, method="json_mode").invoke("hi") == Person(name="Ada")
    assert sent(server, "response_format") == {"type": "json_object"}
    server.reply('{"name": "Ada"}')
    assert chat(server).with_structured_output(None, method="json_mode").invoke("hi") == {"name": "Ada"}
    with pytest.raises(ValueError, match="strict"):
        chat(server).with_structured_output(Person, method="json_mode", strict=True)
    with pytest.raises(ValueError, match="needs a schema"):
        chat(server).with_structured_output(None)
    with pytest.raises(ValueError, match="method must be"):
        chat(server).with_structured_output(Person, method="xml")  # type: ignore[arg-type]


def test_the_schema_of_a_class_is_strict_where_it_can_be() -> None:
    """Objects with free keys cannot be; a dict is as its writer wrote it."""

    class Free(BaseModel):
        scores: dict[str, int]

    strict = json_schema_format(Person, strict=None)["json_schema"]
    assert strict["strict"] is True
    assert strict["schema"]["additionalProperties"] is False
    assert strict["schema"]["required"] == ["name", "age"]
    assert "strict" not in json_schema_format(Free, strict=None)["json_schema"]
    assert json_schema_format(SCHEMA, strict=None)["json_schema"]["schema"] == {
        name: value for name, value in SCHEMA.items() if name != "title"
    }
    assert json_schema_format(Person, strict=False)["json_schema"]["strict"] is False
    assert json_schema_format({**SCHEMA, "title": "A person!"}, strict=None)["json_schema"]["name"] == "A_person_"


@pytest.mark.parametrize("text", ["<think>Hm {1}</think>\n", "Hm.</think>", "```json\n"])
def test_what_stands_before_the_object(server: Server, text: str) -> None:
    """Thinking and fences are no part of it."""
    server.reply(text + '{"name": "Ada"}' + ("\n```" if "`" in text else ""))
    assert chat(server).with_structured_output(Person).invoke("hi") == Person(name="Ada")


@pytest.mark.parametrize("method", ["json_schema", "json_mode"])
def test_a_bad_answer(server: Server, method: Any) -> None:
    """It raises; with `include_raw` it is told beside the message."""
    for text, words in (("no JSON", "Invalid json"), ('{"age": 3}', "name"), ("", "no text")):
        server.reply(text)
        with pytest.raises(OutputParserException, match=words):
            chat(server).with_structured_output(Person, method=method).invoke("hi")
        server.reply(text)
        found = chat(server).with_structured_output(Person, method=method, include_raw=True).invoke("hi")
        assert found["parsed"] is None
        assert isinstance(found["parsing_error"], OutputParserException)
        assert found["raw"].content == text


def test_a_refusal_is_told(server: Server) -> None:
    """In the model's words."""
    refused = completion(None)
    refused["choices"][0]["message"]["refusal"] = "I will not."
    server.reply(refused)
    with pytest.raises(OutputParserException, match="the model refused: I will not"):
        chat(server).with_structured_output(Person).invoke("hi")


def test_a_bad_call(server: Server) -> None:
    """Arguments that do not fit are told; with `include_raw` beside the message."""
    server.reply(completion(tool_calls=[("Person", {"age": "x"})]))
    with pytest.raises(ValueError, match="name"):
        chat(server).with_structured_output(Person, method="function_calling").invoke("hi")
    server.reply(completion(tool_calls=[("Person", {"age": "x"})]))
    raw = chat(server).with_structured_output(Person, method="function_calling", include_raw=True).invoke("hi")
    assert raw["parsed"] is None
    assert raw["parsing_error"] is not None


def test_formats_that_the_server_was_said_not_to_take(server: Server) -> None:
    """An object is then the call of a tool; with a warning if another way was asked for."""
    model = chat(server, supported_response_format=[])
    assert model.with_structured_output(Person).invoke("hi") == Person(name="some name", age=1)
    assert sent(server, "tools") is not None
    with pytest.warns(oaicompat.CompatibilityWarning, match="json_schema is asked for as function_calling"):
        model.with_structured_output(Person, method="json_schema").invoke("hi")
    for word in ("json_mode", "json_object"):
        server.reply('{"name": "Ada"}')
        takes = chat(server, supported_response_format=[word])
        assert takes.with_structured_output(Person, method="json_mode").invoke("hi") == Person(name="Ada")


def test_the_table_of_servers_is_known(server: Server) -> None:
    """DeepSeek takes no schemas: without a word from the caller objects are calls of tools."""
    model = chat(server, provider="deepseek", api_key="sk")
    model.with_structured_output(Person).invoke("hi")
    assert sent(server, "response_format") is None
    assert sent(server, "tools")[0]["function"]["name"] == "Person"


def test_a_format_with_tools(server: Server) -> None:
    """As `create_agent` asks: a written-out format beside tools, in `bind_tools` and in a call."""
    form = {"type": "json_schema", "json_schema": {"name": "a person", "schema": SCHEMA}}
    chat(server).bind_tools([get_weather], response_format=form).invoke("hi")
    assert sent(server, "response_format")["json_schema"]["name"] == "a_person"
    chat(server).bind_tools([], response_format=form, strict=True).invoke("hi")
    assert sent(server, "tools") is None
    found = chat(server).invoke("hi", response_format=Person)
    assert json.loads(str(found.content))["name"] == "some name"
    beside = chat(server).with_structured_output(Person, tools=[get_weather], include_raw=True)
    assert beside.invoke("hi")["raw"].tool_calls
