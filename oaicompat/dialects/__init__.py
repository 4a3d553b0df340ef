"""Servers' habits as data: what one is (`Dialect`), what is known of each server, and rules to make more of them.

`dataclasses.replace(VLLM, token_limit="max_tokens")` is a dialect of your own; `Client(dialect=...)` takes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.dialects.dialect import GENERIC, Dialect
    from oaicompat.dialects.known_china import (
        DASHSCOPE,
        DASHSCOPE_INTL,
        DEEPSEEK,
        MINIMAX,
        MINIMAX_CHINA,
        MOONSHOT,
        MOONSHOT_INTL,
        QIANFAN,
        SILICONFLOW,
        SILICONFLOW_INTL,
        VOLCENGINE,
        YI,
        ZAI,
        ZHIPU,
    )
    from oaicompat.dialects.known_clouds import (
        AI21,
        ANTHROPIC,
        AZURE,
        BEDROCK,
        CEREBRAS,
        CLOUDFLARE,
        COHERE,
        DATABRICKS,
        FIREWORKS,
        GEMINI,
        GROQ,
        HUGGINGFACE,
        MISTRAL,
        OPENAI,
        OPENROUTER,
        PERPLEXITY,
        TOGETHER,
        UPSTAGE,
        VERTEX,
        WRITER,
        XAI,
        YANDEX,
    )
    from oaicompat.dialects.known_servers import (
        ABSO,
        FASTCHAT,
        LITELLM,
        LLAMACPP,
        LMSTUDIO,
        LOCALAI,
        NIM,
        OLLAMA,
        SGLANG,
        TGI,
        VLLM,
        XINFERENCE,
        YUAN,
    )
    from oaicompat.dialects.rules import chat_rule, message_rule
    from oaicompat.dialects.table import providers
    from oaicompat.dialects.text_tool_calls import TextToolCalls, with_text_tool_calls
    from oaicompat.dialects.think_tags import ThinkTags, with_think_tags

__all__ = [
    "ABSO",
    "AI21",
    "ANTHROPIC",
    "AZURE",
    "BEDROCK",
    "CEREBRAS",
    "CLOUDFLARE",
    "COHERE",
    "DASHSCOPE",
    "DASHSCOPE_INTL",
    "DATABRICKS",
    "DEEPSEEK",
    "Dialect",
    "FASTCHAT",
    "FIREWORKS",
    "GEMINI",
    "GENERIC",
    "GROQ",
    "HUGGINGFACE",
    "LITELLM",
    "LLAMACPP",
    "LMSTUDIO",
    "LOCALAI",
    "MINIMAX",
    "MINIMAX_CHINA",
    "MISTRAL",
    "MOONSHOT",
    "MOONSHOT_INTL",
    "NIM",
    "OLLAMA",
    "OPENAI",
    "OPENROUTER",
    "PERPLEXITY",
    "QIANFAN",
    "SGLANG",
    "SILICONFLOW",
    "SILICONFLOW_INTL",
    "TGI",
    "TOGETHER",
    "TextToolCalls",
    "ThinkTags",
    "UPSTAGE",
    "VERTEX",
    "VLLM",
    "VOLCENGINE",
    "WRITER",
    "XAI",
    "XINFERENCE",
    "YANDEX",
    "YI",
    "YUAN",
    "ZAI",
    "ZHIPU",
    "chat_rule",
    "message_rule",
    "providers",
    "with_text_tool_calls",
    "with_think_tags",
]

if not TYPE_CHECKING:
    _HOMES = {
        "dialect": "Dialect GENERIC",
        "rules": "chat_rule message_rule",
        "table": "providers",
        "text_tool_calls": "TextToolCalls with_text_tool_calls",
        "think_tags": "ThinkTags with_think_tags",
    }
    _HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        if name in _HOME:
            value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        else:
            value = import_module(f"{__name__}.table").providers()[name.lower().replace("_", "-")]
        globals()[name] = value
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
