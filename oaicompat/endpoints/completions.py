"""Completions of texts: ``POST /completions`` (OpenAI API reference, create completion, legacy)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from typing_extensions import Unpack

from oaicompat._body import looks_like_events
from oaicompat._completions import CompletionDecoder, lifted, whole_of_stream
from oaicompat._decode import not_what_was_asked, result
from oaicompat._encode import checked_text, json_request, said
from oaicompat._wire import Call, Reply, Request, StreamCall
from oaicompat.types.completion import Completion

if TYPE_CHECKING:
    from oaicompat.types.completion_create_params import CompletionOptions, Prompt

__all__ = ["KNOWN", "complete", "complete_stream"]

#: The names that `create` takes beside `model`, `prompt` and `stream`: the keys of `CompletionOptions`. They are
#: written out because the module that defines it imports chat's; a test compares the two.
KNOWN = frozenset(
    """
    adaptive_decay adaptive_target add_special_tokens allowed_token_ids backend_sampling bad_words best_of
    bootstrap_host bootstrap_port bootstrap_room cache_prompt cache_salt custom_labels custom_logit_processor
    custom_params data_parallel_rank deadline disagg_prefill_dp_rank dry_allowed_length dry_base dry_multiplier
    dry_penalty_last_n dry_sequence_breakers dynatemp_exponent dynatemp_range ebnf ec_transfer_params echo
    extra_body extra_headers extra_key extra_query frequency_penalty grammar grammar_lazy grammar_triggers id_slot
    ignore_eos images_config include_stop_str_in_output json_schema kv_transfer_params length_penalty logit_bias
    logprob_token_ids logprobs lora lora_path max_retries max_tokens min_keep min_p min_tokens mirostat mirostat_eta
    mirostat_tau mm_payload mm_processor_kwargs n n_cache_reuse n_cmpl n_discard n_indent n_keep n_predict n_probs
    no_stop_trim post_sampling_probs presence_penalty preserved_tokens priority prompt_embeds prompt_logprobs regex
    repeat_last_n repeat_penalty repetition_detection repetition_penalty request_id response_fields response_format
    return_cached_tokens_details return_hidden_states return_mm_kwargs return_progress return_routed_experts
    return_spec_tokens_details return_token_ids return_token_offsets return_tokens return_tokens_as_token_ids
    return_weight_versions rid routed_dp_rank routed_experts_prompt_start routed_experts_start_len safety_model
    samplers seed session_id session_params skip_special_tokens spaces_between_special_tokens sse_ping_interval stop
    stop_regex stop_token_ids stream_interval stream_options structured_outputs suffix t_max_predict_ms temperature
    thinking_token_budget timeout timings_per_token top_k top_n_sigma top_p truncate_prompt_tokens truncation_side
    typical_p use_beam_search user verbose vllm_xargs watermark watermarking xtc_probability xtc_threshold
    """.split()
)


def complete(*, model: str, prompt: Prompt | None, **options: Unpack[CompletionOptions]) -> Call[Completion]:
    """A whole completion. `options` are the keys of `CompletionOptions`."""
    return Call(_request(model, prompt, options, stream=False), _completion)


def complete_stream(
    *, model: str, prompt: Prompt | None, **options: Unpack[CompletionOptions]
) -> StreamCall[Completion]:
    """A completion in pieces, as they are written."""
    return StreamCall(_request(model, prompt, options, stream=True), CompletionDecoder, "completion")


def _request(model: object, prompt: object, options: Mapping[str, Any], *, stream: bool) -> Request:
    named = {"model": checked_text("model", model), "prompt": _prompt(prompt) if said(prompt) else None}
    return json_request("completions", named, options, KNOWN, stream=stream)


def _prompt(prompt: object) -> object:
    if isinstance(prompt, (str, list, Mapping)):
        return cast("object", prompt)
    if isinstance(prompt, (bytes, bytearray)) or not isinstance(prompt, Iterable):
        hint = "write prompt='...', or prompt=['...', '...'] for several"
        raise TypeError(f"prompt must be a text, a list of texts, or token ids, not {type(prompt).__name__}; {hint}")
    return list(cast("Iterable[object]", prompt))


def _completion(reply: Reply) -> Completion:
    if reply.content and looks_like_events(reply.content):
        return whole_of_stream(reply)  # some proxies stream whether asked or not
    completion = lifted(result(Completion, reply))
    if not completion.choices:
        raise not_what_was_asked(reply, "completion", missing=" (it has no choices)")
    return completion
