"""Reading what servers spell differently: text in parts, thinking under its several names, why a reply ended.

All of these work on plain JSON values and never fail; what they cannot read gives None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["details_text", "finish_of", "flattened", "reasoning_of"]


def flattened(content: Any) -> str | None:
    """The text of a content that is a list of parts (Mistral, Cohere); None if it holds no text at all."""
    texts = [text for part in _parts(content) if (text := _text(part)) is not None]
    return "".join(texts) if texts else None


def reasoning_of(extras: Mapping[str, Any]) -> str | None:
    """The thinking in a message's or a delta's extra fields.

    One carrier is taken, the first that holds text: servers that fill several repeat the same text in each.
    `reasoning_content` is DeepSeek's, SGLang's and llama.cpp's name, `reasoning` that of vLLM, Ollama, Groq and
    OpenRouter, which also sends `reasoning_details`; Mistral sends thinking parts inside the content.
    """
    if not extras:
        return None
    for name in ("reasoning_content", "reasoning"):
        value = extras.get(name)
        if value and (text := value if isinstance(value, str) else _thinking(value)):
            return text
    return details_text(extras.get("reasoning_details")) or _content_thinking(extras.get("content"))


def details_text(details: Any) -> str | None:
    """The readable text of OpenRouter's `reasoning_details` (text and summary entries), None if there is none."""
    if not isinstance(details, list):
        return None
    texts = [
        text
        for detail in details
        if isinstance(detail, Mapping)
        for text in (detail.get("text"), detail.get("summary"))
        if isinstance(text, str)
    ]
    return "".join(texts) or None


def _parts(content: Any) -> Iterable[Any]:
    if isinstance(content, list):
        return content
    return (content,) if isinstance(content, (str, Mapping)) else ()


def _text(part: Any) -> str | None:
    if isinstance(part, str):
        return part
    if isinstance(part, Mapping) and part.get("type", "text") in ("text", "output_text"):
        text = part.get("text")
        return text if isinstance(text, str) else None
    return None


def _content_thinking(content: Any) -> str | None:
    if not isinstance(content, list):
        return None
    thinking = [
        part.get("thinking") for part in content if isinstance(part, Mapping) and part.get("type") == "thinking"
    ]
    return "".join(text for part in thinking if (text := _thinking(part))) or None


def _thinking(value: Any) -> str | None:
    """Thinking that is a string, a list of parts, or an object with its text inside."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(text for part in value if (text := _thinking(part))) or None
    if isinstance(value, Mapping):
        for name in ("text", "content", "summary", "thinking"):
            if text := _thinking(value.get(name)):
                return text
    return None


_FINISH = {
    "stop": "stop",
    "eos": "stop",
    "eos_token": "stop",  # TGI
    "stop_sequence": "stop",  # TGI, Anthropic
    "end_turn": "stop",  # Anthropic behind gateways
    "load": "stop",  # Ollama, for an empty prompt
    "length": "length",
    "max_tokens": "length",  # Anthropic, Bedrock, Gemini behind gateways
    "model_length": "length",  # Mistral
    "tool_calls": "tool_calls",
    "tool_use": "tool_calls",
    "function_call": "tool_calls",
    "content_filter": "content_filter",
    "sensitive": "content_filter",  # Zhipu
    "safety": "content_filter",  # Gemini
    "error": "error",
    "network_error": "error",  # Zhipu
    "insufficient_system_resource": "error",  # DeepSeek
    "malformed_function_call": "error",  # Gemini
}


def finish_of(reason: str | None, *, has_calls: bool) -> str | None:
    """The normalised form of a `finish_reason`; an unknown word stays as it is, silence is None."""
    if not reason:
        return None
    finish = _FINISH.get(reason.lower(), reason)
    return "tool_calls" if finish == "stop" and has_calls else finish
