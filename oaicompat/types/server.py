"""What a server says of itself, and tokens (vLLM's API server; llama.cpp and SGLang have some of it)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from oaicompat.types.base import Count, Listed, RequestOptions, Result, Text, WireObject

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DetokenizeOptions",
    "Detokenized",
    "Health",
    "ServerVersion",
    "TokenPiece",
    "TokenizeOptions",
    "Tokenized",
    "TokenizerInfo",
]


class TokenizeOptions(RequestOptions, total=False):
    """The keywords of `tokenize`: `prompt`, `messages` or `content`, and how to read it."""

    model: str | None
    """The model whose tokenizer is used; a server with one model needs none."""

    prompt: str | Sequence[str] | None
    """Text to tokenize (vLLM, SGLang, which also takes a list of texts)."""

    content: str | None
    """Text to tokenize, as llama.cpp calls it; it may be given beside `prompt`."""

    messages: Iterable[Mapping[str, Any]] | None
    """A conversation to tokenize as the chat template renders it (vLLM, SGLang)."""

    tools: Iterable[Mapping[str, Any]] | None
    """Tools that the chat template renders with the messages (vLLM, SGLang)."""

    tool_choice: Literal["auto", "required", "none"] | str | Mapping[str, Any] | None
    """Which tool must be called, for templates that say it (SGLang)."""

    reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra"] | str | float | None
    """How much to think, for templates that say it (SGLang)."""

    add_special_tokens: bool | None
    """Whether tokens such as the beginning of a sequence are added (vLLM, SGLang)."""

    add_special: bool | None
    """llama.cpp's name of `add_special_tokens`; false unless given."""

    parse_special: bool | None
    """Whether the names of special tokens in the text stand for these tokens; true unless given (llama.cpp)."""

    return_token_strs: bool | None
    """Whether the reply also gives each token as text, in `token_strs` (vLLM)."""

    with_pieces: bool | None
    """Whether the reply also gives each token's text, in `pieces` (llama.cpp)."""

    add_generation_prompt: bool | None
    """Whether the assistant's header is added after the messages (vLLM, SGLang)."""

    continue_final_message: bool | None
    """Whether the last message is left open, to be continued (vLLM, SGLang)."""

    chat_template: str | None
    """A Jinja template to use in place of the model's own (vLLM)."""

    chat_template_kwargs: Mapping[str, Any] | None
    """More variables for the template (vLLM, SGLang)."""

    media_io_kwargs: Mapping[str, Mapping[str, Any]] | None
    """Settings for loading media, by modality (vLLM)."""

    mm_processor_kwargs: Mapping[str, Any] | None
    """Settings of the multimodal processor (vLLM)."""


class DetokenizeOptions(RequestOptions, total=False):
    """The optional keywords of `detokenize`."""

    model: str | None
    """The model whose tokenizer is used; a server with one model needs none."""

    skip_special_tokens: bool | None
    """Whether special tokens are left out of the text; true unless given (SGLang)."""


class Health(Result):
    """A server that answers its health check. One that does not is an error."""

    status: Text = "ok"


class ServerVersion(Result):
    """The server's version."""

    version: Text = ""


class TokenizerInfo(Result):
    """The tokenizer's configuration, as in its `tokenizer_config.json`; what is not named here is an attribute too."""

    tokenizer_class: Text = ""
    chat_template: str | None = None
    model_max_length: int | None = None
    """The longest context that the tokenizer knows of, in tokens; some say 10**30 for "no limit"."""


class TokenPiece(WireObject):
    """A token and its text (llama.cpp)."""

    id: Count = 0
    piece: str | list[int] = ""
    """The text; its bytes as numbers where they are no whole characters."""


class Tokenized(Result):
    """The tokens of a text."""

    tokens: Listed[int] = []
    """Where a list of texts was given, those of all of them, one after another."""
    count: Count = 0
    """How many tokens there are."""
    max_model_len: int | None = None
    """The longest context that the model takes, in tokens."""
    token_strs: list[str] | None = None
    """Each token as text, if it was asked for (vLLM)."""
    pieces: list[TokenPiece] | None = None
    """Each token with its text, if it was asked for (llama.cpp)."""
    batch: list[list[int]] | None = None
    """The tokens of each text, where a list of texts was given (SGLang)."""


class Detokenized(Result):
    """The text of tokens."""

    prompt: Text = ""
    content: str | None = None
    """llama.cpp's name of the text."""

    @property
    def text(self) -> str:
        """The text, under whichever name the server gives it; where lists of tokens were given, all of their texts."""
        return "".join(self.texts)

    @property
    def texts(self) -> list[str]:
        """The text of each list of tokens, of which there is one unless several were given (SGLang)."""
        found = self.prompt or self.content or (self.model_extra or {}).get("text") or ""
        return [text for text in (found if isinstance(found, list) else [found]) if isinstance(text, str)]
