"""Routes at the server's root, beside /v1: health, version, tokens (vLLM's API server).

Sources: https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html (tokenizer API); llama.cpp's server
README for what it has of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, parsed_object, read_object, result, with_reply
from oaicompat._encode import json_request, request, said
from oaicompat._json import as_list, as_object, parse
from oaicompat._wire import Call, Reply
from oaicompat.types.base import RequestOptions
from oaicompat.types.server import (
    Detokenized,
    DetokenizeOptions,
    Health,
    ServerVersion,
    Tokenized,
    TokenizeOptions,
    TokenizerInfo,
)

__all__ = ["detokenize", "health", "tokenize", "tokenizer_info", "version"]


def health(**options: Unpack[RequestOptions]) -> Call[Health]:
    """Whether the server is up: ``GET /health``. A server that is not is an error."""
    return Call(request("GET", "health", options, root=True), _health)


def version(**options: Unpack[RequestOptions]) -> Call[ServerVersion]:
    """The server's version: ``GET /version``."""
    return Call(request("GET", "version", options, root=True), lambda reply: result(ServerVersion, reply))


def tokenizer_info(**options: Unpack[RequestOptions]) -> Call[TokenizerInfo]:
    """The tokenizer's configuration: ``GET /tokenizer_info`` (vLLM, with ``--enable-tokenizer-info-endpoint``)."""
    return Call(request("GET", "tokenizer_info", options, root=True), lambda reply: result(TokenizerInfo, reply))


def tokenize(**options: Unpack[TokenizeOptions]) -> Call[Tokenized]:
    """The tokens of a text or of a conversation: ``POST /tokenize``."""
    is_text = said(options.get("prompt")) or said(options.get("content"))
    if is_text == said(options.get("messages")):
        raise TypeError("tokenize needs either prompt= (llama.cpp: content=) or messages=")
    return Call(json_request("tokenize", {}, options, TokenizeOptions.__optional_keys__, root=True), _tokenized)


def detokenize(
    *, tokens: Iterable[int] | Iterable[Iterable[int]], **options: Unpack[DetokenizeOptions]
) -> Call[Detokenized]:
    """The text of tokens: ``POST /detokenize``. Several lists of tokens are for SGLang."""
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
    """Tokens that are numbers (vLLM), objects with their text (llama.cpp), or lists, one for each text (SGLang).

    What is made of the latter two is not in `model_fields_set`: dumping gives the server's own.
    """
    fields = as_object(parsed_object(reply))
    if "tokens" not in fields:
        raise not_what_was_asked(reply, "list of tokens")
    sent = as_list(fields["tokens"])
    made: dict[str, Any] = {}
    if sent and all(isinstance(one, dict) for one in sent):
        made = {"tokens": [one.get("id") for one in sent], "pieces": sent}
    elif sent and all(isinstance(one, list) for one in sent):
        made = {"tokens": [token for one in sent for token in one], "batch": sent}
    if not isinstance(fields.get("count"), int):
        made["count"] = len(made.get("tokens", sent))
    found = read_object(Tokenized, {**fields, **made})
    for name in made:
        found.model_fields_set.discard(name)
        if name in fields and found.model_extra is not None:
            found.model_extra[name] = fields[name]
    return with_reply(found, reply)
