"""The files of a batch: requests written as lines of JSON, and answers read and matched to their requests.

    from oaicompat import batches
    from oaicompat.types.chat import ChatCompletion

    requests = {"paris": {"model": "...", "messages": [...]}, "rome": {"model": "...", "messages": [...]}}
    batches.write_requests("requests.jsonl", requests)
    ...                                                      # client.files.create, client.batches.create and wait
    content = client.files.content(batch.output_file_id)
    found = batches.match(requests, batches.read_answers(content))
    for name, answer in found.answers.items():
        print(name, answer.parse(ChatCompletion).choices[0].message.content)
    print("not answered:", found.missing)

Files are written and read line by line, so their size does not matter. The answers come in any order; servers write a
line for each: OpenAI, Azure, Groq, Mistral, Together, DashScope and vLLM with the reply under `response`, Fireworks
with the completion itself there, OpenRouter as `results` of the batch.

Sources: OpenAI API reference, batch; help.aliyun.com, batch interfaces compatible with OpenAI; vLLM's run_batch.
"""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from oaicompat._decode import read_object, typed_as
from oaicompat._encode import dump, said
from oaicompat._error_reply import reply_error
from oaicompat._json import as_object, as_text, parse
from oaicompat._saving import Saving
from oaicompat._wire import Call, Headers, Reply, Request, SentRequest, StreamCall
from oaicompat.endpoints.batches import checked_endpoint
from oaicompat.errors import APIError, APIResponseValidationError, ConfigurationError
from oaicompat.types.batch_error import BatchError
from oaicompat.types.binary import Binary

if TYPE_CHECKING:
    from os import PathLike
    from typing import IO, TypeAlias

    Asked: TypeAlias = Call[Any] | Mapping[str, Any]
    Requests: TypeAlias = Mapping[str, Asked] | Iterable[tuple[str, Asked]]
    Source: TypeAlias = str | PathLike[str] | bytes | Binary | IO[bytes] | IO[str] | Iterable[Any]

__all__ = [
    "BatchAnswer",
    "BatchRequest",
    "Matched",
    "match",
    "read_answers",
    "read_requests",
    "request_line",
    "write_requests",
]

T = TypeVar("T")

_CHAT = "/v1/chat/completions"
_NO_STREAM = "a batch does not stream; leave `stream` out"
#: Bytes that are read from a file at a time.
_PIECE = 1024 * 1024
#: Characters of a broken line that an error shows.
_SHOWN = 200


# -- requests ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """A line of a file of requests."""

    custom_id: str
    body: Mapping[str, Any] = field(repr=False)
    url: str = _CHAT
    method: str = "POST"


def request_line(custom_id: str, asked: Asked, *, endpoint: str | None = None) -> bytes:
    """The line of one request, with its line end.

    Args:
        custom_id: your name for the request, by which its answer is found.
        asked: the body as a dict, or a call: ``oaicompat.endpoints.chat.chat(model=..., messages=...)`` checks its
            keywords as the client does.
        endpoint: the route; None for that of the call, or of chat completions.

    Raises:
        ConfigurationError: it cannot be a request of a batch, such as one that streams.
        TypeError: something is of the wrong type.
    """
    return _line(custom_id, asked, None if endpoint is None else checked_endpoint(endpoint))


def write_requests(path: str | PathLike[str], requests: Requests, *, endpoint: str | None = None) -> int:
    """Writes a file of requests, to be uploaded for the purpose ``batch``; gives the number of its lines.

    Nothing is left behind if a request cannot be written.

    Args:
        path: the file; servers want a name that ends with ``.jsonl``.
        requests: what is asked, by your names: a mapping of `custom_id` to a body or a call, or pairs of them, which
            may come from a generator. See `request_line`.
        endpoint: the route of all requests; None for that of the first one.

    Raises:
        ConfigurationError: a `custom_id` comes twice, a request goes to another route than the rest, there are no
            requests, or the file cannot be written.
        TypeError: something is of the wrong type.
    """
    if isinstance(requests, (str, bytes)) or not isinstance(requests, Iterable):
        raise TypeError(f"requests must be a dict of custom_id and body, or pairs, not {type(requests).__name__}")
    pairs = requests.items() if isinstance(requests, Mapping) else requests
    route = None if endpoint is None else checked_endpoint(endpoint)
    seen: set[str] = set()
    with Saving(path) as file:
        for custom_id, asked in map(_pair, pairs):
            if route is None:
                route = _route_of(asked)
            line = _line(custom_id, asked, route)
            if custom_id in seen:
                raise ConfigurationError(f"custom_id {custom_id!r} comes twice; an answer could be of either")
            seen.add(custom_id)
            file.add(line)
            if file.full:
                file.flush()
        if not seen:
            raise ConfigurationError("there are no requests to write")
    return len(seen)


def read_requests(source: Source) -> Iterator[BatchRequest]:
    """The requests of a file, such as the input file of a batch that another process started.

    `source` is what `read_answers` takes. Raises ConfigurationError for a line that is no request.
    """
    return _Reading(_lines(source), _read_request, _no_request)


def _pair(item: Any) -> tuple[str, Asked]:
    if not isinstance(item, tuple) or len(cast("tuple[object, ...]", item)) != 2:
        raise TypeError(f"requests must be a dict, or pairs (custom_id, body), not {type(item).__name__} in a list")
    return cast("tuple[str, Asked]", item)


def _line(custom_id: object, asked: object, route: str | None) -> bytes:
    if not isinstance(custom_id, str):
        raise TypeError(f"custom_id must be a string, not {type(custom_id).__name__}")
    if not custom_id.strip():
        raise ConfigurationError("custom_id is empty; answers are found by it")
    try:
        body = dump(_body_of(asked, route))
        head = dump({"custom_id": custom_id, "method": "POST", "url": route or _route_of(asked)})
    except (TypeError, ConfigurationError) as error:
        raise type(error)(f"request {custom_id!r}: {error}") from None
    return b'%b,"body":%b}\n' % (head[:-1], body)


def _body_of(asked: object, route: str | None) -> Mapping[str, Any]:
    """The body of a request, if a batch can carry it out."""
    if isinstance(asked, Call):
        own = _route_of(asked)
        if route is not None and own.removeprefix("/v1") != route.removeprefix("/v1"):  # Azure's routes have no /v1
            raise ConfigurationError(f"it goes to {own!r}, and the batch to {route!r}; a batch has one route")
        body = _body_alone(asked.request)
    elif isinstance(asked, Mapping):
        body = {name: value for name, value in cast("Mapping[str, Any]", asked).items() if said(value)}
    elif isinstance(asked, StreamCall):
        raise ConfigurationError(_NO_STREAM)
    else:
        hint = "write {'model': ..., 'messages': [...]}"
        raise TypeError(f"a body must be a dict, or a call of oaicompat.endpoints, not {type(asked).__name__}; {hint}")
    if body.get("stream"):
        raise ConfigurationError(_NO_STREAM)
    return body


def _body_alone(request: Request) -> Mapping[str, Any]:
    """The body of a call, if it is all that the call says."""
    if request.body is None or request.method != "POST":
        raise ConfigurationError("a batch takes calls with a JSON body; files and GET requests have none")
    if request.headers or request.query:
        raise ConfigurationError("a batch's requests have a body alone: extra_headers and extra_query are not sent")
    return request.body


def _route_of(asked: object) -> str:
    """The route of a call as a batch names it; a body alone is meant for chat completions."""
    if not isinstance(asked, Call):
        return _CHAT
    path = asked.request.path.lstrip("/")
    return f"/{path}" if asked.request.root else f"/v1/{path}"


def _read_request(number: int, line: Any) -> BatchRequest:
    fields = as_object(line)
    body = fields.get("body")
    if not isinstance(body, dict):
        raise _no_request(number, line, "is no request: it has no body")
    url, method = as_text(fields.get("url")), as_text(fields.get("method"))
    return BatchRequest(_id_of(fields), cast("dict[str, Any]", body), url or _CHAT, method or "POST")


def _no_request(number: int, line: Any, what: str) -> ConfigurationError:
    return ConfigurationError(f"line {number} of the requests {what}; it starts with {_start(line)}")


# -- answers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What became of a request: the reply's `status_code` and `body`, or the `error` why there is none."""

    custom_id: str
    """Your name for the request; empty if the server left it out."""
    status_code: int | None = None
    """The HTTP status; None if the request was not carried out, as when the batch expired."""
    body: Any = field(default=None, repr=False)
    """The reply as JSON gives it; see `parse`."""
    error: BatchError | None = None
    """What went wrong; None if nothing did."""
    request_id: str | None = None
    """The server's id of the call."""
    id: str = ""
    """The server's id of the line."""
    line: int = 0
    """The number of the line, counted from 1."""

    @property
    def ok(self) -> bool:
        """Whether the request was answered."""
        return self.error is None

    @overload
    def parse(self, kind: Call[T]) -> T: ...
    @overload
    def parse(self, kind: type[T]) -> T: ...
    def parse(self, kind: Any) -> Any:
        """The answer as a typed object.

        Args:
            kind: the type, such as `oaicompat.types.chat.ChatCompletion`; or the call that was written, for what it
                gives when the client sends it.

        Raises:
            APIError: the request failed; the class is that of its status, as it is for a call.
        """
        if self.error is not None:
            raise self._failure(self.error)
        read = kind.parse if isinstance(kind, Call) else typed_as(kind)
        return read(self._reply())

    def _reply(self) -> Reply:
        """The answer as if it had come over HTTP."""
        content = b"" if self.body is None else json.dumps(self.body, ensure_ascii=False).encode("utf-8", "replace")
        headers = Headers({"x-request-id": self.request_id} if self.request_id and self.request_id.isascii() else {})
        return Reply(self.status_code or 200, headers, content, SentRequest("batch request", self.custom_id))

    def _failure(self, error: BatchError) -> APIError:
        if self.status_code is not None and self.status_code >= 400:
            told = self._reply()
            return reply_error(told if self.body else _with_body(told, {"error": error.to_dict()}))
        words = error.message or "the server did not say why"
        code = f" (code {error.code})" if error.code else ""
        request = SentRequest("batch request", self.custom_id)
        return APIError(f"batch request {self.custom_id}: {words}{code}", request, body=error.to_dict())


def read_answers(source: Source) -> Iterator[BatchAnswer]:
    """The answers of a batch, one for each line of an output or error file.

    Args:
        source: a path, the bytes, the reply of ``client.files.content(...)``, a file that is open for reading, its
            lines as text, or anything that gives the bytes in pieces; OpenRouter's ``batch.results`` will do as well.

    Raises:
        APIResponseValidationError: a line is no answer; its number is told. The iterator can be asked for the rest.
        ConfigurationError: the file cannot be read.
    """
    return _Reading(_lines(source), _read_answer, _no_answer)


def _read_answer(number: int, line: Any) -> BatchAnswer:
    fields = as_object(line)
    if not fields:
        raise _no_answer(number, line, "is no answer")
    reply = _object_in(fields.get("response"))
    if reply and not {"body", "status_code"} & reply.keys():  # Fireworks: the completion itself
        reply = {"status_code": 200, "body": reply}
    body = _object_in(reply.get("body")) or reply.get("body")
    status = _status_of(reply.get("status_code"))
    return BatchAnswer(
        custom_id=_id_of(fields),
        status_code=status,
        body=body,
        error=_error_of(fields.get("error"), status, body),
        request_id=as_text(reply.get("request_id")) or as_text(fields.get("request_id")),
        id=as_text(fields.get("id")) or "",
        line=number,
    )


def _no_answer(number: int, line: Any, what: str) -> APIResponseValidationError:
    content = line if isinstance(line, bytes) else json.dumps(line).encode()
    message = f"line {number} of the answers {what}; it starts with {_start(line)}"
    return APIResponseValidationError(Reply(200, Headers(), content), message=message)


def _error_of(given: Any, status: int | None, body: Any) -> BatchError | None:
    """What went wrong: said beside the reply, in its body, or by there being none."""
    failed = status is not None and status >= 400
    if not given and failed:
        given = as_object(body).get("error") or body
    if given or failed:
        inner = as_object(given).get("error")
        fields = as_object(inner) or as_object(given) or {"message": as_text(inner) or as_text(given)}
        return read_object(BatchError, dict(fields))
    if body is None:
        return BatchError(message="the line holds neither an answer nor an error")
    return None


def _object_in(value: Any) -> dict[str, Any]:
    """A JSON object, or one that is written as text."""
    if isinstance(value, str):
        try:
            value = parse(value)
        except ValueError:
            return {}
    return as_object(value)


def _status_of(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value[:9])
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _id_of(fields: dict[str, Any]) -> str:
    value = fields.get("custom_id")
    return value if isinstance(value, str) else "" if value is None else str(value)


def _with_body(reply: Reply, body: Any) -> Reply:
    return Reply(reply.status_code, reply.headers, json.dumps(body).encode(), reply.request)


# -- requests and answers ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Matched:
    """Which request got which answer."""

    answers: dict[str, BatchAnswer]
    """The answer to each request that has one, in the order of the requests."""
    missing: list[str]
    """The requests without an answer."""
    doubled: dict[str, list[BatchAnswer]]
    """All the answers of requests that have several. In `answers` is the first one that is no failure."""
    unknown: list[BatchAnswer]
    """Answers to what was not asked."""

    @property
    def failed(self) -> dict[str, BatchAnswer]:
        """The answers that tell an error."""
        return {custom_id: answer for custom_id, answer in self.answers.items() if not answer.ok}


def match(requests: Iterable[str | BatchRequest], *answers: Iterable[BatchAnswer]) -> Matched:
    """Finds each request's answer. All answers are held in memory; `read_answers` alone gives them one by one.

    Args:
        requests: the requests as they were written (a dict), their ids, or what `read_requests` gives.
        answers: what `read_answers` gives: of the output file, and of the error file if there is one.

    Raises:
        TypeError: something is of the wrong type.
        APIResponseValidationError: a line of the answers is none.
    """
    if isinstance(requests, (str, bytes)):
        raise TypeError("requests must be a dict of requests, or their ids, not a string")
    asked = [one.custom_id if isinstance(one, BatchRequest) else one for one in requests]
    if wrong := [one for one in asked if not isinstance(one, str)]:
        raise TypeError(f"requests must be a dict of requests, or their ids, not a list of {type(wrong[0]).__name__}")
    found: dict[str, list[BatchAnswer]] = {custom_id: [] for custom_id in asked}
    unknown: list[BatchAnswer] = []
    for answer in (one for several in answers for one in several):
        found.get(answer.custom_id, unknown).append(answer)
    return Matched(
        answers={custom_id: _best(several) for custom_id, several in found.items() if several},
        missing=[custom_id for custom_id, several in found.items() if not several],
        doubled={custom_id: several for custom_id, several in found.items() if len(several) > 1},
        unknown=unknown,
    )


def _best(answers: list[BatchAnswer]) -> BatchAnswer:
    return next((answer for answer in answers if answer.ok), answers[0])


# -- lines ---------------------------------------------------------------------------------------------------------


class _Reading(Iterator[T], Generic[T]):
    """What the lines of a file mean. A line that means nothing is an error, after which the next ones can be read."""

    def __init__(
        self,
        lines: Iterator[tuple[int, Any]],
        make: Callable[[int, Any], T],
        wrong: Callable[[int, Any, str], Exception],
    ) -> None:
        self._lines = lines
        self._make = make
        self._wrong = wrong

    def __next__(self) -> T:
        number, line = next(self._lines)
        if isinstance(line, bytes):
            try:
                line = parse(line)
            except ValueError as error:
                reason = str(error).replace(" at line 1 column ", " at column ")
                raise self._wrong(number, line, f"is not JSON ({reason})") from None
        return self._make(number, line)


def _lines(source: Any) -> Iterator[tuple[int, Any]]:
    """The lines that are not blank, as bytes, with their numbers; objects that were parsed already come as they are."""
    if isinstance(source, Binary):
        source = source.content
    if isinstance(source, (bytes, bytearray, memoryview)):
        source = io.BytesIO(source)
    elif isinstance(source, str) or hasattr(source, "__fspath__"):
        source = _pieces(source)
    elif isinstance(source, AsyncIterable) or not isinstance(source, Iterable) or isinstance(source, Mapping):
        raise TypeError(f"lines are read from a path, bytes or an open file, not from {type(source).__name__}")
    elif hasattr(source, "read"):
        source = _read(source)
    elif isinstance(source, (list, tuple)):
        source = _ended(cast("list[object]", source))
    return _numbered(cast("Iterable[Any]", source))


def _read(file: Iterable[Any]) -> Iterator[Any]:
    """The lines of a file that somebody else has opened."""
    try:
        yield from file
    except (OSError, ValueError) as error:  # a ValueError: it is closed, or holds bytes that are no text
        hint = "; open it with open(path, 'rb')" if isinstance(error, UnicodeDecodeError) else ""
        name = getattr(file, "name", None)
        told = repr(name) if isinstance(name, str) else f"that {type(file).__name__} reads"
        raise ConfigurationError(f"the file {told} cannot be read: {error}{hint}") from error


def _ended(pieces: list[object] | tuple[object, ...]) -> Iterable[object]:
    """A list of texts none of which has a line end is a list of lines; any other is as it was."""
    if all(isinstance(piece, str) and "\n" not in piece for piece in pieces):
        return (f"{piece}\n" for piece in pieces)
    return pieces


def _pieces(path: str | PathLike[str]) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time."""
    try:
        with open(path, "rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except (OSError, ValueError) as error:  # a ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        hint = "; to read text, give its bytes" if str(path).lstrip()[:1] == "{" else ""
        raise ConfigurationError(f"the file {str(path)[:_SHOWN]!r} cannot be read: {reason}{hint}") from error


def _numbered(pieces: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    number = 1
    parts: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, dict):
            yield number, piece
            number += 1
            continue
        first, *rest = _bytes_of(piece).split(b"\n")
        if parts and isinstance(piece, str) and _begins_line(first, parts):
            yield number, b"".join(parts)
            number += 1
            parts = []
        parts.append(first)
        for part in rest:
            line = b"".join(parts)
            if not _is_blank(line):
                yield number, line
            number += 1
            parts = [part]
    line = b"".join(parts)
    if not _is_blank(line):
        yield number, line


def _begins_line(text: bytes, parts: list[bytes]) -> bool:
    """Whether a text is a line of its own although the one before it has no end: nothing follows a whole object."""
    if not text.lstrip().startswith(b"{") or not parts[-1].rstrip().endswith(b"}"):
        return False
    try:
        return isinstance(parse(b"".join(parts)), dict)
    except ValueError:
        return False


def _bytes_of(piece: Any) -> bytes:
    if isinstance(piece, str):
        return piece.encode("utf-8", "surrogatepass")
    if not isinstance(piece, (bytes, bytearray, memoryview)):
        raise TypeError(f"lines are read from pieces of bytes, not of {type(piece).__name__}")
    return bytes(piece)


def _is_blank(line: bytes) -> bool:
    return not line.removeprefix(b"\xef\xbb\xbf").strip()


def _start(line: Any) -> str:
    text = line.decode("utf-8", "replace") if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False)
    return repr(text[:_SHOWN])
