"""The routes of a server itself: what they send and read, and the collection of servers' habits that concerns them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oaicompat import APIError, APIResponseValidationError, InternalServerError
from oaicompat._encode import dump
from oaicompat._error_reply import reply_error
from oaicompat._retry import Retry
from oaicompat._wire import Call
from oaicompat.endpoints.pooling import pooling, score
from oaicompat.endpoints.rerank import rerank
from oaicompat.endpoints.server import detokenize, health, tokenize, tokenizer_info, version
from oaicompat.endpoints.unlisted import unlisted

from .streams import SHARED, reply


def body(call: Call[Any]) -> dict[str, Any]:
    """What is sent."""
    return dict(json.loads(dump(call.request.body or {})))


# -- tokens ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "held"),
    [
        ({"tokens": [1, 2], "count": 2, "max_model_len": 9}, ([1, 2], 2, None, None)),
        ({"tokens": [1, 2]}, ([1, 2], 2, None, None)),
        ({"tokens": []}, ([], 0, None, None)),
        ({"tokens": None}, ([], 0, None, None)),
        (
            {"tokens": [{"id": 1, "piece": "he"}, {"id": 195, "piece": [195]}]},
            ([1, 195], 2, [(1, "he"), (195, [195])], None),
        ),
        ({"tokens": [[1, 2], [3]], "count": [2, 1]}, ([1, 2, 3], 3, None, [[1, 2], [3]])),
    ],
)
def test_tokens_of_every_shape(sent: dict[str, Any], held: tuple[Any, ...]) -> None:
    """Numbers (vLLM), objects with their text (llama.cpp), a list for each text (SGLang); dumped as they came."""
    found = tokenize(prompt="x").parse(reply(sent))
    pieces = found.pieces and [(one.id, one.piece) for one in found.pieces]
    assert (found.tokens, found.count, pieces, found.batch) == held
    assert found.to_dict() == {**sent, "tokens": sent["tokens"] or []}


@pytest.mark.parametrize("sent", [{}, [1, 2], '"x"', {"count": 3}])
def test_what_is_no_list_of_tokens(sent: Any) -> None:
    """Nothing is made up."""
    with pytest.raises(APIResponseValidationError, match="the reply is not a list of tokens"):
        tokenize(prompt="x").parse(reply(sent))


@pytest.mark.parametrize(
    "given",
    [
        {"prompt": "a", "return_token_strs": True},
        {"prompt": ["a", "b"]},
        {"content": "a", "with_pieces": True},
        {"content": "a", "prompt": "a"},
        {"messages": [{"role": "user", "content": "a"}], "add_generation_prompt": False},
    ],
)
def test_what_is_split(given: dict[str, Any]) -> None:
    """Text under either name, or a conversation."""
    assert body(tokenize(model="m", **given)) == {"model": "m", **given}


@pytest.mark.parametrize(
    "given", [{}, {"prompt": None}, {"prompt": "a", "messages": []}, {"content": "a", "messages": []}]
)
def test_text_and_a_conversation(given: dict[str, Any]) -> None:
    """Neither, or both, is a mistake."""
    with pytest.raises(TypeError, match="tokenize needs either prompt="):
        tokenize(**given)


@pytest.mark.parametrize(
    ("sent", "text", "texts"),
    [
        ({"prompt": "ab"}, "ab", ["ab"]),
        ({"content": "ab"}, "ab", ["ab"]),
        ({"text": "ab"}, "ab", ["ab"]),
        ({"text": ["a", "b"]}, "ab", ["a", "b"]),
        ({"prompt": ""}, "", [""]),
        ({"text": 5}, "", []),
    ],
)
def test_text_under_every_name(sent: dict[str, Any], text: str, texts: list[str]) -> None:
    """`prompt` (vLLM), `content` (llama.cpp), `text` (SGLang, several too)."""
    found = detokenize(tokens=[1]).parse(reply(sent))
    assert (found.text, found.texts, found.to_dict()) == (text, texts, sent)


@pytest.mark.parametrize(
    ("tokens", "sent"), [([1, 2], [1, 2]), ((1,), [1]), ([[1], [2]], [[1], [2]]), (range(2), [0, 1])]
)
def test_tokens_are_sent(tokens: Any, sent: Any) -> None:
    """Any iterable of numbers, or of lists."""
    assert body(detokenize(tokens=tokens, skip_special_tokens=False)) == {"tokens": sent, "skip_special_tokens": False}


def test_what_the_tokenizer_is() -> None:
    """Its own settings are attributes."""
    sent = {"tokenizer_class": "T", "model_max_length": 10**30, "chat_template": "{{x}}", "bos_token": "<s>"}
    found = tokenizer_info().parse(reply(sent))
    assert (found.tokenizer_class, found.model_max_length, found.chat_template) == ("T", 10**30, "{{x}}")
    assert (found.model_extra or {})["bos_token"] == "<s>"
    request = tokenizer_info().request
    assert (request.method, request.path, request.root) == ("GET", "tokenizer_info", True)


# -- the collection ----------------------------------------------------------------------------------------------------

CALLS: dict[str, Call[Any]] = {
    "/health": health(),
    "/version": version(),
    "/tokenize": tokenize(prompt="x"),
    "/v1/score": score(text_1="a", text_2="b", root=False),
    "/pooling": pooling(input="a"),
    **{
        path: rerank(model="m", query="q", documents=["a"] * 10, path=path)
        for path in ("/v1/rerank", "/v2/rerank", "/reranking")
    },
}


def _rows() -> list[Any]:
    file = SHARED / "quirks" / "quirks.jsonl"
    if not file.exists():
        why = "the collection of habits is not beside the checkout (OAICOMPAT_SHARED says where it is)"
        return [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    mine = [row for row in rows if row["area"] == "endpoints" and row["request_path"] != "/v1/completions"]
    return [pytest.param(row, id=row["id"]) for row in mine]


@pytest.mark.parametrize("row", _rows())
def test_row(row: dict[str, Any]) -> None:
    """Everything that a row expects holds."""
    expected = row["expect"]
    got = reply(row["body_bytes"], row["status"], row["headers"])
    if expected["kind"] == "error":
        error = reply_error(got)
        assert type(error).__name__ == expected["raises"]
        assert (error.status_code, Retry.is_retryable(got)) == (expected["status_code"], expected["retryable"])
        assert expected["message_contains"] in error.message
        return
    call = CALLS.get(row["request_path"]) or unlisted(row["method"], row["request_path"], root=True)
    found, wanted = call.parse(got), expected["returns"]
    if row["request_path"] == "/health":
        assert found.status == "ok"
        assert isinstance(reply_error(reply(row["body_bytes"], 503)), InternalServerError)
    elif wanted == "text":
        assert found == row["body_bytes"]
    elif isinstance(wanted, list):
        assert all(has.items() >= want.items() for has, want in zip(found, wanted, strict=True))
    else:
        for name, value in wanted.items():
            assert _at(found, name) == value


def _at(found: Any, name: str) -> Any:
    if name == "results":
        return [[one.index, one.relevance_score] for one in found.results]
    if name == "data[0].data":
        return found.data[0].data
    return found[name] if isinstance(found, dict) else getattr(found, name)


def test_an_error_of_a_route_is_an_api_error() -> None:
    """Whatever a proxy puts in the server's place."""
    for call in CALLS.values():
        if call is not CALLS["/health"]:
            with pytest.raises(APIError):
                call.parse(reply(b"<html><title>Bad gateway</title></html>", headers={"content-type": "text/html"}))
