"""The public names: one sorted list, each found, each typed, and nothing loaded before it is asked for."""

from __future__ import annotations

import importlib
import subprocess
import sys
import textwrap
from pathlib import Path

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
