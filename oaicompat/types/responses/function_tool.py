"""The place where the openai SDK has this type; ours is in `tool`."""

from oaicompat.types.responses.tool import FunctionTool

__all__ = ["FunctionTool"]
