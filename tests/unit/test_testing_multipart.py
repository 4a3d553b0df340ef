"""Forms as the stand-in server reads them: what was written comes out, and what is cut is refused."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import Headers
from oaicompat.testing._check import RequestError
from oaicompat.testing._multipart import Part, parts_of
from oaicompat.testing._requests import RecordedRequest

#: What a name or a text may hold: anything but half characters, which no request can hold.
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x1b\x7f"), min_size=1, max_size=12)
#: Bytes that look like what holds a form together are likely.
PIECES = st.sampled_from([b"\r\n", b"--", b"\r\n--b", b"--b--", b"\r\n--b\r\n\r\n", b"\n", b"\r", b"b", b"\0"])
CONTENTS = st.binary(max_size=20) | st.lists(PIECES, max_size=6).map(b"".join)


def recorded(body: bytes, content_type: str = "multipart/form-data; boundary=b") -> RecordedRequest:
    headers = {"content-type": content_type} if content_type else {}
    return RecordedRequest("POST", "/v1/images/edits", Headers(headers), body)


def form(*parts: bytes, end: bytes = b"--b--\r\n") -> bytes:
    """A form whose parts are written out: headers, a blank line, content."""
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + end


def refused(body: bytes, content_type: str = "multipart/form-data; boundary=b") -> str:
    with pytest.raises(RequestError) as caught:
        parts_of(recorded(body, content_type))
    assert caught.value.status == 400
    return caught.value.message


@settings(max_examples=200, deadline=None)
@given(
    fields=st.lists(st.tuples(NAMES, TEXTS), max_size=3),
    files=st.lists(st.tuples(NAMES, NAMES, CONTENTS), max_size=3),
)
def test_what_an_http_library_writes_is_read(fields: list[Any], files: list[Any]) -> None:
    """Names, texts and bytes come back, with line ends and boundaries in them, in their order."""
    given_fields: dict[str, str] = dict(fields)
    sent = [(name, (filename, io.BytesIO(content), "image/png")) for name, filename, content in files]
    request = httpx.Request("POST", "http://s/", data=given_fields, files=sent or [("x", ("x", b""))])
    found = parts_of(recorded(request.read(), request.headers["content-type"]))
    count = len(given_fields)
    assert [(part.name, part.text, part.filename) for part in found[:count]] == [
        (name, text, None) for name, text in given_fields.items()
    ]
    if files:
        assert [(part.name, part.filename, part.content, part.content_type) for part in found[count:]] == [
            (name, filename, content, "image/png") for name, filename, content in files
        ]


@settings(max_examples=200, deadline=None)
@given(st.lists(CONTENTS.filter(lambda content: b"\r\n--b" not in b"\r\n" + content), max_size=4))
def test_contents_are_told_apart(contents: list[bytes]) -> None:
    """What does not hold a whole delimiter is content to the byte."""
    body = form(*(b'Content-Disposition: form-data; name="f"\r\n\r\n' + content for content in contents))
    assert [part.content for part in parts_of(recorded(body))] == contents


def test_a_longer_word_than_the_boundary_is_content() -> None:
    """A line that starts like the boundary and goes on is none."""
    body = form(b'Content-Disposition: form-data; name="f"\r\n\r\na\r\n--bc\r\n\r\n--b-\r\nz')
    assert [part.content for part in parts_of(recorded(body))] == [b"a\r\n--bc\r\n\r\n--b-\r\nz"]


def test_what_stands_around_the_parts_is_passed_over() -> None:
    """Lines before the first boundary, white space behind one, and anything behind the last."""
    part = b'Content-Disposition: form-data; name="f"\r\n\r\none'
    body = b"Hello\r\n--b  \t\r\n" + part + b"\r\n--b--  \r\n--b\r\nmore"
    assert parts_of(recorded(body)) == [Part("f", content=b"one")]
    assert parts_of(recorded(b"--b--")) == []


@pytest.mark.parametrize(
    ("disposition", "name", "filename"),
    [
        (b"form-data; name=plain", "plain", None),
        (b'FORM-DATA;NAME="a b"; FileName="c;d=e.png"', "a b", "c;d=e.png"),
        ('form-data; name="é"; filename="雪.png"'.encode(), "é", "雪.png"),
        (b'form-data; name="a%22b%0D%0A"; filename="c:\\\\d\\"e"', 'a"b\r\n', 'c:\\d"e'),
        (b"form-data; name=f; filename=x; filename*=UTF-8''na%C3%AFve%20file.png", "f", "naïve file.png"),
        (b'form-data; name="f"; filename=""', "f", ""),
        (b'form-data;\r\n name="folded"', "folded", None),
    ],
)
def test_names_however_they_are_written(disposition: bytes, name: str, filename: str | None) -> None:
    """With quotes or without, escaped as browsers and libraries do it, in UTF-8 or percent-encoded, on two lines."""
    (part,) = parts_of(recorded(form(b"Content-Disposition: " + disposition + b"\r\n\r\n")))
    assert (part.name, part.filename, part.content) == (name, filename, b"")


def test_headers_of_a_part() -> None:
    """The content type is kept as it was written; others, and the case of names, do not matter."""
    part = b"content-type: audio/WAV; rate=8000\r\nX-Other: 1\r\nCONTENT-DISPOSITION: form-data; name=f\r\n\r\n\x00\xff"
    (found,) = parts_of(recorded(form(part)))
    assert found.content_type == "audio/WAV; rate=8000"
    with pytest.raises(RequestError, match="'f' is not UTF-8"):
        found.text  # noqa: B018


@pytest.mark.parametrize(
    "kind", ['multipart/form-data; boundary="b"', "Multipart/Form-Data; charset=utf-8; Boundary=b"]
)
def test_the_boundary_however_it_is_written(kind: str) -> None:
    """In quotes, and after other parameters."""
    assert len(parts_of(recorded(form(b"Content-Disposition: form-data; name=f\r\n\r\n"), kind))) == 1


def test_what_is_no_form_is_refused() -> None:
    """Another content type, none, or one without a boundary."""
    assert "application/json" in refused(b"{}", "application/json")
    assert "nothing" in refused(b"", "")
    assert "boundary" in refused(b"", "multipart/form-data")


def test_every_cut_is_refused() -> None:
    """A body that lacks its end is never taken for a shorter form."""
    body = form(*[b'Content-Disposition: form-data; name="f"; filename="g"\r\n\r\nbytes'] * 2, end=b"--b--")
    for size in range(len(body)):
        assert "ends before" in refused(body[:size])
    assert len(parts_of(recorded(body))) == 2


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (b"Content-Disposition: form-data; name=f", "no blank line"),
        (b"", "no blank line"),
        (b"\r\nno headers", "Content-Disposition"),
        (b"Content-Disposition: form-data\r\n\r\nno name", "Content-Disposition"),
        (b"Content-Disposition: attachment; name=f\r\n\r\n", "Content-Disposition"),
        (b"Content-Type: image/png\r\n\r\n", "Content-Disposition"),
    ],
)
def test_a_part_that_is_none_is_refused(part: bytes, words: str) -> None:
    """It needs its headers, a blank line, and a name."""
    assert words in refused(form(part))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=5) | st.just(b"Content-Disposition: form-data; name=f\r\n\r\n")))
def test_junk_is_read_or_refused(pieces: list[bytes]) -> None:
    """No body makes anything else happen."""
    try:
        found = parts_of(recorded(b"".join(pieces)))
    except RequestError:
        return
    assert all(part.name == "f" for part in found)


class Watched(bytes):
    """Bytes that count how many of them are looked through."""

    looked = 0

    def find(self, what: Any, start: Any = 0, end: Any = None) -> int:
        found = super().find(what, start, end)
        self.looked += (len(self) if found < 0 else found) - start
        return found


@pytest.mark.parametrize("piece", [b"\r\n--a\r\n--", b"\r\n--bx", b"\r\n\r\n"])
def test_large_files_are_looked_through_once(piece: bytes) -> None:
    """Full of line ends, or of what starts like a boundary: for the part's end, and no further."""
    content = piece * (1024 * 1024 // len(piece))
    body = Watched(form(b"Content-Disposition: form-data; name=f\r\n\r\n" + content))
    (part,) = parts_of(recorded(body))
    assert part.content == content
    assert len(content) // 2 < body.looked < len(body) + 1000
