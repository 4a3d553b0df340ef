"""The openai SDK's model for writing a format; ours is a typed dictionary in `chat.params`."""

from oaicompat.types.chat.params import ResponseFormatJSONObject

__all__ = ["ResponseFormatJSONObject"]
