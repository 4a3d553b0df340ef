"""The events of images that are streamed while they are made (OpenAI API reference, image streaming events)."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from oaicompat.types.base import Count, Text, open_words
from oaicompat.types.image import ImageError, Picture
from oaicompat.types.images_response import Usage

__all__ = [
    "ImageEditCompletedEvent",
    "ImageEditPartialImageEvent",
    "ImageEditStreamEvent",
    "ImageEvent",
    "ImageGenCompletedEvent",
    "ImageGenPartialImageEvent",
    "ImageGenStreamEvent",
    "OtherImageEvent",
]

Background = Annotated[Literal["transparent", "opaque", "auto"] | str, open_words]
OutputFormat = Annotated[Literal["png", "webp", "jpeg"] | str, open_words]
Quality = Annotated[Literal["low", "medium", "high", "auto"] | str, open_words]
Size = Annotated[Literal["1024x1024", "1024x1536", "1536x1024", "auto"] | str, open_words]


class ImageEvent(Picture):
    """What every event may have. `bytes()` and `save(path)` give the image that it carries."""

    b64_json: Text = ""
    """The image in base64."""
    created_at: Count = 0
    """Unix seconds; 0 if the server does not say."""
    background: Background | None = None
    output_format: OutputFormat | None = None
    quality: Quality | None = None
    size: Size | None = None
    """Width and height in pixels."""
    partial_image_index: int | None = None
    """Which of the images on the way it is, from 0; None if it is none of them."""
    usage: Usage | None = None
    """What the images took; it comes with one that is done."""
    url: str | None = None
    """Where the image is, from servers that send an address (Volcengine, MiniMax)."""
    media_type: str | None = None
    """Such as "image/png", by what the image starts with; None if nothing tells."""
    revised_prompt: str | None = None
    """The prompt as the service rewrote it, from servers that tell it here."""
    model: str | None = None
    """Volcengine, MiniMax."""
    created: int | None = None
    """Unix seconds, as `created_at` (Volcengine, MiniMax)."""
    image_index: int | None = None
    """Which of several images it is, from 0 (Volcengine, MiniMax)."""
    error: ImageError | None = None
    """Why an image could not be made, though others may be (Volcengine)."""


class ImageGenPartialImageEvent(ImageEvent):
    """An image on its way: not yet what it will be."""

    type: Literal["image_generation.partial_image"] = "image_generation.partial_image"


class ImageGenCompletedEvent(ImageEvent):
    """An image that is done."""

    type: Literal["image_generation.completed"] = "image_generation.completed"


class ImageEditPartialImageEvent(ImageEvent):
    """An edited image on its way: not yet what it will be."""

    type: Literal["image_edit.partial_image"] = "image_edit.partial_image"


class ImageEditCompletedEvent(ImageEvent):
    """An edited image that is done."""

    type: Literal["image_edit.completed"] = "image_edit.completed"


class OtherImageEvent(ImageEvent):
    """An event of a type that the API reference does not have.

    Volcengine and MiniMax send one with the type ``image_generation.partial_succeeded`` for each image that is done,
    and Volcengine one with the type ``image_generation.partial_failed`` for each that could not be made.
    """

    type: Text = ""


ImageGenStreamEvent: TypeAlias = ImageGenPartialImageEvent | ImageGenCompletedEvent | OtherImageEvent
"""What a stream of `images.generate` gives. `type` tells them apart."""

ImageEditStreamEvent: TypeAlias = ImageEditPartialImageEvent | ImageEditCompletedEvent | OtherImageEvent
"""What a stream of `images.edit` gives. `type` tells them apart."""
