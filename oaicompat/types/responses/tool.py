"""Tools as a response repeats them (OpenAI API reference, the response object's `tools` and `tool_choice`)."""

from typing import Annotated, Any, Literal

from oaicompat.types.base import Listed, Text, WireObject, open_words
from oaicompat.types.responses.tagged import Other, Tagged

__all__ = ["CustomTool", "FunctionTool", "Tool", "ToolChoice"]


class FunctionTool(WireObject):
    """A function of yours that the model may call."""

    type: Literal["function"] = "function"
    name: Text = ""
    description: str | None = None
    parameters: dict[str, Any] | None = None
    """JSON schema of the arguments."""
    strict: bool | None = None
    output_schema: dict[str, Any] | None = None
    defer_loading: bool | None = None
    allowed_callers: list[str] | None = None


class CustomTool(WireObject):
    """A tool of yours that takes free text."""

    type: Literal["custom"] = "custom"
    name: Text = ""
    description: str | None = None
    format: dict[str, Any] | None = None
    defer_loading: bool | None = None
    allowed_callers: list[str] | None = None


#: A tool; those that run at the server have their settings as attributes.
Tool = Annotated[
    FunctionTool | CustomTool | Other,
    Tagged({"tool": {"function": "FunctionTool", "custom": "CustomTool"}}),
]


class ToolChoice(WireObject):
    """The tool, or the tools, that the model had to choose."""

    type: Annotated[
        Literal[
            "allowed_tools",
            "function",
            "custom",
            "mcp",
            "file_search",
            "web_search_preview",
            "web_search_preview_2025_03_11",
            "computer",
            "computer_use",
            "computer_use_preview",
            "image_generation",
            "code_interpreter",
            "programmatic_tool_calling",
            "apply_patch",
            "shell",
        ]
        | str,
        open_words,
    ] = ""
    name: str | None = None
    mode: Annotated[Literal["auto", "required"] | str, open_words] | None = None
    tools: Listed[dict[str, Any]] = []
    server_label: str | None = None
