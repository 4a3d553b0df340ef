"""POST /v1/completions: a text that follows from the prompt alone, with whatever the request asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from oaicompat.testing._check import RequestError
from oaicompat.testing._content import asked_usage
from oaicompat.testing._replies import EVENT_STREAM, Response, events_of, json_response, sse
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.testing._tokens import pieces_of, text_of
from oaicompat.testing._typed import checked
from oaicompat.types.completion_create_params import CompletionCreateParams

__all__ = ["create", "said"]

Json = dict[str, Any]

#: How many tokens are made unless the request says so; OpenAI's, vLLM's and SGLang's default.
_MOST = 16


def create(request: RecordedRequest, settings: Settings) -> Response:
    """Answers a completion request. Raises RequestError."""
    body = checked(request, CompletionCreateParams, settings)
    if "stream_options" in body and body.get("stream") is not True:
        raise RequestError(
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.", param="stream_options"
        )
    prompts = _prompts(body["prompt"])
    for prompt in prompts:
        tokens = len(pieces_of(prompt))
        if tokens > settings.max_model_len:
            raise RequestError(
                f"This model's maximum context length is {settings.max_model_len} tokens. However, your prompt has "
                f"{tokens} tokens. Please reduce its length.",
                param="prompt",
                code="context_length_exceeded",
            )
    answers = [(prompt, number) for prompt in prompts for number in range(body.get("n", 1))]
    choices = [_choice(body, index, *answer) for index, answer in enumerate(answers)]
    return _answer(request, body, choices, prompts)


def said(text: str, request: RecordedRequest, finish_reason: str = "stop") -> Response:
    """The answer to a request, streamed or not, with a text that somebody else has written."""
    try:
        body = request.json()
    except ValueError:
        body = {}
    choice = {"index": 0, "text": text, "logprobs": None, "finish_reason": finish_reason}
    return _answer(request, body if isinstance(body, dict) else {}, [choice], [])


def _answer(request: RecordedRequest, body: Json, choices: list[Json], prompts: list[str]) -> Response:
    asked, made = sum(map(_size, prompts)), sum(_size(choice["text"]) for choice in choices)
    if body.get("echo") is True:
        made -= asked * body.get("n", 1)
    model = body.get("model")
    head = {
        "id": f"cmpl-{request.number}",
        "object": "text_completion",
        "created": int(request.received_at),
        "model": model if isinstance(model, str) else "stand-in",
    }
    usage = {"prompt_tokens": asked, "completion_tokens": made, "total_tokens": asked + made}
    if body.get("stream") is not True:
        return json_response({**head, "choices": choices, "usage": usage})
    events = [{**head, "choices": [piece]} for choice in choices for piece in _pieces(choice)]
    if asked_usage(body):
        events = [{**event, "usage": None} for event in events]
        events.append({**head, "choices": [], "usage": usage})
    return Response(events_of(sse(events)), 200, EVENT_STREAM)


def _size(text: str) -> int:
    return len(pieces_of(text))


def _prompts(given: Any) -> list[str]:
    """Each prompt as text: one, several, token ids, or several lists of such."""
    if isinstance(given, str):
        return [given]
    if not given:
        raise RequestError("Invalid 'prompt': there must be at least one.", param="prompt", code="empty_array")
    if isinstance(given[0], int):
        return [text_of(given)]
    return [item if isinstance(item, str) else text_of(item) for item in given]


def _choice(body: Json, index: int, prompt: str, number: int) -> Json:
    """One of the answers; `number` tells those of one prompt apart."""
    text = f" You wrote: {prompt}" if prompt else " Once upon a time."
    if body.get("suffix"):
        text = f" between {prompt!r} and {body['suffix']!r} "
    if number:
        text += f" (answer {number + 1})"
    text, reason = _limited(body, text)
    before = prompt if body.get("echo") is True else ""
    wanted = body.get("logprobs")
    logprobs = None if wanted is None else _logprobs(before, text, wanted)
    return {"index": index, "text": before + text, "logprobs": logprobs, "finish_reason": reason}


def _limited(body: Json, text: str) -> tuple[str, str]:
    """The text up to a stop word or the token limit, and why it ends."""
    stop = body.get("stop", [])
    words = [stop] if isinstance(stop, str) else stop
    ends = [place for word in words if word and (place := text.find(word)) >= 0]
    if ends:
        text = text[: min(ends)]
    pieces = pieces_of(text)
    most = body.get("max_tokens", _MOST)
    return ("".join(pieces[:most]), "length") if len(pieces) > most else (text, "stop")


def _logprobs(before: str, text: str, wanted: int) -> Json:
    """Invented log probabilities: each token is likely, and its rivals less so; nothing comes before the first."""
    tokens = [*pieces_of(before), *pieces_of(text)]
    offsets, place = [], 0
    for token in tokens:
        offsets.append(place)
        place += len(token)
    likely: list[Any] = [-0.1] * len(tokens)
    top: list[Any] = [_rivals(token, wanted) for token in tokens]
    if before:
        likely[0] = top[0] = None
    return {
        "tokens": tokens,
        "token_logprobs": likely,
        "top_logprobs": top if wanted else None,
        "text_offset": offsets,
    }


def _rivals(token: str, wanted: int) -> dict[str, float]:
    return {token if rank == 0 else f"{token}{rank}": -0.1 - 2.0 * rank for rank in range(wanted)}


def _pieces(choice: Mapping[str, Any]) -> Iterator[Json]:
    """What each event adds to an answer: a token, with the log probability of it, and at last why it ended."""
    logprobs = choice["logprobs"]
    tokens = logprobs["tokens"] if logprobs else pieces_of(choice["text"])
    for number, token in enumerate(tokens):
        part = {name: found and found[number : number + 1] for name, found in logprobs.items()} if logprobs else None
        yield {"index": choice["index"], "text": token, "logprobs": part, "finish_reason": None}
    yield {"index": choice["index"], "text": "", "logprobs": None, "finish_reason": choice["finish_reason"]}
