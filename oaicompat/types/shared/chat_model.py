"""The models that chat."""

from typing import TypeAlias

__all__ = ["ChatModel"]

ChatModel: TypeAlias = str
"""The id of a model: each server has its own, which `models.list()` tells."""
