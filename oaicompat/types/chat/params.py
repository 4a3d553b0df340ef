"""What `POST /chat/completions` takes, as typed dictionaries.

Names and shapes follow the OpenAI API reference for chat completions. What a server adds to it is kept beside
the rest, with the servers that know it named: vLLM, SGLang, llama.cpp, Ollama, LM Studio, OpenRouter,
DashScope, DeepSeek, Groq, Mistral, Together. A server may ignore a key it does not know, or refuse it.

Messages, tools and response formats are strict (the keys are known, the tag is a literal), so that they can
also be used to check a request. The keyword arguments in `ChatParameters` are lenient: where an object is
expected, any mapping will do, and lists of names are open.
"""

# Annotations are evaluated here, not kept as strings: that makes the import faster and lets
# `__required_keys__` see `Required`. Classes therefore come before their use.

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from typing_extensions import Required, TypedDict

from oaicompat.types.base import RequestOptions

if TYPE_CHECKING:
    from oaicompat.types.chat.chat_completion_message import ChatCompletionMessage

__all__ = [
    "Audio",
    "AudioURL",
    "CacheControl",
    "ChatCompletionAllowedToolChoiceParam",
    "ChatCompletionAllowedToolsParam",
    "ChatCompletionAssistantContentPartParam",
    "ChatCompletionAssistantMessageParam",
    "ChatCompletionAudioParam",
    "ChatCompletionContentPartAudioEmbedsParam",
    "ChatCompletionContentPartAudioParam",
    "ChatCompletionContentPartDocumentParam",
    "ChatCompletionContentPartDocumentURLParam",
    "ChatCompletionContentPartImageEmbedsParam",
    "ChatCompletionContentPartImageParam",
    "ChatCompletionContentPartInputAudioParam",
    "ChatCompletionContentPartParam",
    "ChatCompletionContentPartPromptEmbedsParam",
    "ChatCompletionContentPartRefusalParam",
    "ChatCompletionContentPartTextParam",
    "ChatCompletionContentPartThinkingParam",
    "ChatCompletionContentPartToolReferenceParam",
    "ChatCompletionContentPartVideoEmbedsParam",
    "ChatCompletionContentPartVideoFramesParam",
    "ChatCompletionContentPartVideoParam",
    "ChatCompletionCustomToolParam",
    "ChatCompletionDeveloperMessageParam",
    "ChatCompletionFunctionCallOptionParam",
    "ChatCompletionFunctionMessageParam",
    "ChatCompletionFunctionToolParam",
    "ChatCompletionMessageCustomToolCallParam",
    "ChatCompletionMessageFunctionToolCallParam",
    "ChatCompletionMessageParam",
    "ChatCompletionMessageToolCallParam",
    "ChatCompletionMessageToolCallUnionParam",
    "ChatCompletionNamedToolChoiceCustomParam",
    "ChatCompletionNamedToolChoiceParam",
    "ChatCompletionPredictionContentParam",
    "ChatCompletionStreamOptionsParam",
    "ChatCompletionSystemMessageParam",
    "ChatCompletionToolChoiceOptionParam",
    "ChatCompletionToolContentPartParam",
    "ChatCompletionToolMessageParam",
    "ChatCompletionToolParam",
    "ChatCompletionToolUnionParam",
    "ChatCompletionUserMessageParam",
    "ChatOptions",
    "ChatParameters",
    "ChatRequest",
    "ConfigurationUpdate",
    "ConfigurationUpdateReasoning",
    "ContentPartDocument",
    "Custom",
    "CustomFormat",
    "CustomFormatGrammar",
    "CustomFormatGrammarGrammar",
    "CustomFormatText",
    "DocumentParam",
    "DocumentSourceParam",
    "File",
    "FileFile",
    "FreeChatOptions",
    "Function",
    "FunctionCall",
    "FunctionDefinition",
    "FunctionParameters",
    "GroqCompoundCustom",
    "GroqCompoundModels",
    "GroqCompoundTools",
    "GroqSearchSettings",
    "GroqWolframSettings",
    "ImageURL",
    "InputAudio",
    "JSONSchema",
    "LoraScaleParam",
    "MessageImageParam",
    "Messages",
    "MistralGuardrail",
    "MistralModeration",
    "ModerationConfigParam",
    "ModerationParam",
    "ModerationPolicyParam",
    "NamedToolChoiceCustom",
    "NamedToolChoiceFunction",
    "OpenRouterAutoRouterPlugin",
    "OpenRouterDebug",
    "OpenRouterDeferredSearch",
    "OpenRouterDeferredTools",
    "OpenRouterFileParserPlugin",
    "OpenRouterPDFOptions",
    "OpenRouterPlugin",
    "OpenRouterStopCondition",
    "OpenRouterSwitchPlugin",
    "OpenRouterTrace",
    "OpenRouterUserLocation",
    "OpenRouterWebFetchPlugin",
    "OpenRouterWebPlugin",
    "OpenRouterXSearchOptions",
    "PromptCacheBreakpoint",
    "PromptCacheOptions",
    "ProviderMaxPriceParam",
    "ProviderPercentilesParam",
    "ProviderPreferencesParam",
    "ProviderSortParam",
    "ReasoningDetailParam",
    "ReasoningParam",
    "RepetitionDetectionParam",
    "ResponseFormat",
    "ResponseFormatGrammar",
    "ResponseFormatJSONObject",
    "ResponseFormatJSONSchema",
    "ResponseFormatPython",
    "ResponseFormatStructuralTag",
    "ResponseFormatText",
    "SearchOptionsParam",
    "StructuralTagStructure",
    "StructuredOutputsParam",
    "ThinkingParam",
    "ToolCallCustom",
    "ToolCallFunction",
    "TranslationOptionsParam",
    "VideoURL",
    "Voice",
    "WebSearchOptions",
    "WebSearchOptionsUserLocation",
    "WebSearchOptionsUserLocationApproximate",
]

# -------------------------------------------------------------------------------------------- content parts


class PromptCacheBreakpoint(TypedDict, total=False):
    """Says that a cached prompt prefix may end with this part."""

    mode: Required[Literal["explicit"]]
    ttl: str | None
    """How long the prefix is kept, such as `"30m"` (OpenRouter)."""


class CacheControl(TypedDict, total=False):
    """A cache mark in the Anthropic manner (OpenRouter, DashScope)."""

    type: Required[Literal["ephemeral"]]
    ttl: Literal["5m", "1h"] | str | None


class ChatCompletionContentPartTextParam(TypedDict, total=False):
    """Text."""

    type: Required[Literal["text"]]
    text: Required[str]
    prompt_cache_breakpoint: PromptCacheBreakpoint
    cache_control: CacheControl | None
    """OpenRouter, DashScope."""


class ImageURL(TypedDict, total=False):
    """Where an image is."""

    url: Required[str]
    """An `https:` address, or a `data:` URL that holds the image itself."""
    detail: Literal["auto", "low", "high", "original"] | str | None
    """How closely to look. `original` is OpenRouter's."""
    max_dynamic_patch: int | None
    """Most tiles the image is cut into (SGLang)."""
    min_dynamic_patch: int | None
    """Fewest tiles the image is cut into (SGLang)."""
    max_long_side_pixel: int | None
    """Longest side in pixels after scaling (SGLang)."""
    content_hash: str | None
    """Hash of the image, for caching (SGLang)."""


class ChatCompletionContentPartImageParam(TypedDict, total=False):
    """An image."""

    type: Required[Literal["image_url"]]
    image_url: Required[ImageURL]
    prompt_cache_breakpoint: PromptCacheBreakpoint
    cache_control: CacheControl | None
    """OpenRouter, DashScope."""
    uuid: str | None
    """Your id of the image, for the media cache (vLLM)."""
    modalities: Literal["image", "multi-images", "video"] | str | None
    """What the picture is part of (SGLang)."""
    min_pixels: int
    """Fewest pixels after scaling (DashScope)."""
    max_pixels: int
    """Most pixels after scaling (DashScope)."""


class InputAudio(TypedDict, total=False):
    """A recording."""

    data: Required[str]
    """The bytes in base64. DashScope also takes an address here."""
    format: Required[Literal["wav", "mp3"] | str]


class ChatCompletionContentPartInputAudioParam(TypedDict, total=False):
    """A recording sent inside the request."""

    type: Required[Literal["input_audio"]]
    input_audio: Required[InputAudio]
    prompt_cache_breakpoint: PromptCacheBreakpoint
    cache_control: CacheControl | None
    uuid: str | None
    """Your id of the recording, for the media cache (vLLM)."""


class FileFile(TypedDict, total=False):
    """A file: either uploaded before, or sent here."""

    file_data: str
    """The bytes in base64, often as a `data:` URL."""
    file_id: str
    filename: str


class File(TypedDict, total=False):
    """A document, such as a PDF."""

    type: Required[Literal["file"]]
    file: Required[FileFile]
    prompt_cache_breakpoint: PromptCacheBreakpoint
    cache_control: CacheControl | None


class ChatCompletionContentPartRefusalParam(TypedDict, total=False):
    """An earlier refusal of the model (assistant messages only)."""

    type: Required[Literal["refusal"]]
    refusal: Required[str]


class VideoURL(TypedDict, total=False):
    """Where a video is, and how many of its frames are looked at."""

    url: Required[str]
    """An address or a `data:` URL."""
    fps: float | None
    """Frames taken per second (SGLang)."""
    max_frames: int | None
    """Most frames taken (SGLang)."""
    max_tokens_per_frame: int | None
    """Token limit of one frame (SGLang)."""
    max_image_tokens: int | None
    """Token limit of one image (SGLang)."""
    max_long_side_pixel: int | None
    """Longest side in pixels after scaling (SGLang)."""
    max_dynamic_patch: int | None
    """Most tiles a frame is cut into (SGLang)."""
    min_dynamic_patch: int | None
    """Fewest tiles a frame is cut into (SGLang)."""
    processing: Literal["agentic", "static"] | str | None
    """OpenRouter."""


class ChatCompletionContentPartVideoParam(TypedDict, total=False):
    """A video (vLLM, SGLang, OpenRouter, Together, DashScope; `input_video` is OpenRouter's older tag)."""

    type: Required[Literal["video_url", "input_video"]]
    video_url: Required[VideoURL]
    uuid: str | None
    """Your id of the video, for the media cache (vLLM)."""
    fps: float
    """Frames taken per second (DashScope)."""
    min_pixels: int
    """Fewest pixels of a frame after scaling (DashScope)."""
    max_pixels: int
    """Most pixels of a frame after scaling (DashScope)."""
    cache_control: CacheControl | None


class ChatCompletionContentPartVideoFramesParam(TypedDict, total=False):
    """A video as a list of pictures (DashScope)."""

    type: Required[Literal["video"]]
    video: Required[list[str]]
    """Addresses or `data:` URLs of the frames, in order."""
    fps: float
    min_pixels: int
    max_pixels: int
    cache_control: CacheControl | None


class AudioURL(TypedDict, total=False):
    """Where a recording is."""

    url: Required[str]


class ChatCompletionContentPartAudioParam(TypedDict, total=False):
    """A recording behind an address (vLLM, SGLang, Together)."""

    type: Required[Literal["audio_url"]]
    audio_url: Required[AudioURL]
    uuid: str | None
    """Your id of the recording, for the media cache (vLLM)."""


class ChatCompletionContentPartImageEmbedsParam(TypedDict, total=False):
    """A ready image embedding, a serialized tensor in base64 (vLLM)."""

    type: Required[Literal["image_embeds"]]
    image_embeds: Required[str | Mapping[str, Any] | None]
    uuid: str | None


class ChatCompletionContentPartAudioEmbedsParam(TypedDict, total=False):
    """A ready audio embedding (vLLM)."""

    type: Required[Literal["audio_embeds"]]
    audio_embeds: Required[str | Mapping[str, Any] | None]
    uuid: str | None


class ChatCompletionContentPartVideoEmbedsParam(TypedDict, total=False):
    """A ready video embedding, with its sound if there is any (vLLM)."""

    type: Required[Literal["video_embeds"]]
    video_embeds: Required[str | Mapping[str, Any] | None]
    audio_embeds: str | Mapping[str, Any] | None
    uuid: str | None


class ChatCompletionContentPartPromptEmbedsParam(TypedDict, total=False):
    """A stretch of prompt given as embeddings instead of tokens (vLLM)."""

    type: Required[Literal["prompt_embeds"]]
    data: Required[str]


class ChatCompletionContentPartThinkingParam(TypedDict, total=False):
    """Earlier thinking of the model, inside the content (vLLM, SGLang, Mistral; `reasoning` is SGLang's)."""

    type: Required[Literal["thinking", "reasoning"]]
    thinking: str | Sequence[ChatCompletionContentPartTextParam] | None
    """A string, or for Mistral a list of text parts."""
    text: str | None
    """The same under another name (SGLang)."""
    closed: bool | None
    """The thinking is complete (vLLM, Mistral)."""
    signature: str | None
    """Proof that the thinking was not changed (Mistral)."""


class ChatCompletionContentPartToolReferenceParam(TypedDict, total=False):
    """Names a tool that was left out of the prompt until now (vLLM, SGLang)."""

    type: Required[Literal["tool_reference"]]
    name: Required[str]


class ContentPartDocument(TypedDict, total=False):
    """A document as JSON."""

    data: Required[Mapping[str, Any]]
    id: str | None


class ChatCompletionContentPartDocumentParam(TypedDict, total=False):
    """A document to answer from (Groq)."""

    type: Required[Literal["document"]]
    document: Required[ContentPartDocument]


class ChatCompletionContentPartDocumentURLParam(TypedDict, total=False):
    """A document behind an address (Mistral)."""

    type: Required[Literal["document_url"]]
    document_url: Required[str]
    document_name: str | None


ChatCompletionContentPartParam: TypeAlias = (
    ChatCompletionContentPartTextParam
    | ChatCompletionContentPartImageParam
    | ChatCompletionContentPartInputAudioParam
    | File
    | ChatCompletionContentPartVideoParam
    | ChatCompletionContentPartAudioParam
    | ChatCompletionContentPartVideoFramesParam
    | ChatCompletionContentPartImageEmbedsParam
    | ChatCompletionContentPartAudioEmbedsParam
    | ChatCompletionContentPartVideoEmbedsParam
    | ChatCompletionContentPartPromptEmbedsParam
    | ChatCompletionContentPartToolReferenceParam
    | ChatCompletionContentPartDocumentParam
    | ChatCompletionContentPartDocumentURLParam
)
"""A part of a user message."""

ChatCompletionAssistantContentPartParam: TypeAlias = (
    ChatCompletionContentPartTextParam | ChatCompletionContentPartRefusalParam | ChatCompletionContentPartThinkingParam
)
"""A part of an assistant message."""

ChatCompletionToolContentPartParam: TypeAlias = ChatCompletionContentPartTextParam | ChatCompletionContentPartImageParam
"""A part of a tool's result. OpenAI takes text only; several servers also take images."""

# ---------------------------------------------------------------------------------------------------- tools

FunctionParameters: TypeAlias = Mapping[str, Any]
"""The arguments of a function, as a JSON schema of an object."""


class FunctionDefinition(TypedDict, total=False):
    """A function the model may call."""

    name: Required[str]
    """Letters, digits, `_` and `-`; at most 64 of them."""
    description: str
    """Tells the model when and how to use it."""
    parameters: FunctionParameters
    """Left out: the function takes no arguments."""
    strict: bool | None
    """Arguments must follow the schema exactly."""
    defer_loading: bool | None
    """Keep the definition out of the prompt until the model asks for it (vLLM, SGLang, OpenRouter)."""


class ChatCompletionFunctionToolParam(TypedDict, total=False):
    """A function as a tool."""

    type: Required[Literal["function"]]
    function: Required[FunctionDefinition]
    defer_loading: bool | None
    """As in the function itself (vLLM, SGLang, OpenRouter)."""
    cache_control: CacheControl | None
    """OpenRouter."""


ChatCompletionToolParam: TypeAlias = ChatCompletionFunctionToolParam


class CustomFormatText(TypedDict, total=False):
    """Any text."""

    type: Required[Literal["text"]]


class CustomFormatGrammarGrammar(TypedDict, total=False):
    """A grammar and the language it is written in."""

    definition: Required[str]
    syntax: Required[Literal["lark", "regex"] | str]


class CustomFormatGrammar(TypedDict, total=False):
    """Only what the grammar allows."""

    type: Required[Literal["grammar"]]
    grammar: Required[CustomFormatGrammarGrammar]


CustomFormat: TypeAlias = CustomFormatText | CustomFormatGrammar


class Custom(TypedDict, total=False):
    """A tool whose input is free text."""

    name: Required[str]
    description: str
    format: CustomFormat
    """Any text unless given."""


class ChatCompletionCustomToolParam(TypedDict, total=False):
    """A free-text tool."""

    type: Required[Literal["custom"]]
    custom: Required[Custom]


ChatCompletionToolUnionParam: TypeAlias = ChatCompletionFunctionToolParam | ChatCompletionCustomToolParam


class Function(TypedDict, total=False):
    """An entry of `functions`, the older form of `tools`."""

    name: Required[str]
    description: str
    parameters: FunctionParameters


class ChatCompletionFunctionCallOptionParam(TypedDict, total=False):
    """The older form of a named tool choice."""

    name: Required[str]


class NamedToolChoiceFunction(TypedDict, total=False):
    """Names a function."""

    name: Required[str]


class ChatCompletionNamedToolChoiceParam(TypedDict, total=False):
    """The model must call this function."""

    type: Required[Literal["function"]]
    function: Required[NamedToolChoiceFunction]


class NamedToolChoiceCustom(TypedDict, total=False):
    """Names a free-text tool."""

    name: Required[str]


class ChatCompletionNamedToolChoiceCustomParam(TypedDict, total=False):
    """The model must call this free-text tool."""

    type: Required[Literal["custom"]]
    custom: Required[NamedToolChoiceCustom]


class ChatCompletionAllowedToolsParam(TypedDict, total=False):
    """Some of the request's tools."""

    mode: Required[Literal["auto", "required"] | str]
    """`auto` lets the model answer without a call; `required` does not."""
    tools: Required[Sequence[Mapping[str, Any]]]
    """Each by its name, such as `{"type": "function", "function": {"name": "now"}}`."""


class ChatCompletionAllowedToolChoiceParam(TypedDict, total=False):
    """Only these tools may be called, while all stay in the prompt."""

    type: Required[Literal["allowed_tools"]]
    allowed_tools: Required[ChatCompletionAllowedToolsParam]


ChatCompletionToolChoiceOptionParam: TypeAlias = (
    Literal["none", "auto", "required"]
    | ChatCompletionAllowedToolChoiceParam
    | ChatCompletionNamedToolChoiceParam
    | ChatCompletionNamedToolChoiceCustomParam
)

# ------------------------------------------------------------------------------------------------- messages


class ConfigurationUpdateReasoning(TypedDict, total=False):
    """New reasoning settings."""

    effort: Required[Literal["max", "xhigh", "high", "medium", "low", "minimal", "none"] | str]


class ConfigurationUpdate(TypedDict, total=False):
    """Settings that change from this message on (OpenRouter)."""

    reasoning: Required[ConfigurationUpdateReasoning]


class ChatCompletionDeveloperMessageParam(TypedDict, total=False):
    """Instructions from the developer; newer OpenAI models take them in place of a system message."""

    role: Required[Literal["developer"]]
    content: Required[str | Sequence[ChatCompletionContentPartTextParam]]
    name: str
    tools: Sequence[ChatCompletionFunctionToolParam] | None
    """Tools that become known with this message (vLLM, SGLang)."""
    configuration_update: ConfigurationUpdate | None
    """OpenRouter."""


class ChatCompletionSystemMessageParam(TypedDict, total=False):
    """Instructions for the whole conversation."""

    role: Required[Literal["system"]]
    content: Required[str | Sequence[ChatCompletionContentPartTextParam]]
    name: str
    tools: Sequence[ChatCompletionFunctionToolParam] | None
    """Tools that become known with this message (vLLM, SGLang)."""
    configuration_update: ConfigurationUpdate | None
    """OpenRouter."""


class ChatCompletionUserMessageParam(TypedDict, total=False):
    """What the user says."""

    role: Required[Literal["user"]]
    content: Required[str | Sequence[ChatCompletionContentPartParam]]
    name: str
    """Tells users apart. Groq refuses it."""
    task: str | None
    """Kind of work wanted (vLLM)."""


class Audio(TypedDict, total=False):
    """An earlier spoken answer."""

    id: Required[str]
    """The id that came with it; the recording itself need not be sent back."""
    data: str | None
    """The recording in base64 (OpenRouter)."""
    expires_at: int | None
    """Unix seconds (OpenRouter)."""
    transcript: str | None
    """What it says (OpenRouter)."""


class FunctionCall(TypedDict, total=False):
    """A call in the older form."""

    name: Required[str]
    arguments: Required[str]
    """JSON, as text."""


class ToolCallFunction(TypedDict, total=False):
    """The function called and what with."""

    name: Required[str]
    arguments: Required[str]
    """JSON, as text, as the model wrote it."""


class ChatCompletionMessageFunctionToolCallParam(TypedDict, total=False):
    """A function call the model made."""

    id: Required[str]
    type: Required[Literal["function"]]
    function: Required[ToolCallFunction]
    index: int | None
    """Place among the calls (SGLang, Ollama, Mistral, Together)."""
    extra_content: Mapping[str, Any] | None
    """What the server wants back unchanged, such as Gemini's thought signature."""


ChatCompletionMessageToolCallParam: TypeAlias = ChatCompletionMessageFunctionToolCallParam


class ToolCallCustom(TypedDict, total=False):
    """The free-text tool called and what with."""

    name: Required[str]
    input: Required[str]


class ChatCompletionMessageCustomToolCallParam(TypedDict, total=False):
    """A call of a free-text tool the model made."""

    id: Required[str]
    type: Required[Literal["custom"]]
    custom: Required[ToolCallCustom]
    index: int | None
    extra_content: Mapping[str, Any] | None


ChatCompletionMessageToolCallUnionParam: TypeAlias = (
    ChatCompletionMessageFunctionToolCallParam | ChatCompletionMessageCustomToolCallParam
)


class ReasoningDetailParam(TypedDict, total=False):
    """A block of reasoning, to be sent back as it came (OpenRouter and servers behind it)."""

    type: Required[
        Literal["reasoning.text", "reasoning.summary", "reasoning.encrypted", "reasoning.server_tool_call"] | str
    ]
    format: str | None
    """Which provider's form it has, such as `anthropic-claude-v1`."""
    id: str | None
    index: int | None
    text: str | None
    signature: str | None
    summary: str
    data: str
    """The sealed text of an encrypted block."""
    tool_name: str
    tool_call_id: str | None
    arguments: str
    result: str


class MessageImageParam(TypedDict, total=False):
    """A picture the model made."""

    type: Literal["image_url"]
    image_url: Required[ImageURL]
    index: int | None


class ChatCompletionAssistantMessageParam(TypedDict, total=False):
    """What the model said before, or the beginning of what it is to say."""

    role: Required[Literal["assistant"]]
    content: str | Sequence[ChatCompletionAssistantContentPartParam] | None
    """May be missing only beside tool calls."""
    refusal: str | None
    name: str
    audio: Audio | None
    tool_calls: Sequence[ChatCompletionMessageToolCallUnionParam]
    function_call: FunctionCall | None
    """The older form of `tool_calls`."""
    reasoning: str | None
    """Earlier thinking (vLLM, Ollama, Groq, OpenRouter, Together, LM Studio)."""
    reasoning_content: str | None
    """Earlier thinking (SGLang, llama.cpp, DeepSeek, DashScope, Together). DeepSeek needs it beside tool
    calls."""
    reasoning_details: Sequence[ReasoningDetailParam | Mapping[str, Any]] | None
    """Earlier thinking in blocks, unchanged (OpenRouter)."""
    prefix: bool | None
    """The answer must begin with this message (DeepSeek, Mistral, SGLang)."""
    partial: bool | None
    """The same for DashScope."""
    phase: Literal["commentary", "final_answer"] | str | None
    """Part of the turn it belongs to (SGLang)."""
    images: Sequence[MessageImageParam] | None
    """Pictures the model made (OpenRouter)."""
    model: str | None
    """Which model wrote it (OpenRouter)."""
    extra_content: Mapping[str, Any] | None
    """What the server wants back unchanged (Gemini)."""


class ChatCompletionToolMessageParam(TypedDict, total=False):
    """What a tool call gave."""

    role: Required[Literal["tool"]]
    content: Required[str | Sequence[ChatCompletionToolContentPartParam]]
    tool_call_id: Required[str]
    name: str | None
    """Name of the tool (Mistral, Together, Ollama)."""


class ChatCompletionFunctionMessageParam(TypedDict, total=False):
    """The older form of a tool message."""

    role: Required[Literal["function"]]
    content: Required[str | None]
    name: Required[str]


ChatCompletionMessageParam: TypeAlias = (
    ChatCompletionDeveloperMessageParam
    | ChatCompletionSystemMessageParam
    | ChatCompletionUserMessageParam
    | ChatCompletionAssistantMessageParam
    | ChatCompletionToolMessageParam
    | ChatCompletionFunctionMessageParam
)
"""A message of a request; `role` tells which."""

# ----------------------------------------------------------------------------------------- response formats


class ResponseFormatText(TypedDict, total=False):
    """Plain text."""

    type: Required[Literal["text"]]


class ResponseFormatJSONObject(TypedDict, total=False):
    """Some JSON object. The prompt has to ask for JSON too."""

    type: Required[Literal["json_object"]]


class JSONSchema(TypedDict, total=False):
    """A JSON schema with a name."""

    name: Required[str]
    """Letters, digits, `_` and `-`; at most 64 of them."""
    description: str
    schema: Mapping[str, Any]
    strict: bool | None
    """Follow it exactly; OpenAI then allows a subset of JSON schema only."""


class ResponseFormatJSONSchema(TypedDict, total=False):
    """JSON by a schema."""

    type: Required[Literal["json_schema"]]
    json_schema: Required[JSONSchema]


class StructuralTagStructure(TypedDict, total=False):
    """JSON by a schema between two tags."""

    begin: Required[str]
    schema: Mapping[str, Any] | None
    end: Required[str]


class ResponseFormatStructuralTag(TypedDict, total=False):
    """Free text in which tags switch a schema on (vLLM, SGLang)."""

    type: Required[Literal["structural_tag"]]
    format: Any
    """The newer form, described as one nested object."""
    structures: Sequence[StructuralTagStructure]
    """The older form; it needs `triggers`."""
    triggers: list[str]
    """Texts after which a structure begins."""
    at_least_one: bool
    """One structure must appear (SGLang)."""


class ResponseFormatGrammar(TypedDict, total=False):
    """Only what the grammar allows (OpenRouter)."""

    type: Required[Literal["grammar"]]
    grammar: Required[str]


class ResponseFormatPython(TypedDict, total=False):
    """Python code (OpenRouter)."""

    type: Required[Literal["python"]]


ResponseFormat: TypeAlias = (
    ResponseFormatText
    | ResponseFormatJSONSchema
    | ResponseFormatJSONObject
    | ResponseFormatStructuralTag
    | ResponseFormatGrammar
    | ResponseFormatPython
)

# -------------------------------------------------------------------------------------------- other objects


class ChatCompletionStreamOptionsParam(TypedDict, total=False):
    """Settings of a streamed answer."""

    include_usage: bool
    """A last chunk, without choices, has the token counts."""
    include_obfuscation: bool
    """Chunks are padded so that their size tells nothing. On unless switched off."""
    continuous_usage_stats: bool
    """Every chunk has the token counts so far (vLLM, SGLang)."""


class Voice(TypedDict, total=False):
    """A voice of your own."""

    id: Required[str]


class ChatCompletionAudioParam(TypedDict, total=False):
    """How to speak the answer."""

    voice: Required[
        Literal["alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar"] | str | Voice
    ]
    format: Required[Literal["wav", "aac", "mp3", "flac", "opus", "pcm16"] | str]


class ChatCompletionPredictionContentParam(TypedDict, total=False):
    """Text most of which will come again, such as a file being edited."""

    type: Required[Literal["content"]]
    content: Required[str | Sequence[ChatCompletionContentPartTextParam]]


class WebSearchOptionsUserLocationApproximate(TypedDict, total=False):
    """A place, as well as it is known."""

    city: str
    country: str
    """Two letters, ISO 3166-1."""
    region: str
    timezone: str
    """Such as `Europe/Zurich`."""


class WebSearchOptionsUserLocation(TypedDict, total=False):
    """Where the user is."""

    type: Required[Literal["approximate"]]
    approximate: Required[WebSearchOptionsUserLocationApproximate]


class WebSearchOptions(TypedDict, total=False):
    """Web search for the models that have it built in."""

    search_context_size: Literal["low", "medium", "high"] | str
    """How much of the context window the findings may fill."""
    user_location: WebSearchOptionsUserLocation | None


class PromptCacheOptions(TypedDict, total=False):
    """How the prompt is cached."""

    mode: Literal["implicit", "explicit"] | str
    """`explicit` caches only up to the breakpoints in the messages."""
    ttl: Literal["30m"] | str | None
    """How long the prompt is kept."""


class ModerationConfigParam(TypedDict, total=False):
    """What happens to flagged text."""

    mode: Required[Literal["score", "block"] | str]
    """Report the scores, or refuse."""


class ModerationPolicyParam(TypedDict, total=False):
    """Rules for what goes in and what comes out."""

    input: ModerationConfigParam | None
    output: ModerationConfigParam | None


class ModerationParam(TypedDict, total=False):
    """Moderation as part of the request."""

    model: Required[str]
    policy: ModerationPolicyParam | None


class ThinkingParam(TypedDict, total=False):
    """The thinking switch (DeepSeek, SGLang)."""

    type: Required[Literal["enabled", "disabled"] | str]


class ReasoningParam(TypedDict, total=False):
    """Reasoning settings in one object (OpenRouter, Together, Ollama)."""

    effort: Literal["max", "xhigh", "high", "medium", "low", "minimal", "none"] | str | None
    """OpenRouter, Ollama."""
    summary: Literal["auto", "concise", "detailed"] | str | None
    """How long a summary of the reasoning to give (OpenRouter)."""
    max_tokens: int | None
    """Most tokens of reasoning, in place of `effort` (OpenRouter)."""
    exclude: bool | None
    """Reason, but leave the text out of the answer (OpenRouter)."""
    enabled: bool | None
    """Together, OpenRouter."""


class DocumentSourceParam(TypedDict, total=False):
    """What a document says, as text or as JSON."""

    type: Required[Literal["text", "json"] | str]
    text: str
    data: Mapping[str, Any]


class DocumentParam(TypedDict, total=False):
    """A document to answer from (Groq)."""

    id: str | None
    source: Required[DocumentSourceParam]


class StructuredOutputsParam(TypedDict, total=False):
    """What the output must look like; give one of the first six (vLLM)."""

    json: str | Mapping[str, Any] | None
    """A JSON schema, as an object or as text."""
    regex: str | None
    choice: list[str] | None
    """One of these texts."""
    grammar: str | None
    """A grammar in EBNF or Lark."""
    json_object: bool | None
    """Any JSON object."""
    structural_tag: str | None
    """A structural tag, as JSON text."""
    disable_any_whitespace: bool
    """JSON without free white space."""
    disable_additional_properties: bool
    """JSON without properties the schema does not name."""
    whitespace_pattern: str | None
    """The white space allowed in JSON, as a regular expression."""


class RepetitionDetectionParam(TypedDict, total=False):
    """Ends an answer that goes round in circles (vLLM)."""

    max_pattern_size: int
    """Longest run of tokens watched."""
    min_pattern_size: int
    """Shortest run of tokens watched."""
    min_count: int
    """How many times it must come for the answer to end."""


class LoraScaleParam(TypedDict, total=False):
    """An adapter and how strongly it counts (llama.cpp)."""

    id: Required[int]
    scale: Required[float]


class TranslationOptionsParam(TypedDict, total=False):
    """Settings of the translation models (DashScope)."""

    source_lang: str
    """A language, or `auto`."""
    target_lang: str
    terms: Sequence[Mapping[str, str]]
    """Pairs of `source` and `target` words that are translated just so."""
    tm_list: Sequence[Mapping[str, str]]
    """Pairs of `source` and `target` sentences to learn from."""
    domains: str
    """The field the text is from, in English words."""


class SearchOptionsParam(TypedDict, total=False):
    """Settings of the web search (DashScope)."""

    forced_search: bool
    """Search even when the model would not."""
    search_strategy: str
    """How deep, such as `turbo` or `max`."""
    enable_source: bool
    """List the sources in the answer."""
    enable_citation: bool
    """Number the citations; needs `enable_source`."""
    citation_format: str
    """Form of the numbers, such as `[ref_<number>]`."""
    enable_search_extension: bool
    """Also search special fields such as weather or stocks."""


class ProviderMaxPriceParam(TypedDict, total=False):
    """Highest prices in US dollars; per million tokens for the text (OpenRouter)."""

    prompt: str | float | None
    completion: str | float | None
    image: str | float | None
    audio: str | float | None
    request: str | float | None


class ProviderPercentilesParam(TypedDict, total=False):
    """A limit for each percentile (OpenRouter)."""

    p50: float | None
    p75: float | None
    p90: float | None
    p99: float | None


class ProviderSortParam(TypedDict, total=False):
    """What providers are sorted by (OpenRouter)."""

    by: Literal["price", "throughput", "latency", "exacto"] | str | None
    partition: Literal["model", "none"] | str | None
    """Sort within each model, or all together."""


class ProviderPreferencesParam(TypedDict, total=False):
    """Which provider gets the request (OpenRouter)."""

    order: list[str] | None
    """Try these first, in this order."""
    only: list[str] | None
    ignore: list[str] | None
    allow_fallbacks: bool | None
    """Go on to other providers when the first fails."""
    require_parameters: bool | None
    """Only providers that know every key of the request."""
    data_collection: Literal["allow", "deny"] | str | None
    """Whether providers that keep prompts are used."""
    zdr: bool | None
    """Only providers that keep nothing."""
    enforce_distillable_text: bool | None
    """Only models whose output may be used for training."""
    quantizations: (
        list[
            Literal[
                "int4",
                "int8",
                "fp4",
                "mxfp4",
                "nvfp4",
                "fp6",
                "fp8",
                "mxfp8",
                "fp16",
                "bf16",
                "fp32",
                "unknown",
            ]
            | str
        ]
        | None
    )
    sort: Literal["price", "throughput", "latency", "exacto"] | str | ProviderSortParam | None
    max_price: ProviderMaxPriceParam | None
    preferred_max_latency: float | ProviderPercentilesParam | None
    """Seconds."""
    preferred_min_throughput: float | ProviderPercentilesParam | None
    """Tokens per second."""
    options: Mapping[str, Any] | None
    """Options for single providers, under their names."""


class OpenRouterUserLocation(TypedDict, total=False):
    """Where the user is (OpenRouter)."""

    type: Required[Literal["approximate"]]
    city: str | None
    country: str | None
    region: str | None
    timezone: str | None


class OpenRouterXSearchOptions(TypedDict, total=False):
    """Search on X (OpenRouter)."""

    allowed_x_handles: list[str] | None
    excluded_x_handles: list[str] | None
    enable_image_understanding: bool | None
    enable_video_understanding: bool | None
    from_date: str | None
    """`YYYY-MM-DD`."""
    to_date: str | None
    """`YYYY-MM-DD`."""


class OpenRouterWebPlugin(TypedDict, total=False):
    """Searches the web before the model answers (OpenRouter)."""

    id: Required[Literal["web"]]
    enabled: bool | None
    engine: Literal["native", "exa", "firecrawl", "parallel", "perplexity"] | str | None
    mode: str | None
    """How thorough the engine is, such as `fast` or `deep`."""
    max_results: int | None
    max_uses: int | None
    search_prompt: str | None
    """Text put before the findings."""
    include_domains: list[str] | None
    exclude_domains: list[str] | None
    user_location: OpenRouterUserLocation | None
    x_search: OpenRouterXSearchOptions | None


class OpenRouterWebFetchPlugin(TypedDict, total=False):
    """Lets the model read pages (OpenRouter)."""

    id: Required[Literal["web-fetch"]]
    allowed_domains: list[str] | None
    blocked_domains: list[str] | None
    max_content_tokens: int | None
    max_uses: int | None


class OpenRouterPDFOptions(TypedDict, total=False):
    """How PDF files are read (OpenRouter)."""

    engine: str | None
    """Such as `native`, `mistral-ocr` or `cloudflare-ai`."""


class OpenRouterFileParserPlugin(TypedDict, total=False):
    """Turns files into text (OpenRouter)."""

    id: Required[Literal["file-parser"]]
    enabled: bool | None
    pdf: OpenRouterPDFOptions | None


class OpenRouterAutoRouterPlugin(TypedDict, total=False):
    """Chooses the model (OpenRouter)."""

    id: Required[Literal["auto-router", "auto-beta-router"]]
    enabled: bool | None
    allowed_models: list[str] | None
    """Ids, with `*` for any run of letters."""
    excluded_models: list[str] | None
    cost_quality_tradeoff: int | None
    cost_tier: Literal["low", "medium", "high", "xhigh", "max"] | str | None
    pin_model: bool | None
    """Stay with the model chosen first."""


class OpenRouterSwitchPlugin(TypedDict, total=False):
    """The plugins that are only switched on or off (OpenRouter)."""

    id: Required[Literal["moderation", "response-healing", "context-compression"]]
    enabled: bool | None
    engine: Literal["middle-out"] | str | None
    """How the context is shortened."""


OpenRouterPlugin: TypeAlias = (
    OpenRouterWebPlugin
    | OpenRouterWebFetchPlugin
    | OpenRouterFileParserPlugin
    | OpenRouterAutoRouterPlugin
    | OpenRouterSwitchPlugin
)


class OpenRouterDeferredSearch(TypedDict, total=False):
    """How tools are found (OpenRouter)."""

    type: Required[Literal["bm25", "regex", "custom"] | str]
    max_results: int | None
    tool_id: str
    """The tool that searches, for `custom`."""
    result_key: str
    """Where its findings are, for `custom`."""


class OpenRouterDeferredTools(TypedDict, total=False):
    """Tools whose definitions are looked up when needed (OpenRouter)."""

    profile: Required[Literal["portable"] | str]
    protocol: Required[Literal["v1"] | str]
    search: Required[OpenRouterDeferredSearch]
    validation: Required[Literal["runtime"] | str]


class OpenRouterStopCondition(TypedDict, total=False):
    """Ends a loop of server-side tool calls (OpenRouter)."""

    type: Required[Literal["finish_reason_is", "has_tool_call", "max_cost", "max_tokens_used", "step_count_is"] | str]
    reason: str
    tool_name: str
    max_cost_in_dollars: float
    max_tokens: int
    step_count: int


class OpenRouterTrace(TypedDict, total=False):
    """Ids for a tracing tool (OpenRouter)."""

    trace_id: str | None
    trace_name: str | None
    span_name: str | None
    parent_span_id: str | None
    generation_name: str | None


class OpenRouterDebug(TypedDict, total=False):
    """Debugging aids (OpenRouter)."""

    echo_upstream_body: bool | None
    """A first chunk shows what was sent to the provider."""


class GroqCompoundModels(TypedDict, total=False):
    """The models of a compound system (Groq)."""

    answering_model: str | None
    reasoning_model: str | None


class GroqWolframSettings(TypedDict, total=False):
    """Wolfram Alpha (Groq)."""

    authorization: str | None
    """Your key for it."""


class GroqCompoundTools(TypedDict, total=False):
    """The tools of a compound system (Groq)."""

    enabled_tools: list[str] | None
    wolfram_settings: GroqWolframSettings | None


class GroqCompoundCustom(TypedDict, total=False):
    """A compound system put together anew (Groq)."""

    models: GroqCompoundModels | None
    tools: GroqCompoundTools | None


class GroqSearchSettings(TypedDict, total=False):
    """Settings of the web search (Groq)."""

    country: str | None
    include_domains: list[str] | None
    exclude_domains: list[str] | None
    include_images: bool | None


class MistralModeration(TypedDict, total=False):
    """A moderation rule (Mistral)."""

    model_name: str | None
    custom_category_thresholds: Mapping[str, float | None] | None
    """From 0 to 1 for each category, such as `violence_and_threats`."""
    ignore_other_categories: bool | None
    """Only the categories above count."""
    action: Literal["none", "block"] | str | None


class MistralGuardrail(TypedDict, total=False):
    """A check of what goes in and comes out (Mistral)."""

    block_on_error: bool | None
    """Refuse when the check itself fails."""
    moderation_llm_v1: MistralModeration | None
    moderation_llm_v2: MistralModeration | None


# ------------------------------------------------------------------------------------------- the parameters


class FreeChatParameters(TypedDict, total=False):
    """The keys of a chat request but those of tools and of the answer's form, which some methods take as objects."""

    # -- OpenAI

    audio: ChatCompletionAudioParam | Mapping[str, Any] | None
    """Voice and format of a spoken answer; needs `"audio"` in `modalities`. Also DashScope."""

    frequency_penalty: float | None
    """From -2 to 2: above 0, tokens become less likely the more often they came."""

    function_call: Literal["none", "auto", "required"] | str | ChatCompletionFunctionCallOptionParam | None
    """The older form of `tool_choice`. Deprecated."""

    functions: Iterable[Function | Mapping[str, Any]] | None
    """The older form of `tools`. Deprecated."""

    logit_bias: Mapping[str, float] | Sequence[Sequence[float | str | bool]] | None
    """Added to the logit of a token id, from -100 (never) to 100 (always). llama.cpp also takes `[token,
    bias]` pairs."""

    logprobs: bool | int | None
    """Give the log probability of every token of the answer. Together wants a number: how many of the
    likeliest."""

    max_completion_tokens: int | None
    """Most tokens to generate, reasoning included."""

    max_tokens: int | None
    """Most tokens to generate. OpenAI deprecates it for `max_completion_tokens`; other servers know this
    name best."""

    metadata: Mapping[str, Any] | None
    """Up to 16 pairs kept with a stored answer: names up to 64 characters, texts up to 512."""

    modalities: list[Literal["text", "audio", "image"] | str] | None
    """Kinds of output wanted. `image` is OpenRouter's."""

    moderation: ModerationParam | Mapping[str, Any] | None
    """Check the input and the output on the way."""

    n: int | None
    """How many answers to make, each paid for. 1 unless given."""

    parallel_tool_calls: bool | None
    """Several tool calls may come in one answer."""

    prediction: ChatCompletionPredictionContentParam | Mapping[str, Any] | None
    """Text the answer will mostly repeat, to make it faster. Also Mistral, OpenRouter."""

    presence_penalty: float | None
    """From -2 to 2: above 0, tokens that came at all become less likely."""

    prompt_cache_key: str | None
    """Requests with the same key and the same beginning find each other's cached prompt. Also Mistral,
    OpenRouter."""

    prompt_cache_options: PromptCacheOptions | Mapping[str, Any] | None
    """How the prompt is cached, and for how long. Also OpenRouter."""

    prompt_cache_retention: Literal["in_memory", "24h"] | str | None
    """How long the prompt is cached. Deprecated for `prompt_cache_options`."""

    reasoning_effort: (
        Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra", "default"] | str | float | None
    )
    """How much to think before answering. `default` is Groq's, `ultra` and numbers SGLang's; few models
    know all."""

    safety_identifier: str | None
    """A stable, hashed id of your user, to find abuse; at most 64 characters."""

    seed: int | None
    """The same seed and request give the same answer, as far as the server can."""

    service_tier: (
        Literal[
            "auto",
            "default",
            "flex",
            "scale",
            "priority",
            "fast",
            "ultrafast",
            "on_demand",
            "performance",
            "standard_only",
        ]
        | str
        | None
    )
    """Speed and price class. Beyond OpenAI's: `on_demand`, `performance` (Groq), `standard_only`
    (Mistral), `ultrafast` (OpenRouter)."""

    stop: str | list[str] | None
    """Text or texts at which the answer ends, themselves left out. OpenAI takes 4."""

    store: bool | None
    """Keep the answer on the server, to be fetched later."""

    stream_options: ChatCompletionStreamOptionsParam | Mapping[str, Any] | None
    """Settings of a streamed answer; without `stream` some servers refuse it."""

    temperature: float | None
    """From 0 to 2: how random the choice of tokens is; 0 takes the likeliest."""

    tool_choice: ChatCompletionToolChoiceOptionParam | Literal["any"] | Mapping[str, Any] | None
    """Whether a tool is called, and which. `any` is Mistral's name of `required`."""

    top_logprobs: int | None
    """How many of the likeliest tokens to show at each place, from 0 to 20; needs `logprobs`."""

    top_p: float | None
    """From 0 to 1: choose among the likeliest tokens that together reach this probability."""

    user: str | None
    """An id of your user. OpenAI deprecates it for `safety_identifier` and `prompt_cache_key`."""

    verbosity: Literal["low", "medium", "high"] | str | None
    """How long the answer should be."""

    web_search_options: WebSearchOptions | Mapping[str, Any] | None
    """Settings of the web search some models have built in."""

    # -- several servers

    add_generation_prompt: bool | None
    """End the prompt with the header of an assistant message. vLLM, llama.cpp."""

    cache_salt: str | list[str] | None
    """Requests with different salts share no cached prompt. vLLM, SGLang."""

    chat_template_kwargs: Mapping[str, Any] | None
    """Variables for the chat template, such as `{"enable_thinking": False}`. vLLM, SGLang, llama.cpp,
    Together."""

    continue_final_message: bool | str | None
    """Go on with the last message instead of starting a new one. vLLM, SGLang, llama.cpp (which also takes
    a text)."""

    documents: Sequence[DocumentParam | Mapping[str, Any]] | None
    """Documents to answer from. vLLM (plain mappings of texts, for the template), Groq."""

    echo: bool | None
    """Begin the answer with the prompt. vLLM, Together, llama.cpp."""

    ignore_eos: bool | None
    """Go on past the token that ends the text. vLLM, SGLang, llama.cpp."""

    include_reasoning: bool | None
    """Give the reasoning with the answer. vLLM, Groq."""

    min_p: float | None
    """From 0 to 1: drop tokens less likely than this share of the likeliest. vLLM, SGLang, llama.cpp,
    OpenRouter, Together."""

    min_tokens: int | None
    """Fewest tokens to generate before the text may end. vLLM, SGLang, Mistral."""

    mm_processor_kwargs: Mapping[str, Any] | None
    """Settings for the model's processor of images, sound and video. vLLM, SGLang."""

    priority: int | None
    """Place in the queue, where the server schedules by it; in vLLM a lower number runs earlier. vLLM,
    SGLang."""

    prompt_logprobs: bool | int | None
    """Log probabilities of the prompt. A number in vLLM: how many at each place; a switch in Mistral."""

    reasoning: ReasoningParam | Mapping[str, Any] | None
    """Reasoning settings in one object. OpenRouter, Together, Ollama."""

    reasoning_format: Literal["hidden", "raw", "parsed", "none", "auto", "deepseek", "deepseek-legacy"] | str | None
    """Where the reasoning goes. Groq: `hidden`, `raw` (in the content) or `parsed` (a field of its own);
    llama.cpp: the rest."""

    repeat_penalty: float | None
    """Divides the logits of tokens that came lately; 1 is off. llama.cpp, LM Studio."""

    repetition_penalty: float | None
    """Divides the logits of tokens that came in the prompt or the answer; 1 is off. vLLM, SGLang,
    OpenRouter, DashScope, Mistral, Together."""

    return_token_ids: bool | None
    """Give the token ids of the prompt and the answer. vLLM, SGLang."""

    session_id: str | None
    """Ties requests together that belong to one conversation. vLLM, SGLang, OpenRouter."""

    skip_special_tokens: bool | None
    """Leave special tokens out of the text; on unless switched off. vLLM, SGLang."""

    stop_token_ids: Sequence[int] | None
    """Token ids at which the answer ends. vLLM, SGLang."""

    thinking: ThinkingParam | Mapping[str, Any] | bool | int | None
    """Whether to think: True, False, or the most tokens to think, which the client's dialect writes as the server has
    it; or DeepSeek's own form (`{"type": "enabled"}` or `"disabled"`), which is sent as it is."""

    top_k: int | None
    """Choose among this many of the likeliest tokens; -1 or 0 is off, by server. vLLM, SGLang, llama.cpp,
    LM Studio, OpenRouter, DashScope, Mistral, Together."""

    # -- vLLM

    add_special_tokens: bool | None
    """Add tokens such as BOS to what the template gives. vLLM."""

    allowed_token_ids: Sequence[int] | None
    """Only these token ids may come. vLLM."""

    bad_words: list[str] | None
    """Words that may not come. vLLM."""

    chat_template: str | None
    """A Jinja chat template in place of the model's; the server must allow it. vLLM."""

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

    media_io_kwargs: Mapping[str, Mapping[str, Any]] | None
    """Settings for loading media, by kind, such as `{"video": {"num_frames": 40}}`. vLLM."""

    mm_payload: Literal["tensors", "none"] | str | None
    """What the render endpoint gives for media. vLLM."""

    repetition_detection: RepetitionDetectionParam | Mapping[str, Any] | None
    """End the answer when it goes round in circles. vLLM."""

    request_id: str | None
    """Your id of the request. vLLM."""

    return_mm_kwargs: bool | None
    """The older form of `mm_payload`. vLLM."""

    return_prompt_text: bool | None
    """Give the prompt as the template rendered it. vLLM."""

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

    input_ids: Sequence[int] | None
    """The prompt as token ids, in place of the messages. SGLang."""

    lora_path: str | Sequence[str | None] | None
    """Name or path of a LoRA adapter. SGLang."""

    max_dynamic_patch: int | None
    """Most tiles an image is cut into. SGLang."""

    min_dynamic_patch: int | None
    """Fewest tiles an image is cut into. SGLang."""

    no_stop_trim: bool | None
    """Leave the stop text at the end of the answer. SGLang."""

    regex: str | None
    """A regular expression the output matches. SGLang."""

    return_cached_tokens_details: bool | None
    """Give where cached tokens came from. SGLang."""

    return_flat_raw_output_top_logprobs: bool | None
    """Give the likeliest tokens as flat lists. SGLang."""

    return_flat_raw_top_logprobs_b64: bool | None
    """Those lists as base64; on unless switched off. SGLang."""

    return_hidden_states: bool | Literal["last"] | str | None
    """Give the hidden states, or with `last` those of the last token. SGLang."""

    return_input_ids_in_sglext: bool | None
    """Put the prompt's token ids into the `sglext` object. SGLang."""

    return_meta_info: bool | None
    """Give what the engine says about the request. SGLang."""

    return_output_ids_in_sglext: bool | None
    """Put the answer's token ids into the `sglext` object. SGLang."""

    return_prompt_token_ids: bool | None
    """Give the token ids of the prompt. SGLang."""

    return_routed_experts: bool | None
    """Give which experts were used. SGLang."""

    return_sampling_mask: bool | None
    """Give which tokens could have been chosen. SGLang."""

    return_spec_tokens_details: bool | None
    """Give the counts of speculative decoding. SGLang."""

    rid: str | list[str] | None
    """Your id of the request. SGLang."""

    routed_dp_rank: int | None
    """The data-parallel worker that takes the request. SGLang."""

    routed_experts_start_len: int | None
    """Give expert routing from this token on. SGLang."""

    sampling_logprobs_mode: Literal["selected", "support"] | str | None
    """Log probabilities of the token chosen, or of all that could have been. SGLang."""

    separate_reasoning: bool | None
    """Put the reasoning into a field of its own; on unless switched off. SGLang."""

    session_params: Mapping[str, Any] | None
    """State of a session kept on the server. SGLang."""

    stop_regex: str | list[str] | None
    """Patterns at which the answer ends. SGLang."""

    stream_reasoning: bool | None
    """Stream the reasoning too; on unless switched off. SGLang."""

    task: Literal["action", "query", "authority", "domain", "title", "read_url"] | str | None
    """Kind of work, for models trained with such tags. SGLang."""

    use_audio_in_video: bool | None
    """Also listen to a video's sound. SGLang."""

    video_config: Mapping[str, Any] | None
    """How videos are prepared. SGLang."""

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

    generation_prompt: str | None
    """The text the template put at the end, for parsing the answer. llama.cpp."""

    grammar: str | None
    """A GBNF grammar the output follows. llama.cpp."""

    grammar_lazy: bool | None
    """Use the grammar only after a trigger. llama.cpp."""

    grammar_triggers: Sequence[Mapping[str, Any]] | None
    """Words, patterns or tokens after which a lazy grammar is used. llama.cpp."""

    id_slot: int | None
    """The slot to use; -1 is any that is free. llama.cpp."""

    json_schema: Mapping[str, Any] | None
    """A JSON schema the output follows. llama.cpp."""

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
    """How many of the likeliest tokens to show at each place. llama.cpp."""

    parse_tool_calls: bool | None
    """Find tool calls in the text. llama.cpp."""

    post_sampling_probs: bool | None
    """Show probabilities as they are after the samplers. llama.cpp."""

    preserved_tokens: list[str] | None
    """Special tokens that stay in the text. llama.cpp."""

    reasoning_budget_end_tag: str | None
    """The tag that ends the counted thinking. llama.cpp."""

    reasoning_budget_message: str | None
    """Text put in when the thinking is cut off. llama.cpp."""

    reasoning_budget_start_tag: str | None
    """The tag that begins the counted thinking. llama.cpp."""

    reasoning_budget_tokens: int | None
    """Most tokens of thinking; -1 is no limit. llama.cpp."""

    reasoning_control: bool | None
    """The thinking may be ended from outside while it runs. llama.cpp."""

    repeat_last_n: int | None
    """Tokens the repetition penalties look back; 0 is off, -1 the whole context. llama.cpp."""

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

    thinking_budget_tokens: int | None
    """Another name of `reasoning_budget_tokens`. llama.cpp."""

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

    # -- OpenRouter

    cache_control: CacheControl | Mapping[str, Any] | None
    """A cache mark for the whole request, for Anthropic's models. OpenRouter."""

    debug: OpenRouterDebug | Mapping[str, Any] | None
    """Debugging aids, for streams. OpenRouter."""

    deferred_tools: OpenRouterDeferredTools | Mapping[str, Any] | None
    """Look tool definitions up when they are needed. OpenRouter."""

    image_config: Mapping[str, Any] | None
    """Settings of image output, such as the aspect ratio. OpenRouter."""

    models: list[str] | None
    """Models to fall back to, in order. OpenRouter."""

    plugins: Sequence[OpenRouterPlugin | Mapping[str, Any]] | None
    """Web search, file parsing, JSON repair and the like. OpenRouter."""

    provider: ProviderPreferencesParam | Mapping[str, Any] | None
    """Which provider gets the request. OpenRouter."""

    stop_server_tools_when: Sequence[OpenRouterStopCondition | Mapping[str, Any]] | None
    """When to end a loop of server-side tool calls. OpenRouter."""

    top_a: float | None
    """From 0 to 1: drop tokens less likely than this times the square of the best probability. OpenRouter."""

    trace: OpenRouterTrace | Mapping[str, Any] | None
    """Ids and names for a tracing tool. OpenRouter."""

    # -- DashScope

    asr_options: Mapping[str, Any] | None
    """Settings of the speech recognition models. DashScope."""

    enable_code_interpreter: bool | None
    """The model may run code on the server. DashScope."""

    enable_search: bool | None
    """The model may search the web. DashScope."""

    enable_thinking: bool | None
    """Think before answering, for models that can do both. DashScope."""

    preserve_thinking: bool | None
    """Leave the thinking of earlier turns in the prompt. DashScope."""

    search_options: SearchOptionsParam | Mapping[str, Any] | None
    """Settings of the web search. DashScope."""

    thinking_budget: int | None
    """Most tokens of thinking. DashScope."""

    translation_options: TranslationOptionsParam | Mapping[str, Any] | None
    """Languages and terms of the translation models. DashScope."""

    vl_high_resolution_images: bool | None
    """Look at images with more pixels. DashScope."""

    # -- DeepSeek

    user_id: str | None
    """An id of your user, to keep their caches apart and to find abuse. DeepSeek."""

    # -- Groq

    citation_options: Literal["enabled", "disabled"] | str | None
    """Whether the answer cites its documents. Groq."""

    compound_custom: GroqCompoundCustom | Mapping[str, Any] | None
    """Models and tools of a compound system. Groq."""

    disable_tool_validation: bool | None
    """Also accept calls of tools the request does not have. Groq."""

    exclude_domains: list[str] | None
    """Leave these sites out of the web search. Deprecated for `search_settings`. Groq."""

    include_domains: list[str] | None
    """Search these sites only. Deprecated for `search_settings`. Groq."""

    search_settings: GroqSearchSettings | Mapping[str, Any] | None
    """Settings of the web search. Groq."""

    # -- Mistral

    guardrails: Sequence[MistralGuardrail | Mapping[str, Any]] | None
    """Checks of what goes in and comes out. Mistral."""

    prompt_mode: Literal["reasoning"] | str | None
    """Use the system prompt for reasoning. Mistral."""

    random_seed: int | None
    """Mistral's name of `seed`."""

    safe_prompt: bool | None
    """Put a safety prompt before the conversation. Mistral."""

    top_prompt_logprobs: int | None
    """How many of the likeliest tokens to show at each place of the prompt. Mistral."""

    # -- Together

    compliance: Literal["hipaa"] | str | None
    """Rules the request is handled under. Together."""

    context_length_exceeded_behavior: Literal["truncate", "error"] | str | None
    """What happens when the prompt and the answer do not fit. Together."""

    safety_model: str | None
    """The moderation model that watches the answer. Together."""

    # -- LM Studio

    ttl: int | None
    """Seconds after which a model loaded for the request and not used since is unloaded. LM Studio."""


class ChatParameters(FreeChatParameters, total=False):
    """Everything `POST /chat/completions` takes besides `model`, `messages` and `stream`. `None` is not
    sent."""

    response_format: ResponseFormat | Mapping[str, Any] | None
    """Shape of the output: text, any JSON object, or JSON by a schema."""

    tools: Iterable[ChatCompletionToolUnionParam | Mapping[str, Any]] | None
    """What the model may call. A mapping may also be a server's own tool, such as OpenRouter's web search."""


class FreeChatOptions(FreeChatParameters, RequestOptions, total=False):
    """As `ChatOptions`, for methods that take `response_format` and `tools` as types and functions."""


class ChatOptions(ChatParameters, RequestOptions, total=False):
    """The keyword arguments of a chat completion: what goes into the body, and how the request is sent."""


if TYPE_CHECKING:
    Messages: TypeAlias = Iterable[ChatCompletionMessageParam | ChatCompletionMessage | Mapping[str, Any]]
    """A conversation: typed messages, answers of the model as they came, or plain mappings."""
else:
    Messages = Iterable[ChatCompletionMessageParam | Mapping[str, Any]]


class ChatRequest(ChatParameters, total=False):
    """A whole request body."""

    model: Required[str]
    """Id of the model."""
    messages: Required[list[ChatCompletionMessageParam]]
    """The conversation, oldest first."""
    stream: bool | None
    """Answer with server-sent events."""
