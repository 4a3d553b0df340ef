"""Azure OpenAI under the openai SDK's names: the keywords of its clients, turned into those of ours.

Source: https://learn.microsoft.com/azure/ai-foundry/openai/reference
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import TypedDict, Unpack

from oaicompat._client import AsyncClient, Client
from oaicompat.dialects.azure import deployment_in_path
from oaicompat.dialects.table import named
from oaicompat.errors import ConfigurationError

if TYPE_CHECKING:
    import ssl

    import httpx

    from oaicompat._wire import NotGiven, Timeout

__all__ = ["AsyncAzureOpenAI", "AzureOpenAI"]


class AzureOptions(TypedDict, total=False):
    """The options that Azure's clients share with `Client`."""

    adapt: bool | Literal["lossless", "lossy"]
    organization: str | None
    project: str | None
    timeout: float | Timeout | httpx.Timeout | NotGiven | None
    deadline: float | None
    max_retries: int
    default_headers: Mapping[str, Any] | None
    default_body: Mapping[str, Any] | None
    verify: bool | str | ssl.SSLContext
    proxy: str | httpx.Proxy | None
    max_event_bytes: int


def _told(
    *,
    endpoint: str | None,
    deployment: str | None,
    version: str | None,
    base_url: object,
    api_key: object,
    token: object,
    query: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The keywords of `Client`. Raises ConfigurationError for what is missing or cannot be together."""
    environment = os.environ
    version = version or environment.get("OPENAI_API_VERSION")
    if not version:
        raise ConfigurationError(
            "Azure needs a version: give api_version= (such as '2024-10-21'), or set OPENAI_API_VERSION"
        )
    endpoint = endpoint or environment.get("AZURE_OPENAI_ENDPOINT")
    if base_url is None:
        if not endpoint:
            raise ConfigurationError("Azure needs an address: give azure_endpoint=, or set AZURE_OPENAI_ENDPOINT")
        base_url = f"{endpoint.rstrip('/')}/openai" + (f"/deployments/{deployment}" if deployment else "")
    if token is None and api_key is None:
        api_key = environment.get("AZURE_OPENAI_API_KEY")
        token = environment.get("AZURE_OPENAI_AD_TOKEN") if api_key is None else None
    if (token is None) == (api_key is None):
        raise ConfigurationError(
            "Azure needs either a key (api_key=, or AZURE_OPENAI_API_KEY) or a token of Entra ID (azure_ad_token=, "
            "azure_ad_token_provider=, or AZURE_OPENAI_AD_TOKEN)"
        )
    is_placed = bool(deployment) or "/deployments/" in f"{base_url}/" or str(base_url).rstrip("/").endswith("/v1")
    rules = () if is_placed else (deployment_in_path,)
    return {
        "base_url": base_url,
        "api_key": token if api_key is None else api_key,
        "dialect": replace(named("azure"), auth="api-key" if token is None else "bearer", requests=rules),
        "default_query": {"api-version": version, **(query or {})},
    }


class AzureOpenAI(Client):
    """A client of Azure OpenAI with the openai SDK's keywords; `model` is the name of a deployment.

    Args:
        azure_endpoint: the resource's address, ``https://<resource>.openai.azure.com``; else AZURE_OPENAI_ENDPOINT.
        azure_deployment: the one deployment that every call goes to; without it each call's `model` is one.
        api_version: such as ``2024-10-21``; else OPENAI_API_VERSION.
        api_key: else AZURE_OPENAI_API_KEY.
        azure_ad_token, azure_ad_token_provider: a token of Entra ID, or what is asked for one before each attempt.
        base_url: the whole address, in place of the endpoint.

    Raises:
        ConfigurationError: something is missing.
    """

    def __init__(
        self,
        *,
        azure_endpoint: str | None = None,
        azure_deployment: str | None = None,
        api_version: str | None = None,
        api_key: str | Callable[[], str] | None = None,
        azure_ad_token: str | None = None,
        azure_ad_token_provider: Callable[[], str] | None = None,
        base_url: str | httpx.URL | None = None,
        default_query: Mapping[str, Any] | None = None,
        http_client: httpx.Client | None = None,
        **options: Unpack[AzureOptions],
    ) -> None:
        told = _told(
            endpoint=azure_endpoint,
            deployment=azure_deployment,
            version=api_version,
            base_url=base_url,
            api_key=api_key,
            token=azure_ad_token_provider or azure_ad_token,
            query=default_query,
        )
        super().__init__(**told, http_client=http_client, **options)


class AsyncAzureOpenAI(AsyncClient):
    """As `AzureOpenAI`, with coroutines; the provider of tokens may be a coroutine function."""

    def __init__(
        self,
        *,
        azure_endpoint: str | None = None,
        azure_deployment: str | None = None,
        api_version: str | None = None,
        api_key: str | Callable[[], str] | Callable[[], Awaitable[str]] | None = None,
        azure_ad_token: str | None = None,
        azure_ad_token_provider: Callable[[], str] | Callable[[], Awaitable[str]] | None = None,
        base_url: str | httpx.URL | None = None,
        default_query: Mapping[str, Any] | None = None,
        http_client: httpx.AsyncClient | None = None,
        **options: Unpack[AzureOptions],
    ) -> None:
        told = _told(
            endpoint=azure_endpoint,
            deployment=azure_deployment,
            version=api_version,
            base_url=base_url,
            api_key=api_key,
            token=azure_ad_token_provider or azure_ad_token,
            query=default_query,
        )
        super().__init__(**told, http_client=http_client, **options)
