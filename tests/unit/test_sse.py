"""Server-sent events by the rules of the WHATWG, and what servers do beyond them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import ServerSentEvent
from oaicompat._sse import EventDecoder, EventTooLargeError, event_of


def events(*pieces: bytes, limit: int = 1 << 20) -> list[ServerSentEvent]:
    """The events of a body that comes in these pieces."""
    decoder = EventDecoder(limit)
    found = [event for piece in pieces for event in decoder.feed(piece)]
    return [event for raw in [*found, *decoder.finish()] if (event := event_of(raw)) is not None]


def texts(*pieces: bytes) -> list[str]:
    return [event.data for event in events(*pieces)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # The examples of https://html.spec.whatwg.org/multipage/server-sent-events.html
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", ["YHOO\n+2\n10"]),
        (
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            ["first event", "second event", " third event"],
        ),
        (b"data\n\ndata\ndata\n\ndata:", ["\n"]),  # two empty lines are joined by a line end: that is text
        (b"data:test\n\ndata: test\n\n", ["test", "test"]),
        # Edges
        (b"", []),
        (b"\n\n\n\n", []),
        (b"data:\n\n", []),
        (b"data: \n\n", []),
        (b"data\n\n", []),
        (b"event: ping\n\n", []),
        (b"id: 1\n\nretry: 5\n\n: comment\n\n", []),
        (b"datax: no\n\ndata: yes\n\n", ["yes"]),
        (b" data: no\n\ndata: yes\n\n", ["yes"]),
        (b"DATA: no\n\ndata: yes\n\n", ["yes"]),
        (b"data:a:b: c\n\n", ["a:b: c"]),
        (b"\n\n\ndata: a\n\n\n\n\ndata: b\n\n", ["a", "b"]),
        (b"data: last, without a blank line\n", ["last, without a blank line"]),
        (b"data: last, without a line end", ["last, without a line end"]),
        (b"data: a\n\n: done\n", ["a"]),
        (b"data: a\nevent: x\n\ndata: b\n\n", ["a", "b"]),
        (b"data: \xe2\x80\xa8\xc2\x85\x0b\x0c\x1c\n\n", ["\u2028\u0085\x0b\x0c\x1c"]),  # no line ends, these
        (b"data: \xff\xfe\n\n", ["\ufffd\ufffd"]),
        (b'data:\n{"a": 1}\n\n', ['\n{"a": 1}']),  # a line that starts with a brace is data
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_data(body: bytes, expected: list[str], end: bytes) -> None:
    """Each body gives these data with every line end, in one piece and in single bytes."""
    body = body.replace(b"\n", end)
    assert texts(body) == expected
    assert texts(*(body[at : at + 1] for at in range(len(body)))) == expected


def test_line_ends_may_be_mixed() -> None:
    """CR, LF and CRLF each end a line, also side by side."""
    assert texts(b"data: a\rdata: b\ndata: c\r\n\rdata: d\n\r\ndata: e\r\r") == ["a\nb\nc", "d", "e"]


def test_byte_order_mark() -> None:
    """A BOM at the very start is dropped, however it is cut; another one, or one elsewhere, is text."""
    body = b"\xef\xbb\xbfdata: a\n\n"
    for cut in range(len(body)):
        assert texts(body[:cut], body[cut:]) == ["a"]
    assert texts(b"\xef\xbb\xbf" * 2 + b"data: a\n\ndata: b\n\n") == ["b"]
    assert texts(b"data: \xef\xbb\xbfa\n\n") == ["\ufeffa"]
    assert texts(b"\xef\xbb") == []


def test_fields_of_an_event() -> None:
    """`event`, `id`, `retry` and comments are told; an id lasts until it changes, the others do not."""
    first, second, third, fourth = events(
        b": hello\n:there\nevent: delta\nid: 7\nretry: 250\ndata: a\n\n",
        b"data: b\n\nid: x\x00y\nretry: soon\ndata: c\n\nid:\nevent:\ndata: d\n\n",
    )
    assert first == ServerSentEvent("a", "delta", "7", 250, ("hello", "there"))
    assert second == ServerSentEvent("b", "message", "7")
    assert third == ServerSentEvent("c", "message", "7"), "an id with NUL and a retry that is no number are ignored"
    assert fourth == ServerSentEvent("d", "message", "")


def test_an_id_without_data_counts() -> None:
    """The id of an event that is never dispatched is the id of the next one all the same."""
    assert events(b"id: 3\n\ndata: a\n\n") == [ServerSentEvent("a", id="3")]


@pytest.mark.parametrize("digits", ["9" * 5000, "\u0661", "-1", "1.5", "0x10", ""])
def test_a_strange_retry_is_harmless(digits: str) -> None:
    """Digits of other scripts, signs, and numbers of thousands of digits do not fail."""
    (event,) = events(f"retry: {digits}\ndata: a\n\n".encode())
    assert event.retry is None or (digits.startswith("9") and event.retry > 10**6)


def test_the_field_error_is_an_event_of_that_name() -> None:
    """llama.cpp before September 2025 wrote ``error: {...}`` in place of data."""
    assert events(b'error: {"code":400}\n\n') == [ServerSentEvent('{"code":400}', "error")]


def test_events_read_as_json() -> None:
    """`json()` parses the data, and raises ValueError if it is none."""
    assert ServerSentEvent('{"a":1}').json() == {"a": 1}
    with pytest.raises(ValueError):
        ServerSentEvent("[DONE]").json()


@pytest.mark.parametrize("size", [1, 7, 1000, 100_000])
def test_an_event_beyond_the_limit_is_an_error(size: int) -> None:
    """An event without an end is refused when it is larger than the limit, in whatever pieces it comes."""
    decoder = EventDecoder(100_000)
    with pytest.raises(EventTooLargeError, match="larger than 100000 bytes"):
        for _ in range(200_000 // size + 1):
            decoder.feed(b"x" * size)


def test_the_limit_is_of_an_event_and_not_of_a_stream() -> None:
    """A long stream of small events passes a small limit, also when many arrive at once."""
    decoder = EventDecoder(100)
    assert len(decoder.feed(b"data: 0123456789\n\n" * 10_000)) == 10_000
    for _ in range(1000):
        assert len(decoder.feed(b"data: 0123456789\n\n")) == 1


class _Counted(bytes):
    """Bytes that count how many of them are searched."""

    searched = 0

    def rfind(self, *given: object) -> int:  # type: ignore[override]
        _Counted.searched += len(self)
        return super().rfind(*given)  # type: ignore[arg-type]


def test_a_large_event_is_searched_once() -> None:
    """20 MB in pieces of 64 KB: each piece is searched alone, and kept as it is until the event is whole."""
    _Counted.searched = 0
    decoder = EventDecoder()
    piece = _Counted(b"x" * 65536)
    decoder.feed(b"data: ")
    for count in range(320):
        assert decoder.feed(piece) == []
        assert len(decoder._parts) == count + 2
    (event,) = decoder.feed(b"\n\n")
    assert event_of(event) == ServerSentEvent("x" * 65536 * 320)
    assert _Counted.searched == 65536 * 320


LINES = st.sampled_from(
    [
        "data: a",
        "data:b",
        "data:",
        "data: ",
        "data",
        ": comment",
        "event: error",
        "event:",
        "id: 1",
        "id",
        "retry: 3",
        "error: x",
        "{x",
        "[1]",
        "",
        "",
        "",
        "data: \u2028\u4e16\U0001f389",
        "data: [DONE]",
        "nonsense",
        "\ufeff",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    lines=st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"])), max_size=25),
    bom=st.booleans(),
    marks=st.sets(st.integers(0, 400), max_size=12),
)
def test_any_cut_gives_the_same_events(lines: list[tuple[str, str]], bom: bool, marks: set[int]) -> None:
    """However the bytes are cut, the events are those of the body in one piece, and of single bytes."""
    body = b"\xef\xbb\xbf" * bom + "".join(line + end for line, end in lines).encode()
    places = [0, *sorted(mark for mark in marks if mark < len(body)), len(body)]
    whole = events(body)
    assert events(*(body[start:end] for start, end in itertools.pairwise(places))) == whole
    assert events(*(body[at : at + 1] for at in range(len(body)))) == whole
    assert all(event.data for event in whole)
