"""The place where the openai SDK has this type; ours is `ChatModel`, in `shared.chat_model`."""

from oaicompat.types.shared.chat_model import ChatModel as ResponsesModel

__all__ = ["ResponsesModel"]
