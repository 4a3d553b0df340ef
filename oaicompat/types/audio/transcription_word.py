"""A word of a transcript and when it is said (OpenAI API reference, the verbose transcription object)."""

from __future__ import annotations

from typing import Annotated, Literal

from oaicompat.types.base import Text, WireObject, null_means, open_words

__all__ = ["Seconds", "TranscriptionWord"]

#: Seconds; null is 0.
Seconds = Annotated[float, null_means(float)]


class TranscriptionWord(WireObject):
    """A word, and when it starts and ends, in seconds from the start of the audio."""

    word: Text = ""
    start: Seconds = 0.0
    end: Seconds = 0.0
    channel: int | None = None
    """Which channel of the audio it is on (OpenRouter)."""
    confidence: float | None = None
    """From 0 to 1 (OpenRouter)."""
    speaker: int | str | None = None
    """Who says it, by number (OpenRouter)."""
    speaker_id: str | None = None
    """Who says it (Together)."""
    speaker_label: str | None = None
    """Who says it, by name (OpenRouter)."""
    type: Annotated[Literal["word", "audio_event"] | str, open_words] | None = None
    """A word, or a sound such as laughter (OpenRouter)."""
