"""A stand-in for an OpenAI-compatible server, for tests and for developing without a key.

    from oaicompat import Client
    from oaicompat.testing import Server

    with Server() as server:
        client = Client(base_url=server.url)
        server.reply("Good morning!")
        reply = client.chat.completions.create(model="any", messages=[{"role": "user", "content": "Hello"}])
        assert reply.choices[0].message.content == "Good morning!"
        assert server.last.json()["messages"][0]["content"] == "Hello"

It is a real server on a real socket, so any client in any language can talk to it, and every fault that a network has
can be played: see `Server.error`, `Server.delay`, `Server.cut` and `Server.raw`. With pytest there is a fixture,
`oaicompat_server`; from the command line, ``python -m oaicompat.testing --port 8000``.

`completion`, `chunks`, `sse` and `error_body` make what servers answer, without a server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.testing._replies import Response, chunks, completion, error_body, sse
    from oaicompat.testing._requests import RecordedRequest
    from oaicompat.testing._server import Scripted, Server

__all__ = [
    "RecordedRequest",
    "Response",
    "Scripted",
    "Server",
    "chunks",
    "completion",
    "error_body",
    "sse",
]

if not TYPE_CHECKING:  # found when they are first asked for: pytest loads this package in every run
    _PLACES = {"RecordedRequest": "_requests", "Scripted": "_server", "Server": "_server"}

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        module = import_module(f"{__name__}.{_PLACES.get(name, '_replies')}")
        value = globals()[name] = getattr(module, name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
