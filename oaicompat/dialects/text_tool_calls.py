"""Tool calls that a model wrote into its text, as JSON between tags: what servers without a parser for them pass on.

It is to be asked for (`with_text_tool_calls`): an answer may speak of such tags without meaning a call. What stands
between the tags and is no call stays text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from oaicompat._json import as_list, as_object, parse
from oaicompat.dialects.dialect import Dialect, of_messages
from oaicompat.dialects.tags import TagSplitter

__all__ = ["TextToolCalls", "with_text_tool_calls"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TextToolCalls:
    """Which tags stand around a call, whose JSON has a name and arguments (Hermes, Qwen)."""

    opening: str = "<tool_call>"
    closing: str = "</tool_call>"

    def call(self, text: str) -> Json | None:
        """The call that stands between the tags; None if it is none."""
        try:
            fields = as_object(parse(text.strip().encode("utf-8", "replace")))
        except ValueError:
            return None
        name, arguments = fields.get("name"), fields.get("arguments", fields.get("parameters", {}))
        if not isinstance(name, str) or not name:
            return None
        if not isinstance(arguments, str):
            arguments = json.dumps(arguments, ensure_ascii=False, separators=(",", ":"))
        return {"type": "function", "function": {"name": name, "arguments": arguments}}

    @of_messages
    def reply(self, value: Json) -> Json:
        """A rule for whole completions."""
        for choice in as_list(value.get("choices")):
            message = as_object(as_object(choice).get("message"))
            content = message.get("content")
            if not isinstance(content, str) or self.opening not in content:
                continue
            state = _Answer(self)
            texts, calls = state.feed(content)
            texts += state.finish()
            if calls:
                message["content"] = texts.strip() or None
                message["tool_calls"] = [*as_list(message.get("tool_calls")), *calls]
        return value

    def stream(self) -> TextToolCallChunks:
        """The rule for the chunks of one stream."""
        return TextToolCallChunks(self)


class _Answer:
    """One answer as far as it came."""

    def __init__(self, tags: TextToolCalls) -> None:
        self._tags = tags
        self._splitter = TagSplitter(tags.opening, tags.closing)
        self._inside: list[str] = []

    def feed(self, text: str) -> tuple[str, list[Json]]:
        """The text, and the calls that are complete."""
        outside: list[str] = []
        calls: list[Json] = []
        for kind, piece in self._splitter.feed(text):
            if kind == "outside":
                outside.append(piece)
            elif kind == "inside":
                self._inside.append(piece)
            else:
                inside = "".join(self._inside)
                call = self._tags.call(inside)
                if call is None:
                    outside.append(self._tags.opening + inside + self._tags.closing)
                else:
                    calls.append(call)
                self._inside.clear()
        return "".join(outside), calls

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is held back."""
        return self._splitter.is_at_rest

    def finish(self) -> str:
        """What was held back and is no call. Text that comes after it starts anew."""
        kind, rest = self._splitter.finish()
        inside = "".join(self._inside)
        self._inside.clear()
        self._splitter = TagSplitter(self._tags.opening, self._tags.closing)
        return self._tags.opening + inside + rest if kind == "inside" else rest


class TextToolCallChunks:
    """The rule for the chunks of one stream."""

    def __init__(self, tags: TextToolCalls) -> None:
        self._tags = tags
        self._first = tags.opening[:1]
        self._answers: dict[int, _Answer] = {}
        self._calls: dict[int, int] = {}

    def chunk(self, value: Json) -> Json:
        """The chunk, its calls told apart from its text."""
        for choice in as_list(value.get("choices")):
            fields = as_object(choice)
            delta = as_object(fields.get("delta"))
            content = delta.get("content")
            if not isinstance(content, str) and not fields.get("finish_reason"):
                continue
            place = fields.get("index")
            index = place if isinstance(place, int) else 0
            answer = self._answers.setdefault(index, _Answer(self._tags))
            text, calls = answer.feed(content) if isinstance(content, str) else ("", [])
            if fields.get("finish_reason"):
                text += answer.finish()
            if isinstance(content, str) or text:
                delta["content"] = text
            if calls:
                delta["tool_calls"] = [*as_list(delta.get("tool_calls")), *self._numbered(index, calls)]
            fields["delta"] = delta
        return value

    def passes(self, text: str) -> bool:
        """Whether the text can hold no tag, and none has begun before it."""
        answer = self._answers.get(0)
        return answer is not None and self._first not in text and answer.is_at_rest

    def finish(self) -> Json | None:
        """What waits in a stream that ended without a word."""
        texts = {index: answer.finish() for index, answer in self._answers.items()}
        choices = [{"index": index, "delta": {"content": text}} for index, text in texts.items() if text]
        return {"choices": choices} if choices else None

    def _numbered(self, index: int, calls: list[Json]) -> list[Json]:
        first = self._calls.get(index, 0)
        self._calls[index] = first + len(calls)
        return [{"index": first + place, **call} for place, call in enumerate(calls)]


def with_text_tool_calls(dialect: Dialect, tags: TextToolCalls | None = None) -> Dialect:
    """The dialect, with tool calls that stand in the text told apart from it."""
    tags = tags or TextToolCalls()
    return replace(dialect, replies=(*dialect.replies, tags.reply), streams=(*dialect.streams, tags.stream))
