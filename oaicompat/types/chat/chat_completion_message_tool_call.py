"""The place where the openai SDK has these types; ours are in `chat_completion_message`."""

from oaicompat.types.chat.chat_completion_message import (
    ChatCompletionMessageFunctionToolCall,
    ChatCompletionMessageToolCall,
    ChatCompletionMessageToolCallUnion,
    Function,
)

__all__ = [
    "ChatCompletionMessageFunctionToolCall",
    "ChatCompletionMessageToolCall",
    "ChatCompletionMessageToolCallUnion",
    "Function",
]
