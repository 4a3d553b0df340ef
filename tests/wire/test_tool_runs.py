"""Runs of tools, on a wire: calling, telling, watching, stopping, and what goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from pydantic import BaseModel

from oaicompat import APIError, ClientStateError, ConfigurationError, MaxTurnsError, tool
from oaicompat.testing import Server as StandIn

from .bodies import MESSAGES
from .colours import Wire, done, each, entered

CALLED: list[Any] = []


def add(a: int, b: int) -> int:
    """Adds two numbers."""
    CALLED.append((a, b))
    return a + b


def upper(text: str) -> dict[str, str]:
    """Makes letters large."""
    CALLED.append(text)
    return {"text": text.upper()}


def fail(why: str) -> None:
    """Does not work."""
    CALLED.append(why)
    raise LookupError(why)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The stand-in server, which checks that each result belongs to a call."""
    CALLED.clear()
    with StandIn(strict=True) as server:
        yield server


def run_tools(wire: Wire, stand_in: StandIn, *tools: Any, **options: Any) -> Any:
    options = {"model": "m", "messages": MESSAGES, "tools": tools, **options}
    return wire.client(base_url=stand_in.url).chat.completions.run_tools(**options)


@pytest.mark.parametrize("streamed", [False, True])
async def test_two_tools_are_called_run_and_answered(wire: Wire, stand_in: StandIn, streamed: bool) -> None:
    """Their results go back by the ids of their calls, and the answer is the model's own."""
    stand_in.reply("I call.", tool_calls=[("add", {"a": 1, "b": 2}), ("upper", {"text": "x"})], reasoning="hm")
    run = run_tools(wire, stand_in, add, upper, stream=streamed)
    events = [event async for event in each(run)]
    plain = [event.type for event in events if event.type.startswith(("completion", "tool.", "content.done"))]
    middle = ["completion", "tool.call", "tool.call", "tool.result", "tool.result"]
    said = ["content.done"] if streamed else []
    assert plain == [*said, *middle, *said, "completion"]
    assert sorted(CALLED, key=str) == [(1, 2), "x"]
    answer = await done(run.get_final_completion())
    assert answer.text == 'The tools say: 3; {"text":"X"}'
    assert run.completion is answer
    first, *rest = stand_in.last.json()["messages"]
    assert first == MESSAGES[0]
    assert [message["role"] for message in rest] == ["assistant", "tool", "tool"]
    assert rest[0]["content"] == "I call."
    assert rest[0]["reasoning_content"] == "hm"
    assert [message["role"] if isinstance(message, dict) else message.role for message in run.messages] == [
        "user", "assistant", "tool", "tool", "assistant",
    ]  # fmt: skip
    names = [one["function"]["name"] for one in stand_in.last.json()["tools"]]
    assert names == ["add", "upper"]


async def test_an_answer_at_once(wire: Wire, stand_in: StandIn) -> None:
    """A model that calls nothing ends the run."""
    stand_in.reply("No need.")
    run = run_tools(wire, stand_in, add)
    assert (await done(run.get_final_completion())).text == "No need."
    assert len(stand_in.requests) == 1
    assert [event async for event in each(run)] == []


async def test_nothing_is_sent_before_it_is_asked_for(wire: Wire, stand_in: StandIn) -> None:
    """A run that nobody looks at does nothing."""
    run_tools(wire, stand_in, add)
    assert stand_in.requests == []


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("add", {"a": "x", "b": 1}, "The arguments of add do not fit: a: Input should be a valid integer"),
        ("add", "{", "The arguments of add do not fit: Invalid JSON"),
        ("add", {"a": 1, "b": 1, "c": 1}, "c: Extra inputs are not permitted"),
        ("os.system", {"command": "rm"}, "There is no tool 'os.system'; there are: add, fail."),
        ("fail", {"why": "no luck"}, "fail failed: LookupError: no luck"),
    ],
)
async def test_the_model_is_told_what_is_wrong(
    wire: Wire, stand_in: StandIn, name: str, arguments: Any, told: str
) -> None:
    """Wrong arguments, a tool that was not passed in, an exception: the run goes on."""
    stand_in.reply(tool_calls=[(name, arguments)])
    run = run_tools(wire, stand_in, add, fail)
    events = [event async for event in each(run)]
    (result,) = [event for event in events if event.type == "tool.result"]
    assert told in result.content
    assert isinstance(result.error, LookupError) == (name == "fail")
    assert len(CALLED) == (name == "fail")
    assert told in stand_in.last.json()["messages"][-1]["content"]
    assert told in (await done(run.get_final_completion())).text


async def test_an_exception_may_be_raised(wire: Wire, stand_in: StandIn) -> None:
    """As it is; nothing more is sent."""
    stand_in.reply(tool_calls=[("fail", {"why": "no luck"})])
    with pytest.raises(LookupError, match="no luck"):
        await done(run_tools(wire, stand_in, fail, on_error="raise").until_done())
    assert len(stand_in.requests) == 1


async def test_approval(wire: Wire, stand_in: StandIn) -> None:
    """Each call is shown before any runs: it may be denied, answered for, or given other arguments."""
    stand_in.reply(tool_calls=[("add", {"a": 1, "b": 1}), ("add", {"a": 2, "b": 2}), ("add", {"a": 3, "b": 3})])
    run = run_tools(wire, stand_in, add)
    async for event in each(run):
        if event.type == "tool.call":
            assert CALLED == []
            if event.arguments["a"] == 1:
                event.deny()
            elif event.arguments["a"] == 2:
                event.answer({"sum": "four"})
            else:
                event.arguments["b"] = 30
    assert CALLED == [(3, 30)]
    contents = [message["content"] for message in stand_in.last.json()["messages"][-3:]]
    assert contents == ["The user did not allow this call.", '{"sum":"four"}', "33"]


@pytest.mark.parametrize("kind", ["completion", "tool.call", "tool.result"])
@pytest.mark.parametrize("streamed", [False, True])
async def test_stopping(wire: Wire, stand_in: StandIn, kind: str, streamed: bool) -> None:
    """After any event: no tool is called and nothing is sent any more."""
    stand_in.reply(tool_calls=[("add", {"a": 1, "b": 1})])
    run = run_tools(wire, stand_in, add, stream=streamed)
    async for event in each(run):
        if event.type == kind:
            run.stop()
    assert len(CALLED) == (kind == "tool.result")
    assert len(stand_in.requests) == 1
    assert run.completion.tool_calls
    with pytest.raises(ClientStateError, match="stopped before the model answered"):
        await done(run.get_final_completion())


@pytest.mark.parametrize("streamed", [False, True])
async def test_leaving(wire: Wire, stand_in: StandIn, streamed: bool) -> None:
    """A run is a context manager: what it holds is given back, wherever the loop was left."""
    stand_in.reply("some words", tool_calls=[("add", {"a": 1, "b": 1})])
    async with entered(run_tools(wire, stand_in, add, stream=streamed)) as run:
        async for _ in each(run):
            break
    assert [event async for event in each(run)] == []
    assert CALLED == []


async def test_the_turns_are_counted(wire: Wire, stand_in: StandIn) -> None:
    """A model that goes on calling is an error; its last calls are not run."""
    for _ in range(3):
        stand_in.reply(tool_calls=[("add", {"a": 1, "b": 1})])
    with pytest.raises(MaxTurnsError, match="still calls tools after 2 turns") as caught:
        await done(run_tools(wire, stand_in, add, max_turns=2).get_final_completion())
    assert len(CALLED) == 1
    assert caught.value.completion.tool_calls
    assert len(caught.value.messages) == 3


async def test_a_forced_call_is_forced_once(wire: Wire, stand_in: StandIn) -> None:
    """Else the run could not end."""
    run = run_tools(wire, stand_in, add, tool_choice="required")
    await done(run.until_done())
    assert [request.json()["tool_choice"] for request in stand_in.requests] == ["required", "auto"]


class Search(BaseModel):
    """Searches."""

    words: str

    def __call__(self) -> str:
        return f"found {self.words}"


class Shelf:
    def __init__(self, *books: str) -> None:
        self.books = books

    @tool
    def book(self, place: int) -> str:
        """The book at a place."""
        return self.books[place]


async def test_models_and_methods_are_tools(wire: Wire, stand_in: StandIn) -> None:
    """A model that can be called, and a method of an object."""
    stand_in.reply(tool_calls=[("Search", {"words": "sea"}), ("book", {"place": 1})])
    run = run_tools(wire, stand_in, Search, Shelf("a", "b").book)
    async for event in each(run):
        if event.type == "tool.call" and event.name == "Search":
            event.arguments["words"] += "s"
    assert (await done(run.get_final_completion())).text == "The tools say: found seas; b"


async def test_async_tools_run_side_by_side(wire: Wire, stand_in: StandIn) -> None:
    """Each waits for the other; those that are not async wait in threads; the sync client has no loop for them."""
    here, there = anyio.Event(), threading.Event()
    loop = threading.get_ident()

    async def first(n: int) -> str:
        await here.wait()
        return "first"

    async def second(n: int) -> str:
        here.set()
        return "second"

    def third(n: int) -> str:
        assert threading.get_ident() != loop
        assert there.wait(10)
        return "third"

    def fourth(n: int) -> str:
        there.set()
        return "fourth"

    tools = [first, second, third, fourth]
    if wire.is_sync:
        with pytest.raises(TypeError, match="first is async: it needs an AsyncClient"):
            run_tools(wire, stand_in, *tools)
        return
    stand_in.reply(tool_calls=[(one.__name__, {"n": 1}) for one in tools])
    answer = await done(run_tools(wire, stand_in, *tools).get_final_completion())
    assert answer.text == "The tools say: first; second; third; fourth"


async def test_an_error_of_the_server_ends_the_run(wire: Wire, stand_in: StandIn) -> None:
    """What came is still there."""
    stand_in.reply(tool_calls=[("add", {"a": 1, "b": 1})])
    stand_in.error(400, "no more")
    run = run_tools(wire, stand_in, add)
    with pytest.raises(APIError, match="no more"):
        await done(run.until_done())
    assert len(run.messages) == 3


@pytest.mark.parametrize(
    ("options", "kind", "words"),
    [
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, TypeError, "a definition alone cannot be run"),
        ({"tools": [add, add]}, ValueError, "two tools are called 'add'"),
        ({"tools": [lambda *args: 1]}, ValueError, "a tool's name"),
        ({"max_turns": 0}, ConfigurationError, "max_turns must be"),
        ({"on_error": "ignore"}, ConfigurationError, "on_error must be"),
        ({"n": 2}, ConfigurationError, "n must be 1"),
        ({"messages": "Hi"}, TypeError, "messages must be a list"),
        ({"temprature": 1}, TypeError, "did you mean 'temperature'"),
    ],
)
async def test_mistakes_are_told_at_once(
    wire: Wire, stand_in: StandIn, options: Any, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        run_tools(wire, stand_in, **{"tools": [add], **options})
