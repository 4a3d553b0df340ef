"""Batches: what is sent, what replies of several servers mean, and the files of requests and answers."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oaicompat import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APITimeoutError,
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    Reply,
)
from oaicompat._error_reply import reply_error
from oaicompat._polling import Polling
from oaicompat.batches import (
    BatchAnswer,
    BatchRequest,
    match,
    read_answers,
    read_requests,
    request_line,
    write_requests,
)
from oaicompat.endpoints.batches import cancel_batch, create_batch, list_batches, retrieve_batch
from oaicompat.endpoints.chat import chat, chat_stream
from oaicompat.endpoints.embeddings import embed
from oaicompat.endpoints.files import create_file
from oaicompat.endpoints.models import list_models
from oaicompat.types.batch import Batch, BatchList, BatchState
from oaicompat.types.batch_create_params import OutputExpiresAfter
from oaicompat.types.batch_error import BatchError
from oaicompat.types.batch_request_counts import BatchRequestCounts
from oaicompat.types.batch_usage import BatchUsage
from oaicompat.types.binary import Binary
from oaicompat.types.chat import ChatCompletion

from .streams import reply

OPENAI: dict[str, Any] = {
    "id": "batch_1",
    "object": "batch",
    "endpoint": "/v1/chat/completions",
    "model": "m",
    "errors": None,
    "input_file_id": "file-1",
    "completion_window": "24h",
    "status": "completed",
    "output_file_id": "file-2",
    "error_file_id": None,
    "created_at": 1711471533,
    "completed_at": 1711493163,
    "failed_at": None,
    "request_counts": {"total": 100, "completed": 95, "failed": 5},
    "usage": {
        "input_tokens": 3,
        "input_tokens_details": {"cached_tokens": 1},
        "output_tokens": 2,
        "output_tokens_details": {"reasoning_tokens": 1},
        "total_tokens": 5,
    },
    "metadata": {"customer": "u"},
}


def batch(**fields: Any) -> Batch:
    """What a reply with these fields means."""
    return retrieve_batch("b").parse(reply({"id": "batch_1", **fields}))


# -- objects -----------------------------------------------------------------------------------------------------------


def test_a_batch_is_typed() -> None:
    """All of OpenAI's fields, and dumping gives them back."""
    found = retrieve_batch("b").parse(reply(OPENAI))
    assert isinstance(found, Batch)
    assert isinstance(found.request_counts, BatchRequestCounts)
    assert isinstance(found.usage, BatchUsage)
    assert found.usage.input_tokens_details is not None
    assert found.usage.input_tokens_details.cached_tokens == 1
    assert (found.request_counts.total, found.output_file_id, found.errors) == (100, "file-2", None)
    assert (found.state, found.is_finished) == ("completed", True)
    assert found.to_dict() == OPENAI


def test_a_batch_that_failed_is_no_error_of_the_call() -> None:
    """Its `errors` say what is wrong with the file."""
    errors = {"object": "list", "data": [{"code": "invalid_json_line", "message": "no JSON", "param": None, "line": 4}]}
    found = batch(status="failed", errors=errors)
    assert found.errors is not None
    assert (found.errors.data[0].code, found.errors.data[0].line) == ("invalid_json_line", 4)
    assert found.is_finished


@pytest.mark.parametrize(
    ("errors", "messages"),
    [
        ([{"message": "a", "count": 2}, {"message": "b"}], ["a", "b"]),  # Mistral
        (["a", "b"], ["a", "b"]),
        ("a", ["a"]),
        ([], None),
        ([{"message": {"deep": 1}}], ["{'message': {'deep': 1}}"]),
    ],
)
def test_errors_of_another_shape(errors: Any, messages: list[str] | None) -> None:
    """They are found in OpenAI's place, and dumped as they came."""
    found = batch(errors=errors)
    assert (found.errors and [one.message for one in found.errors.data]) == messages
    assert found.to_dict()["errors"] == errors


def test_together_s_job_in_an_envelope() -> None:
    """Its moments are text, its states in capitals, and its error is text."""
    job = {
        "id": "j",
        "created_at": "2025-04-15T18:37:24.1Z",
        "job_deadline": "2025-04-16T18:37:24Z",
        "status": "FAILED",
        "error": "no such model",
        "progress": 12.5,
        "file_size_bytes": 3,
    }
    found = create_batch(endpoint="/v1/chat/completions", input_file_id="f").parse(reply({"job": job, "warning": "w"}))
    assert (found.id, found.created_at, found.job_deadline) == ("j", 1744742244, 1744828644)
    assert (found.status, found.state, found.is_finished) == ("FAILED", "failed", True)
    assert isinstance(found.error, BatchError)
    assert (found.error.message, found.progress, found.warning) == ("no such model", 12.5, "w")


def test_openrouter_s_batch() -> None:
    """Its answers lie in it, and its error is an object."""
    line = {"id": "l", "custom_id": "a", "response": {"status_code": 200, "body": {"x": 1}}, "error": None}
    found = batch(status="failed", error={"message": "why"}, results=[line], finalized_at=3)
    assert found.error is not None
    assert found.error.message == "why"
    (answer,) = read_answers(found.results or [])
    assert (answer.custom_id, answer.body) == ("a", {"x": 1})


@pytest.mark.parametrize(
    ("status", "state"),
    [
        *((word, word) for word in get_args(BatchState)),
        *((word.upper(), word) for word in ("validating", "in_progress", "completed", "expired", "cancelled")),
        ("QUEUED", "validating"),
        ("RUNNING", "in_progress"),
        ("SUCCESS", "completed"),
        ("TIMEOUT_EXCEEDED", "expired"),
        ("CANCELLATION_REQUESTED", "cancelling"),
        ("canceled", "cancelled"),
        ("warming up", None),
        (None, None),
    ],
)
def test_states_of_several_servers(status: str | None, state: str | None) -> None:
    """The server's word stays, and `state` is OpenAI's."""
    found = batch(status=status)
    assert found.state == state
    assert found.is_finished == (state in ("completed", "failed", "expired", "cancelled"))


@pytest.mark.parametrize(("completed_at", "finished"), [(None, False), (0, False), (5, True)])
def test_a_state_that_nobody_knows(completed_at: int | None, finished: bool) -> None:
    """The moments tell then; DashScope writes 0 for what did not happen."""
    assert batch(status="done!", completed_at=completed_at).is_finished is finished


@pytest.mark.parametrize(
    ("body", "ids", "more"),
    [
        ({"object": "list", "data": [OPENAI], "has_more": True}, ["batch_1"], True),
        ({"object": "list", "data": [OPENAI]}, ["batch_1"], None),
        ([{"id": "j"}], ["j"], None),
        ({"data": []}, [], None),
    ],
)
def test_a_list_whatever_its_shape(body: Any, ids: list[str], more: bool | None) -> None:
    """With cursors, without, and a bare array (Together)."""
    page = list_batches().parse(reply(body))
    assert isinstance(page, BatchList)
    assert ([one.id for one in page.data], page.has_more) == (ids, more)


@pytest.mark.parametrize("body", [b"<html>", b"{}", b"5", b"", b'{"status": "completed"}', b'{"job": null}'])
def test_what_is_no_batch_is_an_error(body: bytes) -> None:
    """In words, with what came."""
    for call in (retrieve_batch("b"), list_batches(), cancel_batch("b")):
        with pytest.raises(APIResponseValidationError, match=r"is not a (list of batches|batch|JSON)"):
            call.parse(reply(body))


def test_an_error_with_success_is_an_error() -> None:
    """Of the class that its code says."""
    with pytest.raises(NotFoundError, match="no such batch"):
        retrieve_batch("b").parse(reply({"error": {"code": 404, "message": "no such batch"}}))


# -- requests ----------------------------------------------------------------------------------------------------------


def test_a_batch_is_started_by_a_file() -> None:
    """With OpenAI's only window, unless another is given."""
    expires: OutputExpiresAfter = {"anchor": "created_at", "seconds": 3600}
    request = create_batch(
        endpoint="/v1/embeddings", input_file_id="f", metadata={"a": "b"}, output_expires_after=expires
    ).request
    assert (request.method, request.path) == ("POST", "batches")
    assert request.body == {
        "endpoint": "/v1/embeddings",
        "input_file_id": "f",
        "completion_window": "24h",
        "metadata": {"a": "b"},
        "output_expires_after": {"anchor": "created_at", "seconds": 3600},
    }


def test_a_batch_is_started_by_requests_inline() -> None:
    """OpenRouter wants the route and the model before them."""
    asked = [{"custom_id": "a", "body": {}}]
    request = create_batch(endpoint="/v1/responses", requests=asked, model="m", completion_window=None).request
    assert list((request.body or {}).items()) == [("endpoint", "/v1/responses"), ("model", "m"), ("requests", asked)]


def test_the_other_routes() -> None:
    """Their paths, and the query of a list."""
    assert retrieve_batch("b/1").request.path == "batches/b%2F1"
    assert (cancel_batch("b").request.method, cancel_batch("b").request.path) == ("POST", "batches/b/cancel")
    assert list_batches(after="b", limit=2, ds_name="n").request.query == {"after": "b", "limit": 2, "ds_name": "n"}


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        (lambda: create_batch(endpoint="/v1/embeddings"), TypeError, "needs input_file_id="),
        (lambda: create_batch(endpoint="/v1/embeddings", input_file_id=5), TypeError, r"not int; write file\.id"),
        (
            lambda: create_batch(endpoint="/v1/embeddings", input_file_id="f", metadata=True),
            TypeError,
            "metadata must be a mapping of texts, not bool",
        ),
        (lambda: create_batch(endpoint=5, input_file_id="f"), TypeError, "endpoint must be a string"),
        (lambda: create_batch(endpoint="chat", input_file_id="f"), ConfigurationError, "is no route"),
        (
            lambda: create_batch(endpoint="chat/completions", input_file_id="f"),
            ConfigurationError,
            "did you mean '/chat/completions'",
        ),
        (
            lambda: create_batch(endpoint="/v1/chat/completion", input_file_id="f"),
            ConfigurationError,
            "did you mean '/v1/chat/completions'",
        ),
        (lambda: create_batch(endpoint="/v1/x y", input_file_id="f"), ConfigurationError, "is no route"),
        (lambda: create_batch(endpoint="", input_file_id="f"), ConfigurationError, "is no route"),
        (lambda: retrieve_batch(5), TypeError, "batch_id must be a string"),
        (lambda: cancel_batch(""), ConfigurationError, "batch_id is empty"),
        (lambda: list_batches(order="asc"), TypeError, "unknown option 'order'"),
    ],
)
def test_mistakes_name_their_argument(wrong: Any, kind: type[Exception], words: str) -> None:
    """Nothing is sent."""
    with pytest.raises(kind, match=words):
        wrong()


@pytest.mark.parametrize(
    "route", ["/chat/completions", "/v1/chat/ds-test", "/v2/chat/completions", "/v1/fim/completions"]
)
def test_routes_of_other_servers(route: str) -> None:
    """Azure's have no /v1, and DashScope has one for trying."""
    assert (create_batch(endpoint=route, input_file_id="f").request.body or {})["endpoint"] == route


# -- waiting -----------------------------------------------------------------------------------------------------------


def polling(**options: Any) -> Polling[Batch]:
    """A wait that began at 100 seconds."""
    given = {"interval": None, "seconds": None, "each": None, "retries": 2, **options}
    return Polling(100.0, given.pop("options", {}), **given, told=lambda found: (f"batch {found.id!r} waits", "!"))


def test_waits_grow_gently_to_a_minute() -> None:
    """And stay there."""
    wait = polling()
    found = [wait.wait(100.0) for _ in range(14)]
    assert found[:4] == [1.0, 1.5, 2.25, 3.375]
    assert found == sorted(found)
    assert found[-1] == found[-2] == 60.0


@pytest.mark.parametrize("interval", [0, 0.5, 90])
def test_a_given_interval_is_kept(interval: float) -> None:
    """However long it is."""
    wait = polling(interval=interval)
    assert [wait.wait(100.0) for _ in range(3)] == [interval] * 3


def test_the_last_wait_ends_at_the_deadline() -> None:
    """A last look is taken a moment before it, so that it has some time, and then it is over."""
    wait = polling(interval=4, seconds=10)
    wait.saw(batch(status="in_progress"))
    assert [wait.wait(100.0), wait.wait(104.0), wait.wait(108.1)] == [4, 4, pytest.approx(0.9)]
    with pytest.raises(APITimeoutError, match=r"batch 'batch_1' waits after 10 s!") as caught:
        wait.wait(109.1)
    assert caught.value.partial.status == "in_progress"
    assert caught.value.request.url == "http://server/v1/chat/completions"


def test_a_sleep_that_takes_no_time_counts() -> None:
    """So that a test with a clock of its own gets to the deadline too."""
    wait = polling(seconds=100)
    wait.saw(batch())
    waits = []
    with pytest.raises(APITimeoutError):
        while True:
            waits.append(wait.wait(100.0))
    assert sum(waits) == pytest.approx(90), "the last look may take 10 seconds"


def test_a_look_may_not_take_longer_than_what_is_left() -> None:
    """And never longer than any call of the client."""
    assert polling().look(100.0) == {"deadline": None}
    assert polling(seconds=100).look(150.0) == {"deadline": 50.0}
    assert polling(seconds=1).look(100.0) == {"deadline": 1.0}
    assert polling(seconds=100).look(199.0) == {"deadline": 1.0}
    assert polling(seconds=100).look(200.5) == {"deadline": 0.001}, "a computer may have slept meanwhile"
    assert polling(seconds=100, each=5).look(150.0) == {"deadline": 5.0}
    assert polling(each=5, options={"timeout": 1}).look(150.0) == {"deadline": 5.0, "timeout": 1}


MOMENTARY = [APIConnectionError(), APITimeoutError(), *(reply_error(Reply(status, {})) for status in (429, 500, 503))]  # type: ignore[arg-type]
LASTING = [reply_error(Reply(status, {})) for status in (400, 401, 404, 501)]  # type: ignore[arg-type]


@pytest.mark.parametrize("error", MOMENTARY, ids=str)
def test_momentary_failures_are_survived(error: APIError) -> None:
    """As many in a row as a call may be tried again; a look that succeeds begins a new row."""
    wait = polling(retries=2)
    assert not wait.survives(error, 100.0), "the first look must succeed"
    for _ in range(2):
        wait.saw(batch())
        assert [wait.survives(error, 100.0) for _ in range(3)] == [True, True, False]
    wait = polling(retries=2, options={"max_retries": 0}, seconds=10)
    wait.saw(batch())
    assert not wait.survives(error, 105.0)
    assert wait.survives(error, 110.0), "the deadline is what is told then"


@pytest.mark.parametrize("error", LASTING, ids=str)
def test_lasting_failures_are_not(error: APIError) -> None:
    """A batch that is gone will not come back."""
    wait = polling()
    wait.saw(batch())
    assert not wait.survives(error, 100.0)


@pytest.mark.parametrize(
    ("options", "kind", "words"),
    [
        ({"interval": "5"}, TypeError, "poll_interval must be a number of seconds, not str"),
        ({"interval": True}, TypeError, "poll_interval"),
        ({"interval": -1}, ConfigurationError, "poll_interval must not be negative"),
        ({"interval": float("nan")}, ConfigurationError, "poll_interval"),
        ({"seconds": 0}, ConfigurationError, "deadline must be above 0"),
        ({"seconds": "1"}, TypeError, "deadline must be a number"),
        ({"each": "1"}, TypeError, "deadline must be a number"),
    ],
)
def test_a_wait_that_cannot_be(options: Any, kind: type[Exception], words: str) -> None:
    """It is told before the first look."""
    with pytest.raises(kind, match=words):
        polling(**options)


# -- files of requests -------------------------------------------------------------------------------------------------

BODY = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}


def test_a_line_of_a_request() -> None:
    """As OpenAI's API reference has it: one line of JSON."""
    line = request_line("a", {**BODY, "temperature": None})
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": BODY}


def test_a_line_of_a_call() -> None:
    """Keywords are checked as those of the client are, and the route is the call's."""
    line = json.loads(request_line("ä\n", chat(model="m", messages=[{"role": "user", "content": "ö\u2028"}], top_k=3)))
    assert line["custom_id"] == "ä\n"
    assert line["body"] == {"model": "m", "messages": [{"role": "user", "content": "ö\u2028"}], "top_k": 3}
    azure = request_line("a", chat(model="m", messages=[]), endpoint="/chat/completions")
    assert json.loads(azure)["url"] == "/chat/completions"


def test_a_message_of_a_reply_goes_into_a_request() -> None:
    """As it does into a call."""
    message = only(answer_line()).parse(ChatCompletion).choices[0].message
    line = json.loads(request_line("a", {"model": "m", "messages": [message]}))
    assert line["body"]["messages"] == [{"role": "assistant", "content": "Hello"}]


@pytest.mark.parametrize(
    ("custom_id", "asked", "options", "kind", "words"),
    [
        (5, BODY, {}, TypeError, "custom_id must be a string, not int"),
        (" ", BODY, {}, ConfigurationError, "custom_id is empty"),
        ("a", "hi", {}, TypeError, "request 'a': a body must be a dict"),
        ("a", chat_stream(model="m", messages=[]), {}, ConfigurationError, "request 'a': a batch does not stream"),
        ("a", {**BODY, "stream": True}, {}, ConfigurationError, "a batch does not stream"),
        ("a", chat(model="m", messages=[], extra_body={"stream": True}), {}, ConfigurationError, "does not stream"),
        ("a", list_models(), {}, ConfigurationError, "with a JSON body"),
        ("a", create_file(file=b"x", purpose="batch"), {}, ConfigurationError, "with a JSON body"),
        ("a", chat(model="m", messages=[], extra_query={"x": 1}), {}, ConfigurationError, "extra_query are not sent"),
        ("a", chat(model="m", messages=[]), {"endpoint": "/v1/embeddings"}, ConfigurationError, "has one route"),
        ("a", BODY, {"endpoint": "chat"}, ConfigurationError, "is no route"),
        ("a", {"x": b"1"}, {}, TypeError, "request 'a': x is bytes"),
        ("a", {"x": float("nan")}, {}, ConfigurationError, "request 'a': x is nan"),
    ],
)
def test_what_cannot_be_a_request(custom_id: Any, asked: Any, options: Any, kind: type[Exception], words: str) -> None:
    """The error names it and says what to do."""
    with pytest.raises(kind, match=words):
        request_line(custom_id, asked, **options)


def test_a_file_of_requests(tmp_path: Path) -> None:
    """Written from a mapping, and read again."""
    path = tmp_path / "requests.jsonl"
    assert write_requests(path, {"a": BODY, "b": chat(model="n", messages=[])}) == 2
    assert list(read_requests(path)) == [
        BatchRequest("a", BODY, "/v1/chat/completions", "POST"),
        BatchRequest("b", {"model": "n", "messages": []}, "/v1/chat/completions", "POST"),
    ]
    assert [one.custom_id for one in read_requests(str(path))] == ["a", "b"]


def test_a_file_of_requests_from_a_generator(tmp_path: Path) -> None:
    """Of pairs; the route is that of the first call."""
    asked = ((f"r{number}", embed(model="m", input=str(number))) for number in range(3))
    assert write_requests(tmp_path / "r.jsonl", asked) == 3
    assert {one.url for one in read_requests(tmp_path / "r.jsonl")} == {"/v1/embeddings"}


@pytest.mark.parametrize(
    ("asked", "kind", "words"),
    [
        ([("a", BODY), ("a", BODY)], ConfigurationError, "custom_id 'a' comes twice"),
        ({"a": BODY, "b": 5}, TypeError, "request 'b': a body must be a dict"),
        ({}, ConfigurationError, "there are no requests"),
        ([BODY], TypeError, "pairs"),
        ([["a", BODY]], TypeError, "pairs"),
        ("a", TypeError, "requests must be a dict"),
        (5, TypeError, "requests must be a dict"),
        ([([], BODY)], TypeError, "custom_id must be a string"),
    ],
)
def test_nothing_is_left_of_a_file_that_cannot_be_written(
    tmp_path: Path, asked: Any, kind: type[Exception], words: str
) -> None:
    """The old file stays as it was."""
    path = tmp_path / "requests.jsonl"
    path.write_text("old")
    with pytest.raises(kind, match=words):
        write_requests(path, asked)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    """In our words."""
    with pytest.raises(ConfigurationError, match="cannot be written"):
        write_requests(tmp_path / "no" / "such" / "place", {"a": BODY})


def test_lines_that_are_no_requests(tmp_path: Path) -> None:
    """Their numbers are told, and reading goes on after them."""
    found = read_requests(jsonl({"custom_id": "a", "body": {}}, {"custom_id": "b"}, b"", b"{", {"body": {}}))
    assert next(found).custom_id == "a"
    with pytest.raises(ConfigurationError, match="line 2 of the requests is no request: it has no body"):
        next(found)
    with pytest.raises(ConfigurationError, match="line 4 of the requests is not JSON"):
        next(found)
    assert [one.custom_id for one in found] == [""]


# -- files of answers --------------------------------------------------------------------------------------------------

COMPLETION = {"id": "c", "object": "chat.completion", "choices": [{"index": 0, "message": {"content": "Hello"}}]}


def answer_line(custom_id: str = "a", **fields: Any) -> dict[str, Any]:
    """A line as OpenAI writes it."""
    answered = {"status_code": 200, "request_id": "req_1", "body": COMPLETION}
    return {"id": "batch_req_1", "custom_id": custom_id, "response": answered, "error": None, **fields}


def jsonl(*lines: Any) -> bytes:
    """Lines of JSON; bytes as they are."""
    return b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)


def only(*lines: Any) -> BatchAnswer:
    """The one answer of a file."""
    (found,) = read_answers(jsonl(*lines))
    return found


def test_an_answer() -> None:
    """Its parts, and the typed object."""
    found = only(answer_line())
    assert (found.custom_id, found.status_code, found.request_id, found.id) == ("a", 200, "req_1", "batch_req_1")
    assert (found.body, found.error, found.ok, found.line) == (COMPLETION, None, True, 1)
    completion = found.parse(ChatCompletion)
    assert completion.choices[0].message.content == "Hello"
    assert completion.request_id == "req_1"
    assert found.parse(chat(model="m", messages=[])).choices[0].message.content == "Hello"
    assert found.parse(dict[str, Any]) == COMPLETION


#: What servers write for an answer that went well.
WELL: dict[str, dict[str, Any]] = {
    "Groq": answer_line(id="batch_req_123"),
    "DashScope": answer_line(response={"status_code": "200", "request_id": "r", "body": COMPLETION}),
    "no id, no error": {"custom_id": "a", "response": {"status_code": 200, "body": COMPLETION}},
    "no status": {"custom_id": "a", "response": {"body": COMPLETION}},
    "a body as text": answer_line(response={"status_code": 200, "body": json.dumps(COMPLETION)}),
    "a response as text": answer_line(response=json.dumps({"status_code": 200, "body": COMPLETION})),
    "Fireworks": {"custom_id": "a", "response": COMPLETION},
    "an empty error": answer_line(error={}),
}


@pytest.mark.parametrize("server", WELL)
def test_answers_of_several_servers(server: str) -> None:
    """Each is the same completion."""
    found = only(WELL[server])
    assert (found.custom_id, found.ok, found.status_code or 200) == ("a", True, 200)
    assert found.parse(ChatCompletion).choices[0].message.content == "Hello"


#: What servers write for one that did not, with the status, the code, a word of the message, and the error's class.
ILL: dict[str, tuple[dict[str, Any], int | None, str | None, str, type[APIError]]] = {
    "OpenAI, refused": (
        answer_line(response={"status_code": 400, "body": {"error": {"message": "too long", "code": "length"}}}),
        400,
        "length",
        "too long",
        BadRequestError,
    ),
    "OpenAI, expired": (
        answer_line(response=None, error={"code": "batch_expired", "message": "not in time"}),
        None,
        "batch_expired",
        "not in time",
        APIError,
    ),
    "vLLM": (
        answer_line(response={"status_code": 400, "body": None}, error={"error": {"message": "bad", "code": 400}}),
        400,
        "400",
        "bad",
        BadRequestError,
    ),
    "DashScope": (
        answer_line(response={"status_code": 404}, error={"code": "ModelNotFound", "message": "no model"}),
        404,
        "ModelNotFound",
        "no model",
        NotFoundError,
    ),
    "text": (answer_line(response=None, error="it broke"), None, None, "it broke", APIError),
    "a body that is text": (
        answer_line(response={"status_code": 400, "body": "bad"}),
        400,
        None,
        "bad",
        BadRequestError,
    ),
    "nothing said": (
        answer_line(response={"status_code": 400, "body": None}),
        400,
        None,
        "did not say",
        BadRequestError,
    ),
    "nothing at all": (answer_line(response=None), None, None, "neither an answer nor an error", APIError),
    "no response": ({"custom_id": "a"}, None, None, "neither an answer nor an error", APIError),
    "a list": (answer_line(response=[1], error=None), None, None, "neither an answer nor an error", APIError),
}


@pytest.mark.parametrize("server", ILL)
def test_failures_of_several_servers(server: str) -> None:
    """`error` says why, and `parse` raises what a call would."""
    line, status, code, words, kind = ILL[server]
    found = only(line)
    assert not found.ok
    assert found.error is not None
    assert (found.status_code, found.error.code) == (status, code)
    with pytest.raises(kind, match=words) as caught:
        found.parse(ChatCompletion)
    assert type(caught.value) is kind
    assert str(caught.value).startswith("batch request a: ")
    assert caught.value.status_code == status
    assert str(caught.value.code or None) == str(code)


def test_an_answer_that_is_not_what_was_asked() -> None:
    """An error of ours, as in a call."""
    with pytest.raises(APIResponseValidationError, match="batch request a"):
        only(answer_line(response={"status_code": 200, "body": "hm"})).parse(ChatCompletion)
    with pytest.raises(BadRequestError, match="no"):
        body = {"error": {"message": "no", "code": 400}}
        only(answer_line(response={"status_code": 200, "body": body})).parse(ChatCompletion)


def test_numbers_for_names() -> None:
    """Some servers write a custom_id that looks like a number as one, and some leave it out."""
    assert only(answer_line(custom_id=7)).custom_id == "7"  # type: ignore[arg-type]
    assert only(answer_line(custom_id=None)).custom_id == ""  # type: ignore[arg-type]


def test_blank_lines_a_bom_and_line_ends() -> None:
    """None of them is a line that counts as broken; numbers are those that an editor shows."""
    data = b"\xef\xbb\xbf" + jsonl(answer_line("a")).replace(b"\n", b"\r\n") + b"\n  \r\n" + jsonl(answer_line("b"))
    assert [(one.custom_id, one.line) for one in read_answers(data + b"\n")] == [("a", 1), ("b", 4)]
    assert list(read_answers(b"\xef\xbb\xbf\n")) == []
    assert list(read_answers(b"")) == []
    last = jsonl(answer_line("a"), answer_line("ä\u2028")).rstrip(b"\n")
    assert [one.custom_id for one in read_answers(last)] == ["a", "ä\u2028"]


def test_lines_that_are_no_answers() -> None:
    """Their numbers are told, the bytes are kept, and reading goes on after them."""
    found = read_answers(jsonl(answer_line("a"), b'{"custom_id": "b", "resp', b"[1]", answer_line("c"), b"\xff\xfe"))
    assert next(found).custom_id == "a"
    with pytest.raises(APIResponseValidationError, match="line 2 of the answers is not JSON") as caught:
        next(found)
    assert caught.value.response.content == b'{"custom_id": "b", "resp'
    with pytest.raises(
        APIResponseValidationError, match="line 3 of the answers is no answer; it starts with '\\[1\\]'"
    ):
        next(found)
    assert next(found).custom_id == "c"
    with pytest.raises(APIResponseValidationError, match="line 5"):
        next(found)
    assert list(found) == []


def test_nesting_beyond_reason() -> None:
    """It is a broken line, and no error of Python's."""
    with pytest.raises(APIResponseValidationError, match="line 1"):
        only(b"[" * 100_000)


def sources(data: bytes, path: Path) -> Iterator[Any]:
    """The ways in which the same bytes can be given."""
    path.write_bytes(data)
    yield from (path, str(path), data, bytearray(data), Binary(data, reply()))
    with path.open("rb") as file:
        yield file
    with path.open(encoding="utf-8") as text:
        yield text
    yield io.BytesIO(data)
    yield (data[start : start + 7] for start in range(0, len(data), 7))
    yield [json.loads(line) for line in data.splitlines()]


def test_answers_come_from_anywhere(tmp_path: Path) -> None:
    """A path, bytes, the reply of a download, an open file, pieces as they come, or objects."""
    data = jsonl(answer_line("a"), answer_line("b"))
    found = [[one.custom_id for one in read_answers(source)] for source in sources(data, tmp_path / "answers.jsonl")]
    assert found == [["a", "b"]] * 10


@given(st.lists(st.binary(max_size=20), max_size=8), st.data())
def test_any_cut_gives_the_same_lines(lines: list[bytes], data: st.DataObject) -> None:
    """However the bytes come, broken lines included."""

    def outcomes(source: Any) -> list[Any]:
        reading, found = read_answers(source), []
        while True:
            try:
                found.append(next(reading))
            except StopIteration:
                return found
            except APIResponseValidationError as error:
                found.append(str(error))

    whole = jsonl(answer_line("a"), *lines, answer_line("ü"))
    ends = sorted({0, len(whole), *data.draw(st.lists(st.integers(0, len(whole))))})
    pieces = [whole[start:end] for start, end in pairwise(ends)]
    assert outcomes(pieces) == outcomes(whole)


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        (5, TypeError, "from a path, bytes or an open file, not from int"),
        ({"custom_id": "a"}, TypeError, "not from dict"),
        ([5], TypeError, "from pieces of bytes, not of int"),
        ("no/such/file", ConfigurationError, "cannot be read: No such file"),
        ('{"custom_id": 1}', ConfigurationError, "to read text, give its bytes"),
        ("a\0b", ConfigurationError, "cannot be read"),
        (".", ConfigurationError, "cannot be read"),
    ],
)
def test_what_cannot_be_read(source: Any, kind: type[Exception], words: str) -> None:
    """In our words."""
    with pytest.raises(kind, match=words):
        list(read_answers(source))


def test_files_of_others_that_cannot_be_read(tmp_path: Path) -> None:
    """In our words too: text that is none, a file that is closed, one that is open for writing."""
    path = tmp_path / "answers.jsonl"
    path.write_bytes(jsonl(answer_line("a")) + b"\xff\n")
    with (
        path.open(encoding="utf-8") as text,
        pytest.raises(
            ConfigurationError, match=r"answers\.jsonl' cannot be read: .*utf-8.*; open it with open\(path, 'rb'\)"
        ),
    ):
        list(read_answers(text))
    with pytest.raises(ConfigurationError, match=r"cannot be read: I/O operation on closed file"):
        list(read_answers(text))
    with path.open("wb") as written, pytest.raises(ConfigurationError, match="cannot be read"):
        list(read_requests(written))
    with pytest.raises(ConfigurationError, match="that BytesIO reads cannot be read"):
        list(read_answers(closed()))


def closed() -> io.BytesIO:
    file = io.BytesIO(b"{}")
    file.close()
    return file


def test_an_error_of_a_generator_is_the_user_s() -> None:
    """It goes through as it is."""

    def lines() -> Iterator[bytes]:
        yield jsonl(answer_line("a"))
        raise ValueError("mine")

    with pytest.raises(ValueError, match=r"^mine$"):
        list(read_answers(lines()))


@pytest.mark.parametrize("kind", [list, tuple, iter])
def test_lines_of_text_without_their_ends(kind: Any) -> None:
    """A line each, as `splitlines` gives them."""
    lines = jsonl(answer_line("a"), answer_line("b{}"), answer_line("c")).decode().splitlines()
    assert [(one.custom_id, one.line) for one in read_answers(kind(lines))] == [("a", 1), ("b{}", 2), ("c", 3)]
    assert [one.custom_id for one in read_answers(kind(["", *lines[:1]]))] == ["a"]


def test_a_broken_line_of_text_costs_no_other() -> None:
    """In a list of lines; its number is told."""
    good = jsonl(answer_line("a")).decode().rstrip()
    reading = read_answers([good, '{"custom_id": ', good])
    assert next(reading).line == 1
    with pytest.raises(APIResponseValidationError, match="line 2"):
        next(reading)
    assert next(reading).line == 3


@given(st.lists(st.integers(0, 400), max_size=8))
def test_text_may_be_cut_anywhere(cuts: list[int]) -> None:
    """Also where it looks as if an object ended and another began."""
    text = jsonl(answer_line("}{"), answer_line('{"a":{}}{}')).decode()
    ends = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[start:end] for start, end in pairwise(ends)]
    assert [one.custom_id for one in read_answers(iter(pieces))] == ["}{", '{"a":{}}{}']


def test_files_are_not_held_in_memory(tmp_path: Path) -> None:
    """Neither when they are written nor when they are read."""
    path = tmp_path / "big.jsonl"
    body = {**BODY, "padding": "x" * 10_000}
    tracemalloc.start()
    try:
        count = write_requests(path, ((f"r{number}", body) for number in range(2000)))
        assert sum(1 for _ in read_requests(path)) == count == 2000
        assert sum(1 for _ in read_answers(path)) == 2000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert path.stat().st_size > 20_000_000
    assert peak < 8_000_000


# -- matching ----------------------------------------------------------------------------------------------------------


def test_each_request_gets_its_answer() -> None:
    """Whatever the order of the answers; what is missing, doubled or unknown is told."""
    output = jsonl(answer_line("c"), answer_line("a"), answer_line("x"), answer_line("c", id="again"))
    failed = answer_line("d", response={"status_code": 400, "body": {"error": {"message": "no"}}})
    requests = dict.fromkeys("abcd", BODY)
    found = match(requests, read_answers(output), read_answers(jsonl(failed)))
    assert list(found.answers) == ["a", "c", "d"]
    assert found.missing == ["b"]
    assert {name: len(several) for name, several in found.doubled.items()} == {"c": 2}
    assert found.answers["c"].id == "batch_req_1"
    assert [one.custom_id for one in found.unknown] == ["x"]
    assert list(found.failed) == ["d"]


def test_of_two_answers_the_one_that_is_no_failure_counts() -> None:
    """A request that failed may have been tried again."""
    failed = answer_line("a", response=None, error="no")
    assert match(["a"], read_answers(jsonl(failed, answer_line("a")))).answers["a"].ok
    assert match(["a"], read_answers(jsonl(answer_line("a"), failed))).answers["a"].ok
    assert not match(["a"], read_answers(jsonl(failed, failed))).answers["a"].ok


def test_requests_that_were_read_from_a_file() -> None:
    """By another process than the one that wrote them, a day later."""
    requests = read_requests(request_line("a", BODY) + request_line("b", BODY))
    assert match(requests, read_answers(jsonl(answer_line("b")))).missing == ["a"]


@pytest.mark.parametrize("requests", ["ab", b"ab", [1], [("a", BODY)]])
def test_what_are_no_requests(requests: Any) -> None:
    """A string would be taken for its letters."""
    with pytest.raises(TypeError, match="requests must be a dict of requests, or their ids"):
        match(requests, [])
