"""From a chat's answer to a response, whole or in events."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from oaicompat.testing._replies import Response, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._tokens import pieces_of

__all__ = ["card_of", "state_of", "told", "usage"]

Json = dict[str, Any]

_EVENT_STREAM = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache"}
#: What a response repeats of its request, and what it is if the request does not say.
_REPEATED: Json = {
    "background": False,
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "reasoning": {"effort": None, "summary": None},
    "service_tier": "default",
    "store": True,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}
#: What an item has before its parts come.
_EMPTY: Mapping[str, Json] = {"message": {"content": []}, "reasoning": {"summary": [], "content": []}}
_PIECE = 12  # characters of the arguments that a streamed piece holds


def card_of(request: RecordedRequest, body: Json, choice: Json, prompt_tokens: int) -> Json:
    """The response that has a chat's choice for its output."""
    output = _output(body, choice, f"{request.number}")
    message = choice["message"]
    thought = len(pieces_of(message.get("reasoning_content") or ""))
    made = len(pieces_of(message.get("content") or "")) + sum(
        len(pieces_of(json.dumps(call))) for call in message.get("tool_calls") or ()
    )
    is_cut = choice["finish_reason"] == "length"
    return {
        "id": f"resp_{request.number}",
        "object": "response",
        "created_at": int(request.received_at),
        "status": "incomplete" if is_cut else "completed",
        "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if is_cut else None,
        "model": body.get("model", "stand-in"),
        "output": output,
        "usage": usage(prompt_tokens, thought + made, thought),
        **{name: body.get(name, otherwise) for name, otherwise in _REPEATED.items()},
    }


def usage(given: int, made: int, thought: int) -> Json:
    return {
        "input_tokens": given,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": made,
        "output_tokens_details": {"reasoning_tokens": thought},
        "total_tokens": given + made,
    }


def _output(body: Json, choice: Json, number: str) -> list[Json]:
    message = choice["message"]
    items: list[Json] = []
    if thinking := message.get("reasoning_content"):
        items.append(_thinking(body, thinking, number))
    for place, call in enumerate(message.get("tool_calls") or (), 1):
        kind = call["type"]
        item = {"id": f"fc_{number}_{place}", "type": f"{kind}_call" if kind == "function" else "custom_tool_call"}
        items.append({**item, "call_id": call["id"], **call[kind], "status": "completed"})
    if message.get("content") is not None:
        logprobs = (choice.get("logprobs") or {}).get("content") or []
        text = {"type": "output_text", "text": message["content"], "annotations": [], "logprobs": logprobs}
        status = "incomplete" if choice["finish_reason"] == "length" else "completed"
        head = {"id": f"msg_{number}", "type": "message", "role": "assistant", "status": status}
        items.append({**head, "content": [text]})
    return items


def _thinking(body: Json, text: str, number: str) -> Json:
    """The thinking as it is, or if the request wants one, its summary."""
    item: Json = {"id": f"rs_{number}", "type": "reasoning", "summary": []}
    settings = body.get("reasoning", {})
    if settings.get("summary") or settings.get("generate_summary"):
        item["summary"] = [{"type": "summary_text", "text": text}]
    else:
        item["content"] = [{"type": "reasoning_text", "text": text}]
    if "reasoning.encrypted_content" in body.get("include", ()):
        item["encrypted_content"] = base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()
    return item


def state_of(card: Json) -> str:
    return "incomplete" if card["incomplete_details"] else "completed"


def _shown(card: Json, status: str) -> Json:
    """The response as it is told while it has that status: until it is done it has no output."""
    done = status in ("completed", "incomplete")
    return {**card, "status": status} if done else {**card, "status": status, "output": [], "usage": None}


def told(card: Json, *, stream: bool, after: str | None = None) -> Response:
    """The response, whole or in events; those that were seen are left out."""
    if not stream:
        return json_response(_shown(card, card["status"]))
    first = int(after) + 1 if after is not None and after.isdecimal() else 0
    events = [_event(event, number) for number, event in enumerate(_events(card)) if number >= first]
    return Response(events, 200, _EVENT_STREAM)


def _event(event: Json, number: int) -> bytes:
    text = json.dumps({**event, "sequence_number": number}, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event['type']}\ndata: {text}\n\n".encode("utf-8", "surrogatepass")


def _events(card: Json) -> Iterator[Json]:
    for name in ("created", "in_progress"):
        yield {"type": f"response.{name}", "response": _shown(card, "in_progress")}
    for index, item in enumerate(card["output"]):
        place = {"item_id": item["id"], "output_index": index}
        begun = {**item, **_EMPTY.get(item["type"], {}), "status": "in_progress"}
        for key in ("arguments", "input"):
            if key in begun:
                begun[key] = ""
        yield {"type": "response.output_item.added", "output_index": index, "item": begun}
        yield from _STREAMED[item["type"]](item, place)
        yield {"type": "response.output_item.done", "output_index": index, "item": item}
    state = state_of(card)
    yield {"type": f"response.{state}", "response": _shown(card, state)}


def _message_events(item: Json, place: Json) -> Iterator[Json]:
    for index, part in enumerate(item["content"]):
        where = {**place, "content_index": index}
        logprobs = part["logprobs"]
        empty = {**part, "text": "", "logprobs": []}
        yield {"type": "response.content_part.added", **where, "part": empty}
        for number, piece in enumerate(pieces_of(part["text"])):
            shown = logprobs[number : number + 1]
            yield {"type": "response.output_text.delta", **where, "delta": piece, "logprobs": shown}
        yield {"type": "response.output_text.done", **where, "text": part["text"], "logprobs": logprobs}
        yield {"type": "response.content_part.done", **where, "part": part}


def _thinking_events(item: Json, place: Json) -> Iterator[Json]:
    for parts, stem in (("summary", "reasoning_summary"), ("content", "reasoning")):
        for index, part in enumerate(item.get(parts, ())):
            where = {**place, "summary_index" if parts == "summary" else "content_index": index}
            name = "reasoning_summary_part" if parts == "summary" else "content_part"
            yield {"type": f"response.{name}.added", **where, "part": {**part, "text": ""}}
            for piece in pieces_of(part["text"]):
                yield {"type": f"response.{stem}_text.delta", **where, "delta": piece}
            yield {"type": f"response.{stem}_text.done", **where, "text": part["text"]}
            yield {"type": f"response.{name}.done", **where, "part": part}


def _call_events(item: Json, place: Json) -> Iterator[Json]:
    stem, key = ("function_call_arguments", "arguments")
    if item["type"] == "custom_tool_call":
        stem, key = ("custom_tool_call_input", "input")
    text = item[key]
    for start in range(0, len(text), _PIECE):
        yield {"type": f"response.{stem}.delta", **place, "delta": text[start : start + _PIECE]}
    named = {"name": item["name"]} if key == "arguments" else {}
    yield {"type": f"response.{stem}.done", **place, key: text, **named}


_STREAMED: Mapping[str, Callable[[Json, Json], Iterator[Json]]] = {
    "message": _message_events,
    "reasoning": _thinking_events,
    "function_call": _call_events,
    "custom_tool_call": _call_events,
}
