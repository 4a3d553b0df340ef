"""The models that make images."""

from typing import Literal, TypeAlias

__all__ = ["ImageModel"]

ImageModel: TypeAlias = (
    Literal[
        "gpt-image-1.5",
        "gpt-image-2",
        "gpt-image-2-2026-04-21",
        "dall-e-2",
        "dall-e-3",
        "gpt-image-1",
        "gpt-image-1-mini",
        "chatgpt-image-latest",
    ]
    | str
)
"""The models of OpenAI; other servers have others."""
