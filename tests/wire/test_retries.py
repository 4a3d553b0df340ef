"""Trying again: what is tried again, when, with what, and when not."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Iterator
from typing import Any

import pytest

from oaicompat import APIConnectionError, APIError, APIStatusError, AuthenticationError, IncompleteStreamError

from .bodies import MESSAGES, chunk, completion, reply, sse, streamed
from .colours import Wire, done, each
from .scripted import CLOSE, RESET, Reply, Server, free_port


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(**{"model": "m", "messages": MESSAGES, **options}))


def busy(status: int = 503, *fields: str) -> bytes:
    return reply({"error": {"message": "busy"}}, status, *fields)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
@pytest.mark.parametrize("stream", [False, True])
async def test_what_may_pass_is_tried_again(
    wire: Wire, server: Server, waits: list[float], status: int, stream: bool
) -> None:
    server.answer(busy(status), busy(status), streamed(sse("Hello")) if stream else reply(completion()))
    answer = await ask(wire.client(max_retries=2), stream=stream)
    if stream:
        answer = await done(answer.get_final_completion())
    assert answer.choices[0].message.content == "Hello"
    assert len(server.requests) == 3
    assert server.connections == 1
    assert len(waits) == 2


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422, 501])
async def test_what_will_not_pass_is_not_tried_again(
    wire: Wire, server: Server, waits: list[float], status: int
) -> None:
    server.answer(busy(status))
    with pytest.raises(APIStatusError) as caught:
        await ask(wire.client(max_retries=5))
    assert caught.value.attempts == 1
    assert waits == []


async def test_two_retries_are_the_default(wire: Wire, server: Server, waits: list[float]) -> None:
    server.always(busy())
    client = wire.kind(base_url=server.url)
    try:
        with pytest.raises(APIStatusError):
            await ask(client)
    finally:
        await done(client.close())
    assert len(server.requests) == 3


@pytest.mark.parametrize("end", [RESET, CLOSE])
@pytest.mark.parametrize("stream", [False, True])
async def test_a_connection_that_breaks_before_the_reply_is_tried_again(
    wire: Wire, server: Server, waits: list[float], end: Any, stream: bool
) -> None:
    server.answer([end], [end], streamed(sse("Hello")) if stream else reply(completion()))
    answer = await ask(wire.client(max_retries=2), stream=stream)
    if stream:
        answer = await done(answer.get_final_completion())
    assert answer.choices[0].message.content == "Hello"
    assert server.connections == 3


async def test_a_refused_connection_is_tried_again(wire: Wire, waits: list[float]) -> None:
    with pytest.raises(APIConnectionError) as caught:
        await ask(wire.client(base_url=f"http://127.0.0.1:{free_port()}/v1", max_retries=2))
    assert caught.value.attempts == 3
    assert len(waits) == 2


async def test_the_body_is_sent_whole_again(wire: Wire, server: Server, waits: list[float]) -> None:
    """Messages that come from a generator included: it is read once."""
    messages: Iterator[Any] = ({"role": "user", "content": "x" * 100_000} for _ in range(3))
    server.answer(busy(), [RESET], reply(completion()))
    await ask(wire.client(max_retries=2), messages=messages)
    first, second, third = server.requests
    assert len(first.body) > 300_000
    assert first.body == second.body == third.body
    assert first.headers == second.headers == third.headers


async def test_a_call_may_say_how_often(wire: Wire, server: Server, waits: list[float]) -> None:
    server.always(busy())
    client = wire.client(max_retries=2)
    for retries in (0, 1, 4):
        before = len(server.requests)
        with pytest.raises(APIError) as caught:
            await ask(client, max_retries=retries)
        assert caught.value.attempts == len(server.requests) - before == retries + 1


async def test_our_own_waits_grow_and_have_a_ceiling(wire: Wire, server: Server, waits: list[float]) -> None:
    server.always(busy())
    with pytest.raises(APIError):
        await ask(wire.client(max_retries=8))
    assert len(waits) == 8
    for number, wait in enumerate(waits):
        longest = min(8.0, 0.5 * 2**number)
        assert 0.75 * longest <= wait <= longest


@pytest.mark.parametrize(
    ("field", "seconds"),
    [
        ("retry-after-ms: 1500", 1.5),
        ("Retry-After: 3", 3.0),
        ("Retry-After: 0.25", 0.25),
        ("retry-after-ms: 250\r\nretry-after: 60", 0.25),
    ],
)
async def test_the_server_says_how_long_to_wait(
    wire: Wire, server: Server, waits: list[float], field: str, seconds: float
) -> None:
    server.answer(busy(429, field), reply(completion()))
    await ask(wire.client(max_retries=1))
    assert waits == [seconds]


async def test_the_server_says_until_when_to_wait(wire: Wire, server: Server, waits: list[float]) -> None:
    date = email.utils.formatdate(time.time() + 30, usegmt=True)
    server.answer(busy(503, f"Retry-After: {date}"), reply(completion()))
    await ask(wire.client(max_retries=1))
    assert len(waits) == 1
    assert 20 < waits[0] <= 31


@pytest.mark.parametrize("field", ["Retry-After: soon", "retry-after-ms: nan", "Retry-After: -5", "Retry-After: 0"])
async def test_a_wait_that_says_nothing_is_replaced_by_ours(
    wire: Wire, server: Server, waits: list[float], field: str
) -> None:
    server.answer(busy(503, field), reply(completion()))
    await ask(wire.client(max_retries=1))
    assert 0.3 < waits[0] <= 0.5


@pytest.mark.parametrize("field", ["Retry-After: 86400", "retry-after-ms: 999999999", "Retry-After: 1e300"])
async def test_an_absurd_wait_is_not_waited(wire: Wire, server: Server, waits: list[float], field: str) -> None:
    """The error comes at once and tells the wait."""
    server.answer(busy(429, field))
    with pytest.raises(APIStatusError) as caught:
        await ask(wire.client(max_retries=5))
    assert waits == []
    assert caught.value.retry_after is not None
    assert caught.value.retry_after > 3600


async def test_a_wait_is_really_waited(wire: Wire, server: Server) -> None:
    """With the transport's own sleep."""
    server.answer(busy(429, "retry-after-ms: 1"), reply(completion()))
    assert (await ask(wire.client(max_retries=1))).choices[0].message.content == "Hello"


async def test_the_server_may_ask_for_a_retry_or_forbid_it(wire: Wire, server: Server, waits: list[float]) -> None:
    server.answer(busy(400, "x-should-retry: true"), busy(503, "x-should-retry: false"))
    with pytest.raises(APIStatusError) as caught:
        await ask(wire.client(max_retries=5))
    assert (caught.value.status_code, caught.value.attempts) == (503, 2)


async def test_a_quota_that_is_used_up_is_not_asked_again(wire: Wire, server: Server, waits: list[float]) -> None:
    server.answer(reply({"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}, 429))
    with pytest.raises(APIStatusError) as caught:
        await ask(wire.client(max_retries=5))
    assert caught.value.attempts == 1


async def test_a_stream_is_not_tried_again_once_it_began(wire: Wire, server: Server, waits: list[float]) -> None:
    script: list[Reply] = [[streamed(chunk("a"), end=b""), RESET], [streamed(end=b""), CLOSE]]
    server.answer(*script)
    client = wire.client(max_retries=5)
    for _ in script:
        stream = await ask(client, stream=True)
        with pytest.raises(APIConnectionError):
            async for _ in each(stream):
                pass
    assert len(server.requests) == 2
    assert waits == []


async def test_a_key_is_asked_for_before_each_attempt(wire: Wire, server: Server, waits: list[float]) -> None:
    """As for tokens that expire."""
    keys = iter(["key-number-1", "key-number-2", "key-number-3"])
    server.answer(busy(), busy(), reply(completion()))
    await ask(wire.client(api_key=lambda: next(keys), max_retries=2))
    sent = [request.header("authorization") for request in server.requests]
    assert sent == ["Bearer key-number-1", "Bearer key-number-2", "Bearer key-number-3"]


async def test_a_key_may_be_asked_of_a_coroutine(wire: Wire, server: Server, waits: list[float]) -> None:
    """By an async client; it is asked again for each attempt, streams included."""
    if wire.is_sync:
        return
    keys = iter(["key-number-1", "key-number-2"])

    async def ask_for_key() -> str:
        return next(keys)

    server.answer(busy(), streamed(sse("a")))
    stream = await ask(wire.client(api_key=ask_for_key, max_retries=1), stream=True)
    await done(stream.get_final_completion())
    assert [request.header("authorization") for request in server.requests] == [
        "Bearer key-number-1",
        "Bearer key-number-2",
    ]


async def test_a_function_may_have_no_key_to_give(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()))
    await ask(wire.client(api_key=lambda: ""))
    assert server.requests[0].header("authorization") is None


async def test_what_a_key_function_raises_comes_through(wire: Wire, server: Server) -> None:
    def expired() -> str:
        raise LookupError("log in first")

    with pytest.raises(LookupError, match="log in first"):
        await ask(wire.client(api_key=expired, max_retries=2))
    assert server.connections == 0


async def test_another_error_on_the_way_is_the_one_that_is_raised(
    wire: Wire, server: Server, waits: list[float]
) -> None:
    server.answer(busy(), [RESET], busy(401))
    with pytest.raises(AuthenticationError) as caught:
        await ask(wire.client(max_retries=5))
    assert caught.value.attempts == 3


async def test_get_routes_are_tried_again_too(wire: Wire, server: Server, waits: list[float]) -> None:
    server.answer(busy(), reply({"data": [{"id": "a"}]}), busy(), reply({"version": "1"}))
    client = wire.client(max_retries=1)
    assert len(await done(client.models.list())) == 1
    assert (await done(client.version())).version == "1"


async def test_a_cut_reply_is_tried_again_and_a_cut_stream_is_an_error(
    wire: Wire, server: Server, waits: list[float]
) -> None:
    """Nobody has seen a byte of a cut reply; of a cut stream they have."""
    server.answer(
        [reply(completion())[:-5], CLOSE],
        reply(completion()),
        [streamed(chunk("a"))],
    )
    client = wire.client(max_retries=3)
    assert (await ask(client)).choices[0].message.content == "Hello"
    with pytest.raises(IncompleteStreamError):
        await done((await ask(client, stream=True)).get_final_completion())
    assert len(server.requests) == 3
