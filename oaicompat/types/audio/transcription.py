"""What was said in an audio file (OpenAI API reference, the transcription object)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

from oaicompat.types.audio.transcription_diarized_segment import TranscriptionDiarizedSegment
from oaicompat.types.audio.transcription_segment import TranscriptionSegment
from oaicompat.types.audio.transcription_word import Seconds, TranscriptionWord
from oaicompat.types.base import Count, Listed, Result, Text, WireObject, open_words

__all__ = [
    "Logprob",
    "SpeakerSegment",
    "Transcript",
    "Transcription",
    "TranscriptionEntity",
    "TranscriptionLanguage",
    "Usage",
    "UsageDuration",
    "UsageTokens",
    "UsageTokensInputTokenDetails",
]


class Logprob(WireObject):
    """A token of the text, its log probability (minus infinity if the server gives none), its UTF-8 bytes."""

    token: Text = ""
    logprob: float = float("-inf")
    bytes: list[int] | None = None


class UsageTokensInputTokenDetails(WireObject):
    """What the input's tokens were; None where the server did not say."""

    audio_tokens: int | None = None
    text_tokens: int | None = None


class UsageTokens(WireObject):
    """How many tokens a call took.

    Servers that count as chat does have `prompt_tokens` and `completion_tokens` (vLLM, SGLang, Mistral): then
    `input_tokens` and `output_tokens` are the same figures.
    """

    type: Literal["tokens"] = "tokens"
    input_tokens: Count = 0
    output_tokens: Count = 0
    total_tokens: Count = 0
    input_token_details: UsageTokensInputTokenDetails | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_audio_seconds: float | None = None
    """How long the audio is (Mistral)."""
    seconds: float | None = None
    """How long the audio is (OpenRouter)."""
    cost: float | None = None
    """In credits (OpenRouter)."""
    request_count: int | None = None
    """How many requests are charged (Mistral)."""
    service_tier: str | None = None
    """The processing tier that served the call (Mistral)."""

    def model_post_init(self, context: Any, /) -> None:
        for name, other in (("input_tokens", self.prompt_tokens), ("output_tokens", self.completion_tokens)):
            if other is not None and name not in self.__pydantic_fields_set__:
                vars(self)[name] = other


class UsageDuration(WireObject):
    """For how much audio a call is charged."""

    type: Literal["duration"] = "duration"
    seconds: Seconds = 0.0
    cost: float | None = None
    """In credits (OpenRouter)."""


def _usage_kind(value: Any) -> str:
    """Duration if the server says so, or if it has seconds and says nothing of tokens."""
    if not isinstance(value, dict):
        return "duration" if isinstance(value, UsageDuration) else "tokens"
    if value.get("type") in ("tokens", "duration"):
        return str(value["type"])
    counts = any(name.endswith("_tokens") and value[name] is not None for name in value)
    return "tokens" if counts or "seconds" not in value else "duration"


Usage = Annotated[
    Annotated[UsageTokens, Tag("tokens")] | Annotated[UsageDuration, Tag("duration")], Discriminator(_usage_kind)
]


class TranscriptionLanguage(WireObject):
    """A language that was found."""

    code: Text = ""


class TranscriptionEntity(WireObject):
    """A name, a date or the like in the text, and its characters' places in it (OpenRouter)."""

    type: Text = ""
    text: Text = ""
    start_char: Count = 0
    end_char: Count = 0


class SpeakerSegment(WireObject):
    """What one speaker says without a break (Together)."""

    id: Count = 0
    speaker_id: Text = ""
    start: Seconds = 0.0
    end: Seconds = 0.0
    text: Text = ""
    words: Listed[TranscriptionWord] = []


class Transcript(Result):
    """What every form of a transcription may have."""

    text: Text = ""
    task: Annotated[Literal["transcribe", "translate"] | str, open_words] | None = None
    usage: Usage | None = None
    words: list[TranscriptionWord] | None = None
    languages: list[TranscriptionLanguage] | None = None
    logprobs: list[Logprob] | None = None
    model: str | None = None
    """The model that answered (Mistral)."""
    confidence: float | None = None
    """From 0 to 1 (OpenRouter)."""
    language_confidence: float | None = None
    """How sure the language is, from 0 to 1 (OpenRouter)."""
    entities: list[TranscriptionEntity] | None = None
    """Names, dates and the like (OpenRouter)."""
    speaker_segments: list[SpeakerSegment] | None = None
    """The text by speakers (Together)."""


def _segment_kind(value: Any) -> str:
    """Diarized if it is marked so."""
    if not isinstance(value, dict):
        return "diarized" if isinstance(value, TranscriptionDiarizedSegment) else "plain"
    return "diarized" if value.get("type") == "transcript.text.segment" else "plain"


_Segment = Annotated[
    Annotated[TranscriptionSegment, Tag("plain")] | Annotated[TranscriptionDiarizedSegment, Tag("diarized")],
    Discriminator(_segment_kind),
]


class Transcription(Transcript):
    """The text, and what else a server gives without being asked; None where it does not."""

    language: str | None = None
    """A code such as "en", or a name such as "english"."""
    duration: float | None = None
    """How long the audio is, in seconds."""
    segments: list[_Segment] | None = None
