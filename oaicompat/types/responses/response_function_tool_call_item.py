"""The place where the openai SDK has this type; ours is in `items`."""

from oaicompat.types.responses.items import ResponseFunctionToolCall as ResponseFunctionToolCallItem

__all__ = ["ResponseFunctionToolCallItem"]
