"""One test body in three colours: sync, asyncio and trio.

A test is a coroutine function that takes the fixture `wire`. What its client gives goes through `done` (an answer),
`each` (something to iterate over), `following` (the next item) or `entered` (a context manager): with an `AsyncClient`
these wait, and with a `Client` nothing ever has to, so the sync colour needs no event loop.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

import anyio
import anyio.to_thread

from oaicompat import AsyncClient, Client

from .scripted import Server

__all__ = ["COLOURS", "Wire", "done", "each", "entered", "following"]

COLOURS = ("sync", "asyncio", "trio")

#: Seconds after which a test that hangs is given up.
_LONGEST = 30.0


class Wire:
    """What a test calls with: makes clients of its colour for its server, and closes them at the end."""

    def __init__(self, colour: str, server: Server) -> None:
        self.colour = colour
        self.server = server
        self.is_sync = colour == "sync"
        self.kind: type[Any] = Client if self.is_sync else AsyncClient
        self._clients: list[Any] = []

    def client(self, **options: Any) -> Any:
        """A client of the server, which tries once unless it is told otherwise."""
        client = self.kind(**{"base_url": self.server.url, "max_retries": 0, **options})
        self._clients.append(client)
        return client

    async def elsewhere(self, function: Callable[..., Any], *args: Any) -> Any:
        """The result of a function that blocks, without blocking the event loop."""
        return function(*args) if self.is_sync else await anyio.to_thread.run_sync(function, *args)

    async def until(self, condition: Callable[[], Any]) -> None:
        """Waits for something to become true of the server."""
        await self.elsewhere(self.server.until, condition)

    def run(self, body: Callable[..., Coroutine[Any, Any, None]], arguments: dict[str, Any]) -> None:
        """Runs a test's body in this colour."""
        if self.is_sync:
            _drive(self._whole(body, arguments))
        else:
            anyio.run(self._bounded, body, arguments, backend=self.colour)

    async def _bounded(self, body: Callable[..., Coroutine[Any, Any, None]], arguments: dict[str, Any]) -> None:
        with anyio.fail_after(_LONGEST):
            await self._whole(body, arguments)

    async def _whole(self, body: Callable[..., Coroutine[Any, Any, None]], arguments: dict[str, Any]) -> None:
        try:
            await body(**arguments)
        finally:
            for client in self._clients:
                await done(client.close())


def _drive(coroutine: Coroutine[Any, Any, None]) -> None:
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise AssertionError("a test of the sync client waited for an event loop")


async def done(value: Any) -> Any:
    """What a call gives, awaited if it has to be."""
    return await value if inspect.isawaitable(value) else value


async def following(value: Any) -> Any:
    """The next item. Raises StopAsyncIteration when there is none."""
    if hasattr(value, "__anext__"):
        return await value.__anext__()
    try:
        return next(value)
    except StopIteration:
        raise StopAsyncIteration from None


class each:  # reads like a keyword: `async for item in each(...)`
    """Iterates as `for` or `async for` would: a loop that is left lets go of the iterator, as theirs do."""

    def __init__(self, value: Any) -> None:
        self._iterator = value.__aiter__() if hasattr(value, "__aiter__") else iter(value)

    def __aiter__(self) -> each:
        return self

    async def __anext__(self) -> Any:
        return await following(self._iterator)


class entered:  # likewise: `async with entered(...) as value`
    """Enters as `with` or `async with` would."""

    def __init__(self, manager: Any) -> None:
        self._manager = manager
        self._is_async = hasattr(manager, "__aenter__")

    async def __aenter__(self) -> Any:
        return await self._manager.__aenter__() if self._is_async else self._manager.__enter__()

    async def __aexit__(self, *error: Any) -> Any:
        return await self._manager.__aexit__(*error) if self._is_async else self._manager.__exit__(*error)
