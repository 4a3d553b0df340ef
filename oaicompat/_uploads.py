"""Files of a form: opened once for a call, before anything is sent, and read from their start for each attempt."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from oaicompat._wire import FilePart
from oaicompat.errors import ConfigurationError

__all__ = ["OpenFile", "opened"]

#: A field's name, and the file's name, its content, and its type (None to guess it by the name).
OpenFile = tuple[str, tuple[str, Any, str | None]]

#: Bytes of an unseekable file that are kept in memory; more of them go to the disk.
_IN_MEMORY = 8 * 1024 * 1024
_NOTHING: AbstractContextManager[tuple[OpenFile, ...]] = nullcontext(())


def opened(parts: Iterable[FilePart]) -> AbstractContextManager[tuple[OpenFile, ...]]:
    """The files of a form, open as long as the context lasts; files that the user opened stay open after it."""
    parts = tuple(parts)
    return _Opened(parts) if parts else _NOTHING


class _Opened:
    def __init__(self, parts: tuple[FilePart, ...]) -> None:
        self._parts = parts
        self._ours = ExitStack()

    def __enter__(self) -> tuple[OpenFile, ...]:
        try:
            return tuple(self._open(part) for part in self._parts)
        except BaseException:
            self._ours.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ours.close()

    def _open(self, part: FilePart) -> OpenFile:
        content = part.content
        name = part.filename
        if isinstance(content, bytes):
            if not content:
                raise ConfigurationError(f"{part.name} is empty: there is nothing to send")
        elif hasattr(content, "read"):
            if name is None and isinstance(own := getattr(content, "name", None), str):
                name = Path(own).name
            content = self._checked(part.name, content)
        else:
            path = Path(content)
            name = path.name if name is None else name
            content = self._checked(part.name, self._file(part.name, path))
        return part.name, (name or "upload", content, part.content_type)

    def _file(self, field: str, path: Path) -> IO[bytes]:
        try:
            return self._ours.enter_context(path.open("rb"))
        except (OSError, ValueError) as error:  # a ValueError: a NUL in the path
            reason = getattr(error, "strerror", None) or error
            raise ConfigurationError(f"{field}: the file {str(path)!r} cannot be read: {reason}") from error

    def _checked(self, field: str, file: Any) -> Any:
        """The file, or a copy of one that can be read only once. Raises if it cannot be sent."""
        if getattr(file, "closed", False):
            raise ConfigurationError(f"{field}: the file {_called(file)} is closed")
        if not _gives_bytes(file):
            raise TypeError(
                f"{field}: the file {_called(file)} must be open in binary mode, for reading, as by open(path, 'rb')"
            )
        try:
            if not (file.seekable() if hasattr(file, "seekable") else hasattr(file, "seek")):
                file = self._copy(file)
            size = file.seek(0, io.SEEK_END)
            size = file.tell() if size is None else size
            file.seek(0)
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"{field}: the file {_called(file)} cannot be read: {error}") from error
        if not size:
            raise ConfigurationError(f"{field}: the file {_called(file)} is empty: there is nothing to send")
        return file

    def _copy(self, file: Any) -> IO[bytes]:
        """What can be read once, such as a pipe, has to be kept: a second attempt sends it again."""
        import tempfile  # with what it imports it takes longer than this module

        copy = self._ours.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  # it is entered
        while data := file.read(1024 * 1024):
            copy.write(data)
        copy.seek(0)
        return cast("IO[bytes]", copy)


def _gives_bytes(file: Any) -> bool:
    try:
        return not isinstance(file, io.TextIOBase) and isinstance(file.read(0), bytes)
    except io.UnsupportedOperation:  # it is open for writing
        return False


def _called(file: Any) -> str:
    return repr(getattr(file, "name", None) or type(file).__name__)
