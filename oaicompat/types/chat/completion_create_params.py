"""The place where the openai SDK has these types; ours are in `params`."""

from oaicompat.types.chat.params import ResponseFormat, WebSearchOptions

__all__ = ["ResponseFormat", "WebSearchOptions"]
