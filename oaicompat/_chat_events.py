"""From chunks to typed events, and the context managers of `client.chat.completions.stream(...)`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, cast

from typing_extensions import TypeVar

from oaicompat._json import parse
from oaicompat.errors import APIError
from oaicompat.types.chat import events
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk, Choice
from oaicompat.types.chat.events import ChatCompletionStreamEvent

if TYPE_CHECKING:
    from oaicompat._parsed_answers import AnswerReader
    from oaicompat._stream import AsyncChatStream, ChatStream
    from oaicompat._wire import Reply
    from oaicompat.types.chat.chat_completion import ChatCompletion

__all__ = [
    "AsyncChatCompletionStream",
    "AsyncChatStreamManager",
    "ChatCompletionStream",
    "ChatEvents",
    "ChatStreamManager",
]

C = TypeVar("C", bound="ChatCompletion", default="ChatCompletion")


class _Growing:
    """Text in pieces. A look at it joins the pieces up to the one that it was made for."""

    __slots__ = ("pieces",)

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def add(self, piece: str) -> Callable[[], str]:
        self.pieces.append(piece)
        count = len(self.pieces)
        return lambda: "".join(self.pieces[:count])

    def __str__(self) -> str:
        return "".join(self.pieces)

    def __bool__(self) -> bool:
        return bool(self.pieces)


class _Call:
    __slots__ = ("arguments", "name")

    def __init__(self) -> None:
        self.name = ""
        self.arguments = _Growing()


class _Answer:
    """What the events of one answer have told so far. `reader` says what its text and its arguments mean."""

    def __init__(self, reader: AnswerReader[Any] | None) -> None:
        self._reader = reader
        self.content, self.reasoning, self.refusal = _Growing(), _Growing(), _Growing()
        self._meaning: Callable[[int], Any] | None = None
        if reader is not None and reader.output is not None:
            self._meaning = reader.output.partial(self.content.pieces).at
        self.calls: dict[int, _Call] = {}
        self.open_call: int | None = None
        self.logprobs: list[Any] = []
        self.refusal_logprobs: list[Any] = []
        self.done = False

    def add(self, choice: Choice) -> Iterator[ChatCompletionStreamEvent]:
        delta = choice.delta
        if reasoning := delta.reasoning:
            yield events.ReasoningDeltaEvent(reasoning, self.reasoning.add(reasoning))
        if content := delta.content:
            yield self._piece(content)
        if refusal := delta.refusal:
            yield events.RefusalDeltaEvent(refusal, self.refusal.add(refusal))
        for piece in delta.tool_calls or ():
            if piece.index != self.open_call:
                yield from self._end_call()
                self.open_call = piece.index
            call = self.calls.setdefault(piece.index, _Call())
            call.name += piece.function.name or ""
            if self._reader is not None and call.name == self._reader.answer_tool:
                self.open_call = None
                if text := piece.function.arguments:
                    yield self._piece(text)
            elif text := piece.function.arguments:
                snapshot = call.arguments.add(text)
                yield events.FunctionToolCallArgumentsDeltaEvent(call.name, piece.index, text, snapshot)
        if choice.logprobs is not None:
            if tokens := choice.logprobs.content:
                self.logprobs.extend(tokens)
                yield events.LogprobsContentDeltaEvent(tokens, self.logprobs)
            if tokens := choice.logprobs.refusal:
                self.refusal_logprobs.extend(tokens)
                yield events.LogprobsRefusalDeltaEvent(tokens, self.refusal_logprobs)
        if choice.finish_reason:
            yield from self.end()

    def _piece(self, text: str) -> events.ContentDeltaEvent:
        """A piece of the answer, and what that means with it."""
        content = self.content
        return events.ContentDeltaEvent(text, content.add(text), self._meaning, len(content.pieces))

    def end(self) -> Iterator[ChatCompletionStreamEvent]:
        if self.done:
            return
        self.done = True
        if self.reasoning:
            yield events.ReasoningDoneEvent(str(self.reasoning))
        if self.content:
            text = str(self.content)
            yield events.ContentDoneEvent(text, None if self._reader is None else self._reader.content(text))
        if self.refusal:
            yield events.RefusalDoneEvent(str(self.refusal))
        yield from self._end_call()
        if self.logprobs:
            yield events.LogprobsContentDoneEvent(self.logprobs)
        if self.refusal_logprobs:
            yield events.LogprobsRefusalDoneEvent(self.refusal_logprobs)

    def _end_call(self) -> Iterator[ChatCompletionStreamEvent]:
        index, self.open_call = self.open_call, None
        if index is not None:
            call = self.calls[index]
            text = str(call.arguments)
            meant = _parsed(text) if self._reader is None else self._reader.arguments(call.name, text)
            yield events.FunctionToolCallArgumentsDoneEvent(call.name, index, text, meant)


def _parsed(text: str) -> Any:
    try:
        return parse(text) if text.strip() else {}
    except ValueError:
        return None


class ChatEvents:
    """Turns chunks into events, without I/O."""

    def __init__(self, snapshot: Callable[[], ChatCompletion], reader: AnswerReader[Any] | None = None) -> None:
        self._snapshot = snapshot
        self._reader = reader
        self._answers: dict[int, _Answer] = {}

    def add(self, chunk: ChatCompletionChunk) -> Iterator[ChatCompletionStreamEvent]:
        """The events of a chunk."""
        yield events.ChunkEvent(chunk, self._snapshot)
        for choice in chunk.choices:
            answer = self._answers.get(choice.index)
            if answer is None:
                answer = self._answers[choice.index] = _Answer(self._reader)
            yield from answer.add(choice)

    def finish(self) -> Iterator[ChatCompletionStreamEvent]:
        """What was not ended by a finish reason is ended by the stream."""
        for answer in self._answers.values():
            yield from answer.end()


class _Final(Generic[C]):
    """What both kinds of stream know of the completion at their end."""

    def __init__(self, stream: ChatStream | AsyncChatStream, reader: AnswerReader[Any] | None) -> None:
        self._attempts = stream._attempts
        self._reader = reader
        self._found: C | None = None

    def _read(self, completion: ChatCompletion) -> C:
        """The completion, its answers read; once. Raises StructuredOutputError."""
        if self._found is None:
            try:
                self._found = cast(C, completion if self._reader is None else self._reader.parsed(completion))
            except APIError as error:
                self._attempts.scrub(error)
                raise
        return self._found


class ChatCompletionStream(_Final[C]):
    """The events of an answer: iterate over it. Its other methods read what has not been read yet.

    If the answer is to be of a type and is not, the iteration ends with a StructuredOutputError, after its last event.
    """

    def __init__(self, stream: ChatStream, reader: AnswerReader[Any] | None = None) -> None:
        super().__init__(stream, reader)
        self._stream = stream
        self._events = ChatEvents(stream.current_completion, reader)
        self._iterator = self._run()

    def _run(self) -> Iterator[ChatCompletionStreamEvent]:
        for chunk in self._stream:
            yield from self._events.add(chunk)
        yield from self._events.finish()
        if self._reader is not None:
            self._read(self._stream.get_final_completion())

    def __iter__(self) -> Iterator[ChatCompletionStreamEvent]:
        return self._iterator

    def __next__(self) -> ChatCompletionStreamEvent:
        return next(self._iterator)

    @property
    def response(self) -> Reply:
        """The reply's status and headers."""
        return self._stream.response

    @property
    def current_completion_snapshot(self) -> ChatCompletion:
        """The completion as far as it came."""
        return self._stream.current_completion()

    def text(self) -> Iterator[str]:
        """The pieces of the first answer's text."""
        for event in self._iterator:
            if event.type == "content.delta":
                yield event.delta

    def until_done(self) -> ChatCompletionStream[C]:
        """Reads to the end."""
        for _ in self._iterator:
            pass
        return self

    def get_final_completion(self) -> C:
        """The whole completion, after reading to the end."""
        self.until_done()
        return self._read(self._stream.get_final_completion())

    def close(self) -> None:
        """Gives the connection back."""
        self._stream.close()


class AsyncChatCompletionStream(_Final[C]):
    """As `ChatCompletionStream`, with coroutines."""

    def __init__(self, stream: AsyncChatStream, reader: AnswerReader[Any] | None = None) -> None:
        super().__init__(stream, reader)
        self._stream = stream
        self._events = ChatEvents(stream.current_completion, reader)
        self._iterator = self._run()

    async def _run(self) -> AsyncIterator[ChatCompletionStreamEvent]:
        try:
            async for chunk in self._stream:
                for event in self._events.add(chunk):
                    yield event
            for event in self._events.finish():
                yield event
            if self._reader is not None:
                self._read(await self._stream.get_final_completion())
        finally:
            await self._stream.close()

    def __aiter__(self) -> AsyncIterator[ChatCompletionStreamEvent]:
        return self._iterator

    async def __anext__(self) -> ChatCompletionStreamEvent:
        return await self._iterator.__anext__()

    @property
    def response(self) -> Reply:
        """The reply's status and headers."""
        return self._stream.response

    @property
    def current_completion_snapshot(self) -> ChatCompletion:
        """The completion as far as it came."""
        return self._stream.current_completion()

    async def text(self) -> AsyncIterator[str]:
        """The pieces of the first answer's text."""
        async for event in self._iterator:
            if event.type == "content.delta":
                yield event.delta

    async def until_done(self) -> AsyncChatCompletionStream[C]:
        """Reads to the end."""
        async for _ in self._iterator:
            pass
        return self

    async def get_final_completion(self) -> C:
        """The whole completion, after reading to the end."""
        await self.until_done()
        return self._read(await self._stream.get_final_completion())

    async def close(self) -> None:
        """Gives the connection back."""
        await self._stream.close()


class ChatStreamManager(Generic[C]):
    """Opens the stream on entering, and closes it on leaving."""

    def __init__(self, opening: Callable[[], tuple[ChatStream, AnswerReader[Any] | None]]) -> None:
        self._opening = opening
        self._stream: ChatCompletionStream[C] | None = None

    def __enter__(self) -> ChatCompletionStream[C]:
        self._stream = ChatCompletionStream(*self._opening())
        return self._stream

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()


class AsyncChatStreamManager(Generic[C]):
    """As `ChatStreamManager`, with coroutines."""

    def __init__(self, opening: Callable[[], Awaitable[tuple[AsyncChatStream, AnswerReader[Any] | None]]]) -> None:
        self._opening = opening
        self._stream: AsyncChatCompletionStream[C] | None = None

    async def __aenter__(self) -> AsyncChatCompletionStream[C]:
        self._stream = AsyncChatCompletionStream(*await self._opening())
        return self._stream

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            await self._stream.close()
