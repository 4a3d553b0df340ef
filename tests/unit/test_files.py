"""Files: what is sent, and what replies of several servers mean."""

from __future__ import annotations

import inspect
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oaicompat import APIResponseValidationError, Client, ConfigurationError, RateLimitError
from oaicompat._encode import form_fields
from oaicompat.endpoints.files import (
    create_file,
    delete_file,
    file_content,
    file_stream,
    list_files,
    retrieve_file,
)
from oaicompat.types.file_create_params import ExpiresAfter
from oaicompat.types.file_deleted import FileDeleted
from oaicompat.types.file_object import FileList, FileObject
from oaicompat.types.file_purpose import FilePurpose
from oaicompat.types.moments import unix_seconds

from .streams import reply

OPENAI = {
    "id": "file-1",
    "object": "file",
    "bytes": 140,
    "created_at": 1613677385,
    "expires_at": 1677614202,
    "filename": "data.jsonl",
    "purpose": "batch",
    "status": "processed",
    "status_details": None,
}

#: A card of each server, with what is looked at in it.
CARDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "OpenAI": (OPENAI, {"bytes": 140, "created_at": 1613677385, "purpose": "batch", "is_processed": True}),
    "Groq": (
        {"id": "file_01", "object": "file", "bytes": 966, "created_at": 1, "filename": "b.jsonl", "purpose": "batch"},
        {"status": None, "is_processed": True, "expires_at": None},
    ),
    "Groq, all null": (
        {"id": "file_01", "object": None, "bytes": None, "created_at": None, "filename": None, "purpose": None},
        {"bytes": 0, "filename": "", "purpose": None, "created_at": 0},
    ),
    "Mistral": (
        {**OPENAI, "sample_type": "batch_request", "source": "upload", "num_lines": 3, "visibility": "workspace"},
        {"sample_type": "batch_request", "num_lines": 3, "visibility": "workspace", "mimetype": None},
    ),
    "Together": (
        {"id": "f", "filename": "x", "bytes": 3, "FileType": "jsonl", "LineCount": 1, "Processed": False},
        {"FileType": "jsonl", "LineCount": 1, "is_processed": False},
    ),
    "OpenRouter": (
        {
            "id": "file_011",
            "type": "file",
            "filename": "document.pdf",
            "mime_type": "application/pdf",
            "size_bytes": 102400,
            "created_at": "2025-04-15T18:37:24.100435Z",
            "downloadable": False,
        },
        {"bytes": 102400, "created_at": 1744742244, "mime_type": "application/pdf", "downloadable": False},
    ),
    "DeepSeek": ({"id": "f", "bytes": 1, "purpose": "user_data", "expires_at": 5}, {"expires_at": 5}),
    "Azure, while it works": ({"id": "f", "status": "pending"}, {"is_processed": False}),
    "a status of its own": ({"id": "f", "status": "ready"}, {"is_processed": True, "status": "ready"}),
}


@pytest.mark.parametrize("server", CARDS)
def test_a_card_is_typed(server: str) -> None:
    """Each server's fields are typed attributes, and dumping gives the card as it came."""
    card, expected = CARDS[server]
    file = retrieve_file("f").parse(reply(card))
    assert isinstance(file, FileObject)
    assert {name: getattr(file, name) for name in expected} == expected
    assert {name: value for name, value in card.items() if value is not None}.items() <= file.to_dict().items()
    page = list_files().parse(reply({"object": "list", "data": [card]}))
    assert page.data[0].bytes == file.bytes


@pytest.mark.parametrize("body", [{"data": OPENAI}, {"file": OPENAI, "ok": True}])
def test_a_card_in_an_envelope(body: Any) -> None:
    """Some gateways put one around it."""
    assert retrieve_file("f").parse(reply(body)).filename == "data.jsonl"


@pytest.mark.parametrize(
    ("body", "count", "more"),
    [
        ({"object": "list", "data": [OPENAI], "has_more": True, "first_id": "file-1", "last_id": "file-1"}, 1, True),
        ({"object": "list", "data": [OPENAI], "has_more": False, "first_id": None, "last_id": None}, 1, False),
        ({"data": [], "has_more": True}, 0, True),
        ({"data": None}, 0, None),
        ([OPENAI, OPENAI], 2, None),
    ],
)
def test_a_list_whatever_its_shape(body: Any, count: int, more: bool | None) -> None:
    """Cursors that are null or missing are no mistake, nor is a bare array."""
    page = list_files().parse(reply(body))
    assert isinstance(page, FileList)
    assert (len(page.data), page.has_more) == (count, more)


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"object": "list"}', b"5", b"", b'{"files": []}'])
def test_what_is_neither_file_nor_list_is_an_error(body: bytes) -> None:
    """In words, with what came."""
    for call in (list_files(), retrieve_file("f"), create_file(file=b"x", purpose="batch")):
        with pytest.raises(APIResponseValidationError, match=r"is not a (list of files|file|JSON)"):
            call.parse(reply(body))


def test_an_error_with_success_is_an_error() -> None:
    """Of the class that its code says."""
    with pytest.raises(RateLimitError, match="slow down"):
        retrieve_file("f").parse(reply({"error": {"code": 429, "message": "slow down"}}))


@pytest.mark.parametrize(
    ("body", "deleted"),
    [
        (b'{"id": "f", "object": "file", "deleted": true}', True),
        (b'{"id": "f", "deleted": false}', False),
        (b'{"id": "f", "type": "file_deleted"}', None),
        (b"", True),
    ],
)
def test_the_end_of_a_file(body: bytes, deleted: bool | None) -> None:
    """What the server says of it; one that says nothing has done it."""
    found = delete_file("f").parse(reply(body, 200))
    assert isinstance(found, FileDeleted)
    assert (found.id, found.deleted) == ("f", deleted)


@pytest.mark.parametrize("content", [b"", b'{"error": {"message": "x"}}\n', b"<html></html>", b"\x00\xff", b'{"a": 1}'])
def test_the_content_is_what_the_server_sent(content: bytes) -> None:
    """A file may hold anything, even what would be an error elsewhere: one line of a batch's errors is such a thing."""
    assert file_content("f").parse(reply(content)).content == content
    decoder = file_stream("f").decoder(reply(), 10)
    assert b"".join((*decoder.feed(content), *decoder.finish())) == content


# -- requests ----------------------------------------------------------------------------------------------------------


def test_an_upload_is_a_form() -> None:
    """The purpose and the options are fields, `expires_after` as the API spells it."""
    expires: ExpiresAfter = {"anchor": "created_at", "seconds": 3600}
    request = create_file(file=b"x", purpose="user_data", expires_after=expires, visibility="user").request
    assert (request.method, request.path, request.body) == ("POST", "files", None)
    assert request.form is not None
    assert list(form_fields(request.form.fields)) == [
        ("purpose", "user_data"),
        ("expires_after[anchor]", "created_at"),
        ("expires_after[seconds]", "3600"),
        ("visibility", "user"),
    ]
    assert [part.name for part in request.form.files] == ["file"]


def test_options_of_a_list_go_into_the_query() -> None:
    """None is not sent, and `extra_query` wins."""
    request = list_files(after="f", limit=5, order=None, purpose="batch", extra_query={"limit": 6}, timeout=3).request
    assert (request.method, request.path) == ("GET", "files")
    assert request.query == {"after": "f", "limit": 6, "purpose": "batch"}
    assert request.timeout == 3


def test_paths_of_a_file() -> None:
    """The id is a part of the path, encoded."""
    assert retrieve_file("file-1").request.path == "files/file-1"
    assert (delete_file("a/b").request.method, delete_file("a/b").request.path) == ("DELETE", "files/a%2Fb")
    assert file_content("a?b").request.path == "files/a%3Fb/content"
    assert file_content("f").request.headers == {"Accept": "*/*"}
    assert file_stream("f", extra_headers={"Accept": "text/plain"}).request.headers == {"Accept": "text/plain"}


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        (lambda: create_file(file=b"x", purpose=1), TypeError, "purpose must be a string, such as 'batch'"),
        (lambda: create_file(file=b"x", purpose=" "), ConfigurationError, "purpose is empty"),
        (lambda: create_file(file=5, purpose="batch"), TypeError, "file must be a path, bytes"),
        (lambda: create_file(file=b"x", purpose="b", expires_after=60), TypeError, "expires_after must be a dict"),
        (lambda: create_file(file=b"x", purpose="b", expire=60), TypeError, "did you mean 'expires_after'"),
        (lambda: list_files(afer="x"), TypeError, "did you mean 'after'"),
        (lambda: retrieve_file(None), TypeError, "file_id must be a string, not NoneType"),
        (lambda: retrieve_file(""), ConfigurationError, r"file_id is empty; files\.list\(\) gives the ids"),
        (lambda: file_content(".."), ConfigurationError, "another route"),
    ],
)
def test_mistakes_name_their_argument(wrong: Any, kind: type[Exception], words: str) -> None:
    """Nothing is sent."""
    with pytest.raises(kind, match=words):
        wrong()


def test_help_lists_the_keywords() -> None:
    """Of every method, sync and async."""
    client = Client(base_url="http://localhost:1/v1")
    assert {"file", "purpose", "expires_after", "timeout"} <= inspect.signature(client.files.create).parameters.keys()
    assert {"after", "limit", "order", "purpose"} <= inspect.signature(client.files.list).parameters.keys()
    assert {"file_id", "path", "deadline"} <= inspect.signature(client.files.download).parameters.keys()
    client.close()


def test_the_openai_sdk_s_words_for_purposes() -> None:
    """All of the specification are among ours."""
    from typing import get_args

    assert {"assistants", "batch", "fine-tune", "vision", "user_data", "evals"} <= set(get_args(FilePurpose))


# -- moments -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1969-12-31T19:00:00-0500", 0),
        ("2025-04-15T18:37:24.100435Z", 1744742244),
        ("2025-04-15 18:37:24,123456789", 1744742244),
        ("2025-13-15T18:37:24Z", None),
        ("2025-02-30T00:00:00Z", None),
        ("yesterday", None),
        (1.5, 1),
        (float("inf"), None),
        (None, None),
        ([], None),
    ],
)
def test_moments_as_text(text: object, seconds: int | None) -> None:
    """RFC 3339 as servers write it, with any number of digits in its fraction."""
    assert unix_seconds(text) == seconds


@given(st.datetimes(), st.integers(-1439, 1439), st.sampled_from(["T", " ", "t"]))
def test_any_moment_is_read(naive: datetime, minutes: int, between: str) -> None:
    """What Python writes is read to the second."""
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert unix_seconds(moment.isoformat(between)) == moment.timestamp()
