"""What is beside chat: the models, and the routes at a server's root."""

from __future__ import annotations

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
def test_what_a_server_alone_tells_of_a_model(ask: Ask, server: Server) -> None:
    """It is an attribute, typed if it is known."""
    (model,) = ask(lambda client: client.models.list())

    assert model.meta.n_ctx_train == 1024
    assert model.meta.n_params > 0


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


@servers_with("tokens")
def test_tokens_and_back(ask: Ask, server: Server) -> None:
    """A text's tokens, how many they are, and the text again; each server reads its own name of the text."""
    tokenized = ask(lambda client: client.tokenize(model=MODEL, prompt="hello", content="hello"))
    detokenized = ask(lambda client: client.detokenize(tokens=tokenized.tokens, model=MODEL))

    assert tokenized.count == len(tokenized.tokens) == 4
    assert detokenized.text == "hello"


@only("llama-server")
def test_tokens_with_their_text(ask: Ask, server: Server) -> None:
    """llama.cpp gives objects then; bytes that are no whole character are numbers."""
    found = ask(lambda client: client.tokenize(content="hello é", with_pieces=True))

    assert found.count == len(found.tokens) == 7
    assert [piece.piece for piece in found.pieces] == ["he", "l", "l", "o", " ", [195], [169]]
    assert [piece.id for piece in found.pieces] == found.tokens


@only("vllm")
def test_the_tokenizer(ask: Ask, server: Server) -> None:
    """Its class, its template, and whatever else it is set to."""
    found = ask(lambda client: client.tokenizer_info())

    assert found.tokenizer_class
    assert found.chat_template.startswith("{%- if tools %}")
    assert found.eos_token == "<|im_end|>"


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
