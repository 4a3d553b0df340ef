"""Embeddings of texts: ``POST /embeddings`` (OpenAI API reference, create embeddings), in one call or in many."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from typing_extensions import Unpack

from oaicompat._decode import not_what_was_asked, parsed_object, read_object, result, with_reply
from oaicompat._encode import checked_text, json_request, said
from oaicompat._error_reply import summary
from oaicompat._json import as_list, as_object, parse
from oaicompat._vectors import numbers, packed, stretch, unpacked
from oaicompat._wire import Call, Reply
from oaicompat.errors import APIError, APIResponseValidationError, ConfigurationError
from oaicompat.types.embedding_create_params import EmbeddingOptions
from oaicompat.types.embeddings import CreateEmbeddingResponse, Embedding, EmbeddingsError, EmbeddingUsage

if TYPE_CHECKING:
    from oaicompat.types.embedding_create_params import EmbeddingInput

__all__ = ["BATCH_SIZE", "ManyEmbeddings", "embed"]

#: How many inputs a call takes at most: OpenAI's limit, the largest there is. Others take less: Voyage 128, Gemini 100,
#: Cohere 96, Mistral 32, DashScope 10.
BATCH_SIZE = 2048

#: The types of what JSON can hold, and is neither text nor a token id.
_NO_INPUT = frozenset({type(None), bool, float})

#: Statuses by which a server refuses one part for what is in it; the others may well go through.
_ABOUT_THE_PART = frozenset({400, 413, 422})


def embed(
    *, model: str, input: EmbeddingInput | None = None, **options: Unpack[EmbeddingOptions]
) -> Call[CreateEmbeddingResponse]:
    """A vector for each input. `options` are the keys of `EmbeddingOptions`."""
    named = {"model": checked_text("model", model), "input": _checked(input) if said(input) else None}
    request = json_request("embeddings", named, options, EmbeddingOptions.__optional_keys__)
    body = request.body or {}
    if "input" not in body and "messages" not in body:
        raise TypeError("embeddings need input=: a text, a list of texts, or token ids (vLLM also takes messages=)")
    return Call(request, partial(_embeddings, body=body))


def _checked(given: object) -> object:
    if isinstance(given, (str, Mapping)):
        return cast("object", given)
    if isinstance(given, (bytes, bytearray)) or not isinstance(given, Iterable):
        raise TypeError(f"input must be a text, a list of texts, or token ids, not {type(given).__name__}")
    items: list[object] = given if isinstance(given, list) else list(cast("Iterable[object]", given))
    if not _NO_INPUT.isdisjoint(map(type, items)):
        place, kind = next((place, type(item)) for place, item in enumerate(items) if type(item) in _NO_INPUT)
        raise TypeError(f"input[{place}] must be a text or token ids, not {kind.__name__}")
    return items


# -- the reply -------------------------------------------------------------------------------------------------------


def _embeddings(reply: Reply, *, body: Mapping[str, Any]) -> CreateEmbeddingResponse:
    """The vectors in a reply to `body`: as many as there were inputs, or an error."""
    found = _typed(reply, body)
    if all("index" not in row.__pydantic_fields_set__ for row in found.data):
        for number, row in enumerate(found.data):
            vars(row)["index"] = number
    wanted = _inputs(body)
    have = sum(_has_vector(row) for row in found.data)
    if have != (len(found.data) if wanted is None else wanted):
        raise _miscounted(reply, found.data, have, wanted)
    return with_reply(found, reply)


def _typed(reply: Reply, body: Mapping[str, Any]) -> CreateEmbeddingResponse:
    """The object of a reply, whatever its shape."""
    if "octet-stream" in reply.content_type and "metadata" in reply.headers:
        return _made(_out_of_bytes(reply), reply)
    dtype = str(body.get("embed_dtype") or body.get("output_dtype") or "float32")
    big = body.get("endianness") == "big"
    is_usual = dtype in ("float", "float32") and not big
    if is_usual and reply.content[:64].lstrip()[:1] == b"{":
        found = result(CreateEmbeddingResponse, reply)
        if "data" in found.__pydantic_fields_set__:
            return found
    fields = _in_the_usual_form(parsed_object(reply))
    if fields is None:
        raise not_what_was_asked(reply, "list of embeddings")
    for number, row in enumerate([] if is_usual else fields["data"]):
        text = as_object(row).get("embedding")
        if isinstance(text, str):
            try:
                row["embedding"] = numbers(packed(text), dtype, big=big)
            except ValueError as error:
                raise _unreadable(reply, f"the vector at {number} cannot be read: {error}") from None
    return _made(fields, reply)


def _made(fields: dict[str, Any], reply: Reply) -> CreateEmbeddingResponse:
    try:
        return read_object(CreateEmbeddingResponse, fields)
    except ValueError:
        raise not_what_was_asked(reply, "list of embeddings") from None


def _in_the_usual_form(body: Any) -> dict[str, Any] | None:
    """A body as OpenAI writes it, with a list of rows under `data`; None if it holds no vectors.

    A bare list is what llama.cpp gives beside /v1 (of objects) and TEI (of vectors); a single object in place of the
    list is Volcengine's.
    """
    fields = {"data": body} if isinstance(body, list) else as_object(body)
    rows = fields.get("data")
    if isinstance(rows, dict):
        rows = [rows]
    if "data" not in fields or not (rows is None or isinstance(rows, list)):
        return None
    return {**fields, "data": [{"embedding": row} if isinstance(row, list) else row for row in as_list(rows)]}


def _out_of_bytes(reply: Reply) -> dict[str, Any]:
    """The body of a reply whose bytes are the numbers; a header says which are whose (vLLM)."""
    try:
        fields = as_object(parse(reply.headers["metadata"]))
        for row in as_list(fields.get("data")):
            data, dtype = stretch(row, reply.content), row.get("embed_dtype", "float32")
            row["embedding"] = numbers(data, dtype, big=row.get("endianness") == "big")
    except (ValueError, TypeError, AttributeError) as error:
        raise _unreadable(reply, f"the reply's bytes cannot be read as vectors: {error}") from None
    return fields


def _inputs(body: Mapping[str, Any]) -> int | None:
    """How many inputs a request has; None where that is for the server to say."""
    given = body.get("input")
    if isinstance(given, str):
        return 1
    if given is None:
        messages = body.get("messages")
        if not isinstance(messages, list) or not messages:
            return None
        return len(messages) if isinstance(messages[0], (list, tuple)) else 1
    if not isinstance(given, (list, tuple)):
        return None
    items = cast("Sequence[object]", given)
    if items and isinstance(items[0], Mapping):  # parts: of one input, or one each
        return None
    return 1 if items and isinstance(items[0], int) else len(items)


def _has_vector(row: Embedding) -> bool:
    """Whether a row holds a vector, or several, which are kept as they came."""
    return bool(vars(row)["embedding"]) or isinstance((row.__pydantic_extra__ or {}).get("embedding"), list)


def _miscounted(reply: Reply, rows: Sequence[Embedding], have: int, wanted: int | None) -> APIError:
    wanted = len(rows) if wanted is None else wanted
    words = f"the reply has {have} vector{'' if have == 1 else 's'} for {wanted} input{'' if wanted == 1 else 's'}"
    texts = [(row.__pydantic_extra__ or {}).get("embedding") for row in rows]
    for number, text in enumerate(texts):
        if isinstance(text, str):
            try:
                unpacked(text)
            except ValueError as error:
                return _unreadable(reply, f"{words}; at {number}: {error}")
    return _unreadable(reply, words)


def _unreadable(reply: Reply, words: str) -> APIError:
    return APIResponseValidationError(reply, message=summary(reply, words))


# -- many inputs -----------------------------------------------------------------------------------------------------


class ManyEmbeddings:
    """A call in parts: `take` gives the next one to send, `add` keeps what came of it, `whole` puts it together.

    Several workers, threads or tasks, share one. A part that the server refuses for what is in it leaves the others
    going; any other failure would most likely meet them too, and parts that are not begun are then not sent.
    """

    def __init__(
        self,
        texts: Iterable[object],
        *,
        model: str,
        batch_size: int | None,
        concurrency: int,
        options: EmbeddingOptions,
    ) -> None:
        self._items = _listed(texts)
        self._model, self._options = model, options
        size = _counted("batch_size", BATCH_SIZE if batch_size is None else batch_size)
        total = len(self._items)
        parts = [range(start, min(start + size, total)) for start in range(0, total, size)]
        self._waiting = deque(parts)
        self._finished: dict[range, CreateEmbeddingResponse] = {}
        self._failed: dict[range, Exception] = {}
        #: How many calls are under way at a time.
        self.workers = min(_counted("concurrency", concurrency), len(parts))
        embed(model=model, input=[], **options)  # a wrong option is told before anything is sent

    def take(self) -> tuple[range, Call[CreateEmbeddingResponse]] | None:
        """The next part and its call; None if there is none, or it would be in vain."""
        try:
            part = self._waiting.popleft()
        except IndexError:
            return None
        inputs = cast("list[str]", self._items[part.start : part.stop])
        return part, embed(model=self._model, input=inputs, **self._options)

    def add(self, part: range, outcome: CreateEmbeddingResponse | Exception) -> None:
        """Keeps what came of a part."""
        if isinstance(outcome, CreateEmbeddingResponse):
            self._finished[part] = outcome
            return
        self._failed[part] = outcome
        status = outcome.status_code if isinstance(outcome, APIError) else None
        if not (isinstance(outcome, APIResponseValidationError) or status in _ABOUT_THE_PART):
            self.stop()

    def stop(self) -> None:
        """No part is begun any more."""
        self._waiting.clear()

    def whole(self) -> CreateEmbeddingResponse:
        """The vectors of all parts, and their token counts together. Raises EmbeddingsError if a part failed.

        A failure that is not the server's or the way's is raised as it is, unless parts that came would be lost.
        """
        if self._failed:
            first = self._failed[min(self._failed, key=_start)]
            if not (isinstance(first, APIError) or self._finished):
                raise first
            raise self._error(first) from first
        replies = [self._finished[part] for part in sorted(self._finished, key=_start)]
        rows = [row for reply in replies for row in reply.in_order()]
        for number, row in enumerate(rows):
            row.index = number
        usages = [reply.usage for reply in replies if reply.usage is not None]
        return CreateEmbeddingResponse(
            data=rows,
            model=next((reply.model for reply in replies if reply.model), self._model),
            usage=_sum(usages) if usages or not replies else None,
        )

    def _error(self, first: Exception) -> EmbeddingsError:
        failed = {part: self._failed[part] for part in sorted(self._failed, key=_start)}
        finished = {part: self._finished[part] for part in sorted(self._finished, key=_start)}
        places = ", ".join(f"texts[{part.start}:{part.stop}]" for part in islice(failed, 5))
        more = f" and {len(failed) - 5} more parts" if len(failed) > 5 else ""
        total, done = len(self._items), sum(map(len, finished))
        words = f"no vectors for {places}{more} ({done} of {total} have theirs, in `finished`): {first}"
        return EmbeddingsError(words, failed=failed, finished=finished, total=total)


def _listed(texts: object) -> list[object]:
    """The inputs of a call in parts. Raises TypeError for what is one input, or none."""
    if isinstance(texts, (str, bytes, bytearray, Mapping)) or not isinstance(texts, Iterable):
        raise TypeError(f"texts must be a list of texts, not {type(texts).__name__}; create() takes a single one")
    items = list(cast("Iterable[object]", texts))
    for number, item in enumerate(items):
        if isinstance(item, (bytes, bytearray)) or not isinstance(item, Iterable):
            raise TypeError(f"texts[{number}] must be a text or a list of token ids, not {type(item).__name__}")
    return items


def _counted(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be a whole number, not {type(value).__name__}")
    if value < 1:
        raise ConfigurationError(f"{name} must be at least 1, not {value}")
    return value


def _start(part: range) -> int:
    return part.start


def _sum(usages: Iterable[EmbeddingUsage]) -> EmbeddingUsage:
    """The counts of several usages together; of what is no number the last."""
    total: dict[str, Any] = {"prompt_tokens": 0, "total_tokens": 0}
    for usage in usages:
        _add(total, usage.model_dump(exclude_unset=True))
    return read_object(EmbeddingUsage, total)


def _add(total: dict[str, Any], new: Mapping[str, Any]) -> None:
    for name, value in new.items():
        if isinstance(value, dict):
            inner = total[name] = as_object(total.get(name))
            _add(inner, as_object(value))
        elif _is_number(value):
            total[name] = value + total[name] if _is_number(total.get(name)) else value
        elif value is not None:
            total[name] = value


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
