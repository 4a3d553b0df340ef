"""Files of a form: opened once for a call, before anything is sent, and read from their start for each attempt."""

from __future__ import annotations

import inspect
import io
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
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
            path = _path(part.name, content)
            name = path.name if name is None else name
            content = self._checked(part.name, self._file(part.name, path))
        return part.name, (_sendable(part.name, name or "upload"), content, part.content_type)

    def _file(self, field: str, path: Path) -> IO[bytes]:
        try:
            return self._ours.enter_context(path.open("rb"))
        except (OSError, ValueError) as error:  # a ValueError: a NUL in the path
            reason = getattr(error, "strerror", None) or error
            raise ConfigurationError(f"{field}: the file {str(path)!r} cannot be read: {reason}") from error

    def _checked(self, field: str, file: Any) -> _Content:
        """The file, or a copy of one that can be read only once. Raises if it cannot be sent."""
        what = f"{field}: the file {_called(file)}"
        if getattr(file, "closed", False):
            raise ConfigurationError(f"{what} is closed")
        if not _gives_bytes(what, file):
            raise TypeError(f"{what} must be open in binary mode, for reading, as by open(path, 'rb')")
        with _reading(what):
            if not (file.seekable() if hasattr(file, "seekable") else hasattr(file, "seek")):
                file = self._copy(file)
            size = file.seek(0, io.SEEK_END)
            size = file.tell() if size is None else size
            file.seek(0)
        if not size:
            raise ConfigurationError(f"{what} is empty: there is nothing to send")
        return _Content(what, file, size)

    def _copy(self, file: Any) -> IO[bytes]:
        """What can be read once, such as a pipe, has to be kept: a second attempt sends it again."""
        import tempfile  # with what it imports it takes longer than this module

        copy = self._ours.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  # it is entered
        while data := file.read(1024 * 1024):
            copy.write(data)
        copy.seek(0)
        return cast("IO[bytes]", copy)


class _Content:
    """An open file of a known size, as the HTTP library reads it.

    It has no `fileno`, by which a file that is decompressed on the way would be measured as it is on the disk. Raises
    ConfigurationError for what reading raises, and if the file has another size than was announced.
    """

    def __init__(self, what: str, file: Any, size: int) -> None:
        self._what = what
        self._file = file
        self._size = size
        self._position = 0

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            return self._size
        with _reading(self._what):
            self._file.seek(offset)
        self._position = offset
        return offset

    def read(self, size: int) -> bytes:
        with _reading(self._what):
            data: bytes = self._file.read(size)
            self._position += len(data)
        if self._position > self._size or (not data and self._position < self._size):
            now = "more" if data else "fewer"
            raise ConfigurationError(
                f"{self._what} changed while it was sent: it had {self._size} bytes, and now has {now}"
            )
        return data


@contextmanager
def _reading(what: str) -> Iterator[None]:
    """Says of which file it is what reading raises, which may be anything: the object can be the user's own."""
    try:
        yield
    except Exception as error:
        raise ConfigurationError(f"{what} cannot be read: {str(error) or type(error).__name__}") from error


def _path(field: str, given: Any) -> Path:
    try:
        return Path(given)
    except TypeError:
        raise TypeError(f"{field}: the path of this {type(given).__name__} is no string") from None


def _sendable(field: str, name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ConfigurationError(
            f"{field}: the name {name!r} holds half a character (a lone surrogate), which UTF-8 cannot hold; "
            "give another by a tuple (name, content)"
        ) from None
    return name


def _gives_bytes(what: str, file: Any) -> bool:
    if isinstance(file, io.TextIOBase):
        return False
    with _reading(what):
        try:
            nothing = file.read(0)
        except io.UnsupportedOperation:  # it is open for writing
            return False
    if inspect.isawaitable(nothing):
        if inspect.iscoroutine(nothing):
            nothing.close()
        raise TypeError(f"{what} is an async one: give its path, its bytes, or a file opened with open(path, 'rb')")
    return isinstance(nothing, bytes)


def _called(file: Any) -> str:
    return repr(getattr(file, "name", None) or type(file).__name__)
