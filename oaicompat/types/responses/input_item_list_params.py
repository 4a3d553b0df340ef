"""The place where the openai SDK has this type; ours is in `params`."""

from oaicompat.types.responses.params import InputItemsOptions as InputItemListParams

__all__ = ["InputItemListParams"]
