"""`client.images`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, overload

from typing_extensions import Unpack

from oaicompat._signature import lists_keywords
from oaicompat.endpoints import images as endpoints
from oaicompat.types.image_events import (
    ImageEditCompletedEvent,
    ImageEditPartialImageEvent,
    ImageGenCompletedEvent,
    ImageGenPartialImageEvent,
    OtherImageEvent,
)
from oaicompat.types.images_response import ImagesResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oaicompat._client import AsyncClient, Client
    from oaicompat._stream import AsyncStream, Stream
    from oaicompat.types.image_events import ImageEditStreamEvent, ImageGenStreamEvent
    from oaicompat.types.images import (
        ImageEditOptions,
        ImageGenerateOptions,
        ImageInput,
        ImageReference,
        ImageVariationOptions,
    )
    from oaicompat.types.uploads import FileInput

__all__ = [
    "AsyncImages",
    "AsyncRawImages",
    "AsyncStreamedImages",
    "Images",
    "REPLIES",
    "RawImages",
    "StreamedImages",
]

#: What its calls return, to be built before the first one.
REPLIES: Final = (
    ImagesResponse,
    ImageEditCompletedEvent,
    ImageEditPartialImageEvent,
    ImageGenCompletedEvent,
    ImageGenPartialImageEvent,
    OtherImageEvent,
)


class Images:
    """New images, and images that are made of others."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @overload
    def generate(
        self, *, prompt: str, stream: Literal[False] | None = False, **options: Unpack[ImageGenerateOptions]
    ) -> ImagesResponse: ...
    @overload
    def generate(
        self, *, prompt: str, stream: Literal[True], **options: Unpack[ImageGenerateOptions]
    ) -> Stream[ImageGenStreamEvent]: ...
    @overload
    def generate(
        self, *, prompt: str, stream: bool, **options: Unpack[ImageGenerateOptions]
    ) -> ImagesResponse | Stream[ImageGenStreamEvent]: ...
    @lists_keywords("oaicompat.types.images", "ImageGenerateOptions")
    def generate(
        self, *, prompt: str, stream: bool | None = False, **options: Unpack[ImageGenerateOptions]
    ) -> ImagesResponse | Stream[ImageGenStreamEvent]:
        """Images of what a text describes: whole, or with `stream=True` in events while they are made.

        Args:
            prompt: what the images should show.
            stream: whether to stream; `partial_images` says how many images on their way to send.
            options: the keys of `ImageGenerateOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            TypeError: an option is unknown, or of the wrong type.
        """
        if stream:
            return self._client.open(endpoints.generate_stream(prompt=prompt, **options))
        return self._client.send(endpoints.generate(prompt=prompt, **options))

    @overload
    def edit(
        self,
        *,
        prompt: str,
        image: ImageInput | Sequence[ImageInput] | None = None,
        images: Iterable[ImageReference] | None = None,
        mask: ImageInput | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[ImageEditOptions],
    ) -> ImagesResponse: ...
    @overload
    def edit(
        self,
        *,
        prompt: str,
        image: ImageInput | Sequence[ImageInput] | None = None,
        images: Iterable[ImageReference] | None = None,
        mask: ImageInput | None = None,
        stream: Literal[True],
        **options: Unpack[ImageEditOptions],
    ) -> Stream[ImageEditStreamEvent]: ...
    @overload
    def edit(
        self,
        *,
        prompt: str,
        image: ImageInput | Sequence[ImageInput] | None = None,
        images: Iterable[ImageReference] | None = None,
        mask: ImageInput | None = None,
        stream: bool,
        **options: Unpack[ImageEditOptions],
    ) -> ImagesResponse | Stream[ImageEditStreamEvent]: ...
    @lists_keywords("oaicompat.types.images", "ImageEditOptions")
    def edit(
        self,
        *,
        prompt: str,
        image: ImageInput | Sequence[ImageInput] | None = None,
        images: Iterable[ImageReference] | None = None,
        mask: ImageInput | None = None,
        stream: bool | None = False,
        **options: Unpack[ImageEditOptions],
    ) -> ImagesResponse | Stream[ImageEditStreamEvent]:
        """Images that are made of others: whole, or with `stream=True` in events while they are made.

        Args:
            prompt: what the result should show.
            image: the image, or a list of several. Files (a path, bytes, an open file) are sent in a form; `data:` and
                `https:` URLs, and objects that hold one, are sent as JSON, as they are.
            images: references to images in place of `image`, in OpenAI's form: ``[{"image_url": ...}]`` or
                ``[{"file_id": ...}]``.
            mask: an image whose clear areas say where to edit; a file if `image` is one, else a reference.
            stream: whether to stream; `partial_images` says how many images on their way to send.
            options: the keys of `ImageEditOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            ConfigurationError: a file cannot be read.
            TypeError: an option is unknown, or of the wrong type.
        """
        if stream:
            call = endpoints.edit_stream(prompt=prompt, image=image, images=images, mask=mask, **options)
            return self._client.open(call)
        return self._client.send(endpoints.edit(prompt=prompt, image=image, images=images, mask=mask, **options))

    @lists_keywords("oaicompat.types.images", "ImageVariationOptions")
    def create_variation(self, *, image: FileInput, **options: Unpack[ImageVariationOptions]) -> ImagesResponse:
        """Images that are like another one (dall-e-2 only).

        Args:
            image: a path, bytes or an open file: a square `png` of at most 4 MB.
            options: the keys of `ImageVariationOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            ConfigurationError: the file cannot be read.
            TypeError: an option is unknown, or of the wrong type.
        """
        return self._client.send(endpoints.variation(image=image, **options))

    @property
    def with_raw_response(self) -> RawImages:
        """The same methods, each giving the reply as it is."""
        return RawImages(self._client)

    @property
    def with_streaming_response(self) -> StreamedImages:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedImages(self._client)


class AsyncImages:
    """New images, and images that are made of others."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @overload
    async def generate(
        self, *, prompt: str, stream: Literal[False] | None = False, **options: Unpack[ImageGenerateOptions]
    ) -> ImagesResponse: ...
    @overload
    async def generate(
        self, *, prompt: str, stream: Literal[True], **options: Unpack[ImageGenerateOptions]
    ) -> AsyncStream[ImageGenStreamEvent]: ...
    @overload
    async def generate(
        self, *, prompt: str, stream: bool, **options: Unpack[ImageGenerateOptions]
    ) -> ImagesResponse | AsyncStream[ImageGenStreamEvent]: ...
    @lists_keywords("oaicompat.types.images", "ImageGenerateOptions")
    async def generate(
        self, *, prompt: str, stream: bool | None = False, **options: Unpack[ImageGenerateOptions]
    ) -> ImagesResponse | AsyncStream[ImageGenStreamEvent]:
        """As `Images.generate`, to be awaited."""
        if stream:
            return await self._client.open(endpoints.generate_stream(prompt=prompt, **options))
        return await self._client.send(endpoints.generate(prompt=prompt, **options))

    @overload
    async def edit(
        self,
        *,
        prompt: str,
        image: ImageInput | Sequence[ImageInput] | None = None,
        images: Iterable[ImageReference] | None = None,
        mask: ImageInput | None = None,
        stream: Literal[False] | None = False,
        **options: Unpack[ImageEditOptions],
    ) -> ImagesResponse: ...
    @overload
    async def edit(
        self,
        *,
        prompt: str,
        image: ImageInput | Sequence[ImageInput] | None = None,
        images: Iterable[ImageReference] | None = None,
        mask: ImageInput | None = None,
        stream: Literal[True],
        **options: Unpack[ImageEditOptions],
    ) -> AsyncStream[ImageEditStreamEvent]: ...
    @overload
    async def edit(
        self,
        *,
        prompt: str,
        image: ImageInput | Sequence[ImageInput] | None = None,
        images: Iterable[ImageReference] | None = None,
        mask: ImageInput | None = None,
        stream: bool,
        **options: Unpack[ImageEditOptions],
    ) -> ImagesResponse | AsyncStream[ImageEditStreamEvent]: ...
    @lists_keywords("oaicompat.types.images", "ImageEditOptions")
    async def edit(
        self,
        *,
        prompt: str,
        image: ImageInput | Sequence[ImageInput] | None = None,
        images: Iterable[ImageReference] | None = None,
        mask: ImageInput | None = None,
        stream: bool | None = False,
        **options: Unpack[ImageEditOptions],
    ) -> ImagesResponse | AsyncStream[ImageEditStreamEvent]:
        """As `Images.edit`, to be awaited."""
        if stream:
            call = endpoints.edit_stream(prompt=prompt, image=image, images=images, mask=mask, **options)
            return await self._client.open(call)
        return await self._client.send(endpoints.edit(prompt=prompt, image=image, images=images, mask=mask, **options))

    @lists_keywords("oaicompat.types.images", "ImageVariationOptions")
    async def create_variation(self, *, image: FileInput, **options: Unpack[ImageVariationOptions]) -> ImagesResponse:
        """As `Images.create_variation`, to be awaited."""
        return await self._client.send(endpoints.variation(image=image, **options))

    @property
    def with_raw_response(self) -> AsyncRawImages:
        """The same methods, each giving the reply as it is."""
        return AsyncRawImages(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedImages:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedImages(self._client)


class RawImages:
    """`Images`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        inner = Images(_raw.raw_sender(client))
        self.generate = _raw.returns_raw(inner.generate)
        self.edit = _raw.returns_raw(inner.edit)
        self.create_variation = _raw.returns_raw(inner.create_variation)


class StreamedImages:
    """`Images`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        inner = Images(_raw.stream_sender(client))
        self.generate = _raw.returns_streamed(inner.generate)
        self.edit = _raw.returns_streamed(inner.edit)
        self.create_variation = _raw.returns_streamed(inner.create_variation)


class AsyncRawImages:
    """`AsyncImages`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        inner = AsyncImages(_raw.async_raw_sender(client))
        self.generate = _raw.async_returns_raw(inner.generate)
        self.edit = _raw.async_returns_raw(inner.edit)
        self.create_variation = _raw.async_returns_raw(inner.create_variation)


class AsyncStreamedImages:
    """`AsyncImages`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        inner = AsyncImages(_raw.async_stream_sender(client))
        self.generate = _raw.async_returns_streamed(inner.generate)
        self.edit = _raw.async_returns_streamed(inner.edit)
        self.create_variation = _raw.async_returns_streamed(inner.create_variation)
