"""The place where the openai SDK has this type; ours is in `hosted_items`."""

from oaicompat.types.responses.hosted_items import ResponseFunctionShellCallOutputContent

__all__ = ["ResponseFunctionShellCallOutputContent"]
