"""Thinking that stands in the content between tags, put where other servers have it: in `reasoning_content`.

Templates put the tags at the start of an answer, white space around them; some begin inside (the opening tag is in the
prompt, so that only the closing one comes). Tags later in an answer are the answer's own words and stay. The white
space next to the tags goes with them; every other character stays.

An answer that goes back in the history has its thinking between tags again, unless its server wants it in a field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from oaicompat._json import as_list, as_object
from oaicompat.dialects.dialect import Dialect, of_messages
from oaicompat.dialects.rules import chat_rule, message_rule
from oaicompat.dialects.tags import held

__all__ = ["ThinkTags", "with_think_tags"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ThinkTags:
    """Which tags stand around the thinking. `started` says that an answer begins inside them."""

    opening: str = "<think>"
    closing: str = "</think>"
    started: bool = False

    def split(self, text: str) -> tuple[str | None, str]:
        """The thinking, None if there is none, and the answer of a whole content."""
        started = self.started or (self.opening not in text and self.closing in text)
        state = _Answer(self, started=started)
        (thinking, answer), last = state.feed(text), state.finish()
        return thinking + last[0] or None, answer + last[1]

    @of_messages
    def reply(self, value: Json) -> Json:
        """A rule for whole completions."""
        for choice in as_list(value.get("choices")):
            message = as_object(as_object(choice).get("message"))
            content = message.get("content")
            if isinstance(content, str):
                thinking, answer = self.split(content)
                if thinking is not None or answer != content:
                    message.update(content=answer, **_under_its_name(message, thinking))
        return value

    def back(self, message: Json) -> Json:
        """A rule for the messages of a request: thinking that was told apart stands between tags again."""
        thinking, content = message.get("reasoning_content"), message.get("content")
        if message.get("role") != "assistant" or message.get("reasoning_details"):
            return message
        if not isinstance(thinking, str) or not isinstance(content, str | None):
            return message
        text = f"{self.opening}\n{thinking}\n{self.closing}\n\n{content or ''}"
        return {**{name: value for name, value in message.items() if name != "reasoning_content"}, "content": text}

    def stream(self) -> ThinkTagChunks:
        """The rule for the chunks of one stream."""
        return ThinkTagChunks(self)


def _under_its_name(fields: Json, thinking: str | None) -> Json:
    known = fields.get("reasoning_content")
    text = (known if isinstance(known, str) else "") + (thinking or "")
    return {"reasoning_content": text} if text else {}


class _Answer:
    """One answer as far as it came: what is certain is given, what may belong to a tag waits."""

    __slots__ = ("_begun", "_rest", "_tags", "_where")

    def __init__(self, tags: ThinkTags, *, started: bool) -> None:
        self._tags = tags
        self._where: Literal["start", "thinking", "gap", "answer"] = "thinking" if started else "start"
        self._begun = False  # thinking has come: white space before it is dropped
        self._rest = ""

    @property
    def has_begun(self) -> bool:
        """Whether what comes now is the answer itself."""
        return self._where == "answer"

    def feed(self, text: str) -> tuple[str, str]:
        """The thinking and the answer that `text` makes certain."""
        if self._where == "answer":
            return "", text
        self._rest += text
        thinking = ""
        if self._where == "start":
            self._start()
        if self._where == "thinking":
            thinking = self._think()
        if self._where == "gap" and (rest := self._rest.lstrip()):
            self._where, self._rest = "answer", rest
        if self._where != "answer":
            return thinking, ""
        answer, self._rest = self._rest, ""
        return thinking, answer

    def finish(self) -> tuple[str, str]:
        """What still waits when the answer ends."""
        rest, self._rest = self._rest, ""
        if self._where == "thinking":
            return rest, ""
        return "", "" if self._where == "gap" else rest

    def _start(self) -> None:
        text = self._rest.lstrip()
        if text.startswith(self._tags.opening):
            self._where, self._rest = "thinking", text[len(self._tags.opening) :]
        elif not self._tags.opening.startswith(text):
            self._where = "answer"

    def _think(self) -> str:
        text = self._rest if self._begun else self._rest.lstrip()
        before, closed, after = text.partition(self._tags.closing)
        if closed:
            self._where, self._rest = "gap", after
            return before.rstrip()
        certain = text[: len(text) - held(text, self._tags.closing)].rstrip()
        self._begun = self._begun or bool(certain)
        self._rest = text[len(certain) :]
        return certain


class ThinkTagChunks:
    """The rule for the chunks of one stream."""

    def __init__(self, tags: ThinkTags) -> None:
        self._tags = tags
        self._answers: dict[int, _Answer] = {}

    def chunk(self, value: Json) -> Json:
        """The chunk, its content told apart."""
        for choice in as_list(value.get("choices")):
            fields = as_object(choice)
            delta = as_object(fields.get("delta"))
            content = delta.get("content")
            if not isinstance(content, str) and not fields.get("finish_reason"):
                continue
            answer = self._answer(fields.get("index"))
            thinking, text = answer.feed(content) if isinstance(content, str) else ("", "")
            if fields.get("finish_reason"):
                last = answer.finish()
                thinking, text = thinking + last[0], text + last[1]
            if isinstance(content, str) or text or thinking:
                delta.update(content=text, **_under_its_name(delta, thinking))
                fields["delta"] = delta
        return value

    def passes(self, text: str) -> bool:
        """Whether the first answer has begun: then nothing is a tag any more."""
        answer = self._answers.get(0)
        return answer is not None and answer.has_begun

    def finish(self) -> Json | None:
        """What waits in a stream that ended without a word."""
        choices = []
        for index, answer in self._answers.items():
            thinking, text = answer.finish()
            if thinking or text:
                choices.append({"index": index, "delta": {"content": text, **_under_its_name({}, thinking)}})
        return {"choices": choices} if choices else None

    def _answer(self, index: Any) -> _Answer:
        place = index if isinstance(index, int) else 0
        return self._answers.setdefault(place, _Answer(self._tags, started=self._tags.started))


def with_think_tags(dialect: Dialect, tags: ThinkTags | None = None) -> Dialect:
    """The dialect, with thinking between tags told apart from the answer."""
    tags = tags or ThinkTags()
    wants_tags = dialect.reasoning_back in (None, "reasoning_details")
    return replace(
        dialect,
        reasoning_out="think_tags",
        requests=(*dialect.requests, *([chat_rule(message_rule(tags.back))] if wants_tags else [])),
        replies=(*dialect.replies, tags.reply),
        streams=(*dialect.streams, tags.stream),
    )
