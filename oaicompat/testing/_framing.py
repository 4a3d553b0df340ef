"""From an answer to what is done on the socket: bytes to write, moments to wait, the end. Nothing here does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeAlias

from oaicompat.testing._replies import Response, events_of

__all__ = ["Close", "Cut", "Framing", "RawBytes", "Shape", "Step", "Wait", "framed"]


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is written for some seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Close:
    """The connection is closed; with `reset`, by a reset (RST) in place of an orderly end."""

    reset: bool = False


Step: TypeAlias = bytes | Wait | Close


@dataclass(frozen=True, slots=True)
class RawBytes:
    """The very bytes of an answer, each item in a write of its own, with `pause` seconds between two."""

    writes: tuple[bytes, ...]
    close: bool = True
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Cut:
    """Where an answer breaks off: after so many events or bytes of its body; without either, before its first byte."""

    events: int | None = None
    size: int | None = None
    ended: bool = False
    reset: bool = False


@dataclass(slots=True)
class Shape:
    """How an answer is sent: where it stalls (after how many events, None for before the head), where it is cut."""

    stalls: dict[int | None, float] = field(default_factory=dict)
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Framing:
    """What the request allows: whether the connection stays open, chunks may be sent, and a body at all."""

    keep_alive: bool = True
    chunked: bool = True
    with_body: bool = True


def framed(answer: Response | RawBytes, shape: Shape, framing: Framing, extra: str = "") -> Iterator[Step]:
    """The steps of an answer. `extra` is header lines of the server's own."""
    if None in shape.stalls:
        yield Wait(shape.stalls[None])
    cut = shape.cut
    if cut is not None and cut.events is None and cut.size is None:
        yield Close(cut.reset)
        return
    if isinstance(answer, RawBytes):
        yield from _raw(answer, shape)
        return
    body, streams = _pieces(answer, shape)
    if cut is not None:
        body = _until(body, cut)
    if not streams and cut is not None and cut.ended:
        body = whole = tuple(body)  # the length that is promised is that of what is sent
        length = sum(map(len, whole))
    else:
        length = len(answer.body) if isinstance(answer.body, bytes) else 0
    chunked = streams and framing.chunked
    closes = not framing.keep_alive or (streams and not chunked)
    has_body = framing.with_body and answer.status >= 200 and answer.status not in (204, 304)
    head = _head(answer, extra, None if streams else length, chunked=chunked, closes=closes)
    if not has_body:
        yield head
    else:
        yield from _body(head, body, shape, chunked=chunked)
        if cut is not None and not cut.ended:
            yield Close(cut.reset)
            return
        if chunked:
            yield b"0\r\n\r\n"
    if closes:
        yield Close()


def _pieces(answer: Response, shape: Shape) -> tuple[Iterable[bytes], bool]:
    """The pieces of the body, and whether they are streamed."""
    body = answer.body
    if not isinstance(body, bytes):
        return body, True
    kind = next((value for name, value in answer.headers.items() if name.lower() == "content-type"), "")
    if kind.startswith("text/event-stream"):
        return events_of(body), True
    cut = shape.cut
    if cut is not None and cut.size is not None:
        return (body[: cut.size], body[cut.size :]), False
    return (body,), False


def _until(body: Iterable[bytes], cut: Cut) -> Iterator[bytes]:
    left = cut.events if cut.size is None else cut.size
    if not left:
        return
    for piece in body:
        if cut.size is None:
            yield piece
            left -= 1
        else:
            yield piece[:left]
            left -= len(piece)
        if left <= 0:
            return


def _body(head: bytes, body: Iterable[bytes], shape: Shape, *, chunked: bool) -> Iterator[bytes | Wait]:
    """The head goes with the first piece, unless there is a reason to wait between them."""
    waiting = head
    if 0 in shape.stalls or not isinstance(body, (list, tuple)):
        yield head
        waiting = b""
        if 0 in shape.stalls:
            yield Wait(shape.stalls[0])
    for count, piece in enumerate(body, 1):
        if piece:
            yield waiting + (b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            waiting = b""
        if count in shape.stalls:
            yield Wait(shape.stalls[count])
    if waiting:
        yield waiting


def _head(answer: Response, extra: str, length: int | None, *, chunked: bool, closes: bool) -> bytes:
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = "Unknown"
    given = {name.lower() for name in answer.headers}
    lines = [f"HTTP/1.1 {answer.status} {phrase}", *(f"{name}: {text}" for name, text in answer.headers.items())]
    if chunked and "transfer-encoding" not in given:
        lines.append("Transfer-Encoding: chunked")
    elif length is not None and "content-length" not in given and answer.status not in (204, 304):
        lines.append(f"Content-Length: {length}")
    if closes and "connection" not in given:
        lines.append("Connection: close")
    return ("\r\n".join(lines) + f"\r\n{extra}\r\n").encode("latin-1")


def _raw(answer: RawBytes, shape: Shape) -> Iterator[Step]:
    for count, piece in enumerate(answer.writes):
        if count and answer.pause:
            yield Wait(answer.pause)
        if count in shape.stalls:
            yield Wait(shape.stalls[count])
        yield piece
    if answer.close:
        yield Close()
