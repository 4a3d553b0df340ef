"""What `POST /completions` takes, as typed dictionaries.

Names and shapes follow the OpenAI API reference for legacy completions. What a server adds to it is kept beside the
rest, with the servers that know it named. A server may ignore a key it does not know, or refuse it.
"""

# Annotations are evaluated here, not kept as strings: that lets `__required_keys__` see `Required`, and the stand-in
# server check requests against them.

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from typing_extensions import Required, TypedDict

from oaicompat.types.base import RequestOptions
from oaicompat.types.chat.params import (
    ChatCompletionStreamOptionsParam,
    LoraScaleParam,
    RepetitionDetectionParam,
    ResponseFormat,
    StructuredOutputsParam,
)

__all__ = ["CompletionCreateParams", "CompletionOptions", "CompletionParameters", "Prompt"]

Prompt: TypeAlias = str | Iterable[str] | Iterable[int] | Iterable[Iterable[int]] | Mapping[str, Any]
"""What is to be completed: a text, several, token ids, several lists of such, or llama.cpp's object with media."""


class CompletionParameters(TypedDict, total=False):
    """Everything `POST /completions` takes besides `model`, `prompt` and `stream`. `None` is not sent."""

    # -- OpenAI

    best_of: int | None
    """Make this many on the server and give the `n` likeliest, all of them paid for. Not with `stream`."""

    echo: bool | None
    """Begin the text with the prompt. llama.cpp takes it and leaves it at that."""

    frequency_penalty: float | None
    """From -2 to 2: above 0, tokens become less likely the more often they came."""

    logit_bias: Mapping[str, float] | Sequence[Sequence[float | str | bool]] | None
    """Added to the logit of a token id, from -100 (never) to 100 (always). llama.cpp also takes `[token,
    bias]` pairs."""

    logprobs: int | None
    """How many of the likeliest tokens to show at each place; 0 shows the chosen ones alone. OpenAI takes 5 at most,
    DeepSeek 20."""

    max_tokens: int | None
    """Most tokens to generate. OpenAI, vLLM and SGLang stop at 16 unless it is given."""

    n: int | None
    """How many texts to make for each prompt. 1 unless given."""

    presence_penalty: float | None
    """From -2 to 2: above 0, tokens that came at all become less likely."""

    seed: int | None
    """The same seed and request give the same answer, as far as the server can."""

    stop: str | list[str] | None
    """Text or texts at which the answer ends, themselves left out. OpenAI takes 4."""

    stream_options: ChatCompletionStreamOptionsParam | Mapping[str, Any] | None
    """Settings of a streamed answer; without `stream` some servers refuse it."""

    suffix: str | None
    """The text that follows what is to be made, for models that fill in the middle. Also DeepSeek, Ollama."""

    temperature: float | None
    """From 0 to 2: how random the choice of tokens is; 0 takes the likeliest."""

    top_p: float | None
    """From 0 to 1: choose among the likeliest tokens that together reach this probability."""

    user: str | None
    """An id of your user. OpenAI deprecates it for `safety_identifier` and `prompt_cache_key`."""

    # -- several servers

    cache_salt: str | list[str] | None
    """Requests with different salts share no cached prompt. vLLM, SGLang."""

    ignore_eos: bool | None
    """Go on past the token that ends the text. vLLM, SGLang, llama.cpp."""

    json_schema: Mapping[str, Any] | str | None
    """A JSON schema the output follows: an object in llama.cpp, its text in SGLang."""

    min_p: float | None
    """From 0 to 1: drop tokens less likely than this share of the likeliest. vLLM, SGLang, llama.cpp, Together."""

    min_tokens: int | None
    """Fewest tokens to generate before the text may end. vLLM, SGLang."""

    prompt_logprobs: int | None
    """How many of the likeliest tokens to show at each place of the prompt. vLLM."""

    priority: int | None
    """Place in the queue, where the server schedules by it; in vLLM a lower number runs earlier. vLLM,
    SGLang."""

    repetition_penalty: float | None
    """Divides the logits of tokens that came in the prompt or the answer; 1 is off. vLLM, SGLang, Together."""

    response_format: ResponseFormat | Mapping[str, Any] | None
    """Shape of the output: text, any JSON object, or JSON by a schema. vLLM, SGLang."""

    return_token_ids: bool | None
    """Give the token ids of the prompt and the answer. vLLM, SGLang."""

    session_id: str | None
    """Ties requests together that belong to one conversation. vLLM, SGLang."""

    skip_special_tokens: bool | None
    """Leave special tokens out of the text; on unless switched off. vLLM, SGLang."""

    stop_token_ids: Sequence[int] | None
    """Token ids at which the answer ends. vLLM, SGLang."""

    top_k: int | None
    """Choose among this many of the likeliest tokens; -1 or 0 is off, by server. vLLM, SGLang, llama.cpp, Together."""

    # -- vLLM

    add_special_tokens: bool | None
    """Add tokens such as BOS to the prompt; on unless switched off. vLLM."""

    allowed_token_ids: Sequence[int] | None
    """Only these token ids may come. vLLM."""

    bad_words: list[str] | None
    """Words that may not come. vLLM."""

    ec_transfer_params: Mapping[str, Any] | None
    """How the encoder cache moves between servers. vLLM."""

    include_stop_str_in_output: bool | None
    """Leave the stop text at the end of the answer. vLLM."""

    kv_transfer_params: Mapping[str, Any] | None
    """How the KV cache moves between servers. vLLM."""

    length_penalty: float | None
    """Exponent of the length in beam search; 1 unless given. vLLM."""

    logprob_token_ids: Sequence[int] | None
    """Give log probabilities of just these token ids. vLLM."""

    mm_payload: Literal["tensors", "none"] | str | None
    """What the render endpoint gives for media. vLLM."""

    prompt_embeds: str | Sequence[str] | None
    """The prompt as embeddings: a tensor saved by torch, as base64; `prompt` may then be None. vLLM."""

    repetition_detection: RepetitionDetectionParam | Mapping[str, Any] | None
    """End the answer when it goes round in circles. vLLM."""

    request_id: str | None
    """Your id of the request. vLLM."""

    return_mm_kwargs: bool | None
    """The older form of `mm_payload`. vLLM."""

    return_token_offsets: bool | None
    """Give where each token begins in the text; render endpoint only. vLLM."""

    return_tokens_as_token_ids: bool | None
    """Write tokens as `token_id:123` in log probabilities. vLLM."""

    return_weight_versions: bool | None
    """Give which version of the weights made which tokens. vLLM."""

    routed_experts_prompt_start: int | None
    """Leave this many tokens of the prompt out of the expert routing data. vLLM."""

    spaces_between_special_tokens: bool | None
    """Put spaces between special tokens; on unless switched off. vLLM."""

    stream_interval: int | None
    """Tokens in a chunk of the stream, at least 1. vLLM."""

    structured_outputs: StructuredOutputsParam | Mapping[str, Any] | None
    """What the output must look like: JSON, a pattern, a choice or a grammar. vLLM."""

    thinking_token_budget: int | None
    """Most tokens of thinking before it is cut off. vLLM."""

    truncate_prompt_tokens: int | None
    """Cut the prompt to this many tokens; -1 is as many as the model takes. vLLM."""

    truncation_side: Literal["left", "right"] | str | None
    """The end at which the prompt is cut. vLLM."""

    use_beam_search: bool | None
    """Beam search in place of sampling; `n` is the number of beams. vLLM."""

    vllm_xargs: Mapping[str, str | int | float | Sequence[str | int | float]] | None
    """Values for extensions of the server. vLLM."""

    watermarking: bool | None
    """Put a watermark into the text. vLLM."""

    # -- SGLang

    bootstrap_host: str | list[str] | None
    """Address of the prefill server. SGLang."""

    bootstrap_port: int | Sequence[int | None] | None
    """Port of the prefill server. SGLang."""

    bootstrap_room: int | Sequence[int] | None
    """Number under which prefill and decode servers meet. SGLang."""

    custom_labels: Mapping[str, str] | None
    """Labels for the server's metrics. SGLang."""

    custom_logit_processor: str | Sequence[str | None] | None
    """A logit processor, serialized. SGLang."""

    custom_params: Mapping[str, Any] | None
    """Values for the logit processor. SGLang."""

    data_parallel_rank: int | None
    """The older name of `routed_dp_rank`. SGLang."""

    disagg_prefill_dp_rank: int | None
    """The prefill worker that has the cache. SGLang."""

    ebnf: str | None
    """An EBNF grammar the output follows. SGLang."""

    extra_key: str | list[str] | None
    """Requests with different keys share no cached prompt. SGLang."""

    images_config: Mapping[str, Any] | None
    """How images are prepared. SGLang."""

    lora_path: str | Sequence[str | None] | None
    """Name or path of a LoRA adapter. SGLang."""

    mm_processor_kwargs: Mapping[str, Any] | None
    """Settings for the model's processor of images, sound and video. SGLang."""

    no_stop_trim: bool | None
    """Leave the stop text at the end of the answer. SGLang."""

    regex: str | None
    """A regular expression the output matches. SGLang."""

    return_cached_tokens_details: bool | None
    """Give where cached tokens came from. SGLang."""

    return_hidden_states: bool | Literal["last"] | str | None
    """Give the hidden states, or with `last` those of the last token. SGLang."""

    return_routed_experts: bool | None
    """Give which experts were used. SGLang."""

    return_spec_tokens_details: bool | None
    """Give the counts of speculative decoding. SGLang."""

    rid: str | list[str] | None
    """Your id of the request. SGLang."""

    routed_dp_rank: int | None
    """The data-parallel worker that takes the request. SGLang."""

    routed_experts_start_len: int | None
    """Give expert routing from this token on. SGLang."""

    session_params: Mapping[str, Any] | None
    """State of a session kept on the server. SGLang."""

    stop_regex: str | list[str] | None
    """Patterns at which the answer ends. SGLang."""

    watermark: Mapping[str, Any] | None
    """Settings of a watermark. SGLang."""

    # -- llama.cpp

    adaptive_decay: float | None
    """How slowly the adaptive-p sampler forgets. llama.cpp."""

    adaptive_target: float | None
    """Probability the adaptive-p sampler aims at; below 0 is off. llama.cpp."""

    backend_sampling: bool | None
    """Sample on the device the model runs on. llama.cpp."""

    cache_prompt: bool | None
    """Use what is in the KV cache of the same beginning. llama.cpp."""

    dry_allowed_length: int | None
    """Repeats up to this many tokens go unpunished by DRY. llama.cpp."""

    dry_base: float | None
    """Base of DRY's penalty, which grows with the length of the repeat. llama.cpp."""

    dry_multiplier: float | None
    """Strength of the DRY repetition penalty; 0 is off. llama.cpp."""

    dry_penalty_last_n: int | None
    """Tokens DRY looks back; 0 is off, -1 the whole context. llama.cpp."""

    dry_sequence_breakers: list[str] | None
    """Texts at which DRY starts anew. llama.cpp."""

    dynatemp_exponent: float | None
    """How entropy turns into temperature. llama.cpp."""

    dynatemp_range: float | None
    """The temperature moves up to this far to both sides; 0 is off. llama.cpp."""

    grammar: str | None
    """A GBNF grammar the output follows. llama.cpp."""

    grammar_lazy: bool | None
    """Use the grammar only after a trigger. llama.cpp."""

    grammar_triggers: Sequence[Mapping[str, Any]] | None
    """Words, patterns or tokens after which a lazy grammar is used. llama.cpp."""

    id_slot: int | None
    """The slot to use; -1 is any that is free. llama.cpp."""

    lora: Sequence[LoraScaleParam | Mapping[str, Any]] | None
    """Strength of the loaded LoRA adapters for this request. llama.cpp."""

    min_keep: int | None
    """Samplers leave at least this many tokens. llama.cpp."""

    mirostat: int | None
    """Mirostat sampling: 0 off, 1 or 2 its version. llama.cpp."""

    mirostat_eta: float | None
    """Mirostat's learning rate. llama.cpp."""

    mirostat_tau: float | None
    """The entropy Mirostat aims at. llama.cpp."""

    n_cache_reuse: int | None
    """Shift pieces of the cache of at least this many tokens to use them again; 0 is off. llama.cpp."""

    n_cmpl: int | None
    """Another name of `n`. llama.cpp."""

    n_discard: int | None
    """Tokens dropped when the context is full; 0 is half of it. llama.cpp."""

    n_indent: int | None
    """Fewest spaces at the start of a line, for code. llama.cpp."""

    n_keep: int | None
    """Tokens of the prompt kept when the context is full; -1 is all. llama.cpp."""

    n_predict: int | None
    """Another name of `max_tokens`; -1 is no limit. llama.cpp."""

    n_probs: int | None
    """Another name of `logprobs`. llama.cpp."""

    post_sampling_probs: bool | None
    """Show probabilities as they are after the samplers. llama.cpp."""

    preserved_tokens: list[str] | None
    """Special tokens that stay in the text. llama.cpp."""

    repeat_last_n: int | None
    """Tokens the repetition penalties look back; 0 is off, -1 the whole context. llama.cpp."""

    repeat_penalty: float | None
    """Divides the logits of tokens that came lately; 1 is off. llama.cpp."""

    response_fields: list[str] | None
    """Only these fields of the answer; `a/b` lifts `b` to the top. llama.cpp."""

    return_progress: bool | None
    """Stream how far the prompt has been read. llama.cpp."""

    return_tokens: bool | None
    """Give the token ids of the answer. llama.cpp."""

    samplers: list[str] | str | None
    """The samplers in their order, as names or as a string of letters. llama.cpp."""

    sse_ping_interval: int | None
    """Seconds of silence after which the stream gets a comment; -1 is off. llama.cpp."""

    t_max_predict_ms: int | None
    """Milliseconds the answer may take; 0 is no limit. llama.cpp."""

    timings_per_token: bool | None
    """Every chunk has the speed so far. llama.cpp."""

    top_n_sigma: float | None
    """Keep tokens within this many standard deviations of the best logit; below 0 is off. llama.cpp."""

    typical_p: float | None
    """Share of probability kept by locally typical sampling; 1 is off. llama.cpp."""

    verbose: bool | None
    """Add a `__verbose` object with what the engine did. llama.cpp."""

    xtc_probability: float | None
    """How often XTC drops the likeliest tokens, from 0 (off) to 1. llama.cpp."""

    xtc_threshold: float | None
    """XTC drops only tokens likelier than this; above 0.5 is off. llama.cpp."""

    # -- Together

    safety_model: str | None
    """The moderation model that watches the answer. Together."""


class CompletionOptions(CompletionParameters, RequestOptions, total=False):
    """The keyword arguments of a completion: what goes into the body, and how the request is sent."""


class CompletionCreateParams(CompletionParameters, total=False):
    """A whole request body."""

    model: Required[str]
    """Id of the model."""
    prompt: Required[str | list[str] | list[int] | list[list[int]]]
    """What is to be completed: a text, several, token ids, or several lists of such."""
    stream: bool | None
    """Answer with server-sent events."""
