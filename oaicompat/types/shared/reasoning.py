"""The place where the openai SDK has this type; ours is in `responses.response`."""

from oaicompat.types.responses.response import Reasoning

__all__ = ["Reasoning"]
