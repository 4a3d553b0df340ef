"""Rankings and scores: every route that the servers have for them, and every way to say what is compared."""

from __future__ import annotations

from typing import Any

import pytest

from oaicompat import APIStatusError, BadRequestError

from .asking import Async, Sync
from .servers import MODEL, Server, only, servers_with

pytestmark = pytest.mark.live
Ask = Sync | Async

DOCUMENTS = ["the sea is blue", "a red car", "the blue sky"]
#: The routes of each server: a path, and whether it starts at the root.
ROUTES = {
    "llama-server-rerank": [("rerank", False), ("reranking", False), ("/rerank", True), ("/reranking", True)],
    "vllm-embeddings": [("rerank", False), ("/rerank", True), ("/v2/rerank", True)],
    "litellm": [("rerank", False), ("/rerank", True), ("/v2/rerank", True)],
}


def asking_for(server: Server, documents: list[str] = DOCUMENTS, **options: Any) -> dict[str, Any]:
    """The keywords of a call that ranks documents."""
    return {"model": server.ranker, "query": "blue sky", "documents": documents, **options}


@servers_with("rerank")
def test_a_ranking(ask: Ask, server: Server) -> None:
    """Each document has its rank, and the ranking its cost, as usage or as meta; the best comes first."""
    ranking = ask(lambda client: client.rerank(**asking_for(server)))

    assert {result.index for result in ranking.results} == {0, 1, 2}
    scores = [result.relevance_score for result in ranking.results]
    assert scores == sorted(scores, reverse=True)
    assert all(result.text in (None, DOCUMENTS[result.index]) for result in ranking.results)
    if ranking.usage is not None:
        assert ranking.usage.total_tokens == ranking.usage.prompt_tokens > 0
    else:
        assert ranking.meta.tokens.input_tokens == ranking.meta.billed_units.total_tokens > 0


@servers_with("rerank")
def test_the_best_of_a_ranking(ask: Ask, server: Server) -> None:
    """`top_n` of them."""
    whole = ask(lambda client: client.rerank(**asking_for(server)))
    few = ask(lambda client: client.rerank(**asking_for(server, top_n=2)))

    assert [result.index for result in few.results] == [result.index for result in whole.results[:2]]


@servers_with("rerank")
def test_every_route_ranks_the_same(ask: Ask, server: Server) -> None:
    """Below the base URL or beside it, or as a whole URL."""
    root = (server.base_url or "").removesuffix("/v1")
    places = [*ROUTES[server.name], (f"{root}/v1/rerank", False)]
    asked = [asking_for(server, path=path, root=at_root) for path, at_root in places]
    first, *others = (ask(lambda client, one=one: client.rerank(**one)) for one in asked)

    assert len(first.results) == 3
    for other in others:
        assert [result.to_dict() for result in other.results] == [result.to_dict() for result in first.results]


@only("vllm-embeddings")
def test_documents_come_back(ask: Ask, server: Server) -> None:
    """vLLM sends them as objects."""
    ranking = ask(lambda client: client.rerank(**asking_for(server)))

    assert [result.document.text for result in ranking.results] == [DOCUMENTS[one.index] for one in ranking.results]
    assert all(result.document.multi_modal is None for result in ranking.results)


@only("llama-server-rerank")
def test_a_bare_list_is_a_ranking(ask: Ask, server: Server) -> None:
    """llama.cpp answers so when it is asked in TEI's form, with other names for the score and the document."""
    asked = {"texts": DOCUMENTS, "documents": None}
    ranking = ask(lambda client: client.rerank(**asking_for(server, [], return_text=True, extra_body=asked)))

    assert len(ranking.results) == 3
    assert [result.text for result in ranking.results] == [DOCUMENTS[one.index] for one in ranking.results]
    assert all(result.relevance_score == result.score for result in ranking.results)


@servers_with("rerank")
def test_a_ranking_as_it_came(ask: Ask, server: Server) -> None:
    """The raw reply, and what it means."""
    raw = ask(lambda client: client.with_raw_response.rerank(**asking_for(server)))

    assert raw.status_code == 200
    assert len(raw.json()["results"]) == len(raw.parse().results) == 3


@servers_with("rerank")
def test_documents_that_are_refused(ask: Ask, server: Server) -> None:
    """The server's words are told."""
    with pytest.raises(BadRequestError, match=r"must be a non-empty string array|must be given"):
        ask(lambda client: client.rerank(**asking_for(server, [])))


@servers_with("tokens")
def test_a_server_that_does_not_rank(ask: Ask, server: Server) -> None:
    """One that chats says no, at once."""
    with pytest.raises(APIStatusError) as caught:
        ask(lambda client: client.rerank(**asking_for(server)))

    assert caught.value.status_code == {"llama-server": 501, "vllm": 404}[server.name]
    assert caught.value.attempts == 1


@only("vllm-embeddings")
@pytest.mark.parametrize(
    "sides",
    [
        {"text_1": "blue sky", "text_2": DOCUMENTS},
        {"data_1": "blue sky", "data_2": DOCUMENTS},
        {"queries": "blue sky", "documents": DOCUMENTS},
        {"queries": ["blue sky"] * 3, "items": DOCUMENTS},
    ],
    ids=lambda sides: "-".join(sides),
)
def test_scores(ask: Ask, server: Server, sides: dict[str, Any]) -> None:
    """Every spelling of the two sides gives the same scores, in the order of the texts; they are those of a ranking."""
    scored = ask(lambda client: client.score(model=MODEL, **sides))
    ranking = ask(lambda client: client.rerank(**asking_for(server)))

    assert [one.index for one in scored.data] == [0, 1, 2]
    assert scored.scores == [one.score for one in scored.data]
    assert {one.index: one.relevance_score for one in ranking.results} == pytest.approx(dict(enumerate(scored.scores)))
    assert scored.usage.total_tokens > 0


@only("vllm")
def test_how_likely_labels_are(ask: Ask, server: Server) -> None:
    """A model that writes can score too: the likelihood of one label and not of the other, for each item."""
    scored = ask(
        lambda client: client.score(
            path="generative_scoring", model=MODEL, query="a", items=["b", "c"], label_token_ids=[100, 101]
        )
    )

    assert len(scored.scores) == 2
    assert all(0 <= one.score <= 1 for one in scored.data)
