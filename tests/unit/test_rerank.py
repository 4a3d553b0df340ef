"""Rerank: one typed ranking, whatever a server calls its parts, and mistakes that name their argument."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oaicompat import APIError, APIResponseValidationError, ConfigurationError, NotFoundError
from oaicompat._encode import dump
from oaicompat.endpoints.rerank import rerank
from oaicompat.types.rerank import RerankDocument, RerankOptions, RerankResponse, RerankResult

from .streams import reply


def ranking(body: Any) -> RerankResponse:
    """What a reply with this body means."""
    return rerank(model="m", query="q", documents=["a", "b"]).parse(reply(body))


RANKED: dict[str, Any] = {
    "vLLM": {
        "id": "score-1",
        "model": "m",
        "usage": {"prompt_tokens": 9, "total_tokens": 9},
        "results": [
            {"index": 1, "document": {"text": "b", "multi_modal": None}, "relevance_score": 0.9},
            {"index": 0, "document": {"text": "a", "multi_modal": None}, "relevance_score": 0.1},
        ],
    },
    "SGLang": [
        {"score": 0.9, "document": "b", "index": 1, "meta_info": {"id": "x"}},
        {"score": 0.1, "document": "a", "index": 0, "meta_info": {"id": "x"}},
    ],
    "TEI": [{"index": 1, "score": 0.9, "text": "b"}, {"index": 0, "score": 0.1, "text": "a"}],
    "Voyage": {
        "object": "list",
        "data": [
            {"relevance_score": 0.9, "index": 1, "document": "b"},
            {"relevance_score": 0.1, "index": 0, "document": "a"},
        ],
        "model": "m",
        "usage": {"total_tokens": 9},
    },
    "DashScope's own": {
        "output": {
            "results": [
                {"document": {"text": "b"}, "index": 1, "relevance_score": 0.9},
                {"document": {"text": "a"}, "index": 0, "relevance_score": 0.1},
            ]
        },
        "usage": {"total_tokens": 9},
        "request_id": "r",
    },
    "parts": {
        "results": [
            {"index": 1, "document": [{"type": "text", "text": "b"}], "relevance_score": 0.9},
            {"index": 0, "document": [{"type": "text", "text": "a"}], "relevance_score": 0.1},
        ]
    },
}


@pytest.mark.parametrize("name", RANKED)
def test_every_shape_is_one_ranking(name: str) -> None:
    """Index, score and text are found in each; the order is the server's."""
    found = ranking(RANKED[name])
    assert [(one.index, one.relevance_score, one.text) for one in found.results] == [(1, 0.9, "b"), (0, 0.1, "a")]


@pytest.mark.parametrize("name", RANKED)
def test_dumping_gives_the_server_s_own(name: str) -> None:
    """Under its own names, nothing twice; a bare list has to have a name."""
    sent = RANKED[name]
    whole = sent if isinstance(sent, dict) else {"results": sent}
    assert ranking(sent).to_dict() == json.loads(ranking(sent).to_json()) == whole


def test_the_order_is_the_server_s() -> None:
    """Nothing is sorted here: some servers do not, and equal scores have an order too."""
    body = {"results": [{"index": i, "relevance_score": s} for i, s in ((2, 0.1), (0, 0.5), (1, 0.5))]}
    found = rerank(model="m", query="q", documents=["a", "b", "c"]).parse(reply(body))
    assert [one.index for one in found.results] == [2, 0, 1]


def test_what_is_told_beside_the_results() -> None:
    """Usage, and what stands in its place: Cohere's meta, OpenRouter's cost and provider."""
    units = {"search_units": 1.0, "images": 2.0}
    version = {"version": "2", "is_experimental": True}
    tokens = {"input_tokens": 7, "output_tokens": 0}
    found = ranking(
        {
            "id": "r",
            "results": [],
            "meta": {"api_version": version, "billed_units": units, "tokens": tokens, "warnings": ["old"]},
        }
    )
    assert found.meta is not None
    assert found.meta.api_version is not None
    assert found.meta.billed_units is not None
    assert found.meta.tokens is not None
    assert (found.meta.api_version.version, found.meta.api_version.is_experimental) == ("2", True)
    assert (found.meta.billed_units.search_units, found.meta.billed_units.images) == (1, 2)
    assert (found.meta.tokens.input_tokens, found.meta.warnings) == (7, ["old"])

    usage = {"cost": 0.5, "search_units": 1, "total_tokens": 9}
    found = ranking({"results": [], "provider": "somebody", "usage": usage})
    assert found.usage is not None
    assert (found.provider, found.usage.to_dict()) == ("somebody", usage)


@pytest.mark.parametrize("document", [None, {}, {"text": None, "multi_modal": [{"type": "image_url"}]}, {"title": "x"}])
def test_a_document_without_text(document: Any) -> None:
    """There is no text then, and the rest is kept."""
    (found,) = ranking({"results": [{"index": 0, "relevance_score": 1, "document": document}]}).results
    assert found.text is None
    assert found.to_dict()["document"] == document
    if document:
        assert found.document is not None
        assert found.document.to_dict() == document


@pytest.mark.parametrize("score", [None, {"value": 1}, "high"])
def test_a_score_that_is_none_is_not_a_verdict(score: Any) -> None:
    """NaN, which nothing compares with; null is how llama.cpp writes it."""
    (found,) = ranking({"results": [{"index": 0, "relevance_score": score}]}).results
    assert math.isnan(found.relevance_score)
    assert math.isnan(RerankResult().relevance_score)


def test_the_right_name_wins() -> None:
    """A server that sends both names means the first."""
    (found,) = ranking([{"index": 0, "relevance_score": 0.2, "score": 0.9}]).results
    assert (found.relevance_score, found.score) == (0.2, 0.9)


@pytest.mark.parametrize(
    ("first", "second"), [({}, {}), ({"index": 0}, {}), ({"index": None}, {"index": 1}), ({"index": "b"}, {"index": 0})]
)
def test_an_index_is_not_made_up(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Results without one may be sorted or not, so they could be about any document."""
    for body in ([first, second], {"results": [first, second]}, {"data": [{**first, "score": 1}, second]}):
        with pytest.raises(APIResponseValidationError, match="not all of them have an index"):
            ranking(body)


@pytest.mark.parametrize("row", [{}, {"index": None}])
def test_of_one_document_the_result_is_certain(row: dict[str, Any]) -> None:
    """One document, one result; but of several documents one result could be about any."""
    sent = {"results": [{**row, "relevance_score": 0.9}]}
    (found,) = rerank(model="m", query="q", documents=["a"]).parse(reply(sent)).results
    assert (found.index, found.relevance_score) == (0, 0.9)
    for documents in (["a", "b"], {"content": [{"type": "text", "text": "a"}]}):
        with pytest.raises(APIResponseValidationError, match="not all of them have an index"):
            rerank(model="m", query="q", documents=documents).parse(reply(sent))


@pytest.mark.parametrize("index", [-1, 2, 99])
def test_an_index_of_no_document_is_an_error(index: int) -> None:
    """Reading `documents[index]` would give another document, or fail far from here."""
    with pytest.raises(
        APIResponseValidationError, match=rf"results\[1\] .* document {index}, and 2 documents were sent"
    ):
        ranking({"results": [{"index": 0}, {"index": index}]})


def test_how_many_documents_there_are_may_be_the_server_s_to_say() -> None:
    """Of a mapping with parts the server makes documents; none of them is below 0."""
    call = rerank(model="m", query="q", documents={"content": []})
    assert call.parse(reply({"results": [{"index": 5}]})).results[0].index == 5
    with pytest.raises(APIResponseValidationError, match=r"about document -1 \("):
        call.parse(reply({"results": [{"index": -1}]}))
    more = rerank(model="m", query="q", documents=["a"], extra_body={"documents": ["a", "b"]})
    assert more.parse(reply({"results": [{"index": 1}]})).results[0].index == 1


@pytest.mark.parametrize("body", [[], {"results": []}, {"results": None}, {"data": []}])
def test_nothing_ranked_is_no_error(body: Any) -> None:
    """As with `top_n=0`."""
    assert ranking(body).results == []


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ({}, APIResponseValidationError, "not a ranking"),
        ({"id": "r", "model": "m"}, APIResponseValidationError, "not a ranking"),
        ({"data": {"a": 1}}, APIResponseValidationError, "not a ranking"),
        ('"sorted"', APIResponseValidationError, "not a ranking"),
        (b"<html><title>Login</title></html>", APIResponseValidationError, "base URL"),
        (b"", APIResponseValidationError, "an empty body"),
        ({"error": {"message": "no such model", "code": 404}}, NotFoundError, "no such model"),
        ({"code": "InvalidParameter", "message": "too many documents"}, APIError, "too many documents"),
        ({"detail": "Not Found"}, APIError, "Not Found"),
    ],
)
def test_what_is_no_ranking_is_an_error(body: Any, kind: type[APIError], words: str) -> None:
    """With the server's words, if it said any."""
    with pytest.raises(kind, match=words):
        ranking(body)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("index", "relevance_score", "score", "document", "text", "meta_info", "x")


@given(
    st.lists(st.dictionaries(st.sampled_from(KEYS), ANYTHING) | ANYTHING, max_size=4),
    st.dictionaries(st.sampled_from(("id", "model", "usage", "meta", "object", "provider")), ANYTHING),
)
def test_any_ranking_is_read(results: list[Any], rest: dict[str, Any]) -> None:
    """Whatever stands in the fields, they hold what their types say, and nothing is lost."""
    rows = [{**row, "index": place % 2} if isinstance(row, dict) else row for place, row in enumerate(results)]
    found = ranking({**rest, "results": rows})
    assert all(isinstance(one.index, int) and isinstance(one.relevance_score, float) for one in found.results)
    assert all(one.text is None or isinstance(one.text, str) for one in found.results)
    assert isinstance(found.id, str)
    assert found.usage is None or isinstance(found.usage.total_tokens, int)
    assert found.to_dict().keys() >= {"results"}


@given(ANYTHING | st.dictionaries(st.sampled_from(("results", "data", "output", "id")), ANYTHING))
def test_any_body_is_a_ranking_or_an_error(body: Any) -> None:
    """Nothing but our own errors comes out, and nothing that was sent is lost."""
    try:
        found = ranking(body)
    except APIError:
        return
    sent = body if isinstance(body, dict) else {"results": body}
    assert found.to_dict().keys() >= sent.keys()
    if "results" in sent and not isinstance(sent["results"], list):
        assert (found.results, found.to_dict()["results"]) in (([], sent["results"]), ([], []))


# -- what is sent ------------------------------------------------------------------------------------------------------


def sent(**options: Any) -> dict[str, Any]:
    """The body of a request."""
    asked = {"model": "m", "query": "q", "documents": ["a"], **options}
    return dict(json.loads(dump(rerank(**asked).request.body or {})))


@pytest.mark.parametrize(
    ("documents", "body"),
    [
        (["a", "b"], ["a", "b"]),
        (("a",), ["a"]),
        ((text for text in "ab"), ["a", "b"]),
        ([{"text": "a", "title": "t"}], [{"text": "a", "title": "t"}]),
        ([[{"type": "text", "text": "a"}]], [[{"type": "text", "text": "a"}]]),
        ({"content": [{"type": "text", "text": "a"}]}, {"content": [{"type": "text", "text": "a"}]}),
        ([RerankDocument(text="a")], [{"text": "a"}]),
        ([], []),
    ],
)
def test_documents_are_sent_as_they_are(documents: Any, body: Any) -> None:
    """Text, objects, parts, and what a ranking gave back."""
    assert sent(documents=documents) == {"model": "m", "query": "q", "documents": body}


def test_options_are_sent_if_they_were_given() -> None:
    """None is not sent; what only one server knows goes into `extra_body`."""
    given = sent(top_n=2, return_documents=None, instruct="find", extra_body={"max_length": 5})
    assert given == {**sent(), "top_n": 2, "instruct": "find", "max_length": 5}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"model": 5}, "model must be a string, not int"),
        ({"path": None}, "path must be a string, not NoneType"),
        ({"query": None}, "query must be a string, or a mapping .*, not NoneType"),
        ({"documents": "a text"}, r"documents must be a list of texts, not str; write documents=\[...\]"),
        ({"documents": b"a"}, "documents must be a list of texts, not bytes"),
        ({"documents": 5}, "documents must be a list of texts, not int"),
        ({"documents": ["a", None]}, r"documents\[1\] must be a string, or a mapping .*, not NoneType"),
        ({"documents": [b"a"]}, r"documents\[0\] must be a string, or a mapping .*, not bytes"),
        ({"topn": 5}, "unknown option 'topn': did you mean 'top_n'"),
    ],
)
def test_a_wrong_argument_is_named(wrong: dict[str, Any], words: str) -> None:
    """Before anything is sent."""
    with pytest.raises(TypeError, match=words):
        sent(**wrong)


def test_a_document_that_no_json_can_hold_is_named() -> None:
    """As in every body."""
    with pytest.raises(ConfigurationError, match=r"documents\[0\].score is nan"):
        sent(documents=[{"score": float("nan")}])


@pytest.mark.parametrize(
    ("place", "path", "root"),
    [
        ({}, "rerank", False),
        ({"path": "/v2/rerank", "root": True}, "/v2/rerank", True),
        ({"path": "https://server/compatible-api/v1/reranks"}, "https://server/compatible-api/v1/reranks", False),
    ],
)
def test_the_route(place: dict[str, Any], path: str, root: bool) -> None:
    """The one that most servers have, or another."""
    request = rerank(model="m", query="q", documents=["a"], **place).request
    assert (request.method, request.path, request.root) == ("POST", path, root)


def test_every_option_says_what_it_is() -> None:
    """No key of the request is also an argument, and the shared ones are there."""
    known = RerankOptions.__optional_keys__
    assert not known & {"model", "query", "documents", "path", "root"}
    assert known >= {"top_n", "return_documents", "priority", "timeout", "extra_body"}


def test_a_call_may_be_sent_again() -> None:
    """Documents out of a generator too."""
    call = rerank(model="m", query="q", documents=(text for text in ("a", "b")))
    assert dump(call.request.body or {}) == dump(call.request.body or {})
