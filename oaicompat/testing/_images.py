"""POST /v1/images/generations, /edits and /variations: small pictures whose colour follows from what was asked."""

from __future__ import annotations

import json
import re
import struct
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from zlib import compress, crc32

from oaicompat.testing._check import RequestError, check_known, check_model, json_body, missing, unknown, wrong
from oaicompat.testing._multipart import Part, parts_of
from oaicompat.testing._replies import EVENT_STREAM, Response, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.testing._tokens import pieces_of
from oaicompat.types.images import ImageEditParameters, ImageGenerateParameters, ImageVariationParameters

__all__ = ["edit", "generate", "png", "vary"]

Json = dict[str, Any]

#: The longest side of a picture, whatever was asked for; the other one keeps its proportion.
_LONGEST = 8
_SIZE = re.compile(r"([1-9]\d{0,4})[x*]([1-9]\d{0,4})")
#: What a picture counts in tokens.
_IMAGE_TOKENS = 16
#: The fields of a form that are numbers or truths.
_PLAIN = ("n", "output_compression", "partial_images", "stream")
_NUMBER_OR_TRUTH = re.compile(r"true|false|0|-?[1-9]\d{0,15}")


def generate(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/images/generations"""
    body = _checked(json_body(request), settings, {"prompt", "stream", *ImageGenerateParameters.__optional_keys__})
    return _answer(request, body, "image_generation", _text(body, "prompt").encode("utf-8", "surrogatepass"))


def edit(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/images/edits: files in a form, or references in JSON."""
    known = {"prompt", "image", "images", "mask", "stream", *ImageEditParameters.__optional_keys__}
    is_form = request.headers.get("content-type", "").lower().startswith("multipart/")
    body, files = _form(request) if is_form else (json_body(request), [])
    body = _checked(body, settings, known)
    seen = _seen(files) if is_form else _referred(body)
    prompt = _text(body, "prompt").encode("utf-8", "surrogatepass")
    return _answer(request, body, "image_edit", prompt + seen, images=max(1, len(files)))


def vary(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/images/variations"""
    body, files = _form(request)
    body = _checked(body, settings, {"image", *ImageVariationParameters.__optional_keys__})
    if len(files) != 1:
        raise RequestError("Variations are made of one 'image'.", param="image")
    return _answer(request, body, "", _seen(files), images=1)


def png(width: int, height: int, colour: Sequence[int]) -> bytes:
    """A picture of one colour (red, green, blue, each from 0 to 255) as a PNG file."""
    rows = (b"\0" + bytes(colour) * width) * height  # each row starts with its filter: none
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits a channel, of which there are three
    chunks = ((b"IHDR", head), (b"IDAT", compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data)) for name, data in chunks
    )


# -- what was asked ------------------------------------------------------------------------------------------------


def _form(request: RecordedRequest) -> tuple[Json, list[Part]]:
    """The fields of a form, numbers and truths as such, and its files. Raises RequestError."""
    parts = parts_of(request)
    files = [part for part in parts if part.filename is not None]
    for part in files:
        if part.name not in ("image", "image[]", "mask"):
            raise unknown(part.name)
        if not part.content:
            raise RequestError(f"Invalid file '{part.name}': it is empty.", param=part.name, code="invalid_image_file")
    body: Json = {}
    for part in parts:
        if part.filename is None:
            if part.name in body and not part.name.endswith("[]"):
                raise RequestError(f"Duplicate parameter: '{part.name}'.", param=part.name, code="duplicate_parameter")
            plain = part.name in _PLAIN and _NUMBER_OR_TRUTH.fullmatch(part.text)
            body[part.name] = json.loads(part.text) if plain else part.text
    return body, files


def _checked(body: Json, settings: Settings, known: Collection[str]) -> Json:
    """The body without its nulls. Raises RequestError for what is wrong with it."""
    check_known(body, known, settings)
    body = {name: value for name, value in body.items() if value is not None}
    for name, least, greatest in (("n", 1, 10), ("partial_images", 0, 3), ("output_compression", 0, 100)):
        value = body.get(name, least)
        if type(value) is not int or not least <= value <= greatest:
            raise wrong(name, f"a whole number from {least} to {greatest}")
    if body.get("model", "") != "":
        check_model(body["model"], settings)
    if not isinstance(body.get("stream", False), bool):
        raise wrong("stream", "a boolean")
    if body.get("response_format", "url") not in ("url", "b64_json", "base64"):
        raise wrong("response_format", "'url' or 'b64_json'")
    size = body.get("size", "auto")
    if not isinstance(size, str) or not (size == "auto" or _SIZE.fullmatch(size)):
        raise wrong("size", "such as '1024x1024', or 'auto'")
    return body


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    if value is None:
        raise missing(name)
    if not isinstance(value, str):
        raise wrong(name, "a string")
    return value


def _seen(files: Sequence[Part]) -> bytes:
    """What the files hold. Raises RequestError if there is no image, or if a name came more than once."""
    names = [part.name for part in files]
    if not {"image", "image[]"} & {*names}:
        raise missing("image")
    for name in ("image", "mask"):
        if names.count(name) > 1:
            message = f"Duplicate parameter: '{name}'. Several images are sent as 'image[]'."
            raise RequestError(message, param=name, code="duplicate_parameter")
    return b"".join(part.content for part in files)


def _referred(body: Json) -> bytes:
    """What the references say. Raises RequestError if there are none, or if one says nothing."""
    held = body.get("images", body.get("image"))
    references = held if isinstance(held, list) else [held]
    if not held:
        raise missing("images")
    for number, reference in enumerate(references):
        told = [reference] if isinstance(reference, str) else _told(reference)
        if len([one for one in told if one]) != 1:
            raise wrong(f"images[{number}]", "an object with either 'image_url' or 'file_id'")
    return json.dumps(references).encode()


def _told(reference: object) -> list[Any]:
    names = ("image_url", "file_id", "url")
    return [reference.get(name) for name in names] if isinstance(reference, Mapping) else []


# -- what is answered ----------------------------------------------------------------------------------------------


def _answer(request: RecordedRequest, body: Json, kind: str, subject: bytes, images: int = 0) -> Response:
    """The reply, streamed if that was asked for. What `subject` is decides the colours."""
    prompt_tokens = len(pieces_of(body.get("prompt", "")))
    made = _IMAGE_TOKENS * body.get("n", 1)
    usage: Json = {
        "input_tokens": prompt_tokens + _IMAGE_TOKENS * images,
        "input_tokens_details": {"image_tokens": _IMAGE_TOKENS * images, "text_tokens": prompt_tokens},
        "output_tokens": made,
        "total_tokens": prompt_tokens + _IMAGE_TOKENS * images + made,
    }
    about: Json = {
        "background": body.get("background", "opaque"),
        "output_format": "png",
        "quality": body.get("quality", "low"),
        "size": body.get("size", "auto"),
    }
    if kind and body.get("stream") is True:
        return Response(list(_events(request, body, kind, subject, about, usage)), 200, EVENT_STREAM)
    pictures = [_picture(body, subject, number) for number in range(body.get("n", 1))]
    data = [_shown(body, picture) for picture in pictures]
    return json_response({"created": int(request.received_at), "data": data, **about, "usage": usage})


def _events(
    request: RecordedRequest, body: Json, kind: str, subject: bytes, about: Json, usage: Json
) -> Iterator[bytes]:
    """The pictures on their way, each nearer to its colour, and those that are done."""
    head = {"created_at": int(request.received_at), **about}
    wanted, count = body.get("partial_images", 0), body.get("n", 1)
    for number in range(count):
        for index in range(wanted):
            share = (index + 1) / (wanted + 1)
            picture = b64encode(_picture(body, subject, number, share)).decode()
            yield _event(f"{kind}.partial_image", {**head, "b64_json": picture, "partial_image_index": index})
        done = {**head, "b64_json": b64encode(_picture(body, subject, number)).decode(), "usage": usage}
        yield _event(f"{kind}.completed", done)


def _event(name: str, fields: Json) -> bytes:
    data = json.dumps({"type": name, **fields}, separators=(",", ":"))
    return f"event: {name}\ndata: {data}\n\n".encode()


def _picture(body: Json, subject: bytes, number: int, share: float = 1.0) -> bytes:
    """The picture of this number; `share` says how much of its colour it has, the rest is grey."""
    found = _SIZE.fullmatch(body.get("size", "auto"))
    width, height = (int(side) for side in found.groups()) if found else (1, 1)
    scale = _LONGEST / max(width, height)
    colour = crc32(subject + b"%d" % number).to_bytes(4, "big")[:3]
    mixed = [round(128 + (channel - 128) * share) for channel in colour]
    return png(max(1, round(width * scale)), max(1, round(height * scale)), mixed)


def _shown(body: Json, picture: bytes) -> Json:
    """The picture as it was asked for: as an address, which holds it, or as base64."""
    text = b64encode(picture).decode()
    return {"url": f"data:image/png;base64,{text}"} if body.get("response_format") == "url" else {"b64_json": text}
