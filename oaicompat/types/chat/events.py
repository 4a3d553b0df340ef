"""The events of `client.chat.completions.stream(...)`, under the openai SDK's names and `type` words.

They are plain classes, because a dataclass costs half a millisecond of import time and there are thirteen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Literal

from pydantic_core import from_json

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


class _Event:
    """What the events share: how they are shown."""

    __slots__: tuple[str, ...] = ()

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name in self.__slots__ if not name.startswith("_"))
        return f"{type(self).__name__}({', '.join(shown)})"


class ChunkEvent(_Event):
    """A chunk came."""

    __slots__ = ("_snapshot", "chunk")
    type: ClassVar[Literal["chunk"]] = "chunk"

    def __init__(self, chunk: ChatCompletionChunk, snapshot: Callable[[], ChatCompletion]) -> None:
        self.chunk = chunk
        self._snapshot = snapshot

    @property
    def snapshot(self) -> ChatCompletion:
        """The completion as far as it has come by the time it is asked for."""
        return self._snapshot()


class ContentDeltaEvent(_Event):
    """A piece of an answer's text."""

    __slots__ = ("_count", "_meaning", "_snapshot", "delta")
    type: ClassVar[Literal["content.delta"]] = "content.delta"

    def __init__(
        self,
        delta: str,
        snapshot: Callable[[], str],
        meaning: Callable[[int], Any] | None = None,
        count: int = 0,
    ) -> None:
        self.delta = delta
        self._snapshot = snapshot
        self._meaning = meaning
        self._count = count

    @property
    def snapshot(self) -> str:
        """The text up to this piece, and with it."""
        return self._snapshot()

    @property
    def parsed(self) -> Any:
        """What the text up to this piece means as far as it came, in plain JSON values: objects whose last keys are
        missing, lists whose last items are, texts that grow. None if there is nothing yet, or no type was asked for.
        """
        return None if self._meaning is None else self._meaning(self._count)


class ContentDoneEvent(_Event):
    """The text is complete; `parsed` is its value of the type that was asked for, None if it is none."""

    __slots__ = ("content", "parsed")
    type: ClassVar[Literal["content.done"]] = "content.done"

    def __init__(self, content: str, parsed: Any = None) -> None:
        self.content = content
        self.parsed = parsed


class ReasoningDeltaEvent(_Event):
    """A piece of the model's thinking."""

    __slots__ = ("_snapshot", "delta")
    type: ClassVar[Literal["reasoning.delta"]] = "reasoning.delta"

    def __init__(self, delta: str, snapshot: Callable[[], str]) -> None:
        self.delta = delta
        self._snapshot = snapshot

    @property
    def snapshot(self) -> str:
        """The thinking up to this piece, and with it."""
        return self._snapshot()


class ReasoningDoneEvent(_Event):
    """The thinking is complete."""

    __slots__ = ("reasoning",)
    type: ClassVar[Literal["reasoning.done"]] = "reasoning.done"

    def __init__(self, reasoning: str) -> None:
        self.reasoning = reasoning


class RefusalDeltaEvent(_Event):
    """A piece of a refusal."""

    __slots__ = ("_snapshot", "delta")
    type: ClassVar[Literal["refusal.delta"]] = "refusal.delta"

    def __init__(self, delta: str, snapshot: Callable[[], str]) -> None:
        self.delta = delta
        self._snapshot = snapshot

    @property
    def snapshot(self) -> str:
        """The refusal up to this piece, and with it."""
        return self._snapshot()


class RefusalDoneEvent(_Event):
    """The refusal is complete."""

    __slots__ = ("refusal",)
    type: ClassVar[Literal["refusal.done"]] = "refusal.done"

    def __init__(self, refusal: str) -> None:
        self.refusal = refusal


class FunctionToolCallArgumentsDeltaEvent(_Event):
    """A piece of a function call's arguments."""

    __slots__ = ("_snapshot", "arguments_delta", "index", "name")
    type: ClassVar[Literal["tool_calls.function.arguments.delta"]] = "tool_calls.function.arguments.delta"

    def __init__(self, name: str, index: int, arguments_delta: str, snapshot: Callable[[], str]) -> None:
        self.name = name
        self.index = index
        self.arguments_delta = arguments_delta
        self._snapshot = snapshot

    @property
    def arguments(self) -> str:
        """The text of the arguments up to this piece, and with it."""
        return self._snapshot()

    @property
    def parsed_arguments(self) -> Any:
        """What the arguments stand for, None as long as they are not whole."""
        try:
            return from_json(self._snapshot())
        except ValueError:
            return None


class FunctionToolCallArgumentsDoneEvent(_Event):
    """A function call is complete; `parsed_arguments` is None if the arguments are not JSON."""

    __slots__ = ("arguments", "index", "name", "parsed_arguments")
    type: ClassVar[Literal["tool_calls.function.arguments.done"]] = "tool_calls.function.arguments.done"

    def __init__(self, name: str, index: int, arguments: str, parsed_arguments: Any = None) -> None:
        self.name = name
        self.index = index
        self.arguments = arguments
        self.parsed_arguments = parsed_arguments


class LogprobsContentDeltaEvent(_Event):
    """Log probabilities of new tokens; `snapshot` holds those of all tokens so far."""

    __slots__ = ("content", "snapshot")
    type: ClassVar[Literal["logprobs.content.delta"]] = "logprobs.content.delta"

    def __init__(self, content: list[ChatCompletionTokenLogprob], snapshot: list[ChatCompletionTokenLogprob]) -> None:
        self.content = content
        self.snapshot = snapshot


class LogprobsContentDoneEvent(_Event):
    """The log probabilities of all tokens."""

    __slots__ = ("content",)
    type: ClassVar[Literal["logprobs.content.done"]] = "logprobs.content.done"

    def __init__(self, content: list[ChatCompletionTokenLogprob]) -> None:
        self.content = content


class LogprobsRefusalDeltaEvent(_Event):
    """Log probabilities of new tokens of a refusal; `snapshot` holds those of all tokens so far."""

    __slots__ = ("refusal", "snapshot")
    type: ClassVar[Literal["logprobs.refusal.delta"]] = "logprobs.refusal.delta"

    def __init__(self, refusal: list[ChatCompletionTokenLogprob], snapshot: list[ChatCompletionTokenLogprob]) -> None:
        self.refusal = refusal
        self.snapshot = snapshot


class LogprobsRefusalDoneEvent(_Event):
    """The log probabilities of all tokens of a refusal."""

    __slots__ = ("refusal",)
    type: ClassVar[Literal["logprobs.refusal.done"]] = "logprobs.refusal.done"

    def __init__(self, refusal: list[ChatCompletionTokenLogprob]) -> None:
        self.refusal = refusal


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
