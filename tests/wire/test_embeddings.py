"""Embeddings over the wire: in one call, in many at a time, and against the stand-in server."""

from __future__ import annotations

import json
import math
import threading
from typing import Any

import anyio
import pytest

from oaicompat import (
    APIResponseValidationError,
    APITimeoutError,
    BadRequestError,
    Client,
    ClientStateError,
    NotFoundError,
)
from oaicompat.testing import Server as StandIn
from oaicompat.types.embeddings import CreateEmbeddingResponse, EmbeddingsError

from .bodies import chunked, head, reply
from .colours import Wire, done, each, entered
from .scripted import UNTIL_GONE, Hold, Request, Server

HALF = "AAAAPwAAgL4="


def answer(*vectors: Any, **more: Any) -> bytes:
    rows = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return reply({"object": "list", "data": rows, "model": "m", "usage": usage, **more})


def inputs_of(request: Request) -> list[str]:
    found: list[str] = json.loads(request.body)["input"]
    return found


def counting(request: Request) -> bytes:
    """For each input, which is a number in words, that number."""
    return answer(*([float(text)] for text in inputs_of(request)))


def first_numbers(found: CreateEmbeddingResponse) -> list[float]:
    return [vector[0] for vector in found.vectors()]


def dot(one: list[float], other: list[float]) -> float:
    return sum(left * right for left, right in zip(one, other, strict=True))


async def embed_many(client: Any, count: int, **options: Any) -> Any:
    texts = (str(number) for number in range(count))
    return await done(client.embeddings.create_many(texts, **{"model": "m", "batch_size": 2, **options}))


# -- one call ----------------------------------------------------------------------------------------------------------


async def test_embeddings_are_typed(wire: Wire, server: Server) -> None:
    """Base64 or not; nothing is said of the encoding unless it is asked for."""
    server.answer(answer([0.5, -0.25]), answer(HALF))
    client = wire.client()
    for options in ({}, {"encoding_format": "base64"}):
        found = await done(client.embeddings.create(model="m", input="a", **options))
        assert isinstance(found, CreateEmbeddingResponse)
        assert found.data[0].embedding == [0.5, -0.25]
    assert server.requests[0].target == "/v1/embeddings"
    assert json.loads(server.requests[0].body) == {"model": "m", "input": "a"}
    assert json.loads(server.requests[1].body)["encoding_format"] == "base64"


async def test_a_vector_too_few_is_an_error(wire: Wire, server: Server) -> None:
    server.answer(answer([0.5]))
    with pytest.raises(APIResponseValidationError, match="1 vector for 2 inputs"):
        await done(wire.client().embeddings.create(model="m", input=["a", "b"]))


async def test_raw_replies(wire: Wire, server: Server) -> None:
    """As they are, parsed later, or read as they come."""
    body = answer(HALF).partition(b"\r\n\r\n")[2]
    server.always(
        head(200, "content-type: application/json", "transfer-encoding: chunked") + chunked(body) + b"0\r\n\r\n"
    )
    embeddings = wire.client().embeddings
    raw = await done(embeddings.with_raw_response.create(model="m", input="a"))
    assert (raw.json()["data"][0]["embedding"], raw.parse().data[0].embedding) == (HALF, [0.5, -0.25])
    async with entered(embeddings.with_streaming_response.create(model="m", input="a")) as response:
        assert b"".join([data async for data in each(response.iter_bytes())]) == body


# -- many calls --------------------------------------------------------------------------------------------------------


async def test_many_texts_are_many_calls(wire: Wire, server: Server) -> None:
    """The vectors are in the order of the texts, the counts are added up, and each call has the options."""
    server.always(counting)
    found = await embed_many(wire.client(), 11, dimensions=1, extra_headers={"x-team": "red"})
    assert first_numbers(found) == [float(number) for number in range(11)]
    assert (found.usage.total_tokens, found.model) == (6, "m")
    assert sorted(inputs_of(request) for request in server.requests)[:2] == [["0", "1"], ["10"]]
    assert {request.header("x-team") for request in server.requests} == {"red"}
    assert all(json.loads(request.body)["dimensions"] == 1 for request in server.requests)


async def test_no_text_is_no_call(wire: Wire, server: Server) -> None:
    found = await done(wire.client().embeddings.create_many([], model="m"))
    assert (found.data, found.usage.total_tokens) == ([], 0)
    assert server.requests == []


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_so_many_calls_at_a_time(wire: Wire, server: Server, concurrency: int) -> None:
    """No call is answered before so many are under way, and there are never more: each needs a connection."""
    holds: list[Hold] = []

    def held(request: Request) -> list[Any]:
        holds.append(Hold())
        if len(holds) % concurrency == 0:
            for hold in holds:
                hold.release()
        return [holds[-1], counting(request)]

    server.always(held)
    found = await embed_many(wire.client(), 12, concurrency=concurrency)
    assert first_numbers(found) == [float(number) for number in range(12)]
    assert server.connections == concurrency


async def test_the_slowest_is_in_its_place(wire: Wire, server: Server) -> None:
    """A part that comes last keeps the place of its texts."""
    slow = Hold()

    def held(request: Request) -> Any:
        if inputs_of(request) == ["0", "1"]:
            return [slow, counting(request)]
        if "7" in inputs_of(request):
            slow.release()
        return counting(request)

    server.always(held)
    assert first_numbers(await embed_many(wire.client(), 8)) == [float(number) for number in range(8)]


async def test_a_failed_part_keeps_the_others(wire: Wire, server: Server) -> None:
    """It is refused for what is in it: the others are carried out, and the error holds what came of them."""
    refused = reply({"error": {"message": "input 4 is too long"}}, 400)
    server.always(lambda request: refused if "4" in inputs_of(request) else counting(request))
    with pytest.raises(EmbeddingsError, match=r"texts\[4:6\] \(8 of 10 have theirs.*input 4 is too long") as caught:
        await embed_many(wire.client(), 10)
    assert isinstance(caught.value.__cause__, BadRequestError)
    assert (caught.value.status_code, caught.value.missing) == (400, [range(4, 6)])
    came = {part.start: first_numbers(found) for part, found in caught.value.finished.items()}
    assert came == {0: [0.0, 1.0], 2: [2.0, 3.0], 6: [6.0, 7.0], 8: [8.0, 9.0]}
    assert len(server.requests) == 5


async def test_a_wrong_key_is_not_tried_with_every_part(wire: Wire, server: Server) -> None:
    server.always(reply({"error": {"message": "no such key"}}, 401))
    with pytest.raises(EmbeddingsError, match="no such key") as caught:
        await embed_many(wire.client(), 100, concurrency=2)
    assert len(server.requests) <= 2
    assert caught.value.missing == [range(100)]


async def test_limits_hold_for_each_call(wire: Wire, server: Server, waits: list[float]) -> None:
    """A part is tried again by itself, and its deadline is its own."""
    busy = reply({"error": {"message": "busy"}}, 503)
    tries: dict[str, int] = {}

    def answered(request: Request) -> Any:
        first = inputs_of(request)[0]
        tries[first] = tries.get(first, 0) + 1
        return busy if first == "2" and tries[first] == 1 else counting(request)

    server.always(answered)
    found = await embed_many(wire.client(), 6, max_retries=1, deadline=60)
    assert first_numbers(found) == [float(number) for number in range(6)]
    assert tries == {"0": 1, "2": 2, "4": 1}
    assert len(waits) == 1


async def test_a_part_that_takes_too_long(wire: Wire, server: Server) -> None:
    server.always(lambda request: [UNTIL_GONE] if "0" in inputs_of(request) else counting(request))
    with pytest.raises(EmbeddingsError) as caught:
        await embed_many(wire.client(), 4, timeout=0.05)
    assert isinstance(caught.value.__cause__, APITimeoutError)
    assert range(2) in caught.value.failed
    await wire.until(lambda: server.open_connections <= 1)


async def test_what_is_not_the_servers_failure_is_raised_as_it_is(wire: Wire, server: Server) -> None:
    """In no group of exceptions, whichever task or thread it came from."""

    def key() -> str:
        raise ZeroDivisionError("no key today")

    with pytest.raises(ZeroDivisionError):
        await embed_many(wire.client(api_key=key), 8)
    client = wire.client()
    await done(client.close())
    with pytest.raises(ClientStateError):
        await embed_many(client, 8)


async def test_cancelling_ends_every_call(wire: Wire, server: Server) -> None:
    """No connection is left open, and no part is begun any more."""
    if wire.is_sync:
        return  # nothing can cancel it
    server.always([UNTIL_GONE])
    async with anyio.create_task_group() as group:
        group.start_soon(lambda: embed_many(wire.client(), 20, concurrency=3))
        await wire.until(lambda: len(server.requests) == 3)
        group.cancel_scope.cancel()
    await wire.until(lambda: server.open_connections == 0)
    assert len(server.requests) == 3


def test_an_interrupt_waits_for_nobody(server: Server) -> None:
    """Ctrl-C ends the call at once, though others are under way in threads, and no part is begun any more."""
    holds: list[Hold] = []

    def held(request: Request) -> list[Any]:
        holds.append(Hold())
        return [holds[-1], counting(request)]

    def key() -> str:
        if threading.current_thread() is threading.main_thread():
            server.until(lambda: len(server.requests) == 2)
            raise KeyboardInterrupt
        return "key"

    server.always(held)
    with Client(base_url=server.url, api_key=key) as client:
        with pytest.raises(KeyboardInterrupt):
            client.embeddings.create_many(["1"] * 20, model="m", batch_size=1, concurrency=3)
        assert all(not hold.expired for hold in holds)
        for hold in holds:
            hold.release()
        for thread in threading.enumerate():
            if thread.name == "oaicompat-embeddings":
                thread.join()
    assert len(server.requests) == 2


# -- the stand-in server -----------------------------------------------------------------------------------------------


async def test_the_stand_in_embeds(wire: Wire) -> None:
    """Unit vectors, the same for texts and their tokens, in base64 too, near where words are common."""
    with StandIn(strict=True) as stand_in:
        client = wire.client(base_url=stand_in.url)
        texts = ["the red fox", "The fox is red", "a blue sky"]
        found = await done(client.embeddings.create(model="m", input=texts))
        packed = await done(client.embeddings.create(model="m", input=texts, encoding_format="base64"))
        assert packed.vectors() == found.vectors()
        one, near, far = (row.embedding for row in found.data)
        assert math.isclose(math.hypot(*one), 1.0, abs_tol=1e-9)
        assert dot(one, near) > 0.5 > dot(one, far)
        tokens = (await done(client.tokenize(prompt=texts[0]))).tokens
        assert (await done(client.embeddings.create(model="m", input=tokens))).data[0].embedding == one
        short = await done(client.embeddings.create(model="m", input=[tokens, tokens], dimensions=5))
        assert [len(row.embedding) for row in short.data] == [5, 5]
        assert [math.copysign(1, number) for number in short.data[0].embedding] == [
            math.copysign(1, number) for number in one[:5]
        ]
        assert found.usage.prompt_tokens > 0


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"input": []}, "input"),
        ({"input": ""}, "input"),
        ({"input": ["a", ""]}, "input"),
        ({"input": ["a"] * 2049}, "input"),
        ({"input": "word " * 50}, "input"),
        ({"extra_body": {"input": [1, "a"]}}, "input[0]"),
        ({"extra_body": {"input": None}}, "input"),
        ({"dimensions": 0}, "dimensions"),
        ({"dimensions": "ten"}, "dimensions"),
        ({"encoding_format": "morse"}, "encoding_format"),
        ({"extra_body": {"nonsense": 1}}, "nonsense"),
    ],
)
async def test_the_stand_in_refuses(wire: Wire, options: dict[str, Any], param: str) -> None:
    """What is of the wrong type, out of range, unknown, empty, or too long."""
    with StandIn(strict=True, max_model_len=20) as stand_in:
        with pytest.raises(BadRequestError) as caught:
            await done(wire.client(base_url=stand_in.url).embeddings.create(**{"model": "m", "input": "a", **options}))
        assert caught.value.param == param


async def test_the_stand_in_knows_its_models(wire: Wire) -> None:
    with StandIn(models=["embedder"]) as stand_in, pytest.raises(NotFoundError):
        await done(wire.client(base_url=stand_in.url).embeddings.create(model="m", input="a"))
