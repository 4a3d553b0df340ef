"""The collection of servers' habits, replayed through the public API: what each row expects of an ideal client."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

from oaicompat import APIError, CompatibilityWarning, Dialect
from oaicompat._http import HTTP, AsyncHTTP
from oaicompat.dialects.dialect import GENERIC
from oaicompat.dialects.table import providers
from oaicompat.dialects.think_tags import with_think_tags

from .bodies import MESSAGES, completion
from .colours import done
from .played import QUICK_COLOURS, Played, Said, cuts
from .quirk_requests import AZURE_KINDS, CASES, HISTORY_FIELDS, REPLY, REWORDED, Case
from .quirk_rows import Row, address, answer_checks, ask, at, body_of, error_checks, rows

#: When the collection's dates were "now".
NOW = 1795204800.0


@pytest.fixture(params=QUICK_COLOURS)
def wire(request: pytest.FixtureRequest) -> Played:
    return Played(request.param)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(_: float) -> None: ...

    monkeypatch.setattr(HTTP, "sleep", staticmethod(lambda _: None))
    monkeypatch.setattr(AsyncHTTP, "sleep", staticmethod(at_once))
    monkeypatch.setattr(time, "time", lambda: NOW)


_TAGS = "an answer may speak of such tags: nobody's words are taken for thinking unless that was asked for"
#: Rows about what only a dialect does, with the dialect. All others are read with the generous default.
UNDER: dict[str, tuple[Dialect, str]] = {
    "chat-think-tags-in-content": (with_think_tags(providers()["together"]), _TAGS),
    "chat-stream-think-tags-together": (with_think_tags(providers()["together"]), _TAGS),
    "chat-think-tag-unclosed-or-headless": (with_think_tags(GENERIC), "the row says so"),
    "chat-minimax-think-and-base_resp": (providers()["minimax"], "the server's own: `provider=` or its host is enough"),
    "chat-xai-duplicate-reasoning-deltas": (providers()["xai"], "the row says so; `provider=` or its host is enough"),
}

#: Expectations that are not met, by row, and why.
OTHERWISE: dict[str, tuple[set[str], str]] = {
    "chat-model-empty-string": ({"model_fallback"}, "a server that does not name its model is not given words"),
    "retry-hf-ratelimit-draft": ({"retryable"}, "a wait of five minutes is the caller's to decide: raised at once"),
    "retry-absurd-retry-after": ({"retryable"}, "raised at once with retry_after, as the row allows"),
    "aud-text-but-json": ({"usage"}, "who asks for text gets a string, which has no token counts"),
}


def _said(row: Row, pieces: tuple[bytes, ...]) -> Said:
    return Said(row["status"], row["headers"] or {}, pieces)


@pytest.mark.parametrize("row", rows(lambda row: row["expect"]["kind"] != "request" and row["status"] // 100 != 3))
async def test_what_is_read(wire: Played, row: Row) -> None:
    """A row's bytes, in whatever pieces they come, are what it expects, but for what the table above has."""
    base_url, path = address(row)
    dialect, _ = UNDER.get(row["id"], (GENERIC, ""))
    client = wire.client(base_url=base_url, dialect=dialect, max_retries=1, api_key="KEY")
    body = body_of(row)
    pieces = list(cuts(body, 1, 7, random.Random(row["id"]))) if row["stream"] else [(body,)]
    answers: list[Any] = []
    for cut in pieces:
        wire.play(_said(row, cut))
        if row["expect"]["kind"] in ("error", "stream_error"):
            with pytest.raises(APIError) as caught:
                await ask(client, row)
            checks = error_checks(caught.value, row["expect"], len(wire.requests))
            answers.append((type(caught.value), caught.value.message))
        else:
            found = await ask(client, row)
            checks = answer_checks(found, row)
            answers.append(found)
        assert {name for name, holds in checks.items() if not holds} == OTHERWISE.get(row["id"], (set(), ""))[0]
        assert (wire.requests[0].method, wire.requests[0].url.path) == (row["method"], path)
    assert answers[1:] == answers[:-1], "the cut makes no difference"


async def test_a_redirect_is_followed_with_the_body(wire: Played) -> None:
    """A route with a slash too few: asked again where the server says, and nowhere else."""
    (row,) = (found.values[0] for found in rows(lambda row: row["id"] == "err-3xx-redirect"))
    wire.play(_said(row, (b"",)), Said.json(completion("Hello")))
    found = await ask(wire.client(base_url="https://server/v1", api_key="KEY"), row)
    assert found.choices[0].message.content == "Hello"
    first, second = wire.requests
    assert (second.method, second.url.path, second.content) == ("POST", row["headers"]["location"], first.content)


REQUESTS = rows(lambda row: row["expect"]["kind"] == "request")


def _options(row: Row, case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keywords of the client and of the call."""
    call = dict(row["expect"].get("call", {}) if case.call is None else case.call)
    client = {"base_url": address(row)[0], "api_key": "KEY"}
    for name in ("base_url", "default_headers"):
        if name in call:
            client[name] = call.pop(name)
    if "azure_endpoint" in case.client:
        del client["base_url"]
    how = "provider" if isinstance(case.dialect, str) else "dialect"
    call.pop("stream", None)
    return {**client, how: case.dialect, **case.client}, call


async def _asked(client: Any, row: Row, call: dict[str, Any]) -> Any:
    path = address(row)[1]
    if row["area"] == "models":
        return await done(client.models.retrieve(call["model"]))
    if row["id"] == "base-root-vs-v1-endpoints":
        return await done(client.tokenize(prompt="a"))
    if path.endswith("/chat/completions"):
        return await done(client.chat.completions.create(**{"model": "m", "messages": MESSAGES, **call}))
    return await ask(client, row, **call)


_ANSWERS: dict[str, dict[str, Any]] = {
    "embeddings": {"data": [{"index": 0, "embedding": [0.1]}]},
    "images": {"data": [{"url": "https://host/a.png"}]},
    "audio": {"text": ""},
    "models": {"id": "m"},
    "endpoints": {"tokens": []},
}


@pytest.mark.parametrize("row", REQUESTS)
async def test_what_is_sent(wire: Played, row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the dialect of a row's servers exactly what they take reaches them."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project")
    case = CASES.get(row["id"], Case())
    options, call = _options(row, case)
    if "azure_endpoint" in options:
        options.pop("dialect")
        options["kind"] = AZURE_KINDS[wire.is_sync]
    client = wire.client(**options)
    answer = Said.json(completion("Hello") | _ANSWERS.get(row["area"], {}) | {"tokens": []})
    if case.reply is not None:
        wire.play(Said.json({"choices": [{"message": case.reply, "finish_reason": "stop"}]}))
        message = (await _asked(client, row, {})).choices[0].message
        call["messages"] = [message if one is REPLY else one for one in call["messages"]]
    wire.play(answer)
    await _asked(client, row, call)
    (request,) = wire.requests
    _check_present(request, row["expect"].get("wire_present", {}) if case.present is None else case.present)
    for path in row["expect"].get("wire_absent", ()) if case.absent is None else case.absent:
        assert path not in request.headers
        if row["area"] != "auth":
            assert not _holds(json.loads(request.content), path), path


def _check_present(request: Any, wanted: Any) -> None:
    for path, value in wanted.items():
        if path == "headers":
            assert {name: request.headers[name] for name in value} == value
        elif path == "url":
            assert str(request.url) == value
        elif path == "path":
            assert request.url.path == value
        elif path == "form":
            for name, text in value.items():
                assert f'name="{name}"\r\n\r\n{text}\r\n'.encode() in request.content
        else:
            assert at(json.loads(request.content), path) == value


def _holds(body: Any, path: str) -> bool:
    """Whether a body has something at a path; a name alone may be in any message."""
    try:
        at(body, path)
    except (KeyError, IndexError):
        return any(path in message for message in body.get("messages", ()))
    return True


@pytest.mark.parametrize("row", rows(lambda row: row["expect"]["kind"] == "request" and "raises" in row["expect"]))
async def test_what_is_refused(wire: Played, row: Row) -> None:
    """A client that knows nothing of the server shows what the server says, if there are no other words for it."""
    options, call = _options(row, Case(call=_plain(row)))
    client = wire.client(**{**options, "adapt": False})
    wire.play(_said(row, (body_of(row),)))
    with pytest.raises(APIError) as caught:
        await _asked(client, row, call)
    checks = error_checks(caught.value, row["expect"], len(wire.requests))
    assert checks
    assert all(checks.values()), checks
    if row["id"] == "req-max_completion_tokens-only":
        await _check_other_words(wire, row)
        return
    wire.play(_said(row, (body_of(row),)))
    with pytest.raises(type(caught.value)):
        await _asked(wire.client(**options), row, call)
    assert len(wire.requests) == 1


def _plain(row: Row) -> dict[str, Any]:
    """What a row asks, where it is no prose."""
    case = CASES.get(row["id"], Case())
    call = dict(row["expect"]["call"] if case.call is None else case.call)
    if case.reply is not None:
        call["messages"] = [case.reply if one is REPLY else one for one in call["messages"]]
    return call


async def _check_other_words(wire: Played, row: Row) -> None:
    wire.play(_said(row, (body_of(row),)), Said.json(completion("Hello")))
    client = wire.client(base_url=address(row)[0])
    with pytest.warns(CompatibilityWarning, match="max_tokens is sent as max_completion_tokens"):
        await _asked(client, row, row["expect"]["call"])
    first, second = (json.loads(request.content) for request in wire.requests)
    assert (first["max_tokens"], second["max_completion_tokens"]) == (64, 64)
    assert "max_tokens" not in second


@pytest.mark.parametrize("name", HISTORY_FIELDS)
async def test_thinking_goes_back_where_it_is_wanted(wire: Played, name: str) -> None:
    """Whatever field it came in, from whatever server."""
    client = wire.client(provider=name, base_url="https://server/v1", api_key="KEY")
    wire.play(Said.json(completion("Hello")))
    message = {"role": "assistant", "content": "Yes", "reasoning_content": "Hmm."}
    await done(client.chat.completions.create(model="m", messages=[*MESSAGES, message, *MESSAGES]))
    sent = json.loads(wire.requests[0].content)["messages"][1]
    assert sent == {"role": "assistant", **HISTORY_FIELDS[name]}


@pytest.mark.parametrize(
    ("name", "size"), [("openai", 2048), ("perplexity", 512), ("gemini", 100), ("cohere", 96), ("mistral", 32)]
)
def test_limits_of_embeddings_are_known(name: str, size: int) -> None:
    """How many texts one call takes, where a row tells it."""
    assert providers()[name].embedding_batch == size


def test_the_tables_name_rows_that_exist() -> None:
    """A row that was dropped from the collection is dropped from the tables."""
    found = rows()
    ids = {param.id for param in found}
    if ids == {"collection"}:
        pytest.skip("the collection of habits is not beside the checkout")
    assert {*UNDER, *OTHERWISE, *CASES, *REWORDED} <= ids
    assert REWORDED.keys() <= CASES.keys()
    assert len(found) >= 323
