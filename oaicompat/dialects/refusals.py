"""What to send instead when a server refuses a request and names what it refuses: a table, and nothing but the table.

Each row says which words of the server mean it, what the request has to hold for it to apply, and the rewrite. The
lossless ones ask for the same thing in other words; the lossy ones ask for less, and are used only if they were allowed
to. A refusal that names nothing of the kind is an error, as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from oaicompat._error_reply import reply_error, said_by
from oaicompat._wire import Reply
from oaicompat.dialects.learned import REFUSING, Learned
from oaicompat.dialects.rules import developer_as_system, message_rule, plain_messages, renamed

__all__ = ["REFUSALS", "Refusal", "applied", "rewritten"]

Json: TypeAlias = dict[str, Any]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


_UNKNOWN = (
    r"unsupported|not (?:yet )?support|n't support|unavailable|not available|unknown|unrecogni[sz]ed"
    r"|unexpected (?:keyword|argument|parameter|field|propert)|not permitted|not allowed"
    r"|extra[ _](?:inputs|fields?|forbidden)|cannot find field|no longer"
)
#: What says that an option is not known at all: a value that is too large or too small is another matter.
_NO_OPTION = _words(_UNKNOWN)
#: What says that a value is not among those that are known.
_NO_VALUE = _words(rf"{_UNKNOWN}|(?:must|should) be|one of|invalid (?:value|type|role)|not (?:a )?valid|unexpected")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that servers refuse, and what says the same or less."""

    name: str
    #: What the server's words must name, and what they must say of it.
    names: re.Pattern[str]
    says: re.Pattern[str]
    #: Gives the other body, or None if the body holds nothing of the kind.
    rewrite: Callable[[Json], Json | None]
    #: What is done, in the words of a warning.
    done: str
    #: How the parameter begins that the server says it is about, if it says one.
    param: str
    lossless: bool = True


def _option_renamed(before: str, after: str) -> Callable[[Json], Json | None]:
    rename = renamed(before, after)
    return lambda body: rename(body) if before in body and after not in body else None


_developer = message_rule(developer_as_system)


def _as_system(body: Json) -> Json | None:
    roles = {message.get("role") for message in plain_messages(body.get("messages")) if isinstance(message, dict)}
    return _developer(body) if "developer" in roles else None


def _without_usage(body: Json) -> Json | None:
    options = body.get("stream_options")
    if not isinstance(options, dict) or "include_usage" not in options:
        return None
    kept = {name: value for name, value in cast("Json", options).items() if name != "include_usage"}
    rest = {name: value for name, value in body.items() if name != "stream_options"}
    return {**rest, "stream_options": kept} if kept else rest


def _any_json(body: Json) -> Json | None:
    form = body.get("response_format")
    is_schema = isinstance(form, dict) and cast("Json", form).get("type") == "json_schema"
    return {**body, "response_format": {"type": "json_object"}} if is_schema else None


def _free_choice(body: Json) -> Json | None:
    choice = body.get("tool_choice")
    is_forced = isinstance(choice, dict) or choice in ("required", "any")
    return {**body, "tool_choice": "auto"} if is_forced else None


REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "max_tokens",
        _words(r"^(?!.*unsupported value).*\bmax_tokens\b"),
        _NO_OPTION,
        _option_renamed("max_tokens", "max_completion_tokens"),
        "max_tokens is sent as max_completion_tokens",
        "max_tokens",
    ),
    Refusal(
        "max_completion_tokens",
        _words(r"^(?!.*unsupported value).*max_completion_tokens"),
        _NO_OPTION,
        _option_renamed("max_completion_tokens", "max_tokens"),
        "max_completion_tokens is sent as max_tokens",
        "max_completion_tokens",
    ),
    Refusal(
        "developer", _words(r"\bdeveloper\b"), _NO_VALUE, _as_system, "the role developer is sent as system", "messages"
    ),
    Refusal(
        "include_usage",
        _words(r"stream_options|include_usage"),
        _NO_OPTION,
        _without_usage,
        "stream_options.include_usage is not sent",
        "stream_options",
    ),
    Refusal(
        "json_schema",
        _words(r"^(?!.*invalid (?:json )?schema).*(?:json_schema|response_format)"),  # the user's own mistake
        _NO_VALUE,
        _any_json,
        "any JSON object is asked for in place of one that fits the schema",
        "response_format",
        lossless=False,
    ),
    Refusal(
        "tool_choice",
        _words(r"^(?!.*not found).*tool[_ ]choice"),  # likewise: no tool has that name
        _NO_VALUE,
        _free_choice,
        "the tool is no longer forced: the model may answer in words",
        "tool_choice",
        lossless=False,
    ),
)


def applied(body: Json, learned: Learned, *, lossy: bool) -> Json:
    """The body as the server takes it, as far as its refusals told."""
    for refusal in REFUSALS:
        if refusal.name in learned.names and (refusal.lossless or lossy):
            body = refusal.rewrite(body) or body
    return body


def rewritten(body: Json, reply: Reply, *, lossy: bool) -> tuple[Json, Refusal] | None:
    """What to send in place of a body that was refused, and why; None if the refusal names nothing that is known."""
    if reply.status_code not in REFUSING:
        return None
    param = reply_error(reply).param or ""
    words = f"{said_by(reply)} {param}"
    for refusal in REFUSALS:
        if param and not param.removeprefix("body.").startswith(refusal.param):
            continue  # it is about something else, whatever names the words hold
        if (refusal.lossless or lossy) and refusal.names.search(words) and refusal.says.search(words):
            changed = refusal.rewrite(body)
            if changed is not None:
                return changed, refusal
    return None
