"""What is imported, when, and what is said where LangChain is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(program: str) -> str:
    """What a program prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_package_does_not_import_langchain() -> None:
    """Nor does anything that a plain user reaches."""
    program = (
        "import sys, oaicompat\noaicompat.Client(base_url='http://a')\nfrom oaicompat import *\n"
        "print([name for name in sys.modules if name.startswith('langchain')])"
    )
    assert run(program) == "[]"


def test_the_extra_imports_neither_openai_nor_tiktoken() -> None:
    """Nor httpx before a model is made; and nothing of ours in a model's first call."""
    program = (
        "import sys\nfrom oaicompat.testing import Server\n"
        "server = Server().start()\n"
        "for name in [name for name in sys.modules if name.startswith(('httpx', 'httpcore'))]: del sys.modules[name]\n"
        "from oaicompat.langchain import ChatOpenAICompatible\n"
        "early = 'httpx' in sys.modules\n"
        "model = ChatOpenAICompatible(model='m', base_url=server.url)\n"
        "before = set(sys.modules)\n"
        "model.invoke('hi')\nlist(model.stream('hi'))\n"
        "late = {name for name in set(sys.modules) - before if name.startswith(('oaicompat', 'pydantic', 'httpx'))}\n"
        "loaded = {name.partition('.')[0] for name in sys.modules} & {'openai', 'tiktoken', 'langchain_openai'}\n"
        "print(early, sorted(late - {name for name in late if 'testing' in name}), loaded)"
    )
    assert run(program) == "False [] set()"


def test_without_langchain_it_says_what_to_install() -> None:
    """An ImportError with the command."""
    program = (
        "import sys\nsys.modules['langchain_core'] = None\n"
        "try:\n    import oaicompat.langchain\nexcept ImportError as error:\n    print(error)"
    )
    assert "pip install 'oaicompat[langchain]'" in run(program)
