"""A whole chat completion (OpenAI API reference, the chat completion object)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from oaicompat._reading import finish_of
from oaicompat.types.base import Count, Listed, Result, Text, WireObject, open_words
from oaicompat.types.chat.chat_completion_message import ChatCompletionMessage
from oaicompat.types.chat.chat_completion_token_logprob import ChatCompletionTokenLogprob
from oaicompat.types.chat.moderation import ChatCompletionModeration
from oaicompat.types.completion_usage import CompletionUsage

__all__ = ["ChatCompletion", "Choice", "ChoiceLogprobs", "Finish", "FinishReason"]

#: The words of the specification; servers have more.
FinishReason = Annotated[Literal["stop", "length", "tool_calls", "content_filter", "function_call"] | str, open_words]

#: The normalised words; a word that none of them fits stays as it is.
Finish = Literal["stop", "length", "tool_calls", "content_filter", "error"] | str


class ChoiceLogprobs(WireObject):
    """Log probabilities of the answer's tokens."""

    content: list[ChatCompletionTokenLogprob] | None = None
    refusal: list[ChatCompletionTokenLogprob] | None = None


class Choice(WireObject):
    """One of the answers."""

    finish_reason: FinishReason | None = None
    """Why the answer ended, in the server's own word."""
    index: Count = 0
    logprobs: ChoiceLogprobs | None = None
    message: ChatCompletionMessage = Field(default_factory=ChatCompletionMessage)

    @property
    def finish(self) -> Finish | None:
        """Why the answer ended, whatever the server calls it; None if it did not say."""
        return finish_of(self.finish_reason, has_calls=bool(self.message.tool_calls))


class ChatCompletion(Result):
    """A whole answer."""

    id: Text = ""
    choices: Listed[Choice] = []
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    model: Text = ""
    object: Annotated[Literal["chat.completion"] | str, open_words] = "chat.completion"
    metadata: dict[str, Any] | None = None
    moderation: ChatCompletionModeration | None = None
    service_tier: (
        Annotated[Literal["auto", "default", "flex", "scale", "priority", "fast"] | str, open_words] | None
    ) = None
    system_fingerprint: str | None = None
    usage: CompletionUsage | None = None
