"""Embeddings: the same vectors in every encoding, in the order of the texts."""

from __future__ import annotations

from typing import Any

import pytest

from oaicompat import APIStatusError, BadRequestError

from .asking import Async, Sync
from .servers import Server, only, servers_with

pytestmark = pytest.mark.live
Ask = Sync | Async

TEXTS = ["hello", "a red car", "the sea"]


def embedded(ask: Ask, server: Server, texts: Any = TEXTS, **options: Any) -> list[Any]:
    """The vectors of texts, in the order of the reply."""
    reply = ask(lambda client: client.embeddings.create(model=server.embedder, input=texts, **options))
    assert [item.index for item in reply.data] == list(range(len(reply.data)))
    return [item.embedding for item in reply.data]


@servers_with("embeddings")
def test_a_vector_for_each_text(ask: Ask, server: Server) -> None:
    """They are lists of numbers, all of one length; another text has another vector."""
    reply = ask(lambda client: client.embeddings.create(model=server.embedder, input=TEXTS))

    assert [item.index for item in reply.data] == [0, 1, 2]
    assert len({len(item.embedding) for item in reply.data}) == 1
    assert all(isinstance(number, float) for item in reply.data for number in item.embedding)
    assert reply.data[0].embedding != reply.data[1].embedding
    assert (reply.object, reply.data[0].object, reply.model) == ("list", "embedding", server.embedder)
    assert reply.usage is not None
    assert reply.usage.total_tokens == reply.usage.prompt_tokens


@servers_with("embeddings")
def test_one_text_or_a_list_of_one(ask: Ask, server: Server) -> None:
    """It is the same."""
    assert embedded(ask, server, "hello") == embedded(ask, server, ["hello"])


@servers_with("embeddings")
def test_the_order_is_that_of_the_texts(ask: Ask, server: Server) -> None:
    """Each text has its own vector, wherever it stands."""
    first, second, third = embedded(ask, server)
    assert embedded(ask, server, TEXTS[::-1]) == [pytest.approx(vector, abs=1e-6) for vector in (third, second, first)]


@servers_with("embeddings")
def test_floats_and_base64_agree(ask: Ask, server: Server) -> None:
    """Whichever way the numbers came, they are the same, and a list; a server that knows no base64 sends numbers."""
    plain = embedded(ask, server, encoding_format="float")
    packed = embedded(ask, server, encoding_format="base64")

    assert all(isinstance(vector, list) for vector in packed)
    assert packed == [pytest.approx(vector, abs=1e-6) for vector in plain]


@only("vllm-embeddings")
def test_tokens_in_place_of_texts(ask: Ask, server: Server) -> None:
    """The tokens of a text have its vector; vLLM adds none to them."""
    tokens = ask(lambda client: client.tokenize(model=server.embedder, prompt="hello")).tokens

    assert embedded(ask, server, [tokens]) == [
        pytest.approx(vector, abs=1e-6) for vector in embedded(ask, server, ["hello"])
    ]


@only("vllm-embeddings")
def test_pooling_gives_the_same_vectors(ask: Ask, server: Server) -> None:
    """The route beside it, which has more options."""
    pooled = ask(lambda client: client.pooling(model=server.embedder, input=TEXTS))

    assert [one.floats() for one in pooled.data] == [
        pytest.approx(vector, abs=1e-6) for vector in embedded(ask, server)
    ]


@only("vllm-embeddings")
def test_a_length_that_the_model_does_not_have(ask: Ask, server: Server) -> None:
    """The server says why not."""
    with pytest.raises(BadRequestError, match="Matryoshka"):
        embedded(ask, server, dimensions=4)


@only("aimock")
def test_a_length(ask: Ask, server: Server) -> None:
    """A server that can makes the vectors so long."""
    assert [len(vector) for vector in embedded(ask, server, dimensions=4)] == [4, 4, 4]


@servers_with("embeddings")
def test_many_texts(ask: Ask, server: Server) -> None:
    """In several calls at once, they come back in their order."""
    texts = [f"text {number}" for number in range(25)]
    whole = embedded(ask, server, texts)
    parts = ask(lambda client: client.embeddings.create_many(texts, model=server.embedder, batch_size=4, concurrency=3))

    assert [item.index for item in parts.data] == list(range(25))
    assert [item.embedding for item in parts.data] == [pytest.approx(vector, abs=1e-6) for vector in whole]


@servers_with("tokens")
def test_a_server_that_does_not_embed(ask: Ask, server: Server) -> None:
    """One that only chats says no, at once."""
    with pytest.raises(APIStatusError) as caught:
        embedded(ask, server)

    assert caught.value.status_code == {"llama-server": 501, "vllm": 404}[server.name]
    assert caught.value.attempts == 1
