"""What a translation may come back as, unless it is text (OpenAI API reference, create translation)."""

from __future__ import annotations

from typing import TypeAlias

from oaicompat.types.audio.translation import Translation
from oaicompat.types.audio.translation_verbose import TranslationVerbose

__all__ = ["TranslationCreateResponse"]

TranslationCreateResponse: TypeAlias = Translation | TranslationVerbose
