"""Classes for a server of one's own: their names, their environment, and where their objects can go."""

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.load import dumpd, load
from langchain_core.messages import AIMessage, HumanMessage

import oaicompat
from oaicompat.langchain import (
    ChatOpenAICompatible,
    create_openai_compatible_embedding,
    create_openai_compatible_model,
)
from oaicompat.testing import Server

NOWHERE = "http://localhost:8000/v1"
ChatHere = create_openai_compatible_model(
    "here",
    NOWHERE,
    {"reasoning_keep_policy": "all", "reasoning_field_name": "reasoning", "include_usage": False},
    {"m": {"max_input_tokens": 7}},
    "ChatHere",
)
EmbedsHere = create_openai_compatible_embedding("here", NOWHERE, "EmbedsHere")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as found:
        yield found


def test_the_class(server: Server) -> None:
    """It has the name, the address, the options and the profiles; an object may be given others."""
    assert (ChatHere.__name__, ChatHere.__module__) == ("ChatHere", __name__)
    assert getattr(importlib.import_module(__name__), "ChatHere") is ChatHere  # noqa: B009  # that it can be imported
    model = ChatHere(model="m", api_key="sk")
    assert (model.base_url, model.provider, model._llm_type) == (NOWHERE, "here", "chat-here")
    assert (model.reasoning_keep_policy, model.stream_usage) == ("all", False)
    assert model.profile == {"max_input_tokens": 7}
    assert ChatHere(model="other").profile is None
    for name in ("base_url", "api_base", "openai_api_base"):
        ChatHere(model="m", **{name: server.url}, api_key="sk", reasoning_keep_policy="never").invoke("hi")
        assert server.last.headers["authorization"] == "Bearer sk"
    said = AIMessage("ok", additional_kwargs={"reasoning_content": "Hm."})
    ChatHere(model="m", base_url=server.url).invoke([HumanMessage("a"), said, HumanMessage("b")])
    assert server.last.json()["messages"][1] == {"role": "assistant", "content": "ok", "reasoning": "Hm."}


def test_names() -> None:
    """Made from the provider's, unless given."""
    assert create_openai_compatible_model("open_router", NOWHERE).__name__ == "ChatOpenRouter"
    assert create_openai_compatible_model("my-provider", NOWHERE).__name__ == "ChatMyProvider"
    assert create_openai_compatible_embedding("vllm", NOWHERE).__name__ == "VllmEmbeddings"
    same = create_openai_compatible_model("vllm", NOWHERE)
    assert create_openai_compatible_model("vllm", NOWHERE) is same


def test_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """{PROVIDER}_API_BASE, _BASE_URL and _API_KEY; never OpenAI's key or address."""
    monkeypatch.setenv("OPENAI_API_KEY", "not for you")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://not-for-you/v1")
    kind = create_openai_compatible_model("my_own")
    with pytest.raises(oaicompat.ConfigurationError, match=r"where is my_own.*MY_OWN_API_BASE"):
        kind(model="m")
    monkeypatch.setenv("MY_OWN_BASE_URL", server.url)
    kind(model="m").invoke("hi")
    assert "authorization" not in server.last.headers
    monkeypatch.setenv("MY_OWN_API_KEY", "mine")
    kind(model="m").invoke("hi")
    assert server.last.headers["authorization"] == "Bearer mine"
    monkeypatch.setenv("MY_OWN_API_BASE", "http://first:1/v1")
    assert kind(model="m").base_url == "http://first:1/v1"
    embeddings = create_openai_compatible_embedding("my_own")(model="m", base_url=server.url)
    assert len(embeddings.embed_query("a")) == 256
    assert server.last.headers["authorization"] == "Bearer mine"


def test_servers_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their address and the name of their key need not be said."""
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk")
    model = create_openai_compatible_model("dashscope")(model="qwen")
    assert model.client.base_url.startswith("https://dashscope")
    assert model.api_key.get_secret_value() == "sk"  # type: ignore[union-attr]
    assert create_openai_compatible_embedding("dashscope")(model="e").client.dialect.embedding_batch == 10


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("", NOWHERE), "provider's name"),
        (("a b", NOWHERE), "provider's name"),
        (("x", "localhost:8000"), "base_url must start"),
        (("x", NOWHERE, {"supported_tools": []}), "supported_tools"),
        (("x", NOWHERE, None, None, "not a name"), "name of a class"),
    ],
)
def test_mistakes_are_told(arguments: Any, words: str) -> None:
    """Before anything is made."""
    with pytest.raises(oaicompat.ConfigurationError, match=words):
        create_openai_compatible_model(*arguments)


@pytest.mark.filterwarnings("ignore:The function `load` is in beta")
def test_objects_are_pickled_and_serialised(server: Server) -> None:
    """With their class, also where nobody called the factory."""
    model = ChatHere(model="m", base_url=server.url, api_key="sk", temperature=0.5)
    again = pickle.loads(pickle.dumps(model))
    assert (type(again), again.temperature) == (ChatHere, 0.5)
    assert pickle.loads(pickle.dumps(ChatHere)) is ChatHere
    embeddings = pickle.loads(pickle.dumps(EmbedsHere(model="m", base_url=server.url)))
    assert (type(embeddings), len(embeddings.embed_query("a"))) == (EmbedsHere, 256)
    loaded = load(dumpd(model), allowed_objects=[ChatOpenAICompatible], valid_namespaces=["oaicompat"])
    assert (loaded.provider, loaded.reasoning_keep_policy, loaded.base_url) == ("here", "all", server.url)
    program = (
        "import pickle, sys\n"
        "model = pickle.loads(sys.stdin.buffer.read())\n"
        "print(type(model).__name__, model.invoke('hi').content)"
    )
    given = create_openai_compatible_model("elsewhere", server.url)(model="m")
    done = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps(given), capture_output=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.decode().strip() == "ChatElsewhere You said: hi", done.stderr.decode()
