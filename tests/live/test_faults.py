"""Faults that two of the servers act out on request: rate limits, failures, a cut connection, a slow answer."""

from __future__ import annotations

from typing import Any

import pytest

from oaicompat import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    BadRequestError,
    Client,
    InternalServerError,
    RateLimitError,
)

from .asking import Async, Sync
from .servers import Server, asking, only

pytestmark = pytest.mark.live
Ask = Sync | Async

#: LiteLLM's mock models: the error's class, its status, words of it, and whether it is worth another attempt.
LITELLM: dict[str, tuple[type[APIError], int, str, bool]] = {
    "mock-429": (RateLimitError, 429, "this is a mock rate limit error", True),
    "mock-500": (InternalServerError, 500, "this is a mock internal server error", True),
    "mock-midstream": (InternalServerError, 529, "mock error raised mid-stream", True),
    "mock-context": (BadRequestError, 400, "mock context window exceeded error", False),
    "mock-filter": (BadRequestError, 400, "content_filter_policy", False),
    "down": (InternalServerError, 500, "Connection error", True),
}


@only("litellm")
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("model", LITELLM)
def test_litellm_s_mock_models(ask: Ask, server: Server, model: str, streamed: bool) -> None:
    """Each fault gives its error with the server's words, and is tried again only where that can help."""
    error_class, status, words, again = LITELLM[model]
    request = {**asking("hi", max_retries=1), "model": model}

    with pytest.raises(error_class) as caught:
        (ask.stream if streamed else ask.create)(**request)

    assert caught.value.status_code == status
    assert words in caught.value.message
    assert caught.value.attempts == (2 if again else 1)


@only("litellm")
def test_litellm_answers_itself(ask: Ask, server: Server) -> None:
    """The mock model that answers, so that the faults above are the models' own."""
    request = {**asking("hi"), "model": "mock"}

    assert ask.create(**request).choices[0].message.content == "Hello from LiteLLM."
    assert ask.stream(**request).text == "Hello from LiteLLM."


@only("litellm")
def test_a_slow_answer_times_out(ask: Ask, server: Server) -> None:
    """An answer that takes three seconds, and a client that waits less."""
    request = {**asking("hi", max_retries=0), "model": "mock-slow"}

    with pytest.raises(APITimeoutError):
        ask.create(**request, timeout=0.5)
    with pytest.raises(APITimeoutError):
        ask.create(**request, deadline=0.5)
    assert ask.create(**request).choices[0].message.content == "late"


@only("aimock")
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_a_rate_limit_with_retry_after(ask: Ask, server: Server, streamed: bool) -> None:
    """The server asks to wait a second; the call is sent again, and the error knows all that was told."""
    with pytest.raises(RateLimitError) as caught:
        (ask.stream if streamed else ask.create)(**asking("rate limit", max_retries=1))

    error = caught.value
    assert error.attempts == 2
    assert error.retry_after == 1
    assert (error.type, error.code) == ("rate_limit_error", "rate_limit_exceeded")
    assert "Rate limited" in error.message
    assert error.request_id
    assert error.response.rate_limit.limit_requests == 60
    assert error.response.rate_limit.remaining_requests == 0


@only("aimock")
def test_a_wait_beyond_the_deadline_is_not_slept(ask: Ask, server: Server) -> None:
    """A second's wait does not fit into less than a second: the rate limit is told at once."""
    with pytest.raises(RateLimitError) as caught:
        ask.create(**asking("rate limit", max_retries=5, deadline=0.9))

    assert caught.value.attempts == 1


@only("aimock")
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
def test_a_server_error(ask: Ask, server: Server, streamed: bool) -> None:
    """A 500 with the server's words, after another attempt."""
    with pytest.raises(InternalServerError, match="The server had an error") as caught:
        (ask.stream if streamed else ask.create)(**asking("server error", max_retries=1))

    assert (caught.value.status_code, caught.value.attempts, caught.value.type) == (500, 2, "server_error")


@only("aimock")
def test_a_connection_that_is_cut(ask: Ask, server: Server) -> None:
    """The server breaks the stream off: never an answer that looks whole."""
    with pytest.raises(APIConnectionError) as caught:
        ask.stream(**asking("cut off", max_retries=0))

    assert not isinstance(caught.value, APITimeoutError)
    assert caught.value.status_code is None


@only("aimock")
def test_a_deadline_ends_a_slow_stream(options: dict[str, Any], server: Server) -> None:
    """A piece every 0.4 s, and a deadline in between: what came is kept, and it is not the whole."""
    whole = "one two three four five"
    with Client(**options) as client:
        assert "".join(client.chat.completions.create(stream=True, **asking("slow")).text()) == whole
        pieces: list[str] = []
        with pytest.raises(APITimeoutError) as caught:
            pieces.extend(client.chat.completions.create(stream=True, deadline=1.5, **asking("slow")).text())

    came = caught.value.partial.choices[0].message.content
    assert whole.startswith(came)
    assert 0 < len(came) < len(whole)
