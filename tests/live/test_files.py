"""Files and batches, as aimock keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oaicompat import Client, NotFoundError

from .asking import Async, Sync
from .servers import MODEL, Server, servers_with, user

pytestmark = pytest.mark.live
Ask = Sync | Async

REQUESTS = [
    {
        "custom_id": f"greeting-{number}",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": MODEL, "messages": user("hi")},
    }
    for number in range(2)
]
LINES = "".join(json.dumps(request) + "\n" for request in REQUESTS).encode()


@pytest.fixture
def uploaded(options: dict[str, Any]) -> Iterator[list[str]]:
    """The ids of three files at the server, which has no others."""
    with Client(**options) as client:
        for left in client.files.list():
            client.files.delete(left.id)
        ids = [client.files.create(file=(f"{name}.jsonl", LINES), purpose="batch").id for name in "abc"]
        yield ids
        for left in client.files.list():
            client.files.delete(left.id)


@servers_with("media")
def test_a_file_s_life(ask: Ask, server: Server, tmp_path: Path) -> None:
    """Uploaded from the disk, looked at, read, written to the disk, deleted."""
    path = tmp_path / "requests.jsonl"
    path.write_bytes(LINES)
    file = ask(lambda client: client.files.create(file=path, purpose="batch"))
    again = ask(lambda client: client.files.retrieve(file.id))
    content = ask(lambda client: client.files.content(file.id))
    written = ask(lambda client: client.files.download(file.id, tmp_path / "copy.jsonl"))
    gone = ask(lambda client: client.files.delete(file.id))

    assert (file.filename, file.purpose, file.bytes, file.object) == ("requests.jsonl", "batch", len(LINES), "file")
    assert again.to_dict() == file.to_dict()
    assert content.content == (tmp_path / "copy.jsonl").read_bytes() == LINES
    assert content.text == LINES.decode()
    assert written == len(LINES)
    assert (gone.id, gone.deleted) == (file.id, True)


@servers_with("media")
def test_files_in_pages(ask: Ask, server: Server, uploaded: list[str]) -> None:
    """Iterating goes over all of them, whatever a page holds; a page says whether there are more."""
    page = ask(lambda client: client.files.list(limit=2))
    files = ask.items(lambda client: client.files.list(limit=1))
    chosen = ask.items(lambda client: client.files.list(purpose="user_data"))

    assert {file.id for file in page.data} < set(uploaded)
    assert page.has_more is True
    assert sorted(file.id for file in files) == sorted(uploaded)
    assert chosen == []


@servers_with("media")
def test_a_file_that_is_not_there(ask: Ask, server: Server) -> None:
    """The server's words are told."""
    for call in (
        lambda client: client.files.retrieve("no-such-file"),
        lambda client: client.files.content("no-such-file"),
        lambda client: client.files.delete("no-such-file"),
        lambda client: client.batches.retrieve("no-such-batch"),
    ):
        with pytest.raises(NotFoundError, match="no-such-"):
            ask(call)


@servers_with("media")
def test_a_batch(ask: Ask, server: Server, uploaded: list[str]) -> None:
    """Started, waited for, and read: an answer for each request."""
    endpoint = "/v1/chat/completions"
    batch = ask(
        lambda client: client.batches.create(input_file_id=uploaded[0], endpoint=endpoint, completion_window="24h")
    )
    seen: list[str] = []
    finished = ask(
        lambda client: client.batches.wait(
            batch.id, poll_interval=0.01, deadline=10, on_progress=lambda one: seen.append(one.status)
        )
    )
    answers = ask(lambda client: client.files.content(finished.output_file_id))
    listed = ask.items(lambda client: client.batches.list(limit=1))

    assert (batch.object, batch.endpoint, batch.input_file_id) == ("batch", endpoint, uploaded[0])
    assert finished.status == seen[-1] == "completed"
    assert (finished.request_counts.total, finished.request_counts.completed) == (2, 2)
    lines = [json.loads(line) for line in answers.text.splitlines()]
    assert [line["custom_id"] for line in lines] == [request["custom_id"] for request in REQUESTS]
    assert batch.id in [one.id for one in listed]


@servers_with("media")
def test_a_batch_that_is_ended(ask: Ask, server: Server, uploaded: list[str]) -> None:
    """Before its time."""
    batch = ask(lambda client: client.batches.create(input_file_id=uploaded[0], endpoint="/v1/chat/completions"))

    assert ask(lambda client: client.batches.cancel(batch.id)).status in ("cancelling", "cancelled")
