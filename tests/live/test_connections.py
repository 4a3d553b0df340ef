"""Connections: they are used again, given back at an early exit, and nobody waits for a server that keeps one."""

from __future__ import annotations

import socket
import threading
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx
import pytest

from oaicompat import APITimeoutError, AsyncClient, BadRequestError, Client, Timeout

from .connections import Connections
from .servers import KEY, Server, asking, every_server, only, servers_with

pytestmark = pytest.mark.live

#: An answer of some hundred tokens, in as many chunks.
LONG = asking("long", max_tokens=600)
TWO = httpx.Limits(max_connections=2)
EXITS = 8


# -- one connection for many calls -------------------------------------------------------------------------------------


@every_server()
def test_whole_answers_share_a_connection(options: dict[str, Any], connections: Connections, server: Server) -> None:
    """Ten whole answers, one after another, open one connection."""
    with Client(**options) as client:
        for _ in range(10):
            client.chat.completions.create(**asking("hi"))

    assert connections.opened == 1


@servers_with("keep-alive")
def test_one_connection(options: dict[str, Any], connections: Connections, server: Server) -> None:
    """Streams, whole answers and a refusal, one after another, open one connection."""
    with Client(**options) as client:
        for _ in range(5):
            assert "".join(client.chat.completions.create(stream=True, **asking("hi")).text()) == server.hello
            client.chat.completions.create(**asking("hi"))
        with pytest.raises(BadRequestError):
            client.post("/chat/completions", body={"model": "tiny"})
        for _ in range(5):
            client.chat.completions.create(stream=True, **asking("hi")).get_final_completion()

    assert connections.opened == 1


@servers_with("keep-alive")
@pytest.mark.anyio
async def test_one_connection_async(
    options: dict[str, Any], connections: Connections, server: Server, anyio_backend: str
) -> None:
    """The same for the async client."""
    async with AsyncClient(**options) as client:
        for _ in range(5):
            stream = await client.chat.completions.create(stream=True, **asking("hi"))
            assert "".join([piece async for piece in stream.text()]) == server.hello
            await client.chat.completions.create(**asking("hi"))
        with pytest.raises(BadRequestError):
            await client.post("/chat/completions", body={"model": "tiny"})
        for _ in range(5):
            stream = await client.chat.completions.create(stream=True, **asking("hi"))
            await stream.get_final_completion()

    assert connections.opened == 1


@every_server()
def test_a_copy_shares_the_connection(options: dict[str, Any], connections: Connections, server: Server) -> None:
    """A copy with other options sends on the same connection, and closing it leaves the original open."""
    with Client(**options) as client:
        client.chat.completions.create(**asking("hi"))
        with client.with_options(timeout=30) as copy:
            copy.chat.completions.create(**asking("hi"))
        client.chat.completions.create(**asking("hi"))

    assert connections.opened == 1


# -- leaving early -----------------------------------------------------------------------------------------------------


@servers_with("long")
def test_early_exits(options: dict[str, Any], server: Server) -> None:
    """A loop that is left gives its connection back: a pool of two is never exhausted."""
    with httpx.Client(limits=TWO, timeout=60) as http, Client(**options, http_client=http) as client:
        for _ in range(EXITS):
            for chunk in client.chat.completions.create(stream=True, **LONG):
                if chunk.choices:
                    break
        reply = client.chat.completions.create(**asking("hi"))

    assert reply.choices[0].message.content == server.hello


@servers_with("long")
def test_closed_streams(options: dict[str, Any], server: Server) -> None:
    """So does a stream that is closed, by `with` or by hand, read or not."""
    with httpx.Client(limits=TWO, timeout=60) as http, Client(**options, http_client=http) as client:
        for _ in range(EXITS):
            with client.chat.completions.create(stream=True, **LONG) as stream:
                next(stream)
            client.chat.completions.create(stream=True, **LONG).close()
        reply = client.chat.completions.create(**asking("hi"))

    assert reply.choices[0].message.content == server.hello


@servers_with("long")
def test_an_exception_in_the_consumer(options: dict[str, Any], server: Server) -> None:
    """An exception inside the loop goes through unchanged, and the client works on."""
    with httpx.Client(limits=TWO, timeout=60) as http, Client(**options, http_client=http) as client:
        for _ in range(EXITS):
            with pytest.raises(ZeroDivisionError):
                for chunk in client.chat.completions.create(stream=True, **LONG):
                    _ = 1 / len(chunk.choices and ())
        reply = client.chat.completions.create(**asking("hi"))

    assert reply.choices[0].message.content == server.hello


@servers_with("long")
@pytest.mark.anyio
async def test_closed_streams_async(options: dict[str, Any], server: Server, anyio_backend: str) -> None:
    """Async streams that are closed early give their connections back."""
    async with (
        httpx.AsyncClient(limits=TWO, timeout=60) as http,
        AsyncClient(**options, http_client=http) as client,
    ):
        for _ in range(EXITS):
            async with await client.chat.completions.create(stream=True, **LONG) as stream:
                await anext(stream)
            await (await client.chat.completions.create(stream=True, **LONG)).close()
        reply = await client.chat.completions.create(**asking("hi"))

    assert reply.choices[0].message.content == server.hello


@servers_with("long")
@pytest.mark.anyio
async def test_cancelled_streams(options: dict[str, Any], server: Server, anyio_backend: str) -> None:
    """A task that is cancelled in the middle of a stream gives its connection back."""
    async with (
        httpx.AsyncClient(limits=TWO, timeout=60) as http,
        AsyncClient(**options, http_client=http) as client,
    ):
        for _ in range(EXITS):
            with anyio.CancelScope() as scope:
                async with await client.chat.completions.create(stream=True, **LONG) as stream:
                    async for _chunk in stream:
                        scope.cancel()
            assert scope.cancelled_caught
        reply = await client.chat.completions.create(**asking("hi"))

    assert reply.choices[0].message.content == server.hello


@servers_with("long")
@pytest.mark.anyio
async def test_a_cancelled_call(options: dict[str, Any], server: Server, anyio_backend: str) -> None:
    """A whole answer that nobody waits for any more leaves a client that works."""
    async with AsyncClient(**options) as client:
        with anyio.move_on_after(0.02) as scope:
            await client.chat.completions.create(**LONG)
        assert scope.cancelled_caught
        reply = await client.chat.completions.create(**asking("hi"))

    assert reply.choices[0].message.content == server.hello


# -- waiting -----------------------------------------------------------------------------------------------------------


@servers_with("long")
@pytest.mark.parametrize(
    "limit",
    [{"timeout": 0.02}, {"timeout": Timeout(60, read=0.02)}, {"deadline": 0.02}],
    ids=["timeout", "read timeout", "deadline"],
)
def test_a_timeout(options: dict[str, Any], server: Server, limit: dict[str, Any]) -> None:
    """A long answer and a client that does not wait for it; the client works on."""
    with Client(**options) as client:
        with pytest.raises(APITimeoutError):
            client.chat.completions.create(**LONG, **limit, max_retries=0)
        reply = client.chat.completions.create(**asking("hi"))

    assert reply.choices[0].message.content == server.hello


@servers_with("long")
@pytest.mark.anyio
async def test_a_timeout_async(options: dict[str, Any], server: Server, anyio_backend: str) -> None:
    """The same for the async client."""
    async with AsyncClient(**options) as client:
        for limit in ({"timeout": 0.02}, {"deadline": 0.02}):
            with pytest.raises(APITimeoutError):
                await client.chat.completions.create(**LONG, **limit, max_retries=0)
        reply = await client.chat.completions.create(**asking("hi"))

    assert reply.choices[0].message.content == server.hello


@servers_with("long")
def test_a_long_stream_within_its_read_timeout(options: dict[str, Any], server: Server) -> None:
    """The read timeout is for each piece: a stream may take longer than that."""
    with Client(**options, timeout=Timeout(60, read=30)) as client:
        final = client.chat.completions.create(stream=True, **LONG).get_final_completion()

    assert final.choices[0].finish == "length"
    assert len((final.choices[0].message.content or "").split()) == 600


class _SameRequest:
    """The same streamed request over a bare socket, read up to `[DONE]`."""

    def __init__(self, base_url: str) -> None:
        url = urlsplit(base_url)
        body = b'{"model": "tiny", "stream": true, "messages": [{"role": "user", "content": "hi"}]}'
        self._socket = socket.create_connection((url.hostname or "", url.port or 80), timeout=10)
        self._socket.sendall(
            f"POST {url.path}/chat/completions HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: Bearer {KEY}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        came = b""
        while not came.endswith(b"[DONE]\n\n\r\n0\r\n\r\n"):
            came += self._socket.recv(65536)

    def is_held_open(self) -> bool:
        """Whether the server has not closed the connection."""
        self._socket.settimeout(0)
        try:
            return self._socket.recv(1) != b""
        except BlockingIOError:
            return True

    def close(self) -> None:
        self._socket.close()


@only("aimock")
def test_a_socket_that_is_held_open(options: dict[str, Any], server: Server) -> None:
    """Nobody waits for a server that keeps the socket open after `[DONE]`.

    A bare socket asks first; when the client has read ten streams to their ends, the server still holds that one.
    """
    held = _SameRequest(server.base_url or "")
    try:
        with Client(**options) as client:
            for _ in range(10):
                client.chat.completions.create(stream=True, **asking("hi")).get_final_completion()
        assert held.is_held_open()
    finally:
        held.close()


@only("aimock")
@pytest.mark.anyio
async def test_a_socket_that_is_held_open_async(options: dict[str, Any], server: Server, anyio_backend: str) -> None:
    """The same for the async client."""
    held = _SameRequest(server.base_url or "")
    try:
        async with AsyncClient(**options) as client:
            for _ in range(10):
                stream = await client.chat.completions.create(stream=True, **asking("hi"))
                await stream.get_final_completion()
        assert held.is_held_open()
    finally:
        held.close()


# -- many at once ------------------------------------------------------------------------------------------------------


@every_server()
def test_threads(options: dict[str, Any], server: Server) -> None:
    """A client is shared by threads, some streaming and some not, and each gets its own answer."""
    answers: list[str | None] = []

    def ask(number: int) -> None:
        if number % 2:
            answers.append("".join(client.chat.completions.create(stream=True, **asking("hi")).text()))
        else:
            answers.append(client.chat.completions.create(**asking("hi")).choices[0].message.content)

    with Client(**options) as client:
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert answers == [server.hello] * 8


@every_server()
@pytest.mark.anyio
async def test_side_by_side(options: dict[str, Any], server: Server, anyio_backend: str) -> None:
    """Streams side by side in one event loop do not mix."""
    answers: list[str | None] = []

    async def ask() -> None:
        stream = await client.chat.completions.create(stream=True, **asking("hi"))
        answers.append("".join([piece async for piece in stream.text()]))

    async with AsyncClient(**options) as client, anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(ask)

    assert answers == [server.hello] * 8


@every_server()
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_one_event_loop_after_another(options: dict[str, Any], server: Server, backend: str) -> None:
    """One async client serves several event loops, one after the other."""
    client = AsyncClient(**options)

    async def ask(last: bool) -> str | None:
        reply = await client.chat.completions.create(**asking("hi"))
        stream = await client.chat.completions.create(stream=True, **asking("hi"))
        assert "".join([piece async for piece in stream.text()]) == server.hello
        if last:
            await client.close()
        return reply.choices[0].message.content

    assert [anyio.run(ask, last, backend=backend) for last in (False, False, True)] == [server.hello] * 3
