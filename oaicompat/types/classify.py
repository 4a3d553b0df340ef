"""What `classify` takes and gives (vLLM's API server, ``POST /classify``; SGLang's ``POST /v1/classify``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from oaicompat.types.base import Count, Listed, Result, Text, WireObject, open_words
from oaicompat.types.completion_usage import CompletionUsage
from oaicompat.types.pooling import PromptOptions

__all__ = ["ClassifyData", "ClassifyOptions", "ClassifyResponse"]


class ClassifyOptions(PromptOptions, total=False):
    """The optional keywords of `classify`: `input` or `messages`, and how to read it."""

    rid: str | Sequence[str] | None
    """An id of your own for the request, or one for each input (SGLang)."""


class ClassifyData(WireObject):
    """The class of one input."""

    index: Count = 0
    """The input's position in the request."""
    label: str | None = None
    """The likeliest class; None if the model has no names for its classes."""
    probs: Listed[float] = []
    """The likelihood of each class, in the model's order; without the activation they are its raw outputs."""
    num_classes: Count = 0


class ClassifyResponse(Result):
    """The class of each input."""

    id: Text = ""
    object: Annotated[Literal["list"] | str, open_words] = "list"
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    model: Text = ""
    data: Listed[ClassifyData] = []
    usage: CompletionUsage | None = None
