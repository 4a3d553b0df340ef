"""The place where the openai SDK has these types; ours are in `hosted_items`."""

from oaicompat.types.responses.hosted_items import FileSearchResult as Result
from oaicompat.types.responses.hosted_items import ResponseFileSearchToolCall

__all__ = ["ResponseFileSearchToolCall", "Result"]
