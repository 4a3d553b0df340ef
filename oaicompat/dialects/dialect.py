"""A server's habits: facts, each with its source, and small rules that change what is sent and what is read.

Facts are consulted (how a token limit is named, whether a schema can be asked for, how many texts fit one call); rules
are applied. Both are data: nothing anywhere asks which server it is, and nothing is ever decided from a model's name.
None is an honest "unknown" everywhere, and what is unknown is left as the user wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from oaicompat._wire import Request

__all__ = ["FACTS", "GENERIC", "ChunkRule", "Dialect", "ReplyRule", "RequestRule", "of_messages"]

RequestRule: TypeAlias = Callable[[Request], Request]
"""A rule for what is sent. It gives another request, or the same one; it changes nothing in place."""

R = TypeVar("R", bound=Callable[..., Any])

ReplyRule: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""A rule for what is read: a whole chat completion, or a chunk of one, as JSON."""


def of_messages(rule: R) -> R:
    """A decorator: the `ReplyRule` looks at whole messages alone, so that chunks need not go through it."""
    rule.of_messages = True  # type: ignore[attr-defined]  # `oaicompat.dialects.incoming` reads it
    return rule


class ChunkRule(Protocol):
    """A rule for the chunks of one stream, which may remember. A new one is made for each stream.

    A rule that also has ``passes(text: str) -> bool`` can say that a chunk which is nothing but this text of the first
    answer would come out as it is. Streams are several times as fast where it says so.
    """

    def chunk(self, value: dict[str, Any]) -> dict[str, Any] | None:
        """What comes in place of a chunk; None if it is held back."""
        ...

    def finish(self) -> dict[str, Any] | None:
        """The chunk that is still held back when the stream ends, None if there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What is known of a server. `dataclasses.replace(VLLM, token_limit="max_tokens")` makes one of your own."""

    name: str
    """The name by which `Client(provider=...)` finds it."""
    title: str = ""
    """The server's name as its makers write it."""

    # -- where it is, and who may ask ---------------------------------------------------------------------------------

    base_url: str | None = None
    """Where it is. Words in braces are one's own: such an address has to be given, as `base_url=`."""
    hosts: tuple[str, ...] = ()
    """Host names that can be nobody else's; one that starts with a dot stands for every name below it."""
    key_variable: str | None = None
    """The environment variable that holds the key."""
    key_needed: bool | None = None
    """Whether it refuses calls without a key."""
    auth: str | None = None
    """How the key is sent: ``bearer``, or the name of a header of its own."""
    endpoint: bool | None = True
    """Whether there is a compatible endpoint at all; False for a system that has none, with the source that says so."""

    # -- chat: how things are asked for -------------------------------------------------------------------------------

    token_limit: Literal["max_tokens", "max_completion_tokens", "both"] | None = None
    """The name under which the limit of an answer's tokens is taken."""
    instructions: Literal["system", "developer", "both"] | None = None
    """The role that instructions have."""
    tool_calling: bool | None = None
    """Whether tools can be called (by some models at least)."""
    forced_tools: Literal["required", "any", False] | None = None
    """How `tool_choice` says that some tool must be called; False if that cannot be said."""
    named_tool: bool | None = None
    """Whether `tool_choice` can name the one tool to be called."""
    json_object: bool | None = None
    """Whether ``response_format: {"type": "json_object"}`` is taken."""
    json_schema: bool | None = None
    """Whether ``response_format: {"type": "json_schema"}`` is taken and kept."""
    constraints: Literal["structured_outputs", "grammar", "regex"] | None = None
    """How a choice, a pattern or a grammar is asked for: vLLM's, llama.cpp's or SGLang's keywords."""
    reasoning_in: (
        Literal["reasoning_effort", "enable_thinking", "chat_template_kwargs", "thinking", "reasoning", False] | None
    ) = None
    """The keyword by which thinking is asked for; False if it cannot be."""
    reasoning_out: (
        Literal["reasoning_content", "reasoning", "reasoning_details", "content_parts", "think_tags", False] | None
    ) = None
    """Where the thinking stands in an answer; False if it is never shown."""
    reasoning_back: Literal["reasoning_content", "reasoning", "reasoning_details", "content_parts", False] | None = None
    """The field of the history in which it wants its thinking back; False if it refuses it there."""
    stream_usage: Literal["asked", "always", False] | None = None
    """Whether a stream tells its tokens: only if asked by `stream_options`, always, or never."""

    # -- other endpoints ----------------------------------------------------------------------------------------------

    embeddings: bool | None = None
    embedding_batch: int | None = None
    """How many inputs one call of embeddings may have."""
    images: bool | None = None
    speech: bool | None = None
    transcription: bool | None = None
    responses: bool | None = None

    # -- rules --------------------------------------------------------------------------------------------------------

    requests: tuple[RequestRule, ...] = ()
    """Rules for what is sent, applied in their order."""
    replies: tuple[ReplyRule, ...] = ()
    """Rules for whole chat completions and for each chunk alike."""
    streams: tuple[Callable[[], ChunkRule], ...] = ()
    """Rules for chunks that have to remember what came before."""

    # -- where it is known from ---------------------------------------------------------------------------------------

    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    """For each known fact, the page or the source file that says it."""
    checked: str = ""
    """The day on which the sources were read, as year-month-day."""
    notes: str = ""
    """What else a user of this server should know, in a sentence or two."""

    @property
    def has_chat_facts(self) -> bool:
        """Whether anything is known that changes how a chat request is written."""
        return any(getattr(self, name) is not None for name in CHAT_FACTS)

    def facts(self) -> dict[str, Any]:
        """The facts that are known, by name."""
        return {name: value for name in FACTS if (value := getattr(self, name)) not in (None, ())}


#: The facts that change how a chat request is written.
CHAT_FACTS = ("token_limit", "instructions", "forced_tools", "reasoning_in", "reasoning_back")

#: The names of the facts, each of which has a source where it is known.
FACTS = (
    "base_url", "key_variable", "key_needed", "auth", "token_limit", "instructions", "tool_calling", "forced_tools",
    "named_tool", "json_object", "json_schema", "constraints", "reasoning_in", "reasoning_out", "reasoning_back",
    "stream_usage", "embeddings", "embedding_batch", "images", "speech", "transcription", "responses",
)  # fmt: skip

GENERIC = Dialect(name="generic", title="a server of which nothing is known")
"""The generous default: requests pass as they are, and replies are read whatever their habits."""
