"""A stand-in server whose model does what LangChain's tests tell it, and which refuses what is not in the API."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from oaicompat.testing import RecordedRequest, Response, Server, chunks, completion
from oaicompat.testing._chat import text_of_content
from oaicompat.testing._check import RequestError, checked_chat

__all__ = ["following"]

Json = dict[str, Any]


def following(*, whole_calls: bool = False) -> Server:
    """The server, not yet started. `whole_calls`: a streamed tool call comes in one piece."""
    server = Server(strict=True)
    server.handle(lambda request: _answer(request, whole_calls=whole_calls))
    return server


def _answer(request: RecordedRequest, *, whole_calls: bool) -> Any:
    if not request.path.endswith("/chat/completions"):
        return None
    body = request.json()
    try:
        body = checked_chat(_without_files_of_tools(body), strict=True)
    except RequestError as error:
        return error.response()
    found = _told(body, f"chatcmpl-{request.number}")
    if found is None:
        return _pictured(request, body)
    if not body.get("stream"):
        return found
    usage = bool(body.get("stream_options", {}).get("include_usage"))
    pieces = chunks(found, include_usage=usage)
    return _joined(pieces, found) if whole_calls else pieces


def _told(body: Json, name: str) -> Json | None:
    """The completion that the last message asks for in so many words; None if it does not."""
    last = body["messages"][-1]
    text = text_of_content(last.get("content"))
    said: Json = {"id": name, "model": body["model"], "prompt_tokens": 9}
    if body.get("enable_thinking"):
        said["reasoning"] = "I think about it."
    if body.get("response_format", {}).get("type") == "json_object":
        return completion(json.dumps(dict.fromkeys(re.findall(r"'(\w+)'", text), "Miaow.")), **said)
    if last["role"] != "user" or not body.get("tools") or body.get("tool_choice") == "none":
        return None
    function = _wanted(body, text)["function"]
    arguments = _arguments(function.get("parameters", {}), text)
    return completion(tool_calls=[(function["name"], arguments)], **said) if arguments else None


def _wanted(body: Json, text: str) -> Json:
    choice = body.get("tool_choice")
    named = choice["function"]["name"] if isinstance(choice, Mapping) else None
    tools = body["tools"]
    return next(
        (tool for tool in tools if tool["function"]["name"] == named or tool["function"]["name"] in text), tools[0]
    )


def _arguments(parameters: Json, text: str) -> Json:
    """A number for whole numbers, what stands in quotes for texts; nothing if the text has neither."""
    number, quoted = re.search(r"\((\d+)\)", text), re.search(r"'([^']+)'", text)
    found: Json = {}
    for name, schema in parameters.get("properties", {}).items():
        if schema.get("type") == "integer" and number:
            found[name] = int(number[1])
        elif schema.get("type") == "string" and quoted:
            found[name] = quoted[1]
    return found


def _pictured(request: RecordedRequest, body: Json) -> Json | None:
    """The server itself answers, but for files in the results of tools, which OpenAI's types do not have."""
    has_files = body != {name: value for name, value in request.json().items() if value is not None}
    return completion("I see.", model=body["model"]) if has_files else None


def _without_files_of_tools(body: Json) -> Json:
    return {**body, "messages": [_without_files(message) for message in body["messages"]]}


def _without_files(message: Json) -> Json:
    content = message.get("content")
    if message.get("role") != "tool" or not isinstance(content, list):
        return message
    return {**message, "content": [part for part in content if part["type"] != "file"] or "a file"}


def _joined(pieces: list[Json], found: Json) -> list[Json]:
    """The stream with each tool call in one piece."""
    calls = found["choices"][0]["message"].get("tool_calls")
    if not calls:
        return pieces
    kept = [piece for piece in pieces if not any("tool_calls" in choice["delta"] for choice in piece["choices"])]
    place = next(place for place, piece in enumerate(kept) if piece["choices"][0]["finish_reason"])
    delta = {"tool_calls": [{**call, "index": index} for index, call in enumerate(calls)]}
    whole = {**kept[place], "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    return [*kept[:place], whole, *kept[place:]]


def response(value: Any) -> Response:
    """JSON as a reply."""
    return Response(json.dumps(value).encode(), 200, {"Content-Type": "application/json"})
