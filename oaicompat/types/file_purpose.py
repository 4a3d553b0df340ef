"""The place where the openai SDK has this type; ours is in `files`."""

from oaicompat.types.files import FilePurpose

__all__ = ["FilePurpose"]
