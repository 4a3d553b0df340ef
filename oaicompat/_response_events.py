"""From a streamed body to the events of a response, and from the events to the response that they add up to.

The last event of a stream has the whole response, and that is what counts. The pieces are kept all the same: a stream
that is cut has no last event, and some servers leave the output of theirs empty (vLLM). They are kept as the JSON that
came, and made into a typed response when somebody asks.

Which item a piece belongs to is said by `item_id` or by `output_index`. Servers leave out either or both (llama.cpp),
and some change the ids from event to event, so both are looked at, and then the item that came last is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple, cast

from oaicompat._decode import not_what_was_asked, read_object, with_reply
from oaicompat._events import EventStreamDecoder
from oaicompat._json import as_list, as_object, as_text
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat._wire import Reply
from oaicompat.errors import APIError
from oaicompat.types.responses.events import ResponseTextDeltaEvent
from oaicompat.types.responses.response import Response
from oaicompat.types.responses.response_stream_event import EVENTS, ResponseStreamEvent

__all__ = ["ResponseAccumulator", "ResponseEventDecoder", "whole_of_stream"]

#: The states that a response does not leave, and the events that tell them. "done" is OpenRouter's.
_LAST = frozenset(f"response.{state}" for state in ("completed", "incomplete", "failed", "cancelled", "done"))
#: The event that tells a response which came in place of a stream, by its status.
_TOLD_BY: Final[Mapping[object, str]] = {
    status: f"response.{status}" for status in ("incomplete", "failed", "cancelled", "queued", "in_progress")
}


class _Text(NamedTuple):
    """Where the pieces of a text go: into the `key` of a part in the item's list `parts`, or of the item itself."""

    item: str
    key: str
    parts: str = ""
    part: str = ""


#: By the event's type without its last word, which is "delta" or "done".
_TEXTS: Final[Mapping[str, _Text]] = {
    "response.output_text": _Text("message", "text", "content", "output_text"),
    "response.refusal": _Text("message", "refusal", "content", "refusal"),
    "response.reasoning_text": _Text("reasoning", "text", "content", "reasoning_text"),
    "response.reasoning_summary_text": _Text("reasoning", "text", "summary", "summary_text"),
    "response.function_call_arguments": _Text("function_call", "arguments"),
    "response.custom_tool_call_input": _Text("custom_tool_call", "input"),
    "response.mcp_call_arguments": _Text("mcp_call", "arguments"),
    "response.code_interpreter_call_code": _Text("code_interpreter_call", "code"),
}
#: The lists of parts by the event's type without its last word, which is "added" or "done".
_PARTS: Final[Mapping[str, str]] = {
    "response.content_part": "content",
    "response.reasoning_part": "content",
    "response.reasoning_summary_part": "summary",
}
#: The field of an event that says which part of a list it is about.
_PLACES: Final[Mapping[str, str]] = {"content": "content_index", "summary": "summary_index"}


class _Growing:
    """An object whose texts and lists come in pieces."""

    def __init__(self, value: dict[str, Any]) -> None:
        self.value = value
        self._texts: dict[str, list[str]] = {}
        self._lists: dict[str, list[Any]] = {}

    def add(self, key: str, piece: str) -> None:
        """Takes a piece of a text."""
        if key not in self._texts:
            begun = self.value.get(key)
            self._texts[key] = [begun] if isinstance(begun, str) else []
        self._texts[key].append(piece)

    def extend(self, key: str, items: Iterable[Any]) -> None:
        """Takes more items of a list."""
        self._lists.setdefault(key, [*as_list(self.value.get(key))]).extend(items)

    def settle(self, told: Mapping[str, Any]) -> None:
        """Takes whole values; one that says nothing takes away nothing that was said."""
        merged = self._merged()
        self.value = {**merged, **{key: told[key] for key in told if told[key] or not merged.get(key)}}
        self._texts.clear()
        self._lists.clear()

    def _merged(self) -> dict[str, Any]:
        return {**self.value, **{key: "".join(pieces) for key, pieces in self._texts.items()}, **self._lists}

    def whole(self) -> dict[str, Any]:
        """The object as far as it came."""
        return self._merged()


class _Item(_Growing):
    """An item of the output, as far as it came."""

    def __init__(self, value: dict[str, Any], index: int | None) -> None:
        super().__init__(value)
        self.index = index
        self.done = False
        self._parts: dict[str, dict[int, _Growing]] = {}

    def _merged(self) -> dict[str, Any]:
        lists = {name: [parts[at].whole() for at in sorted(parts)] for name, parts in self._parts.items()}
        return {**super()._merged(), **lists}

    def finish(self, told: Mapping[str, Any]) -> None:
        """The item is whole."""
        self.settle(told)
        self._parts.clear()
        self.done = True

    def part(self, name: str, index: int | None, kind: str, *, begins: bool = False) -> tuple[_Growing, int]:
        """The part at a place of a list, made if it is not there, and its place.

        Without a place it is the last part of its kind, or a new one if it begins.
        """
        parts = self._parts.get(name)
        if parts is None:
            given = enumerate(as_list(self.value.get(name)))
            parts = self._parts[name] = {at: _Growing(dict(as_object(part))) for at, part in given}
        if index is None:
            same = [] if begins else [at for at, part in parts.items() if part.value.get("type") == kind]
            index = same[-1] if same else max(parts, default=-1) + 1
        return parts.setdefault(index, _Growing({"type": kind})), index


class ResponseAccumulator:
    """Adds the events of a response up, in the order in which they come."""

    def __init__(self) -> None:
        self.finished = False
        self._told: dict[str, Any] = {}  # what the events said of the response as a whole
        self._items: list[_Item] = []

    @property
    def empty(self) -> bool:
        """Whether nothing came."""
        return not (self._told or self._items)

    def add(self, kind: str, event: Mapping[str, Any]) -> dict[str, int]:
        """Takes an event of a type in; gives the places that it is about, by the names of the event's fields."""
        stem, _, word = kind.rpartition(".")
        self.finished = self.finished or kind in _LAST
        if told := as_object(event.get("response")):
            self._told = {**self._told, **told}
        elif stem == "response.output_item" and (value := as_object(event.get("item"))):
            return {"output_index": self._add_item(value, event, done=word == "done")}
        elif stem in _TEXTS:
            return self._add_text(_TEXTS[stem], event, done=word == "done")
        elif stem in _PARTS and (value := as_object(event.get("part"))):
            return self._add_part(_PARTS[stem], value, event, done=word == "done")
        elif kind == "response.output_text.annotation.added":
            return self._add_annotation(event)
        return {}

    def whole(self) -> dict[str, Any]:
        """The response as far as it came. Items that came in pieces stand in only where the server left them out."""
        if self._items and not self._told.get("output"):
            return {**self._told, "output": [item.whole() for item in self._items]}
        return dict(self._told)

    def _add_item(self, value: dict[str, Any], event: Mapping[str, Any], *, done: bool) -> int:
        item_id, index = as_text(value.get("id")), _index(event, "output_index")
        place = self._place(item_id, index, as_text(value.get("type")) or "") if done else self._place(item_id)
        if place is None:
            place = self._begin(value, index)
        if done:
            self._items[place].finish(value)
        return place

    def _begin(self, value: Mapping[str, Any], index: int | None) -> int:
        self._items.append(_Item(dict(value), index))
        return len(self._items) - 1

    def _place(self, item_id: str | None, index: int | None = None, kind: str | None = None) -> int | None:
        """The place of the item of this id, else of the open one of this kind and index; None if there is none."""
        latest = range(len(self._items) - 1, -1, -1)
        for place in latest if item_id is not None else ():
            if self._items[place].value.get("id") == item_id:
                return place
        for place in latest if kind is not None else ():
            item = self._items[place]
            if not item.done and item.value.get("type") == kind and (index is None or item.index in (index, None)):
                return place
        return None

    def _item(self, event: Mapping[str, Any], kind: str) -> tuple[_Item, int]:
        """The item that a piece belongs to, and its place; a piece without an item makes one."""
        item_id, index = as_text(event.get("item_id")), _index(event, "output_index")
        place = self._place(item_id, index, kind)
        if place is None:
            place = self._begin({"type": kind, **({"id": item_id} if item_id else {})}, index)
        return self._items[place], place

    def _add_text(self, text: _Text, event: Mapping[str, Any], *, done: bool) -> dict[str, int]:
        item, place = self._item(event, text.item)
        places = {"output_index": place}
        target: _Growing = item
        if text.parts:
            name = _PLACES[text.parts]
            target, places[name] = item.part(text.parts, _index(event, name), text.part)
        if done:
            target.settle({key: event[key] for key in (text.key, "logprobs", "name") if event.get(key)})
        else:
            if isinstance(piece := event.get("delta"), str):
                target.add(text.key, piece)
            if logprobs := as_list(event.get("logprobs")):
                target.extend("logprobs", logprobs)
        return places

    def _add_part(self, parts: str, value: dict[str, Any], event: Mapping[str, Any], *, done: bool) -> dict[str, int]:
        name, kind = _PLACES[parts], as_text(value.get("type")) or ""
        item, place = self._item(event, "reasoning" if parts == "summary" or "reasoning" in kind else "message")
        part, index = item.part(parts, _index(event, name), kind, begins=not done)
        part.settle(value)
        return {"output_index": place, name: index}

    def _add_annotation(self, event: Mapping[str, Any]) -> dict[str, int]:
        item, place = self._item(event, "message")
        part, index = item.part("content", _index(event, "content_index"), "output_text")
        if annotation := as_object(event.get("annotation")):
            part.extend("annotations", [annotation])
        return {"output_index": place, "content_index": index}


def _index(event: Mapping[str, Any], name: str) -> int | None:
    found = event.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


class ResponseEventDecoder(EventStreamDecoder[ResponseStreamEvent]):
    """Feed it a body's bytes; it gives events, and `whole` gives what they add up to."""

    wanted = "stream of response events"
    lacking = "none of response.completed, response.incomplete and response.failed came, nor [DONE]"

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        super().__init__(reply, limit)
        self.accumulated = ResponseAccumulator()
        self._in_pieces = False  # the text came in deltas

    def typed(self, value: dict[str, Any], name: str) -> ResponseStreamEvent | None:
        """The event of its type; a response in place of a stream is the event that tells it."""
        kind = as_text(value.get("type")) or ("" if name == "message" else name)
        if not kind and value.get("object") == "response":
            kind, value = _TOLD_BY.get(value.get("status"), "response.completed"), {"response": value}
        if not kind and isinstance(value.get("choices"), list):
            raise self._of_another_api(value)
        event = read_object(EVENTS.kind(kind), value, self.misfits)
        places = self.accumulated.add(kind, value)
        said, fields = event.model_fields_set, type(event).model_fields
        if "type" not in said:
            vars(event)["type"] = kind
        for field, place in places.items():
            if field not in said and field in fields:
                vars(event)[field] = place
        self.done = self.accumulated.finished
        self._in_pieces = self._in_pieces or isinstance(event, ResponseTextDeltaEvent)
        return cast(ResponseStreamEvent, event)

    def _raise_if_error(self, value: Any, name: str, comments: Sequence[str]) -> None:
        """As usual, but what a response or a tool failed of is told by an event of its own."""
        fields = as_object(value)
        is_event = (as_text(fields.get("type")) or name).startswith("response.")
        if not is_event and fields.get("object") != "response":
            super()._raise_if_error(value, name, comments)

    def _of_another_api(self, value: dict[str, Any]) -> APIError:
        """The error of a stream of chat's chunks, or of a completion's pieces."""
        start = replace(self._reply, content=json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
        return self._with_partial(not_what_was_asked(start, self.wanted))

    def _other(self, data: bytes, name: str, comments: Sequence[str]) -> None:
        """As usual, but an end mark after nothing is no end."""
        super()._other(data, name, comments)
        if self.done and self.accumulated.empty:
            raise self._incomplete()

    def finished(self) -> bool:
        """Whether the last event came; [DONE] need not."""
        return self.accumulated.finished

    def partial(self) -> Response | None:
        """The response as far as it came, None if nothing came."""
        return None if self.accumulated.empty else self.whole()

    def whole(self) -> Response:
        """The response, with the reply's headers."""
        return with_reply(read_object(Response, self.accumulated.whole()), self._reply)

    def text(self, item: ResponseStreamEvent) -> str:
        """The text that an event adds; of a server that sends no pieces it comes with the last event."""
        if isinstance(item, ResponseTextDeltaEvent):
            return item.delta
        return self.whole().output_text if item.type in _LAST and not self._in_pieces else ""


def whole_of_stream(reply: Reply) -> Response:
    """The response in a reply that was streamed although nobody asked for it."""
    decoder = ResponseEventDecoder(reply)
    for _ in (*decoder.feed(reply.content), *(() if decoder.done else decoder.finish())):
        pass
    return decoder.whole()
