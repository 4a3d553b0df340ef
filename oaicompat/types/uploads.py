"""Files that are sent: what may stand where an endpoint wants one."""

from __future__ import annotations

from os import PathLike
from typing import IO, TypeAlias

__all__ = ["FileContent", "FileInput", "FileTypes"]

FileContent: TypeAlias = "str | PathLike[str] | bytes | IO[bytes]"
"""A path (a string is one), the bytes themselves, or a file that is open for reading in binary mode."""

FileInput: TypeAlias = "FileContent | tuple[str | None, FileContent] | tuple[str | None, FileContent, str | None]"
"""A file, or it with the name and the content type that the server is told."""

FileTypes = FileInput
"""The openai SDK's name."""
