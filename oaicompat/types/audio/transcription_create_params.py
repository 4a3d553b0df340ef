"""The place where the openai SDK has these types; ours are in `params`."""

from oaicompat.types.audio.params import (
    ChunkingStrategy,
    ChunkingStrategyVadConfig,
    TranscriptionCreateParams,
    TranscriptionCreateParamsNonStreaming,
    TranscriptionCreateParamsStreaming,
)

__all__ = [
    "ChunkingStrategy",
    "ChunkingStrategyVadConfig",
    "TranscriptionCreateParams",
    "TranscriptionCreateParamsNonStreaming",
    "TranscriptionCreateParamsStreaming",
]
