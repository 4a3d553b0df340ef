"""From a streamed transcription to typed events, whichever form a server streams it in.

OpenAI sends events: pieces of the text, segments, and the whole text at the end. vLLM and SGLang send chunks in the
form of chat instead, Mistral sends events of its own, and a server that does not stream sends all at once, as JSON or
as text. Each comes out as the events that OpenAI has; what the server sent stands among their extras, and a dump gives
it back. Where a complete stream lacks the last event it is made: nothing but what came is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from oaicompat._body import looks_like_events
from oaicompat._decode import read_object, too_large, with_reply
from oaicompat._events import EventStreamDecoder, derived
from oaicompat._json import as_list, as_object, as_text
from oaicompat._sse import DEFAULT_LIMIT, EventTooLargeError
from oaicompat._wire import Reply, ServerSentEvent
from oaicompat.types.audio.transcription import Transcription
from oaicompat.types.audio.transcription_stream_event import (
    OtherTranscriptionEvent,
    TranscriptionStreamEvent,
    TranscriptionTextDeltaEvent,
    TranscriptionTextDoneEvent,
    TranscriptionTextSegmentEvent,
)

__all__ = ["TEXT_TYPES", "TranscriptionEventDecoder"]

#: The content types of a transcript that is text alone.
TEXT_TYPES = ("text/plain", "text/vtt", "text/srt", "application/x-subrip")

#: Bytes by which events and JSON are told from text, not counting white space and a BOM.
_HEAD = 8
_WHITE = b" \t\r\n\xef\xbb\xbf"


class TranscriptionEventDecoder(EventStreamDecoder[TranscriptionStreamEvent]):
    """Feed it a body's bytes; it gives events, and raises what the stream tells or lacks."""

    wanted = "stream of transcription events"
    lacking = "neither [DONE] nor the whole text came"

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        super().__init__(reply, limit)
        self._pieces: list[str] = []
        self._segments: list[TranscriptionTextSegmentEvent] = []
        self._last: TranscriptionTextDoneEvent | None = None
        self._said: dict[str, Any] = {}  # what chunks say of the whole
        self._ended = False  # a chunk said why the text ends
        self._text: _TextBody | None = _TextBody(limit) if reply.content_type.startswith(TEXT_TYPES) else None

    # -- what it adds up to ----------------------------------------------------------------------------------------

    def finished(self) -> bool:
        """Whether the whole text came, or a chunk that says why it ends."""
        return self._ended or self._last is not None

    def partial(self) -> Transcription | None:
        """The transcription as far as it came, None if nothing came."""
        return self.whole() if self._any else None

    def whole(self) -> Transcription:
        """The transcription as far as it came, with the reply's headers."""
        fields = self._last.to_dict() if self._last is not None else dict(self._said)
        fields.pop("type", None)
        if self._segments and not fields.get("segments"):
            fields["segments"] = [segment.to_dict() for segment in self._segments]
        fields["text"] = (self._last.text if self._last is not None else "") or "".join(self._pieces)
        return with_reply(read_object(Transcription, fields, self.misfits), self._reply)

    def text(self, item: TranscriptionStreamEvent) -> str:
        """The text that an event adds: a piece, or all of it where no pieces came."""
        if isinstance(item, TranscriptionTextDeltaEvent):
            return item.delta
        if isinstance(item, TranscriptionTextDoneEvent) and not any(self._pieces):
            return item.text
        return ""

    # -- bytes in, events out --------------------------------------------------------------------------------------

    def feed(self, data: bytes) -> Iterator[TranscriptionStreamEvent]:
        """The events that `data` completes."""
        if self._text is None:
            return super().feed(data)
        try:
            held = self._text.held_back(data)
        except EventTooLargeError as error:
            raise too_large(self._reply, error) from None
        if held is None:
            return iter(())
        self._text = None
        return super().feed(held)

    def finish(self) -> Iterator[TranscriptionStreamEvent]:
        """The events that the body's end completes. Raises if the text is not complete by then."""
        if self._text is not None:
            held = self._text.all()
            if self._text.is_text(held):
                yield self._done({"text": held.decode("utf-8", "replace")})
                return
            yield from super().feed(held)
        if not self.done:
            yield from super().finish()
            yield from self._closing()

    def _items(self, events: Sequence[bytes | ServerSentEvent]) -> Iterator[TranscriptionStreamEvent]:
        yield from super()._items(events)
        if self.done:
            yield from self._closing()

    def _closing(self) -> Iterator[TranscriptionTextDoneEvent]:
        """The last event, where a complete stream has none."""
        if self._last is None and self._any:
            made = {"type": "transcript.text.done", "text": "".join(self._pieces)}
            self._last = derived(TranscriptionTextDoneEvent, self._said, made, self.misfits)
            yield self._last

    # -- what an event is ------------------------------------------------------------------------------------------

    def typed(self, value: dict[str, Any], name: str) -> TranscriptionStreamEvent | None:
        """The event of an event's object."""
        if isinstance(value.get("choices"), list):
            return self._chunk(value)
        kind = as_text(value.get("type")) or ("" if name == "message" else name)
        if kind in ("transcript.text.delta", "transcription.text.delta"):
            return self._delta(value, value.get("delta", value.get("text")))
        if not kind and "text" in value:
            return self._untyped(value)
        if kind in ("transcript.text.segment", "transcription.segment"):
            return self._segment(value)
        if kind in ("transcript.text.done", "transcription.done"):
            return self._done(value)
        return derived(OtherTranscriptionEvent, value, {"type": "other", "kind": kind}, self.misfits)

    def _chunk(self, value: dict[str, Any]) -> TranscriptionTextDeltaEvent | None:
        """A chunk in the form of chat; one without a choice tells token counts alone."""
        self._said.update((name, value[name]) for name in ("id", "created", "model", "usage") if value.get(name))
        choices = as_list(value["choices"])
        if not choices:
            return None
        choice = as_object(choices[0])
        self._said.update((name, choice[name]) for name in ("finish_reason", "stop_reason") if choice.get(name))
        self._ended = self._ended or bool(choice.get("finish_reason"))
        return self._delta(value, as_object(choice.get("delta")).get("content"))

    def _delta(self, value: dict[str, Any], text: object) -> TranscriptionTextDeltaEvent:
        piece = text if isinstance(text, str) else ""
        self._pieces.append(piece)
        made = {"type": "transcript.text.delta", "delta": piece}
        return derived(TranscriptionTextDeltaEvent, value, made, self.misfits)

    def _untyped(self, value: dict[str, Any]) -> TranscriptionStreamEvent:
        """All at once, from a server that does not stream; in events, a stretch of it (faster-whisper-server)."""
        if not looks_like_events(self._body.head):
            return self._done(value)
        self._ended = True  # no other mark will come
        return self._delta(value, value["text"])

    def _segment(self, value: dict[str, Any]) -> TranscriptionTextSegmentEvent:
        made: dict[str, Any] = {"type": "transcript.text.segment"}
        if "speaker" not in value and "speaker_id" in value:
            made["speaker"] = value["speaker_id"]
        found = derived(TranscriptionTextSegmentEvent, value, made, self.misfits)
        self._segments.append(found)
        return found

    def _done(self, value: dict[str, Any]) -> TranscriptionTextDoneEvent:
        self._last = derived(TranscriptionTextDoneEvent, value, {"type": "transcript.text.done"}, self.misfits)
        self._any = True
        return self._last


class _TextBody:
    """A body that says it is text: it may be events all the same, or JSON, which its first bytes tell."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._certain = False

    def held_back(self, data: bytes) -> bytes | None:
        """All that came, once it is known to be no text; None until then. Raises EventTooLargeError."""
        self._parts.append(data)
        self._size += len(data)
        if self._size > self._limit:
            raise EventTooLargeError(f"a transcript is larger than {self._limit} bytes")
        if self._certain:
            return None
        held = self.all()
        if len(held.lstrip(_WHITE)) < _HEAD:
            return None
        self._certain = self.is_text(held)
        return None if self._certain else held

    def all(self) -> bytes:
        """All that came."""
        return b"".join(self._parts)

    @staticmethod
    def is_text(held: bytes) -> bool:
        """Whether a whole body, or the start of one, is neither events nor a JSON object."""
        return not looks_like_events(held) and held.lstrip(_WHITE)[:1] != b"{"
