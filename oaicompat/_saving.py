"""Bytes to a file: written beside it and put in its place at the end, so that a failure leaves nothing half done."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from typing_extensions import Self

from oaicompat.errors import ConfigurationError

if TYPE_CHECKING:
    from os import PathLike

__all__ = ["Saving", "save"]

#: Bytes that are gathered before they are written.
_ENOUGH = 1024 * 1024


class Saving:
    """A file in the making. Give it bytes by `add`, and call `flush` when it is `full`."""

    def __init__(self, path: str | PathLike[str]) -> None:
        try:
            self._path = Path(path)
        except TypeError:
            raise TypeError(f"path must be a string or a path, not {type(path).__name__}") from None
        self.size = 0
        self._parts: list[bytes] = []
        self._gathered = 0
        self._file: IO[bytes] | None = None
        # What is no plain file (a pipe, a device) has nothing to be put in its place.
        self._in_place = self._path.exists() and not self._path.is_file()
        self._made = self._path if self._in_place else self._path.with_name(f"{self._path.name}.part")

    def __enter__(self) -> Self:
        try:
            self._file = self._made.open("wb")
        except OSError as error:
            raise ConfigurationError(f"{str(self._path)!r} cannot be written: {error.strerror or error}") from error
        return self

    def add(self, data: bytes) -> None:
        """Keeps bytes to be written."""
        self._parts.append(data)
        self._gathered += len(data)

    @property
    def full(self) -> bool:
        """Whether so much was gathered that it should be written."""
        return self._gathered >= _ENOUGH

    def flush(self) -> None:
        """Writes what was gathered. Raises ConfigurationError if the disk refuses."""
        assert self._file is not None  # noqa: S101  # entered before
        try:
            for part in self._parts:
                self._file.write(part)
        except OSError as error:
            raise ConfigurationError(f"{str(self._path)!r} cannot be written: {error.strerror or error}") from error
        self.size += self._gathered
        self._parts.clear()
        self._gathered = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._file is not None  # noqa: S101  # entered before
        try:
            if kind is None:
                self.flush()
        except BaseException as told:
            self._end(told)
            raise
        self._end(error)

    def _end(self, error: BaseException | None) -> None:
        assert self._file is not None  # noqa: S101  # entered before
        self._file.close()
        if self._in_place:
            return
        if error is None:
            self._made.replace(self._path)
        else:
            self._made.unlink(missing_ok=True)


def save(path: str | PathLike[str], content: bytes) -> int:
    """Writes bytes to a file and gives their number. Raises ConfigurationError if that cannot be done."""
    with Saving(path) as file:
        file.add(content)
    return file.size
