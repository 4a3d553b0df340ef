"""The place where the openai SDK has these types; ours are in `params`."""

from oaicompat.types.responses.params import ContextManagement, StreamOptions
from oaicompat.types.responses.params import ResponseRequest as ResponseCreateParams

__all__ = ["ContextManagement", "ResponseCreateParams", "StreamOptions"]
