"""The events of `client.chat.completions.stream(...)`, under the openai SDK's names and `type` words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk
from oaicompat.types.chat.chat_completion_token_logprob import ChatCompletionTokenLogprob

__all__ = [
    "ChatCompletionStreamEvent",
    "ChunkEvent",
    "ContentDeltaEvent",
    "ContentDoneEvent",
    "FunctionToolCallArgumentsDeltaEvent",
    "FunctionToolCallArgumentsDoneEvent",
    "LogprobsContentDeltaEvent",
    "LogprobsContentDoneEvent",
    "LogprobsRefusalDeltaEvent",
    "LogprobsRefusalDoneEvent",
    "ReasoningDeltaEvent",
    "ReasoningDoneEvent",
    "RefusalDeltaEvent",
    "RefusalDoneEvent",
]


@dataclass(frozen=True, slots=True)
class ChunkEvent:
    """A chunk came. `snapshot` is the completion as far as it has come by the time it is asked for."""

    chunk: ChatCompletionChunk
    _snapshot: Callable[[], ChatCompletion] = field(repr=False)
    type: Literal["chunk"] = "chunk"

    @property
    def snapshot(self) -> ChatCompletion:
        return self._snapshot()


@dataclass(frozen=True, slots=True)
class ContentDeltaEvent:
    """A piece of the first answer's text; `snapshot` is the text up to and with it."""

    delta: str
    _snapshot: Callable[[], str] = field(repr=False)
    parsed: None = None
    type: Literal["content.delta"] = "content.delta"

    @property
    def snapshot(self) -> str:
        return self._snapshot()


@dataclass(frozen=True, slots=True)
class ContentDoneEvent:
    """The text is complete."""

    content: str
    parsed: None = None
    type: Literal["content.done"] = "content.done"


@dataclass(frozen=True, slots=True)
class ReasoningDeltaEvent:
    """A piece of the model's thinking."""

    delta: str
    _snapshot: Callable[[], str] = field(repr=False)
    type: Literal["reasoning.delta"] = "reasoning.delta"

    @property
    def snapshot(self) -> str:
        return self._snapshot()


@dataclass(frozen=True, slots=True)
class ReasoningDoneEvent:
    """The thinking is complete."""

    reasoning: str
    type: Literal["reasoning.done"] = "reasoning.done"


@dataclass(frozen=True, slots=True)
class RefusalDeltaEvent:
    """A piece of a refusal."""

    delta: str
    _snapshot: Callable[[], str] = field(repr=False)
    type: Literal["refusal.delta"] = "refusal.delta"

    @property
    def snapshot(self) -> str:
        return self._snapshot()


@dataclass(frozen=True, slots=True)
class RefusalDoneEvent:
    """The refusal is complete."""

    refusal: str
    type: Literal["refusal.done"] = "refusal.done"


@dataclass(frozen=True, slots=True)
class FunctionToolCallArgumentsDeltaEvent:
    """A piece of a function call's arguments; `arguments` is the text of them up to and with it."""

    name: str
    index: int
    arguments_delta: str
    _snapshot: Callable[[], str] = field(repr=False)
    parsed_arguments: object | None = None
    type: Literal["tool_calls.function.arguments.delta"] = "tool_calls.function.arguments.delta"

    @property
    def arguments(self) -> str:
        return self._snapshot()


@dataclass(frozen=True, slots=True)
class FunctionToolCallArgumentsDoneEvent:
    """A function call is complete; `parsed_arguments` is what its arguments stand for, None if they are no JSON."""

    name: str
    index: int
    arguments: str
    parsed_arguments: Any = None
    type: Literal["tool_calls.function.arguments.done"] = "tool_calls.function.arguments.done"


@dataclass(frozen=True, slots=True)
class LogprobsContentDeltaEvent:
    """Log probabilities of new tokens; `snapshot` holds those of all tokens so far."""

    content: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob] = field(repr=False)
    type: Literal["logprobs.content.delta"] = "logprobs.content.delta"


@dataclass(frozen=True, slots=True)
class LogprobsContentDoneEvent:
    """The log probabilities of all tokens."""

    content: list[ChatCompletionTokenLogprob]
    type: Literal["logprobs.content.done"] = "logprobs.content.done"


@dataclass(frozen=True, slots=True)
class LogprobsRefusalDeltaEvent:
    """Log probabilities of new tokens of a refusal; `snapshot` holds those of all so far."""

    refusal: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob] = field(repr=False)
    type: Literal["logprobs.refusal.delta"] = "logprobs.refusal.delta"


@dataclass(frozen=True, slots=True)
class LogprobsRefusalDoneEvent:
    """The log probabilities of all tokens of a refusal."""

    refusal: list[ChatCompletionTokenLogprob]
    type: Literal["logprobs.refusal.done"] = "logprobs.refusal.done"


ChatCompletionStreamEvent = (
    ChunkEvent
    | ContentDeltaEvent
    | ContentDoneEvent
    | ReasoningDeltaEvent
    | ReasoningDoneEvent
    | RefusalDeltaEvent
    | RefusalDoneEvent
    | FunctionToolCallArgumentsDeltaEvent
    | FunctionToolCallArgumentsDoneEvent
    | LogprobsContentDeltaEvent
    | LogprobsContentDoneEvent
    | LogprobsRefusalDeltaEvent
    | LogprobsRefusalDoneEvent
)
