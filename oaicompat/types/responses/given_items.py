"""The items that a response was made of: messages of yours, and what your tools gave, as a server repeats them.

Imported when the first of them comes. Annotations are evaluated here, not kept as strings: it halves the time that a
class takes to define.
"""

from typing import Annotated, Any, ClassVar, Literal

from oaicompat.types.base import Listed, Repairs, Text, WireObject, null_means, open_words
from oaicompat.types.responses.items import (
    Caller,
    ItemStatus,
    Phase,
    ResponseOutputRefusal,
    ResponseOutputText,
    ResponseReasoningText,
    ResponseSummaryText,
)
from oaicompat.types.responses.tagged import Other, Tagged

__all__ = [
    "CallOutput",
    "ContentPart",
    "ResponseComputerScreenshot",
    "ResponseCustomToolCallOutputItem",
    "ResponseFunctionToolCallOutputItem",
    "ResponseInputAudio",
    "ResponseInputFile",
    "ResponseInputImage",
    "ResponseInputMessageItem",
    "ResponseInputText",
    "ResponseText",
]


class ResponseText(WireObject):
    """Text, whoever wrote it."""

    type: Literal["text"] = "text"
    text: Text = ""


class ResponseInputText(WireObject):
    """Text of yours."""

    type: Literal["input_text"] = "input_text"
    text: Text = ""
    prompt_cache_breakpoint: dict[str, Any] | None = None


class ResponseInputImage(WireObject):
    """An image of yours: an address or a `data:` URL, or a file that was uploaded."""

    type: Literal["input_image"] = "input_image"
    detail: Annotated[Literal["low", "high", "auto", "original"] | str, open_words] | None = None
    image_url: str | None = None
    file_id: str | None = None
    prompt_cache_breakpoint: dict[str, Any] | None = None


class ResponseInputFile(WireObject):
    """A file of yours: its bytes in base64, an address, or one that was uploaded."""

    type: Literal["input_file"] = "input_file"
    detail: Annotated[Literal["auto", "low", "high"] | str, open_words] | None = None
    file_data: str | None = None
    file_id: str | None = None
    file_url: str | None = None
    filename: str | None = None
    prompt_cache_breakpoint: dict[str, Any] | None = None


class ResponseInputAudio(WireObject):
    """A recording of yours; `input_audio` has its bytes in base64 and their format."""

    type: Literal["input_audio"] = "input_audio"
    input_audio: dict[str, Any] | None = None


class ResponseComputerScreenshot(WireObject):
    """What a computer's screen showed."""

    type: Literal["computer_screenshot"] = "computer_screenshot"
    detail: Annotated[Literal["low", "high", "auto", "original"] | str, open_words] | None = None
    image_url: str | None = None
    file_id: str | None = None
    prompt_cache_breakpoint: dict[str, Any] | None = None


#: A part of a content, whoever wrote it.
ContentPart = Annotated[
    ResponseOutputText
    | ResponseOutputRefusal
    | ResponseReasoningText
    | ResponseSummaryText
    | ResponseText
    | ResponseInputText
    | ResponseInputImage
    | ResponseInputFile
    | ResponseInputAudio
    | ResponseComputerScreenshot
    | Other,
    Tagged(
        {
            "items": {
                "output_text": "ResponseOutputText",
                "refusal": "ResponseOutputRefusal",
                "reasoning_text": "ResponseReasoningText",
                "summary_text": "ResponseSummaryText",
            },
            "given_items": {
                "text": "ResponseText",
                "input_text": "ResponseInputText",
                "input_image": "ResponseInputImage",
                "input_file": "ResponseInputFile",
                "input_audio": "ResponseInputAudio",
                "computer_screenshot": "ResponseComputerScreenshot",
            },
        }
    ),
]


def _given(content: Any) -> list[Any]:
    """The parts of a content that is bare text."""
    return [ResponseInputText(text=content)] if isinstance(content, str) else []


class ResponseInputMessageItem(WireObject):
    """What the model was told, as the server keeps it."""

    repairs: ClassVar[Repairs] = {"content": _given}

    type: Literal["message"] = "message"
    id: Text = ""
    role: Annotated[
        Literal["user", "system", "developer", "unknown", "assistant", "critic", "discriminator", "tool"] | str,
        open_words,
    ] = "user"
    content: Listed[ContentPart] = []
    status: ItemStatus | None = None
    phase: Phase | None = None


#: What a tool gave: text, or parts.
CallOutput = Annotated[str | list[ContentPart], null_means(str)]


class ResponseFunctionToolCallOutputItem(WireObject):
    """What a function gave."""

    type: Literal["function_call_output"] = "function_call_output"
    id: Text = ""
    call_id: Text = ""
    output: CallOutput = ""
    name: str | None = None
    namespace: str | None = None
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None


class ResponseCustomToolCallOutputItem(WireObject):
    """What a custom tool gave."""

    type: Literal["custom_tool_call_output"] = "custom_tool_call_output"
    id: Text = ""
    call_id: Text = ""
    output: CallOutput = ""
    caller: Caller | None = None
    status: ItemStatus | None = None
    created_by: str | None = None
