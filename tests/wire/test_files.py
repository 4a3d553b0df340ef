"""Files on a wire: uploads, downloads that are not held in memory, waits, and what the stand-in server keeps."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oaicompat import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    BadRequestError,
    ConfigurationError,
    Headers,
    NotFoundError,
)
from oaicompat.testing import RecordedRequest
from oaicompat.testing import Server as StandIn
from oaicompat.testing._multipart import Part, parts_of
from oaicompat.types.file_deleted import FileDeleted
from oaicompat.types.file_object import FileObject

from .bodies import chunked, head, reply
from .colours import Wire, done, each, entered, following
from .scripted import CLOSE, UNTIL_GONE, Drip, Request, Server

CARD = {"id": "file-1", "object": "file", "bytes": 3, "filename": "a.txt", "purpose": "batch", "status": "processed"}
BYTES = bytes(range(256)) * 40


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The stand-in server, which refuses what it does not know."""
    with StandIn(strict=True) as server:
        yield server


def parts(request: Request) -> list[Part]:
    """The parts of a form."""
    headers = Headers({"content-type": request.header("content-type") or ""})
    return parts_of(RecordedRequest(request.method, request.target, headers, request.body))


# -- calls -------------------------------------------------------------------------------------------------------------


async def test_an_upload(wire: Wire, server: Server, tmp_path: Path) -> None:
    """A form with the file's name and bytes, and a typed reply with its headers."""
    path = tmp_path / "requests.jsonl"
    path.write_bytes(BYTES)
    server.answer(reply(CARD, 200, "x-request-id: r"))
    expires: Any = {"anchor": "created_at", "seconds": 3600}
    file = await done(wire.client().files.create(file=path, purpose="batch", expires_after=expires))
    assert isinstance(file, FileObject)
    assert (file.id, file.request_id) == ("file-1", "r")
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/v1/files")
    assert [(part.name, part.filename, part.content) for part in parts(request)] == [
        ("purpose", None, b"batch"),
        ("expires_after[anchor]", None, b"created_at"),
        ("expires_after[seconds]", None, b"3600"),
        ("file", "requests.jsonl", BYTES),
    ]


async def test_the_other_calls(wire: Wire, server: Server) -> None:
    """Their methods and paths, and what they give."""
    server.answer(reply(CARD), reply({"id": "file-1", "deleted": True}), reply(BYTES, kind="application/octet-stream"))
    client = wire.client()
    assert (await done(client.files.retrieve("file-1"))).filename == "a.txt"
    gone = await done(client.files.delete("file-1"))
    assert isinstance(gone, FileDeleted)
    assert gone.deleted is True
    content = await done(client.files.content("file-1"))
    assert (content.content, content.content_type) == (BYTES, "application/octet-stream")
    asked = [(request.method, request.target) for request in server.requests]
    assert asked == [
        ("GET", "/v1/files/file-1"),
        ("DELETE", "/v1/files/file-1"),
        ("GET", "/v1/files/file-1/content"),
    ]
    assert server.requests[2].header("accept") == "*/*"


async def test_an_upload_that_is_redirected_elsewhere(wire: Wire, server: Server) -> None:
    """Together answers with an address to which the file is to be PUT: that is told, and nothing is sent there."""
    place = "https://storage.example/bucket?signature=s3cret"
    server.answer(reply(b"", 302, f"location: {place}", "x-together-file-id: file-1"))
    with pytest.raises(APIStatusError, match=r"redirects to 'https://storage\.example/bucket', which is not") as caught:
        await done(wire.client().files.create(file=b"x", purpose="batch"))
    assert caught.value.status_code == 302
    assert "s3cret" not in str(caught.value)
    assert len(server.requests) == 1


async def test_a_file_that_is_not_there(wire: Wire, server: Server) -> None:
    """Neither on the disk, where nothing is sent, nor at the server."""
    server.always(reply({"error": {"message": "No such File object: f"}}, 404))
    client = wire.client()
    with pytest.raises(ConfigurationError, match="file: the file 'no/such/file' cannot be read"):
        await done(client.files.create(file="no/such/file", purpose="batch"))
    assert server.requests == []
    for call in (client.files.retrieve, client.files.delete, client.files.content):
        with pytest.raises(NotFoundError, match="No such File object"):
            await done(call("f"))


# -- downloads ---------------------------------------------------------------------------------------------------------


async def test_a_download(wire: Wire, server: Server, tmp_path: Path) -> None:
    """Its bytes go to the file, and their number comes back."""
    in_chunks = head(200, "transfer-encoding: chunked") + chunked(BYTES[:5], BYTES[5:]) + b"0\r\n\r\n"
    server.answer(reply(BYTES), in_chunks, reply(b""))
    client = wire.client()
    for number, expected in enumerate((BYTES, BYTES, b"")):
        path = tmp_path / f"{number}"
        assert await done(client.files.download("file-1", path)) == len(expected)
        assert path.read_bytes() == expected
    assert server.connections == 1


async def test_one_line_of_errors_is_a_file_like_any_other(wire: Wire, server: Server, tmp_path: Path) -> None:
    """It looks like an error with success, and is none."""
    line = json.dumps({"error": {"message": "expired"}, "custom_id": "a"}).encode()
    server.always(reply(line))
    client = wire.client()
    assert (await done(client.files.content("f"))).content == line
    assert await done(client.files.download("f", str(tmp_path / "errors"))) == len(line)


@pytest.mark.parametrize("start", [b"", BYTES])
async def test_a_download_that_breaks_off_leaves_nothing(
    wire: Wire, server: Server, tmp_path: Path, start: bytes
) -> None:
    """Neither a part of the file, nor is an old one touched."""
    path = tmp_path / "copy"
    path.write_text("old")
    server.answer([head(200, "content-length: 100000") + start, CLOSE])
    with pytest.raises(APIConnectionError):
        await done(wire.client().files.download("file-1", path))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


async def test_a_download_may_not_take_longer_than_its_deadline(wire: Wire, server: Server, tmp_path: Path) -> None:
    """A server that sends a byte now and then does not keep it for ever."""
    server.answer([head(200, "content-length: 100000"), Drip(b"x", every=0.01)])
    with pytest.raises(APITimeoutError, match=r"deadline of 0\.1 s"):
        await done(wire.client().files.download("file-1", tmp_path / "copy", deadline=0.1))
    assert list(tmp_path.iterdir()) == []


async def test_a_refused_download_is_an_error(wire: Wire, server: Server, tmp_path: Path, waits: list[float]) -> None:
    """And no file; what may be tried again is."""
    server.answer(reply({"error": {"message": "Not allowed to download"}}, 400), reply(b"", 503), reply(b"ok"))
    with pytest.raises(BadRequestError, match="Not allowed to download"):
        await done(wire.client().files.download("file-1", tmp_path / "copy"))
    assert list(tmp_path.iterdir()) == []
    assert await done(wire.client(max_retries=1).files.download("file-1", tmp_path / "copy")) == 2
    assert len(waits) == 1


async def test_a_place_where_nothing_can_be_written(wire: Wire, server: Server, tmp_path: Path) -> None:
    """In our words."""
    server.always(reply(BYTES))
    client = wire.client()
    with pytest.raises(ConfigurationError, match="cannot be written"):
        await done(client.files.download("file-1", tmp_path / "no" / "such" / "place"))
    with pytest.raises(TypeError, match="path must be a string or a path, not int"):
        await done(client.files.download("file-1", 5))
    await wire.until(lambda: server.open_connections <= 1)


async def test_a_download_that_fails_here_lets_go_of_the_connection(wire: Wire, server: Server, tmp_path: Path) -> None:
    """At once, though the server would go on sending; so does a loop over pieces that is closed."""
    server.always([head(200, "content-length: 100000"), b"abcdef", UNTIL_GONE])
    client = wire.client()
    with pytest.raises(ConfigurationError, match="cannot be written"):
        await done(client.files.download("file-1", tmp_path / "nowhere" / "copy"))
    await wire.until(lambda: server.open_connections == 0)
    async with entered(client.files.with_streaming_response.content("file-1")) as streamed:
        pieces = streamed.iter_bytes(3)
        assert await following(pieces) == b"abc"
        await done(pieces.close() if wire.is_sync else pieces.aclose())
        await wire.until(lambda: server.open_connections == 0)


async def test_a_large_download_is_not_held_in_memory(wire: Wire, server: Server, tmp_path: Path) -> None:
    """Whatever its size."""
    piece = bytes(1024 * 1024)
    server.answer([head(200, f"content-length: {32 * len(piece)}"), *[piece] * 32])
    client = wire.client()
    tracemalloc.start()
    try:
        assert await done(client.files.download("file-1", tmp_path / "copy")) == 32 * len(piece)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * len(piece)


async def test_the_openai_sdk_s_ways_to_the_content(wire: Wire, server: Server, tmp_path: Path) -> None:
    """`with_streaming_response` reads as it comes, `with_raw_response` gives the whole."""
    server.always(reply(BYTES))
    client = wire.client()
    async with entered(client.files.with_streaming_response.content("file-1")) as streamed:
        await done(streamed.stream_to_file(tmp_path / "copy"))
    assert (tmp_path / "copy").read_bytes() == BYTES
    async with entered(client.files.with_streaming_response.content("file-1")) as streamed:
        assert b"".join([piece async for piece in each(streamed.iter_bytes(100))]) == BYTES
    raw = await done(client.files.with_raw_response.content("file-1"))
    assert raw.content == raw.parse().read() == BYTES


# -- waiting -----------------------------------------------------------------------------------------------------------


def card(status: str) -> bytes:
    """The reply of a file in this state."""
    return reply({**CARD, "status": status})


@pytest.mark.parametrize("end", ["processed", "error"])
async def test_a_wait_for_a_file(wire: Wire, server: Server, waits: list[float], end: str) -> None:
    """Looks every five seconds, as the openai SDK does, until the server is done with it, well or not."""
    server.answer(card("uploaded"), card("running"), card(end))
    file = await done(wire.client().files.wait_for_processing("file-1"))
    assert file.status == end
    assert waits == [5.0, 5.0]


async def test_a_file_of_a_server_that_processes_nothing(wire: Wire, server: Server, waits: list[float]) -> None:
    """It has no status, and there is nothing to wait for."""
    server.answer(reply({"id": "file-1", "bytes": 3}))
    assert (await done(wire.client().files.wait_for_processing("file-1"))).id == "file-1"
    assert waits == []


async def test_a_wait_that_is_too_long(wire: Wire, server: Server, waits: list[float]) -> None:
    """It says how far the file is."""
    server.always(card("uploaded"))
    with pytest.raises(APITimeoutError, match=r"GET .*: file 'file-1' is still uploaded after 12 s") as caught:
        await done(wire.client().files.wait_for_processing("file-1", poll_interval=5, max_wait_seconds=12))
    assert caught.value.partial.id == "file-1"
    assert waits == [5, 5, pytest.approx(0.8, abs=0.5)]


async def test_a_wait_survives_a_look_that_fails(wire: Wire, server: Server, waits: list[float]) -> None:
    """As often in a row as a call may be tried again; options hold for each look."""
    server.answer(card("uploaded"), [CLOSE], [CLOSE], card("processed"))
    file = await done(wire.client(max_retries=1).files.wait_for_processing("file-1", extra_headers={"x-a": "b"}))
    assert file.status == "processed"
    assert [request.header("x-a") for request in server.requests] == ["b"] * 4
    server.answer(card("uploaded"), reply(b"", 404))
    with pytest.raises(NotFoundError):
        await done(wire.client(max_retries=1).files.wait_for_processing("file-1"))


# -- the stand-in server -----------------------------------------------------------------------------------------------


async def test_files_of_the_stand_in(wire: Wire, stand_in: StandIn, tmp_path: Path) -> None:
    """What is uploaded is listed, read, downloaded and deleted, byte for byte."""
    client = wire.client(base_url=stand_in.url)
    names = []
    for number in range(5):
        file = await done(client.files.create(file=(f"{number}.bin", BYTES[number:]), purpose="user_data"))
        assert (file.filename, file.bytes, file.status) == (f"{number}.bin", len(BYTES) - number, "processed")
        names.append(file.id)
    assert [file.id async for file in each(client.files.list(limit=2))] == names[::-1]
    assert [file.id async for file in each(client.files.list(limit=2, order="asc"))] == names
    assert [file.id async for file in each(client.files.list(purpose="batch"))] == []
    assert (await done(client.files.content(names[1]))).content == BYTES[1:]
    assert await done(client.files.download(names[2], tmp_path / "copy")) == len(BYTES) - 2
    assert (await done(client.files.wait_for_processing(names[0]))).id == names[0]
    assert (await done(client.files.delete(names[0]))).deleted
    for call in (client.files.retrieve, client.files.content, client.files.delete):
        with pytest.raises(NotFoundError, match=f"No such File object: {names[0]}"):
            await done(call(names[0]))


async def test_expiry_at_the_stand_in(wire: Wire, stand_in: StandIn) -> None:
    """It is counted from the upload."""
    client = wire.client(base_url=stand_in.url)
    expires: Any = {"anchor": "created_at", "seconds": 3600}
    file = await done(client.files.create(file=b"x", purpose="user_data", expires_after=expires))
    assert file.expires_at == file.created_at + 3600


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"purpose": "fun"}, "purpose"),
        ({"expires_after": {"anchor": "created_at", "seconds": 5}}, "expires_after.seconds"),
        ({"expires_after": {"anchor": "created_at"}}, "expires_after.seconds"),
        ({"expires_after": {"anchor": "now", "seconds": 3600}}, "expires_after.anchor"),
        ({"expires_after": {"seconds": 3600}}, "expires_after.anchor"),
    ],
)
async def test_what_the_stand_in_refuses(wire: Wire, stand_in: StandIn, options: Any, param: str) -> None:
    """In OpenAI's shape."""
    client = wire.client(base_url=stand_in.url)
    with pytest.raises(BadRequestError) as caught:
        await done(client.files.create(**{"file": b"x", "purpose": "batch", **options}))
    assert caught.value.param == param


@pytest.mark.parametrize(
    ("query", "param"),
    [({"limit": 0}, "limit"), ({"limit": "x"}, "limit"), ({"order": "up"}, "order"), ({"after": "file-9"}, "after")],
)
async def test_pages_that_the_stand_in_refuses(wire: Wire, stand_in: StandIn, query: Any, param: str) -> None:
    """Likewise."""
    with pytest.raises(BadRequestError) as caught:
        await done(wire.client(base_url=stand_in.url).files.list(**query))
    assert caught.value.param == param


async def test_forms_that_the_stand_in_refuses(wire: Wire, stand_in: StandIn) -> None:
    """A form without its file or its purpose, and a file that is mere text."""
    from oaicompat import Call
    from oaicompat._encode import form_request

    client = wire.client(base_url=stand_in.url)
    forms: list[tuple[dict[str, str], dict[str, bytes], str]] = [
        ({}, {"file": b"x"}, "purpose"),
        ({"purpose": "batch"}, {}, "file"),
        ({"purpose": "batch", "file": "x"}, {}, "file"),
    ]
    for fields, files, param in forms:
        call = Call(form_request("files", fields, {}, fields, files=files), lambda found: found)
        with pytest.raises(BadRequestError) as caught:
            await done(client.send(call))
        assert caught.value.param == param


async def test_a_model_is_deleted_from_the_stand_in(wire: Wire) -> None:
    """From then on it is not there."""
    with StandIn(models=["a/b", "c"]) as stand_in:
        client = wire.client(base_url=stand_in.url)
        deleted = await done(client.models.delete("a/b"))
        assert (deleted.id, deleted.deleted) == ("a/b", True)
        assert [model.id async for model in each(client.models.list())] == ["c"]
        for call in (client.models.retrieve, client.models.delete):
            with pytest.raises(NotFoundError, match="'a/b' does not exist"):
                await done(call("a/b"))
        raw = await done(client.models.with_raw_response.delete("c"))
        assert raw.parse().deleted
        async with entered(client.models.with_streaming_response.list()) as streamed:
            assert len(await done(streamed.parse())) == 0
