"""Answers of a type, on a wire: every way to ask, whole and streamed, what goes wrong, and asking again."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from oaicompat import (
    APIError,
    BadRequestError,
    Choice,
    CompatibilityWarning,
    ConfigurationError,
    ContentFilterFinishReasonError,
    Dialect,
    Grammar,
    LengthFinishReasonError,
    Regex,
    StructuredOutputError,
    pydantic_function_tool,
    tool,
)
from oaicompat.structured import STRATEGIES
from oaicompat.testing import Server as StandIn
from oaicompat.types.chat import ParsedChatCompletion

from .bodies import DONE, MESSAGES, chunk, completion, reply, streamed
from .colours import Wire, done, each, entered
from .scripted import Server


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


class Part(BaseModel):
    name: str = Field(min_length=1)
    size: float = 1.0


class Thing(BaseModel):
    """A thing."""

    name: str
    colour: Colour
    parts: list[Part]
    note: str | int | None = None


THING = '{"name": "x", "colour": "red", "parts": [{"name": "p"}]}'


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The stand-in server, which refuses what it does not know."""
    with StandIn(strict=True) as server:
        yield server


def parse(client: Any, **options: Any) -> Any:
    return done(
        client.chat.completions.parse(**{"model": "m", "messages": MESSAGES, "response_format": Thing, **options})
    )


def stream(client: Any, **options: Any) -> Any:
    return entered(
        client.chat.completions.stream(**{"model": "m", "messages": MESSAGES, "response_format": Thing, **options})
    )


@pytest.mark.parametrize("strategy", [None, "json_schema", "tool"])
async def test_a_model_comes_out(wire: Wire, stand_in: StandIn, strategy: Any) -> None:
    """By a schema and by a forced tool; the message looks the same, and goes back into the conversation as it is."""
    client = wire.client(base_url=stand_in.url)
    answer = await parse(client, strategy=strategy)
    assert isinstance(answer, ParsedChatCompletion)
    message = answer.choices[0].message
    assert isinstance(message.parsed, Thing)
    assert message.parsed is answer.parsed
    assert Thing.model_validate_json(message.content or "") == message.parsed == Thing.model_validate_json(answer.text)
    assert not answer.tool_calls
    assert "parsed" not in str(answer.to_dict())
    await parse(client, messages=[*MESSAGES, message, *MESSAGES], strategy=strategy)
    assert stand_in.last.json()["messages"][1] == {"role": "assistant", "content": message.content}


@pytest.mark.parametrize("strategy", ["json_object", "prompt"])
async def test_a_server_that_knows_no_schema(wire: Wire, stand_in: StandIn, strategy: Any) -> None:
    """The schema is in the prompt, and what comes has words around it."""
    stand_in.reply(f"<think>{{hm}}</think>Here you are:\n```json\n{THING}\n```")
    answer = await parse(wire.client(base_url=stand_in.url), strategy=strategy)
    assert answer.parsed == Thing.model_validate_json(THING)
    body = stand_in.last.json()
    assert '"parts"' in body["messages"][0]["content"]
    assert ("response_format" in body) == (strategy == "json_object")


@pytest.mark.parametrize("kind", [list[Part], Colour, Literal["a"], Thing | Part, int, dict[str, int]])
async def test_types_that_are_no_models(wire: Wire, stand_in: StandIn, kind: Any) -> None:
    """Lists, enums, unions, numbers and dicts are asked for as objects, and come out as what they are."""
    client = wire.client(base_url=stand_in.url)
    for strategy in ("json_schema", "tool"):
        whole = (await parse(client, response_format=kind, strategy=strategy)).parsed
        async with stream(client, response_format=kind, strategy=strategy) as events:
            looks = [event.parsed async for event in each(events) if event.type == "content.delta"]
            assert (await done(events.get_final_completion())).parsed == whole
        assert looks


@pytest.mark.parametrize("strategy", STRATEGIES)
async def test_a_stream_fills_the_object_in(wire: Wire, server: Server, strategy: str) -> None:
    """Each event has what has come so far; the last has the value; so has the completion."""
    pieces = ['{"name": "a lo', 'ng name", "colour": "r', 'ed", "parts": [{"na', 'me": "p", "size": 2', "}]}"]
    if strategy == "tool":
        names = [{"name": "answer"}, *({} for _ in pieces)]
        deltas: list[Any] = [
            {
                "tool_calls": [
                    {"index": 0, **({"id": "c"} if not place else {}), "function": {**names[place], "arguments": text}}
                ]
            }
            for place, text in enumerate(pieces)
        ]
    else:
        deltas = [{"content": text} for text in pieces]
    server.answer(streamed(*(chunk(delta=delta) for delta in deltas), chunk(finish="stop"), DONE))
    async with stream(wire.client(), strategy=strategy) as events:
        found = [event async for event in each(events)]
        last = await done(events.get_final_completion())
    assert [event.parsed for event in found if event.type == "content.delta"] == [
        {"name": "a lo"},
        {"name": "a long name"},
        {"name": "a long name", "colour": "red", "parts": [{}]},
        {"name": "a long name", "colour": "red", "parts": [{"name": "p"}]},
        {"name": "a long name", "colour": "red", "parts": [{"name": "p", "size": 2}]},
    ]
    (end,) = [event for event in found if event.type == "content.done"]
    expected = Thing(name="a long name", colour=Colour.RED, parts=[Part(name="p", size=2)])
    assert end.parsed == last.parsed == expected
    assert last.text == "".join(pieces)


WRONG: list[tuple[str, str]] = [
    ("{'name': 'x'}", "Invalid JSON"),
    (THING.replace('"red"', '"blue"'), "colour: Input should be 'red' or 'green'"),
    (THING.replace('"name": "x", ', ""), "name: Field required"),
    (THING.replace('"p"', '""'), "parts[0].name: String should have at least 1 character"),
    (THING.replace("]}", "],}"), "Invalid JSON: trailing comma"),
    ("I would rather talk.", "there is no JSON object"),
    ("", "the answer is empty"),
    (THING[:-20], "Invalid JSON: EOF"),
    (f"[{THING}", "Invalid JSON"),
    ("null", "there is no JSON object"),
    ('{"value": ' + THING + "}", "name: Field required"),
]


@pytest.mark.parametrize(("text", "reason"), WRONG)
async def test_what_is_wrong_is_told(wire: Wire, stand_in: StandIn, text: str, reason: str) -> None:
    """One error of ours: the text, the reason with its path, the finish reason, the whole completion."""
    stand_in.reply(text)
    with pytest.raises(StructuredOutputError) as caught:
        await parse(wire.client(base_url=stand_in.url, api_key="sk-secret-key"))
    error = caught.value
    assert error.text == text
    assert error.reason.startswith(reason)
    assert reason.startswith(error.path)
    assert error.finish_reason == "stop"
    assert error.completion.choices[0].message.content == text
    assert error.request_id == error.completion.request_id
    assert reason in str(error)
    assert "sk-secret-key" not in str(error)


@pytest.mark.parametrize("way", ["whole", "streamed"])
async def test_a_key_that_is_repeated_is_hidden(wire: Wire, stand_in: StandIn, way: str) -> None:
    """In the message, and in the reply that the error carries."""
    client = wire.client(base_url=stand_in.url, api_key="sk-abc123DEF456")
    stand_in.reply("no, sk-abc123DEF456")
    with pytest.raises(StructuredOutputError) as caught:
        if way == "whole":
            await parse(client)
        else:
            async with stream(client) as events:
                await done(events.until_done())
    for text in (str(caught.value), caught.value.response.text, caught.value.completion._reply.text):
        assert "sk-abc123DEF456" not in text


async def test_each_mistake_once_and_then_right(wire: Wire, stand_in: StandIn) -> None:
    """The model gets it wrong in each way, is told, and at last gets it right."""
    for text, _ in WRONG:
        stand_in.reply(text)
    answer = await parse(wire.client(base_url=stand_in.url), max_repairs=len(WRONG))
    assert isinstance(answer.parsed, Thing)
    last = stand_in.last.json()["messages"]
    told = [message["content"] for message in last if message["role"] == "user"][1:]
    assert len(told) == len(WRONG)
    for words, (_, reason) in zip(told, WRONG, strict=True):
        assert reason in words
    said = [message["content"] for message in last if message["role"] == "assistant"]
    assert said == [text for text, _ in WRONG if text]


async def test_repairs_come_to_an_end(wire: Wire, stand_in: StandIn) -> None:
    """After the last the error is raised; the caller's own messages are as they were."""
    for _ in range(3):
        stand_in.reply("no")
    messages = list(MESSAGES)
    with pytest.raises(StructuredOutputError, match="no JSON"):
        await parse(wire.client(base_url=stand_in.url), max_repairs=2, messages=messages)
    assert len(stand_in.requests) == 3
    assert messages == MESSAGES


@pytest.mark.parametrize("way", ["whole", "streamed"])
@pytest.mark.parametrize(
    ("reason", "kind"), [("length", LengthFinishReasonError), ("content_filter", ContentFilterFinishReasonError)]
)
async def test_an_answer_that_was_cut(wire: Wire, stand_in: StandIn, reason: str, kind: type[Any], way: str) -> None:
    """Errors of their own, which are not repaired; what came is in them."""
    stand_in.reply(THING[:30], finish_reason=reason)
    client = wire.client(base_url=stand_in.url)
    with pytest.raises(kind) as caught:
        if way == "whole":
            await parse(client, max_repairs=3)
        else:
            async with stream(client) as events:
                await done(events.get_final_completion())
    assert isinstance(caught.value, StructuredOutputError)
    assert (caught.value.text, caught.value.finish_reason) == (THING[:30], reason)
    assert len(stand_in.requests) == 1


async def test_an_answer_that_is_whole_though_cut(wire: Wire, stand_in: StandIn) -> None:
    """The limit fell behind the last brace."""
    stand_in.reply(THING + " and", finish_reason="length")
    assert (await parse(wire.client(base_url=stand_in.url))).parsed == Thing.model_validate_json(THING)


async def test_a_refusal_is_no_error(wire: Wire, server: Server) -> None:
    """There is no value, and the words of the refusal are where they always are."""
    server.answer(reply(completion(None, message={"refusal": "I will not."})))
    message = (await parse(wire.client())).choices[0].message
    assert message.parsed is None
    assert message.refusal == "I will not."


async def test_a_stream_tells_all_of_a_wrong_answer_first(wire: Wire, stand_in: StandIn) -> None:
    """The events come to the end, and then the error."""
    stand_in.reply('{"name": 1}')
    found: list[Any] = []
    with pytest.raises(StructuredOutputError) as caught:
        async with stream(wire.client(base_url=stand_in.url), stream_options={"include_usage": True}) as events:
            async for event in each(events):
                found.append(event)  # noqa: PERF401  # an exception ends it
    assert [event.parsed for event in found if event.type == "content.done"] == [None]
    assert caught.value.completion.usage is not None


# -- refusals of a way ------------------------------------------------------------------------------------------------


def refused(words: str) -> bytes:
    return reply({"error": {"message": words}}, 400)


async def test_a_refused_way_is_an_error(wire: Wire, server: Server) -> None:
    """Unless the client may ask for less."""
    server.answer(refused("response_format json_schema is not supported"))
    with pytest.raises(BadRequestError, match="not supported"):
        await parse(wire.client())


@pytest.mark.parametrize("way", ["whole", "streamed"])
async def test_down_the_ladder(wire: Wire, server: Server, way: str) -> None:
    """A client that may ask for less goes on to the next way, and remembers."""
    server.answer(refused("response_format.type: json_schema is unavailable now"))
    server.answer(refused("tool_choice is not supported"))
    server.answer(refused("unknown response_format json_object"))
    last = reply(completion(THING)) if way == "whole" else streamed(chunk(THING), chunk(finish="stop"), DONE)
    server.answer(last)
    client = wire.client(adapt="lossy")
    expected = Thing.model_validate_json(THING)
    with pytest.warns(CompatibilityWarning) as told:  # noqa: PT031  # in either way
        if way == "whole":
            assert (await parse(client)).parsed == expected
        else:
            async with stream(client) as events:
                assert (await done(events.get_final_completion())).parsed == expected
    assert [str(one.message).partition("asked for ")[2] for one in told] == [
        "by a tool that has to be called",
        "by any JSON object, with the schema in the prompt",
        "by the prompt alone",
    ]
    server.answer(reply(completion(THING)))
    assert (await parse(client)).parsed == expected
    bodies = [json.loads(request.body) for request in server.requests]
    assert [sorted(body.keys() & {"response_format", "tools"}) for body in bodies] == [
        ["response_format"], ["tools"], ["response_format"], [], [],
    ]  # fmt: skip


async def test_other_refusals_are_errors(wire: Wire, server: Server) -> None:
    """What is not about the way is not a reason for another."""
    server.answer(refused("temperature must be at most 2"))
    with pytest.raises(BadRequestError):
        await parse(wire.client(adapt="lossy"))
    server.answer(refused("json_schema is not supported"))
    with pytest.raises(BadRequestError):
        await parse(wire.client(adapt="lossy"), strategy="json_schema")


async def test_the_facts_of_the_server_decide(wire: Wire, server: Server) -> None:
    """A dialect that is known to have no schemas is asked in its best way at once."""
    server.answer(reply(completion(THING)))
    await parse(wire.client(dialect=Dialect(name="x", json_schema=False, json_object=True)))
    assert json.loads(server.requests[-1].body)["response_format"] == {"type": "json_object"}


# -- tools beside it --------------------------------------------------------------------------------------------------


class Weather(BaseModel):
    """The weather in a city."""

    city: str


@tool
def rename(old: str, new: str = "x") -> None:
    """Renames."""


@pytest.mark.parametrize("way", ["whole", "streamed"])
async def test_arguments_are_read(wire: Wire, stand_in: StandIn, way: str) -> None:
    """Those of a model are its object, those of a function its checked arguments; there is no value then."""
    stand_in.reply(tool_calls=[("Weather", {"city": "Rome"}), ("rename", {"old": "a"}), ("other", {"b": 1})])
    other = {"type": "function", "function": {"name": "other", "parameters": {"type": "object"}}}
    tools = [pydantic_function_tool(Weather), rename, other]
    client = wire.client(base_url=stand_in.url)
    if way == "whole":
        found = await parse(client, tools=tools)
    else:
        async with stream(client, tools=tools) as events:
            ends = [event async for event in each(events) if event.type.endswith("arguments.done")]
            found = await done(events.get_final_completion())
        assert [event.parsed_arguments for event in ends] == [Weather(city="Rome"), {"old": "a"}, {"b": 1}]
    calls = found.choices[0].message.tool_calls or []
    assert [call.function.parsed_arguments for call in calls] == [Weather(city="Rome"), {"old": "a"}, {"b": 1}]
    assert found.parsed is None
    names = [one["function"]["name"] for one in stand_in.last.json()["tools"]]
    assert names == ["Weather", "rename", "other"]
    assert stand_in.last.json()["tools"][0]["function"]["strict"] is True


async def test_wrong_arguments_are_repaired(wire: Wire, stand_in: StandIn) -> None:
    """The model is told by the results of its calls, which nobody ran."""
    stand_in.reply(tool_calls=[("Weather", {"town": "Rome"})])
    stand_in.reply(tool_calls=[("Weather", {"city": "Rome"})])
    found = await parse(wire.client(base_url=stand_in.url), response_format=None, tools=[Weather], max_repairs=1)
    assert found.tool_calls[0].function.parsed_arguments == Weather(city="Rome")
    assert stand_in.last.json()["messages"][-1]["role"] == "tool"
    assert "city: Field required" in stand_in.last.json()["messages"][-1]["content"]
    stand_in.reply(tool_calls=[("Weather", '{"city": "Ro')], finish_reason="length")
    with pytest.raises(LengthFinishReasonError, match="the arguments of Weather do not fit"):
        await parse(wire.client(base_url=stand_in.url), response_format=None, tools=[Weather])


async def test_arguments_as_a_type(wire: Wire, stand_in: StandIn) -> None:
    """For those who loop by hand."""
    stand_in.reply(tool_calls=[("Weather", {"city": "Rome"}), ("Weather", "{")])
    answer = await done(wire.client(base_url=stand_in.url).chat.completions.create(model="m", messages=MESSAGES))
    good, bad = answer.tool_calls
    assert good.function.arguments_as(Weather) == Weather(city="Rome")
    assert good.function.arguments_as(dict[str, str]) == {"city": "Rome"}
    with pytest.raises(StructuredOutputError, match="the arguments of Weather are no Weather: Invalid JSON"):
        bad.function.arguments_as(Weather)


async def test_a_plain_response_format(wire: Wire, stand_in: StandIn) -> None:
    """As `create` takes it, there is nothing to read it as."""
    form = {"type": "json_object"}
    answer = await parse(wire.client(base_url=stand_in.url), response_format=form)
    assert answer.parsed is None
    assert json.loads(answer.text)
    assert stand_in.last.json()["response_format"] == form


@pytest.mark.parametrize(
    ("options", "kind", "words"),
    [
        ({"response_format": object()}, TypeError, "no type that pydantic knows"),
        ({"strategy": "magic"}, ConfigurationError, "strategy must be one of"),
        ({"max_repairs": -1}, ConfigurationError, "max_repairs must be"),
        ({"messages": "Hi"}, TypeError, "messages must be a list"),
        ({"tools": [5]}, TypeError, "a tool is a function"),
        ({"tools": [{"type": "custom", "custom": {"name": "c"}}]}, TypeError, "custom tool"),
        ({"temprature": 1}, TypeError, "did you mean 'temperature'"),
        ({"constrain": Choice(["a"])}, ConfigurationError, "it is not known that"),
    ],
)
async def test_mistakes_are_told_before_anything_is_sent(
    wire: Wire, server: Server, options: Any, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        await parse(wire.client(), **options)


async def test_the_raw_reply(wire: Wire, stand_in: StandIn) -> None:
    """Read when it is asked to."""
    raw = await done(
        wire.client(base_url=stand_in.url).chat.completions.with_raw_response.parse(
            model="m", messages=MESSAGES, response_format=Thing
        )
    )
    assert raw.status_code == 200
    assert isinstance(raw.parse().parsed, Thing)


# -- constraints ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("provider", "constraint", "sent"),
    [
        ("vllm", Choice(["a", "b"]), {"structured_outputs": {"choice": ["a", "b"]}}),
        ("vllm", Regex("a+"), {"structured_outputs": {"regex": "a+"}}),
        ("vllm", Grammar("root ::= x"), {"structured_outputs": {"grammar": "root ::= x"}}),
        ("llamacpp", Choice(["a", '"b"\n']), {"grammar": 'root ::= "a" | "\\"b\\"\\n"\n'}),
        ("llamacpp", Regex(r"\d{2}"), {"grammar": "root ::= ([0-9]{2})\n"}),
        ("llamacpp", Grammar("root ::= x"), {"grammar": "root ::= x"}),
        ("sglang", Choice(["a.", "b"]), {"regex": "(a\\.|b)"}),
        ("sglang", Regex("a+"), {"regex": "a+"}),
        ("sglang", Grammar("root ::= x"), {"ebnf": "root ::= x"}),
    ],
)
async def test_one_spelling_of_constraints(
    wire: Wire, server: Server, provider: str, constraint: Any, sent: dict[str, Any]
) -> None:
    """Each server gets its own."""
    server.answer(reply(completion("a")))
    client = wire.client(provider=provider)
    await done(client.chat.completions.create(model="m", messages=MESSAGES, constrain=constraint, seed=1))
    body = json.loads(server.requests[-1].body)
    assert {name: body[name] for name in body.keys() - {"model", "messages", "seed"}} == sent


async def test_constraints_of_streams_and_raw_replies(wire: Wire, server: Server) -> None:
    """They go the same way."""
    client = wire.client(provider="vllm")
    options: dict[str, Any] = {"model": "m", "messages": MESSAGES, "constrain": Choice(["a"])}
    server.answer(reply(completion("a")))
    await done(client.chat.completions.with_raw_response.create(**options))
    for way in ("create", "stream"):
        server.answer(streamed(chunk("a"), chunk(finish="stop"), DONE))
        if way == "create":
            assert [piece async for piece in each(await done(client.chat.completions.create(stream=True, **options)))]
        else:
            async with entered(client.chat.completions.stream(**options)) as events:
                await done(events.until_done())
    assert all(json.loads(request.body)["structured_outputs"] == {"choice": ["a"]} for request in server.requests)


@pytest.mark.parametrize(
    ("provider", "options", "words"),
    [
        (None, {}, "say which server it is"),
        ("openai", {}, "OpenAI"),
        ("vllm", {"structured_outputs": {"regex": "a"}}, "give constrain= or structured_outputs="),
        ("vllm", {"response_format": {"type": "json_object"}}, "give constrain= or response_format="),
        ("llamacpp", {"constrain": Regex("(?=a)b")}, "looking around"),
        ("llamacpp", {"constrain": Regex(r"(a)\1")}, "which the server's grammars do not have"),
    ],
)
async def test_what_cannot_be_constrained(
    wire: Wire, server: Server, provider: str | None, options: dict[str, Any], words: str
) -> None:
    """Nothing is sent, rather than something that is not kept to."""
    client = wire.client(provider=provider, api_key="k")
    options = {"constrain": Choice(["a"]), **options}
    with pytest.raises(ConfigurationError, match=words):
        await done(client.chat.completions.create(model="m", messages=MESSAGES, **options))


def test_what_is_no_constraint() -> None:
    with pytest.raises(TypeError, match="a list of texts"):
        Choice("abc")
    with pytest.raises(ConfigurationError, match="at least one text"):
        Choice([])
    with pytest.raises(ConfigurationError, match="Regex: "):
        Regex("(")


# -- shortcuts --------------------------------------------------------------------------------------------------------


async def test_shortcuts_of_a_completion(wire: Wire, server: Server) -> None:
    """The first answer's text, thinking and calls."""
    calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    server.answer(reply(completion("Hi", message={"reasoning": "hm", "tool_calls": calls})))
    answer = await done(wire.client().chat.completions.create(model="m", messages=MESSAGES))
    assert (answer.text, answer.reasoning) == ("Hi", "hm")
    assert [call.function.name for call in answer.tool_calls] == ["f"]
    server.answer(reply(completion(None)))
    answer = await done(wire.client().chat.completions.create(model="m", messages=MESSAGES))
    assert (answer.text, answer.reasoning, answer.tool_calls) == ("", None, [])


async def test_nothing_but_our_errors(wire: Wire, server: Server) -> None:
    """Whatever a server answers to it."""
    for body in (
        completion("{" * 5000),
        completion('{"name": "\ud83d"}'.encode("utf-8", "surrogatepass").decode("utf-8", "replace")),
    ):
        server.answer(reply(body))
        with pytest.raises(APIError):
            await parse(wire.client())
