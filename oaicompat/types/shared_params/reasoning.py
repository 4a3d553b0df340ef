"""The place where the openai SDK has this type; ours is in `responses.params`."""

from oaicompat.types.responses.params import Reasoning

__all__ = ["Reasoning"]
