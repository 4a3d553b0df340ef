"""JSON that is still being written: however it is cut, the partial values lead to the whole, and each is true of it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oaicompat._partial_json import MISSING, PartialAnswer, PartialJSON, Shape

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


def pieces_of(text: str, cuts: list[int]) -> list[str]:
    """The text, cut at these places."""
    places = sorted({cut % (len(text) + 1) for cut in cuts} | {0, len(text)})
    return [text[start:end] for start, end in pairwise(places)]


def leads_to(part: Any, whole: Any) -> bool:
    """Whether a partial value is true of the whole: what is there is right, but for a last item that still grows."""
    if isinstance(part, str) and isinstance(whole, str):
        return whole.startswith(part)
    if isinstance(part, list) and isinstance(whole, list):
        if len(part) > len(whole) or part[:-1] != whole[: len(part[:-1])]:
            return False
        return not part or leads_to(part[-1], whole[len(part) - 1])
    if isinstance(part, dict) and isinstance(whole, dict):
        names = list(part)
        closed = all(name in whole and part[name] == whole[name] for name in names[:-1])
        return closed and (not names or (names[-1] in whole and leads_to(part[names[-1]], whole[names[-1]])))
    return type(part) is type(whole) and part == whole


@given(
    VALUES,
    st.lists(st.integers(0, 10_000), max_size=12),
    st.sampled_from(["ascii", "plain"]),
    st.sampled_from([None, 2]),
)
@example({"a": '\U0001f600\\"/\b'}, [7, 9, 12, 15], "ascii", None)
def test_any_cut_gives_the_value(value: Any, cuts: list[int], written: str, indent: int | None) -> None:
    """The whole is what `json.loads` makes of it; on the way each value leads to the next, and to the whole."""
    text = json.dumps(value, ensure_ascii=written == "ascii", indent=indent)
    reader = PartialJSON()
    before: Any = MISSING
    for piece in pieces_of(text, cuts):
        reader.feed(piece)
        assert not reader.failed
        found = reader.value()
        if found is not MISSING:
            assert leads_to(found, value)
            assert before is MISSING or leads_to(before, found)
            before = found
    assert reader.finish() == value


@given(VALUES.filter(lambda value: isinstance(value, (dict, list))))
def test_what_was_given_never_changes(value: Any) -> None:
    """A look at the value is a value of its own: reading on changes none of those before."""
    reader = PartialJSON()
    looks: list[tuple[Any, str]] = []
    for character in json.dumps(value):
        reader.feed(character)
        found = reader.value()
        looks.append((found, repr(found)))
    assert all(repr(found) == shown for found, shown in looks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", MISSING),
        ("  {", {}),
        ('{"a', {}),
        ('{"a"', {}),
        ('{"a": ', {}),
        ('{"a": "', {"a": ""}),
        ('{"a": "b', {"a": "b"}),
        ('{"a": "b\\', {"a": "b"}),
        ('{"a": "b\\u00e', {"a": "b"}),
        ('{"a": "\\ud83d', {"a": ""}),
        ('{"a": "\\ud83d\\ude00', {"a": "\U0001f600"}),
        ('{"a": "\\ud83dx', {"a": "\ufffdx"}),
        ('{"a": 12', {}),
        ('{"a": 12,', {"a": 12}),
        ('{"a": tru', {}),
        ('{"a": true}', {"a": True}),
        ('{"a": [1, [2', {"a": [1, []]}),
        ('{"": "x', {"": "x"}),
        ('[{"a": 1}, {"b"', [{"a": 1}, {}]),
        ('"wor', "wor"),
        ("12", MISSING),
    ],
)
def test_what_is_shown(text: str, expected: Any) -> None:
    """A number when it has ended, a key with its value, a text as it grows."""
    reader = PartialJSON()
    reader.feed(text)
    assert reader.value() == expected
    assert not reader.done or text.endswith("}")


@pytest.mark.parametrize(
    "text",
    ["{a", "[1,]", '{"a" 1', '{"a": 1,}', "[1 2", "nul]", "[01]", "[1.]", "{1: 2}", '["\\x"]', "]", "}", ":", "[+1]",
     "[" * 201, "[" + "9" * 5000 + "]", '{"a": }', "{,}", "[,]"],
)  # fmt: skip
def test_what_is_no_json(text: str) -> None:
    """It is told, and what came before it stays."""
    reader = PartialJSON()
    assert reader.feed(text) <= len(text)
    assert reader.failed
    assert not reader.done
    with pytest.raises(ValueError, match="not JSON"):
        reader.finish()


def test_the_end_of_the_value() -> None:
    """What comes after it is not taken; a value that is not whole is no value."""
    reader = PartialJSON()
    assert reader.feed('{"a": 1} and more') == 8
    assert reader.done
    assert reader.feed("more") == 0
    cut = PartialJSON()
    cut.feed('{"a": 1')
    with pytest.raises(ValueError, match="not whole"):
        cut.finish()


SCHEMA = {
    "type": "object",
    "properties": {
        "word": {"enum": ["red", "reddish"]},
        "day": {"type": "string", "format": "date"},
        "text": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "list": {"type": "array", "items": {"$ref": "#/$defs/Word"}},
        "pairs": {"type": "array", "prefixItems": [{"const": "a"}, {"$ref": "#/$defs/Word"}]},
    },
    "additionalProperties": {"$ref": "#/$defs/Word"},
    "$defs": {"Word": {"const": "abc"}, "Loop": {"$ref": "#/$defs/Loop"}},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"word": "red', {}),
        ('{"word": "red"', {"word": "red"}),
        ('{"day": "2025-01', {}),
        ('{"text": "hal', {"text": "hal"}),
        ('{"list": ["abc", "ab', {"list": ["abc"]}),
        ('{"pairs": ["', {"pairs": []}),
        ('{"other": "ab', {}),
    ],
)
def test_a_part_that_is_no_value_is_not_shown(text: str, expected: Any) -> None:
    """A word of an enum and a date come as a whole: a part of one would be a lie."""
    reader = PartialJSON(Shape([SCHEMA], SCHEMA["$defs"]))  # type: ignore[arg-type]
    reader.feed(text)
    assert reader.value() == expected


def test_a_reference_that_goes_round() -> None:
    """A schema that only refers to itself says nothing."""
    assert Shape([{"$ref": "#/$defs/Loop"}], SCHEMA["$defs"]).grows  # type: ignore[arg-type]


ANSWERS = [
    ('{"a": {"b": 1}}', None, {"a": {"b": 1}}),
    ('<think>{"a": 0}</think>\n{"a": 1}', None, {"a": 1}),
    ('Sure, {as you like}: ```json\n{"a": 1}\n``` There.', None, {"a": 1}),
    ('{{"a": 1}', None, {"a": 1}),
    ('{"value": [1, 2]} {"value": 3}', "value", [1, 2]),
    ("```json\n[1, 2]\n```", "value", [1, 2]),
    ('see [1]: {"value": [1, 2]}', "value", [1, 2]),
    ('{"a": 1, oops {"a": 2}', None, {"a": 1}),
    ("<th {}", None, {}),
    ("just words", None, None),
    ("<think>no end {}", None, None),
]


@pytest.mark.parametrize(("text", "inside", "expected"), ANSWERS)
@given(cuts=st.lists(st.integers(0, 200), max_size=8))
def test_an_answer_with_more_than_json(cuts: list[int], text: str, inside: str | None, expected: Any) -> None:
    """Thinking, fences and words are passed over, however the text is cut; and asking late gives what was then."""
    pieces = pieces_of(text, cuts)
    answer = PartialAnswer(pieces, inside=inside)
    found = [answer.at(count) for count in range(len(pieces) + 1)]
    assert found[-1] == expected
    assert [answer.at(count) for count in range(len(pieces) + 1)] == found
    assert PartialAnswer(pieces, inside=inside).at(len(pieces)) == expected
