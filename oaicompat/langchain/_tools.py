"""Tools and the choice among them, as the wire has them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal, cast

from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from oaicompat.errors import CompatibilityWarning

__all__ = ["ChoiceKind", "tool_choice_of", "wire_tools"]

Json = dict[str, Any]
ChoiceKind = Literal["auto", "none", "required", "specific"]

#: What a LangChain tool's `extras` may add to its definition (cache marks of Anthropic behind gateways and the like).
_EXTRAS = ("cache_control", "defer_loading", "eager_input_streaming")


def wire_tools(
    tools: Sequence[Mapping[str, Any] | type | Callable[..., Any] | BaseTool], *, strict: bool | None = None
) -> list[Json]:
    """The definitions of tools: functions, classes, LangChain's tools, or dicts in OpenAI's or Anthropic's form."""
    return [_wire_tool(tool, strict) for tool in tools]


def _wire_tool(tool: Mapping[str, Any] | type | Callable[..., Any] | BaseTool, strict: bool | None) -> Json:
    if isinstance(tool, Mapping):
        if isinstance(kind := tool.get("type"), str) and kind != "object" and kind != "function":
            return dict(tool)  # a tool of the server's own, or a custom one
        found = convert_to_openai_tool(dict(tool), strict=strict)
        return {**found, "cache_control": tool["cache_control"]} if "cache_control" in tool else found
    found = convert_to_openai_tool(tool, strict=strict)
    extras = getattr(tool, "extras", None) if isinstance(tool, BaseTool) else None
    return {**found, **{name: extras[name] for name in _EXTRAS if name in extras}} if extras else found


def _name(tool: Json) -> str | None:
    inner = tool.get(tool.get("type", ""))
    name = inner.get("name") if isinstance(inner, Mapping) else tool.get("name")
    return name if isinstance(name, str) else None


def tool_choice_of(
    asked: str | bool | Mapping[str, Any] | None, tools: Sequence[Json], supported: Collection[str] | None
) -> str | Json | None:
    """The `tool_choice` of a request, None for none.

    Args:
        asked: "auto", "none", "any" or "required" (or True), the name of a tool, or a dict in OpenAI's or Anthropic's
            form; None and False ask for nothing.
        tools: the definitions of the tools.
        supported: which kinds the server takes, None if nobody said. What it does not take is asked for in the next
            best words, with a warning.

    Raises:
        ValueError: it names no tool that is there.
    """
    if asked is None or asked is False:
        return None
    if asked is True:
        choice: str | Json = "required"
    elif isinstance(asked, str):
        choice = _from_word(asked, tools)
    elif isinstance(asked, Mapping):
        choice = _from_dict(asked)
    else:
        raise TypeError(f"tool_choice must be a string, a dict or a bool, not {type(asked).__name__}")
    return choice if supported is None else _degraded(choice, tools, supported)


def _from_word(asked: str, tools: Sequence[Json]) -> str | Json:
    kinds = {name: tool.get("type", "function") for tool in tools if (name := _name(tool)) is not None}
    if asked in kinds:  # first: a tool may have any name
        kind = kinds[asked] if kinds[asked] in ("function", "custom") else "function"
        return {"type": kind, kind: {"name": asked}}
    if asked in ("any", "required"):
        return "required"
    if asked in ("auto", "none"):
        return asked
    known = ", ".join(kinds) or "none"
    raise ValueError(f"tool_choice {asked!r} is neither a word of the API nor the name of a tool; the tools: {known}")


def _from_dict(asked: Mapping[str, Any]) -> str | Json:
    kind = asked.get("type")
    if kind == "tool" and "name" in asked:  # Anthropic's
        return {"type": "function", "function": {"name": asked["name"]}}
    if kind in ("any", "auto", "none") and len(asked) == 1:
        return "required" if kind == "any" else cast("str", kind)
    if kind is None and "function" in asked:
        return {"type": "function", **asked}
    return dict(asked)


def _degraded(choice: str | Json, tools: Sequence[Json], supported: Collection[str]) -> str | Json | None:
    kind = choice if isinstance(choice, str) else "specific"
    if kind in supported or (isinstance(choice, dict) and choice.get("type") not in ("function", "custom")):
        return choice
    if kind == "specific" and "required" in supported and len(tools) == 1:
        return "required"  # the same thing
    if kind != "auto":
        words = (
            f"the tool is not forced: this server was said to take tool_choice {', '.join(supported) or 'not at all'}"
        )
        if kind == "none":
            words = "tool_choice 'none' is not sent: this server was said not to take it"
        warnings.warn(words, CompatibilityWarning, stacklevel=4)
    return None  # what a server does by itself is auto
