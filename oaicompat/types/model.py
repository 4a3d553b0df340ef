"""The models that a server offers (OpenAI API reference, models)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from oaicompat.types.base import Count, Listed, Result, Text, open_words

__all__ = ["Model", "ModelList"]


class Model(Result):
    """A model's card. Whatever else a server tells (context length, pricing, ...) is kept as an attribute."""

    id: Text = ""
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    object: Annotated[Literal["model"] | str, open_words] = "model"
    owned_by: Text = ""
    shutdown_date: str | None = None


class ModelList(Result):
    """The models of a server; iterating gives each card."""

    object: Annotated[Literal["list"] | str, open_words] = "list"
    data: Listed[Model] = []

    def __iter__(self) -> Iterator[Model]:  # type: ignore[override]  # pydantic iterates fields; a list iterates items
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)
