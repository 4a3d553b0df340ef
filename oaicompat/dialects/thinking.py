"""One spelling for thinking, turned into each server's own.

`thinking=True` and `False` switch it, a number is its budget in tokens. A server that takes only an effort gets the
effort that a budget of this size stands for; a server of which it is unknown how it is asked is not guessed at.
"""

from __future__ import annotations

from typing import Any

from oaicompat.dialects.dialect import Dialect
from oaicompat.errors import ConfigurationError

__all__ = ["thinking_asked"]

Json = dict[str, Any]

#: Up to how many tokens a budget is a low and a medium effort.
_LOW, _MEDIUM = 2048, 8192


def thinking_asked(body: Json, dialect: Dialect) -> Json:
    """The body with its `thinking` (a bool or a number of tokens) as the server has it. Raises ConfigurationError."""
    body = dict(body)
    asked: bool | int = body.pop("thinking")
    if asked is not True and asked is not False and asked < 0:
        raise ConfigurationError(f"thinking must be True, False or a number of tokens above 0, not {asked}")
    budget = None if isinstance(asked, bool) or asked == 0 else asked
    spell = _SPELLINGS.get(dialect.reasoning_in or "")
    if spell is None:
        if dialect.reasoning_in is False and not asked:
            return body
        known = "takes no such wish" if dialect.reasoning_in is False else "is unknown"
        raise ConfigurationError(
            f"thinking={asked!r}: how {dialect.title or 'this server'} is asked to think {known}. Say which server it "
            "is, Client(provider=...), or write the server's own keyword, such as reasoning_effort, enable_thinking or "
            "chat_template_kwargs"
        )
    return spell(body, bool(asked), budget)


def _effort(body: Json, on: bool, budget: int | None) -> Json:
    effort = "medium" if on else "none"
    if budget is not None:
        effort = "low" if budget <= _LOW else "medium" if budget <= _MEDIUM else "high"
    return {"reasoning_effort": effort, **body}


def _enable_thinking(body: Json, on: bool, budget: int | None) -> Json:
    more = {} if budget is None else {"thinking_budget": budget}
    return {"enable_thinking": on, **more, **body}


def _template(body: Json, on: bool, budget: int | None) -> Json:
    given = body.get("chat_template_kwargs")
    more = {} if budget is None else {"thinking_budget": budget}
    kwargs = {"enable_thinking": on, **more, **(given if isinstance(given, dict) else {})}
    return {**body, "chat_template_kwargs": kwargs}


def _object(body: Json, on: bool, budget: int | None) -> Json:
    more = {} if budget is None else {"budget_tokens": budget}
    return {**body, "thinking": {"type": "enabled" if on else "disabled", **more}}


def _reasoning(body: Json, on: bool, budget: int | None) -> Json:
    given = body.get("reasoning")
    wish = {"enabled": on} if budget is None else {"max_tokens": budget}
    return {**body, "reasoning": {**wish, **(given if isinstance(given, dict) else {})}}


_SPELLINGS = {
    "reasoning_effort": _effort,
    "enable_thinking": _enable_thinking,
    "chat_template_kwargs": _template,
    "thinking": _object,
    "reasoning": _reasoning,
}
