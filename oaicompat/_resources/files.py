"""`client.files`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from typing_extensions import Unpack

from oaicompat._pages import AsyncPager, paged
from oaicompat._polling import Polling
from oaicompat._signature import lists_keywords
from oaicompat.endpoints import files
from oaicompat.errors import APIError
from oaicompat.types.file_deleted import FileDeleted
from oaicompat.types.file_object import FileList, FileObject

if TYPE_CHECKING:
    from os import PathLike

    from oaicompat._client import AsyncClient, Client
    from oaicompat._wire import Call
    from oaicompat.types.base import RequestOptions
    from oaicompat.types.binary import Binary
    from oaicompat.types.files import FileCreateOptions, FileListOptions, FilePurpose
    from oaicompat.types.uploads import FileInput

__all__ = ["REPLIES", "AsyncFiles", "AsyncRawFiles", "AsyncStreamedFiles", "Files", "RawFiles", "StreamedFiles"]

#: What its calls return, to be built before the first one.
REPLIES: Final = (FileObject, FileList, FileDeleted)


class Files:
    """Files at the server."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.files", "FileCreateOptions")
    def create(
        self, *, file: FileInput, purpose: FilePurpose | str, **options: Unpack[FileCreateOptions]
    ) -> FileObject:
        """Uploads a file. It is read from the disk as it is sent, and sent whole again if the call is tried again.

        Args:
            file: a path, the bytes, a file that was opened with ``open(path, "rb")``, or a tuple ``(name, content)``.
            purpose: what the file is for, such as ``batch`` or ``user_data``.
            options: the keys of `FileCreateOptions`; None means that the key is not sent.

        Raises:
            APIError: the server or the way to it failed; see `oaicompat.errors`. A server that redirects an upload
                to another one (Together) is not followed, for the file would go there with its credentials.
            ConfigurationError: the file cannot be read, or is empty.
            TypeError: an option is unknown, or of the wrong type.
        """
        return self._client.send(files.create_file(file=file, purpose=purpose, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def retrieve(self, file_id: str, **options: Unpack[RequestOptions]) -> FileObject:
        """What the server knows of a file."""
        return self._client.send(files.retrieve_file(file_id, **options))

    @lists_keywords("oaicompat.types.files", "FileListOptions")
    def list(self, **options: Unpack[FileListOptions]) -> FileList:
        """The files at the server: the first page; iterating over it goes on to the others."""
        return paged(self._client, lambda after: _page(options, after))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def delete(self, file_id: str, **options: Unpack[RequestOptions]) -> FileDeleted:
        """Deletes a file."""
        return self._client.send(files.delete_file(file_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def content(self, file_id: str, **options: Unpack[RequestOptions]) -> Binary:
        """A file's bytes, in memory. `download` writes them to the disk as they come."""
        return self._client.send(files.file_content(file_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def download(self, file_id: str, path: str | PathLike[str], **options: Unpack[RequestOptions]) -> int:
        """Writes a file's bytes to `path` as they come, and gives their number; a failure leaves no file behind."""
        return self._client.open(files.file_stream(file_id, **options)).save(path)

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    def wait_for_processing(
        self,
        id: str,
        *,
        poll_interval: float = 5.0,
        max_wait_seconds: float | None = 1800.0,
        **options: Unpack[RequestOptions],
    ) -> FileObject:
        """Waits until the server is done with a file, well or not, and gives what it then knows of it.

        Args:
            id: the file's id.
            poll_interval: seconds between two looks.
            max_wait_seconds: seconds after which to give up, None for never.
            options: those that every call takes; they hold for each look.

        Raises:
            APITimeoutError: the time is up; `partial` is the file as it was seen last.
            APIError: the server or the way to it failed, for more looks in a row than the call's `max_retries`.
        """
        polling = _polling(self._client, options, poll_interval, max_wait_seconds)
        while True:
            try:
                file = polling.saw(self.retrieve(id, **polling.look(time.monotonic())))
            except APIError as error:
                if not polling.survives(error, time.monotonic()):
                    raise
            else:
                if file.is_processed:
                    return file
            self._client._http.sleep(polling.wait(time.monotonic()))

    @property
    def with_raw_response(self) -> RawFiles:
        """The same methods, each giving the reply as it is."""
        return RawFiles(self._client)

    @property
    def with_streaming_response(self) -> StreamedFiles:
        """The same methods as context managers, whose reply is read as it comes."""
        return StreamedFiles(self._client)


class AsyncFiles:
    """Files at the server."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @lists_keywords("oaicompat.types.files", "FileCreateOptions")
    async def create(
        self, *, file: FileInput, purpose: FilePurpose | str, **options: Unpack[FileCreateOptions]
    ) -> FileObject:
        """As `Files.create`, to be awaited."""
        return await self._client.send(files.create_file(file=file, purpose=purpose, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def retrieve(self, file_id: str, **options: Unpack[RequestOptions]) -> FileObject:
        """What the server knows of a file."""
        return await self._client.send(files.retrieve_file(file_id, **options))

    @lists_keywords("oaicompat.types.files", "FileListOptions")
    def list(self, **options: Unpack[FileListOptions]) -> AsyncPager[FileList, FileObject]:
        """The files at the server: await it for the first page, or go through all with `async for`."""
        return AsyncPager(self._client, lambda after: _page(options, after))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def delete(self, file_id: str, **options: Unpack[RequestOptions]) -> FileDeleted:
        """Deletes a file."""
        return await self._client.send(files.delete_file(file_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def content(self, file_id: str, **options: Unpack[RequestOptions]) -> Binary:
        """A file's bytes, in memory. `download` writes them to the disk as they come."""
        return await self._client.send(files.file_content(file_id, **options))

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def download(self, file_id: str, path: str | PathLike[str], **options: Unpack[RequestOptions]) -> int:
        """Writes a file's bytes to `path` as they come, and gives their number; a failure leaves no file behind."""
        stream = await self._client.open(files.file_stream(file_id, **options))
        return await stream.save(path)

    @lists_keywords("oaicompat.types.base", "RequestOptions")
    async def wait_for_processing(
        self,
        id: str,
        *,
        poll_interval: float = 5.0,
        max_wait_seconds: float | None = 1800.0,
        **options: Unpack[RequestOptions],
    ) -> FileObject:
        """As `Files.wait_for_processing`, to be awaited."""
        polling = _polling(self._client, options, poll_interval, max_wait_seconds)
        while True:
            try:
                file = polling.saw(await self.retrieve(id, **polling.look(time.monotonic())))
            except APIError as error:
                if not polling.survives(error, time.monotonic()):
                    raise
            else:
                if file.is_processed:
                    return file
            await self._client._http.sleep(polling.wait(time.monotonic()))

    @property
    def with_raw_response(self) -> AsyncRawFiles:
        """The same methods, each giving the reply as it is."""
        return AsyncRawFiles(self._client)

    @property
    def with_streaming_response(self) -> AsyncStreamedFiles:
        """The same methods as context managers, whose reply is read as it comes."""
        return AsyncStreamedFiles(self._client)


def _page(options: FileListOptions, after: str | None) -> Call[FileList]:
    return files.list_files(**(options if after is None else {**options, "after": after}))


def _polling(
    client: Client | AsyncClient, options: RequestOptions, interval: object, seconds: object
) -> Polling[FileObject]:
    own = options.get("deadline")
    each = client.deadline if own is None else own
    return Polling(
        time.monotonic(),
        options,
        interval=interval,
        seconds=seconds,
        each=each,
        retries=client.max_retries,
        told=lambda file: (f"file {file.id!r} is still {file.status or 'not processed'}", ""),
    )


class RawFiles:
    """`Files`, giving raw replies."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        inner = Files(_raw.raw_sender(client))
        self.create = _raw.returns_raw(inner.create)
        self.retrieve = _raw.returns_raw(inner.retrieve)
        self.list = _raw.returns_raw(inner.list)
        self.delete = _raw.returns_raw(inner.delete)
        self.content = _raw.returns_raw(inner.content)


class AsyncRawFiles:
    """`AsyncFiles`, giving raw replies."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        inner = AsyncFiles(_raw.async_raw_sender(client))
        self.create = _raw.async_returns_raw(inner.create)
        self.retrieve = _raw.async_returns_raw(inner.retrieve)
        self.list = _raw.async_returns_raw(inner.list)
        self.delete = _raw.async_returns_raw(inner.delete)
        self.content = _raw.async_returns_raw(inner.content)


class StreamedFiles:
    """`Files`, giving context managers of replies that are read as they come."""

    def __init__(self, client: Client) -> None:
        from oaicompat import _raw

        inner = Files(_raw.stream_sender(client))
        self.create = _raw.returns_streamed(inner.create)
        self.retrieve = _raw.returns_streamed(inner.retrieve)
        self.list = _raw.returns_streamed(inner.list)
        self.delete = _raw.returns_streamed(inner.delete)
        self.content = _raw.returns_streamed(inner.content)


class AsyncStreamedFiles:
    """`AsyncFiles`, giving context managers of replies that are read as they come."""

    def __init__(self, client: AsyncClient) -> None:
        from oaicompat import _raw

        inner = AsyncFiles(_raw.async_stream_sender(client))
        self.create = _raw.async_returns_streamed(inner.create)
        self.retrieve = _raw.async_returns_streamed(inner.retrieve)
        self.list = _raw.async_returns_streamed(inner.list)
        self.delete = _raw.async_returns_streamed(inner.delete)
        self.content = _raw.async_returns_streamed(inner.content)
