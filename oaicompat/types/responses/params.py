"""What the routes below `/responses` take, as typed dictionaries.

Names and shapes follow the OpenAI API reference for responses. What a server adds to it is kept beside the rest, with
the servers that know it named: vLLM, SGLang, OpenRouter, DashScope, LM Studio, Ollama. A server may ignore a key it
does not know, or refuse it; many know only a part of OpenAI's.

The keyword arguments are lenient: where an object is expected, any mapping will do, and lists of names are open.
"""

# Annotations are evaluated here, not kept as strings: that makes the import faster and lets
# `__required_keys__` see `Required`. Classes therefore come before their use.

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from typing_extensions import Required, TypedDict

from oaicompat.types.base import RequestOptions
from oaicompat.types.chat.params import (
    CacheControl,
    ModerationParam,
    OpenRouterDebug,
    OpenRouterDeferredTools,
    OpenRouterPlugin,
    OpenRouterStopCondition,
    OpenRouterTrace,
    PromptCacheOptions,
    ProviderPreferencesParam,
    StructuredOutputsParam,
)
from oaicompat.types.responses.response_input_item_param import (
    ResponseInputFileParam,
    ResponseInputImageParam,
    ResponseInputItemParam,
    ResponseInputTextParam,
)
from oaicompat.types.responses.tool_param import ToolChoice, ToolParam

__all__ = [
    "CompactOptions",
    "ContextManagement",
    "InputItemsOptions",
    "InputTokensOptions",
    "Reasoning",
    "ResponseConversationParam",
    "ResponseFormatJSONObject",
    "ResponseFormatText",
    "ResponseFormatTextConfigParam",
    "ResponseFormatTextJSONSchemaConfigParam",
    "ResponseIncludable",
    "ResponseOptions",
    "ResponseParameters",
    "ResponsePromptParam",
    "ResponseRequest",
    "ResponseTextConfigParam",
    "RetrieveOptions",
    "StreamOptions",
]

ResponseIncludable: TypeAlias = Literal[
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
]
"""What a response may have beside the rest."""


class Reasoning(TypedDict, total=False):
    """How much to think, and what of it to tell."""

    effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | str | None
    summary: Literal["auto", "concise", "detailed"] | str | None
    """How long a summary of the thinking to give; without it there is none."""
    generate_summary: Literal["auto", "concise", "detailed"] | str | None
    """The older name of `summary`."""
    context: Literal["auto", "current_turn", "all_turns"] | str | None
    """Which thinking of earlier turns the model sees."""
    mode: Literal["standard", "pro"] | str | None
    max_tokens: int | None
    """Most tokens of thinking, in place of `effort`. OpenRouter."""
    enabled: bool | None
    """OpenRouter."""


class ResponseFormatText(TypedDict, total=False):
    """Free text."""

    type: Required[Literal["text"]]


class ResponseFormatTextJSONSchemaConfigParam(TypedDict, total=False):
    """JSON that follows a schema."""

    type: Required[Literal["json_schema"]]
    name: Required[str]
    """Letters, digits, underscores and dashes, at most 64."""
    schema: Required[Mapping[str, Any]]
    description: str
    """What it is for."""
    strict: bool | None
    """The text must follow the schema exactly."""


class ResponseFormatJSONObject(TypedDict, total=False):
    """Any JSON object."""

    type: Required[Literal["json_object"]]


ResponseFormatTextConfigParam: TypeAlias = (
    ResponseFormatText | ResponseFormatTextJSONSchemaConfigParam | ResponseFormatJSONObject
)


class ResponseTextConfigParam(TypedDict, total=False):
    """What the text must be, and how long."""

    format: ResponseFormatTextConfigParam | Mapping[str, Any] | None
    verbosity: Literal["low", "medium", "high"] | None


class ResponsePromptParam(TypedDict, total=False):
    """A prompt that is stored at the server."""

    id: Required[str]
    version: str | None
    variables: (
        Mapping[
            str, str | ResponseInputTextParam | ResponseInputImageParam | ResponseInputFileParam | Mapping[str, Any]
        ]
        | None
    )


class ResponseConversationParam(TypedDict, total=False):
    """A conversation that the server keeps."""

    id: Required[str]


class ContextManagement(TypedDict, total=False):
    """What happens to a context that grows long."""

    type: Required[Literal["compaction"] | str]
    compact_threshold: int | None
    """Tokens from which on it is compacted."""


class StreamOptions(TypedDict, total=False):
    """Settings of a streamed response."""

    include_obfuscation: bool
    """Pad events so that their sizes tell nothing. On unless switched off."""


class ResponseParameters(TypedDict, total=False):
    """Everything `POST /responses` takes besides `model`, `input` and `stream`. `None` is not sent."""

    # -- OpenAI

    background: bool | None
    """Answer at once, and work on; `retrieve` gives the response when it is done."""

    context_management: Iterable[ContextManagement | Mapping[str, Any]] | None
    """What happens to a context that grows long."""

    conversation: str | ResponseConversationParam | Mapping[str, Any] | None
    """The conversation that this belongs to: its items come before the input, and the response is added to it."""

    include: Sequence[ResponseIncludable | str] | None
    """What to give beside the rest, such as `reasoning.encrypted_content`."""

    instructions: str | None
    """A system message. It is not taken over from `previous_response_id`."""

    max_output_tokens: int | None
    """Most tokens to generate, thinking included."""

    max_tool_calls: int | None
    """Most calls of tools that run at the server."""

    metadata: Mapping[str, Any] | None
    """Up to 16 pairs kept with the response: names up to 64 characters, texts up to 512."""

    moderation: ModerationParam | Mapping[str, Any] | None
    """Check the input and the output on the way."""

    parallel_tool_calls: bool | None
    """Several tool calls may come in one response."""

    previous_response_id: str | None
    """The response that this one goes on from, if the server kept it. vLLM must be told to keep them; Ollama never
    does."""

    prompt: ResponsePromptParam | Mapping[str, Any] | None
    """A prompt that is stored at the server."""

    prompt_cache_key: str | None
    """Requests with the same key and the same beginning find each other's cached prompt."""

    prompt_cache_options: PromptCacheOptions | Mapping[str, Any] | None
    """How the prompt is cached, and for how long."""

    prompt_cache_retention: Literal["in_memory", "24h"] | str | None
    """How long the prompt is cached. Deprecated for `prompt_cache_options`."""

    reasoning: Reasoning | Mapping[str, Any] | None
    """How much to think, and what of it to tell."""

    safety_identifier: str | None
    """A stable, hashed id of your user, to find abuse; at most 64 characters."""

    service_tier: Literal["auto", "default", "flex", "scale", "priority", "fast", "ultrafast"] | str | None
    """Speed and price class."""

    store: bool | None
    """Whether the server keeps the response. OpenAI does so unless it is false."""

    stream_options: StreamOptions | Mapping[str, Any] | None
    """Settings of a streamed response."""

    temperature: float | None
    """From 0 to 2: how random the choice of tokens is; 0 takes the likeliest."""

    text: ResponseTextConfigParam | Mapping[str, Any] | None
    """What the text must be: `{"format": {"type": "json_schema", "name": ..., "schema": ...}}`; and how long."""

    tool_choice: ToolChoice | Mapping[str, Any] | str | None
    """Whether a tool is called, and which."""

    tools: Iterable[ToolParam | Mapping[str, Any]] | None
    """What the model may call: functions of yours, and tools that run at the server."""

    top_logprobs: int | None
    """How many of the likeliest tokens to show at each place, from 0 to 20; `include` must name
    `message.output_text.logprobs`."""

    top_p: float | None
    """From 0 to 1: choose among the likeliest tokens that together reach this probability."""

    truncation: Literal["auto", "disabled"] | str | None
    """What happens to a context that is too long: its middle is left out, or it is refused."""

    user: str | None
    """An id of your user. OpenAI deprecates it for `safety_identifier` and `prompt_cache_key`."""

    # -- several servers

    cache_salt: str | list[str] | None
    """Requests with different salts share no cached prompt. vLLM, SGLang."""

    chat_template_kwargs: Mapping[str, Any] | None
    """Variables for the chat template, such as `{"enable_thinking": False}`. vLLM, SGLang."""

    frequency_penalty: float | None
    """From -2 to 2: above 0, tokens become less likely the more often they came. vLLM, SGLang, OpenRouter."""

    min_p: float | None
    """From 0 to 1: drop tokens less likely than this share of the likeliest. vLLM, SGLang."""

    presence_penalty: float | None
    """From -2 to 2: above 0, tokens that came at all become less likely. vLLM, SGLang, OpenRouter."""

    priority: int | None
    """Place in the queue, where the server schedules by it; in vLLM a lower number runs earlier. vLLM, SGLang."""

    repetition_penalty: float | None
    """Divides the logits of tokens that came in the prompt or the answer; 1 is off. vLLM, SGLang."""

    request_id: str | None
    """Your id of the request. vLLM, SGLang."""

    session_id: str | None
    """Ties requests together that belong to one conversation. vLLM, SGLang, OpenRouter."""

    stop: str | list[str] | None
    """Text or texts at which the answer ends, themselves left out. vLLM, SGLang, OpenRouter."""

    top_k: int | None
    """Choose among this many of the likeliest tokens. vLLM, SGLang, OpenRouter."""

    # -- vLLM

    ec_transfer_params: Mapping[str, Any] | None
    """How the encoder cache moves between servers. vLLM."""

    enable_response_messages: bool | None
    """Also give what the model was given and what it wrote, token by token. vLLM."""

    ignore_eos: bool | None
    """Go on past the token that ends the text. vLLM."""

    include_reasoning: bool | None
    """Give the thinking with the answer; on unless switched off. vLLM."""

    include_stop_str_in_output: bool | None
    """Leave the stop text at the end of the answer. vLLM."""

    kv_transfer_params: Mapping[str, Any] | None
    """How the KV cache moves between servers. vLLM."""

    logit_bias: Mapping[str, float] | None
    """Added to the logit of a token id, from -100 (never) to 100 (always). vLLM."""

    media_io_kwargs: Mapping[str, Mapping[str, Any]] | None
    """Settings for loading media, by kind, such as `{"video": {"num_frames": 40}}`. vLLM."""

    mm_payload: Literal["tensors", "none"] | str | None
    """What the render endpoint gives for media. vLLM."""

    mm_processor_kwargs: Mapping[str, Any] | None
    """Settings for the model's processor of images, sound and video. vLLM."""

    previous_input_messages: Sequence[Mapping[str, Any]] | None
    """What came before the input, as `enable_response_messages` gave it. vLLM."""

    return_mm_kwargs: bool | None
    """The older form of `mm_payload`. vLLM."""

    seed: int | None
    """The same seed and request give the same answer, as far as the server can. vLLM."""

    skip_special_tokens: bool | None
    """Leave special tokens out of the text; on unless switched off. vLLM."""

    spaces_between_special_tokens: bool | None
    """Put spaces between special tokens; on unless switched off. vLLM."""

    stop_token_ids: Sequence[int] | None
    """Token ids at which the answer ends. vLLM."""

    structured_outputs: StructuredOutputsParam | Mapping[str, Any] | None
    """What the output must look like: JSON, a pattern, a choice or a grammar. vLLM."""

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

    data_parallel_rank: int | None
    """The older name of `routed_dp_rank`. SGLang."""

    disagg_prefill_dp_rank: int | None
    """The prefill worker that has the cache. SGLang."""

    extra_key: str | list[str] | None
    """Requests with different keys share no cached prompt. SGLang."""

    routed_dp_rank: int | None
    """The data-parallel worker that takes the request. SGLang."""

    # -- OpenRouter

    cache_control: CacheControl | Mapping[str, Any] | None
    """A cache mark for the whole request, for Anthropic's models. OpenRouter."""

    debug: OpenRouterDebug | Mapping[str, Any] | None
    """Debugging aids, for streams. OpenRouter."""

    deferred_tools: OpenRouterDeferredTools | Mapping[str, Any] | None
    """Look tool definitions up when they are needed. OpenRouter."""

    image_config: Mapping[str, Any] | None
    """Settings of image output, such as the aspect ratio. OpenRouter."""

    modalities: list[Literal["text", "image"] | str] | None
    """Kinds of output wanted. OpenRouter."""

    models: list[str] | None
    """Models to fall back to, in order. OpenRouter."""

    plugins: Sequence[OpenRouterPlugin | Mapping[str, Any]] | None
    """Web search, file parsing, JSON repair and the like. OpenRouter."""

    provider: ProviderPreferencesParam | Mapping[str, Any] | None
    """Which provider gets the request. OpenRouter."""

    stop_server_tools_when: Sequence[OpenRouterStopCondition | Mapping[str, Any]] | None
    """When to end a loop of server-side tool calls. OpenRouter."""

    trace: OpenRouterTrace | Mapping[str, Any] | None
    """Ids and names for a tracing tool. OpenRouter."""

    # -- DashScope, LM Studio

    enable_thinking: bool | None
    """Think before answering, for models that can do both. DashScope."""

    ttl: int | None
    """Seconds after which a model loaded for the request and not used since is unloaded. LM Studio."""


class ResponseOptions(ResponseParameters, RequestOptions, total=False):
    """The keyword arguments of a response: what goes into the body, and how the request is sent."""


class ResponseRequest(ResponseParameters, total=False):
    """A whole request body."""

    model: str | None
    """Id of the model."""
    input: str | list[ResponseInputItemParam] | None
    """Text, or items, oldest first."""
    stream: bool | None
    """Answer with server-sent events."""


class RetrieveOptions(RequestOptions, total=False):
    """The keyword arguments of `retrieve`."""

    include: Sequence[ResponseIncludable | str] | None
    """What to give beside the rest."""

    starting_after: int | None
    """The events after the one of this `sequence_number`, of a stream that is taken up again."""

    include_obfuscation: bool | None
    """Pad events so that their sizes tell nothing. On unless switched off."""


class InputItemsOptions(RequestOptions, total=False):
    """The keyword arguments of `input_items.list`."""

    limit: int | None
    """Most items of a page, from 1 to 100."""

    order: Literal["asc", "desc"] | None
    """The oldest first, or (unless given) the newest."""

    include: Sequence[ResponseIncludable | str] | None
    """What to give beside the rest."""


class InputTokensOptions(RequestOptions, total=False):
    """The keyword arguments of `input_tokens.count`. `None` is not sent."""

    conversation: str | ResponseConversationParam | Mapping[str, Any] | None
    """The conversation whose items come before the input."""

    instructions: str | None
    """A system message."""

    parallel_tool_calls: bool | None
    """Several tool calls may come in one response."""

    personality: Literal["friendly", "pragmatic"] | str | None
    """The manner of writing that is counted with."""

    previous_response_id: str | None
    """The response that is gone on from."""

    reasoning: Reasoning | Mapping[str, Any] | None
    """How much to think, and what of it to tell."""

    text: ResponseTextConfigParam | Mapping[str, Any] | None
    """What the text must be, and how long."""

    tool_choice: ToolChoice | Mapping[str, Any] | str | None
    """Whether a tool is called, and which."""

    tools: Iterable[ToolParam | Mapping[str, Any]] | None
    """What the model may call."""

    truncation: Literal["auto", "disabled"] | str | None
    """What happens to a context that is too long. Deprecated."""


class CompactOptions(RequestOptions, total=False):
    """The keyword arguments of `compact`. `None` is not sent."""

    instructions: str | None
    """A system message."""

    previous_response_id: str | None
    """The response that is compacted with what led to it."""

    prompt_cache_key: str | None
    """Requests with the same key and the same beginning find each other's cached prompt."""

    prompt_cache_options: PromptCacheOptions | Mapping[str, Any] | None
    """How the prompt is cached, and for how long."""

    prompt_cache_retention: Literal["in_memory", "24h"] | str | None
    """How long the prompt is cached. Deprecated for `prompt_cache_options`."""

    service_tier: Literal["auto", "default", "fast", "flex", "priority"] | str | None
    """Speed and price class."""
