"""`client.audio.speech`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, overload

from typing_extensions import Unpack

from oaicompat._signature import lists_keywords
from oaicompat.endpoints import audio

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client
    from oaicompat._stream import AsyncByteStream, AsyncStream, ByteStream, Stream
    from oaicompat.types.audio.params import SpeechInput, SpeechModel, SpeechOptions, Voice
    from oaicompat.types.audio.speech_stream_event import SpeechStreamEvent
    from oaicompat.types.binary import Binary

__all__ = [
    "AsyncRawSpeech",
    "AsyncSpeech",
    "AsyncStreamedSpeech",
    "RawSpeech",
    "Speech",
    "StreamedSpeech",
]

_PARAMS: Final = "oaicompat.types.audio.params"


class Speech:
    """Text spoken."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @overload
    def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: Literal[False] | None = None,
        stream_format: Literal["audio"] | None = None,
        **options: Unpack[SpeechOptions],
    ) -> Binary: ...
    @overload
    def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: Literal["audio"],
        **options: Unpack[SpeechOptions],
    ) -> Binary: ...
    @overload
    def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: Literal["sse"],
        **options: Unpack[SpeechOptions],
    ) -> Stream[SpeechStreamEvent]: ...
    @overload
    def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: Literal[True],
        stream_format: Literal["sse"] | None = None,
        **options: Unpack[SpeechOptions],
    ) -> Stream[SpeechStreamEvent]: ...
    @overload
    def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: str | None = None,
        **options: Unpack[SpeechOptions],
    ) -> Binary | Stream[SpeechStreamEvent]: ...
    @lists_keywords(_PARAMS, "SpeechOptions")
    def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: str | None = None,
        **options: Unpack[SpeechOptions],
    ) -> Binary | Stream[SpeechStreamEvent]:
        """The text spoken: its bytes, or with `stream_format="sse"` events that hold pieces of it.

        Bytes are held in memory; `stream` and `with_streaming_response` give them as they come.

        Args:
            model: the id of the model, as `client.models.list()` gives it.
            input: the text.
            voice: the voice's name, or `{"id": ...}` for one of your own; servers that clone voices need none.
            stream: what some servers want in place of `stream_format` (vLLM-Omni, Mistral, Together): events too.
            stream_format: "sse" for events; "audio", or nothing, for bytes.
            options: the keys of `SpeechOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed, or the reply is no audio; see `oaicompat.errors`.
            TypeError: an option is unknown, or of the wrong type.
        """
        if _wants_events(stream, stream_format):
            return self._client.open(
                audio.speech_events(
                    model=model, input=input, voice=voice, stream=stream, stream_format=stream_format, **options
                )
            )
        return self._client.send(
            audio.speech(model=model, input=input, voice=voice, stream=stream, stream_format=stream_format, **options)
        )

    @lists_keywords(_PARAMS, "SpeechOptions")
    def stream(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: Literal["audio", "sse"] | None = None,
        **options: Unpack[SpeechOptions],
    ) -> ByteStream:
        """The bytes of the speech as they come: iterate over it, or `save(path)`; use `with` to be sure of its end.

        The arguments are those of `create`. If the server sends events, the bytes are those of the audio in them.
        """
        return self._client.open(
            audio.speech_bytes(
                model=model, input=input, voice=voice, stream=stream, stream_format=stream_format, **options
            )
        )

    @property
    def with_raw_response(self) -> RawSpeech:
        """The same methods, each giving the reply as it is."""
        return RawSpeech(self._client)

    @property
    def with_streaming_response(self) -> StreamedSpeech:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedSpeech(self._client)


class AsyncSpeech:
    """Text spoken."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @overload
    async def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: Literal[False] | None = None,
        stream_format: Literal["audio"] | None = None,
        **options: Unpack[SpeechOptions],
    ) -> Binary: ...
    @overload
    async def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: Literal["audio"],
        **options: Unpack[SpeechOptions],
    ) -> Binary: ...
    @overload
    async def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: Literal["sse"],
        **options: Unpack[SpeechOptions],
    ) -> AsyncStream[SpeechStreamEvent]: ...
    @overload
    async def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: Literal[True],
        stream_format: Literal["sse"] | None = None,
        **options: Unpack[SpeechOptions],
    ) -> AsyncStream[SpeechStreamEvent]: ...
    @overload
    async def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: str | None = None,
        **options: Unpack[SpeechOptions],
    ) -> Binary | AsyncStream[SpeechStreamEvent]: ...
    @lists_keywords(_PARAMS, "SpeechOptions")
    async def create(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: str | None = None,
        **options: Unpack[SpeechOptions],
    ) -> Binary | AsyncStream[SpeechStreamEvent]:
        """As `Speech.create`, to be awaited."""
        if _wants_events(stream, stream_format):
            return await self._client.open(
                audio.speech_events(
                    model=model, input=input, voice=voice, stream=stream, stream_format=stream_format, **options
                )
            )
        return await self._client.send(
            audio.speech(model=model, input=input, voice=voice, stream=stream, stream_format=stream_format, **options)
        )

    @lists_keywords(_PARAMS, "SpeechOptions")
    async def stream(
        self,
        *,
        model: SpeechModel | str,
        input: SpeechInput,
        voice: Voice | None = None,
        stream: bool | None = None,
        stream_format: Literal["audio", "sse"] | None = None,
        **options: Unpack[SpeechOptions],
    ) -> AsyncByteStream:
        """As `Speech.stream`, to be awaited."""
        return await self._client.open(
            audio.speech_bytes(
                model=model, input=input, voice=voice, stream=stream, stream_format=stream_format, **options
            )
        )

    @property
    def with_raw_response(self) -> AsyncRawSpeech:
        """The same methods, each giving the reply as it is."""
        return AsyncRawSpeech(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedSpeech:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedSpeech(self._client)


class RawSpeech:
    """`Speech`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_raw(Speech(_raw.raw_sender(client)).create)


class StreamedSpeech:
    """`Speech`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_streamed(Speech(_raw.stream_sender(client)).create)


class AsyncRawSpeech:
    """`AsyncSpeech`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_raw(AsyncSpeech(_raw.async_raw_sender(client)).create)


class AsyncStreamedSpeech:
    """`AsyncSpeech`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_streamed(AsyncSpeech(_raw.async_stream_sender(client)).create)


def _wants_events(stream: bool | None, stream_format: str | None) -> bool:
    return stream_format == "sse" or (stream is True and stream_format != "audio")
