"""Log probabilities of tokens (OpenAI API reference, the chat completion object's `logprobs`)."""

from __future__ import annotations

from typing import Annotated

from oaicompat.types.base import Listed, Text, WireObject, null_means

__all__ = ["ChatCompletionTokenLogprob", "TopLogprob"]


def _impossible() -> float:
    return float("-inf")


#: A natural logarithm; null is minus infinity, which JSON cannot write.
_Logprob = Annotated[float, null_means(_impossible)]


class TopLogprob(WireObject):
    """A token that could have stood there, its log probability, and its UTF-8 bytes."""

    token: Text = ""
    logprob: _Logprob = float("-inf")
    bytes: list[int] | None = None


class ChatCompletionTokenLogprob(WireObject):
    """A token of the answer, its log probability, its UTF-8 bytes, and the likeliest others."""

    token: Text = ""
    logprob: _Logprob = float("-inf")
    bytes: list[int] | None = None
    top_logprobs: Listed[TopLogprob] = []
