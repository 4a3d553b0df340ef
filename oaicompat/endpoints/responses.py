"""Responses: ``/responses`` and what lies below it (OpenAI API reference, responses).

OpenRouter, Groq, Mistral, xAI, DashScope, vLLM, SGLang, Ollama, llama.cpp and LM Studio answer to ``POST /responses``;
few of them keep responses, so that they can be retrieved or gone on from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from typing_extensions import Unpack

from oaicompat._body import looks_like_events
from oaicompat._decode import not_what_was_asked, parsed_object, read_object, result, with_reply
from oaicompat._encode import CALL_OPTIONS, json_request, request, said
from oaicompat._json import as_object
from oaicompat._response_events import ResponseEventDecoder, whole_of_stream
from oaicompat._wire import Call, Reply, Request, StreamCall
from oaicompat.endpoints._deletion import deletion
from oaicompat.endpoints._urls import in_path, query_request
from oaicompat.types.responses.compacted_response import CompactedResponse
from oaicompat.types.responses.input_token_count_response import InputTokenCountResponse
from oaicompat.types.responses.response import Response
from oaicompat.types.responses.response_deleted import ResponseDeleted
from oaicompat.types.responses.response_item_list import ResponseItemList

if TYPE_CHECKING:
    from oaicompat.types.base import RequestOptions
    from oaicompat.types.responses.params import (
        CompactOptions,
        InputItemsOptions,
        InputTokensOptions,
        ResponseOptions,
        RetrieveOptions,
    )
    from oaicompat.types.responses.response_input_item_param import ResponseInput
    from oaicompat.types.responses.response_stream_event import ResponseStreamEvent

__all__ = [
    "KNOWN",
    "KNOWN_OF_COMPACT",
    "KNOWN_OF_INPUT_ITEMS",
    "KNOWN_OF_INPUT_TOKENS",
    "KNOWN_OF_RETRIEVE",
    "cancel_response",
    "compact",
    "count_input_tokens",
    "create_response",
    "delete_response",
    "list_input_items",
    "retrieve_response",
    "retrieve_response_stream",
    "stream_response",
]

#: The names that `create` takes beside `model`, `input` and `stream`: the keys of `ResponseOptions`. They are written
#: out because the module that defines it takes 12 ms to import; a test compares the two, here and below.
KNOWN = CALL_OPTIONS | frozenset(
    """
    background bootstrap_host bootstrap_port bootstrap_room cache_control cache_salt chat_template_kwargs
    context_management conversation data_parallel_rank debug deferred_tools disagg_prefill_dp_rank
    ec_transfer_params enable_response_messages enable_thinking extra_key frequency_penalty ignore_eos
    image_config include include_reasoning include_stop_str_in_output instructions kv_transfer_params logit_bias
    max_output_tokens max_tool_calls media_io_kwargs metadata min_p mm_payload mm_processor_kwargs modalities
    models moderation parallel_tool_calls plugins presence_penalty previous_input_messages previous_response_id
    priority prompt prompt_cache_key prompt_cache_options prompt_cache_retention provider reasoning
    repetition_penalty request_id return_mm_kwargs routed_dp_rank safety_identifier seed service_tier session_id
    skip_special_tokens spaces_between_special_tokens stop stop_server_tools_when stop_token_ids store
    stream_options structured_outputs temperature text tool_choice tools top_k top_logprobs top_p trace truncation
    ttl user vllm_xargs watermarking
    """.split()
)
KNOWN_OF_RETRIEVE = CALL_OPTIONS | frozenset({"include", "include_obfuscation", "starting_after"})
KNOWN_OF_INPUT_ITEMS = CALL_OPTIONS | frozenset({"after", "include", "limit", "order"})
KNOWN_OF_INPUT_TOKENS = CALL_OPTIONS | frozenset(
    """
    conversation instructions parallel_tool_calls personality previous_response_id reasoning text tool_choice tools
    truncation
    """.split()
)
KNOWN_OF_COMPACT = CALL_OPTIONS | frozenset(
    """
    instructions previous_response_id prompt_cache_key prompt_cache_options prompt_cache_retention service_tier
    """.split()
)


def create_response(
    *, model: str | None = None, input: ResponseInput | None = None, **options: Unpack[ResponseOptions]
) -> Call[Response]:
    """A whole response. `options` are the keys of `ResponseOptions`."""
    return Call(_create_request(model, input, options, stream=False), _response)


def stream_response(
    *, model: str | None = None, input: ResponseInput | None = None, **options: Unpack[ResponseOptions]
) -> StreamCall[ResponseStreamEvent]:
    """A response in events, as it is made."""
    return StreamCall(_create_request(model, input, options, stream=True), ResponseEventDecoder, "response")


def retrieve_response(response_id: str, **options: Unpack[RetrieveOptions]) -> Call[Response]:
    """A response that the server kept."""
    return Call(query_request(_path(response_id), options, KNOWN_OF_RETRIEVE), _response)


def retrieve_response_stream(response_id: str, **options: Unpack[RetrieveOptions]) -> StreamCall[ResponseStreamEvent]:
    """A response that the server kept, in events; of one that is being made, as it is made."""
    asked = query_request(_path(response_id), options, KNOWN_OF_RETRIEVE)
    asked = replace(asked, query={"stream": True, **asked.query}, stream=True)
    return StreamCall(asked, ResponseEventDecoder, "response")


def delete_response(response_id: str, **options: Unpack[RequestOptions]) -> Call[ResponseDeleted]:
    """The end of a response that the server kept."""
    return Call(request("DELETE", _path(response_id), options), deletion(ResponseDeleted, response_id))


def cancel_response(response_id: str, **options: Unpack[RequestOptions]) -> Call[Response]:
    """The end of the work on a response that is made in the background."""
    return Call(request("POST", f"{_path(response_id)}/cancel", options), _response)


def list_input_items(
    response_id: str, *, after: str | None = None, **options: Unpack[InputItemsOptions]
) -> Call[ResponseItemList]:
    """A page of the items that a response was made of."""
    asked = query_request(f"{_path(response_id)}/input_items", {**options, "after": after}, KNOWN_OF_INPUT_ITEMS)
    return Call(asked, _items)


def count_input_tokens(
    *, model: str | None = None, input: ResponseInput | None = None, **options: Unpack[InputTokensOptions]
) -> Call[InputTokenCountResponse]:
    """How many tokens an input would take."""
    named = _named(model, input)
    return Call(json_request("responses/input_tokens", named, options, KNOWN_OF_INPUT_TOKENS), _token_count)


def compact(
    *, model: str | None, input: ResponseInput | None = None, **options: Unpack[CompactOptions]
) -> Call[CompactedResponse]:
    """A conversation made short."""
    return Call(json_request("responses/compact", _named(model, input), options, KNOWN_OF_COMPACT), _compacted)


#: What can be iterated over and gives no items.
_NO_ITEMS = (bytes, bytearray, memoryview, Mapping, BaseModel)

# -- requests ----------------------------------------------------------------------------------------------------------


def _create_request(model: object, input: object, options: Mapping[str, Any], *, stream: bool) -> Request:
    form = options.get("text")
    if isinstance(form, type) or isinstance(as_object(form).get("format"), type):
        raise TypeError(
            "text is a class; give its JSON schema: "
            "text={'format': {'type': 'json_schema', 'name': ..., 'schema': Model.model_json_schema()}}"
        )
    return json_request("responses", _named(model, input), options, KNOWN, stream=stream)


def _named(model: object, input: object) -> dict[str, Any]:
    if said(model) and not isinstance(model, str):
        raise TypeError(f"model must be a string, not {type(model).__name__}")
    if not said(input) or isinstance(input, (str, list)):
        return {"model": model, "input": input}
    if isinstance(input, _NO_ITEMS) or not isinstance(input, Iterable):
        hint = "write input='...', or input=[{'role': 'user', 'content': ...}]"
        raise TypeError(f"input must be text or a list of items, not {type(input).__name__}; {hint}")
    return {"model": model, "input": [*input]}


def _path(response_id: object) -> str:
    return f"responses/{in_path('response_id', response_id, source='the `id` of a response')}"


# -- replies -----------------------------------------------------------------------------------------------------------


def _response(reply: Reply) -> Response:
    if reply.content and looks_like_events(reply.content):
        return whole_of_stream(reply)  # some proxies stream whether asked or not
    response = result(Response, reply)
    if "output" not in response.model_fields_set and not _says_response(response):
        raise not_what_was_asked(reply, "response", missing=" (it has no output)")
    return response


def _says_response(response: Response) -> bool:
    return "object" in response.model_fields_set and response.object == "response"


def _items(reply: Reply) -> ResponseItemList:
    """A page, or a bare list of all items."""
    body = parsed_object(reply)
    fields = {"data": body} if isinstance(body, list) else as_object(body)
    if "data" not in fields:
        raise not_what_was_asked(reply, "list of items")
    return with_reply(read_object(ResponseItemList, fields), reply)


def _token_count(reply: Reply) -> InputTokenCountResponse:
    count = result(InputTokenCountResponse, reply)
    if "input_tokens" not in count.model_fields_set:
        raise not_what_was_asked(reply, "count of tokens")
    return count


def _compacted(reply: Reply) -> CompactedResponse:
    compacted = result(CompactedResponse, reply)
    if "output" not in compacted.model_fields_set:
        raise not_what_was_asked(reply, "compacted response", missing=" (it has no output)")
    return compacted
