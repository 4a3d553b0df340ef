"""What every type of a reply shares: kept extras, deferred building, and fields that are generous and honest.

Servers leave fields out, send null where a list belongs, and numbers where text belongs. The named types below
take that without Python code on the common path: their generosity is a second arm of a union inside
pydantic-core, reached only when the first one does not fit. What fits neither is set aside by `read` (see
`oaicompat._decode`), which keeps the raw value among the object's extras.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Optional, TypeVar, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, PrivateAttr
from pydantic_core import core_schema
from typing_extensions import Self, TypedDict

from oaicompat._wire import Headers, NotGiven, RateLimit, Reply, Timeout

__all__ = [
    "Count",
    "JSONObjectText",
    "JSONText",
    "Listed",
    "Repairs",
    "RequestArguments",
    "RequestOptions",
    "Result",
    "Text",
    "UnlistedOptions",
    "WireObject",
    "null_means",
    "open_words",
    "text_extra",
]

T = TypeVar("T")

#: For a field, a pure function that makes a typed value out of one of another shape.
Repairs = Mapping[str, Callable[[Any], Any]]


class WireObject(BaseModel):
    """The base of every object of a reply.

    Unknown fields are kept: they are attributes, stand in `model_extra`, and are dumped again. `repairs` names,
    for a field, a pure function that makes a typed value out of one of another shape; the wire's own value then
    stays among the extras.
    """

    model_config = ConfigDict(
        extra="allow",
        defer_build=True,
        coerce_numbers_to_str=True,
        protected_namespaces=(),
        ser_json_inf_nan="constants",  # older pydantic would write null
        cache_strings="keys",  # values hardly ever repeat: caching them costs more than it saves
    )

    repairs: ClassVar[Repairs] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Lets whoever looks at `model_fields` see which fields the wire may leave null: those that `null_means`."""
        super().__pydantic_init_subclass__(**options)
        for field in cls.model_fields.values():
            if any(isinstance(note, _Otherwise) and note.takes_null for note in field.metadata):
                field.annotation = Optional[field.annotation]  # type: ignore[assignment]  # noqa: UP045  # made, not written

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        extras = self.__pydantic_extra__
        if extras and name in extras and name in type(self).model_fields:
            del extras[name]  # the wire's own value, which stood beside the repaired one, is no longer this field's

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        copied = super().model_copy(deep=deep)
        for name, value in (update or {}).items():
            setattr(copied, name, value)
        return copied

    def to_dict(self, *, mode: str = "json", exclude_unset: bool = True, exclude_none: bool = False) -> dict[str, Any]:
        """The object as a dict, under the server's own names: what it sent, each value as its field's type has it."""
        return self.model_dump(mode=mode, exclude_unset=exclude_unset, exclude_none=exclude_none)

    def to_json(self, *, indent: int | None = 2, exclude_unset: bool = True, exclude_none: bool = False) -> str:
        """The object as JSON text, under the server's own names: what it sent, as the fields' types have it."""
        dumped = self.model_dump(mode="json", exclude_unset=exclude_unset, exclude_none=exclude_none)
        return json.dumps(dumped, indent=indent, ensure_ascii=False)

    def model_dump_json(self, *, indent: int | None = None, **options: Any) -> str:
        """As pydantic's, but a value that was set aside (see `repairs`) stands in the text once, not twice."""
        separators = None if indent else (",", ":")
        return json.dumps(
            self.model_dump(mode="json", **options), indent=indent, separators=separators, ensure_ascii=False
        )


def text_extra(found: WireObject, name: str) -> str | None:
    """An extra field if it is text, else None."""
    value = (found.__pydantic_extra__ or {}).get(name)
    return value if isinstance(value, str) else None


class Result(WireObject):
    """What a call returns: the server's object, and what the reply's headers said."""

    _reply: Reply | None = PrivateAttr(None)

    @property
    def response_headers(self) -> Headers:
        """The reply's headers; empty if the object did not come from a server."""
        return self._reply.headers if self._reply else Headers()

    @property
    def request_id(self) -> str | None:
        """The server's id of the call: from the headers, else `request_id` in the body, else None."""
        if self._reply and (found := self._reply.request_id):
            return found
        return text_extra(self, "request_id")

    @property
    def _request_id(self) -> str | None:  # the openai SDK's name
        return self.request_id

    @property
    def rate_limit(self) -> RateLimit:
        """The rate limit's figures from the reply's headers."""
        return self._reply.rate_limit if self._reply else RateLimit()


class RequestOptions(TypedDict, total=False):
    """The options that every call takes beside the endpoint's own."""

    extra_headers: Mapping[str, Any] | None
    """Headers for this call; `omit` as a value removes a header that the client would send."""

    extra_query: Mapping[str, Any] | None
    """Query parameters for this call."""

    extra_body: Mapping[str, Any] | None
    """Top-level keys of the JSON body. They win over keywords and replace them whole; a None is sent as null."""

    timeout: float | Timeout | NotGiven | None
    """Seconds for each step of this call (connect, read, write, wait for a connection); None means no limit."""

    max_retries: int | None
    """How many times this call may be sent again."""

    deadline: float | None
    """Seconds that this call may take in all, retries included."""


class UnlistedOptions(RequestOptions, total=False):
    """The options of a call to a route that this library does not know."""

    cast_to: Any
    """What the reply is: a type that pydantic knows, `Reply`, `bytes`, or `str`."""

    root: bool
    """Whether the path starts at the server's root, beside /v1."""


class RequestArguments(UnlistedOptions, total=False):
    """As `UnlistedOptions`, with a body."""

    body: Mapping[str, Any] | None
    """What is sent, as JSON."""


class _Otherwise:
    """In an annotation: what a field holds when the wire's value has the shape of `schema` and not its own."""

    __slots__ = ("schema", "use")

    def __init__(self, schema: core_schema.CoreSchema, use: Callable[..., Any]) -> None:
        self.schema = schema
        self.use = use

    @property
    def takes_null(self) -> bool:
        """Whether it is null that is meant."""
        return bool(self.schema["type"] == "none")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        own = handler(source)
        if self.takes_null and own["type"] == "nullable":
            own = own["schema"]  # the field never holds null: see `WireObject.__pydantic_init_subclass__`
        if self.takes_null:
            # "null, and then the default" without Python: nothing passes the second step, so its default is taken.
            never = core_schema.literal_schema(["\0"])
            default = core_schema.with_default_schema(never, default_factory=self.use, on_error="default")
            otherwise: core_schema.CoreSchema = core_schema.chain_schema([self.schema, default])
        else:
            otherwise = core_schema.no_info_after_validator_function(self.use, self.schema)
        return core_schema.union_schema([own, (otherwise, "\0")], mode="left_to_right")

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """What the field is meant to hold; the generosity is nobody's business."""
        return handler(cast(core_schema.UnionSchema, schema)["choices"][0])  # type: ignore[arg-type]  # a plain schema


class _Open:
    """In an annotation of `Literal[...] | str`: any text fits, so the known words need no look-up at run time."""

    __slots__ = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.str_schema()


#: Marks an open set of words: the literals are for editors and type checkers.
open_words = _Open()


def null_means(factory: Callable[[], Any]) -> Any:
    """In an annotation: null on the wire is what `factory` makes."""
    return _Otherwise(core_schema.none_schema(), factory)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_CONTAINER = core_schema.union_schema([core_schema.dict_schema(), core_schema.list_schema()])

#: Text; null is "".
Text = Annotated[str, null_means(str)]

#: A whole number; null is 0, a fraction is cut off.
Count = Annotated[int, null_means(int), _Otherwise(core_schema.float_schema(allow_inf_nan=False), int)]

#: A list; null is an empty one.
Listed = Annotated[list[T], null_means(list)]

#: JSON as text; an object or a list is dumped, null is "".
JSONText = Annotated[str, null_means(str), _Otherwise(_CONTAINER, _compact)]

#: A JSON object as text; an object is dumped, null is an empty one.
JSONObjectText = Annotated[str, null_means(lambda: "{}"), _Otherwise(_CONTAINER, _compact)]
