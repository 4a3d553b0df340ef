"""The frozen nouns: headers, replies, timeouts, sentinels."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oaicompat import NOT_GIVEN, Headers, Reply, Timeout, not_given, omit
from oaicompat._settings import timeout_of

from .streams import REQUEST

RAW = ((b"Content-Type", b"text/plain"), (b"Set-Cookie", b"a=1"), (b"set-cookie", b"b=2"), (b"X-Odd", b"caf\xe9"))


def test_headers_read_as_a_mapping_without_case() -> None:
    """Values are joined where a header came twice; `get_list` keeps them apart."""
    headers = Headers(RAW)
    assert headers["content-TYPE"] == headers.get("CONTENT-type") == "text/plain"
    assert headers["set-cookie"] == "a=1, b=2"
    assert headers.get_list("SET-COOKIE") == ["a=1", "b=2"]
    assert headers["x-odd"] == "caf\xe9"
    assert "X-ODD" in headers
    assert "nope" not in headers
    assert 5 not in headers
    assert headers.get("nope") is None
    assert list(headers) == ["content-type", "set-cookie", "x-odd"]
    assert len(headers) == 3
    assert headers.raw == RAW
    with pytest.raises(KeyError):
        headers["nope"]


def test_headers_compare_copy_and_pickle() -> None:
    """As mappings do."""
    headers = Headers(RAW)
    assert headers == Headers(RAW) == dict(headers)
    assert headers != Headers()
    for twin in (pickle.loads(pickle.dumps(headers)), copy.copy(headers), copy.deepcopy(headers)):
        assert twin == headers
        assert twin.raw == headers.raw


@given(st.lists(st.tuples(st.binary(max_size=5), st.binary(max_size=5))))
def test_any_header_bytes_are_read(raw: list[tuple[bytes, bytes]]) -> None:
    """No byte in a header makes an exception, and each name is found."""
    headers = Headers(raw)
    for name, value in raw:
        assert value.decode("latin-1") in headers[name.decode("latin-1")]


def test_a_reply() -> None:
    """Text, JSON, id, figures."""
    got = Reply(200, Headers({"x-request-id": "r", "x-ratelimit-limit-requests": "5"}), b'{"a": "\xff"}', REQUEST, 3)
    assert got.text == '{"a": "\ufffd"}'
    assert (got.request_id, got.rate_limit.limit_requests, got.retries_taken) == ("r", 5, 2)
    assert (got.method, got.url) == (REQUEST.method, REQUEST.url)
    with pytest.raises(ValueError):
        got.json()
    assert Reply(200, Headers(), b'{"a": 1}').json() == {"a": 1}
    with pytest.raises(dataclasses.FrozenInstanceError):
        got.status_code = 5  # type: ignore[misc]
    for twin in (pickle.loads(pickle.dumps(got)), copy.deepcopy(got)):
        assert twin == got
        assert twin.content == got.content


def test_timeouts() -> None:
    """One number for all steps, all but some, or none."""
    assert Timeout(30) == Timeout(connect=30, read=30, write=30, pool=30)
    assert Timeout(60, connect=5).connect == 5
    assert Timeout(None).read is None
    assert Timeout(Timeout(60, connect=5), read=None) == Timeout(60, connect=5, read=None)
    assert Timeout(60, connect=5).at_most(10) == Timeout(10, connect=5)
    assert Timeout(None).at_most(10) == Timeout(10)
    assert pickle.loads(pickle.dumps(Timeout(3))) == copy.copy(Timeout(3)) == Timeout(3)


@pytest.mark.parametrize("wrong", [-1, float("nan"), "5", True, [], {}])
def test_timeouts_that_cannot_be(wrong: Any) -> None:
    """A wrong value is refused with its name."""
    with pytest.raises((TypeError, ValueError), match="timeout"):
        Timeout(wrong)
    with pytest.raises((TypeError, ValueError), match="read"):
        Timeout(5, read=wrong)
    with pytest.raises(TypeError, match="missing"):
        Timeout(connect=5)


def test_a_timeout_from_what_users_give() -> None:
    """A number, None, a Timeout, or an object of httpx's shape."""

    class Shaped:
        connect, read, write, pool = 1.0, None, 3.0, 4.0

    assert timeout_of(5) == Timeout(5)
    assert timeout_of(None) == Timeout(None)
    assert timeout_of(Timeout(7)) == Timeout(7)
    assert timeout_of(Shaped()) == Timeout(connect=1, read=None, write=3, pool=4)
    for wrong in ("5", True, object(), [1, 2]):
        with pytest.raises(TypeError, match="timeout"):
            timeout_of(wrong)


def test_sentinels() -> None:
    """They are false, they are one each, and stay so through pickle and copy."""
    assert not_given is NOT_GIVEN
    assert not NOT_GIVEN
    assert not omit
    assert (repr(NOT_GIVEN), repr(omit)) == ("NOT_GIVEN", "omit")
    for sentinel in (NOT_GIVEN, omit):
        assert pickle.loads(pickle.dumps(sentinel)) is sentinel
        assert copy.copy(sentinel) is sentinel
        assert copy.deepcopy(sentinel) is sentinel
