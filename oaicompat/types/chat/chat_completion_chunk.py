"""A piece of a streamed chat completion (OpenAI API reference, the chat completion chunk object).

These are the types that a stream builds thousands of. Each declared field costs about 1 % of a chunk even where it
is absent, so what few servers send is not a field but a property that reads the extras.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from oaicompat._reading import finish_of, flattened, reasoning_of
from oaicompat.types.base import Count, JSONText, Listed, Repairs, Text, WireObject, null_means, open_words, text_extra
from oaicompat.types.chat.chat_completion import ChoiceLogprobs, Finish, FinishReason
from oaicompat.types.chat.moderation import ChatCompletionModeration
from oaicompat.types.completion_usage import CompletionUsage

__all__ = [
    "ChatCompletionChunk",
    "Choice",
    "ChoiceDelta",
    "ChoiceDeltaFunctionCall",
    "ChoiceDeltaToolCall",
    "ChoiceDeltaToolCallFunction",
    "ChoiceLogprobs",
]


class ChoiceDeltaFunctionCall(WireObject):
    """A piece of a call in the legacy form."""

    arguments: JSONText | None = None
    name: str | None = None


class ChoiceDeltaToolCallFunction(WireObject):
    """A piece of a function call: the name comes once, the arguments in fragments to be joined."""

    arguments: JSONText = ""
    name: str | None = None


class ChoiceDeltaToolCall(WireObject):
    """A piece of a tool call; pieces of one call have the same `index`."""

    # Not a Count: an index of null counts as not given, or two calls would become one; it is placed like one.
    index: Annotated[int, null_means(lambda: -1)] = 0
    id: str | None = None
    function: Annotated[ChoiceDeltaToolCallFunction, null_means(ChoiceDeltaToolCallFunction)] = Field(
        default_factory=ChoiceDeltaToolCallFunction
    )
    type: Annotated[Literal["function"] | str, open_words] | None = None


class ChoiceDelta(WireObject):
    """What a chunk adds to an answer."""

    repairs: ClassVar[Repairs] = {"content": flattened}

    content: str | None = None
    role: Annotated[Literal["developer", "system", "user", "assistant", "tool"] | str, open_words] | None = None
    tool_calls: list[ChoiceDeltaToolCall] | None = None

    @property
    def refusal(self) -> str | None:
        """A piece of a refusal; None if the chunk holds none."""
        return text_extra(self, "refusal")

    @property
    def function_call(self) -> ChoiceDeltaFunctionCall | None:
        """A piece of a call in the legacy form; None if the chunk holds none."""
        call = (self.__pydantic_extra__ or {}).get("function_call")
        if not isinstance(call, dict):
            return None
        name, arguments = call.get("name"), call.get("arguments")
        return ChoiceDeltaFunctionCall(
            name=name if isinstance(name, str) else None,
            arguments=arguments if isinstance(arguments, str) else "",
        )

    @property
    def reasoning(self) -> str | None:
        """A piece of the model's thinking, whichever field the server put it in; None if the chunk holds none."""
        extras = self.__pydantic_extra__
        return reasoning_of(extras) if extras else None

    @property
    def reasoning_content(self) -> str | None:
        """The thinking as DeepSeek's API names it; the same as `reasoning`."""
        return self.reasoning

    @property
    def reasoning_details(self) -> list[dict[str, Any]] | None:
        """The thinking in pieces, with signatures, as OpenRouter sends it; None if the chunk holds none."""
        details = (self.__pydantic_extra__ or {}).get("reasoning_details")
        return details if isinstance(details, list) else None


def _delta_of(delta: Any) -> ChoiceDelta:
    """A delta of another shape: bare text is its content (seen behind small proxies)."""
    return ChoiceDelta(content=delta) if isinstance(delta, str) else ChoiceDelta()


class Choice(WireObject):
    """A piece of one of the answers."""

    repairs: ClassVar[Repairs] = {"delta": _delta_of}

    delta: Annotated[ChoiceDelta, null_means(ChoiceDelta)] = Field(default_factory=ChoiceDelta)
    finish_reason: FinishReason | None = None
    """Why the answer ended, in the server's own word; None before its last piece."""
    index: Count = 0
    logprobs: ChoiceLogprobs | None = None

    @property
    def finish(self) -> Finish | None:
        """Why the answer ended, whatever the server calls it; None if the chunk does not say."""
        return finish_of(self.finish_reason, has_calls=bool(self.delta.tool_calls))


class ChatCompletionChunk(WireObject):
    """A piece of a streamed completion: one event of the stream."""

    id: Text = ""
    choices: Listed[Choice] = []
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    model: Text = ""
    object: Annotated[Literal["chat.completion.chunk"] | str, open_words] = "chat.completion.chunk"
    usage: CompletionUsage | None = None

    @property
    def service_tier(self) -> Literal["auto", "default", "flex", "scale", "priority", "fast"] | str | None:
        """The processing tier that served the call; None if the server does not say."""
        return text_extra(self, "service_tier")

    @property
    def system_fingerprint(self) -> str | None:
        """What marks the backend's configuration; None if the server does not say."""
        return text_extra(self, "system_fingerprint")

    @property
    def obfuscation(self) -> str | None:
        """Random padding that hides the chunk's size; None if there is none."""
        return text_extra(self, "obfuscation")

    @property
    def moderation(self) -> ChatCompletionModeration | None:
        """Moderation results; None if the chunk holds none."""
        found = (self.__pydantic_extra__ or {}).get("moderation")
        return ChatCompletionModeration.model_validate(found) if isinstance(found, dict) else None
