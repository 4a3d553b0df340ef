"""What the constructors take: other names of their options, the environment, and whom the options lead to."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import SecretStr

from oaicompat.errors import CompatibilityWarning, ConfigurationError

if TYPE_CHECKING:
    from oaicompat import AsyncClient, Client, Dialect, Timeout

__all__ = [
    "Connection",
    "async_client",
    "client",
    "connection_of",
    "dialect_of",
    "environment_key",
    "given_options",
    "located",
    "provider_prefix",
]

Json = dict[str, Any]

#: The names of ChatOpenAI, ChatDeepSeek, OpenAIEmbeddings and langchain-dev-utils, and ours.
_SAME = {
    "model_name": "model",
    "api_base": "base_url",
    "openai_api_base": "base_url",
    "openai_api_key": "api_key",
    "openai_organization": "organization",
    "openai_proxy": "proxy",
    "request_timeout": "timeout",
    "stop_sequences": "stop",
    "include_usage": "stream_usage",
    "headers": "default_headers",
    "deployment": "model",
    "extra_headers": "default_headers",
    "extra_query": "default_query",
}
#: Options of the openai SDK's classes that have no meaning here, and why that is no loss.
_WITHOUT_EFFECT = {
    "tiktoken_model_name": "tokens are counted without tiktoken",
    "tiktoken_enabled": "texts are sent as texts",
    "check_embedding_ctx_length": "texts are sent as texts",
    "embedding_ctx_length": "texts are sent as texts",
    "allowed_special": "texts are sent as texts",
    "disallowed_special": "texts are sent as texts",
    "http_socket_options": "give http_client",
    "retry_min_seconds": "waits follow the server's own headers",
    "retry_max_seconds": "waits follow the server's own headers",
    "show_progress_bar": "there is none",
    "skip_empty": "empty texts are sent as they are",
    "openai_api_type": "give provider='azure'",
    "openai_api_version": "give default_query={'api-version': ...}",
}
#: Options of another API than this class speaks; their "no" is what holds here anyway.
_OTHER_API = ("use_responses_api", "use_previous_response_id", "include", "truncation", "context_management")
_OPENAI = "https://api.openai.com/v1"


def given_options(
    owner: str, values: Mapping[str, Any], fields: Collection[str], wire: Collection[str]
) -> dict[str, Any]:
    """A constructor's keywords under our names; options of the wire that are no fields go to `model_kwargs`.

    Raises TypeError for a keyword that nobody knows, and for an option that was given under two names.
    """
    found: Json = {}
    more: Json = {}
    for name, value in values.items():
        own = name if name in fields else _SAME.get(name, name)
        if own in fields:
            if own in found and value is not None and found[own] is not None:
                raise TypeError(f"{owner}: {own!r} is given twice, once as {name!r}")
            if own not in found or value is not None:
                found[own] = value
        elif name in _WITHOUT_EFFECT:
            if value is not None:
                warnings.warn(
                    f"{owner}: {name} has no effect: {_WITHOUT_EFFECT[name]}", CompatibilityWarning, stacklevel=3
                )
        elif name in _OTHER_API:
            if value:
                raise TypeError(f"{owner}: {name} is an option of the Responses API, which this class does not speak")
        elif name in wire:
            more[name] = value
        else:
            close = get_close_matches(name, [*fields, *_SAME, *wire], n=1)
            hint = f"did you mean {close[0]!r}? " if close else ""
            raise TypeError(
                f"{owner}() has no option {name!r}: {hint}What only one server knows goes into "
                f"extra_body={{{name!r}: ...}}."
            )
    if isinstance(key := found.get("api_key"), str):
        found["api_key"] = SecretStr(key)
    if more:
        given = cast("Mapping[str, Any]", found.get("model_kwargs") or {})
        if twice := more.keys() & given.keys():
            raise TypeError(f"{owner}: {min(twice)!r} is given twice, once in model_kwargs")
        found["model_kwargs"] = {**given, **more}
    return found


# -- where it leads --------------------------------------------------------------------------------------------------


def located(found: dict[str, Any]) -> dict[str, Any]:
    """Adds the address and the key that the environment gives, where none were given.

    With a provider these are {PROVIDER}_API_BASE, {PROVIDER}_BASE_URL and {PROVIDER}_API_KEY, or the variable that the
    table of servers has for it; and no key of OpenAI's is ever taken. Without one, OpenAI's variables.
    Raises ConfigurationError for a provider of which no address is known.
    """
    provider, base_url, dialect = found.get("provider"), found.get("base_url"), found.get("dialect")
    prefix = "OPENAI" if provider is None else provider_prefix(provider)
    base_url = base_url or _environment(f"{prefix}_API_BASE") or _environment(f"{prefix}_BASE_URL")
    if provider is not None and base_url is None:
        known = (dialect or dialect_of(provider, None)).base_url
        if known is None or "{" in known:
            raise ConfigurationError(
                f"where is {provider}? Give base_url=, or set {prefix}_API_BASE, such as http://localhost:8000/v1"
            )
    found["base_url"] = base_url
    if found.get("api_key") is None and (key := environment_key(provider, base_url, dialect)) is not None:
        found["api_key"] = SecretStr(key)
    return found


def environment_key(provider: str | None, base_url: str | None, dialect: Dialect | None) -> str | None:
    """The key that the environment has for a server, None if it has none."""
    if provider is not None and (key := _environment(f"{provider_prefix(provider)}_API_KEY")):
        return key
    variable = (dialect or dialect_of(provider, base_url)).key_variable
    if variable is not None and (key := _environment(variable)):
        return key
    return _environment("OPENAI_API_KEY") if provider is None else None


def provider_prefix(provider: str) -> str:
    """How a provider's environment variables begin."""
    return provider.upper().replace("-", "_")


def _environment(name: str) -> str | None:
    return os.environ.get(name, "").strip() or None


@lru_cache(maxsize=256)
def dialect_of(provider: str | None, base_url: str | None) -> Dialect:
    """What is known of a server: by its provider's name if the table has it, else by its address."""
    from oaicompat import Client, Dialect, providers
    from oaicompat.dialects import GENERIC

    if provider is not None:
        row = providers().get(provider.lower().replace("_", "-")) or providers().get(provider.lower())
        if row is not None and row.endpoint is not False:
            return row
        if base_url is None:
            return Dialect(name=provider)
    at_address = Client(base_url=base_url or _OPENAI, api_key="unused", dialect=None).dialect
    if provider is None or at_address.name != GENERIC.name:
        return at_address
    return Dialect(name=provider)  # of which nothing is known, and which gets nobody else's key


class _This:
    """An object that equals itself alone, so that what cannot be compared can be part of a key."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


@dataclass(frozen=True)
class Connection:
    """Everything that makes a client what it is. Models with equal connections share a client."""

    base_url: str | None
    api_key: str | Callable[[], Any] | None = field(repr=False)
    provider: str | None
    dialect: _This
    think_tags: bool
    adapt: bool | Literal["lossless", "lossy"]
    timeout: float | Timeout | None
    max_retries: int | None
    organization: str | None
    proxy: str | None
    headers: tuple[tuple[str, Any], ...] = field(repr=False)
    query: tuple[tuple[str, Any], ...] = field(repr=False)
    http_client: Any
    http_async_client: Any

    def options(self) -> Json:
        """The keywords of a client."""
        from oaicompat.dialects import with_think_tags

        dialect = self.dialect.value or dialect_of(self.provider, self.base_url)
        found: Json = {
            "base_url": self.base_url or dialect.base_url or _OPENAI,
            "api_key": self.api_key,
            "dialect": with_think_tags(dialect) if self.think_tags else dialect,
            "adapt": self.adapt,
            "organization": self.organization,
            "default_headers": dict(self.headers),
            "default_query": dict(self.query),
        }
        for name in ("timeout", "max_retries"):
            if (value := getattr(self, name)) is not None:
                found[name] = value
        if self.proxy is not None:
            found["proxy"] = self.proxy
        return found


def connection_of(model: Any) -> Connection:
    """The connection that a model's fields describe."""
    key = model.api_key
    return Connection(
        base_url=model.base_url,
        api_key=key.get_secret_value() if isinstance(key, SecretStr) else key,
        provider=model.provider,
        dialect=_This(model.dialect),
        think_tags=getattr(model, "think_tags", False),
        adapt=model.adapt,
        timeout=_timeout(model.timeout),
        max_retries=model.max_retries,
        organization=model.organization,
        proxy=model.proxy,
        headers=_pairs(model.default_headers),
        query=_pairs(model.default_query),
        http_client=model.http_client,
        http_async_client=model.http_async_client,
    )


def _pairs(given: Mapping[str, Any] | None) -> tuple[tuple[str, Any], ...]:
    """A mapping that can be compared and kept; of a query, a value may be a list."""
    items = sorted((given or {}).items())
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in items)


def _timeout(given: Any) -> float | Timeout | None:
    """A timeout that can be compared: ChatOpenAI takes pairs (connect, read) and httpx's objects too."""
    if given is None or isinstance(given, (int, float)):
        return given
    from oaicompat import Timeout

    if isinstance(given, (tuple, list)):
        connect, read = given
        return Timeout(read, connect=connect)
    if isinstance(given, Timeout):
        return given
    return Timeout(**{name: getattr(given, name) for name in ("connect", "read", "write", "pool")})


@lru_cache(maxsize=256)
def client(connection: Connection) -> Client:
    """The client of a connection: the same for all who ask, so that they share its sockets."""
    from oaicompat import Client

    return Client(**connection.options(), http_client=connection.http_client)


@lru_cache(maxsize=256)
def async_client(connection: Connection) -> AsyncClient:
    """The async client of a connection."""
    from oaicompat import AsyncClient

    return AsyncClient(**connection.options(), http_client=connection.http_async_client)
