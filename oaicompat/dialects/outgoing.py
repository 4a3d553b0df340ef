"""A request as a server's dialect has it: its facts first, then its own rules.

A fact that is unknown changes nothing. With a dialect of which nothing is known, the generous default, a request
passes through after two looks into its body.
"""

from __future__ import annotations

from dataclasses import replace

from oaicompat._wire import Request
from oaicompat.dialects.dialect import Dialect

__all__ = ["CHAT_PATH", "outgoing"]

#: Where chat requests go: rules for chat apply to no others.
CHAT_PATH = "chat/completions"


def outgoing(request: Request, dialect: Dialect) -> Request:
    """The request that the server understands. Raises ConfigurationError for what it cannot be asked."""
    if request.path == CHAT_PATH and request.body is not None:
        request = _chat(request, dialect)
    for rule in dialect.requests:
        request = rule(request)
    return request


def _chat(request: Request, dialect: Dialect) -> Request:
    body = request.body or {}
    if body.get("tools") == []:  # many servers refuse an empty list, and it says nothing
        body = {name: value for name, value in body.items() if name != "tools"}
    if isinstance(body.get("thinking"), (bool, int)):
        from oaicompat.dialects.thinking import thinking_asked

        body = thinking_asked(dict(body), dialect)
    if dialect.has_chat_facts:
        from oaicompat.dialects.facts import chat_body

        body = chat_body(dict(body), dialect)
    return request if body is request.body else replace(request, body=body)
