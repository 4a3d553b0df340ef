"""JSON schemas as servers take them: without noise, and made to fit OpenAI's strict mode where that is possible.

Strict mode (https://platform.openai.com/docs/guides/structured-outputs, supported schemas) wants every object closed
and every property required, and refuses several keywords. What such a keyword said goes into the description, where
the model reads it, and is noted: the value is checked against the type in any case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from oaicompat._json import as_list, as_object

__all__ = ["fitted", "tidied"]

Json: TypeAlias = dict[str, Any]

#: What says nothing about values, or says it again.
_NOISE = frozenset(
    {"title", "examples", "deprecated", "readOnly", "writeOnly", "$comment", "$schema", "$id", "discriminator"}
)
#: What strict mode knows, beside what is written below.
_KEPT = frozenset(
    "type description enum const pattern format multipleOf minimum maximum exclusiveMinimum exclusiveMaximum minItems "
    "maxItems required additionalProperties $ref".split()
)
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
#: Looking around and back: no grammar of a server has it.
_NO_GRAMMAR = re.compile(r"\(\?[=!<]|\\[1-9]")


def tidied(schema: Mapping[str, Any]) -> Json:
    """The schema without noise: titles, and patterns that no server's grammar can have."""
    return as_object(_tidied(dict(schema)))


def _tidied(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    kept: Json = {}
    for name, value in as_object(schema).items():
        if name in _NOISE or (name == "pattern" and isinstance(value, str) and _NO_GRAMMAR.search(value)):
            continue
        if name in ("properties", "$defs", "patternProperties", "dependentSchemas"):
            kept[name] = {key: _tidied(inner) for key, inner in as_object(value).items()}
        elif name in ("anyOf", "oneOf", "allOf", "prefixItems"):
            kept[name] = [_tidied(inner) for inner in as_list(value)]
        elif name in ("default", "enum", "const"):
            kept[name] = value
        else:
            kept[name] = _tidied(value)
    return kept


def fitted(schema: Mapping[str, Any]) -> tuple[Json | None, tuple[str, ...]]:
    """A tidied schema as strict mode takes it, and what it no longer says, each after its path.

    None in place of the schema if the type is open (a dict with any keys, a value of any type): then the last note
    says where.
    """
    fitting = _Fitting(as_object(schema.get("$defs")))
    try:
        found = fitting.schema({name: value for name, value in schema.items() if name != "$defs"}, "")
        definitions = {name: fitting.schema(inner, name) for name, inner in fitting.definitions.items()}
    except _OpenError as error:
        return None, (*fitting.lost, str(error))
    if definitions:
        found["$defs"] = definitions
    return found, tuple(fitting.lost)


class _OpenError(Exception):
    """Where the schema is open, and so cannot be strict."""


class _Fitting:
    """One schema on its way; notes what is lost."""

    def __init__(self, definitions: Json) -> None:
        self.definitions = definitions
        self.lost: list[str] = []

    def schema(self, schema: Any, path: str) -> Json:
        fields = self._merged(as_object(schema), path)
        if fields.keys() == {"$ref"}:
            return fields
        told: list[str] = []
        if (default := fields.pop("default", None)) is not None:
            told.append(f"default: {_shown(default)}")
        found: Json = {}
        for name, value in fields.items():
            if name in ("anyOf", "oneOf"):
                found["anyOf"] = [self.schema(arm, f"{path}|{place}") for place, arm in enumerate(as_list(value))]
            elif name in ("properties", "items", "prefixItems"):
                pass  # below
            elif name in _KEPT and not (name == "format" and value not in _FORMATS):
                found[name] = value
            else:
                told.append(f"{name}: {_shown(value)}")
                self._lose(path, f"{name} is in the description alone")
        if not found.keys() & {"type", "anyOf", "enum", "const"}:
            raise _OpenError(f"{path or 'the answer'} may be of any type, so the schema is not strict")
        kinds = [found.get("type"), *as_list(found.get("type"))]
        if "object" in kinds:
            self._close(fields, found, path)
        if "array" in kinds:
            self._items(fields, found, path)
        if told:
            description = found.get("description")
            found["description"] = f"{f'{description} ' if description else ''}({'; '.join(told)})"
        return found

    def _merged(self, fields: Json, path: str) -> Json:
        """The fields with those of what they refer to: strict mode takes a reference only by itself."""
        fields = dict(fields)
        arms = as_list(fields.get("allOf"))
        if len(arms) == 1:
            del fields["allOf"]
            fields = {**as_object(arms[0]), **fields}
        elif arms:
            raise _OpenError(f"{path or 'the answer'} has allOf, so the schema is not strict")
        if "$ref" in fields and len(fields) > 1:
            meant = as_object(self.definitions.get(fields.pop("$ref").rpartition("/")[2]))
            fields = self._merged({**meant, **fields}, path)
        return fields

    def _close(self, fields: Json, found: Json, path: str) -> None:
        if fields.get("additionalProperties", False) is not False:
            raise _OpenError(f"{path or 'the answer'} may have any keys, so the schema is not strict")
        properties, required = as_object(fields.get("properties")), as_list(fields.get("required"))
        found["properties"] = {name: self.schema(inner, _inside(path, name)) for name, inner in properties.items()}
        for name in properties:
            if name not in required:
                self._lose(_inside(path, name), "may no longer be left out")
        found["required"] = list(properties)
        found["additionalProperties"] = False

    def _items(self, fields: Json, found: Json, path: str) -> None:
        places = as_list(fields.get("prefixItems"))
        if places:
            kinds = [self.schema(item, f"{path}[{place}]") for place, item in enumerate(places)]
            found["items"] = kinds[0] if all(kind == kinds[0] for kind in kinds) else {"anyOf": kinds}
            self._lose(path, "which item is of which type")
        elif as_object(fields.get("items")):
            found["items"] = self.schema(fields["items"], f"{path}[]")
        else:
            raise _OpenError(f"{path or 'the answer'} may have any items, so the schema is not strict")

    def _lose(self, path: str, what: str) -> None:
        self.lost.append(f"{path or 'the answer'}: {what}")


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
