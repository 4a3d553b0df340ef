"""`client.audio.transcriptions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, overload

from typing_extensions import Unpack

from oaicompat._signature import lists_keywords
from oaicompat.endpoints import audio

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client
    from oaicompat._stream import AsyncTranscriptionStream, TranscriptionStream
    from oaicompat.types.audio.params import TranscriptionModel, TranscriptionOptions
    from oaicompat.types.audio.transcription import Transcription
    from oaicompat.types.audio.transcription_diarized import TranscriptionDiarized
    from oaicompat.types.audio.transcription_verbose import TranscriptionVerbose
    from oaicompat.types.uploads import FileInput

__all__ = [
    "AsyncRawTranscriptions",
    "AsyncStreamedTranscriptions",
    "AsyncTranscriptions",
    "RawTranscriptions",
    "StreamedTranscriptions",
    "Transcriptions",
]

_PARAMS: Final = "oaicompat.types.audio.params"


class Transcriptions:
    """Speech written down."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: Literal["json"] | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> Transcription: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: Literal["text", "srt", "vtt"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> str: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: Literal["verbose_json"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> TranscriptionVerbose: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: Literal["diarized_json"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> TranscriptionDiarized: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: str | None = None,
        stream: Literal[True],
        **options: Unpack[TranscriptionOptions],
    ) -> TranscriptionStream: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: str | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> Transcription | TranscriptionVerbose | TranscriptionDiarized | str: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: str | None = None,
        stream: bool | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> Transcription | TranscriptionVerbose | TranscriptionDiarized | str | TranscriptionStream: ...
    @lists_keywords(_PARAMS, "TranscriptionOptions")
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: str | None = None,
        stream: bool | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> Transcription | TranscriptionVerbose | TranscriptionDiarized | str | TranscriptionStream:
        """The words of an audio file: as an object, as text with `response_format` text, srt or vtt, or as a stream.

        Args:
            file: the audio: a path, bytes, an open file, or a tuple of its name and one of these. None where an option
                says where it is (`url`, `file_url`, `file_id`, `input_audio`).
            model: the id of the model, as `client.models.list()` gives it.
            response_format: "json", "verbose_json" (with times), "diarized_json" (with speakers), or a text format.
            stream: whether to stream.
            options: the keys of `TranscriptionOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            ConfigurationError: the file cannot be read, or is empty.
            TypeError: an option is unknown, or of the wrong type.
        """
        if stream:
            streamed = audio.transcription_stream(file=file, model=model, response_format=response_format, **options)
            return self._client.open(streamed)
        call = audio.transcription(file=file, model=model, response_format=response_format, **options)
        return self._client.send(call)

    @property
    def with_raw_response(self) -> RawTranscriptions:
        """The same methods, each giving the reply as it is."""
        return RawTranscriptions(self._client)

    @property
    def with_streaming_response(self) -> StreamedTranscriptions:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedTranscriptions(self._client)


class AsyncTranscriptions:
    """Speech written down."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: Literal["json"] | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> Transcription: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: Literal["text", "srt", "vtt"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> str: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: Literal["verbose_json"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> TranscriptionVerbose: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: Literal["diarized_json"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> TranscriptionDiarized: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: str | None = None,
        stream: Literal[True],
        **options: Unpack[TranscriptionOptions],
    ) -> AsyncTranscriptionStream: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: str | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> Transcription | TranscriptionVerbose | TranscriptionDiarized | str: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: str | None = None,
        stream: bool | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> Transcription | TranscriptionVerbose | TranscriptionDiarized | str | AsyncTranscriptionStream: ...
    @lists_keywords(_PARAMS, "TranscriptionOptions")
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: TranscriptionModel | str,
        response_format: str | None = None,
        stream: bool | None = False,
        **options: Unpack[TranscriptionOptions],
    ) -> Transcription | TranscriptionVerbose | TranscriptionDiarized | str | AsyncTranscriptionStream:
        """As `Transcriptions.create`, to be awaited."""
        if stream:
            streamed = audio.transcription_stream(file=file, model=model, response_format=response_format, **options)
            return await self._client.open(streamed)
        call = audio.transcription(file=file, model=model, response_format=response_format, **options)
        return await self._client.send(call)

    @property
    def with_raw_response(self) -> AsyncRawTranscriptions:
        """The same methods, each giving the reply as it is."""
        return AsyncRawTranscriptions(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedTranscriptions:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedTranscriptions(self._client)


class RawTranscriptions:
    """`Transcriptions`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_raw(Transcriptions(_raw.raw_sender(client)).create)


class StreamedTranscriptions:
    """`Transcriptions`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_streamed(Transcriptions(_raw.stream_sender(client)).create)


class AsyncRawTranscriptions:
    """`AsyncTranscriptions`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_raw(AsyncTranscriptions(_raw.async_raw_sender(client)).create)


class AsyncStreamedTranscriptions:
    """`AsyncTranscriptions`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_streamed(AsyncTranscriptions(_raw.async_stream_sender(client)).create)
