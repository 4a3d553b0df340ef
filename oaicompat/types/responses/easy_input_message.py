"""The openai SDK's model for writing a message; ours is a typed dictionary in `response_input_item_param`."""

from oaicompat.types.responses.response_input_item_param import EasyInputMessageParam as EasyInputMessage

__all__ = ["EasyInputMessage"]
