"""LangChain's messages as the wire has them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, cast

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    FunctionMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from oaicompat.langchain._parts import parts_of, plain_text

__all__ = ["CALL_EXTRAS", "FIELD", "KeepPolicy", "TextAs", "wire_messages"]

Json = dict[str, Any]
KeepPolicy = Literal["never", "current", "all"]
TextAs = Literal["auto", "string", "list"]

#: In `additional_kwargs`: by the id of a tool call, what its server put in it beside the call, such as a thought
#: signature. It goes back as it came.
CALL_EXTRAS = "tool_call_extras"
#: In `response_metadata`: the name of the field in which the server sent its thinking, where it is not the usual one.
FIELD = "reasoning_field"
#: What goes back as it came: Gemini's thought signature of an answer in words; and what asks for an answer that goes on
#: with this one (DeepSeek and Mistral, DashScope).
_BACK = ("extra_content", "prefix", "partial")


def wire_messages(
    messages: Sequence[BaseMessage],
    *,
    keep: KeepPolicy = "never",
    field: str | None = None,
    text_as: TextAs = "auto",
) -> list[Json]:
    """The conversation for a request. Raises ValueError for what cannot be sent.

    Args:
        messages: the conversation, oldest first.
        keep: whose thinking goes back: nobody's, that of answers after the last human message, or everybody's.
        field: under which name; else under the one that its server used.
        text_as: content that is a list of texts becomes one string for all but the user ("auto"), for all ("string"),
            or for nobody ("list").
    """
    since = 0 if keep == "all" else len(messages) if keep == "never" else _turn(messages)
    found: list[Json] = []
    for place, message in enumerate(messages):
        if isinstance(message, AIMessage):
            found.append(_assistant(message, text_as, thinks=place >= since, field=field))
        elif isinstance(message, HumanMessage):
            found.extend(_human(message, text_as))
        elif isinstance(message, ToolMessage):
            content = _content(message.content, text_as, "\n")
            found.append({"role": "tool", "content": content, "tool_call_id": message.tool_call_id})
        else:
            found.append(_other(message, text_as))
    return found


def _turn(messages: Sequence[BaseMessage]) -> int:
    """Where the last human message is; 0 if there is none."""
    return next((place for place in range(len(messages) - 1, -1, -1) if isinstance(messages[place], HumanMessage)), 0)


def _other(message: BaseMessage, text_as: TextAs) -> Json:
    if isinstance(message, SystemMessage):
        role = message.additional_kwargs.get("__openai_role__", "system")
    elif isinstance(message, FunctionMessage):
        role = "function"
    elif isinstance(message, ChatMessage):
        role = message.role
    else:
        raise ValueError(f"a {type(message).__name__} cannot be sent to a model")  # noqa: TRY004  # as LangChain does
    return _named({"role": role, "content": _content(message.content, text_as, "\n")}, message)


def _named(found: Json, message: BaseMessage) -> Json:
    if message.name is not None:
        found["name"] = message.name
    return found


def _content(content: Any, text_as: TextAs, between: str) -> Any:
    """A string as it is; a list as parts, or as the one string that they are."""
    if isinstance(content, str):
        return content
    parts = parts_of(content)
    text = None if text_as == "list" else plain_text(parts, between)
    return parts if text is None else text


# -- the user --------------------------------------------------------------------------------------------------------


def _human(message: HumanMessage, text_as: TextAs) -> Iterable[Json]:
    """The user's message; what tools gave, in Anthropic's form, stands before it in messages of its own."""
    content = message.content
    if not isinstance(content, str):
        results = [block for block in content if isinstance(block, dict) and block.get("type") == "tool_result"]
        for block in results:
            given = _content(block.get("content") or "", text_as, "\n")
            yield {"role": "tool", "content": given, "tool_call_id": block.get("tool_use_id", "")}
        if results:
            content = [block for block in content if block not in results]
            if not content:
                return
    as_user: TextAs = "list" if text_as == "auto" else text_as
    yield _named({"role": "user", "content": _content(content, as_user, "\n")}, message)


# -- the assistant ---------------------------------------------------------------------------------------------------


def _assistant(message: AIMessage, text_as: TextAs, *, thinks: bool, field: str | None) -> Json:
    calls = [*_calls(message), *_calls_in_content(message)]
    content = _content(message.content, text_as, "") or (None if calls else "")
    found = _named({"role": "assistant", "content": content}, message)
    kept = message.additional_kwargs
    if thinks:
        found.update(_thinking(message, field))
    if calls:
        found["tool_calls"] = calls
    elif function_call := kept.get("function_call"):
        found["function_call"] = function_call
        found["content"] = content or None
    if refusal := kept.get("refusal"):
        found["refusal"] = refusal
    if isinstance(audio := kept.get("audio"), Mapping) and audio.get("id"):
        found["audio"] = {"id": audio["id"]}
        found["content"] = content or None
    found.update({name: kept[name] for name in _BACK if kept.get(name)})
    return found


def _calls(message: AIMessage) -> list[Json]:
    extras = message.additional_kwargs.get(CALL_EXTRAS) or {}
    if not (message.tool_calls or message.invalid_tool_calls):
        # Messages of other integrations may have the wire's own calls alone.
        return list(message.additional_kwargs.get("tool_calls") or ())
    made = [
        _call(call["id"], call["name"], json.dumps(call["args"], ensure_ascii=False), extras)
        for call in message.tool_calls
    ]
    return made + [
        _call(wrong.get("id"), wrong.get("name"), wrong.get("args") or "", extras)
        for wrong in message.invalid_tool_calls
    ]


def _call(identifier: str | None, name: str | None, arguments: str, extras: Mapping[str, Any]) -> Json:
    more = dict(extras.get(identifier or "") or {})
    if more.pop("type", "function") == "custom":
        return {**more, "id": identifier, "type": "custom", "custom": {"name": name, "input": _custom_input(arguments)}}
    function = {**(more.pop("function", None) or {}), "name": name, "arguments": arguments}
    return {**more, "id": identifier or "", "type": "function", "function": function}


def _custom_input(arguments: str) -> str:
    return str(json.loads(arguments).get("__arg1", ""))


def _calls_in_content(message: AIMessage) -> list[Json]:
    """Calls that stand in the content alone: LangChain's and Anthropic's blocks."""
    if isinstance(message.content, str):
        return []
    known = {call["id"] for call in message.tool_calls} | {call.get("id") for call in message.invalid_tool_calls}
    found: list[Json] = []
    for block in message.content:
        if isinstance(block, dict) and block.get("type") in ("tool_call", "tool_use") and block.get("id") not in known:
            arguments = block.get("args" if block["type"] == "tool_call" else "input") or {}
            text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
            found.append(_call(block.get("id"), block.get("name"), text, {}))
    return found


# -- its thinking ----------------------------------------------------------------------------------------------------


def _thinking(message: AIMessage, field: str | None) -> Json:
    """The thinking of an answer under its field's name, and OpenRouter's details as they came."""
    kept = message.additional_kwargs
    found: Json = {}
    text = _thinking_in_content(message.content) or kept.get("reasoning_content") or kept.get("reasoning")
    if isinstance(text, str) and text:
        found[field or message.response_metadata.get(FIELD) or "reasoning_content"] = text
    if details := kept.get("reasoning_details"):
        found["reasoning_details"] = details
    return found


def _thinking_in_content(content: str | list[str | dict[Any, Any]]) -> str:
    if isinstance(content, str):
        return ""
    return "".join(_thought(block) for block in content if isinstance(block, dict))


def _thought(block: dict[Any, Any]) -> str:
    kind = block.get("type")
    if kind == "reasoning":
        text = block.get("reasoning")
        if text is None:  # the Responses API's
            summary = cast("list[Any]", block.get("summary") or [])
            text = "\n\n".join(str(part.get("text", "")) for part in summary if isinstance(part, dict))
    else:
        text = block.get("thinking") if kind == "thinking" else None
    return text if isinstance(text, str) else ""
