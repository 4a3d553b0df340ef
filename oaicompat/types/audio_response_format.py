"""The place where the openai SDK has this type; ours is in `audio.params`."""

from oaicompat.types.audio.params import TranscriptionFormat as AudioResponseFormat

__all__ = ["AudioResponseFormat"]
