"""Moderations on a wire: what is sent, the verdicts, and those of the stand-in server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from oaicompat import APIResponseValidationError, BadRequestError, NotFoundError
from oaicompat.testing import Server as StandIn

from .bodies import reply
from .colours import Wire, done, entered
from .scripted import Server

VERDICT = {"flagged": True, "categories": {"hate/threatening": True}, "category_scores": {"hate/threatening": 0.9}}
TOLD = {"id": "modr-1", "model": "m", "results": [VERDICT]}
PARTS = [{"type": "text", "text": "You are stupid"}, {"type": "image_url", "image_url": {"url": "data:,x"}}]


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The stand-in server, which refuses what it does not know."""
    with StandIn(strict=True) as server:
        yield server


async def test_a_verdict(wire: Wire, server: Server) -> None:
    """Its route, its body, and a typed reply with its headers."""
    server.answer(reply({**TOLD, "results": [VERDICT] * 2}, 200, "x-request-id: r"))
    found = await done(wire.client(api_key="sk-1").moderations.create(input=("a", "b"), model="m"))
    assert (found.results[0].flagged, found.results[0].categories.hate_threatening) == (True, True)
    assert found.results[0].category_scores.hate_threatening == 0.9
    assert (found.id, found.request_id) == ("modr-1", "r")
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/v1/moderations")
    assert json.loads(request.body) == {"input": ["a", "b"], "model": "m"}
    assert request.header("authorization") == "Bearer sk-1"


async def test_other_replies(wire: Wire, server: Server) -> None:
    """Raw, read as it comes, an error, and none."""
    server.answer(reply(TOLD), reply(TOLD), reply({"detail": "Not Found"}, 404), reply({"results": []}))
    client = wire.client()
    raw = await done(client.moderations.with_raw_response.create(input="a"))
    assert (raw.json(), raw.parse().results[0].flagged) == (TOLD, True)
    async with entered(client.moderations.with_streaming_response.create(input="a")) as response:
        assert (await done(response.parse())).results[0].flagged is True
    with pytest.raises(NotFoundError, match="Not Found"):
        await done(client.moderations.create(input="a"))
    nothing = await done(client.with_raw_response.moderations.create(input="a"))
    with pytest.raises(APIResponseValidationError, match="no results"):
        nothing.parse()


async def test_the_stand_in_s_verdicts(wire: Wire, stand_in: StandIn) -> None:
    """By words that stand for a category: one verdict a text, and one for all parts together."""
    moderations = wire.client(base_url=stand_in.url).moderations
    (kind,) = (await done(moderations.create(input="Have a nice day."))).results
    assert kind.flagged is False
    assert set(kind.categories.to_dict().values()) == {False}
    assert kind.category_applied_input_types.violence == ["text"]
    found = await done(moderations.create(input=["I hate you", "hello", "They kill"], model="any"))
    assert [result.flagged for result in found.results] == [True, False, True]
    assert (found.results[0].categories.hate, found.results[2].categories.violence) == (True, True)
    assert found.results[0].category_scores.hate > 0.5 > found.results[1].category_scores.hate
    assert found.model == "any"
    (seen,) = (await done(moderations.create(input=PARTS))).results
    assert (seen.flagged, seen.categories.harassment) == (True, True)
    assert seen.category_applied_input_types.sexual == ["image", "text"]
    assert seen.category_applied_input_types.hate == ["text"]


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"input": []}, "input"),
        ({"input": "a", "extra_body": {"input": None}}, "input"),
        ({"input": "a", "extra_body": {"input": {"text": "a"}}}, "input"),
        ({"input": ["a", {"type": "text"}]}, "input[0]"),
        ({"input": [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": "x"}]}, "input[1]"),
        ({"input": "a", "extra_body": {"model": 5}}, "model"),
        ({"input": "a", "extra_body": {"colour": "red"}}, "colour"),
    ],
)
async def test_the_stand_in_refuses(wire: Wire, stand_in: StandIn, options: dict[str, Any], param: str) -> None:
    """What is wrong, by the name of the field."""
    with pytest.raises(BadRequestError) as caught:
        await done(wire.client(base_url=stand_in.url).moderations.create(**options))
    assert caught.value.param == param


async def test_the_stand_in_has_the_models_it_has(wire: Wire) -> None:
    """Another is not found; without one there is a default."""
    with StandIn(models=["m"]) as server:
        moderations = wire.client(base_url=server.url).moderations
        assert (await done(moderations.create(input="a"))).model == "omni-moderation-latest"
        with pytest.raises(NotFoundError, match="'x' does not exist"):
            await done(moderations.create(input="a", model="x"))
