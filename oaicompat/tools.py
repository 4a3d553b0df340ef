"""Functions as tools: their definitions out of signature, type hints and docstring, and their arguments checked.

    @tool
    def get_weather(city: str, unit: Literal["C", "F"] = "C") -> str:
        \"\"\"The weather in a city.

        Args:
            city: the city's name.
        \"\"\"

A tool is called as its function is, and is a mapping, its definition: it may stand in `tools=` of any call. Nothing is
run here: that is done by `client.chat.completions.run_tools`.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from typing import (
    Annotated,
    Any,
    Generic,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.errors import PydanticInvalidForJsonSchema, PydanticSchemaGenerationError, PydanticUserError
from pydantic_core import to_json
from typing_extensions import NotRequired, ParamSpec, Required, TypedDict

from oaicompat._docstrings import described
from oaicompat._strict_schema import fitted, tidied
from oaicompat._typed_json import adapter_of, reason_of

__all__ = [
    "Arguments",
    "ArgumentsError",
    "GivenTool",
    "PydanticFunctionTool",
    "Tool",
    "as_tool",
    "pydantic_function_tool",
    "result_text",
    "tool",
    "tools_by_name",
]

P = ParamSpec("P")
R = TypeVar("R")

GivenTool: TypeAlias = Callable[..., Any] | Mapping[str, Any]
"""What may be given as a tool: a function, a pydantic model, what `tool` made of them, or a definition alone."""

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_NAMED = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


class ArgumentsError(ValueError):
    """The arguments of a call do not fit the tool's parameters: `reason` says why, each fault after its path."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.reason, self.path = reason, path


@dataclass(frozen=True)
class Arguments:
    """Arguments that were checked: `tool.run(arguments)` calls the function with them."""

    values: dict[str, Any]
    """By name, each of its parameter's type; what was left out is not there."""
    model: Any = None
    """Of a tool that is a pydantic model, its object."""


class Tool(Mapping[str, Any], Generic[P, R]):
    """A function, or a pydantic model, that a model may call. `tool` makes it.

    It is a mapping, the tool's definition as it is sent, and is called as its function is.
    """

    def __init__(
        self,
        function: Callable[P, R],
        *,
        name: str | None = None,
        description: str | None = None,
        strict: bool | None = None,
    ) -> None:
        if not callable(function):
            raise TypeError(f"a tool is a function or a pydantic model, not {type(function).__name__}")
        self.function = function
        self.name: str = _name_of(function) if name is None else name
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"a tool's name is 1 to 64 letters, digits, '_' or '-', not {self.name!r}; give name=")
        self._description = description
        self._strict = strict
        if not isinstance(function, type):
            update_wrapper(self, function)

    @cached_property
    def is_model(self) -> bool:
        """Whether it is a pydantic model: its fields are the parameters."""
        return isinstance(self.function, type) and issubclass(self.function, BaseModel)

    @property
    def is_async(self) -> bool:
        """Whether it has to be awaited."""
        given: Any = self.function
        function: Any = getattr(given, "__call__", None) if self.is_model else inspect.unwrap(given)  # noqa: B004
        while hasattr(function, "func"):  # of a partial
            function = function.func
        return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
            getattr(function, "__call__", None)  # noqa: B004  # of an object that is called
        )

    @cached_property
    def _documented(self) -> tuple[str, dict[str, str]]:
        return described(_docstring_of(self.function))

    @property
    def description(self) -> str:
        """What the model is told of it."""
        return self._documented[0] if self._description is None else self._description

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        if self.is_model:
            return adapter_of(self.function)
        return _parameters_adapter(self.function, self.name, self._documented[1])

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The JSON schema of its arguments."""
        try:
            schema = tidied(self._adapter.json_schema())
        except PydanticInvalidForJsonSchema as error:
            raise TypeError(f"the parameters of {self.name} have no JSON schema: {error.message}") from error
        if not self.is_model:
            _tell_defaults(schema, self.function)
        schema.pop("description", None)  # the tool's own says it
        schema.setdefault("properties", {})
        if not self._strict:
            return schema
        strict, lost = fitted(schema)
        if strict is None:
            raise TypeError(f"the parameters of {self.name} cannot be strict: {lost[-1]}")
        return strict

    @cached_property
    def definition(self) -> dict[str, Any]:
        """What is sent to the server."""
        function: dict[str, Any] = {"name": self.name, "description": self.description, "parameters": self.parameters}
        if not function["description"]:
            del function["description"]
        if self._strict is not None:
            function["strict"] = self._strict
        return {"type": "function", "function": function}

    def arguments(self, text: str) -> Arguments:
        """The arguments that JSON text stands for; no text is no arguments. Raises ArgumentsError."""
        try:
            found = self._adapter.validate_json(text if text.strip() else "{}")
        except ValidationError as error:
            raise ArgumentsError(*reason_of(error)) from None
        return Arguments(dict(found), found) if self.is_model else Arguments(found)

    def run(self, arguments: Arguments) -> Any:
        """Calls the function; of an async one, gives what is to be awaited. A model's object is called if it can be."""
        if self.is_model:
            found = arguments.model.model_copy(update=arguments.values)
            return found() if callable(found) else found
        function = cast("Callable[..., Any]", self.function)
        values = dict(arguments.values)
        by_place: list[Any] = []
        for name, parameter in inspect.signature(function).parameters.items():
            if parameter.kind is parameter.POSITIONAL_ONLY:
                by_place.append(values.pop(name, parameter.default))
        return function(*by_place, **values)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.function(*args, **kwargs)

    def __get__(self, instance: object, owner: type | None = None) -> Tool[..., R]:
        """In a class: a method is a tool of its object."""
        if instance is None or not hasattr(self.function, "__get__"):
            return self
        bound = cast("Callable[..., R]", self.function.__get__(instance, owner))
        return Tool(bound, name=self.name, description=self._description, strict=self._strict)

    # -- as a mapping -----------------------------------------------------------------------------------------------

    def __getitem__(self, key: str) -> Any:
        return self.definition[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.definition)

    def __len__(self) -> int:
        return len(self.definition)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<Tool {self.name}>"


@overload
def tool(function: Callable[P, R], /) -> Tool[P, R]: ...
@overload
def tool(
    *, name: str | None = None, description: str | None = None, strict: bool | None = None
) -> Callable[[Callable[P, R]], Tool[P, R]]: ...
def tool(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    strict: bool | None = None,
) -> Any:
    """A decorator: makes a tool of a function (sync or async), or of a pydantic model.

    Args:
        name: what the model calls it; else the function's own name.
        description: what the model is told of it; else what its docstring says before its sections. What the docstring
            says of a parameter goes to that, unless its annotation has a description.
        strict: asks the server to keep to the parameters, where it can; then none may be left out. Not sent if None.
    """

    def make(made_of: Callable[..., Any]) -> Tool[..., Any]:
        return Tool(made_of, name=name, description=description, strict=strict)

    return make if function is None else make(function)


class PydanticFunctionTool(dict[str, Any]):
    """A tool's definition that knows the pydantic model of its arguments."""

    def __init__(self, made_of: Tool[..., Any]) -> None:
        super().__init__(made_of.definition)
        self.tool = made_of


def pydantic_function_tool(
    model: type[BaseModel], *, name: str | None = None, description: str | None = None
) -> PydanticFunctionTool:
    """The definition of a tool whose arguments are a pydantic model, as the openai SDK has it: strict where it can be.

    Raises TypeError if the model is none.
    """
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise TypeError(f"a pydantic model is needed, not {model!r}")
    strict: Tool[..., BaseModel] = Tool(model, name=name, description=description, strict=True)
    try:
        return PydanticFunctionTool(strict)
    except TypeError:
        return PydanticFunctionTool(Tool(model, name=name, description=description))


def as_tool(given: object) -> Tool[..., Any] | None:
    """The tool that a function, a pydantic model or a definition that knows its model is; None for a plain mapping.

    Raises TypeError for anything else.
    """
    if isinstance(given, Tool):
        return cast("Tool[..., Any]", given)
    if isinstance(given, PydanticFunctionTool):
        return given.tool
    if isinstance(given, Mapping):
        return None
    if callable(given):
        return Tool(given)
    raise TypeError(f"a tool is a function, a pydantic model or a definition, not {type(given).__name__}")


def result_text(value: object) -> str:
    """What a tool gave, as the text that the model gets: text as it is, anything else as JSON."""
    if isinstance(value, str):
        return value
    return to_json(value, fallback=str, inf_nan_mode="constants").decode()


# -- from a function to its parameters ---------------------------------------------------------------------------------


def _name_of(function: Any) -> str:
    while hasattr(function, "func"):
        function = function.func
    name = getattr(function, "__name__", None) or type(function).__name__
    return cast(str, name)


def _docstring_of(function: Any) -> str | None:
    if isinstance(function, type):
        return function.__dict__.get("__doc__")
    while hasattr(function, "func"):
        function = function.func
    is_plain = inspect.isroutine(function)
    return inspect.getdoc(function) if is_plain else inspect.getdoc(type(function).__call__)


def _hints(function: Any, name: str) -> dict[str, Any]:
    function = inspect.unwrap(function)
    while hasattr(function, "func"):
        function = inspect.unwrap(function.func)
    if not inspect.isroutine(function) and not isinstance(function, type):
        function = type(function).__call__
    try:
        return get_type_hints(function, include_extras=True)
    except NameError as error:
        raise TypeError(f"the type hints of {name} cannot be read: {error}") from error


def _parameters_adapter(function: Any, name: str, told: Mapping[str, str]) -> TypeAdapter[Any]:
    """What checks the arguments of a function: a TypedDict of its parameters."""
    hints = _hints(function, name)
    fields: dict[str, Any] = {}
    extra: Any = "forbid"
    for key, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            extra = "allow"
        elif parameter.kind is parameter.VAR_POSITIONAL:
            raise TypeError(f"{name} cannot be a tool: *{key} has no name that a model could give")
        else:
            kind = _described_kind(hints.get(key, Any), told.get(key))
            fields[key] = Required[kind] if parameter.default is parameter.empty else NotRequired[kind]
    make = cast("Callable[[str, Mapping[str, Any]], Any]", TypedDict)  # type checkers know it with literals alone
    parameters = make(name, fields)
    parameters.__pydantic_config__ = ConfigDict(extra=extra)
    try:
        return TypeAdapter(parameters)
    except (PydanticSchemaGenerationError, PydanticUserError, NameError) as error:
        words = str(error).partition("\n")[0]
        raise TypeError(f"{name} cannot be a tool: a parameter has no type that pydantic knows: {words}") from error


def _described_kind(kind: Any, words: str | None) -> Any:
    """The type with a description: a text among its annotations, else what the docstring says."""
    annotated = kind
    if get_origin(kind) is Union:  # before Python 3.11, a default of None puts an Optional around the annotation
        annotated = next((arm for arm in get_args(kind) if get_origin(arm) is Annotated), kind)
    if get_origin(annotated) is Annotated:
        notes = get_args(annotated)[1:]
        if any(getattr(note, "description", None) for note in notes):
            return kind
        words = next((note for note in notes if isinstance(note, str)), words)
    return Annotated[kind, Field(description=words)] if words else kind


def _tell_defaults(schema: dict[str, Any], function: Any) -> None:
    """Adds the defaults of the parameters that JSON can hold."""
    for key, parameter in inspect.signature(function).parameters.items():
        default = parameter.default
        if parameter.kind in _NAMED and default is not parameter.empty and default is not None:
            try:
                schema["properties"][key]["default"] = json.loads(to_json(default))
            except ValueError:  # an object of no type that JSON has
                continue


def tools_by_name(tools: Iterable[object]) -> dict[str, Tool[..., Any]]:
    """The tools that can be run, by their names. Raises TypeError or ValueError for what cannot."""
    found: dict[str, Tool[..., Any]] = {}
    for given in tools:
        one = as_tool(given)
        if one is None:
            raise TypeError(f"a definition alone cannot be run: give the function of {dict(cast('Any', given))!r:.80}")
        if one.name in found:
            raise ValueError(f"two tools are called {one.name!r}; give one of them another name=")
        found[one.name] = one
    return found
