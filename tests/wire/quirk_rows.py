"""The collection of servers' habits: its rows, how each is asked for, and what it expects of what comes back.

The collection lies beside the checkout; without it its tests are skipped.
"""

from __future__ import annotations

import base64
import json
import os
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oaicompat import (
    APIError,
    APIResponseValidationError,
    IncompleteStreamError,
    InternalServerError,
    QuotaExceededError,
    RateLimitError,
)

from .colours import done, each

__all__ = ["SHARED", "Row", "address", "answer_checks", "ask", "at", "body_of", "error_checks", "rows"]

Row = dict[str, Any]
Checks = dict[str, bool]
SHARED = Path(os.environ.get("OAICOMPAT_SHARED") or Path(__file__).parents[3] / "shared")
MESSAGES = [{"role": "user", "content": "Hi"}]


def rows(wanted: Callable[[Row], bool] = lambda row: True) -> list[Any]:
    """The rows as parameters of a test."""
    file = SHARED / "quirks" / "quirks.jsonl"
    if not file.exists():
        why = "the collection of habits is not beside the checkout (OAICOMPAT_SHARED says where it is)"
        return [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]
    found = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    return [pytest.param(row, id=row["id"]) for row in found if wanted(row)]


def body_of(row: Row) -> bytes:
    """The bytes that the server sends."""
    return base64.b64decode(row["body_b64"]) if row.get("body_b64") else (row["body_bytes"] or "").encode()


# -- asking ------------------------------------------------------------------------------------------------------------

#: The routes that the library knows below a base URL, the longest first.
ROUTES = (
    "/audio/transcriptions", "/audio/speech", "/images/generations", "/images/edits", "/chat/completions",
    "/completions", "/embeddings", "/models", "/responses",
)  # fmt: skip
#: Native routes of vendors, whose replies are served where the library asks for the same thing.
ELSEWHERE = {
    "/embed": "/embeddings",
    "/api/v3/embeddings/multimodal": "/embeddings",
    "/v1/inference/black-forest-labs/FLUX-1-schnell": "/images/generations",
    "/available-models": "/models",
    "/api/tags": "/models",
}


def address(row: Row) -> tuple[str, str]:
    """The base URL below which a row's route is, and the path at which it is asked for."""
    asked: str = row["request_path"].partition("?")[0]
    path = ELSEWHERE.get(asked, asked)
    route = next((route for route in ROUTES if path.endswith(route)), "")
    prefix = path.removesuffix(route) if route else "/v1"
    return f"https://server{prefix}", path


async def ask(client: Any, row: Row, **more: Any) -> Any:
    """What the public API gives for a row: an answer, or what a stream gave and what that adds up to."""
    path = address(row)[1]
    options = {**row.get("request", {}), **more}
    if path.endswith("/chat/completions"):
        return await _chat(client, row, {"messages": MESSAGES, **options})
    if path.endswith("/embeddings"):
        wanted = row["expect"].get("vectors", [[]])
        inputs = ["a"] * len(wanted) if not wanted or isinstance(wanted[0], list) else "a"
        return await done(client.embeddings.create(model="m", **{"input": inputs, **options}))
    if path.endswith("/models"):
        return await done(client.models.list(**options))
    if "/images/" in path:
        if path.endswith("/edits"):
            return await done(client.images.edit(**{"image": b"PNG", "prompt": "p", **options}))
        found = await done(client.images.generate(model="m", prompt="p", stream=row["stream"], **options))
        return [event async for event in each(found)] if row["stream"] else found
    if path.endswith("/transcriptions"):
        return await _transcription(client, row, options)
    if path.endswith("/speech"):
        found = await done(client.audio.speech.create(model="m", voice="v", input="Hi", **options))
        return [event async for event in each(found)] if row["stream"] else found
    if path.endswith("/responses"):
        return await done(client.responses.create(model="m", input="Hi", **options))
    return await _server_route(client, row, path)


async def _chat(client: Any, row: Row, options: dict[str, Any]) -> Any:
    if not row["stream"]:
        return await done(client.chat.completions.create(model="m", **options))
    stream = await done(client.chat.completions.create(model="m", stream=True, **options))
    chunks = [chunk async for chunk in each(stream)]
    whole = await done(stream.get_final_completion())
    assert joined(chunks) == _whole(whole), "the chunks and the whole tell the same"
    return whole


def joined(chunks: list[Any]) -> dict[str, Any]:
    """What everybody writes over chunks: strings are concatenated, calls are found by their index."""
    found: dict[str, Any] = {"content": "", "reasoning": "", "finish": None, "calls": {}}
    for choice in (choice for chunk in chunks for choice in chunk.choices if choice.index == 0):
        found["content"] += choice.delta.content or ""
        found["reasoning"] += choice.delta.reasoning or ""
        found["finish"] = choice.finish_reason or found["finish"]
        for part in choice.delta.tool_calls or []:
            call = found["calls"].setdefault(part.index, ["", "", ""])
            for place, text in enumerate((part.id, part.function.name, part.function.arguments)):
                call[place] += text or ""
    return {**found, "calls": list(found["calls"].values())}


def _whole(completion: Any) -> dict[str, Any]:
    choice = completion.choices[0]
    calls = [[call.id, call.function.name, call.function.arguments] for call in choice.message.tool_calls or []]
    texts = {"content": choice.message.content or "", "reasoning": choice.message.reasoning or ""}
    return {**texts, "finish": choice.finish_reason, "calls": calls}


async def _transcription(client: Any, row: Row, options: dict[str, Any]) -> Any:
    create = client.audio.transcriptions.create
    if not row["stream"]:
        return await done(create(model="m", file=b"RIFF", **options))
    stream = await done(create(model="m", file=b"RIFF", stream=True, **options))
    return [event async for event in each(stream)], await done(stream.get_final_transcription())


async def _server_route(client: Any, row: Row, path: str) -> Any:
    if "/rerank" in path:
        found = client.rerank(model="m", query="q", documents=["a"] * 10, path=path.lstrip("/"), root=True)
    elif path == "/v1/completions":
        found = client.completions.create(model="m", prompt="p")
    elif path == "/v1/score":
        found = client.score(text_1="a", text_2="b", root=False)
    elif path == "/pooling":
        found = client.pooling(input="a")
    elif path == "/tokenize":
        found = client.tokenize(prompt="a")
    elif path in ("/health", "/version"):
        found = getattr(client, path.strip("/"))()
    else:
        found = client.request(row["method"], path.lstrip("/"), root=True)
    return await done(found)


# -- what an answer has to be ------------------------------------------------------------------------------------------


def answer_checks(found: Any, row: Row) -> Checks:
    """Which of a row's expectations an answer meets, by name."""
    expected = {name: value for name, value in row["expect"].items() if name not in ("kind", "note")}
    return _KINDS[row["expect"]["kind"]](found, expected)


def at(data: Any, path: str) -> Any:
    """What stands at a path such as ``usage.cost`` or ``message.annotations[0].type``."""
    for step in path.replace("[", ".").replace("]", "").strip(".").split("."):
        data = data[int(step)] if step.isdecimal() else data[step]
    return data


def _extras(data: Any, wanted: dict[str, Any]) -> bool:
    for path, value in wanted.items():
        found = at(data, path)
        in_words = isinstance(value, str) and "kept" in value
        if found is None if in_words else found != value:
            return False
    return True


def _chat_checks(completion: Any, expected: dict[str, Any]) -> Checks:
    choice = completion.choices[0]
    message, data = choice.message, completion.to_dict()
    inner = {**data, "choice": data["choices"][0], "message": data["choices"][0].get("message")}
    checks: Checks = {}
    for name, value in expected.items():
        if name in ("content", "reasoning"):
            checks[name] = (getattr(message, name) or "") == (value or "")
        elif name == "reasoning_startswith":
            checks[name] = (message.reasoning or "").startswith(str(value))
        elif name == "finish_reason":
            # A server that said nothing is not given a word: the finish is None then.
            checks[name] = choice.finish == (value if choice.finish_reason else None)
        elif name == "finish_reason_raw":
            checks[name] = choice.finish_reason == value
        elif name == "tool_calls":
            checks[name] = _calls(message.tool_calls or [], value)
        elif name == "usage":
            checks[name] = _usage(completion.usage, value)
        elif name == "extra":
            checks[name] = _extras(inner, value)
        elif name in ("id", "created"):
            checks[name] = getattr(completion, name) == value
        elif name == "audio":
            checks[name] = _audio(message.audio, value)
        elif name in ("role", "refusal", "function_call"):
            checks[name] = getattr(message, name) == value
        elif name == "created_datetime":
            checks[name] = str(completion.created_datetime).startswith(value)
        elif name == "derived":
            checks[name] = all(getattr(completion.usage, key) == figure for key, figure in value.items())
        elif name == "model_fallback":
            checks[name] = bool(completion.model)
        else:
            assert name == "only_with_profile", name
    return checks


def _audio(found: Any, wanted: dict[str, Any] | None) -> bool:
    if wanted is None:
        return found is None
    sound = b"".join(base64.b64decode(piece) for piece in wanted["data_b64_pieces"])
    told = (found.id, found.transcript, found.expires_at, base64.b64decode(found.data))
    return told == (wanted["id"], wanted["transcript"], wanted["expires_at"], sound)


def _calls(calls: list[Any], wanted: list[dict[str, Any]]) -> bool:
    ids = [call.id for call in calls]
    generated = [call.id for call, want in zip(calls, wanted, strict=False) if want.get("id_generated")]
    return (
        len(calls) == len(wanted)
        and all(ids)
        and len(set(generated)) == len(generated)
        and all(
            call.id == (want.get("id") or call.id)
            and call.function.name == want["name"]
            and call.function.arguments == want.get("arguments", call.function.arguments)
            for call, want in zip(calls, wanted, strict=True)
        )
    )


def _usage(usage: Any, wanted: dict[str, Any] | None) -> bool:
    if wanted is None or usage is None:
        return usage is wanted
    places = [usage, getattr(usage, "completion_tokens_details", None), getattr(usage, "prompt_tokens_details", None)]
    return all(any(getattr(place, name, None) == value for place in places) for name, value in wanted.items())


def _model_checks(models: Any, expected: dict[str, Any]) -> Checks:
    checks = {"ids": [model.id for model in models.data] == expected["ids"]}
    if "extra" in expected:
        paths = {path.removeprefix("data"): value for path, value in expected["extra"].items()}
        checks["extra"] = _extras(models.to_dict()["data"], paths)
    if "created" in expected:
        checks["created"] = not any(model.created for model in models.data)
    return checks


def _embedding_checks(found: Any, expected: dict[str, Any]) -> Checks:
    wanted = expected["vectors"]
    if wanted and not isinstance(wanted[0], list):  # one vector, NaN in words
        wanted = [[float(number) for number in wanted]]
    checks = {"vectors": repr(found.vectors()) == repr([array("f", vector) for vector in wanted])}
    if "usage" in expected:
        told = found.usage and {name: found.usage.to_dict().get(name) for name in expected["usage"] or ()}
        checks["usage"] = told == expected["usage"]
    return checks


def _image_checks(found: Any, expected: dict[str, Any]) -> Checks:
    checks = {
        f"image {place}": (image.media_type, image.url) == (wanted.get("media_type"), wanted.get("url", image.url))
        and ("b64" not in wanted or image.bytes() == base64.b64decode(wanted["b64"]))
        for place, (image, wanted) in enumerate(zip(found.data, expected["images"], strict=False))
    }
    return {**checks, "extra": _extras(found.to_dict(), expected.get("extra", {}))}


def _transcription_checks(found: Any, expected: dict[str, Any]) -> Checks:
    events: list[Any]
    whole: Any
    events, whole = found if isinstance(found, tuple) else ([], found)
    is_text = isinstance(found, str)
    data = {} if is_text else whole.to_dict()
    checks = {"text": (whole if is_text else whole.text) == expected["text"]}
    if "deltas" in expected:
        checks["deltas"] = [one.delta for one in events if one.type == "transcript.text.delta"] == expected["deltas"]
    if "usage" in expected:
        checks["usage"] = expected["usage"].items() <= (data.get("usage") or {}).items()
    for name in expected.keys() & {"language", "duration"}:
        checks[name] = getattr(whole, name) == expected[name]
    if "words" in expected:
        checks["words"] = len(whole.words) == expected["words"]
    if "segments" in expected:
        segments = expected["segments"]
        checks["segments"] = (whole.segments is None) if segments is None else _segments(whole.segments, segments)
    return {**checks, "extra": _extras(data, expected.get("extra", {}))}


def _segments(found: list[Any], wanted: list[dict[str, Any]]) -> bool:
    return all(want.items() <= one.to_dict().items() for one, want in zip(found, wanted, strict=True))


def _raw_checks(found: Any, expected: dict[str, Any]) -> Checks:
    if "bytes_b64" in expected:
        *deltas, last = found if isinstance(found, list) else [found]
        sound = b"".join(delta.bytes() for delta in deltas) if deltas else last.content
        checks = {"bytes": sound == base64.b64decode(expected["bytes_b64"])}
        if "usage" in expected:
            checks["usage"] = expected["usage"].items() <= last.usage.to_dict().items()
        return checks
    if "returns" not in expected:  # the events of an image
        return {"events": [event.type.rpartition(".")[2] for event in found] == ["partial_image", "completed"]}
    wanted = expected["returns"]
    if isinstance(wanted, str):  # "text", or in words: the health of vLLM
        return {"returns": isinstance(found, str) or found.status == "ok"}
    if isinstance(wanted, list):
        return {"returns": all(want.items() <= one.items() for one, want in zip(found, wanted, strict=True))}
    return {name: _returned(found, name) == value for name, value in wanted.items()}


def _returned(found: Any, name: str) -> Any:
    if name == "results":
        return [[one.index, one.relevance_score] for one in found.results]
    if name == "finish_reason":
        return found.choices[0].finish_reason
    return at(found if isinstance(found, dict) else found.to_dict(), name) if "[" in name else _named(found, name)


def _named(found: Any, name: str) -> Any:
    return found[name] if isinstance(found, dict) else getattr(found, name)


_KINDS: dict[str, Callable[[Any, dict[str, Any]], Checks]] = {
    "chat": _chat_checks,
    "chat_stream": _chat_checks,
    "models": _model_checks,
    "embeddings": _embedding_checks,
    "images": _image_checks,
    "transcription": _transcription_checks,
    "raw": _raw_checks,
}


# -- what an error has to be -------------------------------------------------------------------------------------------

#: The collection's own words for classes that it leaves open.
_OPEN = {
    "StreamTruncatedError": IncompleteStreamError,
    "ResponseValidationError": APIResponseValidationError,
    "StreamError": APIError,
    "APIError": APIError,
    "APIStatusError": APIError,
}


def error_checks(error: APIError, expected: dict[str, Any], attempts: int) -> Checks:
    """Which of a row's expectations an error meets; `attempts` is how often a client asked that may ask twice."""
    checks: Checks = {}
    for name, value in expected.items():
        if name == "raises":
            checks[name] = _is_raised(error, value)
        elif name == "message_contains":
            checks[name] = value in error.message
        elif name in ("status_code", "code", "type", "param"):
            checks[name] = getattr(error, name) == value
        elif name == "retryable":
            checks[name] = value == (attempts > 1 if _failed_at_once(error) else _may_pass(error))
        elif name == "retry_after_seconds":
            in_words = {"date minus now": 30.0, "epoch minus now": 30.0}
            checks[name] = error.retry_after == (in_words.get(value, 86400) if isinstance(value, str) else value)
        elif name in ("partial_content", "partial_reasoning"):
            message = error.partial.choices[0].message
            checks[name] = value == (message.content if name == "partial_content" else message.reasoning)
        elif name == "finish_reason":
            checks[name] = error.partial.choices[0].finish_reason == value
        elif name == "usage":
            checks[name] = _usage(error.partial.usage, value)
        elif name == "extra":
            checks[name] = all(_told(error, path) == wanted for path, wanted in value.items())
        else:
            assert name in ("kind", "note", "call", "wire_present", "wire_absent"), name
    return checks


def _failed_at_once(error: APIError) -> bool:
    return error.response is not None and error.response.status_code >= 400


def _may_pass(error: APIError) -> bool:
    """What a stream tells is raised, never asked again by itself: its class says whether that may help."""
    is_passing = isinstance(error, (RateLimitError, InternalServerError))
    return is_passing and not isinstance(error, QuotaExceededError)


def _told(error: APIError, path: str) -> Any:
    if hasattr(error, path):
        return getattr(error, path)
    # `body` is the inner object where there is one.
    return at(error.body, path.removeprefix("body.").removeprefix("error."))


def _is_raised(error: APIError, wanted: str) -> bool:
    names = [part.partition(" ")[0].partition("(")[0] for part in wanted.split("/")]
    mro = [kind.__name__ for kind in type(error).__mro__]
    return any(name in mro or (name in _OPEN and isinstance(error, _OPEN[name])) for name in names)
