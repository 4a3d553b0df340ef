"""The README's table of providers, made from the code: `python tests/docs/provider_table.py` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

from oaicompat import Dialect, providers

README = Path(__file__).parents[2] / "README.md"
START, END = "<!-- providers -->", "<!-- end of providers -->"
HEAD = (
    "provider",
    "address",
    "key",
    "limit of tokens",
    "tools, forced",
    "JSON, by schema",
    "thinking: asked by, found in",
    "usage in streams",
    "embeddings, images, speech, transcription",
)


def _word(value: object, yes: str = "yes") -> str:
    if value is None:
        return "?"
    if value is True:
        return yes
    return "no" if value is False else str(value)


def _row(one: Dialect) -> str:
    if one.endpoint is False:
        return f"| `{one.name}` {one.title} | none: {one.notes} |" + " |" * (len(HEAD) - 2)
    key = f"`{one.key_variable}`" if one.key_variable else "?"
    if one.auth not in (None, "bearer"):
        key += f" as `{one.auth}`"
    batch = f" ({one.embedding_batch})" if one.embedding_batch else ""
    cells = (
        f"`{one.name}` {one.title}",
        f"`{one.base_url}`",
        key if one.key_needed is not False else f"{key}, optional",
        _word(one.token_limit),
        f"{_word(one.tool_calling)}, {_word(one.forced_tools)}",
        f"{_word(one.json_object)}, {_word(one.json_schema)}",
        f"{_word(one.reasoning_in)}, {_word(one.reasoning_out)}",
        _word(one.stream_usage),
        f"{_word(one.embeddings)}{batch}, {_word(one.images)}, {_word(one.speech)}, {_word(one.transcription)}",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def table() -> str:
    """The table in Markdown, a row for each provider by name."""
    rows = [_row(providers()[name]) for name in sorted(providers())]
    return "\n".join(("| " + " | ".join(HEAD) + " |", "| --- " * len(HEAD) + "|", *rows))


def block() -> str:
    """What stands between the marks."""
    return f"{START}\n{table()}\n{END}"


if __name__ == "__main__":
    text = README.read_text("utf-8")
    README.write_text(re.sub(f"(?s){START}.*{END}", lambda _: block(), text), "utf-8")
