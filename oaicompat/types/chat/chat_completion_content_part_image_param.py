"""The place where the openai SDK has these types; ours are in `params`."""

from oaicompat.types.chat.params import ChatCompletionContentPartImageParam, ImageURL

__all__ = ["ChatCompletionContentPartImageParam", "ImageURL"]
