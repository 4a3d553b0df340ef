"""From a streamed body to chat chunks: typed, in order, complete, or an error.

The common chunk is one that came before, but for its text: `oaicompat._template` makes it. Everything else goes the
general way, `_decode`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from oaicompat._body import StreamBody, looks_like_events
from oaicompat._decode import Misfits, not_what_was_asked, read, read_object, too_large, with_reply
from oaicompat._error_reply import body_error, error_from, summary
from oaicompat._json import as_list, as_object, parse
from oaicompat._sse import DEFAULT_LIMIT, EventTooLargeError
from oaicompat._template import Template, template_of
from oaicompat._wire import Reply, ServerSentEvent
from oaicompat.accumulate import ChatAccumulator
from oaicompat.errors import APIError, APIResponseValidationError, IncompleteStreamError, amend
from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk, Choice, ChoiceDelta

__all__ = ["ChatChunkDecoder", "whole_of_stream"]

_STATUS_COMMENT = re.compile(r"HTTP_STATUS/(\d{3})$")  # DashScope, before an error event


class ChatChunkDecoder:
    """Feed it a body's bytes; it gives chunks, and raises what the stream tells or lacks. `reply` is its head."""

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        self.done = False
        self.whole = ChatAccumulator()
        self._reply = reply
        self._limit = limit
        self._body = StreamBody(limit)
        self._misfits = Misfits()
        self._any = False
        self._is_whole = False  # a whole message came, though a stream was asked for
        self._at_end = False  # an event that is not JSON was cut, then
        self._template: Template | None = None
        self._at_rest = False  # what comes next starts an event
        self._uses = 0
        self._patience = 0

    def feed(self, data: bytes) -> Iterator[ChatCompletionChunk]:
        """The chunks that `data` completes."""
        template = self._template
        if (
            template is not None
            and self._at_rest
            and len(data) < self._limit
            and (text := template.text(data)) is not None
        ):
            self._uses += 1
            self.whole.answer(0).content.add(text)
            return iter((template.chunk(text),))
        try:
            events = self._body.feed(data)
        except EventTooLargeError as error:
            raise self._with_partial(too_large(self._reply, error)) from None
        self._at_rest = self._body.at_rest
        return self._chunks(events) if events else iter(())

    def finish(self) -> Iterator[ChatCompletionChunk]:
        """The chunks that the body's end completes. Raises if the answer is not complete by then."""
        self._at_end = True
        yield from self._chunks(self._body.finish())
        if not (self.done or self._is_whole or self.whole.finished):
            raise self._incomplete()

    def completion(self) -> ChatCompletion:
        """The whole completion, with the reply's headers."""
        return with_reply(self.whole.completion(), self._reply)

    def partial(self) -> ChatCompletion | None:
        """The completion as far as it came, None if nothing came."""
        return None if self.whole.empty else self.completion()

    def _chunks(self, events: Sequence[bytes | ServerSentEvent]) -> Iterator[ChatCompletionChunk]:
        template = self._template
        if template is not None and events and isinstance(events[0], bytes):
            # A decoder gives bytes only or objects only.
            texts = template.texts(cast("Sequence[bytes]", events))
            if texts is not None:
                self._uses += 1
                add, make = self.whole.answer(0).content.add, template.chunk
                for text in texts:
                    add(text)
                    yield make(text)
                return
        for event in events:
            chunk = self._decode(event)
            if chunk is not None:
                yield chunk
            if self.done:
                return

    # -- the general way -------------------------------------------------------------------------------------------

    def _decode(self, event: bytes | ServerSentEvent) -> ChatCompletionChunk | None:
        """A chunk in order, None if the event is none. Raises what the event tells."""
        name = "message"
        comments: Sequence[str] = ()
        if isinstance(event, bytes):
            data = event.strip()
        else:
            data, name, comments = event.data.strip().encode(), event.event, event.comments
        if not data:
            return None
        if data[:1] not in b"{[" or data[:5].upper() == b"[DONE":
            self._other(data, name, comments)
            return None
        try:
            chunk = read(ChatCompletionChunk, data, self._misfits)
        except ValueError:
            self._not_a_chunk(data, name, comments)
            return None
        if name == "error" or not chunk.choices or (chunk.__pydantic_extra__ and "error" in chunk.__pydantic_extra__):
            self._raise_if_error(data, name, comments)
        self._any = self._any or bool(chunk.choices)
        for choice in chunk.choices:
            if "delta" not in choice.__pydantic_fields_set__ and choice.__pydantic_extra__:
                self._is_whole = _lift(choice) or self._is_whole
        self.whole.add(chunk)
        if isinstance(event, bytes):
            self._remember(event, chunk)
        return chunk

    def _other(self, data: bytes, name: str, comments: Sequence[str]) -> None:
        """What does not start like an object: the end mark in its spellings, an error in words, a sign of life."""
        if data.strip(b" \"'").upper() == b"[DONE]":
            self.done = True
        elif name == "error":
            raise self._told(data.decode("utf-8", "replace"), comments)

    def _not_a_chunk(self, data: bytes, name: str, comments: Sequence[str]) -> None:
        try:
            value = parse(data)
        except ValueError:
            if name == "error":
                raise self._told(data.decode("utf-8", "replace"), comments) from None
            raise (self._incomplete() if self._at_end else self._with_partial(self._bad_json(data))) from None
        if name == "error":
            raise self._told(value, comments)
        if isinstance(value, list) and (error := body_error(next(iter(as_list(value)), None), self._reply)):
            raise self._with_partial(error)

    def _raise_if_error(self, data: bytes, name: str, comments: Sequence[str]) -> None:
        value = parse(data)
        if name == "error":
            raise self._told(value, comments)
        if error := body_error(value, self._reply):
            # The rest of a chunk that tells an error belongs to the partial answer (OpenRouter).
            if as_list(as_object(value).get("choices")):
                self.whole.add(read_object(ChatCompletionChunk, value, self._misfits))
            raise self._with_partial(error)

    def _remember(self, event: bytes, chunk: ChatCompletionChunk) -> None:
        """Keeps a chunk that is nothing but text as the template of those that follow."""
        if self._patience > 0:
            self._patience -= 1
            return
        # A server whose chunks all differ (a clock, padding) would make each of them be remembered for nothing.
        self._patience = 0 if self._uses or self._template is None else 255
        found = template_of(event, chunk) if self.whole.knows(chunk.__pydantic_extra__) else None
        if found is not None:
            self._uses = 0
            self._template = found

    # -- errors ----------------------------------------------------------------------------------------------------

    def _with_partial(self, error: APIError) -> APIError:
        error.partial = self.partial()
        return error

    def _told(self, value: Any, comments: Sequence[str]) -> APIError:
        statuses = [int(found.group(1)) for comment in comments if (found := _STATUS_COMMENT.search(comment))]
        return self._with_partial(error_from(value, self._reply, next(iter(statuses), None)))

    def _bad_json(self, data: bytes) -> APIError:
        words = f"an event of the stream is not JSON: {data[:200].decode('utf-8', 'replace')!r}"
        return APIResponseValidationError(self._reply, message=summary(self._reply, words))

    def _incomplete(self) -> APIError:
        head = self._body.head
        reply = self._reply
        if not self._any and not looks_like_events(head):
            whole = Reply(reply.status_code, reply.headers, head, reply.request, reply.attempts, reply.received_at)
            return self._with_partial(not_what_was_asked(whole, "stream of chat completion chunks"))
        words = "the stream ended before the answer did: neither [DONE] nor a finish reason came"
        if self.whole.finished:
            words = "the stream was cut in the middle of an event"
        if self.whole.empty:
            words = "the stream ended before anything came"
        error = IncompleteStreamError(
            message=summary(reply, words),
            request=reply.request,
            attempts=reply.attempts,
            partial=self.partial(),
        )
        amend(error, response=reply)
        return error


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
    for _ in (*decoder.feed(reply.content), *(() if decoder.done else decoder.finish())):
        pass
    return decoder.completion()
