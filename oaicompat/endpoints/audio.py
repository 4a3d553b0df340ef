"""Speech and its transcription: ``POST /audio/speech``, ``/audio/transcriptions`` and ``/audio/translations``.

Source: OpenAI API reference, audio. A transcription is asked for by a form; with `input_audio` by JSON, as OpenRouter
has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from typing_extensions import Unpack

from oaicompat._audio_file import named
from oaicompat._binary import BinaryDecoder, binary
from oaicompat._body import looks_like_events
from oaicompat._encode import checked_text, form_request, json_request, json_text, said
from oaicompat._events import decoded
from oaicompat._speech_events import AUDIO_NAMES, SpeechBytesDecoder, SpeechEventDecoder
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat._transcription_events import TranscriptionEventDecoder
from oaicompat._transcripts import as_transcript, text_of_transcript
from oaicompat._wire import Call, Decoder, Reply, Request, StreamCall
from oaicompat.types.audio.params import SpeechInput, SpeechOptions, TranscriptionOptions, TranslationOptions, Voice
from oaicompat.types.audio.speech_stream_event import SpeechStreamEvent, audio_bytes
from oaicompat.types.audio.transcription import Transcript, Transcription
from oaicompat.types.audio.transcription_diarized import TranscriptionDiarized
from oaicompat.types.audio.transcription_stream_event import TranscriptionStreamEvent
from oaicompat.types.audio.transcription_verbose import TranscriptionVerbose
from oaicompat.types.audio.translation import Translation
from oaicompat.types.audio.translation_verbose import TranslationVerbose
from oaicompat.types.binary import Binary
from oaicompat.types.uploads import FileInput

__all__ = [
    "speech",
    "speech_bytes",
    "speech_events",
    "transcription",
    "transcription_stream",
    "translation",
    "translation_stream",
]

R = TypeVar("R", bound=Transcript)

#: What comes back for a format that is not text.
_TRANSCRIPTIONS: Final[Mapping[str, type[Transcription | TranscriptionVerbose | TranscriptionDiarized]]] = {
    "json": Transcription,
    "verbose_json": TranscriptionVerbose,
    "diarized_json": TranscriptionDiarized,
}
_TRANSLATIONS: Final[Mapping[str, type[Translation | TranslationVerbose]]] = {
    "json": Translation,
    "verbose_json": TranslationVerbose,
}

#: Where the audio of a transcription may be in place of `file`.
_ELSEWHERE: Final = ("input_audio", "url", "file_url", "file_id")


# -- speech ------------------------------------------------------------------------------------------------------


def speech(
    *,
    model: str,
    input: SpeechInput,
    voice: Voice | None = None,
    stream: bool | None = None,
    stream_format: str | None = None,
    **options: Unpack[SpeechOptions],
) -> Call[Binary]:
    """Speech, as bytes. `options` are the keys of `SpeechOptions`."""
    return Call(_as_bytes(_speech_request(model, input, voice, stream, stream_format, options)), _speech, _sound)


def speech_bytes(
    *,
    model: str,
    input: SpeechInput,
    voice: Voice | None = None,
    stream: bool | None = None,
    stream_format: str | None = None,
    **options: Unpack[SpeechOptions],
) -> StreamCall[bytes]:
    """Speech, as bytes that are read as they come."""
    return StreamCall(_as_bytes(_speech_request(model, input, voice, stream, stream_format, options)), _sound, "bytes")


def speech_events(
    *,
    model: str,
    input: SpeechInput,
    voice: Voice | None = None,
    stream: bool | None = None,
    stream_format: str | None = None,
    **options: Unpack[SpeechOptions],
) -> StreamCall[SpeechStreamEvent]:
    """Speech, as events that hold pieces of it."""
    return StreamCall(
        replace(_speech_request(model, input, voice, stream, stream_format, options), stream=True), SpeechEventDecoder
    )


def _speech_request(
    model: object, input: object, voice: object, stream: object, stream_format: object, options: Mapping[str, Any]
) -> Request:
    if not isinstance(input, str) and (isinstance(input, (bytes, Mapping)) or not isinstance(input, Iterable)):
        raise TypeError(f"input must be a string, the text to speak, not {type(input).__name__}")
    if said(voice) and not isinstance(voice, (str, Mapping)):
        raise TypeError(f"voice must be a string, or {{'id': ...}}, not {type(voice).__name__}")
    fields = {
        "model": checked_text("model", model),
        "input": input,
        "voice": voice,
        "stream": stream,
        "stream_format": stream_format,
    }
    return json_request("audio/speech", fields, options, SpeechOptions.__optional_keys__)


def _as_bytes(request: Request) -> Request:
    """The request of a reply that is bytes. The type that is asked for is the one that the openai SDK asks for."""
    return replace(request, headers={"Accept": "application/octet-stream", **request.headers})


def _sound(reply: Reply, limit: int = DEFAULT_LIMIT) -> Decoder[bytes]:
    """What the bytes of speech go through: audio passes, audio in JSON or in events is taken out."""
    if reply.content_type.startswith("text/event-stream"):
        return SpeechBytesDecoder(reply, limit)
    return BinaryDecoder(reply, limit, wanted="piece of audio", extract=_audio_of)


def _speech(reply: Reply) -> Binary:
    # The header alone does not say it: of a body that was read as it came, the audio is taken out already.
    if not (reply.content_type.startswith("text/event-stream") and looks_like_events(reply.content)):
        return binary(reply, wanted="piece of audio", extract=_audio_of)
    head = replace(reply, content=b"")
    return Binary(b"".join(decoded(SpeechBytesDecoder(head), reply.content)), head)


def _audio_of(value: dict[str, Any]) -> bytes | None:
    """The audio in a JSON object, in base64 (Mistral); None if there is none."""
    for name in AUDIO_NAMES:
        if isinstance(text := value.get(name), str):
            try:
                return audio_bytes(text)
            except ValueError:
                return None
    return None


# -- transcriptions and translations -------------------------------------------------------------------------------


def transcription(
    *,
    file: FileInput | None = None,
    model: str,
    response_format: str | None = None,
    **options: Unpack[TranscriptionOptions],
) -> Call[Transcription | TranscriptionVerbose | TranscriptionDiarized | str]:
    """The text of an audio file: `str` for text, srt and vtt, else an object. `options` are the keys of
    `TranscriptionOptions`.
    """
    request = _transcription_request(file, model, response_format, options, stream=False)
    return Call(request, _parser(response_format, _TRANSCRIPTIONS))


def transcription_stream(
    *,
    file: FileInput | None = None,
    model: str,
    response_format: str | None = None,
    **options: Unpack[TranscriptionOptions],
) -> StreamCall[TranscriptionStreamEvent]:
    """The text of an audio file, as it is understood."""
    request = _transcription_request(file, model, response_format, options, stream=True)
    return StreamCall(request, TranscriptionEventDecoder, "transcription")


def translation(
    *,
    file: FileInput | None = None,
    model: str,
    response_format: str | None = None,
    **options: Unpack[TranslationOptions],
) -> Call[Translation | TranslationVerbose | str]:
    """The text of an audio file in English: `str` for text, srt and vtt, else an object. `options` are the keys of
    `TranslationOptions`.
    """
    request = _translation_request(file, model, response_format, options, stream=False)
    return Call(request, _parser(response_format, _TRANSLATIONS))


def translation_stream(
    *,
    file: FileInput | None = None,
    model: str,
    response_format: str | None = None,
    **options: Unpack[TranslationOptions],
) -> StreamCall[TranscriptionStreamEvent]:
    """The text of an audio file in English, as it is understood (vLLM)."""
    request = _translation_request(file, model, response_format, options, stream=True)
    return StreamCall(request, TranscriptionEventDecoder, "transcription")


def _transcription_request(
    file: object, model: object, response_format: object, options: Mapping[str, Any], *, stream: bool
) -> Request:
    known = TranscriptionOptions.__optional_keys__
    if not said(options.get("input_audio")):
        return _form("audio/transcriptions", file, model, response_format, options, known, stream=stream)
    if said(file):
        raise TypeError("give either file= or input_audio=, not both")
    fields = {"model": checked_text("model", model), "response_format": response_format}
    return json_request("audio/transcriptions", fields, _listed(options), known, stream=stream)


def _translation_request(
    file: object, model: object, response_format: object, options: Mapping[str, Any], *, stream: bool
) -> Request:
    known = TranslationOptions.__optional_keys__
    return _form("audio/translations", file, model, response_format, options, known, stream=stream)


def _form(
    path: str,
    file: object,
    model: object,
    response_format: object,
    options: Mapping[str, Any],
    known: Iterable[str],
    *,
    stream: bool,
) -> Request:
    fields = {"model": checked_text("model", model), "response_format": response_format}
    if not said(file) and not any(said(options.get(name)) for name in _ELSEWHERE):
        raise TypeError(
            "file is needed: a path, bytes, a file opened with open(path, 'rb'), or a tuple (name, content)"
        )
    # An object is one field of JSON text, as OpenAPI has it for forms, and as Mistral and vLLM read theirs.
    texts = {name: _as_text(name, value) for name, value in _listed(options).items()}
    return form_request(path, fields, texts, frozenset(known), files={"file": named(file)}, stream=stream)


#: The options that are lists; one word is a list of one.
_LISTS: Final = frozenset(
    """
    context_bias include keyterms keywords known_speaker_names known_speaker_references languages
    timestamp_granularities
    """.split()
)


def _listed(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options, with every list as one."""
    return {name: _as_list(name, value) if name in _LISTS and said(value) else value for name, value in options.items()}


def _as_list(name: str, value: object) -> list[Any]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, (bytes, Mapping)) or not isinstance(value, Iterable):
        raise TypeError(f"{name} must be a list of strings, not {type(value).__name__}")
    return list(value)


def _as_text(name: str, value: object) -> object:
    if isinstance(value, Mapping) and not name.startswith("extra_"):
        return json_text(name, value)
    return value


def _parser(response_format: str | None, kinds: Mapping[str, type[R]]) -> Callable[[Reply], R | str]:
    """How the reply to a request for this format is read."""
    if response_format in ("text", "srt", "vtt"):
        form = str(response_format)
        return lambda reply: text_of_transcript(reply, form)
    kind = kinds.get(str(response_format), kinds["json"])
    return lambda reply: as_transcript(kind, reply)
