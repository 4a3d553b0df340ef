"""What the environment says is read when a client is made, and goes only where it belongs."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx

from oaicompat import Client, ConfigurationError

from .bodies import MESSAGES, completion, reply
from .colours import Wire, done
from .scripted import Server

OPENAI = "https://api.openai.com/v1"


async def ask(client: Any) -> Any:
    return await done(client.chat.completions.create(model="m", messages=MESSAGES))


async def asked_of_openai(client: Any) -> httpx.Request:
    """The request that would have gone to OpenAI's own host."""
    with respx.mock:
        route = respx.post(f"{OPENAI}/chat/completions").mock(return_value=httpx.Response(200, json=completion()))
        await ask(client)
        return route.calls.last.request


async def test_key_and_url_come_from_the_environment(
    wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they were when the client was made."""
    monkeypatch.setenv("OPENAI_API_KEY", " sk-of-the-environment\n")
    monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/ ")
    client = wire.client(base_url=None)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-later")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    server.answer(reply(completion()))
    await ask(client)
    assert client.base_url == server.url
    assert server.requests[0].header("authorization") == "Bearer sk-of-the-environment"


async def test_arguments_win_over_the_environment(wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty key is an argument too: it sends none."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    server.always(reply(completion()))
    await ask(wire.client(api_key="sk-of-the-argument"))
    await ask(wire.client(api_key=""))
    assert [request.header("authorization") for request in server.requests] == ["Bearer sk-of-the-argument", None]


async def test_empty_variables_are_as_good_as_none(wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "")
    monkeypatch.setenv("OPENAI_BASE_URL", " ")
    monkeypatch.setenv("OPENAI_ORG_ID", "")
    server.answer(reply(completion()))
    await ask(wire.client())
    assert server.requests[0].header("authorization") is None
    assert wire.client(base_url=None, api_key="sk-0123456789").base_url == OPENAI


@pytest.mark.parametrize(
    "url", [None, OPENAI, f"{OPENAI}/", "https://eu.api.openai.com/v1", "https://API.openai.com/v1"]
)
@pytest.mark.parametrize("key", [None, "", " "])
def test_openai_itself_needs_a_key(wire: Wire, url: str | None, key: str | None) -> None:
    """A clear error that says where to put it."""
    with pytest.raises(ConfigurationError, match=r"OPENAI_API_KEY.*base_url"):
        wire.client(base_url=url, api_key=key)


async def test_organization_and_project_of_the_environment_go_to_openai(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-env")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-env")
    request = await asked_of_openai(wire.client(base_url=None, api_key="sk-0123456789"))
    assert request.headers["openai-organization"] == "org-env"
    assert request.headers["openai-project"] == "proj-env"
    request = await asked_of_openai(
        wire.client(base_url=None, api_key="sk-0123456789", organization="org-arg", project="proj-arg")
    )
    assert request.headers["openai-organization"] == "org-arg"
    assert request.headers["openai-project"] == "proj-arg"


async def test_organization_and_project_of_the_environment_go_nowhere_else(
    wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even from a copy of a client that had OpenAI for its server."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-env")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-env")
    server.always(reply(completion()))
    await ask(wire.client())
    await ask(wire.client(base_url=None, api_key="sk-0123456789").with_options(base_url=server.url))
    for request in server.requests:
        assert not {"openai-organization", "openai-project"} & set(request.names)


async def test_organization_and_project_that_are_given_are_sent(wire: Wire, server: Server) -> None:
    """To whichever server they are given for."""
    server.answer(reply(completion()))
    await ask(wire.client(organization="org-arg", project="proj-arg"))
    assert server.requests[0].header("openai-organization") == "org-arg"
    assert server.requests[0].header("openai-project") == "proj-arg"


@pytest.mark.parametrize("host", ["api.openai.com.evil.invalid", "evil-api.openai.com.invalid", "notapi.openai.com"])
async def test_a_host_that_only_looks_like_openai_is_another_host(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-env")
    with respx.mock:
        route = respx.post(f"http://{host}/v1/chat/completions").mock(
            return_value=httpx.Response(200, json=completion())
        )
        await ask(wire.client(base_url=f"http://{host}/v1"))
        assert "openai-organization" not in route.calls.last.request.headers


def test_a_variable_that_cannot_work_is_named(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "localhost:8000")
    with pytest.raises(ConfigurationError, match="OPENAI_BASE_URL"):
        wire.client(base_url=None)


def test_a_copy_keeps_what_its_original_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is read by the constructor, and by nothing else."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-first")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://first/v1")
    client = Client()
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-second")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://second/v1")
    copied = client.with_options(timeout=3)
    assert (copied.api_key, copied.base_url) == ("sk-of-the-first", "http://first/v1")


def test_an_injected_client_brings_its_own_proxy_and_trust() -> None:
    """Ours would have no effect, so they are refused."""
    with httpx.Client() as http, pytest.raises(ConfigurationError, match="injected"):
        Client(base_url="http://h/v1", http_client=http, proxy="http://p:1")
