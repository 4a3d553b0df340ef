"""A whole response (OpenAI API reference, the response object).

Annotations are evaluated here, not kept as strings: it halves the time that a class takes to define.
"""

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field

from oaicompat.types.base import Count, Listed, Result, Text, WireObject, null_means, open_words, text_extra
from oaicompat.types.responses.items import ResponseOutputMessage, ResponseOutputText, ResponseReasoningItem
from oaicompat.types.responses.response_output_item import ResponseItem, ResponseOutputItem
from oaicompat.types.responses.tagged import Other, Tagged
from oaicompat.types.responses.tool import Tool, ToolChoice

__all__ = [
    "Conversation",
    "IncompleteDetails",
    "InputTokensDetails",
    "Moderation",
    "ModerationError",
    "ModerationResult",
    "OutputTokensDetails",
    "PromptCacheOptions",
    "Reasoning",
    "Response",
    "ResponseError",
    "ResponseFormatTextConfig",
    "ResponsePrompt",
    "ResponseStatus",
    "ResponseTextConfig",
    "ResponseUsage",
]

ResponseStatus = Annotated[
    Literal["completed", "failed", "in_progress", "cancelled", "queued", "incomplete"] | str, open_words
]
_Effort = Annotated[Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | str, open_words]
_Summary = Annotated[Literal["auto", "concise", "detailed"] | str, open_words]

if TYPE_CHECKING:
    _Joined: TypeAlias = str
else:
    _Joined = str | None  # as with fields: at run time an annotation says what the wire may have there


class ResponseError(WireObject):
    """Why a response failed."""

    code: Annotated[
        Literal[
            "server_error",
            "rate_limit_exceeded",
            "invalid_prompt",
            "data_residency_mismatch",
            "bio_policy",
            "vector_store_timeout",
            "invalid_image",
            "invalid_image_format",
            "invalid_base64_image",
            "invalid_image_url",
            "image_too_large",
            "image_too_small",
            "image_parse_error",
            "image_content_policy_violation",
            "invalid_image_mode",
            "image_file_too_large",
            "unsupported_image_media_type",
            "empty_image_file",
            "failed_to_download_image",
            "image_file_not_found",
        ]
        | str,
        open_words,
    ] = ""
    message: Text = ""


class IncompleteDetails(WireObject):
    """Why a response was cut short."""

    reason: Annotated[Literal["max_output_tokens", "content_filter"] | str, open_words] | None = None


class InputTokensDetails(WireObject):
    """What the input's tokens were. The figures of each turn are vLLM's, where it runs tools itself."""

    cached_tokens: Count = 0
    cache_write_tokens: Count = 0
    input_tokens_per_turn: list[int] | None = None
    cached_tokens_per_turn: list[int] | None = None


class OutputTokensDetails(WireObject):
    """Where the output's tokens went. What tools gave, and the figures of each turn, are vLLM's."""

    reasoning_tokens: Count = 0
    tool_output_tokens: int | None = None
    output_tokens_per_turn: list[int] | None = None
    tool_output_tokens_per_turn: list[int] | None = None


class ResponseUsage(WireObject):
    """How many tokens a response took."""

    input_tokens: Count = 0
    input_tokens_details: Annotated[InputTokensDetails, null_means(InputTokensDetails)] = Field(
        default_factory=InputTokensDetails
    )
    output_tokens: Count = 0
    output_tokens_details: Annotated[OutputTokensDetails, null_means(OutputTokensDetails)] = Field(
        default_factory=OutputTokensDetails
    )
    total_tokens: Count = 0


class Reasoning(WireObject):
    """How much the model was to think, and what of it is told."""

    effort: _Effort | None = None
    summary: _Summary | None = None
    generate_summary: _Summary | None = None
    context: Annotated[Literal["auto", "current_turn", "all_turns"] | str, open_words] | None = None
    mode: Annotated[Literal["standard", "pro"] | str, open_words] | None = None


class ResponseFormatTextConfig(WireObject):
    """What the text had to be: free, any JSON object, or JSON that follows `schema_`."""

    type: Annotated[Literal["text", "json_schema", "json_object"] | str, open_words] = "text"
    name: str | None = None
    description: str | None = None
    strict: bool | None = None

    @property
    def schema_(self) -> dict[str, Any] | None:
        """The JSON schema, which the wire calls `schema`; None if there is none."""
        found = (self.__pydantic_extra__ or {}).get("schema")
        return found if isinstance(found, dict) else None


class ResponseTextConfig(WireObject):
    """What the text had to be, and how long."""

    format: ResponseFormatTextConfig | None = None
    verbosity: Annotated[Literal["low", "medium", "high"] | str, open_words] | None = None


class ResponsePrompt(WireObject):
    """The stored prompt that was used, and its variables."""

    id: Text = ""
    version: str | None = None
    variables: dict[str, Any] | None = None


class PromptCacheOptions(WireObject):
    """How the prompt was cached."""

    mode: Annotated[Literal["implicit", "explicit"] | str, open_words] | None = None
    ttl: Annotated[Literal["30m"] | str, open_words] | None = None


class Conversation(WireObject):
    """The conversation that the response belongs to."""

    id: Text = ""


class ModerationResult(WireObject):
    """A verdict: per category a verdict, a score from 0 to 1, and the kinds of input it is about."""

    type: Literal["moderation_result"] = "moderation_result"
    model: Text = ""
    flagged: bool | None = None
    categories: dict[str, bool] | None = None
    category_scores: dict[str, float] | None = None
    category_applied_input_types: dict[str, list[str]] | None = None


class ModerationError(WireObject):
    """Why there is no verdict."""

    type: Literal["error"] = "error"
    code: Text = ""
    message: Text = ""


_Verdict = Annotated[
    ModerationResult | ModerationError | Other,
    Tagged({"response": {"moderation_result": "ModerationResult", "error": "ModerationError"}}),
]


class Moderation(WireObject):
    """Verdicts on what went in and what came out."""

    input: _Verdict | None = None
    output: _Verdict | None = None


def _text_of(part: WireObject) -> str:
    """The text of a part of a message; some gateways name its type as chat does, or not at all."""
    if isinstance(part, ResponseOutputText):
        return part.text
    is_text = isinstance(part, Other) and part.type in ("text", "")
    return (text_extra(part, "text") or "") if is_text else ""


class Response(Result):
    """What a model made of an input: items, of which messages hold the text, and what was asked."""

    id: Text = ""
    object: Annotated[Literal["response"] | str, open_words] = "response"
    created_at: Annotated[int | float, null_means(int)] = 0
    """Unix seconds; 0 if the server does not say."""
    completed_at: int | float | None = None
    """Unix seconds."""
    model: Text = ""
    status: ResponseStatus | None = None
    output: Listed[ResponseOutputItem] = []
    error: ResponseError | None = None
    incomplete_details: IncompleteDetails | None = None
    usage: ResponseUsage | None = None
    instructions: str | list[ResponseItem] | None = None
    metadata: dict[str, Any] | None = None
    background: bool | None = None
    conversation: Conversation | None = None
    max_output_tokens: int | None = None
    max_tool_calls: int | None = None
    moderation: Moderation | None = None
    parallel_tool_calls: bool | None = None
    previous_response_id: str | None = None
    prompt: ResponsePrompt | None = None
    prompt_cache_key: str | None = None
    prompt_cache_options: PromptCacheOptions | None = None
    prompt_cache_retention: Annotated[Literal["in_memory", "24h"] | str, open_words] | None = None
    reasoning: Reasoning | None = None
    """The settings; the thinking itself is `reasoning_text`."""
    safety_identifier: str | None = None
    service_tier: (
        Annotated[Literal["auto", "default", "flex", "scale", "priority", "fast", "ultrafast"] | str, open_words] | None
    ) = None
    temperature: float | None = None
    text: ResponseTextConfig | None = None
    """The settings; the text itself is `output_text`."""
    tool_choice: Annotated[Literal["none", "auto", "required"] | str, open_words] | ToolChoice | None = None
    tools: Listed[Tool] = []
    top_logprobs: int | None = None
    top_p: float | None = None
    truncation: Annotated[Literal["auto", "disabled"] | str, open_words] | None = None
    user: str | None = None

    # -- beyond OpenAI

    frequency_penalty: float | None = None
    """vLLM, SGLang, Ollama, OpenRouter."""
    presence_penalty: float | None = None
    """vLLM, SGLang, Ollama, OpenRouter."""
    store: bool | None = None
    """Whether the server keeps the response. SGLang, Ollama, OpenRouter."""
    input_messages: list[dict[str, Any]] | None = None
    """What the model was given, if `enable_response_messages` asked for it. vLLM."""
    output_messages: list[dict[str, Any]] | None = None
    """What the model wrote, if `enable_response_messages` asked for it. vLLM."""
    kv_transfer_params: dict[str, Any] | None = None
    """How the KV cache moves between servers. vLLM."""
    ec_transfer_params: dict[str, Any] | None = None
    """How the encoder cache moves between servers. vLLM."""
    metrics: dict[str, Any] | None = None
    """Times of the request, in milliseconds. vLLM."""
    error_type: str | None = None
    """The kind of the error. OpenRouter."""
    openrouter_metadata: dict[str, Any] | None = None
    """How the request was routed. OpenRouter."""
    safeguard_results: list[dict[str, Any]] | None = None
    """Verdicts on the calls of tools. OpenRouter."""
    alignment: dict[str, Any] | None = None
    """Checks of the answer. OpenRouter."""

    @property
    def output_text(self) -> _Joined:
        """The text of all messages, joined; "" if there is none."""
        messages = (item for item in self.output if isinstance(item, ResponseOutputMessage))
        texts = (_text_of(part) for message in messages for part in message.content)
        return "".join(texts) or text_extra(self, "output_text") or ""

    @property
    def reasoning_text(self) -> str | None:
        """The model's thinking, in full where the server shows it, else in summary; None if it gave none."""
        found = [text for item in self.output if isinstance(item, ResponseReasoningItem) if (text := item.text)]
        return "\n\n".join(found) or None
