"""A transcription with times (OpenAI API reference, the verbose transcription object)."""

from __future__ import annotations

from oaicompat.types.audio.transcription import Transcript
from oaicompat.types.audio.transcription_segment import TranscriptionSegment
from oaicompat.types.audio.transcription_word import Seconds
from oaicompat.types.base import Text

__all__ = ["TranscriptionVerbose"]


class TranscriptionVerbose(Transcript):
    """The text with its language, its segments and, if they were asked for, its words; None where there are none."""

    language: Text = ""
    """A code such as "en", or a name such as "english"."""
    duration: Seconds = 0.0
    """How long the audio is, in seconds; 0 if the server does not say."""
    segments: list[TranscriptionSegment] | None = None
