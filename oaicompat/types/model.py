"""The models that a server offers (OpenAI API reference, models), with what servers tell of them beside it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from oaicompat.types.base import Count, Listed, Result, Text, WireObject, open_words
from oaicompat.types.pages import Page

__all__ = [
    "Model",
    "ModelAliasTarget",
    "ModelArchitecture",
    "ModelArtificialAnalysis",
    "ModelBenchmarks",
    "ModelCapabilities",
    "ModelDefaultParameters",
    "ModelDesignArena",
    "ModelLinks",
    "ModelList",
    "ModelListLinks",
    "ModelMeta",
    "ModelPerRequestLimits",
    "ModelPermission",
    "ModelPricing",
    "ModelPricingOverride",
    "ModelReasoning",
    "ModelSpeechCapabilities",
    "ModelStatus",
    "ModelStreamingDelay",
    "ModelTopProvider",
    "ModelTranscriptionCapabilities",
]

#: OpenRouter's words.
Effort = Annotated[Literal["max", "xhigh", "high", "medium", "low", "minimal", "none"] | str, open_words]
InstructType = Annotated[
    Literal[
        "none",
        "airoboros",
        "alpaca",
        "alpaca-modif",
        "chatml",
        "claude",
        "code-llama",
        "gemma",
        "llama2",
        "llama3",
        "mistral",
        "nemotron",
        "neural",
        "openchat",
        "phi3",
        "rwkv",
        "vicuna",
        "zephyr",
        "deepseek-r1",
        "deepseek-v3.1",
        "qwq",
        "qwen3",
    ]
    | str,
    open_words,
]
OutputModality = Annotated[
    Literal[
        "text",
        "image",
        "embeddings",
        "audio",
        "video",
        "rerank",
        "decisions",
        "speech",
        "transcription",
    ]
    | str,
    open_words,
]
Parameter = Annotated[
    Literal[
        "temperature",
        "top_p",
        "top_k",
        "min_p",
        "top_a",
        "frequency_penalty",
        "presence_penalty",
        "repetition_penalty",
        "max_tokens",
        "max_completion_tokens",
        "logit_bias",
        "logprobs",
        "top_logprobs",
        "prediction",
        "seed",
        "response_format",
        "structured_outputs",
        "stop",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "include_reasoning",
        "reasoning",
        "reasoning_effort",
        "web_search_options",
        "verbosity",
    ]
    | str,
    open_words,
]
Tokenizer = Annotated[
    Literal[
        "Router",
        "Media",
        "Other",
        "GPT",
        "Claude",
        "Gemini",
        "Gemma",
        "Grok",
        "Cohere",
        "Nova",
        "Qwen",
        "Yi",
        "DeepSeek",
        "Mistral",
        "Llama2",
        "Llama3",
        "Llama4",
        "PaLM",
        "RWKV",
        "Qwen3",
    ]
    | str,
    open_words,
]
UTCDay = Annotated[
    Literal[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
    | str,
    open_words,
]


# -- vLLM, SGLang, one-api -----------------------------------------------------------------------------------------


class ModelPermission(WireObject):
    """What may be done with a model, in a form that OpenAI's API once had (vLLM, one-api)."""

    id: Text = ""
    object: Text = "model_permission"
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    allow_create_engine: bool | None = None
    allow_sampling: bool | None = None
    allow_logprobs: bool | None = None
    allow_search_indices: bool | None = None
    allow_view: bool | None = None
    allow_fine_tuning: bool | None = None
    organization: str | None = None
    group: str | None = None
    is_blocking: bool | None = None


# -- llama.cpp -----------------------------------------------------------------------------------------------------


class ModelMeta(WireObject):
    """What a model's file says (llama.cpp)."""

    vocab_type: int | None = None
    n_vocab: int | None = None
    """How many tokens the vocabulary has."""
    n_ctx: int | None = None
    """The context that the server was started with, in tokens."""
    n_ctx_train: int | None = None
    """The context that the model was trained with, in tokens."""
    n_embd: int | None = None
    """How many numbers an embedding has."""
    n_params: int | None = None
    size: int | None = None
    """The size of the file in bytes."""
    ftype: str | None = None
    """The precision of the weights, such as ``Q4_K_M``."""


class ModelStatus(WireObject):
    """Whether a model is loaded (llama.cpp's router)."""

    value: Annotated[Literal["unloaded", "loading", "loaded", "sleeping", "downloading"] | str, open_words] | None = (
        None
    )
    args: list[str] | None = None
    """The arguments that the model's server is started with."""
    failed: bool | None = None
    """Whether it could not be loaded."""
    exit_code: int | None = None
    progress: dict[str, Any] | None = None
    """How far the download of each of its files is."""


class ModelArchitecture(WireObject):
    """What goes into a model and comes out of it (llama.cpp, OpenRouter)."""

    input_modalities: list[Annotated[Literal["text", "image", "file", "audio", "video"] | str, open_words]] | None = (
        None
    )
    output_modalities: list[OutputModality] | None = None
    modality: str | None = None
    """Both in one word, such as ``text+image->text``."""
    instruct_type: InstructType | None = None
    """The style of prompts that the model was trained with."""
    tokenizer: Tokenizer | None = None
    """The family of the tokenizer."""


# -- OpenRouter ----------------------------------------------------------------------------------------------------


class ModelAliasTarget(WireObject):
    """The model behind an alias."""

    name: str | None = None
    slug: str | None = None


class ModelArtificialAnalysis(WireObject):
    """Scores by Artificial Analysis."""

    agentic_index: float | None = None
    coding_index: float | None = None
    intelligence_index: float | None = None


class ModelDesignArena(WireObject):
    """Scores in one of Design Arena's contests."""

    arena: str | None = None
    category: str | None = None
    elo: float | None = None
    rank: int | None = None
    win_rate: float | None = None


class ModelBenchmarks(WireObject):
    """How a model does in contests."""

    artificial_analysis: ModelArtificialAnalysis | None = None
    design_arena: Listed[ModelDesignArena] = []


class ModelDefaultParameters(WireObject):
    """What a model is sampled with if a request does not say."""

    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    repetition_penalty: float | None = None
    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None


class ModelLinks(WireObject):
    """Where more is told of a model."""

    details: str | None = None


class ModelListLinks(WireObject):
    """Where the list goes on."""

    next: str | None = None


class ModelPerRequestLimits(WireObject):
    """The most tokens of one request."""

    completion_tokens: float | None = None
    prompt_tokens: float | None = None


class ModelPricingOverride(WireObject):
    """Prices that hold for long prompts, or at some hours."""

    audio: str | None = None
    completion: str | None = None
    input_audio_cache: str | None = None
    input_cache_read: str | None = None
    input_cache_write: str | None = None
    input_cache_write_1h: str | None = None
    min_prompt_tokens: float | None = None
    """Holds from this length of the prompt on."""
    prompt: str | None = None
    utc_days: list[UTCDay] | None = None
    """Holds on these days."""
    utc_end: float | None = None
    """Holds until this hour of the day, UTC."""
    utc_start: float | None = None
    """Holds from this hour of the day on, UTC."""


class ModelPricing(WireObject):
    """What a model costs, in dollars: text for a token at OpenRouter, a number for a million tokens at Together."""

    prompt: str | None = None
    completion: str | None = None
    audio: str | None = None
    audio_output: str | None = None
    discount: float | None = None
    image: str | None = None
    image_output: str | None = None
    image_token: str | None = None
    input_audio_cache: str | None = None
    input_cache_read: str | None = None
    input_cache_write: str | None = None
    input_cache_write_1h: str | None = None
    internal_reasoning: str | None = None
    overrides: list[ModelPricingOverride] | None = None
    request: str | None = None
    """For each request, whatever its length."""
    web_search: str | None = None

    # Together
    base: float | None = None
    finetune: float | None = None
    hourly: float | None = None
    input: float | None = None
    output: float | None = None


class ModelReasoning(WireObject):
    """Whether and how a model thinks."""

    mandatory: bool | None = None
    """Whether it cannot be switched off."""
    default_effort: Effort | None = None
    default_enabled: bool | None = None
    supported_efforts: list[Effort | None] | None = None
    supports_max_tokens: bool | None = None
    """Whether the tokens of the thinking can be limited."""


class ModelTopProvider(WireObject):
    """The limits of the provider that a request usually goes to."""

    context_length: int | None = None
    is_moderated: bool | None = None
    max_completion_tokens: int | None = None


# -- Mistral -------------------------------------------------------------------------------------------------------


class ModelCapabilities(WireObject):
    """What a model can do."""

    audio: bool | None = None
    audio_speech: bool | None = None
    audio_transcription: bool | None = None
    audio_transcription_realtime: bool | None = None
    classification: bool | None = None
    completion_chat: bool | None = None
    completion_fim: bool | None = None
    fine_tuning: bool | None = None
    function_calling: bool | None = None
    moderation: bool | None = None
    ocr: bool | None = None
    reasoning: bool | None = None
    unified_resources: bool | None = None
    vision: bool | None = None


class ModelSpeechCapabilities(WireObject):
    """How a model speaks."""

    instruction: bool | None = None
    modes: list[str] | None = None
    response_formats: list[str] | None = None


class ModelStreamingDelay(WireObject):
    """How long a live transcription may lag behind, in milliseconds."""

    min: int | None = None
    max: int | None = None


class ModelTranscriptionCapabilities(WireObject):
    """How a model transcribes."""

    context_bias: bool | None = None
    """Whether it can be told words to expect."""
    diarization: bool | None = None
    """Whether it tells speakers apart."""
    languages: list[str] | None = None
    modes: list[str] | None = None
    streaming_delays_ms: list[ModelStreamingDelay] | None = None
    timestamp_granularities: list[str] | None = None
    turn_detection: bool | None = None


# -- the card ------------------------------------------------------------------------------------------------------


class Model(Result):
    """A model's card. OpenAI's fields come first; each server has some of the others, and None stands for the rest."""

    id: Text = ""
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    object: Annotated[Literal["model"] | str, open_words] = "model"
    owned_by: Text = ""
    shutdown_date: str | None = None

    # vLLM, SGLang, one-api
    max_model_len: int | None = None
    """The longest context in tokens; see `context_limit`."""
    parent: str | None = None
    """The model that an adapter belongs to."""
    permission: list[ModelPermission] | None = None
    root: str | None = None
    """The path or name that the model was loaded from; at Mistral, the model that a fine-tuned one comes from."""

    # llama.cpp
    aliases: list[str] | None = None
    """Other names of the model (llama.cpp, Mistral)."""
    architecture: ModelArchitecture | None = None
    """What goes in and comes out (llama.cpp, OpenRouter)."""
    meta: ModelMeta | None = None
    path: str | None = None
    status: ModelStatus | None = None
    tags: list[str] | None = None

    # OpenRouter
    alias_target: ModelAliasTarget | None = None
    benchmarks: ModelBenchmarks | None = None
    canonical_slug: str | None = None
    """The name that stays when `id` goes to another model."""
    context_length: int | None = None
    """The longest context in tokens (OpenRouter, Together); see `context_limit`."""
    default_parameters: ModelDefaultParameters | None = None
    description: str | None = None
    expiration_date: str | None = None
    hugging_face_id: str | None = None
    knowledge_cutoff: str | None = None
    links: ModelLinks | None = None
    name: str | None = None
    per_request_limits: ModelPerRequestLimits | None = None
    pricing: ModelPricing | None = None
    reasoning: ModelReasoning | None = None
    supported_parameters: list[Parameter] | None = None
    """The options of a call that the model knows."""
    supported_voices: list[str] | None = None
    top_provider: ModelTopProvider | None = None

    # Groq
    active: bool | None = None
    context_window: int | None = None
    """The longest context in tokens; see `context_limit`."""
    max_completion_tokens: int | None = None
    public_apps: Any = None

    # Mistral
    archived: bool | None = None
    audio_speech_capabilities: ModelSpeechCapabilities | None = None
    audio_transcription_capabilities: ModelTranscriptionCapabilities | None = None
    billing_model_name: str | None = None
    capabilities: ModelCapabilities | list[str] | None = None
    """What the model can do: flags at Mistral, words at llama.cpp and Ollama."""
    default_model_temperature: float | None = None
    deprecation: str | None = None
    """When the model will be switched off."""
    deprecation_replacement_model: str | None = None
    internal: bool | None = None
    job: str | None = None
    """The job that made a fine-tuned model."""
    max_context_length: int | None = None
    """The longest context in tokens; see `context_limit`."""
    type: Annotated[Literal["base"] | str, open_words] | None = None

    # Together
    config: dict[str, Any] | None = None
    display_name: str | None = None
    license: str | None = None
    link: str | None = None
    organization: str | None = None
    running: bool | None = None

    # new-api
    supported_endpoint_types: list[str] | None = None

    @property
    def context_limit(self) -> int | None:
        """The longest context in tokens, whatever the server calls it; None if it does not say."""
        meta = self.meta or ModelMeta()
        names = (self.max_model_len, self.context_length, self.context_window, self.max_context_length)
        return next((found for found in (*names, meta.n_ctx, meta.n_ctx_train) if found), None)


class ModelList(Page[Model]):
    """The models of a server; iterating gives each card."""

    links: ModelListLinks | None = None
    """Where the list goes on (OpenRouter)."""
    models: list[dict[str, Any]] | None = None
    """The same models in Ollama's words (llama.cpp)."""
    total_count: int | None = None
    """How many models there are in all (OpenRouter)."""

    def cursor(self) -> str | None:
        """The URL of the next page, None if there is none: servers give all their models at once."""
        following = self.links.next if self.links and self.data else None
        return following if following and following not in self._seen else None

    def __len__(self) -> int:
        return len(self.data)
