"""The models of a server: ``/models`` and what lies below it (OpenAI API reference, models)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, parsed_object, read_object, with_reply
from oaicompat._encode import request
from oaicompat._json import as_list, as_object
from oaicompat._wire import Call, Reply
from oaicompat.endpoints._deletion import deletion
from oaicompat.endpoints._urls import in_path
from oaicompat.types.model import Model, ModelList
from oaicompat.types.model_deleted import ModelDeleted

if TYPE_CHECKING:
    from oaicompat.types.base import RequestOptions

__all__ = ["delete_model", "list_models", "retrieve_model"]


def list_models(*, next_page: str | None = None, **options: Unpack[RequestOptions]) -> Call[ModelList]:
    """Every model that the server offers; `next_page` is the URL that a page gave for the one after it."""
    asked = request("GET", "models", options)
    if next_page is not None:
        following = dict(parse_qsl(urlsplit(next_page).query, keep_blank_values=True))
        asked = replace(asked, query={**asked.query, **following})
    return Call(asked, _models)


def retrieve_model(model: str, **options: Unpack[RequestOptions]) -> Call[Model]:
    """One model's card. An id may hold slashes and colons, which stay as they are."""
    return Call(request("GET", _path(model), options), _model)


def delete_model(model: str, **options: Unpack[RequestOptions]) -> Call[ModelDeleted]:
    """The end of a model that is yours: a fine-tuned one (OpenAI, Mistral), or one on the server's disk."""
    return Call(request("DELETE", _path(model), options), deletion(ModelDeleted, model))


def _path(model: object) -> str:
    return f"models/{in_path('model', model, source='models.list()', safe='/:@')}"


def _models(reply: Reply) -> ModelList:
    """The list, whatever its shape: an object with `data` (OpenAI) or `models`, or a bare array (Together)."""
    body = parsed_object(reply)
    fields = {"data": as_list(body)} if isinstance(body, list) else as_object(body)
    if not {"data", "models", "object"} & fields.keys():
        raise not_what_was_asked(reply, "list of models")
    cards = as_list(fields.get("data"))
    if not cards and (cards := as_list(fields.get("models"))):
        fields = {name: value for name, value in fields.items() if name != "models"}
    return with_reply(read_object(ModelList, {**fields, "data": [_card(card) for card in cards]}), reply)


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
