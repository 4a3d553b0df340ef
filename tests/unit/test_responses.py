"""Responses: the types of replies, the requests that the endpoints make, and what is no response."""

from __future__ import annotations

import copy
import importlib
import inspect
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import oaicompat
from oaicompat import APIResponseValidationError, BadRequestError, ConfigurationError
from oaicompat._decode import read
from oaicompat._encode import CALL_OPTIONS, dump
from oaicompat._wire import NOT_GIVEN, Reply, omit
from oaicompat.endpoints import responses
from oaicompat.endpoints.responses import create_response, stream_response
from oaicompat.types.base import WireObject
from oaicompat.types.responses import (
    Response,
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseReasoningItem,
    params,
)
from oaicompat.types.responses.items import ResponseOtherItem
from oaicompat.types.responses.response_output_item import ITEMS, OUTPUT_ITEMS
from oaicompat.types.responses.response_stream_event import EVENTS
from oaicompat.types.responses.tagged import Other, Tagged

from .streams import reply, sse

TEXT = {"type": "output_text", "text": "Hello", "annotations": []}
MESSAGE = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [TEXT]}
THINKING = {"type": "reasoning", "id": "r", "summary": [], "content": [{"type": "reasoning_text", "text": "Hmm."}]}
CALL = {"type": "function_call", "id": "f", "call_id": "c", "name": "get", "arguments": "{}", "status": "completed"}


def response(*output: Any, **fields: Any) -> Response:
    return read(Response, json.dumps({"id": "r", "object": "response", "output": [*output], **fields}).encode())


# -- what a response holds ---------------------------------------------------------------------------------------------


def test_items_are_typed() -> None:
    """Each item is of the class that its type stands for, and dumping gives the server's own object back."""
    usage = {"input_tokens": 2, "output_tokens": 3, "total_tokens": 5}
    found = response(THINKING, MESSAGE, CALL, status="completed", usage=usage)
    thinking, message, call = found.output
    assert isinstance(thinking, ResponseReasoningItem)
    assert isinstance(message, ResponseOutputMessage)
    assert isinstance(message.content[0], ResponseOutputText)
    assert isinstance(call, ResponseFunctionToolCall)
    assert (found.output_text, found.reasoning_text, call.call_id) == ("Hello", "Hmm.", "c")
    assert found.usage is not None
    assert found.usage.output_tokens_details.reasoning_tokens == 0  # the server said nothing of it
    assert found.to_dict()["usage"] == usage
    assert found.to_dict()["output"] == [THINKING, MESSAGE, CALL]


@pytest.mark.parametrize("table", [ITEMS, OUTPUT_ITEMS, EVENTS], ids=["items", "output items", "events"])
def test_every_word_has_its_class(table: Tagged) -> None:
    """The class that a word stands for has that word for its type."""
    for word in table.words - {"message of others"}:
        assert table.kind(word)().type == word  # type: ignore[attr-defined]  # all of them have a type


@pytest.mark.parametrize(
    ("table", "modules"),
    [
        (EVENTS, ("events", "hosted_events")),
        (ITEMS, ("items", "given_items", "hosted_items")),
    ],
)
def test_no_class_is_forgotten(table: Tagged, modules: tuple[str, ...]) -> None:
    """Every event and every item that has a class is found by its word."""
    found = set()
    for name in modules:
        module = importlib.import_module(f"oaicompat.types.responses.{name}")
        for kind in vars(module).values():
            is_ours = WireObject in getattr(kind, "__mro__", ()) and kind.__module__ == module.__name__
            if is_ours and {"sequence_number", "id"} & kind.model_fields.keys() and "type" in kind.model_fields:
                found.add(kind)
    assert found - {table.kind(word) for word in table.words} <= {table.kind("no such word")}


def test_every_item_keeps_what_it_does_not_know() -> None:
    """An item of any kind, known or not, with a field of its own comes back as it came."""
    for word in OUTPUT_ITEMS.words - {"message of others"} | {"openrouter:web_search"}:
        item = {"type": word, "id": "i", "status": "completed", "anything": {"a": [1, None]}}
        assert response(item).to_dict()["output"] == [item]


def test_an_unknown_item_is_kept() -> None:
    """Its fields are attributes, at any depth."""
    (item,) = response({"type": "hologram", "id": "h", "size": {"x": 1}}).output
    assert isinstance(item, ResponseOtherItem)
    assert (item.type, item.id, item.size) == ("hologram", "h", {"x": 1})
    (untyped,) = response({"id": "h"}).output
    assert isinstance(untyped, ResponseOtherItem)
    assert untyped.type == ""


def test_unknown_parts_are_kept() -> None:
    """Parts, annotations, actions and tools of kinds that are not known."""
    part = {"type": "sketch", "lines": [1]}
    text = {**TEXT, "annotations": [{"type": "stain", "at": 3}, {"type": "url_citation", "url": "u"}]}
    search = {"type": "web_search_call", "id": "w", "action": {"type": "sniff", "at": "u"}}
    found = response({**MESSAGE, "content": [part, text]}, search, tools=[{"type": "magic", "wand": 1}])
    message = found.output[0]
    assert isinstance(message, ResponseOutputMessage)
    assert isinstance(message.content[0], Other)
    assert message.content[0].lines == [1]
    assert isinstance(message.content[1], ResponseOutputText)
    assert [one.type for one in message.content[1].annotations] == ["stain", "url_citation"]
    assert found.output[1].action.at == "u"
    assert found.tools[0].wand == 1
    assert found.to_dict()["output"] == [{**MESSAGE, "content": [part, text]}, search]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Hello", "Hello"),
        (None, ""),
        ([], ""),
        ([{"type": "output_text"}], ""),
        ([{"type": "refusal", "refusal": "No."}], ""),
        ([{"type": "text", "text": "Hel"}, {"text": "lo"}], "Hello"),
        ([{"type": "text", "text": 5}, {"type": "sketch", "text": "no"}], ""),
        (["Hello", TEXT], "Hello"),
        ([{**TEXT, "logprobs": "none", "annotations": "none"}], "Hello"),
        ({"a": 1}, ""),
    ],
)
def test_contents_of_other_shapes(content: Any, text: str) -> None:
    """The text of a message, whatever shape its content has; what does not fit is kept among the extras."""
    found = response({**MESSAGE, "content": content})
    assert found.output_text == text
    dumped = found.to_dict()["output"][0]["content"]
    assert dumped == (content if content is not None else [])


def test_messages_without_types() -> None:
    """Of the message, and of its part; a bare list of messages has no text of its own."""
    item = {"role": "assistant", "content": [{"text": "Hello"}]}
    found = response(item)
    assert found.output_text == "Hello"
    assert found.to_dict()["output"] == [item]


def full(*texts: str) -> list[Any]:
    return [{"type": "reasoning_text", "text": text} for text in texts]


def brief(*texts: str) -> list[Any]:
    return [{"type": "summary_text", "text": text} for text in texts]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"content": full("a", "b")}, "ab"),
        ({"summary": brief("a", "b")}, "a\n\nb"),
        ({"summary": brief("a"), "content": full("b")}, "b"),
        ({"summary": brief("a"), "content": []}, "a"),
        ({"summary": None, "content": None, "encrypted_content": "x"}, None),
        ({"content": [{"type": "text", "text": 5}, {"type": "other"}]}, None),
    ],
)
def test_thinking_in_full_or_in_summary(fields: dict[str, Any], text: str | None) -> None:
    """The thinking itself where it is shown, else its summary; never both."""
    assert response({"type": "reasoning", **fields}).reasoning_text == text


def test_text_that_only_the_response_has() -> None:
    """A server that fills `output_text` and no messages (OpenRouter's field) loses nothing."""
    assert response(output_text="Hello").output_text == "Hello"
    assert response(MESSAGE, output_text="Hello").output_text == "Hello"
    assert response(output_text=None).output_text == ""


MISFITS: list[tuple[str, Any, Any]] = [  # field, raw value, what the typed field holds
    ("created_at", "yesterday", 0),
    ("created_at", None, 0),
    ("created_at", 5.5, 5.5),
    ("model", None, ""),
    ("status", {"a": 1}, None),
    ("status", "pondering", "pondering"),
    ("usage", "lots", None),
    ("error", "broken", None),
    ("tools", None, []),
    ("tools", "all", []),
    ("tool_choice", "any", "any"),
    ("instructions", 5, "5"),
    ("temperature", "warm", None),
    ("text", [1], None),
    ("metadata", [1], None),
    ("input_messages", {"a": 1}, None),
]


@pytest.mark.parametrize(("field", "raw", "held"), MISFITS)
def test_a_misfit_does_not_cost_the_answer(field: str, raw: Any, held: Any) -> None:
    """What fits no type is set aside, and dumped as it came."""
    found = response(MESSAGE, **{field: raw})
    assert getattr(found, field) == held
    assert found.output_text == "Hello"
    if raw is not None and field != "instructions":
        assert found.to_dict()[field] == raw


def test_a_misfit_inside_an_item() -> None:
    """The item keeps the rest of its fields; a thing that is no item is left out and kept."""
    found = response({**CALL, "status": [1], "name": {"a": 1}}, MESSAGE, "stray")
    call, message = found.output
    assert isinstance(call, ResponseFunctionToolCall)
    assert (call.name, call.status, call.call_id) == ("", None, "c")
    assert message.to_dict() == MESSAGE
    assert found.to_dict()["output"] == [{**CALL, "status": [1], "name": {"a": 1}}, MESSAGE, "stray"]


def test_a_response_is_copied_pickled_and_described() -> None:
    """The items stay what they are; the JSON schema can be made."""
    found = response(THINKING, MESSAGE, CALL, {"type": "mcp_call", "id": "x", "error": {"type": "http_error"}})
    for twin in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found), found.model_copy(deep=True)):
        assert twin == found
        assert [type(item) for item in twin.output] == [type(item) for item in found.output]
    assert Response.model_validate(found.to_dict()) == found
    assert Response.model_validate(found.model_dump()) == Response.model_validate_json(found.model_dump_json())
    assert "output" in Response.model_json_schema()["properties"]


def test_settings_that_are_repeated() -> None:
    """What was asked, as the server says it; the schema of a format stands under the name that the openai SDK has."""
    form = {"type": "json_schema", "name": "n", "schema": {"type": "object"}, "strict": True}
    found = response(
        text={"format": form, "verbosity": "low"},
        reasoning={"effort": "high", "summary": None},
        tool_choice={"type": "function", "name": "get"},
        tools=[{"type": "function", "name": "get", "parameters": None, "strict": False}],
        instructions=[{"type": "message", "role": "developer", "content": [{"type": "input_text", "text": "Be."}]}],
    )
    assert found.text is not None
    assert found.text.format is not None
    assert found.text.format.schema_ == {"type": "object"}
    assert found.reasoning is not None
    assert found.reasoning.effort == "high"
    assert getattr(found.tool_choice, "name", None) == "get"
    assert getattr(found.tools[0], "name", None) == "get"
    assert found.instructions[0].content[0].text == "Be."  # type: ignore[index,union-attr]
    assert found.to_dict()["text"]["format"] == form


# -- sending back ------------------------------------------------------------------------------------------------------


def test_items_go_back_as_they_came() -> None:
    """The output of a response may be sent as it is, extras included; `None` of ours is not sent."""
    signed = {**THINKING, "signature": "s", "format": "v1"}
    found = response(signed, MESSAGE, CALL)
    question = {"role": "user", "content": "Go on"}
    call = create_response(model="m", input=[question, *found.output])
    assert call.request.body is not None
    assert json.loads(dump(call.request.body)) == {"model": "m", "input": [question, signed, MESSAGE, CALL]}


def test_nulls_of_an_item_are_not_sent_back() -> None:
    """vLLM gives them, and strict servers refuse them."""
    found = response({**CALL, "namespace": None, "caller": None}, {**MESSAGE, "phase": None})
    assert json.loads(dump({"input": found.output}))["input"] == [CALL, MESSAGE]


# -- requests ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "options"),
    [
        (responses.KNOWN, params.ResponseOptions),
        (responses.KNOWN_OF_RETRIEVE, params.RetrieveOptions),
        (responses.KNOWN_OF_INPUT_ITEMS - {"after"}, params.InputItemsOptions),
        (responses.KNOWN_OF_INPUT_TOKENS, params.InputTokensOptions),
        (responses.KNOWN_OF_COMPACT, params.CompactOptions),
    ],
)
def test_the_known_names_are_the_keywords(known: frozenset[str], options: Any) -> None:
    """They are written out twice, so that a call need not import the keywords' types."""
    assert known == options.__annotations__.keys()
    assert options.__required_keys__ == frozenset()


def test_a_request() -> None:
    """What was said is the body; what was not, and None, is left out."""
    call = create_response(
        model="m",
        input="Hello",
        instructions=None,
        tools=({"type": "function", "name": "f"} for _ in range(1)),
        reasoning={"effort": "low"},
        top_k=3,
        extra_body={"more": None},
        max_retries=0,
    )
    assert (call.request.method, call.request.path, call.request.stream) == ("POST", "responses", False)
    assert json.loads(dump(call.request.body or {})) == {
        "model": "m",
        "input": "Hello",
        "tools": [{"type": "function", "name": "f"}],
        "reasoning": {"effort": "low"},
        "top_k": 3,
        "more": None,
    }
    streamed = stream_response(model="m", input=iter([{"role": "user", "content": "Hello"}]))
    assert streamed.kind == "response"
    assert streamed.request.body == {"model": "m", "input": [{"role": "user", "content": "Hello"}], "stream": True}
    assert create_response(model=NOT_GIVEN, input=omit, prompt={"id": "p"}).request.body == {"prompt": {"id": "p"}}  # type: ignore[arg-type]


class _Answer:
    """A class that somebody would like to have parsed."""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"model": 5, "input": "a"}, "model must be a string, not int"),
        ({"model": "m", "input": {"role": "user"}}, "input must be text or a list of items, not dict; write"),
        ({"model": "m", "input": b"a"}, "input must be text or a list of items, not bytes"),
        ({"model": "m", "input": 5}, "input must be text or a list of items, not int"),
        ({"model": "m", "input": ResponseFunctionToolCall()}, "not ResponseFunctionToolCall"),
        ({"model": "m", "input": "a", "messages": []}, "unknown option 'messages'"),
        ({"model": "m", "input": "a", "max_output_token": 1}, "did you mean 'max_output_tokens'"),
        ({"model": "m", "input": "a", "text": _Answer}, "text is a class; give its JSON schema"),
        ({"model": "m", "input": "a", "text": {"format": _Answer}}, "text is a class; give its JSON schema"),
        ({"model": "m", "input": "a", "extra_query": 5}, "extra_query must be a mapping"),
    ],
)
def test_mistakes_name_their_field(options: dict[str, Any], words: str) -> None:
    """Before anything is sent."""
    for make in (create_response, stream_response):
        with pytest.raises(TypeError, match=words.replace("(", r"\(")):
            make(**options)


@pytest.mark.parametrize("bad", ["", "  ", "..", "a/../b"])
def test_an_id_that_leads_elsewhere(bad: str) -> None:
    """Nothing is sent for an id that is none."""
    for make in (
        responses.retrieve_response,
        responses.delete_response,
        responses.cancel_response,
        responses.list_input_items,
    ):
        with pytest.raises(ConfigurationError, match="response_id"):
            make(bad)
        with pytest.raises(TypeError, match="response_id must be a string"):
            make(None)  # type: ignore[arg-type]


def test_the_other_routes() -> None:
    """Method, path, and what goes into the query or the body."""
    seen = [
        responses.retrieve_response("r/1", include=["a"], starting_after=0),
        responses.delete_response("r"),
        responses.cancel_response("r"),
        responses.list_input_items("r", after="i", limit=2, order="asc"),
        responses.count_input_tokens(model="m", input="a", personality="friendly"),
        responses.compact(model="m", previous_response_id="r"),
    ]
    assert [(call.request.method, call.request.path, dict(call.request.query)) for call in seen] == [
        ("GET", "responses/r%2F1", {"include": ["a"], "starting_after": 0}),
        ("DELETE", "responses/r", {}),
        ("POST", "responses/r/cancel", {}),
        ("GET", "responses/r/input_items", {"after": "i", "limit": 2, "order": "asc"}),
        ("POST", "responses/input_tokens", {}),
        ("POST", "responses/compact", {}),
    ]
    assert seen[4].request.body == {"model": "m", "input": "a", "personality": "friendly"}
    assert seen[5].request.body == {"model": "m", "previous_response_id": "r"}
    streamed = responses.retrieve_response_stream("r", starting_after=7)
    assert (dict(streamed.request.query), streamed.request.stream) == ({"stream": True, "starting_after": 7}, True)
    assert CALL_OPTIONS <= responses.KNOWN


# -- replies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {"id": "x"},
        {"choices": [], "object": "chat.completion"},
        [],
        "<html><title>Login</title></html>",
        b"",
        {"status": 500, "message": "no"},
    ],
)
def test_what_is_no_response(body: Any) -> None:
    """A success that is something else is an error that says what came."""
    for call in (create_response(model="m", input="a"), responses.retrieve_response("r")):
        with pytest.raises(APIResponseValidationError):
            call.parse(reply(body))


def test_an_error_that_came_with_success() -> None:
    """It is told with the server's words; a response that failed is a response."""
    with pytest.raises(BadRequestError, match="too long"):
        create_response(input="a").parse(reply({"error": {"message": "too long", "code": 400}}))
    failed = {"id": "r", "object": "response", "status": "failed", "output": [], "error": {"message": "m", "code": "c"}}
    found = create_response(input="a").parse(reply(failed))
    assert found.error is not None
    assert (found.status, found.error.code, found.error.message) == ("failed", "c", "m")


def test_a_stream_that_nobody_asked_for() -> None:
    """Some proxies stream whatever was asked: the response is put together."""
    body = sse({"type": "response.completed", "response": {"id": "r", "object": "response", "output": [MESSAGE]}})
    got = reply(body, headers={"x-request-id": "q"})
    found = create_response(input="a").parse(got)
    assert (found.output_text, found.request_id) == ("Hello", "q")


def test_replies_of_the_other_routes() -> None:
    """Typed, and an error where they are something else."""
    tokens = responses.count_input_tokens(input="a")
    assert tokens.parse(reply({"object": "response.input_tokens", "input_tokens": 7})).input_tokens == 7
    left = [{"role": "user", "content": "Hi"}, {"type": "compaction", "encrypted_content": "x"}]
    compacted = responses.compact(model="m").parse(reply({"id": "c", "output": left}))
    assert [item.type for item in compacted.output] == ["message", "compaction"]
    items = responses.list_input_items("r")
    for body in ({"data": [MESSAGE, {"role": "user", "content": "Hi"}]}, [MESSAGE, {"role": "user", "content": "Hi"}]):
        page = items.parse(reply(body))
        assert [getattr(item, "role", None) for item in page.data] == ["assistant", "user"]
        assert page.data[1].content[0].text == "Hi"  # type: ignore[union-attr]
    deleted = responses.delete_response("r")
    assert deleted.parse(reply({"id": "r", "object": "response", "deleted": True})).deleted is True
    assert deleted.parse(Reply(204, reply().headers)).deleted is True
    for call in (tokens, responses.compact(model="m"), items, deleted):
        with pytest.raises(APIResponseValidationError):
            call.parse(reply({"nothing": 1}))


# -- what is loaded ----------------------------------------------------------------------------------------------------


def test_the_family_loads_when_it_is_used() -> None:
    """Chat loads nothing of it; it loads neither its keywords' types nor what OpenAI's own tools need."""
    script = """
    from oaicompat import Client
    client = Client(base_url="http://127.0.0.1:9/v1")
    client.chat
    found = [name for name in sys.modules if "oaicompat.types.responses" in name or "endpoints.responses" in name]
    assert found == [], found
    client.responses
    assert "oaicompat.types.responses.events" in sys.modules
    late = {"hosted_items", "hosted_events", "given_items", "params", "tool_param", "response_input_item_param"}
    assert {f"oaicompat.types.responses.{name}" for name in late} & set(sys.modules) == set()
    """
    root = str(Path(oaicompat.__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {root!r})\n{inspect.cleandoc(script)}"
    done = subprocess.run([sys.executable, "-I", "-W", "error", "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_openai_names() -> None:
    """The package lists its names in order and finds each; the modules that are imported most are there."""
    package = importlib.import_module("oaicompat.types.responses")
    assert package.__all__ == sorted(set(package.__all__), key=str.casefold)
    assert all(getattr(package, name) is not None for name in package.__all__)
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="NoSuchName"):
        package.NoSuchName  # noqa: B018
    for module, name in (
        ("response_create_params", "ResponseCreateParams"),
        ("response_input_param", "FunctionCallOutput"),
        ("response_output_text", "AnnotationURLCitation"),
        ("response_reasoning_item", "Summary"),
        ("response_usage", "ResponseUsage"),
    ):
        assert hasattr(importlib.import_module(f"oaicompat.types.responses.{module}"), name)
