"""A stretch of a transcript (OpenAI API reference, the verbose transcription object)."""

from __future__ import annotations

from typing import Annotated, Literal

from oaicompat.types.audio.transcription_word import Seconds
from oaicompat.types.base import Count, Listed, Text, WireObject, open_words

__all__ = ["TranscriptionSegment"]


class TranscriptionSegment(WireObject):
    """A stretch of the text, when it is said, and how sure the model is; None where the server does not say."""

    id: Count = 0
    start: Seconds = 0.0
    """Seconds from the start of the audio; 0 if the server does not say."""
    end: Seconds = 0.0
    """Seconds from the start of the audio; 0 if the server does not say."""
    text: Text = ""
    seek: int | None = None
    """Where the model's window stood, in hundredths of a second."""
    tokens: Listed[int] = []
    """The ids of the text's tokens."""
    temperature: float | None = None
    """The temperature that was used."""
    avg_logprob: float | None = None
    """The mean log probability of the tokens; below -1 the text may be wrong."""
    compression_ratio: float | None = None
    """How far the text can be compressed; above 2.4 it may be one phrase over and over."""
    no_speech_prob: float | None = None
    """How likely there is no speech at all, from 0 to 1."""
    type: Annotated[Literal["transcription_segment"] | str, open_words] | None = None
    """The kind of segment (Mistral)."""
    score: float | None = None
    """How sure the model is (Mistral)."""
    speaker_id: str | None = None
    """Who speaks (Mistral)."""
    channel: int | None = None
    """Which channel of the audio it is on (OpenRouter)."""
    speaker: int | str | None = None
    """Who speaks, by number (OpenRouter)."""
    speaker_label: str | None = None
    """Who speaks, by name (OpenRouter)."""
