"""The place where the openai SDK has this type; ours is in `chat_completion_message`."""

from oaicompat.types.chat.chat_completion_message import ChatCompletionAudio

__all__ = ["ChatCompletionAudio"]
