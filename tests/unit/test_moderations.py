"""Moderations: what is sent, and verdicts by category, whatever a server calls them and leaves out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from oaicompat import APIResponseValidationError, BadRequestError
from oaicompat._decode import read
from oaicompat._error_reply import reply_error
from oaicompat.endpoints.moderations import moderation
from oaicompat.types.moderations import Categories, Moderation, ModerationCreateResponse

from .streams import SHARED, reply

#: The categories of OpenAI, and the attributes that the openai SDK gives them.
NAMES = {
    "harassment": "harassment",
    "harassment/threatening": "harassment_threatening",
    "hate": "hate",
    "hate/threatening": "hate_threatening",
    "illicit": "illicit",
    "illicit/violent": "illicit_violent",
    "self-harm": "self_harm",
    "self-harm/instructions": "self_harm_instructions",
    "self-harm/intent": "self_harm_intent",
    "sexual": "sexual",
    "sexual/minors": "sexual_minors",
    "violence": "violence",
    "violence/graphic": "violence_graphic",
}
PARTS = [{"type": "text", "text": "hi"}, {"type": "image_url", "image_url": {"url": "https://host/a.png"}}]


def parsed(body: Any) -> ModerationCreateResponse:
    return moderation(input="x").parse(reply(body))


def verdict(**fields: Any) -> Moderation:
    (found,) = parsed({"id": "modr-1", "model": "m", "results": [fields]}).results
    return found


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("hi", "hi"),
        (["hi", "ho"], ["hi", "ho"]),
        (("hi",), ["hi"]),
        (iter(["hi"]), ["hi"]),
        (PARTS, PARTS),
        ([], []),
    ],
)
def test_what_is_sent(given: Any, sent: Any) -> None:
    """A text, several, or parts, as they are; the model only if it is named."""
    request = moderation(input=given, model=None).request
    assert (request.method, request.path, request.body) == ("POST", "moderations", {"input": sent})
    options: Any = {"model": "m", "metadata": {"a": "b"}}
    assert moderation(input="x", **options).request.body == {"input": "x", **options}


@pytest.mark.parametrize("given", [None, 5, b"hi", PARTS[0]])
def test_what_cannot_be_sent(given: Any) -> None:
    """The error names the field, and what to do."""
    with pytest.raises(TypeError, match=f"input must be a string, or a list .* not {type(given).__name__}"):
        moderation(input=given)
    with pytest.raises(TypeError, match="did you mean 'model'"):
        moderation(input="x", modle="m")  # type: ignore[call-arg]


def test_categories_are_attributes() -> None:
    """Each category, with slashes and hyphens or without, has the openai SDK's attribute, and is dumped as it came."""
    body = {
        "id": "modr-1",
        "model": "omni-moderation-latest",
        "results": [
            {
                "flagged": True,
                "categories": {name: index % 2 == 0 for index, name in enumerate(NAMES)},
                "category_scores": {name: index / 100 for index, name in enumerate(NAMES)},
                "category_applied_input_types": {
                    name: ["text", "image"][: index % 3] for index, name in enumerate(NAMES)
                },
            }
        ],
    }
    found = parsed(body)
    assert (found.id, found.model) == ("modr-1", "omni-moderation-latest")
    (result,) = found.results
    for index, attribute in enumerate(NAMES.values()):
        assert getattr(result.categories, attribute) is (index % 2 == 0)
        assert getattr(result.category_scores, attribute) == index / 100
        assert getattr(result.category_applied_input_types, attribute) == ["text", "image"][: index % 3]
    assert result.flagged is True
    assert found.to_dict() == body
    assert json.loads(found.to_json()) == json.loads(found.model_dump_json()) == body
    assert found.model_dump(by_alias=True) == found.model_dump() == body
    assert read(ModerationCreateResponse, found.to_json().encode()).results == found.results


def test_categories_that_others_have() -> None:
    """They are kept under their own names (Mistral, LlamaGuard); those of OpenAI are unknown then, not false."""
    fields = {
        "categories": {"violence_and_threats": True, "pii": False, "S1": False},
        "category_scores": {"violence_and_threats": 0.9, "pii": 0.1},
    }
    result = verdict(**fields)
    assert result.categories.violence_and_threats is True  # type: ignore[attr-defined]
    assert result.category_scores.pii == 0.1  # type: ignore[attr-defined]
    assert result.categories.violence is None
    assert result.category_scores.violence is None
    assert result.category_applied_input_types.violence is None
    assert result.to_dict() == fields


@pytest.mark.parametrize(
    ("fields", "flagged"),
    [
        ({"categories": {"pii": True, "law": False}}, True),
        ({"categories": {"pii": False}}, False),
        ({"categories": {"hate/threatening": True}, "flagged": None}, True),
        ({"categories": {"pii": None}}, None),
        ({"categories": {}}, None),
        ({}, None),
        ({"categories": {"pii": True}, "flagged": False}, False),
    ],
)
def test_flagged_is_never_a_false_comfort(fields: dict[str, Any], flagged: bool | None) -> None:
    """Where a server says it by its categories alone, it is taken from there; where it says nothing, it is None."""
    result = verdict(**fields)
    assert result.flagged is flagged
    assert result.to_dict() == fields


def test_names_with_underscores_on_the_wire() -> None:
    """A gateway that sends the attributes' names is understood."""
    result = verdict(
        categories={"hate_threatening": True, "self_harm": False}, category_scores={"self_harm_intent": 0.5}
    )
    assert (result.categories.hate_threatening, result.categories.self_harm) == (True, False)
    assert result.category_scores.self_harm_intent == 0.5
    assert Categories(hate_threatening=True).to_dict() == {"hate/threatening": True}  # type: ignore[call-arg]


def test_an_ill_typed_verdict_costs_no_other() -> None:
    """It is set aside under the wire's name."""
    fields = {"flagged": True, "categories": {"hate/threatening": "perhaps", "hate": True}, "category_scores": [1]}
    result = verdict(**fields)
    assert result.categories.hate_threatening is None
    assert result.categories.hate is True
    assert result.categories.model_extra == {"hate/threatening": "perhaps"}
    assert result.category_scores.hate is None
    assert result.to_dict() == fields


@pytest.mark.parametrize("body", [{"id": "m"}, {"results": []}, {"results": None}, [], "x", "<html></html>", ""])
def test_a_reply_without_a_verdict_is_an_error(body: Any) -> None:
    """An empty list must not be taken for harmless."""
    with pytest.raises(APIResponseValidationError):
        parsed(body)


def test_an_error_that_came_with_success() -> None:
    """The body's error is raised, with its class."""
    with pytest.raises(BadRequestError, match="no such model"):
        parsed({"error": {"message": "no such model", "code": 400}})


def _captures() -> list[Any]:
    found = [
        pytest.param(path, id=f"{path.parent.name}/{path.stem}")
        for path in sorted(SHARED.glob("captures/*/moderations*.json"))
    ]
    why = "the collection of captures is not beside the checkout (OAICOMPAT_SHARED says where it is)"
    return found or [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]


@pytest.mark.parametrize("path", _captures())
def test_captures(path: Path) -> None:
    """What real servers sent is read, or raised with their words; what was read is dumped as it came."""
    case, body = json.loads(path.read_text()), path.with_suffix(".body").read_bytes()
    got = reply(body, case["response"]["status"], case["response"]["headers"])
    if got.status_code >= 400:
        assert reply_error(got).status_code == got.status_code
        return
    found = moderation(input="x").parse(got)
    assert [result.flagged for result in found.results] == [False]
    assert found.to_dict() == json.loads(body)
