"""From a streamed body to image events, and from one body to the images in it, whatever shape a server gave it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, TypeVar, cast

from oaicompat._decode import read_object
from oaicompat._events import EventStreamDecoder, decoded
from oaicompat._json import as_list, as_object, as_text
from oaicompat._sse import DEFAULT_LIMIT
from oaicompat._wire import Reply, ServerSentEvent
from oaicompat.types.image_events import (
    ImageEditCompletedEvent,
    ImageEditPartialImageEvent,
    ImageEditStreamEvent,
    ImageEvent,
    ImageGenCompletedEvent,
    ImageGenPartialImageEvent,
    ImageGenStreamEvent,
    OtherImageEvent,
)
from oaicompat.types.images_response import ImagesResponse

__all__ = ["EditEventDecoder", "GenerationEventDecoder", "images_in", "whole_of_stream"]

E = TypeVar("E", bound=ImageEvent)
Kinds = Mapping[str, type[ImageEvent]]

#: Where a whole reply has its images: OpenAI, and DeepInfra's own API.
_PLACES = ("data", "images", "image")
#: What a whole reply says of all of its images, and an event of its own one.
_SHARED = ("background", "model", "output_format", "quality", "size")


def images_in(body: Any) -> list[dict[str, Any]]:
    """The images of a whole reply, which may be objects or bare text, in a list or not."""
    fields = as_object(body)
    held = as_list(body) or next((value for name in _PLACES if (value := fields.get(name))), [])
    items = held if isinstance(held, list) else [held]
    return [image for item in items if (image := _image(item))]


def _image(item: Any) -> dict[str, Any]:
    """An image as an object: text is an address, a ``data:`` URL, or else base64."""
    if isinstance(item, str):
        return {"url" if item[:5].lower() in ("data:", "http:", "https") else "b64_json": item}
    return as_object(item)


class _ImageEventDecoder(EventStreamDecoder[E]):
    """Feed it a body's bytes; it gives events. A whole reply in their place is given as completed events."""

    wanted = "stream of image events"
    lacking = "neither [DONE] nor a completed image came"

    #: The events of the API reference, by their `type`.
    kinds: ClassVar[Kinds] = {}
    #: The `type` of an image that is done.
    completed: ClassVar[str] = ""

    def __init__(self, reply: Reply, limit: int = DEFAULT_LIMIT) -> None:
        super().__init__(reply, limit)
        self._last: ImageEvent | None = None
        self._is_complete = False
        self._waiting: Iterator[E] = iter(())

    def typed(self, value: dict[str, Any], name: str) -> E | None:
        """The event, of which a whole reply makes several."""
        told = as_text(value.get("type")) or ("" if name == "message" else name)
        if told or not value.keys() & set(_PLACES):
            return self._event(value, told)
        self._waiting = iter([self._event(one, self.completed) for one in _as_events(value, self.completed)])
        return next(self._waiting, None)

    def finished(self) -> bool:
        """Whether an image is done; such streams have no end mark."""
        return self._is_complete

    def partial(self) -> ImageEvent | None:
        """The event that came last."""
        return self._last

    def _event(self, value: dict[str, Any], told: str) -> E:
        event = read_object(self.kinds.get(told, OtherImageEvent), value, self.misfits)
        if isinstance(event, OtherImageEvent) and not event.type:
            vars(event)["type"] = told  # by the event's name
        event._settle()
        if event.usage is not None:
            event.usage._settle()
        self._is_complete = self._is_complete or told.endswith(".completed")
        self._last = event
        return cast(E, event)

    def _items(self, events: Sequence[bytes | ServerSentEvent]) -> Iterator[E]:
        for event in super()._items(events):
            yield event
            yield from self._waiting

    def _raise_if_error(self, value: Any, name: str, comments: Sequence[str]) -> None:
        """As usual, but an image that could not be made takes the others nothing away (Volcengine)."""
        if not str(as_object(value).get("type")).endswith(".partial_failed"):
            super()._raise_if_error(value, name, comments)


def _as_events(reply: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    """The values of events that say what a whole reply says; its usage comes with the last image."""
    shared = {name: reply[name] for name in _SHARED if name in reply}
    if "created" in reply:
        shared["created_at"] = reply["created"]
    images = images_in(reply)
    for number, image in enumerate(images, 1):
        usage = {"usage": reply["usage"]} if number == len(images) and "usage" in reply else {}
        yield {**shared, **image, **usage, "type": kind}


class GenerationEventDecoder(_ImageEventDecoder[ImageGenStreamEvent]):
    """Of `images.generate`."""

    kinds: ClassVar[Kinds] = {
        "image_generation.partial_image": ImageGenPartialImageEvent,
        "image_generation.completed": ImageGenCompletedEvent,
    }
    completed = "image_generation.completed"


class EditEventDecoder(_ImageEventDecoder[ImageEditStreamEvent]):
    """Of `images.edit`."""

    kinds: ClassVar[Kinds] = {
        "image_edit.partial_image": ImageEditPartialImageEvent,
        "image_edit.completed": ImageEditCompletedEvent,
    }
    completed = "image_edit.completed"


def whole_of_stream(reply: Reply) -> ImagesResponse:
    """The images in a reply that was streamed although nobody asked for it: those that are done, or failed."""
    decoder = GenerationEventDecoder(reply)
    ends = (".completed", ".partial_succeeded", ".partial_failed")
    done = [event.to_dict() for event in decoded(decoder, reply.content) if event.type.endswith(ends)]
    whole: dict[str, Any] = {"data": [image for event in done if (image := _as_image(event))]}
    for event in done:
        whole.update({name: event[name] for name in (*_SHARED, "usage") if name in event})
        if "created_at" in event:
            whole["created"] = event["created_at"]
    return read_object(ImagesResponse, whole)


def _as_image(event: dict[str, Any]) -> dict[str, Any]:
    """What an event says of its image, if there is one, or why there is none."""
    if not (event.get("b64_json") or event.get("url") or event.get("error")):
        return {}
    return {name: value for name, value in event.items() if name not in (*_SHARED, "created_at", "type", "usage")}
