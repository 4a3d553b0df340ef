"""A translation with times (OpenAI API reference, create translation)."""

from __future__ import annotations

from oaicompat.types.audio.transcription_verbose import TranscriptionVerbose

__all__ = ["TranslationVerbose"]


class TranslationVerbose(TranscriptionVerbose):
    """The translated text with its segments; `language` is that of the text."""
