"""What every test may lean on."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Under trio, httpx's own generators are finalized late after an early exit, though the response was closed."""
    config.addinivalue_line("filterwarnings", "ignore:Async generator 'http(x|core)\\.:ResourceWarning")


@pytest.fixture(autouse=True)
def _no_keys_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key, a base URL or a proxy in the developer's environment changes no test."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """A test marked `anyio` runs in both event loops."""
    return request.param
