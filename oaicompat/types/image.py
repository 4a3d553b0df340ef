"""An image of a reply, and how to get at its bytes (OpenAI API reference, the image object).

Servers give an image as base64, as a ``data:`` URL in either field, or as the address of a file on some host. The bytes
of the first two are in the reply; what lies at an address is never fetched from here, for a request to another host is
the user's decision, and must not carry the client's key.
"""

from __future__ import annotations

import builtins
from base64 import b64decode
from os import PathLike
from typing import Annotated, Any, Literal, cast
from urllib.parse import unquote_to_bytes, urlsplit

from oaicompat._saving import save
from oaicompat._wire import Headers, Reply
from oaicompat.errors import APIResponseValidationError, ConfigurationError
from oaicompat.types.base import Text, WireObject, open_words

__all__ = ["Image", "ImageError", "Picture", "media_type_of"]

#: The first bytes of the formats that servers make, and their media types. Of WebP and AVIF a size comes first.
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"<svg", "image/svg+xml"),
)
#: Characters of base64 that are looked at to tell a format: more than any signature takes.
_HEAD = 32


def media_type_of(content: builtins.bytes) -> str | None:
    """The media type of the image that these bytes are or start, None if it is none that is known."""
    for signature, found in _SIGNATURES:
        if content.startswith(signature):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "image/avif" if content[4:12] == b"ftypavif" else None


class ImageError(WireObject):
    """Why there is no image among others that were made (Volcengine)."""

    code: Text = ""
    message: Text = ""


class Picture(WireObject):
    """What holds an image: `b64_json`, or a `url` that is one, or its address."""

    def bytes(self) -> builtins.bytes:
        """The image's bytes, out of the base64 or the ``data:`` URL that the server sent.

        Raises ConfigurationError if the server sent only an address, and APIResponseValidationError if what it sent
        is broken, or no image.
        """
        fields: dict[str, Any] = vars(self)
        text, url = fields.get("b64_json"), fields.get("url")
        if text:
            return _of_data_url(text) if _is_data_url(text) else _decoded(text)
        if not url:
            raise _broken(_why_none(self))
        if not _is_data_url(url):
            raise ConfigurationError(
                f"the server sent no image but its address, {_shown(url)!r}, and this library asks no other "
                "host for it: fetch `image.url` with an HTTP client of your own and without your key, such as "
                "httpx.get(image.url).content, or ask the server for response_format='b64_json'"
            )
        return _of_data_url(url)

    def save(self, path: str | PathLike[str]) -> int:
        """Writes the image to a file and gives its size in bytes. Raises what `bytes` raises.

        Raises ConfigurationError, too, if the file cannot be written.
        """
        return save(path, self.bytes())

    def _settle(self) -> None:
        """Makes the fields say what they mean: base64 without the head of a ``data:`` URL, and the media type.

        The wire's own value stays among the extras, and what was derived is not in `model_fields_set`.
        """
        fields: dict[str, Any] = vars(self)
        text, url = fields.get("b64_json"), fields.get("url")
        if text and _is_data_url(text):
            url = text
            head, _, data = text.partition(",")
            if _is_base64(head) and "%" not in data:
                fields["b64_json"] = data
                cast("dict[str, Any]", self.__pydantic_extra__)["b64_json"] = text
                self.__pydantic_fields_set__.discard("b64_json")
        if not fields.get("media_type"):
            fields["media_type"] = _sniffed(fields.get("b64_json")) or _told_type(url)


class Image(Picture):
    """One of the images. `bytes()` and `save(path)` give what is in it."""

    b64_json: str | None = None
    """The image in base64."""
    url: str | None = None
    """Where the image is, mostly for an hour or so; a ``data:`` URL holds the image itself."""
    revised_prompt: str | None = None
    """The prompt as the service rewrote it."""
    media_type: str | None = None
    """Such as "image/png": as OpenRouter tells it, else by what the image starts with; None if nothing tells."""
    index: int | None = None
    """Which of the images it is (Together)."""
    type: Annotated[Literal["b64_json", "url"] | str, open_words] | None = None
    """Which of the fields holds it (Together)."""
    file_path: str | None = None
    """Where the server saved it, on its own disk (SGLang)."""
    resize: str | None = None
    """How it was scaled (SGLang)."""
    size: str | None = None
    """Width and height in pixels (Volcengine)."""
    respect_moderation: bool | None = None
    """Whether it passed the check of its content (xAI)."""
    error: ImageError | None = None
    """Why this image could not be made, though others were (Volcengine)."""
    provider_specific_fields: dict[str, Any] | None = None
    """What else the service behind the gateway said (LiteLLM)."""


def _is_data_url(text: str) -> bool:
    return text[:5].lower() == "data:"


def _is_base64(head: str) -> bool:
    """Whether the data after this head of a ``data:`` URL is base64."""
    return head.replace(" ", "").lower().endswith(";base64")


def _of_data_url(url: str) -> bytes:
    """The bytes in a ``data:`` URL (RFC 2397)."""
    head, mark, data = url.partition(",")
    if not mark:
        raise _broken("its data: URL has no comma")
    plain = unquote_to_bytes(data) if "%" in data else data
    return _decoded(plain) if _is_base64(head) else unquote_to_bytes(data)


def _decoded(text: str | bytes) -> bytes:
    """The bytes that base64 stands for; line ends in it, as mail programs put there, are no mistake."""
    try:
        try:
            return b64decode(text, validate=True)
        except ValueError:
            compact = "".join(text.split()) if isinstance(text, str) else b"".join(text.split())
            return b64decode(compact, validate=True)
    except ValueError as error:  # binascii.Error is one, and so is what is said of text that is not ASCII
        raise _broken(f"its base64 is broken: {error}") from None


def _broken(words: str) -> APIResponseValidationError:
    return APIResponseValidationError(Reply(0, Headers()), message=f"the server sent no image: {words}")


def _why_none(picture: Picture) -> str:
    """What a picture without a picture says about it."""
    fields = vars(picture)
    error = fields.get("error")
    if isinstance(error, ImageError):
        return ": ".join(part for part in (error.code, error.message) if part) or "it did not say why"
    if path := fields.get("file_path"):
        return f"it saved one on its own disk, at {path!r}"
    return "there is neither base64 nor a URL"


def _shown(url: str) -> str:
    """An address as a message may tell it: without what may be a key, in its query or before its host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that is none"
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()[:200]


def _sniffed(text: str | None) -> str | None:
    """The media type by the first bytes that base64 stands for."""
    head = "".join(text[: 2 * _HEAD].split())[:_HEAD] if text else ""
    try:
        return media_type_of(b64decode(head, validate=True))
    except ValueError:
        return None


def _told_type(url: str | None) -> str | None:
    """The media type that a ``data:`` URL tells."""
    return url[5:].partition(",")[0].partition(";")[0].lower() or None if url and _is_data_url(url) else None
