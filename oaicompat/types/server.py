"""What a server says of itself, and tokens (vLLM's API server; llama.cpp and SGLang have some of it)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from oaicompat.types.base import Count, Listed, RequestOptions, Result, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["DetokenizeOptions", "Detokenized", "Health", "ServerVersion", "TokenizeOptions", "Tokenized"]


class TokenizeOptions(RequestOptions, total=False):
    """The optional keywords of `tokenize`, as vLLM knows them."""

    model: str | None
    """The model whose tokenizer is used; a server with one model needs none."""

    prompt: str | None
    """Text to tokenize. Give this or `messages`."""

    messages: "Iterable[Mapping[str, Any]] | None"  # noqa: UP037  # resolved by type checkers only
    """A conversation to tokenize as the chat template renders it."""

    tools: "Iterable[Mapping[str, Any]] | None"  # noqa: UP037
    """Tools that the chat template renders with the messages."""

    add_special_tokens: bool | None
    """Whether tokens such as the beginning of a sequence are added."""

    return_token_strs: bool | None
    """Whether the reply also gives each token as text."""

    add_generation_prompt: bool | None
    """Whether the assistant's header is added after the messages."""

    continue_final_message: bool | None
    """Whether the last message is left open, to be continued."""

    chat_template: str | None
    """A Jinja template to use in place of the model's own."""

    chat_template_kwargs: Mapping[str, Any] | None
    """More variables for the template."""

    mm_processor_kwargs: Mapping[str, Any] | None
    """Settings of the multimodal processor."""


class DetokenizeOptions(RequestOptions, total=False):
    """The optional keywords of `detokenize`."""

    model: str | None
    """The model whose tokenizer is used; a server with one model needs none."""


class Health(Result):
    """A server that answers its health check. One that does not is an error."""

    status: Text = "ok"


class ServerVersion(Result):
    """The server's version."""

    version: Text = ""


class Tokenized(Result):
    """The tokens of a text."""

    tokens: Listed[int] = []
    count: Count = 0
    """How many tokens there are."""
    max_model_len: int | None = None
    """The longest context that the model takes, in tokens."""
    token_strs: list[str] | None = None
    """Each token as text, if it was asked for."""


class Detokenized(Result):
    """The text of tokens."""

    prompt: Text = ""

    @property
    def text(self) -> str:
        """The text, under whichever name the server gives it (`prompt` at vLLM, `content` at llama.cpp)."""
        content = (self.model_extra or {}).get("content")
        return self.prompt or (content if isinstance(content, str) else "")
