"""The events of a streamed transcription (OpenAI API reference, transcription stream events).

Servers that stream chunks in the form of chat (vLLM, SGLang) or events of their own (Mistral) give the same events;
what was sent then stands among the extras.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from oaicompat.types.audio.transcription import Logprob, TranscriptionLanguage, Usage
from oaicompat.types.audio.transcription_word import Seconds
from oaicompat.types.base import Text, WireObject

__all__ = [
    "TranscriptionStreamEvent",
    "TranscriptionTextDeltaEvent",
    "TranscriptionTextDoneEvent",
    "TranscriptionTextSegmentEvent",
    "OtherTranscriptionEvent",
]


class TranscriptionTextDeltaEvent(WireObject):
    """A piece of the text."""

    delta: Text = ""
    type: Literal["transcript.text.delta"] = "transcript.text.delta"
    logprobs: list[Logprob] | None = None
    """The log probabilities of its tokens, if `include` asked for them."""
    segment_id: str | None = None
    """The segment that the piece belongs to, if speakers are told apart."""


class TranscriptionTextDoneEvent(WireObject):
    """The text is complete."""

    text: Text = ""
    """All of it."""
    type: Literal["transcript.text.done"] = "transcript.text.done"
    languages: list[TranscriptionLanguage] | None = None
    logprobs: list[Logprob] | None = None
    """The log probabilities of its tokens, if `include` asked for them."""
    usage: Usage | None = None


class TranscriptionTextSegmentEvent(WireObject):
    """A stretch of the text is complete: when it is said, in seconds, and by whom."""

    id: Text = ""
    start: Seconds = 0.0
    end: Seconds = 0.0
    text: Text = ""
    speaker: Text = ""
    type: Literal["transcript.text.segment"] = "transcript.text.segment"


class OtherTranscriptionEvent(WireObject):
    """An event that the API reference does not have. Its fields are attributes, as the server named them.

    `type` is the same for all of them, so that type checkers can tell the others by theirs; a dump has the server's.
    """

    type: Literal["other"] = "other"
    kind: Text = ""
    """The server's own word: its `type`, or else the name of the server-sent event."""


TranscriptionStreamEvent: TypeAlias = (
    TranscriptionTextSegmentEvent | TranscriptionTextDeltaEvent | TranscriptionTextDoneEvent | OtherTranscriptionEvent
)
"""What a streamed transcription consists of; `type` tells which."""
