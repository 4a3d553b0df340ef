"""Log probabilities of tokens (OpenAI API reference, the chat completion object's `logprobs`)."""

from __future__ import annotations

from oaicompat.types.base import Listed, Text, WireObject

__all__ = ["ChatCompletionTokenLogprob", "TopLogprob"]


class TopLogprob(WireObject):
    """A token that could have stood there, its log probability (minus infinity if the server gives none), its bytes."""

    token: Text = ""
    logprob: float = float("-inf")
    bytes: list[int] | None = None


class ChatCompletionTokenLogprob(WireObject):
    """A token of the answer, its log probability, its UTF-8 bytes, and the likeliest others."""

    token: Text = ""
    logprob: float = float("-inf")
    bytes: list[int] | None = None
    top_logprobs: Listed[TopLogprob] = []
