"""POST /v1/audio/speech, /transcriptions and /translations: a tone for a text, and for a sound what is said in it.

A WAV file that this server made has its text in it, and is heard as that text; of any other file its name and its
length are told.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from oaicompat.testing import _sound
from oaicompat.testing._check import RequestError, check_known, check_model, json_body, missing, wrong
from oaicompat.testing._multipart import Part, parts_of
from oaicompat.testing._replies import EVENT_STREAM, Response, json_response, sse
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.testing._tokens import ids_of, pieces_of
from oaicompat.types.audio.params import SpeechCreateParams, TranscriptionOptions, TranslationOptions

__all__ = ["speech", "transcription", "translation"]

Json = dict[str, Any]

_KINDS = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
    "ogg": "audio/ogg",
    "mulaw": "audio/basic",
    "raw": "audio/pcm",
}
_FORMATS = ("json", "text", "srt", "verbose_json", "vtt", "diarized_json")
_EXTENSIONS = ("flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "oga", "wav", "webm")
#: The longest text that is spoken, in characters.
_LONGEST = 4096
#: How many words a segment has.
_SEGMENT = 6


# -- speech ------------------------------------------------------------------------------------------------------


def speech(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/audio/speech: a tone, whose length follows from the text."""
    body = {name: value for name, value in json_body(request).items() if value is not None}
    check_known(body, SpeechCreateParams.__annotations__, settings)
    text, form = _input(body), body.get("response_format", "mp3")
    check_model(body.get("model"), settings)
    voice = body.get("voice", "alloy" if not settings.strict else None)
    if not isinstance(voice, str) and not (isinstance(voice, dict) and isinstance(voice.get("id"), str)):
        raise missing("voice") if voice is None else wrong("voice", "a string, or an object with an 'id'")
    if form not in _KINDS:
        raise wrong("response_format", f"one of {', '.join(_KINDS)}")
    speed = body.get("speed", 1)
    if isinstance(speed, bool) or not isinstance(speed, (int, float)) or not 0.25 <= speed <= 4:
        raise wrong("speed", "a number from 0.25 to 4")
    if body.get("stream_format", "audio") not in ("audio", "sse"):
        raise wrong("stream_format", "'audio' or 'sse'")
    sound = _sound.in_format(form, text, speed)
    if body.get("stream_format", "sse" if body.get("stream") is True else "audio") == "sse":
        return Response(sse(_speech_events(sound, text), done=False), 200, EVENT_STREAM)
    return Response(list(_sound.pieces(sound)), 200, {"Content-Type": _KINDS[form]})


def _input(body: Json) -> str:
    text = body.get("input")
    if not isinstance(text, str):
        raise missing("input") if text is None else wrong("input", "a string")
    if not 0 < len(text) <= _LONGEST:
        code = "string_above_max_length" if text else "string_below_min_length"
        message = f"Invalid 'input': it should have 1 to {_LONGEST} characters, but has {len(text)}."
        raise RequestError(message, param="input", code=code)
    return text


def _speech_events(sound: bytes, text: str) -> Iterator[Json]:
    for piece in _sound.pieces(sound):
        yield {"type": "speech.audio.delta", "audio": b64encode(piece).decode()}
    spoken, made = len(pieces_of(text)), len(sound) // 1000 + 1
    usage = {"input_tokens": spoken, "output_tokens": made, "total_tokens": spoken + made}
    yield {"type": "speech.audio.done", "usage": usage}


# -- transcriptions and translations -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heard:
    """What is said in a sound, and how long the sound is, in seconds."""

    text: str
    duration: float
    #: The words, and when each starts and ends.
    words: tuple[tuple[str, float, float], ...]

    @property
    def segments(self) -> list[tuple[str, float, float]]:
        """Some words at a time, and when they start and end."""
        groups = [self.words[start : start + _SEGMENT] for start in range(0, len(self.words), _SEGMENT)]
        return [(" ".join(word for word, _, _ in group), group[0][1], group[-1][2]) for group in groups]

    @property
    def usage(self) -> Json:
        """Token counts, ten for a second of sound."""
        sound, written = round(self.duration * 10), len(pieces_of(self.text))
        details = {"text_tokens": 0, "audio_tokens": sound}
        return {
            "type": "tokens",
            "input_tokens": sound,
            "input_token_details": details,
            "output_tokens": written,
            "total_tokens": sound + written,
        }


def transcription(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/audio/transcriptions: a form with a file, or JSON that holds or names the audio."""
    known = {"file", "model", "response_format", "stream", *TranscriptionOptions.__optional_keys__}
    return _written(request, settings, known, _FORMATS, "transcribe")


def translation(request: RecordedRequest, settings: Settings) -> Response:
    """POST /v1/audio/translations: as a transcription; everything is English already."""
    known = {"file", "model", "response_format", "stream", *TranslationOptions.__optional_keys__}
    return _written(request, settings, known, _FORMATS[:-1], "translate")


def _written(
    request: RecordedRequest, settings: Settings, known: Collection[str], formats: Collection[str], task: str
) -> Response:
    fields, heard = _asked(request, settings)
    check_known(fields, known, settings)
    check_model(_one(fields, "model"), settings)
    form = _one(fields, "response_format", "json")
    if form not in formats:
        raise wrong("response_format", f"one of {', '.join(formats)}")
    if _one(fields, "stream") in (True, "true"):
        return Response(sse(_text_events(heard, by_speaker=form == "diarized_json"), done=False), 200, EVENT_STREAM)
    if form in ("text", "srt", "vtt"):
        text = {"text": f"{heard.text}\n", "srt": _srt(heard), "vtt": _vtt(heard)}[form]
        return Response(text.encode("utf-8", "replace"), 200, {"Content-Type": "text/plain; charset=utf-8"})
    return json_response(_as_json(heard, form, task, fields))


def _asked(request: RecordedRequest, settings: Settings) -> tuple[dict[str, list[Any]], _Heard]:
    """The fields of a request, each with its values, and what its audio says. Raises RequestError."""
    if request.headers.get("content-type", "").startswith("application/json"):
        body = {name: value for name, value in json_body(request).items() if value is not None}
        if not isinstance(body.get("input_audio"), dict):
            raise missing("input_audio")
        fields = {name: value if isinstance(value, list) else [value] for name, value in body.items()}
        return fields, _inline(body["input_audio"], settings)
    fields = {}
    file: Part | None = None
    for part in parts_of(request):
        if part.name == "file" and part.filename is not None:
            file = part
        else:
            fields.setdefault(part.name.removesuffix("[]"), []).append(part.text)
    if file is not None:
        return {"file": [file.filename], **fields}, _in_file(file, settings)
    for name in ("url", "file_url", "file_id"):
        if place := _one(fields, name):
            return fields, _elsewhere(place)
    raise missing("file")


def _one(fields: Mapping[str, list[Any]], name: str, otherwise: Any = None) -> Any:
    """The first value of a field."""
    return next(iter(fields.get(name, ())), otherwise)


def _in_file(file: Part, settings: Settings) -> _Heard:
    if not file.content:
        raise RequestError(f"Invalid '{file.name}': it is empty.", param=file.name, code="invalid_value")
    name = file.filename or ""
    if settings.strict and name.rpartition(".")[2].lower() not in _EXTENSIONS:
        message = f"Invalid file format. Supported formats: {', '.join(_EXTENSIONS)}"
        raise RequestError(message, param="file", code="invalid_value")
    words = _sound.words_in(file.content)
    seconds = _sound.duration_of(file.content)
    return _heard(f"I heard {name}, {seconds:.1f} seconds of it." if words is None else words, seconds)


def _inline(audio: Json, settings: Settings) -> _Heard:
    """What is said in audio that is part of a JSON body, or at its `url`."""
    data, form, url = audio.get("data"), audio.get("format"), audio.get("url")
    if isinstance(url, str) and data is None:
        return _elsewhere(url)
    if not isinstance(data, str) or not isinstance(form, str):
        raise wrong("input_audio", "an object with 'data' and 'format', or with 'url'")
    try:
        content = b64decode(data, validate=True)
    except ValueError:
        raise wrong("input_audio.data", "base64") from None
    return _in_file(Part("input_audio", f"audio.{form}", None, content), settings)


def _elsewhere(place: str) -> _Heard:
    """A sound that this server cannot get: its address is told, and a second for each ten characters of it."""
    return _heard(f"I heard {place}.", len(place) / 10)


def _heard(text: str, duration: float) -> _Heard:
    words = text.split()
    ends = [round(duration * (number + 1) / len(words), 3) for number in range(len(words))]
    return _Heard(text, round(duration, 3), tuple(zip(words, [0.0, *ends], ends, strict=False)))


# -- the forms of a transcript -------------------------------------------------------------------------------------


def _as_json(heard: _Heard, form: str, task: str, fields: Mapping[str, list[Any]]) -> Json:
    if form == "json":
        return {"text": heard.text} if task == "translate" else {"text": heard.text, "usage": heard.usage}
    seconds = {"type": "duration", "seconds": round(heard.duration + 0.5)}
    whole: Json = {"task": task, "duration": heard.duration, "text": heard.text}
    if form == "diarized_json":
        return {**whole, "segments": list(_speakers(heard)), "usage": seconds}
    whole["language"] = "english"
    granularities = fields.get("timestamp_granularities", ["segment"])
    if "segment" in granularities:
        whole["segments"] = [_segment(number, *segment) for number, segment in enumerate(heard.segments)]
    if "word" in granularities:
        whole["words"] = [{"word": word, "start": start, "end": end} for word, start, end in heard.words]
    return whole if task == "translate" else {**whole, "usage": seconds}


def _segment(number: int, text: str, start: float, end: float) -> Json:
    return {
        "id": number,
        "seek": 0,
        "start": start,
        "end": end,
        "text": text,
        "tokens": ids_of(text),
        "temperature": 0.0,
        "avg_logprob": -0.1,
        "compression_ratio": 1.0,
        "no_speech_prob": 0.01,
    }


def _speakers(heard: _Heard) -> Iterator[Json]:
    """The segments, as if two people took turns."""
    for number, (text, start, end) in enumerate(heard.segments):
        speaker = "AB"[number % 2]
        about = {"id": f"seg_{number}", "start": start, "end": end, "text": text, "speaker": speaker}
        yield {"type": "transcript.text.segment", **about}


def _text_events(heard: _Heard, *, by_speaker: bool) -> Iterator[Json]:
    for piece in pieces_of(heard.text):
        yield {"type": "transcript.text.delta", "delta": piece}
    if by_speaker:
        yield from _speakers(heard)
    yield {"type": "transcript.text.done", "text": heard.text, "usage": heard.usage}


def _srt(heard: _Heard) -> str:
    return "".join(
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{text}\n\n"
        for number, (text, start, end) in enumerate(heard.segments, 1)
    )


def _vtt(heard: _Heard) -> str:
    return "WEBVTT\n\n" + "".join(
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n{text}\n\n" for text, start, end in heard.segments
    )


def _clock(seconds: float, point: str) -> str:
    """Hours, minutes, seconds and thousandths."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"
