"""A stretch of a transcript with its speaker (OpenAI API reference, the diarized transcription object)."""

from __future__ import annotations

from typing import Annotated, Literal

from oaicompat.types.audio.transcription_word import Seconds
from oaicompat.types.base import Text, WireObject, open_words

__all__ = ["TranscriptionDiarizedSegment"]


class TranscriptionDiarizedSegment(WireObject):
    """What one speaker says without a break."""

    id: Text = ""
    start: Seconds = 0.0
    """Seconds from the start of the audio; 0 if the server does not say."""
    end: Seconds = 0.0
    """Seconds from the start of the audio; 0 if the server does not say."""
    text: Text = ""
    speaker: Text = ""
    """A name of `known_speaker_names`, or a letter."""
    type: Annotated[Literal["transcript.text.segment"] | str, open_words] = "transcript.text.segment"
