"""The rows of the dialect table: every fact has a source, and no two rows claim one name or host."""

from __future__ import annotations

import datetime
import re
from urllib.parse import urlsplit

import pytest

from oaicompat.dialects import known_china, known_clouds, known_servers
from oaicompat.dialects.dialect import FACTS, Dialect

ROWS: tuple[Dialect, ...] = (*known_servers.ROWS, *known_clouds.ROWS, *known_china.ROWS)

SERVERS = "vllm ollama llamacpp lmstudio fastchat sglang xinference localai tgi litellm nim yuan abso"
CLOUDS = (
    "openai azure openrouter together fireworks groq mistral gemini vertex anthropic bedrock cohere xai perplexity "
    "databricks huggingface cerebras ai21 upstage writer yandex cloudflare"
)
CHINA = "deepseek dashscope dashscope-intl moonshot moonshot-intl zhipu zai yi qianfan volcengine minimax siliconflow"

ESSENTIAL = ("base_url", "key_variable", "auth", "tool_calling")

of_each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@pytest.mark.parametrize(
    ("rows", "names"), [(known_servers.ROWS, SERVERS), (known_clouds.ROWS, CLOUDS), (known_china.ROWS, CHINA)]
)
def test_every_system_has_a_row(rows: tuple[Dialect, ...], names: str) -> None:
    """The systems that the table promises are in it, each in its own module."""
    assert {row.name for row in rows} >= set(names.split())


def test_names_are_unique() -> None:
    """A name finds one row."""
    names = [row.name for row in ROWS]
    assert len(names) == len(set(names))


def test_no_two_rows_claim_one_host() -> None:
    """A host finds one row, whether it is named in full or by a family."""
    claims = [(host, row.name) for row in ROWS for host in row.hosts]
    for host, name in claims:
        others = {other for claim, other in claims if claim == host or (claim[0] == "." and host.endswith(claim))}
        assert others == {name}


@of_each_row
def test_a_name_is_one_lower_case_word(row: Dialect) -> None:
    """What goes into `provider=` needs no quoting rules, and a reader sees the maker's spelling."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.name)
    assert row.title


@of_each_row
def test_every_fact_has_a_source(row: Dialect) -> None:
    """Nothing is known without a page or a file that says it; a source speaks of a fact that there is."""
    assert row.facts().keys() <= row.sources.keys()
    assert row.sources.keys() <= {*FACTS, "endpoint"}
    for source in row.sources.values():
        parts = urlsplit(source)
        assert parts.scheme == "https"
        assert "." in parts.netloc
        assert parts.path.strip("/")


@of_each_row
def test_the_essential_facts_are_known(row: Dialect) -> None:
    """Where it is, with which key, how the key goes and whether it has tools; or that there is no endpoint."""
    if row.endpoint is False:
        assert row.sources["endpoint"]
        assert row.notes
        return
    assert row.sources.keys() >= set(ESSENTIAL)
    # A server may name no variable: then its source says so.
    assert set(ESSENTIAL) - row.facts().keys() <= {"key_variable"}


@of_each_row
def test_facts_are_well_formed(row: Dialect) -> None:
    """Addresses, variables, hosts and days have the form that the code relies on."""
    if row.base_url is not None:
        assert re.fullmatch(r"https?://[^\s?#]*[^/\s?#]", row.base_url)
        assert row.base_url.startswith("https://") or urlsplit(row.base_url).hostname in {"localhost", "127.0.0.1"}
    if row.key_variable is not None:
        assert re.fullmatch(r"[A-Z][A-Z0-9_]+", row.key_variable)
    for host in row.hosts:
        assert re.fullmatch(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)+", host)
    assert datetime.date.fromisoformat(row.checked)
    assert row.embedding_batch is None or (row.embeddings is not False and row.embedding_batch > 0)


@of_each_row
def test_a_base_url_is_on_the_rows_own_host(row: Dialect) -> None:
    """A row that claims hosts claims the one that it sends to."""
    if row.hosts and row.base_url is not None:
        host = urlsplit(row.base_url).netloc
        assert any(host == claim or (claim[0] == "." and host.endswith(claim)) for claim in row.hosts) or "{" in host


@of_each_row
def test_facts_agree_with_each_other(row: Dialect) -> None:
    """Without tools none can be forced or named."""
    if row.tool_calling is False:
        assert not row.forced_tools
        assert not row.named_tool
