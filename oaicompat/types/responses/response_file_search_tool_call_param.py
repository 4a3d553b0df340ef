"""The place where the openai SDK has this type; ours is in `response_input_item_param`."""

from oaicompat.types.responses.response_input_item_param import ResponseFileSearchToolCallParam

__all__ = ["ResponseFileSearchToolCallParam"]
