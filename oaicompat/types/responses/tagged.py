"""Objects that are told apart by their `type`, each class imported and built when its first object comes.

A response may hold some thirty kinds of items, and its stream sixty kinds of events; most servers send five of each.
A union of them all would cost every user the time to make them all.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from oaicompat.types.base import Text, WireObject

__all__ = ["Other", "Tagged", "word_of"]


class Other(WireObject):
    """An object of a kind that this library does not know; what it holds are attributes."""

    if TYPE_CHECKING:
        type: Literal[""] = ""  # any text: but mypy tells the classes of a union apart only if each has its literals

        def __getattr__(self, name: str) -> Any: ...
    else:
        type: Text = ""


def word_of(value: Mapping[str, Any]) -> str:
    """The `type` of an object, "" if it has none that is text."""
    word = value.get("type")
    return word if isinstance(word, str) else ""


class Tagged:
    """In an annotation: the object is of the class that its word stands for.

    `homes` has, for each module beside this one, the words and the names of their classes. An object with any other
    word is of the class `other`, "module.Name", which has its `type` and keeps the rest.
    """

    __slots__ = ("_classes", "_other", "_word")

    def __init__(
        self,
        homes: Mapping[str, Mapping[str, str]],
        *,
        other: str = "tagged.Other",
        word: Callable[[Mapping[str, Any]], str] = word_of,
    ) -> None:
        self._classes = {word: f"{home}.{name}" for home, names in homes.items() for word, name in names.items()}
        self._other = other
        self._word = word

    @property
    def words(self) -> frozenset[str]:
        """The words that have a class of their own."""
        return frozenset(self._classes)

    def kind(self, word: str) -> type[WireObject]:
        """The class that a word stands for."""
        return _imported(self._classes.get(word, self._other))

    def _read(self, value: Any) -> WireObject:
        if isinstance(value, WireObject):
            return value
        if not isinstance(value, Mapping):
            raise ValueError("an object is needed")  # noqa: TRY004  # what pydantic understands
        fields = cast("Mapping[str, Any]", value)
        found: WireObject = self.kind(self._word(fields)).__pydantic_validator__.validate_python(fields)
        return found

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "object", "properties": {"type": {"type": "string"}}}


@cache
def _imported(place: str) -> type[WireObject]:
    home, _, name = place.rpartition(".")
    found: type[WireObject] = getattr(import_module(f"oaicompat.types.responses.{home}"), name)
    return found
