"""The assistant's message in a reply, and what it may hold (OpenAI API reference, the chat completion object)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar, overload

from pydantic import Discriminator, Field, Tag

from oaicompat._reading import flattened, reasoning_of
from oaicompat.types.base import Count, JSONObjectText, JSONText, Repairs, Text, WireObject, null_means, open_words

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = [
    "Annotation",
    "AnnotationURLCitation",
    "ChatCompletionAudio",
    "ChatCompletionMessage",
    "ChatCompletionMessageCustomToolCall",
    "ChatCompletionMessageFunctionToolCall",
    "ChatCompletionMessageToolCall",
    "ChatCompletionMessageToolCallUnion",
    "Custom",
    "Function",
    "FunctionCall",
]

T = TypeVar("T")


class Function(WireObject):
    """A function that the model wants called."""

    name: Text = ""
    arguments: JSONObjectText = ""
    """The arguments as the model wrote them: JSON text, though nothing makes sure that it is valid. Null is "{}"."""

    @overload
    def arguments_as(self, kind: type[T] | TypeAdapter[T]) -> T: ...
    @overload
    def arguments_as(self, kind: Any) -> Any: ...
    def arguments_as(self, kind: Any) -> Any:
        """The arguments as a value of a type: a model, a dataclass, a TypedDict, or what else pydantic knows.

        Raises StructuredOutputError, which says what is wrong, if they are none.
        """
        from oaicompat._typed_json import arguments_as  # for those who ask

        return arguments_as(kind, self.arguments, name=self.name)


class ChatCompletionMessageFunctionToolCall(WireObject):
    """A call of a function tool."""

    id: Text = ""
    type: Literal["function"] = "function"
    function: Function = Field(default_factory=Function)


class Custom(WireObject):
    """A custom tool that the model wants called, with free text as its input."""

    name: Text = ""
    input: Text = ""


class ChatCompletionMessageCustomToolCall(WireObject):
    """A call of a custom tool."""

    id: Text = ""
    type: Literal["custom"] = "custom"
    custom: Custom = Field(default_factory=Custom)


def _kind(value: Any) -> str:
    given = value.get("type") if isinstance(value, Mapping) else getattr(value, "type", None)
    return "custom" if given == "custom" else "function"


#: As the openai SDK names it: most code means the function call by it.
ChatCompletionMessageToolCall = ChatCompletionMessageFunctionToolCall
ChatCompletionMessageToolCallUnion = Annotated[
    Annotated[ChatCompletionMessageFunctionToolCall, Tag("function")]
    | Annotated[ChatCompletionMessageCustomToolCall, Tag("custom")],
    Discriminator(_kind),
]


class FunctionCall(WireObject):
    """The call in the legacy form, before there were tools."""

    name: Text = ""
    arguments: JSONText = ""


class AnnotationURLCitation(WireObject):
    """A web page that the text cites; `start_index` and `end_index` are character positions in the content."""

    url: Text = ""
    title: Text = ""
    start_index: Count = 0
    end_index: Count = 0


class Annotation(WireObject):
    """A remark on the content, such as a citation."""

    type: Annotated[Literal["url_citation"] | str, open_words] = "url_citation"
    url_citation: AnnotationURLCitation | None = None


class ChatCompletionAudio(WireObject):
    """A spoken answer: `data` is base64, `expires_at` Unix seconds."""

    id: Text = ""
    data: Text = ""
    expires_at: Count = 0
    transcript: Text = ""


class ChatCompletionMessage(WireObject):
    """What the model answered. It may be appended to `messages` as it is."""

    repairs: ClassVar[Repairs] = {"content": flattened}

    content: str | None = None
    refusal: str | None = None
    role: Annotated[Literal["assistant"] | str, open_words, null_means(lambda: "assistant")] = "assistant"
    annotations: list[Annotation] | None = None
    audio: ChatCompletionAudio | None = None
    function_call: FunctionCall | None = None
    tool_calls: list[ChatCompletionMessageToolCallUnion] | None = None

    @property
    def reasoning(self) -> str | None:
        """The model's thinking, whichever field the server put it in; None if it gave none."""
        return reasoning_of(self.__pydantic_extra__ or {})

    @property
    def reasoning_content(self) -> str | None:
        """The thinking as DeepSeek's API names it; the same as `reasoning`."""
        return self.reasoning

    @property
    def reasoning_details(self) -> list[dict[str, Any]] | None:
        """The thinking in pieces, with signatures, as OpenRouter sends it; None if the server sent none."""
        details = (self.__pydantic_extra__ or {}).get("reasoning_details")
        return details if isinstance(details, list) else None
