"""How the public API of responses is meant to be used: mypy and pyright read this file, nobody runs it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from typing_extensions import assert_type

from oaicompat import AsyncClient, Client
from oaicompat._pages import AsyncPager
from oaicompat._stream import AsyncResponseStream, ResponseStream
from oaicompat.types.responses import (
    CompactedResponse,
    FunctionToolParam,
    InputTokenCountResponse,
    Response,
    ResponseDeleted,
    ResponseFunctionToolCall,
    ResponseInputItemParam,
    ResponseInputParam,
    ResponseItem,
    ResponseItemList,
    ResponseOutputItem,
    ResponseOutputMessage,
    ResponseReasoningItem,
    ResponseStreamEvent,
    ResponseTextDeltaEvent,
    ResponseUsage,
)
from oaicompat.types.responses.params import ResponseOptions


def creating(client: Client, flag: bool) -> None:
    """The overloads on `stream`, and inputs in variables."""
    history = [{"role": "user", "content": "Hello"}]
    assert_type(client.responses.create(model="m", input="Hello"), Response)
    assert_type(client.responses.create(model="m", input=history), Response)
    assert_type(client.responses.create(model="m", input="Hello", stream=True), ResponseStream)
    assert_type(client.responses.create(model="m", input="Hello", stream=flag), Response | ResponseStream)
    assert_type(client.responses.create(prompt={"id": "p", "variables": {"city": "Paris"}}), Response)
    typed: list[ResponseInputItemParam] = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [{"type": "input_text", "text": "Hello"}]},
        {"type": "function_call_output", "call_id": "c", "output": "21 degrees"},
    ]
    tool: FunctionToolParam = {"type": "function", "name": "get", "parameters": {"type": "object"}, "strict": None}
    response = client.responses.create(
        model="m",
        input=typed,
        tools=[tool, {"type": "web_search"}, {"type": "openrouter:datetime"}],
        tool_choice={"type": "function", "name": "get"},
        text={"format": {"type": "json_schema", "name": "n", "schema": {"type": "object"}}},
        reasoning={"effort": "low"},
        include=["reasoning.encrypted_content"],
        top_k=20,
        temperature=None,
        timeout=3.5,
    )
    assert_type(response.output_text, str)
    assert_type(response.reasoning_text, str | None)
    assert_type(response.output, list[ResponseOutputItem])
    assert_type(response.usage, ResponseUsage | None)
    assert_type(response.request_id, str | None)
    options: ResponseOptions = {"temperature": 0.5, "extra_headers": {"x-a": "b"}}
    client.responses.create(model="m", input=history, **options)


def going_on(client: Client) -> None:
    """What came goes back; items are told apart by their type, and by their class."""
    items: ResponseInputParam = [{"role": "user", "content": "Hello"}]
    response = client.responses.create(model="m", input=items)
    items += response.output
    for item in response.output:
        if item.type == "function_call":
            items.append({"type": "function_call_output", "call_id": item.call_id, "output": "21 degrees"})
        if isinstance(item, ResponseFunctionToolCall):
            assert_type(item.arguments, str)
        if isinstance(item, ResponseReasoningItem):
            assert_type(item.text, str | None)
        if isinstance(item, ResponseOutputMessage):
            for part in item.content:
                if part.type == "output_text":
                    print(part.text, part.annotations)
    client.responses.create(model="m", input=items)
    client.responses.create(model="m", input=[*response.output, {"role": "user", "content": "And?"}])
    client.responses.create(model="m", input=response.output)


def streaming(client: Client) -> None:
    """Events are told apart by their type."""
    with client.responses.create(model="m", input="Hello", stream=True) as stream:
        assert_type(iter(stream), Iterator[ResponseStreamEvent])
        for event in stream:
            if event.type == "response.output_text.delta":
                print(event.delta, event.content_index)
            elif event.type == "response.completed":
                print(event.response.output_text)
            elif event.type == "response.output_item.done" and event.item.type == "message":
                print(event.item.content)
            if isinstance(event, ResponseTextDeltaEvent):
                assert_type(event.delta, str)
        assert_type(stream.get_final_response(), Response)
    assert_type(client.responses.create(input="Hello", stream=True).text(), Iterator[str])
    with client.responses.stream(model="m", input="Hello") as stream:
        assert_type(stream, ResponseStream)


def keeping(client: Client) -> None:
    """What the server kept."""
    assert_type(client.responses.retrieve("r", include=["message.output_text.logprobs"]), Response)
    assert_type(client.responses.retrieve("r", stream=True, starting_after=3), ResponseStream)
    assert_type(client.responses.cancel("r"), Response)
    assert_type(client.responses.delete("r"), ResponseDeleted)
    page = client.responses.input_items.list("r", order="asc", limit=5)
    assert_type(page, ResponseItemList)
    for item in page:
        assert_type(item, ResponseItem)
    counted = client.responses.input_tokens.count(model="m", input="Hello")
    assert_type(counted, InputTokenCountResponse)
    assert_type(counted.input_tokens, int)
    assert_type(client.responses.compact(model="m", previous_response_id="r"), CompactedResponse)


def raw(client: Client) -> None:
    """The replies themselves."""
    reply = client.responses.with_raw_response.create(model="m", input="Hello")
    found: Any = reply.parse()
    print(reply.status_code, found)
    with client.responses.with_streaming_response.retrieve("r") as streamed:
        print(streamed.read())
    print(client.responses.with_raw_response.input_items.list("r").headers)


async def async_too(client: AsyncClient, flag: bool) -> None:
    """The same, awaited."""
    assert_type(await client.responses.create(model="m", input="Hello"), Response)
    stream = await client.responses.create(model="m", input="Hello", stream=True)
    assert_type(stream, AsyncResponseStream)
    assert_type(aiter(stream), AsyncIterator[ResponseStreamEvent])
    assert_type(await stream.get_final_response(), Response)
    assert_type(await client.responses.create(model="m", input="a", stream=flag), Response | AsyncResponseStream)
    async with client.responses.stream(model="m", input="Hello") as opened:
        assert_type(opened, AsyncResponseStream)
    assert_type(client.responses.input_items.list("r"), AsyncPager[ResponseItemList, ResponseItem])
    async for item in client.responses.input_items.list("r"):
        assert_type(item, ResponseItem)
    assert_type(await client.responses.input_tokens.count(input="Hello"), InputTokenCountResponse)
    assert_type(await client.responses.retrieve("r", stream=True), AsyncResponseStream)
    assert_type(await client.responses.delete("r"), ResponseDeleted)
