"""`client.moderations`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from typing_extensions import Unpack

from oaicompat._signature import lists_keywords
from oaicompat.endpoints.moderations import moderation
from oaicompat.types.moderations import ModerationCreateResponse

if TYPE_CHECKING:
    from oaicompat._client import AsyncClient, Client
    from oaicompat.types.moderations import ModerationInput, ModerationOptions

__all__ = [
    "AsyncModerations",
    "AsyncRawModerations",
    "AsyncStreamedModerations",
    "Moderations",
    "RawModerations",
    "REPLIES",
    "StreamedModerations",
]

#: What its calls return, to be built before the first one.
REPLIES: Final = (ModerationCreateResponse,)


class Moderations:
    """Whether texts and images are harmful."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.moderations", "ModerationOptions")
    def create(self, *, input: ModerationInput, **options: Unpack[ModerationOptions]) -> ModerationCreateResponse:
        """Verdicts on a text, on several, or on the parts of one input.

        Args:
            input: a string, a list of strings, or a list of parts such as ``{"type": "text", "text": ...}`` and
                ``{"type": "image_url", "image_url": {"url": ...}}``.
            options: the keys of `ModerationOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`.
            TypeError: an option is unknown, or of the wrong type.
        """
        return self._client.send(moderation(input=input, **options))

    @property
    def with_raw_response(self) -> RawModerations:
        """The same methods, each giving the reply as it is."""
        return RawModerations(self._client)

    @property
    def with_streaming_response(self) -> StreamedModerations:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedModerations(self._client)


class AsyncModerations:
    """Whether texts and images are harmful."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.moderations", "ModerationOptions")
    async def create(self, *, input: ModerationInput, **options: Unpack[ModerationOptions]) -> ModerationCreateResponse:
        """As `Moderations.create`, to be awaited."""
        return await self._client.send(moderation(input=input, **options))

    @property
    def with_raw_response(self) -> AsyncRawModerations:
        """The same methods, each giving the reply as it is."""
        return AsyncRawModerations(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedModerations:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedModerations(self._client)


class RawModerations:
    """`Moderations`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_raw(Moderations(_raw.raw_sender(client)).create)


class StreamedModerations:
    """`Moderations`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        self.create = _raw.returns_streamed(Moderations(_raw.stream_sender(client)).create)


class AsyncRawModerations:
    """`AsyncModerations`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_raw(AsyncModerations(_raw.async_raw_sender(client)).create)


class AsyncStreamedModerations:
    """`AsyncModerations`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        self.create = _raw.async_returns_streamed(AsyncModerations(_raw.async_stream_sender(client)).create)
