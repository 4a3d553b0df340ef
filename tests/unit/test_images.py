"""Images: requests as they are laid out, replies in all their shapes, bytes out of them, and streamed events."""

from __future__ import annotations

import base64
import io
import json
import pickle
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oaicompat import APIError, APIResponseValidationError, ConfigurationError, IncompleteStreamError, RateLimitError
from oaicompat._error_reply import reply_error
from oaicompat._image_events import EditEventDecoder, GenerationEventDecoder
from oaicompat._wire import Reply
from oaicompat.endpoints import images
from oaicompat.types.image import Image, media_type_of
from oaicompat.types.image_events import (
    ImageEditCompletedEvent,
    ImageEditPartialImageEvent,
    ImageGenCompletedEvent,
    ImageGenPartialImageEvent,
    OtherImageEvent,
)
from oaicompat.types.images_response import ImagesResponse

from .streams import SHARED, cuts, head, reply, sse
from .valid_values import JSON

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(20))
B64 = base64.b64encode(PNG).decode()
REFERENCES = [{"image_url": "https://host/a.png"}, {"file_id": "file-1"}]


def parsed(body: Any, **headers: str) -> ImagesResponse:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    got = reply(body, headers={"content-type": "application/json", **given})
    return images.generate(prompt="a cat").parse(got)


# -- requests ------------------------------------------------------------------------------------------------------


def test_a_generation_sends_what_was_said_and_no_more() -> None:
    """Nothing has a default here: `response_format`, above all, is refused by some models and needed by others."""
    request = images.generate(prompt="a cat").request
    assert (request.method, request.path, request.body) == ("POST", "images/generations", {"prompt": "a cat"})
    options: Any = {"model": "m", "size": "1024*1024", "n": None, "steps": 4, "width": 512, "aspect_ratio": "16:9"}
    call = images.generate(prompt="a cat", **options, extra_body={"cfg": 1})
    del options["n"]
    assert call.request.body == {"prompt": "a cat", **options, "cfg": 1}
    stream = images.generate_stream(prompt="a cat", partial_images=2).request
    assert stream.body == {"prompt": "a cat", "partial_images": 2, "stream": True}
    assert stream.stream


def test_one_file_and_several() -> None:
    """One image is the field `image`, a list of them `image[]`, as OpenAI's API wants it."""
    request = images.edit(prompt="a hat", image=b"1", mask=b"2", n=2, model=None).request
    assert (request.path, request.body) == ("images/edits", None)
    assert request.form is not None
    assert request.form.fields == {"prompt": "a hat", "n": 2}
    assert [(part.name, part.content) for part in request.form.files] == [("image", b"1"), ("mask", b"2")]
    for several in ([b"1", ("b.png", b"2")], (one for one in [b"1", b"2"]), [b"1"]):
        form = images.edit(prompt="a hat", image=several).request.form  # type: ignore[arg-type]
        assert form is not None
        assert {part.name for part in form.files} == {"image[]"}
    stream = images.edit_stream(prompt="a hat", image=Path("a.png")).request
    assert stream.form is not None
    assert stream.form.fields == {"prompt": "a hat", "stream": True}


@pytest.mark.parametrize("image", ["data:image/png;base64,AA==", "HTTPS://host/a.png", {"url": "http://host/a.png"}])
def test_what_is_no_file_goes_as_json(image: Any) -> None:
    """A URL, or an object that holds one, is sent as it is, for the server to get (xAI); and so are several."""
    assert images.edit(prompt="a hat", image=image).request.body == {"prompt": "a hat", "image": image}
    several = images.edit(prompt="a hat", image=[image, image], mask=image, n=1).request
    assert several.body == {"prompt": "a hat", "image": [image, image], "mask": image, "n": 1}
    assert several.form is None


def test_references_in_openai_s_form() -> None:
    """`images` is a list of objects, beside which the mask is one too."""
    request = images.edit(prompt="a hat", images=iter(REFERENCES), mask=REFERENCES[1]).request
    assert request.body == {"prompt": "a hat", "images": REFERENCES, "mask": REFERENCES[1]}
    stream = images.edit_stream(prompt="a hat", images=REFERENCES).request
    assert stream.body == {"prompt": "a hat", "images": REFERENCES, "stream": True}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "either image="),
        ({"image": b"1", "images": REFERENCES}, "either image="),
        ({"image": b"1", "prompt": None}, "prompt must be a string, not NoneType"),
        ({"image": 5}, "image must be a path"),
        ({"image": [b"1", "https://host/a.png"]}, "files and URLs"),
        ({"image": b"1", "mask": "https://host/a.png"}, "mask is a URL or an object, but image is a file"),
        ({"image": "https://host/a.png", "mask": b"1"}, "mask is a file, but the images are URLs"),
        ({"images": REFERENCES, "mask": io.BytesIO(b"1")}, "mask is a file, but the images are URLs"),
        ({"images": REFERENCES[0]}, "images must be a list"),
        ({"images": "https://host/a.png"}, "images must be a list"),
        ({"images": [b"1"]}, r"images\[0\] must be such as .* not bytes; files go into image="),
        ({"image": b"1", "strenght": 1}, "unknown option 'strenght'"),
    ],
)
def test_edits_that_cannot_be_sent(options: dict[str, Any], words: str) -> None:
    """Each mistake is told by the name of the field, and what to do."""
    with pytest.raises(TypeError, match=words):
        images.edit(**{"prompt": "a hat", **options})


def test_other_requests_that_cannot_be_sent() -> None:
    """No image at all, a variation of what is no file, a prompt of another type."""
    with pytest.raises(ConfigurationError, match="empty list"):
        images.edit(prompt="a hat", image=[])
    with pytest.raises(TypeError, match="must be a file"):
        images.variation(image="https://host/a.png")
    with pytest.raises(TypeError, match="must be a file"):
        images.variation(image=None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="prompt must be a string, not int"):
        images.generate_stream(prompt=5)  # type: ignore[arg-type]


def test_a_variation_is_a_form() -> None:
    """Its only file is `image`."""
    form = images.variation(image=b"1", n=2, response_format="b64_json").request.form
    assert form is not None
    assert form.fields == {"n": 2, "response_format": "b64_json"}
    assert [part.name for part in form.files] == ["image"]


# -- replies -------------------------------------------------------------------------------------------------------


def test_a_reply_is_typed() -> None:
    """All that OpenAI says, and what others add, has a type; the rest is kept."""
    usage = {
        "input_tokens": 50,
        "input_tokens_details": {"text_tokens": 10, "image_tokens": 40},
        "output_tokens": 4,
        "output_tokens_details": {"text_tokens": 0, "image_tokens": 4},
        "total_tokens": 54,
    }
    about = {"background": "opaque", "output_format": "png", "quality": "high", "size": "1024x1024"}
    body = {"created": 1, **about, "data": [{"b64_json": B64, "revised_prompt": "A cat."}], "usage": usage, "x": 1}
    found = parsed(body, x_request_id="r")
    assert (found.created, found.quality, found.request_id, found.x) == (1, "high", "r", 1)  # type: ignore[attr-defined]
    assert found.usage is not None
    assert found.usage.input_tokens_details is not None
    assert found.usage.input_tokens_details.image_tokens == 40
    (image,) = found.data
    assert (image.bytes(), image.revised_prompt, image.media_type) == (PNG, "A cat.", "image/png")
    assert found.to_dict() == body


def test_counts_under_other_names() -> None:
    """Servers that count as for chats are read under OpenAI's names too, and dumped under their own."""
    usage = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7, "cost": 0.5, "image_count": 1}
    found = parsed({"data": [{"b64_json": B64, "media_type": "image/webp"}], "usage": usage}).usage
    assert found is not None
    assert (found.input_tokens, found.output_tokens, found.cost, found.image_count) == (3, 4, 0.5, 1)
    assert found.to_dict() == usage


@pytest.mark.parametrize(
    "body",
    [
        {"data": [{"b64_json": B64}]},
        {"data": [{"b64_json": f"data:image/png;base64,{B64}"}]},
        {"data": [{"b64_json": f"DATA:image/png;charset=x; Base64,{B64}"}]},
        {"data": [{"url": f"data:image/png;base64,{B64}"}]},
        {"data": [{"b64_json": None, "url": f"data:;base64,{B64.replace('+', '%2B').replace('=', '%3D')}"}]},
        {"data": [{"b64_json": "", "url": "data:," + "".join(f"%{byte:02x}" for byte in PNG)}]},
        {"data": [{"b64_json": "\n".join(B64[at : at + 7] for at in range(0, len(B64), 7)) + "\r\n"}]},
        {"data": {"b64_json": B64}},
        {"data": [B64]},
        {"data": None, "images": [f"data:image/png;base64,{B64}"]},
        {"images": [{"url": f"data:image/png;base64,{B64}"}]},
        {"image": B64},
        [{"b64_json": B64}],
        [B64],
    ],
)
def test_wherever_an_image_is_its_bytes_are_found(body: Any) -> None:
    """In either field, as base64 or as a data: URL, in a list or not; and what the server sent is dumped."""
    found = parsed(body)
    assert [(image.bytes(), image.media_type) for image in found.data] in ([(PNG, "image/png")], [(PNG, None)])
    if isinstance(body, dict):
        assert found.to_dict() == body


def test_base64_without_the_head_of_its_url() -> None:
    """`b64_json` is base64, so that code which decodes it by itself works; the wire's own value is kept."""
    (image,) = parsed({"data": [{"b64_json": f"data:image/webp;base64,{B64}"}]}).data
    assert image.b64_json == B64
    assert image.model_extra == {"b64_json": f"data:image/webp;base64,{B64}"}
    assert image.media_type == "image/png"  # by its bytes, which do not err


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (b"<svg xmlns='...'/>", "image/svg+xml"),
    ],
)
def test_a_body_that_is_the_image(content: bytes, kind: str) -> None:
    """Some servers send the image itself; its first bytes tell, whatever the header says."""
    for told in (kind, "application/octet-stream"):
        (image,) = parsed(content, content_type=told).data
        assert (image.bytes(), image.media_type) == (content, kind)
    assert media_type_of(content) == kind
    assert media_type_of(content[:3]) in (None, kind)


def test_a_body_of_a_format_that_is_not_known() -> None:
    """Then the header is believed."""
    for content, kind in ((b"II*\0", "image/tiff"), (b"\xff\n", "image/jxl"), (b"\n<?xml?><svg/>", "image/svg+xml")):
        (image,) = parsed(content, content_type=f"{kind}; q=1").data
        assert (image.bytes(), image.media_type) == (content, kind)


def test_an_image_that_could_not_be_made() -> None:
    """One among others that could: these are not lost, and it says why (Volcengine)."""
    found = parsed({"data": [{"b64_json": B64}, {"error": {"code": "Sensitive", "message": "not this one"}}]})
    assert found.data[0].bytes() == PNG
    assert found.data[1].error is not None
    assert found.data[1].error.code == "Sensitive"
    with pytest.raises(APIResponseValidationError, match="Sensitive: not this one"):
        found.data[1].bytes()


@pytest.mark.parametrize(
    "body",
    [
        b'{"created": 1}',
        b'{"created": 1, "data": []}',
        b'{"data": null, "images": {}, "image": ""}',
        b'{"data": [5, null]}',
        b'{"object": "list"}',
        b'data: {"type": "image_generation.completed"}\n\n',
        b"data: [DONE]\n\n",
        b"[]",
        b"<html></html>",
        b"Overloaded, come again.",
        b"null",
        b" ",
        b"",
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "image/png", "text/html"])
def test_a_reply_without_an_image_is_an_error(body: bytes, kind: str) -> None:
    """Whatever it says it is."""
    with pytest.raises(APIResponseValidationError):
        parsed(body, content_type=kind)


def test_an_error_that_came_with_success() -> None:
    """The body's error is raised, with its class."""
    with pytest.raises(RateLimitError, match="slow down"):
        parsed({"error": {"message": "slow down", "code": 429}})


# -- bytes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"b64_json": "abc"},
        {"b64_json": "äöü="},
        {"b64_json": "====" },
        {"b64_json": B64[:-3] + "*=="},
        {"b64_json": "data:image/png;base64,abc"},
        {"url": "data:image/png;base64"},
        {"url": "data:image/png;base64,ab%"},
        {"b64_json": None, "url": ""},
        {"file_path": "/tmp/x.png"},
        {},
    ],
)  # fmt: skip
def test_what_is_broken_is_an_error(fields: dict[str, Any], tmp_path: Path) -> None:
    """No error of the base64 module escapes, and no half file is left."""
    image = parsed({"data": [fields, {"b64_json": B64}]}).data[0]
    with pytest.raises(APIResponseValidationError, match="the server sent no image: ") as caught:
        image.save(tmp_path / "a.png")
    assert not list(tmp_path.iterdir())
    assert pickle.loads(pickle.dumps(caught.value)).args == caught.value.args


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30) | st.text("AZaz09+/=-_ \n%,:;data", max_size=30))
def test_any_text_is_bytes_or_an_error(text: str) -> None:
    """Nothing else comes out of a field, whatever the server put into it."""
    for field in ("b64_json", "url"):
        image = Image(**{field: text})
        image._settle()
        try:
            assert isinstance(image.bytes(), bytes)
        except (APIResponseValidationError, ConfigurationError):
            pass


def test_an_address_is_not_followed() -> None:
    """The error says where the image is and what to do; what signs the address is not told."""
    url = "https://user:pw@blobs.host/a.png?sig=SECRET#x"
    (image,) = parsed({"data": [{"url": url}]}).data
    assert (image.url, image.media_type) == (url, None)
    with pytest.raises(ConfigurationError, match=r"'https://blobs.host/a.png'.*image\.url.*response_format") as caught:
        image.bytes()
    assert "SECRET" not in str(caught.value)
    assert "pw" not in str(caught.value)
    with pytest.raises(ConfigurationError, match="an address that is none"):
        Image(url="http://[broken").bytes()
    with pytest.raises(ConfigurationError, match="Hello from a mock"):
        Image(url="Hello from a mock.").bytes()


def test_saving(tmp_path: Path) -> None:
    """A string or a path; the size is given back. What cannot be written is told."""
    image = Image(b64_json=B64)
    assert image.save(tmp_path / "a.png") == image.save(str(tmp_path / "b.png")) == len(PNG)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes() == PNG
    with pytest.raises(ConfigurationError, match="cannot be written"):
        image.save(tmp_path / "nowhere" / "a.png")
    with pytest.raises(TypeError, match="path must be"):
        image.save(5)  # type: ignore[arg-type]


def test_images_are_equal_if_they_say_the_same() -> None:
    """Whichever reply they came with; they can be pickled and copied."""
    one, other = (parsed({"data": [{"b64_json": B64}]}, x_request_id=name).data[0] for name in "ab")
    assert one == other
    assert pickle.loads(pickle.dumps(one)) == one.model_copy(deep=True) == one


# -- streams -------------------------------------------------------------------------------------------------------

ABOUT = {"created_at": 1, "size": "1024x1024", "quality": "high", "background": "opaque", "output_format": "png"}
USAGE = {
    "total_tokens": 100,
    "input_tokens": 50,
    "output_tokens": 50,
    "input_tokens_details": {"text_tokens": 10, "image_tokens": 40},
}


def partial_image(kind: str = "image_generation", index: int = 0) -> dict[str, Any]:
    return {"type": f"{kind}.partial_image", "b64_json": B64, **ABOUT, "partial_image_index": index}


def completed(kind: str = "image_generation", **more: Any) -> dict[str, Any]:
    return {"type": f"{kind}.completed", "b64_json": B64, **ABOUT, "usage": USAGE, **more}


def named(*events: dict[str, Any]) -> bytes:
    """A stream as OpenAI writes it: events with names, and no end mark."""
    return b"".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode() for event in events)


def events_of(
    body: bytes | Iterable[bytes], make: Any = GenerationEventDecoder, to: Reply | None = None
) -> tuple[list[Any], Any]:
    decoder = make(to or head())
    found: list[Any] = []
    for data in [body] if isinstance(body, bytes) else body:
        found.extend(decoder.feed(data))
        if decoder.done:
            return found, decoder
    return [*found, *decoder.finish()], decoder


@pytest.mark.parametrize(
    ("kind", "make", "classes"),
    [
        ("image_generation", GenerationEventDecoder, (ImageGenPartialImageEvent, ImageGenCompletedEvent)),
        ("image_edit", EditEventDecoder, (ImageEditPartialImageEvent, ImageEditCompletedEvent)),
    ],
)
def test_events_are_typed(kind: str, make: Any, classes: tuple[type[Any], type[Any]]) -> None:
    """Images on their way, those that are done, their bytes and the usage; however the stream is cut and marked."""
    events = [partial_image(kind), partial_image(kind, 1), completed(kind)]
    for body in (named(*events), sse(*events), sse(*events, done=False)):
        for pieces in (body, cuts(body, 1), cuts(body, 2), [bytes([byte]) for byte in body]):
            found, decoder = events_of(pieces, make)
            assert [type(event) for event in found] == [classes[0], classes[0], classes[1]]
            assert [event.to_dict() for event in found] == events
            assert [event.bytes() for event in found] == [PNG] * 3
            assert [event.partial_image_index for event in found[:2]] == [0, 1]
            assert found[2].usage.input_tokens_details.image_tokens == 40
            assert decoder.partial() is found[2]


def test_an_event_can_be_saved(tmp_path: Path) -> None:
    """As an image can."""
    (event,), _ = events_of(named(completed()))
    assert event.save(tmp_path / "a.png") == len(PNG)
    assert (tmp_path / "a.png").read_bytes() == PNG
    assert event.media_type == "image/png"


def test_events_of_other_types_are_kept() -> None:
    """None is dropped: what it says is there, its image too (Volcengine, MiniMax)."""
    events = [
        {"type": "image_generation.partial_succeeded", "image_index": 0, "url": f"data:image/png;base64,{B64}"},
        {"type": "image_generation.queued", "position": 3},
        completed("image_edit"),
        {"type": "image_generation.completed", "usage": {"generated_images": 1}, "model": "m", "created": 5},
    ]
    found, _ = events_of(named(*events))
    assert [type(event) for event in found] == [*[OtherImageEvent] * 3, ImageGenCompletedEvent]
    assert [event.type for event in found] == [event["type"] for event in events]
    assert found[0].bytes() == found[2].bytes() == PNG
    assert found[1].position == 3
    assert found[3].usage.generated_images == 1
    assert [event.to_dict() for event in found] == events
    with pytest.raises(APIResponseValidationError, match="neither base64 nor a URL"):
        found[3].bytes()


def test_the_event_s_name_will_do() -> None:
    """Where the data tells no type, the name of the event is it."""
    body = b"event: image_generation.partial_image\ndata: {}\n\nevent: new\ndata: {}\n\n" + named(completed())
    found, _ = events_of(body)
    assert [event.type for event in found] == ["image_generation.partial_image", "new", "image_generation.completed"]
    assert isinstance(found[0], ImageGenPartialImageEvent)
    assert found[1].to_dict() == {}


def test_an_image_that_fails_leaves_the_others() -> None:
    """Its event says why; an error of the whole stream is raised, with the last event."""
    failed = {"type": "image_generation.partial_failed", "image_index": 1, "error": {"code": "X", "message": "no"}}
    found, _ = events_of(named(failed, completed()))
    assert found[0].error.message == "no"
    with pytest.raises(APIResponseValidationError, match="X: no"):
        found[0].bytes()
    with pytest.raises(RateLimitError, match="too many") as caught:
        events_of(named(partial_image()) + sse({"error": {"message": "too many", "code": 429}}, done=False))
    assert isinstance(caught.value.partial, ImageGenPartialImageEvent)
    with pytest.raises(APIError, match="gone wrong") as other:
        events_of(b'event: error\ndata: {"message": "gone wrong"}\n\n')
    assert other.value.partial is None


@pytest.mark.parametrize("make", [GenerationEventDecoder, EditEventDecoder])
def test_a_whole_reply_in_place_of_a_stream(make: Any) -> None:
    """A server that does not stream: each image is given as a completed event, the usage with the last one."""
    about = {"created": 1, "size": "1024x1024", "quality": "high", "background": "opaque", "output_format": "png"}
    body = {
        **about,
        "data": [{"b64_json": B64, "revised_prompt": "A cat."}, {"url": "https://h/a.png"}],
        "usage": USAGE,
    }
    for indent in (None, 2):
        data = json.dumps(body, indent=indent).encode()
        for pieces in (data, cuts(data, 3)):
            found, _ = events_of(pieces, make, reply())
            assert [event.to_dict()["type"] for event in found] == [make.completed] * 2
            assert isinstance(found[0], make.kinds[make.completed])
            assert (found[0].bytes(), found[0].revised_prompt, found[0].created_at) == (PNG, "A cat.", 1)
            assert (found[1].url, found[1].size) == ("https://h/a.png", "1024x1024")
            assert (found[0].usage, found[1].usage.total_tokens) == (None, 100)
    (other,), _ = events_of(json.dumps({"images": [f"data:image/png;base64,{B64}"]}).encode(), make, reply())
    assert (other.type, other.bytes()) == (make.completed, PNG)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", IncompleteStreamError),
        (named(partial_image()), IncompleteStreamError),
        (named(partial_image(), completed())[:-20], IncompleteStreamError),
        (b"data: {broken}\n\n", APIResponseValidationError),
        (b'{"created": 1', APIResponseValidationError),
        (b'{"created": 1, "data": []}', APIResponseValidationError),
        (b"<html>Login</html>", APIResponseValidationError),
        (PNG, APIResponseValidationError),
        (b'{"error": {"message": "no"}}', APIError),
    ],
)
def test_a_stream_that_is_not_whole(body: bytes, error: type[Exception]) -> None:
    """A stream without a completed image is never taken for a whole one."""
    with pytest.raises(error):
        events_of(body)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 4))
def test_any_split_gives_the_same(seed: int, count: int) -> None:
    """Events do not depend on how the bytes came."""
    body = named(*(partial_image(index=index) for index in range(count)), completed())
    assert events_of(cuts(body, seed))[0] == events_of(body)[0]


TYPES = ["image_generation.partial_image", "image_generation.completed", "x.partial_failed", "error", "", None]
FIELDS = ["b64_json", "url", "usage", "error", "created_at", "partial_image_index", "data", "images", "x"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TYPES), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4))))
def test_any_json_is_an_event_or_an_error(values: list[tuple[str | None, dict[str, Any]]]) -> None:
    """Junk in a field, or in place of a stream, raises no other exception, and what was sent is kept."""
    events = [fields if kind is None else {"type": kind, **fields} for kind, fields in values]
    try:
        found, _ = events_of(sse(*events, completed(), done=False))
    except APIError as error:
        repr(error)
        return
    for event in found:
        assert event.to_json()
        try:
            event.bytes()
        except (APIResponseValidationError, ConfigurationError):
            pass


def test_a_stream_that_nobody_asked_for() -> None:
    """It is put together: the images that are done, and what was said of them."""
    found = parsed(named(partial_image(), completed(), completed(b64_json="AAAA")), content_type="text/event-stream")
    assert [image.b64_json for image in found.data] == [B64, "AAAA"]
    assert (found.created, found.quality) == (1, "high")
    assert found.usage is not None
    assert found.usage.total_tokens == 100
    edited = images.edit(prompt="p", image=b"1").parse(reply(named(completed("image_edit"))))
    assert edited.data[0].bytes() == PNG
    failed = {"type": "image_generation.partial_failed", "error": {"code": "X", "message": "no"}}
    two = parsed(named(failed, completed())).data
    assert two[0].error is not None
    assert (two[0].error.code, two[1].bytes()) == ("X", PNG)
    with pytest.raises(IncompleteStreamError):
        parsed(named(partial_image()))


def test_an_event_above_the_limit() -> None:
    """The limit of the client holds here too."""
    with pytest.raises(APIResponseValidationError, match="max_event_bytes"):
        events_of(named(completed()), partial(GenerationEventDecoder, limit=100))


# -- habits and captures, where they lie beside the checkout -------------------------------------------------------


def _collected(files: Iterable[Path], kind: str) -> list[Any]:
    found = [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in sorted(files)]
    why = f"the collection of {kind} is not beside the checkout (OAICOMPAT_SHARED says where it is)"
    return found or [pytest.param(None, id="collection", marks=pytest.mark.skip(reason=why))]


@pytest.mark.parametrize("file", _collected(SHARED.glob("quirks/quirks.jsonl"), "habits"))
def test_habits(file: Path) -> None:
    """Everything that the collection expects of images holds."""
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    rows = [row for row in rows if row["area"] == "images"]
    assert len(rows) >= 11
    for row in rows:
        _check_row(row)


def _check_row(row: dict[str, Any]) -> None:
    expected, call = row["expect"], row["expect"].get("call", {})
    if expected["kind"] == "request":
        make: Any = images.edit if row["request_path"].endswith("/edits") else images.generate
        body = make(prompt="p", **call).request.body
        assert body == {"prompt": "p", **call}, row["id"]
        return
    content = base64.b64decode(row["body_b64"]) if row["body_bytes"] is None else row["body_bytes"]
    got = reply(content, row["status"], row["headers"])
    if expected["kind"] == "error":
        error = reply_error(got)
        assert type(error).__name__ == expected["raises"]
        assert expected["message_contains"] in error.message
        assert (error.code, error.param) == (expected["code"], expected["param"])
    elif row["stream"]:
        found, _ = events_of(got.content, to=got)
        assert [event.type for event in found] == ["image_generation.partial_image", "image_generation.completed"]
    else:
        _check_images(images.generate(prompt="p").parse(got), expected)


def _check_images(found: ImagesResponse, expected: dict[str, Any]) -> None:
    for image, wanted in zip(found.data, expected["images"], strict=False):
        if "b64" in wanted:
            assert image.bytes() == base64.b64decode(wanted["b64"])
        assert image.media_type == wanted.get("media_type")
        assert image.url == wanted.get("url", image.url)
    for path in expected.get("extra", {}):
        here: Any = found.to_dict()
        for step in path.replace("[", ".").replace("]", "").split("."):
            here = here[int(step)] if step.isdecimal() else here[step]
        assert here is not None


@pytest.mark.parametrize("path", _collected(SHARED.glob("captures/*/images*.json"), "captures"))
def test_captures(path: Path) -> None:
    """What real servers sent is read, or raised with their words; what was read is dumped as it came."""
    case, body = json.loads(path.read_text()), path.with_suffix(".body").read_bytes()
    got = reply(body, case["response"]["status"], case["response"]["headers"])
    if got.status_code >= 400:
        assert reply_error(got).status_code == got.status_code
        return
    found = images.generate(prompt="a cat").parse(got)
    assert found.to_dict() == json.loads(body)
    for image in found.data:
        if image.b64_json:
            assert (image.bytes(), image.media_type) == (base64.b64decode(image.b64_json), "image/png")
