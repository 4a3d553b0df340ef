"""From a streamed body to typed items: what every decoder of events does, whatever the items are.

A decoder says what an item is (`typed`), what would make the answer whole (`finished`) and what has come so far
(`partial`). The rest is the same everywhere: end marks, signs of life, errors that a stream tells, streams that are
cut, and JSON in place of events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from oaicompat._body import StreamBody, looks_like_events
from oaicompat._decode import Misfits, not_what_was_asked, read_object, too_large
from oaicompat._error_reply import body_error, error_from, summary
from oaicompat._json import as_list, as_object, parse
from oaicompat._sse import DEFAULT_LIMIT, EventTooLargeError
from oaicompat._wire import Decoder, Reply, ServerSentEvent
from oaicompat.errors import APIError, APIResponseValidationError, IncompleteStreamError, amend
from oaicompat.types.base import WireObject

__all__ = ["EventStreamDecoder", "decoded", "derived"]

T = TypeVar("T")
O = TypeVar("O", bound=WireObject)  # noqa: E741  # the type of an object

_STATUS_COMMENT = re.compile(r"HTTP_STATUS/(\d{3})$")  # DashScope, before an error event


def decoded(decoder: Decoder[T], content: bytes) -> Iterator[T]:
    """All that a decoder makes of a body that is there as a whole. Raises what the decoder raises."""
    yield from decoder.feed(content)
    if not decoder.done:
        yield from decoder.finish()


def derived(kind: type[O], raw: Mapping[str, Any], made: Mapping[str, Any], misfits: Misfits) -> O:
    """An object of `kind` out of another shape: the fields `made`, and beside them the server's own that differ."""
    made = {name: value for name, value in made.items() if raw.get(name) != value}
    found = read_object(kind, {**raw, **made}, misfits)
    found.__pydantic_fields_set__.difference_update(made)
    if found.__pydantic_extra__ is not None:
        found.__pydantic_extra__.update((name, raw[name]) for name in made if name in raw)
    return found


class EventStreamDecoder(Generic[T]):
    """Feed it a body's bytes; it gives items, and raises what the stream tells or lacks. `reply` is its head."""

    #: What is decoded, in the words of an error.
    wanted: ClassVar[str] = "stream of events"
    #: What a complete stream has, in the words of an error.
    lacking: ClassVar[str] = "neither [DONE] nor a last event came"

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        self.done = False
        self.misfits = Misfits()
        self._reply = reply
        self._limit = limit
        self._body = StreamBody(limit)
        self._any = False  # an item came
        self._at_end = False  # an event that is not JSON was cut, then

    # -- what an item is -------------------------------------------------------------------------------------------

    def typed(self, value: dict[str, Any], name: str) -> T | None:
        """The item of an event, whose name is `name`; None if it is none. Raises ValueError for what cannot be one."""
        raise NotImplementedError  # pragma: no cover  # each decoder has its own

    def finished(self) -> bool:
        """Whether what came is a whole answer, though no end mark came."""
        return False

    def partial(self) -> object:
        """What came so far, for errors; None if nothing came."""
        return None

    # -- bytes in, items out ---------------------------------------------------------------------------------------

    def feed(self, data: bytes) -> Iterator[T]:
        """The items that `data` completes."""
        try:
            events = self._body.feed(data)
        except EventTooLargeError as error:
            raise self._with_partial(too_large(self._reply, error)) from None
        return self._items(events) if events else iter(())

    def finish(self) -> Iterator[T]:
        """The items that the body's end completes. Raises if the answer is not complete by then."""
        self._at_end = True
        yield from self._items(self._body.finish())
        if not (self.done or self.finished()):
            raise self._incomplete()

    def _items(self, events: Sequence[bytes | ServerSentEvent]) -> Iterator[T]:
        for event in events:
            item = self._decode(event)
            if item is not None:
                yield item
            if self.done:
                return

    def _decode(self, event: bytes | ServerSentEvent) -> T | None:
        """An item in order, None if the event is none. Raises what the event tells."""
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
        return self._object(data, name, comments)

    def _object(self, data: bytes, name: str, comments: Sequence[str]) -> T | None:
        """The item of an event that starts like JSON."""
        try:
            value = parse(data)
        except ValueError:
            self._not_an_item(data, name, comments)
            return None
        self._raise_if_error(value, name, comments)
        if not isinstance(value, dict):
            return None
        try:
            item = self.typed(as_object(value), name)
        except ValueError:
            return None
        self._any = self._any or item is not None
        return item

    def _other(self, data: bytes, name: str, comments: Sequence[str]) -> None:
        """What does not start like an object: the end mark in its spellings, an error in words, a sign of life."""
        if data.strip(b" \"'").upper() == b"[DONE]":
            self.done = True
        elif name == "error":
            raise self._told(data.decode("utf-8", "replace"), comments)

    def _not_an_item(self, data: bytes, name: str, comments: Sequence[str]) -> None:
        """What is not an object: an error in a list, words, or JSON that is broken."""
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

    def _raise_if_error(self, value: Any, name: str, comments: Sequence[str]) -> None:
        if name == "error":
            raise self._told(value, comments)
        first = next(iter(as_list(value)), None) if isinstance(value, list) else value
        if error := body_error(first, self._reply):
            raise self._with_partial(error)

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
            return self._with_partial(not_what_was_asked(whole, self.wanted))
        partial = self.partial()
        words = f"the stream ended before the answer did: {self.lacking}"
        if self.finished():
            words = "the stream was cut in the middle of an event"
        if partial is None:
            words = "the stream ended before anything came"
        error = IncompleteStreamError(
            message=summary(reply, words), request=reply.request, attempts=reply.attempts, partial=partial
        )
        amend(error, response=reply)
        return error
