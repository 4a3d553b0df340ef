"""The place where the openai SDK has this type; ours is in `tool_param`."""

from oaicompat.types.responses.tool_param import ToolChoiceTypesParam

__all__ = ["ToolChoiceTypesParam"]
