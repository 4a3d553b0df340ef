"""Rerank, score, classify, pooling and the tokenizer's own routes, on a wire: where they go and what comes of them."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

import pytest

from oaicompat import BadRequestError, ConfigurationError, InternalServerError, NotFoundError
from oaicompat.testing import Server as StandIn

from .bodies import reply
from .colours import Wire, done
from .scripted import Server

DOCUMENTS = ["the sea is blue", "a red car", "the blue sky over the sea"]
ASKED: dict[str, Any] = {"model": "m", "query": "the blue sky", "documents": DOCUMENTS}
RANKED = {"results": [{"index": 2, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.5}]}


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The stand-in server, which refuses what it does not know."""
    with StandIn(strict=True) as server:
        yield server


# -- where a call goes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ({}, "/v1/rerank"),
        ({"path": "reranking"}, "/v1/reranking"),
        ({"path": "/v2/rerank", "root": True}, "/v2/rerank"),
        ({"path": "rerank?a=1", "root": True}, "/rerank?a=1"),
    ],
)
async def test_the_route_of_a_ranking(wire: Wire, server: Server, place: dict[str, Any], target: str) -> None:
    """Below the base URL, or at the server's root."""
    server.answer(reply(RANKED, 200, "x-request-id: r"))
    found = await done(wire.client(api_key="sk-1").rerank(**ASKED, **place, top_n=2))
    assert [(one.index, one.relevance_score) for one in found.results] == [(2, 0.9), (0, 0.5)]
    assert found.request_id == "r"
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", target)
    assert request.header("authorization") == "Bearer sk-1"
    assert json.loads(request.body) == {**ASKED, "top_n": 2}


async def test_a_whole_url_stays_at_its_server(wire: Wire, server: Server) -> None:
    """The key is sent to no other."""
    server.answer(reply(RANKED))
    client = wire.client(base_url=f"{server.root}/compatible-mode/v1")
    await done(client.rerank(**ASKED, path=f"{server.root}/compatible-api/v1/reranks"))
    assert server.requests[0].target == "/compatible-api/v1/reranks"
    with pytest.raises(ConfigurationError, match="another server"):
        await done(client.rerank(**ASKED, path="https://elsewhere.example/v1/rerank"))


@pytest.mark.parametrize(
    ("name", "options", "answer"),
    [
        ("score", {"text_1": "a", "text_2": ["b"]}, {"data": [{"index": 0, "score": 0.5}]}),
        ("classify", {"input": "a"}, {"data": [{"index": 0, "label": "x", "probs": [1.0]}]}),
        ("pooling", {"input": ["a"]}, {"data": [{"index": 0, "data": [0.5]}]}),
        ("tokenizer_info", {}, {"tokenizer_class": "T"}),
    ],
)
async def test_the_routes_at_the_root(
    wire: Wire, server: Server, name: str, options: dict[str, Any], answer: dict[str, Any]
) -> None:
    """They are beside /v1, as vLLM has them; the reply is typed and has what its headers said."""
    server.always(reply(answer, 200, "x-request-id: r"))
    client = wire.client()
    found = await done(getattr(client, name)(**options, extra_headers={"x-a": "1"}))
    assert (found.to_dict(), found.request_id) == (answer, "r")
    raw = await done(getattr(client.with_raw_response, name)(**options))
    assert (raw.status_code, raw.json(), raw.parse().to_dict()) == (200, answer, answer)
    assert [request.target for request in server.requests] == [f"/{name}"] * 2
    assert server.requests[0].header("x-a") == "1"
    assert json.loads(server.requests[0].body or b"{}") == options


async def test_sglang_s_routes_are_below_the_base_url(wire: Wire, server: Server) -> None:
    """`root=False` asks for them."""
    server.answer(reply({"scores": [[0.7, 0.3]], "object": "scoring"}), reply({"data": [{}]}))
    client = wire.client()
    found = await done(client.score(query="q", items=["a"], label_token_ids=[1, 2], root=False))
    assert found.scores == [[0.7, 0.3]]
    await done(client.classify(input="a", root=False))
    assert [request.target for request in server.requests] == ["/v1/score", "/v1/classify"]


async def test_raw_replies_of_the_older_routes(wire: Wire, server: Server) -> None:
    """Each method of the client is there."""
    server.always(reply({"tokens": [1], "prompt": "a", "version": "1", "results": []}))
    raw = wire.client().with_raw_response
    asked = [raw.rerank(**ASKED), raw.tokenize(prompt="a"), raw.detokenize(tokens=[1]), raw.health(), raw.version()]
    for reply_to_come in asked:
        assert (await done(reply_to_come)).status_code == 200
    targets = [request.target for request in server.requests]
    assert targets == ["/v1/rerank", "/tokenize", "/detokenize", "/health", "/version"]


# -- what goes wrong ---------------------------------------------------------------------------------------------------


async def test_a_server_that_does_not_rank(wire: Wire, server: Server, waits: list[float]) -> None:
    """Its words are told, once: what is not implemented will not be."""
    server.answer(reply({"error": {"code": 501, "message": "Start it with `--reranking`"}}, 501))
    with pytest.raises(InternalServerError, match="Start it with `--reranking`"):
        await done(wire.client(max_retries=2).rerank(**ASKED))
    assert waits == []


async def test_a_ranking_is_tried_again(wire: Wire, server: Server, waits: list[float]) -> None:
    """Documents out of a generator are sent whole the second time."""
    server.answer(reply(None, 503), reply(RANKED))
    await done(wire.client(max_retries=1).rerank(model="m", query="q", documents=(text for text in DOCUMENTS)))
    first, second = server.requests
    assert first.body == second.body
    assert json.loads(second.body)["documents"] == DOCUMENTS
    assert len(waits) == 1


async def test_numbers_that_are_the_body(wire: Wire, server: Server) -> None:
    """vLLM tells in a header where they are."""
    places = [
        {"index": index, "embed_dtype": "float32", "endianness": "little", "start": 8 * index, "end": 8 * index + 8}
        for index in range(2)
    ]
    metadata = json.dumps({"model": "m", "data": places})
    server.answer(reply(struct.pack("<4f", 1, 2, 3, 4), 200, f"metadata: {metadata}", kind="application/octet-stream"))
    found = await done(wire.client().pooling(input=["a", "b"], encoding_format="bytes"))
    assert [one.floats() for one in found.data] == [[1, 2], [3, 4]]
    assert found.model == "m"


# -- the stand-in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [{}, {"path": "rerank", "root": True}, {"path": "v2/rerank", "root": True}])
async def test_the_stand_in_ranks(wire: Wire, stand_in: StandIn, place: dict[str, Any]) -> None:
    """What shares the most words with the query comes first."""
    client = wire.client(base_url=stand_in.url)
    found = await done(client.rerank(**ASKED, **place))
    assert [(one.index, one.relevance_score) for one in found.results] == [(2, 1.0), (0, 0.666667), (1, 0.0)]
    assert [one.text for one in found.results] == [DOCUMENTS[one.index] for one in found.results]
    assert found.usage.total_tokens > 0
    objects = [{"text": text} for text in DOCUMENTS]
    few = await done(
        client.rerank(model="m", query={"text": "sky"}, documents=objects, top_n=1, return_documents=False)
    )
    assert [(one.index, one.text) for one in few.results] == [(2, None)]


async def test_the_stand_in_scores(wire: Wire, stand_in: StandIn) -> None:
    """One text with each, or side by side."""
    client = wire.client(base_url=stand_in.url)
    assert (await done(client.score(text_1="blue sky", text_2=DOCUMENTS))).scores == [0.5, 0.0, 1.0]
    parts = {"content": [{"type": "text", "text": "red"}]}
    assert (await done(client.score(queries=["blue", parts], documents=DOCUMENTS[:2]))).scores == [1.0, 1.0]
    with pytest.raises(BadRequestError, match="'text_1' must be one text, or as many as 'text_2'"):
        await done(client.score(text_1=["a", "b"], text_2=DOCUMENTS))


async def test_the_stand_in_classifies(wire: Wire, stand_in: StandIn) -> None:
    """The same text has the same class."""
    client = wire.client(base_url=stand_in.url)
    one, other, again = (await done(client.classify(input=["a", "b", "a"]))).data
    assert (one.index, other.index, again.index) == (0, 1, 2)
    assert one.probs == again.probs != other.probs
    assert sum(one.probs) == pytest.approx(1)
    assert one.label in ("LABEL_0", "LABEL_1")
    await done(client.classify(messages=[{"role": "user", "content": "a"}]))


@pytest.mark.parametrize("task", [None, "token_embed"])
async def test_the_stand_in_pools(wire: Wire, stand_in: StandIn, task: str | None) -> None:
    """Every encoding holds the same numbers; base64 and bytes alone do not tell where a vector ends."""
    client = wire.client(base_url=stand_in.url)
    plain, *packed = [
        await done(client.pooling(input=["red car", "sky"], task=task, encoding_format=encoding))
        for encoding in ("float", "bytes", "base64", "bytes_only")
    ]
    vectors = [one.floats() for one in plain.data]
    assert [isinstance(vector[0], list) for vector in vectors] == [task is not None] * 2
    assert [one.floats() for one in packed[0].data] == vectors
    flat = [[number for row in vector for number in row] if task else vector for vector in vectors]
    assert [one.floats() for one in packed[1].data] == flat
    assert packed[2].data[0].floats() == [*flat[0], *flat[1]]
    await done(client.pooling(input=[[1, 2], [3]]))


async def test_the_stand_in_tells_its_tokenizer(wire: Wire, stand_in: StandIn) -> None:
    """The longest prompt is there too."""
    found = await done(wire.client(base_url=stand_in.url).tokenizer_info())
    assert (found.tokenizer_class, found.model_max_length) == ("StandInTokenizer", 131_072)


@pytest.mark.parametrize(
    ("route", "asked", "words"),
    [
        ("v1/rerank", {"model": 5, "query": "q", "documents": ["a"]}, "'model': it should be a string"),
        ("v1/rerank", {"query": 5, "documents": ["a"]}, "'query': it should be a string"),
        ("v1/rerank", {"query": "q"}, "Missing required parameter: 'documents'"),
        ("v1/rerank", {"query": "q", "documents": []}, "'documents': there must be at least one"),
        ("v1/rerank", {"query": "q", "documents": ["a", 5]}, r"'documents\[1\]': it should be a string"),
        ("v1/rerank", {"query": "q", "documents": [{"title": "a"}]}, r"'documents\[0\]': it should be a string"),
        ("v1/rerank", {"query": "q", "documents": ["a"], "top_n": "x"}, "'top_n': it should be a whole number"),
        ("v1/rerank", {"query": "q", "documents": ["a"], "topn": 1}, "Unknown parameter: 'topn'"),
        ("score", {"text_1": "a"}, "Two sides are needed"),
        ("classify", {}, "Missing required parameter: 'input'"),
        ("classify", {"messages": []}, "'messages': there must be at least one"),
        ("pooling", {"input": "a", "encoding_format": "hex"}, "'encoding_format': it should be one of float, base64"),
    ],
)
async def test_the_stand_in_refuses(
    wire: Wire, stand_in: StandIn, route: str, asked: dict[str, Any], words: str
) -> None:
    """It names what is wrong."""
    with pytest.raises(BadRequestError, match=words):
        await done(wire.client(base_url=stand_in.url).post(route, body=asked, root=True))


async def test_the_stand_in_knows_its_models(wire: Wire) -> None:
    """As it does for chats."""
    with StandIn(models=["ranker"]) as server:
        client = wire.client(base_url=server.url)
        assert (await done(client.score(text_1="a", text_2="a"))).model == "ranker"
        with pytest.raises(NotFoundError, match="'m' does not exist"):
            await done(client.rerank(**ASKED))
