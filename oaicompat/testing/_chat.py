"""POST /v1/chat/completions: an answer that follows from the request alone, with whatever the request asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from oaicompat.testing._check import RequestError, check_model, checked_chat, json_body
from oaicompat.testing._content import asked_usage, completion_head, streamed
from oaicompat.testing._replies import Response, json_response, whole
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._schema import example
from oaicompat.testing._settings import Settings
from oaicompat.testing._tokens import pieces_of

__all__ = ["create", "prompt_of", "text_of_content"]

Json = dict[str, Any]


def create(request: RecordedRequest, settings: Settings) -> Response:
    """Answers a chat request. Raises RequestError."""
    body = checked_chat(json_body(request), strict=settings.strict)
    check_model(body["model"], settings)
    prompt_tokens = len(pieces_of(prompt_of(body["messages"], body.get("tools", ()))))
    if prompt_tokens > settings.max_model_len:
        raise RequestError(
            f"This model's maximum context length is {settings.max_model_len} tokens. However, your messages resulted "
            f"in {prompt_tokens} tokens. Please reduce the length of the messages.",
            param="messages",
            code="context_length_exceeded",
        )
    head = completion_head(request, body)
    choices = [_choice(body, index, head["id"]) for index in range(body.get("n", 1))]
    found = whole(choices, prompt_tokens=prompt_tokens, **head)
    if body.get("stream") is True:
        return streamed(found, include_usage=asked_usage(body))
    return json_response(found)


def prompt_of(messages: Sequence[Json], tools: Sequence[Json] = ()) -> str:
    """The conversation as a chat template would render it: what prompt tokens are counted in."""
    parts = [f"<|tools|>{json.dumps(tools)}"] if tools else []
    for message in messages:
        calls = json.dumps(message["tool_calls"]) if message.get("tool_calls") else ""
        parts.append(f"<|{message['role']}|>{text_of_content(message.get('content'))}{calls}")
    return "\n".join([*parts, "<|assistant|>"])


def text_of_content(content: Any) -> str:
    """The text of a message's content; of other parts their kind in brackets."""
    if isinstance(content, str):
        return content
    found = []
    for part in content or ():
        text = part.get("text") or part.get("refusal")
        found.append(text if isinstance(text, str) else f"[{part['type']}]")
    return " ".join(found)


def _choice(body: Json, index: int, completion_id: str) -> Json:
    """One of the answers."""
    message: Json = {"role": "assistant", "content": None}
    if _thinks(body):
        message["reasoning_content"] = f"The user wrote: {_last_user_text(body)!r}. I answer that."
    reason = "stop"
    if calls := _calls(body, f"{completion_id.rpartition('-')[2]}_{index}"):
        message["tool_calls"], reason = calls, "tool_calls"
    else:
        message["content"], reason = _limited(body, _text(body, index))
    logprobs = _logprobs(body, message["content"]) if body.get("logprobs") and message["content"] else None
    return {"index": index, "message": message, "logprobs": logprobs, "finish_reason": reason}


# -- text --------------------------------------------------------------------------------------------------------


def _text(body: Json, index: int) -> str:
    form = body.get("response_format", {})
    if form.get("type") == "json_object":
        return json.dumps({"answer": _said(body), "choice": index}, ensure_ascii=False)
    if form.get("type") == "json_schema":
        return json.dumps(
            _value(form["json_schema"].get("schema", {}), "response_format.json_schema.schema"),
            ensure_ascii=False,
        )
    text = _said(body)
    return f"{text} (answer {index + 1})" if index else text


def _said(body: Json) -> str:
    """The answer in words."""
    results = _tool_results(body)
    if results:
        return f"The tools say: {'; '.join(results)}" if len(results) > 1 else f"The tool says: {results[0]}"
    text = _last_user_text(body)
    return f"You said: {text}" if text else "Hello! What can I do for you?"


def _last_user_text(body: Json) -> str:
    for message in reversed(body["messages"]):
        if message["role"] == "user":
            return text_of_content(message["content"])
    return ""


def _tool_results(body: Json) -> list[str]:
    """What the tools gave, if the conversation ends with it."""
    found: list[str] = []
    for message in reversed(body["messages"]):
        if message["role"] not in ("tool", "function"):
            break
        found.append(text_of_content(message["content"]))
    return found[::-1]


def _limited(body: Json, text: str) -> tuple[str, str]:
    """The text up to a stop word or the token limit, and why it ends."""
    stop = body.get("stop", [])
    ends = [place for word in ([stop] if isinstance(stop, str) else stop) if word and (place := text.find(word)) >= 0]
    if ends:
        text = text[: min(ends)]
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    pieces = pieces_of(text)
    if most is not None and len(pieces) > most:
        return "".join(pieces[:most]), "length"
    return text, "stop"


def _thinks(body: Json) -> bool:
    effort = body.get("reasoning_effort")
    if effort is None:
        effort = body.get("reasoning", {}).get("effort") if isinstance(body.get("reasoning"), Mapping) else None
    if effort is not None:
        return effort not in ("none", 0)
    wanted = body.get("enable_thinking", body.get("chat_template_kwargs", {}).get("enable_thinking"))
    thinking = body.get("thinking")
    return wanted is True or (isinstance(thinking, Mapping) and thinking.get("type") == "enabled")


def _logprobs(body: Json, text: str) -> Json:
    """Invented log probabilities: each token is likely, and its rivals less so."""
    wanted = body.get("top_logprobs", 0)
    return {"content": [_token(piece, wanted) for piece in pieces_of(text)], "refusal": None}


def _token(piece: str, wanted: int) -> Json:
    rivals = [(piece if rank == 0 else f"{piece}{rank}", -0.1 - 2.0 * rank) for rank in range(max(1, wanted))]
    found = [
        {"token": text, "logprob": logprob, "bytes": list(text.encode("utf-8", "replace"))} for text, logprob in rivals
    ]
    return {**found[0], "top_logprobs": found[:wanted]}


# -- tools -------------------------------------------------------------------------------------------------------


def _calls(body: Json, prefix: str) -> list[Json]:
    """The calls of the tools that the request wants called; none after a tool's result."""
    called = [] if _tool_results(body) else _called(body)
    return [_call(body, tool, f"call_{prefix}_{number}") for number, tool in enumerate(called, 1)]


def _called(body: Json) -> list[Json]:
    tools: list[Json] = body.get("tools", [])
    choice = body.get("tool_choice", "auto")
    if not tools or choice == "none":
        return []
    if isinstance(choice, dict):
        if choice["type"] != "allowed_tools":
            named = choice[choice["type"]]["name"]
            return [tool for tool in tools if _name(tool) == named][:1]
        allowed = [entry.get(entry.get("type"), {}).get("name") for entry in choice["allowed_tools"]["tools"]]
        tools = [tool for tool in tools if _name(tool) in allowed]
    text = _last_user_text(body)
    named_tools = [tool for tool in tools if _name(tool) in text]
    return (named_tools or tools)[: 1 if body.get("parallel_tool_calls") is False else len(named_tools) or 1]


def _name(tool: Json) -> str:
    name: str = tool[tool["type"]]["name"]
    return name


def _call(body: Json, tool: Json, call_id: str) -> Json:
    name = _name(tool)
    if tool["type"] == "custom":
        return {"id": call_id, "type": "custom", "custom": {"name": name, "input": _last_user_text(body)}}
    path = f"tools[{body['tools'].index(tool)}].function.parameters"
    arguments = _value({"type": "object", **tool["function"].get("parameters", {})}, path)
    text = json.dumps(arguments, ensure_ascii=False)
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": text}}


def _value(schema: Any, path: str) -> Any:
    try:
        return example(schema)
    except ValueError as error:
        raise RequestError(f"Invalid schema for '{path}': {error}", param=path, code="invalid_schema") from None
