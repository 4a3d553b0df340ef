"""How answers of a type and tools are meant to be used, for type checkers: mypy and pyright read this file."""

from __future__ import annotations

import dataclasses
import enum
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter
from typing_extensions import TypedDict, assert_type

from oaicompat import AsyncClient, Choice, Client, Grammar, Regex, StructuredOutputError, pydantic_function_tool, tool
from oaicompat.structured import OutputType, output_type
from oaicompat.types.chat import (
    ChatCompletion,
    ChatCompletionMessageToolCallUnion,
    ParsedChatCompletion,
    ParsedChatCompletionMessage,
    ParsedChoice,
)


class Person(BaseModel):
    name: str


class Pet(BaseModel):
    kind: str


@dataclasses.dataclass
class Point:
    x: int


class Movie(TypedDict):
    title: str


class Colour(enum.Enum):
    RED = "red"


def parsing(client: Client) -> None:
    """The type of the answer follows from the type that was asked for."""
    chat = client.chat.completions
    reply = chat.parse(model="m", messages=[], response_format=Person, temperature=0, max_repairs=2, strategy="tool")
    assert_type(reply, ParsedChatCompletion[Person])
    assert_type(reply.choices[0], ParsedChoice[Person])
    assert_type(reply.choices[0].message, ParsedChatCompletionMessage[Person])
    assert_type(reply.choices[0].message.parsed, Person | None)
    assert_type(reply.parsed, Person | None)
    assert_type(reply.text, str)
    assert_type(chat.parse(model="m", messages=[], response_format=Point).parsed, Point | None)
    assert_type(chat.parse(model="m", messages=[], response_format=Movie).parsed, Movie | None)
    assert_type(chat.parse(model="m", messages=[], response_format=Colour).parsed, Colour | None)
    assert_type(chat.parse(model="m", messages=[], response_format=list[Person]).parsed, list[Person] | None)
    assert_type(chat.parse(model="m", messages=[], response_format=dict[str, int]).parsed, dict[str, int] | None)
    either: TypeAdapter[Person | Pet] = TypeAdapter(Person | Pet)
    assert_type(chat.parse(model="m", messages=[], response_format=either).parsed, Person | Pet | None)
    assert_type(chat.parse(model="m", messages=[], response_format=either), ParsedChatCompletion[Person | Pet])
    assert_type(chat.parse(model="m", messages=[]), ParsedChatCompletion[Any])
    assert_type(output_type(Person), OutputType[Person])
    again: ChatCompletion = chat.create(model="m", messages=[reply.choices[0].message])
    assert_type(again.tool_calls, list[ChatCompletionMessageToolCallUnion])
    assert_type(again.reasoning, str | None)


def failing(client: Client) -> None:
    """What an error tells."""
    try:
        client.chat.completions.parse(model="m", messages=[], response_format=Person)
    except StructuredOutputError as error:
        assert_type((error.text, error.reason, error.path), tuple[str, str, str])
        assert_type(error.finish_reason, str | None)


def streaming(client: Client) -> None:
    """Partial objects are plain JSON; the final one is of the type."""
    with client.chat.completions.stream(model="m", messages=[], response_format=Person) as events:
        for event in events:
            if event.type == "content.delta":
                print(event.delta, event.parsed)
        assert_type(events.get_final_completion(), ParsedChatCompletion[Person])
    with client.chat.completions.stream(model="m", messages=[], response_format={"type": "json_object"}) as plain:
        assert_type(plain.get_final_completion(), ChatCompletion)


@tool
def add(a: int, b: int) -> int:
    """Adds."""
    return a + b


@tool(name="say", strict=True)
async def speak(text: str, *, loud: bool = False) -> None:
    """Says."""


def shout(text: str) -> str:
    """Says it loudly."""
    return text.upper()


def calling(client: Client) -> None:
    """Functions stay functions; a run's events are told apart by their type."""
    assert_type(add(1, 2), int)
    add(1, "2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    run = client.chat.completions.run_tools(model="m", messages=[], tools=[add, shout, Person], max_turns=3)
    for event in run:
        if event.type == "tool.call":
            assert_type(event.arguments, dict[str, Any] | None)
            event.deny()
        elif event.type == "tool.result":
            assert_type(event.error, Exception | None)
        else:
            assert_type(event.type, Literal["completion"])
            assert_type(event.completion, ChatCompletion)
    assert_type(run.get_final_completion(), ChatCompletion)
    for piece in client.chat.completions.run_tools(model="m", messages=[], tools=[add], stream=True):
        if piece.type == "content.delta":
            assert_type(piece.delta, str)
    reply = client.chat.completions.create(model="m", messages=[], tools=[add, pydantic_function_tool(Person)])
    call = reply.tool_calls[0]
    if call.type == "function":
        assert_type(call.function.arguments_as(Person), Person)
        assert_type(call.function.arguments_as(dict[str, int]), dict[str, int])


async def awaiting(client: AsyncClient) -> None:
    """The same, awaited."""
    chat = client.chat.completions
    assert_type(await chat.parse(model="m", messages=[], response_format=Person), ParsedChatCompletion[Person])
    async with chat.stream(model="m", messages=[], response_format=Person) as events:
        async for event in events:
            if event.type == "content.done":
                print(event.parsed)
        assert_type(await events.get_final_completion(), ParsedChatCompletion[Person])
    run = chat.run_tools(model="m", messages=[], tools=[add, speak])
    async for step in run:
        if step.type == "tool.call":
            step.answer({"sum": 3})
    assert_type(await run.get_final_completion(), ChatCompletion)
    await chat.create(model="m", messages=[], constrain=Choice(["a", "b"]))
    await chat.create(model="m", messages=[], constrain=Regex("a+"), stream=True)


def constraining(client: Client) -> None:
    """One spelling."""
    assert_type(client.chat.completions.create(model="m", messages=[], constrain=Grammar("root ::= x")), ChatCompletion)
