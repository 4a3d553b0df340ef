"""One meaning for what servers say differently: a small pass over a completion that was read.

What is derived here stands in the typed field and is not among the fields that were set, so that a dump gives the
wire's own names and values. Only an id that a tool call lacks becomes part of the call: its result has to name it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from oaicompat.types.base import WireObject
from oaicompat.types.chat.chat_completion import ChatCompletion, Choice
from oaicompat.types.chat.chat_completion_message import (
    ChatCompletionMessage,
    ChatCompletionMessageFunctionToolCall,
    Function,
)
from oaicompat.types.completion_usage import CompletionTokensDetails, CompletionUsage, PromptTokensDetails

__all__ = ["derived", "unified", "unified_usage"]

#: Where servers count the prompt's tokens that a cache had: DeepSeek; Moonshot, Together; Anthropic behind gateways.
_CACHED = ("prompt_cache_hit_tokens", "cached_tokens", "cache_read_input_tokens", "prompt_cached_tokens")
#: What a cache was given: Anthropic behind gateways.
_WRITTEN = ("cache_creation_input_tokens", "cache_write_tokens")
#: Thinking that is counted beside the details: Perplexity, xAI behind gateways.
_THOUGHT = ("reasoning_tokens", "completion_reasoning_tokens")


def unified(completion: ChatCompletion) -> ChatCompletion:
    """The completion itself, with what its server spelled differently in the usual fields."""
    for choice in completion.choices:
        _absent(choice.message)
        _tool_calls(choice, completion.id)
    if completion.usage is not None:
        unified_usage(completion.usage)
    return completion


def derived(owner: WireObject, name: str, value: object) -> None:
    """Gives a field a value that the wire does not have; the wire's own goes to the extras."""
    if name in owner.__pydantic_fields_set__:
        owner.__pydantic_fields_set__.discard(name)
        if owner.__pydantic_extra__ is not None:
            before = vars(owner)[name]
            owner.__pydantic_extra__[name] = before.to_dict() if isinstance(before, WireObject) else before
    vars(owner)[name] = value


def _misfit(owner: WireObject, name: str) -> bool:
    """Whether the wire has a value there that did not fit, which is kept as it is."""
    return (owner.__pydantic_extra__ or {}).get(name) is not None


def _absent(message: ChatCompletionMessage) -> None:
    """Empty objects are what some servers send for none (Go's zero values)."""
    audio, call = message.audio, message.function_call
    if audio is not None and not (audio.id or audio.data or audio.transcript):
        derived(message, "audio", None)
    if call is not None and not call.name and not call.arguments:
        derived(message, "function_call", None)
    if message.refusal == "":
        derived(message, "refusal", None)


def _tool_calls(choice: Choice, completion_id: str) -> None:
    message = choice.message
    call = message.function_call
    if call is not None and call.name and not message.tool_calls and not _misfit(message, "tool_calls"):
        function = Function(name=call.name, arguments=call.arguments)
        made = ChatCompletionMessageFunctionToolCall(id=_made_up(completion_id, choice.index, 0), function=function)
        derived(message, "tool_calls", [made])
    for place, found in enumerate(message.tool_calls or ()):
        if not found.id and not _misfit(found, "id"):
            vars(found)["id"] = _made_up(completion_id, choice.index, place)
            found.__pydantic_fields_set__.add("id")


def _made_up(completion_id: str, index: int, place: int) -> str:
    """An id that is always the same for the same call, and that no other call has."""
    return f"call_{hashlib.sha256(f'{completion_id}/{index}/{place}'.encode()).hexdigest()[:24]}"


def unified_usage(usage: CompletionUsage) -> CompletionUsage:
    """The usage itself, with vendors' names for cached and thinking tokens in the usual details."""
    extras = usage.__pydantic_extra__ or {}
    for name, other in (("prompt_tokens", "input_tokens"), ("completion_tokens", "output_tokens")):
        count = _count(extras, (other,))
        if count is not None and name not in usage.__pydantic_fields_set__:
            vars(usage)[name] = count
    if "total_tokens" not in usage.__pydantic_fields_set__:
        vars(usage)["total_tokens"] = usage.prompt_tokens + usage.completion_tokens
    if not extras:
        return usage
    _detail(usage, "prompt_tokens_details", PromptTokensDetails, "cached_tokens", _count(extras, _CACHED))
    _detail(usage, "prompt_tokens_details", PromptTokensDetails, "cache_write_tokens", _count(extras, _WRITTEN))
    _detail(usage, "completion_tokens_details", CompletionTokensDetails, "reasoning_tokens", _count(extras, _THOUGHT))
    return usage


def _count(extras: Mapping[str, Any], names: tuple[str, ...]) -> int | None:
    for name in names:
        value = extras.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def _detail(usage: CompletionUsage, place: str, kind: type[WireObject], name: str, count: int | None) -> None:
    if count is None:
        return
    if getattr(usage, place) is None:
        derived(usage, place, kind())
    details = getattr(usage, place)
    if getattr(details, name) is None:
        derived(details, name, count)
