"""What the facts of a dialect mean for a chat request: each known one chooses a rule."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from oaicompat.dialects.dialect import Dialect
from oaicompat.dialects.rules import (
    BodyRule,
    any_tool,
    developer_as_system,
    message_rule,
    renamed,
    thinking_back_as,
    thinking_in_parts,
    without_thinking,
)

__all__ = ["chat_body"]


def chat_body(body: dict[str, Any], dialect: Dialect) -> dict[str, Any]:
    """The body as the server has it."""
    chosen = _rules(dialect.token_limit, dialect.instructions, dialect.forced_tools, dialect.reasoning_back)
    for rule in chosen:
        body = rule(body)
    return body


@lru_cache(maxsize=256)
def _rules(
    token_limit: str | None, instructions: str | None, forced_tools: object, reasoning_back: object
) -> tuple[BodyRule, ...]:
    found: list[BodyRule] = []
    if token_limit == "max_tokens":
        found.append(renamed("max_completion_tokens", "max_tokens"))
    if token_limit == "max_completion_tokens":
        found.append(renamed("max_tokens", "max_completion_tokens"))
    if instructions == "system":
        found.append(message_rule(developer_as_system))
    if forced_tools == "any":
        found.append(any_tool)
    if reasoning_back is False:
        found.append(message_rule(without_thinking))
    elif reasoning_back == "content_parts":
        found.append(message_rule(thinking_in_parts))
    elif isinstance(reasoning_back, str):
        found.append(message_rule(thinking_back_as(reasoning_back)))
    return tuple(found)
