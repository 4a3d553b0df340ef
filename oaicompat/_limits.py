"""What headers say about waiting: retry times and rate limits, in the spellings that servers use.

Sources: RFC 9110 section 10.2.3 (Retry-After); OpenAI's guide on rate limits (``x-ratelimit-reset-requests: 1s``);
Anthropic's API reference (``anthropic-ratelimit-requests-reset``, RFC 3339 times); the IETF draft of RateLimit
headers as Hugging Face sends it (``ratelimit: "api";r=0;t=295``); Google's RetryInfo, which stands in the body of an
error (``"retryDelay": "57.2s"``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["RateLimit", "rate_limit", "retry_after"]


@dataclass(frozen=True, slots=True)
class RateLimit:
    """What a server's headers say about its rate limit; None where it said nothing.

    ``limit_*`` and ``remaining_*`` are counts; ``reset_*`` are seconds from the moment the reply came.
    """

    limit_requests: int | None = None
    remaining_requests: int | None = None
    reset_requests: float | None = None
    limit_tokens: int | None = None
    remaining_tokens: int | None = None
    reset_tokens: float | None = None


_UNIT = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|us|µs|ns|d|h|m|s)", re.ASCII)
_DRAFT_FIELD = re.compile(r";\s*([rt])=(\d+)", re.ASCII)
_RETRY_DELAY = re.compile(rb'"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"')
#: A plain number above this is a point in time (Unix seconds), not a duration; above the second, in milliseconds.
_EPOCH_SECONDS, _EPOCH_MILLISECONDS = 1e9, 1e12


def retry_after(headers: Mapping[str, str], now: float, body: bytes = b"") -> float | None:
    """Seconds that the server asks to wait; None if it does not say. `now` is Unix time, for dates."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    if "retry-after" in headers:
        return _wait(headers["retry-after"], now)
    draft = dict(_DRAFT_FIELD.findall(headers.get("ratelimit", "")))
    if draft.get("r") == "0" and "t" in draft:
        return float(draft["t"])
    spent = [
        _wait(headers[f"x-ratelimit-reset{suffix}"], now)
        for suffix in ("", "-requests", "-tokens")
        if f"x-ratelimit-reset{suffix}" in headers and headers.get(f"x-ratelimit-remaining{suffix}", "").strip() == "0"
    ]
    if spent:
        return max((wait for wait in spent if wait is not None), default=None)
    told = _RETRY_DELAY.search(body)
    return float(told.group(1)) if told else None


def rate_limit(headers: Mapping[str, str], now: float) -> RateLimit:
    """The rate limit's figures; `now` is the Unix time at which the headers came."""

    def first(*names: str) -> str | None:
        return next((headers[name] for name in names if name in headers), None)

    def figures(what: str) -> tuple[int | None, int | None, float | None]:
        limit, remaining, reset = (
            first(f"x-ratelimit-{part}-{what}", f"anthropic-ratelimit-{what}-{part}", *bare)
            for part, bare in (
                ("limit", ("x-ratelimit-limit",) if what == "requests" else ()),
                ("remaining", ("x-ratelimit-remaining",) if what == "requests" else ()),
                ("reset", ("x-ratelimit-reset",) if what == "requests" else ()),
            )
        )
        return _count(limit), _count(remaining), _wait(reset, now)

    requests, tokens = figures("requests"), figures("tokens")
    draft = dict(_DRAFT_FIELD.findall(headers.get("ratelimit", "")))
    if draft and requests == (None, None, None):
        requests = (None, _count(draft.get("r")), _number(draft.get("t")))
    return RateLimit(*requests, *tokens)


def _number(text: str | None) -> float | None:
    try:
        value = float(text.strip()) if text else None
    except ValueError:
        return None
    return value if value is not None and math.isfinite(value) and value >= 0 else None


def _count(text: str | None) -> int | None:
    value = _number(text)
    return None if value is None else int(value)


def _wait(text: str | None, now: float) -> float | None:
    """Seconds from `now`: from a number, an epoch, a duration like 2m59.5s, an RFC 3339 time or an HTTP date."""
    text = (text or "").strip()
    number = _number(text)
    if number is not None:
        if number > _EPOCH_MILLISECONDS:
            number /= 1000
        return max(0.0, number - now) if number > _EPOCH_SECONDS else number
    if text and not _DURATION.sub("", text):
        return sum(float(amount) * _UNIT[unit] for amount, unit in _DURATION.findall(text))
    moment = _moment(text)
    return None if moment is None else max(0.0, moment - now)


def _moment(text: str) -> float | None:
    """A date in Unix seconds, None if it is none."""
    if len(text) < 10 or not any(character.isdigit() for character in text):
        return None
    from datetime import datetime, timezone  # a date is rare; most processes never need these two
    from email.utils import parsedate_to_datetime

    try:
        if text[4:5] == "-":
            moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        else:
            moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        return moment.timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
