"""The place where the openai SDK has these types; ours are in `chat.params`."""

from oaicompat.types.chat.params import JSONSchema, ResponseFormatJSONSchema

__all__ = ["JSONSchema", "ResponseFormatJSONSchema"]
