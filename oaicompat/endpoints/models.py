"""The models of a server: ``GET /models`` and ``GET /models/{model}`` (OpenAI API reference, models)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, parsed_object, read_object, with_reply
from oaicompat._encode import request
from oaicompat._json import as_list, as_object
from oaicompat._wire import Call, Reply
from oaicompat.errors import ConfigurationError
from oaicompat.types.base import RequestOptions
from oaicompat.types.model import Model, ModelList

__all__ = ["list_models", "retrieve_model"]


def list_models(**options: Unpack[RequestOptions]) -> Call[ModelList]:
    """Every model that the server offers."""
    return Call(request("GET", "models", options), _models)


def retrieve_model(model: str, **options: Unpack[RequestOptions]) -> Call[Model]:
    """One model's card. An id may hold slashes and colons, which stay as they are."""
    if not isinstance(model, str):
        raise TypeError(f"model must be a string, not {type(model).__name__}")
    if not model.strip():
        raise ConfigurationError("model is empty; models.list() gives the ids")
    if {".", ".."} & set(model.split("/")):
        raise ConfigurationError(f"model {model!r} would lead to another route")
    return Call(request("GET", f"models/{quote(model, safe='/:@')}", options), _model)


def _models(reply: Reply) -> ModelList:
    """The list, whatever its shape: an object with `data` (OpenAI) or `models`, or a bare array (Together)."""
    body = parsed_object(reply)
    fields = as_object(body)
    if not isinstance(body, list) and not {"data", "models", "object"} & fields.keys():
        raise not_what_was_asked(reply, "list of models")
    cards = as_list(body) or as_list(fields.get("data")) or as_list(fields.get("models"))
    rest = {key: value for key, value in fields.items() if key not in ("data", "models")}
    return with_reply(read_object(ModelList, {**rest, "data": [_card(card) for card in cards]}), reply)


def _card(card: Any) -> dict[str, Any]:
    """A card with its id under `id`: some servers send bare names, or name it otherwise."""
    if isinstance(card, str):
        return {"id": card}
    fields = as_object(card)
    if fields and not fields.get("id"):
        name = fields.get("model_id") or fields.get("name") or fields.get("model")
        fields = {**fields, "id": name}
    return fields


def _model(reply: Reply) -> Model:
    body = as_object(parsed_object(reply))
    fields = as_object(body.get("data")) or body
    if not fields:
        raise not_what_was_asked(reply, "model")
    return with_reply(read_object(Model, _card(fields)), reply)
