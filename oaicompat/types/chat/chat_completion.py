"""A whole chat completion (OpenAI API reference, the chat completion object)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from oaicompat._reading import finish_of
from oaicompat.types.base import Count, Listed, Result, Text, WireObject, open_words
from oaicompat.types.chat.chat_completion_message import ChatCompletionMessage, ChatCompletionMessageToolCallUnion
from oaicompat.types.chat.chat_completion_token_logprob import ChatCompletionTokenLogprob
from oaicompat.types.chat.moderation import ChatCompletionModeration
from oaicompat.types.completion_usage import CompletionUsage

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["ChatCompletion", "Choice", "ChoiceLogprobs", "Finish", "FinishReason", "SearchResult"]

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


class SearchResult(WireObject):
    """A page that a search found."""

    title: str | None = None
    url: str | None = None
    date: str | None = None
    snippet: str | None = None


def _search_result(fields: dict[str, Any]) -> SearchResult:
    fits = {name: value for name, value in fields.items() if isinstance(value, str) or name not in _SEARCH_FIELDS}
    return SearchResult.model_construct(None, **fits)


_SEARCH_FIELDS = frozenset({"title", "url", "date", "snippet"})
#: Unix seconds that are a date of this era; larger numbers count milliseconds.
_LATEST = 100_000_000_000


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

    @property
    def text(self) -> str:
        """The text of the first answer; "" if it has none."""
        return (self.choices[0].message.content or "") if self.choices else ""

    @property
    def reasoning(self) -> str | None:
        """The thinking of the first answer, whichever field the server put it in; None if it gave none."""
        return self.choices[0].message.reasoning if self.choices else None

    @property
    def tool_calls(self) -> list[ChatCompletionMessageToolCallUnion]:
        """The tools that the first answer wants called; empty if there are none."""
        return (self.choices[0].message.tool_calls or []) if self.choices else []

    @property
    def created_datetime(self) -> datetime | None:
        """When it was made, in UTC, also where a server counts milliseconds; None if it does not say."""
        from datetime import datetime, timezone  # most completions are never asked

        seconds = self.created / 1000 if self.created > _LATEST else self.created
        return datetime.fromtimestamp(seconds, timezone.utc) if 0 < seconds <= _LATEST else None

    @property
    def citations(self) -> list[str]:
        """The addresses that the answer draws on, as Perplexity and xAI list them beside the choices."""
        found = (self.__pydantic_extra__ or {}).get("citations")
        return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []

    @property
    def search_results(self) -> list[SearchResult]:
        """What a search for the answer found, as Perplexity and DashScope list it beside the choices."""
        extras = self.__pydantic_extra__ or {}
        found = extras.get("search_results")
        if found is None and isinstance(info := extras.get("search_info"), dict):
            found = info.get("search_results")
        return [_search_result(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []
