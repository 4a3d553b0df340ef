"""The place where the openai SDK has this type; ours is in `items`."""

from oaicompat.types.responses.items import ResponseCustomToolCall as ResponseCustomToolCallItem

__all__ = ["ResponseCustomToolCallItem"]
