"""A call of a function tool whose arguments were read, under the openai SDK's names."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from oaicompat.types.chat.chat_completion_message import ChatCompletionMessageFunctionToolCall, Function

__all__ = ["ParsedFunction", "ParsedFunctionToolCall"]


class ParsedFunction(Function):
    """A function that the model wants called, with arguments that were read."""

    parsed_arguments: Any = Field(default=None, exclude=True)
    """The arguments as an object of the tool's model, as the validated arguments of the tool's function, or else as
    plain JSON; None if they are not even that."""


class ParsedFunctionToolCall(ChatCompletionMessageFunctionToolCall):
    """A call of a function tool."""

    function: ParsedFunction = Field(default_factory=ParsedFunction)  # pyright: ignore[reportIncompatibleVariableOverride]  # as the openai SDK has it
