"""How the public API is meant to be used, for type checkers: mypy and pyright read this file, nobody runs it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import httpx
from typing_extensions import assert_type

from oaicompat import (
    APIStatusError,
    AsyncChatStream,
    AsyncClient,
    AsyncOpenAI,
    AzureOpenAI,
    Binary,
    ChatStream,
    Client,
    CompletionStream,
    Dialect,
    Headers,
    IncompleteStreamError,
    OpenAI,
    RateLimit,
    Reply,
    Stream,
    Timeout,
)
from oaicompat.dialects import VLLM
from oaicompat.types import Completion, CreateEmbeddingResponse, FileObject, Model, ModelList
from oaicompat.types.chat import (
    ChatCompletion,
    ChatCompletionChunk,
    ChatCompletionMessage,
    ChatCompletionMessageParam,
    ChatCompletionToolParam,
)
from oaicompat.types.chat.chat_completion import Choice
from oaicompat.types.chat.params import ChatOptions
from oaicompat.types.rerank import RerankResponse
from oaicompat.types.score import ScoreResponse


def constructing() -> None:
    """Every option, in the forms that users have at hand."""
    Client()
    Client(
        base_url="http://localhost:8000/v1",
        api_key=lambda: "key",
        timeout=httpx.Timeout(5.0),
        deadline=30,
        max_retries=0,
        default_headers={"x-team": "search"},
        default_query={"api-version": "1"},
        default_body={"temperature": 0},
        http_client=httpx.Client(),
        verify=False,
        proxy="http://localhost:3128",
    )
    AsyncClient(timeout=Timeout(60, connect=2), http_client=httpx.AsyncClient())
    assert_type(OpenAI().with_options(timeout=3), Client)
    assert_type(AsyncOpenAI().copy(max_retries=1), AsyncClient)


def chatting(client: Client, flag: bool) -> None:
    """The overloads on `stream`, and histories in variables."""
    history = [{"role": "user", "content": "Hello"}]
    assert_type(client.chat.completions.create(model="m", messages=history), ChatCompletion)
    assert_type(client.chat.completions.create(model="m", messages=history, stream=True), ChatStream)
    assert_type(client.chat.completions.create(model="m", messages=history, stream=flag), ChatCompletion | ChatStream)
    typed: list[ChatCompletionMessageParam] = [{"role": "system", "content": "Be brief."}]
    reply = client.chat.completions.create(
        model="m",
        messages=[*typed, {"role": "user", "content": [{"type": "text", "text": "Hello"}]}],
        temperature=None,
        top_k=20,
        stop=["\n"],
        response_format={"type": "json_object"},
        extra_body={"anything": 1},
        timeout=3.5,
    )
    assert_type(reply.choices[0], Choice)
    assert_type(reply.choices[0].message, ChatCompletionMessage)
    assert_type(reply.choices[0].message.content, str | None)
    assert_type(reply.choices[0].message.reasoning, str | None)
    assert_type(reply.response_headers, Headers)
    assert_type(reply.rate_limit, RateLimit)
    client.chat.completions.create(model="m", messages=[*typed, reply.choices[0].message])
    options: ChatOptions = {"temperature": 0.5, "extra_headers": {"x-a": "b"}}
    client.chat.completions.create(model="m", messages=history, **options)


def tools(client: Client) -> None:
    """Tools as typed dicts; a call is told apart by its type."""
    tool: ChatCompletionToolParam = {
        "type": "function",
        "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {}}},
    }
    reply = client.chat.completions.create(model="m", messages=[], tools=[tool], tool_choice="auto")
    for call in reply.choices[0].message.tool_calls or ():
        if call.type == "function":
            assert_type(call.function.arguments, str)
        else:
            assert_type(call.custom.input, str)


def streaming(client: Client) -> None:
    """A stream is an iterator of chunks, a context manager, and gives text and the whole."""
    with client.chat.completions.create(model="m", messages=[], stream=True) as stream:
        also: Stream[ChatCompletionChunk] = stream
        for chunk in also:
            assert_type(chunk.choices[0].delta.content, str | None)
            assert_type(chunk.choices[0].delta.reasoning, str | None)
    assert_type(stream.text(), Iterator[str])
    assert_type(stream.get_final_completion(), ChatCompletion)
    with client.chat.completions.stream(model="m", messages=[]) as events:
        for event in events:
            if event.type == "content.delta":
                assert_type(event.delta, str)
            elif event.type == "tool_calls.function.arguments.done":
                assert_type(event.arguments, str)
        assert_type(events.get_final_completion(), ChatCompletion)


async def awaiting(client: AsyncClient, flag: bool) -> None:
    """The same, awaited."""
    assert_type(await client.chat.completions.create(model="m", messages=[]), ChatCompletion)
    stream = await client.chat.completions.create(model="m", messages=[], stream=True)
    assert_type(stream, AsyncChatStream)
    assert_type(
        await client.chat.completions.create(model="m", messages=[], stream=flag), ChatCompletion | AsyncChatStream
    )
    async for chunk in stream:
        assert_type(chunk, ChatCompletionChunk)
    assert_type(stream.text(), AsyncIterator[str])
    assert_type(await stream.get_final_completion(), ChatCompletion)
    async with client.chat.completions.stream(model="m", messages=[]) as events:
        async for event in events:
            if event.type == "content.delta":
                assert_type(event.delta, str)
    assert_type(await client.models.list(), ModelList)


def others(client: Client) -> None:
    """Models, raw replies, routes of one's own."""
    for model in client.models.list():
        assert_type(model, Model)
    raw = client.chat.completions.with_raw_response.create(model="m", messages=[])
    assert_type(raw.headers, Headers)
    assert_type(raw.parse(), ChatCompletion)
    with client.chat.completions.with_streaming_response.create(model="m", messages=[]) as response:
        assert_type(response.iter_lines(), Iterator[str])
    anything: Any = client.get("/slots", root=True)
    print(anything)


def failing(client: Client) -> None:
    """What errors tell."""
    try:
        client.chat.completions.create(model="m", messages=[])
    except IncompleteStreamError as error:
        print(error.partial)
    except APIStatusError as error:
        assert_type(error.status_code, int)
        assert_type(error.response, Reply)
        assert_type(error.request_id, str | None)


def mistakes(client: Client) -> None:
    """What must not type-check."""
    client.chat.completions.create(model="m", messages=[], temprature=1)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue]
    client.chat.completions.create(model=1, messages=[])  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]


def ranking(client: Client) -> None:
    """Routes that are methods of the client itself."""
    ranked = client.rerank(model="m", query="q", documents=["a", {"text": "b"}], top_n=1)
    assert_type(ranked, RerankResponse)
    assert_type(ranked.results[0].relevance_score, float)
    assert_type(ranked.results[0].text, str | None)
    assert_type(client.score(text_1="a", text_2=["b"]), ScoreResponse)
    assert_type(client.with_raw_response.rerank(model="m", query="q", documents=[]).parse(), RerankResponse)


def vectors(client: Client) -> None:
    """Embeddings are lists of floats, whichever way they came."""
    reply = client.embeddings.create(model="m", input=["a", "b"], encoding_format="base64")
    assert_type(reply, CreateEmbeddingResponse)
    assert_type(reply.data[0].embedding, list[float])
    assert_type(client.embeddings.create_many(["a"], model="m", batch_size=2), CreateEmbeddingResponse)


def legacy(client: Client) -> None:
    """Completions, whole and streamed."""
    assert_type(client.completions.create(model="m", prompt="a"), Completion)
    with client.completions.create(model="m", prompt=["a", "b"], stream=True) as stream:
        assert_type(stream, CompletionStream)
        assert_type(stream.get_final_completion(), Completion)


async def lists(client: AsyncClient) -> None:
    """A list can be awaited, or gone through."""
    assert_type(await client.models.list(), ModelList)
    async for model in client.models.list():
        assert_type(model, Model)
    async for file in client.files.list(limit=2):
        assert_type(file, FileObject)


def bytes_of(client: Client) -> None:
    """Speech and the content of files."""
    assert_type(client.files.content("file-1"), Binary)
    assert_type(client.audio.speech.create(model="m", voice="alloy", input="Hi").content, bytes)


def dialects() -> None:
    """Which server it is."""
    known = Client(provider="vllm", base_url="http://localhost:8000/v1", adapt="lossy")
    assert_type(known.dialect, Dialect)
    Client(base_url="http://localhost:8000/v1", dialect=replace(VLLM, token_limit="max_tokens"), adapt=False)
    AzureOpenAI(azure_endpoint="https://x.openai.azure.com", api_version="2024-10-21", api_key="key")
    known.chat.completions.create(model="m", messages=[], thinking=True)
    known.chat.completions.create(model="m", messages=[], thinking=2048)
