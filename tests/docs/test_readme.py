"""The README's Python blocks run, one after another, in one program, as somebody would who reads from the top."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from provider_table import block

from oaicompat.testing import Server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_readme_runs() -> None:
    """Every block works, in the order in which they stand; only the server's address is another."""
    with Server() as server:
        program = "\n".join(BLOCKS).replace("http://localhost:8000/v1", server.url)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("OPENAI_")}
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program], env=kept, capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 0, done.stderr
    assert "POST http" in done.stdout  # the block about errors prints one


def test_links_in_the_readme_exist() -> None:
    """A relative link leads to a file of the repository."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_tells_how_to_start_and_how_to_test() -> None:
    """Both commands are marked, so that machines can take them from here."""
    for name in ("quickstart", "test"):
        assert re.search(rf"<!-- {name} command -->\n```sh\n.+\n```", README)


def test_the_table_of_providers_is_that_of_the_code() -> None:
    """`python tests/docs/provider_table.py` writes it anew."""
    assert block() in README
