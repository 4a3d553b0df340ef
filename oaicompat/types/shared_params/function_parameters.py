"""The place where the openai SDK has this type; ours is in `chat.params`."""

from oaicompat.types.chat.params import FunctionParameters

__all__ = ["FunctionParameters"]
