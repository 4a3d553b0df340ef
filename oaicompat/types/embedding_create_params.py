"""What `POST /embeddings` takes, as typed dictionaries.

Names and shapes follow the OpenAI API reference for embeddings. What a server adds to it is kept beside the rest, with
the servers that know it named. A server may ignore a key it does not know, or refuse it.
"""

# Annotations are evaluated here, not kept as strings: that lets `__required_keys__` see `Required`.

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from typing_extensions import Required, TypedDict

from oaicompat.types.base import RequestOptions

__all__ = ["EmbeddingCreateParams", "EmbeddingInput", "EmbeddingOptions", "EmbeddingParameters", "LateChunkingParam"]

EmbeddingInput: TypeAlias = (
    str | Iterable[str] | Iterable[int] | Iterable[Iterable[int]] | Mapping[str, Any] | Iterable[Mapping[str, Any]]
)
"""What is to be embedded: a text, several, token ids, several lists of such; or parts that are not text, as objects."""


class LateChunkingParam(TypedDict, total=False):
    """How a whole text is embedded and then pooled in pieces (vLLM)."""

    chunk_size: Required[int]
    """Tokens in a chunk."""


class EmbeddingParameters(TypedDict, total=False):
    """Everything `POST /embeddings` takes besides `model` and `input`. `None` is not sent."""

    # -- OpenAI

    dimensions: int | None
    """How long each vector is to be, for models that can shorten them."""

    encoding_format: Literal["float", "base64", "bytes"] | str | None
    """Numbers as JSON, or as base64, which is smaller and faster; it is read either way. Not sent unless it is given,
    for some gateways refuse it. `bytes` is vLLM's: the reply's body is the numbers."""

    user: str | None
    """An id of your user."""

    # -- several servers

    input_type: Literal["query", "document", "passage"] | str | None
    """What the texts are for. Needed by some of NVIDIA's models (`query`, `passage`); OpenRouter, Voyage, Cohere."""

    lora_path: str | Sequence[str | None] | None
    """Name or path of a LoRA adapter. SGLang."""

    metadata: Mapping[str, Any] | None
    """Pairs kept with the request. Mistral."""

    output_dimension: int | None
    """Another name of `dimensions`. Mistral, Voyage."""

    output_dtype: Literal["float", "int8", "uint8", "binary", "ubinary"] | str | None
    """The type of the numbers. Mistral, Voyage."""

    priority: int | None
    """Place in the queue, where the server schedules by it; in vLLM a lower number runs earlier. vLLM, SGLang."""

    session_id: str | None
    """Ties requests together that belong to one conversation. OpenRouter."""

    # -- vLLM

    add_generation_prompt: bool | None
    """With `messages`: end the prompt with the header of an assistant message. vLLM."""

    add_special_tokens: bool | None
    """Add tokens such as BOS. vLLM."""

    cache_salt: str | None
    """Requests with different salts share no cached prompt. vLLM."""

    chat_template: str | None
    """With `messages`: a Jinja chat template in place of the model's; the server must allow it. vLLM."""

    chat_template_kwargs: Mapping[str, Any] | None
    """With `messages`: variables for the chat template. vLLM."""

    continue_final_message: bool | None
    """With `messages`: leave the last one open. vLLM."""

    embed_dtype: Literal["float32", "float16", "bfloat16", "fp8_e4m3", "fp8_e5m2"] | str | None
    """The type of the numbers in base64 and bytes; float32 unless given. vLLM."""

    endianness: Literal["native", "big", "little"] | str | None
    """The order of their bytes; the server's own unless given. vLLM."""

    late_chunking_params: LateChunkingParam | Mapping[str, Any] | None
    """Embed the whole text, then make a vector of each chunk. vLLM."""

    media_io_kwargs: Mapping[str, Mapping[str, Any]] | None
    """Settings for loading media, by kind. vLLM."""

    messages: Iterable[Mapping[str, Any]] | Iterable[Iterable[Mapping[str, Any]]] | None
    """A conversation, or several, in place of `input`: for pictures, and for models with a chat template. vLLM."""

    mm_processor_kwargs: Mapping[str, Any] | None
    """Settings for the model's processor of images, sound and video. vLLM."""

    padding: Literal["max_length", "do_not_pad"] | str | None
    """Whether a prompt is filled up to the model's length. vLLM."""

    request_id: str | None
    """Your id of the request. vLLM."""

    truncate_prompt_tokens: int | None
    """Cut each text to this many tokens; -1 is as many as the model takes. vLLM."""

    truncation_side: Literal["left", "right"] | str | None
    """The end at which a text is cut. vLLM."""

    use_activation: bool | None
    """Apply the pooler's activation. vLLM."""

    # -- SGLang

    embed_override_token_id: int | None
    """The token in whose places `embed_overrides` go. SGLang."""

    embed_overrides: Sequence[Sequence[Sequence[float]] | None] | None
    """For each input the vectors that are put in place of that token. SGLang."""

    rid: str | list[str] | None
    """Your id of the request. SGLang."""

    # -- OpenRouter

    provider: Mapping[str, Any] | None
    """Which provider gets the request. OpenRouter."""

    trace: Mapping[str, Any] | None
    """Ids and names for a tracing tool. OpenRouter."""

    # -- llama.cpp, LM Studio

    embd_normalize: int | None
    """How vectors are made comparable: -1 not at all, 0 by the largest number, 1 taxicab, 2 to length 1. llama.cpp."""

    ttl: int | None
    """Seconds after which a model loaded for the request and not used since is unloaded. LM Studio."""


class EmbeddingOptions(EmbeddingParameters, RequestOptions, total=False):
    """The keyword arguments of a call for embeddings: what goes into the body, and how the request is sent."""


class EmbeddingCreateParams(EmbeddingParameters, total=False):
    """A whole request body."""

    model: Required[str]
    """Id of the model."""
    input: Required[str | list[str] | list[int] | list[list[int]]]
    """What is to be embedded: a text, several, token ids, or several lists of such."""
