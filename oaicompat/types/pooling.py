"""What `pooling` takes and gives (vLLM's API server, ``POST /pooling``), and what all its pooling routes share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import ConfigDict, GetCoreSchemaHandler
from pydantic_core import core_schema

from oaicompat._vectors import numbers, packed
from oaicompat.errors import ConfigurationError
from oaicompat.types.base import Count, Listed, RequestOptions, Result, Text, WireObject, null_means, open_words
from oaicompat.types.completion_usage import CompletionUsage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "EmbedDType",
    "Endianness",
    "PooledOptions",
    "PoolingData",
    "PoolingOptions",
    "PoolingResponse",
    "PromptOptions",
]

EmbedDType = Literal["float32", "float16", "bfloat16", "fp8_e4m3", "fp8_e5m2"]
Endianness = Literal["native", "big", "little"]


class PooledOptions(RequestOptions, total=False):
    """The optional keywords that all routes of vLLM's pooling models take."""

    user: str | None
    """Who asks, for the server's log."""

    truncate_prompt_tokens: int | None
    """Cut the prompt to so many tokens; -1 is as many as the model takes."""

    truncation_side: Literal["left", "right"] | None
    """The end at which a prompt is cut."""

    padding: Literal["max_length", "do_not_pad"] | None
    """Whether a prompt is filled up to the model's length."""

    request_id: str | None
    """An id of your own for the request."""

    priority: int | None
    """Lower runs earlier (vLLM, SGLang; Cohere's rerank: 0 to 999)."""

    mm_processor_kwargs: Mapping[str, Any] | None
    """Settings of the multimodal processor."""

    cache_salt: str | None
    """Requests with another salt never share a cached prefix."""

    use_activation: bool | None
    """Whether the pooler's activation (a sigmoid, a softmax) is applied; the model's own choice if left out."""

    chat_template_kwargs: Mapping[str, Any] | None
    """More variables for the chat template."""


class PromptOptions(PooledOptions, total=False):
    """What is to be pooled or classified: give `input` or `messages`."""

    model: str | None
    """The model; a server with one model needs none."""

    input: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | None
    """Text, a list of texts, token ids, or a list of such."""

    messages: Iterable[Mapping[str, Any]] | None
    """A conversation, as for chat completions."""

    add_special_tokens: bool | None
    """Whether tokens such as the beginning of a sequence are added."""

    add_generation_prompt: bool | None
    """Whether the assistant's header is added after the messages."""

    continue_final_message: bool | None
    """Whether the last message is left open, to be continued."""

    chat_template: str | None
    """A Jinja template to use in place of the model's own."""

    media_io_kwargs: Mapping[str, Mapping[str, Any]] | None
    """Settings for loading media, by modality."""


class PoolingOptions(PromptOptions, total=False):
    """The optional keywords of `pooling`, as vLLM knows them: `input`, `messages` or `data`, and how to pool it."""

    data: Any
    """What an IO processor plugin takes, whatever that is."""

    task: Literal["embed", "classify", "token_embed", "token_classify", "plugin", "embed&token_classify"] | str | None
    """What the pooler makes; the model's own task if left out."""

    dimensions: int | None
    """How long each vector is to be."""

    encoding_format: Literal["float", "base64", "bytes", "bytes_only"] | str | None
    """Numbers as JSON, as base64 text, or as the reply's bytes; `bytes_only` has no header that tells them apart."""

    embed_dtype: EmbedDType | None
    """The type of the numbers in base64 and bytes; float32 if left out."""

    endianness: Endianness | None
    """The byte order of the numbers in base64 and bytes; the server's own if left out."""


class _Pooled:
    """In an annotation: what does not fit is told of the field and not of an item, so that no list loses a number."""

    __slots__ = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        own = handler(source)
        if own["type"] == "nullable":  # as what is null says of itself: see `null_means`
            own = own["schema"]
        words = "Input should be numbers, lists of numbers, base64 or bytes"
        return {**cast(core_schema.UnionSchema, own), "custom_error_type": "pooled", "custom_error_message": words}


class PoolingData(WireObject):
    """What became of one input.

    What is neither a vector nor a list of such is in `model_extra["data"]`, and `data` is empty.
    """

    model_config = ConfigDict(ser_json_bytes="base64")

    index: Count = 0
    """The input's position in the request."""
    object: Annotated[Literal["pooling"] | str, open_words] = "pooling"
    data: Annotated[list[float] | list[list[float]] | str | bytes, _Pooled(), null_means(list)] = []
    """As the server sent it: numbers, a list of numbers for each token or class, base64 text, or bytes."""
    embed_dtype: Annotated[EmbedDType | str, open_words] = "float32"
    """The type of the numbers in base64 or bytes."""
    endianness: Annotated[Endianness | str, open_words] = "native"
    """The order of their bytes; the native one of a server is little."""
    shape: list[int] | None = None
    """How many lists of how many numbers bytes hold, if the server told it."""

    def floats(self) -> list[float] | list[list[float]]:
        """The numbers, whichever way they were sent; those in base64 are one list, for base64 has no shape.

        Raises ConfigurationError if the server sent something else, and ValueError if `data` holds no numbers, which
        that of no object that a call gave does.
        """
        if (other := (self.__pydantic_extra__ or {}).get("data")) is not None:
            start = repr(other)[:100]
            raise ConfigurationError(f"data holds neither a vector nor a list of vectors; it starts with {start}")
        if isinstance(self.data, list):
            return self.data
        data = packed(self.data) if isinstance(self.data, str) else self.data
        found = numbers(data, self.embed_dtype, big=self.endianness == "big").tolist()
        if self.shape is None or len(self.shape) != 2:
            return found
        width = max(self.shape[1], 1)
        return [found[start : start + width] for start in range(0, len(found), width)]


class PoolingResponse(Result):
    """What became of each input. What an IO processor plugin made instead is in `model_extra["data"]`."""

    id: Text = ""
    object: Annotated[Literal["list"] | str, open_words] = "list"
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""
    model: Text = ""
    data: Listed[PoolingData] = []
    usage: CompletionUsage | None = None
    created_at: int | None = None
    """Unix seconds, from a plugin."""
