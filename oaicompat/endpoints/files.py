"""Files: ``/files`` and what lies below it (OpenAI API reference, files).

Mistral, Groq, Together, DeepSeek, DashScope and OpenRouter have the same routes, each with fields of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from typing_extensions import Unpack

from oaicompat._binary import PassingDecoder, binary
from oaicompat._decode import not_what_was_asked, parsed_object, read_object, with_reply
from oaicompat._encode import form_request, request, said
from oaicompat._json import as_object
from oaicompat._wire import Call, Reply, Request, StreamCall
from oaicompat.endpoints._deletion import deletion
from oaicompat.endpoints._urls import in_path, query_request
from oaicompat.errors import ConfigurationError
from oaicompat.types.file_deleted import FileDeleted
from oaicompat.types.file_object import FileList, FileObject
from oaicompat.types.files import FileCreateOptions, FileListOptions

if TYPE_CHECKING:
    from oaicompat.types.base import RequestOptions
    from oaicompat.types.binary import Binary
    from oaicompat.types.files import FilePurpose
    from oaicompat.types.uploads import FileInput

__all__ = ["create_file", "delete_file", "file_content", "file_stream", "list_files", "retrieve_file"]


def create_file(
    *, file: FileInput, purpose: FilePurpose | str, **options: Unpack[FileCreateOptions]
) -> Call[FileObject]:
    """The upload of a file."""
    if not said(file):
        raise TypeError(
            "file is needed: a path, bytes, a file opened with open(path, 'rb'), or a tuple (name, content)"
        )
    if not isinstance(purpose, str):
        raise TypeError(f"purpose must be a string, such as 'batch' or 'user_data', not {type(purpose).__name__}")
    if not purpose.strip():
        raise ConfigurationError("purpose is empty; say what the file is for, such as 'batch' or 'user_data'")
    expires = options.get("expires_after")
    if expires and not isinstance(expires, Mapping):
        hint = "write {'anchor': 'created_at', 'seconds': ...}"
        raise TypeError(f"expires_after must be a dict, not {type(expires).__name__}; {hint}")
    known = FileCreateOptions.__optional_keys__
    return Call(form_request("files", {"purpose": purpose}, options, known, files={"file": file}), _file)


def list_files(**options: Unpack[FileListOptions]) -> Call[FileList]:
    """A page of the files."""
    return Call(query_request("files", options, FileListOptions.__optional_keys__), _files)


def retrieve_file(file_id: str, **options: Unpack[RequestOptions]) -> Call[FileObject]:
    """What the server knows of a file."""
    return Call(request("GET", _path(file_id), options), _file)


def delete_file(file_id: str, **options: Unpack[RequestOptions]) -> Call[FileDeleted]:
    """The end of a file."""
    return Call(request("DELETE", _path(file_id), options), deletion(FileDeleted, file_id))


def file_content(file_id: str, **options: Unpack[RequestOptions]) -> Call[Binary]:
    """A file's bytes, in memory."""
    return Call(_content_request(file_id, options), lambda reply: binary(reply, any_content=True))


def file_stream(file_id: str, **options: Unpack[RequestOptions]) -> StreamCall[bytes]:
    """A file's bytes as they come."""
    return StreamCall(_content_request(file_id, options), PassingDecoder, "bytes")


def _path(file_id: object) -> str:
    return f"files/{in_path('file_id', file_id, source='files.list()')}"


def _content_request(file_id: str, options: Mapping[str, Any]) -> Request:
    asked = request("GET", f"{_path(file_id)}/content", options)
    return replace(asked, headers={"Accept": "*/*", **asked.headers})


def _file(reply: Reply) -> FileObject:
    """A file, on its own or as `data` or `file` of an envelope."""
    body = as_object(parsed_object(reply))
    fields = next((inner for name in ("data", "file") if "id" in (inner := as_object(body.get(name)))), body)
    if not fields.get("id"):
        raise not_what_was_asked(reply, "file")
    return with_reply(_with_size(read_object(FileObject, fields)), reply)


def _files(reply: Reply) -> FileList:
    """A page, or a bare list of all files."""
    body = parsed_object(reply)
    fields = {"data": body} if isinstance(body, list) else as_object(body)
    if "data" not in fields:
        raise not_what_was_asked(reply, "list of files")
    page = read_object(FileList, fields)
    for file in page.data:
        _with_size(file)
    return with_reply(page, reply)


def _with_size(file: FileObject) -> FileObject:
    """The file with its size under `bytes`, where OpenRouter calls it otherwise."""
    if not file.bytes and file.size_bytes:
        vars(file)["bytes"] = file.size_bytes
    return file
