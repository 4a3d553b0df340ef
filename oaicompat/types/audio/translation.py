"""What was said in an audio file, in English (OpenAI API reference, create translation)."""

from __future__ import annotations

from oaicompat.types.audio.transcription import Transcript
from oaicompat.types.audio.transcription_segment import TranscriptionSegment

__all__ = ["Translation"]


class Translation(Transcript):
    """The translated text, and what else a server gives without being asked; None where it does not."""

    language: str | None = None
    """A code such as "en", or a name such as "english"."""
    duration: float | None = None
    """How long the audio is, in seconds."""
    segments: list[TranscriptionSegment] | None = None
