"""Moderation results that come with a completion (OpenAI API reference, the completion's `moderation`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

from oaicompat.types.base import Listed, Text, WireObject, open_words

__all__ = [
    "ChatCompletionModeration",
    "ChatCompletionModerationError",
    "ChatCompletionModerationResults",
    "ModerationResultBody",
]


class ModerationResultBody(WireObject):
    """The verdict on one input: per category a verdict, a score from 0 to 1, and the kinds of input it is about."""

    type: Annotated[Literal["moderation_result"] | str, open_words] = "moderation_result"
    model: Text = ""
    flagged: bool | None = None
    categories: dict[str, bool] | None = None
    category_scores: dict[str, float] | None = None
    category_applied_input_types: dict[str, list[str]] | None = None


class ChatCompletionModerationResults(WireObject):
    """Verdicts, one an input."""

    type: Literal["moderation_results"] = "moderation_results"
    model: Text = ""
    results: Listed[ModerationResultBody] = []


class ChatCompletionModerationError(WireObject):
    """Why there is no verdict."""

    type: Literal["error"] = "error"
    code: Text = ""
    message: Text = ""


def _kind(value: Any) -> str:
    given = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return "error" if given == "error" else "results"


_Outcome = Annotated[
    Annotated[ChatCompletionModerationResults, Tag("results")] | Annotated[ChatCompletionModerationError, Tag("error")],
    Discriminator(_kind),
]


class ChatCompletionModeration(WireObject):
    """Verdicts on what went in and what came out."""

    input: _Outcome | None = None
    output: _Outcome | None = None
