"""Asking for an answer of a type until there is one: decided without a socket, for the sync and async loops alike.

A run asks in one way (see `oaicompat.structured`). When the server refuses that way, and the client may ask for less,
it goes on to the next; when the answer is not of the type, it asks again with the reason, as often as it may.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from oaicompat._encode import said
from oaicompat._parsed_answers import AnswerReader
from oaicompat._wire import Call, StreamCall
from oaicompat.endpoints.chat import chat, chat_stream, checked_messages
from oaicompat.errors import (
    APIError,
    BadRequestError,
    CompatibilityWarning,
    ConfigurationError,
    ContentFilterError,
    ContentFilterFinishReasonError,
    ContextLengthError,
    LengthFinishReasonError,
    StructuredOutputError,
    UnprocessableEntityError,
)
from oaicompat.structured import (
    OutputType,
    Strategy,
    answer_tool,
    asked,
    checked_strategy,
    output_type,
    strategies,
)
from oaicompat.tools import Tool, as_tool

if TYPE_CHECKING:
    from oaicompat.dialects.dialect import Dialect
    from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk
    from oaicompat.types.chat.parsed_chat_completion import ParsedChatCompletion

__all__ = ["Manners", "ParseRun", "defined"]

T = TypeVar("T")

#: What a server's words hold when it refuses one of the ways, beside a status that says so.
_REFUSED: dict[Strategy, re.Pattern[str]] = {
    "json_schema": re.compile(r"json_schema|response_format|schema|grammar|strict", re.IGNORECASE),
    "tool": re.compile(r"tool|function", re.IGNORECASE),
    "json_object": re.compile(r"json_object|response_format|json mode", re.IGNORECASE),
    "prompt": re.compile(r"(?!)"),
}
_NEXT: dict[Strategy, str] = {
    "json_schema": "by a JSON schema",
    "tool": "by a tool that has to be called",
    "json_object": "by any JSON object, with the schema in the prompt",
    "prompt": "by the prompt alone",
}


@dataclass(frozen=True)
class Manners:
    """What a run has to know of the client."""

    dialect: Dialect
    may_ask_less: bool
    #: What the client learnt from refusals; the run adds to it.
    learned: set[str]


class ParseRun(Generic[T]):
    """One answer on its way. `call()` is what to send next; `again(error)` says whether that is worth it."""

    def __init__(
        self,
        manners: Manners,
        *,
        model: str,
        messages: Any,
        response_format: Any,
        tools: Iterable[Any] | None,
        strategy: object,
        max_repairs: int,
        options: Mapping[str, Any],
    ) -> None:
        if isinstance(max_repairs, bool) or not isinstance(max_repairs, int) or max_repairs < 0:
            raise ConfigurationError(f"max_repairs must be a whole number from 0 on, not {max_repairs!r}")
        self._manners = manners
        self._model = model
        self._messages = list(checked_messages(messages))
        self._repairs = max_repairs
        self._options, self._tools = defined(tools, options)
        self._output: OutputType[T] | None = None
        if said(response_format):
            if isinstance(response_format, Mapping):
                self._options["response_format"] = response_format
            else:
                self._output = output_type(response_format)
        self._ways = self._possible(strategy)

    def _possible(self, strategy: object) -> list[Strategy]:
        if strategy is not None:
            return [checked_strategy(strategy)]
        ways = strategies(self._manners.dialect)
        if not self._manners.may_ask_less:
            return list(ways[:1])
        refused = {"json_schema": "json_schema", "tool": "tool_choice"}  # as requests that were written by hand told
        learned = self._manners.learned
        return [way for way in ways if not {f"parse:{way}", refused.get(way)} & learned] or ["prompt"]

    @property
    def is_exact(self) -> bool:
        """Whether the run alone says what is asked for: a client that may ask for less must not do so by itself."""
        return self._output is not None and self._manners.may_ask_less

    def reader(self) -> AnswerReader[T]:
        """What reads the answer of the call that is sent next."""
        is_tool = self._output is not None and self._ways[0] == "tool"
        return AnswerReader(self._output, self._tools, answer_tool(self._options) if is_tool else None)

    def call(self) -> Call[ParsedChatCompletion[T]]:
        """What to send next."""
        messages, options = self._asked()
        call, reader = chat(model=self._model, messages=messages, **options), self.reader()
        return Call(call.request, lambda reply: reader.parsed(call.parse(reply)))

    def stream_call(self) -> StreamCall[ChatCompletionChunk]:
        """What to send next, streamed."""
        messages, options = self._asked()
        return chat_stream(model=self._model, messages=messages, **options)

    def again(self, error: APIError) -> bool:
        """Whether to try once more, in another way or with the reason."""
        if isinstance(error, StructuredOutputError):
            return self._repaired(error)
        if self._output is None:
            return False
        if len(self._ways) < 2 or not isinstance(error, (BadRequestError, UnprocessableEntityError)):
            return False
        if isinstance(error, (ContextLengthError, ContentFilterError)) or not _REFUSED[self._ways[0]].search(
            str(error)
        ):
            return False
        refused = self._ways.pop(0)
        self._manners.learned.add(f"parse:{refused}")
        words = f"{error}; from now on an answer of a type is asked for {_NEXT[self._ways[0]]}"
        warnings.warn(words, CompatibilityWarning, stacklevel=2)
        return True

    def _asked(self) -> tuple[list[Any], dict[str, Any]]:
        if self._output is None:
            return self._messages, self._options
        return asked(self._output, self._ways[0], self._manners.dialect, self._messages, self._options)

    def _repaired(self, error: StructuredOutputError) -> bool:
        """Whether the model is told what was wrong. What was cut or filtered would be so again."""
        if not self._repairs or isinstance(error, (LengthFinishReasonError, ContentFilterFinishReasonError)):
            return False
        self._repairs -= 1
        words = f"That cannot be used: {error.reason}. Answer again, with all of the corrected JSON and nothing else."
        message = error.completion.choices[0].message if error.completion.choices else None
        if message is not None and message.tool_calls:
            results = [
                {"role": "tool", "tool_call_id": call.id, "content": f"Not called: {error.reason}"}
                for call in message.tool_calls
            ]
            self._messages += [message, *results]
            return True
        if error.text.strip():
            self._messages.append({"role": "assistant", "content": error.text})
        self._messages.append({"role": "user", "content": words})
        return True


def defined(
    tools: Iterable[Any] | None, options: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Tool[..., Any]]]:
    """The options with the definitions of the tools, and those tools that can read their arguments, by name.

    Raises TypeError for what is no tool, and for a custom one, whose input is no JSON.
    """
    if not said(tools):
        return dict(options), {}
    definitions: list[Any] = []
    known: dict[str, Tool[..., Any]] = {}
    for given in tools or ():
        one = as_tool(given)
        if one is None and given.get("type", "function") == "custom":
            raise TypeError("the input of a custom tool is no JSON: use create(), which gives it as it is")
        definitions.append(given if one is None else one.definition)
        if one is not None:
            known[one.name] = one
    return {**options, "tools": definitions}, known
