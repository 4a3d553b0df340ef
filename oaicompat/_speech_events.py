"""From streamed speech to typed events, and from there to the bytes of the audio.

OpenAI's events are the model; Mistral and Together name the audio differently, and what they sent stands among the
extras.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from oaicompat._body import looks_like_events
from oaicompat._events import EventStreamDecoder, derived
from oaicompat._json import as_text
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat._wire import Reply
from oaicompat.types.audio.speech_stream_event import (
    OtherSpeechEvent,
    SpeechAudioDeltaEvent,
    SpeechAudioDoneEvent,
    SpeechStreamEvent,
)

__all__ = ["AUDIO_NAMES", "SpeechBytesDecoder", "SpeechEventDecoder"]

#: Where servers put audio in base64: OpenAI, Mistral, and the two names of Together.
AUDIO_NAMES = ("audio", "audio_data", "delta", "b64")


class SpeechEventDecoder(EventStreamDecoder[SpeechStreamEvent]):
    """Feed it a body's bytes; it gives events, and raises what the stream tells or lacks."""

    wanted = "stream of speech events"
    lacking = "neither [DONE] nor speech.audio.done came"

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        super().__init__(reply, limit)
        self._complete = False
        self._last: SpeechStreamEvent | None = None

    def finished(self) -> bool:
        """Whether the server said that the audio is complete, or sent it all at once."""
        return self._complete

    def partial(self) -> SpeechStreamEvent | None:
        """The event that came last: what came before it is not held."""
        return self._last

    def typed(self, value: dict[str, Any], name: str) -> SpeechStreamEvent:
        """The event of an event's object."""
        self._last = self._event(value, name)
        return self._last

    def _event(self, value: dict[str, Any], name: str) -> SpeechStreamEvent:
        kind = as_text(value.get("type")) or ("" if name == "message" else name)
        if kind in ("speech.audio.done", "done"):
            self._complete = True
            return derived(SpeechAudioDoneEvent, value, {"type": "speech.audio.done"}, self.misfits)
        audio = next((found for place in AUDIO_NAMES if isinstance(found := value.get(place), str)), None)
        if audio is None:
            return derived(OtherSpeechEvent, value, {"type": "other", "kind": kind}, self.misfits)
        self._complete = self._complete or not looks_like_events(self._body.head)  # JSON: all of it at once
        return derived(SpeechAudioDeltaEvent, value, {"type": "speech.audio.delta", "audio": audio}, self.misfits)


class SpeechBytesDecoder:
    """Feed it a body of speech events; it gives the bytes of the audio."""

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        self.done = False
        self._events = SpeechEventDecoder(reply, limit)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The audio that `data` completes."""
        return self._bytes(self._events.feed(data))

    def finish(self) -> Iterator[bytes]:
        """The audio that the body's end completes. Raises if it is not complete by then."""
        return self._bytes(self._events.finish())

    def partial(self) -> None:
        """Nothing: what came was passed on."""

    def _bytes(self, events: Iterable[SpeechStreamEvent]) -> Iterator[bytes]:
        for event in events:
            if isinstance(event, SpeechAudioDeltaEvent):
                yield event.bytes()
        self.done = self._events.done
