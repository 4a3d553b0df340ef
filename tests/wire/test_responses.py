"""Responses over the wire: whole, streamed, cut, kept by the server; and against the stand-in server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oaicompat import (
    APIConnectionError,
    APIResponseValidationError,
    BadRequestError,
    ClientStateError,
    IncompleteStreamError,
    NotFoundError,
    RateLimitError,
)
from oaicompat.testing import Server as StandIn
from oaicompat.types.responses import Response, ResponseItemList

from .bodies import DONE, head, reply, streamed
from .colours import Wire, done, each, entered, following
from .scripted import CLOSE, Server

TOOL = {
    "type": "function",
    "name": "get_weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}


def answer(text: str = "Hello", **more: Any) -> dict[str, Any]:
    part = {"type": "output_text", "text": text, "annotations": []}
    message = {"type": "message", "id": "msg", "role": "assistant", "status": "completed", "content": [part]}
    fields = {"id": "resp_1", "object": "response", "created_at": 1, "model": "m", "status": "completed"}
    return {**fields, "output": [message], **more}


def event(kind: str, **fields: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


BEGIN = event("response.created", response=answer(status="in_progress", output=[]))
END = event("response.completed", response=answer())


def piece(text: str) -> bytes:
    return event("response.output_text.delta", item_id="msg", output_index=0, content_index=0, delta=text)


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.responses.create(**{"model": "m", "input": "Hi", **options}))


# -- whole -------------------------------------------------------------------------------------------------------------


async def test_a_response_is_typed(wire: Wire, server: Server) -> None:
    """And what was asked is what was sent."""
    server.answer(reply(answer(), 200, "x-request-id: r-1", "x-ratelimit-remaining-requests: 7"))
    found = await ask(wire.client(), instructions="Be brief.", temperature=None, top_k=3)
    assert isinstance(found, Response)
    assert (found.output_text, found.request_id, found.rate_limit.remaining_requests) == ("Hello", "r-1", 7)
    assert (server.requests[0].method, server.requests[0].target) == ("POST", "/v1/responses")
    sent = {"model": "m", "input": "Hi", "instructions": "Be brief.", "top_k": 3}
    assert json.loads(server.requests[0].body) == sent


async def test_what_came_goes_back(wire: Wire, server: Server) -> None:
    """The output of a response is the input of the next one."""
    server.always(reply(answer()))
    client = wire.client()
    items: list[Any] = [{"role": "user", "content": "Hi"}]
    items += (await ask(client, input=items)).output
    items.append({"role": "user", "content": "And?"})
    await ask(client, input=items)
    assert json.loads(server.requests[1].body)["input"] == [
        {"role": "user", "content": "Hi"},
        answer()["output"][0],
        {"role": "user", "content": "And?"},
    ]


async def test_a_stream_that_nobody_asked_for_is_put_together(wire: Wire, server: Server) -> None:
    server.answer(reply(BEGIN + piece("Hello") + END, kind="text/event-stream"))
    assert (await ask(wire.client())).output_text == "Hello"


# -- streamed ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [END, END + DONE])
async def test_events_come_as_they_are_sent(wire: Wire, server: Server, end: bytes) -> None:
    """With an end mark or without, and the connection is kept for the next call."""
    server.always(streamed(BEGIN, piece("Hel"), piece("lo"), end))
    client = wire.client()
    for _ in range(3):
        stream = await ask(client, stream=True)
        kinds = [found.type async for found in each(stream)]
        assert kinds == ["response.created", *["response.output_text.delta"] * 2, "response.completed"]
        assert (await done(stream.get_final_response())).output_text == "Hello"
    assert server.connections == 1
    assert json.loads(server.requests[0].body)["stream"] is True


async def test_the_text_of_a_stream(wire: Wire, server: Server) -> None:
    """In pieces, and whole without reading them."""
    server.always(streamed(BEGIN, piece("Hel"), piece("lo"), END, fields=("x-request-id: q",)))
    client = wire.client()
    stream = await ask(client, stream=True)
    assert [text async for text in each(stream.text())] == ["Hel", "lo"]
    stream = await ask(client, stream=True)
    final = await done(stream.get_final_response())
    assert (final.output_text, final.request_id, stream.request_id) == ("Hello", "q", "q")


async def test_a_stream_as_a_context_manager(wire: Wire, server: Server) -> None:
    """`stream(...)` opens on entering and closes on leaving; events may be taken one by one."""
    server.always(streamed(BEGIN, piece("Hello"), END))
    client = wire.client()
    manager = client.responses.stream(model="m", input="Hi")
    assert server.requests == []
    async with entered(manager) as stream:
        assert (await following(stream)).type == "response.created"
        assert (await done(stream.get_final_response())).output_text == "Hello"
    async with entered(client.responses.stream(model="m", input="Hi")) as stream:
        await following(stream)
    with pytest.raises(ClientStateError):
        async for _ in each(stream):
            pass
    with pytest.raises(IncompleteStreamError):
        await done(stream.get_final_response())


async def test_a_stream_that_is_cut_keeps_what_came(wire: Wire, server: Server) -> None:
    """In good order or by a closed connection."""
    whole = streamed(BEGIN, piece("Hel"))
    server.answer(whole, [streamed(BEGIN, piece("Hel"), end=b""), CLOSE])
    client = wire.client()
    for _ in range(2):
        stream = await ask(client, stream=True)
        with pytest.raises(APIConnectionError) as caught:
            async for _ in each(stream):
                pass
        assert caught.value.partial.output_text == "Hel"
        assert caught.value.partial.id == "resp_1"


async def test_an_error_in_a_stream_is_raised_and_a_failure_is_told(wire: Wire, server: Server) -> None:
    """The error with the response as far as it came; the failure in the response."""
    broken = event("error", code="too_many", message="slow down", status=429)
    failed = event("response.failed", response=answer(status="failed", output=[], error={"message": "broken"}))
    server.answer(streamed(BEGIN, piece("Hel"), broken), streamed(BEGIN, failed))
    client = wire.client()
    stream = await ask(client, stream=True)
    with pytest.raises(RateLimitError, match="slow down") as caught:
        async for _ in each(stream):
            pass
    assert caught.value.partial.output_text == "Hel"
    stream = await ask(client, stream=True)
    final = await done(stream.get_final_response())
    assert (final.status, final.error.message) == ("failed", "broken")


async def test_a_server_that_does_not_stream(wire: Wire, server: Server) -> None:
    """Its JSON is one event, and its text is the text."""
    server.always(reply(answer()))
    client = wire.client()
    stream = await ask(client, stream=True)
    assert [text async for text in each(stream.text())] == ["Hello"]
    stream = await ask(client, stream=True)
    assert [found.type async for found in each(stream)] == ["response.completed"]


# -- what the server keeps ---------------------------------------------------------------------------------------------


async def test_the_other_routes(wire: Wire, server: Server) -> None:
    """Retrieve, cancel, delete, count and compact, each at its place."""
    server.answer(
        reply(answer()),
        reply(answer(status="cancelled")),
        reply({"id": "resp_1", "object": "response", "deleted": True}),
        reply({"object": "response.input_tokens", "input_tokens": 9}),
        reply({"id": "c", "output": answer()["output"], "usage": {"input_tokens": 3}}),
    )
    responses = wire.client().responses
    assert (await done(responses.retrieve("resp_1", include=["a", "b"]))).output_text == "Hello"
    assert (await done(responses.cancel("resp_1"))).status == "cancelled"
    assert (await done(responses.delete("resp_1"))).deleted is True
    assert (await done(responses.input_tokens.count(model="m", input="Hi"))).input_tokens == 9
    compacted = await done(responses.compact(model="m", input="Hi"))
    assert (compacted.output[0].type, compacted.usage.input_tokens) == ("message", 3)
    assert [(request.method, request.target) for request in server.requests] == [
        ("GET", "/v1/responses/resp_1?include[]=a&include[]=b"),
        ("POST", "/v1/responses/resp_1/cancel"),
        ("DELETE", "/v1/responses/resp_1"),
        ("POST", "/v1/responses/input_tokens"),
        ("POST", "/v1/responses/compact"),
    ]


async def test_a_stream_is_taken_up_again(wire: Wire, server: Server) -> None:
    """From the event after the last one that was seen."""
    server.answer(streamed(piece("lo"), END))
    stream = await done(wire.client().responses.retrieve("resp_1", stream=True, starting_after=2))
    assert [text async for text in each(stream.text())] == ["lo"]
    assert server.requests[0].target == "/v1/responses/resp_1?stream=true&starting_after=2"


async def test_raw_replies(wire: Wire, server: Server) -> None:
    """Of every method; `parse()` gives what it usually returns."""
    server.answer(
        reply(answer(), 200, "x-a: b"),
        streamed(BEGIN, END),
        reply({"data": answer()["output"]}),
        reply({"input_tokens": 9}),
        reply(answer()),
    )
    client = wire.client()
    raw = client.responses.with_raw_response
    found = await done(raw.create(model="m", input="Hi"))
    assert (found.headers["x-a"], found.parse().output_text) == ("b", "Hello")
    found = await done(raw.create(model="m", input="Hi", stream=True))
    assert (await done(found.parse().get_final_response())).output_text == "Hello"
    found = await done(raw.input_items.list("resp_1"))
    assert isinstance(found.parse(), ResponseItemList)
    assert (await done(raw.input_tokens.count(input="Hi"))).json() == {"input_tokens": 9}
    async with entered(client.with_streaming_response.responses.retrieve("resp_1")) as streamed_reply:
        assert json.loads(await done(streamed_reply.read())) == answer()


# -- against the stand-in ----------------------------------------------------------------------------------------------


@pytest.fixture
def stand_in() -> Any:
    with StandIn(strict=True) as server:
        yield server


async def test_a_conversation_that_the_server_keeps(wire: Wire, stand_in: StandIn) -> None:
    """Two turns, the items of the second, and the end of it."""
    client = wire.client(base_url=stand_in.url)
    first = await ask(client, input="Hello", metadata={"a": "b"})
    assert (first.output_text, first.status, first.metadata) == ("You said: Hello", "completed", {"a": "b"})
    second = await ask(client, input=[{"role": "user", "content": "And?"}], previous_response_id=first.id)
    assert second.previous_response_id == first.id
    assert second.usage.input_tokens > first.usage.input_tokens
    assert (await done(client.responses.retrieve(second.id))).to_dict() == second.to_dict()
    page = await done(client.responses.input_items.list(second.id))
    assert [(item.role, item.content[0].text) for item in page.data] == [("user", "And?")]
    assert (await done(client.responses.delete(second.id))).deleted is True
    with pytest.raises(NotFoundError, match="not found"):
        await done(client.responses.retrieve(second.id))
    with pytest.raises(NotFoundError, match="not found"):
        await ask(client, previous_response_id=second.id)
    with pytest.raises(NotFoundError):
        await done(client.responses.retrieve((await ask(client, store=False)).id))


async def test_the_items_come_in_pages(wire: Wire, stand_in: StandIn) -> None:
    """A loop goes through all of them, from the newest or from the oldest on."""
    client = wire.client(base_url=stand_in.url)
    items = [{"role": "user", "content": f"{number}"} for number in range(7)]
    response = await ask(client, input=items)
    pages = client.responses.input_items
    assert [item.content[0].text async for item in each(pages.list(response.id, limit=3))] == list("6543210")
    asked = len(stand_in.requests)
    oldest = pages.list(response.id, limit=3, order="asc", include=["message.input_image.image_url"])
    assert [item.content[0].text async for item in each(oldest)] == list("0123456")
    assert len(stand_in.requests) == asked + 3
    page = await done(pages.list(response.id, order="asc", after=(await done(pages.list(response.id))).data[-2].id))
    assert [item.content[0].text for item in page.data] == list("23456")


async def test_tools_are_called(wire: Wire, stand_in: StandIn) -> None:
    """Streamed and not; what they gave is answered to."""
    client = wire.client(base_url=stand_in.url)
    question = {"role": "user", "content": "Weather?"}
    options: dict[str, Any] = {"input": [question], "tools": [TOOL], "reasoning": {"effort": "low"}}
    whole = await ask(client, **options)
    thinking, call = whole.output
    assert (thinking.type, call.type, call.name) == ("reasoning", "function_call", "get_weather")
    assert json.loads(call.arguments) == {"city": "some city"}
    stream = await ask(client, **options, stream=True)
    seen = [found async for found in each(stream)]
    streamed_response = await done(stream.get_final_response())
    assert [item.type for item in streamed_response.output] == ["reasoning", "function_call"]
    assert "".join(one.delta for one in seen if "arguments.delta" in one.type) == call.arguments
    assert [one.sequence_number for one in seen] == [*range(len(seen))]
    given = {"type": "function_call_output", "call_id": call.call_id, "output": "21 degrees"}
    last = await ask(client, input=[question, *whole.output, given], tools=[TOOL])
    assert last.output_text == "The tool says: 21 degrees"
    custom = {"type": "custom", "name": "shell"}
    (call,) = (await ask(client, tools=[custom], tool_choice={"type": "custom", "name": "shell"})).output
    assert (call.type, call.input) == ("custom_tool_call", "Hi")


async def test_what_a_stream_adds_up_to(wire: Wire, stand_in: StandIn) -> None:
    """The pieces of the stand-in give what its last event says, also where that is cut off."""
    client = wire.client(base_url=stand_in.url)
    options: dict[str, Any] = {"reasoning": {"effort": "low", "summary": "auto"}, "top_logprobs": 2}
    options["include"] = ["message.output_text.logprobs", "reasoning.encrypted_content"]
    whole = await done((await ask(client, stream=True, **options)).get_final_response())
    assert whole.reasoning_text
    assert len(whole.output[1].content[0].logprobs[0].top_logprobs) == 2
    count = len(stand_in.wait_for(1))
    events = [one async for one in each(await done(client.responses.retrieve(whole.id, stream=True)))]
    stand_in.cut(len(events) - 1, ended=True)
    with pytest.raises(IncompleteStreamError) as caught:
        await done((await ask(client, stream=True, **options)).get_final_response())
    partial = caught.value.partial
    assert (partial.output_text, partial.reasoning_text) == (whole.output_text, whole.reasoning_text)
    assert len(stand_in.requests) == count + 2
    rest = [one async for one in each(await done(client.responses.retrieve(whole.id, stream=True, starting_after=3)))]
    assert [one.to_dict() for one in rest] == [one.to_dict() for one in events[4:]]


async def test_forms_limits_and_tokens(wire: Wire, stand_in: StandIn) -> None:
    """JSON by a schema, a response that is cut short, and what an input takes."""
    client = wire.client(base_url=stand_in.url)
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    form = {"type": "json_schema", "name": "n", "schema": schema}
    assert json.loads((await ask(client, text={"format": form})).output_text) == {"a": 1}
    short = await ask(client, input="one two three four", max_output_tokens=2)
    assert (short.status, short.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    stream = await ask(client, input="one two three four", max_output_tokens=2, stream=True)
    assert [one.type async for one in each(stream)][-1] == "response.incomplete"
    few = (await done(client.responses.input_tokens.count(model="m", input="Hi"))).input_tokens
    more = (await done(client.responses.input_tokens.count(model="m", input="Hi", tools=[TOOL]))).input_tokens
    assert 0 < few < more
    compacted = await done(client.responses.compact(model="m", previous_response_id=short.id))
    assert [item.type for item in compacted.output] == ["message", "compaction"]
    assert (await ask(client, input=[*compacted.output, {"role": "user", "content": "Go on"}])).status == "completed"


async def test_work_in_the_background(wire: Wire, stand_in: StandIn) -> None:
    """It is done at the second look, or cancelled before."""
    client = wire.client(base_url=stand_in.url)
    response = await ask(client, background=True)
    assert (response.status, response.output) == ("queued", [])
    states = [(await done(client.responses.retrieve(response.id))).status for _ in range(3)]
    assert states == ["in_progress", "completed", "completed"]
    assert (await done(client.responses.cancel(response.id))).status == "completed"
    response = await ask(client, background=True)
    assert (await done(client.responses.cancel(response.id))).status == "cancelled"
    assert (await done(client.responses.retrieve(response.id))).output == []
    with pytest.raises(BadRequestError, match="background"):
        await done(client.responses.cancel((await ask(client)).id))


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"input": None}, "input"),
        ({"input": "a", "extra_body": {"input": 5}}, "input"),
        ({"input": ["a"]}, "input[0]"),
        ({"input": [{"role": "tool", "content": "a"}]}, "input[0].role"),
        ({"input": [{"role": "user", "content": [{"type": "text", "text": "a"}]}]}, "input[0].content[0].type"),
        ({"input": [{"role": "user", "content": 5}]}, "input[0].content"),
        ({"input": [{"type": "function_call", "call_id": "c", "name": "f"}]}, "input[0].arguments"),
        ({"input": [{"type": "spell", "name": "f"}]}, "input[0].type"),
        ({"tools": [{"type": "function"}]}, "tools[0].name"),
        ({"tools": "all", "input": "a"}, "tools"),
        ({"tools": [TOOL], "tool_choice": {"type": "function", "name": "other"}}, "tool_choice"),
        ({"tools": [TOOL], "tool_choice": "any"}, "tool_choice"),
        ({"text": {"format": {"type": "json_schema", "name": "n"}}}, "text.format.schema"),
        ({"temperature": 5}, "temperature"),
        ({"extra_body": {"stream": "yes"}}, "stream"),
        ({"extra_body": {"messages": []}}, "messages"),
    ],
)
async def test_the_stand_in_refuses(wire: Wire, stand_in: StandIn, options: dict[str, Any], param: str) -> None:
    """What is wrong is named by its path."""
    with pytest.raises(BadRequestError) as caught:
        await ask(wire.client(base_url=stand_in.url), **options)
    assert caught.value.param == param


async def test_a_page_in_place_of_a_stream(wire: Wire, server: Server) -> None:
    """A login page is told as what it is."""
    server.answer(head(200, "content-type: text/html", "content-length: 6") + b"<html>")
    stream = await ask(wire.client(), stream=True)
    with pytest.raises(APIResponseValidationError, match="base URL"):
        await done(stream.get_final_response())
