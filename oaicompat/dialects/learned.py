"""What a client found out about its server by being refused."""

from __future__ import annotations

__all__ = ["Learned"]


class Learned:
    """The names of the rewrites that the server needs (see `oaicompat.dialects.refusals`). Shared by threads."""

    __slots__ = ("names",)

    def __init__(self) -> None:
        self.names: set[str] = set()
