"""What is beside chat: the models, and the routes at a server's root."""

from __future__ import annotations

from typing import Any

import pytest

from .asking import Async, Sync
from .servers import MODEL, Server, every_server, only, servers_with, user

pytestmark = pytest.mark.live
Ask = Sync | Async


@every_server()
def test_the_list_of_models(ask: Ask, server: Server) -> None:
    """Each model has an id; the list can be iterated over."""
    models = ask(lambda client: client.models.list())

    assert models.object == "list"
    assert len(models) == len(list(models)) > 0
    assert all(model.id for model in models)
    assert all(model.object == "model" for model in models)


@servers_with("script")
def test_the_model_is_listed(ask: Ask, server: Server) -> None:
    """The model that answers is one of them."""
    assert MODEL in [model.id for model in ask(lambda client: client.models.list())]


@servers_with("model cards")
def test_one_model(ask: Ask, server: Server) -> None:
    """One model's card, from the servers that have the route."""
    assert ask(lambda client: client.models.retrieve(MODEL)).id == MODEL


@only("llama-server")
def test_a_model_s_extras_stay(ask: Ask, server: Server) -> None:
    """What only this server tells of a model is kept as an attribute."""
    (model,) = ask(lambda client: client.models.list())

    assert model.meta["n_ctx_train"] == 1024


@every_server()
def test_health(ask: Ask, server: Server) -> None:
    """A server that is up says so, with an empty body or an object."""
    health = ask(lambda client: client.health())

    assert health.status == "ok"
    assert health.response_headers is not None


@servers_with("version")
def test_version(ask: Ask, server: Server) -> None:
    """vLLM's version."""
    assert ask(lambda client: client.version()).version[0].isdigit()


#: How a server names the text that it splits.
TEXT: dict[str, dict[str, Any]] = {
    "llama-server": {"prompt": "hello", "extra_body": {"content": "hello"}},
    "vllm": {"prompt": "hello", "model": MODEL},
}


@servers_with("tokens")
def test_tokens_and_back(ask: Ask, server: Server) -> None:
    """A text's tokens, how many they are, and the text again."""
    tokenized = ask(lambda client: client.tokenize(**TEXT[server.name]))
    detokenized = ask(lambda client: client.detokenize(tokens=tokenized.tokens, model=MODEL))

    assert tokenized.count == len(tokenized.tokens) == 4
    assert detokenized.text == "hello"


@servers_with("chat tokens")
def test_the_tokens_of_a_conversation(ask: Ask, server: Server) -> None:
    """The chat template is counted too, and each token is given as text if that is asked for."""
    tokenized = ask(lambda client: client.tokenize(model=MODEL, messages=user("hi"), return_token_strs=True))

    assert tokenized.count == 21
    assert tokenized.max_model_len == 1024
    assert len(tokenized.token_strs or []) == 21


@only("llama-server")
def test_a_route_of_its_own(ask: Ask, server: Server) -> None:
    """A route that the library does not know, under the base URL and at the server's root."""
    props = ask(lambda client: client.get("/props", root=True))
    counted = ask(
        lambda client: client.post("/chat/completions/input_tokens", body={"model": MODEL, "messages": user("hi")})
    )

    assert props["default_generation_settings"]["n_ctx"] == 1024
    assert counted["input_tokens"] == 21
