"""Streams that go well: every way to read one, and what it tells beside its chunks."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

import pytest

from oaicompat import APIError, ClientStateError, IncompleteStreamError, ServerSentEvent
from oaicompat.types.chat import ChatCompletionChunk

from .bodies import DONE, MESSAGES, chunk, chunked, completion, event, head, reply, sse, streamed
from .colours import Wire, done, each, entered, following
from .scripted import CLOSE, UNTIL_GONE, Hold, Server


async def open_stream(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(model="m", messages=MESSAGES, stream=True, **options))


async def text_of(stream: Any) -> str:
    return "".join([chunk.choices[0].delta.content or "" async for chunk in each(stream) if chunk.choices])


async def test_a_stream_gives_typed_chunks(wire: Wire, server: Server) -> None:
    server.answer(streamed(sse("Hel", "lo")))
    chunks = [piece async for piece in each(await open_stream(wire.client()))]
    assert all(isinstance(piece, ChatCompletionChunk) for piece in chunks)
    assert [piece.choices[0].delta.content for piece in chunks] == ["", "Hel", "lo", None]
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-1].choices[0].finish_reason == "stop"


async def test_a_stream_tells_its_headers(wire: Wire, server: Server) -> None:
    """As soon as it is open."""
    fields = ("X-Request-Id: req_1", "x-ratelimit-remaining-tokens: 99")
    server.answer(streamed(sse("a"), fields=fields))
    stream = await open_stream(wire.client())
    assert stream.response_headers["x-request-id"] == stream.request_id == "req_1"
    assert stream.rate_limit.remaining_tokens == 99
    assert stream.status_code == stream.response.status_code == 200
    final = await done(stream.get_final_completion())
    assert final.request_id == "req_1"


async def test_chunks_come_as_they_are_sent(wire: Wire, server: Server) -> None:
    """The server waits for the test between two of them."""
    holds = [Hold(), Hold()]
    server.answer([streamed(chunk("a"), end=b""), holds[0], chunked(chunk("b")), holds[1], chunked(DONE), b"0\r\n\r\n"])
    stream = await open_stream(wire.client())
    assert (await following(stream)).choices[0].delta.content == "a"
    holds[0].release()
    assert (await following(stream)).choices[0].delta.content == "b"
    holds[1].release()
    with pytest.raises(StopAsyncIteration):
        await following(stream)
    with pytest.raises(StopAsyncIteration):
        await following(stream)
    assert not any(hold.expired for hold in holds)


async def test_next_and_a_loop_share_the_stream(wire: Wire, server: Server) -> None:
    server.answer(streamed(sse("a", "b", "c")))
    stream = await open_stream(wire.client())
    await following(stream)
    assert (await following(stream)).choices[0].delta.content == "a"
    assert await text_of(stream) == "bc"
    assert await text_of(stream) == ""
    final = await done(stream.get_final_completion())
    assert final.choices[0].message.content == "abc"


async def test_the_text_of_a_stream(wire: Wire, server: Server) -> None:
    """Of its first answer, without empty pieces."""
    other = chunk(choices=[{"index": 1, "delta": {"content": "other"}}])
    server.answer(streamed(other, sse("Hel", "lo"), chunk(choices=[], usage={"total_tokens": 1})))
    assert [piece async for piece in each((await open_stream(wire.client())).text())] == ["Hel", "lo"]


async def test_the_events_of_a_stream_are_untouched(wire: Wire, server: Server) -> None:
    body = (
        b': hello\nid: 7\nretry: 50\nevent: note\ndata: one\ndata: two\n\ndata:{"x": 1}\r\n\r\n: ping\n\ndata:\n\n'
        + DONE
    )
    server.answer(streamed(body))
    events = [found async for found in each((await open_stream(wire.client())).events())]
    assert events[0] == ServerSentEvent("one\ntwo", event="note", id="7", retry=50, comments=(" hello",)) or events[
        0
    ] == ServerSentEvent("one\ntwo", event="note", id="7", retry=50, comments=("hello",))
    assert [found.data for found in events[1:]] == ['{"x": 1}', "[DONE]"]
    assert events[1].json() == {"x": 1}


async def test_the_whole_completion_at_the_end(wire: Wire, server: Server) -> None:
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    logprobs = {"content": [{"token": "a", "logprob": -0.5, "bytes": None, "top_logprobs": []}]}
    server.answer(
        streamed(
            chunk("", delta={"role": "assistant", "reasoning": "th"}),
            chunk(delta={"reasoning": "ink"}),
            event({"id": "chatcmpl-1", "choices": [{"index": 0, "delta": {"content": "a"}, "logprobs": logprobs}]}),
            chunk("b"),
            chunk(delta={"tool_calls": [{"id": "c", "function": {"name": "f", "arguments": '{"x"'}}]}),
            chunk(delta={"tool_calls": [{"function": {"arguments": ":1}"}}]}),
            chunk(finish="tool_calls"),
            chunk(choices=[], usage=usage),
            DONE,
        )
    )
    final = await done((await open_stream(wire.client())).get_final_completion())
    (choice,) = final.choices
    assert (choice.message.content, choice.message.reasoning) == ("ab", "think")
    (call,) = choice.message.tool_calls
    assert (call.id, call.type, call.function.name, call.function.arguments) == ("c", "function", "f", '{"x":1}')
    assert choice.finish_reason == "tool_calls"
    assert choice.logprobs.content[0].logprob == -0.5
    assert final.usage.total_tokens == 3
    assert (final.id, final.model) == ("chatcmpl-1", "m")


async def test_tool_calls_add_up_by_hand(wire: Wire, server: Server) -> None:
    """Deltas of servers that number them wrongly come out in order, type and role said once."""

    def piece(index: Any, **fields: Any) -> bytes:
        return chunk(delta={"role": "assistant", "tool_calls": [{"index": index, **fields}]})

    server.answer(
        streamed(
            piece(0, id="a", function={"name": "f", "arguments": '{"x":'}),
            piece(0, id="a", function={"name": "f", "arguments": "1}"}),
            piece(0, id="b", function={"name": "g", "arguments": {"y": 2}}),
            chunk(finish="tool_calls"),
            DONE,
        )
    )
    calls: dict[int, dict[str, str]] = {}
    roles = ""
    async for part in each(await open_stream(wire.client())):
        delta = part.choices[0].delta
        roles += delta.role or ""
        for call in delta.tool_calls or []:
            known = calls.setdefault(call.index, {"id": "", "name": "", "arguments": ""})
            known["id"] += call.id or ""
            known["name"] += call.function.name or ""
            known["arguments"] += call.function.arguments or ""
    assert roles == "assistant"
    assert [(call["id"], call["name"], json.loads(call["arguments"])) for call in calls.values()] == [
        ("a", "f", {"x": 1}),
        ("b", "g", {"y": 2}),
    ]


async def test_typed_events(wire: Wire, server: Server) -> None:
    """`stream(...)` is a context manager whose events have the openai SDK's names."""
    server.answer(streamed(sse("Hel", "lo")))
    kinds, deltas = [], []
    async with entered(wire.client().chat.completions.stream(model="m", messages=MESSAGES)) as stream:
        async for found in each(stream):
            kinds.append(found.type)
            if found.type == "content.delta":
                deltas.append((found.delta, found.snapshot))
            if found.type == "content.done":
                assert found.content == "Hello"
        final = await done(stream.get_final_completion())
    assert kinds.count("chunk") == 4
    assert deltas == [("Hel", "Hel"), ("lo", "Hello")]
    assert kinds[-1] == "content.done"
    assert final.choices[0].message.content == "Hello"
    assert json.loads(server.requests[0].body)["stream"] is True


async def test_typed_events_of_tool_calls(wire: Wire, server: Server) -> None:
    server.answer(
        streamed(
            chunk(delta={"tool_calls": [{"index": 0, "id": "c", "function": {"name": "f", "arguments": '{"x"'}}]}),
            chunk(delta={"tool_calls": [{"index": 0, "function": {"arguments": ":1}"}}]}),
            chunk(finish="tool_calls"),
            DONE,
        )
    )
    found = []
    one: Any = None
    async with entered(wire.client().chat.completions.stream(model="m", messages=MESSAGES)) as stream:
        async for one in each(stream):
            if one.type.startswith("tool_calls"):
                found.append((one.type.split(".")[-1], one.name, one.index, one.arguments))
    assert found == [("delta", "f", 0, '{"x"'), ("delta", "f", 0, '{"x":1}'), ("done", "f", 0, '{"x":1}')]
    assert one.parsed_arguments == {"x": 1}


async def test_the_final_completion_without_looking_at_events(wire: Wire, server: Server) -> None:
    server.always(streamed(sse("Hel", "lo"), fields=("x-request-id: r",)))
    client = wire.client()
    async with entered(client.chat.completions.stream(model="m", messages=MESSAGES)) as stream:
        assert (await done(stream.get_final_completion())).choices[0].message.content == "Hello"
        assert stream.response.request_id == "r"
    async with entered(client.chat.completions.stream(model="m", messages=MESSAGES)) as stream:
        assert [piece async for piece in each(stream.text())] == ["Hel", "lo"]
        assert stream.current_completion_snapshot.choices[0].message.content == "Hello"
    async with entered(client.chat.completions.stream(model="m", messages=MESSAGES)) as stream:
        await done(stream.until_done())
    assert server.connections == 1


async def test_nothing_is_sent_before_the_context_is_entered(wire: Wire, server: Server) -> None:
    wire.client().chat.completions.stream(model="m", messages=MESSAGES)
    assert server.connections == 0


@pytest.mark.parametrize("size", [1, 7, 1000])
async def test_the_cut_of_the_bytes_does_not_matter(wire: Wire, server: Server, size: int) -> None:
    """Each piece is an HTTP chunk of its own, in the middle of a character or of a line end."""
    data = sse("größe 🎉", "日本").replace(b"\n", b"\r\n")
    server.answer(streamed(*(data[start : start + size] for start in range(0, len(data), size))))
    assert await text_of(await open_stream(wire.client())) == "größe 🎉日本"


@pytest.mark.parametrize("packing", ["whole", "in chunks", "flushed"])
async def test_a_compressed_stream(wire: Wire, server: Server, packing: str) -> None:
    data = sse("Hel", "lo")
    fields = ("content-type: text/event-stream", "content-encoding: gzip")
    if packing == "whole":
        packed = gzip.compress(data)
        server.always(head(200, *fields, f"content-length: {len(packed)}") + packed)
    elif packing == "in chunks":
        packed = gzip.compress(data)
        pieces = (packed[start : start + 11] for start in range(0, len(packed), 11))
        server.always(head(200, *fields, "transfer-encoding: chunked") + chunked(*pieces) + b"0\r\n\r\n")
    else:
        packer = zlib.compressobj(wbits=31)
        pieces = (packer.compress(part + b"\n\n") + packer.flush(zlib.Z_SYNC_FLUSH) for part in data.split(b"\n\n"))
        server.always(
            head(200, *fields, "transfer-encoding: chunked") + chunked(*pieces) + chunked(packer.flush()) + b"0\r\n\r\n"
        )
    client = wire.client()
    assert await text_of(await open_stream(client)) == "Hello"
    assert await text_of(await open_stream(client)) == "Hello"
    assert server.connections == 1


async def test_a_compressed_stream_comes_as_it_is_sent(wire: Wire, server: Server) -> None:
    hold = Hold()
    packer = zlib.compressobj(wbits=31)
    first = packer.compress(chunk("a")) + packer.flush(zlib.Z_SYNC_FLUSH)
    rest = packer.compress(chunk(finish="stop") + DONE) + packer.flush()
    start = head(200, "content-encoding: gzip", "transfer-encoding: chunked")
    server.answer([start, chunked(first), hold, chunked(rest), b"0\r\n\r\n"])
    stream = await open_stream(wire.client())
    assert (await following(stream)).choices[0].delta.content == "a"
    hold.release()
    assert await text_of(stream) == ""
    assert not hold.expired


@pytest.mark.parametrize("body", ["json", "lines", "no content type", "no done", "odd done", "no blank line"])
async def test_bodies_that_are_not_quite_events(wire: Wire, server: Server, body: str) -> None:
    """Servers that do not stream, that send one object a line, or that spell the end in their own way."""
    kind = "content-type: text/event-stream"
    plain = chunk("Hello") + chunk(finish="stop")
    bodies = {
        "json": reply(completion("Hello")),
        "lines": reply(plain.replace(b"data: ", b"").replace(b"\n\n", b"\n"), kind="application/x-ndjson"),
        "no content type": head(200, f"content-length: {len(plain + DONE)}") + plain + DONE,
        "no done": head(200, kind, f"content-length: {len(plain)}") + plain,
        "odd done": streamed(plain, b"data:[DONE]  \n\n"),
        "no blank line": streamed(plain, b"data: [DONE]"),
    }
    server.answer(bodies[body])
    stream = await open_stream(wire.client())
    assert await text_of(stream) == "Hello"
    final = await done(stream.get_final_completion())
    assert (final.choices[0].message.content, final.choices[0].finish_reason) == ("Hello", "stop")


async def test_signs_of_life_are_no_chunks(wire: Wire, server: Server) -> None:
    server.answer(streamed(b": OPENROUTER PROCESSING\n\n", b"event: ping\ndata: {}\n\n", b"data:\n\n", sse("a")))
    chunks = [piece async for piece in each(await open_stream(wire.client()))]
    assert "".join(piece.choices[0].delta.content or "" for piece in chunks if piece.choices) == "a"


@pytest.mark.parametrize("size", [1000, 100_000])
async def test_an_event_above_the_limit_is_an_error(wire: Wire, server: Server, size: int) -> None:
    """Whatever way it is cut; and the connection is not kept."""
    client = wire.client(max_event_bytes=10_000)
    large = chunk("b" * 20_000)
    pieces = (large[start : start + size] for start in range(0, len(large), size))
    server.answer([streamed(chunk("a"), *pieces, end=b""), CLOSE], streamed(sse("b" * 5000)))
    with pytest.raises(APIError, match=r"10000 bytes.*max_event_bytes") as caught:
        await text_of(await open_stream(client))
    assert caught.value.partial.choices[0].message.content == "a"
    await wire.until(lambda: server.open_connections == 0)
    assert len(await text_of(await open_stream(client))) == 5000


def endless() -> list[Any]:
    """An event that never ends: the socket does, after some megabytes."""
    return [head(200, "content-type: text/event-stream") + b"data: ", *([b"x" * 65536] * 100), CLOSE]


async def test_an_event_without_an_end_does_not_fill_the_memory(wire: Wire, server: Server) -> None:
    server.answer(endless())
    with pytest.raises(APIError, match="max_event_bytes"):
        await text_of(await open_stream(wire.client(max_event_bytes=100_000)))


async def test_raw_events_are_bounded_by_the_same_error(wire: Wire, server: Server) -> None:
    server.answer(endless())
    stream = await open_stream(wire.client(max_event_bytes=100_000))
    with pytest.raises(APIError, match="max_event_bytes"):
        async for _ in each(stream.events()):
            pass


async def test_a_completion_of_raw_events_is_not_made_up(wire: Wire, server: Server) -> None:
    """Who read the events untouched gets no empty completion in their place."""
    server.answer(streamed(sse("Hello")))
    stream = await open_stream(wire.client())
    async for _ in each(stream.events()):
        pass
    try:
        final = await done(stream.get_final_completion())
    except (IncompleteStreamError, RuntimeError):
        return
    assert final.choices[0].message.content == "Hello"


async def test_streams_side_by_side(wire: Wire, server: Server) -> None:
    """Two at once on one client, read in turn."""
    server.answer(streamed(sse("a", "b")), streamed(sse("c", "d")))
    client = wire.client()
    one, two = await open_stream(client), await open_stream(client)
    text = ""
    for _ in range(3):
        text += (await following(one)).choices[0].delta.content + (await following(two)).choices[0].delta.content
    assert text == "acbd"
    await done(one.close())
    await done(two.close())
    assert server.connections == 2


async def test_a_closed_stream_gives_no_more(wire: Wire, server: Server) -> None:
    """And its completion is not taken for whole."""
    server.answer([streamed(chunk("a"), end=b""), UNTIL_GONE])
    stream = await open_stream(wire.client())
    await following(stream)
    await done(stream.close())
    await done(stream.close())
    with pytest.raises(ClientStateError, match="next\\(stream\\)"):
        await text_of(stream)
    with pytest.raises(IncompleteStreamError, match="closed before its end") as caught:
        await done(stream.get_final_completion())
    assert caught.value.partial.choices[0].message.content == "a"
