"""Whole answers: what every server answers, and what each option does to it."""

from __future__ import annotations

import json

import pytest

from oaicompat import Client

from .asking import Async, Sync
from .servers import MODEL, PICK, THINKING, Server, asking, every_server, servers_with, user

pytestmark = pytest.mark.live
Ask = Sync | Async


@every_server()
def test_a_chat_is_answered(ask: Ask, server: Server) -> None:
    """The text, why it ended, who said it, and what it cost."""
    reply = ask.create(**asking("hi"))

    (choice,) = reply.choices
    assert choice.message.content == server.hello
    assert choice.message.role == "assistant"
    assert (choice.finish_reason, choice.finish, choice.index) == ("stop", "stop", 0)
    assert choice.message.tool_calls is None
    assert choice.message.reasoning is None
    assert reply.model == MODEL
    assert reply.object == "chat.completion"
    assert reply.id
    assert reply.created > 1_700_000_000
    usage = reply.usage
    assert usage is not None
    assert usage.completion_tokens == 5
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


@every_server()
def test_a_conversation_goes_on(ask: Ask, server: Server) -> None:
    """The reply's message is appended as it is, and the server takes it back: its prompt has grown."""
    messages = user("hi")
    first = ask.create(**asking("", messages=messages))
    messages = [*messages, first.choices[0].message, *user("and now?")]
    second = ask.create(**asking("", messages=messages))

    assert second.choices[0].message.content == server.hello
    assert first.usage is not None
    assert second.usage is not None
    assert second.usage.prompt_tokens > first.usage.prompt_tokens


@every_server()
def test_a_thought_goes_back_with_its_message(ask: Ask, server: Server) -> None:
    """A message with reasoning may be appended too, under whichever name the server gave it."""
    thought = ask.create(**asking("think", **THINKING))
    message = thought.choices[0].message
    assert message.reasoning
    again = ask.create(**asking("", messages=[*user("think"), message, *user("hi")]))

    assert again.choices[0].message.content == server.hello


@every_server()
def test_reasoning_is_told_apart(ask: Ask, server: Server) -> None:
    """The thinking is in `message.reasoning`, whatever the server calls it; the answer is in `content` alone."""
    message = ask.create(**asking("think", **THINKING)).choices[0].message

    assert (message.reasoning or "").strip() == "Let me work this out."
    assert (message.content or "").strip() == "The answer is 42."


@every_server()
def test_content_parts_and_a_system_message(ask: Ask, server: Server) -> None:
    """Content as a list of parts, after a message of another role."""
    parts = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "hi"}]},
    ]
    assert ask.create(**asking("", messages=parts)).choices[0].message.content == server.hello


@servers_with("script")
def test_characters_in_pieces(ask: Ask, server: Server) -> None:
    """The model writes one byte a token; the characters come whole."""
    assert ask.create(**asking("utf8")).choices[0].message.content == "é日😀"


@servers_with("length")
@pytest.mark.parametrize("limit", ["max_tokens", "max_completion_tokens"])
def test_a_limit_ends_the_answer(ask: Ask, server: Server, limit: str) -> None:
    """The answer that was cut says so."""
    reply = ask.create(**{**asking("long", max_tokens=None), limit: 6})

    (choice,) = reply.choices
    assert (choice.message.content or "").split() == ["one", "two", "three", "four", "five", "one"]
    assert (choice.finish_reason, choice.finish) == ("length", "length")
    assert reply.usage is not None
    assert reply.usage.completion_tokens == 6


@servers_with("stop")
@pytest.mark.parametrize("stop", [" three", [" three", " four"]], ids=["text", "list"])
def test_a_stop_word_ends_the_answer(ask: Ask, server: Server, stop: str | list[str]) -> None:
    """A stop word ends the answer and is not part of it."""
    (choice,) = ask.create(**asking("long", stop=stop)).choices

    assert (choice.message.content or "").split() == ["one", "two"]
    assert choice.finish_reason == "stop"


@servers_with("n")
def test_two_answers(ask: Ask, server: Server) -> None:
    """`n=2` gives two answers, in order."""
    reply = ask.create(**asking("random", n=2, temperature=1, seed=1))

    assert [choice.index for choice in reply.choices] == [0, 1]
    texts = [(choice.message.content or "").split() for choice in reply.choices]
    assert [text[0] for text in texts] == ["and", "and"]


@servers_with("logprobs")
def test_log_probabilities(ask: Ask, server: Server) -> None:
    """Each token with its log probability, its bytes, and the two likeliest."""
    logprobs = ask.create(**asking("hi", logprobs=True, top_logprobs=2)).choices[0].logprobs

    assert logprobs is not None
    tokens = [token for token in logprobs.content or [] if token.token in server.hello]
    assert "".join(token.token for token in tokens) == server.hello
    for token in tokens:
        assert -0.01 < token.logprob <= 0
        assert bytes(token.bytes or []).decode() == token.token
        assert len(token.top_logprobs) == 2
        assert token.top_logprobs[0].token == token.token
        assert token.top_logprobs[1].logprob < token.logprob


@servers_with("grammar")
def test_json_mode(ask: Ask, server: Server) -> None:
    """A grammar makes the model's answer JSON, and it arrives as JSON."""
    (choice,) = ask.create(**asking("hi", response_format={"type": "json_object"})).choices

    assert isinstance(json.loads(choice.message.content or ""), dict)
    assert choice.finish_reason == "stop"


@servers_with("grammar")
def test_json_schema(ask: Ask, server: Server) -> None:
    """The answer has the schema's fields and nothing else."""
    (choice,) = ask.create(**asking("hi", response_format=PICK)).choices

    picked = json.loads(choice.message.content or "")
    assert picked.keys() == {"colour", "sure"}
    assert picked["colour"] in ("red", "green")
    assert isinstance(picked["sure"], bool)


@every_server()
def test_the_raw_reply(options: dict, server: Server) -> None:
    """`with_raw_response` gives status, headers and bytes, and parses to the same answer."""
    with Client(**options) as client:
        raw = client.chat.completions.with_raw_response.create(**asking("hi"))

    assert raw.status_code == 200
    assert raw.headers["content-type"].startswith("application/json")
    assert json.loads(raw.content)["choices"][0]["message"]["content"] == server.hello
    assert raw.parse().choices[0].message.content == server.hello


@every_server()
def test_the_reply_as_it_comes(options: dict, server: Server) -> None:
    """`with_streaming_response` gives the server's own lines."""
    with (
        Client(**options) as client,
        client.chat.completions.with_streaming_response.create(stream=True, **asking("hi")) as reply,
    ):
        assert reply.status_code == 200
        lines = [line for line in reply.iter_lines() if line]

    assert lines[-1] == "data: [DONE]"
    assert json.loads(lines[0].removeprefix("data: "))["object"] == "chat.completion.chunk"


@every_server()
def test_headers_of_a_result(ask: Ask, server: Server) -> None:
    """A result knows its reply's headers, and a stream too."""
    assert ask.create(**asking("hi")).response_headers["content-type"].startswith("application/json")
    assert ask.stream(**asking("hi")).headers["content-type"].startswith("text/event-stream")


@servers_with("request ids")
def test_the_request_id(ask: Ask, server: Server) -> None:
    """The server's id of the call is at hand."""
    reply = ask.create(**asking("hi"))

    assert reply.request_id
    assert reply.request_id == reply.response_headers["x-request-id"]
