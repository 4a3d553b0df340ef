"""The place where the openai SDK has this type; ours is in `params`."""

from oaicompat.types.audio.params import TranslationCreateParams

__all__ = ["TranslationCreateParams"]
