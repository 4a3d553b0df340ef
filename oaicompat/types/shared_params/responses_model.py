"""The place where the openai SDK has this type; ours is in `shared.responses_model`."""

from oaicompat.types.shared.responses_model import ResponsesModel

__all__ = ["ResponsesModel"]
