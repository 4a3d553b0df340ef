"""Bytes cut into pieces of one size, however they come."""

from __future__ import annotations

from collections.abc import Iterator

from oaicompat.errors import ConfigurationError

__all__ = ["Pieces"]


class Pieces:
    """Cuts bytes into pieces of `size`; None leaves them as they come. Raises TypeError or ConfigurationError."""

    def __init__(self, size: int | None) -> None:
        if size is not None and (isinstance(size, bool) or not isinstance(size, int)):
            raise TypeError(f"chunk_size must be a whole number of bytes or None, not {type(size).__name__}")
        if size is not None and size < 1:
            raise ConfigurationError(f"chunk_size must be above 0, got {size}")
        self._size = size
        self._parts: list[bytes] = []
        self._held = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces that `data` completes."""
        if self._size is None:
            if data:
                yield data
            return
        self._parts.append(data)
        self._held += len(data)
        if self._held < self._size:
            return
        data = b"".join(self._parts)
        whole = len(data) - len(data) % self._size
        self._parts = [data[whole:]]
        self._held = len(data) - whole
        for start in range(0, whole, self._size):
            yield data[start : start + self._size]

    def finish(self) -> Iterator[bytes]:
        """The last piece, if there is one."""
        if self._held:
            yield b"".join(self._parts)
