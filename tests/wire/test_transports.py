"""What lies between: injected clients, redirects, proxies, TLS, and libraries that intercept."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from oaicompat import (
    APIConnectionError,
    APIStatusError,
    AsyncClient,
    Client,
    ClientStateError,
    ConfigurationError,
    omit,
)

from .bodies import MESSAGES, completion, head, reply, sse, streamed
from .colours import Wire, done, each
from .scripted import UNTIL_GONE, Request, Server

KEY = "sk-given-0123456789"


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(model="m", messages=MESSAGES, **options))


def http_client(wire: Wire, **options: Any) -> Any:
    return httpx.Client(**options) if wire.is_sync else httpx.AsyncClient(**options)


async def closed(http: Any) -> None:
    await done(http.close() if isinstance(http, httpx.Client) else http.aclose())


# -- injected ----------------------------------------------------------------------------------------------------------


async def test_an_injected_client_keeps_what_it_brings(wire: Wire, server: Server) -> None:
    """Headers, cookies, hooks; the call's own headers win."""
    seen: list[str] = []

    def note(request: httpx.Request) -> None:
        seen.append(request.method)

    async def note_async(request: httpx.Request) -> None:
        note(request)

    http = http_client(
        wire,
        headers={"x-mine": "1", "user-agent": "mine/1", "x-both": "http"},
        cookies={"c": "2"},
        event_hooks={"request": [note if wire.is_sync else note_async]},
    )
    server.always(reply(completion()))
    client = wire.client(http_client=http, api_key=KEY, default_headers={"x-both": "ours"})
    await ask(client)
    (request,) = server.requests
    assert (request.header("x-mine"), request.header("user-agent"), request.header("cookie")) == ("1", "mine/1", "c=2")
    assert request.header("x-both") == "ours"
    assert request.header("authorization") == f"Bearer {KEY}"
    assert seen == ["POST"]
    await closed(http)


async def test_an_injected_clients_params_stay_in_force(wire: Wire, server: Server) -> None:
    server.always(reply(completion()))
    http = http_client(wire, params={"mine": "1"})
    client = wire.client(http_client=http)
    await ask(client)
    await closed(http)
    assert server.requests[0].target == "/v1/chat/completions?mine=1"


async def test_an_injected_clients_params_are_added_to_ours(wire: Wire, server: Server) -> None:
    server.always(reply(completion()))
    http = http_client(wire, params={"mine": "1"})
    client = wire.client(http_client=http, base_url=f"{server.url}?base=2")
    await ask(client, extra_query={"call": "3"})
    await closed(http)
    query = server.requests[0].target.partition("?")[2]
    assert sorted(query.split("&")) == ["base=2", "call=3", "mine=1"]


async def test_an_injected_clients_auth_stays_in_force(wire: Wire, server: Server) -> None:
    server.always(reply(completion()))
    for options in ({"auth": ("me", "pw")}, {"headers": {"authorization": "Basic bWU6cHc="}}):
        http = http_client(wire, **options)
        await ask(wire.client(http_client=http))
        await closed(http)
    assert [request.header("authorization") for request in server.requests] == ["Basic bWU6cHc="] * 2


async def test_an_injected_clients_timeout_stays_in_force_unless_ours_is_asked_for(wire: Wire, server: Server) -> None:
    server.always([UNTIL_GONE])
    http = http_client(wire, timeout=httpx.Timeout(5, read=0.05))
    with pytest.raises(APIConnectionError):
        await ask(wire.client(http_client=http))
    await closed(http)
    http = http_client(wire, timeout=30)
    with pytest.raises(APIConnectionError):
        await ask(wire.client(http_client=http, timeout=0.05))
    with pytest.raises(APIConnectionError):
        await ask(wire.client(http_client=http), timeout=0.05)
    await closed(http)


async def test_an_injected_client_is_never_closed(wire: Wire, server: Server) -> None:
    server.always(streamed(sse("a")))
    http = http_client(wire)
    client = wire.client(http_client=http)
    await done((await ask(client, stream=True)).get_final_completion())
    await done(client.close())
    assert not http.is_closed
    with pytest.raises(ClientStateError):
        await ask(client)
    again = wire.client(http_client=http)
    await done((await ask(again, stream=True)).get_final_completion())
    assert server.connections == 1
    await closed(http)


async def test_an_injected_client_that_was_closed_is_told(wire: Wire, server: Server) -> None:
    http = http_client(wire)
    await closed(http)
    with pytest.raises(ClientStateError, match="closed"):
        await ask(wire.client(http_client=http))


async def test_an_injected_test_transport_is_used(wire: Wire, server: Server) -> None:
    """Streams included: there is no socket below them."""

    def answer(request: httpx.Request) -> httpx.Response:
        return (
            httpx.Response(200, content=sse("a"))
            if b'"stream"' in request.content
            else httpx.Response(200, json=completion())
        )

    http = http_client(wire, transport=httpx.MockTransport(answer))
    client = wire.client(http_client=http)
    assert (await ask(client)).choices[0].message.content == "Hello"
    assert [text async for text in each((await ask(client, stream=True)).text())] == ["a"]
    await closed(http)
    assert server.connections == 0


async def test_an_injected_clients_hook_may_read_the_reply(wire: Wire, server: Server) -> None:
    """As hooks that log bodies do; what it has read is not lost."""
    seen: list[bytes] = []

    def read(response: httpx.Response) -> None:
        seen.append(response.read())

    async def read_async(response: httpx.Response) -> None:
        seen.append(await response.aread())

    server.answer(reply(completion()), streamed(sse("a")))
    http = http_client(wire, event_hooks={"response": [read if wire.is_sync else read_async]})
    client = wire.client(http_client=http)
    try:
        assert (await ask(client)).choices[0].message.content == "Hello"
        assert [text async for text in each((await ask(client, stream=True)).text())] == ["a"]
    finally:
        await closed(http)
    assert seen[1] == sse("a")


@pytest.mark.parametrize("wrong", ["http://proxy", object(), httpx.HTTPTransport, "twin"])
def test_an_http_client_of_the_wrong_type_is_refused(wire: Wire, wrong: Any) -> None:
    if wrong == "twin":
        wrong = httpx.AsyncClient() if wire.is_sync else httpx.Client()
    expected = "httpx.Client" if wire.is_sync else "httpx.AsyncClient"
    with pytest.raises(TypeError, match=f"must be an {expected}"):
        wire.client(http_client=wrong)
    if isinstance(wrong, httpx.Client):
        wrong.close()


def test_an_injected_client_serves_one_event_loop(server: Server) -> None:
    """A second one gets a clear error, and nothing is sent."""
    server.always(reply(completion()))
    http = httpx.AsyncClient()
    client = AsyncClient(base_url=server.url, http_client=http)

    async def first() -> None:
        await ask(client)
        await http.aclose()

    asyncio.run(first())
    with pytest.raises(ClientStateError, match="another event loop"):
        asyncio.run(ask(client))
    assert len(server.requests) == 1


# -- redirects ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_within_the_origin_is_followed(wire: Wire, server: Server, status: int) -> None:
    """With method, body and key; no retry is counted."""
    server.answer(
        reply(None, status, "location: /gateway/v1/chat/completions?x=1"),
        reply(completion()),
    )
    raw = await done(wire.client(api_key=KEY).chat.completions.with_raw_response.create(model="m", messages=MESSAGES))
    first, second = server.requests
    assert (second.method, second.target) == ("POST", "/gateway/v1/chat/completions?x=1")
    assert second.body == first.body
    assert second.header("authorization") == f"Bearer {KEY}"
    assert raw.retries_taken == 0


async def test_a_stream_is_redirected_too(wire: Wire, server: Server) -> None:
    server.answer(reply(None, 307, f"location: {server.root}/other"), streamed(sse("a")))
    final = await done((await ask(wire.client(), stream=True)).get_final_completion())
    assert final.choices[0].message.content == "a"
    assert server.requests[1].target == "/other"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("stream", [False, True])
async def test_a_redirect_to_another_origin_is_refused(
    wire: Wire, server: Server, servers: Any, status: int, stream: bool
) -> None:
    """Neither credentials nor body travel there: not even a connection is made."""
    other = servers()
    other.always(reply(completion()))
    server.always(reply(None, status, f"location: {other.url}/chat/completions?token=hunter2"))
    with pytest.raises(APIStatusError, match="redirects to") as caught:
        await ask(wire.client(api_key=KEY, max_retries=2), stream=stream)
    assert other.connections == 0
    assert other.url in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert caught.value.status_code == status
    assert len(server.requests) == 1


async def test_an_injected_client_that_follows_redirects_does_not_carry_the_body_away(
    wire: Wire, server: Server, servers: Any
) -> None:
    other = servers()
    other.always(reply(completion()))
    server.always(reply(None, 307, f"location: {other.url}/chat/completions"))
    http = http_client(wire, follow_redirects=True)
    with pytest.raises(APIStatusError):
        await ask(wire.client(api_key=KEY, http_client=http))
    await closed(http)
    assert other.connections == 0


async def test_redirects_without_an_end_are_an_error(wire: Wire, server: Server) -> None:
    server.always(reply(None, 307, "location: /v1/again"))
    with pytest.raises(APIStatusError, match="redirects"):
        await ask(wire.client())
    assert len(server.requests) < 20


async def test_a_redirect_to_nowhere_is_an_error(wire: Wire, server: Server) -> None:
    server.answer(reply(None, 307), reply(None, 308, "location: http://[oops"))
    client = wire.client()
    for _ in range(2):
        with pytest.raises(APIStatusError, match="redirects"):
            await ask(client)


# -- proxies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["argument", "environment", "object"])
async def test_a_proxy_is_used(
    wire: Wire, server: Server, servers: Any, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    """It is asked for the whole URL."""
    proxy = servers()
    proxy.always(reply(completion()))
    if given == "environment":
        monkeypatch.setenv("HTTP_PROXY", proxy.root)
        client = wire.client(base_url="http://model.invalid/v1")
    else:
        value = proxy.root if given == "argument" else httpx.Proxy(proxy.root)
        client = wire.client(base_url="http://model.invalid/v1", proxy=value)
    await ask(client)
    (request,) = proxy.requests
    assert request.target == "http://model.invalid/v1/chat/completions"
    assert request.header("host") == "model.invalid"
    assert server.connections == 0


async def test_a_proxys_password_is_sent_to_it_and_shown_to_nobody(wire: Wire, servers: Any) -> None:
    proxy = servers()
    proxy.always(reply({"error": "no"}, 407))
    client = wire.client(base_url="http://model.invalid/v1", proxy=f"http://me:hunter2secret@127.0.0.1:{proxy.port}")
    with pytest.raises(APIStatusError) as caught:
        await ask(client)
    assert (proxy.requests[0].header("proxy-authorization") or "").startswith("Basic ")
    assert "hunter2secret" not in repr(caught.value) + repr(client)


async def test_a_tunnel_carries_no_key(wire: Wire, servers: Any) -> None:
    """Towards https the proxy sees a CONNECT, and its refusal is an error of the connection."""
    proxy = servers()
    proxy.always(reply({"error": "no"}, 403))
    client = wire.client(base_url="https://model.invalid/v1", api_key=KEY, proxy=proxy.root)
    with pytest.raises(APIConnectionError, match="proxy") as caught:
        await ask(client)
    assert caught.value.__cause__ is not None
    assert (proxy.requests[0].method, proxy.requests[0].target) == ("CONNECT", "model.invalid:443")
    assert proxy.requests[0].header("authorization") is None


async def test_no_proxy_is_obeyed(wire: Wire, server: Server, servers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = servers()
    monkeypatch.setenv("HTTP_PROXY", proxy.root)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server.answer(reply(completion()))
    await ask(wire.client())
    assert proxy.connections == 0


@pytest.mark.parametrize(
    "value",
    [
        "foo://me:hunter2secret@h:1",
        "socks9://h:1",
        "http://h:hunter2secret",
    ],
)
@pytest.mark.parametrize("given", ["argument", "environment"])
async def test_a_proxy_that_cannot_work_is_told(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, value: str, given: str
) -> None:
    """By name, and without its password."""
    options = {}
    if given == "environment":
        monkeypatch.setenv("HTTP_PROXY", value)
        monkeypatch.setenv("ALL_PROXY", value)
    else:
        options["proxy"] = value
    with pytest.raises(ConfigurationError, match="proxy") as caught:
        await ask(wire.client(**options))
    assert "hunter2secret" not in str(caught.value)


# -- TLS ---------------------------------------------------------------------------------------------------------------


async def test_an_unknown_certificate_is_refused_at_once(
    wire: Wire, servers: Any, tls: ssl.SSLContext, waits: list[float]
) -> None:
    """And not tried again: the second time would be no better."""
    safe = servers(tls=tls)
    with pytest.raises(APIConnectionError) as caught:
        await ask(wire.client(base_url=safe.url, api_key=KEY, max_retries=3))
    assert caught.value.attempts == safe.connections == 1
    assert waits == []
    assert safe.requests == []


async def test_a_refused_certificate_is_told_in_words(wire: Wire, servers: Any, tls: ssl.SSLContext) -> None:
    """Also on trio, where httpx's own error has none."""
    safe = servers(tls=tls)
    with pytest.raises(APIConnectionError, match=r"(?i)certificate"):
        await ask(wire.client(base_url=safe.url))


@pytest.mark.parametrize("how", ["off", "file", "context", "variable"])
async def test_a_certificate_of_ones_own_can_be_trusted(
    wire: Wire,
    servers: Any,
    tls: ssl.SSLContext,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    safe = servers(tls=tls)
    safe.answer(reply(completion()), streamed(sse("a")))
    options: dict[str, Any] = {
        "off": {"verify": False},
        "file": {"verify": str(certificate[0])},
        "context": {"verify": ssl.create_default_context(cafile=str(certificate[0]))},
        "variable": {},
    }[how]
    if how == "variable":
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    client = wire.client(base_url=safe.url, **options)
    assert (await ask(client)).choices[0].message.content == "Hello"
    assert [text async for text in each((await ask(client, stream=True)).text())] == ["a"]
    assert safe.connections == 1


async def test_a_copy_with_an_https_url_verifies(wire: Wire, server: Server, servers: Any, tls: ssl.SSLContext) -> None:
    """Also when its original, for http, needed no certificates."""
    safe = servers(tls=tls)
    server.answer(reply(completion()))
    client = wire.client()
    await ask(client)
    with pytest.raises(APIConnectionError, match=r"(?i)certificate"):
        await ask(client.with_options(base_url=safe.url))
    assert safe.requests == []


def test_a_ca_file_that_is_not_there_is_told(wire: Wire, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for path in (tmp_path / "missing.pem", empty):
        with pytest.raises(ConfigurationError, match="verify"):
            wire.client(base_url="https://127.0.0.1:9/v1", verify=str(path))
    with pytest.raises(TypeError, match="verify"):
        wire.client(verify=1.5)


# -- interception ------------------------------------------------------------------------------------------------------


async def test_respx_intercepts_a_default_client(wire: Wire, server: Server) -> None:
    """Whole and streamed answers, and errors: users mock us as they mock httpx."""
    client = wire.client(base_url="http://model.invalid/v1", max_retries=0)
    with respx.mock:
        route = respx.post("http://model.invalid/v1/chat/completions")
        route.side_effect = [
            httpx.Response(200, json=completion("mocked")),
            httpx.Response(200, content=sse("a", "b"), headers={"content-type": "text/event-stream"}),
            httpx.Response(429, json={"error": {"message": "slow down"}}),
            httpx.ConnectError("no"),
        ]
        assert (await ask(client)).choices[0].message.content == "mocked"
        assert [text async for text in each((await ask(client, stream=True)).text())] == ["a", "b"]
        with pytest.raises(APIStatusError, match="slow down"):
            await ask(client)
        with pytest.raises(APIConnectionError, match="no"):
            await ask(client)
        assert route.call_count == 4
    assert server.connections == 0


# -- cookies -----------------------------------------------------------------------------------------------------------


async def test_cookies_of_the_server_come_back(wire: Wire, server: Server) -> None:
    """Load balancers pin a session by them."""
    server.always(reply(completion(), 200, "set-cookie: pin=7; Path=/"))
    client = wire.client()
    await ask(client)
    await ask(client)
    assert [request.header("cookie") for request in server.requests] == [None, "pin=7"]


async def test_an_injected_client_may_go_without_a_user_agent(wire: Wire, server: Server) -> None:
    """Ours stands in for httpx's default; `omit` leaves no name of ours."""
    server.always(reply(completion()))
    http = http_client(wire)
    client = wire.client(http_client=http)
    await ask(client)
    await ask(client, extra_headers={"user-agent": omit})
    await closed(http)
    first, second = (request.header("user-agent") or "" for request in server.requests)
    assert first.startswith("oaicompat/")
    assert "oaicompat" not in second


async def test_a_head_without_a_body_is_understood(wire: Wire, server: Server) -> None:
    server.answer(lambda request: answer_of(request))
    assert await done(wire.client().request("HEAD", "models")) == ""
    assert server.requests[0].method == "HEAD"


def answer_of(request: Request) -> bytes:
    return head(200, "content-length: 500") if request.method == "HEAD" else reply(completion())


def test_both_kinds_are_the_openai_names() -> None:
    from oaicompat import AsyncOpenAI, OpenAI

    assert (OpenAI, AsyncOpenAI) == (Client, AsyncClient)
