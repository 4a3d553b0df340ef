"""Sounds in place of speech: a tone as long as the text takes to say, which also holds the text to be found again."""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Iterator

__all__ = ["RATE", "duration_of", "in_format", "pieces", "tone", "wav", "words_in"]

#: Samples a second.
RATE = 24_000
#: How long a character takes to say, in seconds.
_PACE = 0.02
_PITCH = 440.0
#: A silent frame of MPEG audio (layer III, 128 kbit/s, 44.1 kHz), and how long it lasts in seconds.
_MP3_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
_MP3_SECONDS = 1152 / 44_100
#: How files of the other formats start; what follows are the samples, which no player knows.
_STARTS = {"opus": b"OggS", "ogg": b"OggS", "flac": b"fLaC", "aac": b"\xff\xf1", "mulaw": b""}


def tone(text: str, speed: float = 1.0) -> bytes:
    """Samples of 16 bits, mono, `RATE` a second, as long as the text takes to say."""
    count = max(1, round(len(text) * _PACE * RATE / speed))
    period = round(RATE / _PITCH)
    one = struct.pack(f"<{period}h", *(round(8000 * math.sin(2 * math.pi * at / period)) for at in range(period)))
    return (one * (count // period + 1))[: 2 * count]


def wav(samples: bytes, text: str) -> bytes:
    """A WAV file of samples, with the text as its comment."""
    comment = text.encode("utf-8", "replace") + b"\0"
    comment += b"\0" * (len(comment) % 2)
    info = b"INFOICMT" + struct.pack("<I", len(comment)) + comment
    chunks = b"".join(
        name + struct.pack("<I", len(data)) + data
        for name, data in (
            (b"fmt ", struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)),
            (b"LIST", info),
            (b"data", samples),
        )
    )
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def in_format(form: str, text: str, speed: float = 1.0) -> bytes:
    """The text as a sound: a tone as wav and pcm, silence as mp3; the others only start as such files do."""
    samples = tone(text, speed)
    if form == "wav":
        return wav(samples, text)
    if form == "mp3":
        return _MP3_FRAME * max(1, round(len(samples) / 2 / RATE / _MP3_SECONDS))
    return _STARTS.get(form, b"") + samples


def pieces(sound: bytes, size: int = 8192) -> Iterator[bytes]:
    """The sound in pieces, as it would be made."""
    for start in range(0, len(sound), size):
        yield sound[start : start + size]


def words_in(sound: bytes) -> str | None:
    """The text that a WAV file has as its comment, None if it has none."""
    start = sound.find(b"INFOICMT", 0, 4096)
    if not sound.startswith(b"RIFF") or start < 0:
        return None
    (size,) = struct.unpack_from("<I", sound.ljust(start + 12, b"\0"), start + 8)
    return sound[start + 12 : start + 12 + size].rstrip(b"\0").decode("utf-8", "replace")


def duration_of(sound: bytes) -> float:
    """How long a sound is, in seconds: of a WAV file its length, of any other that of 128 kbit/s."""
    try:
        with wave.open(io.BytesIO(sound)) as file:
            return float(file.getnframes() / file.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return len(sound) / 16_000
