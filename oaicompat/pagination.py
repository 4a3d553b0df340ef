"""The place where the openai SDK has lists in pages; ours are one class, for both kinds of clients, in `types.pages`."""

from oaicompat.types.pages import Page

AsyncCursorPage = Page
AsyncPage = Page
SyncCursorPage = Page
SyncPage = Page

__all__ = ["AsyncCursorPage", "AsyncPage", "SyncCursorPage", "SyncPage"]
