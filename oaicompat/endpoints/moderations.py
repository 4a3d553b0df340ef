"""Moderations: ``POST /moderations`` (OpenAI API reference, create moderation)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, result
from oaicompat._encode import json_request
from oaicompat._error_reply import summary
from oaicompat._json import as_list
from oaicompat._wire import Call, Reply
from oaicompat.errors import APIResponseValidationError
from oaicompat.types.moderations import ModerationCreateResponse, ModerationOptions

if TYPE_CHECKING:
    from oaicompat.types.moderations import ModerationInput

__all__ = ["moderation"]


def moderation(*, input: ModerationInput, **options: Unpack[ModerationOptions]) -> Call[ModerationCreateResponse]:
    """Verdicts on texts and images. `options` are the keys of `ModerationOptions`."""
    if isinstance(input, (bytes, bytearray, Mapping)) or not isinstance(input, Iterable):
        kind = type(input).__name__
        raise TypeError(f"input must be a string, or a list of strings or of parts, not {kind}; write input=[...]")
    named = {"input": input if isinstance(input, str) else list(input)}
    request = json_request("moderations", named, options, ModerationOptions.__optional_keys__)
    return Call(request, partial(_verdicts, wanted=_inputs((request.body or {}).get("input"))))


def _inputs(given: object) -> int:
    """How many inputs a request has at least: parts in a list are one."""
    items = as_list(given)
    return len(items) if items and all(isinstance(item, str) for item in items) else 1


def _verdicts(reply: Reply, *, wanted: int) -> ModerationCreateResponse:
    found = result(ModerationCreateResponse, reply)
    if not found.results:
        raise not_what_was_asked(reply, "moderation", missing=" (it has no results)")
    if (have := len(found.results)) < wanted:
        words = f"the reply has {have} result{'' if have == 1 else 's'} for {wanted} inputs"
        raise APIResponseValidationError(reply, message=summary(reply, words))
    for verdict in found.results:
        verdict._settle()
    return found
