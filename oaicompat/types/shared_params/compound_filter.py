"""The place where the openai SDK has this type; ours is in `responses.tool_param`."""

from oaicompat.types.responses.tool_param import CompoundFilter

__all__ = ["CompoundFilter"]
