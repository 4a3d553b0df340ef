"""The place where the openai SDK has these types; ours are in `response`."""

from oaicompat.types.responses.response import InputTokensDetails, OutputTokensDetails, ResponseUsage

__all__ = ["InputTokensDetails", "OutputTokensDetails", "ResponseUsage"]
