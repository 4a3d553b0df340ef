"""Audio over real sockets: files that go up, sound and text that come down, whole, in pieces, and broken."""

from __future__ import annotations

import base64
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import oaicompat
from oaicompat import APIConnectionError, APIError, BadRequestError, NotFoundError
from oaicompat.testing import Server as StandIn
from oaicompat.testing._multipart import parts_of
from oaicompat.testing._requests import RecordedRequest
from oaicompat.types.audio import SpeechAudioDeltaEvent, Transcription, TranscriptionDiarized, TranscriptionVerbose

from .bodies import DONE, LAST_CHUNK, chunked, event, head, reply
from .colours import Wire, done, each, entered, following
from .scripted import CLOSE, Hold, Request, Server

TEXT = "Hello there, my friend. How are you today?"
SHARED = Path(os.environ.get("OAICOMPAT_SHARED") or Path(__file__).parents[3] / "shared")


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    with StandIn(strict=True) as running:
        yield running


async def spoken(client: Any, **options: Any) -> Any:
    return await done(client.audio.speech.create(**{"model": "m", "voice": "alloy", "input": TEXT, **options}))


async def written(client: Any, file: Any = b"RIFF", **options: Any) -> Any:
    return await done(client.audio.transcriptions.create(file=file, model="m", **options))


def form(request: Request) -> list[tuple[str, str | None, bytes]]:
    """The parts of a form: name, file name, content."""
    headers = oaicompat.Headers(dict(request.headers))
    parts = parts_of(RecordedRequest(request.method, request.target, headers, request.body))
    return [(part.name, part.filename, part.content) for part in parts]


# -- transcriptions ----------------------------------------------------------------------------------------------------


async def test_a_text_is_spoken_and_heard_again(wire: Wire, stand_in: StandIn, tmp_path: Path) -> None:
    """Whatever the file is given as, and whatever form the text is asked for in."""
    client = wire.client(base_url=stand_in.url)
    sound = await spoken(client, response_format="wav")
    assert (sound.content_type, sound.content[:4]) == ("audio/wav", b"RIFF")
    path = tmp_path / "hello.wav"
    assert sound.save(path) == len(sound.content) == path.stat().st_size
    with path.open("rb") as opened:
        for file in (path, str(path), sound.content, io.BytesIO(sound.content), opened, ("a.wav", sound.content)):
            found = await written(client, file)
            assert isinstance(found, Transcription)
            assert found.text == TEXT
            assert found.request_id
    assert await written(client, path, response_format="text") == f"{TEXT}\n"
    srt = await written(client, path, response_format="srt")
    assert srt.startswith("1\n00:00:00,000 --> 00:00:00,630\nHello there, my friend. How are\n\n2\n00:00:00,630 -->")
    vtt = await written(client, path, response_format="vtt")
    assert vtt.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:00.630\nHello there, my friend. How are\n\n")
    verbose = await written(client, path, response_format="verbose_json", timestamp_granularities=["word", "segment"])
    assert isinstance(verbose, TranscriptionVerbose)
    assert verbose.duration == pytest.approx(0.84)
    assert [word.word for word in verbose.words or ()] == TEXT.split()
    assert " ".join(segment.text for segment in verbose.segments or ()) == TEXT
    assert (verbose.segments or [])[-1].end == verbose.duration
    diarized = await written(client, path, response_format="diarized_json", chunking_strategy="auto")
    assert isinstance(diarized, TranscriptionDiarized)
    assert [segment.speaker for segment in diarized.segments] == ["A", "B"]


async def test_a_translation(wire: Wire, stand_in: StandIn) -> None:
    client = wire.client(base_url=stand_in.url)
    sound = (await spoken(client, response_format="wav")).content
    create = client.audio.translations.create
    assert (await done(create(file=sound, model="m", prompt="p"))).text == TEXT
    assert (await done(create(file=sound, model="m", response_format="verbose_json"))).task == "translate"
    assert "-->" in await done(create(file=sound, model="m", response_format="srt"))
    stream = await done(create(file=sound, model="m", stream=True))
    assert (await done(stream.get_final_transcription())).text == TEXT
    with pytest.raises(BadRequestError, match="response_format"):
        await done(create(file=sound, model="m", response_format="diarized_json"))


async def test_a_streamed_transcription(wire: Wire, stand_in: StandIn) -> None:
    client = wire.client(base_url=stand_in.url)
    sound = (await spoken(client, response_format="wav")).content
    stream = await written(client, sound, stream=True)
    pieces = [text async for text in each(stream.text())]
    assert len(pieces) > 5
    assert "".join(pieces) == TEXT
    whole = await done(stream.get_final_transcription())
    assert (whole.text, whole.request_id) == (TEXT, stream.request_id)
    assert whole.usage.total_tokens == whole.usage.input_tokens + whole.usage.output_tokens
    events = [event async for event in each(await written(client, sound, stream=True, response_format="diarized_json"))]
    assert [event.speaker for event in events if event.type == "transcript.text.segment"] == ["A", "B"]
    assert events[-1].type == "transcript.text.done"


async def test_the_replies_themselves(wire: Wire, stand_in: StandIn) -> None:
    """By every way to ask for them, each gives what the method gives, and the text is that of the reply."""
    audio = wire.client(base_url=stand_in.url).audio
    sound = (await done(audio.speech.create(model="m", voice="alloy", input=TEXT, response_format="wav"))).content
    for raw in (audio.with_raw_response, audio.transcriptions.with_raw_response):
        create = raw.transcriptions.create if hasattr(raw, "transcriptions") else raw.create
        found = await done(create(file=sound, model="m", response_format="text"))
        assert (found.status_code, found.parse()) == (200, f"{TEXT}\n")
    found = await done(audio.translations.with_raw_response.create(file=sound, model="m"))
    assert found.parse().text == TEXT
    streamed = audio.with_streaming_response
    for create in (streamed.transcriptions.create, streamed.translations.create):
        async with entered(create(file=sound, model="m", response_format="text")) as response:
            assert await done(response.text()) == f"{TEXT}\n"
    for one in (audio.transcriptions, audio.translations):
        async with entered(one.with_streaming_response.create(file=sound, model="m")) as response:
            assert (await done(response.parse())).text == TEXT


async def test_audio_that_is_elsewhere(wire: Wire, stand_in: StandIn) -> None:
    """By its address, and inside the request, which is then JSON."""
    client = wire.client(base_url=stand_in.url)
    found = await done(client.audio.transcriptions.create(model="m", url="https://host/a.wav", language="de"))
    assert found.text == "I heard https://host/a.wav."
    sound = (await spoken(client, response_format="wav")).content
    inline = {"data": base64.b64encode(sound).decode(), "format": "wav"}
    found = await done(client.audio.transcriptions.create(model="m", input_audio=inline, diarize=True))
    assert found.text == TEXT
    assert stand_in.last.json()["diarize"] is True


async def test_a_form_is_laid_out_as_servers_read_it(wire: Wire, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"ID3 sound")
    server.answer(reply({"text": "Hi"}))
    options = {"timestamp_granularities": ["word"], "chunking_strategy": {"type": "server_vad"}, "temperature": 0}
    await written(wire.client(), path, response_format="verbose_json", **options)
    request = server.requests[0]
    assert (request.method, request.target) == ("POST", "/v1/audio/transcriptions")
    assert form(request) == [
        ("model", None, b"m"),
        ("response_format", None, b"verbose_json"),
        ("timestamp_granularities[]", None, b"word"),
        ("chunking_strategy", None, b'{"type":"server_vad"}'),
        ("temperature", None, b"0"),
        ("file", "a.mp3", b"ID3 sound"),
    ]


async def test_a_file_goes_up_again_when_the_server_fails(wire: Wire, server: Server, waits: list[float]) -> None:
    server.answer(reply({"error": "busy"}, 503), reply({"text": "Hi"}))
    assert (await written(wire.client(max_retries=1), io.BytesIO(b"fLaC sound"))).text == "Hi"
    assert [form(request)[-1] for request in server.requests] == [("file", "audio.flac", b"fLaC sound")] * 2
    assert len(waits) == 1


async def test_a_stream_that_is_cut_tells_what_came(wire: Wire, server: Server) -> None:
    piece = event({"type": "transcript.text.delta", "delta": "Hel"})
    start = head(200, "content-type: text/event-stream", "transfer-encoding: chunked") + chunked(piece)
    server.answer([start, CLOSE], start + LAST_CHUNK)
    for _ in range(2):
        stream = await written(wire.client(), stream=True)
        assert (await following(stream)).delta == "Hel"
        with pytest.raises(APIConnectionError) as caught:
            await following(stream)
        assert caught.value.partial.text == "Hel"


# -- speech ------------------------------------------------------------------------------------------------------------


async def test_speech_in_memory_as_it_comes_and_in_events(wire: Wire, stand_in: StandIn, tmp_path: Path) -> None:
    """The same bytes by every way."""
    client = wire.client(base_url=stand_in.url)
    asked: dict[str, Any] = {"model": "m", "voice": {"id": "v"}, "input": TEXT, "response_format": "pcm"}
    sound = await done(client.audio.speech.create(**asked))
    assert len(sound) == round(len(TEXT) * 0.02 * 24_000) * 2
    assert list(sound.iter_bytes(10_000)) == [sound.content[at : at + 10_000] for at in range(0, len(sound), 10_000)]
    async with entered(await done(client.audio.speech.stream(**asked))) as stream:
        assert b"".join([piece async for piece in each(stream)]) == sound.content
    stream = await done(client.audio.speech.stream(**asked))
    assert await done(stream.save(tmp_path / "a.pcm")) == len(sound)
    assert (tmp_path / "a.pcm").read_bytes() == sound.content
    stream = await done(client.audio.speech.stream(**asked, stream_format="sse"))
    assert await done(stream.read()) == sound.content
    async with entered(client.audio.speech.with_streaming_response.create(**asked)) as response:
        assert response.headers["content-type"] == "audio/pcm"
        await done(response.stream_to_file(tmp_path / "b.pcm"))
    assert (tmp_path / "b.pcm").read_bytes() == sound.content
    raw = await done(client.audio.speech.with_raw_response.create(**asked))
    assert raw.parse().content == sound.content
    for way in ({"stream_format": "sse"}, {"stream": True}):
        events = [event async for event in each(await done(client.audio.speech.create(**asked, **way)))]
        deltas = [event for event in events if isinstance(event, SpeechAudioDeltaEvent)]
        assert b"".join(delta.bytes() for delta in deltas) == sound.content
        assert events[-1].type == "speech.audio.done"
        assert events[-1].usage.total_tokens > 0


async def test_sound_is_given_as_it_is_made(wire: Wire, server: Server) -> None:
    """The first piece is there while the server still makes the second."""
    hold = Hold()
    start = head(200, "content-type: audio/mpeg", "transfer-encoding: chunked")
    server.answer([start + chunked(b"ID3" + bytes(100)), hold, chunked(b"more") + LAST_CHUNK])
    stream = await done(wire.client().audio.speech.stream(model="m", voice="alloy", input="Hi"))
    assert await following(stream) == b"ID3" + bytes(100)
    hold.release()
    assert await done(stream.read()) == b"more"
    assert not hold.expired
    assert server.requests[0].header("accept") == "application/octet-stream"


@pytest.mark.parametrize("body", [{"error": {"message": "voice not found"}}, {"detail": "voice not found"}])
async def test_an_error_is_never_taken_for_sound(wire: Wire, server: Server, tmp_path: Path, body: Any) -> None:
    """By none of the ways, though it comes with success; no file is made of it."""
    server.always(reply(body, kind="audio/mpeg"))
    client, path = wire.client(), tmp_path / "a.mp3"
    asked = {"model": "m", "voice": "nobody", "input": "Hi"}
    with pytest.raises(APIError, match="voice not found"):
        await done(client.audio.speech.create(**asked))
    stream = await done(client.audio.speech.stream(**asked))
    with pytest.raises(APIError, match="voice not found"):
        await done(stream.save(path))
    async with entered(client.audio.speech.with_streaming_response.create(**asked)) as response:
        with pytest.raises(APIError, match="voice not found"):
            await done(response.stream_to_file(path))
    with pytest.raises(APIError, match="voice not found"):
        await following(await done(client.audio.speech.create(**asked, stream_format="sse")))
    assert list(tmp_path.iterdir()) == []


async def test_sound_that_is_cut_leaves_no_file(wire: Wire, server: Server, tmp_path: Path) -> None:
    server.answer([head(200, "content-type: audio/mpeg", "content-length: 1000") + b"ID3" + bytes(200), CLOSE])
    stream = await done(wire.client().audio.speech.stream(model="m", voice="alloy", input="Hi"))
    with pytest.raises(APIConnectionError):
        await done(stream.save(tmp_path / "a.mp3"))
    assert list(tmp_path.iterdir()) == []


async def test_base64_comes_out_as_bytes(wire: Wire, server: Server) -> None:
    """Mistral answers JSON, or events with a name of its own for the audio."""
    server.answer(reply({"audio_data": "SUQzBAAA"}), reply({"audio_data": "SUQzBAAA"}))
    client = wire.client()
    assert (await done(client.audio.speech.create(model="m", voice_id="v", input="Hi"))).content == b"ID3\x04\x00\x00"
    assert json.loads(server.requests[0].body) == {"model": "m", "voice_id": "v", "input": "Hi"}
    stream = await done(client.audio.speech.stream(model="m", input="Hi"))
    assert await done(stream.read()) == b"ID3\x04\x00\x00"
    sent = event({"type": "speech.audio.delta", "audio_data": "SUQz"}) + DONE
    server.answer(reply(sent, kind="text/event-stream"))
    stream = await done(client.audio.speech.stream(model="m", input="Hi", stream=True))
    assert await done(stream.read()) == b"ID3"


# -- what the stand-in refuses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"input": ""}, "input"),
        ({"input": "x" * 4097}, "input"),
        ({"extra_body": {"input": 5}}, "input"),
        ({"extra_body": {"input": None}}, "input"),
        ({"voice": None}, "voice"),
        ({"voice": {"name": "a"}}, "voice"),
        ({"response_format": "midi"}, "response_format"),
        ({"speed": 5}, "speed"),
        ({"extra_body": {"speed": "fast"}}, "speed"),
        ({"extra_body": {"stream_format": "xml"}}, "stream_format"),
        ({"extra_body": {"model": 5}}, "model"),
        ({"extra_body": {"tempo": 5}}, "tempo"),
    ],
)
def test_the_stand_in_refuses_speech(stand_in: StandIn, options: dict[str, Any], param: str) -> None:
    """As OpenAI does, by the field that is wrong."""
    asked = {"model": "m", "voice": "alloy", "input": "Hi", **options}
    with oaicompat.Client(base_url=stand_in.url) as client, pytest.raises(BadRequestError) as caught:
        client.audio.speech.create(**asked)
    assert caught.value.param == param


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"file": ("a.txt", b"x")}, "file"),
        ({"file": b"nobody knows"}, "file"),
        ({"response_format": "docx"}, "response_format"),
        ({"extra_body": {"tempo": 5}}, "tempo"),
        ({"file": None, "input_audio": {"data": "%", "format": "wav"}}, "input_audio.data"),
        ({"file": None, "input_audio": {"format": "wav"}}, "input_audio"),
        ({"file": None, "input_audio": {"data": "", "format": "wav"}}, "input_audio"),
        ({"file": None, "input_audio": {"url": "https://host/a.wav"}, "extra_body": {"model": None}}, "model"),
        ({"file": None, "input_audio": {"url": "https://host/a.wav"}, "extra_body": {"input_audio": 5}}, "input_audio"),
    ],
)
def test_the_stand_in_refuses_transcriptions(stand_in: StandIn, options: dict[str, Any], param: str) -> None:
    """As OpenAI does, by the field that is wrong."""
    asked = {"model": "m", "file": ("a.wav", b"RIFF"), **options}
    with oaicompat.Client(base_url=stand_in.url) as client, pytest.raises(BadRequestError) as caught:
        client.audio.transcriptions.create(**asked)
    assert caught.value.param == param


def test_the_stand_in_needs_an_audio_and_knows_its_models() -> None:
    """A form without a file is refused, and so is a model that is not served; bytes of any kind are heard."""
    with StandIn(models=["whisper"]) as server, oaicompat.Client(base_url=server.url) as client:
        create = client.audio.transcriptions.create
        with pytest.raises(BadRequestError, match="Missing required parameter: 'file'"):
            create(model="whisper", url="")
        with pytest.raises(NotFoundError):
            create(model="other", file=b"x")
        assert create(model="whisper", file=bytes(16_000)).text == "I heard upload, 1.0 seconds of it."


# -- what servers do ---------------------------------------------------------------------------------------------------


def _rows() -> list[Any]:
    file = SHARED / "quirks" / "quirks.jsonl"
    if not file.exists():
        why = "the collection of habits is not beside the checkout (OAICOMPAT_SHARED says where it is)"
        return [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    return [pytest.param(row, id=row["id"]) for row in rows if row["area"] == "audio"]


#: Expectations that are not met, and why.
OTHERWISE = {"aud-text-but-json": ({"usage"}, "who asks for text gets a string, which has no token counts")}


@pytest.mark.parametrize("row", _rows())
async def test_habits_of_servers(wire: Wire, server: Server, row: dict[str, Any]) -> None:
    """What each row of the collection expects of an ideal client holds, but for what stands in the table above."""
    content = (
        base64.b64decode(row["body_b64"]) if row.get("body_b64") else (row["body_bytes"] or '{"text": ""}').encode()
    )
    server.answer(reply(content, row["status"], kind=row["headers"]["content-type"]))
    client, expected = wire.client(), row["expect"]
    if expected["kind"] == "error":
        with pytest.raises(getattr(oaicompat, expected["raises"]), match=expected["message_contains"]) as caught:
            await _asked(client, row)
        assert caught.value.code == expected.get("code", caught.value.code)
        return
    if expected["kind"] == "request":
        await written(client, **expected["call"])
        sent = {name: content.decode() for name, filename, content in form(server.requests[0]) if filename is None}
        assert expected["wire_present"]["form"].items() <= sent.items()
        return
    checks = _checks(await _asked(client, row), expected)
    assert {name for name, holds in checks.items() if not holds} == OTHERWISE.get(row["id"], (set(), ""))[0]


async def _asked(client: Any, row: dict[str, Any]) -> Any:
    """What the public API gives: an object or text, or the events of a stream beside what they add up to."""
    options = row.get("request", {})
    if row["request_path"].endswith("/speech"):
        found = await spoken(client, **options)
        return [event async for event in each(found)] if row["stream"] else found
    if row["request_path"].endswith("/transcriptions"):
        if not row["stream"]:
            return await written(client, **options)
        stream = await written(client, **options, stream=True)
        return [event async for event in each(stream)], await done(stream.get_final_transcription())
    stream = await done(client.chat.completions.create(model="m", messages=[], stream=True))
    return await done(stream.get_final_completion())


def _checks(found: Any, expected: dict[str, Any]) -> dict[str, bool]:
    if expected["kind"] == "raw":
        return _raw_checks(found, expected)
    if expected["kind"] == "chat_stream":
        message = found.choices[0].message
        wanted = expected["audio"]
        pieces = [base64.b64decode(piece) for piece in wanted["data_b64_pieces"]]
        return {
            "content": message.content is None or message.content == "",
            "audio": (message.audio.id, message.audio.transcript, message.audio.expires_at)
            == (wanted["id"], wanted["transcript"], wanted["expires_at"]),
            "data": base64.b64decode(message.audio.data) == b"".join(pieces),
            "finish_reason": found.choices[0].finish_reason == expected["finish_reason"],
        }
    events, whole = found if isinstance(found, tuple) else ([], found)
    data = {} if isinstance(whole, str) else whole.to_dict()
    checks = {"text": (whole if isinstance(whole, str) else whole.text) == expected["text"]}
    if "deltas" in expected:
        checks["deltas"] = [one.delta for one in events if one.type == "transcript.text.delta"] == expected["deltas"]
    if "usage" in expected:
        checks["usage"] = expected["usage"].items() <= (data.get("usage") or {}).items()
    for name in ("language", "duration"):
        if name in expected:
            checks[name] = getattr(whole, name) == expected[name]
    if "words" in expected:
        checks["words"] = len(whole.words) == expected["words"]
    if expected.get("segments"):
        pairs = zip(whole.segments, expected["segments"], strict=True)
        checks["segments"] = all(wanted.items() <= segment.to_dict().items() for segment, wanted in pairs)
    elif "segments" in expected:
        checks["segments"] = whole.segments is None
    for path, value in expected.get("extra", {}).items():
        here: Any = data
        for step in path.replace("[", ".").replace("]", "").split("."):
            here = here[int(step)] if step.isdecimal() else here[step]
        checks[path] = here == value
    return checks


def _raw_checks(found: Any, expected: dict[str, Any]) -> dict[str, bool]:
    wanted = base64.b64decode(expected["bytes_b64"])
    if not isinstance(found, list):
        return {"bytes": found.content == wanted}
    *deltas, last = found
    return {
        "bytes": b"".join(delta.bytes() for delta in deltas) == wanted,
        "usage": expected["usage"].items() <= last.usage.to_dict().items(),
    }


def _captures() -> list[Any]:
    found = sorted((SHARED / "captures").glob("*/speech.json"))
    if not found:
        why = "the collection of captures is not beside the checkout (OAICOMPAT_SHARED says where it is)"
        return [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]
    return [pytest.param(path, id=path.parent.name) for path in found]


@pytest.mark.parametrize("path", _captures())
async def test_captured_speech(wire: Wire, server: Server, path: Path) -> None:
    """What real servers answered: sound as it is, and where there is no such route, their words."""
    said = json.loads(path.read_text())["response"]
    content = path.with_suffix(".body").read_bytes()
    kind = {name.lower(): value for name, value in said["headers"].items()}["content-type"]
    server.answer(reply(content, said["status"], kind=kind))
    if said["status"] == 200:
        assert (await spoken(wire.client())).content == content
        return
    with pytest.raises(NotFoundError, match=r"(?i)not ?found"):
        await spoken(wire.client())
