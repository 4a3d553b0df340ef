"""Texts as vectors: what is sent, how many calls, and in which order they come back."""

from __future__ import annotations

import asyncio
import struct
import threading
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.vectorstores import InMemoryVectorStore

from oaicompat.langchain import OpenAICompatibleEmbeddings
from oaicompat.testing import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as found:
        yield found


def embeds(server: Server, **options: Any) -> OpenAICompatibleEmbeddings:
    return OpenAICompatibleEmbeddings(**{"model": "e", "base_url": server.url, **options})


def test_texts_are_sent_as_texts(server: Server) -> None:
    """No tokens, no base64; the options that were asked for and no others."""
    vectors = embeds(server, dimensions=4, model_kwargs={"user": "u"}).embed_documents(["a", "b"])
    assert server.last.json() == {"model": "e", "input": ["a", "b"], "dimensions": 4, "user": "u"}
    assert [len(vector) for vector in vectors] == [4, 4]
    assert all(type(number) is float for number in vectors[0])
    embeds(server, extra_body={"own": 1}).embed_query("a", dimensions=2)
    assert server.last.json() == {"model": "e", "input": ["a"], "dimensions": 2, "own": 1}


def test_the_order_is_that_of_the_texts(server: Server) -> None:
    """Whatever order the server sends, floats or base64."""
    rows = [{"index": 1, "embedding": [1.0, 1.0]}, {"index": 0, "embedding": [0.0, 0.0]}]
    server.reply({"data": rows, "model": "e"})
    assert embeds(server).embed_documents(["a", "b"]) == [[0.0, 0.0], [1.0, 1.0]]
    packed = [{**row, "embedding": b64encode(struct.pack("<2f", *row["embedding"])).decode()} for row in rows]  # type: ignore[misc]
    server.reply({"data": packed, "model": "e"})
    assert embeds(server, encoding_format="base64").embed_documents(["a", "b"]) == [[0.0, 0.0], [1.0, 1.0]]
    assert server.last.json()["encoding_format"] == "base64"


def test_no_texts_are_no_call(server: Server) -> None:
    """And no vectors."""
    assert embeds(server).embed_documents([]) == []
    assert asyncio.run(embeds(server).aembed_documents([])) == []
    assert not server.requests


def test_many_texts_are_several_calls(server: Server) -> None:
    """As many as the server takes at once; a call's own size wins; the order stays."""
    texts = [f"text {place}" for place in range(25)]
    whole = embeds(server).embed_documents(texts)
    assert len(server.requests) == 1
    server.clear()
    assert embeds(server, provider="dashscope", api_key="sk").embed_documents(texts) == whole
    assert sorted(len(request.json()["input"]) for request in server.requests) == [5, 10, 10]
    server.clear()
    assert asyncio.run(embeds(server, chunk_size=10).aembed_documents(texts, chunk_size=5)) == whole
    assert len(server.requests) == 5


def test_questions_and_documents(server: Server) -> None:
    """Servers that tell them apart are told."""
    model = embeds(
        server,
        query_kwargs={"extra_body": {"input_type": "query"}},
        document_kwargs={"extra_body": {"input_type": "passage"}},
    )
    model.embed_query("a")
    assert server.last.json()["input_type"] == "query"
    model.embed_documents(["a"])
    assert server.last.json()["input_type"] == "passage"


def test_the_names_of_openai_embeddings(server: Server) -> None:
    """They are taken; those that have no meaning here say so."""
    with pytest.warns(UserWarning, match="texts are sent as texts"):
        model = OpenAICompatibleEmbeddings(
            model="e",
            openai_api_base=server.url,
            openai_api_key="sk",
            request_timeout=5,
            chunk_size=3,
            check_embedding_ctx_length=False,
        )
    assert len(model.embed_query("a")) == 256
    assert server.last.headers["authorization"] == "Bearer sk"
    with pytest.raises(TypeError, match="did you mean 'dimensions'"):
        embeds(server, dimension=3)


def test_one_instance_in_many_loops_and_threads(server: Server) -> None:
    """One after another and side by side."""
    model = embeds(server)
    expected = model.embed_query("a")
    found = [asyncio.run(model.aembed_query("a")) for _ in range(3)]
    threads = [threading.Thread(target=lambda: found.append(asyncio.run(model.aembed_query("a")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 7


def test_a_vector_store(server: Server) -> None:
    """LangChain's own finds what is near."""
    store = InMemoryVectorStore(embeds(server))
    store.add_texts(["the moon goes round the earth", "bread is made of flour", "cats sleep all day"])
    (found,) = store.similarity_search("what goes round the earth?", k=1)
    assert found.page_content == "the moon goes round the earth"
