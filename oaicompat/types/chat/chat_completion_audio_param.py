"""The place where the openai SDK has this type; ours is in `params`."""

from oaicompat.types.chat.params import ChatCompletionAudioParam

__all__ = ["ChatCompletionAudioParam"]
