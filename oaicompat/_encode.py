"""From keywords to a request: absent is absent, the user's objects become JSON once, and mistakes name their field."""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, cast

from pydantic import BaseModel

from oaicompat._wire import NOT_GIVEN, FilePart, Form, NotGiven, Omit, Request
from oaicompat.errors import ConfigurationError
from oaicompat.types.base import WireObject

__all__ = [
    "CALL_OPTIONS",
    "checked_text",
    "dump",
    "echo",
    "flattened",
    "form_fields",
    "form_request",
    "json_request",
    "json_text",
    "request",
    "said",
    "unknown_option",
]

#: The options that say how to make the call, and not what to ask: they are not part of the body.
CALL_OPTIONS = frozenset({"extra_headers", "extra_query", "extra_body", "timeout", "max_retries", "deadline"})


def json_request(
    path: str,
    named: Mapping[str, Any],
    options: Mapping[str, Any],
    known: Collection[str],
    *,
    stream: bool = False,
    root: bool = False,
) -> Request:
    """A POST with a JSON body of what was said, `options` checked against the `known` names."""
    body = {key: value for key, value in {**named, **options}.items() if said(value) and key not in CALL_OPTIONS}
    if stream:
        body["stream"] = True
    return request("POST", path, options, known=known, body=body, stream=stream, root=root)


def form_request(
    path: str,
    named: Mapping[str, Any],
    options: Mapping[str, Any],
    known: Collection[str],
    *,
    files: Mapping[str, Any],
    stream: bool = False,
) -> Request:
    """A POST with a multipart body: what was said as fields of text, and `files`, in a field ``name[]`` several.

    What a file may be is `oaicompat.types.uploads.FileInput`. Raises TypeError or ConfigurationError for what is none.
    """
    fields = {key: value for key, value in {**named, **options}.items() if said(value) and key not in CALL_OPTIONS}
    if stream:
        fields["stream"] = True
    asked = request("POST", path, options, known=known, body=fields, stream=stream)
    parts = [part for field, given in files.items() if said(given) for part in _parts(field, given)]
    return replace(asked, body=None, form=Form(asked.body or {}, tuple(parts)))


def _parts(field: str, given: object) -> Iterator[FilePart]:
    if field.endswith("[]") and isinstance(given, (list, Generator)):
        for one in cast("Iterable[object]", given):
            yield _part(field, one)
    else:
        yield _part(field, given)


def _part(field: str, given: object) -> FilePart:
    """A file of a form. Raises TypeError or ConfigurationError for what is none."""
    name: object = None
    content_type: object = None
    content = given
    if isinstance(given, tuple):
        steps = cast("tuple[object, ...]", given)
        if not 2 <= len(steps) <= 4:
            raise TypeError(f"{field}: a tuple is (name, content) or (name, content, type), not of {len(steps)} items")
        name, content, content_type, *_ = (*steps, None, None)
        for what, value in (("name", name), ("content type", content_type)):
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{field}: the {what} of a file must be a string, not {type(value).__name__}")
        if isinstance(content_type, str) and not (content_type.isascii() and content_type.isprintable()):
            raise ConfigurationError(
                f"{field}: the content type of a file holds a character that no header can carry (a line break, or "
                "not ASCII)"
            )
    if isinstance(content, (bytearray, memoryview)):
        content = bytes(cast("bytearray", content))
    is_file = isinstance(content, (str, bytes)) or hasattr(content, "__fspath__") or hasattr(content, "read")
    if isinstance(content, type) or not is_file:
        kind = f"the class {content.__name__}" if isinstance(content, type) else type(content).__name__
        raise TypeError(
            f"{field} must be a path, bytes, a file opened with open(path, 'rb'), or a tuple (name, content), "
            f"not {kind}"
        )
    if isinstance(content, str) and not content:
        raise ConfigurationError(f"{field} is an empty string, and no path of a file")
    return FilePart(field, content, cast("str | None", name), cast("str | None", content_type))


def form_fields(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The text fields of a form, as servers read them: of a list each item under ``name[]``, of a mapping each value
    under ``name[key]``. Raises TypeError or ConfigurationError for what cannot be sent.
    """
    for name, value in flattened(fields):
        yield name, value if isinstance(value, str) else json_text(name, value)


#: Beyond this depth a value of a form or a query is taken to hold itself.
_DEEPEST = 100


def flattened(fields: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """What is said in the values of a form or a query, under the names that `form_fields` tells of.

    A member of an `Enum` stands for its value. Raises TypeError for a name that is no text, and ConfigurationError for
    text that UTF-8 cannot hold and for what holds itself.
    """
    for name, value in fields.items():
        yield from _flat(_name(name), value, 0)


def _flat(name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if depth > _DEEPEST:
        raise ConfigurationError(f"{name.partition('[')[0]} holds itself, or is nested too deeply to be sent")
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, (list, tuple)):
        for item in cast("Iterable[Any]", value):
            yield from _flat(name if name.endswith("[]") else f"{name}[]", item, depth + 1)
    elif isinstance(value, Mapping):
        pairs: Mapping[Any, Any] = value
        for key, item in pairs.items():
            yield from _flat(f"{name}[{_name(key)}]", item, depth + 1)
    elif said(value):  # neither a form nor a query has a null
        if isinstance(value, str):
            _check_whole(name, value)
        yield name, value


def _name(key: object) -> str:
    """The key of a mapping as it stands in a form or a query."""
    if isinstance(key, Enum):
        key = key.value
    if not isinstance(key, (str, int, float)):
        raise TypeError(f"the name {key!r} of a field must be a string, not {type(key).__name__}")
    name = str(key)
    _check_whole(f"the name {name!r} of a field", name)
    return name


def _check_whole(what: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ConfigurationError(f"{what} holds half a character (a lone surrogate), which UTF-8 cannot hold") from None


def request(
    method: str,
    path: str,
    options: Mapping[str, Any],
    *,
    known: Collection[str] = (),
    body: dict[str, Any] | None = None,
    stream: bool = False,
    root: bool = False,
) -> Request:
    """A request with the call options that every endpoint takes, and the `known` ones of this endpoint.

    `extra_body` replaces keys of the body whole. Raises TypeError for an option that nobody knows.
    """
    if unknown := options.keys() - CALL_OPTIONS - set(known):
        raise unknown_option(min(unknown), known)
    for name in ("extra_headers", "extra_query", "extra_body"):
        value = options.get(name)
        if said(value) and not isinstance(value, Mapping):
            raise TypeError(f"{name} must be a mapping, not {type(value).__name__}")
    extra = options.get("extra_body")
    if said(extra):
        body = {**(body or {}), **cast("Mapping[str, Any]", extra)}
    return Request(
        method=method,
        path=path,
        body=body,
        query=_mapping(options.get("extra_query")),
        headers=_mapping(options.get("extra_headers")),
        timeout=NOT_GIVEN if isinstance(timeout := options.get("timeout", NOT_GIVEN), Omit) else timeout,
        max_retries=options["max_retries"] if said(options.get("max_retries")) else None,
        deadline=options["deadline"] if said(options.get("deadline")) else None,
        root=root,
        stream=stream,
    )


def said(value: object) -> bool:
    """Whether an option was given: None and the sentinels mean that it was not."""
    return value is not None and not isinstance(value, (NotGiven, Omit))


def checked_text(name: str, value: object) -> str:
    """An argument that has to be text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, not {type(value).__name__}")
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if said(value) else {}


def unknown_option(name: str, known: Iterable[str]) -> TypeError:
    """The error of an option that the endpoint does not have, with the name that was probably meant."""
    from difflib import get_close_matches  # a typo is rare; most processes never need it

    close = get_close_matches(name, [*known, *CALL_OPTIONS], n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return TypeError(
        f"unknown option {name!r}: {hint}What only one server knows goes into extra_body={{{name!r}: ...}}."
    )


def dump(body: Mapping[str, Any]) -> bytes:
    """A JSON body as UTF-8 bytes. Raises TypeError or ConfigurationError with the field that cannot be sent."""
    try:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain)
        return text.encode()
    except (TypeError, ValueError, RecursionError) as error:  # UnicodeEncodeError is a ValueError
        raise _cannot_send(body, error) from None


def json_text(name: str, value: object) -> str:
    """A value as JSON text. Raises as `dump` does, naming it `name`."""
    return dump({name: value}).decode()[len(json.dumps(name, ensure_ascii=False)) + 2 : -1]


def _plain(value: object) -> object:
    """What json does not know and we do: objects of replies and other models, mappings, iterables."""
    if isinstance(value, BaseModel):
        return echo(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(cast("Mapping[object, object]", value))
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray, memoryview, set, frozenset)):
        return list(cast("Iterable[object]", value))
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")


#: What the items of a response must have though it is null: code, what it gave, and an image that is not made.
_NULLABLE = frozenset({"code", "outputs", "result"})


def echo(model: BaseModel) -> dict[str, Any]:
    """An object of a reply as it came, to be sent back: the wire's names and values, extras included.

    A null says nothing, and strict servers refuse it in a request, so in a message and its tool calls only a null
    content is kept (it is what a message with tool calls has). OpenAI's API refuses an empty list of tool calls.
    """
    if not isinstance(model, WireObject):
        return model.model_dump(mode="json", by_alias=True, exclude_none=True, warnings=False)
    fields = model.model_dump(mode="json", exclude_unset=True, warnings=False)
    for name in ("type", "role"):  # what tells a message or a part from another is said even if it was not set
        if name in type(model).model_fields:
            fields = {name: getattr(model, name), **fields}
    nullable = _NULLABLE | {"content"} if "role" in fields else _NULLABLE
    kept = {name: value for name, value in fields.items() if value is not None or name in nullable}
    for name in ("content", "summary", "tool_calls"):
        if isinstance(parts := kept.get(name), list):
            kept[name] = [_without_nulls(part) for part in cast("list[object]", parts)]
    if not kept.get("tool_calls", True):
        del kept["tool_calls"]
    lifted = vars(model).get("tool_calls")
    if lifted and "tool_calls" not in kept and "function_call" in kept:
        # A call in the legacy form was given an id, which its result will name: then the call has to have it too.
        del kept["function_call"]
        kept["tool_calls"] = [_without_nulls(call.model_dump(mode="json")) for call in lifted]
    return kept


def _without_nulls(call: object) -> object:
    if not isinstance(call, dict):
        return call
    return {name: value for name, value in cast("dict[str, object]", call).items() if value is not None}


def _cannot_send(body: Mapping[str, Any], error: Exception) -> Exception:
    for path, value in _leaves(body, "", 0):
        kind = type(value).__name__
        if isinstance(value, float):
            if value != value or value in (float("inf"), float("-inf")):
                return ConfigurationError(f"{path} is {value!r}, which JSON cannot hold")
        elif isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:
                return ConfigurationError(f"{path} holds half a character (a lone surrogate), which UTF-8 cannot hold")
        elif isinstance(value, (bytes, bytearray, memoryview)):
            return TypeError(f"{path} is {kind}: JSON has no bytes; send them as base64 text, such as a data: URL")
        elif isinstance(value, type):
            return TypeError(f"{path} is the class {kind}: give an object or its JSON schema")
        elif value is not None and not isinstance(value, (bool, int)):
            return TypeError(
                f"{path} is of type {kind}, which cannot be sent as JSON; make it a dict, list, str or number"
            )
    if isinstance(error, RecursionError) or "ircular" in str(error):
        return ConfigurationError("the body holds itself, or is nested too deeply to be sent as JSON")
    return TypeError(f"the body cannot be sent as JSON: {error}")


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, Any]]:
    """Every value that is not a container, with the path to it."""
    if depth > 100:
        return
    if isinstance(value, BaseModel):
        value = echo(value)
    if isinstance(value, Mapping):
        mapping: Mapping[Any, Any] = value
        for key, item in mapping.items():
            if not isinstance(key, (str, int, float, bool)) and key is not None:
                yield f"{path or 'the body'}: the key {key!r}", key
            yield from _leaves(item, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(cast("list[Any]", value)):
            yield from _leaves(item, f"{path}[{index}]", depth + 1)
    else:
        yield path, value
