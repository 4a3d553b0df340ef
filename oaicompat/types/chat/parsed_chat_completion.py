"""A chat completion whose answer was read as a value of a type, under the openai SDK's names.

What was read is no part of the wire: it is not dumped, and a message that is sent back does not hold it.
"""

from __future__ import annotations

from typing import Any, Generic

from pydantic import Field
from typing_extensions import TypeVar

from oaicompat.types.base import Listed
from oaicompat.types.chat.chat_completion import ChatCompletion, Choice
from oaicompat.types.chat.chat_completion_message import ChatCompletionMessage
from oaicompat.types.chat.parsed_function_tool_call import ParsedFunction, ParsedFunctionToolCall

__all__ = [
    "ParsedChatCompletion",
    "ParsedChatCompletionMessage",
    "ParsedChoice",
    "ParsedFunction",
    "ParsedFunctionToolCall",
]

T = TypeVar("T", default=Any)


class ParsedChatCompletionMessage(ChatCompletionMessage, Generic[T]):
    """What the model answered, and what that means."""

    parsed: T | None = Field(default=None, exclude=True)
    """The answer as a value of the type; None if the model refused, or called tools instead."""
    tool_calls: list[ParsedFunctionToolCall] | None = None  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]  # as the openai SDK has it


class ParsedChoice(Choice, Generic[T]):
    """One of the answers."""

    message: ParsedChatCompletionMessage[T] = Field(default_factory=ParsedChatCompletionMessage)  # pyright: ignore[reportIncompatibleVariableOverride, reportAssignmentType]  # likewise


class ParsedChatCompletion(ChatCompletion, Generic[T]):
    """A whole answer, and what it means."""

    choices: Listed[ParsedChoice[T]] = []  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]  # likewise

    @property
    def parsed(self) -> T | None:
        """The first answer as a value of the type; None if the model refused, or called tools instead."""
        return self.choices[0].message.parsed if self.choices else None
