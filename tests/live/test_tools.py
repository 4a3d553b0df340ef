"""Tools: calls, choices between them, and results that are sent back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .asking import Async, Sync
from .servers import TIME, WEATHER, Server, asking, every_server, servers_with, user

pytestmark = pytest.mark.live
Ask = Sync | Async


def called(reply: Any) -> list[tuple[str, Any]]:
    """The names and arguments of a reply's tool calls."""
    calls = reply.choices[0].message.tool_calls or []
    return [(call.function.name, json.loads(call.function.arguments)) for call in calls]


@every_server()
def test_a_tool_call(ask: Ask, server: Server) -> None:
    """A call has an id, a type, a name and its arguments as JSON text; the finish says why the answer ended."""
    reply = ask.create(**asking("weather?", tools=[WEATHER]))

    (choice,) = reply.choices
    (call,) = choice.message.tool_calls or []
    assert call.id
    assert call.type == "function"
    assert called(reply) == [("get_weather", {"city": "Paris"})]
    assert (choice.finish_reason, choice.finish) == ("tool_calls", "tool_calls")
    assert not choice.message.content


@every_server()
def test_two_tool_calls(ask: Ask, server: Server) -> None:
    """Two calls in one answer keep their order and have ids of their own."""
    reply = ask.create(**asking("two things", tools=[WEATHER, TIME], max_tokens=80))

    assert called(reply) == [("get_time", {"zone": "UTC"}), ("get_weather", {"city": "Paris"})]
    assert len({call.id for call in reply.choices[0].message.tool_calls or []}) == 2


@every_server()
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_results_are_sent_back(ask: Ask, server: Server, streamed: bool) -> None:
    """The message with the calls is appended as it is, each result after it, and the model goes on in text."""
    request = asking("two things", tools=[WEATHER, TIME], max_tokens=80)
    first = ask.final(**request) if streamed else ask.create(**request)
    message = first.choices[0].message
    results = [
        {"role": "tool", "tool_call_id": call.id, "content": f"{call.function.name}: sunny"}
        for call in message.tool_calls or []
    ]
    second = ask.create(**{**request, "messages": [*user("two things"), message, *results]})

    assert len(results) == 2
    assert second.choices[0].message.tool_calls in (None, [])
    assert second.choices[0].message.content
    assert second.choices[0].finish == "stop"


@servers_with("script")
@pytest.mark.parametrize(
    "choice",
    ["required", {"type": "function", "function": {"name": "get_weather"}}],
    ids=["required", "named"],
)
def test_a_tool_must_be_called(ask: Ask, server: Server, choice: Any) -> None:
    """A required tool, and one that is named, are called whole and streamed."""
    request = asking("hi", tools=[WEATHER], tool_choice=choice)

    assert called(ask.create(**request)) == [("get_weather", {"city": "Paris"})]
    assert called(ask.final(**request)) == [("get_weather", {"city": "Paris"})]


@servers_with("script")
def test_no_tool_may_be_called(ask: Ask, server: Server) -> None:
    """`tool_choice="none"` gives no call, though the model writes one."""
    (choice,) = ask.create(**asking("hi", tools=[WEATHER], tool_choice="none")).choices

    assert not choice.message.tool_calls
    assert choice.finish == "stop"
