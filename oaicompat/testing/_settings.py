"""What a server was told when it was made."""

from __future__ import annotations

from dataclasses import dataclass, field

from oaicompat.testing._store import Store

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the routes have to know of their server."""

    models: tuple[str, ...] = ("stand-in",)
    any_model: bool = True
    api_key: str | None = field(default=None, repr=False)
    max_model_len: int = 131_072
    strict: bool = False
    store: Store = field(default_factory=Store, repr=False, compare=False)

    def has_model(self, name: str) -> bool:
        """Whether a model of this name is served."""
        return (self.any_model or name in self.models) and name not in self.store.deleted_models
