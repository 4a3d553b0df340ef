"""The public names: one sorted list, each found, each typed, and nothing loaded before it is asked for."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

import oaicompat


def test_the_list_is_sorted_and_each_name_is_found() -> None:
    """`__all__` is in order, has no name twice, and `dir()` shows it all."""
    assert oaicompat.__all__ == sorted(set(oaicompat.__all__))
    for name in oaicompat.__all__:
        assert getattr(oaicompat, name) is not None or name == "omit"
    assert set(oaicompat.__all__) <= set(dir(oaicompat))


def test_names_that_are_not_there() -> None:
    """An AttributeError in the words of Python, so that `hasattr` and typos behave."""
    with pytest.raises(AttributeError, match="module 'oaicompat' has no attribute 'Clinet'"):
        oaicompat.Clinet  # noqa: B018
    with pytest.raises(AttributeError):
        oaicompat.NoSuchError  # noqa: B018
    with pytest.raises(ImportError):
        exec("from oaicompat import nothing")


def test_the_openai_names() -> None:
    """Code that was written for the openai SDK runs after changing the import."""
    assert oaicompat.OpenAI is oaicompat.Client
    assert oaicompat.AsyncOpenAI is oaicompat.AsyncClient
    from oaicompat.types import chat

    for name in ("ChatCompletion", "ChatCompletionChunk", "ChatCompletionMessage", "ChatCompletionMessageParam"):
        assert getattr(chat, name) is not None
        assert name in dir(chat)


@pytest.mark.parametrize(
    "package",
    [
        "oaicompat.dialects",
        "oaicompat.testing",
        "oaicompat.types",
        "oaicompat.types.audio",
        "oaicompat.types.chat",
        "oaicompat.types.responses",
        "oaicompat.types.shared",
        "oaicompat.types.shared_params",
    ],
)
def test_the_other_packages(package: str) -> None:
    """Their lists are in order, and each name is found."""
    module = importlib.import_module(package)
    assert module.__all__ in (sorted(set(module.__all__)), sorted(set(module.__all__), key=str.casefold))
    for name in module.__all__:
        assert getattr(module, name) is not None
    assert set(module.__all__) <= set(dir(module))
    with pytest.raises(AttributeError, match="NoSuchName"):
        module.NoSuchName  # noqa: B018


def test_every_module_of_types() -> None:
    """Each name in its list is found, whether the types are its own or another module's."""
    root = Path(oaicompat.__file__).parent
    for path in sorted((root / "types").rglob("[!_]*.py")):
        module = importlib.import_module(".".join(("oaicompat", *path.relative_to(root).with_suffix("").parts)))
        names = getattr(module, "__all__", [])
        assert len(names) == len(set(names)), path
        for name in names:
            assert getattr(module, name) is not None


#: Events without a module of their own: those that the openai SDK has none for, and those of OpenAI's hosted tools.
NO_MODULE = re.compile("Other|Cancelled|ReasoningPart|ShellCall|Audio|CodeInterpreter|ImageGen|Mcp|Search|CustomTool")


def test_events_are_found_by_their_modules() -> None:
    """`response_text_done_event` has `ResponseTextDoneEvent`, and so on: the class that the package has."""
    responses = importlib.import_module("oaicompat.types.responses")
    names = [name for name in responses.__all__ if name.endswith("Event") and not NO_MODULE.search(name)]
    assert len(names) > 20
    for name in names:
        home = re.sub("(?<!^)(?=[A-Z])", "_", name).lower()
        module = importlib.import_module(f"oaicompat.types.responses.{home}")
        assert getattr(module, name) is getattr(responses, name)


#: Names at the places where code that was written for the openai SDK imports them.
PLACES = """
_constants: DEFAULT_MAX_RETRIES DEFAULT_TIMEOUT
_legacy_response: HttpxBinaryResponseContent LegacyAPIResponse
_response: APIResponse AsyncAPIResponse
pagination: AsyncCursorPage AsyncPage SyncCursorPage SyncPage
types.batch_create_params: BatchCreateParams OutputExpiresAfter
types.batch_list_params: BatchListParams
types.chat.chat_completion_function_tool_param: ChatCompletionFunctionToolParam
types.chat.completion_create_params: CompletionCreateParamsNonStreaming CompletionCreateParamsStreaming ResponseFormat
types.chat_model: ChatModel
types.embedding_model: EmbeddingModel
types.file_create_params: FileCreateParams ExpiresAfter
types.responses.response_file_search_tool_call: Result
types.responses.response_function_tool_call_item: ResponseFunctionToolCallItem
types.responses.response_input_item: FunctionCallOutput Message ResponseInputItem
types.responses.response_status: ResponseStatus
types.responses.tool_choice_types_param: ToolChoiceTypesParam
types.shared.chat_model: ChatModel
types.shared.reasoning: Reasoning
types.shared.reasoning_effort: ReasoningEffort
types.shared_params.function_definition: FunctionDefinition
types.shared_params.response_format_json_schema: JSONSchema ResponseFormatJSONSchema
"""


@pytest.mark.parametrize("line", PLACES.strip().splitlines())
def test_the_places_of_the_openai_sdk(line: str) -> None:
    """Changing the package's name in an import is enough."""
    module, _, names = line.partition(": ")
    for name in names.split():
        assert getattr(importlib.import_module(f"oaicompat.{module}"), name) is not None


def test_what_is_written_for_a_request_can_be_sent() -> None:
    """Dictionaries here where the openai SDK has models, and a model where we have one: the server gets the same."""
    from oaicompat.testing import Server
    from oaicompat.types import FunctionDefinition, Reasoning, ResponseFormatJSONObject
    from oaicompat.types.responses import EasyInputMessage, ToolChoiceFunction

    reasoning: Any = Reasoning(effort="low")
    with Server() as server, oaicompat.OpenAI(base_url=server.url) as client:
        client.responses.create(
            model="m",
            input=[EasyInputMessage(role="user", content="Hi")],
            reasoning=reasoning,
            tools=[{"type": "function", "name": "f", "parameters": {}, "strict": False}],
            tool_choice=ToolChoiceFunction(type="function", name="f"),
        )
        sent = server.requests[-1].json()
        assert sent["input"] == [{"role": "user", "content": "Hi"}]
        assert sent["reasoning"] == {"effort": "low"}
        assert sent["tool_choice"] == {"type": "function", "name": "f"}

        client.chat.completions.create(
            model="m",
            messages=[{"role": "user", "content": "Hi"}],
            tools=[{"type": "function", "function": FunctionDefinition(name="f")}],
            response_format=ResponseFormatJSONObject(type="json_object"),
        )
        sent = server.requests[-1].json()
        assert sent["tools"] == [{"type": "function", "function": {"name": "f"}}]
        assert sent["response_format"] == {"type": "json_object"}


def test_the_classes_behind_the_names() -> None:
    """What a call gives is of the class that the openai SDK's name stands for; bytes have their reply."""
    from oaicompat._legacy_response import LegacyAPIResponse
    from oaicompat.pagination import SyncCursorPage
    from oaicompat.testing import Server

    with Server() as server, oaicompat.OpenAI(base_url=server.url) as client:
        assert isinstance(client.models.with_raw_response.list(), LegacyAPIResponse)
        with client.models.with_streaming_response.list() as reply:
            assert isinstance(reply, oaicompat.APIResponse)
        assert isinstance(client.files.list(), SyncCursorPage)
        speech = client.audio.speech.create(model="m", voice="v", input="Hi")
        assert isinstance(speech, oaicompat.HttpxBinaryResponseContent)
        assert speech.response.status_code == 200
        assert speech.response.content is speech.content
        assert speech.response.headers is speech.response_headers
        assert client.max_retries == oaicompat.DEFAULT_MAX_RETRIES
        assert client.timeout == oaicompat.DEFAULT_TIMEOUT


def _run(script: str) -> str:
    """What a script prints in a Python of its own."""
    root = str(Path(oaicompat.__file__).parents[1])
    code = f"import sys; sys.path.insert(0, {root!r})\n{textwrap.dedent(script)}"
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_loads_next_to_nothing() -> None:
    """`import oaicompat` loads neither httpx nor pydantic nor an optional extra, nor a module of ours but two."""
    loaded = _run("import oaicompat; print(*sys.modules)").split()
    heavy = {"httpx", "pydantic", "pydantic_core", "langchain_core", "anyio", "asyncio", "ssl", "json", "logging"}
    at_start = set(_run("print(*sys.modules)").split())
    assert heavy & (set(loaded) - at_start) == set()
    assert {name for name in loaded if name.startswith("oaicompat")} == {"oaicompat", "oaicompat._version"}


SERVER = """
import json, socket, threading

CHUNK = {"id": "c", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hi"}, "finish_reason": None}]}
END = {"id": "c", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
MESSAGE = {"role": "assistant", "content": "Hi"}
WHOLE = {"id": "c", "choices": [{"index": 0, "message": MESSAGE, "finish_reason": "stop"}]}

def serve(listener):
    while True:
        connection, _ = listener.accept()
        while True:
            got = b""
            while b"\\r\\n\\r\\n" not in got:
                more = connection.recv(65536)
                if not more:
                    break
                got += more
            if not got:
                break
            head, _, body = got.partition(b"\\r\\n\\r\\n")
            size = int(head.lower().partition(b"content-length:")[2].split()[0])
            while len(body) < size:
                body += connection.recv(65536)
            if json.loads(body).get("stream"):
                kind = b"text/event-stream"
                reply = b"".join(b"data: " + json.dumps(one).encode() + b"\\n\\n" for one in (CHUNK, CHUNK, END))
                reply += b"data: [DONE]\\n\\n"
            else:
                kind, reply = b"application/json", json.dumps(WHOLE).encode()
            start = b"HTTP/1.1 200 OK\\r\\ncontent-type: %b\\r\\ncontent-length: %d\\r\\n\\r\\n"
            connection.sendall(start % (kind, len(reply)) + reply)

listener = socket.create_server(("127.0.0.1", 0))
url = "http://127.0.0.1:%d/v1" % listener.getsockname()[1]
threading.Thread(target=serve, args=(listener,), daemon=True).start()
HI = [{"role": "user", "content": "Hi"}]

def mine():
    rooms = ("oaicompat", "pydantic", "pydantic_core", "annotated_types", "anyio", "langchain_core")
    return {name for name in sys.modules if name.partition(".")[0] in rooms}
"""


def test_a_first_call_imports_nothing() -> None:
    """All of ours, pydantic's and anyio's is loaded when the constructor returns: a first call stalls no event loop."""
    script = """
    from oaicompat import Client
    client = Client(base_url=url)
    before = mine()
    reply = client.chat.completions.create(model="m", messages=HI)
    assert reply.choices[0].message.content == "Hi"
    with client.chat.completions.create(model="m", messages=HI, stream=True) as stream:
        assert "".join(chunk.choices[0].delta.content or "" for chunk in stream) == "HiHi"
        assert stream.get_final_completion().choices[0].message.content == "HiHi"
    print(*sorted(mine() - before))
    client.close()
    """
    assert _run(SERVER + textwrap.dedent(script)).split() == []


def test_a_first_async_call_imports_nothing_of_ours() -> None:
    """The same under asyncio; anyio loads its backend, which is the event loop's own, when it first runs."""
    script = """
    import asyncio
    from oaicompat import AsyncClient

    async def main():
        client = AsyncClient(base_url=url)
        before = mine()
        reply = await client.chat.completions.create(model="m", messages=HI)
        assert reply.choices[0].message.content == "Hi"
        stream = await client.chat.completions.create(model="m", messages=HI, stream=True)
        assert "".join([chunk.choices[0].delta.content or "" async for chunk in stream]) == "HiHi"
        print(*sorted(mine() - before))
        await client.close()

    asyncio.run(main())
    """
    found = _run(SERVER + textwrap.dedent(script)).split()
    assert [name for name in found if not name.startswith("anyio")] == []
