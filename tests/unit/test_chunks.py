"""From a streamed body to chunks: typed, in order, complete, as users rely on them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oaicompat import APIResponseValidationError
from oaicompat._chunks import ChatChunkDecoder, whole_of_stream

from .streams import by_hand, cuts, decoded, head, piece, reply, sse

HELLO = [piece({"role": "assistant", "content": ""}), piece({"content": "Hel"}), piece({"content": "lo"})]
END = piece(finish="stop")


def message(*events: Any, done: bool = True) -> Any:
    return decoded(sse(*events, done=done))[1].whole().choices[0].message


def test_a_plain_stream() -> None:
    """Role, text, finish reason and usage, chunk by chunk and as a whole."""
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    chunks, decoder = decoded(sse(*HELLO, END, {**piece(), "choices": [], "usage": usage}))
    assert [chunk.choices[0].delta.content for chunk in chunks[:3]] == ["", "Hel", "lo"]
    assert chunks[-1].choices == []
    assert chunks[-1].usage.to_dict() == usage
    completion = decoder.whole()
    assert completion.to_dict() == {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hello"}}],
        "usage": usage,
    }


@pytest.mark.parametrize("done", ["[DONE]", " [DONE]", "[DONE] ", "  [DONE]\t", "[done]", '"[DONE]"', "'[DONE]'"])
def test_spellings_of_done(done: str) -> None:
    """The end mark is known with odd spaces, quotes and letters; what comes after it is not read."""
    body = sse(*HELLO, END, done=False) + f"data:{done}\n\n".encode() + sse(piece({"content": "no"}), "{broken")
    chunks, decoder = decoded(body)
    assert decoder.done
    assert by_hand(chunks)["content"] == "Hello"
    assert decoder.whole().choices[0].message.content == "Hello"


def test_a_finish_reason_or_done_is_enough() -> None:
    """A stream is whole with `[DONE]` and no finish reason (Snowflake), and with a finish reason and no `[DONE]`."""
    _, decoder = decoded(sse(*HELLO))
    assert decoder.whole().choices[0].finish is None
    _, decoder = decoded(sse(*HELLO, END, done=False))
    assert decoder.whole().choices[0].finish == "stop"


def test_the_role_comes_once() -> None:
    """A role in each delta, null or empty now and then, is left in the first one that has it."""
    events = [
        piece({"role": "assistant", "content": "a"}),
        piece({"role": "assistant", "content": "b"}),
        piece({"role": None, "content": "c"}),
        piece({"role": "", "content": "d"}),
        piece({"role": "assistant"}, finish="stop"),
    ]
    chunks, decoder = decoded(sse(*events))
    assert by_hand(chunks)["role"] == "assistant"
    assert by_hand(chunks)["content"] == decoder.whole().choices[0].message.content == "abcd"


@pytest.mark.parametrize(
    "odd",
    [
        {**piece(), "choices": None},
        {**piece(), "choices": []},
        {"id": "c-1"},
        {"id": "", "model": "", "created": 0, "choices": [], "prompt_filter_results": []},  # Azure's first
        {},
        piece(None),
        {**piece(), "choices": [{"index": 0, "delta": None, "finish_reason": None}]},
        {**piece(), "choices": [{"index": 0}]},
        {**piece(), "choices": [None]},
        piece({"content": None, "tool_calls": None, "role": None}),
        piece({"tool_calls": []}),
        [],
        [[]],
        "null",
        "0",
        "ping",
        ": OPENROUTER PROCESSING",
        '""',
    ],
    ids=json.dumps,
)
def test_an_odd_event_changes_nothing(odd: Any) -> None:
    """Nulls, empty objects, and signs of life between the pieces are passed over."""
    chunks, decoder = decoded(sse(odd, HELLO[0], odd, HELLO[1], odd, HELLO[2], odd, END, odd))
    assert by_hand(chunks)["content"] == "Hello"
    assert decoder.whole().choices[0].message.content == "Hello"
    assert decoder.whole().id == "c-1"


USAGE = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}


@pytest.mark.parametrize(
    "events",
    [
        [*HELLO, END, {**piece(), "choices": [], "usage": USAGE}],
        [*HELLO, END, {"id": "c-1", "usage": USAGE}],
        [*HELLO, END, {**piece(), "choices": None, "usage": USAGE}],
        [*HELLO, {**END, "usage": USAGE}],
        [*HELLO, {**END, "usage": USAGE}, {**piece(), "choices": [], "usage": None}],
        [{**HELLO[0], "usage": USAGE}, *HELLO[1:], END],
        [{**event, "usage": {**USAGE, "total_tokens": at}} for at, event in enumerate([*HELLO, END])]
        + [{**piece(), "choices": [], "usage": USAGE}],
        [*HELLO, {**END, "x_groq": {"id": "req", "usage": USAGE}}],
        [*HELLO, {**END, "usage": {name: str(value) for name, value in USAGE.items()}}],
        [*HELLO, {**END, "usage": {name: value + 0.0 for name, value in USAGE.items()}}],
    ],
    ids=[
        "trailing chunk", "no choices key", "choices null", "with the finish", "null after it", "at the start",
        "in each chunk", "x_groq", "as text", "as fractions",
    ],
)  # fmt: skip
def test_usage_in_all_places(events: list[Any]) -> None:
    """The last usage that says something is taken, wherever it is; figures are never added."""
    usage = decoded(sse(*events))[1].whole().usage
    assert usage is not None
    assert (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (3, 2, 5)


@pytest.mark.parametrize(
    "deltas",
    [
        [{"reasoning_content": "Hm"}, {"reasoning_content": "m."}],
        [{"reasoning": "Hm"}, {"reasoning": "m."}],
        [{"reasoning": None, "reasoning_content": "Hm"}, {"reasoning": "", "reasoning_content": "m."}],
        [{"reasoning_content": "", "reasoning": "Hm"}, {"reasoning_content": None, "reasoning": "m."}],
        [{"reasoning_content": "Hm", "reasoning": "Hm"}, {"reasoning_content": "m.", "reasoning": "m."}],
        [
            {"reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "Hm"}]},
            {"reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "m."}]},
        ],
        [
            {"reasoning": "Hm", "reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "Hm"}]},
            {"reasoning": "m.", "reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "m."}]},
        ],
        [
            {"reasoning_details": [{"type": "reasoning.summary", "index": 0, "summary": "Hm"}]},
            {"reasoning_details": [{"type": "reasoning.summary", "index": 0, "summary": "m."}]},
            {"reasoning_details": [{"type": "reasoning.encrypted", "index": 0, "data": "xyz"}]},
        ],
        [
            {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm"}]}]},
            {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "m."}]}]},
        ],
    ],
    ids=[
        "reasoning_content", "reasoning", "the other null", "the other empty", "both", "details", "text and details",
        "summaries", "parts of the content",
    ],
)  # fmt: skip
def test_reasoning_under_all_names(deltas: list[Any]) -> None:
    """The thinking is the same under each name; null or empty hides nothing, the same text twice is said once."""
    chunks, decoder = decoded(sse(*map(piece, deltas), *HELLO, END))
    found = decoder.whole().choices[0].message
    assert found.reasoning == found.reasoning_content == "Hmm."
    assert by_hand(chunks)["reasoning"] == "Hmm."
    assert found.content == by_hand(chunks)["content"] == "Hello"


def test_reasoning_details_are_merged_with_their_signatures() -> None:
    """Entries of one type and index are one entry in pieces; a signature that comes last belongs to it."""
    details = [
        [{"type": "reasoning.text", "index": 0, "text": "Hm", "format": "x", "signature": None}],
        [{"type": "reasoning.text", "index": 0, "text": "m."}],
        [{"type": "reasoning.text", "index": 0, "signature": "sig"}],
        [{"type": "reasoning.encrypted", "index": 1, "data": "ab"}],
        [{"type": "reasoning.text", "index": 2, "text": "More"}],
    ]
    found = message(*(piece({"reasoning_details": one}) for one in details), END)
    assert found.reasoning_details == [
        {"type": "reasoning.text", "index": 0, "text": "Hmm.", "format": "x", "signature": "sig"},
        {"type": "reasoning.encrypted", "index": 1, "data": "ab"},
        {"type": "reasoning.text", "index": 2, "text": "More"},
    ]
    assert found.reasoning == "Hmm.More"


@pytest.mark.parametrize(
    "choice",
    [
        {"index": 0, "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"},
        {"index": 0, "text": "Hello", "finish_reason": "stop"},
        {"index": 0, "delta": "Hello", "finish_reason": "stop"},
        {"index": 0, "delta": {"content": [{"type": "text", "text": "Hel"}, "lo"]}, "finish_reason": "stop"},
        {"index": None, "delta": {"content": "Hello"}, "finish_reason": "stop"},
        {"delta": {"content": "Hello"}, "finish_reason": "stop"},
        {"index": "0", "delta": {"content": "Hello"}, "finish_reason": "stop"},
    ],
    ids=["message", "text", "delta is text", "parts", "index null", "no index", "index is text"],
)
def test_what_stands_in_place_of_a_delta(choice: dict[str, Any]) -> None:
    """A whole message, the `text` of a legacy completion, bare text or a list of parts is read as a delta."""
    chunks, decoder = decoded(sse({**piece(), "choices": [choice]}))
    assert by_hand(chunks)["content"] == "Hello"
    assert by_hand(chunks)["finish"] == "stop"
    assert decoder.whole().choices[0].message.content == "Hello"


def test_a_message_beside_a_delta_is_not_read_twice() -> None:
    """Some servers repeat the whole message so far beside the delta: the delta is what counts."""
    events = [
        {**piece(), "choices": [{"index": 0, "delta": {"content": text}, "message": {"content": whole}}]}
        for text, whole in (("a", "a"), ("b", "ab"))
    ]
    chunks, decoder = decoded(sse(*events, END))
    assert by_hand(chunks)["content"] == decoder.whole().choices[0].message.content == "ab"


def test_two_answers_interleaved() -> None:
    """With n=2 each answer is joined on its own; the answers come out in the order of their indexes."""
    events = [
        piece({"content": "b1"}, index=1),
        piece({"content": "a1"}, index=0),
        piece({"content": "b2"}, index=1),
        piece({"content": "a2"}, index=0),
        piece(finish="length", index=1),
        piece(finish="stop", index=0),
    ]
    chunks, decoder = decoded(sse(*events))
    found = decoder.whole().choices
    assert [(one.index, one.message.content, one.finish_reason) for one in found] == [
        (0, "a1a2", "stop"),
        (1, "b1b2", "length"),
    ]
    assert by_hand(chunks, 0)["content"] == "a1a2"
    assert by_hand(chunks, 1)["content"] == "b1b2"


def test_logprobs_are_joined() -> None:
    """The tokens' log probabilities of each chunk are put together, those of the refusal apart."""

    def tokens(*words: str) -> list[dict[str, Any]]:
        return [
            {
                "token": word,
                "logprob": -0.5,
                "bytes": list(word.encode()),
                "top_logprobs": [{"token": word, "logprob": -0.5, "bytes": None}],
            }
            for word in words
        ]

    def with_logprobs(text: str, logprobs: Any) -> dict[str, Any]:
        event = piece({"content": text})
        event["choices"][0]["logprobs"] = logprobs
        return event

    events = [
        with_logprobs("a", {"content": tokens("a"), "refusal": None}),
        with_logprobs("", None),
        with_logprobs("bc", {"content": tokens("b", "c")}),
        with_logprobs("", {"content": None, "refusal": tokens("no")}),
        END,
    ]
    found = decoded(sse(*events))[1].whole().choices[0].logprobs
    assert found is not None
    assert [token.token for token in found.content or []] == ["a", "b", "c"]
    assert [token.token for token in found.refusal or []] == ["no"]
    assert found.to_dict() == {"content": tokens("a", "b", "c"), "refusal": tokens("no")}


def test_audio_is_joined() -> None:
    """The data and the transcript of a spoken answer are text in pieces; its id and its end are said once."""
    parts = [
        {"id": "audio-1", "transcript": "Hel"},
        {"data": "QUJD", "transcript": "lo"},
        {"data": "REVG"},
        {"expires_at": 99},
    ]
    found = message(*(piece({"audio": part}) for part in parts), END)
    assert found.audio.to_dict() == {"id": "audio-1", "transcript": "Hello", "data": "QUJDREVG", "expires_at": 99}


def test_refusal_and_annotations_are_joined() -> None:
    """A refusal is text in pieces; annotations are a list that grows."""
    note = {"type": "url_citation", "url_citation": {"url": "http://a", "title": "A", "start_index": 0, "end_index": 1}}
    events = [
        piece({"refusal": "I can"}),
        piece({"refusal": "not."}),
        piece({"annotations": [note]}),
        piece({"annotations": [note, note]}),
        piece({"annotations": None}),
        END,
    ]
    found = message(*events)
    assert found.refusal == "I cannot."
    assert [one.to_dict() for one in found.annotations] == [note] * 3


def test_extras_are_kept_wherever_they_are() -> None:
    """Unknown fields of the chunk, the choice and the delta reach the chunk and the whole completion."""
    first = {**piece({"content": "a", "channel": "final"}), "provider": "P", "citations": ["http://a"]}
    first["choices"][0]["native_finish_reason"] = None
    last = {**piece(finish="stop"), "timings": {"predicted_ms": 5}, "provider": "P"}
    last["choices"][0].update(native_finish_reason="completed", stop_reason=7)
    chunks, decoder = decoded(sse(first, last))
    assert chunks[0].provider == "P"
    assert chunks[0].choices[0].delta.channel == "final"
    dumped = decoder.whole().to_dict()
    assert dumped["provider"] == "P"
    assert dumped["citations"] == ["http://a"]
    assert dumped["timings"] == {"predicted_ms": 5}
    assert dumped["choices"][0]["native_finish_reason"] == "completed"
    assert dumped["choices"][0]["stop_reason"] == 7
    assert dumped["choices"][0]["message"]["channel"] == "final"


def test_padding_is_not_kept() -> None:
    """OpenAI pads chunks with random text under `obfuscation`; the completion holds none of it."""
    chunks, decoder = decoded(sse(piece({"content": "a"}, obfuscation="x1"), {**END, "obfuscation": "y"}))
    assert chunks[0].obfuscation == "x1"
    assert "obfuscation" not in decoder.whole().to_dict()


def test_service_tier_and_fingerprint() -> None:
    """What names the service is read from the chunk, and stands typed in the completion."""
    chunks, decoder = decoded(sse(piece({"content": "a"}, service_tier="flex", system_fingerprint="fp"), END))
    assert (chunks[0].service_tier, chunks[0].system_fingerprint) == ("flex", "fp")
    completion = decoder.whole()
    assert (completion.service_tier, completion.system_fingerprint) == ("flex", "fp")


def test_the_first_id_and_the_first_model_stay() -> None:
    """An id that changes with each chunk does not make several answers, and the first one names the completion."""
    events = [{**piece({"content": text}), "id": f"id-{text}", "model": f"m-{text}"} for text in "abc"]
    completion = decoded(sse(*events, {**END, "id": "", "model": ""}))[1].whole()
    assert (completion.id, completion.model) == ("id-a", "m-a")
    assert completion.choices[0].message.content == "abc"


def test_a_later_null_takes_no_finish_reason_away() -> None:
    """A chunk after the finish, with null in its place, changes nothing."""
    completion = decoded(sse(*HELLO, END, piece({"content": ""})))[1].whole()
    assert completion.choices[0].finish_reason == "stop"


WHOLE = {
    "id": "c-1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}],
    "usage": USAGE,
}


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(WHOLE).encode(),
        json.dumps(WHOLE, indent=2).encode(),
        b"\n\n\n" + json.dumps(WHOLE).encode() + b"\n",
        b"".join(json.dumps(event).encode() + b"\n" for event in [*HELLO, {**END, "usage": USAGE}]),
        sse(*HELLO, {**END, "usage": USAGE}).replace(b"\n", b"\r\n"),
        sse(*HELLO, {**END, "usage": USAGE}).rstrip(),
        b"".join(
            b"data: " + json.dumps(event, indent=1).encode().replace(b"\n", b"\ndata: ") + b"\n\n"
            for event in [*HELLO, {**END, "usage": USAGE}]
        ),
    ],
    ids=["JSON", "pretty JSON", "empty lines, JSON", "NDJSON", "CRLF", "no last blank line", "many data lines"],
)
def test_bodies_of_other_shapes(body: bytes) -> None:
    """JSON in place of a stream, one object a line, and odd line ends give the same answer at any cut."""
    for seed in range(8):
        chunks, decoder = decoded(cuts(body, seed) if seed else body)
        assert by_hand(chunks)["content"] == "Hello"
        assert by_hand(chunks)["finish"] == "stop"
        completion = decoder.whole()
        assert completion.choices[0].message.content == "Hello"
        assert completion.usage is not None
        assert completion.usage.total_tokens == 5


def test_an_event_larger_than_the_limit_is_an_error() -> None:
    """The error names the limit and the setting, and carries what came before it."""
    with pytest.raises(APIResponseValidationError, match=r"larger than 2000 bytes.*max_event_bytes") as caught:
        decoded([sse(piece({"content": "Hi"}), done=False), b"data: " + b"x" * 3000], limit=2000)
    assert caught.value.partial.choices[0].message.content == "Hi"


def test_a_stream_nobody_asked_for() -> None:
    """A unary call that is answered by a stream gives the whole completion."""
    completion = whole_of_stream(reply(sse(*HELLO, END), headers={"x-request-id": "r"}))
    assert completion.choices[0].message.content == "Hello"
    assert completion.request_id == "r"


def test_the_completion_has_the_reply_s_headers() -> None:
    """Headers, request id and rate limit of the stream's reply are on its whole completion."""
    _, decoder = decoded(sse(*HELLO, END), to=head(x_request_id="r", x_ratelimit_remaining_requests="7"))
    completion = decoder.whole()
    assert completion.request_id == completion._request_id == "r"
    assert completion.rate_limit.remaining_requests == 7
    assert completion.response_headers["X-Request-ID"] == "r"


def test_chunks_come_as_soon_as_their_event_is_whole() -> None:
    """A chunk is not held back for the next one."""
    decoder = ChatChunkDecoder(head())
    for event in HELLO:
        body = sse(event, done=False)
        assert list(decoder.feed(body[:-1])) == []
        assert len(list(decoder.feed(body[-1:]))) == 1


def test_chunks_survive_a_round_trip() -> None:
    """A chunk dumps to what the server sent."""
    chunks, _ = decoded(sse(*HELLO, END))
    assert [chunk.to_dict() for chunk in chunks] == [*HELLO, END]
