"""Keeping keys out of everything that is shown, also when a server repeats them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from oaicompat._wire import Headers, Reply
from oaicompat.errors import APIError, amend
from oaicompat.types.base import Result

__all__ = ["hide", "scrub"]

E = TypeVar("E", bound=APIError)
_MASK = "***"


def _is_secret(text: str) -> bool:
    """Placeholders that local servers are given ("EMPTY", "ollama", "none") are words, and no secrets."""
    return len(text) >= 6 and not (text.isalpha() and len(text) < 16)


def hide(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret masked."""
    for secret in secrets:
        if secret in text and _is_secret(secret):
            text = text.replace(secret, _MASK)
    return text


def scrub(error: E, secrets: Iterable[str]) -> E:
    """The error, its secrets masked: in the message, the body, and the reply that it carries."""
    secrets = tuple(secret for secret in secrets if _is_secret(secret))
    if not secrets:
        return error
    error.message = hide(error.message, secrets)
    error.args = tuple(hide(arg, secrets) if isinstance(arg, str) else arg for arg in error.args)
    error.body = _hidden(error.body, secrets)
    for name in ("code", "param", "type", "request_id"):
        setattr(error, name, _hidden(getattr(error, name), secrets))
    if isinstance(error.response, Reply):
        amend(error, response=_hidden_reply(error.response, secrets))
    if isinstance(error.partial, Result) and error.partial._reply is not None:
        error.partial._reply = _hidden_reply(error.partial._reply, secrets)
    return error


def _hidden(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return hide(value, secrets)
    if isinstance(value, dict):
        return {_hidden(key, secrets): _hidden(item, secrets) for key, item in value.items()}
    if isinstance(value, list):
        return [_hidden(item, secrets) for item in value]
    return value


def _hidden_reply(reply: Reply, secrets: tuple[str, ...]) -> Reply:
    content = reply.content
    raw = reply.headers.raw
    for secret in secrets:
        content = content.replace(secret.encode(), _MASK.encode())
        raw = tuple((name, value.replace(secret.encode(), _MASK.encode())) for name, value in raw)
    return replace(reply, content=content, headers=Headers(raw))
