"""Whether a request is one: checked against the types that the client is written with, and told as OpenAI tells it.

Messages, tools, tool choices and response formats are told apart by their tag (`role`, `type`) before they are checked,
so that what is wrong is said of the kind that was meant. In them no unknown key passes; at the top of a body one does,
unless the server is strict.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from oaicompat.testing._replies import Response, error_body, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.types.chat import params

if TYPE_CHECKING:
    from oaicompat.testing._settings import Settings

__all__ = [
    "RequestError",
    "check_known",
    "check_model",
    "checked_chat",
    "checked_messages",
    "json_body",
    "missing",
    "unknown",
    "warm",
    "wrong",
]

_STRICT = ConfigDict(extra="forbid", strict=True)


def _by_tag(union: Any, tag: str) -> dict[str, Any]:
    """The kinds of a union by the words that tell them apart."""
    found: dict[str, Any] = {}
    for kind in get_args(union):
        for literal in get_args(getattr(kind, "__annotations__", {}).get(tag)):  # of Required[Literal[...]]
            found.update(dict.fromkeys(get_args(literal), kind))
    return found


_MESSAGES = _by_tag(params.ChatCompletionMessageParam, "role")
_TOOLS = _by_tag(params.ChatCompletionToolUnionParam, "type")
_CHOICES = _by_tag(params.ChatCompletionToolChoiceOptionParam, "type")
_FORMATS = _by_tag(params.ResponseFormat, "type")
_CALLS = _by_tag(params.ChatCompletionMessageToolCallUnionParam, "type")
_TEXT = {"text": params.ChatCompletionContentPartTextParam}
_PARTS = {
    "developer": _TEXT,
    "system": _TEXT,
    "user": _by_tag(params.ChatCompletionContentPartParam, "type"),
    "assistant": _by_tag(params.ChatCompletionAssistantContentPartParam, "type"),
    "tool": _by_tag(params.ChatCompletionToolContentPartParam, "type"),
}
_CHOICE_WORDS = ("none", "auto", "required", "any")
#: What the types cannot say: the least and the greatest value.
_RANGES: dict[str, tuple[float, float]] = {
    "temperature": (0, 2),
    "top_p": (0, 1),
    "n": (1, 128),
    "max_tokens": (1, 2**31),
    "max_completion_tokens": (1, 2**31),
    "presence_penalty": (-2, 2),
    "frequency_penalty": (-2, 2),
    "top_logprobs": (0, 20),
}
#: Checked by itself, for the type in `ChatParameters` is loose there.
_APART = frozenset({"messages", "tools", "tool_choice", "response_format", "stream_options", "functions"})
_building = threading.Lock()


class RequestError(Exception):
    """The request is refused. `param` is the path of the field that is wrong."""

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.param, self.code, self.status = message, param, code, status

    def response(self) -> Response:
        """The refusal as OpenAI writes it."""
        return json_response(error_body(self.message, param=self.param, code=self.code), self.status)


def warm() -> None:
    """Builds the checks, so that no request has to wait for it."""
    with _building:
        _adapter(params.ChatParameters)
        for kind in (*_MESSAGES.values(), *_TOOLS.values(), *_TEXT.values()):
            _items_adapter(kind)


def json_body(request: RecordedRequest) -> dict[str, Any]:
    """The body, which has to be a JSON object. Raises RequestError."""
    try:
        body = request.json()
    except ValueError as error:
        raise RequestError(f"The body is not valid JSON: {error}", code="invalid_json") from None
    if not isinstance(body, dict):
        raise RequestError(f"The body must be a JSON object, not {_kind(body)}.", code="invalid_type")
    return body


def check_known(names: Iterable[str], known: Iterable[str], settings: Settings) -> None:
    """Refuses what is not among the `known` names, if the server is strict. A form's ``name[key]`` is one of `name`."""
    if settings.strict and (others := {name.partition("[")[0] for name in names} - {*known}):
        raise unknown(min(others))


def check_model(model: object, settings: Settings) -> None:
    """Refuses a model that is none, or that is not served."""
    if not isinstance(model, str):
        raise missing("model") if model is None else wrong("model", "a string")
    if not settings.has_model(model):
        raise RequestError(f"The model '{model}' does not exist.", param="model", code="model_not_found", status=404)


def checked_chat(body: dict[str, Any], *, strict: bool) -> dict[str, Any]:
    """The body of a chat request without its nulls, if it is one. Raises RequestError."""
    for name in ("model", "messages"):
        if body.get(name) is None:
            raise missing(name)
    if strict and (others := body.keys() - params.ChatRequest.__annotations__.keys()):
        raise unknown(min(others))
    body = {name: value for name, value in body.items() if value is not None}
    for name, kinds in (("model", str), ("stream", bool)):
        if name in body and not isinstance(body[name], kinds):
            raise _wrong_type(name, "a string" if kinds is str else "a boolean", body[name])
    checked_messages(body["messages"], strict=strict)
    _check_tools(body)
    if "response_format" in body:
        _tagged(body["response_format"], _FORMATS, "type", "response_format")
    if "stream_options" in body:
        _against(params.ChatCompletionStreamOptionsParam, body["stream_options"], "stream_options")
        if body.get("stream") is not True:
            raise RequestError(
                "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                param="stream_options",
            )
    rest = {name: value for name, value in body.items() if name not in _APART}
    _validate(_adapter(params.ChatParameters), rest, rest, "")
    _check_ranges(body)
    return body


def checked_messages(messages: Any, *, strict: bool = False) -> list[dict[str, Any]]:
    """The messages of a request, if they are such. Raises RequestError."""
    if not isinstance(messages, list):
        raise _wrong_type("messages", "an array", messages)
    if not messages:
        raise RequestError("Invalid 'messages': there must be at least one.", param="messages", code="empty_array")
    asked: set[str] = set()
    for index, message in enumerate(messages):
        path = f"messages[{index}]"
        _kind_named(message, _MESSAGES, "role", path)
        _check_parts(message, path)
        _tagged(message, _MESSAGES, "role", path)
        if message["role"] == "assistant":
            said = ("content", "tool_calls", "function_call", "refusal", "audio")
            if all(message.get(name) is None for name in said):
                raise missing(f"{path}.content")
            asked.update(call["id"] for call in message.get("tool_calls", ()))
        elif strict and message["role"] == "tool" and message["tool_call_id"] not in asked:
            raise RequestError(
                f"Invalid '{path}.tool_call_id': no message before it has a tool call with this id.",
                param=f"{path}.tool_call_id",
                code="invalid_value",
            )
    return messages


def _check_parts(message: Mapping[str, Any], path: str) -> None:
    """Checks what has a tag of its own inside a message, before the message is checked as a whole."""
    for name, kinds in (("content", _PARTS.get(message["role"], {})), ("tool_calls", _CALLS)):
        parts = message.get(name)
        if isinstance(parts, list) and kinds:
            for index, part in enumerate(parts):
                _tagged(part, kinds, "type", f"{path}.{name}[{index}]")


def _check_tools(body: Mapping[str, Any]) -> None:
    names: set[str] = set()
    for word, kinds in (("tools", _TOOLS), ("functions", None)):
        tools = body.get(word, [])
        if not isinstance(tools, list):
            raise _wrong_type(word, "an array", tools)
        for index, tool in enumerate(tools):
            if kinds is None:
                _against(params.Function, tool, f"functions[{index}]")
            else:
                _tagged(tool, kinds, "type", f"tools[{index}]")
                names.add(tool[tool["type"]]["name"])
    choice = body.get("tool_choice")
    if choice is None:
        return
    if isinstance(choice, str):
        if choice not in _CHOICE_WORDS:
            raise _not_among("tool_choice", _CHOICE_WORDS, choice)
        named = None
    else:
        _tagged(choice, _CHOICES, "type", "tool_choice")
        named = choice[choice["type"]].get("name")
    if not names and choice not in ("none", "auto"):
        raise RequestError(
            "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
            param="tool_choice",
        )
    if named is not None and named not in names:
        raise RequestError(
            f"Tool choice '{named}' not found in 'tools' parameter.",
            param="tool_choice",
            code="invalid_value",
        )


def _check_ranges(body: Mapping[str, Any]) -> None:
    for name, (least, greatest) in _RANGES.items():
        value = body.get(name)
        if value is not None and not least <= value <= greatest:
            raise RequestError(
                f"Invalid '{name}': {value} is not between {least} and {greatest}.",
                param=name,
                code="invalid_value",
            )


# -- against a type ----------------------------------------------------------------------------------------------


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    # The type has no configuration of its own, and a TypedDict takes none from here: in a list it does.
    return TypeAdapter(kind)


@cache
def _items_adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(list[kind], config=_STRICT)  # pyright: ignore[reportInvalidTypeForm]  # a type, at run time


def _tagged(value: Any, kinds: Mapping[str, Any], tag: str, path: str) -> None:
    """Checks a value against the kind that its tag names."""
    _against(_kind_named(value, kinds, tag, path), value, path)


def _kind_named(value: Any, kinds: Mapping[str, Any], tag: str, path: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong_type(path, "an object", value)
    if tag not in value:
        raise missing(f"{path}.{tag}")
    name = value[tag]
    if not isinstance(name, str) or name not in kinds:
        raise _not_among(f"{path}.{tag}", tuple(kinds), name)
    return kinds[name]


def _against(kind: Any, value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise _wrong_type(path, "an object", value)
    _validate(_items_adapter(kind), [value], value, path)


def _validate(adapter: TypeAdapter[Any], given: Any, value: Any, path: str) -> None:
    """Checks `given`, which is `value` or a list around it."""
    try:
        # As JSON: there a sequence is an array, and nothing else.
        adapter.validate_json(json.dumps(given), strict=True)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        inside = given is not value
        raise _told(value, [(fault["loc"][inside:], fault) for fault in faults], path) from None


def _told(value: Any, faults: list[tuple[tuple[int | str, ...], ErrorDetails]], path: str) -> RequestError:
    """The fault that lies deepest: where a field may be this or that, it is of the one that was meant."""
    places = [_real(value, place) for place, _ in faults]
    steps = max(places, key=len)
    field = _path(path, steps)
    same = [fault for found, (_, fault) in zip(places, faults, strict=True) if found == steps]
    kind = same[0]["type"]
    if kind == "missing":
        return missing(field)
    if kind == "extra_forbidden":
        return unknown(field)
    words = list(dict.fromkeys(fault["msg"].removeprefix("Input should be ") for fault in same))
    code = "invalid_type" if kind.endswith("_type") else "invalid_value"
    return wrong(field, ", or ".join(words), code=code)


def _real(value: Any, place: tuple[int | str, ...]) -> list[int | str]:
    """The steps of a fault's place that lead through the value; the others name arms of unions.

    The last step may be a key that is missing.
    """
    steps: list[int | str] = []
    here: Any = value
    for count, step in enumerate(place, 1):
        if _holds(here, step):
            here = here[step]
        elif not (count == len(place) and isinstance(here, dict)):
            continue
        steps.append(step)
    return steps


def _holds(value: Any, step: int | str) -> bool:
    if isinstance(step, int):
        return isinstance(value, list) and step < len(value)
    return isinstance(value, dict) and step in value


def _path(path: str, steps: Iterable[int | str]) -> str:
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


# -- what is said ------------------------------------------------------------------------------------------------


def missing(path: str) -> RequestError:
    """What is said of a field that has to be there."""
    return RequestError(f"Missing required parameter: '{path}'.", param=path, code="missing_required_parameter")


def unknown(path: str) -> RequestError:
    """What is said of a field that there is not."""
    return RequestError(f"Unknown parameter: '{path}'.", param=path, code="unknown_parameter")


def wrong(path: str, wanted: str, *, code: str = "invalid_value") -> RequestError:
    """What is said of a field that should be something else."""
    return RequestError(f"Invalid value for '{path}': it should be {wanted}.", param=path, code=code)


def _wrong_type(path: str, wanted: str, value: Any) -> RequestError:
    message = f"Invalid type for '{path}': expected {wanted}, but got {_kind(value)} instead."
    return RequestError(message, param=path, code="invalid_type")


def _not_among(path: str, choices: Iterable[str], value: Any) -> RequestError:
    known = ", ".join(repr(choice) for choice in choices)
    shown = repr(value) if isinstance(value, str) else _kind(value)
    message = f"Invalid value for '{path}': {shown}. Supported values are: {known}."
    return RequestError(message, param=path, code="invalid_value")


def _kind(value: Any) -> str:
    kinds: list[tuple[Any, str]] = [
        (bool, "a boolean"),
        ((int, float), "a number"),
        (str, "a string"),
        (list, "an array"),
        (dict, "an object"),
    ]
    return next((name for kind, name in kinds if isinstance(value, kind)), "null")
