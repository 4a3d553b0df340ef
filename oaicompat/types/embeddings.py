"""Embeddings: texts as vectors (OpenAI API reference, embeddings).

A vector that came as base64 is kept as an array of 32-bit floats, an eighth of the size of a list; `embedding` makes
the list when it is first asked for. Dumping gives the base64 back.
"""

from __future__ import annotations

import sys
from array import array
from base64 import b64encode
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, overload

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from oaicompat._vectors import unpacked
from oaicompat._wire import Headers, Reply
from oaicompat.errors import APIError, APIResponseValidationError
from oaicompat.types.base import Count, Listed, Repairs, Result, Text, WireObject, open_words
from oaicompat.types.completion_usage import CompletionTokensDetails, PromptTokensDetails

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "CreateEmbeddingResponse",
    "Embedding",
    "EmbeddingUsage",
    "EmbeddingsError",
    "LateChunk",
    "LateChunking",
]

# -- one vector ------------------------------------------------------------------------------------------------------


class _Vector:
    """In an annotation of `list[float]`: base64 is unpacked into an array, and dumped as base64 again.

    What is no vector is told of the field and not of an item: a list never loses one of its numbers.
    """

    __slots__ = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        text = core_schema.no_info_after_validator_function(unpacked, core_schema.str_schema(strict=True))
        made = core_schema.no_info_after_validator_function(_narrow, core_schema.is_instance_schema(array))
        items = handler(source)
        return core_schema.json_or_python_schema(
            _one_of(text, items),
            _one_of(text, made, items),
            serialization=core_schema.plain_serializer_function_ser_schema(_as_sent),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(core_schema.list_schema(core_schema.float_schema()))


def _one_of(*choices: core_schema.CoreSchema) -> core_schema.CoreSchema:
    return core_schema.union_schema(
        list(choices),
        mode="left_to_right",
        custom_error_type="vector",
        custom_error_message="Input should be a list of numbers, or base64 of 32-bit floats",
    )


def _narrow(numbers: array[Any]) -> array[float]:
    return numbers if numbers.typecode == "f" else array("f", numbers)


def _as_sent(value: Any) -> Any:
    if not isinstance(value, array):
        return value
    if sys.byteorder == "big":
        value = value[:]
        value.byteswap()
    return b64encode(value).decode()


def _mended(value: Any) -> list[float]:
    """The vector in a value of another shape: alone in a list (llama.cpp), or with null for NaN; else an empty one."""
    if not isinstance(value, list):
        return []
    items: list[Any] = value
    if len(items) == 1 and isinstance(items[0], list):
        return _mended(items[0])
    if not all(item is None or (isinstance(item, (int, float)) and not isinstance(item, bool)) for item in items):
        return []
    return [float("nan") if item is None else _float(item) for item in items]


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:  # an integer of hundreds of digits
        return float("inf") if number > 0 else float("-inf")


class LateChunk(WireObject):
    """Where a chunk is: from which token and which character, and up to which (vLLM)."""

    token_range: list[int] | None = None
    char_range: list[int] | None = None


class LateChunking(WireObject):
    """What was cut how (vLLM)."""

    chunk_size: Count = 0
    input_tokens: Count = 0
    chunks: Listed[LateChunk] = []
    strategy: Text = ""


class Embedding(WireObject):
    """The vector of one input.

    Where a server gives several vectors for an input, one for each token or chunk, `embedding` is empty and they are
    in `model_extra["embedding"]`.
    """

    repairs: ClassVar[Repairs] = {"embedding": _mended}

    embedding: Annotated[list[float], _Vector()] = []
    index: Count = 0
    """The input's position in the request."""
    object: Annotated[Literal["embedding"] | str, open_words] = "embedding"

    encoding_format: str | None = None
    """`base64` if the vector came so (llama.cpp)."""
    late_chunking: LateChunking | None = None
    """vLLM."""

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "embedding":
            vars(self).pop(_MADE, None)

    def vector(self) -> array[float]:
        """The numbers as an array of 32-bit floats, which other libraries read without copying.

        It is no copy if the server sent base64.
        """
        kept = vars(self)["embedding"]
        return kept if isinstance(kept, array) else array("f", kept)


#: Where the list is kept that was made of an array. pydantic ignores it, as it does the values of cached properties.
_MADE = "_list"


class _List:
    """The attribute `embedding`: a list, whatever the vector is kept in."""

    def __get__(self, row: Embedding | None, kind: type[Embedding]) -> list[float]:
        if row is None:
            raise AttributeError("embedding")  # as for any field: a class that inherits it finds it where pydantic does
        fields = vars(row)
        kept = fields["embedding"]
        if not isinstance(kept, array):
            return kept  # type: ignore[no-any-return]  # what the field's type says
        made: list[float] | None = fields.get(_MADE)
        if made is None:
            made = fields[_MADE] = kept.tolist()
        return made

    def __set__(self, row: Embedding, value: Any) -> None:
        # pydantic writes fields by itself; that there is this method makes `__get__` come before them.
        vars(row)["embedding"] = value
        vars(row).pop(_MADE, None)


Embedding.embedding = _List()  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]


# -- the reply -------------------------------------------------------------------------------------------------------


class EmbeddingUsage(WireObject):
    """How many tokens the inputs had. Embeddings have no answer; a few servers count its zero tokens."""

    prompt_tokens: Count = 0
    total_tokens: Count = 0
    completion_tokens: int | None = None
    prompt_tokens_details: PromptTokensDetails | None = None
    completion_tokens_details: CompletionTokensDetails | None = None
    reasoning_tokens: int | None = None
    """SGLang."""
    prompt_audio_seconds: int | None = None
    """Mistral."""
    service_tier: str | None = None
    """Mistral."""
    cost: float | None = None
    """In credits (OpenRouter)."""
    cost_details: dict[str, Any] | None = None
    """OpenRouter."""
    is_byok: bool | None = None
    """Whether a key of your own at the provider was used (OpenRouter)."""


class CreateEmbeddingResponse(Result):
    """A vector for each input."""

    data: Listed[Embedding] = []
    """In the order in which the server sent them; `vectors()` has the order of the inputs."""
    model: Text = ""
    object: Annotated[Literal["list"] | str, open_words] = "list"
    usage: EmbeddingUsage | None = None

    id: Text = ""
    created: Count = 0
    """Unix seconds; 0 if the server does not say."""

    @overload
    def vectors(self, *, numpy: Literal[False] = False) -> list[array[float]]: ...
    @overload
    def vectors(self, *, numpy: Literal[True]) -> NDArray[np.float32]: ...
    def vectors(self, *, numpy: bool = False) -> list[array[float]] | NDArray[np.float32]:
        """The vectors in the order of the inputs, as arrays of 32-bit floats; or with `numpy` one float32 array of
        two dimensions, a row for each input.

        Raises APIResponseValidationError if an input has no vector, or several; with `numpy` also if vectors differ
        in length; ImportError if numpy is asked for and not installed.
        """
        rows = self.in_order()
        found = [row.vector() for row in rows]
        for number, vector in enumerate(found):
            if not vector:
                raise self._unfit(f"input {number} has no vector of its own; see model_extra of its `Embedding`")
        return self._stacked(found) if numpy else found

    def in_order(self) -> list[Embedding]:
        """`data` in the order of the inputs: by `index`, if the indexes are 0, 1, 2, ... in some order."""
        order = {row.index: row for row in self.data}
        places = range(len(self.data))
        return [order[place] for place in places] if order.keys() == set(places) else list(self.data)

    def _stacked(self, vectors: list[array[float]]) -> NDArray[np.float32]:
        try:
            numpy = import_module("numpy")
        except ImportError:
            raise ImportError("vectors(numpy=True) needs numpy: pip install numpy") from None
        lengths = sorted({len(vector) for vector in vectors})
        if len(lengths) > 1:
            raise self._unfit(f"the vectors differ in length: from {lengths[0]} to {lengths[-1]} numbers")
        found: NDArray[np.float32] = numpy.empty((len(vectors), lengths[0] if lengths else 0), numpy.float32)
        for number, vector in enumerate(vectors):
            found[number] = vector
        return found

    def _unfit(self, words: str) -> APIResponseValidationError:
        reply = self._reply or Reply(0, Headers())
        return APIResponseValidationError(reply, message=f"{reply.method} {reply.url}: {words}".removeprefix(" : "))


class EmbeddingsError(APIError):
    """A call in several parts of which some failed. What came is not lost.

    The attributes of the first failure (`status_code`, `body`, `request_id`, ...) are those of this error, and it is
    the cause. Beside them: `failed`, the error of each part that failed; `finished`, the reply of each part that did
    not. Parts are ranges of the inputs' positions, of which there are `total`.
    """

    failed: dict[range, Exception]
    finished: dict[range, CreateEmbeddingResponse]
    total: int

    def __init__(
        self,
        message: str,
        *,
        failed: Mapping[range, Exception],
        finished: Mapping[range, CreateEmbeddingResponse],
        total: int,
    ) -> None:
        super().__init__(message)
        first = next(iter(failed.values()), None)
        if isinstance(first, APIError):
            vars(self).update({**vars(first), "message": message})
        self.failed, self.finished, self.total = dict(failed), dict(finished), total

    @property
    def missing(self) -> list[range]:
        """The inputs that have no vector: those of parts that failed, and of parts that were not begun."""
        found: list[range] = []
        start = 0
        for part in sorted(self.finished, key=lambda part: part.start):
            if part.start > start:
                found.append(range(start, part.start))
            start = part.stop
        return [*found, range(start, self.total)] if start < self.total else found
