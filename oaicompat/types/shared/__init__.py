"""The place where the openai SDK has the types that several families share.

What a request is written with is a typed dictionary here; there it is a model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.types.shared.all_models import AllModels
    from oaicompat.types.shared.chat_model import ChatModel
    from oaicompat.types.shared.function_definition import FunctionDefinition
    from oaicompat.types.shared.function_parameters import FunctionParameters
    from oaicompat.types.shared.metadata import Metadata
    from oaicompat.types.shared.reasoning import Reasoning
    from oaicompat.types.shared.reasoning_effort import ReasoningEffort
    from oaicompat.types.shared.response_format_json_object import ResponseFormatJSONObject
    from oaicompat.types.shared.response_format_json_schema import ResponseFormatJSONSchema
    from oaicompat.types.shared.response_format_text import ResponseFormatText
    from oaicompat.types.shared.responses_model import ResponsesModel

__all__ = [
    "AllModels",
    "ChatModel",
    "FunctionDefinition",
    "FunctionParameters",
    "Metadata",
    "Reasoning",
    "ReasoningEffort",
    "ResponseFormatJSONObject",
    "ResponseFormatJSONSchema",
    "ResponseFormatText",
    "ResponsesModel",
]

if not TYPE_CHECKING:
    _HOME = {
        "AllModels": "all_models",
        "ChatModel": "chat_model",
        "FunctionDefinition": "function_definition",
        "FunctionParameters": "function_parameters",
        "Metadata": "metadata",
        "Reasoning": "reasoning",
        "ReasoningEffort": "reasoning_effort",
        "ResponseFormatJSONObject": "response_format_json_object",
        "ResponseFormatJSONSchema": "response_format_json_schema",
        "ResponseFormatText": "response_format_text",
        "ResponsesModel": "responses_model",
    }

    def __getattr__(name):
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
