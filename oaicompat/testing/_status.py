"""What the server says of itself and of tokens: models, and vLLM's routes beside /v1."""

from __future__ import annotations

from typing import Any

from oaicompat.testing._chat import prompt_of
from oaicompat.testing._check import RequestError, check_model, checked_messages, json_body
from oaicompat.testing._replies import Response, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.testing._tokens import ids_of, pieces_of, text_of

__all__ = ["delete_model", "detokenize", "health", "model", "models", "tokenize", "tokenizer_info", "version"]

_CREATED = 1_735_689_600  # the first second of 2025: the same at every start


def models(_: RecordedRequest, settings: Settings) -> Response:
    """GET /v1/models"""
    return json_response(
        {"object": "list", "data": [_card(name, settings) for name in settings.models if settings.has_model(name)]}
    )


def model(request: RecordedRequest, settings: Settings) -> Response:
    """GET /v1/models/{id}; an id may hold slashes."""
    name = request.path.removeprefix("/v1/models/")
    check_model(name, settings)
    return json_response(_card(name, settings))


def delete_model(request: RecordedRequest, settings: Settings) -> Response:
    """DELETE /v1/models/{id}: from then on the server has no such model."""
    name = request.path.removeprefix("/v1/models/")
    check_model(name, settings)
    settings.store.deleted_models.add(name)
    return json_response({"id": name, "object": "model", "deleted": True})


def health(_: RecordedRequest, __: Settings) -> Response:
    """GET /health: an empty body, as vLLM has it."""
    return Response()


def version(_: RecordedRequest, __: Settings) -> Response:
    """GET /version"""
    from oaicompat import __version__

    return json_response({"version": __version__})


def tokenize(request: RecordedRequest, settings: Settings) -> Response:
    """POST /tokenize, of a prompt or of messages."""
    body = json_body(request)
    prompt, messages = body.get("prompt"), body.get("messages")
    if messages is not None:
        prompt = prompt_of(checked_messages(messages), body.get("tools") or ())
    elif not isinstance(prompt, str):
        raise RequestError("Either 'prompt' (a string) or 'messages' is needed.", param="prompt")
    tokens = ids_of(prompt)
    pieces = pieces_of(prompt) if body.get("return_token_strs") is True else None
    return json_response(
        {
            "count": len(tokens),
            "max_model_len": settings.max_model_len,
            "tokens": tokens,
            "token_strs": pieces,
        }
    )


def detokenize(request: RecordedRequest, _: Settings) -> Response:
    """POST /detokenize"""
    tokens = json_body(request).get("tokens")
    if not isinstance(tokens, list) or not all(type(token) is int for token in tokens):
        raise RequestError("'tokens' must be an array of integers.", param="tokens", code="invalid_type")
    return json_response({"prompt": text_of(tokens)})


def tokenizer_info(_: RecordedRequest, settings: Settings) -> Response:
    """GET /tokenizer_info"""
    return json_response({"tokenizer_class": "StandInTokenizer", "model_max_length": settings.max_model_len})


def _card(name: str, settings: Settings) -> dict[str, Any]:
    return {
        "id": name,
        "object": "model",
        "created": _CREATED,
        "owned_by": "oaicompat",
        "max_model_len": settings.max_model_len,
    }
