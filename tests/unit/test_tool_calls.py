"""Tool calls in pieces: every disorder that servers were seen with, joined by us and by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .streams import by_hand, calls, decoded, final_calls, piece, sse


def part(index: Any = ..., id: Any = ..., name: Any = ..., arguments: Any = ..., **more: Any) -> dict[str, Any]:
    """A piece of a call; what is not given is absent."""
    function = {"name": name, "arguments": arguments}
    found: dict[str, Any] = {"index": index, "id": id, **more}
    found["function"] = {key: value for key, value in function.items() if value is not ...}
    return {key: value for key, value in found.items() if value is not ...}


def call(id: str, name: str, arguments: str, kind: str = "function") -> dict[str, str]:
    return {"id": id, "type": kind, "name": name, "arguments": arguments}


F, G = call("1", "f", '{"a":1}'), call("2", "g", '{"b":2}')

DISORDERS: dict[str, tuple[list[dict[str, Any]], list[dict[str, str]]]] = {
    "as specified": (
        [
            part(0, "1", "f", "", type="function"),
            part(0, arguments='{"a"'),
            part(0, arguments=":1}"),
            part(1, "2", "g", "", type="function"),
            part(1, arguments='{"b":2}'),
        ],
        [F, G],
    ),
    "without index": (
        [part(id="1", name="f", arguments='{"a":1}'), part(id="2", name="g", arguments='{"b":2}')],
        [F, G],
    ),
    "without index, in fragments": (
        [
            part(id="1", name="f"),
            part(arguments='{"a"'),
            part(arguments=":1}"),
            part(id="2", name="g"),
            part(arguments='{"b":2}'),
        ],
        [F, G],
    ),
    "index null": (
        [part(None, "1", "f", '{"a":1}'), part(None, "2", "g", '{"b"'), part(None, arguments=":2}")],
        [F, G],
    ),
    "all index 0": ([part(0, "1", "f", '{"a":1}'), part(0, "2", "g", '{"b":2}')], [F, G]),
    "all index 0, in fragments": (
        [part(0, "1", "f", '{"a"'), part(0, arguments=":1}"), part(0, "2", "g", '{"b"'), part(0, arguments=":2}")],
        [F, G],
    ),
    "index from 1": ([part(1, "1", "f", '{"a":1}'), part(2, "2", "g", '{"b":2}')], [F, G]),
    "index with a gap": ([part(0, "1", "f", '{"a":1}'), part(3, "2", "g", '{"b"'), part(3, arguments=":2}")], [F, G]),
    "index falling": ([part(1, "1", "f", '{"a":1}'), part(0, "2", "g", '{"b":2}')], [F, G]),
    "index as text": (
        [part("0", "1", "f", '{"a"'), part("0", arguments=":1}"), part("1", "2", "g", '{"b":2}')],
        [F, G],
    ),
    "interleaved": (
        [part(0, "1", "f", '{"a"'), part(1, "2", "g", '{"b"'), part(0, arguments=":1}"), part(1, arguments=":2}")],
        [F, G],
    ),
    "interleaved by id alone": (
        [
            part(id="1", name="f", arguments='{"a"'),
            part(id="2", name="g", arguments='{"b"'),
            part(id="1", arguments=":1}"),
            part(id="2", arguments=":2}"),
        ],
        [F, G],
    ),
    "id in each piece": (
        [part(0, "1", "f", '{"a"'), part(0, "1", arguments=":1}"), part(1, "2", "g", '{"b":2}')],
        [F, G],
    ),
    "id and name in each piece": (
        [
            part(0, "1", "f", '{"a"', type="function"),
            part(0, "1", "f", ":1}", type="function"),
            part(1, "2", "g", '{"b"', type="function"),
            part(1, "2", "g", ":2}", type="function"),
        ],
        [F, G],
    ),
    "id and name empty in later pieces": (
        [part(0, "1", "f", '{"a"'), part(0, "", "", ":1}", type=""), part(1, "2", "g", '{"b"'), part(1, "", "", ":2}")],
        [F, G],
    ),
    "id and name null in later pieces": (
        [part(0, "1", "f", '{"a"'), part(0, None, None, ":1}", type=None), part(1, "2", "g", '{"b":2}')],
        [F, G],
    ),
    "the same id with two indexes": (
        [part(0, "x", "f", '{"a":1}'), part(1, "x", "g", '{"b"'), part(1, "x", arguments=":2}")],
        [call("x", "f", '{"a":1}'), call("x", "g", '{"b":2}')],
    ),
    "name in parts": (
        [part(0, "1", "get_"), part(0, name="weather", arguments="{}")],
        [call("1", "get_weather", "{}")],
    ),
    "arguments as an object": ([part(0, "1", "f", {"a": 1}), part(1, "2", "g", {"b": 2})], [F, G]),
    "arguments null": (
        [part(0, "1", "f", None), part(0, arguments='{"a":1}'), part(1, "2", "g", None)],
        [F, call("2", "g", "")],
    ),
    "arguments absent": ([part(0, "1", "f"), part(1, "2", "g")], [call("1", "f", ""), call("2", "g", "")]),
    "arguments twice an empty object": (
        [part(0, "1", "f", "{}"), part(1, "2", "g", "{}")],
        [call("1", "f", "{}"), call("2", "g", "{}")],
    ),
    "an empty object, then the real one": (  # a placeholder is not a call of its own
        [part(0, "1", "f", ""), part(0, "1", "f", '{"a":1}')],
        [F],
    ),
    "type missing": ([part(0, "1", "f", '{"a":1}')], [F]),
    "function null": ([{"index": 0, "id": "1", "function": None}, part(0, name="f", arguments='{"a":1}')], [F]),
    "function missing": ([{"index": 0, "id": "1", "type": "function"}, part(0, name="f", arguments='{"a":1}')], [F]),
    "an id that is a number": ([part(0, 1, "f", '{"a":1}'), part(1, 2, "g", '{"b":2}')], [F, G]),
    "cut short": ([part(0, "1", "f", '{"a": "x')], [call("1", "f", '{"a": "x')]),
    "braces inside strings": (
        [part(0, "1", "f", '{"a":"}{'), part(0, arguments='{\\"'), part(0, arguments='{"}')],
        [call("1", "f", '{"a":"}{{\\"{"}')],
    ),
}


@pytest.mark.parametrize("name", DISORDERS)
@pytest.mark.parametrize("together", [False, True], ids=["a chunk a piece", "all in one chunk"])
def test_disorder(name: str, together: bool) -> None:
    """The whole completion has the calls that were meant, and so has what users join by hand."""
    parts, expected = DISORDERS[name]
    events = [piece({"tool_calls": parts}), piece(finish="tool_calls")] if together else calls(*parts)
    chunks, decoder = decoded(sse(*events))
    assert final_calls(decoder) == expected
    assert by_hand(chunks)["calls"] == expected
    assert decoder.whole().choices[0].finish == "tool_calls"


@pytest.mark.parametrize(
    "parts",
    [
        [part(0, name="f", arguments='{"a":1}'), part(0, name="f", arguments='{"a":2}')],
        [part(name="f", arguments='{"a":1}'), part(name="f", arguments='{"a":2}')],
        [part(0, "", "f", '{"a":1}'), part(1, "", "f", '{"a":2}')],
        [part(0, None, "f", '{"a"'), part(0, None, None, ":1}"), part(0, None, "f", '{"a":2}')],
        [
            part(name="f", arguments='{"a"'),
            part(arguments=":1}"),
            part(name="f", arguments='{"a"'),
            part(arguments=":2}"),
        ],
    ],
    ids=["one index", "no index", "two indexes", "one index, in fragments", "no index, in fragments"],
)
def test_calls_without_ids_get_ids(parts: list[dict[str, Any]]) -> None:
    """Two calls of one function, told apart by their arguments; made-up ids are filled, distinct, and stable."""
    body = sse(*calls(*parts))
    chunks, decoder = decoded(body)
    found = final_calls(decoder)
    assert [(one["name"], one["arguments"]) for one in found] == [("f", '{"a":1}'), ("f", '{"a":2}')]
    assert by_hand(chunks)["calls"] == found
    ids = [one["id"] for one in found]
    assert all(ids)
    assert len(set(ids)) == 2
    assert final_calls(decoded(body)[1]) == found


def test_calls_without_ids_and_with_two_names() -> None:
    """A piece with neither index nor id, and with another name than the call that has arguments, opens a call."""
    chunks, decoder = decoded(sse(*calls(part(name="f", arguments='{"a":1}'), part(name="g", arguments='{"b":2}'))))
    assert [(one["name"], one["arguments"]) for one in final_calls(decoder)] == [("f", '{"a":1}'), ("g", '{"b":2}')]
    assert by_hand(chunks)["calls"] == final_calls(decoder)


def test_extras_of_a_call_are_kept() -> None:
    """A thought signature that comes alone, later, belongs to its call, and does not end or open one."""
    signature = {"google": {"thought_signature": "abc"}}
    parts = [part(0, "1", "f", '{"a"'), {"index": 0, "extra_content": signature}, part(0, arguments=":1}")]
    chunks, decoder = decoded(sse(*calls(*parts)))
    assert final_calls(decoder) == by_hand(chunks)["calls"] == [F]
    (found,) = decoder.whole().choices[0].message.tool_calls or []
    assert found.model_extra == {"extra_content": signature}


def test_custom_tools() -> None:
    """A custom tool's call keeps its type, and its input is joined."""
    parts = [
        {"index": 0, "id": "1", "type": "custom", "custom": {"name": "shell", "input": ""}},
        {"index": 0, "custom": {"input": "ls "}},
        {"index": 0, "custom": {"input": "-l"}},
    ]
    (found,) = decoded(sse(*calls(*parts)))[1].whole().choices[0].message.tool_calls or []
    assert found.to_dict() == {"id": "1", "type": "custom", "custom": {"name": "shell", "input": "ls -l"}}


def test_the_legacy_form_is_kept() -> None:
    """`function_call` in pieces is joined, and stays what it is."""
    events = [
        piece({"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": ""}}),
        piece({"function_call": {"arguments": '{"a"'}}),
        piece({"function_call": {"arguments": ":1}"}}),
        piece(finish="function_call"),
    ]
    chunks, decoder = decoded(sse(*events))
    choice = decoder.whole().choices[0]
    assert choice.message.function_call is not None
    assert choice.message.function_call.to_dict() == {"name": "f", "arguments": '{"a":1}'}
    assert choice.finish == "tool_calls"
    assert "".join(chunk.choices[0].delta.function_call.arguments for chunk in chunks[:3]) == '{"a":1}'


def test_two_answers_have_calls_of_their_own() -> None:
    """With n=2 and interleaved pieces, each answer's calls are its own."""
    events = [
        piece({"tool_calls": [part(0, "1", "f", '{"a"')]}, index=0),
        piece({"tool_calls": [part(0, "2", "g", '{"b"')]}, index=1),
        piece({"tool_calls": [part(0, arguments=":1}")]}, index=0),
        piece({"tool_calls": [part(0, arguments=":2}")]}, index=1),
        piece(finish="tool_calls", index=0),
        piece(finish="tool_calls", index=1),
    ]
    chunks, decoder = decoded(sse(*events))
    assert final_calls(decoder, 0) == by_hand(chunks, 0)["calls"] == [F]
    assert final_calls(decoder, 1) == by_hand(chunks, 1)["calls"] == [G]


def _spellings(index: int, id: str, name: str, fragments: list[str], style: str) -> list[dict[str, Any]]:
    """One call in the habits of a server."""
    places: dict[str, Any] = {"dense": index, "zero": 0, "one": index + 1, "none": ..., "null": None}
    where = places[style.partition(" ")[0]]
    again = "again" in style
    first, *rest = fragments
    return [
        part(where, id, name, first),
        *(part(where, id if again else ..., name if again else ..., fragment) for fragment in rest),
    ]


JSONS = st.dictionaries(st.text(max_size=3), st.text(max_size=8) | st.integers() | st.none(), max_size=3)


@settings(max_examples=80, deadline=None)
@given(
    arguments=st.lists(JSONS, min_size=1, max_size=4),
    style=st.sampled_from(
        [f"{one}{two}" for one in ("dense", "zero", "one", "none", "null") for two in ("", " again")]
    ),
    data=st.data(),
)
def test_any_calls_in_any_habit(arguments: list[dict[str, Any]], style: str, data: st.DataObject) -> None:
    """Calls with ids, their arguments cut anywhere, come out right under each habit of numbering and repeating."""
    parts, expected = [], []
    for index, value in enumerate(arguments):
        text = json.dumps(value, ensure_ascii=data.draw(st.booleans()))
        marks = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
        fragments = [text[start:end] for start, end in zip([0, *marks], [*marks, len(text)], strict=True)]
        parts.extend(_spellings(index, f"call-{index}", "tool", fragments, style))
        expected.append(call(f"call-{index}", "tool", text))
    chunks, decoder = decoded(sse(*calls(*parts)))
    assert by_hand(chunks)["calls"] == expected
    assert final_calls(decoder) == expected


def test_many_fragments_are_read_once() -> None:
    """4,000 fragments of one call's arguments are joined without a walk over all of them for each."""
    fragment = json.dumps(piece({"tool_calls": [part(0, arguments="x{")]}))
    body = "".join(
        f"data: {line}\n\n"
        for line in [json.dumps(piece({"tool_calls": [part(0, "1", "f", '{"')]})), *[fragment] * 4_000, "[DONE]"]
    )
    _, decoder = decoded(body.encode())
    (found,) = decoder.accumulated.answer(0).calls.calls
    assert found._next == 0, "braces are counted only when a rule asks for it"
    assert len(found.arguments) == 2 + 8_000
    assert len(found.pieces) == 1
