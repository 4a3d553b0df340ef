"""The collection of servers' habits, replayed through the public API: what each row expects of an ideal client."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

from oaicompat import APIError, Dialect
from oaicompat._http import HTTP, AsyncHTTP
from oaicompat.dialects.dialect import GENERIC
from oaicompat.dialects.table import providers
from oaicompat.dialects.think_tags import with_think_tags

from .bodies import completion
from .played import QUICK_COLOURS, Played, Said, cuts
from .quirk_rows import Row, address, answer_checks, ask, body_of, error_checks, rows

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
    client = wire.client(base_url=base_url, dialect=dialect, max_retries=1)
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
