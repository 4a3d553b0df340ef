"""Content blocks as the parts of a message on the wire.

Blocks come in four tongues: LangChain's standard (v1) and its older one (v0, told by `source_type`), OpenAI's own, and
Anthropic's (`source`). What is a vendor's own part passes as it is.
"""

from __future__ import annotations

import mimetypes
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

__all__ = ["PASSED_BY", "part_of", "parts_of", "plain_text"]

Json = dict[str, Any]

#: What a message holds in another place than its content: thinking, and calls of tools and what they gave.
PASSED_BY = frozenset(
    """
    reasoning reasoning_content thinking redacted_thinking tool_call tool_call_chunk invalid_tool_call tool_use
    function_call server_tool_call server_tool_call_chunk server_tool_result input_json_delta
    """.split()
)
#: What LangChain writes beside a text, and servers do not know.
_REMARKS = frozenset({"id", "index", "annotations", "citations", "extras"})


def parts_of(blocks: Iterable[Any]) -> list[Json]:
    """The parts of a content. Raises ValueError for a block that cannot be sent."""
    return [part for block in blocks if (part := part_of(block)) is not None]


def part_of(block: Any) -> Json | None:
    """The part that a block is, None for what is told elsewhere. Raises ValueError if it cannot be sent."""
    if isinstance(block, str):
        return {"type": "text", "text": block}
    if not isinstance(block, Mapping):
        raise ValueError(f"a content block must be a string or a dict, not {type(block).__name__}")  # noqa: TRY004  # as LangChain does
    found = dict(cast("Mapping[str, Any]", block))
    kind = found.get("type")
    if kind in PASSED_BY:
        return None
    convert = _KINDS.get(kind) if isinstance(kind, str) else None
    return found if convert is None else convert(found)


def plain_text(parts: list[Json], between: str) -> str | None:
    """The one string that the parts are, None if one of them is more than text."""
    if any(part.keys() != {"type", "text"} for part in parts):
        return None
    return between.join(part["text"] for part in parts)


def _text(block: Json) -> Json:
    return {**{name: value for name, value in block.items() if name not in _REMARKS}, "type": "text"}


def _plain_file(block: Json) -> Json:
    text = block.get("text")
    if text is None and (data := _base64(block)):
        text = b64decode(data).decode("utf-8", "replace")
    if text is None:
        raise ValueError("a text-plain block must have its text: the server fetches no URLs of text")
    return {"type": "text", "text": text}


def _image(block: Json) -> Json:
    source = block.get("source")
    if isinstance(source, Mapping):
        block = {**block, **_from_source(cast("Mapping[str, Any]", source))}
    if "image_url" in block:  # the type of the Responses API's part, or a careless one
        return _image_url({**block, "type": "image_url"})
    image: Json = {"url": _address(block, "image")}
    if detail := block.get("detail") or _extra(block, "detail"):
        image["detail"] = detail
    return _with_cache_control({"type": "image_url", "image_url": image}, block)


def _image_url(block: Json) -> Json:
    image = block.get("image_url")
    rest = {name: value for name, value in block.items() if name not in _REMARKS}
    return {**rest, "image_url": {"url": image}} if isinstance(image, str) else rest


def _audio(block: Json) -> Json:
    data = _base64(block)
    if data is None:
        if url := block.get("url"):
            return {"type": "audio_url", "audio_url": {"url": url}}
        raise ValueError("an audio block must have base64 with its mime_type, or a url")
    return {"type": "input_audio", "input_audio": {"data": data, "format": _format(block)}}


#: Where the format's name is not the end of the MIME type.
_FORMATS = {"mpeg": "mp3", "x-wav": "wav", "wave": "wav", "vnd.wave": "wav", "x-flac": "flac", "x-m4a": "m4a"}


def _format(block: Json) -> str:
    kind = str(block.get("mime_type") or "audio/wav").partition("/")[2].partition(";")[0]
    return _FORMATS.get(kind, kind)


def _video(block: Json) -> Json:
    if isinstance(block.get("video"), list):  # DashScope's frames
        return block
    return {"type": "video_url", "video_url": {"url": _address(block, "video")}}


def _file(block: Json) -> Json:
    if isinstance(block.get("file"), Mapping):
        return {name: value for name, value in block.items() if name not in _REMARKS}
    if block.get("source_type") == "text":
        return {"type": "text", "text": block.get("text") or block.get("url") or block.get("data") or ""}
    if identifier := block.get("file_id") or (block.get("id") if block.get("source_type") == "id" else None):
        return {"type": "file", "file": {"file_id": identifier}}
    mime_type = str(block.get("mime_type") or "application/pdf")
    name = block.get("filename") or block.get("name") or _extra(block, "filename") or _extra(block, "name")
    if not name:  # OpenAI refuses a file without one
        name = f"file{mimetypes.guess_extension(mime_type) or ''}"
    file = {"filename": name, "file_data": _address({"mime_type": mime_type, **block}, "file")}
    return _with_cache_control({"type": "file", "file": file}, block)


def _document(block: Json) -> Json:
    """Anthropic's document; Mistral's has no source and passes."""
    source = block.get("source")
    if not isinstance(source, Mapping):
        return block
    found = _from_source(cast("Mapping[str, Any]", source))
    if "text" in found:
        return _with_cache_control({"type": "text", "text": found["text"]}, block)
    return _file({**found, "filename": block.get("title"), **_cache_control(block)})


def _from_source(source: Mapping[str, Any]) -> Json:
    """Anthropic's source in LangChain's words."""
    kind = source.get("type")
    if kind == "url":
        return {"url": source.get("url")}
    if kind == "file":
        return {"file_id": source.get("file_id")}
    if kind == "text":
        return {"text": source.get("data")}
    if kind == "content":
        content = source.get("content")
        texts = (
            [part.get("text", "") for part in content if isinstance(part, Mapping)] if isinstance(content, list) else []
        )
        return {"text": content if isinstance(content, str) else "\n".join(texts)}
    return {"base64": source.get("data"), "mime_type": source.get("media_type")}


def _non_standard(block: Json) -> Json | None:
    value = block.get("value")
    return part_of(value) if isinstance(value, Mapping) else block


def _address(block: Json, kind: str) -> str:
    """The URL of what a block holds, its data in a data URL. Raises ValueError if it has neither."""
    if url := block.get("url"):
        return str(url)
    data = _base64(block)
    if data is None:
        raise ValueError(f"the {kind} block must have base64 or a url; it has {', '.join(sorted(block))}")
    if data.startswith("data:"):
        return data
    mime_type = block.get("mime_type")
    if not mime_type:
        raise ValueError(f"the {kind} block has base64 and must have its mime_type")
    return f"data:{mime_type};base64,{data}"


def _base64(block: Json) -> str | None:
    data = block.get("base64") or (block.get("data") if block.get("source_type", "base64") == "base64" else None)
    return data if isinstance(data, str) else None


def _extra(block: Json, name: str) -> Any:
    for place in ("extras", "metadata"):
        extras = block.get(place)
        if isinstance(extras, Mapping) and name in extras:
            return cast("Mapping[str, Any]", extras)[name]
    return None


def _cache_control(block: Json) -> Json:
    return {"cache_control": block["cache_control"]} if "cache_control" in block else {}


def _with_cache_control(part: Json, block: Json) -> Json:
    return {**part, **_cache_control(block)}


_KINDS: dict[str, Callable[[Json], Json | None]] = {
    "text": _text,
    "input_text": _text,
    "output_text": _text,
    "text-plain": _plain_file,
    "image": _image,
    "input_image": _image,
    "image_url": _image_url,
    "audio": _audio,
    "video": _video,
    "file": _file,
    "document": _document,
    "non_standard": _non_standard,
}
