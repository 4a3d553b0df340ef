"""The openai SDK's model for writing a tool; ours is a typed dictionary in `tool_param`."""

from oaicompat.types.responses.tool_param import WebSearchToolParam as WebSearchTool

__all__ = ["WebSearchTool"]
