"""The types of chat completions: requests as TypedDicts, replies as pydantic models, under the openai SDK's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.types.chat.chat_completion import ChatCompletion as ChatCompletion

__all__ = ["ChatCompletion"]
