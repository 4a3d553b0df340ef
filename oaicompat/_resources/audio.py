"""`client.audio`: speech out of text, and text out of speech."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from oaicompat._resources.speech import (
    AsyncRawSpeech,
    AsyncSpeech,
    AsyncStreamedSpeech,
    RawSpeech,
    Speech,
    StreamedSpeech,
)
from oaicompat._resources.transcriptions import (
    AsyncRawTranscriptions,
    AsyncStreamedTranscriptions,
    AsyncTranscriptions,
    RawTranscriptions,
    StreamedTranscriptions,
    Transcriptions,
)
from oaicompat._resources.translations import (
    AsyncRawTranslations,
    AsyncStreamedTranslations,
    AsyncTranslations,
    RawTranslations,
    StreamedTranslations,
    Translations,
)
from oaicompat.types.audio.speech_stream_event import OtherSpeechEvent, SpeechAudioDeltaEvent, SpeechAudioDoneEvent
from oaicompat.types.audio.transcription import Transcription
from oaicompat.types.audio.transcription_diarized import TranscriptionDiarized
from oaicompat.types.audio.transcription_stream_event import (
    OtherTranscriptionEvent,
    TranscriptionTextDeltaEvent,
    TranscriptionTextDoneEvent,
    TranscriptionTextSegmentEvent,
)
from oaicompat.types.audio.transcription_verbose import TranscriptionVerbose
from oaicompat.types.audio.translation import Translation
from oaicompat.types.audio.translation_verbose import TranslationVerbose

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client

__all__ = [
    "REPLIES",
    "AsyncAudio",
    "AsyncRawAudio",
    "AsyncStreamedAudio",
    "Audio",
    "RawAudio",
    "StreamedAudio",
]

REPLIES: Final = (
    SpeechAudioDeltaEvent,
    SpeechAudioDoneEvent,
    OtherSpeechEvent,
    Transcription,
    TranscriptionDiarized,
    TranscriptionVerbose,
    TranscriptionTextDeltaEvent,
    TranscriptionTextDoneEvent,
    TranscriptionTextSegmentEvent,
    OtherTranscriptionEvent,
    Translation,
    TranslationVerbose,
)


class Audio:
    """Audio, as the wire's paths spell it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def speech(self) -> Speech:
        """Text spoken."""
        return Speech(self._client)

    @property
    def transcriptions(self) -> Transcriptions:
        """Speech written down."""
        return Transcriptions(self._client)

    @property
    def translations(self) -> Translations:
        """Speech written down in English."""
        return Translations(self._client)

    @property
    def with_raw_response(self) -> RawAudio:
        """The same methods, each giving the reply as it is."""
        return RawAudio(self._client)

    @property
    def with_streaming_response(self) -> StreamedAudio:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedAudio(self._client)


class AsyncAudio:
    """Audio, as the wire's paths spell it."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @property
    def speech(self) -> AsyncSpeech:
        """Text spoken."""
        return AsyncSpeech(self._client)

    @property
    def transcriptions(self) -> AsyncTranscriptions:
        """Speech written down."""
        return AsyncTranscriptions(self._client)

    @property
    def translations(self) -> AsyncTranslations:
        """Speech written down in English."""
        return AsyncTranslations(self._client)

    @property
    def with_raw_response(self) -> AsyncRawAudio:
        """The same methods, each giving the reply as it is."""
        return AsyncRawAudio(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedAudio:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedAudio(self._client)


class RawAudio:
    """`Audio`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        self.speech = RawSpeech(client)
        self.transcriptions = RawTranscriptions(client)
        self.translations = RawTranslations(client)


class StreamedAudio:
    """`Audio`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        self.speech = StreamedSpeech(client)
        self.transcriptions = StreamedTranscriptions(client)
        self.translations = StreamedTranslations(client)


class AsyncRawAudio:
    """`AsyncAudio`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        self.speech = AsyncRawSpeech(client)
        self.transcriptions = AsyncRawTranscriptions(client)
        self.translations = AsyncRawTranslations(client)


class AsyncStreamedAudio:
    """`AsyncAudio`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        self.speech = AsyncStreamedSpeech(client)
        self.transcriptions = AsyncStreamedTranscriptions(client)
        self.translations = AsyncStreamedTranslations(client)
