"""The server that a test talks to, and the ways to ask it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from .asking import Async, Sync, ways
from .connections import Connections
from .servers import KEY, Server


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Server:
    """The server of this case; it is started beside the tests, never by them."""
    chosen: Server = request.param
    if chosen.base_url is None:
        pytest.skip(f"{chosen.variable} is not set: no {chosen.name} was started for the tests")
    return chosen


@pytest.fixture
def options(server: Server) -> dict[str, Any]:
    """The options of a client of this server."""
    return {"base_url": server.base_url, "api_key": KEY}


@pytest.fixture(params=["sync", "asyncio", "trio"])
def ask(request: pytest.FixtureRequest, options: dict[str, Any]) -> Sync | Async:
    """A way to ask the server: each test that takes it runs in all three."""
    return ways(**options)[request.param]


@pytest.fixture
def connections(server: Server) -> Iterator[Connections]:
    """Counts the connections that are opened to the server during the test."""
    with Connections.watched(server.base_url or "") as counted:
        yield counted


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    """The client starts no thread that outlives it."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    assert left == []
