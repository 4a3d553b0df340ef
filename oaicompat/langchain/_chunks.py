"""A stream's chunks as LangChain's.

What a reader waits for comes as it is written: text, thinking, refusal, pieces of tool calls, log probabilities. All
else comes once, in the last chunk, made of the whole completion by the same functions as for a reply that was not
streamed; so the sum of the chunks says what the whole message would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import ToolCallChunk, tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk

from oaicompat.langchain._incoming import PROVIDER, arguments_of, content_of, kept_of, metadata_of
from oaicompat.langchain._usage import usage_metadata

if TYPE_CHECKING:
    from oaicompat import Headers
    from oaicompat.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessage
    from oaicompat.types.chat.chat_completion_chunk import Choice, ChoiceDelta

__all__ = ["ChunkReader"]


class ChunkReader:
    """Give it the chunks of a stream, then the completion that they add up to."""

    __slots__ = ("_has_calls", "_has_logprobs", "_has_refusal", "_has_text", "_has_thinking", "_thinks_in_words")

    def __init__(self) -> None:
        self._has_text = self._has_thinking = self._has_refusal = self._has_calls = self._has_logprobs = False
        self._thinks_in_words = False

    def read(self, chunk: ChatCompletionChunk) -> ChatGenerationChunk | None:
        """What a chunk adds to the first answer; None if that is nothing to wait for."""
        for choice in chunk.choices:
            if choice.index == 0:
                return self._read(choice)
        return None

    def _read(self, choice: Choice) -> ChatGenerationChunk | None:
        delta = choice.delta
        text = delta.content or ""
        info: dict[str, Any] | None = None
        if choice.logprobs is not None:
            self._has_logprobs = True
            info = {"logprobs": choice.logprobs.to_dict()}
        if delta.tool_calls is None and not delta.model_extra:
            if not text and info is None:
                return None
            self._has_text = True
            message = AIMessageChunk(content=text, response_metadata={"model_provider": PROVIDER})
            return ChatGenerationChunk(message=message, generation_info=info)
        kept: dict[str, Any] = {}
        if (thinking := delta.reasoning) and self._is_new(delta):
            self._has_thinking = True
            kept["reasoning_content"] = thinking
        if refusal := delta.refusal:
            self._has_refusal = True
            kept["refusal"] = refusal
        calls = [
            tool_call_chunk(name=piece.function.name, args=piece.function.arguments, id=piece.id, index=piece.index)
            for piece in delta.tool_calls or ()
            if not (piece.model_extra and "custom" in piece.model_extra)
        ]
        if not (text or kept or calls or info):
            return None
        self._has_text = self._has_text or bool(text)
        self._has_calls = self._has_calls or bool(calls)
        message = AIMessageChunk(
            content=text,
            additional_kwargs=kept,
            tool_call_chunks=calls,
            response_metadata={"model_provider": PROVIDER},
        )
        return ChatGenerationChunk(message=message, generation_info=info)

    def _is_new(self, delta: ChoiceDelta) -> bool:
        """Whether thinking is no repetition: OpenRouter's details say again what came in a field of text."""
        extras = delta.model_extra or {}
        in_words = bool(extras.get("reasoning_content") or extras.get("reasoning"))
        self._thinks_in_words = self._thinks_in_words or in_words
        return in_words or not self._thinks_in_words

    def last(self, completion: ChatCompletion, headers: Headers | None = None) -> ChatGenerationChunk:
        """The chunk that ends the stream: counts, why it ended, and what did not come in pieces."""
        choice = next((one for one in completion.choices if one.index == 0), None)
        if choice is None:
            metadata: dict[str, Any] = {"model_provider": PROVIDER, "model_name": completion.model}
            return ChatGenerationChunk(
                message=AIMessageChunk(content="", response_metadata=metadata, chunk_position="last")
            )
        kept = kept_of(choice.message)
        if self._has_thinking:
            kept.pop("reasoning_content", None)
        if self._has_refusal:
            kept.pop("refusal", None)
        metadata = metadata_of(completion, choice, headers=headers)
        if self._has_logprobs:
            metadata.pop("logprobs", None)
        message = AIMessageChunk(
            content=self._rest_of_content(content_of(choice.message)),
            additional_kwargs=kept,
            tool_call_chunks=self._rest_of_calls(choice.message),
            response_metadata=metadata,
            usage_metadata=usage_metadata(completion.usage),
            chunk_position="last",
        )
        return ChatGenerationChunk(message=message, generation_info={"finish_reason": choice.finish_reason})

    def _rest_of_content(self, content: str | list[str | dict[Any, Any]]) -> str | list[str | dict[Any, Any]]:
        if isinstance(content, str):
            return "" if self._has_text else content
        is_text = [isinstance(part, str) or part.get("type") == "text" for part in content]
        return [part for part, known in zip(content, is_text, strict=True) if not (known and self._has_text)]

    def _rest_of_calls(self, message: ChatCompletionMessage) -> list[ToolCallChunk]:
        """Calls of custom tools, whose input is no JSON and so cannot come in pieces of it."""
        found: list[ToolCallChunk] = []
        for place, call in enumerate(message.tool_calls or ()):
            if call.type == "custom" or not self._has_calls:
                name, arguments = arguments_of(call)
                found.append(tool_call_chunk(name=name, args=arguments, id=call.id, index=place))
        return found
