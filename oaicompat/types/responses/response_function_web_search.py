"""The place where the openai SDK has these types; ours are in `hosted_items`."""

from oaicompat.types.responses.hosted_items import (
    ActionFind,
    ActionOpenPage,
    ActionSearch,
    ActionSearchSource,
    ResponseFunctionWebSearch,
)

__all__ = ["ActionFind", "ActionOpenPage", "ActionSearch", "ActionSearchSource", "ResponseFunctionWebSearch"]
