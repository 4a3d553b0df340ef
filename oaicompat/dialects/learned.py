"""What a client found out about its server by being refused."""

from __future__ import annotations

__all__ = ["REFUSING", "Learned"]

#: Statuses by which a server says that it does not take what was sent.
REFUSING = frozenset({400, 422})


class Learned:
    """The names of the rewrites that the server needs (see `oaicompat.dialects.refusals`). Shared by threads."""

    __slots__ = ("names",)

    def __init__(self) -> None:
        self.names: set[str] = set()
