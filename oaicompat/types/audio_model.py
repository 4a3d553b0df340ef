"""The place where the openai SDK has this type; ours is in `audio.params`."""

from oaicompat.types.audio.params import TranscriptionModel as AudioModel

__all__ = ["AudioModel"]
