"""The place where the openai SDK has these types; ours are in `transcription_stream_event` and `transcription`."""

from oaicompat.types.audio.transcription import Logprob, Usage
from oaicompat.types.audio.transcription_stream_event import TranscriptionTextDoneEvent

__all__ = ["Logprob", "TranscriptionTextDoneEvent", "Usage"]
