"""Pooling: the numbers that a pooling model makes of texts, in each encoding that vLLM knows."""

from __future__ import annotations

from typing import Any

import pytest

from oaicompat import BadRequestError

from .asking import Async, Sync
from .servers import MODEL, Server, servers_with

pytestmark = pytest.mark.live
Ask = Sync | Async

TEXTS = ["blue", "a red car"]
#: How far a number may lie off in each type, relative to it.
PRECISION = {"float32": 1e-6, "float16": 1e-3, "bfloat16": 1e-2, "fp8_e4m3": 0.1, "fp8_e5m2": 0.2}


def pooled(ask: Ask, **options: Any) -> Any:
    """What the server makes of the texts."""
    return ask(lambda client: client.pooling(model=MODEL, input=TEXTS, **options))


@servers_with("pooling")
def test_a_vector_for_each_text(ask: Ask, server: Server) -> None:
    """In the order of the texts, as numbers, with what they cost."""
    found = pooled(ask)

    assert [one.index for one in found.data] == [0, 1]
    assert [len(one.data) for one in found.data] == [64, 64]
    assert all(one.floats() is one.data for one in found.data)
    assert (found.object, found.model) == ("list", MODEL)
    assert found.usage.total_tokens > 0


@servers_with("pooling")
@pytest.mark.parametrize("endianness", ["native", "little", "big"])
@pytest.mark.parametrize("dtype", PRECISION)
@pytest.mark.parametrize("encoding", ["base64", "bytes"])
def test_every_encoding_holds_the_same_numbers(
    ask: Ask, server: Server, encoding: str, dtype: str, endianness: str
) -> None:
    """As far as the type of the numbers goes."""
    plain = pooled(ask)
    found = pooled(ask, encoding_format=encoding, embed_dtype=dtype, endianness=endianness)

    assert [type(one.data) for one in found.data] == [str if encoding == "base64" else bytes] * 2
    for one, same in zip(found.data, plain.data, strict=True):
        assert one.floats() == pytest.approx(same.data, rel=PRECISION[dtype], abs=1e-3)
    assert (found.model, found.usage.total_tokens) == (plain.model, plain.usage.total_tokens)


@servers_with("pooling")
def test_bytes_alone(ask: Ask, server: Server) -> None:
    """Without a header they are the numbers of all texts, one after another."""
    (one,) = pooled(ask, encoding_format="bytes_only").data

    assert one.floats() == pytest.approx([number for same in pooled(ask).data for number in same.data])


@servers_with("pooling")
def test_a_task_that_the_model_does_not_have(ask: Ask, server: Server) -> None:
    """The server says which it has."""
    with pytest.raises(BadRequestError, match="task"):
        pooled(ask, task="token_classify")
