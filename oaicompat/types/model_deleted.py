"""What a server says after it deleted a model (OpenAI API reference, delete a fine-tuned model)."""

from __future__ import annotations

from typing import Annotated, Literal

from oaicompat.types.base import Result, Text, open_words

__all__ = ["ModelDeleted"]


class ModelDeleted(Result):
    """A model that is gone."""

    id: Text = ""
    deleted: bool | None = None
    """Whether the model is gone; None if the server does not say."""
    object: Annotated[Literal["model"] | str, open_words] = "model"
