"""Legacy completions: what is sent, what is read, and how pieces add up to the whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oaicompat import APIError, APIResponseValidationError, IncompleteStreamError, RateLimitError
from oaicompat._completions import CompletionDecoder
from oaicompat._encode import dump
from oaicompat._error_reply import reply_error
from oaicompat._wire import Reply
from oaicompat.endpoints.completions import KNOWN, complete, complete_stream
from oaicompat.types.completion import Completion
from oaicompat.types.completion_create_params import CompletionCreateParams, CompletionOptions

from .streams import SHARED, cuts, head, reply, sse


def body_of(**options: Any) -> Any:
    """The JSON body of a call."""
    return json.loads(dump(complete(**{"model": "m", "prompt": "Say", **options}).request.body or {}))


def read(body: Any, **options: Any) -> Completion:
    """What a whole reply means."""
    return complete(model="m", prompt="Say").parse(reply(body, **options))


def piece(text: Any = None, *, index: int = 0, finish: str | None = None, **more: Any) -> dict[str, Any]:
    """A piece with one answer; `more` goes into the answer."""
    choice = {"index": index, "text": text, "logprobs": None, "finish_reason": finish, **more}
    return {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "choices": [choice]}


def decoded(body: Any, to: Reply | None = None) -> tuple[list[Completion], CompletionDecoder]:
    """Every piece of a stream, and its decoder."""
    decoder = CompletionDecoder(to or head())
    found: list[Completion] = []
    for data in [body] if isinstance(body, bytes) else body:
        found.extend(decoder.feed(data))
        if decoder.done:
            break
    if not decoder.done:
        found.extend(decoder.finish())
    return found, decoder


# -- what is sent ------------------------------------------------------------------------------------------------------


def test_the_names_are_those_of_the_typed_options() -> None:
    """`KNOWN` repeats the keys of `CompletionOptions`, and a request has three more."""
    assert CompletionOptions.__optional_keys__ == KNOWN
    assert CompletionCreateParams.__required_keys__ == {"model", "prompt"}
    assert {"best_of", "echo", "suffix", "logprobs", "min_p", "n_predict", "ebnf", "safety_model"} <= KNOWN


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [
        ("Say", "Say"),
        ("", ""),
        (["a", "b"], ["a", "b"]),
        ([1, 2], [1, 2]),
        ([[1, 2], [3]], [[1, 2], [3]]),
        (("a", "b"), ["a", "b"]),
        ((text for text in ("a", "b")), ["a", "b"]),
        (range(3), [0, 1, 2]),
        ({"prompt_string": "a <__media__>", "multimodal_data": ["x"]},) * 2,
    ],
)
def test_prompts(prompt: Any, sent: Any) -> None:
    """A text, several, token ids, lists of such, from any iterable; llama.cpp's object goes as it is."""
    assert body_of(prompt=prompt) == {"model": "m", "prompt": sent}


def test_what_is_absent_is_absent() -> None:
    """None is not sent, neither as an option nor as a prompt, for which `prompt_embeds` may stand."""
    assert body_of(prompt=None, prompt_embeds="AAAA", suffix=None) == {"model": "m", "prompt_embeds": "AAAA"}


def test_options_and_the_stream() -> None:
    """Each option is a key of the body, and a stream asks for one."""
    options: Any = {"suffix": "end", "best_of": 3, "echo": True, "logprobs": 0, "top_k": 5, "grammar": 'root ::= "a"'}
    assert body_of(**options) == {"model": "m", "prompt": "Say", **options}
    call = complete_stream(model="m", prompt="Say", stream_options={"include_usage": True})
    assert call.request.body == {
        "model": "m",
        "prompt": "Say",
        "stream_options": {"include_usage": True},
        "stream": True,
    }
    assert (call.kind, call.request.path, call.request.stream) == ("completion", "completions", True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"model": 3}, "model must be a string, not int"),
        ({"prompt": 3}, "prompt must be a text, a list of texts, or token ids, not int"),
        ({"prompt": b"a"}, "not bytes"),
        ({"suffx": "a"}, "did you mean 'suffix'"),
        ({"messages": []}, "unknown option 'messages'"),
    ],
)
def test_mistakes_are_told_before_anything_is_sent(wrong: dict[str, Any], words: str) -> None:
    """A TypeError names the field, the type, and what to do."""
    with pytest.raises(TypeError, match=words):
        complete(**{"model": "m", "prompt": "Say", **wrong})


# -- what is read ------------------------------------------------------------------------------------------------------


def test_a_whole_completion() -> None:
    """The specification's fields, typed."""
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    body = {**piece(" hello", finish="stop"), "system_fingerprint": "fp", "usage": usage}
    found = read(body, headers={"x-request-id": "r-1"})
    assert (found.id, found.object, found.created, found.model) == ("cmpl-1", "text_completion", 1, "m")
    assert (found.choices[0].text, found.choices[0].finish_reason) == (" hello", "stop")
    assert found.usage is not None
    assert found.usage.total_tokens == 3
    assert found.request_id == "r-1"
    assert found.to_dict() == body


def test_nothing_is_required_but_an_answer() -> None:
    """No id, object, usage, index or reason, and nulls in their place, are no errors."""
    for body in ({"choices": [{"text": "a"}]}, {**dict.fromkeys(Completion.model_fields), "choices": [{"text": "a"}]}):
        found = read(body)
        assert (found.choices[0].text, found.choices[0].index, found.choices[0].finish) == ("a", 0, None)
        assert (found.id, found.created, found.usage) == ("", 0, None)


@pytest.mark.parametrize(
    ("word", "finish"),
    [("stop", "stop"), ("length", "length"), ("eos", "stop"), ("eos_token", "stop"), ("load", "stop"), ("odd", "odd")],
)
def test_why_it_ended(word: str, finish: str) -> None:
    """The server's own word stays, and `finish` is the normalised one."""
    choice = read(piece("a", finish=word)).choices[0]
    assert (choice.finish_reason, choice.finish) == (word, finish)


PARALLEL = {
    "text_offset": [0, 3],
    "token_logprobs": [None, -0.5],
    "tokens": ["Say", " it"],
    "top_logprobs": [None, {" it": -0.5, "!": -2}],
}
AS_IN_CHAT = {
    "content": [
        {
            "id": 264,
            "token": "Hi",
            "bytes": [72, 105],
            "logprob": -0.5,
            "top_logprobs": [{"token": "Hi", "logprob": -0.5}],
        }
    ]
}


def test_logprobs_in_both_forms() -> None:
    """Four parallel lists, with null for what nothing came before, or a list of tokens as chat has it."""
    choice = read(piece("Say it", logprobs=PARALLEL)).choices[0]
    assert choice.logprobs is not None
    assert choice.logprobs.tokens == ["Say", " it"]
    assert choice.logprobs.token_logprobs == [None, -0.5]
    assert choice.logprobs.top_logprobs == [None, {" it": -0.5, "!": -2.0}]
    choice = read(piece("Hi", logprobs={**dict.fromkeys(PARALLEL), **AS_IN_CHAT})).choices[0]
    assert choice.logprobs is not None
    assert choice.logprobs.tokens is None
    assert choice.logprobs.content is not None
    assert (choice.logprobs.content[0].id, choice.logprobs.content[0].top_logprobs[0].token) == (264, "Hi")


def test_what_single_servers_add_is_typed() -> None:
    """Timings, counters, token ids and the like are fields, and nothing that was sent is left among the extras."""
    top = {
        "timings": {"cache_n": 1, "prompt_n": 2, "prompt_ms": 0.5, "predicted_n": 3, "draft_n": 1},
        "metrics": {"time_to_first_token_ms": 1.5, "tokens_per_second": 9},
        "kv_transfer_params": {"a": 1},
        "sglext": {"cached_tokens_details": {"device": 3, "host": 0}, "output_ids": [[1]]},
        "prompt": [{"text": "Say", "logprobs": {"tokens": ["Say"], "token_logprobs": [None]}}],
        "prompt_progress": {"total": 5, "cache": 1, "processed": 3, "time_ms": 7},
    }
    more = {
        "stop_reason": 2,
        "token_ids": [1],
        "prompt_token_ids": [4],
        "matched_stop": "end",
        "seed": 7,
        "prompt_logprobs": [None, {"97": {"logprob": -1.5, "rank": 3, "decoded_token": "a"}}],
        "weight_versions": [{"version": "v1", "start": 0, "end": 1}],
    }
    body = {**piece("a", **more), **top}
    found = read(body)
    assert not found.model_extra
    assert not found.choices[0].model_extra
    assert found.to_dict() == body
    assert found.timings is not None
    assert found.timings.draft_n == 1
    assert found.choices[0].prompt_logprobs is not None
    ranks = [token and token["97"].rank for token in found.choices[0].prompt_logprobs]
    assert ranks == [None, 3]


@pytest.mark.parametrize(
    "choice",
    [
        {"message": {"role": "assistant", "content": "hi"}},
        {"delta": {"content": "hi"}},
        {"message": {"content": [{"type": "text", "text": "h"}, {"type": "text", "text": "i"}]}},
    ],
)
def test_an_answer_in_the_form_of_chat(choice: dict[str, Any]) -> None:
    """The text is found in a message or a delta, whole and streamed; what the server sent is dumped."""
    body = {"id": "c", "choices": [{"index": 0, "finish_reason": "stop", **choice}]}
    found = read(body)
    assert found.choices[0].text == "hi"
    assert found.to_dict() == body
    assert decoded(sse(body))[1].whole().choices[0].text == "hi"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"choices": []}, "it has no choices"),
        ({"choices": None, "id": "a"}, "it has no choices"),
        (b"<html>Sign in</html>", "base URL"),
        (b"", "an empty body"),
        (b"[1]", "not a"),
        ({"error": {"message": "no such model", "code": 404}}, "no such model"),
    ],
)
def test_a_success_that_is_none(body: Any, words: str) -> None:
    """Whatever stands in the place of a completion is an error in words."""
    with pytest.raises(APIError, match=words):
        read(body)


def test_a_stream_that_nobody_asked_for_is_put_together() -> None:
    """Some proxies stream whether asked or not."""
    assert read(sse(piece("Hel"), piece("lo", finish="stop"))).choices[0].text == "Hello"


# -- pieces and the whole ----------------------------------------------------------------------------------------------


def test_a_plain_stream() -> None:
    """Pieces are completions; the whole has all of the text, the reason, the last usage, and what names it once."""
    usages = [{"prompt_tokens": 1, "completion_tokens": count, "total_tokens": 1 + count} for count in (1, 2)]
    events = [
        {**piece("Hel"), "usage": usages[0]},
        {**piece("lo"), "system_fingerprint": "fp", "obfuscation": "xyz"},
        piece("", finish="length", stop_reason=None),
        {**piece(), "choices": [], "usage": usages[1], "vendor": {"a": 1}},
    ]
    pieces, decoder = decoded(sse(*events), head(x_request_id="r-1"))
    assert [decoder.text(item) for item in pieces] == ["Hel", "lo", "", ""]
    whole = decoder.whole()
    assert whole.request_id == "r-1"
    assert whole.to_dict() == {
        "id": "cmpl-1",
        "object": "text_completion",
        "created": 1,
        "model": "m",
        "system_fingerprint": "fp",
        "choices": [{"index": 0, "text": "Hello", "finish_reason": "length"}],
        "usage": usages[1],
        "vendor": {"a": 1},
    }


def test_several_answers_side_by_side() -> None:
    """Each answer has its own text and reason, in the order of their indexes; `text` is the first one's."""
    pieces, decoder = decoded(
        sse(piece("b1", index=1), piece("a1"), piece("a2", finish="stop"), piece("b2", index=1, finish="length"))
    )
    assert "".join(decoder.text(item) for item in pieces) == "a1a2"
    found = [(choice.index, choice.text, choice.finish) for choice in decoder.whole().choices]
    assert found == [(0, "a1a2", "stop"), (1, "b1b2", "length")]


def test_lists_grow() -> None:
    """Log probabilities of both forms, token ids, and lists among the extras are joined; null adds nothing."""
    first = {"logprobs": PARALLEL, "token_ids": [1], "prompt_token_ids": [9], "odd": [1], "deep": {"list": ["a"]}}
    second = {"logprobs": {**PARALLEL, **AS_IN_CHAT}, "token_ids": [2, 3], "odd": [2], "deep": {"list": ["b"], "x": 1}}
    _, decoder = decoded(sse(piece("a", **first), piece("b", **second), piece("c", token_ids=None, finish="stop")))
    choice = decoder.whole().choices[0].to_dict()
    assert choice["logprobs"] == {
        **{name: [*values, *values] for name, values in PARALLEL.items()},  # type: ignore[misc]
        **AS_IN_CHAT,
    }
    assert (choice["token_ids"], choice["prompt_token_ids"]) == ([1, 2, 3], [9])
    assert (choice["odd"], choice["deep"]) == ([1, 2], {"list": ["a", "b"], "x": 1})


@pytest.mark.parametrize(
    ("parts", "together"),
    [
        ([("a", None), ("b", [{"b": -2}])], [None, {"b": -2}]),
        ([("a", [{"a": -1}]), ("b", None)], [{"a": -1}, None]),
        ([("a", None), ("b", [{"b": -2}]), ("c", None), ("d", [None])], [None, {"b": -2}, None, None]),
        ([("a", []), ("b", [{"b": -2}])], [None, {"b": -2}]),
        ([("a", None), ("b", None)], None),
    ],
)
def test_lists_beside_the_tokens_keep_their_places(parts: list[Any], together: Any) -> None:
    """A piece that has tokens and nothing likely beside them moves nothing."""
    logprobs = [{"tokens": [token], "token_logprobs": [-1.0], "top_logprobs": top} for token, top in parts]
    pieces = [piece("x", logprobs=one) for one in logprobs]
    found = decoded(sse(*pieces, piece(finish="stop")))[1].whole().choices[0].logprobs
    assert found is not None
    assert found.tokens == [token for token, _ in parts]
    assert (found.top_logprobs, len(found.token_logprobs or [])) == (together, len(parts))


def test_a_usage_is_not_put_together_from_several() -> None:
    """The last one that says something counts, whole."""
    detailed = {"prompt_tokens": 5, "total_tokens": 6, "prompt_tokens_details": {"cached_tokens": 4}}
    events = [{**piece("a"), "usage": detailed}, {**piece("b", finish="stop"), "usage": {"total_tokens": 7}}]
    last = {**piece(""), "choices": [], "usage": {}}
    usage = decoded(sse(*events, last))[1].whole().usage
    assert usage is not None
    assert usage.to_dict() == {"total_tokens": 7}


@pytest.mark.parametrize("ending", ["done", "reason", "reason beside the answers"])
def test_how_a_stream_may_end(ending: str) -> None:
    """`[DONE]` or a finish reason is enough."""
    last = piece("b", finish="stop" if ending == "reason" else None)
    if ending == "reason beside the answers":
        last["finish_reason"] = "eos"
    body = sse(piece("a"), last, done=ending == "done")
    assert decoded(body)[1].whole().choices[0].text == "ab"


def test_a_cut_stream_is_an_error_with_what_came() -> None:
    """Neither `[DONE]` nor a reason came."""
    with pytest.raises(IncompleteStreamError, match="neither") as caught:
        decoded(sse(piece("Hel"), piece("lo"), done=False))
    assert caught.value.partial.choices[0].text == "Hello"
    with pytest.raises(IncompleteStreamError, match="before anything came") as caught:
        decoded(b"")
    assert caught.value.partial is None


@pytest.mark.parametrize("done", [True, False])
def test_every_answer_needs_its_reason(done: bool) -> None:
    """A stream that is cut in one of several answers is no whole one, unless the server says that it is over."""
    events = [piece("a"), piece("b", index=1), piece("c", finish="stop")]
    if done:
        assert [choice.finish for choice in decoded(sse(*events))[1].whole().choices] == ["stop", None]
        return
    with pytest.raises(IncompleteStreamError, match="a finish reason of every answer") as caught:
        decoded(sse(*events, done=False))
    assert [choice.text for choice in caught.value.partial.choices] == ["ac", "b"]
    assert decoded(sse(*events, piece(finish="length", index=1), done=False))[1].whole().choices[1].finish == "length"


def test_a_reason_beside_the_answers_is_that_of_the_piece() -> None:
    """Of the answers in it, and of all if there are none."""
    events = [piece("a"), piece("b", index=1), {**piece("c"), "finish_reason": "eos"}]
    with pytest.raises(IncompleteStreamError):
        decoded(sse(*events, done=False))
    last = {**piece(), "choices": [], "finish_reason": "eos"}
    assert len(decoded(sse(*events, last, done=False))[1].whole().choices) == 2


def test_an_event_that_is_cut() -> None:
    """Half an event at the end is told as a cut, also after a reason came."""
    with pytest.raises(IncompleteStreamError, match="middle of an event"):
        decoded(sse(piece("a", finish="stop"), done=False) + b'data: {"choices": [{"te')


@pytest.mark.parametrize(
    "event",
    [
        {"error": {"message": "slow down", "code": 429}},
        {**piece("b"), "choices": [], "error": {"message": "slow down", "code": 429}},
        b'event: error\ndata: {"message": "slow down", "code": 429}\n\n',
    ],
)
def test_an_error_inside_a_stream(event: Any) -> None:
    """It is raised with the status that it tells, and with what came before it."""
    body = sse(piece("Hel"), done=False) + (event if isinstance(event, bytes) else sse(event))
    with pytest.raises(RateLimitError, match="slow down") as caught:
        decoded(body)
    assert caught.value.partial.choices[0].text == "Hel"


def test_a_whole_answer_in_place_of_a_stream() -> None:
    """A server that does not stream is one piece."""
    body = json.dumps(piece("Hello", finish="stop"), indent=1).encode()
    pieces, decoder = decoded(body)
    assert [item.choices[0].text for item in pieces] == ["Hello"]
    assert decoder.whole().choices[0].finish == "stop"


def test_what_is_no_stream_at_all() -> None:
    """A page, or JSON of another kind, is told as such."""
    with pytest.raises(APIResponseValidationError, match="stream of completion pieces"):
        decoded(b"<html>no</html>")
    with pytest.raises(APIResponseValidationError, match="is not JSON"):
        decoded(b"data: {broken}\n\ndata: [DONE]\n\n")


PIECES = st.lists(st.tuples(st.integers(0, 3), st.text(max_size=8)), min_size=1, max_size=20)


@given(PIECES, st.integers(0, 1000))
def test_any_cut_gives_the_same(parts: list[tuple[int, str]], seed: int) -> None:
    """However bytes and texts are cut, each answer's text is that of its pieces."""
    events = [piece(text, index=index, token_ids=[len(text)]) for index, text in parts]
    whole = decoded(cuts(sse(*events), seed))[1].whole()
    for choice in whole.choices:
        mine = [text for index, text in parts if index == choice.index]
        assert choice.text == "".join(mine)
        assert choice.token_ids == [len(text) for text in mine]
    assert [choice.index for choice in whole.choices] == sorted({index for index, _ in parts})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*Completion.model_fields, "text", "index", "tokens"]), inner, max_size=4)
        ),
    )
)
def test_junk_raises_nothing_but_our_errors(value: Any) -> None:
    """Whatever JSON stands in a reply or an event, what comes out is a completion or an `APIError`."""
    for body in ({**piece("a"), "choices": value}, {"choices": [value]}, {**piece("a"), "usage": value}, value):
        for parse in (read, lambda body: decoded(sse(body))[1].whole()):
            try:
                assert isinstance(parse(body), Completion)
            except APIError:
                pass


# -- what real servers sent --------------------------------------------------------------------------------------------


def _captures() -> list[Any]:
    place = SHARED / "captures"
    if not place.is_dir():
        why = "the collection of captures is not beside the checkout (OAICOMPAT_SHARED says where it is)"
        return [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]
    found = []
    for path in sorted(place.glob("*/*.json")):
        case = json.loads(path.read_text())
        if case["request"]["path"] == "/v1/completions" and case["response"]["status"]:
            found.append(pytest.param(path, id=f"{path.parent.name}/{path.stem}"))
    return found


@pytest.mark.parametrize("path", _captures())
def test_replay(path: Path) -> None:
    """Nothing of a whole reply is lost or added, and a stream's texts, reasons and usage are those of its events."""
    case = json.loads(path.read_text())
    body = path.with_suffix(".body").read_bytes()
    got = reply(body, case["response"]["status"], case["response"]["headers"])
    if got.status_code >= 400:
        assert reply_error(got).status_code == got.status_code
        return
    asked = case["request"]["body"]
    if not asked.get("stream"):
        found = complete(model="m", prompt=asked["prompt"]).parse(got)
        assert found.to_dict() == json.loads(body)
        assert not found.model_extra
        return
    events = [json.loads(line[6:]) for line in body.decode().splitlines() if line.startswith("data: {")]
    choices = [choice for event in events for choice in event["choices"]]
    usages = [event["usage"] for event in events if event.get("usage")]
    for seed in range(4):
        pieces, decoder = decoded(cuts(body, seed, longest=600) if seed else body, got)
        whole = decoder.whole()
        assert len(pieces) == len(events)
        assert whole.choices[0].text == "".join(choice.get("text") or "" for choice in choices)
        assert whole.choices[0].finish_reason == next(filter(None, (one.get("finish_reason") for one in choices)))
        assert (whole.usage.to_dict() if whole.usage else None) == (usages[-1] if usages else None)
        assert (whole.id, whole.model) == (events[0]["id"], events[0]["model"])
