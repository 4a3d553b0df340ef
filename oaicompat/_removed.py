"""The openai SDK's spelling from before its version 1: each name says what is written today in its place."""

from __future__ import annotations

from typing import NoReturn

from oaicompat.errors import ConfigurationError

__all__ = ["REMOVED", "Removed"]

#: The old name, and today's call.
REMOVED = {
    "ChatCompletion": "client.chat.completions.create(model=..., messages=[...])",
    "Completion": "client.completions.create(model=..., prompt=...)",
    "Embedding": "client.embeddings.create(model=..., input=...)",
    "Image": "client.images.generate(prompt=...)",
    "Audio": "client.audio.transcriptions.create(model=..., file=...)",
    "Moderation": "client.moderations.create(input=...)",
    "Model": "client.models.list()",
    "File": "client.files.create(file=..., purpose=...)",
}


class Removed:
    """Stands where a class was: whatever is asked of it is an error that says what to write."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def _refuse(self, used: str) -> NoReturn:
        raise ConfigurationError(
            f"{used} is the spelling from before version 1 of the openai SDK; write: from oaicompat import Client; "
            f"client = Client(); {REMOVED[self.__name__]}"
        )

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse(f"{self.__name__}.{name}")

    def __call__(self, *args: object, **kwargs: object) -> NoReturn:
        self._refuse(self.__name__)
