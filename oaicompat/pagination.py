"""The place where the openai SDK has lists in pages; ours are of one class for all clients, in `types.pages`."""

from oaicompat.types.pages import Page

AsyncCursorPage = Page
AsyncPage = Page
SyncCursorPage = Page
SyncPage = Page

__all__ = ["AsyncCursorPage", "AsyncPage", "SyncCursorPage", "SyncPage"]
