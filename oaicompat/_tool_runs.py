"""A run of tools, decided without a socket, a thread or a loop: what to send next, which calls to run, what to tell.

A turn is an answer of the model. As long as it calls tools, they are run and their results sent back; an answer in
words ends the run. The loops in `oaicompat._resources.tool_runs` move bytes and call functions, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from oaicompat._encode import said
from oaicompat._wire import Call, StreamCall
from oaicompat.endpoints.chat import chat, chat_stream, checked_messages
from oaicompat.errors import ConfigurationError, MaxTurnsError
from oaicompat.tools import Arguments, ArgumentsError, Tool, result_text, tools_by_name
from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk
from oaicompat.types.chat.chat_completion_message import (
    ChatCompletionMessageCustomToolCall,
    ChatCompletionMessageToolCallUnion,
)
from oaicompat.types.chat.tool_run_events import CompletionEvent, ToolCallEvent, ToolResultEvent

__all__ = ["Outcome", "PendingCall", "RunState"]

Outcome = tuple[Any, Exception | None]
"""What a tool gave, and the exception that it raised in place of that."""


class PendingCall:
    """A call that was shown to the caller, and may have to be run."""

    __slots__ = ("_arguments", "event", "tool")

    def __init__(self, event: ToolCallEvent, tool: Tool[..., Any] | None, arguments: Arguments | None) -> None:
        self.event = event
        self.tool = tool
        self._arguments = arguments

    @property
    def runs(self) -> Tool[..., Any] | None:
        """The tool to run; None if there is nothing to run."""
        return None if self.event.is_answered or self._arguments is None else self.tool

    def run(self) -> Any:
        """Calls the function; of an async one, gives what is to be awaited."""
        if self.tool is None or self._arguments is None:
            raise ValueError("there is nothing to run")
        return self.tool.run(replace(self._arguments, values=self.event.arguments or {}))

    def result(self, outcome: Outcome | None) -> ToolResultEvent:
        """What the model is told of it: of what the tool gave or raised, else of the caller's answer or the fault."""
        event = self.event
        value, error = outcome or (None, None)
        if event._answer is not None:
            (value,) = event._answer
        elif event.error is not None:
            return ToolResultEvent(event.turn, event.id, event.name, event.error)
        elif error is not None:
            words = f"{event.name} failed: {type(error).__name__}: {error}"
            return ToolResultEvent(event.turn, event.id, event.name, words, error=error)
        return ToolResultEvent(event.turn, event.id, event.name, result_text(value), value)


class RunState:
    """The progress of a run."""

    def __init__(
        self,
        *,
        model: str,
        messages: Any,
        tools: Iterable[Any],
        max_turns: int,
        on_error: Literal["tell", "raise"],
        options: Mapping[str, Any],
    ) -> None:
        if isinstance(max_turns, bool) or not isinstance(max_turns, int) or max_turns < 1:
            raise ConfigurationError(f"max_turns must be a whole number from 1 on, not {max_turns!r}")
        if on_error not in ("tell", "raise"):
            raise ConfigurationError(f"on_error must be 'tell' or 'raise', not {on_error!r}")
        if said(options.get("n")) and options["n"] != 1:
            raise ConfigurationError("a run of tools follows one answer: n must be 1")
        self.tools = tools_by_name(tools)
        self.messages = list(checked_messages(messages))
        self.turn = 0
        self.is_over = False
        self.completion: ChatCompletion | None = None
        self._model = model
        self._most = max_turns
        self._raises = on_error == "raise"
        self._options = {**options, "tools": [one.definition for one in self.tools.values()]}
        chat(model=model, messages=self.messages, **self._options)  # what is wrong is told at once

    def call(self) -> Call[ChatCompletion]:
        """What to send next."""
        self.turn += 1
        return chat(model=self._model, messages=self.messages, **self._options)

    def stream_call(self) -> StreamCall[ChatCompletionChunk]:
        """What to send next, streamed."""
        self.turn += 1
        return chat_stream(model=self._model, messages=self.messages, **self._options)

    def answered(self, completion: ChatCompletion) -> tuple[CompletionEvent, list[PendingCall]]:
        """The model answered: the calls that it wants, each to be shown first."""
        self.completion = completion
        calls = completion.tool_calls
        if not calls:
            self.is_over = True
            if completion.choices:
                self.messages.append(completion.choices[0].message)
        return CompletionEvent(self.turn, completion), [self._pending(call) for call in calls]

    def check_turns(self) -> None:
        """Raises MaxTurnsError if the calls of this answer cannot be followed by another."""
        if self.turn >= self._most:
            raise MaxTurnsError(
                f"the model still calls tools after {self.turn} {'turn' if self.turn == 1 else 'turns'}; "
                "its last calls were not run",
                completion=self.completion,
                messages=self.messages,
            )

    def check_error(self, error: Exception) -> None:
        """Raises what a tool raised, if that was asked for."""
        if self._raises:
            raise error

    def took(self, results: Sequence[ToolResultEvent]) -> None:
        """The calls were run: their results go back."""
        if self.completion is not None:
            self.messages.append(self.completion.choices[0].message)
        self.messages += [{"role": "tool", "tool_call_id": one.id, "content": one.content} for one in results]
        # A choice that forces a call is for the first turn: else the run could not end.
        if self._options.get("tool_choice") not in (None, "auto", "none"):
            self._options["tool_choice"] = "auto"

    def _pending(self, call: ChatCompletionMessageToolCallUnion) -> PendingCall:
        if isinstance(call, ChatCompletionMessageCustomToolCall):
            name, text, tool = call.custom.name, call.custom.input, None
        else:
            name, text = call.function.name, call.function.arguments
            tool = self.tools.get(name)
        if tool is None:
            words = f"There is no tool {name!r}; there are: {', '.join(self.tools)}."
            return PendingCall(ToolCallEvent(self.turn, call.id, name, text, None, words), None, None)
        try:
            arguments = tool.arguments(text)
        except ArgumentsError as error:
            words = f"The arguments of {name} do not fit: {error.reason}. Nothing was called; call it again."
            return PendingCall(ToolCallEvent(self.turn, call.id, name, text, None, words), tool, None)
        shown = ToolCallEvent(self.turn, call.id, name, text, arguments.values, None)
        return PendingCall(shown, tool, arguments)
