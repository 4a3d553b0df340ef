"""POST /v1/moderations: a category applies if a word that stands for it is in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from oaicompat.testing._check import RequestError, check_known, check_model, json_body, missing
from oaicompat.testing._replies import Response, json_response
from oaicompat.testing._requests import RecordedRequest
from oaicompat.testing._settings import Settings
from oaicompat.types.moderations import ModerationParameters

__all__ = ["create"]

#: The categories, and the starts of words by which each is told.
_WORDS = {
    "harassment": ("harass", "stupid"),
    "harassment/threatening": ("threat",),
    "hate": ("hate",),
    "hate/threatening": (),
    "illicit": ("illicit", "steal"),
    "illicit/violent": ("weapon",),
    "self-harm": ("self-harm",),
    "self-harm/instructions": (),
    "self-harm/intent": (),
    "sexual": ("sexual",),
    "sexual/minors": (),
    "violence": ("violen", "kill"),
    "violence/graphic": ("blood",),
}
#: Those that images are looked at for, too.
_SEEN = ("self-harm", "sexual", "violence")


def create(request: RecordedRequest, settings: Settings) -> Response:
    """Answers a moderation request. Raises RequestError."""
    body = json_body(request)
    check_known(body, {"input", *ModerationParameters.__optional_keys__}, settings)
    model = body.get("model") or "omni-moderation-latest"
    if not isinstance(model, str):
        raise RequestError("Invalid type for 'model': expected a string.", param="model", code="invalid_type")
    if body.get("model"):
        check_model(model, settings)
    verdicts = [_verdict(text, kinds) for text, kinds in _inputs(body.get("input"))]
    return json_response({"id": f"modr-{request.number}", "model": model, "results": verdicts})


def _inputs(given: Any) -> list[tuple[str, set[str]]]:
    """The text of each input, and the kinds of what is in it; parts are one input."""
    if given is None:
        raise missing("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not texts:
        raise RequestError(
            "Invalid 'input': it should be a string, or a list that is not empty.", param="input", code="invalid_value"
        )
    if all(isinstance(text, str) for text in texts):
        return [(text, {"text"}) for text in texts]
    parts = [_part(part, f"input[{index}]") for index, part in enumerate(texts)]
    return [(" ".join(text for _, text in parts), {kind for kind, _ in parts})]


def _part(part: Any, path: str) -> tuple[str, str]:
    """A part's kind and its text; an image has none."""
    if isinstance(part, Mapping):
        image = part.get("image_url")
        if part.get("type") == "text" and isinstance(part.get("text"), str):
            return "text", part["text"]
        if part.get("type") == "image_url" and isinstance(image, Mapping) and isinstance(image.get("url"), str):
            return "image", ""
    raise RequestError(
        f"Invalid '{path}': it should be a part of type 'text' or 'image_url'.", param=path, code="invalid_value"
    )


def _verdict(text: str, kinds: set[str]) -> dict[str, Any]:
    words = re.findall(r"[\w-]+", text.lower())
    applies = {name: any(word.startswith(starts) for word in words) for name, starts in _WORDS.items()}
    return {
        "flagged": any(applies.values()),
        "categories": applies,
        "category_scores": {name: 0.98 if found else 0.0002 for name, found in applies.items()},
        "category_applied_input_types": {
            name: sorted(kinds & ({"text", "image"} if name.startswith(_SEEN) else {"text"})) for name in _WORDS
        },
    }
