"""Keys stay out of everything that is shown or stored, also when a server repeats them."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from typing import Any

import pytest

from oaicompat import APIError, ConfigurationError, Timeout

from .bodies import MESSAGES, chunk, completion, event, reply, sse, streamed
from .colours import Wire, done, each, entered
from .scripted import CLOSE, Hold, Request, Server, free_port

KEY = "sk-proj-4f9a8b7c6d5e"


def echo(request: Request) -> str:
    """All that a server knows of a request, as careless ones put it into their errors."""
    return json.dumps([request.target, request.headers, request.body.decode()])


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(model="m", messages=MESSAGES, **options))


def assert_hidden(error: BaseException, secret: str = KEY) -> None:
    """Wherever one might look at an error, the secret is not there."""
    places = {
        "str": str(error),
        "repr": repr(error),
        "args": repr(error.args),
        "traceback": "".join(traceback.format_exception(error)),
        "attributes": repr(vars(error)),
        "pickle": pickle.dumps(error).decode("latin-1"),
        "copy": repr(vars(copy.copy(error))),
    }
    if isinstance(error, APIError) and error.response is not None:
        places["text"] = error.response.text
        places["headers"] = repr(error.response.headers)
        places["partial"] = repr(error.partial)
    assert [name for name, text in places.items() if secret in text] == []


async def failure(client: Any, *, consume: bool = False, **options: Any) -> APIError:
    with pytest.raises(APIError) as caught:
        answer = await ask(client, **options)
        if consume:
            async for _ in each(answer):
                pass
    return caught.value


@pytest.mark.parametrize("status", [400, 401, 500, 307])
@pytest.mark.parametrize("stream", [False, True])
async def test_a_server_that_repeats_the_key_in_its_refusal(
    wire: Wire, server: Server, status: int, stream: bool
) -> None:
    """In its words, in every field, in a header, in the body's raw bytes."""
    server.answer(
        lambda request: reply(
            {"error": {"message": f"Bad key {KEY}", "code": KEY, "param": KEY, "type": KEY, "sent": echo(request)}},
            status,
            f"x-echo: Bearer {KEY}",
            f"x-request-id: r-{KEY}",
            f"location: http://other.invalid/?key={KEY}",
        )
    )
    error = await failure(wire.client(api_key=KEY), stream=stream)
    assert KEY in (server.requests[0].header("authorization") or "")
    assert error.status_code == status
    error.request_id = None
    assert_hidden(error)


async def test_a_request_id_that_holds_the_key(wire: Wire, server: Server) -> None:
    server.answer(reply({"error": "no"}, 400, f"x-request-id: r-{KEY}"))
    assert_hidden(await failure(wire.client(api_key=KEY)))


@pytest.mark.parametrize("as_function", [False, True])
async def test_a_server_that_repeats_the_key_in_a_success(wire: Wire, server: Server, as_function: bool) -> None:
    """An error with status 200, and a reply that is none."""
    server.answer(reply({"error": {"message": f"Bad key {KEY}"}}), reply(f"<p>{KEY}</p>".encode(), kind="text/html"))
    client = wire.client(api_key=(lambda: KEY) if as_function else KEY)
    assert_hidden(await failure(client))
    assert_hidden(await failure(client))


async def test_a_server_that_repeats_the_key_in_a_raw_response(wire: Wire, server: Server) -> None:
    server.always(reply({"error": {"message": f"Bad key {KEY}"}}))
    client = wire.client(api_key=KEY)
    raw = await done(client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES))
    with pytest.raises(APIError) as caught:
        raw.parse()
    assert_hidden(caught.value)


async def test_a_server_that_repeats_the_key_in_a_streaming_response(wire: Wire, server: Server) -> None:
    server.always(reply({"error": {"message": f"Bad key {KEY}"}}))
    create = wire.client(api_key=KEY).chat.completions.with_streaming_response.create
    async with entered(create(model="m", messages=MESSAGES)) as response:
        with pytest.raises(APIError) as caught:
            await done(response.parse())
    assert_hidden(caught.value)


@pytest.mark.parametrize("as_function", [False, True])
@pytest.mark.parametrize("body", ["error", "event", "junk", "cut"])
async def test_a_server_that_repeats_the_key_in_a_stream(
    wire: Wire, server: Server, body: str, as_function: bool
) -> None:
    bodies = {
        "error": event({"error": {"message": f"Bad key {KEY}", "code": 401}}),
        "event": f"event: error\ndata: Bad key {KEY}\n\n".encode(),
        "junk": b"data: {" + KEY.encode() + b"\n\n",
        "cut": b"",
    }
    server.answer([streamed(chunk("a"), bodies[body]), CLOSE])
    client = wire.client(api_key=(lambda: KEY) if as_function else KEY)
    assert_hidden(await failure(client, consume=True, stream=True))


async def test_keys_under_other_names_are_hidden_too(wire: Wire, server: Server) -> None:
    """A key among the client's own headers or query values is a key."""
    server.always(lambda request: reply({"error": {"message": echo(request)}}, 400))
    for options in (
        {"default_headers": {"api-key": KEY}},
        {"default_headers": {"Authorization": f"Bearer {KEY}"}},
        {"default_query": {"key": KEY}},
        {"base_url": f"{server.url}?api_key={KEY}"},
    ):
        assert_hidden(await failure(wire.client(**options)))


async def test_a_key_that_was_given_to_one_call_is_hidden_too(wire: Wire, server: Server) -> None:
    server.always(lambda request: reply({"error": {"message": echo(request)}}, 400))
    client = wire.client()
    assert_hidden(await failure(client, extra_headers={"Authorization": f"Bearer {KEY}"}))
    assert_hidden(await failure(client, extra_headers={"api-key": KEY}))
    assert_hidden(await failure(client, extra_query={"key": KEY}))


async def test_errors_without_a_reply_hold_no_key(wire: Wire, server: Server) -> None:
    hold = Hold()
    server.answer([hold], [CLOSE])
    client = wire.client(api_key=KEY, default_query={"key": KEY})
    assert_hidden(await failure(client, timeout=Timeout(5, read=0.05)))
    hold.release()
    assert_hidden(await failure(client))
    assert_hidden(await failure(wire.client(api_key=KEY, base_url=f"http://127.0.0.1:{free_port()}/v1")))


def test_a_client_does_not_show_its_key(wire: Wire) -> None:
    client = wire.client(api_key=KEY, default_headers={"api-key": KEY}, default_query={"key": KEY})
    for shown in (client, client.with_options(max_retries=1), client.chat, client.chat.completions, client.models):
        assert KEY not in repr(shown)
        assert KEY not in str(shown)


async def test_a_result_and_a_stream_do_not_show_the_key(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()), streamed(sse("a")))
    client = wire.client(api_key=KEY)
    answer = await ask(client)
    assert KEY not in repr(answer)
    assert KEY not in pickle.dumps(answer).decode("latin-1")
    stream = await ask(client, stream=True)
    assert KEY not in repr(stream)
    await done(stream.get_final_completion())


async def test_a_key_that_cannot_be_sent_is_not_shown(wire: Wire, server: Server) -> None:
    for key in (f"{KEY}\nX-Evil: 1", f"{KEY}é"):
        with pytest.raises(ConfigurationError) as caught:
            wire.client(api_key=key)
        assert_hidden(caught.value)
        with pytest.raises(ConfigurationError) as caught:
            await ask(wire.client(api_key=lambda key=key: key))
        assert_hidden(caught.value)
    assert server.connections == 0


async def test_the_log_tells_each_attempt_and_no_secret(
    wire: Wire, server: Server, caplog: pytest.LogCaptureFixture, waits: list[float]
) -> None:
    """Method, URL, status, milliseconds, attempt; no key, no query, no body, neither asked nor answered."""
    caplog.set_level(logging.DEBUG, logger="oaicompat")
    server.answer(
        lambda request: reply({"error": {"message": echo(request)}}, 503),
        reply(completion("ANSWER", usage=f"odd {KEY}")),
        lambda request: reply({"error": {"message": echo(request)}}, 400),
        streamed(sse("ANSWER")),
    )
    client = wire.client(api_key=KEY, max_retries=1, default_query={"key": KEY}, default_body={"user": "BODY"})
    await ask(client)
    await failure(client)
    await done((await ask(client, stream=True)).get_final_completion())
    ours = [record for record in caplog.records if record.name.startswith("oaicompat")]
    text = "\n".join(record.getMessage() for record in ours)
    for secret in (KEY, "BODY", "ANSWER", "Hi"):
        assert secret not in text
    first = next(record.getMessage() for record in ours)
    for part in ("POST", f"{server.url}/chat/completions", "503", " ms", "attempt 1"):
        assert part in first
    assert "attempt 2" in text
    assert "trying again in" in text
    assert len(waits) == 1


async def test_nothing_is_logged_at_the_level_that_programs_have(
    wire: Wire, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="oaicompat")
    server.answer(reply(completion(usage="odd")), reply({"error": "no"}, 400))
    await ask(wire.client())
    await failure(wire.client())
    assert [record for record in caplog.records if record.name.startswith("oaicompat")] == []
