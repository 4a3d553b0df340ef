"""A call of every endpoint whose reply is JSON or a stream of it: what tests of all families go through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from oaicompat import APIError
from oaicompat._wire import Call, StreamCall
from oaicompat.endpoints import (
    audio,
    batches,
    chat,
    completions,
    embeddings,
    files,
    images,
    models,
    moderations,
    pooling,
    rerank,
    responses,
    server,
)
from oaicompat.types.audio.speech_stream_event import SpeechAudioDeltaEvent, SpeechAudioDoneEvent
from oaicompat.types.audio.transcription import Transcription
from oaicompat.types.audio.transcription_diarized import TranscriptionDiarized
from oaicompat.types.audio.transcription_stream_event import (
    TranscriptionTextDeltaEvent,
    TranscriptionTextDoneEvent,
    TranscriptionTextSegmentEvent,
)
from oaicompat.types.audio.transcription_verbose import TranscriptionVerbose
from oaicompat.types.audio.translation import Translation
from oaicompat.types.audio.translation_verbose import TranslationVerbose
from oaicompat.types.base import WireObject
from oaicompat.types.batch import Batch, BatchList
from oaicompat.types.chat import ChatCompletion, ChatCompletionChunk
from oaicompat.types.classify import ClassifyResponse
from oaicompat.types.completion import Completion
from oaicompat.types.create_embedding_response import CreateEmbeddingResponse
from oaicompat.types.file_deleted import FileDeleted
from oaicompat.types.file_object import FileList, FileObject
from oaicompat.types.image_edit_completed_event import ImageEditCompletedEvent
from oaicompat.types.image_edit_partial_image_event import ImageEditPartialImageEvent
from oaicompat.types.image_gen_completed_event import ImageGenCompletedEvent
from oaicompat.types.image_gen_partial_image_event import ImageGenPartialImageEvent
from oaicompat.types.images_response import ImagesResponse
from oaicompat.types.model import Model, ModelList
from oaicompat.types.model_deleted import ModelDeleted
from oaicompat.types.moderation_create_response import ModerationCreateResponse
from oaicompat.types.pooling import PoolingResponse
from oaicompat.types.rerank import RerankResponse
from oaicompat.types.responses.compacted_response import CompactedResponse
from oaicompat.types.responses.input_token_count_response import InputTokenCountResponse
from oaicompat.types.responses.response import Response
from oaicompat.types.responses.response_deleted import ResponseDeleted
from oaicompat.types.responses.response_item_list import ResponseItemList
from oaicompat.types.responses.response_stream_event import EVENTS
from oaicompat.types.score import ScoreResponse
from oaicompat.types.server import Detokenized, Health, ServerVersion, Tokenized, TokenizerInfo

from .streams import reply

__all__ = ["CALLS", "STREAMS", "Known", "KnownStream"]


class Known(NamedTuple):
    """An endpoint: its name in the tables of fields, a call of it, and the type of its reply."""

    name: str
    call: Call[Any]
    kind: type[WireObject]
    #: Fields without which the reply is not what was asked for.
    needs: Mapping[str, Any] = {}

    def whole(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The value with those fields; with others in their place where it would be no reply."""
        try:
            self.call.parse(reply({**self.needs, **value}))
        except APIError:
            return {**value, **self.needs}
        return {**self.needs, **value}


class KnownStream(NamedTuple):
    """An endpoint whose reply is a stream of typed events."""

    name: str
    call: StreamCall[Any]
    kinds: tuple[type[WireObject], ...]


SOUND = ("speech.wav", b"RIFF")
PICTURE = ("picture.png", b"\x89PNG")
FILE = {"id": "f"}
BATCH = {"id": "b"}
RESPONSE = {"id": "r", "status": "completed", "output": []}
IMAGES = {"data": [{"url": "u"}]}

CALLS = [
    Known("POST /chat/completions", chat.chat(model="m", messages=[]), ChatCompletion, {"choices": [{}]}),
    Known("POST /completions", completions.complete(model="m", prompt="x"), Completion, {"choices": [{}]}),
    Known(
        "POST /embeddings",
        embeddings.embed(model="m", input={"text": "x"}),  # of how many vectors, the server says
        CreateEmbeddingResponse,
        {"data": [{"embedding": [0.5]}]},
    ),
    Known("POST /images/generations", images.generate(prompt="x"), ImagesResponse, IMAGES),
    Known("POST /images/edits", images.edit(prompt="x", image=PICTURE), ImagesResponse, IMAGES),
    Known("POST /images/variations", images.variation(image=PICTURE), ImagesResponse, IMAGES),
    Known("POST /audio/transcriptions", audio.transcription(file=SOUND, model="m"), Transcription, {"text": "x"}),
    Known(
        "POST /audio/transcriptions: verbose",
        audio.transcription(file=SOUND, model="m", response_format="verbose_json"),
        TranscriptionVerbose,
        {"text": "x"},
    ),
    Known(
        "POST /audio/transcriptions: diarized",
        audio.transcription(file=SOUND, model="m", response_format="diarized_json"),
        TranscriptionDiarized,
        {"text": "x"},
    ),
    Known("POST /audio/translations", audio.translation(file=SOUND, model="m"), Translation, {"text": "x"}),
    Known(
        "POST /audio/translations: verbose",
        audio.translation(file=SOUND, model="m", response_format="verbose_json"),
        TranslationVerbose,
        {"text": "x"},
    ),
    Known("GET /models", models.list_models(), ModelList, {"data": [{"id": "m"}], "models": None}),
    Known("GET /models/{model}", models.retrieve_model("m"), Model, {"id": "m"}),
    Known("DELETE /models/{model}", models.delete_model("m"), ModelDeleted, {"id": "m"}),
    Known("POST /moderations", moderations.moderation(input="x"), ModerationCreateResponse, {"results": [{}]}),
    Known("GET /files", files.list_files(), FileList, {"data": [FILE]}),
    Known("POST /files", files.create_file(file=SOUND, purpose="batch"), FileObject, FILE),
    Known("GET /files/{file_id}", files.retrieve_file("f"), FileObject, FILE),
    Known("DELETE /files/{file_id}", files.delete_file("f"), FileDeleted, FILE),
    Known("POST /batches", batches.create_batch(endpoint="/v1/embeddings", input_file_id="f"), Batch, BATCH),
    Known("GET /batches", batches.list_batches(), BatchList, {"data": [BATCH]}),
    Known("GET /batches/{batch_id}", batches.retrieve_batch("b"), Batch, BATCH),
    Known("POST /batches/{batch_id}/cancel", batches.cancel_batch("b"), Batch, BATCH),
    Known("POST /responses", responses.create_response(model="m", input="x"), Response, RESPONSE),
    Known("GET /responses/{response_id}", responses.retrieve_response("r"), Response, RESPONSE),
    Known("DELETE /responses/{response_id}", responses.delete_response("r"), ResponseDeleted, {"deleted": True}),
    Known("POST /responses/{response_id}/cancel", responses.cancel_response("r"), Response, RESPONSE),
    Known(
        "GET /responses/{response_id}/input_items",
        responses.list_input_items("r"),
        ResponseItemList,
        {"data": [{"type": "message"}]},
    ),
    Known(
        "POST /responses/input_tokens",
        responses.count_input_tokens(model="m", input="x"),
        InputTokenCountResponse,
        {"input_tokens": 1},
    ),
    Known("POST /responses/compact", responses.compact(model="m", input="x"), CompactedResponse, {"output": []}),
    Known("POST /rerank", rerank.rerank(model="m", query="x", documents=["y"]), RerankResponse, {"results": [{}]}),
    Known(
        "POST /score", pooling.score(text_1="x", text_2="y"), ScoreResponse, {"data": [{"score": 0.5}], "scores": [0.5]}
    ),
    Known("POST /classify", pooling.classify(input="x"), ClassifyResponse, {"data": [{"label": "a"}]}),
    Known("POST /pooling", pooling.pooling(input="x"), PoolingResponse, {"data": [{"data": [0.5]}]}),
    Known("GET /health", server.health(), Health),
    Known("GET /version", server.version(), ServerVersion),
    Known("GET /tokenizer_info", server.tokenizer_info(), TokenizerInfo),
    Known("POST /tokenize", server.tokenize(prompt="x"), Tokenized, {"tokens": [1]}),
    Known("POST /detokenize", server.detokenize(tokens=[1]), Detokenized),
]

GENERATED = (ImageGenPartialImageEvent, ImageGenCompletedEvent)
EDITED = (ImageEditPartialImageEvent, ImageEditCompletedEvent)
SPOKEN = (SpeechAudioDeltaEvent, SpeechAudioDoneEvent)
HEARD = (TranscriptionTextDeltaEvent, TranscriptionTextSegmentEvent, TranscriptionTextDoneEvent)
SAID = tuple(EVENTS.kind(word) for word in sorted(EVENTS.words))

STREAMS = [
    KnownStream("POST /chat/completions", chat.chat_stream(model="m", messages=[]), (ChatCompletionChunk,)),
    KnownStream("POST /completions", completions.complete_stream(model="m", prompt="x"), (Completion,)),
    KnownStream("POST /images/generations", images.generate_stream(prompt="x"), GENERATED),
    KnownStream("POST /images/edits", images.edit_stream(prompt="x", image=PICTURE), EDITED),
    KnownStream("POST /audio/speech", audio.speech_events(model="m", input="x", voice="alloy"), SPOKEN),
    KnownStream("POST /audio/transcriptions", audio.transcription_stream(file=SOUND, model="m"), HEARD),
    KnownStream("POST /audio/translations", audio.translation_stream(file=SOUND, model="m"), HEARD),
    KnownStream("POST /responses", responses.stream_response(model="m", input="x"), SAID),
]
