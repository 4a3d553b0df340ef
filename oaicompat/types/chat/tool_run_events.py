"""The events of `client.chat.completions.run_tools(...)`."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.events import ChatCompletionStreamEvent

__all__ = ["CompletionEvent", "ToolCallEvent", "ToolResultEvent", "ToolRunEvent", "ToolRunStreamEvent"]


class CompletionEvent:
    """The model answered: in words, which ends the run, or by calling tools, whose events follow.

    `turn` counts the answers from 1 on; `completion` is the whole of this one.
    """

    __slots__ = ("completion", "turn")
    type: ClassVar[Literal["completion"]] = "completion"

    def __init__(self, turn: int, completion: ChatCompletion) -> None:
        self.turn = turn
        self.completion = completion

    def __repr__(self) -> str:
        return f"CompletionEvent(turn={self.turn})"


class ToolCallEvent:
    """The model wants a tool called. It is, when the events of all calls of this answer have been seen, unless the
    caller answers in its place.

    `name` is the tool's; `arguments` are those of its parameters by name, checked, and may be changed; None if they do
    not fit, which `error` tells and the model will be told.
    """

    __slots__ = ("_answer", "arguments", "error", "id", "name", "text", "turn")
    type: ClassVar[Literal["tool.call"]] = "tool.call"

    def __init__(
        self, turn: int, id: str, name: str, text: str, arguments: dict[str, Any] | None, error: str | None
    ) -> None:
        self.turn = turn
        self.id = id
        """What the result is told by."""
        self.name = name
        self.text = text
        """The arguments as the model wrote them."""
        self.arguments = arguments
        self.error = error
        self._answer: tuple[Any] | None = None

    def answer(self, result: Any) -> None:
        """Gives a result in place of the tool's; the tool is not called."""
        self._answer = (result,)

    def deny(self, reason: str = "The user did not allow this call.") -> None:
        """Does not call the tool, and tells the model why."""
        self.answer(reason)

    @property
    def is_answered(self) -> bool:
        """Whether the caller has given a result or denied the call."""
        return self._answer is not None

    def __repr__(self) -> str:
        return f"ToolCallEvent(name={self.name!r}, text={self.text!r})"


class ToolResultEvent:
    """A tool was called, or its call was answered for it.

    `content` is what the model is told; `result` is what the tool gave, None if it failed; `error` is the exception
    that it raised, None if it did not.
    """

    __slots__ = ("content", "error", "id", "name", "result", "turn")
    type: ClassVar[Literal["tool.result"]] = "tool.result"

    def __init__(
        self, turn: int, id: str, name: str, content: str, result: Any = None, error: Exception | None = None
    ) -> None:
        self.turn = turn
        self.id = id
        self.name = name
        self.content = content
        self.result = result
        self.error = error

    def __repr__(self) -> str:
        return f"ToolResultEvent(name={self.name!r}, content={self.content!r})"


ToolRunEvent = CompletionEvent | ToolCallEvent | ToolResultEvent
ToolRunStreamEvent = ToolRunEvent | ChatCompletionStreamEvent
