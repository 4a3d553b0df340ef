"""The layers of the design, held by walking the imports of every module.

Words know nothing of the protocol, the protocol nothing of sockets, clocks and environments, and httpx has one
importer.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import oaicompat

ROOT = Path(oaicompat.__file__).parent

WORDS = {
    "types",
    "errors",
    "_removed",
    "_wire",
    "_limits",
    "_pieces",
    "_reading",
    "_saving",
    "_typed_json",
    "_vectors",
    "_version",
    "pagination",
}
PROTOCOL = {
    "_attempts",
    "_audio_file",
    "_binary",
    "_body",
    "_chat_events",
    "_chunks",
    "_completions",
    "_constants",
    "_constraints",
    "_decode",
    "_docstrings",
    "_encode",
    "_error_kinds",
    "_error_reply",
    "_events",
    "_gbnf",
    "_image_events",
    "_json",
    "_parse_runs",
    "_parsed_answers",
    "_partial_json",
    "_polling",
    "_response_events",
    "_retry",
    "_secrets",
    "_settings",
    "_signature",
    "_speech_events",
    "_sse",
    "_strict_schema",
    "_template",
    "_tool_calls",
    "_tool_runs",
    "_transcription_events",
    "_transcripts",
    "_unify",
    "accumulate",
    "batches",
    "dialects",
    "endpoints",
    "structured",
    "tools",
}
SHELL = {
    "_azure",
    "_client",
    "_families",
    "_http",
    "_legacy_response",
    "_pages",
    "_raw",
    "_resources",
    "_response",
    "_stream",
    "_uploads",
    "_warm",
}
RIM = {"langchain", "testing"}

#: What decides without a socket may not reach for these.
FORBIDDEN = {
    "anyio",
    "asyncio",
    "httpcore",
    "httpx",
    "os",
    "random",
    "select",
    "selectors",
    "socket",
    "ssl",
    "subprocess",
    "threading",
    "time",
    "trio",
}
DEPENDENCIES = {"anyio", "httpx", "pydantic", "pydantic_core", "sniffio", "typing_extensions"}

MODULES = sorted(ROOT.rglob("*.py"))


def layer(module: str) -> str:
    """The layer of a module such as ``_sse`` or ``types.chat.params``."""
    room = module.partition(".")[0]
    layers = {"words": WORDS, "protocol": PROTOCOL, "shell": SHELL, "rim": RIM}
    (found,) = [name for name, rooms in layers.items() if room in rooms]
    return found


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _is_for_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs: what stands under ``if TYPE_CHECKING`` does not."""
    for child in ast.iter_child_nodes(node):
        if _is_for_checkers(child):
            for other in child.orelse:  # type: ignore[attr-defined]
                yield from (other, *_nodes(other))
            continue
        yield child
        yield from _nodes(child)


def imports(path: Path) -> set[str]:
    """The full names of what a module imports, wherever in it."""
    found: set[str] = set()
    for node in _nodes(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            if node.module == "os" and {alias.name for alias in node.names} == {"PathLike"}:
                continue  # the type of a path: it opens nothing
            submodules = (ROOT.parent / Path(*node.module.split("."))).is_dir()
            for alias in node.names:
                is_module = submodules and node.module.startswith("oaicompat") and _is_module(node.module, alias.name)
                found.add(f"{node.module}.{alias.name}" if is_module else node.module)
    return found


def _is_module(package: str, name: str) -> bool:
    place = ROOT.parent / Path(*package.split("."))
    return (place / f"{name}.py").exists() or (place / name).is_dir()


@pytest.mark.parametrize("path", MODULES, ids=[name_of(path) or "oaicompat" for path in MODULES])
def test_a_module_stays_in_its_layer(path: Path) -> None:
    """It imports its own layer and those below, and of the outside what its layer may."""
    name = name_of(path)
    if not name:  # the package itself only says where names are found
        assert imports(path) <= {"__future__", "typing", "importlib", "oaicompat._version"}
        return
    mine = layer(name)
    below = {"words": {"words"}, "protocol": {"words", "protocol"}, "shell": {"words", "protocol", "shell"}}
    for imported in imports(path):
        if imported.startswith("oaicompat."):
            other = layer(imported.removeprefix("oaicompat."))
            assert mine == "rim" or other in below[mine], f"{name} ({mine}) imports {imported} ({other})"
        elif mine in ("words", "protocol"):
            assert imported.partition(".")[0] not in FORBIDDEN, f"{name} ({mine}) imports {imported}"
    if name != "_http":
        outside = {imported.partition(".")[0] for imported in imports(path)}
        assert "httpx" not in outside, f"{name} imports httpx, which is _http's alone"


def test_the_protocol_reads_no_environment() -> None:
    """`os.environ` is the constructor's business."""
    for path in MODULES:
        name = name_of(path)
        if name and layer(name) in ("words", "protocol"):
            assert "environ[" not in path.read_text("utf-8"), name
            assert "os.environ" not in path.read_text("utf-8"), name


def test_only_declared_dependencies_are_imported() -> None:
    """Everything else is the standard library's or ours; the rim may use what the tests' extra brings."""
    import sys

    for path in MODULES:
        allowed = {*sys.stdlib_module_names, "oaicompat", *DEPENDENCIES}
        if name_of(path).startswith("testing"):
            allowed |= {"pytest"}
        if name_of(path).startswith("langchain"):
            allowed = (allowed | {"langchain_core"}) - {"httpx", "anyio"}
        assert {imported.partition(".")[0] for imported in imports(path)} <= allowed, name_of(path)


def test_each_module_says_what_it_gives() -> None:
    """A docstring, and `__all__` with names that are there, each once; a package may find them lazily."""
    from importlib import import_module

    for path in MODULES:
        name = name_of(path)
        if path.stem in ("__main__", "pytest_plugin"):
            continue
        if name.startswith("langchain") and find_spec("langchain_core") is None:
            continue  # an extra
        module = import_module(f"oaicompat.{name}" if name else "oaicompat")
        assert module.__doc__, name
        listed = getattr(module, "__all__", [])
        assert len(listed) == len(set(listed)), name
        assert all(hasattr(module, member) for member in listed), name


def test_the_rim_uses_public_names_and_nobody_uses_langchains() -> None:
    """What is for LangChain's users stands on what all users have."""
    for path in MODULES:
        name = name_of(path)
        ours = {imported for imported in imports(path) if imported.startswith("oaicompat.")}
        if name.startswith("langchain"):
            outside = {one.removeprefix("oaicompat.") for one in ours if not one.startswith("oaicompat.langchain")}
            assert not any(part.startswith("_") for one in outside for part in one.split(".")), name
        else:
            assert not any(one.startswith("oaicompat.langchain") for one in ours), name
