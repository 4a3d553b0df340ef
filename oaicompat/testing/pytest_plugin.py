"""The pytest fixture `oaicompat_server`. It is found by itself where oaicompat is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oaicompat.testing import Server

__all__ = ["oaicompat_server"]


@pytest.fixture
def oaicompat_server() -> Iterator[Server]:
    """A stand-in server of an OpenAI-compatible API, fresh for each test; see `oaicompat.testing.Server`."""
    from oaicompat.testing import Server

    with Server() as server:
        yield server
