"""Lists that come in pages, each telling where the next one begins (OpenAI API reference, pagination)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Any, Generic, Literal, TypeVar, cast

from pydantic import PrivateAttr
from typing_extensions import Self

from oaicompat.errors import ClientStateError
from oaicompat.types.base import Listed, Result, open_words

__all__ = ["Page"]

T = TypeVar("T")


def _id_of(item: Any) -> str | None:
    found = getattr(item, "id", None)
    return found if isinstance(found, str) else None


class Page(Result, Generic[T]):
    """One page of a list. Iterating goes on to the pages after it: `for` with a client, `async for` with an async one.

    A page is the last one if the server says so, if it is empty, or if it names nothing to go on from. Iterating
    leaves out what came before: a server that gives a page again, because it knows no cursors, has no further page.
    """

    object: Annotated[Literal["list"] | str, open_words] = "list"
    data: Listed[T] = []
    first_id: str | None = None
    """The id of the page's first item."""
    last_id: str | None = None
    """The id of the page's last item: what the next page comes after."""
    has_more: bool | None = None
    """Whether there is another page; None if the server does not say."""

    #: Gets the page after an id; sync or async, as the client is.
    _turn: Callable[[str], Any] | None = PrivateAttr(None)
    _is_async: bool = PrivateAttr(default=False)
    #: It had a client, and was pickled or copied deeply.
    _is_detached: bool = PrivateAttr(default=False)
    #: The cursors of the pages before.
    _seen: frozenset[str] = PrivateAttr(frozenset())

    def cursor(self) -> str | None:
        """The id after which the next page begins, None if there is no further page."""
        if self.has_more is False or not (self.data or self.has_more):
            return None
        found = self.last_id or (_id_of(self.data[-1]) if self.data else None)
        return found if found and found not in self._seen else None

    def has_next_page(self) -> bool:
        """Whether there may be another page."""
        return self._turn is not None and self.cursor() is not None

    def get_next_page(self) -> Any:
        """The next page, from an async client to be awaited. Raises ClientStateError if there is none."""
        cursor = self.cursor()
        if self._turn is None or cursor is None:
            raise ClientStateError("there is no further page; has_next_page() tells")
        return self._turn(cursor)

    def _leave_out(self, known: set[Any]) -> bool:
        """Drops the items whose ids are `known`, adds those of the rest to them, and tells whether there is a rest."""
        self.data = [item for item in self.data if not (found := _id_of(item)) or found not in known]
        known.update(_id_of(item) for item in self.data)
        return bool(self.data) or (self.has_more is True and self.has_next_page())

    def _check_client(self, *, is_async: bool) -> None:
        """Raises ClientStateError if the list goes on and the page cannot get the rest of it."""
        if self._is_detached and self.cursor() is not None:
            raise ClientStateError("the list goes on, and a page that was pickled or copied has no client to get it")
        if self._is_async and not is_async and self.has_next_page():
            raise ClientStateError("the list goes on, and its client is async: use `async for`")

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        private = state.get("__pydantic_private__")
        if private:
            is_detached = private.get("_turn") is not None or private.get("_is_detached", False)
            state["__pydantic_private__"] = {**private, "_turn": None, "_is_detached": is_detached}
        return state

    def iter_pages(self) -> Iterator[Self]:
        """This page and those after it."""
        self._check_client(is_async=False)
        page = self
        known: set[Any] = {_id_of(item) for item in self.data}
        while True:
            yield page
            if not page.has_next_page():
                return
            following = cast("Self", page.get_next_page())
            if not following._leave_out(known):
                return
            page = following

    async def aiter_pages(self) -> AsyncIterator[Self]:
        """This page and those after it."""
        self._check_client(is_async=True)
        page = self
        known: set[Any] = {_id_of(item) for item in self.data}
        while True:
            yield page
            if not page.has_next_page():
                return
            following = page.get_next_page()
            following = cast("Self", await following if self._is_async else following)
            if not following._leave_out(known):
                return
            page = following

    def __iter__(self) -> Iterator[T]:  # type: ignore[override]  # pydantic iterates fields; a list iterates items
        for page in self.iter_pages():
            yield from page.data

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.aiter_pages():
            for item in page.data:
                yield item
