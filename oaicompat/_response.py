"""The place where the openai SDK has what `with_streaming_response` gives; ours is in `_raw`."""

from oaicompat._raw import AsyncStreamedReply as AsyncAPIResponse
from oaicompat._raw import StreamedReply as APIResponse

__all__ = ["APIResponse", "AsyncAPIResponse"]
