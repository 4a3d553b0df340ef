"""`client.audio.translations`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, overload

from typing_extensions import Unpack

from oaicompat._signature import lists_keywords
from oaicompat.endpoints import audio

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client
    from oaicompat._stream import AsyncTranscriptionStream, TranscriptionStream
    from oaicompat.types.audio.params import TranslationOptions
    from oaicompat.types.audio.translation import Translation
    from oaicompat.types.audio.translation_verbose import TranslationVerbose
    from oaicompat.types.uploads import FileInput

__all__ = [
    "AsyncRawTranslations",
    "AsyncStreamedTranslations",
    "AsyncTranslations",
    "RawTranslations",
    "StreamedTranslations",
    "Translations",
]

_PARAMS: Final = "oaicompat.types.audio.params"


class Translations:
    """Speech written down in English."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: Literal["json"] | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[TranslationOptions],
    ) -> Translation: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: Literal["text", "srt", "vtt"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranslationOptions],
    ) -> str: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: Literal["verbose_json"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranslationOptions],
    ) -> TranslationVerbose: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: str | None = None,
        stream: Literal[True],
        **options: Unpack[TranslationOptions],
    ) -> TranscriptionStream: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: str | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[TranslationOptions],
    ) -> Translation | TranslationVerbose | str: ...
    @overload
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: str | None = None,
        stream: bool | None = False,
        **options: Unpack[TranslationOptions],
    ) -> Translation | TranslationVerbose | str | TranscriptionStream: ...
    @lists_keywords(_PARAMS, "TranslationOptions")
    def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: str | None = None,
        stream: bool | None = False,
        **options: Unpack[TranslationOptions],
    ) -> Translation | TranslationVerbose | str | TranscriptionStream:
        """The words of an audio file in English: as an object, or as text with `response_format` text, srt or vtt.

        Args:
            file: the audio: a path, bytes, an open file, or a tuple of its name and one of these. None where `url` says
                where it is.
            model: the id of the model, as `client.models.list()` gives it.
            response_format: "json", "verbose_json" (with times), or a text format.
            stream: whether to stream (vLLM).
            options: the keys of `TranslationOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            ConfigurationError: the file cannot be read, or is empty.
            TypeError: an option is unknown, or of the wrong type.
        """
        if stream:
            streamed = audio.translation_stream(file=file, model=model, response_format=response_format, **options)
            return self._client.open(streamed)
        call = audio.translation(file=file, model=model, response_format=response_format, **options)
        return self._client.send(call)

    @property
    def with_raw_response(self) -> RawTranslations:
        """The same methods, each giving the reply as it is."""
        return RawTranslations(self._client)

    @property
    def with_streaming_response(self) -> StreamedTranslations:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedTranslations(self._client)


class AsyncTranslations:
    """Speech written down in English."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: Literal["json"] | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[TranslationOptions],
    ) -> Translation: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: Literal["text", "srt", "vtt"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranslationOptions],
    ) -> str: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: Literal["verbose_json"],
        stream: Literal[False] | None = False,
        **options: Unpack[TranslationOptions],
    ) -> TranslationVerbose: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: str | None = None,
        stream: Literal[True],
        **options: Unpack[TranslationOptions],
    ) -> AsyncTranscriptionStream: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: str | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[TranslationOptions],
    ) -> Translation | TranslationVerbose | str: ...
    @overload
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: str | None = None,
        stream: bool | None = False,
        **options: Unpack[TranslationOptions],
    ) -> Translation | TranslationVerbose | str | AsyncTranscriptionStream: ...
    @lists_keywords(_PARAMS, "TranslationOptions")
    async def create(
        self,
        *,
        file: FileInput | None = None,
        model: str,
        response_format: str | None = None,
        stream: bool | None = False,
        **options: Unpack[TranslationOptions],
    ) -> Translation | TranslationVerbose | str | AsyncTranscriptionStream:
        """As `Translations.create`, to be awaited."""
        if stream:
            streamed = audio.translation_stream(file=file, model=model, response_format=response_format, **options)
            return await self._client.open(streamed)
        call = audio.translation(file=file, model=model, response_format=response_format, **options)
        return await self._client.send(call)

    @property
    def with_raw_response(self) -> AsyncRawTranslations:
        """The same methods, each giving the reply as it is."""
        return AsyncRawTranslations(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedTranslations:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedTranslations(self._client)


class RawTranslations:
    """`Translations`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_raw(Translations(_raw.raw_sender(client)).create)


class StreamedTranslations:
    """`Translations`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_streamed(Translations(_raw.stream_sender(client)).create)


class AsyncRawTranslations:
    """`AsyncTranslations`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_raw(AsyncTranslations(_raw.async_raw_sender(client)).create)


class AsyncStreamedTranslations:
    """`AsyncTranslations`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_streamed(AsyncTranslations(_raw.async_stream_sender(client)).create)
