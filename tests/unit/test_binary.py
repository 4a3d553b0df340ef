"""Replies that are bytes: passed on as they come, never an error or a page in their place."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import APIError, APIResponseValidationError, ConfigurationError, Headers, Reply
from oaicompat._binary import BinaryDecoder, binary
from oaicompat._pieces import Pieces
from oaicompat._saving import Saving, save
from oaicompat.types.binary import Binary

HEAD = Reply(200, Headers({"content-type": "audio/mpeg", "x-request-id": "req_1"}))


def extract(value: dict[str, Any]) -> bytes | None:
    found = value.get("audio_data")
    return base64.b64decode(found) if isinstance(found, str) else None


def outcome(parts: list[bytes], kind: str = "audio/mpeg") -> bytes | str:
    """What a body of this type gives that comes in these parts: its bytes, or the words of the error."""
    decoder = BinaryDecoder(replace(HEAD, headers=Headers({"content-type": kind})), wanted="speech", extract=extract)
    found = []
    try:
        for part in parts:
            found += decoder.feed(part)
        found += decoder.finish()
    except APIError as error:
        return str(error)
    return b"".join(found)


BODIES = st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=100).map(lambda rest: b"{" + rest),
    st.binary(max_size=100).map(lambda rest: b"  <" + rest),
    st.sampled_from(
        [
            b'{"error": {"message": "voice not found"}}',
            b'{"audio_data": "AAEC"}',
            b'  {"other": 1}',
            b"<!DOCTYPE html><html><title>Sign in</title></html>",
            b"<html>" + b" " * 100,
            b'{"error": "' + b"x" * 100 + b'"}',
            b"",
            b"\xef\xbb\xbf{}",
        ]
    ),
)


#: Types of what is read, and of what is heard or may be anything.
READ = [
    "application/json",
    "application/problem+json; charset=utf-8",
    "text/plain;charset=utf-8",
    "text/html",
    "application/xml",
    "text/xml",
    "application/xhtml+xml",
]
HEARD = ["audio/mpeg", "application/octet-stream", ""]
#: How files of sound and pictures that move start, and archives.
MEDIA = [
    b"ID3\x04\x00",
    b"\xff\xfb\x90\x64",
    b"\xff\xf1\x50\x80",
    b"RIFF\x24\x00\x00\x00WAVE",
    b"FORM\x24\x00\x00\x00AIFF",
    b"OggS\x00\x02",
    b"fLaC\x00\x00",
    b"\x1aE\xdf\xa3",
    b"\x00\x00\x00\x18ftypmp42",
    b"PK\x03\x04",
]


@settings(deadline=None)
@given(BODIES, st.lists(st.integers(0, 200), max_size=6), st.sampled_from(READ + HEARD))
def test_any_split_gives_the_same(body: bytes, cuts: list[int], kind: str) -> None:
    places = sorted({0, len(body), *(cut for cut in cuts if cut < len(body))})
    parts = [body[start:end] for start, end in pairwise(places)]
    assert outcome(parts, kind) == outcome([body], kind)


@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'[{"error": {"message": "bad voice"}}]', "bad voice"),
        (b'"error"', "not a speech"),
        (b"null", "not a speech"),
        (b'{"error": {"message": "bad voi', "not a speech"),
        (b"{" + b" " * 70 + b'"error": {"message": "bad voice"}}', "bad voice"),
        (b"Internal Server Error", "not a speech"),
        (b'<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', "not a speech"),
        (b"<!-- x --><html><title>Log in</title></html>", "not a speech"),
        (b"\xff\xfen\x00o\x00", "not a speech"),
        (b"OK", "not a speech"),
        (b" ", "not a speech"),
        (b'{"audio_data": ""}', "not a speech"),
    ],
)
def test_what_is_declared_as_text_is_no_sound(kind: str, body: bytes, words: str) -> None:
    """Whatever it says: an error of the server, or not what was asked."""
    found = outcome([body], kind)
    assert isinstance(found, str)
    assert words in found


@pytest.mark.parametrize("rest", [b"", b"\x00" * 5, b"\x01" * 500])
@pytest.mark.parametrize("start", MEDIA)
@pytest.mark.parametrize("kind", READ)
def test_sound_under_a_wrong_type_is_sound(kind: str, start: bytes, rest: bytes) -> None:
    """Its first bytes say so."""
    assert outcome([start + rest], kind) == start + rest


def test_nothing_in_json_is_nothing() -> None:
    """Audio of no bytes is an error, as an empty body is."""
    for kind in HEARD:
        found = outcome([b'{"audio_data": ""}'], kind)
        assert isinstance(found, str)
        assert "not a speech" in found


def test_sound_may_come_in_a_piece_above_the_limit() -> None:
    """The limit is that of what must be held."""
    assert list(BinaryDecoder(HEAD, 100).feed(b"\x01" * 200)) == [b"\x01" * 200]


@given(st.binary(min_size=1, max_size=300).filter(lambda data: data.lstrip()[:1] not in (b"", b"{", b"<", b"\xef")))
def test_what_is_no_text_comes_as_it_is(body: bytes) -> None:
    assert outcome([body]) == body


def test_the_first_bytes_of_sound_are_not_held_back() -> None:
    assert list(BinaryDecoder(HEAD).feed(b"ID3")) == [b"ID3"]


def test_raw_sound_may_start_with_a_brace() -> None:
    """PCM has no header: its first byte may be anything."""
    body = b"{\x00\x01\x02" * 50
    assert outcome([body]) == body
    assert outcome([b"{\x00"]) == b"{\x00"


def test_an_error_that_came_with_success_is_an_error() -> None:
    found = outcome([b'{"error": {"message": "voice not found", "code": 404}}'])
    assert isinstance(found, str)
    assert "voice not found" in found


def test_a_web_page_is_not_what_was_asked() -> None:
    with pytest.raises(APIResponseValidationError, match="not a speech"):
        binary(Reply(200, HEAD.headers, b"<!doctype html><title>Log in</title>"), wanted="speech")


def test_nothing_is_not_what_was_asked() -> None:
    with pytest.raises(APIResponseValidationError, match="an empty body"):
        binary(Reply(200, HEAD.headers, b""), wanted="speech")


def test_content_that_may_be_anything_stays_what_it_is() -> None:
    for body in (b"", b'{"error": {"message": "a file about errors"}}', b"<html>"):
        assert binary(Reply(200, HEAD.headers, body), any_content=True).content == body


def test_base64_in_json_comes_as_bytes() -> None:
    body = json.dumps({"audio_data": base64.b64encode(b"RIFF").decode()}).encode()
    assert binary(Reply(200, HEAD.headers, body), wanted="speech", extract=extract).content == b"RIFF"


def test_a_json_value_above_the_limit_is_an_error() -> None:
    decoder = partial(BinaryDecoder, HEAD, 100)()
    with pytest.raises(APIError, match="larger than 100 bytes"):
        list(decoder.feed(b'{"a": "' + b"x" * 200))


@given(st.lists(st.binary(max_size=20), max_size=10), st.integers(1, 30))
def test_pieces_have_their_size(parts: list[bytes], size: int) -> None:
    """All but the last have exactly the size; none is empty; together they are what came."""
    cut = Pieces(size)
    found = [piece for part in parts for piece in cut.feed(part)] + list(cut.finish())
    assert b"".join(found) == b"".join(parts)
    assert all(len(piece) == size for piece in found[:-1])
    assert all(0 < len(piece) <= size for piece in found)


def test_a_piece_needs_a_size() -> None:
    """Also of bytes that are there already."""
    with pytest.raises(ConfigurationError, match="chunk_size must be above 0"):
        Pieces(0)
    with pytest.raises(ConfigurationError, match="chunk_size must be above 0"):
        list(Binary(b"abc", HEAD).iter_bytes(0))
    with pytest.raises(TypeError, match="chunk_size must be a whole number of bytes or None, not str"):
        Pieces("4")  # type: ignore[arg-type]  # the mistake that is tested


def test_a_binary_tells_of_its_reply(tmp_path: Path) -> None:
    found = Binary(b"abcdef", HEAD)
    assert (found.content_type, found.request_id, found.text, len(found)) == ("audio/mpeg", "req_1", "abcdef", 6)
    assert list(found.iter_bytes(4)) == [b"abcd", b"ef"]
    assert list(found.iter_bytes()) == [b"abcdef"]
    assert found.save(tmp_path / "a.mp3") == 6
    assert (tmp_path / "a.mp3").read_bytes() == b"abcdef"
    assert "abcdef" not in repr(found)


# -- files ----------------------------------------------------------------------------------------------------------


def test_a_failure_leaves_no_file_and_the_old_one(tmp_path: Path) -> None:
    """What was there before stays until the new content is complete."""
    path = tmp_path / "song.mp3"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), Saving(path) as file:
        file.add(b"half")
        file.flush()
        raise RuntimeError
    assert [one.name for one in tmp_path.iterdir()] == ["song.mp3"]
    assert path.read_bytes() == b"old"
    assert save(path, b"new") == 3
    assert path.read_bytes() == b"new"


def test_a_path_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere.*cannot be written: No such file or directory"):
        save(tmp_path / "nowhere" / "a", b"x")
    with pytest.raises(ConfigurationError, match="cannot be written: Is a directory"):
        save(tmp_path, b"x")
    with pytest.raises(ConfigurationError, match="cannot be written: embedded null byte"):
        save("a\0b", b"x")
    with pytest.raises(TypeError, match="path must be a string or a path, not int"):
        save(5, b"x")  # type: ignore[arg-type]  # the mistake that is tested


def test_two_may_save_to_one_path_at_a_time(tmp_path: Path) -> None:
    """Neither writes into the other's file, nor into one that was there already; the last one wins."""
    path = tmp_path / "song.mp3"
    (tmp_path / "song.mp3.part").write_bytes(b"somebody's own")
    with Saving(path) as first:
        first.add(b"first")
        first.flush()
        with Saving(path) as second:
            second.add(b"second")
        assert path.read_bytes() == b"second"
    assert path.read_bytes() == b"first"
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {
        "song.mp3": b"first",
        "song.mp3.part": b"somebody's own",
    }


def test_a_file_that_cannot_be_put_in_its_place_says_so(tmp_path: Path) -> None:
    """As when a directory takes the place meanwhile; nothing half done stays."""
    path = tmp_path / "song.mp3"
    with pytest.raises(ConfigurationError, match=r"song\.mp3' cannot be written"), Saving(path) as file:
        file.add(b"new")
        path.mkdir()
    assert [one.name for one in tmp_path.iterdir()] == ["song.mp3"]


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    """What nobody else may read stays so."""
    path = tmp_path / "song.mp3"
    path.write_bytes(b"old")
    path.chmod(0o600)
    with Saving(path) as file:
        file.add(b"new")
        (made,) = (one for one in tmp_path.iterdir() if one != path)
        assert made.stat().st_mode & 0o777 == 0o600
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)


def test_a_device_is_written_in_place() -> None:
    assert save("/dev/null", b"gone") == 4
