"""The models of a server: one list whatever its shape, typed cards, and the collection's rows about them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oaicompat import APIError, APIResponseValidationError, ConfigurationError, InternalServerError
from oaicompat._error_reply import reply_error
from oaicompat.endpoints.models import delete_model, list_models, retrieve_model
from oaicompat.types.model import Model, ModelList
from oaicompat.types.model_deleted import ModelDeleted

from .streams import SHARED, reply

#: Cards of real servers, shortened, each with what is looked at in it.
CARDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "vLLM": (
        {
            "id": "tiny",
            "object": "model",
            "created": 1795205721,
            "owned_by": "vllm",
            "root": "/models/tiny",
            "parent": None,
            "max_model_len": 1024,
            "permission": [{"id": "modelperm-1", "object": "model_permission", "created": 1, "allow_sampling": True}],
        },
        {"root": "/models/tiny", "parent": None, "context_limit": 1024, "permission.0.allow_sampling": True},
    ),
    "llama.cpp": (
        {
            "id": "tiny",
            "aliases": ["tiny"],
            "tags": [],
            "architecture": {"input_modalities": ["text"], "output_modalities": ["text"]},
            "meta": {
                "vocab_type": 2,
                "n_vocab": 320,
                "n_ctx": 512,
                "n_ctx_train": 1024,
                "size": 2107392,
                "ftype": "F16",
            },
            "status": {"value": "loaded", "args": ["-m", "x"]},
        },
        {
            "meta.ftype": "F16",
            "context_limit": 512,
            "status.value": "loaded",
            "architecture.input_modalities.0": "text",
        },
    ),
    "llama.cpp while it loads": ({"id": "tiny", "meta": None}, {"meta": None, "context_limit": None}),
    "OpenRouter": (
        {
            "id": "a/b",
            "canonical_slug": "a/b-1",
            "context_length": 128000,
            "architecture": {"modality": "text->text", "tokenizer": "GPT", "instruct_type": None},
            "pricing": {"prompt": "0.0000025", "completion": 0.00001, "overrides": [{"utc_days": ["monday"]}]},
            "supported_parameters": ["tools", "a_new_one"],
            "top_provider": {"context_length": 128000, "is_moderated": True},
            "reasoning": {"mandatory": False, "supported_efforts": ["high", None]},
            "benchmarks": {"design_arena": [{"elo": 1201.5}], "artificial_analysis": {"coding_index": 50}},
            "per_request_limits": None,
        },
        {
            "context_limit": 128000,
            "pricing.prompt": "0.0000025",
            "pricing.completion": "1e-05",
            "pricing.overrides.0.utc_days.0": "monday",
            "supported_parameters.1": "a_new_one",
            "reasoning.supported_efforts.1": None,
            "benchmarks.design_arena.0.elo": 1201.5,
            "per_request_limits": None,
        },
    ),
    "Mistral": (
        {
            "id": "m",
            "capabilities": {"vision": True, "function_calling": False},
            "max_context_length": 131072,
            "aliases": ["n"],
            "audio_transcription_capabilities": {"streaming_delays_ms": [{"min": 80, "max": 2400}]},
            "type": "base",
        },
        {
            "capabilities.vision": True,
            "context_limit": 131072,
            "audio_transcription_capabilities.streaming_delays_ms.0.max": 2400,
        },
    ),
    "words for capabilities": ({"id": "m", "capabilities": ["completion"]}, {"capabilities.0": "completion"}),
    "Groq": ({"id": "m", "active": True, "context_window": 8192, "public_apps": None}, {"context_limit": 8192}),
    "Together": (
        {"id": "m", "context_length": 4096, "pricing": {"hourly": 0, "input": 0.88}, "config": {"stop": ["</s>"]}},
        {"pricing.input": 0.88, "config.stop.0": "</s>", "context_limit": 4096},
    ),
    "new-api": ({"id": "m", "supported_endpoint_types": ["openai"]}, {"supported_endpoint_types.0": "openai"}),
}


def at(found: Any, path: str) -> Any:
    """What stands at a path of attributes, keys and indexes."""
    for step in path.split("."):
        found = (
            found[int(step)] if step.isdecimal() else found[step] if isinstance(found, dict) else getattr(found, step)
        )
    return found


@pytest.mark.parametrize("server", CARDS)
def test_a_card_is_typed(server: str) -> None:
    """What each server tells beside OpenAI's fields is a typed attribute, and nothing is left among the extras."""
    card, expected = CARDS[server]
    model = retrieve_model("m").parse(reply(card))
    assert isinstance(model, Model)
    assert {path: at(model, path) for path in expected} == expected
    assert set(model.model_extra or {}) == set()
    (listed,) = list_models().parse(reply({"data": [card]}))
    assert listed.to_dict() == model.to_dict()


def test_what_a_server_does_not_tell_is_none() -> None:
    """No field of a card is needed, and each that is missing has an honest default."""
    model = retrieve_model("m").parse(reply({"id": "m"}))
    assert (model.created, model.owned_by, model.object) == (0, "", "model")
    assert model.context_limit is None
    assert model.pricing is None
    assert model.to_dict() == {"id": "m"}


def test_a_field_of_another_shape_does_not_cost_the_card() -> None:
    """A field that means something else at some server stays among the extras."""
    card = {"id": "m", "status": "loaded", "architecture": "qwen2", "reasoning": True, "pricing": [1]}
    model = retrieve_model("m").parse(reply(card))
    assert (model.status, model.architecture, model.reasoning, model.pricing) == (None, None, None, None)
    assert model.to_dict() == card


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ({"object": "list", "data": [{"id": "a"}, {"id": "b"}]}, ["a", "b"]),
        ([{"id": "a"}, "b"], ["a", "b"]),
        ({"models": [{"name": "a"}, {"model": "b"}]}, ["a", "b"]),
        ({"data": [{"model_id": "a"}]}, ["a"]),
        ({"object": "list", "data": None}, []),
        ({"object": "list", "data": []}, []),
    ],
)
def test_a_list_whatever_its_shape(body: Any, ids: list[str]) -> None:
    """An object with `data` or `models`, a bare array, bare names."""
    models = list_models().parse(reply(body))
    assert isinstance(models, ModelList)
    assert [model.id for model in models] == ids
    assert len(models) == len(ids)
    assert not models.has_next_page()


def test_llama_cpp_s_second_list_is_kept() -> None:
    """It tells the same models twice, in OpenAI's words and in Ollama's."""
    body = {"object": "list", "data": [{"id": "tiny"}], "models": [{"name": "tiny", "type": "model"}]}
    models = list_models().parse(reply(body))
    assert [model.id for model in models] == ["tiny"]
    assert models.to_dict() == body


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"ok": true}', b"5", b"", b'"x"'])
def test_what_is_no_list_is_an_error(body: bytes) -> None:
    """In words, with what came."""
    with pytest.raises(APIResponseValidationError, match=r"is not a (list of models|JSON)"):
        list_models().parse(reply(body))


@pytest.mark.parametrize("body", [b"[]", b"{}", b'"m"'])
def test_what_is_no_card_is_an_error(body: bytes) -> None:
    """Likewise."""
    with pytest.raises(APIResponseValidationError, match="is not a model"):
        retrieve_model("m").parse(reply(body))


def test_an_error_with_success_is_an_error() -> None:
    """Of the class that its code says."""
    with pytest.raises(InternalServerError, match="still loading"):
        list_models().parse(reply({"error": {"code": 503, "message": "still loading"}}))


@pytest.mark.parametrize(
    "page", ["/api/v1/models?offset=2&limit=2", "https://elsewhere.example/models?offset=2&limit=2"]
)
def test_the_next_page_is_asked_for_by_its_query_alone(page: str) -> None:
    """The URL of a page leads nowhere but to the list itself."""
    request = list_models(next_page=page, extra_query={"limit": 5, "a": 1}).request
    assert request.path == "models"
    assert request.query == {"limit": "2", "a": 1, "offset": "2"}


# -- requests ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("meta-llama/Llama-3.3", "models/meta-llama/Llama-3.3"),
        ("llama3.2:latest", "models/llama3.2:latest"),
        ("a b?c#d", "models/a%20b%3Fc%23d"),
        ("ä", "models/%C3%A4"),
    ],
)
def test_an_id_stands_in_the_path(model: str, path: str) -> None:
    """Slashes and colons stay; what would end the path is encoded."""
    assert (retrieve_model(model).request.method, retrieve_model(model).request.path) == ("GET", path)
    assert (delete_model(model).request.method, delete_model(model).request.path) == ("DELETE", path)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("", "model is empty; models.list"),
        ("  ", "model is empty"),
        ("..", "would lead to another route"),
        ("a/../b", "would lead to another route"),
        ("\ud800", "lone surrogate"),
    ],
)
def test_an_id_that_cannot_be_one(model: str, words: str) -> None:
    """Nothing is sent."""
    with pytest.raises(ConfigurationError, match=words):
        retrieve_model(model)


def test_an_id_of_another_type() -> None:
    """The error names the argument and what came."""
    with pytest.raises(TypeError, match="model must be a string, not int"):
        delete_model(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "deleted"),
    [
        (b'{"id": "m", "object": "model", "deleted": true}', True),
        (b'{"id": "m", "deleted": false}', False),
        (b'{"id": "m"}', None),
        (b"", True),
    ],
)
def test_the_end_of_a_model(body: bytes, deleted: bool | None) -> None:
    """What the server says of it; one that says nothing has done it."""
    found = delete_model("m").parse(reply(body))
    assert isinstance(found, ModelDeleted)
    assert (found.id, found.deleted) == ("m", deleted)


def test_something_else_than_the_end_of_a_model() -> None:
    """A page or an unrelated object is an error."""
    for body in (b"<html>", b"[]", b'{"ok": 1}'):
        with pytest.raises(APIResponseValidationError):
            delete_model("m").parse(reply(body))


# -- the collection ----------------------------------------------------------------------------------------------------


def _rows() -> list[Any]:
    file = SHARED / "quirks" / "quirks.jsonl"
    if not file.exists():
        why = "the collection of habits is not beside the checkout (OAICOMPAT_SHARED says where it is)"
        return [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    return [pytest.param(row, id=row["id"]) for row in rows if row["area"] == "models"]


@pytest.mark.parametrize("row", _rows())
def test_row(row: dict[str, Any]) -> None:
    """Everything that a row expects holds."""
    expected = row["expect"]
    if expected["kind"] == "request":
        path = retrieve_model(expected["call"]["model"]).request.path
        assert f"/v1/{path}" == expected["wire_present"]["path"]
        return
    got = reply(row["body_bytes"], row["status"], row["headers"])
    if expected["kind"] == "error":
        error: APIError = reply_error(got)
        assert expected["raises"] in [kind.__name__ for kind in type(error).__mro__]
        assert expected["message_contains"] in error.message
        assert error.code == expected.get("code", error.code)
        return
    models = list_models().parse(got)
    assert [model.id for model in models] == expected["ids"]
    for path, value in expected.get("extra", {}).items():
        place = path.removeprefix("data").replace("[", "").replace("]", "")
        assert at(models.data, place) == value
    if "created" in expected:
        assert all(model.created == 0 for model in models)
