"""What `images.generate`, `images.edit` and `images.create_variation` take, as typed dictionaries.

Names follow the OpenAI API reference for images. What a server adds to it is kept beside the rest, with the servers
that know it named: SGLang's diffusion server, Together, OpenRouter (which has them at ``POST /images``), xAI,
SiliconFlow, Volcengine, LiteLLM. A server may ignore a key it does not know, or refuse it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from typing_extensions import Required, TypedDict

from oaicompat.types.base import RequestOptions
from oaicompat.types.image_model import ImageModel
from oaicompat.types.uploads import FileInput

__all__ = [
    "ImageContentPartParam",
    "ImageCreateVariationParams",
    "ImageEditOptions",
    "ImageEditParameters",
    "ImageEditParams",
    "ImageGenerateOptions",
    "ImageGenerateParameters",
    "ImageGenerateParams",
    "ImageInput",
    "ImageLoraParam",
    "ImageProviderPreferencesParam",
    "ImageProviderSortParam",
    "ImageRefParam",
    "ImageReference",
    "ImageTraceParam",
    "ImageURLParam",
    "ImageVariationOptions",
    "ImageVariationParameters",
]


class ImageRefParam(TypedDict, total=False):
    """An image that the server can get by itself: one of the two."""

    image_url: str
    """An `https:` address, or a `data:` URL that holds the image itself."""
    file_id: str
    """The id of an uploaded file."""


ImageReference: TypeAlias = str | ImageRefParam | Mapping[str, Any]
"""An image that is not sent as a file: a `data:` or `https:` URL, or an object with it, as the server wants it."""

ImageInput: TypeAlias = "FileInput | ImageReference"
"""An image: a path, bytes or an open file, which are sent in a form; or a URL or an object, which are sent as JSON."""


class ImageURLParam(TypedDict, total=False):
    """Where an image is."""

    url: Required[str]
    """An `https:` address, or a `data:` URL that holds the image itself."""


class ImageContentPartParam(TypedDict, total=False):
    """An image, as it stands in a chat message (OpenRouter)."""

    type: Required[Literal["image_url"]]
    image_url: Required[ImageURLParam]


class ImageProviderSortParam(TypedDict, total=False):
    """What providers are sorted by (OpenRouter)."""

    by: Literal["price", "throughput", "latency", "exacto"] | str | None
    partition: Literal["model", "none"] | str | None
    """Sort within each model, or all together."""


class ImageProviderPreferencesParam(TypedDict, total=False):
    """Which provider gets the request (OpenRouter)."""

    order: list[str] | None
    """Try these first, in this order."""
    only: list[str] | None
    ignore: list[str] | None
    allow_fallbacks: bool | None
    """Go on to other providers when the first fails."""
    sort: ImageProviderSortParam | Literal["price", "throughput", "latency", "exacto"] | str | None
    options: Mapping[str, Any] | None
    """For a provider, by its name, options that only it knows."""


class ImageTraceParam(TypedDict, total=False):
    """Ids for a tracing tool (OpenRouter)."""

    trace_id: str | None
    trace_name: str | None
    span_name: str | None
    parent_span_id: str | None
    generation_name: str | None


class ImageLoraParam(TypedDict, total=False):
    """An adapter that changes the style (Together)."""

    path: Required[str]
    """Where the adapter is: an address, or a name at Hugging Face."""
    scale: Required[float]
    """How much it counts."""


class _ManyKnow(TypedDict, total=False):
    """What new images and edited ones have in common."""

    # -- OpenAI

    background: Literal["transparent", "opaque", "auto"] | str | None
    """Whether the background is clear; only `png` and `webp` can have such a one. `auto` unless given."""

    model: ImageModel | None
    """The model; a server with one needs none."""

    moderation: Literal["low", "auto"] | str | None
    """How strictly the content is checked. `auto` unless given."""

    n: int | None
    """How many images to make, from 1 to 10. 1 unless given."""

    output_compression: int | None
    """Quality of a `jpeg` or `webp`, from 0 to 100 percent. 100 unless given."""

    output_format: Literal["png", "jpeg", "webp", "svg"] | str | None
    """`png` unless given. `svg` is OpenRouter's."""

    partial_images: int | None
    """With `stream=True`: how many images on their way to send, from 0 to 3."""

    quality: Literal["standard", "hd", "low", "medium", "high", "auto", "xhigh", "max"] | str | None
    """How much work to put in; which words there are depends on the model. `xhigh` and `max` are OpenRouter's."""

    response_format: Literal["url", "b64_json", "base64"] | str | None
    """An address, or the image itself. OpenAI's newer models always send the image and refuse this key; Together calls
    it `base64`."""

    size: (
        Literal["auto", "1024x1024", "1536x1024", "1024x1536", "256x256", "512x512", "1792x1024", "1024x1792"]
        | str
        | None
    )
    """Width and height in pixels; which there are depends on the model. DashScope writes `1024*1024`."""

    user: str | None
    """Your name of the end user, to find abuse."""

    # -- other servers

    diffusers_kwargs: Mapping[str, Any] | None
    """Settings that are handed to the diffusers library (SGLang)."""

    enable_teacache: bool | None
    """Leave out steps that change little (SGLang)."""

    enable_upscaling: bool | None
    """Make the result larger (SGLang)."""

    enhance_prompt: bool | None
    """Let the server rewrite the prompt (SGLang)."""

    flow_shift: float | None
    """Shifts the noise schedule of flow-matching models (SGLang)."""

    generator_device: str | None
    """Where random numbers are made, such as `cuda` or `cpu` (SGLang)."""

    guidance_scale: float | None
    """How closely to keep to the prompt (SGLang, Together, SiliconFlow, Volcengine)."""

    height: int | None
    """In pixels (SGLang, Together)."""

    max_sequence_length: int | None
    """Most tokens of the prompt that are used (SGLang)."""

    metadata: Mapping[str, Any] | None
    """What the gateway keeps of the call for its logs (LiteLLM)."""

    negative_prompt: str | None
    """What should not be in the image (SGLang, Together, SiliconFlow)."""

    num_inference_steps: int | None
    """Steps of denoising (SGLang, SiliconFlow); `steps` at Together."""

    num_profiled_timesteps: int | None
    """How many steps are profiled (SGLang)."""

    output_quality: str | None
    """Quality of the file, `default` unless given (SGLang)."""

    perf_dump_path: str | None
    """Where the server writes its timings, on its own disk (SGLang)."""

    profile: bool | None
    """Run the server's profiler (SGLang)."""

    profile_all_stages: bool | None
    """Profile more than the denoising (SGLang)."""

    progressive_delta: float | None
    """How much each level of a progressive generation adds (SGLang)."""

    progressive_levels: int | None
    """How many levels a progressive generation has (SGLang)."""

    progressive_mode: str | None
    """How the resolution grows while the image is made (SGLang)."""

    provider: ImageProviderPreferencesParam | Mapping[str, Any] | None
    """Which provider gets the request (OpenRouter)."""

    seed: int | list[int] | None
    """Makes the random numbers, and so the image, come again (SGLang, Together, OpenRouter, SiliconFlow, Volcengine).
    SGLang takes one for each image."""

    task_type: str | None
    """What kind of generation it is (SGLang)."""

    true_cfg_scale: float | None
    """Guidance with a negative prompt, for models that were trained without it (SGLang)."""

    upscaling_model_path: str | None
    """What enlarges the result (SGLang)."""

    upscaling_scale: int | None
    """How many times larger the result is made. 4 unless given (SGLang)."""

    width: int | None
    """In pixels (SGLang, Together)."""


class ImageGenerateParameters(_ManyKnow, total=False):
    """Everything `POST /images/generations` takes besides `prompt` and `stream`. `None` is not sent."""

    style: Literal["vivid", "natural"] | str | None
    """Dramatic, or as in nature (dall-e-3)."""

    aspect_ratio: (
        Literal[
            "auto", "1:1", "1:2", "1:4", "1:8", "2:1", "2:3", "2.35:1", "3:2", "3:4", "4:1", "4:3", "4:5", "5:2",
            "5:4", "5:7", "7:5", "8:1", "9:16", "16:9", "9:19.5", "19.5:9", "9:20", "20:9", "9:21", "21:9",
        ]
        | str
        | None
    )  # fmt: skip
    """Width to height (OpenRouter, xAI)."""

    disable_safety_checker: bool | None
    """Do not check the result (Together)."""

    image: str | Sequence[str] | None
    """Images to start from, as URLs or base64 (SiliconFlow, Volcengine)."""

    image_loras: Sequence[ImageLoraParam | Mapping[str, Any]] | None
    """Adapters that change the style (Together)."""

    image_size: str | None
    """Width and height in pixels (SiliconFlow)."""

    image_url: str | None
    """An image to start from (Together)."""

    input_references: Sequence[ImageContentPartParam | Mapping[str, Any]] | None
    """Images to start from (OpenRouter)."""

    reference_images: Sequence[str] | None
    """Addresses of images to start from (Together)."""

    resolution: Literal["512", "768", "1K", "1.5K", "2K", "4K"] | str | None
    """How fine the image is, for an `aspect_ratio` (OpenRouter, xAI)."""

    session_id: str | None
    """The same for requests that belong together (OpenRouter)."""

    steps: int | None
    """Steps of denoising (Together)."""

    trace: ImageTraceParam | Mapping[str, Any] | None
    """Ids for a tracing tool (OpenRouter)."""

    watermark: bool | None
    """Mark the image as made by a machine (Volcengine)."""


class ImageGenerateOptions(ImageGenerateParameters, RequestOptions, total=False):
    """The optional keywords of `images.generate`."""


class ImageGenerateParams(ImageGenerateParameters, total=False):
    """The body of a request for new images."""

    prompt: Required[str]
    stream: bool | None


class ImageEditParameters(_ManyKnow, total=False):
    """Everything `POST /images/edits` takes besides `prompt`, the images, the mask and `stream`. `None` is not sent."""

    input_fidelity: Literal["high", "low"] | str | None
    """How closely to keep to the images that are edited, faces above all. `low` unless given."""


class ImageEditOptions(ImageEditParameters, RequestOptions, total=False):
    """The optional keywords of `images.edit`."""


class ImageEditParams(ImageEditParameters, total=False):
    """A request for edited images."""

    prompt: Required[str]
    image: "ImageInput | Sequence[ImageInput]"  # resolved by type checkers only
    images: Sequence[ImageReference]
    mask: "ImageInput"
    stream: bool | None


class ImageVariationParameters(TypedDict, total=False):
    """Everything `POST /images/variations` takes besides `image`. `None` is not sent."""

    model: Literal["dall-e-2"] | str | None
    """The model; a server with one needs none."""

    n: int | None
    """How many images to make, from 1 to 10. 1 unless given."""

    response_format: Literal["url", "b64_json"] | str | None
    """An address, or the image itself. `url` unless given."""

    size: Literal["256x256", "512x512", "1024x1024"] | str | None
    """Width and height in pixels. `1024x1024` unless given."""

    user: str | None
    """Your name of the end user, to find abuse."""


class ImageVariationOptions(ImageVariationParameters, RequestOptions, total=False):
    """The optional keywords of `images.create_variation`."""


class ImageCreateVariationParams(ImageVariationParameters, total=False):
    """A request for variations of an image."""

    image: Required["FileInput"]  # resolved by type checkers only
