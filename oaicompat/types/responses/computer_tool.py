"""The openai SDK's model for writing a tool; ours is a typed dictionary in `tool_param`."""

from oaicompat.types.responses.tool_param import ComputerToolParam as ComputerTool

__all__ = ["ComputerTool"]
