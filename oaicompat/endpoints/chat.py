"""Chat completions: ``POST /chat/completions`` (OpenAI API reference, create chat completion)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from typing_extensions import Unpack

from oaicompat._body import looks_like_events
from oaicompat._chunks import ChatChunkDecoder, whole_of_stream
from oaicompat._decode import not_what_was_asked, result
from oaicompat._encode import json_request
from oaicompat._unify import unified
from oaicompat._wire import Call, Reply, Request, StreamCall
from oaicompat.types.chat.chat_completion import ChatCompletion
from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk

if TYPE_CHECKING:
    from oaicompat.types.chat.params import ChatOptions, Messages

__all__ = ["KNOWN", "chat", "chat_stream", "checked_messages"]

#: The names that `create` takes beside `model`, `messages` and `stream`: the keys of `ChatOptions`. They are written
#: out because the module that defines it takes 7 ms to import; a test compares the two.
KNOWN = frozenset(
    """
    adaptive_decay adaptive_target add_generation_prompt add_special_tokens allowed_token_ids asr_options audio
    backend_sampling bad_words bootstrap_host bootstrap_port bootstrap_room cache_control cache_prompt
    cache_salt chat_template chat_template_kwargs citation_options compliance compound_custom
    context_length_exceeded_behavior continue_final_message custom_logit_processor custom_params
    data_parallel_rank deadline debug deferred_tools disable_tool_validation disagg_prefill_dp_rank documents
    dry_allowed_length dry_base dry_multiplier dry_penalty_last_n dry_sequence_breakers dynatemp_exponent
    dynatemp_range ebnf ec_transfer_params echo enable_code_interpreter enable_search enable_thinking
    exclude_domains extra_body extra_headers extra_key extra_query frequency_penalty function_call functions
    generation_prompt grammar grammar_lazy grammar_triggers guardrails id_slot ignore_eos image_config
    images_config include_domains include_reasoning include_stop_str_in_output input_ids json_schema
    kv_transfer_params length_penalty logit_bias logprob_token_ids logprobs lora lora_path max_completion_tokens
    max_dynamic_patch max_retries max_tokens media_io_kwargs metadata min_dynamic_patch min_keep min_p
    min_tokens mirostat mirostat_eta mirostat_tau mm_payload mm_processor_kwargs modalities models moderation n
    n_cache_reuse n_cmpl n_discard n_indent n_keep n_predict n_probs no_stop_trim parallel_tool_calls
    parse_tool_calls plugins post_sampling_probs prediction presence_penalty preserve_thinking preserved_tokens
    priority prompt_cache_key prompt_cache_options prompt_cache_retention prompt_logprobs prompt_mode provider
    random_seed reasoning reasoning_budget_end_tag reasoning_budget_message reasoning_budget_start_tag
    reasoning_budget_tokens reasoning_control reasoning_effort reasoning_format regex repeat_last_n
    repeat_penalty repetition_detection repetition_penalty request_id response_fields response_format
    return_cached_tokens_details return_flat_raw_output_top_logprobs return_flat_raw_top_logprobs_b64
    return_hidden_states return_input_ids_in_sglext return_meta_info return_mm_kwargs
    return_output_ids_in_sglext return_progress return_prompt_text return_prompt_token_ids return_routed_experts
    return_sampling_mask return_spec_tokens_details return_token_ids return_token_offsets return_tokens
    return_tokens_as_token_ids return_weight_versions rid routed_dp_rank routed_experts_prompt_start
    routed_experts_start_len safe_prompt safety_identifier safety_model samplers sampling_logprobs_mode
    search_options search_settings seed separate_reasoning service_tier session_id session_params
    skip_special_tokens spaces_between_special_tokens sse_ping_interval stop stop_regex stop_server_tools_when
    stop_token_ids store stream_interval stream_options stream_reasoning structured_outputs t_max_predict_ms
    task temperature thinking thinking_budget thinking_budget_tokens thinking_token_budget timeout
    timings_per_token tool_choice tools top_a top_k top_logprobs top_n_sigma top_p top_prompt_logprobs trace
    translation_options truncate_prompt_tokens truncation_side ttl typical_p use_audio_in_video use_beam_search
    user user_id verbose verbosity video_config vl_high_resolution_images vllm_xargs watermark watermarking
    web_search_options xtc_probability xtc_threshold
    """.split()
)


def chat(*, model: str, messages: Messages, **options: Unpack[ChatOptions]) -> Call[ChatCompletion]:
    """A whole chat completion. `options` are the keys of `ChatOptions`."""
    return Call(_request(model, messages, options, stream=False), _completion)


def chat_stream(*, model: str, messages: Messages, **options: Unpack[ChatOptions]) -> StreamCall[ChatCompletionChunk]:
    """A chat completion in chunks, as they are written."""
    return StreamCall(_request(model, messages, options, stream=True), ChatChunkDecoder, "chat")


def _request(model: object, messages: object, options: Mapping[str, Any], *, stream: bool) -> Request:
    if not isinstance(model, str):
        raise TypeError(f"model must be a string, not {type(model).__name__}")
    messages = checked_messages(messages)
    if isinstance(options.get("response_format"), type):
        raise TypeError(
            "response_format is a class: give it to chat.completions.parse(), or here its JSON schema: "
            "{'type': 'json_schema', 'json_schema': {'name': ..., 'schema': Model.model_json_schema()}}"
        )
    if options.get("tools") == []:  # many servers refuse an empty list, and it says nothing
        options = {name: value for name, value in options.items() if name != "tools"}
    named = {"model": model, "messages": messages if isinstance(messages, list) else list(messages)}
    return json_request("chat/completions", named, options, KNOWN, stream=stream)


def checked_messages(messages: object) -> Iterable[Any]:
    """The messages, if they are such. Raises TypeError."""
    if isinstance(messages, (str, bytes, Mapping)) or not isinstance(messages, Iterable):
        hint = " write messages=[{'role': 'user', 'content': ...}]"
        raise TypeError(f"messages must be a list of messages, not {type(messages).__name__};{hint}")
    return messages


def _completion(reply: Reply) -> ChatCompletion:
    if reply.content and looks_like_events(reply.content):
        return whole_of_stream(reply)  # some proxies stream whether asked or not
    completion = result(ChatCompletion, reply)
    if not completion.choices:
        raise not_what_was_asked(reply, "chat completion", missing=" (it has no choices)")
    return unified(completion)
