"""The place where the openai SDK has this type; ours is in `response`."""

from oaicompat.types.responses.response import ResponsePrompt

__all__ = ["ResponsePrompt"]
