"""Every example for LangChain runs as it is, as a user runs it, against a server at OPENAI_BASE_URL."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from oaicompat.testing import Server

EXAMPLES = Path(__file__).parents[2] / "examples" / "langchain"
NAMES = sorted(path.name for path in EXAMPLES.glob("*.py"))
#: What each prints when all goes well; words that only a working example can print.
PRINTS = {
    "agent.py": "The tool says: It is 21 degrees and sunny in some city.",
    "dashscope.py": "25 vectors of 64",
    "embeddings.py": "The moon goes round the earth.\n",
    "openrouter_reasoning.py": "answer: You said: Why is the sky blue?",
    "structured_output.py": "by a call: Person(name='some name', age=1)",
    "vllm_chat.py": "[ that.]You said: Please think: what is six times seven?\ntokens: ",
}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_runs(name: str) -> None:
    """It ends well, prints what it promises, and warns of nothing that is ours."""
    with Server() as server:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("OPENAI_", "MODEL"))}
        done = subprocess.run(
            [sys.executable, "-W", "error:::oaicompat", str(EXAMPLES / name)],
            env={**kept, "OPENAI_BASE_URL": server.url},
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    assert PRINTS[name] in done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_one_idea(name: str) -> None:
    """It opens with a sentence that says its idea, and is short enough to read standing."""
    text = (EXAMPLES / name).read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len([line for line in text.splitlines() if line.strip()]) <= 50
