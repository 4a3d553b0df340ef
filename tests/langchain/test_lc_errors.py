"""Errors of calls: ours and LangChain's at once, whatever the way of calling."""

from __future__ import annotations

import asyncio
import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from langchain_core import exceptions as core

import oaicompat
from oaicompat.langchain import ChatOpenAICompatible, OpenAICompatibleEmbeddings
from oaicompat.langchain import errors as ours
from oaicompat.testing import Server, chunks, sse

FULL = "This model's maximum context length is 10 tokens. However, your messages resulted in 20 tokens."

STATUSES: list[tuple[int, dict[str, Any], type[Exception], type[Exception], bool]] = [
    (400, {}, oaicompat.BadRequestError, core.ModelInvalidRequestError, False),
    (401, {}, oaicompat.AuthenticationError, core.ModelAuthenticationError, False),
    (402, {"message": "Insufficient balance"}, oaicompat.QuotaExceededError, core.ModelRateLimitError, False),
    (403, {}, oaicompat.PermissionDeniedError, core.ModelPermissionDeniedError, False),
    (404, {}, oaicompat.NotFoundError, core.ModelNotFoundError, False),
    (408, {}, oaicompat.APIStatusError, core.ModelTimeoutError, True),
    (409, {}, oaicompat.ConflictError, core.ModelInvalidRequestError, True),
    (413, {}, oaicompat.APIStatusError, core.ModelInvalidRequestError, False),
    (422, {}, oaicompat.UnprocessableEntityError, core.ModelInvalidRequestError, False),
    (429, {}, oaicompat.RateLimitError, core.ModelRateLimitError, True),
    (429, {"code": "insufficient_quota"}, oaicompat.QuotaExceededError, core.ModelRateLimitError, False),
    (500, {}, oaicompat.InternalServerError, core.ModelAPIError, True),
    (503, {}, oaicompat.InternalServerError, core.ModelAPIError, True),
    (400, {"code": "context_length_exceeded"}, oaicompat.ContextLengthError, core.ContextOverflowError, False),
    (400, {"message": FULL}, oaicompat.ContextLengthError, core.ContextOverflowError, False),
    (422, {"message": FULL}, oaicompat.UnprocessableEntityError, core.ContextOverflowError, False),
]


async def _all(stream: Any) -> None:
    async for _ in stream:
        pass


STYLES: dict[str, Callable[[ChatOpenAICompatible], Any]] = {
    "invoke": lambda model: model.invoke("hi"),
    "stream": lambda model: list(model.stream("hi")),
    "batch": lambda model: model.batch(["hi"]),
    "ainvoke": lambda model: asyncio.run(model.ainvoke("hi")),
    "astream": lambda model: asyncio.run(_all(model.astream("hi"))),
    "streaming": lambda model: model.model_copy(update={"streaming": True}).invoke("hi"),
    "bound": lambda model: model.bind_tools([{"name": "f", "parameters": {"type": "object"}}]).invoke("hi"),
}


def chat(server: Server, **options: Any) -> ChatOpenAICompatible:
    return ChatOpenAICompatible(**{"model": "m", "base_url": server.url, "max_retries": 0, **options})


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("status", "said", "mine", "theirs", "retryable"), STATUSES)
def test_a_status(style: str, status: int, said: Any, mine: Any, theirs: Any, retryable: bool) -> None:
    """The class that its users expect, and the other one; with the server's words."""
    with Server() as server:
        server.error(status, **{"message": "the server's words", **said})
        with pytest.raises(mine) as caught:
            STYLES[style](chat(server))
    assert isinstance(caught.value, theirs)
    assert caught.value.is_retryable is retryable  # type: ignore[attr-defined]
    assert said.get("message", "the server's words") in str(caught.value)
    assert caught.value.response.status_code == status
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (type(caught.value), str(caught.value))
    assert type(copy.copy(caught.value)) is type(caught.value)


@pytest.mark.parametrize("style", ["stream", "astream", "streaming"])
def test_an_error_in_the_middle_of_a_stream(style: str) -> None:
    """It is the class of its code, and has what came."""
    pieces = chunks("one two three")
    with Server() as server:
        server.reply(sse([*pieces[:3], {"error": {"message": "too busy", "code": 429}}], done=False))
        with pytest.raises(core.ModelRateLimitError, match="too busy") as caught:
            STYLES[style](chat(server))
    assert isinstance(caught.value, oaicompat.RateLimitError)
    assert caught.value.partial.choices[0].message.content.startswith("one")


@pytest.mark.parametrize("style", ["stream", "astream", "streaming"])
def test_a_stream_that_is_cut(style: str) -> None:
    """It is never a whole answer."""
    with Server() as server:
        server.reply("one two three").cut(after=2, ended=True)
        with pytest.raises(oaicompat.IncompleteStreamError) as caught:
            STYLES[style](chat(server))
        assert isinstance(caught.value, core.ModelConnectionError)
        server.reply("one two three").cut(after=2)
        with pytest.raises(oaicompat.APIConnectionError) as broken:
            STYLES[style](chat(server))
        assert isinstance(broken.value, core.ModelConnectionError)


@pytest.mark.parametrize("style", ["invoke", "ainvoke"])
@pytest.mark.parametrize(
    "body",
    [b"<html>log in</html>", b'{"choices": null}', b'{"choices": []}', b"{}", b"nonsense"],
)
def test_a_success_that_is_none(style: str, body: bytes) -> None:
    """A web page, or a completion without answers, is an error that says so and not an IndexError."""
    with Server() as server:
        server.reply(body)
        with pytest.raises(oaicompat.APIResponseValidationError, match="not a") as caught:
            STYLES[style](chat(server))
    assert isinstance(caught.value, core.ModelAPIError)
    assert not caught.value.is_retryable


def test_an_error_in_a_success() -> None:
    """The error is the one that the body tells."""
    with Server() as server:
        server.reply({"error": {"message": "no such model", "code": 404}})
        with pytest.raises(core.ModelError, match="no such model"):
            chat(server).invoke("hi")


@pytest.mark.parametrize("style", STYLES)
def test_nobody_there(style: str) -> None:
    """A connection that fails is a ModelConnectionError; a wait that is too long a ModelTimeoutError."""
    with Server() as server:
        model = chat(server)
    with pytest.raises(core.ModelConnectionError) as caught:
        STYLES[style](model)
    assert isinstance(caught.value, oaicompat.APIConnectionError)
    assert caught.value.__cause__ is not None
    with Server() as server:
        server.delay(30)
        with pytest.raises(core.ModelTimeoutError) as late:
            STYLES[style](chat(server, timeout=0.05))
    assert isinstance(late.value, oaicompat.APITimeoutError)


@pytest.mark.parametrize("style", ["stream", "astream"])
def test_a_stream_that_stalls(style: str) -> None:
    """`stream_chunk_timeout` bounds the silence between two pieces, sync and async."""
    with Server() as server:
        server.reply("one two").delay(30, after=1)
        with pytest.raises(core.ModelTimeoutError):
            STYLES[style](chat(server, stream_chunk_timeout=0.1))


def test_embeddings_have_the_same_errors() -> None:
    """And keep what the other calls gave."""
    with Server() as server:
        embeddings = OpenAICompatibleEmbeddings(
            model="m", base_url=server.url, max_retries=0, chunk_size=1, concurrency=1
        )
        server.delay(0)
        server.error(400, "not this text")
        with pytest.raises(core.ModelInvalidRequestError, match="not this text") as caught:
            embeddings.embed_documents(["a", "b", "c"])
        assert isinstance(caught.value, oaicompat.BadRequestError)
        assert caught.value.partial.missing == [range(1, 2)]
        server.error(429, "slowly")
        with pytest.raises(core.ModelRateLimitError):
            asyncio.run(embeddings.aembed_query("a"))


def test_every_error_has_a_class_of_langchains() -> None:
    """No class of ours is forgotten when one is added; those of `parse` are of a method that is not called here."""
    kinds = [oaicompat.APIError]
    for kind in kinds:
        kinds.extend(one for one in kind.__subclasses__() if one.__name__ != "StructuredOutputError")
    of_calls = {
        kind for kind in kinds if kind.__module__ == "oaicompat.errors" and not issubclass(kind, core.ModelError)
    }
    assert of_calls == set(ours._CLASSES)
