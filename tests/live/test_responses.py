"""Responses: what each server's answers are made of, whole and streamed, and what it leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from oaicompat import APIStatusError, BadRequestError

from .asking import Async, Sync
from .servers import MODEL, WEATHER, Server, only, servers_with

pytestmark = pytest.mark.live
Ask = Sync | Async

TOOL = {"type": "function", **WEATHER["function"]}
#: Makes the model think; aimock's fixtures need no asking.
THINKING = {"extra_body": {"chat_template_kwargs": {"enable_thinking": True}}}


def answering(text: Any = "hi", **options: Any) -> dict[str, Any]:
    """The keywords of a call whose answer is known in advance."""
    return {"model": MODEL, "input": text, "temperature": 0, "max_output_tokens": 60, **options}


def created(ask: Ask, text: Any = "hi", **options: Any) -> Any:
    """A whole response."""
    return ask(lambda client: client.responses.create(**answering(text, **options)))


def streamed(ask: Ask, text: Any = "hi", **options: Any) -> tuple[list[Any], Any]:
    """The events of a response, and what they add up to."""
    return ask.followed(
        lambda client: client.responses.create(**answering(text, stream=True, **options)), "get_final_response"
    )


@servers_with("responses")
def test_a_response(ask: Ask, server: Server) -> None:
    """The text, the message that holds it, and that it is complete; what a server leaves out is no error."""
    response = created(ask)

    assert response.output_text == server.hello
    (message,) = response.output
    assert (message.type, message.role, message.status) == ("message", "assistant", "completed")
    assert [(part.type, part.text) for part in message.content] == [("output_text", server.hello)]
    assert (response.object, response.status, response.model) == ("response", "completed", MODEL)
    assert response.id
    assert response.created_at > 1_700_000_000
    assert response.usage is not None
    assert response.usage.total_tokens == response.usage.input_tokens + response.usage.output_tokens
    for left_out in (response.error, response.incomplete_details, response.previous_response_id):
        assert left_out is None


@servers_with("responses")
def test_a_conversation_goes_on(ask: Ask, server: Server) -> None:
    """The output is appended as it came, and the server takes it back."""
    said: list[Any] = [{"role": "user", "content": "hi"}]
    first = created(ask, said, instructions="Be brief.")
    second = created(ask, [*said, *first.output, {"role": "user", "content": "and now?"}])

    assert second.output_text == server.hello


@servers_with("responses")
def test_reasoning_is_an_item_of_its_own(ask: Ask, server: Server) -> None:
    """The thinking comes first, as text or as a summary; the answer holds none of it."""
    response = created(ask, "think", **THINKING)

    reasoning, message = response.output
    assert (reasoning.type, message.type) == ("reasoning", "message")
    parts = [*(reasoning.content or []), *reasoning.summary]
    assert "".join(part.text for part in parts).strip() == "Let me work this out."
    assert response.output_text.strip() == "The answer is 42."


@servers_with("responses")
def test_a_tool_is_called(ask: Ask, server: Server) -> None:
    """Its name, its arguments and an id; its output goes back, and the answer follows."""
    asked: list[Any] = [{"role": "user", "content": "weather?"}]
    response = created(ask, asked, tools=[TOOL])

    (call,) = response.output
    assert (call.type, call.name) == ("function_call", "get_weather")
    assert call.arguments.replace(" ", "") == '{"city":"Paris"}'
    assert call.call_id
    if server.name != "aimock":  # its fixtures know chats' tool results alone
        told = {"type": "function_call_output", "call_id": call.call_id, "output": "sunny"}
        assert created(ask, [*asked, call, told], tools=[TOOL]).output_text == server.hello


@servers_with("responses")
def test_a_stream(ask: Ask, server: Server) -> None:
    """It begins with the response, its pieces add up to the text, and it ends with the whole of it."""
    events, final = streamed(ask)

    assert events[0].type == "response.created"
    assert events[-1].type == "response.completed"
    pieces = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert "".join(pieces) == final.output_text == server.hello
    assert final.to_dict() == events[-1].response.to_dict()
    assert final.status == "completed"


@servers_with("responses")
def test_the_text_of_a_stream(ask: Ask, server: Server) -> None:
    """Piece by piece."""
    pieces = ask.items(lambda client: client.responses.create(**answering(stream=True)), of="text")

    assert "".join(pieces) == server.hello


@servers_with("responses")
@pytest.mark.parametrize(
    ("text", "more"),
    [("hi", {}), ("think", THINKING), ("weather?", {"tools": [TOOL]})],
    ids=["text", "thinking", "tool"],
)
def test_streamed_and_whole_are_the_same(ask: Ask, server: Server, text: str, more: dict[str, Any]) -> None:
    """Item for item, but for ids and what stands around the text."""
    whole = created(ask, text, **more)
    _, final = streamed(ask, text, **more)

    assert [item.type for item in final.output] == [item.type for item in whole.output]
    assert final.output_text.strip() == whole.output_text.strip()
    calls = [
        [(item.name, item.arguments) for item in response.output if item.type == "function_call"]
        for response in (whole, final)
    ]
    assert calls[0] == calls[1]


@only("vllm")
def test_a_length_limit_ends_it(ask: Ask, server: Server) -> None:
    """It is incomplete then, streamed too, and says why."""
    for response in (
        created(ask, "long", max_output_tokens=5),
        streamed(ask, "long", max_output_tokens=5)[1],
    ):
        assert (response.status, response.incomplete_details.reason) == ("incomplete", "max_output_tokens")
        assert response.output_text.split() == ["one", "two", "three", "four", "five"]


@only("llama-server")
def test_tokens_are_counted_before(ask: Ask, server: Server) -> None:
    """As many as the response then tells."""
    counted = ask(lambda client: client.responses.input_tokens.count(model=MODEL, input="hi"))

    assert counted.input_tokens == created(ask).usage.input_tokens == 21


@servers_with("script")
def test_an_input_that_is_too_long(ask: Ask, server: Server) -> None:
    """The server's words are told, streamed or not."""
    for stream in (False, True):
        with pytest.raises(BadRequestError, match=r"context (size|length)"):
            ask(lambda client, stream=stream: client.responses.create(**answering("word " * 2000, stream=stream)))


@servers_with("responses")
def test_a_response_that_is_not_there(ask: Ask, server: Server) -> None:
    """None of these servers keeps one of this id."""
    for call in (
        lambda client: client.responses.retrieve("resp_none"),
        lambda client: client.responses.cancel("resp_none"),
        lambda client: client.responses.delete("resp_none"),
        lambda client: client.responses.input_items.list("resp_none"),
    ):
        with pytest.raises(APIStatusError) as caught:
            ask(call)
        assert caught.value.status_code in (400, 404, 405)
