"""The place where the openai SDK has this type; ours is in `shared.chat_model`."""

from oaicompat.types.shared.chat_model import ChatModel

__all__ = ["ChatModel"]
