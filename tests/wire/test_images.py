"""Images on a wire: forms and JSON as they are sent, streams and their ends, and what the stand-in server makes."""

from __future__ import annotations

import io
import json
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from oaicompat import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    BadRequestError,
    ConfigurationError,
    Headers,
    IncompleteStreamError,
    NotFoundError,
)
from oaicompat.testing import RecordedRequest
from oaicompat.testing import Server as StandIn
from oaicompat.testing._multipart import Part, parts_of
from oaicompat.types.image_events import ImageEditCompletedEvent, ImageGenCompletedEvent, ImageGenPartialImageEvent
from oaicompat.types.images_response import ImagesResponse

from .bodies import chunked, event, head, reply, streamed
from .colours import Wire, done, each, entered, following
from .scripted import CLOSE, Request, Server

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
B64 = b64encode(PNG).decode()
MADE = {"created": 1, "data": [{"b64_json": B64}]}
PARTIAL = {"type": "image_generation.partial_image", "b64_json": B64, "partial_image_index": 0}
COMPLETED = {"type": "image_generation.completed", "b64_json": B64, "usage": {"total_tokens": 9}}


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The stand-in server, which refuses what it does not know."""
    with StandIn(strict=True) as server:
        yield server


def parts(request: Request) -> list[Part]:
    """The parts of a form."""
    headers = Headers({"content-type": request.header("content-type") or ""})
    return parts_of(RecordedRequest(request.method, request.target, headers, request.body))


# -- requests and replies ----------------------------------------------------------------------------------------------


async def test_a_generation(wire: Wire, server: Server) -> None:
    """Its route, its body, and a typed reply with its headers."""
    server.answer(reply(MADE, 200, "x-request-id: r", "x-ratelimit-remaining-requests: 3"))
    found = await done(wire.client(api_key="sk-1").images.generate(prompt="a cat", model="m", steps=4, n=None))
    assert (found.data[0].bytes(), found.created, found.request_id) == (PNG, 1, "r")
    assert found.rate_limit.remaining_requests == 3
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/v1/images/generations")
    assert json.loads(request.body) == {"prompt": "a cat", "model": "m", "steps": 4}
    assert request.header("authorization") == "Bearer sk-1"


async def test_an_edit_is_a_form_that_is_sent_whole_again(
    wire: Wire, server: Server, tmp_path: Path, waits: Any
) -> None:
    """Files, with names and types, and texts; after an error all of it comes again."""
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    server.answer(reply({"error": "busy"}, 503), reply(MADE))
    images = [path, ("hat.webp", io.BytesIO(b"hat")), b"bytes"]
    found = await done(
        wire.client(max_retries=1).images.edit(image=images, mask=path, prompt="a hat", n=2, quality="low")
    )
    assert found.data[0].bytes() == PNG
    assert [request.target for request in server.requests] == ["/v1/images/edits"] * 2
    for request in server.requests:
        sent = parts(request)
        assert [(part.name, part.text) for part in sent if part.filename is None] == [
            ("prompt", "a hat"),
            ("n", "2"),
            ("quality", "low"),
        ]
        assert [(part.name, part.content) for part in sent if part.filename is not None] == [
            ("image[]", PNG),
            ("image[]", b"hat"),
            ("image[]", b"bytes"),
            ("mask", PNG),
        ]
        assert [part.filename for part in sent][3:5] == ["cat.png", "hat.webp"]
        assert sent[3].content_type == "image/png"
    assert len(waits) == 1


async def test_one_image_alone(wire: Wire, server: Server) -> None:
    """Its field is `image`; for variations too, and when the edit streams."""
    server.answer(reply(MADE), reply(MADE), streamed(event({**COMPLETED, "type": "image_edit.completed"})))
    images = wire.client().images
    await done(images.create_variation(image=PNG, size="256x256"))
    await done(images.edit(image=PNG, prompt="a hat"))
    stream = await done(images.edit(image=PNG, prompt="a hat", stream=True))
    assert [type(one) async for one in each(stream)] == [ImageEditCompletedEvent]
    targets = [request.target for request in server.requests]
    assert targets == ["/v1/images/variations", "/v1/images/edits", "/v1/images/edits"]
    names = [[part.name for part in parts(request)] for request in server.requests]
    assert names == [["size", "image"], ["prompt", "image"], ["prompt", "stream", "image"]]


async def test_references_are_sent_as_json(wire: Wire, server: Server) -> None:
    """In OpenAI's form, and as other servers want them."""
    server.always(reply(MADE))
    images = wire.client().images
    asked: list[dict[str, Any]] = [
        {"images": [{"image_url": f"data:image/png;base64,{B64}"}], "mask": {"file_id": "f"}},
        {"image": "https://host/a.png"},
        {"image": [{"url": "https://host/a.png", "type": "image_url"}]},
    ]
    for one in asked:
        await done(images.edit(prompt="a hat", **one))
    assert [json.loads(request.body) for request in server.requests] == [{"prompt": "a hat", **one} for one in asked]


async def test_nothing_is_sent_if_a_file_cannot_be_read(wire: Wire, tmp_path: Path) -> None:
    """The error names the field and the file."""
    with pytest.raises(ConfigurationError, match=r"image.*nowhere\.png"):
        await done(wire.client().images.edit(image=tmp_path / "nowhere.png", prompt="a hat"))
    assert wire.server.connections == 0


async def test_an_address_is_never_fetched(wire: Wire, server: Server, servers: Callable[..., Server]) -> None:
    """Neither by the call, nor when its bytes are asked for: no other host sees a request, nor the key."""
    elsewhere = servers()
    server.answer(reply({"data": [{"url": f"{elsewhere.url}/a.png?sig=s"}, {"url": f"{server.url}/b.png"}]}))
    found = await done(wire.client(api_key="sk-1").images.generate(prompt="a cat"))
    for image in found.data:
        with pytest.raises(ConfigurationError, match="asks no other host"):
            image.bytes()
    assert (elsewhere.connections, len(server.requests)) == (0, 1)


async def test_a_body_that_is_the_image(wire: Wire, server: Server) -> None:
    """Bytes of an image in place of JSON are an image."""
    server.answer(reply(PNG, kind="image/png"))
    found = await done(wire.client().images.generate(prompt="a cat"))
    assert (found.data[0].bytes(), found.data[0].media_type) == (PNG, "image/png")


async def test_a_route_of_another_name(wire: Wire, server: Server) -> None:
    """OpenRouter has images at a route of its own; its reply has the same type."""
    made = {"created": 1, "data": [{"b64_json": B64, "media_type": "image/png"}], "usage": {"cost": 0.04}}
    server.answer(reply(made))
    found = await done(wire.client().post("images", body={"prompt": "a cat"}, cast_to=ImagesResponse))
    assert server.requests[0].target == "/v1/images"
    assert (found.data[0].bytes(), found.data[0].media_type, found.usage.cost) == (PNG, "image/png", 0.04)


async def test_refusals_tell_the_server_s_words(wire: Wire, server: Server) -> None:
    """An error, an error that came with success, and a page in place of a reply."""
    told = {"error": {"message": "Unknown parameter: 'response_format'.", "code": "unknown_parameter"}}
    server.answer(
        reply(told, 400), reply({"error": {"message": "blocked", "code": 400}}), reply(b"<html>", kind="text/html")
    )
    images = wire.client().images
    with pytest.raises(BadRequestError, match="Unknown parameter") as caught:
        await done(images.generate(prompt="a cat", response_format="b64_json"))
    assert caught.value.code == "unknown_parameter"
    with pytest.raises(BadRequestError, match="blocked"):
        await done(images.create_variation(image=PNG))
    with pytest.raises(APIResponseValidationError, match="base URL"):
        await done(images.edit(image=PNG, prompt="a hat"))


async def test_raw_replies(wire: Wire, server: Server) -> None:
    """The reply as it is, and what it means; a stream too."""
    server.answer(reply(MADE, 200, "x-a: 1"), reply(MADE), streamed(event(COMPLETED)), reply(MADE), reply(MADE))
    client = wire.client()
    raw = await done(client.images.with_raw_response.generate(prompt="a cat"))
    assert (raw.status_code, raw.headers["x-a"], raw.parse().data[0].bytes()) == (200, "1", PNG)
    raw = await done(client.with_raw_response.images.edit(image=PNG, prompt="a hat"))
    assert raw.json() == MADE
    raw = await done(client.images.with_raw_response.generate(prompt="a cat", stream=True))
    assert [one.type async for one in each(raw.parse())] == ["image_generation.completed"]
    async with entered(client.images.with_streaming_response.create_variation(image=PNG)) as response:
        assert json.loads(await done(response.read())) == MADE
    async with entered(client.images.with_streaming_response.generate(prompt="a cat")) as response:
        assert (await done(response.parse())).data[0].bytes() == PNG


# -- streams -----------------------------------------------------------------------------------------------------------


async def test_a_stream_of_events(wire: Wire, server: Server) -> None:
    """Typed, in order, without an end mark; the connection is used again."""
    body = event(PARTIAL) + b": alive\n\n" + event({"type": "new"}) + event(COMPLETED)
    server.answer(streamed(body[:30], body[30:], fields=("x-request-id: r",)), reply(MADE))
    client = wire.client()
    stream = await done(client.images.generate(prompt="a cat", stream=True, partial_images=1))
    found = [one async for one in each(stream)]
    assert [one.type for one in found] == ["image_generation.partial_image", "new", "image_generation.completed"]
    assert isinstance(found[0], ImageGenPartialImageEvent)
    assert isinstance(found[2], ImageGenCompletedEvent)
    assert found[0].bytes() == found[2].bytes() == PNG
    assert found[2].usage is not None
    assert found[2].usage.total_tokens == 9
    assert stream.request_id == "r"
    assert json.loads(server.requests[0].body) == {"prompt": "a cat", "partial_images": 1, "stream": True}
    await done(client.images.generate(prompt="a cat"))
    assert server.connections == 1


async def test_an_event_at_a_time(wire: Wire, server: Server) -> None:
    """`next` takes one and leaves the rest; closing gives the connection back."""
    server.answer([streamed(event(PARTIAL), event(COMPLETED))])
    stream = await done(wire.client().images.generate(prompt="a cat", stream=True))
    assert (await following(stream)).type == "image_generation.partial_image"
    await done(stream.close())


async def test_a_stream_that_is_cut(wire: Wire, server: Server) -> None:
    """In good order or not: an error with the last event, never the end of a whole stream."""
    broken = head(200, "content-type: text/event-stream", "transfer-encoding: chunked") + chunked(event(PARTIAL))
    server.answer(streamed(event(PARTIAL)), [broken, CLOSE])
    client = wire.client()
    for kind in (IncompleteStreamError, APIConnectionError):
        stream = await done(client.images.generate(prompt="a cat", stream=True))
        with pytest.raises(kind) as caught:
            async for _ in each(stream):
                pass
        assert caught.value.partial.bytes() == PNG


async def test_an_error_in_a_stream(wire: Wire, server: Server) -> None:
    """Its words, its class by its code, and the last event."""
    server.answer(streamed(event(PARTIAL), event({"error": {"message": "blocked by moderation", "code": 400}})))
    stream = await done(wire.client().images.generate(prompt="a cat", stream=True))
    with pytest.raises(BadRequestError, match="blocked by moderation") as caught:
        async for _ in each(stream):
            pass
    assert caught.value.partial.type == "image_generation.partial_image"


async def test_a_server_that_does_not_stream(wire: Wire, server: Server) -> None:
    """Its images are given as completed events."""
    server.answer(reply({**MADE, "data": MADE["data"] * 2, "usage": {"total_tokens": 4}}))  # type: ignore[operator]
    stream = await done(wire.client().images.generate(prompt="a cat", stream=True))
    found = [one async for one in each(stream)]
    assert [one.type for one in found] == ["image_generation.completed"] * 2
    assert [one.bytes() for one in found] == [PNG, PNG]
    assert (found[0].usage, found[1].usage.total_tokens) == (None, 4)


# -- the stand-in server -----------------------------------------------------------------------------------------------


def pixels(image: bytes) -> tuple[int, int, set[bytes]]:
    """Width, height and colours of a PNG file whose rows are not filtered; checks what holds it together."""
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    position, chunks = 8, {}
    while position < len(image):
        (size,) = struct.unpack_from(">I", image, position)
        name, data = image[position + 4 : position + 8], image[position + 8 : position + 8 + size]
        assert struct.unpack_from(">I", image, position + 8 + size) == (zlib.crc32(name + data),)
        chunks[name] = data
        position += size + 12
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert kind == [8, 2, 0, 0, 0]
    rows = zlib.decompress(chunks[b"IDAT"])
    assert len(rows) == height * (1 + 3 * width)
    starts = range(0, len(rows), 1 + 3 * width)
    assert {rows[start] for start in starts} == {0}
    colours = {rows[at : at + 3] for start in starts for at in range(start + 1, start + 1 + 3 * width, 3)}
    return width, height, colours


async def test_small_pictures(wire: Wire, stand_in: StandIn) -> None:
    """Whole PNG files of one colour, which follows from the prompt; as wide to high as was asked for."""
    images = wire.client(base_url=stand_in.url).images
    for size, sides in (("1024x1024", (8, 8)), ("1536x1024", (8, 5)), ("256x1024", (2, 8)), ("auto", (8, 8))):
        one, other = (await done(images.generate(prompt="a cat", n=2, size=size))).data
        assert pixels(one.bytes())[:2] == sides
        assert len(pixels(one.bytes())[2]) == 1
        assert pixels(one.bytes())[2] != pixels(other.bytes())[2]
    again = await done(images.generate(prompt="a cat"))
    assert again.data[0].bytes() == one.bytes()
    assert again.usage.total_tokens == again.usage.input_tokens + again.usage.output_tokens > 0
    dog = await done(images.generate(prompt="a dog", response_format="url", model="any", output_format="png"))
    assert dog.data[0].url.startswith("data:image/png;base64,")
    assert dog.data[0].bytes() != one.bytes()


async def test_pictures_on_their_way(wire: Wire, stand_in: StandIn) -> None:
    """As many as were asked for, then the picture that an unstreamed call gives."""
    images = wire.client(base_url=stand_in.url).images
    whole = (await done(images.generate(prompt="a cat"))).data[0].bytes()
    stream = await done(images.generate(prompt="a cat", stream=True, partial_images=2))
    found = [one async for one in each(stream)]
    assert [one.type.rpartition(".")[2] for one in found] == ["partial_image", "partial_image", "completed"]
    assert [one.partial_image_index for one in found[:2]] == [0, 1]
    assert len({one.bytes() for one in found}) == 3
    assert found[2].bytes() == whole
    assert found[2].usage.output_tokens > 0


async def test_edits_and_variations(wire: Wire, stand_in: StandIn, tmp_path: Path) -> None:
    """Of one file or several, with a mask, of references, whole or streamed: what is sent changes the picture."""
    images = wire.client(base_url=stand_in.url).images
    path = tmp_path / "cat.png"
    (await done(images.generate(prompt="a cat"))).data[0].save(path)
    asked: list[dict[str, Any]] = [
        {"image": path},
        {"image": [path, path]},
        {"image": path, "mask": path.read_bytes() * 2},
        {"images": [{"file_id": "file-1"}]},
        {"image": "https://host/a.png"},
    ]
    found = [(await done(images.edit(prompt="2024", n=1, **one))).data[0].bytes() for one in asked]
    assert len(set(found)) == len(asked)
    for one, whole in zip(asked, found, strict=True):
        stream = await done(images.edit(prompt="2024", n=1, stream=True, partial_images=1, **one))
        events = [event async for event in each(stream)]
        assert [event.type for event in events] == ["image_edit.partial_image", "image_edit.completed"]
        assert events[1].bytes() == whole
    varied = await done(images.create_variation(image=path, n=2))
    assert len({image.bytes() for image in varied.data}) == 2


@pytest.mark.parametrize(
    ("method", "options", "param", "words"),
    [
        ("generate", {"prompt": "p", "n": 11}, "n", "from 1 to 10"),
        ("generate", {"prompt": "p", "n": True}, "n", "from 1 to 10"),
        ("generate", {"prompt": "p", "size": "big"}, "size", "1024x1024"),
        ("generate", {"prompt": "p", "response_format": "png"}, "response_format", "b64_json"),
        ("generate", {"prompt": "p", "extra_body": {"stream": "yes"}}, "stream", "a boolean"),
        ("generate", {"prompt": "p", "extra_body": {"colour": "red"}}, "colour", "Unknown parameter"),
        ("generate", {"prompt": "p", "extra_body": {"prompt": None}}, "prompt", "Missing required parameter"),
        ("generate", {"prompt": "p", "extra_body": {"prompt": 5}}, "prompt", "a string"),
        ("generate", {"prompt": "p", "extra_body": {"model": 5}}, "model", "a string"),
        ("edit", {"prompt": "p", "image": PNG, "n": 0}, "n", "from 1 to 10"),
        ("edit", {"prompt": "p", "image": PNG, "extra_body": {"colour": "red"}}, "colour", "Unknown parameter"),
        ("edit", {"prompt": "p", "images": [{"url": ""}]}, "images[0]", "image_url"),
        ("edit", {"prompt": "p", "images": []}, "images", "Missing required parameter"),
        ("edit", {"prompt": "p", "images": [{"file_id": "a", "image_url": "b"}]}, "images[0]", "image_url"),
    ],
)
async def test_the_stand_in_refuses(
    wire: Wire, stand_in: StandIn, method: str, options: dict[str, Any], param: str, words: str
) -> None:
    """What is wrong, by the name of the field, as OpenAI tells it."""
    with pytest.raises(BadRequestError, match=words) as caught:
        await done(getattr(wire.client(base_url=stand_in.url).images, method)(**options))
    assert caught.value.param == param


@pytest.mark.parametrize(
    ("path", "name", "words"),
    [("images/edits", "mask", "Duplicate parameter"), ("images/variations", "image", "one 'image'")],
)
async def test_one_file_where_one_is_taken(wire: Wire, stand_in: StandIn, path: str, name: str, words: str) -> None:
    """Our methods refuse several before anything is sent, and so does the stand-in if they come."""
    from oaicompat import Call
    from oaicompat._wire import FilePart, Form
    from oaicompat._wire import Request as Asked

    client = wire.client(base_url=stand_in.url)
    with pytest.raises(TypeError, match=f"{name} must be .*, not list"):
        if name == "mask":
            await done(client.images.edit(prompt="p", image=PNG, mask=[PNG, PNG]))
        else:
            await done(client.images.create_variation(image=[PNG, PNG]))
    form = Form({"prompt": "p"} if name == "mask" else {}, tuple(FilePart(one, PNG) for one in ("image", name, name)))
    with pytest.raises(BadRequestError, match=words) as caught:
        await done(client.send(Call(Asked(method="POST", path=path, form=form), lambda found: found)))
    assert caught.value.param == name


async def test_the_stand_in_reads_forms_only_where_they_belong(wire: Wire, stand_in: StandIn) -> None:
    """A variation needs one, a file needs a known name, and a model has to be served."""
    client = wire.client(base_url=stand_in.url)
    with pytest.raises(BadRequestError, match="multipart/form-data"):
        await done(client.post("images/variations", body={"image": "x"}))
    with pytest.raises(BadRequestError, match="not valid JSON"):
        await done(client.images.edit(image=PNG, prompt="p", extra_headers={"content-type": "application/json"}))
    with StandIn(models=["m"]) as other:
        images = wire.client(base_url=other.url).images
        assert (await done(images.generate(prompt="p", model="m"))).data
        with pytest.raises(NotFoundError, match="'x' does not exist"):
            await done(images.edit(image=PNG, prompt="p", model="x"))


async def test_the_stand_in_can_be_scripted(wire: Wire, stand_in: StandIn) -> None:
    """A queued reply or error is used for images as for all else."""
    stand_in.reply({"data": [{"b64_json": B64}]})
    stand_in.error(429, "slow down")
    images = wire.client(base_url=stand_in.url).images
    assert (await done(images.generate(prompt="p"))).data[0].bytes() == PNG
    with pytest.raises(APIStatusError, match="slow down"):
        await done(images.generate(prompt="p"))
