"""From what a user wants answered to an answer, with regard to the request that it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from oaicompat.testing._replies import EVENT_STREAM, Response, chunks, completion, events_of, json_response, sse
from oaicompat.testing._requests import RecordedRequest

__all__ = ["Content", "asked_usage", "completion_head", "response_of", "streamed"]

Content: TypeAlias = str | bytes | Mapping[str, Any] | Iterable[Mapping[str, Any]] | Response
"""What may be answered: text, bytes, a JSON object, the chunks of a stream, or a whole `Response`."""


def response_of(
    content: Content | None,
    request: RecordedRequest,
    status: int,
    headers: Mapping[str, str] | None,
    said: Mapping[str, Any],
) -> Response:
    """The answer that `content` means; `said` are keywords of `completion`."""
    if isinstance(content, Response):
        return content
    if isinstance(content, Mapping):
        return json_response(content, status, headers)
    if isinstance(content, bytes):
        return Response(content, status, _with_kind(headers, _kind_of(content)))
    if content is None or isinstance(content, str):
        return _said(content, request, status, headers, said)
    return Response(sse(content), status, _with_kind(headers, EVENT_STREAM["Content-Type"]))


def streamed(whole: Mapping[str, Any], *, include_usage: bool = False) -> Response:
    """A completion as an event stream."""
    return Response(events_of(sse(chunks(whole, include_usage=include_usage))), 200, EVENT_STREAM)


def completion_head(request: RecordedRequest, body: Mapping[str, Any]) -> dict[str, Any]:
    """What a completion takes from its request."""
    model = body.get("model")
    return {
        "model": model if isinstance(model, str) else "stand-in",
        "id": f"chatcmpl-{request.number}",
        "created": int(request.received_at),
    }


def asked_usage(body: Mapping[str, Any]) -> bool:
    """Whether the request wants token counts at the end of a stream."""
    options = body.get("stream_options")
    return isinstance(options, Mapping) and options.get("include_usage") is True


def _said(
    text: str | None,
    request: RecordedRequest,
    status: int,
    headers: Mapping[str, str] | None,
    said: Mapping[str, Any],
) -> Response:
    if request.path.endswith("/v1/completions"):
        from oaicompat.testing import _completions  # which imports this module

        found = _completions.said(text or "", request, said.get("finish_reason", "stop"))
        return Response(found.body, status, {**found.headers, **(headers or {})})
    if request.path.endswith("/v1/responses"):
        from oaicompat.testing import _responses  # which imports this module

        found = _responses.said(text, request, **said)
        return Response(found.body, status, {**found.headers, **(headers or {})})
    if not request.path.endswith("/chat/completions"):
        return Response((text or "").encode(), status, _with_kind(headers, "text/plain; charset=utf-8"))
    try:
        body = request.json()
    except ValueError:
        body = {}
    if not isinstance(body, dict):
        body = {}
    whole = completion(text, **said, **completion_head(request, body))
    if body.get("stream") is True:
        found = streamed(whole, include_usage=asked_usage(body))
        return Response(found.body, status, {**found.headers, **(headers or {})})
    return json_response(whole, status, headers)


def _kind_of(body: bytes) -> str:
    """A content type for bytes that came without one."""
    start = body.lstrip()[:8]
    if start.startswith((b"data:", b"event:", b"id:", b"retry:", b":")):
        return "text/event-stream; charset=utf-8"
    if start.startswith((b"{", b"[")):
        return "application/json"
    return "text/html; charset=utf-8" if start.startswith(b"<") else "text/plain; charset=utf-8"


def _with_kind(headers: Mapping[str, str] | None, kind: str) -> dict[str, str]:
    given = dict(headers or {})
    if any(name.lower() == "content-type" for name in given):
        return given
    return {"Content-Type": kind, **given}
