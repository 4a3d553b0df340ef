"""Lists that come in pages: gone through to their end, once, whatever the server does with cursors."""

from __future__ import annotations

import pickle
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from oaicompat import APIConnectionError, ClientStateError, RateLimitError
from oaicompat.types.batch import BatchList
from oaicompat.types.file_object import FileList, FileObject
from oaicompat.types.model import ModelList

from .bodies import reply
from .colours import Wire, done, each, entered
from .scripted import CLOSE, Request, Server


def page(*ids: str, **fields: Any) -> bytes:
    """A page of things that have an id."""
    return reply({"object": "list", "data": [{"id": one} for one in ids], **fields})


def queries(server: Server) -> list[dict[str, list[str]]]:
    """What was asked for, request by request."""
    return [parse_qs(urlsplit(request.target).query) for request in server.requests]


async def ids(listed: Any) -> list[str]:
    """The ids of all that a list goes through."""
    return [item.id async for item in each(listed)]


async def test_a_list_goes_through_its_pages(wire: Wire, server: Server) -> None:
    """Each is asked for by the id that the one before ended with; options go along."""
    server.answer(
        page("a", "b", has_more=True, first_id="a", last_id="b"),
        page("c", has_more=True, last_id="c"),
        page("d", has_more=False, last_id="d"),
    )
    assert await ids(wire.client().files.list(limit=2, purpose="batch")) == ["a", "b", "c", "d"]
    common = {"limit": ["2"], "purpose": ["batch"]}
    assert queries(server) == [common, {**common, "after": ["b"]}, {**common, "after": ["c"]}]


async def test_a_list_starts_where_it_is_told_to(wire: Wire, server: Server) -> None:
    """`after` is that of the first page alone."""
    server.answer(page("b", has_more=True, last_id="b"), page("c", has_more=False))
    assert await ids(wire.client().batches.list(after="a")) == ["b", "c"]
    assert queries(server) == [{"after": ["a"]}, {"after": ["b"]}]


@pytest.mark.parametrize("cursors", [{}, {"first_id": None, "last_id": None}])
@pytest.mark.parametrize("more", [{}, {"has_more": None}, {"has_more": True}])
async def test_cursors_that_are_missing_or_null(
    wire: Wire, server: Server, cursors: dict[str, Any], more: dict[str, Any]
) -> None:
    """The last item's id does then; the list is over when a page is empty."""
    server.answer(page("a", "b", **cursors, **more), page("c", **cursors, **more), page(**cursors, **more))
    assert await ids(wire.client().files.list()) == ["a", "b", "c"]
    assert queries(server) == [{}, {"after": ["b"]}, {"after": ["c"]}]


@pytest.mark.parametrize("more", [{}, {"has_more": True}, {"has_more": True, "last_id": "b"}])
async def test_a_server_that_ignores_the_cursor(wire: Wire, server: Server, more: dict[str, Any]) -> None:
    """It gives the same page again: that is no reason to go on for ever, nor to give anything twice."""
    server.always(page("a", "b", **more))
    assert await ids(wire.client().files.list()) == ["a", "b"]
    assert len(server.requests) == 2


async def test_what_changes_meanwhile_is_given_once(wire: Wire, server: Server) -> None:
    """A batch goes on while the list is read, and a new one may push the others down."""
    first = reply({"data": [{"id": "b", "status": "in_progress"}, {"id": "a"}]})
    again = reply({"data": [{"id": "c"}, {"id": "b", "status": "completed"}, {"id": "a"}]})
    server.answer(first, again, again)
    assert await ids(wire.client().batches.list()) == ["b", "a", "c"]
    assert len(server.requests) == 3


async def test_a_cursor_that_includes_its_own_item(wire: Wire, server: Server) -> None:
    """Some servers start a page with the item that the last one ended with."""
    server.answer(page("a", "b", has_more=True), page("b", "c", has_more=True), page("c", has_more=True))
    assert await ids(wire.client().files.list()) == ["a", "b", "c"]


async def test_an_empty_list(wire: Wire, server: Server) -> None:
    """Is one request."""
    server.answer(page(has_more=True, last_id=None), reply([]))
    client = wire.client()
    assert await ids(client.files.list()) == []
    assert await ids(client.batches.list()) == []


async def test_pages_one_by_one(wire: Wire, server: Server) -> None:
    """As in the openai SDK: a page knows whether there is another, and gets it."""
    server.answer(page("a", has_more=True), page("b", has_more=False))
    first = await done(wire.client().files.list())
    assert isinstance(first, FileList)
    assert isinstance(first.data[0], FileObject)
    assert first.has_next_page()
    second = await done(first.get_next_page())
    assert isinstance(second, FileList)
    assert not second.has_next_page()
    with pytest.raises(ClientStateError, match="no further page"):
        await done(second.get_next_page())


async def test_a_first_page_can_be_gone_on_from(wire: Wire, server: Server) -> None:
    """An awaited page is gone through with `async for` like the list itself; `for` says so if there is more."""
    server.always(lambda asked: page("b", has_more=False) if "after" in asked.target else page("a", has_more=True))
    first = await done(wire.client().files.list())
    if wire.is_sync:
        assert [one.id for one in first] == ["a", "b"]
    else:
        assert [one.id async for one in first] == ["a", "b"]
        with pytest.raises(ClientStateError, match="use `async for`"):
            list(first)


async def test_every_call_of_a_list_is_tried_again(wire: Wire, server: Server, waits: list[float]) -> None:
    """The later pages too, and what cannot be mended is an error within the loop."""
    busy = reply({"error": {"message": "slow down"}}, 429)
    server.answer(page("a", has_more=True), busy, page("b", has_more=True), busy, busy)
    found: list[str] = []
    with pytest.raises(RateLimitError, match="slow down"):
        async for item in each(wire.client(max_retries=1).files.list()):
            found.append(item.id)  # noqa: PERF401  # one by one: what came before the error is looked at
    assert found == ["a", "b"]
    assert len(waits) == 2


async def test_a_page_that_does_not_come(wire: Wire, server: Server) -> None:
    """What came before it was given."""
    server.answer(page("a", has_more=True), [CLOSE])
    found: list[str] = []
    with pytest.raises(APIConnectionError):
        async for item in each(wire.client().files.list()):
            found.append(item.id)  # noqa: PERF401  # one by one: what came before the error is looked at
    assert found == ["a"]


async def test_raw_and_streamed_pages(wire: Wire, server: Server) -> None:
    """A page as it came, and parsed."""
    server.always(page("a", has_more=True))
    client = wire.client()
    raw = await done(client.files.with_raw_response.list(limit=1))
    assert raw.status_code == 200
    assert raw.parse().data[0].id == "a"
    assert (await done(client.with_raw_response.batches.list())).parse().data[0].id == "a"
    async with entered(client.batches.with_streaming_response.list()) as streamed:
        parsed = await done(streamed.parse())
    assert isinstance(parsed, BatchList)


async def test_a_raw_page_goes_on_too(wire: Wire, server: Server) -> None:
    """The list that was parsed out of a raw or a streamed reply is the whole list."""
    client = wire.client()
    for streamed in (False, True):
        server.answer(page("a", has_more=True), page("b", has_more=False))
        if streamed:
            async with entered(client.files.with_streaming_response.list(limit=1)) as reply_:
                assert await ids(await done(reply_.parse())) == ["a", "b"]
        else:
            raw = await done(client.files.with_raw_response.list(limit=1))
            assert await ids(raw.parse()) == ["a", "b"]


async def test_an_empty_page_is_not_the_end_if_the_server_says_so(wire: Wire, server: Server) -> None:
    """A filter may leave nothing of a page."""
    server.answer(
        page("a", has_more=True), page(has_more=True, last_id="l"), page("c", has_more=True), page(has_more=False)
    )
    assert await ids(wire.client().files.list()) == ["a", "c"]
    server.answer(page("a", has_more=True), page(has_more=True, last_id="a"))
    assert await ids(wire.client().files.list()) == ["a"]


async def test_ids_of_another_type(wire: Wire, server: Server) -> None:
    """What is no text is no id to tell items apart by."""
    odd = {"data": [{"type": "future", "id": {"a": 1}}, {"type": "future", "id": [2]}], "has_more": True}
    server.answer(reply({**odd, "last_id": "x"}), reply({"data": [], "has_more": False}))
    assert len([item async for item in each(wire.client().responses.input_items.list("r"))]) == 2


async def test_a_page_that_was_pickled_says_that_it_is_alone(wire: Wire, server: Server) -> None:
    """It has no client to get the rest; a list that is whole does not need one."""
    server.answer(page("a", has_more=True), page("b", has_more=False))
    client = wire.client()
    first = await done(client.files.list())
    twin = pickle.loads(pickle.dumps(first))
    assert (twin.data[0].id, twin.has_more) == ("a", True)
    with pytest.raises(ClientStateError, match="has no client"):
        await ids(twin)
    whole = pickle.loads(pickle.dumps(await done(client.files.list())))
    assert await ids(whole) == ["b"]


# -- models: a list without pages --------------------------------------------------------------------------------------


async def test_models_are_one_page(wire: Wire, server: Server) -> None:
    """No second request is made for them; the list can be awaited, and gone through in each way."""
    server.always(page("a", "b"))
    client = wire.client()
    assert await ids(client.models.list()) == ["a", "b"]
    models = await done(client.models.list())
    assert isinstance(models, ModelList)
    assert [model.id for model in models] == ["a", "b"]
    assert (len(models), models.has_next_page()) == (2, False)
    assert len(server.requests) == 2


async def test_models_whose_list_goes_on(wire: Wire, server: Server) -> None:
    """A server that gives a link to the rest is asked for the rest, at its own address."""
    following = "https://elsewhere.example/api/v1/models?offset=1&limit=1"

    def answer(asked: Request) -> bytes:
        if "offset" in asked.target:
            return reply({"data": [{"id": "b"}], "links": {"next": None}, "total_count": 2})
        return reply({"data": [{"id": "a"}], "links": {"next": following}, "total_count": 2})

    server.always(answer)
    assert await ids(wire.client().models.list()) == ["a", "b"]
    assert [request.target for request in server.requests] == ["/v1/models", "/v1/models?offset=1&limit=1"]
