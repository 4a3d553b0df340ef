"""One call, decided without a socket: what to send next, how long to wait, and what came of it.

The two loops of the clients, sync and async, ask this object and move bytes; nothing else is decided there.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urljoin, urlsplit

from oaicompat._encode import dump, form_fields, said
from oaicompat._error_reply import reply_error, said_by, summary
from oaicompat._secrets import hide, scrub
from oaicompat._settings import (
    USER_AGENT,
    Settings,
    checked_headers,
    encoded_query,
    merged_headers,
    secrets_in,
    shown,
    timeout_of,
)
from oaicompat._wire import CHAT_PATH, Call, Decoder, Failure, FilePart, NotGiven, Outgoing, Reply, Request, StreamCall
from oaicompat.dialects.learned import REFUSING
from oaicompat.errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    CompatibilityWarning,
    ConfigurationError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oaicompat._chunks import ChatChunkDecoder

__all__ = ["Attempts", "checked_deadline", "checked_retries"]

T = TypeVar("T")

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_JSON = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate", "User-Agent": USER_AGENT}
_STREAM = {**_JSON, "Accept": "text/event-stream, application/json"}
_WITH_BODY = {"Content-Type": "application/json"}


class Attempts:
    """The progress of one call. `now` is always a monotonic time in seconds."""

    def __init__(self, settings: Settings, request: Request, now: float) -> None:
        self._settings = settings
        self._is_chat = request.path == CHAT_PATH
        request = self._asked = _asked(settings, request)
        self._method = request.method
        self._url = _url(settings, request)
        self._content = None if request.body is None else dump(request.body)
        self._form = None if request.form is None else tuple(form_fields(request.form.fields))
        #: Bodies that the server did not take, none of which is sent again.
        self._refused_contents: set[bytes | None] = set()
        #: The files of a form, and the same opened: their texts are decided here, their bytes are the shell's.
        self.files: tuple[FilePart, ...] = request.form.files if request.form is not None else ()
        self.opened: tuple[Any, ...] = ()
        layers: list[Mapping[str, object]] = [_STREAM if request.stream else _JSON]
        if self._content is not None:
            layers.append(_WITH_BODY)
        layers.append(settings.headers)
        if request.headers:
            layers.append(checked_headers(request.headers, "extra_headers"))
        self._headers = merged_headers(*layers)
        self._timeout_given = settings.timeout_given
        self.timeout = settings.timeout
        if not isinstance(request.timeout, NotGiven):
            self._timeout_given, self.timeout = True, timeout_of(request.timeout)
        self._retry = settings.retry
        if said(request.max_retries):
            self._retry = replace(settings.retry, max_retries=checked_retries(request.max_retries))
        seconds = settings.deadline if request.deadline is None else checked_deadline(request.deadline)
        #: The moment at which the call must be over; None if it may take any time.
        self.ends_at = None if seconds is None else now + seconds
        self._seconds = seconds
        self._own_secrets = settings.secrets + secrets_in(request.headers, request.query)
        self._secrets = self._own_secrets
        self._redirects = 0
        self.attempt = 0
        self.request = shown(self._method, self._url)
        self._outcome: Reply | Failure | None = None
        self._judged_at = now

    def outgoing(self, key: str | None, now: float) -> Outgoing:
        """The request for the next attempt. Raises APITimeoutError if the deadline has passed."""
        timeout = self.timeout
        if self.ends_at is not None:
            left = self.ends_at - now
            if left <= 0:
                raise self.too_late()
            timeout = timeout.at_most(left)
        self.attempt += 1
        headers = self._headers
        if key is not None:
            self._secrets = (key, *self._own_secrets)
            dialect = self._settings.dialect
            name, value = _credentials(None if dialect is None else dialect.auth, key)
            if not any(given.lower() in (name.lower(), "authorization") for given in headers):
                headers = {**headers, name: value}
        return Outgoing(
            self._method,
            self._url,
            tuple((name, value) for name, value in headers.items() if isinstance(value, str)),
            self._content,
            timeout,
            self._timeout_given or self.ends_at is not None,
            None if self._form is None else (self._form, self.opened),
        )

    def wait_after(self, outcome: Reply | Failure, now: float, jitter: float) -> float | None:
        """Seconds to wait before the next attempt; None when there is nothing more to do than to read the outcome."""
        if isinstance(outcome, Reply):
            outcome = replace(outcome, request=self.request, attempts=self.attempt)
            if outcome.status_code in _REDIRECTS and self._redirected(outcome):
                self.attempt -= 1
                return 0.0
            if outcome.status_code in REFUSING and self._rewritten(outcome):
                return 0.0
        self._outcome, self._judged_at = outcome, now
        # What was said in other words is no retry: the budget is for what may succeed as it is.
        wait = self._retry.delay(self.attempt - len(self._refused_contents), outcome, jitter=jitter)
        if wait is not None and self.ends_at is not None and now + wait >= self.ends_at:
            return None
        return wait

    def _rewritten(self, outcome: Reply) -> bool:
        """Whether what was refused is said in another way now: one that was not refused yet."""
        adapt, body = self._settings.adapt, self._asked.body
        if adapt is None or body is None or not self._is_chat:
            return False
        from oaicompat.dialects.refusals import rewritten

        found = rewritten(dict(body), outcome, lossy=adapt == "lossy")
        if found is None:
            return False
        changed, refusal = found
        self._refused_contents.add(self._content)
        content = dump(changed)
        if content in self._refused_contents:
            return False
        self._asked = replace(self._asked, body=changed)
        self._content = content
        if refusal.name not in self._settings.learned.names:
            self._settings.learned.names.add(refusal.name)
            words = f"{self._what()} refused the request ({said_by(outcome)[:200]}); from now on {refusal.done}"
            warnings.warn(hide(words, self._secrets), CompatibilityWarning, stacklevel=2)
        return True

    def reply(self) -> Reply:
        """The reply, if the server said yes. Raises what it said instead, or why no reply came."""
        outcome, self._outcome = self._outcome, None  # an exception must not hold on to what holds it
        if isinstance(outcome, Reply):
            if outcome.status_code < 300:
                return outcome
            raise self.scrub(self._refused(outcome))
        assert outcome is not None  # noqa: S101  # a loop asks only after an attempt
        raise self.scrub(self.broken(outcome, self._judged_at)) from outcome.cause

    def read(self, call: Call[T], reply: Reply) -> T:
        """What the reply means. Raises what it tells."""
        try:
            return call.parse(self._as_it_means(call, reply))
        except APIError as error:
            self.scrub(error)
            raise

    def _as_it_means(self, call: Call[Any], reply: Reply) -> Reply:
        """The reply as its server's dialect has it."""
        dialect = self._settings.dialect
        rules = () if dialect is None else dialect.replies
        if not rules or call.request.path != CHAT_PATH:
            return reply
        from oaicompat.dialects.incoming import whole

        return whole(reply, rules)

    def following(self, call: StreamCall[T], decoder: Decoder[T]) -> Decoder[T]:
        """The decoder, which reads chunks as the server's dialect has them."""
        dialect = self._settings.dialect
        if call.kind == "chat" and dialect is not None and (dialect.replies or dialect.streams):
            cast("ChatChunkDecoder", decoder).follow(dialect)
        return decoder

    def scrub(self, error: APIError) -> APIError:
        """The error without the call's keys."""
        return scrub(error, self._secrets)

    def too_late(self) -> APITimeoutError:
        """The error of a deadline that has passed."""
        return APITimeoutError(
            self.request,
            message=f"{self._what()}: the deadline of {self._seconds:g} s has passed ({self._count()})",
            attempts=self.attempt,
        )

    def broken(self, failure: Failure, now: float) -> APIConnectionError:
        """The error of a failure at `now`, to be raised from its cause."""
        if failure.kind == "timeout" and self.ends_at is not None and now >= self.ends_at:
            return self.too_late()
        message = f"{self._what()}: {failure.message} ({self._count()})"
        if failure.kind == "timeout":
            return APITimeoutError(self.request, message=message, attempts=self.attempt)
        return APIConnectionError(message=message, request=self.request, attempts=self.attempt)

    def _refused(self, reply: Reply) -> APIError:
        if reply.status_code < 400:
            place = reply.headers.get("location", "").partition("?")[0]
            words = f"the server redirects to {place or 'nowhere'!r}, which is not followed; check the base URL"
            return APIStatusError(summary(reply, words), response=reply)
        return reply_error(reply)

    def _what(self) -> str:
        return f"{self.request.method} {self.request.url}"

    def _count(self) -> str:
        return "1 attempt" if self.attempt == 1 else f"{self.attempt} attempts"

    def _redirected(self, reply: Reply) -> bool:
        """Takes a redirect within the same origin. Beyond it neither credentials nor the body may travel."""
        place = reply.headers.get("location")
        if not place or self._redirects >= _MOST_REDIRECTS:
            return False
        try:
            target = urljoin(self._url, place)
            if _origin(target) != _origin(self._url):
                return False
        except ValueError:
            return False
        self._redirects += 1
        self._url = target.partition("#")[0]
        if reply.status_code == 303 and self._method != "HEAD":
            self._method, self._content, self._form = "GET", None, None
        self.request = shown(self._method, self._url)
        return True


def _credentials(auth: str | None, key: str) -> tuple[str, str]:
    """The header that shows the key: a bearer's, or the server's own."""
    return ("Authorization", f"Bearer {key}") if auth in (None, "bearer") else (auth, key)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _url(settings: Settings, request: Request) -> str:
    base = settings.base
    path, _, own = request.path.partition("?")
    if "://" in path or path.startswith("//"):
        if _origin(path) != _origin(base.url):
            raise ConfigurationError("the path is a URL of another server than the base URL; keys are not sent there")
        url = path
    else:
        url = f"{base.root if request.root else base.url}/{path.lstrip('/')}"
    query = encoded_query(base.query, settings.query, request.query)
    joined = "&".join(part for part in (own, query) if part)
    return f"{url}?{joined}" if joined else url


def _wants_words(request: Request) -> bool:
    """Whether a chat request says something that each server spells in its own way."""
    return request.body is not None and isinstance(request.body.get("thinking"), int)


def _asked(settings: Settings, request: Request) -> Request:
    """The request with the client's defaults in its body, as the server's dialect has it."""
    if settings.body:
        if request.body is not None:
            request = replace(request, body={**settings.body, **request.body})
        if request.form is not None:
            request = replace(request, form=replace(request.form, fields={**settings.body, **request.form.fields}))
    if settings.dialect is not None or _wants_words(request):
        from oaicompat.dialects.outgoing import outgoing

        request = outgoing(request, settings.dialect)
    asked = request
    if settings.learned.names and settings.adapt and request.path == CHAT_PATH and asked.body is not None:
        from oaicompat.dialects.refusals import applied

        asked = replace(asked, body=applied(dict(asked.body), settings.learned, lossy=settings.adapt == "lossy"))
    return asked


def checked_retries(value: object) -> int:
    """A number of retries. Raises TypeError or ConfigurationError."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"max_retries must be a whole number, not {type(value).__name__}")
    if value < 0:
        raise ConfigurationError(f"max_retries must not be negative, got {value}; 0 means one attempt")
    return value


def checked_deadline(value: object) -> float:
    """A deadline in seconds. Raises TypeError or ConfigurationError."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"deadline must be a number of seconds, not {type(value).__name__}")
    if not value > 0:
        raise ConfigurationError(f"deadline must be above 0 seconds, got {value}")
    return float(value)
