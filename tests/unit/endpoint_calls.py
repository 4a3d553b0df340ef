"""A call of every endpoint whose reply is JSON or a stream of it: what tests of all families go through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from oaicompat import APIError
from oaicompat._wire import Call
from oaicompat.endpoints import audio, batches, chat, completions, embeddings, files, images, models, moderations
from oaicompat.endpoints import pooling, rerank, server
from oaicompat.types.audio.transcription import Transcription
from oaicompat.types.audio.transcription_diarized import TranscriptionDiarized
from oaicompat.types.audio.transcription_verbose import TranscriptionVerbose
from oaicompat.types.audio.translation import Translation
from oaicompat.types.audio.translation_verbose import TranslationVerbose
from oaicompat.types.base import WireObject
from oaicompat.types.batch import Batch, BatchList
from oaicompat.types.chat import ChatCompletion
from oaicompat.types.classify import ClassifyResponse
from oaicompat.types.completion import Completion
from oaicompat.types.create_embedding_response import CreateEmbeddingResponse
from oaicompat.types.file_deleted import FileDeleted
from oaicompat.types.file_object import FileList, FileObject
from oaicompat.types.images_response import ImagesResponse
from oaicompat.types.model import Model, ModelList
from oaicompat.types.model_deleted import ModelDeleted
from oaicompat.types.moderation_create_response import ModerationCreateResponse
from oaicompat.types.pooling import PoolingResponse
from oaicompat.types.rerank import RerankResponse
from oaicompat.types.score import ScoreResponse
from oaicompat.types.server import Detokenized, Health, ServerVersion, TokenizerInfo, Tokenized

from .streams import reply

__all__ = ["CALLS", "Known"]


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


SOUND = ("speech.wav", b"RIFF")
PICTURE = ("picture.png", b"\x89PNG")
FILE = {"id": "f"}
BATCH = {"id": "b"}
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
    Known("GET /models", models.list_models(), ModelList, {"data": [{"id": "m"}]}),
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
    Known("POST /rerank", rerank.rerank(model="m", query="x", documents=["y"]), RerankResponse, {"results": [{}]}),
    Known("POST /score", pooling.score(text_1="x", text_2="y"), ScoreResponse, {"data": [{"score": 0.5}]}),
    Known("POST /classify", pooling.classify(input="x"), ClassifyResponse, {"data": [{"label": "a"}]}),
    Known("POST /pooling", pooling.pooling(input="x"), PoolingResponse, {"data": [{"data": [0.5]}]}),
    Known("GET /health", server.health(), Health),
    Known("GET /version", server.version(), ServerVersion),
    Known("GET /tokenizer_info", server.tokenizer_info(), TokenizerInfo),
    Known("POST /tokenize", server.tokenize(prompt="x"), Tokenized, {"tokens": [1]}),
    Known("POST /detokenize", server.detokenize(tokens=[1]), Detokenized),
]
