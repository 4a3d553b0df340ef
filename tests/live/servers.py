"""The servers, and what each of them can do: data, so that no test asks which server it talks to.

The model behind llama-server, vLLM and LiteLLM is a script (`.ci/servers/make_tiny_model.py`): a word in the last
user message chooses the answer, which is always the same at temperature 0. aimock answers from its fixtures. vLLM's
embeddings come from an encoder with random weights (`.ci/servers/make_tiny_encoder.py`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import pytest

KEY = "sk-test"
MODEL = "tiny"


@dataclass(frozen=True)
class Server:
    """A kind of server; its base URL comes from the environment."""

    name: str
    #: The answer to a message without a script's word.
    hello: str
    #: What it can do beyond plain chat, streams, tools and errors.
    skills: frozenset[str]
    #: The models that embed and rank, for a server that has one for each.
    embedder: str = MODEL
    ranker: str = MODEL

    @property
    def variable(self) -> str:
        """The environment variable that holds the base URL, such as ``http://127.0.0.1:8103/v1``."""
        return "OAICOMPAT_LIVE_" + self.name.upper().replace("-", "_")

    @property
    def base_url(self) -> str | None:
        """Where the server is; None if it was not started."""
        return os.environ.get(self.variable) or None

    def __str__(self) -> str:
        return self.name


#: What follows from the scripted model: a grammar, a length limit, a stop word, several answers, ...
SCRIPTED = frozenset({"grammar", "length", "logprobs", "long", "n", "script", "stop"})

#: "keep-alive" is for streams: this llama-server closes the connection after each one, without a word in the headers.
SERVERS = (
    Server("llama-server", "Hello from the tiny model.", SCRIPTED | {"tokens", "completions", "responses"}),
    Server(
        "vllm",
        "Hello from the tiny model.",
        SCRIPTED | {"tokens", "version", "chat tokens", "keep-alive", "completions", "responses"},
    ),
    Server(
        "litellm",
        "Hello from the tiny model.",
        SCRIPTED | {"model cards", "keep-alive", "completions", "responses", "embeddings", "rerank"},
        embedder="tiny-embeddings",
        ranker="tiny-rerank",
    ),
    Server(
        "aimock", "Hello from aimock.", frozenset({"request ids", "keep-alive", "responses", "embeddings", "media"})
    ),
)

#: Servers that embed and rank, and never chat.
ENCODERS = (
    Server("llama-server-embeddings", "", frozenset({"embeddings"})),
    Server("llama-server-rerank", "", frozenset({"rerank"})),
    Server("vllm-embeddings", "", frozenset({"embeddings", "rerank", "score", "pooling"})),
)


def every_server() -> pytest.MarkDecorator:
    """The test runs against every server that chats."""
    return _servers(SERVERS)


def servers_with(skill: str) -> pytest.MarkDecorator:
    """The test runs against the servers that can do this."""
    able = [server for server in (*SERVERS, *ENCODERS) if skill in server.skills]
    if not able:
        raise ValueError(f"no server can do {skill!r}")
    return _servers(able)


def only(name: str) -> pytest.MarkDecorator:
    """The test is about this server alone."""
    return _servers([server for server in (*SERVERS, *ENCODERS) if server.name == name])


def _servers(servers: Any) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("server", servers, ids=str, indirect=True)


def user(text: str) -> list[dict[str, Any]]:
    """A conversation of one message."""
    return [{"role": "user", "content": text}]


def asking(text: str, **options: Any) -> dict[str, Any]:
    """The keywords of a chat call whose answer is known in advance."""
    return {"model": MODEL, "messages": user(text), "temperature": 0, "max_tokens": 40, **options}


#: Makes the model think; servers without a chat template take no notice.
THINKING = {"chat_template_kwargs": {"enable_thinking": True}}

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Current weather in a city.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
TIME = {
    "type": "function",
    "function": {
        "name": "get_time",
        "description": "Current time in a zone.",
        "parameters": {"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"]},
    },
}
PICK = {
    "type": "json_schema",
    "json_schema": {
        "name": "pick",
        "strict": True,
        "schema": {
            "type": "object",
            "additionalProperties": False,
            "required": ["colour", "sure"],
            "properties": {"colour": {"type": "string", "enum": ["red", "green"]}, "sure": {"type": "boolean"}},
        },
    },
}
