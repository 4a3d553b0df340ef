"""The arguments of `files.create` as one dictionary."""

from typing_extensions import Required

from oaicompat.types.files import ExpiresAfter, FileCreateOptions, FilePurpose
from oaicompat.types.uploads import FileInput

__all__ = ["ExpiresAfter", "FileCreateParams"]


class FileCreateParams(FileCreateOptions, total=False):
    """What `files.create(**params)` takes."""

    file: Required[FileInput]
    """A path, the bytes, an open file, or a tuple ``(name, content)``."""

    purpose: Required[FilePurpose | str]
    """What the file is for."""
