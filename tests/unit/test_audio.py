"""Audio: how requests are laid out, what replies and streams come out as, whatever shape a server gives them."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import APIError, APIResponseValidationError, BadRequestError, IncompleteStreamError, RateLimitError
from oaicompat._audio_file import named
from oaicompat._encode import form_fields
from oaicompat._speech_events import SpeechBytesDecoder, SpeechEventDecoder
from oaicompat._transcription_events import TranscriptionEventDecoder
from oaicompat._wire import Headers, Reply, Request
from oaicompat.endpoints import audio
from oaicompat.testing._sound import duration_of, in_format, words_in
from oaicompat.types import audio as types
from oaicompat.types.audio import (
    SpeechAudioDeltaEvent,
    SpeechAudioDoneEvent,
    Transcription,
    TranscriptionDiarized,
    TranscriptionDiarizedSegment,
    TranscriptionSegment,
    TranscriptionTextDeltaEvent,
    TranscriptionTextDoneEvent,
    TranscriptionTextSegmentEvent,
    TranscriptionVerbose,
    Translation,
    TranslationVerbose,
)
from oaicompat.types.audio.speech_stream_event import OtherSpeechEvent
from oaicompat.types.audio.transcription import UsageDuration, UsageTokens
from oaicompat.types.audio.transcription_stream_event import OtherTranscriptionEvent

from .streams import cuts, head, reply, sse

WAV = in_format("wav", "Hello there")
SRT = "1\n00:00:00,000 --> 00:00:02,000\nHello.\n\n"
TEXT = {"content-type": "text/plain; charset=utf-8"}

# -- requests ------------------------------------------------------------------------------------------------------


def fields(request: Request) -> list[tuple[str, str]]:
    """The text fields of a request's form."""
    assert request.form is not None
    assert request.body is None
    return list(form_fields(request.form.fields))


def asked(**options: Any) -> Request:
    return audio.transcription(**{"file": b"x", "model": "m", **options}).request


def test_a_transcription_is_asked_for_by_a_form() -> None:
    """Lists go under a name with brackets, objects as JSON, truths and numbers as JSON writes them, None not at all."""
    request = asked(
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
        include=("logprobs",),
        chunking_strategy={"type": "server_vad", "threshold": 0.5},
        known_speaker_names=(name for name in ("Ann", "Bob")),
        known_speaker_references=["data:audio/wav;base64,QQ=="],
        speaker_references={"Ann": "QQ=="},
        temperature=0.5,
        stream_include_usage=True,
        language=None,
    )
    assert request.path == "audio/transcriptions"
    assert fields(request) == [
        ("model", "m"),
        ("response_format", "verbose_json"),
        ("timestamp_granularities[]", "word"),
        ("timestamp_granularities[]", "segment"),
        ("include[]", "logprobs"),
        ("chunking_strategy", '{"type":"server_vad","threshold":0.5}'),
        ("known_speaker_names[]", "Ann"),
        ("known_speaker_names[]", "Bob"),
        ("known_speaker_references[]", "data:audio/wav;base64,QQ=="),
        ("speaker_references", '{"Ann":"QQ=="}'),
        ("temperature", "0.5"),
        ("stream_include_usage", "true"),
    ]


def test_one_word_is_a_list_of_one() -> None:
    """Together's client takes it so; a form without brackets would not be read by vLLM."""
    request = asked(timestamp_granularities="word", chunking_strategy="auto")
    assert fields(request)[1:] == [("timestamp_granularities[]", "word"), ("chunking_strategy", "auto")]


def test_a_stream_says_so_in_the_form() -> None:
    """So does that of a translation, which vLLM has."""
    for call in (audio.transcription_stream, audio.translation_stream):
        request = call(file=b"x", model="m").request
        assert request.stream
        assert fields(request) == [("model", "m"), ("stream", "true")]


def test_extra_body_goes_into_the_form() -> None:
    """vLLM takes what OpenAI's client cannot name as flat fields."""
    request = asked(extra_body={"stream_include_usage": True, "language": "en"}, language="de")
    assert dict(fields(request)) == {"model": "m", "language": "en", "stream_include_usage": "true"}


def test_audio_may_be_elsewhere() -> None:
    """At an address or under an id the form has no file; inside the request it is JSON."""
    for name in ("url", "file_url", "file_id"):
        request = audio.transcription(model="m", **{name: "there"}).request  # type: ignore[arg-type]
        assert fields(request) == [("model", "m"), (name, "there")]
        assert request.form is not None
        assert request.form.files == ()
    inline = {"data": "UklGRg==", "format": "wav"}
    request = audio.transcription(
        model="m", input_audio=inline, keyterms=("a",), timestamp_granularities="word"
    ).request
    assert request.form is None
    assert request.body == {
        "model": "m",
        "input_audio": inline,
        "keyterms": ["a"],
        "timestamp_granularities": ["word"],
    }
    assert audio.transcription_stream(model="m", input_audio=inline).request.body == {
        "model": "m",
        "input_audio": inline,
        "stream": True,
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"file": None}, "file is needed: a path"),
        ({"file": 5}, "file must be a path, bytes"),
        ({"file": b"x", "model": None}, "model must be a string, not NoneType"),
        ({"input_audio": {"data": "", "format": "wav"}}, "either file= or input_audio="),
        ({"timestamp_granularities": 5}, "timestamp_granularities must be a list of strings, not int"),
        ({"keywords": {"a": 1}}, "keywords must be a list of strings, not dict"),
        ({"chunking_strategy": {"a": b""}}, r"chunking_strategy\.a is bytes"),
        ({"langauge": "de"}, "did you mean 'language'"),
    ],
)
def test_what_cannot_be_sent_is_named(options: dict[str, Any], words: str) -> None:
    """The argument, what it is, and what to do."""
    with pytest.raises(TypeError, match=words):
        asked(**options)


def test_a_translation_needs_a_file_too() -> None:
    """Its form is that of a transcription."""
    request = audio.translation(file=b"x", model="m", response_format="srt", to_language="de").request
    assert request.path == "audio/translations"
    assert fields(request) == [("model", "m"), ("response_format", "srt"), ("to_language", "de")]
    with pytest.raises(TypeError, match="file is needed"):
        audio.translation(model="m")


def test_speech_is_asked_for_as_json() -> None:
    """With the words of each server; None is not sent."""
    call = audio.speech(model="m", input="Hi", voice={"id": "v"}, speed=1.5, sample_rate=8000, instructions=None)
    assert call.request.path == "audio/speech"
    assert call.request.body == {"model": "m", "input": "Hi", "voice": {"id": "v"}, "speed": 1.5, "sample_rate": 8000}
    assert call.request.headers == {"Accept": "application/octet-stream"}
    events = audio.speech_events(model="m", input="Hi", stream_format="sse", extra_headers={"X": "1"}).request
    assert events.body == {"model": "m", "input": "Hi", "stream_format": "sse"}
    assert events.headers == {"X": "1"}
    assert events.stream
    turns = [{"text": "Hi", "voice": "a"}]
    assert (audio.speech_bytes(model="m", input=turns, stream=True).request.body or {})["input"] == turns


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"model": 1}, "model must be a string, not int"),
        ({"input": b"Hi"}, "input must be a string, the text to speak, not bytes"),
        ({"input": None}, "input must be a string"),
        ({"voice": ["alloy"]}, r"voice must be a string, or \{'id': ...\}, not list"),
        ({"sped": 2}, "did you mean 'speed'"),
    ],
)
def test_speech_that_cannot_be_asked_for(options: dict[str, Any], words: str) -> None:
    """The argument, what it is, and what to do."""
    with pytest.raises(TypeError, match=words):
        audio.speech(**{"model": "m", "input": "Hi", "voice": "alloy", **options})


# -- the file's name -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "name", "kind"),
    [
        (WAV, "audio.wav", "audio/wav"),
        (b"ID3\x04\x00\x00", "audio.mp3", "audio/mpeg"),
        (in_format("mp3", "Hi"), "audio.mp3", "audio/mpeg"),
        (b"OggS\x00\x02", "audio.ogg", "audio/ogg"),
        (b"fLaC\x00\x00", "audio.flac", "audio/flac"),
        (b"\x00\x00\x00\x20ftypM4A \x00", "audio.m4a", "audio/mp4"),
        (b"\x00\x00\x00\x20ftypisom\x00", "audio.mp4", "audio/mp4"),
        (b"\x1aE\xdf\xa3\x01\x00", "audio.webm", "audio/webm"),
    ],
)
def test_bytes_are_named_by_what_they_are(start: bytes, name: str, kind: str) -> None:
    """Servers look at the extension; a file that has a name keeps it."""
    assert named(start) == (name, start, kind)
    assert named(bytearray(start))[0] == name
    assert named((None, start)) == (name, start, kind)
    assert named((None, start, "audio/x")) == (name, start, "audio/x")
    file = io.BytesIO(start)
    assert named(file) == (name, file, kind)
    assert file.tell() == 0
    for given_name in ("call.bin", ("call.bin", start), ("call.bin", start, "audio/x")):
        assert named(given_name) is given_name
    file.name = "call.bin"
    assert named(file) is file


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=30) | st.tuples(st.binary()) | st.none() | st.integers())
def test_naming_never_fails(file: Any) -> None:
    """What is no file is refused later, in words; unknown bytes go without a name of ours."""
    found = named(file)
    assert found is file or found[1] is file


# -- replies -------------------------------------------------------------------------------------------------------


def transcribed(got: Reply, form: str | None = None) -> Any:
    return audio.transcription(file=b"x", model="m", response_format=form).parse(got)


def test_the_kinds_of_reply() -> None:
    """The format decides which; a format that nobody knows is taken for an object."""
    got = reply({"text": "Hello."}, headers={"x-request-id": "r", "content-type": "application/json"})
    kinds = {None: Transcription, "json": Transcription, "verbose_json": TranscriptionVerbose, "new": Transcription}
    for form, kind in {**kinds, "diarized_json": TranscriptionDiarized}.items():
        found = transcribed(got, form)
        assert type(found) is kind
        assert (found.text, found.request_id) == ("Hello.", "r")
    for form, kind in {None: Translation, "verbose_json": TranslationVerbose}.items():
        assert type(audio.translation(file=b"x", model="m", response_format=form).parse(got)) is kind
    assert audio.translation(file=b"x", model="m", response_format="text").parse(got) == "Hello."


@pytest.mark.parametrize(
    ("body", "headers", "text"),
    [
        (" Hello there.\n", TEXT, " Hello there.\n"),
        ("", TEXT, ""),
        (b"", {"content-length": "0"}, ""),
        ({"text": "Hello.", "usage": {"type": "duration", "seconds": 3}}, None, "Hello."),
        ({"text": "Hello."}, TEXT, "Hello."),
        ('"Hello."', None, "Hello."),
        ('"Hello," she said.', TEXT, '"Hello," she said.'),
        ('"Hello."', TEXT, '"Hello."'),
        ("<|en|> Hello.", TEXT, "<|en|> Hello."),
        ("{laughs} Hello.", TEXT, "{laughs} Hello."),
        ("Hello.", None, "Hello."),
        (sse({"type": "transcript.text.done", "text": "Hello."}), {"content-type": "text/event-stream"}, "Hello."),
    ],
)
def test_text_is_given_whatever_it_comes_in(body: Any, headers: dict[str, str] | None, text: str) -> None:
    """Plain text as it is, and the text alone out of JSON and out of a stream."""
    assert transcribed(reply(body, headers=headers), "text") == text


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [
        ("iso-8859-1", "latin-1"),
        ('"ISO-8859-1"', "latin-1"),
        ("utf-16", "utf-16"),
        ("utf-8", "utf-8"),
        ("no-such", "utf-8"),
        ("base64", "utf-8"),
        ("idna", "utf-8"),
    ],
)
@pytest.mark.parametrize("form", ["text", "vtt", "json"])
def test_text_has_the_charset_that_is_declared(form: str, declared: str, encoded: str) -> None:
    """UTF-8 where it is none that is known."""
    got = reply("Größe è".encode(encoded), headers={"content-type": f"text/plain; charset={declared}"})
    found = transcribed(got, form)
    assert (found.text if form == "json" else found) == "Größe è"


def test_subtitles_are_given_as_they_are() -> None:
    """With their times, which JSON without times cannot replace."""
    for kind in ("application/x-subrip", "text/plain", "application/octet-stream"):
        assert transcribed(reply(SRT, headers={"content-type": kind}), "srt") == SRT
    assert transcribed(reply({"text": SRT}), "srt") == SRT
    assert transcribed(reply({"text": ""}), "vtt") == ""
    with pytest.raises(APIResponseValidationError, match=r"not a transcript as srt \(it has no times\)") as caught:
        transcribed(reply({"text": "Hello."}), "srt")
    assert caught.value.body == {"text": "Hello."}


@pytest.mark.parametrize("form", ["text", "srt", "vtt", "json", "verbose_json", "diarized_json"])
def test_what_is_no_transcript_is_an_error(form: str) -> None:
    """An error that comes with success, a web page, and JSON about something else."""
    with pytest.raises(APIError, match="model not loaded"):
        transcribed(reply({"error": {"message": "model not loaded"}}), form)
    with pytest.raises(RateLimitError, match="slow down"):
        transcribed(reply({"text": "", "error": {"message": "slow down", "code": 429}}), form)
    for body, kind in (("<!DOCTYPE html><p>Hi", "text/plain"), ("Hi", "text/html"), ({"ok": 1}, "application/json")):
        with pytest.raises(APIResponseValidationError, match="is not a"):
            transcribed(reply(body, headers={"content-type": kind}), form)


@pytest.mark.parametrize("form", ["json", "verbose_json", "diarized_json"])
def test_an_object_is_made_of_text(form: str) -> None:
    """Where the reply is text, or a JSON string, the words are given; half an object is none."""
    assert transcribed(reply("Hello.", headers=TEXT), form).text == "Hello."
    assert transcribed(reply('"Hello."'), form).text == "Hello."
    streamed = reply(sse({"type": "transcript.text.done", "text": "Hi"}), headers={"content-type": "text/event-stream"})
    assert transcribed(streamed, form).text == "Hi"
    for body, headers in (('{"text": "Hel', None), ('{"text": "Hel', TEXT), ("", TEXT), ("Hello.", None), ("5", None)):
        with pytest.raises(APIResponseValidationError):
            transcribed(reply(body, headers=headers), form)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60) | st.from_regex(r'\{"text": *[^,]{0,9},?"segments": *.{0,20}\}'))
def test_no_reply_is_too_odd(body: bytes | str) -> None:
    """It is a transcript or an APIError, never anything else."""
    for form in ("text", "srt", "json", "verbose_json", "diarized_json"):
        for kind in ("application/json", "text/plain", "text/event-stream", "text/html"):
            try:
                found = transcribed(reply(body, headers={"content-type": kind}), form)
            except APIError:
                continue
            assert isinstance(found if form in ("text", "srt") else found.text, str)


def test_openais_verbose_form() -> None:
    """Names of languages, times with float noise, whole numbers where times are."""
    words = [{"word": "Galileo", "start": 0, "end": 0.6600000262260437}]
    body = {"task": "transcribe", "language": "english", "duration": 36.7, "text": "Galileo", "words": words}
    found = transcribed(reply(body), "verbose_json")
    assert (found.language, found.duration, found.segments) == ("english", 36.7, None)
    assert (found.words[0].word, found.words[0].start, found.words[0].end) == ("Galileo", 0.0, 0.6600000262260437)
    assert found.to_dict() == body


def test_vendors_fields_are_typed() -> None:
    """Mistral's, OpenRouter's and Together's beside OpenAI's, each under the server's own name."""
    mistral = transcribed(
        reply(
            {
                "model": "voxtral",
                "text": "Hi",
                "language": None,
                "segments": [{"type": "transcription_segment", "text": "Hi", "start": None, "speaker_id": "s1"}],
                "usage": {"prompt_audio_seconds": 36, "prompt_tokens": 13, "completion_tokens": 15, "total_tokens": 28},
            }
        )
    )
    assert (mistral.model, mistral.segments[0].speaker_id, mistral.segments[0].start) == ("voxtral", "s1", 0.0)
    usage = mistral.usage
    assert (usage.input_tokens, usage.output_tokens, usage.total_tokens, usage.prompt_audio_seconds) == (13, 15, 28, 36)
    assert "input_tokens" not in usage.to_dict()
    router = transcribed(
        reply(
            {
                "text": "Hi",
                "words": [{"word": "Hi", "start": 0, "end": 1, "speaker": 2, "speaker_label": "Ann"}],
                "entities": [{"type": "name", "text": "Ann", "start_char": 0, "end_char": 3}],
                "usage": {"seconds": 2.5, "cost": 0.01, "input_tokens": None},
            }
        )
    )
    assert (router.words[0].speaker, router.entities[0].text) == (2, "Ann")
    assert isinstance(router.usage, UsageDuration)
    assert (router.usage.seconds, router.usage.cost) == (2.5, 0.01)
    segment = {"id": 1, "speaker_id": "S", "start": 0, "end": 1, "text": "Hi", "words": [{"word": "Hi"}]}
    together = transcribed(reply({"text": "Hi", "speaker_segments": [segment]}), "verbose_json")
    assert together.speaker_segments[0].words[0].word == "Hi"


def test_the_kinds_of_usage_and_of_segments() -> None:
    """Each is told by its mark; one without a mark by what it has; a misfit costs nothing else."""
    tokens = transcribed(reply({"text": "", "usage": {"type": "tokens", "input_tokens": 1, "seconds": 2}})).usage
    assert isinstance(tokens, UsageTokens)
    odd = transcribed(reply({"text": "Hi", "usage": {"type": ["?"], "total_tokens": 3}})).usage
    assert (odd.type, odd.total_tokens, odd.to_dict()["type"]) == ("tokens", 3, ["?"])
    none = transcribed(reply({"text": "Hi", "usage": 5}))
    assert none.usage is None
    assert none.to_dict() == {"text": "Hi", "usage": 5}
    found = transcribed(reply({"text": "", "segments": [{"id": 1}, {"type": "transcript.text.segment", "id": "seg"}]}))
    assert [type(segment) for segment in found.segments] == [TranscriptionSegment, TranscriptionDiarizedSegment]
    again = Transcription.model_validate({"text": "", "segments": found.segments, "usage": tokens})
    assert again.segments == found.segments
    assert again.usage == tokens


# -- streamed transcriptions ---------------------------------------------------------------------------------------


def events_of(body: bytes | Iterable[bytes], **headers: str) -> tuple[list[Any], TranscriptionEventDecoder]:
    """Every event of a stream, as a client would read it."""
    decoder = TranscriptionEventDecoder(head(**headers))
    found: list[Any] = []
    for data in [body] if isinstance(body, bytes) else body:
        found.extend(decoder.feed(data))
        if decoder.done:
            return found, decoder
    found.extend(decoder.finish())
    return found, decoder


def chunk(text: str | None, finish: str | None = None, **more: Any) -> dict[str, Any]:
    """A chunk as vLLM and SGLang send them."""
    choice = {"delta": {} if text is None else {"content": text}, "finish_reason": finish, "stop_reason": None}
    return {"id": "t-1", "object": "transcription.chunk", "created": 1, "model": "w", "choices": [choice], **more}


USAGE = {"type": "tokens", "input_tokens": 14, "output_tokens": 2, "total_tokens": 16}
DELTAS = [{"type": "transcript.text.delta", "delta": piece} for piece in ("Hel", "lo — ", "öß")]
SEGMENT = {"type": "transcript.text.segment", "id": "seg_0", "start": 0, "end": 1.5, "text": "Hello", "speaker": "A"}
DONE = {"type": "transcript.text.done", "text": "Hello — öß", "usage": USAGE}
OPENAI = sse(*DELTAS, SEGMENT, DONE, done=False)
VLLM = sse(
    chunk("Hel"),
    chunk("lo — "),
    chunk("öß", "stop"),
    {**chunk(None), "choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}},
)
MISTRAL = b"".join(
    f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode()
    for event in (
        {"type": "transcription.language", "audio_language": "en"},
        {"type": "transcription.text.delta", "text": "Hello — "},
        {"type": "transcription.text.delta", "text": "öß"},
        {"type": "transcription.segment", "text": "Hello", "start": 0.5, "end": 1, "speaker_id": "s1"},
        {
            "type": "transcription.done",
            "model": "v",
            "text": "Hello — öß",
            "language": "en",
            "usage": {"prompt_tokens": 4},
        },
    )
)
BODIES = {
    "openai": (OPENAI, "text/event-stream"),
    "vllm": (VLLM, "text/event-stream"),
    "mistral": (MISTRAL, "text/event-stream"),
    "json": (json.dumps({"text": "Hello — öß"}, indent=1).encode(), "application/json"),
    "text": ("Hello — öß".encode(), "text/plain; charset=utf-8"),
    "events as text": (OPENAI, "text/plain"),
    "json as text": (b'{"text": "Hello \\u2014 \\u00f6\\u00df"}', "text/plain"),
    "short text": ("öß".encode(), "text/plain"),
}


@pytest.mark.parametrize("form", BODIES)
def test_every_form_gives_the_same_text(form: str) -> None:
    """Pieces that add up to it, or all of it at once; the last event has it all; and so has the whole."""
    body, kind = BODIES[form]
    events, decoder = events_of(body, content_type=kind)
    text = "öß" if form == "short text" else "Hello — öß"
    assert "".join(map(decoder.text, events)) == text
    assert isinstance(events[-1], TranscriptionTextDoneEvent)
    assert events[-1].text == text
    assert decoder.whole().text == text
    assert decoder.partial() == decoder.whole()


def test_a_text_above_the_limit_is_an_error() -> None:
    """It is held until it ends, so it has to end some time."""
    decoder = TranscriptionEventDecoder(Reply(200, Headers({"content-type": "Text/Plain"})), 1000)
    with pytest.raises(APIError, match="a transcript is larger than 1000 bytes"):
        for _ in range(11):
            list(decoder.feed(b"x" * 100))


@settings(max_examples=100, deadline=None)
@given(form=st.sampled_from(sorted(BODIES)), seed=st.integers(0, 10_000), longest=st.integers(1, 40))
def test_cuts_make_no_difference(form: str, seed: int, longest: int) -> None:
    """Any split of the bytes gives the same events and the same whole."""
    body, kind = BODIES[form]
    once, all_at_once = events_of(body, content_type=kind)
    again, in_pieces = events_of(cuts(body, seed, longest), content_type=kind)
    assert again == once
    assert in_pieces.whole() == all_at_once.whole()


def test_openais_events() -> None:
    """Typed one by one; segments become those of the whole, with their speakers."""
    events, decoder = events_of(OPENAI)
    kinds = [TranscriptionTextDeltaEvent] * 3 + [TranscriptionTextSegmentEvent, TranscriptionTextDoneEvent]
    assert [type(event) for event in events] == kinds
    assert [event.to_dict() for event in events] == [*DELTAS, SEGMENT, DONE]
    whole = decoder.whole()
    assert whole.to_dict() == {"text": "Hello — öß", "usage": USAGE, "segments": [SEGMENT]}
    assert whole.segments is not None
    assert isinstance(whole.segments[0], TranscriptionDiarizedSegment)
    assert isinstance(whole.usage, UsageTokens)


def test_chunks_in_the_form_of_chat() -> None:
    """They come out as pieces that dump as they were sent; the token counts come with a last event of our own."""
    events, decoder = events_of(VLLM)
    assert [(event.type, event.delta) for event in events[:-1]] == [
        ("transcript.text.delta", "Hel"),
        ("transcript.text.delta", "lo — "),
        ("transcript.text.delta", "öß"),
    ]
    assert [event.to_dict() for event in events[:-1]] == [chunk("Hel"), chunk("lo — "), chunk("öß", "stop")]
    last = events[-1]
    assert (last.type, last.text, last.finish_reason, last.model) == ("transcript.text.done", "Hello — öß", "stop", "w")
    assert (last.usage.input_tokens, last.usage.output_tokens, last.usage.total_tokens) == (5, 2, 7)
    whole = decoder.whole()
    assert (whole.text, whole.model, whole.usage) == ("Hello — öß", "w", last.usage)


def test_counts_with_every_chunk_are_kept() -> None:
    """The last ones are those of the whole; a finish reason ends a stream that has no end mark."""
    counted = [
        chunk("Hi", usage={"prompt_tokens": 1}),
        chunk(None, "length", usage={"prompt_tokens": 1, "total_tokens": 9}),
    ]
    events, decoder = events_of(sse(*counted, done=False))
    assert [event.to_dict()["usage"]["prompt_tokens"] for event in events] == [1, 1, 1]
    assert (events[-1].finish_reason, events[-1].usage.total_tokens) == ("length", 9)
    assert decoder.whole().text == "Hi"


def test_mistrals_events() -> None:
    """The same words under OpenAI's names; what OpenAI has no event for is kept as it came."""
    events, decoder = events_of(MISTRAL)
    assert [event.type for event in events] == [
        "other",
        "transcript.text.delta",
        "transcript.text.delta",
        "transcript.text.segment",
        "transcript.text.done",
    ]
    other = events[0]
    assert isinstance(other, OtherTranscriptionEvent)
    assert (other.kind, other.audio_language) == ("transcription.language", "en")  # type: ignore[attr-defined]
    assert other.to_dict() == {"type": "transcription.language", "audio_language": "en"}
    assert (events[1].delta, events[1].to_dict()) == (
        "Hello — ",
        {"type": "transcription.text.delta", "text": "Hello — "},
    )
    assert (events[3].speaker, events[3].start) == ("s1", 0.5)
    whole = decoder.whole()
    assert (whole.model, whole.language) == ("v", "en")
    assert whole.segments is not None
    assert (whole.segments[0].text, whole.segments[0].start) == ("Hello", 0.5)


def test_events_are_known_by_their_name_too() -> None:
    """An event without a type is what its server-sent event is called; without either it is kept."""
    body = b'event: transcript.text.delta\ndata: {"delta": "Hi"}\n\nevent: odd\ndata: {"a": 1}\n\ndata: {"b": 2}\n\n'
    events, _ = events_of(body + b"data: [DONE]\n\n")
    assert [(event.type, getattr(event, "kind", None)) for event in events] == [
        ("transcript.text.delta", None),
        ("other", "odd"),
        ("other", ""),
        ("transcript.text.done", None),
    ]


def test_stretches_without_a_type() -> None:
    """faster-whisper-server streams its segments so, and ends without a mark."""
    events, decoder = events_of(sse({"text": "Hello."}, {"text": " Bye."}, done=False))
    assert [event.type for event in events] == ["transcript.text.delta"] * 2 + ["transcript.text.done"]
    assert [event.to_dict() for event in events[:2]] == [{"text": "Hello."}, {"text": " Bye."}]
    assert decoder.whole().text == "Hello. Bye."


def test_an_end_mark_makes_a_stream_whole() -> None:
    """Without a last event one is made of what came; of nothing, nothing is made."""
    events, _ = events_of(sse(*DELTAS[:2]))
    assert events[-1].to_dict() == {}
    assert events[-1].text == "Hello — "
    events, decoder = events_of(sse())
    assert events == []
    assert decoder.whole().text == ""
    assert decoder.partial() is None


def test_a_stream_that_is_cut() -> None:
    """An error, with what came."""
    for body in (OPENAI[: OPENAI.index(b"transcript.text.done") - 20], sse(chunk("Hel"), chunk("lo — öß"), done=False)):
        with pytest.raises(IncompleteStreamError, match=r"neither \[DONE\] nor the whole text came") as caught:
            events_of(body)
        assert caught.value.partial.text == "Hello — öß"
    for kind in ("text/event-stream", "text/plain"):
        with pytest.raises(IncompleteStreamError, match="before anything came"):
            events_of(b": hi\n\n", content_type=kind)


def test_an_error_in_a_stream() -> None:
    """It is raised with what came before it."""
    told = {"error": {"message": "out of memory", "code": 400}}
    with pytest.raises(BadRequestError, match="out of memory") as caught:
        events_of(sse(chunk("Hel"), told))
    assert caught.value.partial.text == "Hel"
    with pytest.raises(APIResponseValidationError, match="not a stream of transcription events"):
        events_of(b"<html>no</html>", content_type="text/html")


_NAMES = ["type", "delta", "text", "choices", "usage", "content", "finish_reason", "segments", "error", "audio"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(JSON, max_size=4))
def test_no_event_is_too_odd(values: list[Any]) -> None:
    """Events or an APIError, whatever JSON a stream holds; the whole can always be asked for."""
    try:
        _, decoder = events_of(sse(*values))
        decoder.whole()
    except APIError as error:
        assert error.partial is None or isinstance(error.partial, Transcription)  # noqa: PT017


# -- streamed speech -----------------------------------------------------------------------------------------------

SOUND = bytes(range(256)) * 3
PIECES = [base64.b64encode(SOUND[start : start + 100]).decode() for start in range(0, len(SOUND), 100)]
SPOKEN_USAGE = {"input_tokens": 14, "output_tokens": 101, "total_tokens": 115}
SPOKEN = {
    "openai": sse(
        *({"type": "speech.audio.delta", "audio": piece} for piece in PIECES),
        {"type": "speech.audio.done", "usage": SPOKEN_USAGE},
        done=False,
    ),
    "mistral": sse(
        *({"type": "speech.audio.delta", "audio_data": piece} for piece in PIECES),
        {"type": "speech.audio.done", "usage": SPOKEN_USAGE},
        done=False,
    ),
    "together": sse(*({"type": "delta", "audio": piece} for piece in PIECES), {"type": "done"}),
    "together before": sse(*({"object": "audio.tts.chunk", "b64": piece} for piece in PIECES)),
    "all at once": json.dumps({"audio_data": base64.b64encode(SOUND).decode()}).encode(),
}


def spoken(body: bytes | Iterable[bytes], kind: type[Any] = SpeechEventDecoder) -> list[Any]:
    """What a decoder makes of a stream, as a client would read it."""
    decoder = kind(head())
    found: list[Any] = []
    for data in [body] if isinstance(body, bytes) else body:
        found.extend(decoder.feed(data))
        if decoder.done:
            return found
    found.extend(decoder.finish())
    return found


@settings(max_examples=100, deadline=None)
@given(form=st.sampled_from(sorted(SPOKEN)), seed=st.integers(0, 10_000), longest=st.integers(1, 80))
def test_speech_in_events(form: str, seed: int, longest: int) -> None:
    """The audio comes out the same in whichever words and pieces it is sent."""
    events = spoken(cuts(SPOKEN[form], seed, longest))
    assert b"".join(event.bytes() for event in events if isinstance(event, SpeechAudioDeltaEvent)) == SOUND
    assert b"".join(spoken(cuts(SPOKEN[form], seed + 1, longest), SpeechBytesDecoder)) == SOUND
    assert all(event.type in ("speech.audio.delta", "speech.audio.done") for event in events)
    if form in ("openai", "mistral"):
        assert isinstance(events[-1], SpeechAudioDoneEvent)
        assert events[-1].to_dict()["usage"] == SPOKEN_USAGE


def test_events_are_told_by_what_came() -> None:
    """A body that was read as it came is audio already, though its header still says events."""
    call = audio.speech(model="m", input="Hi", voice="v")
    asked = {"content-type": "Text/Event-Stream"}
    assert call.parse(Reply(200, Headers(asked), SPOKEN["openai"])).content == SOUND
    assert call.parse(Reply(200, Headers(asked), b"ID3" + SOUND)).content == b"ID3" + SOUND


def test_audio_without_a_type_is_a_piece() -> None:
    """In events it is not all of it."""
    with pytest.raises(IncompleteStreamError):
        spoken(sse({"audio": "QQ=="}, done=False))
    only, *_ = spoken(sse({"audio": None, "audio_data": "QQ=="}))
    assert (only.bytes(), only.to_dict()) == (b"A", {"audio": None, "audio_data": "QQ=="})


def test_an_event_gives_back_what_was_sent() -> None:
    """Under the server's own names; events that nobody knows are kept."""
    first, other, *_ = spoken(sse({"type": "speech.audio.delta", "audio_data": "QQ=="}, {"type": "viseme", "at": 3}))
    assert (first.audio, first.bytes(), first.to_dict()) == (
        "QQ==",
        b"A",
        {"type": "speech.audio.delta", "audio_data": "QQ=="},
    )
    assert isinstance(other, OtherSpeechEvent)
    assert (other.type, other.kind, other.to_dict()) == ("other", "viseme", {"type": "viseme", "at": 3})


def test_base64_in_the_forms_that_servers_have() -> None:
    """Without its padding, over several lines, as a data: URL; what is none is an APIError."""
    for text in ("SUQzBAAA", "SUQz\nBAAA\n", "data:audio/mpeg;base64,SUQzBAAA"):
        assert SpeechAudioDeltaEvent(audio=text).bytes() == b"ID3\x04\x00\x00"
    assert SpeechAudioDeltaEvent(audio="QQ").bytes() == b"A"
    for text in ("%%%", "Q", "ö"):
        with pytest.raises(APIError, match="is not base64"):
            SpeechAudioDeltaEvent(audio=text).bytes()


def test_speech_that_is_cut_or_refused_in_the_middle() -> None:
    """An error, though sound came before it."""
    for kind in (SpeechEventDecoder, SpeechBytesDecoder):
        with pytest.raises(IncompleteStreamError, match=r"nor speech\.audio\.done came") as caught:
            spoken(SPOKEN["openai"][:300], kind)
        assert caught.value.partial.audio == PIECES[0]
        with pytest.raises(RateLimitError, match="no more"):
            spoken(
                sse({"type": "speech.audio.delta", "audio": "QQ=="}, {"error": {"message": "no more", "code": 429}}),
                kind,
            )
        with pytest.raises(APIResponseValidationError, match="not a stream of speech events"):
            spoken(b"RIFF" + bytes(50), kind)


def test_speech_is_bytes() -> None:
    """As they came, out of JSON, or out of events; an error that comes with success is one."""
    call = audio.speech(model="m", input="Hi", voice="alloy")
    for kind in ("audio/mpeg", "application/octet-stream", ""):
        assert call.parse(reply(SOUND, headers={"content-type": kind})).content == SOUND
    assert call.parse(reply(SPOKEN["all at once"])).content == SOUND
    for form in ("openai", "together"):
        assert call.parse(reply(SPOKEN[form], headers={"content-type": "text/event-stream"})).content == SOUND
    with pytest.raises(APIError, match="voice not found"):
        call.parse(reply({"error": {"message": "voice not found"}}))
    for body in ({"ok": True}, {"audio": "%%%"}, {}, b"<html>", b""):
        with pytest.raises(APIResponseValidationError, match="not a piece of audio"):
            call.parse(reply(body))


# -- the stand-in's sounds -----------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["wav", "mp3", "pcm", "opus"]))
def test_a_sound_lasts_as_its_text(text: str, form: str) -> None:
    """A WAV file gives its text back; a longer text is a longer sound."""
    sound = in_format(form, text)
    assert sound
    if form == "wav":
        assert words_in(sound) == text.encode("utf-8", "replace").rstrip(b"\0").decode()
        assert duration_of(sound) == pytest.approx(len(text) * 0.02, abs=0.001)
    else:
        assert words_in(sound) is None
        assert len(in_format(form, f"{text} and more")) > len(sound)


def test_the_names_of_the_openai_sdk() -> None:
    """Each is found, in the package and where that SDK has it."""
    from importlib import import_module

    assert types.__all__ == sorted(types.__all__)
    places = {
        "speech_create_params": "SpeechCreateParams",
        "speech_model": "SpeechModel",
        "transcription": "Transcription",
        "transcription_create_params": "TranscriptionCreateParams",
        "transcription_create_response": "TranscriptionCreateResponse",
        "transcription_diarized": "TranscriptionDiarized",
        "transcription_diarized_segment": "TranscriptionDiarizedSegment",
        "transcription_include": "TranscriptionInclude",
        "transcription_segment": "TranscriptionSegment",
        "transcription_stream_event": "TranscriptionStreamEvent",
        "transcription_text_delta_event": "TranscriptionTextDeltaEvent",
        "transcription_text_done_event": "TranscriptionTextDoneEvent",
        "transcription_text_segment_event": "TranscriptionTextSegmentEvent",
        "transcription_verbose": "TranscriptionVerbose",
        "transcription_word": "TranscriptionWord",
        "translation": "Translation",
        "translation_create_params": "TranslationCreateParams",
        "translation_create_response": "TranslationCreateResponse",
        "translation_verbose": "TranslationVerbose",
    }
    for module, name in places.items():
        assert getattr(import_module(f"oaicompat.types.audio.{module}"), name) is getattr(types, name)
    assert set(types.__all__) <= set(dir(types))
    with pytest.raises(AttributeError, match="NoSuchName"):
        types.NoSuchName  # noqa: B018
