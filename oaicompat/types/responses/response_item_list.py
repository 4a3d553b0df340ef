"""The items that a response was made of, in pages (OpenAI API reference, list input items)."""

from oaicompat.types.pages import Page
from oaicompat.types.responses.response_output_item import ResponseItem

__all__ = ["ResponseItemList"]


class ResponseItemList(Page[ResponseItem]):
    """A page of items; iterating goes on to the pages after it."""
