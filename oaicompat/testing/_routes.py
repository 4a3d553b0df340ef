"""Which function answers which request: a table, and what is said where it has no row."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from oaicompat.testing import (
    _audio,
    _batches,
    _chat,
    _check,
    _completions,
    _embeddings,
    _files,
    _images,
    _moderations,
    _rerank,
    _responses,
    _status,
)
from oaicompat.testing._check import RequestError
from oaicompat.testing._replies import Response, error_body, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings

__all__ = ["answer", "refusal", "warm"]


@dataclass(frozen=True, slots=True)
class Route:
    """A method, a path (a ``*`` at its end stands for anything but nothing), and what answers."""

    method: str
    path: str
    handler: Callable[[RecordedRequest, Settings], Response]

    def serves(self, path: str) -> bool:
        """Whether the path is this route's."""
        if self.path.endswith("*"):
            start = self.path[:-1]
            return path.startswith(start) and len(path) > len(start)
        return path == self.path


ROUTES = (
    Route("POST", "/v1/chat/completions", _chat.create),
    Route("POST", "/v1/completions", _completions.create),
    Route("POST", "/v1/embeddings", _embeddings.create),
    Route("POST", "/v1/audio/speech", _audio.speech),
    Route("POST", "/v1/audio/transcriptions", _audio.transcription),
    Route("POST", "/v1/audio/translations", _audio.translation),
    Route("POST", "/v1/images/generations", _images.generate),
    Route("POST", "/v1/images/edits", _images.edit),
    Route("POST", "/v1/images/variations", _images.vary),
    Route("POST", "/v1/moderations", _moderations.create),
    Route("GET", "/v1/models", _status.models),
    Route("GET", "/v1/models/*", _status.model),
    Route("DELETE", "/v1/models/*", _status.delete_model),
    Route("POST", "/v1/files", _files.create),
    Route("GET", "/v1/files", _files.listed),
    Route("GET", "/v1/files/*", _files.retrieve),
    Route("DELETE", "/v1/files/*", _files.delete),
    Route("POST", "/v1/batches", _batches.create),
    Route("GET", "/v1/batches", _batches.listed),
    Route("GET", "/v1/batches/*", _batches.retrieve),
    Route("POST", "/v1/batches/*", _batches.cancel),
    Route("POST", "/v1/responses", _responses.create),
    Route("POST", "/v1/responses/input_tokens", _responses.count),
    Route("POST", "/v1/responses/compact", _responses.compact),
    Route("GET", "/v1/responses/*", _responses.look),
    Route("DELETE", "/v1/responses/*", _responses.delete),
    Route("POST", "/v1/responses/*", _responses.cancel),
    Route("POST", "/tokenize", _status.tokenize),
    Route("POST", "/detokenize", _status.detokenize),
    Route("GET", "/tokenizer_info", _status.tokenizer_info),
    Route("POST", "/rerank", _rerank.rerank),
    Route("POST", "/v1/rerank", _rerank.rerank),
    Route("POST", "/v2/rerank", _rerank.rerank),
    Route("POST", "/score", _rerank.score),
    Route("POST", "/classify", _rerank.classify),
    Route("POST", "/pooling", _rerank.pooling),
    Route("GET", "/health", _status.health),
    Route("GET", "/version", _status.version),
)


def warm() -> None:
    """Builds what the first requests would otherwise wait for."""
    _check.warm()


def answer(request: RecordedRequest, settings: Settings) -> Response:
    """The server's own answer to a request."""
    path = request.path
    rows = [route for route in ROUTES if route.serves(path)]
    method = "GET" if request.method == "HEAD" else request.method
    for route in rows:
        if route.method == method:
            try:
                return route.handler(request, settings)
            except RequestError as error:
                return error.response()
    if rows:
        allowed = ", ".join(route.method for route in rows)
        message = f"Not allowed to {request.method} on {path}. Allowed: {allowed}."
        return json_response(error_body(message, code="method_not_supported"), 405, {"Allow": allowed})
    message = f"Invalid URL ({request.method} {path})"
    return json_response(error_body(message, code="unknown_url"), 404)


def refusal(request: RecordedRequest, settings: Settings) -> Response | None:
    """The answer to somebody without the key; the routes beside /v1 are open to all, as vLLM's are."""
    key = settings.api_key
    if key is None or not f"{request.path}/".startswith("/v1/"):
        return None
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), key.encode()):
        return None
    # The key that came is not repeated: replies end up in logs.
    words = "Incorrect API key provided." if given else "You didn't provide an API key."
    return json_response(error_body(words, code="invalid_api_key"), 401, {"WWW-Authenticate": "Bearer"})
