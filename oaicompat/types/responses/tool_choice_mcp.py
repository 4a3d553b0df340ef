"""The openai SDK's model for writing a choice of tools; ours is a typed dictionary in `tool_param`."""

from oaicompat.types.responses.tool_param import ToolChoiceMcpParam as ToolChoiceMcp

__all__ = ["ToolChoiceMcp"]
