"""What a transcription may come back as, unless it is text (OpenAI API reference, create transcription)."""

from __future__ import annotations

from typing import TypeAlias

from oaicompat.types.audio.transcription import Transcription
from oaicompat.types.audio.transcription_diarized import TranscriptionDiarized
from oaicompat.types.audio.transcription_verbose import TranscriptionVerbose

__all__ = ["TranscriptionCreateResponse"]

TranscriptionCreateResponse: TypeAlias = Transcription | TranscriptionDiarized | TranscriptionVerbose
