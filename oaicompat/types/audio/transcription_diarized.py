"""A transcription by speakers (OpenAI API reference, the diarized transcription object)."""

from __future__ import annotations

from oaicompat.types.audio.transcription import Transcript
from oaicompat.types.audio.transcription_diarized_segment import TranscriptionDiarizedSegment
from oaicompat.types.audio.transcription_word import Seconds
from oaicompat.types.base import Listed

__all__ = ["TranscriptionDiarized"]


class TranscriptionDiarized(Transcript):
    """The text, and who says what."""

    duration: Seconds = 0.0
    """How long the audio is, in seconds; 0 if the server does not say."""
    language: str | None = None
    segments: Listed[TranscriptionDiarizedSegment] = []
