"""Looking at something that a server works on until it is finished: when to look again, and when to give up.

No clock and no sleep: both loops, sync and async, ask this and wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from oaicompat._attempts import checked_deadline, checked_retries
from oaicompat._encode import said
from oaicompat._retry import Retry
from oaicompat._wire import SentRequest
from oaicompat.errors import APIConnectionError, APIError, APIStatusError, APITimeoutError, ConfigurationError
from oaicompat.types.base import Result

__all__ = ["Polling"]

R = TypeVar("R", bound=Result)

#: Seconds of the first wait, by what each next one is longer, and of the longest.
_FIRST, _GROWTH, _LONGEST = 1.0, 1.5, 60.0
#: Seconds, and the share of the whole time, that are kept for the last look: the lesser of the two.
_LAST_LOOK, _LAST_SHARE = 10.0, 0.1
#: Seconds that a look has at least: a deadline of none cannot be told.
_SHORTEST = 0.001


class Polling(Generic[R]):
    """The progress of a wait. `now` is always a monotonic time in seconds.

    `options` are those of each look, and `each` the seconds that it may take, None for any. `interval` is kept if it
    is given, else the waits grow. `seconds` bounds the whole wait, None for no bound; the last look begins before they
    are over, so that it has some time of its own. A look may fail as often in a
    row as a call may be tried again (`retries`, or what the options say), but not the first one. `told` says of what
    was found that it is not finished: the words before the seconds that it took, and those after them.
    """

    def __init__(
        self,
        now: float,
        options: Mapping[str, Any],
        *,
        interval: object,
        seconds: object,
        each: object,
        retries: int,
        told: Callable[[R], tuple[str, str]],
    ) -> None:
        self._options = options
        self._each = checked_deadline(each) if said(each) else None
        self._wait = _FIRST if interval is None else _checked_interval(interval)
        self._growth = _GROWTH if interval is None else 1.0
        self._seconds = checked_deadline(seconds) if said(seconds) else None
        self._ends_at = self._last_at = None
        if self._seconds is not None:
            self._ends_at = now + self._seconds
            self._last_at = self._ends_at - min(_LAST_LOOK, _LAST_SHARE * self._seconds)
        own = options.get("max_retries")
        self._most = checked_retries(own) if said(own) else retries
        self._failures = 0
        self._told = told
        self._found: R | None = None
        self._now = now

    def look(self, now: float) -> dict[str, Any]:
        """The options of the next look: it may not take longer than what is left."""
        limits = [] if self._each is None else [self._each]
        if self._ends_at is not None:
            limits.append(max(round(self._ends_at - now, 3), _SHORTEST))
        return {**self._options, "deadline": min(limits, default=None)}

    def saw(self, found: R) -> R:
        """What a look found."""
        self._found, self._failures = found, 0
        return found

    def survives(self, error: APIError, now: float) -> bool:
        """Whether a look that failed is no reason to give up."""
        self._failures += 1
        is_over = self._last_at is not None and now >= self._last_at  # then that is what is to be told
        return self._found is not None and _is_momentary(error) and (is_over or self._failures <= self._most)

    def wait(self, now: float) -> float:
        """Seconds until the next look. Raises APITimeoutError if there is no time for one."""
        # A sleep that takes no time, as a test's may, counts as if it had.
        now = self._now = max(now, self._now)
        wait = self._wait
        if self._last_at is not None:
            if now >= self._last_at:
                raise self._gave_up()
            wait = min(wait, self._last_at - now)
        self._wait = min(self._wait * self._growth, max(_LONGEST, self._wait))
        self._now += wait
        return wait

    def _gave_up(self) -> APITimeoutError:
        found = self._found
        assert found is not None  # noqa: S101  # a first look that fails ends the wait
        request = found._reply.request if found._reply is not None else SentRequest("", "")
        what, detail = self._told(found)
        message = f"{request.method} {request.url}: {what} after {self._seconds:g} s{detail}"
        error = APITimeoutError(request, message=message)
        error.partial = found
        return error


def _is_momentary(error: APIError) -> bool:
    if isinstance(error, APIStatusError):
        return Retry.is_retryable(error.response)
    return isinstance(error, APIConnectionError)


def _checked_interval(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"poll_interval must be a number of seconds, not {type(value).__name__}")
    if not value >= 0:
        raise ConfigurationError(f"poll_interval must not be negative or NaN, got {value}")
    return float(value)
