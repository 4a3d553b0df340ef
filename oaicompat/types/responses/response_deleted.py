"""What deleting a response gives (OpenAI API reference, delete a response)."""

from typing import Annotated, Literal

from oaicompat.types.base import Result, Text, open_words

__all__ = ["ResponseDeleted"]


class ResponseDeleted(Result):
    """A response is gone."""

    id: Text = ""
    object: Annotated[Literal["response", "response.deleted"] | str, open_words] = "response"
    deleted: bool | None = None
    """None if the server does not say; one that fails answers with an error."""
