"""From a JSON schema to an example value, without chance: the same schema gives the same value.

A value is proposed for what the schema says is there (a constant, a choice, a type), and what is proposed is checked
by `fits`, so that a choice between schemas can try the next one. A schema that refers to itself ends where it may: an
optional property is left out, a list stays empty, another choice is taken.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from oaicompat.testing._pattern import matching_text

__all__ = ["example", "fits"]

Schema: TypeAlias = Any  # a dict, True or False, as JSON gave it
_TRIES = 6
#: The longest list or text that is made.
_LONGEST = 10_000
_DEEPEST = 60
_FORMATS = {
    "date-time": "2025-01-{:02d}T12:00:00Z",
    "date": "2025-01-{:02d}",
    "time": "12:00:{:02d}Z",
    "duration": "P{:d}D",
    "email": "user{:d}@example.com",
    "idn-email": "user{:d}@example.com",
    "hostname": "host{:d}.example.com",
    "ipv4": "192.0.2.{:d}",
    "ipv6": "2001:db8::{:d}",
    "uri": "https://example.com/{:d}",
    "url": "https://example.com/{:d}",
    "uri-reference": "/example/{:d}",
    "iri": "https://example.com/{:d}",
    "uuid": "00000000-0000-4000-8000-{:012d}",
    "uuid4": "00000000-0000-4000-8000-{:012d}",
    "json-pointer": "/example/{:d}",
    "regex": "example{:d}",
    "byte": "ZXhhbXBsZQ==",
    "binary": "ZXhhbXBsZQ==",
    "base64url": "ZXhhbXBsZQ==",
}
_KINDS: dict[str, tuple[str, ...]] = {
    "object": ("properties", "required", "additionalProperties", "patternProperties", "minProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "string": ("minLength", "maxLength", "pattern", "format"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}


class _NoneFitsError(ValueError):
    """No value was found for a schema, or none that ends."""


def example(schema: Schema) -> Any:
    """A JSON value that the schema accepts. Raises ValueError if none is found, or if the schema is none."""
    try:
        return _Maker(schema).value(schema, "text", 0, ())
    except (TypeError, KeyError, AttributeError, RecursionError, OverflowError, re.error) as error:
        raise ValueError(f"not a schema that can be followed: {error}") from error


def fits(schema: Schema, value: Any) -> bool:
    """Whether the schema accepts the value; keywords that are not known, `format` among them, accept everything."""
    return _Checker(schema).fits(schema, value)


def _resolved(root: Schema, reference: str) -> Schema:
    """What a reference within the schema (``#/$defs/...``) points to. Raises ValueError."""
    if not reference.startswith("#"):
        raise ValueError(f"a reference to another document: {reference!r}")
    here = root
    for step in reference[1:].split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        try:
            here = here[int(step)] if isinstance(here, list) else here[step]
        except (KeyError, IndexError, TypeError, ValueError):
            raise ValueError(f"a reference to nothing: {reference!r}") from None
    return here


def _same(one: Any, other: Any) -> bool:
    """Equality as JSON has it: true is not 1, and 1.0 is 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)


def _is_of_type(value: Any, kind: str) -> bool:
    if kind == "integer":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer()
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    return kind not in types or isinstance(value, types[kind])


def _types(schema: Mapping[str, Any]) -> list[str]:
    """The types that a schema names, else the one that its keywords are about."""
    named = schema.get("type")
    if isinstance(named, str):
        found = [named]
    elif isinstance(named, list):
        found = [kind for kind in named if kind != "null"] + (["null"] if "null" in named else [])
    else:
        found = [kind for kind, words in _KINDS.items() if any(word in schema for word in words)][:1]
    if schema.get("nullable") is True and "null" not in found and named is not None:
        found.append("null")  # OpenAPI 3.0
    return found


def _limits(schema: Mapping[str, Any]) -> tuple[float, bool, float, bool]:
    """Lower limit and whether it is excluded, upper limit and whether it is excluded."""
    low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    low_open, high_open = above is True, below is True  # draft 4 says it so
    if above is not None and not isinstance(above, bool) and above >= low:
        low, low_open = above, True
    if below is not None and not isinstance(below, bool) and below <= high:
        high, high_open = below, True
    return low, low_open, high, high_open


class _Checker:
    """Tells whether values fit the parts of one schema."""

    def __init__(self, root: Schema) -> None:
        self._root = root

    def fits(self, schema: Schema, value: Any) -> bool:
        if isinstance(schema, bool) or not isinstance(schema, dict):
            return schema is not False
        if "$ref" in schema and not self.fits(_resolved(self._root, schema["$ref"]), value):
            return False
        if value is None and schema.get("nullable") is True:
            return True
        kinds = schema.get("type")
        if kinds is not None and not any(
            _is_of_type(value, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)
        ):
            return False
        if "const" in schema and not _same(schema["const"], value):
            return False
        if "enum" in schema and not any(_same(one, value) for one in schema["enum"]):
            return False
        return self._choices(schema, value) and self._contents(schema, value)

    def _choices(self, schema: Mapping[str, Any], value: Any) -> bool:
        if not all(self.fits(part, value) for part in schema.get("allOf", ())):
            return False
        if "anyOf" in schema and not any(self.fits(part, value) for part in schema["anyOf"]):
            return False
        if "oneOf" in schema and sum(self.fits(part, value) for part in schema["oneOf"]) != 1:
            return False
        if "not" in schema and self.fits(schema["not"], value):
            return False
        if "if" in schema:
            return self.fits(schema.get("then" if self.fits(schema["if"], value) else "else", True), value)
        return True

    def _contents(self, schema: Mapping[str, Any], value: Any) -> bool:
        if isinstance(value, str):
            return _length_fits(schema, "Length", len(value)) and (
                "pattern" not in schema or re.search(schema["pattern"], value) is not None
            )
        if isinstance(value, list):
            return self._list_fits(schema, value)
        if isinstance(value, dict):
            return self._object_fits(schema, value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _number_fits(schema, value)
        return True

    def _list_fits(self, schema: Mapping[str, Any], value: list[Any]) -> bool:
        first, rest = _items(schema)
        if not _length_fits(schema, "Items", len(value)):
            return False
        if schema.get("uniqueItems") and _has_twins(value):
            return False
        if "contains" in schema:
            found = sum(self.fits(schema["contains"], item) for item in value)
            if not schema.get("minContains", 1) <= found <= schema.get("maxContains", math.inf):
                return False
        return all(self.fits(first[index] if index < len(first) else rest, item) for index, item in enumerate(value))

    def _object_fits(self, schema: Mapping[str, Any], value: dict[str, Any]) -> bool:
        if not _length_fits(schema, "Properties", len(value)):
            return False
        if any(name not in value for name in schema.get("required", ())):
            return False
        known = schema.get("properties", {})
        patterns = schema.get("patternProperties", {})
        for name, item in value.items():
            parts = [known[name]] if name in known else []
            parts += [part for pattern, part in patterns.items() if re.search(pattern, name)]
            if not all(self.fits(part, item) for part in parts or [schema.get("additionalProperties", True)]):
                return False
            if not self.fits(schema.get("propertyNames", True), name):
                return False
        return True


def _length_fits(schema: Mapping[str, Any], what: str, length: int) -> bool:
    return bool(schema.get(f"min{what}", 0) <= length <= schema.get(f"max{what}", math.inf))


def _number_fits(schema: Mapping[str, Any], value: float) -> bool:
    low, low_open, high, high_open = _limits(schema)
    step = schema.get("multipleOf")
    if step and not math.isclose(value / step, round(value / step), rel_tol=0, abs_tol=1e-9):
        return False
    return (low < value or (value == low and not low_open)) and (value < high or (value == high and not high_open))


def _items(schema: Mapping[str, Any]) -> tuple[Sequence[Schema], Schema]:
    """The schemas of a list's first items, and the one of all others."""
    items = schema.get("items", True)
    if isinstance(items, list):  # before draft 2020-12
        return items, schema.get("additionalItems", True)
    return schema.get("prefixItems", ()), items


def _has_twins(values: list[Any]) -> bool:
    return len({json.dumps(value, sort_keys=True) for value in values}) < len(values)


class _Maker:
    """Makes values for the parts of one schema.

    `name` is what the value is called, `turn` counts the values that were wanted for the same part (they differ where
    they can), and `way` holds the references that led here.
    """

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._checker = _Checker(root)

    def value(self, schema: Schema, name: str, turn: int, way: tuple[str, ...]) -> Any:
        """A value that fits. Raises _NoneFitsError."""
        for proposal in self._proposals(schema, name, turn, way):
            if self._checker.fits(schema, proposal):
                return proposal
        raise _NoneFitsError(f"no example was found for {json.dumps(schema)[:200]}")

    def _proposals(self, schema: Schema, name: str, turn: int, way: tuple[str, ...]) -> Iterator[Any]:
        if schema is False or len(way) > _DEEPEST:
            return
        if not isinstance(schema, dict):
            yield _text(name, turn)
            return
        for whole, after in self._flattened(schema, way):
            yield from self._plain(whole, name, turn, after)

    def _flattened(
        self, schema: dict[str, Any], way: tuple[str, ...]
    ) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
        """The schema without references and choices: one for each way to choose."""
        reference = schema.get("$ref")
        if reference is not None:
            if reference in way:
                return  # it would never end
            parts, way = [_resolved(self._root, reference)], (*way, reference)
            choices = [_without(schema, "$ref")]
        elif "allOf" in schema:
            parts, choices = schema["allOf"], [_without(schema, "allOf")]
        elif "anyOf" in schema or "oneOf" in schema:
            word = "anyOf" if "anyOf" in schema else "oneOf"
            rest = _without(schema, word)
            # Null is what is said when there is nothing to say: it comes last.
            arms = sorted(schema[word], key=lambda arm: isinstance(arm, dict) and arm.get("type") == "null")
            parts, choices = [], [_merged(rest, arm) for arm in arms]
        elif "if" in schema:
            rest = _without(schema, "if", "then", "else")
            yes = _merged(_merged(rest, schema["if"]), schema.get("then", True))
            parts, choices = [], [yes, _merged(rest, schema.get("else", True))]
        else:
            yield schema, way
            return
        for choice in choices:
            whole: Schema = choice
            for part in parts:
                whole = _merged(whole, part)
            if isinstance(whole, dict):
                yield from self._flattened(whole, way)

    def _plain(self, schema: dict[str, Any], name: str, turn: int, way: tuple[str, ...]) -> Iterator[Any]:
        if "const" in schema:
            yield schema["const"]
        elif "enum" in schema:
            choices = schema["enum"]
            start = turn % max(1, len(choices))
            yield from (*choices[start:], *choices[:start])
        else:
            kinds = _types(schema)
            for kind in kinds or ["string", "null"]:
                for attempt in range(_TRIES):
                    try:
                        yield self._of_type(kind, schema, name, turn + attempt, way)
                    except _NoneFitsError:
                        break

    def _of_type(self, kind: str, schema: dict[str, Any], name: str, turn: int, way: tuple[str, ...]) -> Any:
        if kind == "object":
            return self._object(schema, turn, way)
        if kind == "array":
            return self._list(schema, name, turn, way)
        if kind == "string":
            return _string(schema, name, turn)
        if kind in ("integer", "number"):
            return _number(schema, turn, whole=kind == "integer")
        return turn % 2 == 0 if kind == "boolean" else None

    def _object(self, schema: dict[str, Any], turn: int, way: tuple[str, ...]) -> dict[str, Any]:
        known: dict[str, Any] = schema.get("properties", {})
        required = schema.get("required", [])
        most = schema.get("maxProperties", math.inf)
        found: dict[str, Any] = {}
        missing = len(set(required))
        for name in [*known, *(name for name in required if name not in known)]:
            needed = name in required
            missing -= needed
            if not needed and len(found) + missing >= most:
                continue
            part = known.get(name, self._extra(schema, name))
            try:
                found[name] = self.value(part, name, turn, way)
            except _NoneFitsError:
                if needed:
                    raise
        return self._filled(schema, found, turn, way)

    def _filled(self, schema: dict[str, Any], found: dict[str, Any], turn: int, way: tuple[str, ...]) -> dict[str, Any]:
        """With as many properties of free names as the schema wants: at least one where it says what they are."""
        least = schema.get("minProperties", 0)
        patterns = schema.get("patternProperties", {})
        if not found and (isinstance(schema.get("additionalProperties"), dict) or patterns):
            least = max(least, min(1, schema.get("maxProperties", 1)))
        number = 0
        while len(found) < least and number < least + _TRIES:
            name = matching_text(next(iter(patterns)), number) if patterns else None
            name = name or self.value(schema.get("propertyNames", True), "key", number, way)
            number += 1
            try:
                found.setdefault(name, self.value(self._extra(schema, name), "text", turn, way))
            except _NoneFitsError:
                if schema.get("minProperties", 0) > len(found):
                    raise
                break
        return found

    def _extra(self, schema: dict[str, Any], name: str) -> Schema:
        for pattern, part in schema.get("patternProperties", {}).items():
            if re.search(pattern, name):
                return part
        return schema.get("additionalProperties", True)

    def _list(self, schema: dict[str, Any], name: str, turn: int, way: tuple[str, ...]) -> list[Any]:
        first, rest = _items(schema)
        least = schema.get("minItems", 0)
        wanted = min(max(least, len(first), 1), schema.get("maxItems", math.inf))
        if "contains" in schema:
            wanted = max(wanted, len(first) + schema.get("minContains", 1))
            rest = _merged(rest if isinstance(rest, dict) else {}, schema["contains"])
        if wanted > _LONGEST:
            raise _NoneFitsError(f"more than {_LONGEST} items are asked for")
        found: list[Any] = []
        offset = 0
        while len(found) < wanted:
            part = first[len(found)] if len(found) < len(first) else rest
            try:
                item = self.value(part, name, turn + len(found) + offset, way)
            except _NoneFitsError:
                if len(found) < least:
                    raise
                break
            if schema.get("uniqueItems") and any(_same(item, other) for other in found):
                offset += 1
                if offset > wanted + _TRIES:
                    raise _NoneFitsError("the items cannot all differ")
                continue
            found.append(item)
        return found


def _without(schema: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in names}


def _merged(one: Schema, other: Schema) -> Schema:
    """A schema that accepts what both accept, as far as their keywords can be joined; `fits` has the last word."""
    if one is False or other is False:
        return False
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one if isinstance(one, dict) else other
    result = dict(one)
    for word, value in other.items():
        result[word] = _joined(word, result[word], value) if word in result else value
    return result


def _joined(word: str, one: Any, other: Any) -> Any:
    if word in ("properties", "patternProperties", "$defs", "definitions"):
        return {**one, **{key: _merged(one.get(key, True), value) for key, value in other.items()}}
    if word == "required":
        return list(dict.fromkeys([*one, *other]))
    if word == "allOf":
        return [*one, *other]
    if word == "enum":
        return [value for value in one if any(_same(value, choice) for choice in other)]
    if word == "type":
        return _common_types(one, other)
    if word in ("items", "additionalProperties", "propertyNames") and not isinstance(one, list):
        return _merged(one, other)
    if word.startswith(("min", "exclusiveMin")):
        return max(one, other)
    if word.startswith(("max", "exclusiveMax")):
        return min(one, other)
    return other


def _common_types(one: Any, other: Any) -> list[str]:
    left, right = ([kind] if isinstance(kind, str) else kind for kind in (one, other))
    if "number" in left and "integer" in right and "integer" not in left:
        left = [*left, "integer"]
    if "number" in right and "integer" in left and "integer" not in right:
        right = [*right, "integer"]
    return [kind for kind in left if kind in right]


def _text(name: str, turn: int) -> str:
    words = f"some {re.sub(r'[_-]+', ' ', name)}"
    return f"{words} {turn + 1}" if turn else words


def _string(schema: Mapping[str, Any], name: str, turn: int) -> str:
    least, most = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    if "pattern" in schema:
        found = matching_text(schema["pattern"], turn, least)
        if found is None:
            raise _NoneFitsError(f"no text was found for the pattern {schema['pattern']!r}")
        return found
    if least > _LONGEST:
        raise _NoneFitsError(f"more than {_LONGEST} characters are asked for")
    form = _FORMATS.get(schema.get("format", ""))
    if form is not None:
        return form.format(turn % 28 + 1)
    text = _text(name, turn)
    if len(text) > most:
        # The end tells one text from the next.
        text = text[: max(0, int(most) - 1)] + str(turn % 10) if turn and most else text[: int(most)]
    return text.ljust(least, ".")


def _number(schema: Mapping[str, Any], turn: int, *, whole: bool) -> float:
    low, low_open, high, high_open = _limits(schema)
    step = schema.get("multipleOf") or (1 if whole else None)
    if step is not None:
        if whole and not float(step).is_integer():
            step = 1  # `fits` finds out whether it is one of the other multiples too
        found = _multiple(step, low, low_open, high, high_open, turn) * step
        return int(found) if float(found).is_integer() else round(found, 12)
    start: float = 1 if low < 1 < high else low if low > -math.inf else high - 1
    if start == low and low_open:
        start = low + 1 if low + 1 < high else (low + high) / 2
    value: float = start + turn / 2  # some are whole, some are not
    if value > high or (value == high and high_open):
        value = start + (high - start) * turn / (turn + 1)
    return int(value) if float(value).is_integer() else value


def _multiple(step: float, low: float, low_open: bool, high: float, high_open: bool, turn: int) -> int:
    """Which multiple of `step` between the limits: near 1 at first, then one after another, and around again."""
    least: int | None = None if low == -math.inf else math.ceil(low / step - 1e-9)
    if least is not None and low_open and least * step <= low:
        least += 1
    most = None if high == math.inf else math.floor(high / step + 1e-9)
    if most is not None and high_open and most * step >= high:
        most -= 1
    start = math.ceil(1 / step - 1e-9)
    if most is not None and start > most:
        start = most if least is None else least
    if least is not None and start < least:
        start = least
    if most is None or start + turn <= most:
        return start + turn
    if least is None:
        return start - turn
    if least > most:
        raise _NoneFitsError("there is no such number")
    return least + (start - least + turn) % (most - least + 1)
