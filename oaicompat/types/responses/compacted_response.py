"""A conversation made short (OpenAI API reference, compact a response)."""

from typing import Annotated, Literal

from oaicompat.types.base import Count, Listed, Result, Text, open_words
from oaicompat.types.responses.response import ResponseUsage
from oaicompat.types.responses.response_output_item import ResponseItem

__all__ = ["CompactedResponse"]


class CompactedResponse(Result):
    """What is left of a conversation: items to be sent as the beginning of the next input."""

    id: Text = ""
    object: Annotated[Literal["response.compaction"] | str, open_words] = "response.compaction"
    created_at: Count = 0
    """Unix seconds; 0 if the server does not say."""
    output: Listed[ResponseItem] = []
    usage: ResponseUsage | None = None
