"""Every reply that was captured from real servers, through the public API: asked as it was, and cut in pieces."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oaicompat import APIError, APIStatusError, IncompleteStreamError
from oaicompat.errors import status_class

from .colours import done, each
from .played import QUICK_COLOURS, Played, Said, cuts
from .quirk_rows import SHARED, joined

Json = dict[str, Any]
OWN = Path(__file__).parents[1] / "captured"


@pytest.fixture(params=QUICK_COLOURS)
def wire(request: pytest.FixtureRequest) -> Played:
    return Played(request.param)


def _cases() -> list[Any]:
    found = []
    for place in (OWN, SHARED / "captures"):
        for path in sorted(place.glob("*/*.json")):
            case = json.loads(path.read_text("utf-8"))
            if case["response"]["status"]:  # else the connection broke
                found.append(pytest.param(case, path, id=f"{place.name}:{path.parent.name}/{path.stem}"))
    if not (SHARED / "captures").is_dir():
        why = "the collection of captures is not beside the checkout (OAICOMPAT_SHARED says where it is)"
        found.append(pytest.param(None, None, id="collection", marks=pytest.mark.skip(reason=why)))
    return found


#: How each route is asked with a captured body: what the method wants by name, and the method.
ROUTES: dict[str, tuple[tuple[str, ...], Callable[[Any], Any]]] = {
    "/v1/chat/completions": (("model", "messages", "stream"), lambda client: client.chat.completions.create),
    "/v1/completions": (("model", "prompt", "stream"), lambda client: client.completions.create),
    "/v1/responses": (("model", "input", "stream"), lambda client: client.responses.create),
    "/v1/embeddings": (("model", "input", "encoding_format"), lambda client: client.embeddings.create),
    "/v1/images/generations": (("model", "prompt"), lambda client: client.images.generate),
    "/v1/audio/speech": (("model", "voice", "input"), lambda client: client.audio.speech.create),
    "/v1/moderations": (("model", "input"), lambda client: client.moderations.create),
    "/v1/models": ((), lambda client: client.models.list),
    "/v1/files": ((), lambda client: client.files.list),
    "/v1/batches": ((), lambda client: client.batches.list),
    "/v1/rerank": (("model", "query", "documents"), lambda client: client.rerank),
    "/score": (("model", "text_1", "text_2"), lambda client: client.score),
    "/pooling": (("model", "input"), lambda client: client.pooling),
    "/tokenize": (("prompt", "content", "messages"), lambda client: client.tokenize),
    "/detokenize": (("model", "tokens"), lambda client: client.detokenize),
    "/health": ((), lambda client: client.health),
    "/version": ((), lambda client: client.version),
}


async def _asked(client: Any, request: Json) -> Any:
    path, body = request["path"], request["body"]
    if path not in ROUTES or ("model" in ROUTES[path][0] and "model" not in body):  # as no method asks it
        body = body if isinstance(body, dict) else None
        return await done(client.request(request["method"], path.lstrip("/"), body=body, root=True))
    names, method = ROUTES[path]
    body = dict(body or {})
    named = {name: body.pop(name) for name in names if name in body}
    return await done(method(client)(**named, **({"extra_body": body} if body else {})))


@pytest.mark.parametrize(("case", "path"), _cases())
async def test_a_capture(wire: Played, case: Json, path: Path) -> None:
    """It gives what a naive reading of its JSON gives, whole and in pieces; an error has its status and its words."""
    request, response = case["request"], case["response"]
    body = path.with_suffix(".body").read_bytes()
    client = wire.client(base_url="http://server/v1", api_key="K")
    if response["status"] >= 400:
        await _check_error(wire, client, case, body)
        return
    is_stream = isinstance(request["body"], dict) and request["body"].get("stream") and request["path"] in ROUTES
    sizes: list[int | random.Random] = []
    if is_stream:  # one byte at a time takes an event loop seconds
        sizes = [7, random.Random(path.stem), *([1] if wire.is_sync else [])]
    for pieces in cuts(body, *sizes):
        wire.play(Said(response["status"], _headers(response), pieces))
        if is_stream:
            await _check_stream(await _asked(client, request), body.decode())
        else:
            _check_whole(await _asked(client, request), body)
        assert wire.requests[0].url.path == request["path"].partition("?")[0]
        if isinstance(request["body"], dict):
            assert json.loads(wire.requests[0].content) == request["body"]


def _headers(response: Json) -> dict[str, str]:
    """Those that speak of the body as it is, and not of how it went."""
    left_out = ("transfer-encoding", "content-length", "connection")
    return {name: value for name, value in (response["headers"] or {}).items() if name.lower() not in left_out}


async def _check_error(wire: Played, client: Any, case: Json, body: bytes) -> None:
    request, response = case["request"], case["response"]
    wire.play(Said(response["status"], _headers(response), (body,)))
    asked = request["body"] if isinstance(request["body"], dict) else None
    with pytest.raises(APIStatusError) as caught:
        await done(client.request(request["method"], request["path"].lstrip("/"), body=asked, root=True))
    assert isinstance(caught.value, status_class(response["status"]))
    assert caught.value.status_code == response["status"]
    told = json.loads(body).get("error") if body.lstrip().startswith(b"{") else None
    if isinstance(told, dict) and isinstance(told.get("message"), str):
        assert " ".join(told["message"][:300].split()) in " ".join(caught.value.message.split())


def _check_whole(found: Any, body: bytes) -> None:
    if hasattr(found, "content_type"):  # sound
        assert found.content == body
        return
    try:
        data = json.loads(body)
    except ValueError:
        assert found == body.decode() or found.status == "ok"
        return
    found = found.to_dict() if hasattr(found, "to_dict") else found
    assert _without_nulls(found, data) == _without_nulls(data, data)


def _without_nulls(found: Any, data: Any) -> Any:
    """What was found, but for what is null in the data: that may be read as what it stands for."""
    if isinstance(found, dict) and isinstance(data, dict):
        return {
            name: _without_nulls(one, data.get(name)) for name, one in found.items() if data.get(name, 0) is not None
        }
    if isinstance(found, list) and isinstance(data, list) and len(found) == len(data):
        return [_without_nulls(one, other) for one, other in zip(found, data, strict=True)]
    return found


async def _check_stream(stream: Any, body: str) -> None:
    lines = [line[5:].strip() for line in body.splitlines() if line.startswith("data:")]
    events = [json.loads(line) for line in lines if line != "[DONE]"]
    items: list[Any] = []
    try:
        async for item in each(stream):
            items.append(item)  # noqa: PERF401  # what came before an error counts
    except APIError as error:
        told = isinstance(error, IncompleteStreamError) or any(event.get("error") for event in events)
        assert told
        events = [event for event in events if not event.get("error")]
    if not events or "choices" not in events[0]:
        assert [item.to_dict() for item in items] == events
        return
    choices = [choice for event in events for choice in event["choices"] if choice["index"] == 0]
    if "text" in events[0]["choices"][0]:
        assert "".join(item.choices[0].text for item in items if item.choices) == _said(choices, "text")
        return
    deltas = [choice.get("delta") or {} for choice in choices]
    whole = joined(items)
    assert whole["content"] == _said(deltas, "content")
    assert whole["reasoning"] == _said(deltas, "reasoning_content") or _said(deltas, "reasoning")
    parts = [part for delta in deltas for part in delta.get("tool_calls") or ()]
    arguments = "".join((part.get("function") or {}).get("arguments") or "" for part in parts)
    assert "".join(call[2] for call in whole["calls"]) == arguments
    assert whole["finish"] == next((found for one in reversed(choices) if (found := one.get("finish_reason"))), None)


def _said(pieces: list[Json], name: str) -> str:
    return "".join(piece.get(name) or "" for piece in pieces)
