"""From chunks to one whole completion, in time that grows with the text and not with its square.

What is text grows by joining (content, refusal, reasoning, arguments); what names the answer is taken once (id,
model, role); what is counted or concluded is taken as it was said last, unless that is null (usage, finish reason);
lists of a delta are joined. Extras are kept by the same rules.
"""

from __future__ import annotations

from typing import Any

from oaicompat._decode import read_object
from oaicompat._json import as_list, as_object
from oaicompat._reading import flattened
from oaicompat._tool_calls import ToolCalls, merged, piece_of
from oaicompat._unify import derived, unified, unified_usage
from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.chat_completion_chunk import (
    ChatCompletionChunk,
    Choice,
    ChoiceDelta,
    ChoiceDeltaFunctionCall,
    ChoiceDeltaToolCall,
    ChoiceDeltaToolCallFunction,
)
from oaicompat.types.completion_usage import CompletionUsage

__all__ = ["ChatAccumulator", "Text"]

#: Pieces are joined when there are this many, so that a long answer takes its own size and not a list's.
_PIECES = 1024

#: Extra fields of a delta that are text in pieces; other text there is a label, said again.
_JOINED = frozenset({"refusal", "reasoning", "reasoning_content", "thinking", "transcript", "data"})


class Text:
    """Text that grows by pieces."""

    __slots__ = ("_pieces",)

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def __str__(self) -> str:
        if len(self._pieces) > 1:
            self._pieces[:] = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def add(self, piece: str) -> None:
        """Adds a piece."""
        pieces = self._pieces
        pieces.append(piece)
        if len(pieces) > _PIECES:
            pieces[:] = ["".join(pieces)]


class _Answer:
    """One of the answers as far as it came."""

    __slots__ = (
        "calls", "content", "extras", "finish_reason", "function_call", "index", "logprobs", "message", "role",
    )  # fmt: skip

    def __init__(self, index: int, name: str) -> None:
        self.index = index
        self.content = Text()
        self.role: str | None = None
        self.calls = ToolCalls(name)
        self.function_call: dict[str, Any] | None = None
        self.finish_reason: str | None = None
        self.logprobs: dict[str, list[Any]] | None = None
        self.message: dict[str, Any] = {}  # extras of the deltas; text in pieces as Text
        self.extras: dict[str, Any] = {}

    def add(self, choice: Choice) -> None:
        delta = choice.delta
        if delta.content is not None:
            self.content.add(delta.content)
        fields = delta.__pydantic_fields_set__
        if len(fields) > 1 or "content" not in fields:
            self._add_more(delta)
        if choice.finish_reason:
            self.finish_reason = choice.finish_reason
        if choice.logprobs is not None:
            self._add_logprobs(choice)
        if choice.__pydantic_extra__:
            _join(self.extras, choice.__pydantic_extra__, joined=frozenset())

    def _add_more(self, delta: ChoiceDelta) -> None:
        if delta.role:
            if self.role is None:
                self.role = delta.role
            else:
                delta.role = None  # said again: joined by hand it would read "assistantassistant"
        legacy = delta.function_call if delta.__pydantic_extra__ and not delta.tool_calls else None
        if legacy and (legacy.name or legacy.arguments):
            derived(delta, "tool_calls", [_lifted(legacy)])
        for piece in delta.tool_calls or ():
            self.calls.place(piece)
        if extras := delta.__pydantic_extra__:
            if call := delta.function_call:
                known = self.function_call = self.function_call or {"name": "", "arguments": Text()}
                known["name"] = known["name"] or call.name or ""
                known["arguments"].add(call.arguments)
            _join(
                self.message,
                {name: extras[name] for name in extras if name != "function_call"},
                joined=_JOINED,
            )

    def _add_logprobs(self, choice: Choice) -> None:
        logprobs = choice.logprobs.model_dump(exclude_unset=True) if choice.logprobs else {}
        self.logprobs = self.logprobs or {}
        for name, tokens in logprobs.items():
            if isinstance(tokens, list):
                self.logprobs.setdefault(name, []).extend(as_list(tokens))

    def dump(self) -> dict[str, Any]:
        extras = _settled(self.message)
        text = str(self.content) if self.content else None
        message: dict[str, Any] = {
            "role": self.role or "assistant",
            "content": _content(text, extras.pop("content", None)),
            **extras,
        }
        if self.calls.calls:
            message["tool_calls"] = [_call(call) for call in self.calls.calls]
        if self.function_call is not None:
            message["function_call"] = _settled(self.function_call)
        choice: dict[str, Any] = {
            "index": self.index,
            "finish_reason": self.finish_reason,
            "message": message,
        }
        if self.logprobs is not None:
            choice["logprobs"] = self.logprobs
        return {**_settled(self.extras), **choice}


def _lifted(call: ChoiceDeltaFunctionCall) -> ChoiceDeltaToolCall:
    """The piece of a tool call that a piece of a call in the legacy form is."""
    function = ChoiceDeltaToolCallFunction(name=call.name or None, arguments=call.arguments or "")
    return ChoiceDeltaToolCall(index=0, function=function)


def _content(text: str | None, parts: Any) -> Any:
    """The text; with parts that are none, such as Mistral's thinking, a list as the server writes it unstreamed."""
    others = [part for part in as_list(parts) or [as_object(parts)] if part and flattened([part]) is None]
    if not others:
        return text
    return [*others, {"type": "text", "text": text}] if text else others


def _call(call: Any) -> dict[str, Any]:
    inner = {"name": call.name, "input" if call.type == "custom" else "arguments": call.arguments}
    return {
        **call.extras,
        "id": call.id,
        "type": call.type,
        "custom" if call.type == "custom" else "function": inner,
    }


def _join(known: dict[str, Any], new: dict[str, Any], *, joined: frozenset[str]) -> None:
    """Adds the extras of a delta or a choice to those that came before it."""
    for name, value in new.items():
        before = known.get(name)
        if name == "reasoning_details" and isinstance(value, list):
            known[name] = _details(as_list(before), as_list(value))
        elif isinstance(value, str) and name in joined:
            if not isinstance(before, Text):
                known[name] = text = Text()
                text.add(piece_of(before))
                before = text
            before.add(value)
        elif isinstance(value, list) and isinstance(before, list):
            before.extend(as_list(value))
        elif isinstance(value, list):
            known[name] = list(as_list(value))
        elif isinstance(value, dict) and name == "audio":
            if not isinstance(before, dict):
                before = known[name] = {}
            _join(before, as_object(value), joined=joined)
        elif isinstance(value, dict) and isinstance(before, dict):
            known[name] = merged(before, value)
        elif value is not None or name not in known:
            known[name] = value


def _details(known: list[Any], new: list[Any]) -> list[Any]:
    """OpenRouter's reasoning details: entries of one index and type are one entry in pieces."""
    for piece in new:
        fields = as_object(piece)
        place = next(
            (
                entry
                for entry in reversed(known)
                if fields
                and isinstance(entry, dict)
                and entry.get("type") == fields.get("type")
                and entry.get("index") == fields.get("index")
            ),
            None,
        )
        if place is None:
            known.append({key: _as_text(key, value) for key, value in fields.items()} if fields else piece)
            continue
        for key, value in fields.items():
            if key in ("text", "summary", "data") and isinstance(value, str):
                if not isinstance(place.get(key), Text):
                    place[key] = _as_text(key, piece_of(place.get(key)))
                place[key].add(value)
            elif value is not None:
                place[key] = value
    return known


def _as_text(key: str, value: Any) -> Any:
    if key not in ("text", "summary", "data") or not isinstance(value, str):
        return value
    text = Text()
    text.add(value)
    return text


def _settled(value: Any) -> Any:
    """The value with every text in pieces made one."""
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in as_object(value).items()}
    if isinstance(value, list):
        return [_settled(item) for item in as_list(value)]
    return value


class ChatAccumulator:
    """Add the chunks of a stream; `completion()` gives the whole as far as it came.

    Adding also puts each chunk in order, so that joining the chunks by hand comes out right: see
    `oaicompat._tool_calls` for tool calls; a role is left in the first chunk of an answer alone.
    """

    def __init__(self) -> None:
        self._answers: dict[int, _Answer] = {}
        self._top: dict[str, Any] = {}
        self._named = False  # Azure's first chunk has an empty id and model
        self._usage: CompletionUsage | None = None

    def add(self, chunk: ChatCompletionChunk) -> None:
        """Adds a chunk, and puts it in order."""
        extras = chunk.__pydantic_extra__
        if not self._named or chunk.usage is not None or (extras and not self.knows(extras)):
            self._add_top(chunk)
        for choice in chunk.choices:
            self.answer(choice.index).add(choice)

    def answer(self, index: int) -> _Answer:
        """The answer at an index, opened if it is new."""
        answer = self._answers.get(index)
        if answer is None:
            answer = self._answers[index] = _Answer(index, f"{self._top.get('id', '')}/{index}")
        return answer

    def _add_top(self, chunk: ChatCompletionChunk) -> None:
        top = self._top
        top["id"] = top.get("id") or chunk.id
        top["created"] = top.get("created") or chunk.created
        top["model"] = top.get("model") or chunk.model
        self._named = bool(top["id"] and top["model"])
        if chunk.usage is not None:
            self._usage = unified_usage(chunk.usage) if chunk.usage.__pydantic_fields_set__ else self._usage
        if chunk.__pydantic_extra__:
            extras = {name: value for name, value in chunk.__pydantic_extra__.items() if name != "obfuscation"}
            self._top = merged(top, extras)

    def knows(self, extras: dict[str, Any] | None) -> bool:
        """Whether a chunk's extras say nothing that the completion does not hold already."""
        if not extras:
            return True
        top = self._top
        for name in extras:
            if name == "obfuscation":
                continue
            value = extras[name]
            if name not in top or (value is not None and top[name] != value):
                return False
        return True

    @property
    def finished(self) -> bool:
        """Whether every answer that came has a finish reason."""
        return bool(self._answers) and all(answer.finish_reason for answer in self._answers.values())

    @property
    def empty(self) -> bool:
        """Whether nothing came."""
        return not self._answers and not self._top

    def completion(self) -> ChatCompletion:
        """The whole completion as far as it came."""
        usage = None if self._usage is None else self._usage.model_dump(exclude_unset=True)
        if usage is None:  # Groq, when no usage was asked for
            usage = as_object(as_object(self._top.get("x_groq")).get("usage")) or None
        dumped = {
            **self._top,
            "object": "chat.completion",
            "choices": [self._answers[index].dump() for index in sorted(self._answers)],
        }
        if usage is not None:
            dumped["usage"] = usage
        return unified(read_object(ChatCompletion, dumped))
