"""From a streamed body to pieces of a legacy completion, and from the pieces to the whole.

Text grows by joining, and so do the lists of log probabilities and token ids, of which those that run beside each other
keep their places; what names the answer is taken once (id,
model); what is counted or concluded is taken as it was said last, unless that is null (usage, finish reason, timings).
Extras are kept by the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from oaicompat._decode import read, read_object, with_reply
from oaicompat._events import EventStreamDecoder, decoded
from oaicompat._json import as_list, as_object, parse
from oaicompat._reading import flattened
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat._tool_calls import merged
from oaicompat._wire import Reply
from oaicompat.accumulate import Text
from oaicompat.types.completion import Completion, CompletionChoice

__all__ = ["CompletionDecoder", "lifted", "whole_of_stream"]

#: What is said once, and what else of a piece is not an extra or a count.
_NAMES = ("id", "created", "model")
_USUAL = frozenset({*_NAMES, "object", "choices"})
_PADDING = "obfuscation"
#: What an answer has by itself, and where gateways put its text.
_OWN = frozenset({"text", "index"})
_LIFTED = ("message", "delta")
#: The lists of log probabilities that hold one value for each of the `tokens`, or None.
_BESIDE_TOKENS = ("token_logprobs", "top_logprobs")


class CompletionDecoder(EventStreamDecoder[Completion]):
    """Feed it a body's bytes; it gives pieces, and raises what the stream tells or lacks. `reply` is its head."""

    wanted = "stream of completion pieces"
    lacking = "neither [DONE] nor a finish reason of every answer came"

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        super().__init__(reply, limit)
        self._added = _Accumulator()

    def finished(self) -> bool:
        """Whether every answer that came has its finish reason."""
        return self._added.finished

    def text(self, item: Completion) -> str:
        """The text that a piece adds to the first answer."""
        return "".join(choice.text for choice in item.choices if choice.index == 0)

    def whole(self) -> Completion:
        """The completion as far as it came, with the reply's headers."""
        return with_reply(self._added.completion(), self._reply)

    def partial(self) -> Completion | None:
        """The completion as far as it came, None if nothing came."""
        return None if self._added.empty else self.whole()

    def _object(self, data: bytes, name: str, comments: Sequence[str]) -> Completion | None:
        """The piece that `data` is: from its bytes in one step, and parsed apart only if it may tell an error."""
        try:
            piece = read(Completion, data, self.misfits)
        except ValueError:
            self._not_an_item(data, name, comments)
            return None
        if name == "error" or not piece.choices or "error" in (piece.__pydantic_extra__ or {}):
            self._raise_if_error(parse(data), name, comments)
        self._any = self._any or bool(piece.choices)
        self._added.add(lifted(piece))
        return piece


class _Answer:
    """One of the answers as far as it came."""

    __slots__ = ("_text", "ended", "fields")

    def __init__(self) -> None:
        self._text = Text()
        self.ended = False  # why it ended came
        self.fields: dict[str, Any] = {}

    def add(self, choice: CompletionChoice) -> None:
        """Adds a piece."""
        if choice.text:
            self._text.add(choice.text)
        values = vars(choice)
        more = {name for name in choice.__pydantic_fields_set__ - _OWN if values.get(name) is not None}
        extras = {name: value for name, value in (choice.__pydantic_extra__ or {}).items() if name not in _LIFTED}
        if more or extras:
            self.ended = self.ended or bool(choice.finish_reason)
            dumped = choice.model_dump(include=more, exclude_unset=True) if more else {}
            if logprobs := as_object(dumped.pop("logprobs", None)):
                _join_logprobs(self.fields.setdefault("logprobs", {}), logprobs)
            _join(self.fields, {**dumped, **extras})

    def dump(self, index: int) -> dict[str, Any]:
        """The answer as a server would send it whole."""
        return {"finish_reason": None, **self.fields, "index": index, "text": str(self._text)}


class _Accumulator:
    """Add the pieces of a stream; `completion()` gives the whole as far as it came."""

    def __init__(self) -> None:
        self._answers: dict[int, _Answer] = {}
        self._top: dict[str, Any] = {}

    def add(self, piece: Completion) -> None:
        """Adds a piece."""
        self._add_top(piece)
        for choice in piece.choices:
            answer = self._answers.get(choice.index)
            if answer is None:
                answer = self._answers[choice.index] = _Answer()
            answer.add(choice)
        if piece.finish_reason:  # Together says it beside the answers, too
            self._said_of(piece)

    def _said_of(self, piece: Completion) -> None:
        """The reason beside the answers is that of the answers in the piece; without any, of all."""
        for index in {choice.index for choice in piece.choices} or self._answers:
            self._answers[index].ended = True

    def _add_top(self, piece: Completion) -> None:
        top, values = self._top, vars(piece)
        said = piece.__pydantic_fields_set__
        if not (top.get("id") and top.get("model")):
            for name in _NAMES:
                if name in said:
                    top[name] = top.get(name) or values[name]
        more = {name for name in said - _USUAL if (value := values.get(name)) is not None and value != top.get(name)}
        extras = {name: value for name, value in (piece.__pydantic_extra__ or {}).items() if name != _PADDING}
        if more or extras:
            dumped = piece.model_dump(include=more, exclude_unset=True) if more else {}
            # A usage is one count, not several to be put together.
            kept = {name: value for name, value in top.items() if name != "usage" or not dumped.get(name)}
            self._top = merged(kept, {**dumped, **extras})

    @property
    def finished(self) -> bool:
        """Whether every answer that came has a finish reason."""
        return bool(self._answers) and all(answer.ended for answer in self._answers.values())

    @property
    def empty(self) -> bool:
        """Whether nothing came."""
        return not self._answers and not self._top

    def completion(self) -> Completion:
        """The whole completion as far as it came."""
        choices = [self._answers[index].dump(index) for index in sorted(self._answers)]
        return read_object(Completion, {**self._top, "object": "text_completion", "choices": choices})


def _join(known: dict[str, Any], new: Mapping[str, Any]) -> None:
    """Adds what a piece says of an answer to what came before it: lists are joined, at every depth."""
    for name, value in new.items():
        before = known.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            _join(before, as_object(value))
        elif isinstance(value, list) and isinstance(before, list):
            before.extend(as_list(value))
        elif isinstance(value, list):
            known[name] = [*as_list(value)]
        elif isinstance(value, dict):
            known[name] = {}
            _join(known[name], as_object(value))
        elif value is not None or name not in known:
            known[name] = value


def _join_logprobs(known: dict[str, Any], new: Mapping[str, Any]) -> None:
    """Adds log probabilities. A list gets None for each token of a piece that lacks the list."""
    before = len(as_list(known.get("tokens")))
    for name in _BESIDE_TOKENS:
        if as_list(new.get(name)):
            known[name] = _filled(known.get(name), before)
    _join(known, new)
    after = len(as_list(known.get("tokens")))
    for name in _BESIDE_TOKENS:
        if as_list(known.get(name)):
            known[name] = _filled(known[name], after)


def _filled(values: Any, count: int) -> list[Any]:
    """The list `values`, made as long as `count`."""
    found = as_list(values)
    found.extend([None] * (count - len(found)))
    return found


def lifted(completion: Completion) -> Completion:
    """The completion, each answer with its text: some gateways answer in chat's form, with a message or a delta."""
    for choice in completion.choices:
        if "text" not in choice.__pydantic_fields_set__ and (extras := choice.__pydantic_extra__):
            content = next(
                (part["content"] for name in _LIFTED if "content" in (part := as_object(extras.get(name)))), None
            )
            vars(choice)["text"] = content if isinstance(content, str) else flattened(content) or ""
    return completion


def whole_of_stream(reply: Reply) -> Completion:
    """The completion in a reply that was streamed although nobody asked for it."""
    decoder = CompletionDecoder(reply)
    for _ in decoded(decoder, reply.content):
        pass
    return decoder.whole()
