"""What a server says after it deleted a file (OpenAI API reference, delete file)."""

from __future__ import annotations

from typing import Annotated, Literal

from oaicompat.types.base import Result, Text, open_words

__all__ = ["FileDeleted"]


class FileDeleted(Result):
    """A file that is gone."""

    id: Text = ""
    deleted: bool | None = None
    """Whether the file is gone; None if the server does not say."""
    object: Annotated[Literal["file"] | str, open_words] = "file"
