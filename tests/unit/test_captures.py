"""Replies that real servers sent, replayed at random cuts and compared with a naive reading of their JSON.

A few of them are kept in ``tests/captured``; a larger collection is read where it lies beside the checkout.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from oaicompat import APIError, IncompleteStreamError, Reply
from oaicompat._error_reply import reply_error
from oaicompat.endpoints.chat import chat
from oaicompat.errors import ContextLengthError, status_class

from .streams import SHARED, by_hand, cuts, decoded, final_calls, reply

OWN = Path(__file__).parents[1] / "captured"


def _chats(folder: Path) -> list[Path]:
    """The cases that ask for a chat completion."""
    found = []
    for path in sorted(folder.glob("*/*.json")):
        case = json.loads(path.read_text())
        if case["request"]["path"].endswith("/chat/completions") and case["response"]["status"]:
            found.append(path)
    return found


def _cases() -> list[Any]:
    def case(path: Path) -> str:
        return f"{path.parent.name}/{path.stem}"

    cases: list[Any] = [pytest.param(path, id=f"own:{case(path)}") for path in _chats(OWN)]
    if (SHARED / "captures").is_dir():
        cases += [pytest.param(path, id=case(path)) for path in _chats(SHARED / "captures")]
    else:
        why = "the collection of captures is not beside the checkout (OAICOMPAT_SHARED says where it is)"
        cases.append(pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why)))
    return cases


def _naive_events(body: str) -> list[Any]:
    lines = [line[5:].strip() for line in body.splitlines() if line.startswith("data:")]
    return [line if line == "[DONE]" else json.loads(line) for line in lines]


def _naive_answer(events: list[Any], index: int) -> dict[str, Any]:
    """What the deltas say of one answer, put together in the most simple way."""
    found: dict[str, Any] = {"content": "", "reasoning": "", "finish": None, "calls": {}}
    for event in events:
        for choice in event["choices"] if isinstance(event, dict) and event.get("choices") else []:
            if choice["index"] != index:
                continue
            delta = choice.get("delta") or {}
            found["content"] += delta.get("content") or ""
            found["reasoning"] += delta.get("reasoning_content") or delta.get("reasoning") or ""
            found["finish"] = choice.get("finish_reason") or found["finish"]
            for part in delta.get("tool_calls") or []:
                call = found["calls"].setdefault(part["index"], {"id": None, "name": None, "arguments": ""})
                function = part.get("function") or {}
                call["id"] = call["id"] or part.get("id")
                call["name"] = call["name"] or function.get("name")
                call["arguments"] += function.get("arguments") or ""
    found["calls"] = list(found["calls"].values())
    return found


def _bare(calls: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{name: call[name] for name in ("id", "name", "arguments")} for call in calls]


def _usage(events: list[Any]) -> Any:
    said = [event["usage"] for event in events if isinstance(event, dict) and event.get("usage")]
    return said[-1] if said else None


@pytest.mark.parametrize("path", _cases())
def test_replay(path: Path) -> None:
    """Text, reasoning, tool calls, finish reasons and usage are what a naive reading gives; errors are told."""
    case = json.loads(path.read_text())
    body = path.with_suffix(".body").read_bytes()
    got = reply(body, case["response"]["status"], case["response"]["headers"])
    if got.status_code >= 400:
        return _check_error(got, body, path.stem)
    asked = case["request"]["body"]
    if isinstance(asked, dict) and asked.get("stream"):
        return _check_stream(got, body)
    return _check_whole(got, body)


def _check_error(got: Reply, body: bytes, case: str) -> None:
    error = reply_error(got)
    assert isinstance(error, status_class(got.status_code))
    if case.startswith("err_context"):
        assert isinstance(error, ContextLengthError)
    assert error.status_code == got.status_code
    told = json.loads(body).get("error") if body.lstrip().startswith(b"{") else None
    if isinstance(told, dict) and isinstance(told.get("message"), str):
        assert " ".join(told["message"][:300].split()) in " ".join(error.message.split())
        assert error.body == told


def _check_stream(got: Reply, body: bytes) -> None:
    events = _naive_events(body.decode())
    fails = [event["error"] for event in events if isinstance(event, dict) and event.get("error")]
    whole = "[DONE]" in events or any(_naive_answer(events, at)["finish"] for at in range(2))
    for seed in range(4):
        pieces = cuts(body, seed, longest=600) if seed else [body]
        if fails or not whole:
            with pytest.raises(APIError if fails else IncompleteStreamError) as caught:
                decoded(pieces, to=got)
            partial = caught.value.partial
            text = _naive_answer(events, 0)["content"]
            assert (partial.choices[0].message.content if partial and partial.choices else None) in (text, text or None)
            continue
        chunks, decoder = decoded(pieces, to=got)
        completion = decoder.whole()
        for choice in completion.choices:
            expected = _naive_answer(events, choice.index)
            joined = by_hand(chunks, choice.index)
            assert (choice.message.content or "") == joined["content"] == expected["content"]
            assert (choice.message.reasoning or "") == joined["reasoning"] == expected["reasoning"]
            assert choice.finish_reason == joined["finish"] == expected["finish"]
            assert _bare(final_calls(decoder, choice.index)) == _bare(joined["calls"]) == expected["calls"]
        usage = _usage(events)
        assert (completion.usage.to_dict() if completion.usage else None) == usage
        assert len(chunks) == sum(isinstance(event, dict) for event in events)
        first = next(event for event in events if isinstance(event, dict))
        assert (completion.id, completion.model) == (first["id"], first["model"])


def _check_whole(got: Reply, body: bytes) -> None:
    completion = chat(model="m", messages=[]).parse(got)
    data = json.loads(body)
    assert completion.to_dict() == data, "nothing is lost and nothing is added"
    for choice, raw in zip(completion.choices, data["choices"], strict=True):
        message = raw["message"]
        assert choice.message.content == message.get("content")
        assert choice.message.reasoning == (message.get("reasoning_content") or message.get("reasoning") or None)
        assert choice.finish_reason == raw["finish_reason"]
        calls = [call["function"] for call in message.get("tool_calls") or []]
        assert [call.function.to_dict() for call in choice.message.tool_calls or []] == calls
    assert completion.usage is not None
    assert completion.usage.total_tokens == data["usage"]["total_tokens"]
