"""Answers of a type, constraints and runs of tools, on servers that make grammars of them.

The model is a script: under a grammar it writes the shortest thing that fits, and with tools it calls the one that
it knows, `get_weather` with Paris, and says hello after the result.
"""

from __future__ import annotations

import enum
import re
import threading
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from oaicompat import Choice, LengthFinishReasonError, Regex, StructuredOutputError

from .asking import Async, Sync
from .servers import Server, asking, servers_with

pytestmark = pytest.mark.live
Ask = Sync | Async

#: By what each server is known to take constraints.
PROVIDERS = {"llama-server": "llamacpp", "vllm": "vllm"}


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


class Part(BaseModel):
    name: str
    sure: bool


class Thing(BaseModel):
    """A thing with everything that a schema can have."""

    colour: Colour
    parts: list[Part] = Field(min_length=1, max_length=2)
    best: Part
    note: str | None = None
    code: bool | str = True


class Short(BaseModel):
    """What strict mode cannot say, and a grammar can."""

    name: str = Field(max_length=12)


class City(BaseModel):
    """A city."""

    city: str


def known(ask: Ask, server: Server) -> Ask:
    """The way to ask, by a client that knows which server it is."""
    return ask.with_options(provider=PROVIDERS.get(server.name))


def parse(ask: Ask, text: str, kind: Any, **options: Any) -> Any:
    return ask(lambda client: client.chat.completions.parse(response_format=kind, **asking(text, **options)))


@servers_with("grammar")
def test_a_model_under_a_grammar(ask: Ask, server: Server) -> None:
    """Nested models, an enum, a list, an optional and a union field: whatever the model writes, it is a `Thing`."""
    answer = parse(ask, "hi", Thing, max_tokens=300)

    assert isinstance(answer.parsed, Thing)
    assert 1 <= len(answer.parsed.parts) <= 2
    assert Thing.model_validate_json(answer.text) == answer.parsed


@servers_with("grammar")
def test_a_server_that_is_known_to_make_grammars(ask: Ask, server: Server) -> None:
    """It gets the whole schema, and keeps to what strict mode has no words for."""
    if server.name not in PROVIDERS:
        pytest.skip("it is not known that this server makes grammars")
    assert len(parse(known(ask, server), "hi", Short).parsed.name) <= 12


@servers_with("grammar")
@pytest.mark.parametrize("kind", [list[Part], Colour, Part | City, Literal["a", "b"], bool])
def test_other_types_under_a_grammar(ask: Ask, server: Server, kind: Any) -> None:
    """Types whose values are no objects."""
    assert parse(ask, "hi", kind, max_tokens=200).choices[0].message.parsed is not None


@servers_with("grammar")
def test_a_stream_under_a_grammar(ask: Ask, server: Server) -> None:
    """What has come so far grows into the value that an unstreamed call gives."""
    whole = parse(ask, "hi", Thing, max_tokens=300).parsed

    request = asking("hi", response_format=Thing, max_tokens=300)
    events = ask.events(**request)
    looks = [event.parsed for event in events if event.type == "content.delta"]
    (end,) = [event for event in events if event.type == "content.done"]
    assert end.parsed == whole
    assert looks[-1].keys() <= whole.model_dump().keys()
    sizes = [len(look or {}) for look in looks]
    assert sizes == sorted(sizes)


@servers_with("grammar")
def test_an_answer_that_is_cut(ask: Ask, server: Server) -> None:
    """It is told by its own error, with what came."""
    with pytest.raises(LengthFinishReasonError) as caught:
        parse(ask, "hi", Thing, max_tokens=8)
    assert caught.value.finish_reason == "length"
    assert caught.value.text.startswith("{")


@servers_with("grammar")
def test_a_forced_tool(ask: Ask, server: Server) -> None:
    """The answer comes as the arguments of a tool that has to be called."""
    answer = parse(ask, "hi", Part, strategy="tool", max_tokens=200)

    assert isinstance(answer.parsed, Part)
    assert not answer.tool_calls


@servers_with("grammar")
def test_any_object_with_the_schema_in_the_prompt(ask: Ask, server: Server) -> None:
    """What the model writes is an object of texts, whatever it was told."""
    answer = parse(ask, "hi", dict[str, str], strategy="json_object")

    assert answer.parsed
    assert all("tiny model" in text for text in answer.parsed.values())


@servers_with("grammar")
def test_the_prompt_alone(ask: Ask, server: Server) -> None:
    """This model knows one sentence: it is told what is wrong with that, says it again, and the error says so."""
    with pytest.raises(StructuredOutputError, match="there is no JSON object in the answer") as caught:
        parse(ask, "hi", City, strategy="prompt", max_repairs=1)
    assert caught.value.text == server.hello


@servers_with("grammar")
def test_constrained_by_a_choice(ask: Ask, server: Server) -> None:
    """The answer is one of the texts, and nothing else."""
    if server.name not in PROVIDERS:
        pytest.skip("it is not known how to ask this server")
    answer = known(ask, server).create(**asking("hi", constrain=Choice(["yes, of course", "no, never"])))

    assert answer.text in ("yes, of course", "no, never")


@servers_with("grammar")
@pytest.mark.parametrize("pattern", [r"\d{3}-[a-c]{2}", r"(red|green) (one|two)s?", r"[^x\n]{4}\.é"])
def test_constrained_by_a_pattern(ask: Ask, server: Server, pattern: str) -> None:
    """The whole answer matches."""
    if server.name not in PROVIDERS:
        pytest.skip("it is not known how to ask this server")
    answer = known(ask, server).create(**asking("hi", constrain=Regex(pattern)))

    assert re.fullmatch(pattern, answer.text)


def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


def get_time(zone: str) -> dict[str, str]:
    """The time in a zone."""
    return {"zone": zone, "time": "12:00"}


@servers_with("script")
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_two_tools_are_called_run_and_answered(ask: Ask, server: Server, streamed: bool) -> None:
    """The model calls both, they are run, and it goes on in words."""

    def run(client: Any) -> Any:
        return client.chat.completions.run_tools(
            **asking("two things", max_tokens=80), tools=[get_weather, get_time], stream=streamed
        )

    events = ask.items(run)
    for thread in threading.enumerate():  # they end with the event loop, which does not wait for them
        if thread.name.startswith("AnyIO worker"):
            thread.join(10)
    results = {event.name: event.content for event in events if event.type == "tool.result"}
    assert results == {"get_time": '{"zone":"UTC","time":"12:00"}', "get_weather": "sunny in Paris"}
    last = [event for event in events if event.type == "completion"][-1].completion
    assert last.text == server.hello
    assert last.choices[0].finish == "stop"


@servers_with("script")
def test_arguments_of_a_call_are_read(ask: Ask, server: Server) -> None:
    """Those of a function and of a model, by `parse` and by hand."""
    answer = parse(ask, "weather?", None, tools=[get_weather])
    (call,) = answer.choices[0].message.tool_calls
    assert call.function.parsed_arguments == {"city": "Paris"}
    assert call.function.arguments_as(City) == City(city="Paris")
