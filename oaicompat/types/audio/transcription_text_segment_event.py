"""The place where the openai SDK has this type; ours is in `transcription_stream_event`."""

from oaicompat.types.audio.transcription_stream_event import TranscriptionTextSegmentEvent

__all__ = ["TranscriptionTextSegmentEvent"]
