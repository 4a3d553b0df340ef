"""Whether something is harmful, and how: what `moderations.create` takes and gives (OpenAI API reference, moderations).

The names of some categories are no names in Python: ``hate/threatening`` is the attribute `hate_threatening`. Dumping
gives the wire's names. Other categories (Mistral's, LlamaGuard's) are kept under the names that the server gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeAlias, cast

from pydantic import ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer
from typing_extensions import Required, TypedDict

from oaicompat.types.base import Listed, RequestOptions, Result, Text, WireObject, null_means, open_words

__all__ = [
    "Categories",
    "CategoryAppliedInputTypes",
    "CategoryScores",
    "ImageURL",
    "Moderation",
    "ModerationCreateParams",
    "ModerationCreateResponse",
    "ModerationImageURLInputParam",
    "ModerationInput",
    "ModerationModel",
    "ModerationMultiModalInputParam",
    "ModerationOptions",
    "ModerationParameters",
    "ModerationTextInputParam",
]

ModerationModel: TypeAlias = (
    Literal["omni-moderation-latest", "omni-moderation-2024-09-26", "text-moderation-latest", "text-moderation-stable"]
    | str
)
"""The models of OpenAI; other servers have others."""


class ImageURL(TypedDict, total=False):
    """Where an image is."""

    url: Required[str]
    """An `https:` address, or a `data:` URL that holds the image itself."""


class ModerationImageURLInputParam(TypedDict, total=False):
    """An image to look at."""

    type: Required[Literal["image_url"]]
    image_url: Required[ImageURL]


class ModerationTextInputParam(TypedDict, total=False):
    """A text to look at."""

    type: Required[Literal["text"]]
    text: Required[str]


ModerationMultiModalInputParam: TypeAlias = ModerationImageURLInputParam | ModerationTextInputParam

ModerationInput: TypeAlias = str | Iterable[str | ModerationMultiModalInputParam | Mapping[str, Any]]
"""A text, several texts, or the parts of one input."""


class ModerationParameters(TypedDict, total=False):
    """Everything `POST /moderations` takes besides `input`. `None` is not sent."""

    model: ModerationModel | None
    """The model; a server with one needs none."""

    metadata: Mapping[str, Any] | None
    """Up to 16 pairs that are kept with the call (Mistral)."""


class ModerationOptions(ModerationParameters, RequestOptions, total=False):
    """The optional keywords of `moderations.create`."""


class ModerationCreateParams(ModerationParameters, total=False):
    """The body of a request."""

    input: Required[str | list[str] | list[ModerationMultiModalInputParam]]


class _ByCategory(WireObject):
    """Something said of each category."""

    model_config = ConfigDict(populate_by_name=True)

    @model_serializer(mode="wrap")
    def _under_the_names_of_the_wire(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        names = {name: field.alias for name, field in type(self).model_fields.items() if field.alias}
        fields: dict[str, Any] = dump(self)
        return {names.get(name, name): value for name, value in fields.items()}


class Categories(_ByCategory):
    """Whether each category applies; None where the server does not say."""

    harassment: bool | None = None
    harassment_threatening: bool | None = Field(default=None, alias="harassment/threatening")
    hate: bool | None = None
    hate_threatening: bool | None = Field(default=None, alias="hate/threatening")
    illicit: bool | None = None
    illicit_violent: bool | None = Field(default=None, alias="illicit/violent")
    self_harm: bool | None = Field(default=None, alias="self-harm")
    self_harm_instructions: bool | None = Field(default=None, alias="self-harm/instructions")
    self_harm_intent: bool | None = Field(default=None, alias="self-harm/intent")
    sexual: bool | None = None
    sexual_minors: bool | None = Field(default=None, alias="sexual/minors")
    violence: bool | None = None
    violence_graphic: bool | None = Field(default=None, alias="violence/graphic")


class CategoryScores(_ByCategory):
    """How sure the model is that each category applies, from 0 to 1; None where the server does not say."""

    harassment: float | None = None
    harassment_threatening: float | None = Field(default=None, alias="harassment/threatening")
    hate: float | None = None
    hate_threatening: float | None = Field(default=None, alias="hate/threatening")
    illicit: float | None = None
    illicit_violent: float | None = Field(default=None, alias="illicit/violent")
    self_harm: float | None = Field(default=None, alias="self-harm")
    self_harm_instructions: float | None = Field(default=None, alias="self-harm/instructions")
    self_harm_intent: float | None = Field(default=None, alias="self-harm/intent")
    sexual: float | None = None
    sexual_minors: float | None = Field(default=None, alias="sexual/minors")
    violence: float | None = None
    violence_graphic: float | None = Field(default=None, alias="violence/graphic")


_TextOnly = list[Annotated[Literal["text"] | str, open_words]]
_TextOrImage = list[Annotated[Literal["text", "image"] | str, open_words]]


class CategoryAppliedInputTypes(_ByCategory):
    """The kinds of input that each score is about; None where the server does not say."""

    harassment: _TextOnly | None = None
    harassment_threatening: _TextOnly | None = Field(default=None, alias="harassment/threatening")
    hate: _TextOnly | None = None
    hate_threatening: _TextOnly | None = Field(default=None, alias="hate/threatening")
    illicit: _TextOnly | None = None
    illicit_violent: _TextOnly | None = Field(default=None, alias="illicit/violent")
    self_harm: _TextOrImage | None = Field(default=None, alias="self-harm")
    self_harm_instructions: _TextOrImage | None = Field(default=None, alias="self-harm/instructions")
    self_harm_intent: _TextOrImage | None = Field(default=None, alias="self-harm/intent")
    sexual: _TextOrImage | None = None
    sexual_minors: _TextOnly | None = Field(default=None, alias="sexual/minors")
    violence: _TextOrImage | None = None
    violence_graphic: _TextOrImage | None = Field(default=None, alias="violence/graphic")


class Moderation(WireObject):
    """The verdict on one input."""

    flagged: bool | None = None
    """Whether any category applies; from the categories, where a server sends only these (Mistral); None if it sent
    neither."""
    categories: Annotated[Categories, null_means(Categories)] = Field(default_factory=Categories)
    category_scores: Annotated[CategoryScores, null_means(CategoryScores)] = Field(default_factory=CategoryScores)
    category_applied_input_types: Annotated[CategoryAppliedInputTypes, null_means(CategoryAppliedInputTypes)] = Field(
        default_factory=CategoryAppliedInputTypes
    )

    def _settle(self) -> None:
        """Gives `flagged` where the server left it to be seen. What was derived is not in `model_fields_set`."""
        verdicts = [value for value in self.categories.to_dict().values() if isinstance(value, bool)]
        if self.flagged is None and verdicts:
            vars(self)["flagged"] = any(verdicts)
            if "flagged" in self.model_fields_set:
                cast("dict[str, Any]", self.__pydantic_extra__)["flagged"] = None
                self.__pydantic_fields_set__.discard("flagged")


class ModerationCreateResponse(Result):
    """The verdicts, one for each input."""

    id: Text = ""
    model: Text = ""
    results: Listed[Moderation] = []
