"""One client in a process of its own, told over standard input what to do, so that clients can take turns.

``python worker.py LIBRARY SERVER`` reads a JSON object a line, ``{"task": ..., "path": ..., "count": ...}``, and
answers with one: the CPU seconds that the task took in this process, what was counted, and the peak memory in MB.
"""

from __future__ import annotations

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

MODEL = "small-model"
HELLO = [{"role": "user", "content": "Hello"}]
HISTORY = [
    {"role": ("user", "assistant")[turn % 2], "content": f"Turn {turn}: " + "the quick brown fox " * 10}
    for turn in range(200)
]


class Bare:
    """httpx, `bytes.split`, and a pydantic model with what the loop needs and nothing more."""

    def __init__(self, server: str) -> None:
        import httpx
        from small_model import Chunk

        # model_validate_json without its wrapper: the fastest way that pydantic has.
        self._validate: Callable[[bytes], Any] = Chunk.__pydantic_validator__.validate_json
        self._server = server
        self._options: dict[str, Any] = {"headers": {"Authorization": "Bearer key"}, "timeout": 60.0}
        self._httpx = httpx
        self._client = httpx.Client(**self._options)
        self._async_client = httpx.AsyncClient(**self._options)

    def _post(self, path: str, **body: object) -> dict[str, Any]:
        return {
            "url": f"{self._server}/{path}/v1/chat/completions",
            "json": {"model": MODEL, **body},
        }

    def ask(self, path: str, messages: list[Any]) -> str:
        reply = self._client.post(**self._post(path, messages=messages)).json()
        return reply["choices"][0]["message"]["content"]

    async def ask_async(self, path: str, messages: list[Any]) -> str:
        reply = (await self._async_client.post(**self._post(path, messages=messages))).json()
        return reply["choices"][0]["message"]["content"]

    def read(self, path: str) -> tuple[int, int]:
        validate = self._validate
        chunks = characters = 0
        with self._client.stream("POST", **self._post(path, messages=HELLO, stream=True)) as response:
            tail = b""
            for part in response.iter_bytes():
                *events, tail = (tail + part).split(b"\n\n")
                for event in events:
                    if event == b"data: [DONE]":
                        break
                    chunk = validate(event[6:])
                    if text := chunk.choices[0].delta.content:
                        chunks += 1
                        characters += len(text)
        return chunks, characters

    async def read_async(self, path: str) -> tuple[int, int]:
        validate = self._validate
        chunks = characters = 0
        request = self._post(path, messages=HELLO, stream=True)
        async with self._async_client.stream("POST", **request) as response:
            tail = b""
            async for part in response.aiter_bytes():
                *events, tail = (tail + part).split(b"\n\n")
                for event in events:
                    if event == b"data: [DONE]":
                        break
                    chunk = validate(event[6:])
                    if text := chunk.choices[0].delta.content:
                        chunks += 1
                        characters += len(text)
        return chunks, characters

    def construct(self, url: str) -> object:
        return self._httpx.Client(**self._options)


class SDK:
    """oaicompat, or the openai SDK: code that uses them differs in the import alone."""

    def __init__(self, server: str, client: Any, async_client: Any) -> None:
        self._server = server
        self._make = client
        self._options = {"api_key": "key", "timeout": 60.0}
        self._clients: dict[str, Any] = {}
        self._async_clients: dict[str, Any] = {}
        self._make_async = async_client

    def _client(self, path: str) -> Any:
        if path not in self._clients:
            self._clients[path] = self._make(base_url=f"{self._server}/{path}/v1", **self._options)
        return self._clients[path]

    def _async_client(self, path: str) -> Any:
        if path not in self._async_clients:
            self._async_clients[path] = self._make_async(base_url=f"{self._server}/{path}/v1", **self._options)
        return self._async_clients[path]

    def ask(self, path: str, messages: list[Any]) -> str:
        reply = self._client(path).chat.completions.create(model=MODEL, messages=messages)
        return reply.choices[0].message.content

    async def ask_async(self, path: str, messages: list[Any]) -> str:
        reply = await self._async_client(path).chat.completions.create(model=MODEL, messages=messages)
        return reply.choices[0].message.content

    def read(self, path: str) -> tuple[int, int]:
        chunks = characters = 0
        completions = self._client(path).chat.completions
        for chunk in completions.create(model=MODEL, messages=HELLO, stream=True):
            if text := chunk.choices[0].delta.content:
                chunks += 1
                characters += len(text)
        return chunks, characters

    async def read_async(self, path: str) -> tuple[int, int]:
        chunks = characters = 0
        completions = self._async_client(path).chat.completions
        async for chunk in await completions.create(model=MODEL, messages=HELLO, stream=True):
            if text := chunk.choices[0].delta.content:
                chunks += 1
                characters += len(text)
        return chunks, characters

    def final(self, path: str) -> Any:
        with self._client(path).chat.completions.stream(model=MODEL, messages=HELLO) as stream:
            return stream.get_final_completion()

    def construct(self, url: str) -> object:
        return self._make(base_url=url, **self._options)


class OAICompat(SDK):
    def __init__(self, server: str) -> None:
        from oaicompat import AsyncClient, Client

        super().__init__(server, Client, AsyncClient)

    def final(self, path: str) -> Any:
        return (
            self._client(path).chat.completions.create(model=MODEL, messages=HELLO, stream=True).get_final_completion()
        )


class OpenAI(SDK):
    def __init__(self, server: str) -> None:
        from openai import AsyncOpenAI, OpenAI

        super().__init__(server, OpenAI, AsyncOpenAI)


LIBRARIES: dict[str, Callable[[str], Any]] = {"bare": Bare, "oaicompat": OAICompat, "openai": OpenAI}


class Worker:
    """The tasks. Each gives what was counted, for the driver to check."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._loop = asyncio.new_event_loop()

    def unary(self, path: str, count: int) -> dict[str, int]:
        """`count` calls, one after another."""
        return {"characters": sum(len(self._library.ask(path, HELLO)) for _ in range(count))}

    def history(self, path: str, count: int) -> dict[str, int]:
        """The same with 200 messages in each."""
        return {"characters": sum(len(self._library.ask(path, HISTORY)) for _ in range(count))}

    def unary_async(self, path: str, count: int) -> dict[str, int]:
        async def ask() -> int:
            return sum([len(await self._library.ask_async(path, HELLO)) for _ in range(count)])

        return {"characters": self._loop.run_until_complete(ask())}

    def stream(self, path: str, count: int) -> dict[str, int]:
        """One stream, read to its end; every chunk with text is counted, and its characters."""
        chunks, characters = self._library.read(path)
        return {"chunks": chunks, "characters": characters}

    def stream_async(self, path: str, count: int) -> dict[str, int]:
        chunks, characters = self._loop.run_until_complete(self._library.read_async(path))
        return {"chunks": chunks, "characters": characters}

    def final(self, path: str, count: int) -> dict[str, int]:
        """The whole completion of a stream that is one tool call."""
        (call,) = self._library.final(path).choices[0].message.tool_calls
        return {"characters": len(call.function.arguments)}

    def construct(self, path: str, count: int) -> dict[str, int]:
        """`count` clients, made one after another and kept; the path is their base URL."""
        made = [self._library.construct(path) for _ in range(count)]
        return {"clients": len(made)}

    def close(self) -> None:
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


def peak() -> float:
    """The most memory that this process held so far, in MB."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # getrusage inherits the parent's peak on Linux
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (2**20 if sys.platform == "darwin" else 1024)


def main() -> None:
    name, server = sys.argv[1:]
    worker = Worker(LIBRARIES[name](server))
    for line in sys.stdin:
        asked = json.loads(line)
        task = getattr(worker, asked["task"])
        gc.collect()
        started = time.process_time()
        counted = task(asked["path"], asked["count"])
        spent = time.process_time() - started
        print(json.dumps({"cpu": spent, "peak": peak(), **counted}), flush=True)
    worker.close()


if __name__ == "__main__":
    main()
