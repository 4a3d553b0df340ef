"""The place where the openai SDK has this type; ours is in `given_items`."""

from oaicompat.types.responses.given_items import ResponseInputText

__all__ = ["ResponseInputText"]
