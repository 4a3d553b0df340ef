"""The place where the openai SDK has this type; ours is in `files`."""

from oaicompat.types.files import ExpiresAfter

__all__ = ["ExpiresAfter"]
