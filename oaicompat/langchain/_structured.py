"""Answers that are objects: what is asked of the server, and how the answer is read."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Collection, Mapping
from typing import Any, Literal, cast

from langchain_core.exceptions import OutputParserException
from langchain_core.messages import AIMessage
from langchain_core.output_parsers import JsonOutputParser, PydanticOutputParser
from langchain_core.outputs import Generation
from langchain_core.utils.function_calling import convert_to_openai_function, convert_to_openai_tool
from langchain_core.utils.pydantic import is_basemodel_subclass, is_pydantic_v1_subclass
from typing_extensions import is_typeddict

from oaicompat.errors import CompatibilityWarning

__all__ = [
    "Method",
    "answer_parser",
    "chosen_method",
    "function_tool",
    "is_class",
    "json_schema_format",
    "response_format_of",
]

Json = dict[str, Any]
Method = Literal["json_schema", "function_calling", "json_mode"]

_NAME = re.compile(r"[^a-zA-Z0-9_-]")
#: Thinking that stands in the text before the answer.
_THINKING = re.compile(r"\A\s*(?:<think>)?.*?</think>", re.DOTALL)
#: What a declared capability is called for each method; `json_object` is the wire's word.
_DECLARED: Mapping[str, tuple[str, ...]] = {"json_schema": ("json_schema",), "json_mode": ("json_mode", "json_object")}


def is_class(schema: object) -> bool:
    """Whether a schema is a pydantic class, of version 1 or 2."""
    return isinstance(schema, type) and is_basemodel_subclass(schema)


def chosen_method(
    method: Method | None, schema: object, declared: Collection[str] | None, known: Collection[str] | None
) -> Method:
    """The method that is used: the one that was asked for, else json_schema, as far as the server takes it.

    `declared` are the formats that the caller said the server takes, `known` those of the table of servers; None where
    nobody knows. What was asked for and is declared not to be there is replaced, with a warning.
    """
    if method not in (None, "json_schema", "function_calling", "json_mode"):
        raise ValueError(f"method must be json_schema, function_calling or json_mode, not {method!r}")
    wanted: Method = method or "json_schema"
    if wanted == "json_schema" and isinstance(schema, type) and is_pydantic_v1_subclass(schema):
        wanted = "function_calling"  # pydantic 1 writes other schemas
    takes = known if declared is None else declared
    if wanted == "function_calling" or takes is None or any(word in takes for word in _DECLARED[wanted]):
        return wanted
    if schema is None:
        raise ValueError("this server was said not to take response_format, and without a schema there is no other way")
    if method is not None and declared is not None:
        words = f"{wanted} is asked for as function_calling: this server was said not to take it"
        warnings.warn(words, CompatibilityWarning, stacklevel=4)
    elif method is not None:
        return wanted  # what the table says is no promise of the caller's: the server itself shall say so
    return "function_calling"


# -- what is asked ---------------------------------------------------------------------------------------------------


def response_format_of(given: object, *, strict: bool | None = None) -> Json:
    """A `response_format` from a class, a schema, or one that is written out already."""
    if isinstance(given, Mapping):
        form = dict(cast("Mapping[str, Any]", given))
        inner = form.get("json_schema")
        if form.get("type") == "json_schema" and isinstance(inner, Mapping):
            return {**form, "json_schema": _named_schema(cast("Mapping[str, Any]", inner))}
        if form.get("type") in ("json_object", "text", "grammar", "regex", "structural_tag"):
            return form
    return json_schema_format(given, strict=strict)


def _named_schema(inner: Mapping[str, Any]) -> Json:
    name = _NAME.sub("_", str(inner.get("name") or "response"))[:64]
    return {**inner, "name": name}


def json_schema_format(schema: Any, *, strict: bool | None) -> Json:
    """The `response_format` of a schema.

    Where nobody says whether it is strict, the schema of a class is if it can be: all its objects have named fields
    and no others.
    """
    if is_class(schema) or is_typeddict(schema):
        function = convert_to_openai_function(schema)
    else:
        function = _function_of(cast("Mapping[str, Any]", schema))
        strict = function.pop("strict", strict)
    parameters = function.get("parameters", {"type": "object", "properties": {}})
    exact = _closed(parameters) if strict or (strict is None and not isinstance(schema, Mapping)) else None
    inner: Json = {"name": _NAME.sub("_", function["name"])[:64], "schema": exact or parameters}
    if function.get("description"):
        inner["description"] = function["description"]
    if exact is not None or strict is not None:
        inner["strict"] = strict is not False
    return {"type": "json_schema", "json_schema": inner}


def function_tool(schema: Any, *, strict: bool | None) -> Json:
    """The tool whose call is an object of a schema."""
    if isinstance(schema, Mapping):
        function = _function_of(cast("Mapping[str, Any]", schema))
        strict = function.pop("strict", strict)
        schema = function
    return convert_to_openai_tool(schema, strict=strict)


def _function_of(schema: Mapping[str, Any]) -> Json:
    """Name, description and parameters from a JSON schema, or from a function in OpenAI's or Anthropic's form."""
    if schema.get("type") == "json_schema" or ("schema" in schema and "name" in schema):
        inner = schema.get("json_schema", schema)
        rest = {name: inner[name] for name in ("name", "description", "strict") if name in inner}
        return {"name": "response", **rest, "parameters": inner.get("schema", {})}
    if schema.get("type") == "function" or {"name", "parameters"} <= schema.keys() or "input_schema" in schema:
        inner = schema.get("function", schema)
        return convert_to_openai_function(dict(inner))
    rest = {name: value for name, value in schema.items() if name not in ("title", "description")}
    found: Json = {"name": str(schema.get("title") or "response"), "parameters": rest}
    if schema.get("description"):
        found["description"] = schema["description"]
    return found


def _closed(schema: Any) -> Any:
    """The schema with every object closed and every field required, as strict servers want it; None if it cannot be."""
    if isinstance(schema, list):
        items = [_closed(item) for item in schema]
        return (
            None
            if any(item is None and given is not None for item, given in zip(items, schema, strict=True))
            else items
        )
    if not isinstance(schema, dict):
        return schema
    found: Json = {}
    for name, value in schema.items():
        if name in ("properties", "$defs", "definitions") and isinstance(value, dict):
            inner = {key: _closed(item) for key, item in value.items()}
            if any(item is None for item in inner.values()):
                return None
            found[name] = inner
        elif name in ("items", "anyOf", "allOf", "oneOf", "prefixItems"):
            if (inner_value := _closed(value)) is None:
                return None
            found[name] = inner_value
        elif name != "default":
            found[name] = value
    if schema.get("type") == "object" or "properties" in schema:
        if "properties" not in found or schema.get("additionalProperties"):
            return None
        found["additionalProperties"] = False
        found["required"] = list(found["properties"])
    return found


# -- how it is read --------------------------------------------------------------------------------------------------


def answer_parser(schema: Any) -> JsonOutputParser:
    """What makes the object of an answer in words, also of one that is still being written.

    It raises OutputParserException if it cannot, and if the model refused.
    """
    return _ClassParser(pydantic_object=schema) if is_class(schema) else _JsonParser()


class _JsonParser(JsonOutputParser):
    """JSON after the thinking that some servers leave before it."""

    def parse_result(self, result: list[Generation], *, partial: bool = False) -> Any:
        return super().parse_result(_answer(result, partial=partial), partial=partial)


class _ClassParser(PydanticOutputParser[Any]):
    """The same, as an object of a class."""

    def parse_result(self, result: list[Generation], *, partial: bool = False) -> Any:
        return super().parse_result(_answer(result, partial=partial), partial=partial)


def _answer(result: list[Generation], *, partial: bool) -> list[Generation]:
    """What is to be parsed. Raises OutputParserException where there is nothing, and says why."""
    message = getattr(result[0], "message", None)
    if not isinstance(message, AIMessage):
        return result
    if (refusal := message.additional_kwargs.get("refusal")) and not partial:
        raise OutputParserException(f"the model refused: {refusal}", llm_output=str(refusal))
    text = _without_thinking(str(message.text))
    if not text.strip() and not partial:
        reason = message.response_metadata.get("finish_reason")
        raise OutputParserException(f"the answer has no text (finish_reason {reason!r})", llm_output=text)
    return [Generation(text=text)]


def _without_thinking(text: str) -> str:
    """The text after the thinking between tags that some servers leave before it."""
    if "</think>" not in text:
        return "" if text.lstrip().startswith("<think>") else text
    try:  # an answer may have the tag among its own words
        json.loads(text)
    except ValueError:
        return _THINKING.sub("", text, count=1)
    return text
