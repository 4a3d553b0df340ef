"""Streamed responses: every event typed, none dropped, and what they add up to, whatever a server leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import APIError, APIResponseValidationError, IncompleteStreamError, RateLimitError, Reply
from oaicompat._response_events import ResponseEventDecoder
from oaicompat.endpoints.responses import create_response
from oaicompat.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseFailedEvent,
    ResponseIncompleteEvent,
    ResponseOutputItemDoneEvent,
    ResponseTextDeltaEvent,
)
from oaicompat.types.responses.events import ResponseOtherEvent
from oaicompat.types.responses.response_stream_event import EVENTS

from .streams import SHARED, cuts, head, reply, sse

Event = dict[str, Any]


def body_of(*events: Event | str, names: bool = True, done: bool = False) -> bytes:
    """The body of a stream; with `names`, each event has an ``event:`` line."""
    found = ""
    for event in [*events, *(["[DONE]"] if done else [])]:
        name = f"event: {event['type']}\n" if names and isinstance(event, dict) and "type" in event else ""
        found += f"{name}data: {event if isinstance(event, str) else json.dumps(event)}\n\n"
    return found.encode()


def decoded(body: bytes | Iterable[bytes], *, to: Reply | None = None) -> tuple[list[Any], ResponseEventDecoder]:
    """Every event of a whole stream, and its decoder."""
    decoder = ResponseEventDecoder(to or head())
    events: list[Any] = []
    for data in [body] if isinstance(body, bytes) else body:
        events.extend(decoder.feed(data))
        if decoder.done:
            return events, decoder
    events.extend(decoder.finish())
    return events, decoder


def text_of(body: bytes) -> str:
    """What `text()` of a stream gives."""
    events, decoder = decoded(body)
    return "".join(decoder.text(event) for event in events)


def whole(*events: Event | str, **options: Any) -> Response:
    return decoded(body_of(*events, **options))[1].whole()


def told(state: str, *output: Event, **fields: Any) -> Event:
    response = {"id": "r", "object": "response", "status": state, "model": "m", "output": [*output], **fields}
    return {"type": f"response.{state}", "response": response}


def message(text: str, item_id: str = "m1", **fields: Any) -> Event:
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"type": "message", "id": item_id, "role": "assistant", "status": "completed", "content": [part], **fields}


def call(arguments: str, item_id: str = "f1", name: str = "get", **fields: Any) -> Event:
    head = {"type": "function_call", "id": item_id, "call_id": f"c-{item_id}", "name": name}
    return {**head, "arguments": arguments, "status": "completed", **fields}


def added(item: Event, index: int | None = None) -> Event:
    return {"type": "response.output_item.added", **_at(index), "item": item}


def finished(item: Event, index: int | None = None) -> Event:
    return {"type": "response.output_item.done", **_at(index), "item": item}


def _at(index: int | None) -> Event:
    return {} if index is None else {"output_index": index}


def delta(stem: str, text: Any, **where: Any) -> Event:
    return {"type": f"response.{stem}.delta", **where, "delta": text}


def numbered(events: Iterable[Event]) -> list[Event]:
    return [{**event, "sequence_number": number} for number, event in enumerate(events)]


def spoken(text: str, item_id: str, index: int) -> list[Event]:
    """The events of a message, as OpenAI sends them."""
    where = {"item_id": item_id, "output_index": index, "content_index": 0}
    part = {"type": "output_text", "text": "", "annotations": []}
    item = message(text, item_id)
    return [
        added({**item, "status": "in_progress", "content": []}, index),
        {"type": "response.content_part.added", **where, "part": part},
        *(delta("output_text", letter, **where, logprobs=[]) for letter in text),
        {"type": "response.output_text.done", **where, "text": text, "logprobs": []},
        {"type": "response.content_part.done", **where, "part": {**part, "text": text}},
        finished(item, index),
    ]


def thought(text: str, item_id: str, index: int) -> list[Event]:
    """The events of a summary."""
    where = {"item_id": item_id, "output_index": index, "summary_index": 0}
    part = {"type": "summary_text", "text": ""}
    item = {"type": "reasoning", "id": item_id, "summary": [{**part, "text": text}]}
    return [
        added({**item, "summary": []}, index),
        {"type": "response.reasoning_summary_part.added", **where, "part": part},
        *(delta("reasoning_summary_text", letter, **where) for letter in text),
        {"type": "response.reasoning_summary_text.done", **where, "text": text},
        {"type": "response.reasoning_summary_part.done", **where, "part": {**part, "text": text}},
        finished(item, index),
    ]


def called(arguments: str, item_id: str, index: int) -> list[Event]:
    """The events of a call."""
    where = {"item_id": item_id, "output_index": index}
    item = call(arguments, item_id)
    return [
        added({**item, "arguments": "", "status": "in_progress"}, index),
        *(delta("function_call_arguments", letter, **where) for letter in arguments),
        {"type": "response.function_call_arguments.done", **where, "arguments": arguments, "name": "get"},
        finished(item, index),
    ]


THOUGHT = {"type": "reasoning", "id": "t", "summary": [{"type": "summary_text", "text": "Höm."}]}
OUTPUT = [THOUGHT, message("Hällo €", "m"), call('{"a": "b"}', "f")]
USAGE = {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3}
#: A stream as OpenAI sends it, up to its last event.
BEGINNING = [
    {**told("in_progress"), "type": "response.created"},
    told("in_progress"),
    *thought("Höm.", "t", 0),
    *spoken("Hällo €", "m", 1),
    *called('{"a": "b"}', "f", 2),
]
FULL = numbered([*BEGINNING, told("completed", *OUTPUT, usage=USAGE)])


# -- events ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("names", "done"), [(True, False), (False, True), (False, False), (True, True)])
def test_a_stream_as_it_should_be(names: bool, done: bool) -> None:
    """Each event is of its own class and comes as it was sent, with names and end marks or without."""
    events, decoder = decoded(body_of(*FULL, names=names, done=done), to=head(x_request_id="q"))
    assert [event.to_dict() for event in events] == FULL
    assert {type(event) for event in events} == {EVENTS.kind(event["type"]) for event in FULL}
    assert not any(isinstance(event, ResponseOtherEvent) for event in events)
    response = decoder.whole()
    assert response.to_dict() == FULL[-1]["response"]
    assert (response.output_text, response.reasoning_text, response.request_id) == ("Hällo €", "Höm.", "q")
    assert text_of(body_of(*FULL)) == "Hällo €"


@settings(max_examples=60, deadline=None)
@given(sizes=st.lists(st.integers(1, 300), min_size=1, max_size=40), names=st.booleans(), crlf=st.booleans())
def test_any_split_gives_the_same(sizes: list[int], names: bool, crlf: bool) -> None:
    """However the bytes are cut, and whatever ends the lines: the same events and the same response."""
    body = body_of(*FULL, names=names)
    if crlf:
        body = body.replace(b"\n", b"\r\n")
    pieces, position = [], 0
    while position < len(body):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(body[position : position + size])
        position += size
    events, decoder = decoded(pieces)
    assert [event.to_dict() for event in events] == FULL
    assert decoder.whole().to_dict() == FULL[-1]["response"]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_cut_is_an_error_with_what_came(data: st.DataObject) -> None:
    """A stream that ends before its last event raises, and the pieces so far are there, typed."""
    body = body_of(*FULL)
    size = data.draw(st.integers(len("event:"), len(body) - 1 - len("\n\n")))
    decoder = ResponseEventDecoder(head())
    with pytest.raises(APIError) as caught:
        for piece in cuts(body[:size], size):
            list(decoder.feed(piece))
        list(decoder.finish())
    partial = caught.value.partial
    assert isinstance(caught.value, IncompleteStreamError)
    assert partial is None or isinstance(partial, Response)
    if partial is not None:
        assert "Hällo €".startswith(partial.output_text)
        assert "Höm.".startswith(partial.reasoning_text or "")
        for item in partial.output:
            if item.type == "function_call":
                assert '{"a": "b"}'.startswith(item.arguments)
                assert (item.name, item.call_id) == ("get", "c-f")


def test_the_name_of_an_event_says_its_type() -> None:
    """Where the JSON does not."""
    body = b'event: response.output_text.delta\ndata: {"delta": "Hi"}\n\nevent: some.thing\ndata: {"a": 1}\n\n'
    body += b'event: response.completed\ndata: {"response": {"id": "r"}}\n\n'
    events, decoder = decoded(body)
    assert [event.type for event in events] == ["response.output_text.delta", "some.thing", "response.completed"]
    assert [event.to_dict() for event in events] == [{"delta": "Hi"}, {"a": 1}, {"response": {"id": "r"}}]
    assert decoder.whole().output_text == "Hi"


def test_unknown_events_are_kept() -> None:
    """Whatever they are; what they hold are attributes."""
    odd: list[Event] = [
        {"type": "response.dream.delta", "delta": "zzz", "sequence_number": 3},
        {"type": "ping"},
        {"x": 1},
    ]
    events, decoder = decoded(body_of(*odd, told("completed", message("Hi"))))
    assert [event.to_dict() for event in events[:3]] == odd
    assert all(isinstance(event, ResponseOtherEvent) for event in events[:3])
    assert [event.type for event in events[:3]] == ["response.dream.delta", "ping", ""]
    assert (events[0].delta, events[0].sequence_number) == ("zzz", 3)
    assert decoder.whole().output_text == "Hi"


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "response.output_text.delta"},
        {"type": "response.output_text.delta", "delta": None},
        {"type": "response.output_text.delta", "delta": {"a": 1}},
        {"type": "response.output_text.done", "text": None},
        {"type": "response.output_item.added", "item": None},
        {"type": "response.output_item.done"},
        {"type": "response.content_part.added", "part": "x"},
        {"type": "response.output_text.annotation.added", "annotation": None},
        {"type": "response.in_progress", "response": None},
        {"type": "response.created", "response": "x"},
        {"type": None},
        {"type": 5},
        {"type": ["response.completed"]},
        {},
        "",
        "ping",
        "null",
        "5",
        "[]",
        '["a"]',
    ],
)
def test_an_odd_event_changes_nothing(odd: Any) -> None:
    """Events that say nothing, and signs of life, between those of a stream that is cut before its last event."""
    some = [odd, *BEGINNING[:4], odd, *BEGINNING[4:], odd]
    decoder = ResponseEventDecoder(head())
    list(decoder.feed(body_of(*some)))
    found = decoder.partial()
    assert found is not None
    kept = [item for item in found.output if item.to_dict() not in ({"type": "message", "content": []},)]
    assert [item.to_dict() for item in kept][:3] == OUTPUT or found.output_text == "Hällo €"
    assert (found.output_text, found.reasoning_text) == ("Hällo €", "Höm.")


# -- where a piece belongs ---------------------------------------------------------------------------------------------


def test_places_that_a_server_leaves_out() -> None:
    """llama.cpp says neither which item nor which part: the decoder does, and dumps what came."""
    thinking = {"type": "reasoning", "id": "t", "summary": []}
    events = [
        told("created"),
        added({**thinking, "content": []}),
        delta("reasoning_text", "Hm", item_id="t"),
        finished({**thinking, "content": [{"type": "reasoning_text", "text": "Hm"}]}),
        added({"type": "message", "id": "m", "role": "assistant", "content": []}),
        {"type": "response.content_part.added", "item_id": "m", "part": {"type": "output_text", "text": ""}},
        delta("output_text", "Hi", item_id="m"),
        {"type": "response.content_part.done", "item_id": "m", "part": {"type": "output_text", "text": "Hi"}},
        {"type": "response.content_part.added", "item_id": "m", "part": {"type": "refusal", "refusal": ""}},
        delta("refusal", "No", item_id="m"),
        added(call("", "f")),
        delta("function_call_arguments", "{}", item_id="f"),
    ]
    decoder = ResponseEventDecoder(head())
    found = list(decoder.feed(body_of(*events)))
    assert [event.to_dict() for event in found] == events
    places = [(getattr(one, "output_index", None), getattr(one, "content_index", None)) for one in found]
    assert places == [
        *[(None, None), (0, None), (0, 0), (0, None), (1, None), (1, 0), (1, 0), (1, 0), (1, 1), (1, 1)],
        *[(2, None), (2, None)],
    ]
    thoughts, said, asked = decoder.whole().output
    assert thoughts.text == "Hm"
    assert [part.to_dict() for part in said.content] == [
        {"type": "output_text", "text": "Hi"},
        {"type": "refusal", "refusal": "No"},
    ]
    assert asked.arguments == "{}"


def test_calls_that_are_interleaved() -> None:
    """By id and index, by either alone, and with an index that is always 0."""
    pieces = [("f1", 0, '{"a"'), ("f2", 1, '{"b"'), ("f1", 0, ":1}"), ("f2", 1, ":2}")]
    for with_id, with_index in ((True, True), (True, False), (False, True), (True, None)):

        def where(item_id: str, index: int, with_id: Any = with_id, with_index: Any = with_index) -> Event:
            place = {} if with_index is False else {"output_index": index if with_index else 0}
            return {**place, **({"item_id": item_id} if with_id else {})}

        begun = [
            {"type": "response.output_item.added", "item": call("", item_id), **where(item_id, index)}
            for item_id, index in (("f1", 0), ("f2", 1))
        ]
        parts = [delta("function_call_arguments", text, **where(name, index)) for name, index, text in pieces]
        response = whole(*begun, *parts, done=True)
        assert [(item.id, item.arguments) for item in response.output] == [("f1", '{"a":1}'), ("f2", '{"b":2}')]


def test_ids_that_change_from_event_to_event() -> None:
    """A gateway that encrypts ids anew for every event: the index tells."""
    events = [
        added({**message("", "x1"), "content": []}, 0),
        delta("output_text", "Hel", item_id="x2", output_index=0, content_index=0),
        delta("output_text", "lo", item_id="x3", output_index=0, content_index=0),
        finished(message("Hello", "x4"), 0),
        added(call("", "y1"), 1),
        delta("function_call_arguments", "{}", item_id="y2", output_index=1),
        {"type": "response.function_call_arguments.done", "item_id": "y3", "output_index": 1, "arguments": "{}"},
        finished(call("{}", "y4"), 1),
    ]
    assert [item.to_dict() for item in whole(*events, done=True).output] == [message("Hello", "x4"), call("{}", "y4")]


# -- what the pieces add up to -----------------------------------------------------------------------------------------


def test_the_last_event_counts() -> None:
    """What it says is the response, though the pieces said otherwise; ids of items may differ (vLLM)."""
    events = [*spoken("Hello", "stream-id", 0), told("completed", message("Hello!", "other-id"))]
    assert [item.to_dict() for item in whole(*events).output] == [message("Hello!", "other-id")]


def test_an_output_that_is_empty_is_filled() -> None:
    """From the items, from deltas alone, and from nothing that did not come."""
    assert [item.to_dict() for item in whole(*BEGINNING, told("completed")).output] == OUTPUT
    deltas = [event for event in BEGINNING if event["type"].endswith(".delta")]
    thinking, said, asked = whole(*deltas, told("completed")).output
    assert thinking.to_dict() == {**THOUGHT, "summary": [{"type": "summary_text", "text": "Höm."}]}
    assert said.to_dict() == {"type": "message", "id": "m", "content": [{"type": "output_text", "text": "Hällo €"}]}
    assert asked.to_dict() == {"type": "function_call", "id": "f", "arguments": '{"a": "b"}'}
    assert whole(told("created"), told("completed")).output == []
    assert whole(told("completed", usage=USAGE)).to_dict()["usage"] == USAGE


def test_what_only_an_early_event_said_is_kept() -> None:
    """A last event that says little does not take the model and the settings away."""
    response = whole(
        told("created", temperature=0.5), {"type": "response.completed", "response": {"status": "completed"}}
    )
    assert (response.id, response.model, response.temperature, response.status) == ("r", "m", 0.5, "completed")


def test_an_item_s_end_takes_nothing_away() -> None:
    """An item that ends empty keeps what its pieces said, and its own word wins where it has one."""
    empty = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": []}
    pieces = [added(empty, 0), delta("output_text", "Hello", item_id="m", output_index=0, content_index=0)]
    (item,) = whole(*pieces, finished(empty, 0), done=True).output
    assert item.to_dict() == {**empty, "content": [{"type": "output_text", "text": "Hello"}]}
    (item,) = whole(*pieces, finished({**message("Hello!", "m")}, 0), done=True).output
    assert item.to_dict() == message("Hello!", "m")
    begun = {"type": "response.content_part.added", "item_id": "m", "output_index": 0, "content_index": 0}
    spaced = [added(empty, 0), {**begun, "part": {"type": "output_text", "text": " "}}, *pieces[1:]]
    assert whole(*spaced, done=True).output_text == " Hello"
    done = [{"type": "response.output_text.done", "item_id": "m", "output_index": 0, "content_index": 0, "text": ""}]
    assert whole(*pieces, *done, done=True).output_text == "Hello"


def test_logprobs_and_annotations_are_joined() -> None:
    """They come in pieces too."""
    where = {"item_id": "m", "output_index": 0, "content_index": 0}
    events = [
        *(delta("output_text", text, **where, logprobs=[{"token": text, "logprob": -0.5}]) for text in "ab"),
        *(
            {
                "type": "response.output_text.annotation.added",
                **where,
                "annotation_index": number,
                "annotation": {"type": "url_citation", "url": url},
            }
            for number, url in enumerate("uv")
        ),
    ]
    ((part,),) = (item.content for item in whole(*events, done=True).output)
    assert [one.token for one in part.logprobs] == ["a", "b"]
    assert [one.url for one in part.annotations] == ["u", "v"]


@pytest.mark.parametrize(
    ("stem", "kind", "key"),
    [
        ("custom_tool_call_input", "custom_tool_call", "input"),
        ("mcp_call_arguments", "mcp_call", "arguments"),
        ("code_interpreter_call_code", "code_interpreter_call", "code"),
    ],
)
def test_other_texts_that_come_in_pieces(stem: str, kind: str, key: str) -> None:
    """The input of custom tools, the arguments of MCP calls, and code."""
    item = {"type": kind, "id": "i", key: ""}
    events = [added(item, 0), *(delta(stem, text, item_id="i", output_index=0) for text in ("ab", "cd"))]
    (found,) = whole(*events, done=True).output
    assert found.to_dict() == {**item, key: "abcd"}
    last = {"type": f"response.{stem}.done", "item_id": "i", "output_index": 0, key: "abcde"}
    (found,) = whole(*events, last, done=True).output
    assert found.to_dict() == {**item, key: "abcde"}


# -- how a stream ends -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        (told("completed", message("Hi")), ResponseCompletedEvent),
        (told("incomplete", message("Hi"), incomplete_details={"reason": "content_filter"}), ResponseIncompleteEvent),
        (told("failed", error={"code": "server_error", "message": "broken"}), ResponseFailedEvent),
    ],
)
def test_the_last_event_ends_the_stream(last: Event, kind: type[Any]) -> None:
    """It needs no [DONE], nothing after it is waited for, and a failure is an event, not an exception."""
    decoder = ResponseEventDecoder(head())
    (event,) = decoder.feed(body_of(last, {"type": "response.too_late"}))
    assert type(event) is kind
    assert decoder.done
    assert decoder.whole().to_dict() == last["response"] == event.response.to_dict()


def test_a_failure_says_why() -> None:
    """In the response."""
    response = whole(told("created"), told("failed", error={"code": "server_error", "message": "broken"}))
    assert response.status == "failed"
    assert response.error is not None
    assert (response.error.code, response.error.message) == ("server_error", "broken")


def test_a_failure_beside_an_event_is_no_error() -> None:
    """What a tool failed of is told by its event, and what the response failed of by the last one."""
    why = {"code": "server_error", "message": "broken"}
    events = [
        {"type": "response.mcp_call.failed", "item_id": "i", "error": why},
        {**told("failed", error=why), "error": why},
    ]
    found, decoder = decoded(body_of(*events))
    assert [event.to_dict() for event in found] == events
    assert decoder.whole().status == "failed"
    body = json.dumps(told("failed", error={"code": "server_error", "message": "broken"})["response"]).encode()
    assert decoded(body)[0][0].response.error.message == "broken"


def test_a_last_event_without_a_response_is_one() -> None:
    """What came before it is the response."""
    response = whole(told("created"), *spoken("Hello", "m", 0), {"type": "response.completed"})
    assert (response.id, response.output_text) == ("r", "Hello")


@pytest.mark.parametrize("state", ["cancelled", "done"])
def test_other_last_events(state: str) -> None:
    """Those that the API reference does not have."""
    _, decoder = decoded(body_of(told(state, message("Hi"))))
    assert decoder.whole().output_text == "Hi"


@pytest.mark.parametrize(
    "event",
    [
        b'event: error\ndata: {"type": "error", "code": "too_many", "message": "slow down", "status": 429}\n\n',
        b'data: {"type": "error", "error": {"message": "slow down", "code": 429}, "sequence_number": 3}\n\n',
        b'data: {"error": {"message": "slow down", "code": 429}}\n\n',
        b'event: error\ndata: {"status_code": 429, "message": "slow down"}\n\n',
    ],
)
def test_an_error_event_is_raised(event: bytes) -> None:
    """With the server's words, the class of its status, and the response as far as it came."""
    decoder = ResponseEventDecoder(head())
    seen: list[Any] = []
    with pytest.raises(RateLimitError, match="slow down") as caught:
        seen.extend(decoder.feed(body_of(*BEGINNING[:12]) + event))
    assert len(seen) == 12
    assert caught.value.partial.reasoning_text == "Höm."


def test_streams_that_are_none() -> None:
    """A web page, an empty body, another API's chunks."""
    with pytest.raises(APIResponseValidationError, match="stream of response events"):
        decoded(b"<html><title>Login</title></html>")
    with pytest.raises(IncompleteStreamError, match="before anything came"):
        decoded(b"")
    with pytest.raises(APIResponseValidationError, match="not JSON"):
        decoded(b'data: {"type": "respo}\n\ndata: {}\n\n')


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize(
    "chunk",
    [
        {"id": "c", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": "Hi"}}]},
        {"choices": [{"index": 0, "text": "Hi"}]},
    ],
)
def test_chunks_of_another_api_are_no_response(chunk: dict[str, Any], done: bool) -> None:
    """A stream of them does not end as an empty response."""
    with pytest.raises(
        APIResponseValidationError, match=r"not a stream of response events.*starting with.*Hi"
    ) as caught:
        decoded(sse(chunk, done=done))
    assert caught.value.partial is None


def test_an_end_mark_after_nothing_is_no_end() -> None:
    """There is no response then, not even an empty one."""
    for events in ((), ({"type": "ping"},)):
        with pytest.raises(IncompleteStreamError, match="before anything came"):
            decoded(sse(*events))


def test_done_is_an_end() -> None:
    """A server that sends [DONE] and no last event has told what it has to tell."""
    response = whole(told("created"), *spoken("Hello", "m", 0), done=True)
    assert (response.output_text, response.status) == ("Hello", "created")


@pytest.mark.parametrize("state", ["completed", "incomplete", "failed", "cancelled"])
def test_a_response_in_place_of_a_stream(state: str) -> None:
    """A server that does not stream: one event tells all, and `text()` gives the text."""
    body = json.dumps(told(state, message("Hello"))["response"]).encode()
    events, decoder = decoded([body[:9], body[9:]])
    assert [event.type for event in events] == [f"response.{state}"]
    assert decoder.whole().to_dict() == json.loads(body)
    assert text_of(body) == "Hello"


def test_a_response_that_is_not_done_is_no_stream() -> None:
    """One that waits in the background, in place of a stream, is not taken for a whole answer."""
    with pytest.raises(IncompleteStreamError) as caught:
        decoded(json.dumps(told("queued")["response"]).encode())
    assert caught.value.partial.status == "queued"


def test_text_of_a_server_that_sends_none_in_pieces() -> None:
    """It comes with the last event, once."""
    assert text_of(body_of(finished(message("Hello"), 0), told("completed", message("Hello")))) == "Hello"
    assert text_of(body_of(finished(message("Hello"), 0), told("completed"))) == "Hello"
    assert text_of(body_of(*spoken("Hello", "m", 0), told("completed", message("Hello")))) == "Hello"


# -- any events at all -------------------------------------------------------------------------------------------------

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from(["", "m", "message", "text", "reasoning"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["type", "id", "text", "content", "summary", "output"]), inner, max_size=3)
    ),
    max_leaves=5,
)
FIELDS = """
    annotation arguments code content_index delta item item_id logprobs name output_index part response sequence_number
    summary_index text
""".split()
EVENT = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(EVENTS.words - {"error"})) | JUNK}, optional=dict.fromkeys(FIELDS, JUNK)
)


@settings(max_examples=200, deadline=None)
@given(events=st.lists(EVENT, max_size=6), cut=st.integers(1, 50))
def test_junk(events: list[Event], cut: int) -> None:
    """Whatever the events hold: events and a response come out, or an error of ours; cuts change nothing."""

    def run(body: bytes, size: int) -> Any:
        decoder = ResponseEventDecoder(head())
        found: list[Any] = []
        try:
            for at in range(0, len(body), size):
                found.extend(decoder.feed(body[at : at + size]))
                if decoder.done:
                    break
            else:
                found.extend(decoder.finish())
        except APIError as error:
            partial = error.partial
            return [event.to_dict() for event in found], type(error), partial and partial.to_dict()
        return [event.to_dict() for event in found], decoder.whole().to_dict(), decoder.whole().output_text

    body = body_of(*events)
    assert run(body, cut) == run(body, len(body) + 1)


# -- what servers sent -------------------------------------------------------------------------------------------------


def _captures() -> list[Any]:
    found = [
        pytest.param(path, id=f"{path.parent.name}/{path.stem}")
        for path in sorted((SHARED / "captures").glob("*/responses*.json"))
        if json.loads(path.read_text())["response"]["status"] == 200
    ]
    why = "the collection of captures is not beside the checkout (OAICOMPAT_SHARED says where it is)"
    return found or [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]


@pytest.mark.parametrize("path", _captures())
def test_replay(path: Path) -> None:
    """A naive reading of the JSON gives the same, at random cuts; and without the last event nothing is missing."""
    case = json.loads(path.read_text())
    body = path.with_suffix(".body").read_bytes()
    got = reply(body, 200, case["response"]["headers"])
    if not case["request"]["body"].get("stream"):
        found, data = create_response(input="").parse(got), json.loads(body)
        assert {**found.to_dict(), **_nulls(data)} == data | _nulls(data)
        assert found.output_text == "".join(_naive_texts(data["output"]))
        return
    lines = [line[5:].strip() for line in body.decode().splitlines() if line.startswith("data:")]
    naive = [json.loads(line) for line in lines if line != "[DONE]"]
    for seed in range(5):
        events, decoder = decoded(cuts(body, seed, longest=500) if seed else body, to=got)
        assert [event.to_dict() for event in events] == naive
        assert not any(isinstance(event, ResponseOtherEvent) for event in events)
        whole = decoder.whole()
        assert [item.to_dict() for item in whole.output] == naive[-1]["response"]["output"]
        assert whole.output_text == "".join(decoder.text(event) for event in events)
        assert whole.output_text == "".join(_naive_texts(naive[-1]["response"]["output"]))
    decoder = ResponseEventDecoder(got)
    events = list(decoder.feed(body_of(*naive[:-1])))
    partial = decoder.partial()
    assert partial is not None
    assert [item.to_dict() for item in partial.output] == naive[-1]["response"]["output"]
    done = [event.item.to_dict() for event in events if isinstance(event, ResponseOutputItemDoneEvent)]
    assert done == naive[-1]["response"]["output"]
    assert any(isinstance(event, ResponseTextDeltaEvent) for event in events) == bool(partial.output_text)


def _nulls(data: Event) -> Event:
    """What stands for null where a list or an object belongs."""
    return {name: None for name in ("tools", "usage") if name in data}


def _naive_texts(output: list[Event]) -> list[str]:
    return [part["text"] for item in output for part in item.get("content") or () if item["type"] == "message"]
