"""A request as a server's dialect has it: its facts first, then its own rules.

A fact that is unknown changes nothing. With a dialect of which nothing is known, the generous default, a request
passes through after two looks into its body.
"""

from __future__ import annotations

from dataclasses import replace

from oaicompat._wire import CHAT_PATH, Request
from oaicompat.dialects.dialect import GENERIC, Dialect

__all__ = ["outgoing"]


def outgoing(request: Request, dialect: Dialect | None) -> Request:
    """The request that the server understands. Raises ConfigurationError for what it cannot be asked."""
    dialect = dialect or GENERIC
    if request.path == CHAT_PATH and request.body is not None:
        request = _chat(request, dialect)
    for rule in dialect.requests:
        request = rule(request)
    return request


def _chat(request: Request, dialect: Dialect) -> Request:
    body = request.body or {}
    if isinstance(body.get("thinking"), (bool, int)):
        from oaicompat.dialects.thinking import thinking_asked

        body = thinking_asked(dict(body), dialect)
    if dialect.has_chat_facts:
        from oaicompat.dialects.facts import chat_body

        body = chat_body(dict(body), dialect)
    return request if body is request.body else replace(request, body=body)
