"""The place where the openai SDK has these types; ours are in `items`."""

from oaicompat.types.responses.items import (
    ResponseReasoningItem,
)
from oaicompat.types.responses.items import (
    ResponseReasoningText as Content,
)
from oaicompat.types.responses.items import (
    ResponseSummaryText as Summary,
)

__all__ = ["Content", "ResponseReasoningItem", "Summary"]
