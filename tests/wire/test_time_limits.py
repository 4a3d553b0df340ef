"""Timeouts of a step and deadlines of a call. A scripted server stalls; nothing here measures time."""

from __future__ import annotations

import json
import socket
import sys
from typing import Any

import httpx
import pytest

from oaicompat import APIError, APITimeoutError, RateLimitError, Timeout

from .bodies import MESSAGES, chunk, chunked, completion, head, reply, streamed
from .colours import Wire, done, each
from .scripted import UNTIL_GONE, Drip, Hold, Server


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(model="m", messages=MESSAGES, **options))


async def too_late(client: Any, **options: Any) -> APITimeoutError:
    with pytest.raises(APITimeoutError) as caught:
        await ask(client, **options)
    return caught.value


@pytest.mark.parametrize("given", [Timeout(5, read=0.05), httpx.Timeout(5, read=0.05), 0.05])
@pytest.mark.parametrize("stream", [False, True])
async def test_a_silent_server_runs_into_the_read_timeout(wire: Wire, server: Server, given: Any, stream: bool) -> None:
    """The client hangs up, and the error says what it waited for."""
    server.answer([UNTIL_GONE], [UNTIL_GONE])
    by_client = await too_late(wire.client(timeout=given), stream=stream)
    assert "no data from the server for 0.05 s" in str(by_client)
    assert by_client.__cause__ is not None
    await too_late(wire.client(), stream=stream, timeout=given)
    await wire.until(lambda: server.open_connections == 0)


async def test_silence_in_the_middle_of_a_reply_is_a_timeout(wire: Wire, server: Server) -> None:
    server.answer([head(200, "content-length: 100") + b'{"id"', UNTIL_GONE])
    await too_late(wire.client(timeout=Timeout(5, read=0.3)))


async def test_silence_in_the_middle_of_a_stream_is_a_timeout(wire: Wire, server: Server) -> None:
    """With what came so far, and never tried again."""
    server.answer([streamed(chunk("par"), chunk("tial"), end=b""), UNTIL_GONE])
    stream = await ask(wire.client(max_retries=3), stream=True, timeout=Timeout(5, read=0.05))
    seen = []
    with pytest.raises(APITimeoutError) as caught:
        async for piece in each(stream):
            seen += [piece.choices[0].delta.content]
    assert seen == ["par", "tial"]
    assert caught.value.partial.choices[0].message.content == "partial"
    assert len(server.requests) == 1
    await wire.until(lambda: server.open_connections == 0)


async def test_a_timeout_is_tried_again(wire: Wire, server: Server, waits: list[float]) -> None:
    server.answer([UNTIL_GONE], reply(completion()))
    client = wire.client(timeout=Timeout(5, read=0.5), max_retries=1)
    assert (await ask(client)).choices[0].message.content == "Hello"


async def test_a_call_may_have_no_limit(wire: Wire, server: Server) -> None:
    """None takes the client's limits away for one call."""
    hold = Hold()
    server.answer([hold, reply(completion())])
    client = wire.client(timeout=Timeout(0.05))
    if wire.is_sync:
        import threading

        timer = threading.Timer(0.15, hold.release)
        timer.start()
        assert (await ask(client, timeout=None)).id
        timer.join()
        return
    import anyio

    async def release_later() -> None:
        await anyio.sleep(0.15)
        hold.release()

    async with anyio.create_task_group() as group:
        group.start_soon(release_later)
        assert (await ask(client, timeout=None)).id


@pytest.mark.skipif(sys.platform != "linux", reason="a full backlog drops connections in silence on Linux alone")
async def test_a_connection_that_is_not_accepted_runs_into_the_connect_timeout(wire: Wire) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        fillers = []
        for _ in range(3):
            filler = socket.socket()
            filler.settimeout(0)
            filler.connect_ex(("127.0.0.1", port))
            fillers.append(filler)
        client = wire.client(base_url=f"http://127.0.0.1:{port}/v1", timeout=Timeout(5, connect=0.05))
        try:
            assert "no connection within 0.05 s" in str(await too_late(client))
        finally:
            for filler in fillers:
                filler.close()


async def test_a_full_pool_runs_into_the_pool_timeout(
    wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oaicompat._http._LIMITS", httpx.Limits(max_connections=1))
    server.answer([streamed(chunk("a"), end=b""), UNTIL_GONE])
    client = wire.client(timeout=Timeout(5, pool=0.05))
    stream = await ask(client, stream=True)
    assert "no free connection within 0.05 s" in str(await too_late(client))
    await done(stream.close())


async def test_a_deadline_bounds_a_silent_server(wire: Wire, server: Server) -> None:
    server.always([UNTIL_GONE])
    assert (await too_late(wire.client(deadline=0.1, max_retries=9))).attempts == 1
    assert (await too_late(wire.client(max_retries=9), deadline=0.1)).attempts == 1
    await too_late(wire.client(max_retries=9), deadline=0.1, stream=True)
    assert len(server.requests) == 3


async def test_a_deadline_bounds_a_reply_that_drips(wire: Wire, server: Server) -> None:
    """Each piece comes in time, the whole never."""
    drip = Drip(chunked(b" "))
    server.answer([head(200, "transfer-encoding: chunked"), drip])
    await too_late(wire.client(deadline=0.15))
    await wire.until(lambda: server.open_connections == 0)
    assert not drip.expired


async def test_a_deadline_bounds_an_error_that_drips(wire: Wire, server: Server) -> None:
    drip = Drip(chunked(b" "), longest=1.0)
    server.answer([head(400, "transfer-encoding: chunked"), drip])
    with pytest.raises(APIError):
        await ask(wire.client(deadline=0.15), stream=True)
    assert not drip.expired


@pytest.mark.parametrize("piece", [b": ping\n\n", chunk("a")])
async def test_a_deadline_bounds_a_stream_that_drips(wire: Wire, server: Server, piece: bytes) -> None:
    drip = Drip(chunked(piece))
    server.answer([streamed(chunk("first"), end=b""), drip])
    stream = await ask(wire.client(deadline=0.6, max_retries=3), stream=True)
    with pytest.raises(APITimeoutError, match=r"deadline of 0\.6 s") as caught:
        async for _ in each(stream):
            pass
    assert caught.value.partial.choices[0].message.content.startswith("first")
    await wire.until(lambda: server.open_connections == 0)
    assert not drip.expired


async def test_a_deadline_bounds_silence_in_a_stream(wire: Wire, server: Server) -> None:
    """The read timeout is never above what remains."""
    server.answer([streamed(chunk("first"), end=b""), UNTIL_GONE])
    stream = await ask(wire.client(timeout=600, deadline=0.15), stream=True)
    with pytest.raises(APITimeoutError) as caught:
        async for _ in each(stream):
            pass
    assert caught.value.partial.choices[0].message.content == "first"


@pytest.mark.parametrize("reading", ["events", "text", "final"])
async def test_a_deadline_bounds_every_way_to_read_a_stream(wire: Wire, server: Server, reading: str) -> None:
    drip = Drip(chunked(chunk("a")))
    server.answer([streamed(chunk("first"), end=b""), drip])
    stream = await ask(wire.client(deadline=0.15), stream=True)
    with pytest.raises(APITimeoutError):
        if reading == "final":
            await done(stream.get_final_completion())
        else:
            async for _ in each(getattr(stream, reading)()):
                pass
    assert not drip.expired


async def test_a_wait_that_ends_after_the_deadline_is_not_begun(wire: Wire, server: Server, waits: list[float]) -> None:
    """The server's error comes at once, and not a timeout after a useless wait."""
    server.answer(reply({"error": "slow down"}, 429, "retry-after: 60"))
    with pytest.raises(RateLimitError):
        await ask(wire.client(deadline=5, max_retries=3))
    assert waits == []
    assert len(server.requests) == 1


async def test_a_deadline_that_has_passed_sends_nothing(wire: Wire, server: Server) -> None:
    await too_late(wire.client(deadline=1e-9))
    assert server.requests == []


async def test_a_deadline_is_looked_at_before_each_attempt(
    wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sleep between two attempts took longer than it should."""
    from oaicompat import _client

    real = _client.time.monotonic
    late = [0.0]

    class Clock:
        @staticmethod
        def monotonic() -> float:
            return real() + late[0]

    def oversleep(seconds: float) -> None:
        late[0] = 100.0

    async def async_oversleep(seconds: float) -> None:
        oversleep(seconds)

    monkeypatch.setattr(_client, "time", Clock)
    monkeypatch.setattr("oaicompat._http.HTTP.sleep", staticmethod(oversleep))
    monkeypatch.setattr("oaicompat._http.AsyncHTTP.sleep", staticmethod(async_oversleep))
    server.answer(reply({"error": "busy"}, 503))
    error = await too_late(wire.client(deadline=50, max_retries=3))
    assert "the deadline of 50 s has passed" in str(error)
    assert error.attempts == len(server.requests) == 1


async def test_a_deadline_in_time_changes_nothing(wire: Wire, server: Server) -> None:
    data = json.dumps(completion()).encode()
    in_chunks = head(200, "transfer-encoding: chunked") + chunked(data[:9], data[9:]) + b"0\r\n\r\n"
    server.answer(reply(completion()), in_chunks, reply(completion()))
    client = wire.client(deadline=30)
    for _ in range(3):
        assert (await ask(client)).choices[0].message.content == "Hello"
    assert server.connections == 1
