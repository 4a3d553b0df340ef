"""The types of speech, transcriptions and translations, under the openai SDK's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.types.audio.params import (
        SpeechCreateParams,
        SpeechModel,
        SpeechOptions,
        TranscriptionCreateParams,
        TranscriptionInclude,
        TranscriptionOptions,
        TranslationCreateParams,
        TranslationOptions,
    )
    from oaicompat.types.audio.speech_stream_event import (
        SpeechAudioDeltaEvent,
        SpeechAudioDoneEvent,
        SpeechStreamEvent,
    )
    from oaicompat.types.audio.transcription import (
        Transcription,
        TranscriptionLanguage,
    )
    from oaicompat.types.audio.transcription_create_response import (
        TranscriptionCreateResponse,
    )
    from oaicompat.types.audio.transcription_diarized import (
        TranscriptionDiarized,
    )
    from oaicompat.types.audio.transcription_diarized_segment import (
        TranscriptionDiarizedSegment,
    )
    from oaicompat.types.audio.transcription_segment import (
        TranscriptionSegment,
    )
    from oaicompat.types.audio.transcription_stream_event import (
        TranscriptionStreamEvent,
        TranscriptionTextDeltaEvent,
        TranscriptionTextDoneEvent,
        TranscriptionTextSegmentEvent,
    )
    from oaicompat.types.audio.transcription_verbose import (
        TranscriptionVerbose,
    )
    from oaicompat.types.audio.transcription_word import (
        TranscriptionWord,
    )
    from oaicompat.types.audio.translation import (
        Translation,
    )
    from oaicompat.types.audio.translation_create_response import (
        TranslationCreateResponse,
    )
    from oaicompat.types.audio.translation_verbose import (
        TranslationVerbose,
    )

__all__ = [
    "SpeechAudioDeltaEvent",
    "SpeechAudioDoneEvent",
    "SpeechCreateParams",
    "SpeechModel",
    "SpeechOptions",
    "SpeechStreamEvent",
    "Transcription",
    "TranscriptionCreateParams",
    "TranscriptionCreateResponse",
    "TranscriptionDiarized",
    "TranscriptionDiarizedSegment",
    "TranscriptionInclude",
    "TranscriptionLanguage",
    "TranscriptionOptions",
    "TranscriptionSegment",
    "TranscriptionStreamEvent",
    "TranscriptionTextDeltaEvent",
    "TranscriptionTextDoneEvent",
    "TranscriptionTextSegmentEvent",
    "TranscriptionVerbose",
    "TranscriptionWord",
    "Translation",
    "TranslationCreateParams",
    "TranslationCreateResponse",
    "TranslationOptions",
    "TranslationVerbose",
]

if not TYPE_CHECKING:  # found when asked for: a request's types need no reply's, and the other way round
    _HOMES = {
        "speech_stream_event": "SpeechAudioDeltaEvent SpeechAudioDoneEvent SpeechStreamEvent",
        "transcription": "Transcription TranscriptionLanguage",
        "transcription_create_response": "TranscriptionCreateResponse",
        "transcription_diarized": "TranscriptionDiarized",
        "transcription_diarized_segment": "TranscriptionDiarizedSegment",
        "transcription_segment": "TranscriptionSegment",
        "transcription_stream_event": "TranscriptionStreamEvent TranscriptionTextDeltaEvent "
        "TranscriptionTextDoneEvent TranscriptionTextSegmentEvent",
        "transcription_verbose": "TranscriptionVerbose",
        "transcription_word": "TranscriptionWord",
        "translation": "Translation",
        "translation_create_response": "TranslationCreateResponse",
        "translation_verbose": "TranslationVerbose",
    }
    _HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME.get(name, 'params')}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
