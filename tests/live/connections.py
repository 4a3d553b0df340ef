"""Counts the connections that this process opens, through the interpreter's own audit events."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import urlsplit


class Connections:
    """The connections to one port since the count began."""

    _watching: ClassVar[list[Connections]] = []
    _hooked: ClassVar[bool] = False

    def __init__(self, port: int | None) -> None:
        self._port = port
        self.opened = 0

    @classmethod
    @contextmanager
    def watched(cls, base_url: str) -> Iterator[Connections]:
        """Counts the connections to the server of this URL."""
        if not cls._hooked:  # a hook stays for as long as the process lives
            sys.addaudithook(cls._audit)
            cls._hooked = True
        counted = cls(urlsplit(base_url).port)
        cls._watching.append(counted)
        try:
            yield counted
        finally:
            cls._watching.remove(counted)

    @classmethod
    def _audit(cls, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            for counted in cls._watching:
                counted.opened += arguments[1][1] == counted._port
