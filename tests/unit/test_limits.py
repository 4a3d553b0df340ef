"""What headers say about waiting and rate limits, in every spelling; and what a retry makes of it."""

from __future__ import annotations

import email.utils
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import Headers, RateLimit, Reply
from oaicompat._limits import rate_limit, retry_after
from oaicompat._retry import Retry
from oaicompat._wire import Failure

NOW = 1_795_000_000.0


def date(seconds: float) -> str:
    return email.utils.formatdate(NOW + seconds, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 7 "}, 7),
        ({"retry-after": "7.5"}, 7.5),
        ({"retry-after": "0"}, 0),
        ({"Retry-After": "7s"}, 7),
        ({"retry-after": "1m30s"}, 90),
        ({"retry-after": date(30)}, 30),
        ({"retry-after": date(-30)}, 0),
        ({"retry-after": date(30).replace("GMT", "+0000")}, 30),
        ({"retry-after": "2026-11-18T12:00:00Z"}, 3200),
        ({"retry-after": str(int(NOW) + 60)}, 60),
        ({"retry-after": str((int(NOW) + 60) * 1000)}, 60),
        ({"retry-after-ms": "850"}, 0.85),
        ({"retry-after-ms": "850", "retry-after": "9"}, 0.85),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9),
        ({"retry-after": ""}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "1e400"}, None),
        ({"retry-after": "Mon, 99 Foo 2026 10:00:00 GMT"}, None),
        ({"retry-after": "Mon, 01 Jan 99999 10:00:00 GMT"}, None),
        ({"retry-after": "0000-00-00T00:00:00Z"}, None),
        ({"retry-after": "86400"}, 86400),
        ({"ratelimit": '"api";r=0;t=295'}, 295),
        ({"ratelimit": '"api";r=9;t=295'}, None),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "2m59.56s"}, 179.56),
        ({"x-ratelimit-remaining-requests": "5", "x-ratelimit-reset-requests": "1s"}, None),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6ms"}, 0.006),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 42)}, 42),
        (
            {
                "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1s",
                "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1h2m3s",
            },
            3723,
        ),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1d"}, 86400),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon"}, None),
    ],
)  # fmt: skip
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds to wait, from numbers, dates, epochs and durations; nonsense is None."""
    found = retry_after(Headers(headers), NOW)
    assert found is None if seconds is None else found == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, RateLimit()),
        (
            {
                "x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "59",
                "x-ratelimit-reset-requests": "1s", "x-ratelimit-limit-tokens": "150000",
                "x-ratelimit-remaining-tokens": "149984", "x-ratelimit-reset-tokens": "6m0s",
            },
            RateLimit(60, 59, 1.0, 150000, 149984, 360.0),
        ),
        (
            {
                "anthropic-ratelimit-requests-limit": "50", "anthropic-ratelimit-requests-remaining": "49",
                "anthropic-ratelimit-requests-reset": "2026-11-18T12:00:00Z",
                "anthropic-ratelimit-tokens-remaining": "1000",
            },
            RateLimit(50, 49, 3200.0, None, 1000, None),
        ),
        ({"x-ratelimit-limit": "10", "x-ratelimit-remaining": "9.0"}, RateLimit(10, 9)),
        ({"ratelimit": '"api";r=3;t=20'}, RateLimit(None, 3, 20.0)),
        ({"x-ratelimit-limit-requests": "many", "x-ratelimit-remaining-requests": "-1"}, RateLimit()),
    ],
)  # fmt: skip
def test_rate_limit(headers: dict[str, str], expected: RateLimit) -> None:
    """The figures under the names of each family of servers."""
    assert rate_limit(Headers(headers), NOW) == expected


NAMES = [
    "retry-after",
    "retry-after-ms",
    "ratelimit",
    "x-ratelimit-reset",
    "x-ratelimit-remaining",
    "x-ratelimit-limit-requests",
]


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(NAMES), st.text(max_size=20) | st.from_regex(r"[0-9hmsd.:TZ+-]{0,25}", fullmatch=True)
    )
)
def test_any_headers_are_harmless(headers: dict[str, str]) -> None:
    """No header makes an exception, and a wait is None or a finite number that is not negative."""
    lower: dict[str, str] = headers
    found = retry_after(lower, NOW)
    assert found is None or 0 <= found < float("inf")
    assert isinstance(rate_limit(lower, NOW), RateLimit)


def refused(status: int, body: bytes = b"", **headers: str) -> Reply:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, Headers(given), body, received_at=NOW)


def failed(*, retryable: bool) -> Failure:
    return Failure("connection", "no route", retryable, OSError())


@pytest.mark.parametrize(
    ("outcome", "attempt", "wait"),
    [
        (refused(429), 1, 0.5),
        (refused(429), 2, 1.0),
        (refused(429), 3, None),
        (refused(408), 1, 0.5),
        (refused(409), 1, 0.5),
        (refused(498), 1, 0.5),
        (refused(500), 1, 0.5),
        (refused(503), 1, 0.5),
        (refused(529), 1, 0.5),
        (refused(501), 1, None),
        (refused(400), 1, None),
        (refused(401), 1, None),
        (refused(404), 1, None),
        (refused(422), 1, None),
        (refused(302), 1, None),
        (refused(200), 1, None),
        (refused(200, retry_after="5"), 1, None),
        (refused(429, retry_after="3"), 1, 3),
        (refused(429, retry_after="3"), 3, None),
        (refused(429, retry_after="0"), 1, 0.5),
        (refused(503, retry_after=date(20)), 1, 20),
        (refused(503, retry_after=date(-20)), 1, 0.5),
        (refused(429, retry_after_ms="1500"), 1, 1.5),
        (refused(429, retry_after="120"), 1, 120),
        (refused(429, retry_after="121"), 1, None),
        (refused(429, retry_after="86400"), 1, None),
        (refused(400, x_should_retry="true"), 1, 0.5),
        (refused(503, x_should_retry="false"), 1, None),
        (refused(503, x_should_retry="perhaps"), 1, 0.5),
        (refused(200, x_should_retry="true"), 1, None),
        (refused(429, b'{"error":{"code":"insufficient_quota"}}'), 1, None),
        (failed(retryable=True), 1, 0.5),
        (failed(retryable=True), 3, None),
        (failed(retryable=False), 1, None),
    ],
)
def test_delay(outcome: Any, attempt: int, wait: float | None) -> None:
    """What is tried again, when, and when no more."""
    assert Retry().delay(attempt, outcome, jitter=0.0) == wait


def test_waits_grow_to_a_ceiling_and_are_jittered() -> None:
    """Each wait doubles up to 8 s; jitter shortens it by up to a quarter; no attempt number overflows."""
    retry = Retry(max_retries=10**9)
    waits = [retry.delay(attempt, refused(500), jitter=0.0) for attempt in (1, 2, 3, 4, 5, 6, 10**6)]
    assert waits == [0.5, 1, 2, 4, 8, 8, 8]
    assert retry.delay(1, refused(500), jitter=1.0) == 0.375
    assert Retry(max_retries=0).delay(1, refused(500), jitter=0.0) is None
    assert retry.delay(1, refused(500, retry_after="3"), jitter=1.0) == 3, "what the server asks for is not shortened"


def test_a_server_that_hung_up_is_asked_again_at_once() -> None:
    """A kept connection that the server closed meanwhile costs no wait, the first time."""
    hung_up = Failure("connection", "gone", retryable=True, cause=OSError(), hung_up=True)
    assert Retry(max_retries=2).delay(1, hung_up, jitter=0) == 0
    assert Retry(max_retries=2).delay(2, hung_up, jitter=0) == 1
    assert Retry(max_retries=0).delay(1, hung_up, jitter=0) is None
