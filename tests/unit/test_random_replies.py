"""Replies made up from our own types, of every family: each is read, dumped, and read again to the same.

Where the tables of OpenAI's fields lie beside the checkout, replies are made up from them too.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from oaicompat._decode import read
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat.types.base import WireObject

from .endpoint_calls import CALLS, STREAMS, Known, KnownStream
from .spec_tables import SPEC, reply_schemas, values_of
from .streams import head, reply, sse
from .valid_values import kinds, valid

FAMILIES: dict[str, list[type[WireObject]]] = {}
for found in kinds():
    FAMILIES.setdefault(found.__module__.split(".")[2], []).append(found)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _wire_name(kind: type[WireObject], name: str) -> str:
    field = kind.model_fields.get(name)
    return (field.alias if field else None) or name


def test_every_family_has_types() -> None:
    """The walk found what it is meant to find."""
    assert {"chat", "model", "server"} <= FAMILIES.keys()


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_is_lost_or_added(family: str) -> None:
    """A reply whose fields are what the types say is dumped as it came."""

    @settings(PATIENT, max_examples=min(6 * len(FAMILIES[family]), 200))
    @given(data=st.data(), kind=st.sampled_from(FAMILIES[family]))
    def check(data: st.DataObject, kind: type[WireObject]) -> None:
        value = data.draw(valid(kind))
        found = read(kind, json.dumps(value).encode())
        assert {_wire_name(kind, name) for name in found.model_fields_set} == value.keys()
        assert found.to_dict() == value
        assert json.loads(found.to_json()) == value
        assert read(kind, found.to_json().encode()) == found

    check()


@settings(PATIENT, max_examples=300)
@given(data=st.data(), kind=st.sampled_from([kind for family in FAMILIES.values() for kind in family]))
def test_what_is_dumped_is_read_again(data: st.DataObject, kind: type[WireObject]) -> None:
    """Whatever the types take in a field's place: what they make of it is dumped, and read to the same."""
    found = read(kind, json.dumps(data.draw(valid(kind, exact=False))).encode())
    again = read(kind, found.to_json().encode())
    assert again == found
    assert again.to_dict() == found.to_dict()


SPECIFIED = reply_schemas("response") if SPEC.is_dir() else {}
STREAMED = reply_schemas("stream") if SPEC.is_dir() else {}
WITH_TABLES = pytest.mark.skipif(not SPECIFIED, reason="the tables of fields are not beside the checkout")


@WITH_TABLES
@pytest.mark.parametrize("known", [one for one in CALLS if one.name in SPECIFIED], ids=lambda known: known.name)
def test_any_reply_of_the_specification_is_read(known: Known) -> None:
    """Every field has a value that the specification allows: nothing is lost, and nothing is added."""

    @settings(PATIENT, max_examples=30)
    @given(value=values_of(" | ".join(SPECIFIED[known.name])))
    def check(value: Any) -> None:
        value = {**known.needs, **value}
        found = known.call.parse(reply(value))
        assert isinstance(found, known.kind)
        assert found.to_dict() == value

    check()


@WITH_TABLES
@pytest.mark.parametrize("known", [one for one in STREAMS if one.name in STREAMED], ids=lambda known: known.name)
def test_any_event_of_the_specification_is_read(known: KnownStream) -> None:
    """Likewise, as the first event of a stream; but errors are raised, and tool calls get the ids that they lack."""

    @settings(PATIENT, max_examples=60)
    @given(value=values_of(" | ".join(STREAMED[known.name])))
    def check(value: Any) -> None:
        assume(value.get("type") != "error")
        for place, choice in enumerate(value.get("choices", [])):
            choice["index"] = place  # of two of one answer the second would not say the role again
            choice["delta"].pop("tool_calls", None)
        (found,) = known.call.decoder(head(), DEFAULT_LIMIT).feed(sse(value, done=False))
        assert type(found) in known.kinds
        assert found.to_dict() == value

    check()
