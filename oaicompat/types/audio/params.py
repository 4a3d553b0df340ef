"""What the audio endpoints take, as typed dictionaries.

Names and shapes follow the OpenAI API reference for speech, transcriptions and translations. What a server adds to
it is kept beside the rest, with the servers that know it named: vLLM (transcription) and vLLM-Omni (speech), SGLang,
Xinference, Groq, Mistral, OpenRouter, Together. A server may ignore a key it does not know, or refuse it.
"""

# Annotations are evaluated here, not kept as strings: that makes the import faster and lets
# `__required_keys__` see `Required`. Classes therefore come before their use.

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from typing_extensions import Required, TypedDict

from oaicompat.types.base import RequestOptions
from oaicompat.types.uploads import FileInput

__all__ = [
    "AudioProviderParam",
    "AudioTraceParam",
    "ChunkingStrategy",
    "ChunkingStrategyVadConfig",
    "InputAudioParam",
    "SpeechCreateParams",
    "SpeechInput",
    "SpeechModel",
    "SpeechOptions",
    "SpeechParameters",
    "SpeechTurnParam",
    "TranscriptionCreateParams",
    "TranscriptionCreateParamsNonStreaming",
    "TranscriptionCreateParamsStreaming",
    "TranscriptionFormat",
    "TranscriptionInclude",
    "TranscriptionModel",
    "TranscriptionOptions",
    "TranscriptionParameters",
    "TranslationCreateParams",
    "TranslationFormat",
    "TranslationOptions",
    "TranslationParameters",
    "Voice",
    "VoiceID",
]

SpeechModel: TypeAlias = Literal["tts-1", "tts-1-hd", "gpt-4o-mini-tts", "gpt-4o-mini-tts-2025-12-15"]

TranscriptionModel: TypeAlias = Literal[
    "whisper-1",
    "gpt-transcribe",
    "gpt-4o-transcribe",
    "gpt-4o-mini-transcribe",
    "gpt-4o-mini-transcribe-2025-12-15",
    "gpt-4o-transcribe-diarize",
]

TranscriptionFormat: TypeAlias = Literal["json", "text", "srt", "verbose_json", "vtt", "diarized_json"]

TranslationFormat: TypeAlias = Literal["json", "text", "srt", "verbose_json", "vtt"]

TranscriptionInclude: TypeAlias = Literal["logprobs"]


class VoiceID(TypedDict, total=False):
    """A voice of your own."""

    id: Required[str]


Voice: TypeAlias = (
    Literal[
        "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar"
    ]
    | str
    | VoiceID
    | Mapping[str, Any]
)
"""A voice by name; OpenAI's are listed. Voices of your own have an id."""


class SpeechTurnParam(TypedDict, total=False):
    """What one of several speakers says (OpenRouter)."""

    text: Required[str]
    voice: str | None
    instructions: str | None


SpeechInput: TypeAlias = str | Iterable[SpeechTurnParam | Mapping[str, Any]]
"""The text to speak, or, at OpenRouter, the turns of several speakers."""


class ChunkingStrategyVadConfig(TypedDict, total=False):
    """Cuts the audio where nobody speaks."""

    type: Required[Literal["server_vad"]]
    prefix_padding_ms: int | None
    """How much is kept before speech, in milliseconds; 300 unless given."""
    silence_duration_ms: int | None
    """How long a silence ends a chunk, in milliseconds; 200 unless given."""
    threshold: float | None
    """How loud speech is, from 0 to 1; 0.5 unless given."""


ChunkingStrategy: TypeAlias = Literal["auto"] | str | ChunkingStrategyVadConfig | Mapping[str, Any]


class InputAudioParam(TypedDict, total=False):
    """Audio inside the JSON body (OpenRouter): `data` with its `format`, or `url`."""

    data: str
    """The audio in base64."""
    format: Literal["wav", "mp3", "flac", "m4a", "ogg", "webm", "aac"] | str
    """The container of `data`."""
    url: str


class AudioProviderParam(TypedDict, total=False):
    """Which providers may answer (OpenRouter)."""

    data_collection: Literal["allow", "deny"] | str | None
    """Whether providers that keep what they are sent are used."""
    zdr: bool | None
    """Only providers that keep nothing."""
    options: Mapping[str, Any] | None
    """Options for single providers, under their names."""


class AudioTraceParam(TypedDict, total=False):
    """Ids for a tracing tool (OpenRouter)."""

    trace_id: str | None
    trace_name: str | None
    span_name: str | None
    parent_span_id: str | None
    generation_name: str | None


# -- speech ------------------------------------------------------------------------------------------------------


class SpeechParameters(TypedDict, total=False):
    """Everything `POST /audio/speech` takes besides `model`, `input`, `voice`, `stream_format` and `stream`. `None` is
    not sent."""

    # -- OpenAI

    instructions: str | None
    """How to speak: tone, mood, pace. Not for tts-1. Also vLLM-Omni, OpenRouter."""

    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm", "mulaw", "ogg", "raw"] | str | None
    """The audio's format; mp3 at OpenAI unless given, wav or pcm elsewhere. `mulaw` and `ogg` are Groq's, `raw` is
    Together's."""

    speed: float | None
    """From 0.25 to 4; 1 unless given. Also vLLM-Omni, Xinference, Groq, OpenRouter."""

    # -- several servers

    language: str | None
    """The language of the text: a code (Together) or a name (vLLM-Omni)."""

    sample_rate: int | None
    """Samples a second, such as 24000. Groq, Together, vLLM-Omni."""

    seed: int | None
    """The same seed gives the same audio. vLLM-Omni."""

    ref_audio: str | Sequence[str] | None
    """A sample of the voice to imitate: base64 (Mistral), or also a URL or several of them (vLLM-Omni)."""

    # -- Together

    response_encoding: Literal["pcm_f32le", "pcm_s16le", "pcm_mulaw", "pcm_alaw"] | str | None
    """How samples are written. Together."""

    # -- vLLM-Omni

    task_type: Literal["CustomVoice", "VoiceDesign", "Base"] | str | None
    """A voice of the model, one that `instructions` describe, or one that `ref_audio` gives. vLLM-Omni."""

    ref_text: str | None
    """What is said in `ref_audio`. vLLM-Omni."""

    ref_audio_2: str | None
    """A sample of a second speaker. vLLM-Omni."""

    x_vector_only_mode: bool | None
    """Take the speaker's timbre alone from `ref_audio`. vLLM-Omni."""

    speaker_embedding: Sequence[float] | Sequence[Sequence[float]] | None
    """The voice as a vector, in place of `ref_audio`. vLLM-Omni."""

    max_new_tokens: int | None
    """Most audio tokens to generate. vLLM-Omni."""

    initial_codec_chunk_frames: int | None
    """How many frames the first piece of a stream has. vLLM-Omni."""

    non_streaming_mode: bool | None
    """Read the whole text before speaking; it does not change how the reply is sent. vLLM-Omni."""

    ambient_sound: str | None
    """A sound to make, in words. vLLM-Omni."""

    duration_seconds: float | None
    """How long the sound is to be. vLLM-Omni."""

    word_timestamps: bool | None
    """Tell each word's time in the header `x-word-timestamps`. vLLM-Omni."""

    extra_params: Mapping[str, Any] | None
    """More options of the model. vLLM-Omni."""

    # -- Xinference

    kwargs: str | None
    """More options of the model, as JSON text: `seed`, `prompt_text`, `instruct_text`, ... Xinference."""

    # -- Mistral

    voice_id: str | None
    """The voice, in place of `voice`. Mistral."""

    expressiveness: float | None
    """How lively the voice is. Mistral."""

    phoneme_hints: Mapping[str, Sequence[str]] | None
    """How words are pronounced: for each its sounds in the International Phonetic Alphabet. Mistral."""

    conversation_history: Sequence[Mapping[str, Any]] | None
    """What was said before, as text or audio. Mistral."""

    metadata: Mapping[str, Any] | None
    """Pairs kept with the request. Mistral."""

    prompt_cache_key: str | None
    """Requests with the same key find each other's cache. Mistral."""

    # -- OpenRouter

    input_references: Sequence[Mapping[str, Any]] | None
    """Images, audio and text to go by. OpenRouter."""

    provider: AudioProviderParam | Mapping[str, Any] | None
    """Which providers may answer. OpenRouter."""

    session_id: str | None
    """Groups requests that belong together. OpenRouter."""

    trace: AudioTraceParam | Mapping[str, Any] | None
    """Ids for a tracing tool. OpenRouter."""

    user: str | None
    """An id of your user. OpenRouter."""


class SpeechOptions(SpeechParameters, RequestOptions, total=False):
    """The keyword arguments of speech: what goes into the body, and how the request is sent."""


class SpeechCreateParams(SpeechParameters, total=False):
    """A whole request body."""

    model: Required[SpeechModel | str]
    """Id of the model."""
    input: Required[SpeechInput]
    """The text to speak, at OpenAI up to 4096 characters."""
    voice: Required[Voice]
    """The voice."""
    stream_format: Literal["sse", "audio"] | None
    """Events that hold the audio, or the audio's own bytes."""
    stream: bool | None
    """Answer as the audio is made. vLLM-Omni, Xinference, Mistral, Together."""


# -- transcriptions and translations -------------------------------------------------------------------------------


class _Sampling(TypedDict, total=False):
    """What vLLM takes for transcriptions and translations alike, and the streams of both."""

    frequency_penalty: float | None
    """From -2 to 2: above 0, tokens become less likely the more often they came. vLLM."""

    hotwords: str | None
    """Words to listen for. vLLM."""

    include_stop_str_in_output: bool | None
    """Keep the stop string in the text. vLLM."""

    length_penalty: float | None
    """The exponent of the length in a beam search. vLLM."""

    max_completion_tokens: int | None
    """Most tokens to generate. vLLM."""

    min_p: float | None
    """Leave out tokens less likely than this share of the likeliest one. vLLM."""

    n: int | None
    """How many results to make. vLLM."""

    presence_penalty: float | None
    """From -2 to 2: above 0, tokens that came at all become less likely. vLLM."""

    repetition_penalty: float | None
    """Above 1, tokens that came become less likely. vLLM."""

    seed: int | None
    """The same seed gives the same text, as far as the server can. vLLM."""

    stream_continuous_usage_stats: bool | None
    """Token counts with every chunk of a stream. vLLM."""

    stream_include_usage: bool | None
    """Token counts at the end of a stream. vLLM."""

    to_language: str | None
    """The language to translate into, as a code. vLLM."""

    top_k: int | None
    """Keep only so many of the likeliest tokens. vLLM."""

    top_p: float | None
    """Keep only the likeliest tokens that make up this share. vLLM."""

    use_beam_search: bool | None
    """Search by beams, in place of sampling. vLLM."""

    vllm_xargs: Mapping[str, Any] | None
    """More options for extensions. vLLM."""

    watermarking: bool | None
    """Put a watermark into the text. vLLM."""


class TranslationParameters(_Sampling, total=False):
    """Everything `POST /audio/translations` takes besides `file`, `model`, `response_format` and `stream`. `None` is
    not sent."""

    prompt: str | None
    """English text that sets the style, or comes before."""

    temperature: float | None
    """From 0 to 1; 0 lets the server choose."""

    language: str | None
    """The language that is spoken, as a code such as "de". vLLM, Together."""

    timestamp_granularities: Iterable[Literal["word", "segment"] | str] | str | None
    """Times of words or of segments; needs `verbose_json`. Together."""

    url: str | None
    """Where the audio is, in place of `file`. Groq."""


class TranslationOptions(TranslationParameters, RequestOptions, total=False):
    """The keyword arguments of a translation: what goes into the form, and how the request is sent."""


class TranslationCreateParams(TranslationParameters, total=False):
    """A whole request form."""

    file: Required[FileInput]
    """The audio."""
    model: Required[Literal["whisper-1"] | str]
    """Id of the model."""
    response_format: TranslationFormat | str | None
    """The form of the reply; json unless given."""


class TranscriptionParameters(_Sampling, total=False):
    """Everything `POST /audio/transcriptions` takes besides `file`, `model`, `response_format` and `stream`. `None` is
    not sent."""

    # -- OpenAI

    chunking_strategy: ChunkingStrategy | None
    """How the audio is cut before it is read; the diarizing model needs it for more than 30 seconds."""

    include: Iterable[TranscriptionInclude | str] | None
    """What else to give: log probabilities."""

    keywords: Iterable[str] | None
    """Words to listen for."""

    known_speaker_names: Iterable[str] | None
    """The names of up to four speakers, in the order of `known_speaker_references`."""

    known_speaker_references: Iterable[str] | None
    """A sample of each speaker, of 2 to 10 seconds, as a data: URL."""

    language: str | None
    """The language that is spoken, as a code such as "de". Every server takes it."""

    languages: Iterable[str] | None
    """The languages that may be spoken."""

    prompt: str | None
    """Text that sets the style, or comes before. Not for the diarizing model."""

    temperature: float | None
    """From 0 to 1; 0 lets the server choose."""

    timestamp_granularities: Iterable[Literal["word", "segment"] | str] | str | None
    """Times of words or of segments; needs `verbose_json`. Mistral gives them with any format."""

    # -- several servers

    diarize: bool | None
    """Tell speakers apart. Mistral, OpenRouter, Together."""

    # -- Groq

    url: str | None
    """Where the audio is, in place of `file`. Groq."""

    # -- Mistral

    context_bias: Iterable[str] | None
    """Words to listen for. Mistral."""

    file_id: str | None
    """The id of an uploaded file, in place of `file`. Mistral."""

    file_url: str | None
    """Where the audio is, in place of `file`. Mistral."""

    speaker_references: Mapping[str, str] | None
    """A sample of each speaker in base64, under the speaker's name. Mistral."""

    # -- Together

    max_speakers: int | None
    """Most speakers that there are. Together."""

    min_speakers: int | None
    """Fewest speakers that there are. Together."""

    # -- OpenRouter

    input_audio: InputAudioParam | Mapping[str, Any] | None
    """The audio itself, in place of `file`: the request is then JSON. OpenRouter."""

    keyterms: Iterable[str] | None
    """Words to listen for. OpenRouter."""

    provider: AudioProviderParam | Mapping[str, Any] | None
    """Which providers may answer. OpenRouter."""

    session_id: str | None
    """Groups requests that belong together. OpenRouter."""

    trace: AudioTraceParam | Mapping[str, Any] | None
    """Ids for a tracing tool. OpenRouter."""

    user: str | None
    """An id of your user. OpenRouter."""


class TranscriptionOptions(TranscriptionParameters, RequestOptions, total=False):
    """The keyword arguments of a transcription: what goes into the form, and how the request is sent."""


class _TranscriptionForm(TranscriptionParameters, total=False):
    file: Required[FileInput]
    """The audio."""
    model: Required[TranscriptionModel | str]
    """Id of the model."""
    response_format: TranscriptionFormat | str | None
    """The form of the reply; json unless given."""


class TranscriptionCreateParamsNonStreaming(_TranscriptionForm, total=False):
    """A whole request form."""

    stream: Literal[False] | None
    """Answer when all is done."""


class TranscriptionCreateParamsStreaming(_TranscriptionForm):
    """A whole request form."""

    stream: Required[Literal[True]]
    """Answer with events."""


TranscriptionCreateParams: TypeAlias = TranscriptionCreateParamsNonStreaming | TranscriptionCreateParamsStreaming
