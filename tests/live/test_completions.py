"""Text completions, the older route: one text or several, tokens, echo and log probabilities, streams."""

from __future__ import annotations

from typing import Any

import pytest

from .asking import Async, Sync
from .servers import MODEL, Server, only, servers_with

pytestmark = pytest.mark.live
Ask = Sync | Async


def saying(prompt: Any = "Say", **options: Any) -> dict[str, Any]:
    """The keywords of a call whose answer is known in advance."""
    return {"model": MODEL, "prompt": prompt, "max_tokens": 8, "temperature": 0, **options}


@servers_with("completions")
def test_a_text_goes_on(ask: Ask, server: Server) -> None:
    """The text that follows, why it ended, and what it cost."""
    reply = ask(lambda client: client.completions.create(**saying()))

    (choice,) = reply.choices
    assert (choice.text, choice.finish_reason, choice.index) == (server.hello, "stop", 0)
    assert (reply.object, reply.model) == ("text_completion", MODEL)
    assert reply.created > 1_700_000_000
    assert reply.usage is not None
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.usage.total_tokens) == (3, 5, 8)


@servers_with("completions")
@pytest.mark.parametrize("prompt", [["Say", "Do"], [[50, 64], [88]]], ids=["texts", "tokens"])
def test_several_texts_go_on(ask: Ask, server: Server, prompt: Any) -> None:
    """A choice for each, in their order."""
    reply = ask(lambda client: client.completions.create(**saying(prompt)))

    assert [choice.index for choice in reply.choices] == [0, 1]
    assert [choice.text for choice in reply.choices] == [server.hello] * 2


@servers_with("completions")
def test_tokens_go_on(ask: Ask, server: Server) -> None:
    """A prompt may be a list of token ids."""
    reply = ask(lambda client: client.completions.create(**saying([50, 64, 88])))

    assert reply.choices[0].text == server.hello
    assert reply.usage.prompt_tokens == 3


@servers_with("completions")
def test_a_length_limit_ends_it(ask: Ask, server: Server) -> None:
    """And the reply says so."""
    (choice,) = ask(lambda client: client.completions.create(**saying(max_tokens=2))).choices

    assert server.hello.startswith(choice.text)
    assert choice.finish_reason == "length"


@only("vllm")
def test_echo_and_log_probabilities(ask: Ask, server: Server) -> None:
    """The prompt's tokens come before the others; the first has no likelihood."""
    (choice,) = ask(lambda client: client.completions.create(**saying(max_tokens=3, echo=True, logprobs=2))).choices

    assert choice.text == "SayHello from the tiny"
    logprobs = choice.logprobs
    assert logprobs.tokens == ["S", "a", "y", "Hello", " from", " the tiny"]
    assert logprobs.text_offset == [0, 1, 2, 3, 8, 13]
    assert logprobs.token_logprobs[0] is None
    assert logprobs.token_logprobs[-1] == pytest.approx(0, abs=0.01)
    assert len(logprobs.top_logprobs[3]) == 2


@only("llama-server")
def test_log_probabilities_in_the_form_of_chats(ask: Ask, server: Server) -> None:
    """llama.cpp has them so; they are typed as well."""
    (choice,) = ask(lambda client: client.completions.create(**saying(max_tokens=3, logprobs=2))).choices

    content = choice.logprobs.content
    assert [token.token for token in content] == ["Hello", " from", " the tiny"]
    assert [len(token.top_logprobs) for token in content] == [2, 2, 2]


@servers_with("completions")
def test_a_stream(ask: Ask, server: Server) -> None:
    """Its pieces add up to the text; the whole completion has them, the finish and the usage."""
    options = saying(stream=True, stream_options={"include_usage": True})
    chunks, final = ask.followed(lambda client: client.completions.create(**options), "get_final_completion")

    assert "".join(choice.text for chunk in chunks for choice in chunk.choices) == server.hello
    (choice,) = final.choices
    assert (choice.text, choice.finish_reason) == (server.hello, "stop")
    assert (final.usage.prompt_tokens, final.usage.completion_tokens) == (3, 5)


@servers_with("completions")
def test_the_text_of_a_stream(ask: Ask, server: Server) -> None:
    """Piece by piece."""
    pieces = ask.items(lambda client: client.completions.create(**saying(stream=True)), of="text")

    assert "".join(pieces) == server.hello
    assert len(pieces) > 1


@servers_with("completions")
def test_streamed_and_whole_are_the_same(ask: Ask, server: Server) -> None:
    """But for ids, times, and what only one of the two tells."""
    whole = ask(lambda client: client.completions.create(**saying()))
    _, final = ask.followed(lambda client: client.completions.create(**saying(stream=True)), "get_final_completion")

    for one, other in zip(final.choices, whole.choices, strict=True):
        assert (one.index, one.text, one.finish_reason) == (other.index, other.text, other.finish_reason)
    assert (final.object, final.model) == (whole.object, whole.model)


@servers_with("tokens")
def test_several_texts_streamed(ask: Ask, server: Server) -> None:
    """Their pieces come in any order and are told apart by their index. (This LiteLLM loses it.)"""
    options = saying(["Say", "Do"], stream=True)
    chunks, final = ask.followed(lambda client: client.completions.create(**options), "get_final_completion")

    for index in (0, 1):
        pieces = [choice.text for chunk in chunks for choice in chunk.choices if choice.index == index]
        assert "".join(pieces) == final.choices[index].text == server.hello
