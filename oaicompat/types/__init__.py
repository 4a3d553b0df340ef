"""The types of requests and replies, a module for each family of endpoints, under the openai SDK's names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.types import audio, chat, responses, shared, shared_params
    from oaicompat.types.audio_model import AudioModel
    from oaicompat.types.audio_response_format import AudioResponseFormat
    from oaicompat.types.batch import Batch, BatchList
    from oaicompat.types.batch_create_params import BatchCreateParams
    from oaicompat.types.batch_error import BatchError
    from oaicompat.types.batch_list_params import BatchListParams
    from oaicompat.types.batch_request_counts import BatchRequestCounts
    from oaicompat.types.batch_usage import BatchUsage
    from oaicompat.types.binary import Binary, HttpxBinaryResponseContent
    from oaicompat.types.classify import ClassifyResponse
    from oaicompat.types.completion import Completion
    from oaicompat.types.completion_choice import CompletionChoice
    from oaicompat.types.completion_create_params import CompletionCreateParams
    from oaicompat.types.completion_usage import CompletionUsage
    from oaicompat.types.embedding_create_params import EmbeddingCreateParams
    from oaicompat.types.embedding_model import EmbeddingModel
    from oaicompat.types.embeddings import CreateEmbeddingResponse, Embedding, EmbeddingsError
    from oaicompat.types.file_create_params import FileCreateParams
    from oaicompat.types.file_deleted import FileDeleted
    from oaicompat.types.file_list_params import FileListParams
    from oaicompat.types.file_object import FileList, FileObject
    from oaicompat.types.file_purpose import FilePurpose
    from oaicompat.types.image import Image
    from oaicompat.types.image_events import (
        ImageEditCompletedEvent,
        ImageEditPartialImageEvent,
        ImageEditStreamEvent,
        ImageGenCompletedEvent,
        ImageGenPartialImageEvent,
        ImageGenStreamEvent,
    )
    from oaicompat.types.image_model import ImageModel
    from oaicompat.types.images import ImageCreateVariationParams, ImageEditParams, ImageGenerateParams
    from oaicompat.types.images_response import ImagesResponse
    from oaicompat.types.model import Model, ModelList
    from oaicompat.types.model_deleted import ModelDeleted
    from oaicompat.types.moderations import (
        Moderation,
        ModerationCreateParams,
        ModerationCreateResponse,
        ModerationImageURLInputParam,
        ModerationModel,
        ModerationMultiModalInputParam,
        ModerationTextInputParam,
    )
    from oaicompat.types.pages import Page
    from oaicompat.types.pooling import PoolingResponse
    from oaicompat.types.rerank import RerankResponse
    from oaicompat.types.score import ScoreResponse
    from oaicompat.types.server import Detokenized, Health, ServerVersion, Tokenized, TokenizerInfo
    from oaicompat.types.shared import (
        AllModels,
        ChatModel,
        FunctionDefinition,
        FunctionParameters,
        Metadata,
        Reasoning,
        ReasoningEffort,
        ResponseFormatJSONObject,
        ResponseFormatJSONSchema,
        ResponseFormatText,
        ResponsesModel,
    )
    from oaicompat.types.uploads import FileContent, FileInput, FileTypes

__all__ = [
    "AllModels",
    "AudioModel",
    "AudioResponseFormat",
    "Batch",
    "BatchCreateParams",
    "BatchError",
    "BatchList",
    "BatchListParams",
    "BatchRequestCounts",
    "BatchUsage",
    "Binary",
    "ChatModel",
    "ClassifyResponse",
    "Completion",
    "CompletionChoice",
    "CompletionCreateParams",
    "CompletionUsage",
    "CreateEmbeddingResponse",
    "Detokenized",
    "Embedding",
    "EmbeddingCreateParams",
    "EmbeddingModel",
    "EmbeddingsError",
    "FileContent",
    "FileCreateParams",
    "FileDeleted",
    "FileInput",
    "FileList",
    "FileListParams",
    "FileObject",
    "FilePurpose",
    "FileTypes",
    "FunctionDefinition",
    "FunctionParameters",
    "Health",
    "HttpxBinaryResponseContent",
    "Image",
    "ImageCreateVariationParams",
    "ImageEditCompletedEvent",
    "ImageEditParams",
    "ImageEditPartialImageEvent",
    "ImageEditStreamEvent",
    "ImageGenCompletedEvent",
    "ImageGenPartialImageEvent",
    "ImageGenStreamEvent",
    "ImageGenerateParams",
    "ImageModel",
    "ImagesResponse",
    "Metadata",
    "Model",
    "ModelDeleted",
    "ModelList",
    "Moderation",
    "ModerationCreateParams",
    "ModerationCreateResponse",
    "ModerationImageURLInputParam",
    "ModerationModel",
    "ModerationMultiModalInputParam",
    "ModerationTextInputParam",
    "Page",
    "PoolingResponse",
    "Reasoning",
    "ReasoningEffort",
    "RerankResponse",
    "ResponseFormatJSONObject",
    "ResponseFormatJSONSchema",
    "ResponseFormatText",
    "ResponsesModel",
    "ScoreResponse",
    "ServerVersion",
    "Tokenized",
    "TokenizerInfo",
    "audio",
    "chat",
    "responses",
    "shared",
    "shared_params",
]

if not TYPE_CHECKING:
    _HOMES = {
        "audio_model": "AudioModel",
        "audio_response_format": "AudioResponseFormat",
        "batch": "Batch BatchList",
        "batch_create_params": "BatchCreateParams",
        "batch_error": "BatchError",
        "batch_list_params": "BatchListParams",
        "batch_request_counts": "BatchRequestCounts",
        "batch_usage": "BatchUsage",
        "binary": "Binary HttpxBinaryResponseContent",
        "classify": "ClassifyResponse",
        "completion": "Completion",
        "completion_choice": "CompletionChoice",
        "completion_create_params": "CompletionCreateParams",
        "completion_usage": "CompletionUsage",
        "embedding_create_params": "EmbeddingCreateParams",
        "embedding_model": "EmbeddingModel",
        "embeddings": "CreateEmbeddingResponse Embedding EmbeddingsError",
        "file_create_params": "FileCreateParams",
        "file_deleted": "FileDeleted",
        "file_list_params": "FileListParams",
        "file_object": "FileList FileObject",
        "file_purpose": "FilePurpose",
        "image": "Image",
        "image_events": "ImageEditCompletedEvent ImageEditPartialImageEvent ImageEditStreamEvent "
        "ImageGenCompletedEvent ImageGenPartialImageEvent ImageGenStreamEvent",
        "image_model": "ImageModel",
        "images": "ImageCreateVariationParams ImageEditParams ImageGenerateParams",
        "images_response": "ImagesResponse",
        "model": "Model ModelList",
        "model_deleted": "ModelDeleted",
        "moderations": "Moderation ModerationCreateParams ModerationCreateResponse ModerationImageURLInputParam "
        "ModerationModel ModerationMultiModalInputParam ModerationTextInputParam",
        "pages": "Page",
        "pooling": "PoolingResponse",
        "rerank": "RerankResponse",
        "score": "ScoreResponse",
        "server": "Detokenized Health ServerVersion Tokenized TokenizerInfo",
        "shared": "AllModels ChatModel FunctionDefinition FunctionParameters Metadata Reasoning ReasoningEffort "
        "ResponseFormatJSONObject ResponseFormatJSONSchema ResponseFormatText ResponsesModel",
        "uploads": "FileContent FileInput FileTypes",
    }
    _HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        if name not in _HOME:
            return import_module(f"{__name__}.{name}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        return value

    def __dir__():
        return sorted({*globals(), *__all__})
