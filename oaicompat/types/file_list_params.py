"""The place where the openai SDK has this type; ours is in `files`."""

from oaicompat.types.files import FileListOptions as FileListParams

__all__ = ["FileListParams"]
