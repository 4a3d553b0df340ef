"""The place where the openai SDK has these types; ours are in `params`."""

from oaicompat.types.audio.params import SpeechCreateParams, Voice, VoiceID

__all__ = ["SpeechCreateParams", "Voice", "VoiceID"]
