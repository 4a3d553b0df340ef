"""The client as LangChain's models: `pip install "oaicompat[langchain]"`.

    from oaicompat.langchain import ChatOpenAICompatible

    model = ChatOpenAICompatible(model="qwen3-8b", base_url="http://localhost:8000/v1")
    print(model.invoke("Hello").content)

Nothing else of this package imports LangChain, and nothing here imports the openai SDK or tiktoken.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if find_spec("langchain_core") is None:
    raise ImportError("oaicompat.langchain needs langchain-core: pip install 'oaicompat[langchain]'")

if TYPE_CHECKING:
    from oaicompat.langchain.chat_models import ChatOpenAICompatible
    from oaicompat.langchain.embeddings import OpenAICompatibleEmbeddings
    from oaicompat.langchain.factories import (
        CompatibilityOptions,
        create_openai_compatible_embedding,
        create_openai_compatible_model,
    )

__all__ = [
    "ChatOpenAICompatible",
    "CompatibilityOptions",
    "OpenAICompatibleEmbeddings",
    "create_openai_compatible_embedding",
    "create_openai_compatible_model",
]

if not TYPE_CHECKING:  # found when asked for: who embeds needs no chat model
    _HOMES = {
        "ChatOpenAICompatible": "chat_models",
        "CompatibilityOptions": "factories",
        "OpenAICompatibleEmbeddings": "embeddings",
        "create_openai_compatible_embedding": "factories",
        "create_openai_compatible_model": "factories",
    }

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
