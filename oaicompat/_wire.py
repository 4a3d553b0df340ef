"""The nouns that travel between the layers: frozen, without I/O, and without any HTTP library's types.

``Request`` is what the user asked for; ``Outgoing`` is the same thing ready for a socket (absolute URL, headers,
bytes). What comes back is a ``Reply``, or a ``Failure`` when no reply came. ``Call`` and ``StreamCall`` tie a
request to the way its reply is read, so that one description of an endpoint serves sync and async clients.
"""

from __future__ import annotations

import json as _json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Literal, Protocol, TypeAlias

from typing_extensions import Self, TypeVar

from oaicompat._limits import RateLimit, rate_limit

__all__ = [
    "CHAT_PATH",
    "NOT_GIVEN",
    "Call",
    "Decoder",
    "Failure",
    "FilePart",
    "Form",
    "Headers",
    "NotGiven",
    "Omit",
    "Outgoing",
    "RateLimit",
    "Reply",
    "Request",
    "SentRequest",
    "ServerSentEvent",
    "StreamCall",
    "StreamKind",
    "Timeout",
    "WholeDecoder",
    "not_given",
    "omit",
]

T_co = TypeVar("T_co", covariant=True)
W_co = TypeVar("W_co", covariant=True)


class NotGiven:
    """The type of ``NOT_GIVEN``: the option is left out, as if it had not been written."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __reduce__(self) -> str:
        return "NOT_GIVEN"


class Omit:
    """The type of ``omit``: the option is not sent; as a header's value, the header is removed."""

    __slots__ = ()

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "omit"

    def __reduce__(self) -> str:
        return "omit"


NOT_GIVEN: Final = NotGiven()
not_given: Final = NOT_GIVEN
omit: Final = Omit()


@dataclass(frozen=True, slots=True, init=False)
class Timeout:
    """How long one step of a call may take, in seconds; None means without limit.

    ``Timeout(30)`` sets all four, ``Timeout(60, connect=5)`` all but one, and ``Timeout(None)`` none.
    ``read`` bounds the silence between two pieces of a reply, not the whole reply: for that there is ``deadline``.
    ``pool`` bounds the wait for a free connection.
    """

    connect: float | None
    read: float | None
    write: float | None
    pool: float | None

    def __init__(
        self,
        timeout: float | Timeout | NotGiven | None = NOT_GIVEN,
        *,
        connect: float | NotGiven | None = NOT_GIVEN,
        read: float | NotGiven | None = NOT_GIVEN,
        write: float | NotGiven | None = NOT_GIVEN,
        pool: float | NotGiven | None = NOT_GIVEN,
    ) -> None:
        given = {"connect": connect, "read": read, "write": write, "pool": pool}
        for name, value in given.items():
            if isinstance(value, NotGiven):
                if isinstance(timeout, NotGiven):
                    raise TypeError(f"Timeout: give a default as the first argument, or all four; {name!r} is missing")
                value = getattr(timeout, name) if isinstance(timeout, Timeout) else timeout
            object.__setattr__(self, name, _seconds(name, value))

    def at_most(self, seconds: float) -> Timeout:
        """The same limits, none above `seconds`."""
        return Timeout(
            connect=_least(self.connect, seconds),
            read=_least(self.read, seconds),
            write=_least(self.write, seconds),
            pool=_least(self.pool, seconds),
        )


#: Seconds that operating systems can wait; beyond them there is no limit.
_LONGEST = 1e6


def _least(limit: float | None, seconds: float) -> float:
    return seconds if limit is None else min(limit, seconds)


def _seconds(name: str, value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"timeout ({name}) must be a number of seconds or None, not {type(value).__name__}")
    if not value >= 0:
        raise ValueError(f"timeout ({name}) must not be negative or NaN, got {value!r}")
    return value if value < _LONGEST else None


class Headers(Mapping[str, str]):
    """A reply's headers: a read-only mapping whose keys do not mind their case.

    A header that came more than once reads as one value joined by ``", "``; ``get_list`` keeps them apart.
    """

    __slots__ = ("_index", "_raw")

    def __init__(self, raw: Iterable[tuple[bytes, bytes]] | Mapping[str, str] = ()) -> None:
        if isinstance(raw, Mapping):
            raw = [(str(key).encode("latin-1"), str(value).encode("latin-1")) for key, value in raw.items()]
        self._raw = tuple(raw)
        self._index: dict[str, str] | None = None

    def _values(self) -> dict[str, str]:
        # Read on demand: most replies are never asked for a header.
        index = self._index
        if index is None:
            index = {}
            for raw_key, raw_value in self._raw:
                key = raw_key.decode("latin-1").lower()
                value = raw_value.decode("latin-1")
                index[key] = f"{index[key]}, {value}" if key in index else value
            self._index = index
        return index

    def __getitem__(self, key: str) -> str:
        return self._values()[key.lower()]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.lower() in self._values()

    def __iter__(self) -> Iterator[str]:
        return iter(self._values())

    def __len__(self) -> int:
        return len(self._values())

    @property
    def raw(self) -> tuple[tuple[bytes, bytes], ...]:
        """Names and values as they came."""
        return self._raw

    def get_list(self, key: str) -> list[str]:
        """Every value of one header, in the order in which they came."""
        wanted = key.lower().encode("latin-1")
        return [value.decode("latin-1") for name, value in self._raw if name.lower() == wanted]

    def __repr__(self) -> str:
        return f"Headers({self._values()!r})"

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[tuple[bytes, bytes], ...]]]:
        return (type(self), (self._raw,))


@dataclass(frozen=True, slots=True)
class SentRequest:
    """What an error tells of its request: the method and the URL, without a query's values or a password."""

    method: str
    url: str


@dataclass(frozen=True, slots=True, eq=False)
class FilePart:
    """A file of a form: its field's name, and where its bytes are. It is opened when the request is sent, each time.

    `content` is a path, the bytes themselves, or an open binary file, which is read from its start.
    """

    name: str
    content: Any = field(repr=False)
    #: The name that the server is told; None for the path's or the open file's own.
    filename: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A multipart body: fields of text in their order, and files."""

    fields: Mapping[str, Any]
    files: tuple[FilePart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """What is asked of the server, before any default of the client is added.

    `path` is relative to the base URL, or to the server's root if `root` is true. `body` is the JSON body as a
    dict, None where there is none; `form` is a multipart body in its place.
    """

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    form: Form | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    timeout: float | Timeout | NotGiven | None = NOT_GIVEN
    max_retries: int | None = None
    deadline: float | None = None
    root: bool = False
    stream: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Outgoing:
    """A request ready for the socket: absolute URL, complete headers, bytes, and limits in seconds."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    content: bytes | None = field(repr=False)
    timeout: Timeout
    #: Whether `timeout` was asked for; if not, an injected HTTP client's own limits stay in force.
    timeout_given: bool = True
    #: Fields and open files of a multipart body, None where `content` is all.
    form: tuple[tuple[tuple[str, str], ...], tuple[Any, ...]] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: status, headers and the body's bytes (empty for a reply that is streamed)."""

    status_code: int
    headers: Headers = field(repr=False)
    content: bytes = field(default=b"", repr=False)
    request: SentRequest = SentRequest("", "")
    #: How many times the request was sent to get this reply.
    attempts: int = 1
    #: Unix time at which the reply came, in seconds: what relative headers are measured from.
    received_at: float = 0.0

    @property
    def text(self) -> str:
        """The body as text: UTF-8, undecodable bytes replaced."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON. Raises ValueError if it is none."""
        return _json.loads(self.content)

    @property
    def content_type(self) -> str:
        """What the server says the body is, in lower case; empty if it does not say."""
        return self.headers.get("content-type", "").lower()

    @property
    def request_id(self) -> str | None:
        """The id by which the server's operators find this call, from the headers that servers use for it."""
        for name in ("x-request-id", "request-id", "x-ms-request-id", "apim-request-id", "cf-ray"):
            if value := self.headers.get(name):
                return value
        return None

    @property
    def rate_limit(self) -> RateLimit:
        """The rate limit's figures."""
        return rate_limit(self.headers, self.received_at)

    @property
    def url(self) -> str:
        """The request's URL, without a query's values or a password."""
        return self.request.url

    @property
    def method(self) -> str:
        """The request's method."""
        return self.request.method

    @property
    def retries_taken(self) -> int:
        """How many times the request was sent again."""
        return self.attempts - 1


@dataclass(frozen=True, slots=True, eq=False)
class Failure:
    """No reply came: why, and whether trying again can help."""

    kind: Literal["timeout", "connection", "usage"]
    message: str
    retryable: bool
    cause: BaseException
    #: The server closed the connection instead of answering, as it does with one that it kept open long enough.
    hung_up: bool = False


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event of a stream, as it came (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

    data: str
    event: str = "message"
    id: str = ""
    #: The reconnection time that the event carried, in milliseconds.
    retry: int | None = None
    #: Comment lines before the event, without their colons.
    comments: tuple[str, ...] = ()

    def json(self) -> Any:
        """The data as JSON. Raises ValueError if it is none."""
        return _json.loads(self.data)


class Decoder(Protocol[T_co]):
    """Turns a streamed body into chunks, without I/O: bytes in by `feed`, the end told by `finish`."""

    #: The stream said that it is over; what the body still holds is not read.
    done: bool

    def feed(self, data: bytes) -> Iterator[T_co]: ...

    def finish(self) -> Iterator[T_co]: ...

    def partial(self) -> object: ...


class WholeDecoder(Decoder[T_co], Protocol[T_co, W_co]):
    """A decoder of what adds up to one object."""

    def text(self, item: Any) -> str:
        """The text that an item adds to the first answer."""
        ...

    def whole(self) -> W_co:
        """What the items add up to, as far as they came."""
        ...


#: Where chat requests go: rules for chat apply to no others.
CHAT_PATH = "chat/completions"

#: What a stream's items are, and so which methods it has beside iterating.
StreamKind: TypeAlias = Literal["plain", "chat", "completion", "response", "transcription", "bytes"]


@dataclass(frozen=True, slots=True, eq=False)
class Call(Generic[T_co]):
    """A request and how its reply is read. `Client.send` and `AsyncClient.send` carry it out."""

    request: Request
    parse: Callable[[Reply], T_co]
    #: Of a call whose reply is bytes: what they go through when they are read as they come.
    streamed: Callable[[Reply, int], Decoder[bytes]] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class StreamCall(Generic[T_co]):
    """A request whose reply is streamed, and what decodes it. `Client.open` carries it out."""

    request: Request
    #: Makes the decoder from the reply's head and the largest event to take, in bytes.
    decoder: Callable[[Reply, int], Decoder[T_co]]
    kind: StreamKind = "plain"
