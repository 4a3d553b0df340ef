"""From a streamed body to chat chunks: typed, in order, complete, or an error.

The common chunk is one that came before, but for its text: `oaicompat._template` makes it. Everything else goes the
way of all events, `oaicompat._events`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from oaicompat._decode import read, read_object, too_large, with_reply
from oaicompat._error_reply import body_error
from oaicompat._events import EventStreamDecoder, decoded
from oaicompat._json import as_list, as_object, parse
from oaicompat._sse import DEFAULT_LIMIT, EventTooLargeError
from oaicompat._template import Template, template_of
from oaicompat._wire import Reply, ServerSentEvent
from oaicompat.accumulate import ChatAccumulator
from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk, Choice, ChoiceDelta

if TYPE_CHECKING:
    from oaicompat.dialects.dialect import Dialect
    from oaicompat.dialects.incoming import ChunkRules

__all__ = ["ChatChunkDecoder", "whole_of_stream"]


class ChatChunkDecoder(EventStreamDecoder[ChatCompletionChunk]):
    """Feed it a body's bytes; it gives chunks, and raises what the stream tells or lacks. `reply` is its head."""

    wanted = "stream of chat completion chunks"
    lacking = "neither [DONE] nor a finish reason came"

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        super().__init__(reply, limit)
        self.accumulated = ChatAccumulator()
        self._is_whole = False  # a whole message came, though a stream was asked for
        self._template: Template | None = None
        self._at_rest = False  # what comes next starts an event
        self._uses = 0
        self._patience = 0
        self._rules: ChunkRules | None = None

    def follow(self, dialect: Dialect) -> None:
        """Reads chunks as a server's dialect has them, from now on."""
        from oaicompat.dialects.incoming import ChunkRules

        self._rules = ChunkRules(dialect)

    def feed(self, data: bytes) -> Iterator[ChatCompletionChunk]:
        """The chunks that `data` completes."""
        template = self._template
        if (
            template is not None
            and self._at_rest
            and len(data) < self._limit
            and (text := template.text(data)) is not None
            and (self._rules is None or self._rules.passes(text))
        ):
            self._uses += 1
            self.accumulated.answer(0).content.add(text)
            return iter((template.chunk(text),))
        try:
            events = self._body.feed(data)
        except EventTooLargeError as error:
            raise self._with_partial(too_large(self._reply, error)) from None
        self._at_rest = self._body.at_rest
        return self._items(events) if events else iter(())

    def finished(self) -> bool:
        """Whether every answer has its finish reason, or came whole."""
        return self._is_whole or self.accumulated.finished

    def text(self, item: ChatCompletionChunk) -> str:
        """The text that a chunk adds to the first answer."""
        return "".join(choice.delta.content or "" for choice in item.choices if choice.index == 0)

    def whole(self) -> ChatCompletion:
        """The completion as far as it came, with the reply's headers."""
        return with_reply(self.accumulated.completion(), self._reply)

    def partial(self) -> ChatCompletion | None:
        """The completion as far as it came, None if nothing came."""
        return None if self.accumulated.empty else self.whole()

    def _items(self, events: Sequence[bytes | ServerSentEvent]) -> Iterator[ChatCompletionChunk]:
        template = self._template
        if template is not None and events and isinstance(events[0], bytes):
            # A decoder gives bytes only or objects only.
            texts = template.texts(cast("Sequence[bytes]", events))
            if texts is not None and (self._rules is None or all(map(self._rules.passes, texts))):
                self._uses += 1
                add, make = self.accumulated.answer(0).content.add, template.chunk
                for text in texts:
                    add(text)
                    yield make(text)
                return
        yield from super()._items(events)
        if self.done and self._rules is not None:
            yield from self._held()

    def finish(self) -> Iterator[ChatCompletionChunk]:
        """The chunks that the body's end completes. Raises if the answer is not complete by then."""
        self._at_end = True
        yield from self._items(self._body.finish())
        if self._rules is not None:
            yield from self._held()
        yield from super().finish()

    def _held(self) -> Iterator[ChatCompletionChunk]:
        """What the rules of a dialect held back until the end."""
        rules, self._rules = self._rules, None
        for value in rules.finish() if rules is not None else ():
            yield self._added(read_object(ChatCompletionChunk, value, self.misfits))

    def _decode(self, event: bytes | ServerSentEvent) -> ChatCompletionChunk | None:
        rules = self._rules
        is_plain = rules is None or rules.passes("")
        chunk = super()._decode(event)
        if chunk is None or not is_plain or not isinstance(event, bytes):
            return chunk
        if rules is None or rules.passes(self.text(chunk)):
            self._remember(event, chunk)
        return chunk

    def _object(self, data: bytes, name: str, comments: Sequence[str]) -> ChatCompletionChunk | None:
        """The chunk that `data` is: from its bytes in one step, and parsed apart only if it may tell an error."""
        if self._rules is not None:
            return super()._object(data, name, comments)
        try:
            chunk = read(ChatCompletionChunk, data, self.misfits)
        except ValueError:
            self._not_an_item(data, name, comments)
            return None
        if name == "error" or not chunk.choices or (chunk.__pydantic_extra__ and "error" in chunk.__pydantic_extra__):
            self._raise_if_error(parse(data), name, comments)
        return self._added(chunk)

    def typed(self, value: dict[str, Any], name: str) -> ChatCompletionChunk | None:
        """The chunk that an object is after the rules of the dialect."""
        changed = value if self._rules is None else self._rules.chunk(value)
        return None if changed is None else self._added(read_object(ChatCompletionChunk, changed, self.misfits))

    def _added(self, chunk: ChatCompletionChunk) -> ChatCompletionChunk:
        """The chunk in order, after it was added to the whole."""
        self._any = self._any or bool(chunk.choices)
        for choice in chunk.choices:
            if "delta" not in choice.__pydantic_fields_set__ and choice.__pydantic_extra__:
                self._is_whole = _lift(choice) or self._is_whole
        self.accumulated.add(chunk)
        return chunk

    def _raise_if_error(self, value: Any, name: str, comments: Sequence[str]) -> None:
        if name != "error" and as_list(as_object(value).get("choices")) and (error := body_error(value, self._reply)):
            # The rest of a chunk that tells an error belongs to the partial answer (OpenRouter).
            self.accumulated.add(read_object(ChatCompletionChunk, as_object(value), self.misfits))
            raise self._with_partial(error)
        super()._raise_if_error(value, name, comments)

    def _remember(self, event: bytes, chunk: ChatCompletionChunk) -> None:
        """Keeps a chunk that is nothing but text as the template of those that follow."""
        if self._patience > 0:
            self._patience -= 1
            return
        # A server whose chunks all differ (a clock, padding) would make each of them be remembered for nothing.
        self._patience = 0 if self._uses or self._template is None else 255
        found = template_of(event, chunk) if self.accumulated.knows(chunk.__pydantic_extra__) else None
        if found is not None:
            self._uses = 0
            self._template = found


def _lift(choice: Choice) -> bool:
    """Makes a delta of what stands in its place: a whole message (then True), or the `text` of a legacy completion."""
    extras = choice.__pydantic_extra__ or {}
    message, text = extras.get("message"), extras.get("text")
    if isinstance(message, dict):
        vars(choice)["delta"] = read_object(ChoiceDelta, dict(as_object(message)))
        return True
    if isinstance(text, str):
        vars(choice)["delta"] = read_object(ChoiceDelta, {"content": text})
    return False


def whole_of_stream(reply: Reply) -> ChatCompletion:
    """The completion in a reply that was streamed although nobody asked for it."""
    decoder = ChatChunkDecoder(reply)
    for _ in decoded(decoder, reply.content):
        pass
    return decoder.whole()
