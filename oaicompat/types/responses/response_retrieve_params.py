"""The place where the openai SDK has this type; ours is in `params`."""

from oaicompat.types.responses.params import RetrieveOptions as ResponseRetrieveParams

__all__ = ["ResponseRetrieveParams"]
