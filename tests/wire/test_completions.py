"""Legacy completions over the wire: whole, streamed, cut; and against the stand-in server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oaicompat import APIConnectionError, BadRequestError, NotFoundError
from oaicompat.testing import Server as StandIn
from oaicompat.testing._completions import said
from oaicompat.types.completion import Completion

from .bodies import DONE, chunked, event, head, reply, streamed
from .colours import Wire, done, each, entered, following
from .scripted import CLOSE, Server


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.completions.create(**{"model": "m", "prompt": "Say", **options}))


def answer(text: str = "Hello", *, finish: str | None = "stop", **more: Any) -> dict[str, Any]:
    choice = {"index": 0, "text": text, "logprobs": None, "finish_reason": finish}
    return {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "choices": [choice], **more}


def piece(text: str, **more: Any) -> bytes:
    return event(answer(text, finish=None, **more))


END = event(answer("", finish="stop")) + DONE


async def test_a_completion_is_typed(wire: Wire, server: Server) -> None:
    """And what was asked is what was sent."""
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    server.answer(reply(answer(" hello", usage=usage), 200, "x-request-id: r-1"))
    found = await ask(wire.client(), suffix="!", top_k=3, best_of=2, logprobs=None)
    assert isinstance(found, Completion)
    assert (found.choices[0].text, found.choices[0].finish, found.request_id) == (" hello", "stop", "r-1")
    assert found.usage is not None
    assert found.usage.completion_tokens == 2
    assert server.requests[0].target == "/v1/completions"
    assert json.loads(server.requests[0].body) == {
        "model": "m",
        "prompt": "Say",
        "suffix": "!",
        "top_k": 3,
        "best_of": 2,
    }


async def test_pieces_are_completions(wire: Wire, server: Server) -> None:
    """They come as they are written, and the connection is kept for the next call."""
    server.always(streamed(piece("Hel"), piece("lo"), END))
    client = wire.client()
    for _ in range(3):
        stream = await ask(client, stream=True)
        pieces = [found async for found in each(stream)]
        assert [type(found) for found in pieces] == [Completion] * 3
        assert [found.choices[0].text for found in pieces] == ["Hel", "lo", ""]
    assert server.connections == 1
    assert json.loads(server.requests[0].body)["stream"] is True


@pytest.mark.parametrize("reading", ["text", "final", "both"])
async def test_the_text_and_the_whole(wire: Wire, server: Server, reading: str) -> None:
    """`text()` gives the first answer's; `get_final_completion()` reads what nobody has read."""
    second = event({**answer("", finish=None), "choices": [{"index": 1, "text": "other"}]})
    usage = event({**answer(), "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}})
    server.answer(streamed(piece("Hel"), second, piece("lo"), event(answer("", finish="length")), usage, DONE))
    stream = await ask(wire.client(), stream=True)
    if reading != "final":
        assert [text async for text in each(stream.text())] == ["Hel", "lo"]
    if reading == "text":
        return
    whole = await done(stream.get_final_completion())
    assert [(choice.text, choice.finish) for choice in whole.choices] == [("Hello", "length"), ("other", None)]
    assert whole.usage.total_tokens == 3


async def test_a_cut_stream_raises_with_what_came(wire: Wire, server: Server) -> None:
    """A body that ends in good order before the answer does, and one that breaks off."""
    server.answer(streamed(piece("Hel"), piece("lo")), [streamed(piece("Hel"), end=b""), CLOSE])
    client = wire.client()
    for came in ("Hello", "Hel"):
        stream = await ask(client, stream=True)
        assert (await following(stream)).choices[0].text == "Hel"
        with pytest.raises(APIConnectionError) as caught:
            await done(stream.get_final_completion())
        assert caught.value.partial.choices[0].text == came


async def test_leaving_a_stream_gives_the_connection_back(wire: Wire, server: Server) -> None:
    server.answer([streamed(piece("a"), end=b""), CLOSE])
    async with entered(await ask(wire.client(), stream=True)) as stream:
        assert (await following(stream)).choices[0].text == "a"
    await wire.until(lambda: server.open_connections == 0)


async def test_an_error_in_a_stream(wire: Wire, server: Server) -> None:
    server.answer(streamed(piece("Hel"), event({"error": {"message": "too much", "code": 400}})))
    stream = await ask(wire.client(), stream=True)
    with pytest.raises(BadRequestError, match="too much") as caught:
        await done(stream.get_final_completion())
    assert caught.value.partial.choices[0].text == "Hel"


async def test_a_stream_that_nobody_asked_for(wire: Wire, server: Server) -> None:
    server.answer(streamed(piece("Hel"), piece("lo"), END))
    assert (await ask(wire.client())).choices[0].text == "Hello"


async def test_raw_replies(wire: Wire, server: Server) -> None:
    """As they are, parsed later, or read as they come."""
    body = json.dumps(answer()).encode()
    server.always(
        head(200, "content-type: application/json", "transfer-encoding: chunked") + chunked(body) + b"0\r\n\r\n"
    )
    completions = wire.client().completions
    raw = await done(completions.with_raw_response.create(model="m", prompt="Say"))
    assert (raw.status_code, raw.json()["id"], raw.parse().choices[0].text) == (200, "cmpl-1", "Hello")
    async with entered(completions.with_streaming_response.create(model="m", prompt="Say")) as response:
        assert b"".join([data async for data in each(response.iter_bytes())]) == body


# -- the stand-in server -----------------------------------------------------------------------------------------------


async def test_the_stand_in_completes(wire: Wire) -> None:
    """Streamed and unstreamed are the same: texts, logprobs, reasons, usage; for each prompt, `n` times."""
    with StandIn(strict=True) as stand_in:
        client = wire.client(base_url=stand_in.url)
        tokens = (await done(client.tokenize(prompt="red fox"))).tokens
        for prompt, answers in (("red fox", 2), (["red fox", "blue"], 4), (tokens, 2), ([tokens, tokens], 4)):
            options: Any = {"prompt": prompt, "n": 2, "logprobs": 2, "echo": True, "max_tokens": 30}
            whole = await ask(client, **options)
            stream = await ask(client, stream=True, stream_options={"include_usage": True}, **options)
            added = await done(stream.get_final_completion())
            assert added.choices == whole.choices
            assert added.usage == whole.usage
            assert len(whole.choices) == answers
            first = whole.choices[0]
            assert first.text == "red fox You wrote: red fox"
            assert "".join(first.logprobs.tokens) == first.text
            assert [first.text[place:][:3] for place in first.logprobs.text_offset[:3]] == ["red", " fo", " Yo"]
            assert first.logprobs.token_logprobs[:2] == [None, -0.1]
            assert len(first.logprobs.top_logprobs[1]) == 2
            assert whole.choices[1].text.endswith(" (answer 2)")


async def test_the_stand_in_says_what_it_is_told(wire: Wire) -> None:
    """A text of somebody's own, whole or in pieces."""
    with StandIn() as stand_in:
        stand_in.handle(lambda request: said("Good morning!", request, "length"))
        client = wire.client(base_url=stand_in.url)
        for found in (await ask(client), await done((await ask(client, stream=True)).get_final_completion())):
            assert (found.choices[0].text, found.choices[0].finish) == ("Good morning!", "length")


async def test_the_stand_in_keeps_to_limits(wire: Wire) -> None:
    """Sixteen tokens unless told otherwise, stop words, and the text that comes after."""
    with StandIn() as stand_in:
        client = wire.client(base_url=stand_in.url)
        assert (await ask(client, prompt="one " * 20)).choices[0].finish == "length"
        short = await ask(client, prompt="one two", max_tokens=2)
        assert (short.choices[0].text, short.choices[0].finish, short.usage.completion_tokens) == (
            " You wrote",
            "length",
            2,
        )
        stopped = await ask(client, prompt="one two", stop=["never", " two"])
        assert (stopped.choices[0].text, stopped.choices[0].finish) == (" You wrote: one", "stop")
        assert (await ask(client, prompt="a", suffix="b")).choices[0].text == " between 'a' and 'b' "
        assert (await ask(client, prompt="")).choices[0].text == " Once upon a time."


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"prompt": []}, "prompt"),
        ({"extra_body": {"prompt": 3}}, "prompt"),
        ({"extra_body": {"prompt": None}}, "prompt"),
        ({"max_tokens": "many"}, "max_tokens"),
        ({"n": 0}, "n"),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
        ({"extra_body": {"nonsense": 1}}, "nonsense"),
        ({"prompt": "word " * 50}, "prompt"),
    ],
)
async def test_the_stand_in_refuses(wire: Wire, options: dict[str, Any], param: str) -> None:
    """What is of the wrong type, out of range, unknown, or too long."""
    with StandIn(strict=True, max_model_len=20) as stand_in:
        with pytest.raises(BadRequestError) as caught:
            await ask(wire.client(base_url=stand_in.url), **options)
        assert caught.value.param == param


async def test_the_stand_in_knows_its_models(wire: Wire) -> None:
    with StandIn(models=["base"]) as stand_in:
        client = wire.client(base_url=stand_in.url)
        assert (await ask(client, model="base")).model == "base"
        with pytest.raises(NotFoundError):
            await ask(client)
