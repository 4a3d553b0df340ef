"""A client's life: copies, the end, pickles, forks, threads and event loops."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import anyio
import pytest
import trio

from oaicompat import AsyncClient, Client, ClientStateError, Timeout

from .bodies import MESSAGES, chunk, completion, reply, sse, streamed
from .colours import Wire, done, each, entered
from .scripted import UNTIL_GONE, Hold, Server

KEY = "sk-given-0123456789"


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(model="m", messages=MESSAGES, **options))


# -- copies ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["with_options", "copy"])
async def test_a_copy_shares_the_connections(wire: Wire, server: Server, name: str) -> None:
    server.always(reply(completion()))
    client = wire.client(api_key=KEY, default_headers={"x-a": "1", "x-b": "1"}, default_query={"q": "1"})
    made = getattr(client, name)(default_headers={"X-B": "2"}, max_retries=7, default_body={"top_k": 3})
    await ask(client)
    await ask(made)
    assert server.connections == 1
    assert (client.max_retries, made.max_retries) == (0, 7)
    request = server.requests[1]
    assert (request.header("x-a"), request.header("x-b")) == ("1", "2")
    assert request.header("authorization") == f"Bearer {KEY}"
    assert request.target.endswith("?q=1")
    assert b'"top_k":3' in request.body
    assert b"top_k" not in server.requests[0].body


async def test_a_copy_may_replace_the_defaults(wire: Wire, server: Server) -> None:
    server.always(reply(completion()))
    client = wire.client(default_headers={"x-a": "1"}, default_query={"q": "1"})
    await ask(client.with_options(set_default_headers={"x-b": "2"}, set_default_query={"r": "2"}))
    (request,) = server.requests
    assert (request.header("x-a"), request.header("x-b")) == (None, "2")
    assert request.target.endswith("?r=2")


async def test_a_copy_may_ask_another_server_with_another_key(wire: Wire, server: Server, servers: Any) -> None:
    other = servers()
    other.always(reply(completion()))
    client = wire.client(api_key=KEY)
    await ask(client.copy(base_url=other.url, api_key="sk-other-0123456789"))
    assert server.connections == 0
    assert other.requests[0].header("authorization") == "Bearer sk-other-0123456789"


async def test_a_copy_may_have_another_dialect(wire: Wire, server: Server) -> None:
    """In place of the provider that the original was told, and the other way round; both at once are a mistake."""
    server.always(reply(completion()))
    client = wire.client(provider="vllm")
    made = client.copy(dialect=replace(client.dialect, token_limit="max_completion_tokens"))
    await done(made.chat.completions.create(model="m", messages=MESSAGES, max_tokens=5))
    assert b'"max_completion_tokens":5' in server.requests[0].body
    assert made.copy(provider="vllm").dialect == client.dialect
    with pytest.raises(TypeError, match="give provider= or dialect=, not both"):
        client.copy(provider="sglang", dialect=client.dialect)


async def test_closing_a_copy_leaves_the_original_open(wire: Wire, server: Server) -> None:
    server.always(reply(completion()))
    client = wire.client()
    async with entered(client.with_options(max_retries=1)) as made:
        await ask(made)
    assert made.is_closed()
    assert not client.is_closed()
    with pytest.raises(ClientStateError, match="closed"):
        await ask(made)
    await ask(client)
    assert server.connections == 1


async def test_closing_the_original_ends_its_copies(wire: Wire, server: Server) -> None:
    """They have no connections of their own, and say so."""
    client = wire.client()
    made = client.with_options(max_retries=1)
    await done(client.close())
    with pytest.raises(ClientStateError, match="closed"):
        await ask(made)
    assert server.connections == 0


def test_an_option_that_a_client_does_not_have_is_refused(wire: Wire) -> None:
    with pytest.raises(TypeError, match="max_retrys"):
        wire.client().with_options(max_retrys=1)
    with pytest.raises(TypeError):
        wire.kind(base_url="http://127.0.0.1:9", max_retrys=1)


# -- the end -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, {"stream": True}])
async def test_a_closed_client_says_so(wire: Wire, server: Server, options: dict[str, Any]) -> None:
    server.answer(reply(completion()))
    async with entered(wire.client()) as client:
        await ask(client)
    assert client.is_closed()
    await wire.until(lambda: server.open_connections == 0)
    with pytest.raises(ClientStateError, match="the client is closed"):
        await ask(client, **options)
    assert len(server.requests) == 1


async def test_closing_twice_or_unused_does_no_harm(wire: Wire, server: Server) -> None:
    client = wire.client()
    await done(client.close())
    await done(client.close())
    if not wire.is_sync:
        await client.aclose()


async def test_an_exception_in_the_block_closes_the_client(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()))
    with pytest.raises(ZeroDivisionError):
        async with entered(wire.client()) as client:
            await ask(client)
            1 / 0  # noqa: B018
    await wire.until(lambda: server.open_connections == 0)


# -- pickles and copies ------------------------------------------------------------------------------------------------


def pickled(client: Any) -> Any:
    return pickle.loads(pickle.dumps(client))


@pytest.mark.parametrize("twin_of", [pickled, copy.deepcopy, copy.copy])
async def test_a_client_can_be_pickled_and_copied(wire: Wire, server: Server, twin_of: Any) -> None:
    """Options travel, connections do not."""
    server.always(reply(completion()))
    client = wire.client(
        api_key=KEY,
        timeout=Timeout(7, connect=2),
        deadline=50,
        max_retries=4,
        default_headers={"x-a": "1"},
        default_query={"q": "1"},
        default_body={"top_k": 1},
    )
    await ask(client)
    async with entered(twin_of(client)) as twin:
        await ask(twin)
        assert twin.timeout == client.timeout
        assert (twin.deadline, twin.max_retries, twin.base_url) == (50, 4, client.base_url)
    await ask(client)
    first, second, _ = server.requests
    assert (first.headers, first.target, first.body) == (second.headers, second.target, second.body)
    assert server.connections == 2


async def test_a_key_travels_only_if_it_was_given(wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the environment is read again where the client arrives."""
    server.always(reply(completion()))
    assert KEY.encode() in pickle.dumps(wire.client(api_key=KEY))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-this-machine")
    client = wire.client()
    data = pickle.dumps(client)
    assert b"sk-of-this-machine" not in data
    assert client.api_key == "sk-of-this-machine"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-that-machine")
    async with entered(pickle.loads(data)) as twin:
        await ask(twin)
    assert server.requests[0].header("authorization") == "Bearer sk-of-that-machine"


def test_a_client_with_an_injected_one_does_not_travel(wire: Wire) -> None:
    import httpx

    http = httpx.Client() if wire.is_sync else httpx.AsyncClient()
    with pytest.raises(TypeError, match="injected http_client"):
        pickle.dumps(wire.client(http_client=http))
    if wire.is_sync:
        http.close()


# -- forks -------------------------------------------------------------------------------------------------------------


def in_a_fork(work: Any) -> str:
    """What `work` gives in a child process, as text."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = str(work())
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


forks = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),  # the server's threads
]


class TestForks:
    pytestmark = forks

    def test_a_child_opens_connections_of_its_own(self, server: Server) -> None:
        server.always(lambda request: reply(completion(f"on {request.connection}")))
        with Client(base_url=server.url, max_retries=0) as client:

            def work() -> str:
                create = client.chat.completions.create
                return create(model="m", messages=MESSAGES).choices[0].message.content or ""

            assert work() == "on 1"
            assert in_a_fork(work) == "on 2"
            assert work() == "on 1"

    def test_a_child_of_an_async_program_does_too(self, server: Server) -> None:
        """A new loop in the child, and then the parent's again."""
        server.always(lambda request: reply(completion(f"on {request.connection}")))
        client = AsyncClient(base_url=server.url, max_retries=0)

        async def work() -> str:
            return (await client.chat.completions.create(model="m", messages=MESSAGES)).choices[0].message.content or ""

        async def main() -> None:
            assert await work() == "on 1"
            said = await asyncio.to_thread(in_a_fork, lambda: asyncio.run(work()))
            assert said == "on 2"
            assert await work() == "on 1"

        asyncio.run(main())

    def test_a_child_may_close_what_it_inherited(self, server: Server) -> None:
        """The parent's connection is not hurt by it."""
        server.always(lambda request: reply(completion(f"on {request.connection}")))
        with Client(base_url=server.url, max_retries=0) as client:
            create = client.chat.completions.create
            create(model="m", messages=MESSAGES)
            assert in_a_fork(client.close) == "None"
            assert create(model="m", messages=MESSAGES).choices[0].message.content == "on 1"

    def test_an_injected_client_is_refused_in_a_child(self, server: Server) -> None:
        import httpx

        with httpx.Client() as http:
            client = Client(base_url=server.url, http_client=http)
            assert in_a_fork(client.models.list).startswith("ClientStateError")


# -- threads and loops -------------------------------------------------------------------------------------------------


def test_two_hundred_threads_share_a_client(server: Server) -> None:
    """Each gets its own answer, whole and streamed."""

    def answer(request: Any) -> bytes:
        import json

        body = json.loads(request.body)
        word = body["messages"][0]["content"]
        return streamed(sse(word)) if body.get("stream") else reply(completion(word))

    server.always(answer)
    barrier = threading.Barrier(200)

    # Of more than 100 idle connections httpcore closes the rest, now and then one that was just given to a request:
    # that request is sent again.
    with Client(base_url=server.url, timeout=20) as client:

        def talk(number: int) -> bool:
            word = f"word {number}"
            messages: Any = [{"role": "user", "content": word}]
            barrier.wait(20)
            whole = client.chat.completions.create(model="m", messages=messages)
            stream = client.chat.completions.create(model="m", messages=messages, stream=True)
            return whole.choices[0].message.content == word == "".join(stream.text())

        with ThreadPoolExecutor(200) as pool:
            assert all(pool.map(talk, range(200)))
    assert len(server.requests) == 400


def test_event_loops_one_after_another(server: Server) -> None:
    """A client lives longer than its loops, and each leaves no socket behind."""
    server.always(reply(completion()))
    client = AsyncClient(base_url=server.url, max_retries=0)

    async def main() -> str:
        await ask(client)
        return (await ask(client)).id

    for number, run in enumerate((asyncio.run, trio_run, asyncio.run, trio_run), start=1):
        assert run(main()) == "chatcmpl-1"
        server.until(lambda: server.open_connections == 0)
        assert server.connections == number


def trio_run(coroutine: Any) -> Any:
    async def main() -> Any:
        return await coroutine

    return trio.run(main)


def test_event_loops_side_by_side(server: Server) -> None:
    """Four loops in four threads, asyncio and trio, at the same time on one client."""
    barrier = threading.Barrier(4)
    hold = Hold()
    client = AsyncClient(base_url=server.url, max_retries=0, timeout=20)
    server.always(reply(completion()))

    async def main() -> int:
        await anyio.to_thread.run_sync(barrier.wait, 10)
        async with anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(ask, client)
        await anyio.to_thread.run_sync(barrier.wait, 10)
        await ask(client)
        return 1

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(run, main()) for run in (asyncio.run, trio_run, asyncio.run, trio_run)]
        assert sum(job.result(20) for job in jobs) == 4
    hold.release()
    server.until(lambda: server.open_connections == 0)
    assert len(server.requests) == 44


@pytest.mark.parametrize("left", ["idle", "stream", "half a stream"])
@pytest.mark.parametrize("run", [asyncio.run, trio_run])
@pytest.mark.filterwarnings(
    # `break` leaves a generator; trio says so when it finishes it. Any other warning fails the test.
    "ignore:Async generator 'oaicompat[^']*' was garbage collected before it had been exhausted:ResourceWarning"
)
def test_a_loop_that_ends_without_a_close_leaves_nothing(server: Server, run: Any, left: str) -> None:
    """No warning of a socket that was forgotten, neither then nor when the client is collected."""
    server.answer(
        [streamed(chunk("a"), end=b""), UNTIL_GONE] if left != "idle" else reply(completion()),
    )

    async def main() -> None:
        client = AsyncClient(base_url=server.url)
        if left == "idle":
            await ask(client)
            return
        stream = await ask(client, stream=True)
        if left == "half a stream":
            async for _ in stream:
                break

    run(main())
    server.until(lambda: server.open_connections == 0)
    gc.collect()


def test_a_client_that_is_forgotten_leaves_nothing(server: Server) -> None:
    """A sync client that nobody closed closes its sockets when it is collected, without a warning."""
    server.answer(reply(completion()))

    def use() -> None:
        Client(base_url=server.url).chat.completions.create(model="m", messages=MESSAGES)

    use()
    gc.collect()
    server.until(lambda: server.open_connections == 0)


def test_a_client_may_be_made_outside_of_any_loop(server: Server) -> None:
    """At import time of a program, say; constructing opens no connection."""
    for kind in (Client, AsyncClient):
        kind(base_url=server.url)
    assert server.connections == 0


def test_closing_in_one_loop_ends_the_client_in_all(server: Server) -> None:
    server.always(reply(completion()))
    client = AsyncClient(base_url=server.url)

    async def use_and_close() -> None:
        await ask(client)
        await client.close()

    asyncio.run(use_and_close())
    with pytest.raises(ClientStateError, match="closed"):
        asyncio.run(ask(client))


async def test_many_calls_at_once(wire: Wire, server: Server) -> None:
    """Fifty calls in one loop, or in fifty threads."""
    server.always(reply(completion()))
    client = wire.client()
    if wire.is_sync:
        with ThreadPoolExecutor(50) as pool:
            create = client.chat.completions.create
            jobs = [pool.submit(create, model="m", messages=MESSAGES) for _ in range(50)]
            assert all(job.result().id for job in jobs)
    else:
        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(ask, client)
    assert len(server.requests) == 50


async def test_streams_of_one_loop_run_side_by_side(wire: Wire, server: Server) -> None:
    """A stream that waits for its server keeps no other from going on."""
    if wire.is_sync:
        return
    hold = Hold()
    server.answer([streamed(chunk("a"), end=b""), hold, streamed(end=b"")])
    client = wire.client()
    slow = await ask(client, stream=True)
    server.always(streamed(sse("b")))
    for _ in range(3):
        assert [text async for text in each((await ask(client, stream=True)).text())] == ["b"]
    assert not hold.expired
    await slow.close()
    hold.release()
