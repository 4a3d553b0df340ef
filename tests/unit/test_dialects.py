"""Dialects without a socket: what facts and rules make of a request, and what rules make of a reply."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import APITimeoutError, CompatibilityWarning, ConfigurationError, Dialect, Reply
from oaicompat._attempts import Attempts
from oaicompat._chunks import ChatChunkDecoder
from oaicompat._settings import BaseURL, Settings
from oaicompat._wire import CHAT_PATH, Form, Request
from oaicompat.dialects import rules
from oaicompat.dialects.azure import DEPLOYMENT_PATHS, deployment_in_path
from oaicompat.dialects.dialect import CHAT_FACTS, GENERIC
from oaicompat.dialects.hosts import HOSTS, at_address
from oaicompat.dialects.incoming import ChunkRules, whole
from oaicompat.dialects.learned import Learned
from oaicompat.dialects.outgoing import outgoing
from oaicompat.dialects.refusals import REFUSALS, applied, rewritten
from oaicompat.dialects.repeated_thinking import RepeatedThinking
from oaicompat.dialects.table import named, providers
from oaicompat.dialects.tags import TagSplitter, held
from oaicompat.dialects.text_tool_calls import TextToolCalls, with_text_tool_calls
from oaicompat.dialects.think_tags import ThinkTags, with_think_tags
from oaicompat.types.chat.chat_completion_message import ChatCompletionMessage, ChatCompletionMessageToolCall

from .streams import head, piece, reply, sse

Json = dict[str, Any]
SYSTEM = {"role": "system", "content": "A"}
USER = {"role": "user", "content": "Hi"}
CALL = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
CALLING = {"role": "assistant", "content": "", "tool_calls": [CALL]}
RESULT = {"role": "tool", "tool_call_id": "call_1", "content": "1"}
TOOL = {"type": "function", "function": {"name": "f", "parameters": {}}}


def chat(body: Json) -> Request:
    return Request(method="POST", path=CHAT_PATH, body=body)


def sent(body: Json, dialect: Dialect = GENERIC) -> Any:
    """What goes out of a body; the body itself is not touched."""
    before = copy.deepcopy(body)
    after = outgoing(chat(body), dialect).body
    assert body == before
    return after


# -- rules for requests ------------------------------------------------------------------------------------------------


def says(*messages: Any) -> Json:
    return {"model": "m", "messages": list(messages)}


def assistant(**more: Any) -> Json:
    return {"role": "assistant", "content": "Yes", **more}


def parts(*texts: str) -> list[Json]:
    return [{"type": "text", "text": text} for text in texts]


def image(url: Any) -> Json:
    return {"type": "image_url", "image_url": url}


SHORT = "74196fe72"
RULES: list[tuple[Any, Json, Json]] = [
    (rules.random_seed, {"seed": 7, "top_p": 1}, {"random_seed": 7, "top_p": 1}),
    (rules.renamed("a", "b"), {"x": 1, "a": 2, "y": 3}, {"x": 1, "b": 2, "y": 3}),
    (rules.any_tool, {"tool_choice": "required"}, {"tool_choice": "any"}),
    (
        rules.without_strict,
        {"tools": [{"type": "function", "function": {"name": "f", "strict": True}}, TOOL]},
        {"tools": [{"type": "function", "function": {"name": "f"}}, TOOL]},
    ),
    (rules.message_rule(rules.developer_as_system), says({"role": "developer"}, USER), says({"role": "system"}, USER)),
    (
        rules.message_rule(rules.text_as_string),
        says({"role": "user", "content": ["a", *parts("b", "c")]}, USER),
        says({"role": "user", "content": "a\nb\nc"}, USER),
    ),
    (rules.message_rule(rules.empty_text_for_null), says(assistant(content=None)), says(assistant(content=""))),
    (rules.message_rule(rules.null_for_empty_text), says(CALLING, RESULT), says({**CALLING, "content": None}, RESULT)),
    (
        rules.message_rule(rules.images_as_text),
        says({"role": "user", "content": [image({"url": "data:x"}), *parts("a")]}),
        says({"role": "user", "content": [image("data:x"), *parts("a")]}),
    ),
    (rules.message_rule(rules.without_names), says({**USER, "name": "bob"}), says(USER)),
    (
        rules.message_rule(rules.without_thinking),
        says(assistant(reasoning="a", reasoning_content="b", reasoning_details=[])),
        says(assistant()),
    ),
    (
        rules.message_rule(rules.thinking_back_as("reasoning")),
        says(assistant(reasoning_content="a")),
        says(assistant(reasoning="a")),
    ),
    (
        rules.message_rule(rules.thinking_back_as("reasoning_content")),
        says(assistant(reasoning="a")),
        says(assistant(reasoning_content="a")),
    ),
    (
        rules.message_rule(rules.thinking_in_parts),
        says(assistant(reasoning="a"), assistant(content=None, reasoning_content="b", reasoning_details=[])),
        says(
            assistant(content=[{"type": "thinking", "thinking": parts("a")}, *parts("Yes")]),
            assistant(content=[{"type": "thinking", "thinking": parts("b")}]),
        ),
    ),
    (
        rules.one_system_message,
        says({"role": "system", "content": "A"}, USER, {"role": "developer", "content": parts("B", "C")}),
        says({"role": "system", "content": "A\n\nB\nC"}, USER),
    ),
    (rules.one_system_message, says(USER, SYSTEM), says(SYSTEM, USER)),
    (rules.named_tool_results, says(CALLING, RESULT), says(CALLING, {**RESULT, "name": "f"})),
    (
        rules.short_call_ids,
        says(CALLING, RESULT),
        says({**CALLING, "tool_calls": [{**CALL, "id": SHORT}]}, {**RESULT, "tool_call_id": SHORT}),
    ),
]  # fmt: skip

UNTOUCHED: list[tuple[Any, Json]] = [
    *((rule, {"model": "m"}) for rule, *_ in RULES),
    *((rule, says(USER)) for rule, *_ in RULES),
    *((rule, says({"role": "system", "content": "A"}, USER)) for rule, *_ in RULES),
    *((rule, says("no message", 5, None)) for rule, *_ in RULES),
    (rules.random_seed, {"seed": 7, "random_seed": 8}),
    (rules.any_tool, {"tool_choice": "auto"}),
    (rules.any_tool, {"tool_choice": {"type": "function", "function": {"name": "f"}}}),
    (rules.without_strict, {"tools": [TOOL, {"type": "web_search"}, 5]}),
    (rules.message_rule(rules.text_as_string), says({"role": "user", "content": [*parts("a"), image("x")]})),
    (rules.message_rule(rules.text_as_string), says({"role": "user", "content": []})),
    (rules.message_rule(rules.null_for_empty_text), says(assistant(content=""))),
    (rules.message_rule(rules.images_as_text), says({**USER, "content": [image({"url": "x", "detail": "low"})]})),
    (rules.message_rule(rules.without_names), says({**RESULT, "name": "f"})),
    (rules.message_rule(rules.without_thinking), says({**USER, "reasoning": "the user's own"})),
    (rules.message_rule(rules.thinking_back_as("reasoning")), says(assistant(reasoning="a"))),
    (rules.message_rule(rules.thinking_back_as("reasoning_details")), says(assistant(reasoning="a"))),
    (rules.message_rule(rules.thinking_in_parts), says(assistant(content=[{"type": "thinking", "thinking": "a"}]))),
    (rules.one_system_message, says({"role": "system", "content": [image("x")]}, {"role": "system", "content": "B"})),
    (rules.named_tool_results, says(CALLING, {**RESULT, "name": "mine"})),
    (rules.named_tool_results, says({**RESULT, "tool_call_id": "of no call"})),
    (rules.short_call_ids, says({**CALLING, "tool_calls": [{**CALL, "id": "abcDEF123"}]})),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "body", "expected"), RULES)
def test_a_rule_rewrites(rule: Any, body: Json, expected: Json) -> None:
    """And gives a new body: the one that it was given is as before, down to its innermost values."""
    before = copy.deepcopy(body)
    changed = rule(body)
    assert changed == expected
    assert list(changed) == list(expected), "options keep their order"
    assert body == before
    assert rule(changed) is changed, "there is nothing left to do"


@pytest.mark.parametrize(("rule", "body"), UNTOUCHED)
def test_a_rule_leaves_the_rest_alone(rule: Any, body: Json) -> None:
    """What is not there stays not there, and a body without need of the rule is the very same object."""
    before = copy.deepcopy(body)
    assert rule(body) is body
    assert body == before


def test_messages_of_replies_are_rewritten_as_they_are_echoed() -> None:
    """A message of a reply among dicts."""
    message = ChatCompletionMessage.model_validate({"content": "Yes", "reasoning": "Hmm.", "refusal": None})
    rule = rules.message_rule(rules.thinking_back_as("reasoning_content"))
    assert rule(says(USER, message))["messages"] == [USER, assistant(reasoning_content="Hmm.")]


def test_short_ids_follow_from_the_long_ones() -> None:
    """Each id gets one of its own, always the same."""
    ids = [f"call_{number}" for number in range(200)]
    body = says({"role": "assistant", "tool_calls": [{**CALL, "id": one} for one in ids]})
    found = [call["id"] for call in rules.short_call_ids(body)["messages"][0]["tool_calls"]]
    assert len(set(found)) == 200
    assert all(len(one) == 9 and one.isalnum() and one.isascii() for one in found)
    assert rules.short_call_ids(body) == rules.short_call_ids(body)


def test_a_chat_rule_is_for_chats_alone() -> None:
    """Other routes have options of the same names."""
    rule = rules.chat_rule(rules.random_seed)
    assert rule(chat({"seed": 1})).body == {"random_seed": 1}
    for request in (
        Request(method="POST", path="completions", body={"seed": 1}),
        Request(method="GET", path=CHAT_PATH),
        chat({"model": "m"}),
    ):
        assert rule(request) is request


# -- facts -------------------------------------------------------------------------------------------------------------


def fact(**known: Any) -> Dialect:
    return replace(GENERIC, **known)


@pytest.mark.parametrize(
    ("dialect", "body", "expected"),
    [
        (fact(token_limit="max_tokens"), {"max_completion_tokens": 9}, {"max_tokens": 9}),
        (fact(token_limit="max_completion_tokens"), {"max_tokens": 9}, {"max_completion_tokens": 9}),
        (fact(instructions="system"), says({**SYSTEM, "role": "developer"}), says(SYSTEM)),
        (fact(forced_tools="any"), {"tool_choice": "required"}, {"tool_choice": "any"}),
        (fact(reasoning_back=False), says(assistant(reasoning="a")), says(assistant())),
        (fact(reasoning_back="reasoning"), says(assistant(reasoning_content="a")), says(assistant(reasoning="a"))),
        (
            fact(reasoning_back="content_parts"),
            says(assistant(reasoning="a")),
            says(assistant(content=[{"type": "thinking", "thinking": parts("a")}, *parts("Yes")])),
        ),
    ],
)  # fmt: skip
def test_a_fact_chooses_a_rule(dialect: Dialect, body: Json, expected: Json) -> None:
    """What is known changes what is sent; what is not known is left as it was written."""
    assert sent(body, dialect) == expected
    request = chat(body)
    assert outgoing(request, GENERIC) is request


@pytest.mark.parametrize(
    "known",
    [
        {"token_limit": "both"}, {"instructions": "both"}, {"instructions": "developer"}, {"forced_tools": "required"},
        {"forced_tools": False}, {"reasoning_back": "reasoning_details"}, {"json_schema": False},
    ],
)  # fmt: skip
def test_facts_that_need_no_rule(known: Json) -> None:
    """Requests pass: what a server refuses is for it to say."""
    body = {
        **says({"role": "developer", "content": "A"}, {"role": "system", "content": "B"}, assistant(reasoning="a")),
        "max_tokens": 1,
        "tool_choice": "required",
        "response_format": {"type": "json_schema"},
    }
    assert sent(body, fact(**known)) == body


def test_chat_facts_touch_no_other_route() -> None:
    """A limit of tokens has one name in `completions`, whatever it is in chats."""
    dialect = fact(token_limit="max_completion_tokens")
    request = Request(method="POST", path="completions", body={"max_tokens": 1, "tools": []})
    assert outgoing(request, dialect) is request


def test_rules_come_after_facts_in_their_order() -> None:
    """And see what those before them made."""
    seen: list[Any] = []

    def noting(name: str) -> Callable[[Request], Request]:
        def rule(request: Request) -> Request:
            assert request.body is not None
            seen.append((name, dict(request.body)))
            return replace(request, body={**request.body, name: True})

        return rule

    dialect = fact(token_limit="max_tokens", requests=(noting("a"), noting("b")))
    assert sent({"max_completion_tokens": 1}, dialect) == {"max_tokens": 1, "a": True, "b": True}
    assert seen == [("a", {"max_tokens": 1}), ("b", {"max_tokens": 1, "a": True})]


# -- thinking ----------------------------------------------------------------------------------------------------------

THINKING: dict[str, list[tuple[Any, Json]]] = {
    "reasoning_effort": [
        (True, {"reasoning_effort": "medium"}),
        (False, {"reasoning_effort": "none"}),
        (0, {"reasoning_effort": "none"}),
        (1000, {"reasoning_effort": "low"}),
        (4000, {"reasoning_effort": "medium"}),
        (20_000, {"reasoning_effort": "high"}),
    ],
    "enable_thinking": [
        (True, {"enable_thinking": True}),
        (False, {"enable_thinking": False}),
        (1000, {"enable_thinking": True, "thinking_budget": 1000}),
    ],
    "chat_template_kwargs": [
        (True, {"chat_template_kwargs": {"enable_thinking": True}}),
        (False, {"chat_template_kwargs": {"enable_thinking": False}}),
        (1000, {"chat_template_kwargs": {"enable_thinking": True, "thinking_budget": 1000}}),
    ],
    "thinking": [
        (True, {"thinking": {"type": "enabled"}}),
        (False, {"thinking": {"type": "disabled"}}),
        (1000, {"thinking": {"type": "enabled", "budget_tokens": 1000}}),
    ],
    "reasoning": [
        (True, {"reasoning": {"enabled": True}}),
        (False, {"reasoning": {"enabled": False}}),
        (1000, {"reasoning": {"max_tokens": 1000}}),
    ],
}


@pytest.mark.parametrize(
    ("spelling", "asked", "expected"), [(name, *pair) for name, pairs in THINKING.items() for pair in pairs]
)
def test_thinking_in_every_spelling(spelling: Any, asked: Any, expected: Json) -> None:
    """One keyword, whatever the server calls it."""
    assert sent({"model": "m", "thinking": asked}, fact(reasoning_in=spelling)) == {"model": "m", **expected}


@pytest.mark.parametrize(
    ("spelling", "own"),
    [
        ("reasoning_effort", {"reasoning_effort": "high"}),
        ("enable_thinking", {"enable_thinking": False}),
        ("chat_template_kwargs", {"chat_template_kwargs": {"enable_thinking": False, "x": 1}}),
        ("reasoning", {"reasoning": {"enabled": False, "exclude": True}}),
    ],
)
def test_the_servers_own_keyword_wins(spelling: Any, own: Json) -> None:
    """Who writes both means the one that only this server knows."""
    assert sent({"thinking": True, **own}, fact(reasoning_in=spelling)) == own


@pytest.mark.parametrize("own", [{"type": "enabled"}, "on", None])
def test_a_servers_own_thinking_passes(own: Any) -> None:
    """What is neither a switch nor a number is the server's own form."""
    assert sent({"thinking": own}) == {"thinking": own}


def test_a_wish_to_think_is_not_guessed_at() -> None:
    """Where it is unknown how a server is asked, or known that it cannot be, the error says what to write."""
    for dialect, words in ((GENERIC, "is unknown"), (fact(reasoning_in=False, title="TGI"), "TGI is asked .* no such")):
        with pytest.raises(ConfigurationError, match=words):
            sent({"thinking": True}, dialect)
    assert sent({"thinking": False}, fact(reasoning_in=False)) == {}, "it does not think anyway"
    with pytest.raises(ConfigurationError, match="above 0, not -5"):
        sent({"thinking": -5}, fact(reasoning_in="thinking"))


# -- think tags --------------------------------------------------------------------------------------------------------

#: Texts made of tags, of pieces of tags, of white space and of words, in any order.
TEXTS = st.lists(
    st.sampled_from(["<think>", "</think>", "<thi", "nk>", "</", "<", ">", "think", " ", "\n", "a", "b c", "é🎉"]),
    max_size=12,
).map("".join)


def in_pieces(data: st.DataObject, text: str) -> list[str]:
    """The text, cut at random."""
    marks = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return [text[start:end] for start, end in zip([0, *marks], [*marks, len(text)], strict=True)]


def streamed(rule: Any, texts: Iterable[str], *, finish: bool = True) -> list[Json]:
    """What comes out of a chunk rule for an answer in pieces."""
    chunks = [piece({"content": text}) for text in texts] + ([piece(finish="stop")] if finish else [])
    found = [rule.chunk(chunk) for chunk in chunks]
    return [*found, last] if (last := rule.finish()) is not None else found


def texts_of(chunks: list[Json], name: str) -> str:
    return "".join(choice.get("delta", {}).get(name) or "" for chunk in chunks for choice in chunk["choices"])


@settings(max_examples=300, deadline=None)
@given(data=st.data(), text=TEXTS, started=st.booleans(), finish=st.booleans())
def test_tags_are_found_however_an_answer_is_cut(data: st.DataObject, text: str, started: bool, finish: bool) -> None:
    """Any cut gives the thinking and the answer of the whole; nothing is lost but tags and white space beside them."""
    tags = ThinkTags(started=started or text.lstrip().startswith("</think>"))
    if not tags.started and "<think>" not in text:
        text = text.replace("</think>", "")  # a stream cannot know what only its end tells
    thinking, answer = tags.split(text)
    chunks = streamed(tags.stream(), in_pieces(data, text), finish=finish)
    assert texts_of(chunks, "reasoning_content") == (thinking or "")
    assert texts_of(chunks, "content") == answer
    kept = (thinking or "") + answer
    if kept != text:
        rest = text.replace("<think>", "", 0 if tags.started else 1).replace("</think>", "", 1)
        assert "".join(kept.split()) == "".join(rest.split())


@pytest.mark.parametrize(
    ("text", "thinking", "answer"),
    [
        ("<think>\nHmm.\n</think>\n\nYes", "Hmm.", "Yes"),
        ("  \n<think>Hmm.</think>Yes", "Hmm.", "Yes"),
        ("<think>\n\n</think>\n\nYes", None, "Yes"),
        ("Hmm.\n</think>\n\nYes", "Hmm.", "Yes"),
        ("<think>Hmm", "Hmm", ""),
        ("Yes", None, "Yes"),
        (" Yes ", None, " Yes "),
        ("Write <think>x</think> so.", None, "Write <think>x</think> so."),
        ("<think>a</think>b<think>c</think>", "a", "b<think>c</think>"),
        ("<thinking>a</thinking>", None, "<thinking>a</thinking>"),
        ("", None, ""),
    ],
)
def test_thinking_between_tags(text: str, thinking: str | None, answer: str) -> None:
    """At the start of an answer, or from its start to the closing tag; later tags are the answer's own words."""
    assert ThinkTags().split(text) == (thinking, answer)


def test_only_what_may_be_a_tag_is_held_back() -> None:
    """Everything else is given at once."""
    rule = ThinkTags().stream()
    seen = []
    for text in ("<th", "ink>Hm", "m. ", "a < b", "</thi", "s", "</think", ">\n", "Y", "es <think>"):
        delta = rule.chunk(piece({"content": text}))["choices"][0]["delta"]
        seen.append((delta.get("reasoning_content", ""), delta["content"]))
    assert seen == [
        ("", ""), ("Hm", ""), ("m.", ""), (" a < b", ""), ("", ""), ("</this", ""), ("", ""), ("", ""), ("", "Y"),
        ("", "es <think>"),
    ]  # fmt: skip
    plain = ThinkTags().stream()
    assert texts_of([plain.chunk(piece({"content": "Hello"}))], "content") == "Hello"


def test_each_answer_has_its_own_thinking() -> None:
    """And what a server put into the usual field comes first."""
    rule = ThinkTags().stream()
    chunks = [
        rule.chunk(piece({"content": "<think>a", "reasoning_content": "first "}, index=1)),
        rule.chunk(piece({"content": "plain"}, index=0)),
        rule.chunk(piece({"content": "b</think>c"}, index=1)),
    ]
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert [delta.get("reasoning_content") for delta in deltas] == ["first a", None, "b"]
    assert [delta["content"] for delta in deltas] == ["", "plain", "c"]


@pytest.mark.parametrize("make", [ThinkTags().stream, TextToolCalls().stream, RepeatedThinking])
@pytest.mark.parametrize(
    "chunk",
    [{}, {"choices": None}, {"choices": [5, {}]}, {"choices": [{"delta": None}]}, {"choices": [{"delta": "text"}]}],
)
def test_chunk_rules_bear_with_anything(make: Callable[[], Any], chunk: Json) -> None:
    """What is no chunk passes."""
    rule = make()
    assert rule.chunk(copy.deepcopy(chunk)).keys() == chunk.keys()
    assert rule.finish() is None


@pytest.mark.parametrize(
    "value", [{}, {"choices": None}, {"choices": [5, {}]}, {"choices": [{"message": {"content": [1]}}]}]
)
def test_reply_rules_bear_with_anything(value: Json) -> None:
    """What is no completion passes."""
    for rule in (ThinkTags().reply, TextToolCalls().reply):
        assert rule(copy.deepcopy(value)) == value


def completed(content: Any, **more: Any) -> Json:
    return {"choices": [{"index": 0, "message": {"role": "assistant", "content": content, **more}}]}


def test_think_tags_in_a_whole_answer() -> None:
    """The thinking joins what stands in its field already."""
    found = ThinkTags().reply(completed("<think>a</think>b", reasoning_content="first "))
    assert found == completed("b", reasoning_content="first a")
    assert ThinkTags("[T]", "[/T]").reply(completed("[T]a[/T]b")) == completed("b", reasoning_content="a")


def test_thinking_goes_back_between_its_tags() -> None:
    """Unless the server wants it in a field, or had it in details."""
    history = says(USER, assistant(reasoning_content="Hmm."), assistant(content=None, reasoning_content="So."))
    expected = says(
        USER, assistant(content="<think>\nHmm.\n</think>\n\nYes"), assistant(content="<think>\nSo.\n</think>\n\n")
    )
    assert sent(history, with_think_tags(GENERIC)) == expected
    details = says(assistant(reasoning_content="Hmm.", reasoning_details=[{"text": "Hmm."}]))
    assert sent(details, with_think_tags(GENERIC)) == details
    assert sent(history, with_think_tags(fact(reasoning_back="reasoning_content"))) == history
    assert sent(history, with_think_tags(fact(reasoning_back=False)))["messages"][1] == assistant()
    for message in (USER, assistant(), assistant(content=parts("a"), reasoning_content="b")):
        assert sent(says(message), with_think_tags(GENERIC)) == says(message)


# -- text between tags -------------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(data=st.data(), text=TEXTS)
def test_text_between_tags_is_found_however_it_is_cut(data: st.DataObject, text: str) -> None:
    """Each piece is given once, tags apart, and nothing that could not be a tag is held."""

    def split(pieces: Iterable[str]) -> tuple[list[tuple[str, str]], str]:
        splitter = TagSplitter("<think>", "</think>")
        found: list[tuple[str, str]] = []
        for one in pieces:
            for kind, part in splitter.feed(one):
                if kind != "end" and found and found[-1][0] == kind:
                    part = found.pop()[1] + part
                found.append((kind, part))
        kind, rest = splitter.finish()
        if rest and found and found[-1][0] == kind:
            rest = found.pop()[1] + rest
        return [*found, *([(kind, rest)] if rest else [])], kind

    pieces, last = split(in_pieces(data, text))
    assert (pieces, last) == split([text])
    closings = sum(kind == "end" for kind, _ in pieces)
    size = (
        sum(len(part) for _, part in pieces) + closings * len("<think></think>") + (last == "inside") * len("<think>")
    )
    assert size == len(text)


@pytest.mark.parametrize(
    ("text", "size"), [("", 0), ("a", 0), ("<", 1), ("a<thi", 4), ("<think", 6), ("<think>", 0), ("<<", 1), ("<th<", 1)]
)
def test_how_much_may_be_a_tag(text: str, size: int) -> None:
    """As many characters at the end as the tag could start with; a whole tag is not held."""
    assert held(text, "<think>") == size


# -- tool calls in the text --------------------------------------------------------------------------------------------

CALLS = st.lists(
    st.sampled_from(
        [
            '<tool_call>{"name": "f", "arguments": {"a": 1}}</tool_call>', "<tool_call>nonsense</tool_call>",
            '<tool_call>\n{"name": "g", "parameters": {}}\n</tool_call>', "<tool_call>", "</tool_call>", "<tool",
            "Let me see.", " ", "\n", "<", '{"name": "f"}', "<tool_call></tool_call>",
        ]
    ),
    max_size=6,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(data=st.data(), text=CALLS, finish=st.booleans())
def test_calls_are_found_however_an_answer_is_cut(data: st.DataObject, text: str, finish: bool) -> None:
    """Any cut gives the calls and the text of the whole, and what is no call stays text."""
    message = TextToolCalls().reply(completed(text))["choices"][0]["message"]
    chunks = streamed(TextToolCalls().stream(), in_pieces(data, text), finish=finish)
    calls = [call for chunk in chunks for choice in chunk["choices"] for call in choice["delta"].get("tool_calls", ())]
    assert [call["index"] for call in calls] == list(range(len(calls)))
    assert [{"type": "function", "function": call["function"]} for call in calls] == message.get("tool_calls", [])
    assert texts_of(chunks, "content").strip() == (message["content"] or "").strip()
    if not calls:
        assert message["content"] == text


@pytest.mark.parametrize(
    ("inside", "name", "arguments"),
    [
        ('{"name": "f", "arguments": {"city": "Rom\\u00e9"}}', "f", '{"city":"Romé"}'),
        ('\n{"name": "f", "parameters": {"a": [1, 2]}}\n', "f", '{"a":[1,2]}'),
        ('{"name": "f", "arguments": "{\\"a\\": 1}"}', "f", '{"a": 1}'),
        ('{"name": "f"}', "f", "{}"),
    ],
)
def test_a_call_in_the_text(inside: str, name: str, arguments: str) -> None:
    """Its arguments are JSON text, as everywhere."""
    assert TextToolCalls().call(inside) == {"type": "function", "function": {"name": name, "arguments": arguments}}


@pytest.mark.parametrize("inside", ["", "f()", "[]", "{}", '{"name": ""}', '{"name": 5}', '{"name": "f", "argum'])
def test_what_is_no_call(inside: str) -> None:
    """It stays where it is."""
    assert TextToolCalls().call(inside) is None
    text = f"a<tool_call>{inside}</tool_call>b"
    assert TextToolCalls().reply(completed(text)) == completed(text)


def test_calls_in_the_text_follow_those_in_their_field() -> None:
    """A whole answer may have both."""
    text = 'Sure. <tool_call>{"name": "g"}</tool_call>'
    message = TextToolCalls().reply(completed(text, tool_calls=[CALL]))["choices"][0]["message"]
    assert message["content"] == "Sure."
    assert [call["function"]["name"] for call in message["tool_calls"]] == ["f", "g"]


def test_text_tool_calls_through_a_decoder() -> None:
    """The chunks' calls have ids, and the whole answer ends for the calls' sake."""
    text = ["Sure. <tool", '_call>{"name": "f", "arguments": {"a": 1}}</tool_', "call>"]
    decoder = ChatChunkDecoder(head())
    decoder.follow(with_text_tool_calls(GENERIC))
    body = sse(*(piece({"content": one}) for one in text), piece(finish="stop"))
    list(decoder.feed(body))
    (choice,) = decoder.whole().choices
    (call,) = choice.message.tool_calls or []
    assert isinstance(call, ChatCompletionMessageToolCall)
    assert (choice.message.content, choice.finish_reason, choice.finish) == ("Sure. ", "stop", "tool_calls")
    assert call.id
    assert call.function.arguments == '{"a":1}'


def test_what_is_held_back_is_given_at_the_end() -> None:
    """Where no finish reason comes and a stream ends with `[DONE]`, and where rules hold back in a row."""
    dialect = with_text_tool_calls(with_think_tags(GENERIC))
    decoder = ChatChunkDecoder(head())
    decoder.follow(dialect)
    chunks = list(decoder.feed(sse(piece({"content": "<think>a</think>b <tool"}))))
    assert [chunk.choices[0].delta.content for chunk in chunks] == ["b ", "<tool"]
    message = decoder.whole().choices[0].message
    assert (message.reasoning, message.content) == ("a", "b <tool")


def test_chunk_rules_of_a_row() -> None:
    """A chunk that one rule holds back is not seen by the next; what it gives at the end is."""

    class Last:
        """Keeps a chunk until the next one comes."""

        def __init__(self) -> None:
            self.kept: Json | None = None

        def chunk(self, value: Json) -> Json | None:
            before, self.kept = self.kept, value
            return before

        def finish(self) -> Json | None:
            return self.kept

    def marked(value: Json) -> Json:
        return {**value, "marked": True}

    following = ChunkRules(fact(replies=(marked,), streams=(Last, Last)))
    assert [following.chunk({"n": number}) for number in range(3)] == [None, None, {"n": 0, "marked": True}]
    assert list(following.finish()) == [{"n": 1, "marked": True}, {"n": 2, "marked": True}]
    again = ChunkRules(fact(streams=(Last,)))
    assert again.chunk({"n": 9}) is None, "each stream has rules of its own"


def test_whole_replies_are_rewritten_if_they_are_objects() -> None:
    """Anything else is read as it is, by those who can tell what it means."""

    def named_m(value: Json) -> Json:
        return {**value, "model": "é"}

    assert json.loads(whole(reply({"a": "\U0001f389"}), [named_m]).content) == {"a": "🎉", "model": "é"}
    for body in (b"<html>", b"[1]", b"", b'"text"'):
        found: Reply = reply(body)
        assert whole(found, [named_m]) is found


# -- repeated thinking -------------------------------------------------------------------------------------------------


def test_thinking_that_is_said_again_is_left_out() -> None:
    """Only what was said just before by the same answer; never a word of the answer itself."""
    rule = RepeatedThinking()
    said = [("Thinking... ", 0), ("Thinking... ", 0), ("Thinking... ", 1), ("more", 0), ("Thinking... ", 0), ("", 0)]
    chunks = [rule.chunk(piece({"reasoning_content": text}, index=index)) for text, index in said]
    found = [chunk["choices"][0]["delta"].get("reasoning_content") for chunk in chunks]
    assert found == ["Thinking... ", None, "Thinking... ", "more", "Thinking... ", ""]
    words = [rule.chunk(piece({"content": "ha"}))["choices"][0]["delta"] for _ in range(2)]
    assert words == [{"content": "ha"}] * 2


# -- Azure -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(DEPLOYMENT_PATHS))
def test_a_model_of_azure_is_in_the_path(path: str) -> None:
    """In JSON bodies and in forms; the body keeps it, as the service takes it."""
    asked = deployment_in_path(Request(method="POST", path=path, body={"model": "my gpt/4"}))
    assert asked.path == f"deployments/my%20gpt%2F4/{path}"
    assert asked.body == {"model": "my gpt/4"}
    assert (
        deployment_in_path(Request(method="POST", path=path, form=Form({"model": "m"}, ()))).path
        == f"deployments/m/{path}"
    )


@pytest.mark.parametrize(
    "request_",
    [
        Request(method="GET", path="models"),
        Request(method="POST", path="responses", body={"model": "m"}),
        Request(method="POST", path=CHAT_PATH, body={"model": ""}),
        Request(method="POST", path=CHAT_PATH, body={}),
    ],
)
def test_other_routes_of_azure_are_as_everywhere(request_: Request) -> None:
    """And so is a request without a model, which the service refuses in its own words."""
    assert deployment_in_path(request_) is request_


# -- the table and the hosts -------------------------------------------------------------------------------------------


def test_a_name_finds_its_row() -> None:
    """Whatever its case; an unknown one is told what was probably meant."""
    assert named(" DeepSeek ").name == "deepseek"
    assert named("generic") is GENERIC
    with pytest.raises(ConfigurationError, match="did you mean 'dashscope'"):
        named("dash-scope")
    with pytest.raises(ConfigurationError, match=r"has no OpenAI-compatible endpoint: .*library"):
        named("abso")
    with pytest.raises(TypeError, match="provider must be a string, not int"):
        named(5)
    assert providers() is providers()
    with pytest.raises(TypeError):
        providers()["mine"] = GENERIC  # type: ignore[index]


def test_hosts_are_those_of_the_rows() -> None:
    """The short list repeats the rows' own hosts; where paths tell rows apart, the host is claimed by one of them."""
    claims = {(host, row.name) for row in providers().values() if row.endpoint for host in row.hosts}
    assert {(place, name) for place, name in HOSTS if "/" not in place} == claims
    assert {place.partition("/")[0] for place, _ in HOSTS} == {host for host, _ in claims}


@pytest.mark.parametrize("row", [row for row in providers().values() if row.hosts], ids=lambda row: row.name)
def test_an_address_finds_its_row(row: Dialect) -> None:
    """The address that the row gives, and any of its hosts."""
    for host in row.hosts:
        found = at_address(f"mine{host}" if host.startswith(".") else host, "/v1")
        assert found is (row if row.endpoint else None)


@pytest.mark.parametrize(
    ("host", "path", "name"),
    [
        ("mine.openai.azure.com", "/openai/v1", "azure"),
        ("mine.openai.azure.com", "/openai", "azure-deployments"),
        ("mine.openai.azure.com", "/openai/deployments/gpt", "azure"),
        ("eu.api.openai.com", "/v1", "openai"),
        ("localhost", "/v1", None),
        ("api.openai.com.evil.example", "/v1", None),
        ("xapi.deepseek.com", "", None),
        ("", "", None),
    ],
)
def test_addresses_that_look_alike(host: str, path: str, name: str | None) -> None:
    """A host is compared to its end, and a path tells an older form from a newer one."""
    found = at_address(host, path)
    assert (found and found.name) == name


def test_facts_of_a_dialect() -> None:
    """Those that are known, False among them; those that change chats make it look into them."""
    dialect = fact(tool_calling=False, token_limit="both")
    assert dialect.facts() == {"tool_calling": False, "token_limit": "both"}
    assert dialect.has_chat_facts
    assert not GENERIC.has_chat_facts
    assert set(CHAT_FACTS) <= {*Dialect.__dataclass_fields__}
    assert "sources" not in repr(dialect)


# -- refusals ----------------------------------------------------------------------------------------------------------

FULL: Json = {
    "model": "m",
    "messages": [{"role": "developer", "content": "A"}, USER],
    "max_tokens": 5,
    "stream": True,
    "stream_options": {"include_usage": True},
    "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}},
    "tools": [TOOL],
    "tool_choice": "required",
}
#: What servers say when they do not know something at all, by what is done then.
KNOWN_REFUSALS = [
    ("max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'"),
    ("max_tokens", "max_tokens: Extra inputs are not permitted"),
    ("max_tokens", "Argument not supported on this model: max_tokens"),
    ("developer", "Unsupported value: 'messages[0].role' does not support 'developer' with this model."),
    ("developer", "unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool`"),
    ("developer", "messages.0.role: Input should be 'system', 'user' or 'assistant' (got developer)"),
    ("developer", "developer is not one of ['system', 'assistant', 'user'] - 'messages.0.role'"),
    ("developer", "Invalid role: developer"),
    ("include_usage", "body.stream_options: Extra inputs are not permitted"),
    ("include_usage", "Unrecognized request argument supplied: stream_options"),
    ("include_usage", "Unknown name \"include_usage\" at 'stream_options': Cannot find field."),
    ("json_schema", "This response_format type is unavailable now"),
    ("json_schema", "'response_format.type' must be 'json_object' or 'text'"),
    ("json_schema", "Invalid value: 'json_schema'. Supported values are: 'text' and 'json_object'."),
    ("json_schema", "unknown variant `json_schema`, expected `text` or `json_object`"),
    ("tool_choice", "deepseek-reasoner does not support this tool_choice"),
    ("tool_choice", "The tool_choice parameter does not support being set to required or object in thinking mode"),
    ("tool_choice", "Tool choice must be auto"),
]
#: What they say of values, of mistakes, and of other things.
OTHER_REFUSALS = [
    "max_tokens must be at least 1, got -5. (parameter=max_tokens, value=-5)",
    "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
    "<400> InternalError.Algo.InvalidParameter: max_tokens must be an integer",
    "Field 'max_tokens': Value must be between -1 <= value <= 2147483647, but got -5",
    "max_tokens is too large: 5000. This model supports at most 4096 completion tokens",
    "Unsupported value: 'max_tokens' does not support 0 with this model.",
    "Stream options can only be defined when `stream=True`. (parameter=stream_options)",
    "Invalid schema for response_format 'x': In context=(), 'minLength' is not permitted.",
    "Tool choice is required, but model did not call a tool",
    "Tool choice 'g' not found in the tools: unknown",
    "Unknown parameter: 'temprature'.",
    "Unsupported value: 'temperature' does not support 0.2 with this model.",
    "the request exceeds the available context size",
    "",
]


def refused(words: str, status: int = 400) -> Reply:
    return reply({"error": {"message": words}}, status)


@pytest.mark.parametrize(("name", "words"), KNOWN_REFUSALS)
@pytest.mark.parametrize("status", [400, 422])
def test_a_refusal_that_names_what_it_refuses(name: str, words: str, status: int) -> None:
    """Is answered by the one rewrite that is meant, and by that again if it is known beforehand."""
    found = rewritten(FULL, refused(words, status), lossy=True)
    assert found is not None
    body, refusal = found
    assert refusal.name == name
    assert body != FULL
    learned = Learned()
    learned.names.add(name)
    assert applied(FULL, learned, lossy=True) == body
    less = rewritten(FULL, refused(words, status), lossy=False)
    assert (less is not None) == refusal.lossless
    assert (applied(FULL, learned, lossy=False) == body) == refusal.lossless
    assert applied({"model": "m"}, learned, lossy=True) == {"model": "m"}


@pytest.mark.parametrize("words", OTHER_REFUSALS)
def test_any_other_refusal_is_an_error(words: str) -> None:
    """A value that is out of range, a mistake of the user's, a thing of which nothing is known."""
    assert rewritten(FULL, refused(words), lossy=True) is None


@pytest.mark.parametrize("status", [200, 401, 404, 413, 429, 500])
def test_other_statuses_mean_something_else(status: int) -> None:
    """The words may be the same."""
    assert rewritten(FULL, refused(KNOWN_REFUSALS[0][1], status), lossy=True) is None


@pytest.mark.parametrize(("name", "words"), KNOWN_REFUSALS)
def test_what_was_not_asked_is_not_rewritten(name: str, words: str) -> None:
    """A request that holds nothing of the kind is not the reason."""
    body = {**says(USER), "stream_options": {"x": 1}, "tool_choice": "auto", "response_format": {"type": "text"}}
    assert rewritten(body, refused(words), lossy=True) is None
    assert name in {refusal.name for refusal in REFUSALS}


def test_what_is_sent_in_place() -> None:
    """Each rewrite changes what was refused, and nothing else."""
    assert {refusal.name: _changed(refusal.rewrite(dict(FULL))) for refusal in REFUSALS} == {
        "max_tokens": {"max_completion_tokens": 5, "max_tokens": None},
        "max_completion_tokens": {},
        "developer": {"messages": [{"role": "system", "content": "A"}, USER]},
        "include_usage": {"stream_options": None},
        "json_schema": {"response_format": {"type": "json_object"}},
        "tool_choice": {"tool_choice": "auto"},
    }
    options = {"include_usage": True, "include_obfuscation": False}
    (usage,) = (refusal for refusal in REFUSALS if refusal.name == "include_usage")
    assert usage.rewrite({"stream_options": options}) == {"stream_options": {"include_obfuscation": False}}
    assert usage.rewrite({"stream_options": "odd"}) is None


def _changed(body: Json | None) -> Json:
    """What a rewrite gave or took; None for what it took."""
    if body is None:
        return {}
    return {name: body.get(name) for name in {*body, *FULL} if body.get(name) != FULL.get(name)}


def test_the_deadline_holds_for_other_words() -> None:
    """A call that is over is not sent in any words."""
    given = Settings(base=BaseURL("http://server/v1"), headers={}, query={}, body={}, deadline=5.0)
    attempts = Attempts(given, chat(FULL), 0.0)
    attempts.outgoing(None, 1.0)
    with pytest.warns(CompatibilityWarning, match="max_tokens"):
        assert attempts.wait_after(refused(KNOWN_REFUSALS[0][1]), 4.0, 0.5) == 0.0
    with pytest.raises(APITimeoutError, match=r"deadline of 5 s has passed \(1 attempt\)"):
        attempts.outgoing(None, 6.0)


PIECES = st.sampled_from(["a", " b", "<", "<thi", "nk>", "<think>", "</think>", "<tool_call>", "c<d"])


@given(st.lists(PIECES, max_size=12))
def test_a_stream_under_rules_is_the_same_however_fast_it_goes(texts: list[str]) -> None:
    """Chunks that no rule would change may take the fast way, which has to remember one: here it may not, and may."""
    dialect = with_think_tags(with_text_tool_calls(GENERIC))
    middle = [piece({"content": text}) for text in texts]
    body = sse(piece({"role": "assistant", "content": ""}), *middle, piece(finish="stop"))
    found = []
    for size, patience in ((10**6, 10**9), (1, 0), (1000, 0), (10**6, 0)):
        decoder = ChatChunkDecoder(head())
        decoder.follow(dialect)
        decoder._patience = patience
        chunks = [chunk for start in range(0, len(body), size) for chunk in decoder.feed(body[start : start + size])]
        message = decoder.whole().choices[0].message
        found.append((message.content, message.reasoning, "".join(decoder.text(chunk) for chunk in chunks)))
    assert found == found[:1] * 4
