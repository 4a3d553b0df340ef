"""The standard content blocks (LangChain v1) of our messages.

LangChain asks for them by the provider's name in a message's metadata. In a stream each kind of block has an index of
its own: LangChain joins what has the same index, and would else join a tool call with the thinking before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.messages import content as types
from langchain_core.messages.block_translators import register_translator

from oaicompat.langchain._incoming import PROVIDER

__all__ = ["blocks_of", "blocks_of_chunk", "register"]

Json = dict[str, Any]


def register() -> None:
    """Makes LangChain read our messages with these functions."""
    register_translator(PROVIDER, blocks_of, blocks_of_chunk)


def blocks_of(message: AIMessage) -> list[types.ContentBlock]:
    """Thinking, text, pictures and sound, and calls of a whole message."""
    blocks = _before_calls(message)
    blocks.extend(
        {"type": "tool_call", "name": call["name"], "args": call["args"], "id": call.get("id")}
        for call in message.tool_calls
    )
    return cast("list[types.ContentBlock]", blocks)


def blocks_of_chunk(chunk: AIMessageChunk) -> list[types.ContentBlock]:
    """What a chunk adds, each piece with the index of the block that it belongs to; of a joined chunk the whole."""
    if chunk.chunk_position == "last":
        return blocks_of(chunk)
    blocks = _before_calls(chunk)
    for block in blocks:
        block["index"] = f"lc_{block['type']}"
    for call in chunk.tool_call_chunks:
        piece: Json = {"type": "tool_call_chunk", "id": call["id"], "name": call["name"], "args": call["args"]}
        if call["index"] is not None:
            piece["index"] = f"lc_call_{call['index']}"
        blocks.append(piece)
    return cast("list[types.ContentBlock]", blocks)


def _before_calls(message: AIMessage) -> list[Json]:
    content = message.content
    if not isinstance(content, str):
        raise NotImplementedError  # LangChain then reads the parts by itself
    kept = message.additional_kwargs
    blocks: list[Json] = []
    if thinking := kept.get("reasoning_content"):
        blocks.append({"type": "reasoning", "reasoning": thinking})
    if content:
        text: Json = {"type": "text", "text": content}
        if citations := _citations(kept.get("annotations")):
            text["annotations"] = citations
        blocks.append(text)
    if refusal := kept.get("refusal"):
        blocks.append({"type": "non_standard", "value": {"type": "refusal", "refusal": refusal}})
    blocks.extend(_pictures(kept.get("images")))
    if isinstance(audio := kept.get("audio"), Mapping) and audio.get("data"):
        blocks.append({"type": "audio", "base64": audio["data"], "extras": {"transcript": audio.get("transcript")}})
    return blocks


def _citations(annotations: Any) -> list[Json]:
    found: list[Json] = []
    for annotation in annotations if isinstance(annotations, list) else ():
        cited = annotation.get("url_citation") if isinstance(annotation, Mapping) else None
        if isinstance(cited, Mapping):
            names = ("url", "title", "start_index", "end_index")
            found.append({"type": "citation", **{name: cited[name] for name in names if name in cited}})
    return found


def _pictures(images: Any) -> list[Json]:
    """OpenRouter's pictures, beside the content."""
    found: list[Json] = []
    for image in images if isinstance(images, list) else ():
        place = image.get("image_url") if isinstance(image, Mapping) else None
        url = place.get("url") if isinstance(place, Mapping) else place
        if not isinstance(url, str):
            continue
        head, comma, data = url.partition(";base64,")
        if comma and head.startswith("data:"):
            found.append({"type": "image", "base64": data, "mime_type": head.removeprefix("data:")})
        else:
            found.append({"type": "image", "url": url})
    return found
