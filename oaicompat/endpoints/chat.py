"""Chat completions: ``POST /chat/completions`` (OpenAI API reference, create chat completion)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from typing_extensions import Unpack

from oaicompat._chunks import ChatChunkDecoder, whole_of_stream
from oaicompat._decode import not_what_was_asked, result
from oaicompat._encode import json_request
from oaicompat._wire import Call, Reply, Request, StreamCall
from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk
from oaicompat.types.chat.params import ChatOptions

if TYPE_CHECKING:
    from oaicompat.types.chat.params import Messages

__all__ = ["KNOWN", "chat", "chat_stream"]

#: The names that `create` takes beside `model`, `messages` and `stream`.
KNOWN = frozenset(ChatOptions.__optional_keys__)


def chat(*, model: str, messages: Messages, **options: Unpack[ChatOptions]) -> Call[ChatCompletion]:
    """A whole chat completion. `options` are the keys of `ChatOptions`."""
    return Call(_request(model, messages, options, stream=False), _completion)


def chat_stream(*, model: str, messages: Messages, **options: Unpack[ChatOptions]) -> StreamCall[ChatCompletionChunk]:
    """A chat completion in chunks, as they are written."""
    return StreamCall(_request(model, messages, options, stream=True), ChatChunkDecoder)


def _request(model: object, messages: object, options: Mapping[str, Any], *, stream: bool) -> Request:
    if not isinstance(model, str):
        raise TypeError(f"model must be a string, not {type(model).__name__}")
    if isinstance(messages, (str, bytes, Mapping)) or not isinstance(messages, Iterable):
        hint = " write messages=[{'role': 'user', 'content': ...}]"
        raise TypeError(f"messages must be a list of messages, not {type(messages).__name__};{hint}")
    if isinstance(options.get("response_format"), type):
        raise TypeError(
            "response_format is a class; give its JSON schema: "
            "{'type': 'json_schema', 'json_schema': {'name': ..., 'schema': Model.model_json_schema()}}"
        )
    named = {"model": model, "messages": messages if isinstance(messages, list) else list(messages)}
    return json_request("chat/completions", named, options, KNOWN, stream=stream)


def _completion(reply: Reply) -> ChatCompletion:
    if reply.content.lstrip()[:5] in (b"data:", b"event", b": ") or reply.content[:1] == b":":
        return whole_of_stream(reply)  # some proxies stream whether asked or not
    completion = result(ChatCompletion, reply)
    if not completion.choices:
        raise not_what_was_asked(reply, "chat completion", missing=" (it has no choices)")
    return completion
