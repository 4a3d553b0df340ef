"""Fixtures of the wire tests: the scripted server, and the colours in which each test runs."""

from __future__ import annotations

import inspect
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from oaicompat._http import HTTP, AsyncHTTP

from .colours import COLOURS, Wire
from .scripted import Server

_VARIABLES = (
    *("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "SSL_CERT_FILE", "SSL_CERT_DIR"),
    *(name for stem in ("http", "https", "all", "no") for name in (f"{stem}_proxy", f"{stem}_PROXY".upper())),
)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs a coroutine function that takes `wire` in the colour of that fixture."""
    wire = pyfuncitem.funcargs.get("wire")
    if wire is None or not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wire.run(pyfuncitem.obj, {name: pyfuncitem.funcargs[name] for name in inspect.signature(pyfuncitem.obj).parameters})
    return True


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the machine's environment says must not decide a test."""
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[Server]:
    """A scripted server; a request that it was not told of, and a client that keeps it waiting, fail the test."""
    server = Server()
    yield server
    server.close()
    assert not server.surprises, f"no reply was written down for {server.surprises}"
    assert not server.impatient, f"the server waited too long in {server.impatient}"


@pytest.fixture
def servers() -> Iterator[Callable[..., Server]]:
    """Makes more servers: proxies, other origins, TLS."""
    made: list[Server] = []

    def make(**options: Any) -> Server:
        made.append(Server(**options))
        return made[-1]

    yield make
    for server in made:
        server.close()


@pytest.fixture(params=COLOURS)
def wire(request: pytest.FixtureRequest, server: Server) -> Wire:
    """The test runs once in each colour."""
    return Wire(request.param, server)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between attempts, in seconds; nothing waits for them."""
    found: list[float] = []

    async def note(seconds: float) -> None:
        found.append(seconds)

    monkeypatch.setattr(HTTP, "sleep", staticmethod(found.append))
    monkeypatch.setattr(AsyncHTTP, "sleep", staticmethod(note))
    return found


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody signed but itself, and its key, as PEM files."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here to make a certificate")
    place = tmp_path_factory.mktemp("tls")
    names = place / "cert.pem", place / "key.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-out", str(names[0]), "-keyout", str(names[1])]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run(["openssl", "req", "-x509", *kind, *subject, *files], check=True, capture_output=True)
    return names


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    """The server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context
