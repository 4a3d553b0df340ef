"""When to try again, and after how long: a pure policy.

Tried again: connections that failed, timeouts, 408, 409, 429, 498 (Groq's full capacity), and 5xx but 501. Not: what
cannot succeed (a bad URL or header, a certificate that is not trusted), a quota that is used up, and anything
after a stream's first byte. ``x-should-retry`` overrides the status. A wait that the server asks for is kept if it is
sensible; if it is absurd the error is raised at once, with `retry_after`. A server that hung up without a word is asked
again at once, the first time.
"""

from __future__ import annotations

from dataclasses import dataclass

from oaicompat._limits import retry_after
from oaicompat._wire import Failure, Reply

__all__ = ["Retry"]

_STATUSES = frozenset({408, 409, 429, 498})


@dataclass(frozen=True, slots=True)
class Retry:
    """How often and how fast. Waits are in seconds."""

    max_retries: int = 2
    #: The first wait; each next one doubles.
    initial: float = 0.5
    #: The longest wait that we choose ourselves.
    ceiling: float = 8.0
    #: The longest wait that a server may ask for.
    longest: float = 120.0

    def delay(self, attempt: int, outcome: Reply | Failure, *, jitter: float) -> float | None:
        """Seconds to wait before attempt number `attempt` + 1; None to give up.

        `jitter` is a random number from 0 to 1, which shortens our own waits by up to a quarter.
        """
        if attempt > self.max_retries or not self.is_retryable(outcome):
            return None
        asked = (
            retry_after(outcome.headers, outcome.received_at, outcome.content) if isinstance(outcome, Reply) else None
        )
        if asked is not None and asked > self.longest:
            return None
        if asked:
            return asked
        if attempt == 1 and isinstance(outcome, Failure) and outcome.hung_up:
            return 0.0  # a kept connection that was closed meanwhile: a new one is all that is needed
        wait = min(self.ceiling, self.initial * 2.0 ** min(attempt - 1, 30))
        return wait * (1 - 0.25 * jitter)

    @staticmethod
    def is_retryable(outcome: Reply | Failure) -> bool:
        """Whether trying again can help at all."""
        if isinstance(outcome, Failure):
            return outcome.retryable
        status = outcome.status_code
        if status < 400:
            return False
        told = outcome.headers.get("x-should-retry")
        if told in ("true", "false"):
            return told == "true"
        if status == 429:
            from oaicompat._error_kinds import is_quota  # its patterns are compiled when there is an error

            if is_quota(outcome.content):
                return False
        return status in _STATUSES or (status >= 500 and status != 501)
