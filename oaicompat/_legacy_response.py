"""The place where the openai SDK has raw replies and bytes; ours are in `_raw` and `types.binary`."""

from oaicompat._raw import RawReply as LegacyAPIResponse
from oaicompat.types.binary import HttpxBinaryResponseContent

__all__ = ["HttpxBinaryResponseContent", "LegacyAPIResponse"]
