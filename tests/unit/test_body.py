"""What a streamed body turns out to be: events, one JSON value, or one JSON value a line."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat._body import StreamBody
from oaicompat._sse import EventTooLargeError, event_of


def data(*pieces: bytes, limit: int = 1 << 20) -> list[str]:
    body = StreamBody(limit)
    found = [event for piece in pieces for event in body.feed(piece)]
    return [event.data for raw in [*found, *body.finish()] if (event := event_of(raw))]


def one_by_one(body: bytes) -> list[str]:
    return data(*(body[at : at + 1] for at in range(len(body))))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"data: a\n\n", ["a"]),
        (b"\n\n \r\n\ndata: a\n\n", ["a"]),  # DeepSeek sends empty lines while a call waits
        (b'{"a":1}', ['{"a":1}']),
        (b'\xef\xbb\xbf{"a":1}\n', ['{"a":1}']),
        (b'\n\n\n{"a":1}', ['{"a":1}']),
        (b'{\n  "a": [\n    1\n  ]\n}\n', ['{\n  "a": [\n    1\n  ]\n}']),
        (b'{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']),
        (b'{"a":1}\r\n\r\n{"b":2}', ['{"a":1}\r', '{"b":2}']),
        (b'[{"error":1}]', ['[{"error":1}]']),
        (b"", []),
        (b" \n \n", []),
        (b"<html>\nhello\n</html>", []),
    ],
)
def test_kinds(body: bytes, expected: list[str]) -> None:
    """Each body is told by its first byte, and is the same in one piece and in single bytes."""
    assert data(body) == expected
    assert one_by_one(body) == expected


def test_the_head_is_kept_for_errors() -> None:
    """`head` holds the first 2000 bytes, whatever the pieces."""
    body = StreamBody()
    for _ in range(100):
        body.feed(b"<p>" * 33)
    assert body.head == (b"<p>" * 3300)[:2000]


def test_long_white_space_takes_no_memory() -> None:
    """A server that sends empty lines for hours is waited for; only a few bytes of them are kept."""
    body = StreamBody(limit=10_000)
    for _ in range(1000):
        assert list(body.feed(b"\n" * 3000)) == []
    assert len(body._before) <= 2000
    assert [event_of(event).data for event in body.feed(b"data: a\n\n")] == ["a"]  # type: ignore[union-attr]


def test_json_beyond_the_limit_is_an_error() -> None:
    """A JSON value without an end is refused, a long stream of small ones is not."""
    with pytest.raises(EventTooLargeError, match="1000 bytes"):
        data(b'{"a":"', b"x" * 2000, limit=1000)
    assert len(data(*([b'{"a":1}\n'] * 1000), limit=1000)) == 1000


@settings(max_examples=100, deadline=None)
@given(
    body=st.sampled_from(
        [
            b'{"a":1}\n{"b":"\xe2\x80\xa8"}\n\n{"c":3}',
            b'{\r\n "a": 1,\r\n "b": [\r\n 2]\r\n}',
            b'\xef\xbb\xbf\n\ndata: {"a":1}\r\n\r\ndata:\xe4\xb8\x96\r\n\r\n',
            b"data: a\n\nevent: b\rdata: c\r\r",
        ]
    ),
    marks=st.sets(st.integers(0, 60), max_size=8),
)
def test_any_cut_gives_the_same_events(body: bytes, marks: set[int]) -> None:
    """However a body is cut, it says the same."""
    places = [0, *sorted(mark for mark in marks if mark < len(body)), len(body)]
    assert data(*(body[start:end] for start, end in itertools.pairwise(places))) == data(body)
