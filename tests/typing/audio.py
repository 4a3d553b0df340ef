"""How the public API of audio is meant to be used: mypy and pyright read this file, nobody runs it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from typing_extensions import assert_type

from oaicompat import AsyncClient, Client, Stream
from oaicompat._stream import AsyncByteStream, AsyncStream, AsyncTranscriptionStream, ByteStream, TranscriptionStream
from oaicompat.types.audio import (
    SpeechAudioDoneEvent,
    SpeechStreamEvent,
    Transcription,
    TranscriptionDiarized,
    TranscriptionSegment,
    TranscriptionStreamEvent,
    TranscriptionVerbose,
    TranscriptionWord,
    Translation,
    TranslationVerbose,
)
from oaicompat.types.binary import Binary


def transcribing(client: Client, form: str, flag: bool) -> None:
    """What comes back follows from the format."""
    create = client.audio.transcriptions.create
    assert_type(create(file=Path("a.wav"), model="whisper-1"), Transcription)
    assert_type(create(file="a.wav", model="m", response_format="json"), Transcription)
    assert_type(create(file=b"RIFF", model="m", response_format="text"), str)
    assert_type(create(file=io.BytesIO(), model="m", response_format="srt", stream=False), str)
    assert_type(create(file=("a.wav", b"RIFF"), model="m", response_format="vtt"), str)
    assert_type(create(file=("a.wav", b"RIFF", "audio/wav"), model="m", response_format="text", stream=None), str)
    verbose = create(file="a.wav", model="m", response_format="verbose_json", timestamp_granularities=["word"])
    assert_type(verbose, TranscriptionVerbose)
    assert_type(verbose.duration, float)
    assert_type(verbose.segments, list[TranscriptionSegment] | None)
    assert_type(verbose.words, list[TranscriptionWord] | None)
    diarized = create(file="a.wav", model="m", response_format="diarized_json", chunking_strategy="auto")
    assert_type(diarized, TranscriptionDiarized)
    assert_type(diarized.segments[0].speaker, str)
    assert_type(create(file="a.wav", model="m", stream=True), TranscriptionStream)
    assert_type(
        create(file="a.wav", model="m", response_format=form),
        Transcription | TranscriptionVerbose | TranscriptionDiarized | str,
    )
    assert_type(
        create(file="a.wav", model="m", stream=flag),
        Transcription | TranscriptionVerbose | TranscriptionDiarized | str | TranscriptionStream,
    )


def what_vendors_add(client: Client) -> None:
    """Keywords that only some servers know."""
    create = client.audio.transcriptions.create
    create(model="m", input_audio={"data": "UklGRg==", "format": "wav"}, provider={"zdr": True})
    create(model="m", url="https://example.com/a.wav")
    create(model="m", file_url="https://example.com/a.wav", diarize=True, context_bias=["Voxtral"])
    create(model="m", file="a.wav", stream_include_usage=True, vllm_xargs={"k": 1}, hotwords="vLLM", timeout=5)
    create(model="m", file="a.wav", chunking_strategy={"type": "server_vad", "threshold": 0.5}, include=["logprobs"])
    create(model="m", files="a.wav")  # type: ignore[call-overload]  # pyright: ignore  # a typo


def counting(reply: Transcription) -> int | float:
    """The kind of usage tells its fields."""
    if reply.usage is None:
        return 0
    if reply.usage.type == "tokens":
        return reply.usage.input_tokens
    return reply.usage.seconds


def reading_a_stream(stream: TranscriptionStream) -> None:
    """The type of an event tells its fields; an unknown one may have any."""
    for event in stream:
        assert_type(event, TranscriptionStreamEvent)
        if event.type == "transcript.text.delta":
            piece: str = event.delta
            print(piece)
        elif event.type == "transcript.text.segment":
            speaker: str = event.speaker
            print(speaker)
    assert_type(stream.text(), Iterator[str])
    assert_type(stream.get_final_transcription(), Transcription)


def translating(client: Client, form: str) -> None:
    """The formats are those of a transcription."""
    create = client.audio.translations.create
    assert_type(create(file="a.wav", model="whisper-1"), Translation)
    assert_type(create(file="a.wav", model="m", response_format="srt"), str)
    assert_type(create(file="a.wav", model="m", response_format="verbose_json"), TranslationVerbose)
    assert_type(create(file="a.wav", model="m", response_format=form), Translation | TranslationVerbose | str)
    assert_type(create(file="a.wav", model="m", stream=True), TranscriptionStream)


def speaking(client: Client, flag: bool) -> None:
    """Bytes in memory, bytes as they come, or events."""
    create = client.audio.speech.create
    assert_type(create(model="tts-1", voice="alloy", input="Hello"), Binary)
    assert_type(create(model="m", voice={"id": "voice_1"}, input="Hello", stream_format="audio"), Binary)
    assert_type(create(model="m", voice="a", input="Hello", stream_format="audio", stream=True), Binary)
    assert_type(create(model="m", input="Hello", ref_audio="data:...", task_type="Base", sample_rate=24000), Binary)
    assert_type(create(model="m", voice="a", input="Hello", stream_format="sse"), Stream[SpeechStreamEvent])
    assert_type(create(model="m", voice="a", input="Hello", stream=True), Stream[SpeechStreamEvent])
    assert_type(create(model="m", voice="a", input="Hello", stream=flag), Binary | Stream[SpeechStreamEvent])
    assert_type(client.audio.speech.stream(model="m", voice="a", input="Hello"), ByteStream)
    with client.audio.speech.stream(model="m", voice="a", input="Hello") as stream:
        for piece in stream:
            assert_type(piece, bytes)
        assert_type(stream.save("a.mp3"), int)
    with client.audio.speech.with_streaming_response.create(model="m", voice="a", input="Hello") as reply:
        reply.stream_to_file(Path("a.mp3"))
        assert_type(reply.iter_bytes(1024), Iterator[bytes])
    assert_type(client.audio.speech.with_raw_response.create(model="m", input="Hello").parse(), Binary)
    for event in create(model="m", voice="a", input="Hello", stream_format="sse"):
        if event.type == "speech.audio.delta":
            data: bytes = event.bytes()
            print(data)
        if isinstance(event, SpeechAudioDoneEvent) and event.usage is not None:
            assert_type(event.usage.total_tokens, int)
    raw = client.audio.transcriptions.with_raw_response.create(file="a.wav", model="m", response_format="srt")
    assert_type(raw.parse(), str)


async def in_async_code(client: AsyncClient) -> None:
    """The same, awaited."""
    audio = client.audio
    assert_type(await audio.transcriptions.create(file="a.wav", model="m"), Transcription)
    assert_type(await audio.transcriptions.create(file="a.wav", model="m", response_format="vtt"), str)
    stream = await audio.transcriptions.create(file="a.wav", model="m", stream=True)
    assert_type(stream, AsyncTranscriptionStream)
    assert_type(stream.text(), AsyncIterator[str])
    assert_type(await stream.get_final_transcription(), Transcription)
    assert_type(await audio.translations.create(file="a.wav", model="m", response_format="text"), str)
    assert_type(await audio.speech.create(model="m", voice="a", input="Hello"), Binary)
    events = await audio.speech.create(model="m", voice="a", input="Hello", stream_format="sse")
    assert_type(events, AsyncStream[SpeechStreamEvent])
    spoken = await audio.speech.stream(model="m", voice="a", input="Hello")
    assert_type(spoken, AsyncByteStream)
    async with spoken:
        assert_type(await spoken.save("a.mp3"), int)
    async with audio.speech.with_streaming_response.create(model="m", voice="a", input="Hello") as reply:
        await reply.stream_to_file("a.mp3")
