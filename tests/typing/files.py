"""How files, batches and models are meant to be used: mypy and pyright read this file, nobody runs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typing_extensions import assert_type

from oaicompat import AsyncClient, Client, batches
from oaicompat.batches import BatchAnswer, BatchRequest, Matched
from oaicompat.endpoints.chat import chat
from oaicompat.types import Batch, BatchList, FileDeleted, FileList, FileObject, Model, ModelDeleted, ModelList
from oaicompat.types.binary import Binary
from oaicompat.types.chat import ChatCompletion


def files(client: Client, path: Path) -> None:
    """Of a sync client."""
    file = client.files.create(file=path, purpose="batch", expires_after={"anchor": "created_at", "seconds": 3600})
    assert_type(file, FileObject)
    assert_type(client.files.list(limit=2, order="asc", purpose="a new one"), FileList)
    for one in client.files.list():
        assert_type(one, FileObject)
    assert_type(client.files.retrieve(file.id, timeout=3), FileObject)
    assert_type(client.files.delete(file.id), FileDeleted)
    assert_type(client.files.content(file.id), Binary)
    assert_type(client.files.download(file.id, path), int)
    assert_type(client.files.download(file.id, "copy"), int)
    assert_type(client.files.wait_for_processing(file.id, max_wait_seconds=None), FileObject)
    assert_type(client.files.with_raw_response.retrieve(file.id).parse(), FileObject)
    with client.files.with_streaming_response.content(file.id) as reply:
        assert_type(reply.stream_to_file(path), int)
    client.files.create(file=5, purpose="batch")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    client.files.list(limit="2")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


async def files_async(client: AsyncClient, path: Path) -> None:
    """The same, awaited; a list can be awaited or gone through."""
    assert_type(await client.files.create(file=b"x", purpose="user_data"), FileObject)
    assert_type(await client.files.list(), FileList)
    async for one in client.files.list(limit=2):
        assert_type(one, FileObject)
    async for again in await client.files.list():
        assert_type(again, FileObject)
    assert_type(await client.files.content("f"), Binary)
    assert_type(await client.files.download("f", path), int)
    assert_type((await client.files.with_raw_response.list()).parse(), FileList)


def models(client: Client) -> None:
    """The list of them is one page."""
    assert_type(client.models.list(), ModelList)
    for model in client.models.list():
        assert_type(model, Model)
        assert_type(model.context_limit, int | None)
    assert_type(client.models.delete("m"), ModelDeleted)


async def models_async(client: AsyncClient) -> None:
    """Awaited, and gone through in both ways."""
    for model in await client.models.list():
        assert_type(model, Model)
    async for one in client.models.list():
        assert_type(one, Model)
    assert_type(await client.models.delete("m"), ModelDeleted)


def batching(client: Client) -> None:
    """Of a sync client."""
    batch = client.batches.create(input_file_id="f", endpoint="/v1/chat/completions", metadata={"a": "b"})
    assert_type(batch, Batch)
    assert_type(batch.is_finished, bool)
    assert_type(client.batches.list(after="b"), BatchList)
    for one in client.batches.list():
        assert_type(one, Batch)
    assert_type(client.batches.cancel("b"), Batch)
    assert_type(client.batches.wait("b", deadline=60, on_progress=print), Batch)


async def batching_async(client: AsyncClient) -> None:
    """A coroutine function may be told."""

    async def tell(batch: Batch) -> None: ...

    assert_type(await client.batches.wait("b", poll_interval=5, on_progress=tell), Batch)
    async for one in client.batches.list():
        assert_type(one, Batch)


def lines(path: Path, content: Binary, given: dict[str, dict[str, Any]]) -> None:
    """Files of requests and of answers."""
    call = chat(model="m", messages=[{"role": "user", "content": "Hi"}])
    assert_type(batches.request_line("a", call), bytes)
    assert_type(batches.write_requests(path, {"a": call, "b": call}), int)
    assert_type(batches.write_requests(path, {"b": {"model": "m", "messages": []}}), int)
    assert_type(batches.write_requests(path, given, endpoint="/v1/embeddings"), int)
    assert_type(batches.write_requests(path, ((str(number), call) for number in range(3))), int)
    assert_type(batches.read_requests(path), Iterator[BatchRequest])
    assert_type(batches.read_answers(content), Iterator[BatchAnswer])
    found = batches.match(given, batches.read_answers("answers.jsonl"), batches.read_answers(b""))
    assert_type(found, Matched)
    assert_type(found.answers["a"].parse(ChatCompletion), ChatCompletion)
    assert_type(found.answers["a"].parse(call), ChatCompletion)
