"""How streams end: whole, cut, with an error, left by their reader; and what becomes of the connection."""

from __future__ import annotations

import asyncio
import threading
import zlib
from typing import Any

import anyio
import httpx
import pytest

import oaicompat
from oaicompat import (
    APIConnectionError,
    APIError,
    ClientStateError,
    IncompleteStreamError,
    RateLimitError,
    Timeout,
)

from .bodies import DONE, LAST_CHUNK, MESSAGES, chunk, chunked, completion, event, head, reply, sse, streamed
from .colours import Wire, done, each, entered, following
from .scripted import CLOSE, RESET, UNTIL_GONE, Hold, Server

EVENTS = "content-type: text/event-stream"


async def open_stream(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(model="m", messages=MESSAGES, stream=True, **options))


async def consume(stream: Any) -> str:
    return "".join([chunk.choices[0].delta.content or "" async for chunk in each(stream) if chunk.choices])


# -- the connection afterwards -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("framing", ["chunked", "length", "late end"])
async def test_ten_streams_use_one_connection(wire: Wire, server: Server, framing: str) -> None:
    """One after another, each read to its end; also when HTTP's end mark comes after the [DONE]."""
    body = sse("a", "b")
    replies: dict[str, Any] = {
        "chunked": streamed(body),
        "length": head(200, EVENTS, f"content-length: {len(body)}") + body,
        "late end": [streamed(body, end=b""), chunked(b": bye\n\n"), LAST_CHUNK],
    }
    server.always(replies[framing])
    client = wire.client()
    for _ in range(10):
        assert await consume(await open_stream(client)) == "ab"
    assert server.connections == 1


@pytest.mark.parametrize("reading", ["final", "text", "events", "helper"])
async def test_every_way_to_read_to_the_end_keeps_the_connection(wire: Wire, server: Server, reading: str) -> None:
    server.always(streamed(sse("a", "b")))
    client = wire.client()
    for _ in range(3):
        if reading == "helper":
            async with entered(client.chat.completions.stream(model="m", messages=MESSAGES)) as stream:
                await done(stream.get_final_completion())
        elif reading == "final":
            await done((await open_stream(client)).get_final_completion())
        else:
            async for _piece in each(getattr(await open_stream(client), reading)()):
                pass
    assert server.connections == 1


@pytest.mark.parametrize("reading", ["loop", "next", "final", "text", "events"])
@pytest.mark.parametrize("framing", ["chunked", "length", "close"])
async def test_a_socket_held_open_after_done_delays_nobody(
    wire: Wire, server: Server, reading: str, framing: str
) -> None:
    """The reader is done while the server still holds the socket."""
    hold = Hold()
    body = sse("a")
    heads = {"chunked": "transfer-encoding: chunked", "length": "content-length: 9999", "close": "connection: close"}
    start = head(200, EVENTS, heads[framing]) + (chunked(body) if framing == "chunked" else body)
    server.answer([start, hold, CLOSE], reply(completion()))
    client = wire.client()
    stream = await open_stream(client)
    if reading == "final":
        await done(stream.get_final_completion())
    elif reading == "next":
        with pytest.raises(StopAsyncIteration):
            while True:
                await following(stream)
    else:
        async for _ in each(stream if reading == "loop" else getattr(stream, reading)()):
            pass
    assert not hold.expired
    await done(client.chat.completions.create(model="m", messages=MESSAGES))
    assert not hold.expired
    hold.release()


class _Slow(httpx.SyncByteStream):
    """A body that is slow to come back from its close, by which its connection is free for others."""

    def __init__(self, inner: Any, hold: Hold) -> None:
        self._inner, self._hold = inner, hold

    def __iter__(self) -> Any:
        return iter(self._inner)

    def close(self) -> None:
        self._inner.close()
        self._hold.wait()


class _SlowTransport(httpx.HTTPTransport):
    """The first reply is a `_Slow` one."""

    hold: Hold | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        hold, self.hold = self.hold, None
        if hold is not None:
            response.stream = _Slow(response.stream, hold)
        return response


def test_a_connection_that_goes_back_to_the_pool_has_its_own_timeouts_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread takes it at once, and its server needs longer than a stream's rest may take."""
    monkeypatch.setattr("oaicompat._http.DRAIN", 0.05)
    transport, slow_close, slow_reply = _SlowTransport(), Hold(), Hold()
    transport.hold = slow_close
    server.answer(streamed(sse("a")), [slow_reply, reply(completion())])
    with httpx.Client(transport=transport) as http:
        client = oaicompat.Client(base_url=server.url, http_client=http, max_retries=0, timeout=5)
        stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        reader = threading.Thread(target=lambda: [*stream])
        reader.start()
        assert slow_close.reached.wait(5)
        threading.Timer(0.2, slow_reply.release).start()
        try:
            client.chat.completions.create(model="m", messages=MESSAGES)
        finally:
            slow_close.release()
            reader.join(5)
    assert server.connections == 1


async def test_a_server_that_talks_on_after_done_delays_nobody(wire: Wire, server: Server) -> None:
    from .scripted import Drip

    drip = Drip(chunked(b": ping\n\n"))
    server.answer([streamed(sse("a"), end=b""), drip])
    assert await consume(await open_stream(wire.client())) == "a"
    await wire.until(lambda: server.open_connections == 0)
    assert not drip.expired


def pool_of_two(wire: Wire, monkeypatch: pytest.MonkeyPatch, *, injected: bool) -> Any:
    limits = httpx.Limits(max_connections=2)
    if not injected:
        monkeypatch.setattr("oaicompat._http._LIMITS", limits)
        return wire.client(timeout=Timeout(5, pool=2))
    kind = httpx.Client if wire.is_sync else httpx.AsyncClient
    return wire.client(http_client=kind(limits=limits, timeout=httpx.Timeout(5, pool=2)))


@pytest.mark.parametrize("injected", [False, True])
@pytest.mark.parametrize("way", ["break", "with", "raise", "close", "helper", "text"])
@pytest.mark.filterwarnings(
    # trio finishes generators that are left early, as asyncio does, but frowns on it: a `break` out of `async for`
    # leaves one, and no library can see it.
    "ignore:Async generator 'oaicompat[^']*' was garbage collected before it had been exhausted:ResourceWarning"
)
async def test_a_hundred_early_exits_with_a_pool_of_two(
    wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch, way: str, injected: bool
) -> None:
    """Leaving the loop, an exception in it, `with`, `close()`: each gives the connection back."""
    server.always([streamed(chunk("a"), chunk("b"), end=b""), UNTIL_GONE])
    client = pool_of_two(wire, monkeypatch, injected=injected)
    for _ in range(100):
        if way == "helper":
            async with entered(client.chat.completions.stream(model="m", messages=MESSAGES)) as helper:
                async for _event in each(helper):
                    break
            continue
        stream = await open_stream(client)
        if way == "break":
            async for _chunk in each(stream):
                break
        elif way == "text":
            async for _text in each(stream.text()):
                break
        elif way == "raise":
            with pytest.raises(ZeroDivisionError):
                async for _chunk in each(stream):
                    1 / 0  # noqa: B018
        elif way == "with":
            async with entered(stream):
                async for _chunk in each(stream):
                    break
        else:
            await following(stream)
            await done(stream.close())
    await wire.until(lambda: server.open_connections == 0)
    assert len(server.requests) == 100
    if injected:
        await done(client._given["http_client"].close() if wire.is_sync else client._given["http_client"].aclose())


async def test_an_exception_inside_with_closes_the_stream(wire: Wire, server: Server) -> None:
    server.answer([streamed(chunk("a"), end=b""), UNTIL_GONE])
    stream = await open_stream(wire.client())
    with pytest.raises(ZeroDivisionError):
        async with entered(stream):
            await following(stream)
            1 / 0  # noqa: B018
    await wire.until(lambda: server.open_connections == 0)


@pytest.mark.parametrize("moment", ["first reply", "next", "loop"])
async def test_cancellation_gives_the_connection_back(
    wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """With a pool of one, the next call needs the connection that the cancelled one had."""
    if wire.is_sync:
        return
    monkeypatch.setattr("oaicompat._http._LIMITS", httpx.Limits(max_connections=1))
    client = wire.client(timeout=Timeout(5, pool=2))
    start = [] if moment == "first reply" else [streamed(chunk("a"), end=b"")]
    server.answer(*([[*start, UNTIL_GONE]] * 3))

    async def read(scope: anyio.CancelScope) -> None:
        stream = await open_stream(client)
        if moment == "next":
            await following(stream)
            scope.cancel()
            await following(stream)
        async for _ in stream:
            scope.cancel()

    for number in range(1, 4):
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(read, scope)
                if moment == "first reply":
                    await wire.until(lambda number=number: len(server.requests) == number)
                    scope.cancel()
        assert scope.cancelled_caught
    await wire.until(lambda: server.open_connections == 0)
    server.answer(reply(completion()))
    await client.chat.completions.create(model="m", messages=MESSAGES)


def test_a_cancelled_asyncio_task_gives_the_connection_back(server: Server) -> None:
    """asyncio's own way: `task.cancel()`, in a stream and in a whole call."""

    async def main() -> None:
        async with oaicompat.AsyncClient(base_url=server.url, max_retries=0) as client:
            reached = asyncio.Event()

            async def read() -> None:
                async for _ in await open_stream(client):
                    reached.set()

            server.answer([streamed(chunk("a"), end=b""), UNTIL_GONE], [UNTIL_GONE], reply(completion()))
            task = asyncio.create_task(read())
            await reached.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.chat.completions.create(model="m", messages=MESSAGES), 0.1)
            await asyncio.to_thread(server.until, lambda: server.open_connections == 0)
            assert (await client.chat.completions.create(model="m", messages=MESSAGES)).id

    asyncio.run(main())


async def test_a_cancel_scope_around_a_stream_does_no_harm_later(wire: Wire, server: Server) -> None:
    """No cancel scope of ours is left open over a yield: what the reader does next is not cancelled."""
    if wire.is_sync:
        return
    hold = Hold()
    server.answer([streamed(sse("a"), end=b""), hold, CLOSE])
    async for _ in await open_stream(wire.client()):
        with anyio.CancelScope():
            await anyio.lowlevel.checkpoint()
    await anyio.sleep(0)
    assert anyio.current_effective_deadline() < float("inf")  # the runner's own limit, and nothing nearer
    hold.release()


async def test_closing_the_client_ends_its_streams(wire: Wire, server: Server) -> None:
    """The connection goes, and the reader gets an error of ours or the end, not silence."""
    server.answer([streamed(chunk("a"), end=b""), UNTIL_GONE])
    client = wire.client()
    stream = await open_stream(client)
    await following(stream)
    await done(client.close())
    await wire.until(lambda: server.open_connections == 0)
    with pytest.raises((APIError, ClientStateError)):
        async for _ in each(stream):
            pass
    await done(stream.close())


def test_a_stream_can_be_closed_by_another_thread(server: Server) -> None:
    """Whoever reads it stops; nothing is raised there that is not ours."""
    server.answer([streamed(chunk("a"), end=b""), UNTIL_GONE])
    outcomes: list[Any] = []
    started = threading.Event()
    with oaicompat.Client(base_url=server.url, timeout=Timeout(5, read=0.3)) as client:
        stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)

        def read() -> None:
            try:
                for _ in stream:
                    started.set()
                outcomes.append("end")
            except Exception as error:
                outcomes.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        started.wait(5)
        stream.close()
        reader.join(10)
    assert len(outcomes) == 1
    assert outcomes[0] == "end" or isinstance(outcomes[0], APIError)


def test_a_stream_that_is_forgotten_gives_its_connection_back(server: Server) -> None:
    """Opened, never read, and dropped: the next request closes it, or the client when it is closed."""
    server.always([streamed(chunk("a"), end=b""), UNTIL_GONE])
    with oaicompat.Client(base_url=server.url) as client:
        for _ in range(3):
            client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        server.until(lambda: server.open_connections == 1)
    server.until(lambda: server.open_connections == 0)


async def test_streams_that_are_forgotten_do_not_fill_the_pool(wire: Wire, server: Server) -> None:
    """Each is opened, never read, and dropped; the pool has two connections."""
    server.always([streamed(chunk("a"), end=b""), UNTIL_GONE])
    limits = httpx.Limits(max_connections=2)
    http = httpx.Client(limits=limits) if wire.is_sync else None
    client = wire.client(http_client=http) if http else wire.client()
    for _ in range(5):
        await open_stream(client)
    await wire.until(lambda: server.open_connections <= 2)
    if http:
        http.close()


# -- cut ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [CLOSE, RESET])
@pytest.mark.parametrize("framing", ["length", "chunked", "in a chunk", "close"])
async def test_a_cut_stream_is_an_error(wire: Wire, server: Server, framing: str, end: Any) -> None:
    """What came is yielded first, and the error carries it."""
    body = chunk("par") + chunk("tial")
    hold = Hold()
    starts = {
        "length": head(200, EVENTS, "content-length: 9999") + body,
        "chunked": streamed(body, end=b""),
        "in a chunk": streamed(body, end=b"20\r\ndata: {"),
        "close": head(200, EVENTS, "connection: close") + body,
    }
    server.answer([starts[framing], hold, end])
    stream = await open_stream(wire.client(max_retries=3))
    seen = [(await following(stream)).choices[0].delta.content, (await following(stream)).choices[0].delta.content]
    hold.release()
    with pytest.raises(APIConnectionError) as caught:
        await following(stream)
    assert seen == ["par", "tial"]
    assert caught.value.partial.choices[0].message.content == "partial"
    assert caught.value.partial.choices[0].finish_reason is None
    assert len(server.requests) == 1
    if end is CLOSE and framing == "close":
        assert type(caught.value) is IncompleteStreamError
    await wire.until(lambda: server.open_connections == 0)


@pytest.mark.parametrize("reading", ["loop", "text", "final", "helper", "events"])
async def test_every_way_to_read_a_cut_stream_is_an_error(wire: Wire, server: Server, reading: str) -> None:
    server.answer([streamed(chunk("par"), chunk("tial"), end=b""), CLOSE])
    client = wire.client()
    seen: list[Any] = []
    with pytest.raises(APIConnectionError) as caught:
        if reading == "helper":
            async with entered(client.chat.completions.stream(model="m", messages=MESSAGES)) as helper:
                async for found in each(helper):
                    seen += [found]
        else:
            stream = await open_stream(client)
            if reading == "final":
                await done(stream.get_final_completion())
            else:
                async for found in each(stream if reading == "loop" else getattr(stream, reading)()):
                    seen += [found]
    if reading != "events":
        assert caught.value.partial.choices[0].message.content == "partial"
    assert len(seen) >= 2 or reading == "final"


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
async def test_a_body_that_ends_before_the_answer_does_is_an_error(wire: Wire, server: Server, framing: str) -> None:
    """HTTP says that it is whole; the answer is not."""
    body = chunk("par") + chunk("tial")
    replies: dict[str, Any] = {
        "length": head(200, EVENTS, f"content-length: {len(body)}") + body,
        "chunked": streamed(body),
        "close": [head(200, EVENTS) + body, CLOSE],
    }
    server.answer(replies[framing])
    with pytest.raises(IncompleteStreamError, match=r"neither \[DONE\] nor a finish reason") as caught:
        await consume(await open_stream(wire.client()))
    error = caught.value
    assert isinstance(error, APIConnectionError)
    assert error.partial.choices[0].message.content == "partial"
    assert error.response is not None
    assert error.attempts == 1


async def test_a_stream_of_nothing_is_an_error(wire: Wire, server: Server) -> None:
    server.answer(streamed(), streamed(b": ping\n\n"))
    client = wire.client()
    for _ in range(2):
        with pytest.raises(APIError) as caught:
            await consume(await open_stream(client))
        assert caught.value.partial is None


@pytest.mark.parametrize("framing", ["length", "chunked"])
async def test_a_body_cut_after_a_finish_reason_is_an_error(wire: Wire, server: Server, framing: str) -> None:
    """HTTP promised more: usage may be missing, and the server has crashed."""
    body = chunk("a") + chunk(finish="stop")
    start = head(200, EVENTS, "content-length: 9999") + body if framing == "length" else streamed(body, end=b"")
    server.answer([start, CLOSE])
    with pytest.raises(APIConnectionError) as caught:
        await consume(await open_stream(wire.client()))
    assert caught.value.partial.choices[0].finish_reason == "stop"


async def test_a_done_without_a_finish_reason_is_an_end(wire: Wire, server: Server) -> None:
    server.answer(streamed(chunk("a"), DONE))
    assert await consume(await open_stream(wire.client())) == "a"


@pytest.mark.parametrize("packed", [False, True])
async def test_a_body_that_ends_in_the_middle_of_an_event_is_incomplete(
    wire: Wire, server: Server, packed: bool
) -> None:
    """Where HTTP cannot tell: the socket's close is the end of the body, or the compressed data is cut."""
    body = chunk("par") + chunk("tial") + chunk("lost")[:-20]
    packer = zlib.compressobj(wbits=31)
    data = packer.compress(body) + packer.flush(zlib.Z_SYNC_FLUSH) if packed else body
    server.answer([head(200, EVENTS, *(["content-encoding: gzip"] if packed else [])) + data, CLOSE])
    with pytest.raises(APIError) as caught:
        await consume(await open_stream(wire.client()))
    assert caught.value.partial.choices[0].message.content == "partial"
    assert type(caught.value) is IncompleteStreamError


async def test_compression_that_is_none_is_an_error(wire: Wire, server: Server) -> None:
    server.always(reply(sse("a"), 200, "content-encoding: gzip", kind="text/event-stream"))
    client = wire.client()
    with pytest.raises(APIConnectionError, match="compression"):
        await consume(await open_stream(client))
    with pytest.raises(APIConnectionError, match="compression"):
        await done(client.chat.completions.create(model="m", messages=MESSAGES))


# -- an error inside ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        event({"error": {"message": "slow down", "code": 429}}),
        event({"error": {"message": "slow down", "type": "rate_limit", "status_code": 429}}),
        event({"object": "error", "message": "slow down", "code": 429}),
        event({"code": 429, "message": "slow down"}),
        b'event: error\ndata: {"message": "slow down", "code": "429"}\n\n',
        b'error: {"code": 429, "message": "slow down"}\n\n',
        event({"id": "x", "choices": [], "error": {"message": "slow down", "code": 429}}),
    ],
)
async def test_an_error_told_in_a_stream_has_its_class(wire: Wire, server: Server, told: bytes) -> None:
    """With the server's words and what came before it; the connection is not used again."""
    server.answer([streamed(chunk("par"), chunk("tial"), told, end=b""), UNTIL_GONE])
    stream = await open_stream(wire.client(max_retries=3))
    seen = []
    with pytest.raises(RateLimitError, match="slow down") as caught:
        async for piece in each(stream):
            seen += [piece]
    assert [piece.choices[0].delta.content for piece in seen] == ["par", "tial"]
    assert caught.value.status_code == 429
    assert caught.value.partial.choices[0].message.content == "partial"
    assert len(server.requests) == 1
    await wire.until(lambda: server.open_connections == 0)


@pytest.mark.parametrize(
    "told",
    [
        event({"error": "it broke"}),
        event({"detail": "it broke"}),
        b"event: error\ndata: it broke\n\n",
        b'data: {"error": {"message": "it broke"}}',
        b'{"error": {"message": "it broke"}}',
    ],
)
async def test_an_error_without_a_number_is_an_error_all_the_same(wire: Wire, server: Server, told: bytes) -> None:
    server.answer(streamed(told), streamed(chunk("a"), told) if not told.startswith(b"{") else streamed(told))
    client = wire.client()
    for _ in range(2):
        with pytest.raises(APIError, match="it broke"):
            await consume(await open_stream(client))


async def test_an_event_that_is_not_json_is_an_error_with_the_answer_so_far(wire: Wire, server: Server) -> None:
    server.answer(streamed(chunk("a"), b"data: {oops\n\n"))
    with pytest.raises(APIError, match="not JSON") as caught:
        await consume(await open_stream(wire.client()))
    assert caught.value.partial.choices[0].message.content == "a"
