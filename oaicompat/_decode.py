"""From bytes to typed objects, twice if need be: one ill-typed field never costs the answer.

The first pass is pydantic-core on the bytes. Only when it refuses does `read` look at what it refused: each misfit is
taken out of a copy of the data, so that its field gets its default (or what the type's `repairs` make of it), and
the raw value is put among the extras of the object that it belongs to. Dumping the object gives the server's own
value back, and the field is not in `model_fields_set`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from oaicompat._error_reply import body_error, summary
from oaicompat._json import as_list, as_object, parse
from oaicompat._wire import Reply
from oaicompat.errors import APIError, APIResponseValidationError
from oaicompat.types.base import Result, WireObject

__all__ = [
    "Misfits",
    "not_what_was_asked",
    "parsed_object",
    "read",
    "read_object",
    "result",
    "too_large",
    "typed_as",
    "with_reply",
]

logger = logging.getLogger("oaicompat")

O = TypeVar("O", bound=WireObject)  # noqa: E741  # the only type variable here, for an object
R = TypeVar("R", bound=Result)

#: Rounds of taking misfits out; each one removes at least one value, and real replies need one.
_ROUNDS = 20


class Misfits:
    """Tells the log once about each kind of field that did not fit, so that a stream does not fill it."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()

    def tell(self, kind: type[WireObject], name: str, value: object) -> None:
        if value is not None and (key := (kind.__name__, name)) not in self._told:
            self._told.add(key)
            logger.info(
                "%s.%s: a value of type %s does not fit; it is kept in model_extra",
                *key,
                type(value).__name__,
            )


def read(kind: type[O], data: bytes, misfits: Misfits | None = None) -> O:
    """An object of `kind` from JSON bytes. Raises ValueError if they are not a JSON object."""
    try:
        return cast(O, kind.__pydantic_validator__.validate_json(data))
    except ValidationError:
        return read_object(kind, parse(data), misfits)


def read_object(kind: type[O], value: Any, misfits: Misfits | None = None) -> O:
    """An object of `kind` from a parsed JSON value, which it may change. Raises ValueError if it is no object."""
    if not isinstance(value, dict):
        raise ValueError(f"a JSON object is needed, not {type(value).__name__}")  # noqa: TRY004  # the server's mistake
    aside: dict[int, dict[str, Any]] = {}
    for _ in range(_ROUNDS):
        try:
            found = cast(O, kind.__pydantic_validator__.validate_python(value))
        except ValidationError as error:
            _take_out(value, error, aside)
        else:
            if aside:
                _put_back(found, as_object(value), aside, misfits or Misfits())
            return found
    raise ValueError("the reply's fields do not fit")


def _take_out(value: Any, error: ValidationError, aside: dict[int, dict[str, Any]]) -> None:
    """Removes from `value` what `error` complains of, and notes it in `aside` under the id of its dict."""
    items: dict[int, tuple[list[Any], set[int]]] = {}
    taken = False
    faults = error.errors(include_url=False, include_context=False)
    places = dict.fromkeys(tuple(_locate(value, fault["loc"], fault["input"]) or ()) for fault in faults)
    # A union complains of each of its arms: where one arm points deeper, the value as a whole is not at fault.
    above = {steps[:end] for steps in places for end in range(len(steps))}
    for steps in places:
        if not steps or steps in above:
            continue
        *way, last = steps
        if isinstance(last, str):
            inner = _walk(value, way)
            if last in inner:
                aside.setdefault(id(inner), {})[last] = inner.pop(last)
                taken = True
        else:
            # An item of a list: the other items stay, the field as it came is what is kept. Its holder is an object.
            target = _walk(value, way)
            items.setdefault(id(target), (target, set()))[1].add(last)
            while isinstance(name := way.pop(), int):
                pass  # a list inside a list
            owner = _walk(value, way)
            aside.setdefault(id(owner), {}).setdefault(name, _lists_copied(owner[name]))
            taken = True
    for target, bad in items.values():
        target[:] = [item for index, item in enumerate(target) if index not in bad]
    if not taken:
        raise ValueError("the reply's fields do not fit") from error


def _lists_copied(value: Any) -> Any:
    """The value with new lists around the same items."""
    return [_lists_copied(item) for item in as_list(value)] if isinstance(value, list) else value


def _locate(here: Any, location: tuple[int | str, ...], at_fault: Any) -> list[int | str] | None:
    """The steps of an error's location that lead to the value at fault; the rest are names of union arms.

    An arm may have the name of a key, so what a step leads to is compared. None if nothing leads there.
    """
    if not location:
        return [] if here is at_fault else None
    step, rest = location[0], location[1:]
    if (isinstance(step, str) and step in as_object(here)) or (isinstance(step, int) and step < len(as_list(here))):
        steps = _locate(here[step], rest, at_fault)
        if steps is not None:
            return [step, *steps]
    return _locate(here, rest, at_fault)


def _walk(value: Any, steps: list[int | str]) -> Any:
    for step in steps:
        value = value[step]
    return value


def _put_back(found: WireObject, raw: dict[str, Any], aside: dict[int, dict[str, Any]], misfits: Misfits) -> None:
    """Walks the object and its data side by side, and gives each object what was taken from its data."""
    for name, value in aside.get(id(raw), {}).items():
        kind = type(found)
        field = _field_named(kind, name)
        if field is not None and value is not None and field in kind.repairs and field not in raw:
            vars(found)[field] = kind.repairs[field](value)
        if field is not None:
            misfits.tell(kind, name, value)
        if found.__pydantic_extra__ is not None:
            found.__pydantic_extra__[name] = value
            found.__pydantic_fields_set__.discard(name)
    extras = found.__pydantic_extra__
    for name, value in raw.items():
        for child, part in _pairs(vars(found).get(name), value):
            _put_back(child, part, aside, misfits)
        if extras is not None and name not in extras and (taken := aside.get(id(value))) and _is_plain(found, name):
            extras[name] = {**as_object(value), **taken}
            found.__pydantic_fields_set__.discard(name)
            misfits.tell(type(found), name, value)
    # A list that was kept as it came holds this very dict, and must be whole.
    raw.update(aside.get(id(raw), {}))


def _is_plain(found: WireObject, name: str) -> bool:
    """Whether a field holds a dict, which has no extras: what was taken from it is kept by its owner."""
    return isinstance(vars(found).get(name), dict)


def _field_named(kind: type[WireObject], name: str) -> str | None:
    return name if name in kind.model_fields else None


def _pairs(child: Any, part: Any) -> Iterator[tuple[WireObject, dict[str, Any]]]:
    if isinstance(child, WireObject) and isinstance(part, dict):
        yield child, as_object(part)
    elif isinstance(child, list) and isinstance(part, list):
        for one, other in zip(as_list(child), as_list(part), strict=False):
            yield from _pairs(one, other)


def result(kind: type[R], reply: Reply) -> R:
    """The object of a whole reply, with the reply's headers. Raises if the body is an error or no object."""
    try:
        found = read(kind, reply.content)
    except ValueError:
        raise not_what_was_asked(reply, kind.__name__) from None
    return with_reply(found, reply)


def with_reply(found: R, reply: Reply) -> R:
    """The object with what the reply's headers said, without keeping the body that it was read from."""
    found._reply = Reply(reply.status_code, reply.headers, b"", reply.request, reply.attempts, reply.received_at)
    return found


def typed_as(kind: Any) -> Callable[[Reply], Any]:
    """How a reply is read when the user says what it is. None: JSON if it is JSON, else text."""
    readers: dict[Any, Callable[[Reply], Any]] = {
        None: _loosely,
        Reply: lambda reply: reply,
        bytes: lambda reply: reply.content,
        str: lambda reply: reply.text,
    }
    if isinstance(kind, Hashable) and kind in readers:
        return readers[kind]
    make = _reader(kind)
    return lambda reply: _validated(kind, make, reply)


def _loosely(reply: Reply) -> Any:
    try:
        body = parse(reply.content)
    except ValueError:
        return reply.text
    if error := _plain_error(body, reply):
        raise error
    return body


def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a `kind` of JSON, and raises ValueError if it cannot. Raises TypeError for what is no type."""
    if WireObject in getattr(kind, "__mro__", ()):
        return lambda body: read_object(kind, body)
    from pydantic import TypeAdapter  # rarely needed, and 2 ms to import

    try:
        return TypeAdapter(kind).validate_python
    except RuntimeError as error:  # pydantic's word for a type that it does not know
        raise TypeError(f"cast_to must be a type that pydantic knows: {error}") from None


def _validated(kind: Any, make: Callable[[Any], Any], reply: Reply) -> Any:
    try:
        body = parse(reply.content)
    except ValueError:
        raise not_what_was_asked(reply, "JSON") from None
    if told := _plain_error(body, reply):
        raise told
    try:
        found = make(body)
    except ValueError as error:
        words = f"the reply is not a {getattr(kind, '__name__', kind)}"
        if isinstance(error, ValidationError):
            fault = error.errors(include_url=False, include_input=False)[0]
            words += f": {'.'.join(str(step) for step in fault['loc']) or 'it'}: {fault['msg']}"
        raise APIResponseValidationError(reply, body, message=summary(reply, words)) from None
    return with_reply(found, reply) if isinstance(found, Result) else found


def _plain_error(body: Any, reply: Reply) -> APIError | None:
    """The error that the reply of an unknown route tells: only where nothing else can be meant."""
    fields = as_object(body)
    return body_error({"error": fields.get("error")}, reply) if fields.keys() <= {"error", "request_id"} else None


def parsed_object(reply: Reply) -> Any:
    """The body as JSON. Raises if it is none, or if it is an error although the status says success."""
    try:
        body = parse(reply.content)
    except ValueError:
        raise not_what_was_asked(reply, "JSON") from None
    if error := body_error(body, reply):
        raise error
    return body


def too_large(reply: Reply, error: Exception) -> APIError:
    """The error of an event above the limit."""
    words = f"{error}; `max_event_bytes` of the client sets the limit"
    return APIResponseValidationError(reply, message=summary(reply, words))


def not_what_was_asked(reply: Reply, wanted: str, *, missing: str = "") -> APIError:
    """The error of a success that is none: the body tells one, or holds something else altogether."""
    try:
        body = parse(reply.content)
    except ValueError:
        body = reply.text[:2000] or None
    if error := body_error(body, reply):
        return error
    kind = reply.headers.get("content-type", "no content type")
    start = " ".join(reply.text[:200].split()) or "an empty body"
    words = f"the reply is not a {wanted}{missing}: {kind}, starting with {start!r}"
    if "html" in kind or reply.content.lstrip()[:1] == b"<" or kind.startswith("text/plain"):
        words += "; is the base URL right (most servers want a path that ends with /v1)?"
    return APIResponseValidationError(reply, body, message=summary(reply, words))
