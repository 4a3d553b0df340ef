"""Every example runs as it is, as a user runs it: a program of its own, against a server at OPENAI_BASE_URL."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from oaicompat.testing import Server

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.name for path in EXAMPLES.glob("*.py"))
#: What each prints when all goes well; a word or two that only a working example can print.
PRINTS = {
    "agent.py": "The tools say: 21 degrees and sunny in ",
    "async_many_calls.py": "50 of 50 answered",
    "async_streams.py": "the sea: ",
    "batches.py": "rome: You said: What is Rome known for?",
    "chat_multi_turn.py": "> And how many people live there?",
    "completions.py": "ended by stop",
    "dashscope.py": "You said: Who are you?",
    "embeddings.py": "The moon goes round the earth",
    "embeddings_many.py": "900 vectors; missing: [range(500, 600)]",
    "errors.py": "refused with 400",
    "extraction.py": " x some article at 1.00",
    "files.py": "on the disk: 17 bytes",
    "function_calling.py": "21 degrees and sunny",
    "function_calling_streamed.py": "by the stream:    get_weather({",
    "image_edit.py": "of two files: ",
    "image_stream.py": "done: ",
    "images.py": "lighthouse-1.png: image/png, ",
    "json_mode.py": "by a schema: ",
    "models.py": "longest context: 131072",
    "moderation.py": "hate, violence",
    "other_routes.py": "models: ['llama3.2:latest']",
    "own_dialect.py": "without its banner: The sea is blue.",
    "quickstart.py": "",
    "reasoning.py": "[",
    "rerank.py": "0.80  The colour of the sea",
    "responses.py": "tokens in, ",
    "responses_stream.py": "-- message is whole",
    "responses_tools.py": "21 degrees and sunny",
    "routing.py": "the reliable one: ",
    "speech.py": "tokens in all",
    "streamed_form.py": "minutes: 1 | ingredients: ['some",
    "responses_stored.py": "deleted: True",
    "server_routes.py": "tokens; back again: The sea is blue.",
    "streaming.py": "finished by stop",
    "threads.py": "20 answers",
    "transcription.py": "00:00:00,000 --> ",
    "transcription_stream.py": " B: ",
}


def run(name: str, **environment: str) -> str:
    """What an example prints. Its warnings are errors, as in all tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("OPENAI_")}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name)],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_an_example_runs(name: str) -> None:
    """It ends well and prints what it promises."""
    with Server() as server:
        printed = run(name, OPENAI_BASE_URL=server.url, DASHSCOPE_API_KEY="sk-stand-in")
    assert PRINTS[name] in printed
    assert printed.strip()


def test_the_quickstart_needs_no_server() -> None:
    """Without OPENAI_BASE_URL it starts the stand-in by itself."""
    assert run("quickstart.py").strip()


def test_a_provider_without_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of a provider ends with the words of the error alone, which name the variable."""
    monkeypatch.setenv("DASHSCOPE_API_KEY", "")
    with pytest.raises(AssertionError, match="DASHSCOPE_API_KEY") as caught:
        run("dashscope.py")
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_one_idea(name: str) -> None:
    """It opens with a sentence that says its idea, and is short enough to read standing."""
    text = (EXAMPLES / name).read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))
    code = [line for line in text.splitlines() if line.strip()]
    assert len(code) <= (70 if name == "quickstart.py" else 50)


def test_the_readme_names_every_example() -> None:
    """No example is hidden."""
    readme = (EXAMPLES.parent / "README.md").read_text("utf-8")
    assert [name for name in NAMES if f"examples/{name}" not in readme] == []
