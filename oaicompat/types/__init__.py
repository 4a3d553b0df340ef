"""The types of requests and replies, a module for each family of endpoints, under the openai SDK's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.types import chat
    from oaicompat.types.completion_usage import CompletionUsage
    from oaicompat.types.model import Model, ModelList
    from oaicompat.types.server import Detokenized, Health, ServerVersion, Tokenized

__all__ = ["chat", "CompletionUsage", "Detokenized", "Health", "Model", "ModelList", "ServerVersion", "Tokenized"]

if not TYPE_CHECKING:
    _HOME = {"CompletionUsage": "completion_usage", "Model": "model", "ModelList": "model"}

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        if name == "chat":
            return import_module(f"{__name__}.chat")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME.get(name, 'server')}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
