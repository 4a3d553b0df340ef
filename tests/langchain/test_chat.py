"""What `ChatOpenAICompatible` keeps, tells and asks, against the stand-in server."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from langchain_core.caches import InMemoryCache
from langchain_core.callbacks import BaseCallbackHandler, UsageMetadataCallbackHandler
from langchain_core.load import dumpd, dumps, load
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, message_to_dict, messages_from_dict
from langchain_core.rate_limiters import InMemoryRateLimiter
from pydantic import SecretStr

import oaicompat
from oaicompat.dialects import chat_rule
from oaicompat.langchain import ChatOpenAICompatible
from oaicompat.testing import Server, chunks, completion

KEPT = {
    "service_tier": "default",
    "system_fingerprint": "fp",
    "provider": "Somebody",
    "x_own": {"a": 1},
}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as found:
        yield found


def chat(server: Server, **options: Any) -> ChatOpenAICompatible:
    return ChatOpenAICompatible(**{"model": "m", "base_url": server.url, **options})


def summed(stream: Any) -> AIMessageChunk:
    """The sum of a stream's chunks."""
    found = None
    for chunk in stream:
        found = chunk if found is None else found + chunk
    assert found is not None
    return found


# -- what is kept ----------------------------------------------------------------------------------------------------


def _rich(name: str = "reasoning_content") -> dict[str, Any]:
    """A completion that has something of everything."""
    call = {
        "id": "c1",
        "type": "function",
        "function": {"name": "get_weather", "arguments": '{"city": "Paris"}'},
        "extra_content": {"google": {"thought_signature": "sig"}},
    }
    found = completion("Well.", tool_calls=[call], model="m-2026")
    message = found["choices"][0]["message"]
    message[name] = "I think."
    message["reasoning_details"] = [
        {"type": "reasoning.text", "text": "I think.", "format": "anthropic", "index": 0, "signature": "s"},
        {"type": "reasoning.encrypted", "data": "xyz", "format": "anthropic", "index": 0},
    ]
    message["own_field"] = {"b": 2}
    found["usage"] = {
        "prompt_tokens": 10,
        "completion_tokens": 5,
        "total_tokens": 15,
        "prompt_cache_hit_tokens": 4,
        "completion_tokens_details": {"reasoning_tokens": 2},
        "cost": 0.5,
    }
    return {**found, **KEPT}


def _rich_chunks(name: str = "reasoning_content") -> list[dict[str, Any]]:
    """The same as a stream."""
    whole = _rich(name)
    message = whole["choices"][0]["message"]
    found = [{**piece, **KEPT} for piece in chunks(whole, include_usage=True)]
    more = {"reasoning_details": message["reasoning_details"], "own_field": message["own_field"]}
    found[-2]["choices"][0]["delta"].update(more)
    return found


@pytest.mark.parametrize("name", ["reasoning_content", "reasoning"])
@pytest.mark.parametrize("version", [None, "v1"])
def test_a_stream_says_what_a_reply_says(server: Server, name: str, version: str | None) -> None:
    """Content, thinking, calls, counts and metadata of the sum of the chunks are those of the whole message."""
    model = chat(server, output_version=version, include_response_headers=True)
    server.reply(_rich(name))
    whole = model.invoke("hi")
    server.reply(_rich_chunks(name))
    found = summed(model.stream("hi"))
    assert found.tool_calls == whole.tool_calls
    assert found.usage_metadata == whole.usage_metadata
    assert found.additional_kwargs == whole.additional_kwargs
    drop = ("headers", "request_id")
    metadata, expected = (
        {name: value for name, value in message.response_metadata.items() if name not in drop}
        for message in (found, whole)
    )
    assert metadata == expected
    assert found.response_metadata.keys() == whole.response_metadata.keys()
    blocks = [{key: block[key] for key in block if key != "index"} for block in found.content_blocks]
    assert blocks == whole.content_blocks
    assert [block["type"] for block in blocks] == ["reasoning", "text", "tool_call"]


def test_nothing_of_a_reply_is_lost(server: Server) -> None:
    """Counts under LangChain's names and raw; ids, tiers, unknown fields; thinking with its details."""
    server.reply(_rich("reasoning"))
    found = chat(server).invoke("hi")
    assert found.usage_metadata == {
        "input_tokens": 10,
        "output_tokens": 5,
        "total_tokens": 15,
        "input_token_details": {"cache_read": 4},
        "output_token_details": {"reasoning": 2},
    }
    metadata = found.response_metadata
    assert metadata["token_usage"]["prompt_cache_hit_tokens"] == 4
    assert metadata["token_usage"]["cost"] == 0.5
    assert (metadata["model_name"], metadata["id"], metadata["finish_reason"]) == ("m-2026", "chatcmpl-1", "tool_calls")
    assert (metadata["service_tier"], metadata["system_fingerprint"]) == ("default", "fp")
    assert metadata["extras"] == {"provider": "Somebody", "x_own": {"a": 1}}
    assert metadata["reasoning_field"] == "reasoning"
    assert found.additional_kwargs["reasoning_content"] == "I think."
    assert found.additional_kwargs["own_field"] == {"b": 2}
    assert len(found.additional_kwargs["reasoning_details"]) == 2


def test_what_came_goes_back_as_it_came(server: Server) -> None:
    """Thinking under its own name, details, and the signature of the call: also after a stream, and after JSON."""
    model = chat(server, reasoning_keep_policy="all")
    server.reply(_rich_chunks("reasoning"))
    answer = summed(model.stream("hi"))
    for message in (answer, messages_from_dict([message_to_dict(answer)])[0], pickle.loads(pickle.dumps(answer))):
        model.invoke([HumanMessage("hi"), message, HumanMessage("and?")])
        sent = server.last.json()["messages"][1]
        assert sent["reasoning"] == "I think."
        assert sent["reasoning_details"] == _rich()["choices"][0]["message"]["reasoning_details"]
        assert sent["tool_calls"][0]["extra_content"] == {"google": {"thought_signature": "sig"}}
        assert json.loads(sent["tool_calls"][0]["function"]["arguments"]) == {"city": "Paris"}


@pytest.mark.parametrize("version", ["v1", None])
def test_thinking_and_calls_in_events(server: Server, version: str | None) -> None:
    """`stream_events(version="v3")`: thinking, text and calls are blocks of their own, and the message is whole."""
    server.reply(_rich_chunks())
    stream = chat(server, output_version=version).stream_events("hi", version="v3")
    events = list(stream)
    kinds = [event["content"]["type"] for event in events if event["event"] == "content-block-finish"]
    assert kinds == ["reasoning", "text", "tool_call"]
    message = stream.output
    assert message.tool_calls[0]["args"] == {"city": "Paris"}
    assert message.additional_kwargs["reasoning_details"] == _rich()["choices"][0]["message"]["reasoning_details"]
    assert message.usage_metadata is not None
    assert message.usage_metadata["input_tokens"] == 10
    model = chat(server, reasoning_keep_policy="all")
    model.invoke([HumanMessage("hi"), message, HumanMessage("and?")])
    assert server.last.json()["messages"][1]["reasoning_content"] == "I think."


def test_parallel_calls_in_events_and_blocks(server: Server) -> None:
    """Two calls after the thinking stay two."""
    whole = completion(reasoning="Hm.", tool_calls=[("f", {"a": 1}), ("g", {"b": 2})])
    for version in ("v0", "v1"):
        server.reply(chunks(whole))
        found = summed(chat(server, output_version=version).stream("hi"))
        assert [(call["name"], call["args"]) for call in found.tool_calls] == [("f", {"a": 1}), ("g", {"b": 2})]
        assert [block["type"] for block in found.content_blocks] == ["reasoning", "tool_call", "tool_call"]
        assert [call["index"] for call in found.tool_call_chunks] == [0, 1]


def test_awkward_calls(server: Server) -> None:
    """No id, arguments as an object, no arguments, no JSON."""
    calls = [
        {"id": "", "type": "function", "function": {"name": "f", "arguments": {"a": 1}}},
        {"id": "2", "type": "function", "function": {"name": "g", "arguments": ""}},
        {"id": "3", "type": "function", "function": {"name": "h", "arguments": "{oops"}},
        {"id": "4", "type": "function", "function": {"name": "i", "arguments": "[1]"}},
    ]
    server.reply(completion(tool_calls=calls))
    found = chat(server).invoke("hi")
    assert [(call["name"], call["args"]) for call in found.tool_calls] == [("f", {"a": 1}), ("g", {})]
    assert found.tool_calls[0]["id"]
    assert [(call["name"], call["args"]) for call in found.invalid_tool_calls] == [("h", "{oops"), ("i", "[1]")]
    assert all(call["error"] for call in found.invalid_tool_calls)


def test_custom_tools_come_and_go(server: Server) -> None:
    """The input of a custom tool is `__arg1`, streamed or not, and goes back as it came."""
    call = {"id": "c", "type": "custom", "custom": {"name": "run", "input": "print('x')"}}
    whole = completion(tool_calls=[call])
    for made in (whole, chunks(whole)):
        server.reply(made)
        model = chat(server)
        found = model.invoke("hi") if made is whole else summed(model.stream("hi"))
        assert found.tool_calls == [{"name": "run", "args": {"__arg1": "print('x')"}, "id": "c", "type": "tool_call"}]
        server.reply("ok")
        model.invoke([HumanMessage("hi"), found])
        assert server.last.json()["messages"][1]["tool_calls"] == [call]


def test_refusals_pictures_and_citations(server: Server) -> None:
    """A refusal comes also in a stream; pictures and citations are blocks."""
    whole = completion(None)
    whole["choices"][0]["message"]["refusal"] = "I will not."
    server.reply(whole)
    assert chat(server).invoke("hi").additional_kwargs["refusal"] == "I will not."
    server.reply(chunks(whole))
    assert summed(chat(server).stream("hi")).additional_kwargs["refusal"] == "I will not."
    whole = completion("Look.")
    message = whole["choices"][0]["message"]
    message["images"] = [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]
    message["annotations"] = [{"type": "url_citation", "url_citation": {"url": "http://a", "title": "A"}}]
    server.reply(whole)
    text, picture = chat(server).invoke("hi").content_blocks
    assert text["annotations"] == [{"type": "citation", "url": "http://a", "title": "A"}]  # type: ignore[typeddict-item]
    assert picture == {"type": "image", "base64": "AAAA", "mime_type": "image/png"}


def test_log_probabilities(server: Server) -> None:
    """The same in a stream's sum as in a reply."""
    model = chat(server, logprobs=True, top_logprobs=1)
    whole = model.invoke("one two").response_metadata["logprobs"]
    streamed = summed(model.stream("one two")).response_metadata["logprobs"]
    assert whole["content"] == streamed["content"]
    assert len(whole["content"]) > 2


def test_thinking_between_tags(server: Server) -> None:
    """With `think_tags` it is told apart, streamed or not; without, the text is as it came."""
    for model in (chat(server), chat(server, think_tags=True)):
        server.reply("<think>Hm.</think>Yes.")
        found = model.invoke("hi")
        server.reply("<think>Hm.</think>Yes.")
        assert summed(model.stream("hi")).content == found.content
        assert found.content == ("Yes." if model.think_tags else "<think>Hm.</think>Yes.")
        assert found.additional_kwargs == ({"reasoning_content": "Hm."} if model.think_tags else {})


# -- what is asked ---------------------------------------------------------------------------------------------------


def test_the_names_of_chat_openai(server: Server) -> None:
    """Its constructor's names are taken, and say the same."""
    model = chat(server)
    model = ChatOpenAICompatible(
        model_name="gpt-5-codex",
        openai_api_base=server.url,
        openai_api_key="sk",
        request_timeout=7,
        temperature=0.5,
        max_tokens=9,
        stop_sequences=["END"],
        seed=1,
        n=1,
        top_p=0.9,
        presence_penalty=0.1,
        frequency_penalty=0.2,
        logit_bias={1: 2},
        reasoning_effort="low",
        model_kwargs={"user": "u"},
        extra_body={"own": 1},
        default_headers={"X-Own": "yes"},
        default_query={"q": "1"},
        use_responses_api=False,
        top_k=5,
        min_p=0.1,
    )
    model.invoke("hi")
    request = server.last
    assert request.json() == {
        "model": "gpt-5-codex",
        "messages": [{"role": "user", "content": "hi"}],
        "temperature": 0.5,
        "max_tokens": 9,
        "stop": ["END"],
        "seed": 1,
        "n": 1,
        "top_p": 0.9,
        "presence_penalty": 0.1,
        "frequency_penalty": 0.2,
        "logit_bias": {"1": 2},
        "reasoning_effort": "low",
        "user": "u",
        "own": 1,
        "top_k": 5,
        "min_p": 0.1,
    }
    assert request.path == "/v1/chat/completions"  # whatever the model's name
    assert request.headers["authorization"] == "Bearer sk"
    assert (request.headers["x-own"], request.query["q"]) == ("yes", "1")
    assert model.client.timeout.read == 7


def test_unknown_options_are_refused() -> None:
    """With the name that was meant, and where a server's own go."""
    for wrong in ({"temprature": 1}, {"use_responses_api": True}, {"base_url": "http://a", "api_base": "http://b"}):
        with pytest.raises(TypeError, match=r"temperature|Responses API|twice"):
            ChatOpenAICompatible(model="m", **wrong)
    with pytest.warns(oaicompat.CompatibilityWarning, match="tiktoken"):
        ChatOpenAICompatible(model="m", base_url="http://a", tiktoken_model_name="gpt")


@pytest.mark.parametrize(
    ("key", "header"),
    [(None, None), ("sk", "Bearer sk"), (SecretStr("sk"), "Bearer sk"), (lambda: "called", "Bearer called")],
)
def test_keys(server: Server, key: Any, header: str | None) -> None:
    """A string, a secret, a function, or none at all: then there is no header."""
    model = chat(server, api_key=key)
    model.invoke("hi")
    assert server.last.headers.get("authorization") == header
    assert "sk" not in repr(model).replace("tasks", "")


async def test_a_key_from_a_coroutine(server: Server) -> None:
    """An async function is asked by async calls."""

    async def key() -> str:
        return "awaited"

    await chat(server, api_key=key).ainvoke("hi")
    assert server.last.headers["authorization"] == "Bearer awaited"


def test_options_of_a_call(server: Server) -> None:
    """They win over the constructor's; bodies are merged; empty tools are not sent; disabled options are not either."""
    model = chat(server, temperature=0, extra_body={"a": 1, "b": 1}, stop=["x"], disabled_params={"seed": None})
    model.invoke(
        "hi", temperature=1, extra_body={"b": 2}, stop=["y"], tools=[], tool_choice="auto", seed=3, model="other"
    )
    body = server.last.json()
    assert (body["temperature"], body["a"], body["b"], body["stop"], body["model"]) == (1, 1, 2, ["y"], "other")
    assert not body.keys() & {"tools", "tool_choice", "seed"}


def test_stream_usage_can_be_left_out(server: Server) -> None:
    """It is asked for by default."""
    assert summed(chat(server).stream("hi")).usage_metadata is not None
    assert server.last.json()["stream_options"] == {"include_usage": True}
    assert summed(chat(server, stream_usage=False).stream("hi")).usage_metadata is None
    assert "stream_options" not in server.last.json()


def test_a_refused_stream_option_is_left_out(server: Server) -> None:
    """By the client's `adapt`, with a warning, and from then on."""
    server.error(400, "stream_options is not supported")
    model = chat(server, api_key="adapts")
    with pytest.warns(oaicompat.CompatibilityWarning, match="include_usage"):
        assert summed(model.stream("hi")).text
    list(model.stream("hi"))
    assert "stream_options" not in server.last.json()


def test_what_a_server_refuses_can_be_asked_for_in_less_words(server: Server) -> None:
    """`adapt="lossy"`: a schema becomes any JSON, a forced tool a free one; without it the error is told."""
    schema = {"title": "answer", "type": "object", "properties": {"answer": {"type": "string"}}}
    server.error(400, "response_format json_schema is not supported")
    with pytest.raises(oaicompat.BadRequestError):
        chat(server, api_key="strictly").with_structured_output(schema).invoke("hi")
    server.error(400, "response_format json_schema is not supported")
    model = chat(server, adapt="lossy", api_key="loosely")
    with pytest.warns(oaicompat.CompatibilityWarning, match="any JSON"):
        assert model.with_structured_output(schema).invoke("hi")["answer"] == "You said: hi"


def test_openrouters_reasoning() -> None:
    """ChatDeepSeek's arguments for OpenRouter: the wish arrives and the thinking is kept."""
    with Server() as server:
        model = ChatOpenAICompatible(
            model="deepseek/deepseek-r1", api_base=server.url, api_key="sk", extra_body={"reasoning": {"effort": "low"}}
        )
        found = summed(model.stream("Why?"))
        assert server.last.json()["reasoning"] == {"effort": "low"}
    assert found.additional_kwargs["reasoning_content"].startswith("The user wrote")
    assert found.text == "You said: Why?"


# -- LangChain's machinery -------------------------------------------------------------------------------------------


class Seen(BaseCallbackHandler):
    """What callbacks are told."""

    def __init__(self) -> None:
        self.tokens: list[Any] = []
        self.errors: list[BaseException] = []
        self.results: list[Any] = []
        self.started: list[Any] = []

    def on_chat_model_start(self, serialized: Any, messages: Any, **kwargs: Any) -> None:
        self.started.append((serialized, kwargs))

    def on_llm_new_token(self, token: Any, **kwargs: Any) -> None:
        self.tokens.append(token)

    def on_llm_end(self, response: Any, **kwargs: Any) -> None:
        self.results.append(response)

    def on_llm_error(self, error: BaseException, **kwargs: Any) -> None:
        self.errors.append(error)


def test_callbacks(server: Server) -> None:
    """Tokens, results with counts, errors; and no key in anything that they are told."""
    seen, counts = Seen(), UsageMetadataCallbackHandler()
    model = chat(server, api_key="sk-secret", default_headers={"api-key": "sk-secret"}, callbacks=[seen, counts])
    model.invoke("hi")
    list(model.stream("hi there"))
    assert "".join(seen.tokens) == "You said: hi there"
    assert seen.results[0].llm_output["token_usage"]["total_tokens"] > 0
    assert counts.usage_metadata["m"]["input_tokens"] > 0
    server.error(401, "no")
    with pytest.raises(oaicompat.AuthenticationError):
        model.invoke("hi")
    assert isinstance(seen.errors[0], oaicompat.AuthenticationError)
    assert "sk-secret" not in repr((seen.started, seen.results, seen.errors))


def test_batches_share_nothing_but_the_client(server: Server) -> None:
    """Many at once, each with its own answer."""
    texts = [f"number {place}" for place in range(20)]
    model = chat(server)
    assert [found.content for found in model.batch(texts)] == [f"You said: {text}" for text in texts]
    result = model.generate([[HumanMessage("a")], [HumanMessage("b")]])
    assert result.llm_output is not None
    assert result.llm_output["token_usage"]["total_tokens"] == sum(
        generation[0].message.usage_metadata["total_tokens"]  # type: ignore[union-attr]
        for generation in result.generations
    )


def test_several_answers(server: Server) -> None:
    """`n` answers are generations, the counts once; a stream has one."""
    model = chat(server, n=2)
    (generations,) = model.generate([[HumanMessage("a")]]).generations
    assert [generation.text for generation in generations] == ["You said: a", "You said: a (answer 2)"]
    assert [bool(generation.message.usage_metadata) for generation in generations] == [True, False]  # type: ignore[union-attr]
    with pytest.raises(oaicompat.ConfigurationError, match="n must be 1"):
        list(model.stream("a"))


def test_the_cache_tells_servers_apart() -> None:
    """Equal questions to one server are asked once, to two servers twice; the cache's key holds no secret."""
    cache = InMemoryCache()
    with Server() as one, Server() as two:
        for server in (one, two):
            model = chat(server, cache=cache, api_key="sk-secret")
            assert model.invoke("hi").content == model.invoke("hi").content
            assert len(server.requests) == 1
    assert "sk-secret" not in repr(list(cache._cache))


def test_rate_limits_profiles_and_disabled_streams(server: Server) -> None:
    """LangChain's own options work."""
    limiter = InMemoryRateLimiter(requests_per_second=1000, check_every_n_seconds=0.001)
    model = chat(server, rate_limiter=limiter, profile={"max_input_tokens": 5}, disable_streaming=True)
    assert [chunk.content for chunk in model.stream("hi")] == ["You said: hi"]
    assert "stream" not in server.last.json()
    assert model.profile == {"max_input_tokens": 5}
    assert chat(server, supported_response_format=["json_schema"]).profile == {"structured_output": True}
    partly = chat(server, disable_streaming="tool_calling").bind_tools([{"name": "f", "parameters": {}}])
    list(partly.stream("hi"))
    assert "stream" not in server.last.json()


def test_params_for_traces(server: Server) -> None:
    """Provider and model, as the call has them."""
    model = chat(server, provider="somebody", temperature=0.5, max_tokens=3, stop=["x"])
    params = model._get_ls_params(model="other")
    assert params == {
        "ls_provider": "somebody",
        "ls_model_type": "chat",
        "ls_model_name": "other",
        "ls_temperature": 0.5,
        "ls_max_tokens": 3,
        "ls_stop": ["x"],
    }


@pytest.mark.filterwarnings("ignore:The function `load` is in beta")
def test_serialised_and_back(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its key, with its address; loaded as the class that a user allows."""
    model = chat(server, api_key="sk-secret", temperature=0.5, reasoning_keep_policy="all")
    assert "sk-secret" not in dumps(model)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    found = load(
        dumpd(model), allowed_objects=[ChatOpenAICompatible], valid_namespaces=["oaicompat"], secrets_from_env=True
    )
    assert (found.base_url, found.temperature, found.reasoning_keep_policy) == (server.url, 0.5, "all")
    assert found.api_key.get_secret_value() == "sk-other"


def test_pickled_and_copied(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A given key travels, the environment's does not; copies with other options ask other servers."""
    given = pickle.loads(pickle.dumps(chat(server, api_key="sk")))
    given.invoke("hi")
    assert server.last.headers["authorization"] == "Bearer sk"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-here")
    data = pickle.dumps(chat(server))
    assert b"sk-here" not in data
    monkeypatch.setenv("OPENAI_API_KEY", "sk-there")
    pickle.loads(data).invoke("hi")
    assert server.last.headers["authorization"] == "Bearer sk-there"
    copy.deepcopy(given).invoke("hi")
    with Server() as other:
        given.model_copy(update={"base_url": other.url}).invoke("hi")
        given.base_url = other.url
        given.invoke("hi")
        assert len(other.requests) == 2
    assert chat(server).configurable_fields().invoke("hi").content == "You said: hi"


def test_tokens_are_counted_without_asking(server: Server) -> None:
    """Nothing is downloaded or sent; the caller's own tokenizer is used if there is one."""
    model = chat(server)
    assert 0 < model.get_num_tokens("hello world") < 10
    assert model.get_num_tokens_from_messages([HumanMessage("hello")]) > 0
    own = chat(server, custom_get_token_ids=lambda text: list(range(len(text))))
    assert own.get_num_tokens("four") == 4
    assert not server.requests


def test_a_dialect_of_your_own(server: Server) -> None:
    """Its rules see the request before it is sent, and the reply before it is read, streamed or not."""

    def asked(body: dict[str, Any]) -> dict[str, Any]:
        return {**body, "seen": True}

    def told(value: dict[str, Any]) -> dict[str, Any]:
        return {**value, "noted": True}

    dialect = oaicompat.Dialect(
        name="mine", token_limit="max_completion_tokens", requests=(chat_rule(asked),), replies=(told,)
    )
    model = chat(server, dialect=dialect, max_tokens=50)
    for found in (model.invoke("hi"), summed(model.stream("hi"))):
        assert found.response_metadata["extras"] == {"noted": True}
        assert server.last.json()["seen"] is True
        assert server.last.json()["max_completion_tokens"] == 50


async def test_an_own_async_http_client(server: Server) -> None:
    """The same for async calls."""
    async with httpx.AsyncClient(headers={"x-mine": "1"}) as http:
        await chat(server, http_async_client=http).ainvoke("hi")
    assert server.last.headers["x-mine"] == "1"


def test_an_own_http_client(server: Server) -> None:
    """It is used, with its headers."""
    with httpx.Client(headers={"x-mine": "1"}) as http:
        chat(server, http_client=http).invoke("hi")
    assert server.last.headers["x-mine"] == "1"


# -- threads and loops -----------------------------------------------------------------------------------------------


def test_one_instance_in_many_loops_and_threads(server: Server) -> None:
    """One after another and side by side, sync and async, plain and streamed."""
    model = chat(server)

    async def both() -> str:
        whole = await model.ainvoke("hi")
        pieces = [chunk.text async for chunk in model.astream("hi")]
        assert "".join(pieces) == whole.text
        return str(whole.text)

    answers = [asyncio.run(both()) for _ in range(3)]
    threads = [threading.Thread(target=lambda: answers.append(asyncio.run(both()))) for _ in range(4)]
    threads += [threading.Thread(target=lambda: answers.append(str(model.invoke("hi").text))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["You said: hi"] * 11


def test_equal_models_share_their_connections(server: Server) -> None:
    """A model for each request costs no connection."""
    for _ in range(10):
        chat(server, api_key="shared").invoke("hi")
    assert server.connections == 1
    assert chat(server, api_key="shared").client is chat(server, api_key="shared", temperature=1).client
    assert chat(server, api_key="shared").client is not chat(server, api_key="other").client


async def test_a_stream_that_is_left_is_closed(server: Server) -> None:
    """Leaving it gives the connection back; the next call works."""
    model = chat(server)
    async for _ in model.astream("one two three"):
        break
    for _ in model.stream("one two three"):
        break
    assert (await model.ainvoke("hi")).content == "You said: hi"


def test_messages_of_a_stream_are_messages_for_the_next_turn(server: Server) -> None:
    """The sum of chunks goes into the history as it is."""
    model = chat(server)
    answer = summed(model.stream("hi"))
    assert isinstance(answer, AIMessage)
    model.invoke([HumanMessage("hi"), answer, HumanMessage("and?")])
    assert [message["role"] for message in server.last.json()["messages"]] == ["user", "assistant", "user"]


def test_no_key_in_a_mistakes_words(server: Server) -> None:
    """Not the constructor's, not the client's."""
    secrets = {"api_key": "sk-secret", "default_headers": {"api-key": "sk-secret"}}
    for wrong in (
        {},
        {"model": "m", "temperature": "hot"},
        {"model": "m", "base_url": "nowhere"},
        {"model": "m", "x": 1},
    ):
        with pytest.raises((TypeError, ValueError)) as caught:
            ChatOpenAICompatible(**secrets, **wrong)
        assert "sk-secret" not in f"{caught.value!r} {caught.value}"
    with pytest.raises(oaicompat.ConfigurationError, match="base_url must start with http"):
        ChatOpenAICompatible(model="m", base_url="nowhere")


def test_a_query_with_a_list(server: Server) -> None:
    """As the client takes it."""
    chat(server, default_query={"tag": ["a", "b"]}).invoke("hi")
    assert server.last.target.endswith("?tag[]=a&tag[]=b")
