"""What goes out on the wire: exactly what was asked, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oaicompat import NOT_GIVEN, ConfigurationError, omit

from .bodies import MESSAGES, completion, reply, sse, streamed
from .colours import Wire, done, each
from .scripted import Server


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(**{"model": "m", "messages": MESSAGES, **options}))


async def test_a_chat_is_one_post_of_what_was_asked(wire: Wire, server: Server) -> None:
    """Method, path, every header and every byte of the body."""
    server.answer(reply(completion()))
    await ask(wire.client(), temperature=0.5, max_tokens=5)
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/v1/chat/completions")
    expected = b'{"model":"m","messages":[{"role":"user","content":"Hi"}],"temperature":0.5,"max_tokens":5}'
    assert request.body == expected
    assert sorted(request.names) == [
        "accept",
        "accept-encoding",
        "content-length",
        "content-type",
        "host",
        "user-agent",
    ]
    assert request.header("content-type") == "application/json"
    assert request.header("accept") == "application/json"


async def test_the_user_agent_is_short_and_honest(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()))
    await ask(wire.client())
    agent = server.requests[0].header("user-agent") or ""
    assert agent.startswith("oaicompat/")
    assert len(agent) < 40


@pytest.mark.parametrize("key", [None, "", "  "])
async def test_without_a_key_no_authorization_is_sent(wire: Wire, server: Server, key: str | None) -> None:
    server.answer(reply(completion()))
    await ask(wire.client(api_key=key))
    assert server.requests[0].header("authorization") is None


async def test_a_key_is_sent_as_a_bearer_token(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()))
    await ask(wire.client(api_key=" sk-1234567890\n"))
    assert server.requests[0].header("authorization") == "Bearer sk-1234567890"


async def test_a_stream_asks_for_events(wire: Wire, server: Server) -> None:
    server.answer(streamed(sse("a")))
    async for _ in each(await ask(wire.client(), stream=True, stream_options={"include_usage": True})):
        pass
    (request,) = server.requests
    assert (request.header("accept") or "").startswith("text/event-stream")
    body = json.loads(request.body)
    assert body["stream"] is True
    assert body["stream_options"] == {"include_usage": True}


async def test_absent_is_absent(wire: Wire, server: Server) -> None:
    """None, NOT_GIVEN, omit and stream=False leave no trace in the body."""
    server.answer(reply(completion()))
    await ask(wire.client(), temperature=None, top_p=NOT_GIVEN, seed=omit, tools=None, stream=False)
    assert json.loads(server.requests[0].body) == {"model": "m", "messages": MESSAGES}


async def test_text_is_sent_as_utf_8(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()))
    await ask(wire.client(), messages=[{"role": "user", "content": "größe \u2028 日本 🎉"}])
    assert "größe \u2028 日本 🎉".encode() in server.requests[0].body


async def test_keywords_of_several_servers_are_sent_as_they_are(wire: Wire, server: Server) -> None:
    """Vendor parameters are keywords like any other."""
    options: dict[str, Any] = {
        "top_k": 40,
        "min_p": 0.1,
        "repetition_penalty": 1.1,
        "chat_template_kwargs": {"enable_thinking": False},
        "enable_thinking": True,
        "stop_token_ids": [1, 2],
        "ignore_eos": True,
        "min_tokens": 3,
    }
    server.answer(reply(completion()))
    await ask(wire.client(), **options)
    assert json.loads(server.requests[0].body) == {"model": "m", "messages": MESSAGES, **options}


async def test_an_unknown_keyword_is_refused_before_anything_is_sent(wire: Wire, server: Server) -> None:
    with pytest.raises(TypeError, match=r"did you mean 'temperature'.*extra_body"):
        await ask(wire.client(), temprature=1)
    assert server.connections == 0


async def test_extras_of_a_call(wire: Wire, server: Server) -> None:
    """Headers and query values are added; keys of extra_body win, replace whole values, and may be null."""
    server.answer(reply(completion()))
    await ask(
        wire.client(),
        temperature=1.0,
        chat_template_kwargs={"a": 1, "b": 2},
        extra_headers={"X-Trace": "7", "user-agent": "mine"},
        extra_query={"api-version": "1 2", "tags": ["a", "b"], "deep": {"k": True}, "gone": None},
        extra_body={"temperature": 0, "chat_template_kwargs": {"c": 3}, "guided": None},
    )
    (request,) = server.requests
    assert request.header("x-trace") == "7"
    assert request.header("user-agent") == "mine"
    assert request.target == "/v1/chat/completions?api-version=1%202&tags[]=a&tags[]=b&deep[k]=true"
    body = json.loads(request.body)
    assert body["temperature"] == 0
    assert body["chat_template_kwargs"] == {"c": 3}
    assert body["guided"] is None


async def test_defaults_of_the_client_are_merged_with_the_call(wire: Wire, server: Server) -> None:
    """A call's own words win over the client's, whatever the case of a header's name."""
    server.answer(reply(completion()))
    client = wire.client(
        base_url=f"{server.url}?from=base",
        default_headers={"X-Team": "a", "X-Both": "client"},
        default_query={"v": "1", "both": "client"},
        default_body={"top_k": 5, "temperature": 0.1, "cache_prompt": True},
    )
    await ask(client, temperature=0.9, extra_headers={"x-both": "call"}, extra_query={"both": "call"})
    (request,) = server.requests
    assert request.header("x-team") == "a"
    assert request.header("x-both") == "call"
    assert request.target == "/v1/chat/completions?from=base&v=1&both=call"
    body = json.loads(request.body)
    assert (body["top_k"], body["temperature"], body["cache_prompt"]) == (5, 0.9, True)


async def test_extra_body_wins_over_the_clients_default_body(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()))
    await ask(wire.client(default_body={"user": "a", "top_k": 1}), extra_body={"user": "b"})
    body = json.loads(server.requests[0].body)
    assert (body["user"], body["top_k"]) == ("b", 1)


async def test_omit_takes_a_header_out_of_a_call(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()))
    client = wire.client(default_headers={"X-Team": "a"})
    await ask(client, extra_headers={"x-team": omit, "User-Agent": omit})
    assert not {"x-team", "user-agent"} & set(server.requests[0].names)


async def test_omit_takes_the_authorization_out_of_a_call(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()))
    await ask(wire.client(api_key="sk-1234567890"), extra_headers={"Authorization": omit})
    assert server.requests[0].header("authorization") is None


async def test_omit_takes_a_header_out_of_every_call(wire: Wire, server: Server) -> None:
    server.answer(reply(completion()))
    await ask(wire.client(default_headers={"User-Agent": omit}))
    assert server.requests[0].header("user-agent") is None


async def test_omit_takes_the_authorization_out_of_every_call(wire: Wire, server: Server) -> None:
    """As for a gateway that wants the key under another name."""
    server.answer(reply(completion()))
    await ask(wire.client(api_key="sk-1234567890", default_headers={"Authorization": omit, "api-key": "k"}))
    assert server.requests[0].header("authorization") is None
    assert server.requests[0].header("api-key") == "k"


async def test_an_authorization_of_ones_own_replaces_the_key(wire: Wire, server: Server) -> None:
    server.always(reply(completion()))
    await ask(wire.client(api_key="sk-1234567890", default_headers={"authorization": "Basic abc"}))
    await ask(wire.client(api_key="sk-1234567890"), extra_headers={"AUTHORIZATION": "Basic def"})
    assert [request.header("authorization") for request in server.requests] == ["Basic abc", "Basic def"]


@pytest.mark.parametrize(
    "ending", ["/v1", "/v1/", "/v1///", "/v1/chat/completions", "/v1/chat/completions/", "/v1/chat/completions?"]
)
async def test_a_base_url_is_mended(wire: Wire, server: Server, ending: str) -> None:
    """Slashes and a pasted route at its end do no harm."""
    server.answer(reply(completion()))
    await ask(wire.client(base_url=f" {server.root}{ending} "))
    assert server.requests[0].target == "/v1/chat/completions"


async def test_a_query_in_the_base_url_goes_with_every_request(wire: Wire, server: Server) -> None:
    server.always(reply(completion()))
    client = wire.client(base_url=f"{server.url}/chat/completions?api-version=2024-10-21")
    await ask(client)
    await done(client.get("/things?a=b"))
    assert [request.target for request in server.requests] == [
        "/v1/chat/completions?api-version=2024-10-21",
        "/v1/things?a=b&api-version=2024-10-21",
    ]


async def test_a_base_url_may_have_any_path_or_none(wire: Wire, server: Server) -> None:
    server.always(reply(completion()))
    await ask(wire.client(base_url=server.root))
    await ask(wire.client(base_url=f"{server.root}/openai/deployments/größe"))
    assert [request.target for request in server.requests] == [
        "/chat/completions",
        "/openai/deployments/gr%C3%B6%C3%9Fe/chat/completions",
    ]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://127.0.0.1/v1", "http://"),
        ("localhost:8000/v1", "http://"),
        ("http:///v1", "host"),
        ("http://hunter2secret@h/v1", "user name or password"),
        ("http://me:hunter2secret@h/v1", "user name or password"),
        ("http://h/v1\nX: hunter2secret", "line break"),
        ("http://h:hunter2secret/v1", "not a URL"),
    ],
)
def test_a_base_url_that_cannot_work_is_refused(url: str, words: str) -> None:
    """At once, in words, and without showing what may be a secret."""
    from oaicompat import AsyncClient, Client

    for kind in (Client, AsyncClient):
        with pytest.raises(ConfigurationError, match=words) as caught:
            kind(base_url=url)
        assert "hunter2secret" not in str(caught.value)


async def test_routes_of_the_server_lie_beside_v1(wire: Wire, server: Server) -> None:
    server.always(reply({"version": "1", "tokens": [1], "count": 1, "prompt": "a"}))
    client = wire.client(base_url=f"{server.root}/proxied/v1")
    await done(client.health())
    await done(client.version())
    await done(client.tokenize(prompt="a", model="m"))
    await done(client.detokenize(tokens=[1], model="m"))
    await done(client.get("metrics", root=True))
    assert [(request.method, request.target) for request in server.requests] == [
        ("GET", "/proxied/health"),
        ("GET", "/proxied/version"),
        ("POST", "/proxied/tokenize"),
        ("POST", "/proxied/detokenize"),
        ("GET", "/proxied/metrics"),
    ]
    assert json.loads(server.requests[2].body) == {"prompt": "a", "model": "m"}
    assert json.loads(server.requests[3].body) == {"tokens": [1], "model": "m"}


async def test_a_reply_can_be_appended_to_the_history(wire: Wire, server: Server) -> None:
    """It goes back as it came, with what the server added to it, and without nulls that say nothing."""
    message = {
        "role": "assistant",
        "content": None,
        "refusal": None,
        "reasoning_content": "hm",
        "tool_calls": [
            {
                "id": "call_1",
                "type": "function",
                "function": {"name": "f", "arguments": '{"a": 1}'},
                "extra_content": {"google": {"thought_signature": "c2ln"}},
            }
        ],
    }
    server.answer(reply(completion(message=message)), reply(completion()))
    client = wire.client()
    history: list[Any] = [*MESSAGES]
    history.append((await ask(client, messages=history)).choices[0].message)
    history.append({"role": "tool", "tool_call_id": "call_1", "content": "1"})
    await ask(client, messages=history)
    sent = json.loads(server.requests[1].body)["messages"]
    assert sent[0] == MESSAGES[0]
    assert sent[1] == {name: value for name, value in message.items() if name != "refusal"}
    assert sent[2] == history[2]


async def test_a_header_that_cannot_be_sent_is_refused_without_showing_it(wire: Wire, server: Server) -> None:
    client = wire.client()
    with pytest.raises(ConfigurationError, match="X-Note") as caught:
        await ask(client, extra_headers={"X-Note": "hunter2\r\nX-Evil: 1"})
    assert "hunter2" not in str(caught.value)
    assert server.connections == 0


async def test_a_body_that_cannot_be_sent_names_its_field(wire: Wire, server: Server) -> None:
    client = wire.client()
    with pytest.raises(TypeError, match=r"messages\[0\]\.content"):
        await ask(client, messages=[{"role": "user", "content": b"bytes"}])
    with pytest.raises(ConfigurationError, match="temperature"):
        await ask(client, temperature=float("nan"))
    assert server.connections == 0


async def test_a_path_of_another_server_gets_nothing(wire: Wire, server: Server) -> None:
    """Keys are for the base URL's server alone."""
    client = wire.client(api_key="sk-1234567890")
    with pytest.raises(ConfigurationError, match="another server"):
        await done(client.get("http://127.0.0.1:9/v1/files"))
    server.answer(reply({}))
    await done(client.get(f"{server.root}/elsewhere"))
    assert server.requests[0].target == "/elsewhere"
