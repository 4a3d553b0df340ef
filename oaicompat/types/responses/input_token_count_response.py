"""How many tokens an input takes (OpenAI API reference, get input token counts)."""

from typing import Annotated, Literal

from oaicompat.types.base import Count, Result, open_words

__all__ = ["InputTokenCountResponse"]


class InputTokenCountResponse(Result):
    """How many tokens an input takes."""

    object: Annotated[Literal["response.input_tokens"] | str, open_words] = "response.input_tokens"
    input_tokens: Count = 0
