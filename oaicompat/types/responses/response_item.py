"""The place where the openai SDK has this type; ours is in `response_output_item`."""

from oaicompat.types.responses.response_output_item import ResponseItem

__all__ = ["ResponseItem"]
