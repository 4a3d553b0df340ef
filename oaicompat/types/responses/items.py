"""The items of a response that every server sends: messages, thinking, and calls of your own tools.

Names and shapes are those of the OpenAI API reference (the response object's `output`). Annotations are evaluated
here, not kept as strings: it halves the time that a class takes to define.
"""

from typing import Annotated, Any, ClassVar, Literal

from oaicompat.types.base import Count, JSONText, Listed, Repairs, Text, WireObject, open_words
from oaicompat.types.responses.tagged import Other, Tagged

__all__ = [
    "Annotation",
    "AnnotationContainerFileCitation",
    "AnnotationFileCitation",
    "AnnotationFilePath",
    "AnnotationURLCitation",
    "Caller",
    "ItemStatus",
    "Logprob",
    "LogprobTopLogprob",
    "OutputPart",
    "Phase",
    "ResponseCustomToolCall",
    "ResponseFunctionToolCall",
    "ResponseOtherItem",
    "ResponseOutputMessage",
    "ResponseOutputRefusal",
    "ResponseOutputText",
    "ResponseReasoningItem",
    "ResponseReasoningText",
    "ResponseSummaryText",
]

ItemStatus = Annotated[Literal["in_progress", "completed", "incomplete"] | str, open_words]
Phase = Annotated[Literal["commentary", "final_answer"] | str, open_words]


class ResponseOtherItem(Other):
    """An item of a kind that this library does not know; what it holds are attributes."""


# -------------------------------------------------------------------------------------------- parts of a content


class AnnotationFileCitation(WireObject):
    """A file that the text cites; `index` is its place in the list of files."""

    type: Literal["file_citation"] = "file_citation"
    file_id: Text = ""
    filename: Text = ""
    index: Count = 0


class AnnotationURLCitation(WireObject):
    """A web page that the text cites; `start_index` and `end_index` are character positions in the text."""

    type: Literal["url_citation"] = "url_citation"
    url: Text = ""
    title: Text = ""
    start_index: Count = 0
    end_index: Count = 0


class AnnotationContainerFileCitation(WireObject):
    """A file of a container that the text cites; `start_index` and `end_index` are character positions."""

    type: Literal["container_file_citation"] = "container_file_citation"
    container_id: Text = ""
    file_id: Text = ""
    filename: Text = ""
    start_index: Count = 0
    end_index: Count = 0


class AnnotationFilePath(WireObject):
    """A file that was made; `index` is its place in the list of files."""

    type: Literal["file_path"] = "file_path"
    file_id: Text = ""
    index: Count = 0


_ANNOTATIONS = Tagged(
    {
        "items": {
            "file_citation": "AnnotationFileCitation",
            "url_citation": "AnnotationURLCitation",
            "container_file_citation": "AnnotationContainerFileCitation",
            "file_path": "AnnotationFilePath",
        }
    }
)
Annotation = Annotated[
    AnnotationFileCitation | AnnotationURLCitation | AnnotationContainerFileCitation | AnnotationFilePath | Other,
    _ANNOTATIONS,
]


class LogprobTopLogprob(WireObject):
    """A token that could have stood there, its log probability (minus infinity if the server gives none), its bytes."""

    token: Text = ""
    logprob: float = float("-inf")
    bytes: list[int] | None = None


class Logprob(WireObject):
    """A token of the text, its log probability, its UTF-8 bytes, and the likeliest others."""

    token: Text = ""
    logprob: float = float("-inf")
    bytes: list[int] | None = None
    top_logprobs: Listed[LogprobTopLogprob] = []


class ResponseOutputText(WireObject):
    """Text that the model wrote."""

    type: Literal["output_text"] = "output_text"
    text: Text = ""
    annotations: Listed[Annotation] = []
    logprobs: list[Logprob] | None = None


class ResponseOutputRefusal(WireObject):
    """Why the model does not do what it was asked."""

    type: Literal["refusal"] = "refusal"
    refusal: Text = ""


class ResponseReasoningText(WireObject):
    """The model's thinking itself."""

    type: Literal["reasoning_text"] = "reasoning_text"
    text: Text = ""


class ResponseSummaryText(WireObject):
    """A summary of the model's thinking."""

    type: Literal["summary_text"] = "summary_text"
    text: Text = ""


_PARTS = Tagged(
    {
        "items": {
            "output_text": "ResponseOutputText",
            "refusal": "ResponseOutputRefusal",
            "reasoning_text": "ResponseReasoningText",
            "summary_text": "ResponseSummaryText",
        }
    }
)
#: A part of what the model wrote.
OutputPart = Annotated[
    ResponseOutputText | ResponseOutputRefusal | ResponseReasoningText | ResponseSummaryText | Other, _PARTS
]


# ---------------------------------------------------------------------------------------------------- messages


def _written(content: Any) -> list[Any]:
    """The parts of a content that is bare text."""
    return [ResponseOutputText(text=content)] if isinstance(content, str) else []


class ResponseOutputMessage(WireObject):
    """What the model answered."""

    repairs: ClassVar[Repairs] = {"content": _written}

    type: Literal["message"] = "message"
    id: Text = ""
    role: Annotated[Literal["assistant"] | str, open_words] = "assistant"
    content: Listed[Annotated[ResponseOutputText | ResponseOutputRefusal | Other, _PARTS]] = []
    status: ItemStatus | None = None
    phase: Phase | None = None
    """Whether it is said on the way, or is the answer."""


class ResponseReasoningItem(WireObject):
    """What the model thought: in full, in summary, or encrypted, to be sent back."""

    type: Literal["reasoning"] = "reasoning"
    id: Text = ""
    summary: Listed[Annotated[ResponseSummaryText | Other, _PARTS]] = []
    content: list[Annotated[ResponseReasoningText | Other, _PARTS]] | None = None
    encrypted_content: str | None = None
    status: ItemStatus | None = None

    @property
    def text(self) -> str | None:
        """The thinking in full if the server shows it, else its summary; None if there is neither."""
        for parts, end in ((self.content, ""), (self.summary, "\n\n")):
            if text := end.join(found for part in parts or () if isinstance(found := getattr(part, "text", None), str)):
                return text
        return None


# --------------------------------------------------------------------------------------------- your own tools


class Caller(WireObject):
    """Who made a call: the model itself ("direct"), or a program that it wrote, whose id is `caller_id`."""

    type: Annotated[Literal["direct", "program"] | str, open_words] = "direct"
    caller_id: str | None = None


class ResponseFunctionToolCall(WireObject):
    """A function that the model wants called; answer with a `function_call_output` of the same `call_id`."""

    type: Literal["function_call"] = "function_call"
    id: str | None = None
    call_id: Text = ""
    name: Text = ""
    arguments: JSONText = ""
    """The arguments as the model wrote them: JSON text, though nothing makes sure that it is valid."""
    namespace: str | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None


class ResponseCustomToolCall(WireObject):
    """A custom tool that the model wants called; answer with a `custom_tool_call_output` of the same `call_id`."""

    type: Literal["custom_tool_call"] = "custom_tool_call"
    id: str | None = None
    call_id: Text = ""
    name: Text = ""
    input: Text = ""
    """What the model wrote, free text."""
    namespace: str | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None
