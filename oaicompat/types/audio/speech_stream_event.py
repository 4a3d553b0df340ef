"""The events of streamed speech (OpenAI API reference, speech stream events)."""

from __future__ import annotations

import base64
import builtins
from typing import Literal, TypeAlias

from oaicompat.errors import APIError
from oaicompat.types.base import Count, Text, WireObject

__all__ = [
    "SpeechAudioDeltaEvent",
    "SpeechAudioDoneEvent",
    "SpeechStreamEvent",
    "OtherSpeechEvent",
    "SpeechUsage",
    "SpeechUsageInputTokenDetails",
    "audio_bytes",
]


def audio_bytes(text: str) -> bytes:
    """The bytes of base64 text, which may lack its padding, hold line ends or be a data: URL. Raises ValueError."""
    text = "".join(text.partition(",")[2].split() if text.startswith("data:") else text.split())
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


class SpeechAudioDeltaEvent(WireObject):
    """A piece of the audio."""

    audio: Text = ""
    """The piece in base64."""
    type: Literal["speech.audio.delta"] = "speech.audio.delta"

    def bytes(self) -> builtins.bytes:
        """The piece itself. Raises APIError if it is no base64."""
        try:
            return audio_bytes(self.audio)
        except ValueError:
            raise APIError(f"the audio of a {self.type} event is not base64: {self.audio[:40]!r}") from None


class SpeechUsageInputTokenDetails(WireObject):
    """What the input's tokens were (vLLM)."""

    audio_tokens: int | None = None
    text_tokens: int | None = None


class SpeechUsage(WireObject):
    """How many tokens the speech took."""

    input_tokens: Count = 0
    output_tokens: Count = 0
    total_tokens: Count = 0
    input_token_details: SpeechUsageInputTokenDetails | None = None


class SpeechAudioDoneEvent(WireObject):
    """The audio is complete."""

    type: Literal["speech.audio.done"] = "speech.audio.done"
    usage: SpeechUsage | None = None


class OtherSpeechEvent(WireObject):
    """An event that the API reference does not have. Its fields are attributes, as the server named them.

    `type` is the same for all of them, so that type checkers can tell the others by theirs; a dump has the server's.
    """

    type: Literal["other"] = "other"
    kind: Text = ""
    """The server's own word: its `type`, or else the name of the server-sent event."""


SpeechStreamEvent: TypeAlias = SpeechAudioDeltaEvent | SpeechAudioDoneEvent | OtherSpeechEvent
"""What streamed speech consists of; `type` tells which."""
