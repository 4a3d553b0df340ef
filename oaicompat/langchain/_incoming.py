"""A chat completion as LangChain's messages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from langchain_core.messages import AIMessage, InvalidToolCall
from langchain_core.messages.tool import ToolCall, invalid_tool_call, tool_call
from langchain_core.outputs import ChatGeneration, ChatResult

from oaicompat.langchain._outgoing import CALL_EXTRAS, FIELD
from oaicompat.langchain._usage import raw_usage, usage_metadata

if TYPE_CHECKING:
    from oaicompat import Headers
    from oaicompat.types.chat import ChatCompletion, ChatCompletionMessage, ChatCompletionMessageToolCallUnion
    from oaicompat.types.chat.chat_completion import Choice

__all__ = ["PROVIDER", "arguments_of", "chat_result", "content_of", "kept_of", "metadata_of"]

Json = dict[str, Any]

#: In every message's `response_metadata["model_provider"]`: LangChain finds the reader of its blocks by it.
PROVIDER = "oaicompat"
#: Thinking is told under one name.
_TOLD = frozenset({"reasoning", "reasoning_content", "content", "thinking"})
#: What a call has in any case, or as a server's own numbering.
_OF_A_CALL = frozenset({"id", "type", "index"})


def chat_result(completion: ChatCompletion, *, with_headers: bool) -> ChatResult:
    """Every answer of a completion. The token counts are those of the call, and stand in the first."""
    usage = raw_usage(completion.usage)
    generations: list[ChatGeneration] = []
    for place, choice in enumerate(completion.choices):
        message = _message(completion, choice, with_headers=with_headers)
        if place == 0:
            message.usage_metadata = usage_metadata(completion.usage)
        # `generation_info` is what older callbacks read.
        info: Json = {"finish_reason": choice.finish_reason}
        if choice.logprobs is not None:
            info["logprobs"] = message.response_metadata["logprobs"]
        generations.append(ChatGeneration(message=message, generation_info=info))
    output: Json = {"model_name": completion.model, "model_provider": PROVIDER}
    if usage is not None:
        output["token_usage"] = usage
    return ChatResult(generations=generations, llm_output=output)


def _message(completion: ChatCompletion, choice: Choice, *, with_headers: bool) -> AIMessage:
    calls: list[ToolCall] = []
    wrong: list[InvalidToolCall] = []
    for found in choice.message.tool_calls or ():
        _take(found, calls, wrong)
    return AIMessage(
        content=content_of(choice.message),
        additional_kwargs=kept_of(choice.message),
        response_metadata=metadata_of(
            completion, choice, headers=completion.response_headers if with_headers else None
        ),
        tool_calls=calls,
        invalid_tool_calls=wrong,
    )


def _take(found: ChatCompletionMessageToolCallUnion, calls: list[ToolCall], wrong: list[InvalidToolCall]) -> None:
    name, text = arguments_of(found)
    try:
        arguments = json.loads(text, strict=False) if text.strip() else {}  # models write line breaks into strings
    except ValueError as error:
        wrong.append(invalid_tool_call(name=name, args=text, id=found.id, error=f"the arguments are no JSON: {error}"))
        return
    if isinstance(arguments, dict):
        calls.append(tool_call(name=name, args=cast("Json", arguments), id=found.id))
    else:
        words = f"the arguments are no JSON object but a {type(arguments).__name__}"
        wrong.append(invalid_tool_call(name=name, args=text, id=found.id, error=words))


def arguments_of(call: ChatCompletionMessageToolCallUnion) -> tuple[str, str]:
    """The name of what is called, and its arguments as JSON text; a custom tool's input is LangChain's `__arg1`."""
    if call.type == "custom":
        return call.custom.name, json.dumps({"__arg1": call.custom.input}, ensure_ascii=False)
    return call.function.name, call.function.arguments


def content_of(message: ChatCompletionMessage) -> str | list[str | dict[Any, Any]]:
    """The text; where the server sent parts that are more than text and thinking (pictures), its parts."""
    parts = (message.model_extra or {}).get("content")
    if not isinstance(parts, list):
        return message.content or ""
    others = [part for part in parts if not (isinstance(part, dict) and part.get("type") == "thinking")]
    if all(isinstance(part, str) or (isinstance(part, dict) and part.get("type") == "text") for part in others):
        return message.content or ""
    return others


def kept_of(message: ChatCompletionMessage) -> Json:
    """What goes into `additional_kwargs`: thinking, refusal, and everything that LangChain has no place for."""
    extras = message.model_extra or {}
    found: Json = {name: value for name, value in extras.items() if name not in _TOLD and value is not None}
    if thinking := message.reasoning:
        found["reasoning_content"] = thinking
    if message.refusal:
        found["refusal"] = message.refusal
    if message.audio is not None:
        found["audio"] = message.audio.to_dict()
    if message.annotations:
        found["annotations"] = [one.to_dict() for one in message.annotations]
    if calls := {call.id: more for call in message.tool_calls or () if (more := _more(call))}:
        found[CALL_EXTRAS] = calls
    return found


def _more(call: ChatCompletionMessageToolCallUnion) -> Json:
    found = {name: value for name, value in (call.model_extra or {}).items() if name not in _OF_A_CALL}
    if call.type == "custom":
        return {**found, "type": "custom"}
    inner = {name: value for name, value in (call.function.model_extra or {}).items() if name != "arguments"}
    return {**found, "function": inner} if inner else found


def metadata_of(completion: ChatCompletion, choice: Choice, *, headers: Headers | None = None) -> Json:
    """What goes into `response_metadata`, the same for an answer that was streamed and one that was not."""
    found: Json = {
        "model_provider": PROVIDER,
        "model_name": completion.model,
        "id": completion.id,
        "created": completion.created,
        "finish_reason": choice.finish_reason,
    }
    for name in ("service_tier", "system_fingerprint"):
        if (value := getattr(completion, name)) is not None:
            found[name] = value
    if completion.request_id is not None:
        found["request_id"] = completion.request_id
    if (usage := raw_usage(completion.usage)) is not None:
        found["token_usage"] = usage
    if choice.logprobs is not None:
        found["logprobs"] = choice.logprobs.to_dict()
    if (field := _field_of(choice.message)) is not None:
        found[FIELD] = field
    if extras := _extras(completion, choice):
        found["extras"] = extras
    if headers is not None:
        found["headers"] = dict(headers)
    return found


def _field_of(message: ChatCompletionMessage) -> str | None:
    """The name of the field in which the thinking came, if it is not the usual one."""
    extras = message.model_extra or {}
    is_other = not extras.get("reasoning_content") and isinstance(extras.get("reasoning"), str)
    return "reasoning" if is_other and extras["reasoning"] else None


def _extras(completion: ChatCompletion, choice: Choice) -> Json:
    """What the server said of the completion and of the answer, and nobody here has a name for."""
    found = {**(completion.model_extra or {}), **(choice.model_extra or {})}
    if completion.metadata is not None:
        found["metadata"] = completion.metadata
    if completion.moderation is not None:
        found["moderation"] = completion.moderation.to_dict()
    return {name: value for name, value in found.items() if value is not None}
