"""The place where the openai SDK has this type; ours is in `hosted_items`."""

from oaicompat.types.responses.hosted_items import ResponseFunctionShellToolCallOutput

__all__ = ["ResponseFunctionShellToolCallOutput"]
