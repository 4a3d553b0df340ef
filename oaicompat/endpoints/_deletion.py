"""What a server says after it deleted something."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from oaicompat._decode import not_what_was_asked, parsed_object, read_object, with_reply
from oaicompat._json import as_object
from oaicompat._wire import Reply
from oaicompat.types.base import Result

__all__ = ["deletion"]

R = TypeVar("R", bound=Result)


def deletion(kind: type[R], deleted_id: str) -> Callable[[Reply], R]:
    """How a reply is read that tells of the end of `deleted_id`; a server that says nothing (204) has done it."""

    def read(reply: Reply) -> R:
        fields = as_object(parsed_object(reply)) if reply.content.strip() else {"id": deleted_id, "deleted": True}
        if not {"id", "deleted", "object"} & fields.keys():
            raise not_what_was_asked(reply, kind.__name__)
        return with_reply(read_object(kind, fields), reply)

    return read
