"""What a constructor imports and builds, so that no call has to: a stall in the first call stalls an event loop."""

from __future__ import annotations

__all__ = ["chat", "dialects"]


def chat() -> None:
    """Everything that a chat call needs, streamed or not."""
    import oaicompat._resources.chat  # noqa: F401
    from oaicompat.types.chat.chat_completion import ChatCompletion
    from oaicompat.types.chat.chat_completion_chunk import ChatCompletionChunk

    for kind in (ChatCompletion, ChatCompletionChunk):
        if not kind.__pydantic_complete__:
            kind.model_rebuild()


def dialects() -> None:
    """What a call of a server that is known needs beside."""
    import oaicompat.dialects.facts
    import oaicompat.dialects.incoming
    import oaicompat.dialects.outgoing  # noqa: F401
