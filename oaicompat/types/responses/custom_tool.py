"""The place where the openai SDK has this type; ours is in `tool`."""

from oaicompat.types.responses.tool import CustomTool

__all__ = ["CustomTool"]
