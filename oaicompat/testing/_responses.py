"""/v1/responses: answers of the chat route in the shape of responses, kept in the server's memory.

A response that is made in the background needs no clock: it is `queued` when it is made, `in_progress` at the first
look, and `completed` at the second.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from oaicompat.testing import _chat, _check
from oaicompat.testing._check import RequestError, json_body
from oaicompat.testing._replies import Response, completion, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._response_replies import card_of, state_of, told, usage
from oaicompat.testing._settings import Settings
from oaicompat.testing._store import StoredResponse, page_of
from oaicompat.testing._tokens import pieces_of
from oaicompat.types.responses import params, response_input_item_param, tool_param

__all__ = ["cancel", "compact", "count", "create", "delete", "look", "said"]

Json = dict[str, Any]

_ITEMS = _check._by_tag(response_input_item_param.ResponseInputItemParam, "type")
_PARTS = _check._by_tag(response_input_item_param.ResponseInputContentParam, "type")
_WRITTEN = {
    "output_text": response_input_item_param.ResponseOutputTextParam,
    "refusal": response_input_item_param.ResponseOutputRefusalParam,
}
_TOOLS = _check._by_tag(tool_param.ToolParam, "type")
_FORMATS = _check._by_tag(params.ResponseFormatTextConfigParam, "type")
_CHOICES = _check._by_tag(tool_param.ToolChoice, "type")
_LOGPROBS = "message.output_text.logprobs"


# -- the routes --------------------------------------------------------------------------------------------------------


def create(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/responses"""
    body = _checked(json_body(request), settings, params.ResponseRequest)
    given = _given(body["input"], f"{request.number}")
    before = _before(body, settings)
    prompt_tokens = _prompt_tokens(body, [*before, *given], settings)
    asked = _as_chat(body, [*before, *given])
    choice = _chat._choice(asked, 0, f"resp-{request.number}")
    card = card_of(request, body, choice, prompt_tokens)
    if body.get("background") is True and body.get("stream") is not True:
        card["status"] = "queued"
    if body.get("store") is not False:
        with settings.store.lock:
            settings.store.responses[card["id"]] = StoredResponse(card, given, before)
    return told(card, stream=body.get("stream") is True)


def look(request: RecordedRequest, settings: Settings) -> Response:
    """GET /v1/responses/{id}, and the items of its input below it."""
    name = request.path.removeprefix("/v1/responses/")
    if name.endswith("/input_items"):
        stored = _stored(name.removesuffix("/input_items"), settings)
        return json_response(page_of(stored.items, request, limit=20, most=100))
    stored = _stored(name, settings)
    if request.query.get("stream") == "true":
        return told(stored.card, stream=True, after=request.query.get("starting_after"))
    steps = {"queued": "in_progress", "in_progress": state_of(stored.card)}
    with settings.store.lock:
        stored.card["status"] = steps.get(stored.card["status"], stored.card["status"])
        return told(stored.card, stream=False)


def delete(request: RecordedRequest, settings: Settings) -> Response:
    """DELETE /v1/responses/{id}"""
    name = request.path.removeprefix("/v1/responses/")
    with settings.store.lock:
        _stored(name, settings)
        del settings.store.responses[name]
    return json_response({"id": name, "object": "response", "deleted": True})


def cancel(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/responses/{id}/cancel"""
    name, _, verb = request.path.removeprefix("/v1/responses/").rpartition("/")
    if verb != "cancel":
        raise RequestError(f"Invalid URL (POST {request.path})", code="unknown_url", status=404)
    card = _stored(name, settings).card
    if not card["background"]:
        raise RequestError("Only a response that is made in the background can be cancelled.", param="response_id")
    with settings.store.lock:
        if card["status"] in ("queued", "in_progress"):
            card["status"] = "cancelled"
        return told(card, stream=False)


def count(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/responses/input_tokens"""
    body = _checked(json_body(request), settings, params.InputTokensOptions)
    items = [*_before(body, settings), *_given(body["input"], "0")]
    tokens = _prompt_tokens(body, items, settings)
    return json_response({"object": "response.input_tokens", "input_tokens": tokens})


def compact(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/responses/compact: the messages of the user stay, the rest is encrypted, so to say."""
    body = _checked(json_body(request), settings, params.CompactOptions)
    items = [*_before(body, settings), *_given(body["input"], f"{request.number}")]
    tokens = _prompt_tokens(body, items, settings)
    kept = [item for item in items if item.get("role") == "user"]
    rest = base64.b64encode(json.dumps([item for item in items if item not in kept]).encode()).decode()
    summary = {"id": f"cmp_{request.number}", "type": "compaction", "encrypted_content": rest}
    return json_response(
        {
            "id": f"resp_{request.number}",
            "object": "response.compaction",
            "created_at": int(request.received_at),
            "output": [*kept, summary],
            "usage": usage(tokens, len(pieces_of(rest)), 0),
        }
    )


def said(
    text: str | None,
    request: RecordedRequest,
    *,
    reasoning: str | None = None,
    tool_calls: Any = None,
    finish_reason: str | None = None,
) -> Response:
    """The answer to a request, with a text that somebody else has written."""
    try:
        body = request.json()
    except ValueError:
        body = {}
    body = {name: body[name] for name in ("model", "stream") if name in body} if isinstance(body, dict) else {}
    whole = completion(text, reasoning=reasoning, tool_calls=tool_calls, finish_reason=finish_reason)
    return told(card_of(request, body, whole["choices"][0], 1), stream=body.get("stream") is True)


# -- what came ---------------------------------------------------------------------------------------------------------


def _checked(body: Json, settings: Settings, kind: Any) -> Json:
    """The body without its nulls, if it is a request of the TypedDict `kind`. Raises RequestError."""
    if settings.strict and (unknown := body.keys() - {"model", "input", "stream"} - kind.__annotations__.keys()):
        raise _check.unknown(min(unknown))
    body = {"model": "stand-in", **{name: value for name, value in body.items() if value is not None}}
    for name, wanted, words in (("model", str, "a string"), ("stream", bool, "a boolean")):
        if name in body and not isinstance(body[name], wanted):
            raise _check._wrong_type(name, words, body[name])
    if "input" not in body and "previous_response_id" not in body:
        raise _check.missing("input")
    body.setdefault("input", [])
    for index, tool in enumerate(_list(body, "tools")):
        _check._tagged(tool, _TOOLS, "type", f"tools[{index}]")
    form = body.get("text", {}).get("format") if isinstance(body.get("text"), dict) else None
    if form is not None:
        _check._tagged(form, _FORMATS, "type", "text.format")
    rest = {name: value for name, value in body.items() if name not in ("input", "tools", "model", "stream")}
    _check._validate(_check._adapter(params.ResponseParameters), rest, rest, "")
    _check._check_ranges({**body, "max_tokens": body.get("max_output_tokens")})
    if not settings.has_model(body["model"]):
        raise RequestError(
            f"The model '{body['model']}' does not exist.", code="model_not_found", param="model", status=404
        )
    return body


def _list(body: Json, name: str) -> list[Any]:
    found = body.get(name, [])
    if not isinstance(found, list):
        raise _check._wrong_type(name, "an array", found)
    return found


def _given(given: Any, number: str) -> list[Json]:
    """The items of an input, each with an id. Raises RequestError."""
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    if not isinstance(given, list):
        raise _check._wrong_type("input", "a string or an array", given)
    items = []
    for index, item in enumerate(given):
        path = f"input[{index}]"
        if not isinstance(item, dict):
            raise _check._wrong_type(path, "an object", item)
        is_message = item.get("type", "message") == "message" and "role" in item
        if is_message:
            item = _message(item, path)
        else:
            _check_item(item, path)
        named = {"id": item.get("id") or f"item_{number}_{index}"}
        items.append({**item, **named})
    return items


def _message(item: Json, path: str) -> Json:
    """A message with its content in parts."""
    content, written = item.get("content"), item["role"] == "assistant"
    if isinstance(content, list):
        kinds = {**_PARTS, **_WRITTEN} if written else _PARTS
        for index, part in enumerate(content):
            _check._tagged(part, kinds, "type", f"{path}.content[{index}]")
        if written and any(part["type"] in _WRITTEN for part in content):
            _check._against(response_input_item_param.ResponseOutputMessageParam, item, path)
            return item
    kept = ("id", "status")  # of a message that the server gave
    short = {name: value for name, value in item.items() if name not in kept}
    _check._against(response_input_item_param.EasyInputMessageParam, short, path)
    if isinstance(content, str):
        part = {"type": "output_text", "annotations": []} if written else {"type": "input_text"}
        item = {**item, "content": [{**part, "text": content}]}
    return {"type": "message", "status": "completed", **item}


def _check_item(item: Json, path: str) -> None:
    if item.get("type", "item_reference") == "item_reference":
        _check._against(response_input_item_param.ItemReference, item, path)
    else:
        _check._tagged(item, _ITEMS, "type", path)


def _before(body: Json, settings: Settings) -> list[Json]:
    """The items of the conversation that the request goes on from."""
    name = body.get("previous_response_id")
    if name is None:
        return []
    stored = settings.store.responses.get(name)
    if stored is None:
        raise RequestError(
            f"Previous response with id '{name}' not found.",
            param="previous_response_id",
            code="previous_response_not_found",
            status=404,
        )
    return [*stored.before, *stored.items, *stored.card["output"]]


def _stored(name: str, settings: Settings) -> StoredResponse:
    stored = settings.store.responses.get(name)
    if stored is None:
        raise RequestError(f"Response with id '{name}' not found.", param="response_id", status=404)
    return stored


# -- as a chat ---------------------------------------------------------------------------------------------------------


def _as_chat(body: Json, items: list[Json]) -> Json:
    """The request as the chat route knows it; of the tools only those that are the user's own."""
    tools = [_chat_tool(tool) for tool in body.get("tools", ()) if tool["type"] in ("function", "custom")]
    chat: Json = {"messages": _messages(body, items), "tools": tools, "tool_choice": _choice(body, tools)}
    form = body.get("text", {}).get("format") or {"type": "text"}
    if form["type"] == "json_schema":
        form = {"type": "json_schema", "json_schema": {name: form[name] for name in form if name != "type"}}
    chat["response_format"] = form
    for name, other in (("max_completion_tokens", "max_output_tokens"), ("stop", "stop"), ("top_logprobs",) * 2):
        if other in body:
            chat[name] = body[other]
    chat["logprobs"] = _LOGPROBS in body.get("include", ())
    chat["parallel_tool_calls"] = body.get("parallel_tool_calls", True)
    if (effort := body.get("reasoning", {}).get("effort")) is not None:
        chat["reasoning_effort"] = effort
    return chat


def _messages(body: Json, items: list[Json]) -> list[Json]:
    messages: list[Json] = [{"role": "system", "content": body["instructions"]}] if body.get("instructions") else []
    for item in items:
        kind = item.get("type")
        if kind == "message":
            messages.append({"role": item["role"], "content": item["content"]})
        elif kind in ("function_call", "custom_tool_call"):
            word, key = ("function", "arguments") if kind == "function_call" else ("custom", "input")
            call = {"id": item["call_id"], "type": word, word: {"name": item["name"], key: item[key]}}
            messages.append({"role": "assistant", "content": None, "tool_calls": [call]})
        elif kind in ("function_call_output", "custom_tool_call_output"):
            messages.append({"role": "tool", "tool_call_id": item["call_id"], "content": item["output"]})
        else:
            messages.append({"role": "assistant", "content": [{"type": kind or "item"}]})
    return messages


def _chat_tool(tool: Json) -> Json:
    kind = tool["type"]
    return {"type": kind, kind: {name: value for name, value in tool.items() if name != "type" and value is not None}}


def _choice(body: Json, tools: list[Json]) -> Any:
    """The tool choice as the chat route knows it; one of tools that this server has not chooses nothing."""
    choice = body.get("tool_choice", "auto")
    if isinstance(choice, str):
        if choice not in ("none", "auto", "required"):
            raise _check._not_among("tool_choice", ("none", "auto", "required"), choice)
        return choice
    _check._tagged(choice, _CHOICES, "type", "tool_choice")
    kind = choice["type"]
    if kind == "allowed_tools":
        allowed = [{"type": "function", "function": {"name": tool.get("name")}} for tool in choice["tools"]]
        return {"type": kind, kind: {"mode": choice["mode"], "tools": allowed}}
    if kind not in ("function", "custom"):
        return "auto"
    name = choice["name"]
    if name not in [_chat._name(tool) for tool in tools]:
        raise RequestError(
            f"Tool choice '{name}' not found in 'tools' parameter.", param="tool_choice", code="invalid_value"
        )
    return {"type": kind, kind: {"name": name}}


def _prompt_tokens(body: Json, items: list[Json], settings: Settings) -> int:
    tokens = len(pieces_of(_chat.prompt_of(_messages(body, items), body.get("tools", ()))))
    if tokens > settings.max_model_len:
        raise RequestError(
            f"This model's maximum context length is {settings.max_model_len} tokens. However, your input has "
            f"{tokens} tokens. Please reduce its length.",
            param="input",
            code="context_length_exceeded",
        )
    return tokens
