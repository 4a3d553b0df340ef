"""The place where the openai SDK has these types; ours are in `chat.params`."""

from oaicompat.types.chat.params import (
    FunctionDefinition,
    FunctionParameters,
    ResponseFormatJSONObject,
    ResponseFormatJSONSchema,
    ResponseFormatText,
)

__all__ = [
    "FunctionDefinition",
    "FunctionParameters",
    "ResponseFormatJSONObject",
    "ResponseFormatJSONSchema",
    "ResponseFormatText",
]
