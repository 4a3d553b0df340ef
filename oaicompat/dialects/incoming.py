"""A reply as its server's dialect has it: rules for JSON, before it becomes typed objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from oaicompat._json import parse
from oaicompat._wire import Reply
from oaicompat.dialects.dialect import ChunkRule, Dialect, ReplyRule

__all__ = ["ChunkRules", "whole"]

Json = dict[str, Any]


def whole(reply: Reply, rules: Sequence[ReplyRule]) -> Reply:
    """The reply after the rules; as it is if it is no JSON object."""
    try:
        value = parse(reply.content)
    except ValueError:
        return reply
    if not isinstance(value, dict):
        return reply
    for rule in rules:
        value = rule(value)
    return replace(reply, content=json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


class ChunkRules:
    """The rules of one stream: those for every reply, and those that remember what came before."""

    def __init__(self, dialect: Dialect) -> None:
        self._replies = tuple(rule for rule in dialect.replies if not getattr(rule, "of_messages", False))
        self._streams: tuple[ChunkRule, ...] = tuple(make() for make in dialect.streams)
        #: What each rule lets pass; None if one of them cannot tell.
        asked = [getattr(rule, "passes", None) for rule in self._streams]
        self._passes = None if self._replies or None in asked else cast("list[Callable[[str], bool]]", asked)

    def passes(self, text: str) -> bool:
        """Whether a chunk that is nothing but this text of the first answer comes out of every rule as it is."""
        if self._passes is None:
            return False
        for passes in self._passes:  # noqa: SIM110  # a generator costs more than the loop
            if not passes(text):
                return False
        return True

    def chunk(self, value: Json) -> Json | None:
        """What comes in place of a chunk; None if it is held back."""
        for rule in self._replies:
            value = rule(value)
        return self._through(value, self._streams)

    def finish(self) -> Iterator[Json]:
        """The chunks that are still held back."""
        for place, rule in enumerate(self._streams):
            held = rule.finish()
            if held is not None and (chunk := self._through(held, self._streams[place + 1 :])) is not None:
                yield chunk

    @staticmethod
    def _through(value: Json, rules: Sequence[ChunkRule]) -> Json | None:
        found: Json | None = value
        for rule in rules:
            if found is None:
                return None
            found = rule.chunk(found)
        return found
