"""The name that an audio file is sent under.

Servers look at a file's extension before they look into it, so that bytes that come without a name are given one
by their first bytes.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, cast

__all__ = ["named"]

#: How the containers start that OpenAI's API takes, the extension and the content type of each.
_CONTAINERS = tuple(
    (re.compile(start, re.DOTALL), extension, kind)
    for start, extension, kind in (
        (rb"RIFF....WAVE", "wav", "audio/wav"),
        (rb"fLaC", "flac", "audio/flac"),
        (rb"OggS", "ogg", "audio/ogg"),
        (rb"\x1aE\xdf\xa3", "webm", "audio/webm"),
        (rb"....ftypM4A", "m4a", "audio/mp4"),
        (rb"....ftyp", "mp4", "audio/mp4"),
        (rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", "mp3", "audio/mpeg"),
    )
)
_HEAD = 16


def named(file: Any) -> Any:
    """The file, with a name and a content type where it has no name and its first bytes tell them."""
    name, content, *rest = file if isinstance(file, tuple) and len(file) > 1 else (None, file)
    start = _start(content) if name is None else b""
    for form, extension, kind in _CONTAINERS:
        if form.match(start):
            return (f"audio.{extension}", content, *(rest or (kind,)))
    return file


def _start(content: Any) -> bytes:
    """The first bytes of what is held in memory and has no name; of other files none."""
    if isinstance(content, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes", content[:_HEAD]))
    if isinstance(content, BytesIO) and not isinstance(getattr(content, "name", None), str):
        return bytes(content.getbuffer()[:_HEAD])
    return b""
