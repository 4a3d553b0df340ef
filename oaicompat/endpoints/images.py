"""Images: ``POST /images/generations``, ``/images/edits``, ``/images/variations`` (OpenAI API reference, images)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from typing_extensions import Unpack

from oaicompat._body import looks_like_events
from oaicompat._decode import not_what_was_asked, parsed_object, read, read_object, with_reply
from oaicompat._encode import checked_text, form_request, json_request, said
from oaicompat._image_events import EditEventDecoder, GenerationEventDecoder, images_in, whole_of_stream
from oaicompat._json import as_object
from oaicompat._wire import Call, Reply, Request, StreamCall
from oaicompat.errors import ConfigurationError
from oaicompat.types.image import media_type_of
from oaicompat.types.image_events import ImageEditStreamEvent, ImageGenStreamEvent
from oaicompat.types.images import ImageEditOptions, ImageGenerateOptions, ImageVariationOptions
from oaicompat.types.images_response import ImagesResponse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oaicompat.types.images import ImageInput, ImageReference
    from oaicompat.types.uploads import FileInput

__all__ = ["edit", "edit_stream", "generate", "generate_stream", "variation"]


def generate(*, prompt: str, **options: Unpack[ImageGenerateOptions]) -> Call[ImagesResponse]:
    """New images. `options` are the keys of `ImageGenerateOptions`."""
    return Call(_generation(prompt, options, stream=False), _images)


def generate_stream(*, prompt: str, **options: Unpack[ImageGenerateOptions]) -> StreamCall[ImageGenStreamEvent]:
    """New images, and what they look like on their way."""
    return StreamCall(_generation(prompt, options, stream=True), GenerationEventDecoder)


def edit(
    *,
    prompt: str,
    image: ImageInput | Sequence[ImageInput] | None = None,
    images: Iterable[ImageReference] | None = None,
    mask: ImageInput | None = None,
    **options: Unpack[ImageEditOptions],
) -> Call[ImagesResponse]:
    """Edited images. `options` are the keys of `ImageEditOptions`."""
    return Call(_editing(prompt, image, images, mask, options, stream=False), _images)


def edit_stream(
    *,
    prompt: str,
    image: ImageInput | Sequence[ImageInput] | None = None,
    images: Iterable[ImageReference] | None = None,
    mask: ImageInput | None = None,
    **options: Unpack[ImageEditOptions],
) -> StreamCall[ImageEditStreamEvent]:
    """Edited images, and what they look like on their way."""
    return StreamCall(_editing(prompt, image, images, mask, options, stream=True), EditEventDecoder)


def variation(*, image: FileInput, **options: Unpack[ImageVariationOptions]) -> Call[ImagesResponse]:
    """Variations of an image. `options` are the keys of `ImageVariationOptions`."""
    if not said(image) or _is_reference(image):
        kind = "a URL" if isinstance(image, str) else type(image).__name__
        raise TypeError(f"image must be a file (a path, bytes, or an open file), not {kind}")
    known = ImageVariationOptions.__optional_keys__
    return Call(form_request("images/variations", {}, options, known, files={"image": image}), _images)


# -- requests ------------------------------------------------------------------------------------------------------


def _generation(prompt: object, options: Mapping[str, Any], *, stream: bool) -> Request:
    named = {"prompt": checked_text("prompt", prompt)}
    return json_request("images/generations", named, options, ImageGenerateOptions.__optional_keys__, stream=stream)


def _editing(
    prompt: object, image: object, images: object, mask: object, options: Mapping[str, Any], *, stream: bool
) -> Request:
    """Files go into a form, `image[]` if they came in a list; what the server is to get by itself goes as JSON."""
    named: dict[str, Any] = {"prompt": checked_text("prompt", prompt)}
    known = ImageEditOptions.__optional_keys__
    if said(image) == said(images):
        raise TypeError(
            "edit needs either image= (a file, or several) or images= (a list such as [{'image_url': ...}])"
        )
    if said(images):
        named["images"] = _references(images)
    elif _all_references(image := list(image) if isinstance(image, Generator) else image):
        named["image"] = image
    else:
        if said(mask) and _is_reference(mask):
            raise TypeError("mask is a URL or an object, but image is a file: give both as files, or neither")
        files = {"image[]" if isinstance(image, list) else "image": image, "mask": mask}
        return form_request("images/edits", named, options, known, files=files, stream=stream)
    if said(mask) and not _is_reference(mask):
        raise TypeError("mask is a file, but the images are URLs or objects: give both as files, or neither")
    return json_request("images/edits", {**named, "mask": mask}, options, known, stream=stream)


def _is_reference(image: object) -> bool:
    """Whether an image is a URL, or an object with one, and no file."""
    if isinstance(image, str):
        return image[:5].lower() == "data:" or image[:8].lower().startswith(("http://", "https://"))
    return isinstance(image, Mapping)


def _all_references(image: object) -> bool:
    """Whether none of one image or several is a file. Raises TypeError if some are, ConfigurationError for none."""
    several = cast("list[object]", image) if isinstance(image, list) else [image]
    if not several:
        raise ConfigurationError("image is an empty list: there is nothing to edit")
    found = {_is_reference(one) for one in several}
    if len(found) > 1:
        raise TypeError("image has files and URLs: give all as files, or none")
    return True in found


def _references(images: object) -> list[object]:
    if isinstance(images, (str, bytes, Mapping)) or not isinstance(images, Iterable):
        kind = type(images).__name__
        raise TypeError(f"images must be a list such as [{{'image_url': ...}}], not {kind}; files go into image=")
    found: list[object] = list(images)
    for index, one in enumerate(found):
        if not _is_reference(one):
            kind = type(one).__name__
            raise TypeError(f"images[{index}] must be such as {{'image_url': ...}}, not {kind}; files go into image=")
    return found


# -- replies -------------------------------------------------------------------------------------------------------


def _images(reply: Reply) -> ImagesResponse:
    """The images, whatever their shape; a reply without any is an error."""
    found = _streamed(reply) or _bare_image(reply) or _listed(reply)
    if not found.data:
        raise not_what_was_asked(reply, "list of images", missing=" (it has none)")
    found._settle()
    return with_reply(found, reply)


def _streamed(reply: Reply) -> ImagesResponse | None:
    """A stream that nobody asked for."""
    content = reply.content
    return whole_of_stream(reply) if content and not content.isspace() and looks_like_events(content) else None


def _bare_image(reply: Reply) -> ImagesResponse | None:
    """A body that is the image itself, as Cloudflare, Fireworks and Stability send it."""
    kind = media_type_of(reply.content) or _told_type(reply)
    if kind is None:
        return None
    image = {"b64_json": b64encode(reply.content).decode(), "media_type": kind}
    return read_object(ImagesResponse, {"data": [image]})


def _told_type(reply: Reply) -> str | None:
    """The type that the headers tell of an image in a format that is not known; None for words that pretend to be."""
    told = reply.content_type.partition(";")[0].strip()
    start = reply.content[:64]
    is_image = start.lstrip()[:1] == b"<" if told == "image/svg+xml" else not start.isascii() or b"\0" in start
    return told if told.startswith("image/") and is_image else None


def _listed(reply: Reply) -> ImagesResponse:
    try:
        found = read(ImagesResponse, reply.content)
    except ValueError:  # no object: perhaps a bare list
        pass
    else:
        if found.data:
            return found
    body = parsed_object(reply)
    fields = as_object(body)
    found = read_object(ImagesResponse, {**fields, "data": images_in(body)})
    found.model_fields_set.discard("data")  # dumping gives the server's own names and values
    if "data" in fields:
        cast("dict[str, Any]", found.model_extra)["data"] = fields["data"]
    return found
