"""LangChain's tests run where LangChain is installed; everywhere else this folder is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from inspect import iscoroutinefunction
from types import SimpleNamespace
from typing import Any

import pytest

HAS_LANGCHAIN = find_spec("langchain_core") is not None and find_spec("langchain_tests") is not None
collect_ignore_glob = [] if HAS_LANGCHAIN else ["test_*.py"]


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs coroutines: all of a module in one event loop if it says ``ONE_LOOP = True``, else each in its own."""
    if not iscoroutinefunction(pyfuncitem.obj) or pyfuncitem.get_closest_marker("anyio"):
        return None
    arguments: Any = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    if getattr(pyfuncitem.module, "ONE_LOOP", False):
        pyfuncitem.config.stash[_RUNNER].run(pyfuncitem.obj(**arguments))
    else:
        asyncio.run(pyfuncitem.obj(**arguments))
    return True


@pytest.fixture
def vcr() -> SimpleNamespace:
    """In place of recorded traffic: the server is on this machine, and has every reply."""
    return SimpleNamespace(responses=True)


@pytest.fixture(scope="session")
def disable_recording() -> bool:
    """Nothing is recorded."""
    return True


@pytest.fixture(autouse=True)
def _no_downloads(monkeypatch: pytest.MonkeyPatch) -> None:
    """LangChain's tests fetch pictures and documents from the internet; here any bytes will do."""
    from langchain_tests.integration_tests import chat_models

    monkeypatch.setattr(chat_models, "httpx", _Anything)
    monkeypatch.setenv("LANGCHAIN_TESTS_USER_AGENT", "nobody")


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """LangChain loads "all" classes that its own list has, which names integrations one by one. Users say
    ``load(..., allowed_objects=[ChatOpenAICompatible])``; its standard test says "all", so here ours is in the list.
    """
    load = import_module("langchain_core.load.load")  # the package has a function of that name

    from oaicompat.langchain import ChatOpenAICompatible

    place = tuple(ChatOpenAICompatible.lc_id())
    monkeypatch.setattr(load, "_default_class_paths_cache", {})
    monkeypatch.setitem(load.ALL_SERIALIZABLE_MAPPINGS, place, place)


class _Anything:
    """In place of httpx in the module of their tests."""

    content = b"%PDF-1.4 or a picture"

    @classmethod
    def get(cls, *_: Any, **__: Any) -> type[_Anything]:
        return cls


@pytest.fixture(autouse=True, scope="session")
def _servers() -> Iterator[None]:
    """The servers of the suites."""
    import suites

    with suites.SERVER, suites.WHOLE:
        yield


class _Runner:
    """One event loop for many tests."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, coroutine: Any) -> None:
        self._loop = self._loop or asyncio.new_event_loop()
        self._loop.run_until_complete(coroutine)

    def close(self) -> None:
        if self._loop is not None:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()


_RUNNER = pytest.StashKey[_Runner]()


def pytest_configure(config: pytest.Config) -> None:
    """The loop of the modules that share one; and marks and warnings that are LangChain's, not ours."""
    config.stash[_RUNNER] = _Runner()
    for mark in ("benchmark", "vcr"):
        config.addinivalue_line("markers", f"{mark}: LangChain's")
    if hasattr(config.option, "benchmark_max_time"):
        config.option.benchmark_max_time = "0.05"


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_RUNNER].close()
