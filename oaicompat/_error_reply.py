"""From an error's body, whatever its shape, to one of our errors with the server's own words.

The shapes are those of real servers: OpenAI's ``{"error": {...}}``, a bare string there (vLLM's 401, xAI), a list
around it (Gemini), FastAPI's ``detail``, flat objects (old vLLM, DashScope, Mistral), envelopes (Cloudflare,
MiniMax's ``base_resp``), JSON inside a string, an event of a stream, a web page, plain text, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from oaicompat._json import as_list, as_object, as_text, parse
from oaicompat._limits import retry_after
from oaicompat._wire import Reply
from oaicompat.errors import APIError, APIStatusError, amend, scalar

__all__ = ["body_error", "error_from", "reply_error", "said_by", "summary", "words_of"]

#: The statuses that codes and types in words stand for, in a stream or a body that came with success.
STATUS_WORDS = {
    "invalid_request_error": 400,
    "context_length_exceeded": 400,
    "content_filter": 400,
    "content_policy_violation": 400,
    "data_inspection_failed": 400,
    "DataInspectionFailed": 400,
    "authentication_error": 401,
    "invalid_api_key": 401,
    "permission_error": 403,
    "not_found_error": 404,
    "model_not_found": 404,
    "rate_limit_error": 429,
    "rate_limit_exceeded": 429,
    "insufficient_quota": 429,
    "server_error": 500,
    "internal_error": 500,
    "internal_server_error": 500,
    "api_error": 500,
    "overloaded_error": 529,
    "service_unavailable": 503,
}
#: The server's words are cut to this many characters.
_LONGEST = 2000
# None of these reads beyond the next angle bracket, so that a page of megabytes is read once.
_TITLE = re.compile(r"<title[^<>]*>\s*([^<\s][^<]*)", re.IGNORECASE)
_HEADING = re.compile(r"<h1[^<>]*>\s*([^<\s][^<]*)", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_EVENT_DATA = re.compile(r"^data:[ ]?(.*)$", re.MULTILINE)
#: Where an object says what is wrong, the most telling first.
_WORDS = (
    "message", "detail", "errors", "msg", "error_msg", "error_message", "err", "status_msg", "Message", "reason",
    "title", "description",
)  # fmt: skip
_DEEPEST = 6


def reply_error(reply: Reply) -> APIStatusError:
    """The error that a reply with an error status tells."""
    body = _body_of(reply)
    return _status_error(reply.status_code, reply, body, words_of(body) or _empty(reply))


def said_by(reply: Reply) -> str:
    """The server's own words in a reply with an error status; empty if there are none."""
    return words_of(_body_of(reply)) or ""


def body_error(body: Any, reply: Reply) -> APIError | None:
    """The error that a body tells although the status says success; None if it tells none.

    A numeric code from 400 to 599 in the body decides the class.
    """
    words = _told(as_object(body))
    if words is None:
        return None
    status = _status_in(body) or reply.status_code
    return _status_error(status, reply, body, words)


def error_from(body: Any, reply: Reply, status: int | None = None) -> APIError:
    """The error of an event that is known to be one, such as a stream's ``event: error``."""
    words = words_of(body) or "the server did not say why"
    return _status_error(status or _status_in(body) or reply.status_code, reply, body, words)


def _status_error(status: int, reply: Reply, body: Any, words: str) -> APIStatusError:
    inner = _inner(body)
    fields = as_object(inner) or as_object(body)
    code = fields.get("code")
    details = (
        [f"code {_cut(str(code))}"] if code not in (None, "", "None", status) and isinstance(code, (str, int)) else []
    )
    text = summary(reply, f"{words}", details, status=status)
    from oaicompat._error_kinds import error_class  # its patterns are compiled when there is an error

    kind = error_class(status, code, fields.get("type"), words)
    error = kind(text, response=reply, body=body if inner is None else inner)
    amend(error, status_code=status)
    error.retry_after = retry_after(reply.headers, reply.received_at, reply.content)
    _take_fields(error, as_object(body))
    return error


def _take_fields(error: APIError, body: dict[str, Any]) -> None:
    """`code`, `param` and `type` from the places where servers put them beside the usual one."""
    fields = as_object(error.body)
    first = as_object(next(iter(as_list(body.get("errors"))), None))
    base = as_object(body.get("base_resp"))
    if error.code is None:
        candidates = (first.get("code"), base.get("status_code"), body.get("code"), body.get("error_code"))
        error.code = next((code for one in candidates if (code := scalar(one)) is not None), None)
    if error.type is None:
        error.type = as_text(fields.get("error_type")) or as_text(fields.get("status")) or as_text(body.get("type"))
    if error.param is None and as_text(body.get("param")) != "None":
        error.param = as_text(body.get("param"))
    if error.request_id is None:
        error.request_id = as_text(body.get("request_id"))


def summary(reply: Reply, words: str, details: Iterable[str] = (), *, status: int | None = None) -> str:
    """One line: method, URL, status, the server's words, request id and attempts."""
    status = reply.status_code if status is None else status
    phrase = f"{status}"
    if status == reply.status_code:
        phrase = f"{status} {_phrase(status)}".rstrip()
    notes = list(details)
    if reply.request_id:
        notes.append(f"request id {reply.request_id}")
    notes.append("1 attempt" if reply.attempts == 1 else f"{reply.attempts} attempts")
    return f"{reply.method} {reply.url}: {phrase}: {words} ({', '.join(notes)})"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _empty(reply: Reply) -> str:
    return "the reply has no body" if not reply.content.strip() else "the server did not say why"


def _body_of(reply: Reply) -> Any:
    """The body as JSON if it is JSON, whatever its content type says, else as text."""
    text = reply.text.strip()
    for candidate in (text, *_EVENT_DATA.findall(text)):
        try:
            return parse(candidate)
        except ValueError:
            continue
    return text or None


def words_of(body: Any, depth: int = 0) -> str | None:
    """What a body says is wrong, None if it says nothing."""
    if depth > _DEEPEST:
        return None
    if isinstance(body, str):
        return _from_text(body, depth)
    if isinstance(body, list):
        found = [words for item in body[:5] if (words := words_of(item, depth + 1))]
        return _cut("; ".join(found)) or None
    if not isinstance(body, dict):
        return None
    fields = as_object(body)
    inner = words_of(fields.get("error"), depth + 1) if fields.get("error") else None
    if inner:
        return inner
    if isinstance(fields.get("loc"), list) and as_text(fields.get("msg")):  # one entry of FastAPI's `detail`
        return _cut(f"{'.'.join(str(step) for step in fields['loc'])}: {fields['msg']}")
    for name in _WORDS:
        if words := words_of(fields.get(name), depth + 1):
            return _with_cause(words, fields)
    for name in ("header", "response", "base_resp"):
        if words := words_of(fields.get(name), depth + 1):
            return words
    return None


def _with_cause(words: str, fields: dict[str, Any]) -> str:
    """OpenRouter says "Provider returned error" and keeps the provider's words in the metadata."""
    raw = words_of(as_object(fields.get("metadata")).get("raw"), 1)
    return _cut(f"{words}: {raw}") if raw and raw not in words else words


def _from_text(text: str, depth: int) -> str | None:
    text = text.strip()
    if not text:
        return None
    if text[0] in '{["':
        try:
            return words_of(parse(text), depth + 1) or _cut(text)
        except ValueError:
            return _cut(text)
    if text[0] == "<":
        found = _TITLE.search(text) or _HEADING.search(text)
        text = found.group(1) if found else _TAG.sub(" ", text)
    return _cut(" ".join(text.split())) or None


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}... ({len(text)} characters)"


def _inner(body: Any) -> Any:
    """The object that holds the details: what stands under `error`, in a list or not."""
    if isinstance(body, list) and body:
        return _inner(body[0])
    inner = as_object(body).get("error")
    if isinstance(inner, dict):
        nested = as_object(inner).get("error")
        return nested if isinstance(nested, dict) else inner
    return None


def _told(body: dict[str, Any]) -> str | None:
    """The words of an error in a body that came with success; None if the body tells no error."""
    if error := body.get("error"):
        if words := words_of(error):
            return words
        if error is True or any(as_object(error).values()):  # a code or a type, and no words
            return "the server did not say why"
    if body.get("choices"):
        return None
    base = as_object(body.get("base_resp"))  # MiniMax: 0 is success
    if base.get("status_code"):
        return words_of(base) or f"status code {base['status_code']}"
    told = body.get("object") in ("error", "Error") or body.get("type") == "error" or body.get("success") is False
    flat = (
        "code" in body
        and body["code"] not in (None, 0, "0", 200, "200")
        and (as_text(body.get("message")) or as_text(body.get("msg")))
    )
    detail = "detail" in body and "object" not in body
    if told or flat or detail or body.get("errors") or body.get("error_code") or body.get("error_msg"):
        return words_of(body)
    return None


def _status_in(body: Any) -> int | None:
    """An HTTP status that the body gives: in a code that is one, or under the names that servers use."""
    outer, inner = as_object(body), as_object(_inner(body))
    for fields in (inner, outer):
        for name in ("status_code", "http_status_code", "code", "status"):
            value = fields.get(name)
            if isinstance(value, str) and len(value) == 3 and value.isdecimal():
                value = int(value)
            if isinstance(value, int) and not isinstance(value, bool) and 400 <= value <= 599:
                return value
    for fields in (inner, outer):
        for name in ("code", "type"):
            value = fields.get(name)
            if isinstance(value, str) and (status := STATUS_WORDS.get(value)):
                return status
    return None
