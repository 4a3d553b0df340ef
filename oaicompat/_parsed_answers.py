"""From a chat completion to one whose answers, and arguments of tools, were read as values of types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

from oaicompat._error_reply import summary
from oaicompat._json import parse
from oaicompat._wire import Reply
from oaicompat.errors import ContentFilterFinishReasonError, LengthFinishReasonError, StructuredOutputError
from oaicompat.structured import MisreadError, OutputType
from oaicompat.tools import ArgumentsError, Tool
from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.chat_completion_message import ChatCompletionMessageFunctionToolCall
from oaicompat.types.chat.parsed_chat_completion import (
    ParsedChatCompletion,
    ParsedChatCompletionMessage,
    ParsedChoice,
)
from oaicompat.types.chat.parsed_function_tool_call import ParsedFunction, ParsedFunctionToolCall

__all__ = ["AnswerReader"]

T = TypeVar("T")


class AnswerReader(Generic[T]):
    """Reads answers as values of a type (None for text), and arguments as those of the tools by their names."""

    def __init__(
        self, output: OutputType[T] | None, tools: Mapping[str, Tool[..., Any]], answer_tool: str | None = None
    ) -> None:
        self.output = output
        self.answer_tool = answer_tool
        """The name of the tool whose arguments are the answer, None if it comes as text."""
        self._tools = tools

    def parsed(self, completion: ChatCompletion) -> ParsedChatCompletion[T]:
        """The completion itself, with what its answers mean. Raises StructuredOutputError."""
        found = _as_parsed(completion)
        for choice in found.choices:
            self._lift(choice.message)
            for call in choice.message.tool_calls or ():
                if isinstance(call, ParsedFunctionToolCall):
                    self._read_call(found, choice, call.function)
            self._read_answer(found, choice)
        return cast("ParsedChatCompletion[T]", found)

    def content(self, text: str) -> T | None:
        """What a whole text means, None if that is nothing."""
        try:
            return None if self.output is None else self.output.read(text)
        except MisreadError:
            return None

    def arguments(self, name: str, text: str) -> Any:
        """What the arguments of a tool mean, None if that is nothing."""
        tool = self._tools.get(name)
        try:
            return _plain(text) if tool is None else _meant(tool, text)
        except ArgumentsError:
            return None

    def _lift(self, message: ParsedChatCompletionMessage[Any]) -> None:
        """Makes the text of the message out of the call that is the answer: then it can be sent back as it is."""
        mine: list[ParsedFunctionToolCall] = []
        others: list[ParsedFunctionToolCall] = []
        for call in message.tool_calls or ():
            is_mine = isinstance(call, ParsedFunctionToolCall) and call.function.name == self.answer_tool
            (mine if is_mine else others).append(call)
        if mine:
            message.content = mine[0].function.arguments
            message.tool_calls = others or None
            if not others:
                message.__pydantic_fields_set__.discard("tool_calls")

    def _read_answer(self, completion: ParsedChatCompletion[Any], choice: ParsedChoice[Any]) -> None:
        message, output = choice.message, self.output
        if output is None or message.refusal or message.tool_calls:
            return
        text = message.content or ""
        try:
            vars(message)["parsed"] = output.read(text, whole=choice.finish != "length")
        except MisreadError as error:
            raise self._error(completion, choice, f"the answer is no {output.name}", text, error) from None

    def _read_call(
        self, completion: ParsedChatCompletion[Any], choice: ParsedChoice[Any], function: ParsedFunction
    ) -> None:
        tool, text = self._tools.get(function.name), function.arguments
        if tool is None:
            vars(function)["parsed_arguments"] = _plain(text)
            return
        try:
            vars(function)["parsed_arguments"] = _meant(tool, text)
        except ArgumentsError as error:
            what = f"the arguments of {function.name} do not fit"
            fault = MisreadError(error.reason, error.path, is_cut=_plain(text) is None)
            raise self._error(completion, choice, what, text, fault) from None

    def _error(
        self,
        completion: ParsedChatCompletion[Any],
        choice: ParsedChoice[Any],
        what: str,
        text: str,
        fault: MisreadError,
    ) -> StructuredOutputError:
        kind = StructuredOutputError
        if choice.finish == "content_filter":
            kind, what = ContentFilterFinishReasonError, f"a filter ended the answer; {what}"
        elif choice.finish == "length" and fault.is_cut:
            kind, what = LengthFinishReasonError, f"the answer was cut at the limit of its tokens; {what}"
        shown = text if len(text) <= 200 else f"{text[:200]}..."
        words = f"{what}: {fault.reason} (finish reason {choice.finish_reason!r}): {shown!r}"
        reply = completion._reply
        return kind(
            summary(reply, words) if isinstance(reply, Reply) else words,
            completion=completion,
            text=text,
            reason=fault.reason,
            path=fault.path,
            finish_reason=choice.finish,
        )


def _as_parsed(completion: ChatCompletion) -> ParsedChatCompletion[Any]:
    """The completion as one that has a place for what was read: the classes differ in that alone."""
    found = cast("ParsedChatCompletion[Any]", completion)
    found.__class__ = ParsedChatCompletion
    for choice in found.choices:
        choice.__class__ = ParsedChoice
        message = choice.message
        message.__class__ = ParsedChatCompletionMessage
        vars(message).setdefault("parsed", None)
        for call in message.tool_calls or ():
            if isinstance(call, ChatCompletionMessageFunctionToolCall):
                call.__class__ = ParsedFunctionToolCall
                call.function.__class__ = ParsedFunction
                vars(call.function).setdefault("parsed_arguments", None)
    return found


def _meant(tool: Tool[..., Any], text: str) -> Any:
    arguments = tool.arguments(text)
    return arguments.values if arguments.model is None else arguments.model


def _plain(text: str) -> Any:
    try:
        return parse(text) if text.strip() else {}
    except ValueError:
        return None
