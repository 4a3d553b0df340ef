"""Routes at the server's root, beside /v1: health, version, tokens (vLLM's API server).

Sources: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html (tokenizer API); llama.cpp's server
README for what it has of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from typing_extensions import Unpack

from oaicompat._decode import parsed_object, read_object, result, with_reply
from oaicompat._encode import json_request, request, said
from oaicompat._json import as_object, parse
from oaicompat._wire import Call, Reply
from oaicompat.types.base import RequestOptions
from oaicompat.types.server import (
    Detokenized,
    DetokenizeOptions,
    Health,
    ServerVersion,
    Tokenized,
    TokenizeOptions,
)

__all__ = ["detokenize", "health", "tokenize", "version"]


def health(**options: Unpack[RequestOptions]) -> Call[Health]:
    """Whether the server is up: ``GET /health``. A server that is not is an error."""
    return Call(request("GET", "health", options, root=True), _health)


def version(**options: Unpack[RequestOptions]) -> Call[ServerVersion]:
    """The server's version: ``GET /version``."""
    return Call(request("GET", "version", options, root=True), lambda reply: result(ServerVersion, reply))


def tokenize(**options: Unpack[TokenizeOptions]) -> Call[Tokenized]:
    """The tokens of a prompt or of a conversation: ``POST /tokenize``."""
    if said(options.get("prompt")) == said(options.get("messages")):
        raise TypeError("tokenize needs either prompt= or messages=")
    return Call(json_request("tokenize", {}, options, TokenizeOptions.__optional_keys__, root=True), _tokenized)


def detokenize(*, tokens: Iterable[int], **options: Unpack[DetokenizeOptions]) -> Call[Detokenized]:
    """The text of tokens: ``POST /detokenize``."""
    if isinstance(tokens, (str, bytes, Mapping)) or not isinstance(tokens, Iterable):
        raise TypeError(f"tokens must be a list of token ids, not {type(tokens).__name__}")
    named = {"tokens": list(tokens)}
    return Call(
        json_request("detokenize", named, options, DetokenizeOptions.__optional_keys__, root=True),
        lambda reply: result(Detokenized, reply),
    )


def _health(reply: Reply) -> Health:
    """vLLM answers with an empty body, llama.cpp with an object, others with a word."""
    try:
        fields = as_object(parse(reply.content))
    except ValueError:
        fields = {}
    return with_reply(read_object(Health, dict(fields)), reply)


def _tokenized(reply: Reply) -> Tokenized:
    fields = as_object(parsed_object(reply))
    found = result(Tokenized, reply)
    if "count" not in fields:
        vars(found)["count"] = len(cast("list[Any]", fields.get("tokens") or []))
    return found
