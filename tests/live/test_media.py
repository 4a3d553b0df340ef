"""Images, speech, transcription and moderation, as aimock speaks them."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from oaicompat import APIStatusError, NotFoundError

from .asking import Async, Sync
from .servers import MODEL, Server, servers_with

pytestmark = pytest.mark.live
Ask = Sync | Async

PNG = b"\x89PNG\r\n\x1a\n"
#: A second of nothing, which aimock does not look at.
WAV = (
    b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data"
)


# -- images ------------------------------------------------------------------------------------------------------------


@servers_with("media")
def test_an_image(ask: Ask, server: Server) -> None:
    """Its bytes, in base64."""
    reply = ask(lambda client: client.images.generate(model=MODEL, prompt="a cat", response_format="b64_json"))

    (image,) = reply.data
    assert b64decode(image.b64_json).startswith(PNG)
    assert reply.created > 1_700_000_000
    assert reply.usage is None


@servers_with("media")
def test_an_edited_image(ask: Ask, server: Server, tmp_path: Path) -> None:
    """Uploaded from memory and from the disk."""
    file = tmp_path / "cat.png"
    file.write_bytes(PNG)
    for image in (PNG, file, ("cat.png", PNG, "image/png"), [PNG, file]):
        reply = ask(lambda client, image=image: client.images.edit(model=MODEL, image=image, prompt="a hat"))
        assert b64decode(reply.data[0].b64_json).startswith(PNG)


@servers_with("media")
def test_an_image_streamed(ask: Ask, server: Server) -> None:
    """A server that answers at once gives the last event, and that is the image."""
    events = ask.items(lambda client: client.images.generate(model=MODEL, prompt="a cat", stream=True))

    assert events[-1].type == "image_generation.completed"
    assert b64decode(events[-1].b64_json).startswith(PNG)


@servers_with("media")
def test_a_variation_that_is_not_there(ask: Ask, server: Server) -> None:
    """aimock has none, and says nothing about it."""
    with pytest.raises(NotFoundError, match="the reply has no body"):
        ask(lambda client: client.images.create_variation(model=MODEL, image=PNG))


# -- audio -------------------------------------------------------------------------------------------------------------


def spoken(**options: Any) -> dict[str, Any]:
    """The keywords of a call for speech."""
    return {"model": MODEL, "input": "hello", "voice": "alloy", **options}


@servers_with("media")
def test_speech(ask: Ask, server: Server, tmp_path: Path) -> None:
    """The bytes, what they are, and a file of them."""
    speech = ask(lambda client: client.audio.speech.create(**spoken()))

    assert speech.content.startswith(b"ID3")
    assert speech.content_type == "audio/mpeg"
    assert speech.request_id
    speech.write_to_file(tmp_path / "hello.mp3")
    assert (tmp_path / "hello.mp3").read_bytes() == speech.content


@servers_with("media")
def test_speech_as_it_comes(ask: Ask, server: Server) -> None:
    """The same bytes."""
    whole = ask(lambda client: client.audio.speech.create(**spoken()))
    pieces = ask.items(lambda client: client.audio.speech.stream(**spoken()))

    assert b"".join(pieces) == whole.content


def heard(**options: Any) -> dict[str, Any]:
    """The keywords of a call for a transcription."""
    return {"model": "whisper-1", "file": ("hello.wav", WAV), **options}


@servers_with("media")
def test_a_transcription(ask: Ask, server: Server) -> None:
    """What was said; with its words, or as text alone."""
    plain = ask(lambda client: client.audio.transcriptions.create(**heard()))
    verbose = ask(lambda client: client.audio.transcriptions.create(**heard(response_format="verbose_json")))
    text = ask(lambda client: client.audio.transcriptions.create(**heard(response_format="text")))

    assert plain.text == verbose.text == "Hello world"
    assert text.strip() == "Hello world"
    assert (verbose.language, verbose.duration) == ("en", 1.0)
    assert [(word.word, word.start, word.end) for word in verbose.words] == [("Hello", 0, 0.5), ("world", 0.5, 1)]
    assert [segment.text for segment in verbose.segments] == ["Hello world"]


@servers_with("media")
def test_a_transcription_of_a_file(ask: Ask, server: Server, tmp_path: Path) -> None:
    """From the disk, by its path."""
    file = tmp_path / "hello.wav"
    file.write_bytes(WAV)

    assert ask(lambda client: client.audio.transcriptions.create(**heard(file=file))).text == "Hello world"


@servers_with("media")
def test_a_transcription_streamed(ask: Ask, server: Server) -> None:
    """A server that answers at once gives the last event; the stream has the text all the same."""
    events, final = ask.followed(
        lambda client: client.audio.transcriptions.create(**heard(stream=True)), "get_final_transcription"
    )

    assert events[-1].type == "transcript.text.done"
    assert events[-1].text == final.text == "Hello world"


@servers_with("media")
def test_a_translation_that_is_not_there(ask: Ask, server: Server) -> None:
    """The server's words are told."""
    with pytest.raises(APIStatusError, match="No fixture matched"):
        ask(lambda client: client.audio.translations.create(**heard()))


# -- moderation --------------------------------------------------------------------------------------------------------


@servers_with("media")
def test_a_moderation(ask: Ask, server: Server) -> None:
    """Nothing is wrong with a greeting; categories whose names are no Python names can be reached."""
    reply = ask(lambda client: client.moderations.create(input="hello"))

    (result,) = reply.results
    assert result.flagged is False
    assert result.categories.self_harm_intent is False
    assert result.category_scores.hate_threatening == 0
    assert reply.id.startswith("modr-")
    assert "self-harm/intent" in reply.to_dict()["results"][0]["categories"]
