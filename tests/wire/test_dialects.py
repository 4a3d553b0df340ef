"""Choosing a dialect, keys, refusals answered in other words, and rules of one's own, over real sockets."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import oaicompat
from oaicompat import (
    AsyncAzureOpenAI,
    AzureOpenAI,
    BadRequestError,
    Client,
    CompatibilityWarning,
    ConfigurationError,
    Dialect,
    Request,
)
from oaicompat.dialects.dialect import GENERIC
from oaicompat.dialects.rules import chat_rule
from oaicompat.dialects.table import providers
from oaicompat.dialects.text_tool_calls import with_text_tool_calls
from oaicompat.dialects.think_tags import with_think_tags

from .bodies import DONE, MESSAGES, chunk, completion, reply, sse, streamed
from .colours import Wire, done, each
from .scripted import Server

Json = dict[str, Any]
#: Rows that can be asked for by name, and that send somewhere without being told where.
NAMED = [row for row in providers().values() if row.endpoint]
PLACED = [row for row in NAMED if row.base_url and "{" not in row.base_url]


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's keys decide a test."""
    for row in NAMED:
        if row.key_variable:
            monkeypatch.delenv(row.key_variable, raising=False)
    for name in ("AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_AD_TOKEN", "OPENAI_API_VERSION"):
        monkeypatch.delenv(name, raising=False)


async def ask(client: Any, **options: Any) -> Any:
    return await done(client.chat.completions.create(**{"model": "m", "messages": MESSAGES, **options}))


def bodies(server: Server) -> list[Json]:
    return [json.loads(request.body) for request in server.requests]


# -- choosing ----------------------------------------------------------------------------------------------------------


async def test_a_provider_by_its_name(wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says where, with which key, and how things are spelled; a base URL of one's own still wins."""
    client = wire.client(provider="dashscope", base_url=None, api_key="K")
    assert client.base_url == "https://dashscope.aliyuncs.com/compatible-mode/v1"
    assert client.dialect is providers()["dashscope"]
    assert wire.client(provider="dashscope", base_url=" ", api_key="K").base_url == client.base_url
    monkeypatch.setenv("OPENAI_BASE_URL", "https://elsewhere/v1")
    assert wire.client(provider="vllm", base_url=None).base_url == "http://localhost:8000/v1"
    server.answer(reply(completion()))
    await ask(wire.client(provider="mistral", api_key="K"), seed=7, max_completion_tokens=5)
    assert bodies(server) == [{"model": "m", "messages": MESSAGES, "random_seed": 7, "max_tokens": 5}]


async def test_an_address_that_is_nobody_elses(wire: Wire) -> None:
    """Its server is known without a name; any other address is asked with the generous default."""
    assert wire.client(base_url="https://api.mistral.ai/v1", api_key="K").dialect is providers()["mistral"]
    assert wire.client(base_url=None, api_key="K").dialect is providers()["openai"]
    for known_by_nobody in (wire.client(), wire.client(provider="generic")):
        assert known_by_nobody.dialect.facts() == {}
    assert wire.client(base_url="https://api.mistral.ai/v1", provider="generic").dialect.name == "generic"


async def test_a_dialect_of_ones_own(wire: Wire, server: Server) -> None:
    """Made from a known one, at any address."""
    mine = replace(providers()["vllm"], name="mine", token_limit="max_tokens")
    server.answer(reply(completion()))
    client = wire.client(dialect=mine)
    await ask(client, max_completion_tokens=5)
    assert client.dialect is mine
    assert bodies(server)[0]["max_tokens"] == 5


async def test_what_cannot_be_chosen(wire: Wire) -> None:
    """Each error says what to write."""
    with pytest.raises(ConfigurationError, match="unknown provider 'dashskope': did you mean 'dashscope'"):
        wire.client(provider="dashskope")
    with pytest.raises(ConfigurationError, match="Abso has no OpenAI-compatible endpoint"):
        wire.client(provider="abso")
    with pytest.raises(TypeError, match="provider= or dialect=, not both"):
        wire.client(provider="vllm", dialect=GENERIC)
    with pytest.raises(TypeError, match=r"oaicompat\.Dialect, not str"):
        wire.client(dialect="vllm")
    with pytest.raises(TypeError, match="provider must be a string"):
        wire.client(provider=5)
    with pytest.raises(ConfigurationError, match=r"address of your own: give base_url= in the form of https://\{res"):
        wire.client(provider="azure", base_url=None, api_key="K")
    with pytest.raises(ConfigurationError, match="adapt must be True, False, 'lossless' or 'lossy', not 'never'"):
        wire.client(adapt="never")


def test_the_names_of_providers() -> None:
    """They are found by importing nothing but the package."""
    assert oaicompat.providers()["deepseek"].title == "DeepSeek"
    assert oaicompat.Dialect is Dialect


# -- keys --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", PLACED, ids=lambda row: row.name)
def test_a_provider_has_its_own_key(row: Dialect, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its own variable; a key that is OpenAI's is shown to no provider that was asked for by name."""
    if row.name != "openai":
        monkeypatch.setenv("OPENAI_API_KEY", "sk-openai")
    if row.key_variable and row.key_needed:
        with pytest.raises(ConfigurationError, match=row.key_variable) as caught:
            oaicompat.Client(provider=row.name)
        assert "sk-openai" not in str(caught.value)
    elif not row.key_needed:
        assert oaicompat.Client(provider=row.name).api_key is None
    if row.key_variable:
        monkeypatch.setenv(row.key_variable, " sk-own\n")
        assert oaicompat.Client(provider=row.name).api_key == "sk-own"
    assert oaicompat.Client(provider=row.name, api_key="given").api_key == "given"


async def test_a_key_in_a_header_of_its_own(wire: Wire, server: Server) -> None:
    """And nowhere else; a header that was given wins, whatever its case."""
    mine = replace(GENERIC, name="mine", auth="X-Api-Key")
    server.always(reply(completion()))
    await ask(wire.client(dialect=mine, api_key="K"))
    await ask(wire.client(dialect=mine, api_key="K", default_headers={"x-api-key": "given"}))
    await ask(wire.client(dialect=replace(mine, auth="bearer"), api_key="K"))
    shown = [(request.header("x-api-key"), request.header("authorization")) for request in server.requests]
    assert shown == [("K", None), ("given", None), (None, "Bearer K")]


async def test_a_variable_is_read_when_the_client_is_made(
    wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy has the key that its original found."""
    monkeypatch.setenv("DEEPSEEK_API_KEY", "K")
    client = wire.client(provider="deepseek")
    monkeypatch.delenv("DEEPSEEK_API_KEY")
    server.always(reply(completion()))
    await ask(client)
    await ask(client.copy(max_retries=1))
    assert [request.header("authorization") for request in server.requests] == ["Bearer K", "Bearer K"]


async def test_copies_and_pickles_keep_the_provider(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy may have another one; a pickle finds its row again."""
    client = wire.client(provider="mistral", api_key="K", adapt=False)
    for same in (client.copy(), copy.deepcopy(client), pickle.loads(pickle.dumps(client))):
        assert same.dialect is providers()["mistral"]
        assert same.adapt is None
        await done(same.close())
    assert client.copy(provider="vllm").dialect is providers()["vllm"]
    monkeypatch.setenv("MISTRAL_API_KEY", "of the environment")
    again = pickle.loads(pickle.dumps(wire.client(provider="mistral")))
    assert again.api_key == "of the environment"
    await done(again.close())


# -- rules -------------------------------------------------------------------------------------------------------------


async def test_defaults_of_the_client_are_seen_by_rules(wire: Wire, server: Server) -> None:
    """They are part of the request when it is put into the server's words."""
    server.answer(reply(completion()))
    await ask(wire.client(provider="mistral", api_key="K", default_body={"seed": 1, "thinking": True}))
    assert bodies(server) == [{"model": "m", "messages": MESSAGES, "random_seed": 1, "reasoning_effort": "medium"}]


async def test_rules_of_ones_own(wire: Wire, server: Server) -> None:
    """What is sent on any route, what is read whole, and what is read in chunks."""

    def with_region(request: Request) -> Request:
        return replace(request, headers={**request.headers, "X-Region": "eu"}, query={**request.query, "v": "2"})

    def shouting(body: Json) -> Json:
        return {**body, "messages": [{"role": "user", "content": "HI"}]}

    def unwrapped(value: Json) -> Json:
        result: Json = value.get("result", value)
        return result

    class Counted:
        """Says at the end how many chunks there were."""

        def __init__(self) -> None:
            self.count = 0

        def chunk(self, value: Json) -> Json | None:
            self.count += 1
            return None if self.count == 2 else value

        def finish(self) -> Json | None:
            return {"choices": [{"index": 0, "delta": {"content": f" ({self.count})"}}]}

    mine = replace(
        GENERIC, name="mine", requests=(with_region, chat_rule(shouting)), replies=(unwrapped,), streams=(Counted,)
    )
    client = wire.client(dialect=mine)
    server.answer(
        reply({"ok": True, "result": completion("Hello")}), streamed(sse("Hel", "lo")), reply({"result": {"data": []}})
    )
    assert (await ask(client)).choices[0].message.content == "Hello"
    stream = await ask(client, stream=True)
    texts = [part.choices[0].delta.content async for part in each(stream)]
    assert texts == ["", "lo", None, " (4)"]
    assert (await done(stream.get_final_completion())).choices[0].message.content == "lo (4)"
    assert await done(client.get("other")) == {"result": {"data": []}}, "rules for replies are for chats"
    assert bodies_of(server, 2) == [{"model": "m", "messages": [{"role": "user", "content": "HI"}]}] * 2
    assert [(one.header("x-region"), one.target.partition("?")[2]) for one in server.requests] == [("eu", "v=2")] * 3


def bodies_of(server: Server, count: int) -> list[Json]:
    found = [json.loads(request.body) for request in server.requests[:count]]
    return [{name: body[name] for name in ("model", "messages")} for body in found]


async def test_thinking_between_tags(wire: Wire, server: Server) -> None:
    """In a whole answer, in chunks that cut the tags, and raw where the reply is asked for as it is."""
    client = wire.client(dialect=with_think_tags(GENERIC))
    text = "<think>\nHmm.\n</think>\n\nYes"
    server.answer(
        reply(completion(text)), streamed(sse(*(text[at : at + 4] for at in range(0, len(text), 4)))),
        reply(completion(text)), reply(completion()),
    )  # fmt: skip
    answer = await ask(client)
    stream = await ask(client, stream=True)
    deltas = [part.choices[0].delta async for part in each(stream)]
    final = await done(stream.get_final_completion())
    for message in (answer.choices[0].message, final.choices[0].message):
        assert (message.reasoning, message.content) == ("Hmm.", "Yes")
    assert "".join(delta.reasoning or "" for delta in deltas) == "Hmm."
    assert "".join(delta.content or "" for delta in deltas) == "Yes"
    raw = await done(client.chat.completions.with_raw_response.create(model="m", messages=MESSAGES))
    assert json.loads(raw.content)["choices"][0]["message"]["content"] == text
    await ask(client, messages=[*MESSAGES, answer.choices[0].message, *MESSAGES])
    assert bodies(server)[3]["messages"][1] == {"role": "assistant", "content": text}


async def test_calls_in_the_text(wire: Wire, server: Server) -> None:
    """Only who asks for it has them taken for calls."""
    text = '<tool_call>{"name": "f", "arguments": {"a": 1}}</tool_call>'
    server.always(reply(completion(text)))
    asked = (await ask(wire.client(dialect=with_text_tool_calls(GENERIC)))).choices[0]
    assert [call.function.name for call in asked.message.tool_calls] == ["f"]
    assert (asked.message.content, asked.finish) == (None, "tool_calls")
    assert (await ask(wire.client())).choices[0].message.content == text


async def test_typed_events_under_rules(wire: Wire, server: Server) -> None:
    """`stream(...)` tells the thinking apart, as everywhere."""
    server.answer(streamed(sse("<think>Hm", "m.</thi", "nk>Y", "es")))
    client = wire.client(dialect=with_think_tags(GENERIC))
    manager = client.chat.completions.stream(model="m", messages=MESSAGES)
    if wire.is_sync:
        with manager as stream:
            kinds = [event.type for event in stream]
    else:
        async with manager as stream:
            kinds = [event.type async for event in stream]
    assert kinds.count("reasoning.delta") == 2
    assert kinds.count("content.delta") == 2


# -- refusals ----------------------------------------------------------------------------------------------------------

NO_MAX_TOKENS = "Unsupported parameter: 'max_tokens' is not supported with this model."


def refusal(words: str, status: int = 400) -> bytes:
    return reply({"error": {"message": words}}, status)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_refusal_is_answered_in_other_words(wire: Wire, server: Server, stream: bool) -> None:
    """Once; it is told once, and remembered for the client and its copies, old and new."""
    client = wire.client()
    older = client.copy(timeout=9)
    good = streamed(sse("Hello")) if stream else reply(completion())
    server.answer(refusal(NO_MAX_TOKENS), good, good, good, good)
    with pytest.warns(CompatibilityWarning, match="from now on max_tokens is sent as max_completion_tokens") as told:
        await finished(await ask(client, max_tokens=5, stream=stream))
    assert len(told) == 1
    assert NO_MAX_TOKENS in str(told[0].message)
    for one in (client, older, client.with_options(deadline=9)):
        await finished(await ask(one, max_tokens=5, stream=stream))
    names = [next(name for name in body if name.startswith("max_")) for body in bodies(server)]
    assert names == ["max_tokens"] + ["max_completion_tokens"] * 4


async def finished(answer: Any) -> None:
    if hasattr(answer, "get_final_completion"):
        await done(answer.get_final_completion())


async def test_another_client_and_another_server_learn_for_themselves(wire: Wire, server: Server, servers: Any) -> None:
    """What one server refuses says nothing of others; other routes have options of the same names."""
    client = wire.client()
    server.answer(refusal(NO_MAX_TOKENS), reply(completion()), reply({"choices": [{"text": "a"}]}))
    with pytest.warns(CompatibilityWarning):
        await ask(client, max_tokens=5)
    await done(client.completions.create(model="m", prompt="p", max_tokens=5))
    assert bodies(server)[2]["max_tokens"] == 5
    other = servers()
    other.always(reply(completion()))
    await ask(client.copy(base_url=other.url), max_tokens=5)
    assert bodies(other)[0]["max_tokens"] == 5
    server.answer(reply(completion()))
    await ask(wire.client(), max_tokens=5)
    assert bodies(server)[3]["max_tokens"] == 5


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("max_tokens must be at least 1, got -5.", {"max_tokens": -5}),
        ("Unknown parameter: 'temprature'.", {"max_tokens": 5}),
        (NO_MAX_TOKENS, {"temperature": 5}),
        (NO_MAX_TOKENS, {"max_tokens": 5, "max_completion_tokens": 5}),
        ("tool_choice is not supported", {"tools": [{"type": "function"}], "tool_choice": "required"}),
        ("json_schema is not supported", {"response_format": {"type": "json_schema"}}),
    ],
)
async def test_any_other_refusal_is_raised(wire: Wire, server: Server, words: str, options: Json) -> None:
    """At once, as it is: what is not understood, what was not asked for, and what would ask for less."""
    server.answer(refusal(words))
    with pytest.raises(BadRequestError) as caught:
        await ask(wire.client(), **options)
    assert words in caught.value.message
    assert caught.value.attempts == 1


@pytest.mark.parametrize("adapt", [False, None])
async def test_without_adapting_every_refusal_is_raised(wire: Wire, server: Server, adapt: Any) -> None:
    """Nothing is sent that was not asked for."""
    server.answer(refusal(NO_MAX_TOKENS))
    with pytest.raises(BadRequestError, match="1 attempt"):
        await ask(wire.client(adapt=adapt), max_tokens=5)


@pytest.mark.parametrize(
    ("words", "asked", "sent"),
    [
        (
            "This response_format type is unavailable now",
            {"response_format": {"type": "json_schema", "json_schema": {"name": "x"}}},
            {"response_format": {"type": "json_object"}},
        ),
        ("deepseek-reasoner does not support this tool_choice", {"tool_choice": "required"}, {"tool_choice": "auto"}),
    ],
)
async def test_less_is_asked_only_if_it_was_allowed(
    wire: Wire, server: Server, words: str, asked: Json, sent: Json
) -> None:
    """And a warning tells what is no longer asked for."""
    server.answer(refusal(words), reply(completion()))
    with pytest.warns(CompatibilityWarning):
        await ask(wire.client(adapt="lossy"), **asked)
    assert bodies(server)[1] == {"model": "m", "messages": MESSAGES, **sent}


async def test_several_things_may_be_refused_one_after_another(wire: Wire, server: Server) -> None:
    """Each is put in other words, whoever wrote it: the call, the client's defaults, or a message of the history."""
    server.answer(
        refusal(NO_MAX_TOKENS),
        refusal("unknown variant `developer`, expected one of `system`, `user`"),
        refusal("body.stream_options: Extra inputs are not permitted", 422),
        streamed(sse("Hello")),
    )
    messages = [{"role": "developer", "content": "A"}, *MESSAGES]
    client = wire.client(default_body={"max_tokens": 5})
    with pytest.warns(CompatibilityWarning) as told:
        stream = await ask(client, messages=messages, stream=True, stream_options={"include_usage": True})
    assert len(told) == 3
    assert stream.response.attempts == 4
    assert (await done(stream.get_final_completion())).choices[0].message.content == "Hello"
    assert bodies(server)[3] == {
        "model": "m",
        "messages": [{"role": "system", "content": "A"}, *MESSAGES],
        "stream": True,
        "max_completion_tokens": 5,
    }
    assert messages[0]["role"] == "developer", "the caller's own are not touched"


async def test_a_server_that_takes_neither_word(wire: Wire, server: Server) -> None:
    """Nothing is sent twice: its second refusal is raised."""
    server.answer(refusal(NO_MAX_TOKENS), refusal("Unknown parameter: 'max_completion_tokens'."))
    with pytest.warns(CompatibilityWarning), pytest.raises(BadRequestError, match="max_completion_tokens") as caught:
        await ask(wire.client(), max_tokens=5)
    assert caught.value.attempts == 2


async def test_a_warning_is_an_error_where_warnings_are(wire: Wire, server: Server) -> None:
    """Who turns warnings into errors gets one, and the client goes on knowing."""
    client = wire.client(api_key="sk-secret", default_headers={"X-Api-Key": "also-secret"})
    server.answer(refusal(f"{NO_MAX_TOKENS} sk-secret also-secret"), reply(completion()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(CompatibilityWarning) as caught:
            await ask(client, max_tokens=5)
    assert "secret" not in str(caught.value).replace("sk-***", "")
    await ask(client, max_tokens=5)
    assert bodies(server)[1]["max_completion_tokens"] == 5


async def test_retries_after_other_words(wire: Wire, server: Server, waits: list[float]) -> None:
    """What was refused is not sent again."""
    server.answer(refusal(NO_MAX_TOKENS), reply(None, 503), reply(completion()))
    with pytest.warns(CompatibilityWarning):
        await ask(wire.client(max_retries=2), max_tokens=5)
    assert len([wait for wait in waits if wait]) == 1
    assert [body.get("max_tokens") for body in bodies(server)] == [5, None, None]


# -- Azure -------------------------------------------------------------------------------------------------------------


def azure(wire: Wire, server: Server, **options: Any) -> Any:
    kind = AzureOpenAI if wire.is_sync else AsyncAzureOpenAI
    wire.kind = kind
    return wire.client(**{"base_url": None, "azure_endpoint": server.root, "api_version": "2024-10-21", **options})


async def test_azure_by_its_own_names(wire: Wire, server: Server) -> None:
    """The model is a deployment in the path, the key has its own header, every URL has a version."""
    server.answer(reply(completion()), reply({"data": [{"id": "m"}]}), streamed(sse("Hello")))
    client = azure(wire, server, api_key="K")
    await ask(client, model="my gpt", max_tokens=5)
    await done(client.models.list())
    await finished(await ask(client, model="my gpt", stream=True))
    assert [request.target for request in server.requests] == [
        "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
        "/openai/models?api-version=2024-10-21",
        "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
    ]
    assert {(one.header("api-key"), one.header("authorization")) for one in server.requests} == {("K", None)}
    assert json.loads(server.requests[0].body)["max_completion_tokens"] == 5


async def test_azure_with_one_deployment_and_a_token(wire: Wire, server: Server) -> None:
    """The deployment is in the address, and a token of Entra is a bearer's, asked for before each attempt."""
    server.always(reply(completion()))
    tokens = iter(["t1", "t2"])
    client = azure(wire, server, azure_deployment="gpt", azure_ad_token_provider=lambda: next(tokens))
    await ask(client)
    await ask(client.copy(max_retries=1))
    await ask(azure(wire, server, azure_ad_token="t3", default_query={"x": "1"}))
    assert [request.header("authorization") for request in server.requests] == ["Bearer t1", "Bearer t2", "Bearer t3"]
    assert [request.header("api-key") for request in server.requests] == [None] * 3
    assert [request.target for request in server.requests] == [
        *["/openai/deployments/gpt/chat/completions?api-version=2024-10-21"] * 2,
        "/openai/deployments/m/chat/completions?api-version=2024-10-21&x=1",
    ]


async def test_azure_from_the_environment(wire: Wire, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything may come from there, and what is missing is named."""
    kind = AzureOpenAI if wire.is_sync else AsyncAzureOpenAI
    with pytest.raises(ConfigurationError, match="OPENAI_API_VERSION"):
        kind(azure_endpoint=server.root, api_key="K")
    monkeypatch.setenv("OPENAI_API_VERSION", "2024-10-21")
    with pytest.raises(ConfigurationError, match="AZURE_OPENAI_ENDPOINT"):
        kind(api_key="K")
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", f"{server.root}/")
    with pytest.raises(ConfigurationError, match="AZURE_OPENAI_API_KEY"):
        kind()
    with pytest.raises(ConfigurationError, match="either a key"):
        kind(api_key="K", azure_ad_token="t")
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "t")
    assert azure(wire, server, azure_endpoint=None, api_version=None).api_key == "t"
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "K")
    client = azure(wire, server, azure_endpoint=None, api_version=None)
    server.answer(reply(completion()))
    await ask(client)
    assert server.requests[0].header("api-key") == "K"
    again = pickle.loads(pickle.dumps(client))
    assert (again.base_url, again.dialect.auth) == (client.base_url, "api-key")
    await done(again.close())


async def test_azure_refuses_in_its_own_words(wire: Wire, server: Server) -> None:
    """Older deployments know the older name of a limit: it is said in that, below whatever path."""
    server.answer(refusal("Unrecognized request argument supplied: max_completion_tokens"), reply(completion()))
    with pytest.warns(CompatibilityWarning):
        await ask(azure(wire, server, api_key="K"), max_tokens=5)
    assert bodies(server)[1]["max_tokens"] == 5


async def test_azure_by_provider(wire: Wire, server: Server) -> None:
    """Without the openai SDK's names: the row of the older addresses."""
    server.answer(reply(completion()))
    options = {"base_url": f"{server.root}/openai", "default_query": {"api-version": "2024-10-21"}}
    await ask(wire.client(provider="azure-deployments", api_key="K", **options))
    assert server.requests[0].target == "/openai/deployments/m/chat/completions?api-version=2024-10-21"
    assert server.requests[0].header("api-key") == "K"


# -- the spelling of long ago ------------------------------------------------------------------------------------------

OLD = {"ChatCompletion", "Completion", "Embedding", "Image", "Audio", "Moderation", "Model", "File"}


@pytest.mark.parametrize("name", sorted(OLD))
def test_the_old_spelling_says_the_new_one(name: str) -> None:
    """Whatever was asked of a class that is gone, today's call is in the error."""
    gone: Any = getattr(oaicompat, name)
    words = rf"{name}.*client = Client\(\); client\."
    with pytest.raises(ConfigurationError, match=words):
        gone.create(model="m")
    with pytest.raises(ConfigurationError, match=words):
        gone()
    with pytest.raises(ConfigurationError, match=words):
        _ = gone.acreate
    assert not hasattr(gone, "__wrapped__"), "tools that look at objects are not misled"
    with pytest.raises(AttributeError):
        getattr(oaicompat, "Nothing")  # noqa: B009  # type checkers know that it is not there


def _chunks() -> Iterator[bytes]:
    yield chunk("Hi", finish="stop")
    yield DONE


async def test_repeated_thinking_is_said_once(wire: Wire, server: Server) -> None:
    """For xAI; a server of which that is not known is taken at its word."""
    thoughts = [chunk(delta={"reasoning_content": "Thinking... "})] * 3
    server.always(streamed(*thoughts, *_chunks()))
    for client, times in ((wire.client(provider="xai", api_key="K"), 1), (wire.client(), 3)):
        stream = await ask(client, stream=True)
        assert (await done(stream.get_final_completion())).choices[0].message.reasoning == "Thinking... " * times


def test_a_client_of_a_dialect_can_be_pickled() -> None:
    """Its rules too: they are values."""
    for dialect in (providers()["mistral"], with_think_tags(GENERIC)):
        client = Client(base_url="http://localhost:1/v1", dialect=dialect, api_key="k")
        twin = pickle.loads(pickle.dumps(client)).dialect
        assert (twin.name, len(twin.requests), len(twin.streams)) == (
            dialect.name,
            len(dialect.requests),
            len(dialect.streams),
        )
