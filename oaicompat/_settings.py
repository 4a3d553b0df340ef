"""A client's settings, checked once: where to send, with which headers, for how long.

Nothing here opens a socket or reads the environment; what the environment says comes in as a mapping.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from numbers import Number
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import parse_qsl, quote, urlsplit

from oaicompat._encode import flattened
from oaicompat._retry import Retry
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat._version import __version__
from oaicompat._wire import NotGiven, Omit, SentRequest, Timeout
from oaicompat.dialects.learned import Learned
from oaicompat.errors import ConfigurationError

if TYPE_CHECKING:
    from oaicompat.dialects.dialect import Dialect

__all__ = [
    "APIKey",
    "BaseURL",
    "Settings",
    "adapting",
    "base_url",
    "checked_headers",
    "checked_key",
    "encoded_query",
    "timeout_of",
]

#: A key, or what is asked for one before each attempt.
APIKey = str | Callable[[], str] | Callable[[], Awaitable[str]]

DEFAULT_BASE_URL = "https://api.openai.com/v1"
DEFAULT_TIMEOUT = Timeout(600.0, connect=5.0)

#: Routes that people paste together with the base URL.
_PASTED = ("/chat/completions",)
_SECRET_NAMES = ("auth", "key", "token", "secret", "cookie", "password")


@dataclass(frozen=True, slots=True)
class BaseURL:
    """Where the server is: `url` without a slash at its end, and the query that goes with every request."""

    url: str
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The server's own root, beside /v1: where health checks and tokenizers live."""
        return self.url.removesuffix("/v1")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def is_openai(self) -> bool:
        """Whether this is OpenAI's own host."""
        return self.host == "api.openai.com" or self.host.endswith(".api.openai.com")


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """Everything a client was told, checked."""

    base: BaseURL
    headers: Mapping[str, Any] = field(repr=False)
    query: Mapping[str, Any] = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)
    timeout: Timeout = DEFAULT_TIMEOUT
    #: Whether `timeout` was asked for; if not, an injected HTTP client's own limits stay in force.
    timeout_given: bool = False
    deadline: float | None = None
    retry: Retry = field(default_factory=Retry)
    max_event_bytes: int = DEFAULT_LIMIT
    #: What is known of the server; None is the generous default, of which nothing needs to be imported.
    dialect: Dialect | None = None
    #: Whether a request that the server refused may be written in another way: without loss, with loss, or not at all.
    adapt: Literal["lossless", "lossy"] | None = "lossless"
    #: What was found out about the server by its refusals.
    learned: Learned = field(default_factory=Learned)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values of headers and query parameters that look like keys."""
        return secrets_in(self.headers, self.query, self.base.query)


def base_url(given: object, environment: Mapping[str, str], dialect: Dialect | None = None) -> BaseURL:
    """The base URL from the argument, else the dialect's own, else from OPENAI_BASE_URL, else OpenAI's own.

    Raises ConfigurationError.
    """
    source = "base_url"
    if given is not None and not str(given).strip():
        given = None
    if given is None and dialect is not None and dialect.base_url is not None:
        if "{" in dialect.base_url:
            raise ConfigurationError(
                f"{dialect.title or dialect.name} is at an address of your own: give base_url= in the form of "
                f"{dialect.base_url}"
            )
        source, given = f"the base URL of {dialect.name}", dialect.base_url
    if given is None:
        source, given = "OPENAI_BASE_URL", environment.get("OPENAI_BASE_URL", "").strip()
    text = str(given).strip(" ") or DEFAULT_BASE_URL
    if not text.isprintable() or " " in text:
        raise ConfigurationError(f"{source} holds a line break or another character that no URL has")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigurationError(f"{source} is not a URL: {_without_value(error)}") from None
    if parts.scheme not in ("http", "https"):
        raise ConfigurationError(f"{source} must start with http:// or https://; write http://host:port/v1")
    if not host:
        raise ConfigurationError(f"{source} names no host; write {parts.scheme}://host:port/v1")
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(
            f"{source} (host {host}) holds a user name or password; give it as a header: "
            "default_headers={'Authorization': 'Basic ...'}"
        )
    if parts.fragment:
        raise ConfigurationError(f"{source} (host {host}) holds a fragment (#...), which is never sent")
    path = parts.path.rstrip("/")
    for pasted in _PASTED:
        path = path.removesuffix(pasted).rstrip("/")
    name = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{name}" + (f":{port}" if port is not None else "")
    return BaseURL(origin + quote(path, safe="/%:@!$&'()*+,;=~"), dict(parse_qsl(parts.query, keep_blank_values=True)))


def _without_value(error: ValueError) -> str:
    """The reason without the text that it quotes, which may be a secret."""
    return str(error).split("'")[0].strip() or "it cannot be read"


def adapting(given: object) -> Literal["lossless", "lossy"] | None:
    """How refused requests may be written in another way. Raises ConfigurationError."""
    if given is True or given == "lossless":
        return "lossless"
    if given is False or given is None:
        return None
    if given == "lossy":
        return "lossy"
    raise ConfigurationError(f"adapt must be True, False, 'lossless' or 'lossy', not {given!r}")


def checked_key(key: object) -> str | None:
    """A key as it is sent: white space around it dropped, None if nothing is left. Raises ConfigurationError."""
    if key is None:
        return None
    if not isinstance(key, str):
        raise TypeError(f"api_key must be a string, or a function that returns one, not {type(key).__name__}")
    key = key.strip()
    if not (key.isascii() and (key.isprintable() or not key)):
        raise ConfigurationError("api_key holds a character that no header can carry (a line break, or not ASCII)")
    return key or None


def checked_headers(headers: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Headers that can be sent; a value of `omit` stays. Raises ConfigurationError naming the header, not its value."""
    checked: dict[str, Any] = {}
    for name, value in headers.items():
        if value is None or isinstance(value, NotGiven):
            continue
        if (
            not isinstance(name, str)
            or not name.isascii()
            or not name.isprintable()
            or ":" in name
            or " " in name
            or not name
        ):
            raise ConfigurationError(f"{source}: {name!r} is no name for a header")
        if not isinstance(value, Omit):
            if not isinstance(value, (str, int, float)):
                raise TypeError(f"{source}: the header {name!r} must be a string, not {type(value).__name__}")
            value = str(value)
            if not value.isascii() or not value.replace("\t", "").isprintable():
                raise ConfigurationError(f"{source}: the value of {name!r} holds a character that no header can carry")
        checked[name] = value
    return checked


def merged_headers(*layers: Mapping[str, Any]) -> dict[str, Any]:
    """Later layers win, whatever the case of the names. A value of `omit` stays, to win over layers to come."""
    found: dict[str, tuple[str, Any]] = {}
    for layer in layers:
        for name, value in layer.items():
            found[name.lower()] = (name, value)
    return dict(found.values())


def secrets_in(*places: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of headers and query parameters whose names say that they are keys."""
    return tuple(
        value.removeprefix("Bearer ").removeprefix("Basic ")
        for place in places
        for name, value in place.items()
        if isinstance(value, str) and any(word in name.lower() for word in _SECRET_NAMES)
    )


def timeout_of(value: object) -> Timeout:
    """A Timeout from a number of seconds, a Timeout, None (no limit), or httpx's object of the same shape."""
    if isinstance(value, Timeout):
        return value
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        try:
            return Timeout(value)
        except ValueError as error:
            raise ConfigurationError(str(error)) from None
    parts = {name: getattr(value, name, ...) for name in ("connect", "read", "write", "pool")}
    if ... in parts.values():
        raise TypeError(f"timeout must be a number of seconds, a Timeout or None, not {type(value).__name__}")
    return Timeout(**cast("dict[str, Any]", parts))


def encoded_query(*layers: Mapping[str, Any]) -> str:
    """A query string, later layers winning: a list is ``name[]`` repeated, a mapping ``name[key]``.

    Raises TypeError or ConfigurationError, naming the parameter, for what cannot be sent.
    """
    merged = {key: value for layer in layers for key, value in layer.items()}
    return "&".join(
        f"{quote(name, safe='[]')}={quote(_query_text(name, value), safe='')}" for name, value in flattened(merged)
    )


def _query_text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number) and not isinstance(value, complex):
        return str(value)
    raise TypeError(
        f"{name} goes into the query and must be a string, a number, a bool, or a list or mapping of these, not "
        f"{type(value).__name__}"
    )


def shown(method: str, url: str) -> SentRequest:
    """What may be told of a request: its query may hold keys, so it is left out."""
    return SentRequest(method, url.partition("?")[0])


USER_AGENT = f"oaicompat/{__version__}"
