"""Three ways to ask the same thing: the sync client, and the async one in asyncio and in trio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import anyio

from oaicompat import AsyncClient, Client
from oaicompat.types.chat import ChatCompletion, ChatCompletionChunk


@dataclass
class Streamed:
    """A stream that was read to its end."""

    chunks: list[ChatCompletionChunk]
    final: ChatCompletion
    headers: Any = field(repr=False, default=None)

    @property
    def text(self) -> str:
        """The first answer's text, joined from the chunks by hand, as everyone does."""
        return "".join(
            choice.delta.content or "" for chunk in self.chunks for choice in chunk.choices if choice.index == 0
        )


class Sync:
    """Asks with `Client`."""

    name = "sync"

    def __init__(self, **options: Any) -> None:
        self._options = options

    def with_options(self, **options: Any) -> Sync:
        """The same way to ask, with other options of the client."""
        return Sync(**{**self._options, **options})

    def __call__(self, call: Callable[[Any], Any]) -> Any:
        """What `call` returns when it is given a client."""
        with Client(**self._options) as client:
            return call(client)

    def create(self, **request: Any) -> ChatCompletion:
        """A whole chat completion."""
        return self(lambda client: client.chat.completions.create(**request))

    def stream(self, **request: Any) -> Streamed:
        """A streamed chat completion, read chunk by chunk."""
        with Client(**self._options) as client:
            stream = client.chat.completions.create(stream=True, **request)
            chunks = list(stream)
            return Streamed(chunks, stream.get_final_completion(), stream.response_headers)

    def text(self, **request: Any) -> list[str]:
        """The pieces of `stream.text()`."""
        with Client(**self._options) as client:
            return list(client.chat.completions.create(stream=True, **request).text())

    def final(self, **request: Any) -> ChatCompletion:
        """`get_final_completion()` of a stream that nobody iterated over."""
        with Client(**self._options) as client:
            return client.chat.completions.create(stream=True, **request).get_final_completion()

    def events(self, **request: Any) -> list[Any]:
        """The typed events of `chat.completions.stream()`."""
        with Client(**self._options) as client, client.chat.completions.stream(**request) as stream:
            return list(stream)

    def items(self, call: Callable[[Any], Any], of: str | None = None) -> list[Any]:
        """Every item of the stream or list that `call` gives, or of what its method `of` gives."""
        with Client(**self._options) as client:
            found = call(client)
            return list(getattr(found, of)() if of else found)

    def followed(self, call: Callable[[Any], Any], then: str) -> tuple[list[Any], Any]:
        """Every item of a stream, and what its method `then` gives after them."""
        with Client(**self._options) as client:
            stream = call(client)
            return list(stream), getattr(stream, then)()


class Async:
    """Asks with `AsyncClient`, each time in an event loop of its own."""

    def __init__(self, backend: str, **options: Any) -> None:
        self.name = backend
        self._options = options

    def with_options(self, **options: Any) -> Async:
        """The same way to ask, with other options of the client."""
        return Async(self.name, **{**self._options, **options})

    def __call__(self, call: Callable[[Any], Any]) -> Any:
        """What `call` returns when it is given a client."""

        async def run(client: AsyncClient) -> Any:
            return await call(client)

        return self._run(run)

    def create(self, **request: Any) -> ChatCompletion:
        """A whole chat completion."""
        return self(lambda client: client.chat.completions.create(**request))

    def stream(self, **request: Any) -> Streamed:
        """A streamed chat completion, read chunk by chunk."""

        async def run(client: AsyncClient) -> Streamed:
            stream = await client.chat.completions.create(stream=True, **request)
            chunks = [chunk async for chunk in stream]
            return Streamed(chunks, await stream.get_final_completion(), stream.response_headers)

        return self._run(run)

    def text(self, **request: Any) -> list[str]:
        """The pieces of `stream.text()`."""

        async def run(client: AsyncClient) -> list[str]:
            stream = await client.chat.completions.create(stream=True, **request)
            return [piece async for piece in stream.text()]

        return self._run(run)

    def final(self, **request: Any) -> ChatCompletion:
        """`get_final_completion()` of a stream that nobody iterated over."""

        async def run(client: AsyncClient) -> ChatCompletion:
            return await (await client.chat.completions.create(stream=True, **request)).get_final_completion()

        return self._run(run)

    def events(self, **request: Any) -> list[Any]:
        """The typed events of `chat.completions.stream()`."""

        async def run(client: AsyncClient) -> list[Any]:
            async with client.chat.completions.stream(**request) as stream:
                return [event async for event in stream]

        return self._run(run)

    def items(self, call: Callable[[Any], Any], of: str | None = None) -> list[Any]:
        """Every item of the stream or list that `call` gives, or of what its method `of` gives."""

        async def run(client: AsyncClient) -> list[Any]:
            found = call(client)
            if not hasattr(found, "__aiter__"):
                found = await found
            return [item async for item in (getattr(found, of)() if of else found)]

        return self._run(run)

    def followed(self, call: Callable[[Any], Any], then: str) -> tuple[list[Any], Any]:
        """Every item of a stream, and what its method `then` gives after them."""

        async def run(client: AsyncClient) -> tuple[list[Any], Any]:
            stream = await call(client)
            return [item async for item in stream], await getattr(stream, then)()

        return self._run(run)

    def _run(self, ask: Callable[[AsyncClient], Any]) -> Any:
        async def main() -> Any:
            async with AsyncClient(**self._options) as client:
                return await ask(client)

        return anyio.run(main, backend=self.name)


def ways(**options: Any) -> dict[str, Sync | Async]:
    """Each way to ask, by its name; `options` are the client's."""
    return {
        "sync": Sync(**options),
        "asyncio": Async("asyncio", **options),
        "trio": Async("trio", **options),
    }
