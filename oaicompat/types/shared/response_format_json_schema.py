"""The openai SDK's models for writing a format; ours are typed dictionaries in `chat.params`."""

from oaicompat.types.chat.params import JSONSchema, ResponseFormatJSONSchema

__all__ = ["JSONSchema", "ResponseFormatJSONSchema"]
