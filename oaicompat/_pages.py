"""Lists that page by themselves: a page that knows its client can get the next one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from oaicompat._wire import Call
from oaicompat.types.pages import Page

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client

__all__ = ["AsyncPager", "paged"]

T = TypeVar("T")
P = TypeVar("P", bound=Page[Any])


def _knowing(page: P, cursor: str | None, before: Page[Any] | None) -> P:
    """The page, which remembers the cursors that led to it."""
    if cursor is not None and before is not None:
        page._seen = before._seen | {cursor}
    return page


def paged(client: Client, call_of: Callable[[str | None], Call[P]]) -> P:
    """The first page of a list; `call_of` makes the call for the page after a cursor, and with None for the first."""
    return _turned(client, call_of, None, None)


def _turned(client: Client, call_of: Callable[[str | None], Call[P]], cursor: str | None, before: P | None) -> P:
    def turning(page: P) -> P:
        page = _knowing(page, cursor, before)
        page._turn = lambda after: _turned(getattr(client, "_client", client), call_of, after, page)
        return page

    found = client.send(call_of(cursor))
    # A raw sender gives the reply, and the page when that is parsed.
    return turning(found) if isinstance(found, Page) else cast("Any", found).then(turning)


async def _async_turned(
    client: AsyncClient, call_of: Callable[[str | None], Call[P]], cursor: str | None, before: P | None
) -> P:
    def turning(page: P) -> P:
        page = _knowing(page, cursor, before)
        page._is_async = True
        page._turn = lambda after: _async_turned(getattr(client, "_client", client), call_of, after, page)
        return page

    found = await client.send(call_of(cursor))
    # A raw sender gives the reply, and the page when that is parsed.
    return turning(found) if isinstance(found, Page) else cast("Any", found).then(turning)


class AsyncPager(Generic[P, T]):
    """A list that an async client is to get: await it for the first page, or go through all with `async for`."""

    def __init__(self, client: AsyncClient, call_of: Callable[[str | None], Call[P]]) -> None:
        self._client = client
        self._call_of = call_of

    def __await__(self) -> Generator[Any, None, P]:
        return _async_turned(self._client, self._call_of, None, None).__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        page = await self
        async for item in page:
            yield item
