"""Answers as values of a type: the schema that says so, the ways to ask for it, and reading what came.

What is asked for is always a JSON object, for that is all that servers agree on: a type whose values are none (a list,
a union, an enum, a number) is asked for as ``{"value": ...}``, and read with and without that.

There are four ways to ask, the best first: by a JSON schema as `response_format`; by a tool that has to be called,
whose parameters are the schema; by any JSON object, the schema in the prompt; and by the prompt alone. The facts of
the server's dialect choose.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar, cast, overload

from pydantic import TypeAdapter, ValidationError
from pydantic.errors import PydanticInvalidForJsonSchema
from pydantic_core import SchemaValidator, core_schema, from_json

from oaicompat._json import as_list, as_object
from oaicompat._partial_json import PartialAnswer, PartialJSON, Shape
from oaicompat._strict_schema import fitted, tidied
from oaicompat._typed_json import adapter_of, reason_of, type_name
from oaicompat.errors import ConfigurationError

if TYPE_CHECKING:
    from oaicompat.dialects.dialect import Dialect

__all__ = [
    "STRATEGIES",
    "MisreadError",
    "OutputType",
    "Strategy",
    "answer_tool",
    "asked",
    "checked_strategy",
    "output_type",
    "strategies",
]

logger = logging.getLogger("oaicompat")

T = TypeVar("T")

Strategy: TypeAlias = Literal["json_schema", "tool", "json_object", "prompt"]
"""A way to ask for an answer of a type."""

STRATEGIES: tuple[Strategy, ...] = ("json_schema", "tool", "json_object", "prompt")

#: Places at which JSON is looked for in an answer that has more than JSON.
_TRIES = 64
_MARK = re.compile(r"[{\[]")
_FENCE = re.compile(r"```[a-zA-Z0-9_-]*[ \t]*\r?\n?")
_THOUGHT = "</think>"


class MisreadError(ValueError):
    """Text is no value of the type: `reason` says why, `path` where, "" for the whole; `is_cut`: no JSON ends in it."""

    def __init__(self, reason: str, path: str = "", *, is_cut: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.path, self.is_cut = reason, path, is_cut


@dataclass(frozen=True, eq=False)
class OutputType(Generic[T]):
    """A type that answers may have: what is sent to ask for it, and what reads it. `output_type` makes them."""

    kind: Any
    """The type."""
    name: str
    """Its name as it is sent: at most 64 letters, digits, ``_`` and ``-``."""
    schema: dict[str, Any]
    """Its JSON schema: an object."""
    strict_schema: dict[str, Any] | None
    """The same as OpenAI's strict mode takes it; None if the type is open."""
    lost: tuple[str, ...]
    """What the strict schema does not say, each after its path. Answers are checked against the type in any case."""
    is_wrapped: bool
    """Whether values are asked for as ``{"value": ...}``."""
    _whole: TypeAdapter[Any] | SchemaValidator
    _bare: TypeAdapter[T]

    @property
    def shape(self) -> Shape:
        """Which texts in the answer may be shown while they grow."""
        return Shape([self.schema], as_object(self.schema.get("$defs")))

    def partial(self, pieces: list[str]) -> PartialAnswer:
        """Reads an answer as it comes: `pieces` is its text, a list that grows."""
        return PartialAnswer(pieces, self.shape, inside="value" if self.is_wrapped else None)

    def read(self, text: str, *, whole: bool = True) -> T:
        """The value that an answer is. `whole` says that the text was not cut off.

        Raises MisreadError. Thinking in tags, fences and words around the JSON are passed over.
        """
        try:
            return self._unwrapped(self._whole.validate_json(text))
        except ValidationError as error:
            first = error  # the errors of what else is tried are told only if they are about more of the text
        return self._found(text, first, whole=whole)

    def _found(self, text: str, first: ValidationError, *, whole: bool) -> T:
        """The value in text that is not JSON alone."""
        answer = (text.rpartition(_THOUGHT)[2] if _THOUGHT in text else text).strip()
        pieces = list(_pieces(answer))
        longest, fault = "", first
        for piece, _ in pieces:
            for adapter in (self._whole, self._bare) if self.is_wrapped else (self._whole,):
                try:
                    return self._unwrapped(adapter.validate_json(piece), adapter)
                except ValidationError as error:
                    if len(piece) > len(longest):
                        longest, fault = piece, error
        if self.is_wrapped and whole and not pieces:
            words = answer.removeprefix((_FENCE.match(answer) or [""])[0]).removesuffix("```").strip()
            for piece in (words, json.dumps(words, ensure_ascii=False)):
                try:
                    return self._bare.validate_json(piece)
                except ValidationError as error:
                    fault = error
        raise self._misread(answer, fault, pieces)

    def _unwrapped(self, value: Any, adapter: Any = None) -> T:
        return cast(T, value["value"] if self.is_wrapped and adapter is not self._bare else value)

    def _misread(self, answer: str, fault: ValidationError, pieces: list[tuple[str, bool]]) -> MisreadError:
        if not answer:
            return MisreadError("the answer is empty", is_cut=True)
        if not pieces and not self.is_wrapped and not _MARK.match(answer):
            return MisreadError("there is no JSON object in the answer", is_cut=True)
        inside = 1 if fault.errors(include_url=False)[0]["loc"][:1] == ("value",) and self.is_wrapped else 0
        reason, path = reason_of(fault, inside=inside)
        return MisreadError(reason, path, is_cut=not any(is_whole for _, is_whole in pieces))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The JSON objects and lists in a text, those in fences first, and whether each is whole.

    One that breaks off after something of it was read is the last: what stands inside it is not the answer.
    """
    fences = [found.end() for found in _FENCE.finditer(text) if _MARK.match(text, found.end())]
    place = 0
    for turn in range(_TRIES):
        if turn < len(fences):
            found, _, has_begun = _piece(text, fences[turn])
        else:
            mark = _MARK.search(text, place)
            if mark is None:
                return
            found, place, has_begun = _piece(text, mark.start())
        if has_begun or turn < len(fences):
            yield found
        if has_begun and not found[1]:
            return


def _piece(text: str, start: int) -> tuple[tuple[str, bool], int, bool]:
    """The JSON from a place on and whether it is whole, the place after it, and whether anything of it was read."""
    reader = PartialJSON()
    end = start + reader.feed(text[start:])
    if not reader.done:
        return (text[start:], False), max(end, start + 1), bool(reader.value()) or not reader.failed
    piece = text[start:end]
    try:
        from_json(piece)
    except ValueError:  # a line end inside a text, or half a character
        piece = json.dumps(reader.value(), ensure_ascii=False)
    return (piece, True), end, True


# -- which type -------------------------------------------------------------------------------------------------------


@overload
def output_type(kind: type[T] | TypeAdapter[T]) -> OutputType[T]: ...
@overload
def output_type(kind: Any) -> OutputType[Any]: ...
def output_type(kind: Any) -> OutputType[Any]:
    """What asks for and reads values of a type: whatever pydantic's TypeAdapter takes, or a TypeAdapter.

    Raises TypeError if pydantic knows no such type, or if JSON has no place for its values.
    """
    try:
        return _remembered(kind)
    except TypeError as error:
        if "unhashable" not in str(error):
            raise
        return _made(kind)


def _made(kind: Any) -> OutputType[Any]:
    bare = adapter_of(kind)
    name = re.sub(r"[^a-zA-Z0-9_-]+", "_", type_name(kind)).strip("_")[:64] or "answer"
    try:
        schema = tidied(bare.json_schema())
    except PydanticInvalidForJsonSchema as error:
        raise TypeError(f"{type_name(kind)} has no JSON schema: {error.message}") from error
    schema = _resolved(schema)
    is_wrapped = schema.get("type") != "object"
    whole: TypeAdapter[Any] | SchemaValidator = bare
    if is_wrapped:
        definitions = schema.pop("$defs", None)
        schema = {"type": "object", "properties": {"value": schema}, "required": ["value"]}
        schema = {**schema, "additionalProperties": False, **({"$defs": definitions} if definitions else {})}
        field = core_schema.typed_dict_field(bare.core_schema, required=True)
        whole = SchemaValidator(core_schema.typed_dict_schema({"value": field}))
    strict_schema, lost = fitted(schema)
    for note in lost:
        logger.info("the schema of %s, for strict mode: %s", name, note)
    return OutputType(kind, name, schema, strict_schema, lost, is_wrapped, whole, bare)


_remembered = lru_cache(maxsize=256)(_made)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the definition that its root refers to (of a model that holds itself) in its place."""
    arms = as_list(schema.get("allOf"))  # pydantic before 2.9
    name = as_object(arms[0]).get("$ref") if len(arms) == 1 else schema.get("$ref")
    if not isinstance(name, str):
        return schema
    definitions = as_object(schema.get("$defs"))
    return {**as_object(definitions.get(name.rpartition("/")[2])), "$defs": definitions}


# -- which way --------------------------------------------------------------------------------------------------------


def strategies(dialect: Dialect) -> tuple[Strategy, ...]:
    """The ways to ask a server, the best first. What is not known of it is tried, unless something better is known not
    to work: then what every server knows is better than another guess.
    """
    guesses = dialect.json_schema is None
    can: dict[Strategy, bool | None] = {
        "json_schema": dialect.json_schema,
        "tool": _forces(dialect),
        "json_object": dialect.json_object,
        "prompt": True,
    }
    return tuple(way for way in STRATEGIES if can[way] or (can[way] is None and guesses))


def _forces(dialect: Dialect) -> bool | None:
    """Whether a tool can be forced to be called."""
    if dialect.tool_calling is False:
        return False
    if dialect.named_tool or dialect.forced_tools:
        return True
    return None if None in (dialect.named_tool, dialect.forced_tools) else False


def checked_strategy(given: Any) -> Strategy:
    """A strategy by its name. Raises ConfigurationError."""
    if given not in STRATEGIES:
        raise ConfigurationError(f"strategy must be one of {', '.join(STRATEGIES)}, not {given!r}")
    return given  # type: ignore[no-any-return]


def asked(
    output: OutputType[Any],
    strategy: Strategy,
    dialect: Dialect,
    messages: list[Any],
    options: Mapping[str, Any],
) -> tuple[list[Any], dict[str, Any]]:
    """The messages and options that ask for an answer of a type in one of the ways."""
    if strategy == "json_schema":
        return messages, {**options, "response_format": _response_format(output, dialect)}
    if strategy == "tool":
        return messages, {**options, **_forced(output, dialect, options)}
    told = _told(messages, f"{_PROMPT}\n{json.dumps(output.schema, ensure_ascii=False)}")
    return told, {**options, "response_format": {"type": "json_object"}} if strategy == "json_object" else dict(options)


_PROMPT = "Answer with a JSON object alone, without any text around it. It has to fit this JSON schema:"


def _schema(output: OutputType[Any], dialect: Dialect) -> tuple[dict[str, Any], bool]:
    """The schema that a server gets, and whether it is to be strict about it."""
    # A server that makes a grammar of the schema keeps to all of it; strict mode's subset is for those that do not.
    strict = output.strict_schema
    return (output.schema if strict is None or dialect.constraints else strict), strict is not None


def _response_format(output: OutputType[Any], dialect: Dialect) -> dict[str, Any]:
    schema, strict = _schema(output, dialect)
    return {"type": "json_schema", "json_schema": {"name": output.name, "schema": schema, "strict": strict}}


def answer_tool(options: Mapping[str, Any]) -> str:
    """The name of the tool whose arguments are the answer; no other tool of the request has it."""
    names = {as_object(as_object(dict(tool)).get("function")).get("name") for tool in options.get("tools") or ()}
    name = "answer"
    while name in names:
        name += "_"
    return name


def _forced(output: OutputType[Any], dialect: Dialect, options: Mapping[str, Any]) -> dict[str, Any]:
    name = answer_tool(options)
    schema, strict = _schema(output, dialect)
    function: dict[str, Any] = {"name": name, "description": "Gives the answer.", "parameters": schema}
    if strict:  # vLLM keeps to the schema only then
        function["strict"] = True
    others = list(options.get("tools") or ())
    choice: Any = "required"
    if not others and dialect.named_tool is not False and (dialect.named_tool or not dialect.forced_tools):
        choice = {"type": "function", "function": {"name": name}}
    return {"tools": [*others, {"type": "function", "function": function}], "tool_choice": choice}


def _told(messages: list[Any], words: str) -> list[Any]:
    """The messages with instructions added: to the ones they begin with, or before them."""
    first = messages[0] if messages else None
    if isinstance(first, Mapping) and first.get("role") in ("system", "developer"):
        content: Any = first.get("content")
        if isinstance(content, str):
            return [{**first, "content": f"{content}\n\n{words}"}, *messages[1:]]
    return [{"role": "system", "content": words}, *messages]
