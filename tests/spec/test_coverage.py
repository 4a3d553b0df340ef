"""How much of the tables of fields our types cover: the checker that lies beside the tables counts, we set the bounds.

`mapping.json` tells it where our methods and types are, and why something is left out.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import typing
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any, ForwardRef, Literal, get_args, get_origin

import pytest

from oaicompat import Client

ROOT = Path(__file__).parents[2]
SPEC = Path(os.environ.get("OAICOMPAT_SHARED") or ROOT.parent / "shared").resolve() / "spec"
MAPPING = Path(__file__).with_name("mapping.json")
WITHOUT_TABLES = pytest.mark.skipif(not SPEC.is_dir(), reason="the tables of fields are not beside the checkout")

#: Servers whose replies must break nothing: no field of ours is stricter than theirs.
READ = ("vllm", "sglang", "llamacpp", "ollama", "groq", "openrouter")
#: Servers whose own keywords of a chat request are typed, but for a few.
ASKED = ("vllm", "sglang", "llamacpp", "dashscope", "openrouter")
#: Servers whose own endpoints are methods here.
AT_HOME = ("vllm", "sglang", "llamacpp")


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the checker counts of the core of the specification, and of every server."""
    found = tmp_path_factory.mktemp("coverage") / "counted.json"
    places = ["--mapping", str(MAPPING), "--path", str(ROOT), "--json", str(found)]
    command = [sys.executable, str(SPEC / "coverage.py"), *places, "--tier", "core", "--enums", "--optional"]
    done = subprocess.run(
        [*command, "--vendors", "all"], capture_output=True, text=True, timeout=120, check=False, cwd=found.parent
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "a method of the mapping is not there"
    counts: dict[str, Any] = json.loads(found.read_text("utf-8"))
    return counts


@WITHOUT_TABLES
def test_the_core_of_the_specification(counted: dict[str, Any]) -> None:
    """Every endpoint, 98 % of the fields, every word of an enumeration, and nothing stricter than it is written."""
    core = counted["openai"]
    have, total = core["endpoints"]
    assert have == total
    assert core["percent"] >= 98, (core["missing_params"], core["missing_fields"])
    assert core["enum_gaps"] == []
    assert core["strict"] == []


@WITHOUT_TABLES
@pytest.mark.parametrize("vendor", READ)
def test_nothing_is_stricter_than_a_server(counted: dict[str, Any], vendor: str) -> None:
    """No field that the server leaves out is required, and none that it sends as null is refused."""
    assert counted["vendors"][f"{vendor}:strict"] == []


@WITHOUT_TABLES
@pytest.mark.parametrize("vendor", ASKED)
def test_keywords_of_a_server(counted: dict[str, Any], vendor: str) -> None:
    """Nine of ten keywords that a server adds to the chat request are typed."""
    rows = [row for row in counted["vendors"][vendor] if row["endpoint"] == "POST /chat/completions"]
    (keywords,) = [row for row in rows if row["part"] == "request keywords"]
    assert keywords["have"] >= 0.9 * keywords["total"], keywords["missing"]


@WITHOUT_TABLES
@pytest.mark.parametrize("vendor", AT_HOME)
def test_endpoints_of_a_server(counted: dict[str, Any], vendor: str) -> None:
    """Of those that we have, nine of ten fields are typed."""
    own = counted["vendors"][f"{vendor}:own"]
    assert own["endpoints"][0] == own["endpoints"][1]
    assert own["percent"] >= 90


def test_what_is_left_out_has_a_reason() -> None:
    """In the mapping itself: an endpoint says why it is skipped, any other thing is explained beside it."""
    mapping = json.loads(MAPPING.read_text("utf-8"))
    for name, entry in mapping["endpoints"].items():
        if not isinstance(entry, str):
            assert entry is not None, name
            assert entry.get("skip") != "", name
            assert "method" in entry or "skip" in entry, name
    left_out = [
        *(f"{name}: {field}" for name, entry in mapping["endpoints"].items() for field in _ignored(entry)),
        *(name for name, kind in mapping["schemas"].items() if kind in (None, "-")),
        *mapping["ignore_fields"],
    ]
    assert set(left_out) == set(mapping["reasons"])
    assert all(mapping["reasons"].values())


@WITHOUT_TABLES
def test_words_that_the_checker_cannot_follow() -> None:
    """A keyword whose type only type checkers resolve takes every word of its enumeration too."""
    mapping = json.loads(MAPPING.read_text("utf-8"))
    client = Client(base_url="http://127.0.0.1:9/v1")
    seen = set()
    for endpoint in json.loads((SPEC / "openai_fields.json").read_text("utf-8"))["endpoints"]:
        entry = mapping["endpoints"][endpoint["id"]]
        if "method" not in entry:
            continue
        keywords = inspect.signature(attrgetter(entry["method"].removeprefix("Client."))(client)).parameters
        for field in (endpoint["request"] or {"fields": []})["fields"]:
            if not field["enum"]:
                continue
            name, annotation = f"{endpoint['id']} {field['name']}", keywords[field["name"]].annotation
            if home := mapping["words"].get(name):
                assert isinstance(annotation, (str, ForwardRef)), "the checker can follow it"
                module, _, alias = home.partition(":")
                annotation = getattr(import_module(module), alias)
                seen.add(name)
            words = _literals(_evaluated(annotation))
            assert not words or set(field["enum"]) <= set(words), name  # a name of a model may be any text
    assert seen == mapping["words"].keys()


def _evaluated(annotation: Any) -> Any:
    """An annotation; if it is text that needs only `typing`, what it stands for."""
    text = annotation.__forward_arg__ if isinstance(annotation, ForwardRef) else annotation
    return eval(text, dict(vars(typing))) if isinstance(text, str) else annotation


def _literals(annotation: Any) -> list[Any]:
    """The words in an annotation, wherever in it."""
    arguments = get_args(annotation)
    if get_origin(annotation) is Literal:
        return list(arguments)
    return [word for argument in arguments for word in _literals(argument)]


def _ignored(entry: Any) -> list[str]:
    return entry.get("ignore", []) if isinstance(entry, dict) else []
