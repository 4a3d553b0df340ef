"""The place where the openai SDK has these types; ours are in `completion`."""

from oaicompat.types.completion import CompletionChoice, Logprobs

__all__ = ["CompletionChoice", "Logprobs"]
