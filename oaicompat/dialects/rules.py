"""Small rules for what is sent: each takes a chat request's JSON body and gives another, or the same one.

A rule rewrites what a server spells differently. Two of them drop what some servers refuse, `without_strict` and
`without_names`: no dialect has them unless you put them there. None changes its argument in place, and what is not
there stays not there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast

from pydantic import BaseModel

from oaicompat._encode import echo
from oaicompat._json import as_list
from oaicompat._reading import reasoning_of
from oaicompat._wire import CHAT_PATH, Request
from oaicompat.dialects.dialect import RequestRule

__all__ = [
    "BodyRule",
    "MessageRule",
    "any_tool",
    "chat_rule",
    "developer_as_system",
    "empty_text_for_null",
    "images_as_text",
    "message_rule",
    "named_tool_results",
    "null_for_empty_text",
    "one_system_message",
    "plain_messages",
    "random_seed",
    "renamed",
    "short_call_ids",
    "text_as_string",
    "thinking_back_as",
    "thinking_in_parts",
    "without_names",
    "without_strict",
    "without_thinking",
]

Json: TypeAlias = dict[str, Any]
BodyRule: TypeAlias = Callable[[Json], Json]
MessageRule: TypeAlias = Callable[[Json], Json]

#: The fields in which servers send their thinking, and so may want it back.
THINKING = ("reasoning_content", "reasoning", "reasoning_details")


@dataclass(frozen=True, slots=True)
class _ChatRule:
    rule: BodyRule

    def __call__(self, request: Request) -> Request:
        if request.path != CHAT_PATH or request.body is None:
            return request
        body = dict(request.body)
        changed = self.rule(body)
        return request if changed is body else replace(request, body=changed)


def chat_rule(rule: BodyRule) -> RequestRule:
    """A rule for the bodies of chat requests alone."""
    return _ChatRule(rule)


@dataclass(frozen=True, slots=True)
class _MessageRule:
    rule: MessageRule

    def __call__(self, body: Json) -> Json:
        messages = plain_messages(body.get("messages"))
        changed = [self.rule(message) if isinstance(message, dict) else message for message in messages]
        if all(after is before for after, before in zip(changed, messages, strict=True)):
            return body
        return {**body, "messages": changed}


def message_rule(rule: MessageRule) -> BodyRule:
    """A rule for each message of a conversation."""
    return _MessageRule(rule)


def plain_messages(messages: Any) -> list[Any]:
    """The messages as dicts, those of replies as they are echoed."""
    if not isinstance(messages, (list, tuple)):
        return []
    return [
        echo(one) if isinstance(one, BaseModel) else dict(one) if isinstance(one, Mapping) else one
        for one in cast("Iterable[Any]", messages)
    ]


# -- options ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Renamed:
    before: str
    after: str

    def __call__(self, body: Json) -> Json:
        if self.before not in body or self.after in body:
            return body
        return {self.after if name == self.before else name: value for name, value in body.items()}


def renamed(before: str, after: str) -> BodyRule:
    """An option under the server's name for it, unless that is there too."""
    return _Renamed(before, after)


random_seed = renamed("seed", "random_seed")


def any_tool(body: Json) -> Json:
    """`tool_choice: "required"` in the word of Mistral and Fireworks."""
    return {**body, "tool_choice": "any"} if body.get("tool_choice") == "required" else body


def without_strict(body: Json) -> Json:
    """Tools that do not ask for arguments that fit their schema to the letter, for servers that refuse `strict`."""
    tools = as_list(body.get("tools"))
    changed = [_without_strict(tool) for tool in tools]
    unchanged = all(after is before for after, before in zip(changed, tools, strict=True))
    return body if unchanged else {**body, "tools": changed}


def _without_strict(tool: Any) -> Any:
    function = tool.get("function") if isinstance(tool, dict) else None
    if not isinstance(function, dict) or "strict" not in function:
        return tool
    return {**tool, "function": {name: value for name, value in cast("Json", function).items() if name != "strict"}}


# -- messages ---------------------------------------------------------------------------------------------------------


def developer_as_system(message: Json) -> Json:
    """The instructions under the role that nearly every server knows."""
    return {**message, "role": "system"} if message.get("role") == "developer" else message


def text_as_string(message: Json) -> Json:
    """A list of parts that are all text as one string, its parts on lines of their own."""
    content = message.get("content")
    if not isinstance(content, list) or not content:
        return message
    texts = [_text_of(part) for part in as_list(content)]
    return message if None in texts else {**message, "content": "\n".join(text or "" for text in texts)}


def _text_of(part: Any) -> str | None:
    if isinstance(part, str):
        return part
    fields: Json = part if isinstance(part, dict) else {}
    text = fields.get("text")
    return text if fields.get("type") == "text" and isinstance(text, str) else None


def empty_text_for_null(message: Json) -> Json:
    """A null content, which strict servers refuse, as an empty text."""
    is_null = "content" in message and message["content"] is None
    return {**message, "content": ""} if is_null else message


def null_for_empty_text(message: Json) -> Json:
    """The empty text of a message that only calls tools as null (DeepSeek's thinking models refuse the text)."""
    is_empty = bool(message.get("tool_calls")) and message.get("content") == ""
    return {**message, "content": None} if is_empty else message


def images_as_text(message: Json) -> Json:
    """The URL of an image as a string in place of an object (Mistral)."""
    content = message.get("content")
    if not isinstance(content, list):
        return message
    before = as_list(content)
    parts = [_with_plain_image(part) for part in before]
    unchanged = all(new is old for new, old in zip(parts, before, strict=True))
    return message if unchanged else {**message, "content": parts}


def _with_plain_image(part: Any) -> Any:
    image = part.get("image_url") if isinstance(part, dict) else None
    if not isinstance(image, dict) or image.keys() != {"url"}:
        return part
    return {**part, "image_url": image["url"]}


def without_names(message: Json) -> Json:
    """A message without the name of who speaks, for servers that refuse it; a tool's result keeps its tool's."""
    if "name" not in message or message.get("role") in ("tool", "function"):
        return message
    return {name: value for name, value in message.items() if name != "name"}


def without_thinking(message: Json) -> Json:
    """An assistant's message without its thinking, for servers that refuse it in the history."""
    if message.get("role") != "assistant" or not message.keys() & set(THINKING):
        return message
    return {name: value for name, value in message.items() if name not in THINKING}


def thinking_back_as(field: str) -> MessageRule:
    """An assistant's thinking under the one name under which the server wants it back."""

    def rule(message: Json) -> Json:
        if message.get("role") != "assistant":
            return message
        texts = [name for name in ("reasoning_content", "reasoning") if isinstance(message.get(name), str)]
        if not texts or field in message or field not in ("reasoning_content", "reasoning"):
            return message
        return {field if name == texts[0] else name: value for name, value in message.items() if name not in texts[1:]}

    rule.__name__ = f"thinking_back_as_{field}"
    return rule


def thinking_in_parts(message: Json) -> Json:
    """An assistant's thinking as a part of the content, before the text (Mistral)."""
    rest = without_thinking(message)
    text = None if rest is message else reasoning_of({name: message.get(name) for name in THINKING})
    if not text:
        return rest
    content = rest.get("content")
    parts = [{"type": "text", "text": content}] if isinstance(content, str) and content else as_list(content)
    return {**rest, "content": [{"type": "thinking", "thinking": [{"type": "text", "text": text}]}, *parts]}


def one_system_message(body: Json) -> Json:
    """Instructions that stand in several messages, or not at the start, as one message at the start."""
    messages = plain_messages(body.get("messages"))
    told = [message for message in messages if _role(message) in ("system", "developer")]
    if not told or (len(told) == 1 and messages[0] is told[0]):
        return body
    texts = [text_as_string(message).get("content") for message in told]
    if not all(isinstance(text, str) for text in texts):
        return body
    first = {**told[0], "content": "\n\n".join(cast("list[str]", texts))}
    rest = [message for message in messages if _role(message) not in ("system", "developer")]
    return {**body, "messages": [first, *rest]}


def _role(message: Any) -> Any:
    return message.get("role") if isinstance(message, dict) else None


def named_tool_results(body: Json) -> Json:
    """A tool's result with the name of the tool that was called, which some chat templates need."""
    messages = plain_messages(body.get("messages"))
    names: dict[str, str] = {}
    changed: list[Any] = []
    for message in messages:
        for call in _calls_of(message):
            names[str(call.get("id"))] = str((call.get("function") or {}).get("name"))
        name = names.get(str(message.get("tool_call_id"))) if _role(message) == "tool" else None
        changed.append({**message, "name": name} if name and "name" not in message else message)
    unchanged = all(after is before for after, before in zip(changed, messages, strict=True))
    return body if unchanged else {**body, "messages": changed}


def _calls_of(message: Any) -> list[Json]:
    calls = message.get("tool_calls") if isinstance(message, dict) else None
    return [call for call in as_list(calls) if isinstance(call, dict)]


_SHORT_ID = re.compile(r"[a-zA-Z0-9]{9}")


def short_call_ids(body: Json) -> Json:
    """Ids of tool calls as Mistral takes them, nine letters or digits: others become ones that follow from them."""
    messages = plain_messages(body.get("messages"))
    changed = [_with_short_ids(message) for message in messages]
    unchanged = all(after is before for after, before in zip(changed, messages, strict=True))
    return body if unchanged else {**body, "messages": changed}


def _with_short_ids(message: Any) -> Any:
    found = message
    own = message.get("tool_call_id") if isinstance(message, dict) else None
    if isinstance(own, str) and not _SHORT_ID.fullmatch(own):
        found = {**found, "tool_call_id": _short(own)}
    calls = _calls_of(message)
    if any(not _SHORT_ID.fullmatch(str(call.get("id"))) for call in calls):
        found = {**found, "tool_calls": [{**call, "id": _short(str(call.get("id")))} for call in calls]}
    return found


def _short(call_id: str) -> str:
    return call_id if _SHORT_ID.fullmatch(call_id) else hashlib.sha256(call_id.encode()).hexdigest()[:9]
