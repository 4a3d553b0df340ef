"""A family of endpoints costs nothing until it is read, and then nothing inside its calls; no other family costs it."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import oaicompat
from oaicompat._families import Families

#: A call of each family, and a reply to it.
CALLS: dict[str, tuple[str, Any]] = {
    "chat": ("chat.completions.create(model='m', messages=[])", {"choices": [{"message": {"content": "y"}}]}),
    "completions": ("completions.create(model='m', prompt='x')", {"choices": [{"text": "y"}]}),
    "embeddings": ("embeddings.create(model='m', input='x')", {"data": [{"embedding": [0.5]}]}),
    "images": ("images.generate(prompt='x')", {"data": [{"url": "u"}]}),
    "audio": ("audio.transcriptions.create(model='m', file=('a.wav', b'RIFF'))", {"text": "y"}),
    "moderations": ("moderations.create(input='x')", {"results": [{"flagged": False}]}),
    "models": ("models.list()", {"data": [{"id": "m"}]}),
    "files": ("files.list()", {"data": [{"id": "f"}]}),
    "batches": ("batches.list()", {"data": [{"id": "b"}]}),
    "responses": (
        "responses.create(model='m', input='x')",
        {
            "id": "r",
            "status": "completed",
            "output": [{"type": "message", "content": [{"type": "output_text", "text": "y"}]}],
        },
    ),
}

SCRIPT = """
import json, sys
sys.path.insert(0, {root!r})
import httpx
from oaicompat import Client

def mine():
    return {{name for name in sys.modules if name.partition(".")[0] in ("oaicompat", "pydantic", "pydantic_core")}}

transport = httpx.MockTransport(lambda request: httpx.Response(200, json={reply!r}))
with httpx.Client(transport=transport) as http:
    client = Client(base_url="http://server/v1", http_client=http)
    client.{family}
    read = mine()
    replies = sys.modules["oaicompat._resources.{family}"].REPLIES
    built = all(kind.__pydantic_complete__ for kind in replies)
    client.{call}
    print(json.dumps({{"read": sorted(read), "in the call": sorted(mine() - read), "built": built}}))
"""


@cache
def loaded(family: str) -> dict[str, Any]:
    """What a process has loaded that reads one family and makes one call of it."""
    call, reply = CALLS[family]
    root = str(Path(oaicompat.__file__).parents[1])
    code = SCRIPT.format(root=root, family=family, call=call, reply=reply)
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def homes(family: str) -> set[str]:
    """The modules that the types of a family's replies are defined in."""
    return {kind.__module__ for kind in import_module(f"oaicompat._resources.{family}").REPLIES}


def test_every_family_is_tried() -> None:
    """The table above has them all."""
    assert [name for name in vars(Families) if not name.startswith("_")] == list(CALLS)


@pytest.mark.parametrize("family", CALLS)
def test_no_other_family_is_loaded(family: str) -> None:
    """Neither by reading a family nor by its calls: the types of others are not even defined."""
    found = loaded(family)
    others = set().union(*(homes(other) for other in CALLS if other != family)) - homes(family)
    assert others & {*found["read"], *found["in the call"]} == set()
    families = {f"oaicompat._resources.{other}" for other in CALLS if other not in (family, "chat")}
    assert families & {*found["read"], *found["in the call"]} == set()


@pytest.mark.parametrize("family", CALLS)
def test_a_call_imports_nothing(family: str) -> None:
    """What reading a family loads and builds is all that its first call needs."""
    found = loaded(family)
    assert found["built"]
    assert found["in the call"] == []


def test_a_chat_call_loads_the_types_of_chat_only() -> None:
    """Every module of types that is there after it."""
    found = loaded("chat")
    types = {name.removeprefix("oaicompat.types.") for name in found["read"] if name.startswith("oaicompat.types.")}
    assert {name for name in types if not name.startswith("chat")} == {"base", "completion_usage"}
