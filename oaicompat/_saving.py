"""Bytes to a file: written beside it and put in its place at the end, so that a failure leaves nothing half done."""

from __future__ import annotations

from contextlib import suppress
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
#: How many files may be in the making for one path at a time, those of processes that were killed included.
_MOST = 1000
#: What of a file's mode says who may do what with it.
_MODE = 0o7777


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
        self._made: Path | None = None  # None for what is written in its place

    def __enter__(self) -> Self:
        try:
            if self._path.is_symlink():
                self._path = self._path.resolve()  # the link stays
            # What is no plain file (a pipe, a device) has nothing to be put in its place.
            if self._path.exists() and not self._path.is_file():
                self._file = self._path.open("wb")
            else:
                self._made, self._file = _beside(self._path)
                with suppress(OSError):  # there is no old file, or no modes on this disk
                    self._made.chmod(self._path.stat().st_mode & _MODE)
        except (OSError, ValueError) as error:  # a ValueError: a NUL in the path
            raise self._refused(error) from error
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
            raise self._refused(error) from error
        self.size += self._gathered
        self._parts.clear()
        self._gathered = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        is_there = False
        try:
            if kind is None:
                self.flush()
                self._put_in_place()
                is_there = True
        finally:
            if not is_there:
                self._give_up()

    def _put_in_place(self) -> None:
        assert self._file is not None  # noqa: S101  # entered before
        try:
            self._file.close()  # what a disk has no room for may be told only now
            if self._made is not None:
                self._made.replace(self._path)
        except OSError as error:
            raise self._refused(error) from error

    def _give_up(self) -> None:
        assert self._file is not None  # noqa: S101  # entered before
        with suppress(OSError):
            self._file.close()
        if self._made is not None:
            with suppress(OSError):
                self._made.unlink(missing_ok=True)

    def _refused(self, error: Exception) -> ConfigurationError:
        reason = getattr(error, "strerror", None) or error
        return ConfigurationError(f"{str(self._path)!r} cannot be written: {reason}")


def _beside(path: Path) -> tuple[Path, IO[bytes]]:
    """A new file next to `path` that nobody else writes: two may save to one path at a time, and the last one wins."""
    for number in range(_MOST):
        made = path.with_name(f"{path.name}.part{number or ''}")
        with suppress(FileExistsError):
            return made, made.open("xb")
    raise FileExistsError(f"there are {_MOST} unfinished files beside it")


def save(path: str | PathLike[str], content: bytes) -> int:
    """Writes bytes to a file and gives their number. Raises ConfigurationError if that cannot be done."""
    with Saving(path) as file:
        file.add(content)
    return file.size
