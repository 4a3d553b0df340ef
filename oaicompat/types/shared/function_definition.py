"""The openai SDK's model for writing a function; ours is a typed dictionary in `chat.params`."""

from oaicompat.types.chat.params import FunctionDefinition

__all__ = ["FunctionDefinition"]
