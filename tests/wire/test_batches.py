"""Batches on a wire: started, waited for, cancelled, and carried out by the stand-in server from file to file."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio.lowlevel
import pytest

from oaicompat import (
    APIStatusError,
    APITimeoutError,
    BadRequestError,
    ConflictError,
    InternalServerError,
    NotFoundError,
)
from oaicompat.batches import match, read_answers, write_requests
from oaicompat.endpoints.chat import chat
from oaicompat.endpoints.embeddings import embed
from oaicompat.testing import Server as StandIn
from oaicompat.types.batch import Batch
from oaicompat.types.chat import ChatCompletion

from .bodies import reply
from .colours import Wire, done, each, entered
from .scripted import CLOSE, UNTIL_GONE, Server

ROUTE = "/v1/chat/completions"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The stand-in server, which refuses what it does not know."""
    with StandIn(strict=True, models=["m"]) as server:
        yield server


def state(status: str, total: int = 10, completed: int = 0, failed: int = 0, **fields: Any) -> bytes:
    """The reply of a batch in this state."""
    counts = {"total": total, "completed": completed, "failed": failed}
    return reply({"id": "batch_1", "object": "batch", "status": status, "request_counts": counts, **fields})


# -- calls -------------------------------------------------------------------------------------------------------------


async def test_the_calls(wire: Wire, server: Server) -> None:
    """Their methods, paths and bodies, and what they give."""
    server.always(state("in_progress"))
    client = wire.client()
    made = await done(client.batches.create(input_file_id="f", endpoint=ROUTE, completion_window="24h"))
    assert isinstance(made, Batch)
    assert (await done(client.batches.retrieve("batch_1"))).status == "in_progress"
    assert (await done(client.batches.cancel("batch_1"))).id == "batch_1"
    assert [(request.method, request.target) for request in server.requests] == [
        ("POST", "/v1/batches"),
        ("GET", "/v1/batches/batch_1"),
        ("POST", "/v1/batches/batch_1/cancel"),
    ]
    assert json.loads(server.requests[0].body) == {
        "endpoint": ROUTE,
        "input_file_id": "f",
        "completion_window": "24h",
    }


async def test_raw_and_streamed_replies(wire: Wire, server: Server) -> None:
    """Of each call."""
    server.always(state("completed"))
    client = wire.client()
    raw = await done(client.batches.with_raw_response.retrieve("batch_1"))
    assert raw.parse().is_finished
    raw = await done(client.with_raw_response.batches.create(input_file_id="f", endpoint=ROUTE))
    assert raw.parse().id == "batch_1"
    async with entered(client.batches.with_streaming_response.cancel("batch_1")) as streamed:
        assert (await done(streamed.parse())).id == "batch_1"


# -- waiting -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["completed", "failed", "expired", "cancelled", "SUCCESS"])
async def test_a_wait_ends_with_the_batch(wire: Wire, server: Server, waits: list[float], end: str) -> None:
    """Well or not; the waits between grow."""
    server.answer(state("validating"), state("in_progress"), state("finalizing"), state("cancelling"), state(end))
    batch = await done(wire.client().batches.wait("batch_1"))
    assert batch.status == end
    assert waits == [1.0, 1.5, 2.25, 3.375]


async def test_a_wait_tells_its_progress(wire: Wire, server: Server, waits: list[float]) -> None:
    """After each look, the last one included."""
    server.answer(state("validating", 0), state("in_progress", 10, 4, 1), state("completed", 10, 9, 1))
    told: list[tuple[str, int]] = []

    def tell(batch: Batch) -> None:
        assert batch.request_counts is not None
        told.append((batch.status, batch.request_counts.completed))

    await done(wire.client().batches.wait("batch_1", poll_interval=7, on_progress=tell))
    assert told == [("validating", 0), ("in_progress", 4), ("completed", 9)]
    assert waits == [7, 7]


async def test_a_coroutine_function_may_be_told(wire: Wire, server: Server, waits: list[float]) -> None:
    """By an async client, which waits for it; a sync one cannot, and says so."""
    server.answer(*([] if wire.is_sync else [state("in_progress"), state("completed")]))
    told: list[str] = []

    async def tell(batch: Batch) -> None:
        await anyio.lowlevel.checkpoint()
        told.append(batch.status)

    if wire.is_sync:
        with pytest.raises(TypeError, match="on_progress must be a plain function"):
            wire.client().batches.wait("batch_1", on_progress=tell)
    else:
        await wire.client().batches.wait("batch_1", on_progress=tell)
        assert told == ["in_progress", "completed"]


async def test_an_error_of_the_callback_is_the_user_s(wire: Wire, server: Server) -> None:
    """It ends the wait, and goes through as it is."""
    server.answer(state("in_progress"))

    def tell(batch: Batch) -> None:
        raise LookupError(batch.id)

    with pytest.raises(LookupError, match="batch_1"):
        await done(wire.client().batches.wait("batch_1", on_progress=tell))


async def test_a_deadline_says_how_far_the_batch_is(wire: Wire, server: Server, waits: list[float]) -> None:
    """And keeps the batch as it was seen last; the last look is taken so that it has time before the deadline."""
    server.always(state("in_progress", 10, 3, 1))
    words = r"GET .*: batch 'batch_1' is still in_progress after 10 s: 3 of 10 requests are done, 1 failed"
    with pytest.raises(APITimeoutError, match=words) as caught:
        await done(wire.client().batches.wait("batch_1", deadline=10))
    assert caught.value.partial.status == "in_progress"
    assert sum(waits) == pytest.approx(9, abs=0.5)


async def test_a_deadline_without_counts_or_status(wire: Wire, server: Server, waits: list[float]) -> None:
    """What the server does not say is not made up."""
    server.always(reply({"id": "batch_1"}))
    with pytest.raises(APITimeoutError, match=r"batch 'batch_1' is still unfinished after 1 s$"):
        await done(wire.client().batches.wait("batch_1", deadline=1))


async def test_a_look_that_hangs_ends_with_the_deadline(wire: Wire, server: Server, waits: list[float]) -> None:
    """The first one too; of a later one what is told is the batch and not the look."""
    server.answer([UNTIL_GONE], state("in_progress"), [UNTIL_GONE])
    began = time.monotonic()
    with pytest.raises(APITimeoutError, match=r"deadline of 0\.(2|199) s"):
        await done(wire.client().batches.wait("batch_1", deadline=0.2))
    with pytest.raises(APITimeoutError, match=r"batch 'batch_1' is still in_progress after 1 s"):
        await done(wire.client().batches.wait("batch_1", deadline=1, poll_interval=0.1))
    assert time.monotonic() - began < 5


async def test_what_is_told_must_be_a_function(wire: Wire, server: Server) -> None:
    """It is said before the first look."""
    with pytest.raises(TypeError, match="on_progress must be a function that takes a batch, not int"):
        await done(wire.client().batches.wait("batch_1", on_progress=5))  # type: ignore[arg-type]  # the mistake
    assert not server.requests


async def test_a_wait_survives_what_passes(wire: Wire, server: Server, waits: list[float]) -> None:
    """Each look is tried again as any call is, and as many looks in a row may fail after that."""
    busy, gone = reply(b"", 503), [CLOSE]
    looks = [[state("in_progress")], [busy, busy], [state("in_progress")], [gone, gone], [busy, state("completed")]]
    server.answer(*(one for look in looks for one in look))
    batch = await done(wire.client(max_retries=1).batches.wait("batch_1", poll_interval=30))
    assert batch.status == "completed"
    assert [wait for wait in waits if wait == 30] == [30] * (len(looks) - 1)


async def test_a_wait_does_not_survive_what_stays(wire: Wire, server: Server, waits: list[float]) -> None:
    """A batch that is gone, a first look that fails, and more looks in a row than a call may be tried again."""
    client = wire.client()
    server.answer(state("in_progress"), reply({"error": {"message": "no such batch"}}, 404))
    with pytest.raises(NotFoundError, match="no such batch"):
        await done(client.batches.wait("batch_1"))
    server.answer(reply(b"", 500))
    with pytest.raises(InternalServerError):
        await done(client.batches.wait("batch_1", max_retries=0))
    server.answer(state("in_progress"), reply(b"", 500))
    with pytest.raises(InternalServerError):
        await done(client.batches.wait("batch_1"))


# -- the stand-in server -----------------------------------------------------------------------------------------------


async def start(client: Any, path: Path, requests: Any, endpoint: str = ROUTE) -> Any:
    """A batch of these requests."""
    write_requests(path, requests, endpoint=endpoint)
    file = await done(client.files.create(file=path, purpose="batch"))
    return await done(client.batches.create(input_file_id=file.id, endpoint=endpoint, metadata={"a": "b"}))


def asking(text: str, model: str = "m") -> dict[str, Any]:
    """The body of a chat."""
    return {"model": model, "messages": [{"role": "user", "content": text}]}


async def test_a_batch_from_file_to_file(wire: Wire, stand_in: StandIn, tmp_path: Path, waits: list[float]) -> None:
    """Requests are written, uploaded and carried out; answers are read, typed and matched."""
    client = wire.client(base_url=stand_in.url)
    requests = {
        "sea": asking("The sea?"),
        "ü": chat(model="m", messages=[{"role": "user", "content": "Grüße\u2028"}], temperature=0.5),
        "wrong model": asking("?", "other"),
        "wrong value": {**asking("?"), "temperature": 9},
    }
    batch = await start(client, tmp_path / "requests.jsonl", requests)
    assert (batch.status, batch.metadata, batch.endpoint) == ("validating", {"a": "b"}, ROUTE)
    seen: list[str] = []
    batch = await done(client.batches.wait(batch.id, on_progress=lambda found: seen.append(found.status)))
    assert seen == ["in_progress", "completed"]
    assert batch.request_counts.to_dict() == {"total": 4, "completed": 2, "failed": 2}
    answers = await done(client.files.content(batch.output_file_id))
    errors = await done(client.files.content(batch.error_file_id))
    found = match(requests, read_answers(answers), read_answers(errors))
    assert (found.missing, found.doubled, found.unknown) == ([], {}, [])
    said = {name: found.answers[name].parse(ChatCompletion).choices[0].message.content for name in ("sea", "ü")}
    assert said == {"sea": "You said: The sea?", "ü": "You said: Grüße\u2028"}
    assert found.answers["ü"].parse(chat(model="m", messages=[])).choices[0].finish == "stop"
    assert list(found.failed) == ["wrong model", "wrong value"]
    with pytest.raises(NotFoundError, match="batch request wrong model: 404 Not Found: The model 'other' does not"):
        found.answers["wrong model"].parse(ChatCompletion)
    with pytest.raises(BadRequestError, match="temperature"):
        found.answers["wrong value"].parse(ChatCompletion)


async def test_a_batch_of_another_route(wire: Wire, stand_in: StandIn, tmp_path: Path, waits: list[float]) -> None:
    """The call that was written reads its answer."""
    client = wire.client(base_url=stand_in.url)
    call = embed(model="m", input=["a", "b"])
    batch = await start(client, tmp_path / "requests.jsonl", {"one": call}, "/v1/embeddings")
    batch = await done(client.batches.wait(batch.id))
    path = tmp_path / "answers.jsonl"
    await done(client.files.download(batch.output_file_id, path))
    (answer,) = read_answers(path)
    assert len(answer.parse(call).data) == 2
    assert batch.error_file_id is None


@pytest.mark.parametrize(
    ("content", "codes", "lines"),
    [
        (b'{"custom_id": 1', ["invalid_json_line"], [1]),
        (b'\n{"custom_id": "a"}\n5\n', ["invalid_request", "invalid_request"], [2, 3]),
        (b"\n", ["empty_file"], [None]),
    ],
)
async def test_a_file_that_is_no_batch(
    wire: Wire, stand_in: StandIn, content: bytes, codes: list[str], lines: list[Any]
) -> None:
    """The batch fails, and says which lines are at fault; the call itself does not fail."""
    client = wire.client(base_url=stand_in.url)
    file = await done(client.files.create(file=("a.jsonl", content), purpose="batch"))
    batch = await done(client.batches.create(input_file_id=file.id, endpoint=ROUTE))
    batch = await done(client.batches.wait(batch.id))
    assert batch.status == "failed"
    assert [error.code for error in batch.errors.data] == codes
    assert [error.line for error in batch.errors.data] == lines


async def test_lines_that_the_stand_in_refuses(wire: Wire, stand_in: StandIn) -> None:
    """A name that comes twice, another route, a stream."""
    line = {"custom_id": "a", "method": "POST", "url": ROUTE, "body": asking("?")}
    wrong = [
        {"custom_id": "b", "url": "/v1/embeddings"},
        {"custom_id": "c", "method": "GET"},
        {"custom_id": "d", "body": {**asking("?"), "stream": True}},
    ]
    content = "\n".join(json.dumps({**line, **one}) for one in [{}, {}, *wrong]).encode()
    client = wire.client(base_url=stand_in.url)
    file = await done(client.files.create(file=("a.jsonl", content), purpose="batch"))
    batch = await done(client.batches.create(input_file_id=file.id, endpoint=ROUTE))
    batch = await done(client.batches.retrieve(batch.id))
    assert [(error.line, error.code, error.param) for error in batch.errors.data] == [
        (2, "duplicate_custom_id", "custom_id"),
        (3, "invalid_request", "url"),
        (4, "invalid_request", "method"),
        (5, "invalid_request", "body"),
    ]


async def test_a_batch_is_cancelled(wire: Wire, stand_in: StandIn, tmp_path: Path, waits: list[float]) -> None:
    """What was answered until then is kept; a finished one cannot be cancelled."""
    client = wire.client(base_url=stand_in.url)
    batch = await start(client, tmp_path / "r.jsonl", {str(number): asking("?") for number in range(4)})
    await done(client.batches.retrieve(batch.id))
    assert (await done(client.batches.cancel(batch.id))).status == "cancelling"
    batch = await done(client.batches.wait(batch.id))
    assert (batch.status, batch.request_counts.completed) == ("cancelled", 2)
    assert len(list(read_answers(await done(client.files.content(batch.output_file_id))))) == 2
    with pytest.raises(ConflictError, match="Cannot cancel a batch with status 'cancelled'"):
        await done(client.batches.cancel(batch.id))


async def test_batches_of_the_stand_in_are_listed(wire: Wire, stand_in: StandIn, tmp_path: Path) -> None:
    """The newest first, in pages; looking at the list takes none of them further."""
    client = wire.client(base_url=stand_in.url)
    made = [(await start(client, tmp_path / "r.jsonl", {"a": asking("?")})).id for _ in range(5)]
    found = [batch async for batch in each(client.batches.list(limit=2))]
    assert [batch.id for batch in found] == made[::-1]
    assert {batch.status for batch in found} == {"validating"}


@pytest.mark.parametrize(
    ("changes", "status", "param"),
    [
        ({"input_file_id": "file-9"}, 404, "input_file_id"),
        ({"endpoint": "/v1/files/x"}, 400, "endpoint"),
        ({"completion_window": "1h"}, 400, "completion_window"),
        ({"completion_window": None}, 400, "completion_window"),
        ({"extra_body": {"endpoint": 5}}, 400, "endpoint"),
    ],
)
async def test_what_the_stand_in_refuses(wire: Wire, stand_in: StandIn, changes: Any, status: int, param: str) -> None:
    """In OpenAI's shape."""
    client = wire.client(base_url=stand_in.url)
    file = await done(client.files.create(file=b"x", purpose="batch"))
    with pytest.raises(APIStatusError) as caught:
        await done(client.batches.create(**{"input_file_id": file.id, "endpoint": ROUTE, **changes}))
    assert (caught.value.status_code, caught.value.param) == (status, param)


async def test_batches_that_the_stand_in_does_not_have(wire: Wire, stand_in: StandIn) -> None:
    """And a file that was uploaded for something else."""
    client = wire.client(base_url=stand_in.url)
    for call in (client.batches.retrieve, client.batches.cancel):
        with pytest.raises(NotFoundError, match="No batch found with id 'b'"):
            await done(call("b"))
    with pytest.raises(NotFoundError, match="Invalid URL"):
        await done(client.post("/batches/b/restart"))
    file = await done(client.files.create(file=b"x", purpose="user_data"))
    with pytest.raises(BadRequestError, match="purpose must be 'batch'"):
        await done(client.batches.create(input_file_id=file.id, endpoint=ROUTE))
