"""Moderations: ``POST /moderations`` (OpenAI API reference, create moderation)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, result
from oaicompat._encode import json_request
from oaicompat._wire import Call, Reply
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
    return Call(json_request("moderations", named, options, ModerationOptions.__optional_keys__), _verdicts)


def _verdicts(reply: Reply) -> ModerationCreateResponse:
    # Some servers give one verdict for all of several texts: how many there are is for the caller to see.
    found = result(ModerationCreateResponse, reply)
    if not found.results:
        raise not_what_was_asked(reply, "moderation", missing=" (it has no results)")
    for verdict in found.results:
        verdict._settle()
    return found
