"""The place where the openai SDK has these types; ours are in `hosted_items`."""

from oaicompat.types.responses.hosted_items import OutputImage, OutputLogs, ResponseCodeInterpreterToolCall

__all__ = ["OutputImage", "OutputLogs", "ResponseCodeInterpreterToolCall"]
