"""The parts of a form that was sent as ``multipart/form-data`` (RFC 7578, RFC 2046).

The body is cut at its boundary by `bytes.find`, so that a file of many megabytes is looked at once and copied once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import unquote

from oaicompat.testing._check import RequestError
from oaicompat.testing._requests import RecordedRequest

__all__ = ["Part", "parts_of"]

#: What may follow a delimiter: the mark of the last one, or the end of the line, after white space that nobody needs.
_AFTER = re.compile(rb"--|[ \t]*\r\n")
#: What browsers and HTTP libraries write in a quoted name for what may not stand there.
_ESCAPED = re.compile(r'\\([\\"])|%(22|[01][0-9A-Fa-f])')


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a form, or a file: then it has a filename."""

    name: str
    filename: str | None = None
    content_type: str | None = None
    content: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """The content as text. Raises RequestError if it is not UTF-8."""
        try:
            return self.content.decode()
        except UnicodeDecodeError:
            raise RequestError(f"Invalid form: '{self.name}' is not UTF-8.", param=self.name) from None


def parts_of(request: RecordedRequest) -> list[Part]:
    """The parts of a request's form, in their order. Raises RequestError if the body is no form, or is not complete."""
    kind = Message()
    kind["Content-Type"] = request.headers.get("content-type", "")
    boundary = kind.get_boundary()
    if kind.get_content_type() != "multipart/form-data":
        shown = request.headers.get("content-type") or "nothing"
        raise RequestError(f"The body must be multipart/form-data, but the Content-Type is {shown}.")
    if not boundary:
        raise RequestError("The Content-Type multipart/form-data needs a boundary.")
    return [_part(request.body, start, end) for start, end in _spans(request.body, boundary.encode("latin-1"))]


def _spans(body: bytes, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Where each part starts and ends."""
    delimiter = b"\r\n--" + boundary
    # The first delimiter may stand at the body's very start, where no line ends before it.
    at = -2 if body.startswith(delimiter[2:]) else body.find(delimiter)
    start = None
    while at != -1:
        after = _AFTER.match(body, at + len(delimiter))
        if after is None:  # a longer word that starts like the boundary: it belongs to the content
            at = body.find(delimiter, at + 2)
            continue
        if start is not None:
            yield start, at
        if after.group() == b"--":
            return
        # The line end after a delimiter may be that of the next one: then the part is empty, without even headers.
        start = after.end()
        at = body.find(delimiter, start - 2)
    raise RequestError("Invalid form: it ends before its last boundary.", code="invalid_form")


def _part(body: bytes, start: int, end: int) -> Part:
    split = body.find(b"\r\n\r\n", start - 2, end)  # from the line before: a part may have no headers
    if split < 0:
        raise RequestError("Invalid form: a part has no blank line after its headers.", code="invalid_form")
    headers = _headers(body[start:split])
    disposition, parameters = _parameters(headers.get("content-disposition", ""))
    if disposition != "form-data" or "name" not in parameters:
        raise RequestError(
            "Invalid form: a part needs the header 'Content-Disposition: form-data; name=...'.", code="invalid_form"
        )
    return Part(parameters["name"], parameters.get("filename"), headers.get("content-type"), body[split + 4 : end])


def _headers(block: bytes) -> dict[str, str]:
    """The headers of a part: names in lower case, values as UTF-8, which is what clients send there."""
    found: dict[str, str] = {}
    for line in re.split(r"\r\n(?![ \t])", block.decode("utf-8", "replace")):
        name, _, value = line.partition(":")
        found[name.strip().lower()] = value.strip()
    return found


_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))')


def _parameters(value: str) -> tuple[str, dict[str, str]]:
    """The word that a header's value starts with, and its parameters; ``filename*`` wins over ``filename``."""
    found: dict[str, str] = {}
    extended: dict[str, str] = {}
    for name, quoted, bare in _PARAMETER.findall(value):
        if name.endswith("*"):
            charset, _, encoded = bare.partition("'")
            extended[name[:-1].lower()] = unquote(encoded.partition("'")[2], charset or "utf-8", "replace")
        else:
            found[name.lower()] = bare or _ESCAPED.sub(_unescaped, quoted)
    return value.partition(";")[0].strip().lower(), {**found, **extended}


def _unescaped(escape: re.Match[str]) -> str:
    return escape.group(1) or chr(int(escape.group(2), 16))
