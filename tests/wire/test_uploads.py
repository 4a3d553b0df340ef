"""Files that are sent: from disk, whole on every attempt, and refused before anything is sent if they cannot be."""

from __future__ import annotations

import bz2
import gc
import gzip
import io
import lzma
import os
import threading
import tracemalloc
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import anyio
import pytest

from oaicompat import APITimeoutError, Call, ConfigurationError, Reply, StreamCall
from oaicompat._binary import PassingDecoder
from oaicompat._encode import form_request

from .bodies import head, reply
from .colours import Wire, done, entered
from .scripted import CLOSE, Request, Server

OK = reply({"ok": True})


def sending(file: Any, **fields: Any) -> Call[Reply]:
    """A call that sends `file` and gives the reply."""
    return Call(form_request("files", fields, {}, fields, files={"file": file}), lambda found: found)


def parts(request: Request) -> list[EmailMessage]:
    """The parts of a multipart body."""
    start = f"Content-Type: {request.header('content-type')}\r\n\r\n".encode()
    message = message_from_bytes(start + request.body, policy=policy.HTTP)
    return [cast("EmailMessage", part) for part in cast("EmailMessage", message).iter_parts()]


def told(part: EmailMessage) -> tuple[str | None, str | None, str, bytes]:
    """A part's name, file name, type and content."""
    field = part["content-disposition"].params
    return field.get("name"), field.get("filename"), part.get_content_type(), cast(bytes, part.get_payload(decode=True))


async def test_a_file_goes_with_its_name_its_type_and_the_fields(wire: Wire, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "table.json"
    path.write_bytes(b'{"a": 1}')
    server.always(OK)
    call = sending(path, purpose="batch", flag=True, number=0.5, words=["a", "b"], place={"anchor": "now", "n": 3})
    await done(wire.client().send(call))
    *fields, file = map(told, parts(server.requests[0]))
    assert [(name, content.decode()) for name, _, _, content in fields] == [
        ("purpose", "batch"),
        ("flag", "true"),
        ("number", "0.5"),
        ("words[]", "a"),
        ("words[]", "b"),
        ("place[anchor]", "now"),
        ("place[n]", "3"),
    ]
    assert file == ("file", "table.json", "application/json", b'{"a": 1}')
    assert int(server.requests[0].header("content-length") or 0) == len(server.requests[0].body)


@pytest.mark.parametrize(
    ("given", "name", "kind"),
    [
        (b"abc", "upload", "application/octet-stream"),
        (("a.wav", b"abc"), "a.wav", "audio/x-wav"),
        (("a.wav", b"abc", "audio/wav"), "a.wav", "audio/wav"),
        (("a", io.BytesIO(b"abc"), None), "a", "application/octet-stream"),
        (io.BytesIO(b"abc"), "upload", "application/octet-stream"),
        (bytearray(b"abc"), "upload", "application/octet-stream"),
    ],
)
async def test_a_file_may_be_given_in_many_ways(wire: Wire, server: Server, given: Any, name: str, kind: str) -> None:
    server.always(OK)
    await done(wire.client().send(sending(given)))
    (found,) = map(told, parts(server.requests[0]))
    assert found == ("file", name, kind, b"abc")


async def test_an_open_file_is_sent_from_its_start_and_stays_open(wire: Wire, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    server.always(OK)
    with path.open("rb") as file:
        file.read(2)
        await done(wire.client().send(sending(file)))
        assert not file.closed
    assert told(parts(server.requests[0])[0])[1::2] == ("a.txt", b"abc")


async def test_a_string_is_a_path(wire: Wire, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    server.always(OK)
    await done(wire.client().send(sending(str(path))))
    assert told(parts(server.requests[0])[0])[1] == "a.txt"


async def test_a_name_may_hold_any_character(wire: Wire, server: Server) -> None:
    """UTF-8, with the quotes and line ends that would end it written as HTML forms write them."""
    server.always(OK)
    await done(wire.client().send(sending(('Grüße "日本"\r\n.txt', b"abc"))))
    assert 'filename="Grüße %22日本%22%0D%0A.txt"'.encode() in server.requests[0].body


async def test_several_files_of_one_field(wire: Wire, server: Server) -> None:
    server.always(OK)
    call = Call(
        form_request("x", {}, {}, (), files={"image[]": [("a.png", b"1"), ("b.png", b"2")], "mask": b"3", "no": None}),
        lambda found: found,
    )
    await done(wire.client().send(call))
    assert [told(part)[::3] for part in parts(server.requests[0])] == [
        ("image[]", b"1"),
        ("image[]", b"2"),
        ("mask", b"3"),
    ]


async def test_a_form_without_files_is_a_form(wire: Wire, server: Server) -> None:
    server.always(OK)
    call = Call(form_request("x", {"a": "1", "b": ["2", "3"]}, {}, "ab", files={}), lambda found: found)
    await done(wire.client().send(call))
    found = [told(part)[::3] for part in parts(server.requests[0])]
    assert found == [("a", b"1"), ("b[]", b"2"), ("b[]", b"3")]


async def test_extra_body_adds_fields_and_wins(wire: Wire, server: Server) -> None:
    server.always(OK)
    options = {"extra_body": {"own": 1, "purpose": "other", "none": None}}
    call = Call(form_request("x", {"purpose": "batch"}, options, (), files={"file": b"1"}), lambda found: found)
    await done(wire.client(default_body={"default": "d"}).send(call))
    found = dict(told(part)[::3] for part in parts(server.requests[0]))
    assert found == {"default": b"d", "purpose": b"other", "own": b"1", "file": b"1"}


@pytest.mark.parametrize("seekable", [True, False])
async def test_a_retry_sends_the_file_whole_again(wire: Wire, server: Server, tmp_path: Path, seekable: bool) -> None:
    """Also one that can be read only once, such as a pipe."""
    content = os.urandom(300_000)

    class Once(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: Any) -> int:
            raise io.UnsupportedOperation("seek")

    path = tmp_path / "a.bin"
    path.write_bytes(content)
    server.answer(reply({"error": {"message": "later"}}, 503, "retry-after: 0"), [CLOSE], OK)
    await done(wire.client(max_retries=2).send(sending(path if seekable else Once(content))))
    assert [told(parts(request)[0])[3] for request in server.requests] == [content] * 3


async def test_what_cannot_be_sent_is_told_before_anything_is(wire: Wire, server: Server, tmp_path: Path) -> None:
    client = wire.client()
    empty = tmp_path / "empty.txt"
    empty.touch()
    closed = io.BytesIO(b"abc")
    closed.close()
    unreadable: list[tuple[Any, str]] = [
        (tmp_path / "nowhere.txt", r"file: the file '.*nowhere.txt' cannot be read: No such file"),
        (tmp_path, r"file: the file '.*' cannot be read: Is a directory"),
        ("a\0b", "cannot be read"),
        (empty, r"file: the file '.*empty.txt' is empty"),
        (b"", "file is empty"),
        (io.BytesIO(b""), "file: the file 'BytesIO' is empty"),
        (closed, "file: the file 'BytesIO' is closed"),
    ]
    for given, words in unreadable:
        with pytest.raises(ConfigurationError, match=words):
            await done(client.send(sending(given)))
    with pytest.raises(TypeError, match="file: the file 'StringIO' must be open in binary mode"):
        await done(client.send(sending(io.StringIO("abc"))))
    with (tmp_path / "out.bin").open("wb") as out, pytest.raises(TypeError, match="in binary mode, for reading"):
        await done(client.send(sending(out)))
    for given, words in [
        (5, "file must be a path, bytes, a file opened with .*, not int"),
        (("a",), "a tuple is"),
        ((5, b"abc"), "the name of a file must be a string, not int"),
    ]:
        with pytest.raises(TypeError, match=words):
            sending(given)
    assert not server.requests


@pytest.mark.parametrize("kind", [gzip, bz2, lzma])
async def test_a_file_that_is_decompressed_on_the_way(wire: Wire, server: Server, tmp_path: Path, kind: Any) -> None:
    """Its size is not the one on the disk; one that is cut off there says so."""
    path = tmp_path / "a.z"
    with kind.open(path, "wb") as file:
        file.write(b"abc" * 100_000)
    server.always(OK)
    with kind.open(path) as file:
        await done(wire.client().send(sending(("a.txt", file))))
    assert told(parts(server.requests[0])[0])[3] == b"abc" * 100_000
    path.write_bytes(path.read_bytes()[:-10])
    with kind.open(path) as file, pytest.raises(ConfigurationError, match=r"file: the file .* cannot be read: .*ended"):
        await done(wire.client().send(sending(file)))
    assert len(server.requests) == 1


class _Changing(io.BytesIO):
    """A file to which something happens when it was read up to some place."""

    def __init__(self, content: bytes, place: int, happens: Any) -> None:
        super().__init__(content)
        self.place = place
        self.happens = happens

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        if found and self.tell() >= self.place:
            self.happens(self)
        return found


def _grow(file: io.BytesIO) -> None:
    place = file.tell()
    file.seek(0, io.SEEK_END)
    file.write(b"more")
    file.seek(place)


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (_grow, "changed while it was sent: it had 200000 bytes, and now has more"),
        (lambda file: file.truncate(100_000), "changed while it was sent: it had 200000 bytes, and now has fewer"),
        (lambda file: file.close(), "cannot be read: I/O operation on closed file"),
    ],
)
async def test_a_file_that_changes_while_it_is_sent(wire: Wire, server: Server, happens: Any, words: str) -> None:
    """It is not tried again: nobody knows what would be sent then."""
    file = _Changing(b"a" * 200_000, 100_000, happens)
    with pytest.raises(ConfigurationError, match=f"file: the file '_Changing' {words}"):
        await done(wire.client(max_retries=2).send(sending(file)))
    await wire.until(lambda: server.connections and not server.open_connections)
    assert (server.connections, server.requests) == (1, [])


async def test_an_upload_may_not_take_longer_than_its_deadline(wire: Wire, server: Server) -> None:
    """Though each of its pieces goes quickly enough."""
    pause = threading.Event()
    file = _Changing(bytes(40_000_000), 0, lambda _: pause.wait(0.02))
    with pytest.raises(APITimeoutError, match=r"deadline of 0\.2 s has passed"):
        await done(wire.client().files.create(file=file, purpose="batch", deadline=0.2))
    assert file.tell() < 10_000_000


async def test_what_cannot_be_a_file_or_its_name(wire: Wire, server: Server) -> None:
    """The error names the field."""
    client = wire.client()

    class Bytes:
        def __fspath__(self) -> bytes:
            return b"a"

    wrong: list[tuple[Any, type[Exception], str]] = [
        (Path, TypeError, "file must be a path, .*, not the class Path"),
        (io.BytesIO, TypeError, "file must be a path, .*, not the class BytesIO"),
        (Bytes(), TypeError, "file: the path of this Bytes is no string"),
        ("", ConfigurationError, "file is an empty string"),
        ([b"a", b"b"], TypeError, "file must be a path, .*, not list"),
        ((one for one in (b"a", b"b")), TypeError, "file must be a path, .*, not generator"),
        (None, TypeError, "file is needed"),
        (("n", b"x", "text/plain\r\nX-Evil: 1"), ConfigurationError, "file: the content type .* no header can carry"),
        (("n", b"x", "text/\x7f"), ConfigurationError, "file: the content type"),
        (("a\ud800.txt", b"x"), ConfigurationError, r"file: the name 'a\\ud800\.txt' holds half a character"),
    ]
    for given, kind, words in wrong:
        with pytest.raises(kind, match=words):
            await done(client.files.create(file=given, purpose="batch"))
        with pytest.raises(kind, match=words):
            await done(client.audio.transcriptions.create(file=given, model="m"))
    assert not server.requests


async def test_an_async_file_is_none(wire: Wire, tmp_path: Path) -> None:
    """It says what to give, and leaves no coroutine behind (which would be a warning)."""

    async def read(_: int) -> bytes:
        return b""

    given: Any = SimpleNamespace(read=read)
    if not wire.is_sync:
        (tmp_path / "a.txt").write_bytes(b"abc")
        given = await anyio.open_file(tmp_path / "a.txt", "rb")
    with pytest.raises(TypeError, match=r"file: the file '.*' is an async one: give its path"):
        await done(wire.client().send(sending(given)))
    if not wire.is_sync:
        await given.aclose()
    gc.collect()


async def test_our_files_are_closed_after_a_failure(wire: Wire, server: Server, tmp_path: Path) -> None:
    """A file that nobody closes is a ResourceWarning, and that an error."""
    path = tmp_path / "a.bin"
    path.write_bytes(b"abc")
    server.always([CLOSE])
    with pytest.raises(Exception, match=r"could not|broke"):
        await done(wire.client().send(sending(path)))


async def test_a_large_file_is_never_held_in_memory(wire: Wire, server: Server, tmp_path: Path) -> None:
    """Up, and down again: 64 MB pass with a few MB."""
    size = 64 * 1024 * 1024
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(size)
    refused = reply({"error": "no"}, 413)
    client = wire.client()
    server.always(refused)
    with pytest.raises(Exception, match="413"):  # warm: what is imported on the way is not counted
        await done(client.send(sending(b"abc")))
    server.keeps_bodies = False
    tracemalloc.start()
    try:
        with pytest.raises(Exception, match="413"):
            await done(client.send(sending(path)))
        up = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert server.body_sizes[-1] > size
    assert up < 8 * 1024 * 1024

    block = bytes(1024 * 1024)
    server.always([head(200, f"content-length: {size}"), *[block] * 64])
    request = sending(b"abc").request
    tracemalloc.start()
    try:
        async with entered(await done(client.open(StreamCall(request, PassingDecoder, "bytes")))) as stream:
            written = await done(stream.save(tmp_path / "copy.bin"))
        down = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert written == size
    assert (tmp_path / "copy.bin").stat().st_size == size
    assert down < 8 * 1024 * 1024
