"""The place where the openai SDK has this type; ours is in `params`."""

from oaicompat.types.chat.params import ChatCompletionPredictionContentParam

__all__ = ["ChatCompletionPredictionContentParam"]
