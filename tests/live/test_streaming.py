"""Streamed answers: the same as whole ones, and every way to read them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oaicompat.types.chat import ChatCompletion

from .asking import Async, Sync
from .servers import PICK, THINKING, TIME, WEATHER, Server, asking, every_server, servers_with

pytestmark = pytest.mark.live
Ask = Sync | Async
USAGE = {"stream_options": {"include_usage": True}}

#: Requests that every server answers the same way twice.
EVERYWHERE: dict[str, dict[str, Any]] = {
    "text": asking("hi"),
    "thought": asking("think", **THINKING),
    "tool": asking("weather?", tools=[WEATHER]),
    "two tools": asking("two things", tools=[WEATHER, TIME], max_tokens=80),
}
#: Those that need the scripted model.
SCRIPTED: dict[str, dict[str, Any]] = {
    "utf8": asking("utf8"),
    "length": asking("long", max_tokens=6),
    "stop": asking("long", stop=[" three"]),
    "json_schema": asking("hi", response_format=PICK),
    "logprobs": asking("hi", logprobs=True, top_logprobs=2),
    "tool required": asking("hi", tools=[WEATHER], tool_choice="required"),
}


def told(completion: ChatCompletion) -> list[dict[str, Any]]:
    """What a completion says, without what differs between two calls: ids and times."""
    return [
        {
            "index": choice.index,
            "finish": choice.finish,
            "role": choice.message.role,
            "content": choice.message.content or "",
            "reasoning": (choice.message.reasoning or ""),
            "calls": [
                (call.type, call.function.name, json.loads(call.function.arguments))
                for call in choice.message.tool_calls or []
            ],
            "logprobs": [  # llama-server lists the end mark, as empty text, in whole answers alone
                token.token for token in (choice.logprobs and choice.logprobs.content) or [] if token.token
            ],
        }
        for choice in completion.choices
    ]


def _assert_same(ask: Ask, request: dict[str, Any]) -> None:
    whole = ask.create(**request)
    streamed = ask.final(**request, **USAGE)

    assert told(streamed) == told(whole)
    assert streamed.object == "chat.completion"
    assert (streamed.model, bool(streamed.id)) == (whole.model, True)
    assert streamed.usage is not None
    assert whole.usage is not None
    assert streamed.usage.completion_tokens == whole.usage.completion_tokens
    assert streamed.usage.prompt_tokens == whole.usage.prompt_tokens


@every_server()
@pytest.mark.parametrize("case", EVERYWHERE)
def test_the_final_completion_is_the_whole_answer(ask: Ask, server: Server, case: str) -> None:
    """`get_final_completion()` of a stream says what the unstreamed call says, and what it cost."""
    _assert_same(ask, EVERYWHERE[case])


@servers_with("script")
@pytest.mark.parametrize("case", SCRIPTED)
def test_the_final_completion_of_a_script(ask: Ask, server: Server, case: str) -> None:
    """The same for what only the scripted model writes."""
    _assert_same(ask, SCRIPTED[case])


@every_server()
def test_chunks(ask: Ask, server: Server) -> None:
    """Joining the deltas by hand gives the text; the finish reason comes once; nobody asked for usage."""
    streamed = ask.stream(**asking("hi"))

    assert streamed.text == server.hello
    assert all(chunk.object == "chat.completion.chunk" for chunk in streamed.chunks)
    assert len({chunk.id for chunk in streamed.chunks}) == 1
    reasons = [choice.finish_reason for chunk in streamed.chunks for choice in chunk.choices if choice.finish_reason]
    assert reasons == ["stop"]
    roles = [choice.delta.role for chunk in streamed.chunks for choice in chunk.choices if choice.delta.role]
    assert set(roles) == {"assistant"}


@every_server()
def test_usage_comes_once(ask: Ask, server: Server) -> None:
    """With `include_usage` one chunk, the last, holds the cost."""
    streamed = ask.stream(**asking("hi"), **USAGE)

    having = [chunk for chunk in streamed.chunks if chunk.usage is not None]
    assert len(having) == 1
    assert having[0] is streamed.chunks[-1]
    assert having[0].usage is not None
    assert having[0].usage.completion_tokens == 5


@every_server()
def test_text(ask: Ask, server: Server) -> None:
    """`stream.text()` gives the text's pieces, none of them empty."""
    pieces = ask.text(**asking("hi"))

    assert "".join(pieces) == server.hello
    assert all(pieces)


@servers_with("script")
def test_text_comes_in_pieces(ask: Ask, server: Server) -> None:
    """The answer comes as it is written, in more than one piece."""
    assert len(ask.text(**asking("long"))) > 1


@every_server()
def test_reasoning_deltas(ask: Ask, server: Server) -> None:
    """`delta.reasoning` is the thinking, and no chunk of it holds a piece of the answer."""
    streamed = ask.stream(**asking("think", **THINKING))

    deltas = [choice.delta for chunk in streamed.chunks for choice in chunk.choices]
    assert "".join(delta.reasoning or "" for delta in deltas).strip() == "Let me work this out."
    assert streamed.text.strip() == "The answer is 42."
    assert (streamed.final.choices[0].message.reasoning or "").strip() == "Let me work this out."


@every_server()
def test_tool_call_deltas(ask: Ask, server: Server) -> None:
    """The accumulation that everyone writes by hand comes out right."""
    streamed = ask.stream(**asking("two things", tools=[WEATHER, TIME], max_tokens=80))

    calls: dict[int, dict[str, str]] = {}
    for chunk in streamed.chunks:
        for choice in chunk.choices:
            for piece in choice.delta.tool_calls or []:
                call = calls.setdefault(piece.index, {"id": "", "name": "", "arguments": ""})
                call["id"] += piece.id or ""
                call["name"] += piece.function.name or ""
                call["arguments"] += piece.function.arguments
    final = streamed.final.choices[0].message.tool_calls or []
    assert [(call["name"], json.loads(call["arguments"])) for call in calls.values()] == [
        ("get_time", {"zone": "UTC"}),
        ("get_weather", {"city": "Paris"}),
    ]
    assert [call["id"] for call in calls.values()] == [call.id for call in final]
    assert list(calls) == [0, 1]


@servers_with("n")
def test_two_answers_side_by_side(ask: Ask, server: Server) -> None:
    """The chunks of two answers are told apart by their index."""
    streamed = ask.stream(**asking("random", n=2, temperature=1, seed=1))

    assert {choice.index for chunk in streamed.chunks for choice in chunk.choices} == {0, 1}
    first, second = streamed.final.choices
    assert streamed.text == first.message.content
    assert (second.message.content or "").split()[0] == "and"


@every_server()
def test_typed_events(ask: Ask, server: Server) -> None:
    """`chat.completions.stream()` tells each piece of text, and the whole at the end."""
    events = ask.events(**asking("hi"))

    deltas = [event for event in events if event.type == "content.delta"]
    (done,) = [event for event in events if event.type == "content.done"]
    assert "".join(event.delta for event in deltas) == done.content == server.hello
    assert deltas[-1].snapshot == server.hello


@every_server()
def test_typed_events_of_tools(ask: Ask, server: Server) -> None:
    """Each tool call is told once it is complete, with its arguments parsed."""
    events = ask.events(**asking("two things", tools=[WEATHER, TIME], max_tokens=80))

    done = [event for event in events if event.type == "tool_calls.function.arguments.done"]
    assert [(event.index, event.name, event.parsed_arguments) for event in done] == [
        (0, "get_time", {"zone": "UTC"}),
        (1, "get_weather", {"city": "Paris"}),
    ]


@every_server()
def test_untouched_events(options: dict[str, Any], server: Server) -> None:
    """`stream.events()` gives what the server wrote, `[DONE]` included."""
    from oaicompat import Client

    with Client(**options) as client:
        events = list(client.chat.completions.create(stream=True, **asking("hi")).events())

    assert events[-1].data.strip() == "[DONE]"
    assert json.loads(events[0].data)["object"] == "chat.completion.chunk"
