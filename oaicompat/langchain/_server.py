"""What chat models and embeddings have in common: whom they ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from oaicompat.errors import ConfigurationError
from oaicompat.langchain import _settings

if TYPE_CHECKING:
    from oaicompat import AsyncClient, Client

__all__ = ["AsksAServer"]


class AsksAServer(BaseModel):
    """The options of a client, under the openai SDK's names and those of LangChain's classes for it."""

    model_config = ConfigDict(
        arbitrary_types_allowed=True,
        protected_namespaces=(),
        extra="forbid",
        hide_input_in_errors=True,  # it may hold keys
    )

    model: str
    """The model's id, as the server lists it. Nothing is concluded from it."""
    base_url: str | None = None
    """Where the server is; else OPENAI_API_BASE or OPENAI_BASE_URL, else OpenAI. With a provider, its own variables."""
    api_key: SecretStr | str | Callable[[], Any] | None = None
    """The key, or a function (sync or async) that is asked for it; else the environment's. Optional."""
    provider: str | None = None
    """The server's name in `oaicompat.providers()`, or a name of your own: {PROVIDER}_API_BASE, {PROVIDER}_API_KEY."""
    dialect: Any = Field(default=None, exclude=True, repr=False)
    """An `oaicompat.Dialect` in place of what is known of the server; its rules see every request and every reply."""
    organization: str | None = None
    """OpenAI's header."""
    timeout: Any = None
    """Seconds for each step of a call, a pair (connect, read), an `oaicompat.Timeout` or an `httpx.Timeout`."""
    max_retries: int | None = None
    """How many times a call may be sent again; 2 unless given."""
    default_headers: Mapping[str, Any] | None = Field(default=None, exclude=True, repr=False)
    """Headers of every call. As they may hold keys, they are not serialised."""
    default_query: Mapping[str, Any] | None = Field(default=None, exclude=True, repr=False)
    """Query parameters of every call; not serialised either."""
    proxy: str | None = Field(default=None, exclude=True, repr=False)
    """The URL of a proxy; else what the environment says."""
    http_client: Any = Field(default=None, exclude=True)
    """A ready `httpx.Client` for calls that are not async."""
    http_async_client: Any = Field(default=None, exclude=True)
    """A ready `httpx.AsyncClient` for async calls."""
    adapt: bool | Literal["lossless", "lossy"] = True
    """What may be done when the server refuses a request and names what it refuses: True for other words for the same,
    "lossy" also for asking less, False for nothing."""
    extra_body: Mapping[str, Any] | None = None
    """More keys of the request; they win over all others."""
    model_kwargs: dict[str, Any] = Field(default_factory=dict)
    """More keywords of the client's method."""

    #: What a class that a factory made has in place of the defaults.
    own_defaults: ClassVar[Mapping[str, Any]] = {}

    @classmethod
    def wire_options(cls) -> Collection[str]:
        """The keywords of the client's method."""
        raise NotImplementedError  # pragma: no cover  # each class has its own

    @model_validator(mode="before")
    @classmethod
    def _under_our_names(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        given = cast("dict[str, Any]", values)
        found = _settings.given_options(cls.__name__, given, cls.model_fields, cls.wire_options())
        for name, default in cls.own_defaults.items():
            if found.get(name) is None:
                found[name] = default
        return _settings.located(found)

    if not TYPE_CHECKING:  # checkers and editors make the signature of the fields

        def __init__(self, **given):
            try:
                super().__init__(**given)
            except ValueError as error:
                raise _own_error(error) from None
            self.ready()

    def ready(self) -> None:
        """Makes the clients: a mistake is told here, and no call waits for an import."""
        connection = _settings.connection_of(self)
        _settings.client(connection)
        _settings.async_client(connection)

    def __getstate__(self) -> dict[Any, Any]:
        """The fields, without a key that the environment has; where they arrive it is read again."""
        state = super().__getstate__()
        fields = {name: value for name, value in state["__dict__"].items() if not name.startswith("_")}
        key = fields.get("api_key")
        if isinstance(key, SecretStr) and key.get_secret_value() == self._environment_key():
            fields["api_key"] = None
        return {**state, "__dict__": fields}

    def __setstate__(self, state: dict[Any, Any]) -> None:
        super().__setstate__(state)
        if self.api_key is None and (key := self._environment_key()) is not None:
            self.api_key = SecretStr(key)

    def _environment_key(self) -> str | None:
        return _settings.environment_key(self.provider, self.base_url, self.dialect)

    @property
    def client(self) -> Client:
        """The client that does the work; models with the same settings share one."""
        return _settings.client(_settings.connection_of(self))

    @property
    def async_client(self) -> AsyncClient:
        """The client of async calls."""
        return _settings.async_client(_settings.connection_of(self))

    @property
    def model_name(self) -> str:
        """The model's id, as the openai SDK's classes name it."""
        return self.model

    @property
    def key_variable(self) -> str:
        """The environment variable of the key."""
        return f"{'OPENAI' if self.provider is None else _settings.provider_prefix(self.provider)}_API_KEY"


def _own_error(error: ValueError) -> ValueError:
    """The error that we raised, in place of pydantic's around it."""
    faults = cast("Any", error).errors() if hasattr(error, "errors") else []
    causes = [fault.get("ctx", {}).get("error") for fault in faults]
    return next((cause for cause in causes if isinstance(cause, ConfigurationError)), error)
