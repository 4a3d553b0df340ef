"""Hosted servers of most of the world: each server's habits, and where each is known from."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from oaicompat.dialects.azure import deployment_in_path
from oaicompat.dialects.dialect import Dialect
from oaicompat.dialects.repeated_thinking import RepeatedThinking
from oaicompat.dialects.rules import (
    chat_rule,
    empty_text_for_null,
    message_rule,
    named_tool_results,
    random_seed,
    short_call_ids,
    text_as_string,
)
from oaicompat.dialects.think_tags import ThinkTags

__all__ = ["ROWS"]

_CHECKED = "2026-11-21"

#: Other clients that speak to these servers, where the vendor's own words were not to be had.
_LITELLM = "https://github.com/BerriAI/litellm/blob/main/litellm/llms"
_LITELLM_MODELS = "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json"
_PYDANTIC_AI = "https://github.com/pydantic/pydantic-ai/blob/main/pydantic_ai_slim/pydantic_ai"
_CASSETTES = "https://github.com/pydantic/pydantic-ai/blob/main/tests/models/cassettes"
_VERCEL = "https://github.com/vercel/ai/blob/main/packages"
_PORTKEY = "https://github.com/Portkey-AI/gateway/blob/main/src/providers"

_OPENAI_SPEC = "https://github.com/openai/openai-openapi/blob/main/openapi.yaml"
_OPENAI_CLIENT = "https://github.com/openai/openai-python/blob/main/src/openai/_client.py"
_OPENAI_LIMIT = f"{_LITELLM}/openai/chat/o_series_transformation.py"

OPENAI = Dialect(
    name="openai",
    title="OpenAI",
    base_url="https://api.openai.com/v1",
    hosts=("api.openai.com", ".api.openai.com"),
    key_variable="OPENAI_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_completion_tokens",
    instructions="both",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning_effort",
    reasoning_out=False,
    stream_usage="asked",
    embeddings=True,
    embedding_batch=2048,
    images=True,
    speech=True,
    transcription=True,
    responses=True,
    sources={
        "base_url": _OPENAI_SPEC,
        "key_variable": _OPENAI_CLIENT,
        "key_needed": _OPENAI_CLIENT,
        "auth": _OPENAI_CLIENT,
        "token_limit": _OPENAI_LIMIT,
        "instructions": _OPENAI_SPEC,
        "tool_calling": _OPENAI_SPEC,
        "forced_tools": _OPENAI_SPEC,
        "named_tool": _OPENAI_SPEC,
        "json_object": _OPENAI_SPEC,
        "json_schema": _OPENAI_SPEC,
        "reasoning_in": _OPENAI_SPEC,
        "reasoning_out": _OPENAI_SPEC,
        "stream_usage": _OPENAI_SPEC,
        "embeddings": _OPENAI_SPEC,
        "embedding_batch": _OPENAI_SPEC,
        "images": _OPENAI_SPEC,
        "speech": _OPENAI_SPEC,
        "transcription": _OPENAI_SPEC,
        "responses": _OPENAI_SPEC,
    },
    checked=_CHECKED,
    notes="Models older than the o-series take max_tokens as well; the o-series and gpt-5 refuse it.",
)

_AZURE_CLIENT = "https://github.com/openai/openai-python/blob/main/src/openai/lib/azure.py"
_AZURE_VERCEL = f"{_VERCEL}/azure/src/azure-openai-provider.ts"
_AZURE_GUIDE = "https://github.com/vercel/ai/blob/main/content/providers/01-ai-sdk-providers/04-azure.mdx"
_AZURE_LITELLM = f"{_LITELLM}/azure/chat/gpt_transformation.py"

AZURE = Dialect(
    name="azure",
    title="Azure OpenAI",
    base_url="https://{resource}.openai.azure.com/openai/v1",
    hosts=(".openai.azure.com",),
    key_variable="AZURE_OPENAI_API_KEY",
    key_needed=True,
    auth="api-key",
    token_limit="max_completion_tokens",
    tool_calling=True,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning_effort",
    embeddings=True,
    images=True,
    speech=True,
    transcription=True,
    responses=True,
    sources={
        "base_url": _AZURE_GUIDE,
        "key_variable": _AZURE_CLIENT,
        "key_needed": _AZURE_CLIENT,
        "auth": _AZURE_CLIENT,
        "token_limit": _OPENAI_LIMIT,
        "tool_calling": _AZURE_LITELLM,
        "json_object": _AZURE_LITELLM,
        "json_schema": _AZURE_LITELLM,
        "reasoning_in": f"{_LITELLM}/azure/chat/gpt_reasoning_transformation.py",
        "embeddings": _AZURE_VERCEL,
        "images": _AZURE_VERCEL,
        "speech": _AZURE_VERCEL,
        "transcription": _AZURE_VERCEL,
        "responses": _AZURE_VERCEL,
    },
    checked=_CHECKED,
    notes=(
        "The model is the name of a deployment. Before v1 every path began /openai/deployments/{deployment} and "
        "every call had the query api-version=YYYY-MM-DD. Tokens of Entra go as bearer. Models older than the "
        "o-series take max_tokens as well."
    ),
)

AZURE_DEPLOYMENTS = replace(
    AZURE,
    name="azure-deployments",
    title="Azure OpenAI before v1",
    base_url="https://{resource}.openai.azure.com/openai",
    hosts=(),
    requests=(deployment_in_path,),
    responses=None,
    notes=(
        "Every call needs default_query={'api-version': 'YYYY-MM-DD'}; AzureOpenAI() takes it as api_version=. The "
        "model is the name of a deployment, which goes into the path. Models older than the o-series take max_tokens "
        "as well."
    ),
)

_OPENROUTER = "https://github.com/OpenRouterTeam/python-sdk/blob/main/src/openrouter"
_OPENROUTER_CHAT = f"{_OPENROUTER}/components/chatrequest.py"
_OPENROUTER_LITELLM = f"{_LITELLM}/openrouter/chat/transformation.py"

OPENROUTER = Dialect(
    name="openrouter",
    title="OpenRouter",
    base_url="https://openrouter.ai/api/v1",
    hosts=("openrouter.ai",),
    key_variable="OPENROUTER_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    instructions="both",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning",
    reasoning_out="reasoning",
    reasoning_back="reasoning_details",
    stream_usage="always",
    embeddings=True,
    speech=True,
    responses=True,
    sources={
        "base_url": f"{_OPENROUTER}/sdkconfiguration.py",
        "key_variable": f"{_OPENROUTER}/utils/security.py",
        "key_needed": f"{_PYDANTIC_AI}/providers/openrouter.py",
        "auth": _OPENROUTER_LITELLM,
        "token_limit": _OPENROUTER_CHAT,
        "instructions": f"{_OPENROUTER}/components/chatmessages.py",
        "tool_calling": _OPENROUTER_CHAT,
        "forced_tools": f"{_OPENROUTER}/components/chattoolchoice.py",
        "named_tool": f"{_OPENROUTER}/components/chatnamedtoolchoice.py",
        "json_object": f"{_OPENROUTER}/components/chatformatjsonobjectconfig.py",
        "json_schema": f"{_OPENROUTER}/components/chatformatjsonschemaconfig.py",
        "reasoning_in": _OPENROUTER_CHAT,
        "reasoning_out": f"{_PYDANTIC_AI}/providers/openrouter.py",
        "reasoning_back": _OPENROUTER_CHAT,
        "stream_usage": f"{_OPENROUTER}/components/chatstreamoptions.py",
        "embeddings": f"{_OPENROUTER}/embeddings.py",
        "speech": f"{_OPENROUTER}/tts.py",
        "responses": f"{_OPENROUTER}/responses.py",
    },
    checked=_CHECKED,
    notes=(
        "What works depends on the model and on who serves it. Errors may stand inside a chunk that has choices; "
        "comments keep the stream alive. Images are made at POST /images, and transcription takes JSON with the "
        "audio inside."
    ),
)

_TOGETHER = "https://github.com/togethercomputer/together-py/blob/main/src/together"
_TOGETHER_CHAT = f"{_TOGETHER}/types/chat/completion_create_params.py"
_TOGETHER_VERCEL = f"{_VERCEL}/togetherai/src/togetherai-provider.ts"
_TOGETHER_LITELLM = f"{_LITELLM}/together_ai/chat/__init__.py"

#: What models of the DeepSeek R1 kind put around their thinking there.
_THINK_TAGS = ThinkTags()

TOGETHER = Dialect(
    name="together",
    title="Together AI",
    base_url="https://api.together.ai/v1",
    hosts=("api.together.ai", "api.together.xyz"),
    key_variable="TOGETHER_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    tool_calling=True,
    named_tool=True,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning",
    reasoning_out="reasoning",
    reasoning_back="reasoning_content",
    embeddings=True,
    images=True,
    speech=True,
    transcription=True,
    replies=(_THINK_TAGS.reply,),
    streams=(_THINK_TAGS.stream,),
    sources={
        "base_url": f"{_TOGETHER}/_client.py",
        "key_variable": f"{_TOGETHER}/_client.py",
        "key_needed": f"{_TOGETHER}/_client.py",
        "auth": _TOGETHER_VERCEL,
        "token_limit": _TOGETHER_CHAT,
        "tool_calling": _TOGETHER_CHAT,
        "named_tool": _TOGETHER_CHAT,
        "json_object": _TOGETHER_CHAT,
        "json_schema": _TOGETHER_CHAT,
        "reasoning_in": _TOGETHER_CHAT,
        "reasoning_out": f"{_TOGETHER}/types/chat/chat_completion_chunk.py",
        "reasoning_back": _TOGETHER_LITELLM,
        "embeddings": f"{_TOGETHER}/resources/embeddings.py",
        "images": f"{_TOGETHER}/resources/images.py",
        "speech": f"{_TOGETHER}/resources/audio/speech.py",
        "transcription": f"{_TOGETHER}/resources/audio/transcriptions.py",
    },
    checked=_CHECKED,
    notes=(
        "Tools and schemas work with some models. Models of the DeepSeek R1 kind may think in <think> tags, newer "
        "ones in reasoning or reasoning_content. The list of models is a bare JSON list."
    ),
)

_FIREWORKS = "https://github.com/fw-ai-external/python-sdk/blob/main/src/fireworks"
_FIREWORKS_CHAT = f"{_FIREWORKS}/types/chat/completion_create_params.py"
_FIREWORKS_VERCEL = f"{_VERCEL}/fireworks/src/fireworks-provider.ts"

FIREWORKS = Dialect(
    name="fireworks",
    title="Fireworks AI",
    base_url="https://api.fireworks.ai/inference/v1",
    hosts=("api.fireworks.ai",),
    key_variable="FIREWORKS_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning_effort",
    reasoning_out="reasoning_content",
    reasoning_back="reasoning_content",
    stream_usage="asked",
    embeddings=True,
    sources={
        "base_url": _FIREWORKS_VERCEL,
        "key_variable": f"{_FIREWORKS}/_client.py",
        "key_needed": f"{_FIREWORKS}/_client.py",
        "auth": _FIREWORKS_VERCEL,
        "token_limit": _FIREWORKS_CHAT,
        "tool_calling": _FIREWORKS_CHAT,
        "forced_tools": _FIREWORKS_CHAT,
        "named_tool": _FIREWORKS_CHAT,
        "json_object": _FIREWORKS_CHAT,
        "json_schema": _FIREWORKS_CHAT,
        "reasoning_in": _FIREWORKS_CHAT,
        "reasoning_out": _FIREWORKS_CHAT,
        "reasoning_back": _FIREWORKS_CHAT,
        "stream_usage": f"{_LITELLM}/fireworks_ai/chat/transformation.py",
        "embeddings": _FIREWORKS_VERCEL,
    },
    checked=_CHECKED,
    notes=(
        "tool_choice may say any for required. reasoning_effort and thinking must not both be sent. Images are made "
        "by workflow routes of its own."
    ),
)

_GROQ = "https://github.com/groq/groq-python/blob/main/src/groq"
_GROQ_CHAT = f"{_GROQ}/types/chat/completion_create_params.py"
_GROQ_CHOICE = f"{_GROQ}/types/chat/chat_completion_tool_choice_option_param.py"
_GROQ_VERCEL = f"{_VERCEL}/groq/src/groq-provider.ts"

GROQ = Dialect(
    name="groq",
    title="Groq",
    base_url="https://api.groq.com/openai/v1",
    hosts=("api.groq.com",),
    key_variable="GROQ_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    instructions="both",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning_effort",
    reasoning_out="reasoning",
    reasoning_back="reasoning",
    stream_usage="always",
    images=False,
    speech=True,
    transcription=True,
    responses=True,
    sources={
        "base_url": _GROQ_VERCEL,
        "key_variable": f"{_GROQ}/_client.py",
        "key_needed": f"{_GROQ}/_client.py",
        "auth": _GROQ_VERCEL,
        "token_limit": _GROQ_CHAT,
        "instructions": f"{_GROQ}/types/chat/chat_completion_system_message_param.py",
        "tool_calling": _GROQ_CHAT,
        "forced_tools": _GROQ_CHOICE,
        "named_tool": _GROQ_CHOICE,
        "json_object": _GROQ_CHAT,
        "json_schema": _GROQ_CHAT,
        "reasoning_in": _GROQ_CHAT,
        "reasoning_out": _GROQ_CHAT,
        "reasoning_back": f"{_GROQ}/types/chat/chat_completion_assistant_message_param.py",
        "stream_usage": f"{_CASSETTES}/test_groq/test_groq_model_thinking_part_iter.yaml",
        "images": _GROQ_VERCEL,
        "speech": f"{_GROQ}/resources/audio/speech.py",
        "transcription": f"{_GROQ}/resources/audio/transcriptions.py",
        "responses": "https://console.groq.com/docs/openai",
    },
    checked=_CHECKED,
    notes=(
        "Unless stream_options asks, a stream tells its tokens under x_groq.usage of its last chunk. "
        "reasoning_format (parsed, raw, hidden) and include_reasoning say where thinking stands. logprobs, "
        "logit_bias and n above 1 are refused."
    ),
)

_MISTRAL = "https://github.com/mistralai/client-python/blob/main/src/mistralai/client"
_MISTRAL_CHAT = f"{_MISTRAL}/models/chatcompletionrequest.py"
_MISTRAL_VERCEL = f"{_VERCEL}/mistral/src/mistral-provider.ts"
_MISTRAL_MODEL = f"{_VERCEL}/mistral/src/mistral-chat-language-model.ts"

MISTRAL = Dialect(
    name="mistral",
    title="Mistral AI",
    base_url="https://api.mistral.ai/v1",
    hosts=("api.mistral.ai",),
    key_variable="MISTRAL_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    forced_tools="any",
    named_tool=True,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning_effort",
    reasoning_out="content_parts",
    reasoning_back="content_parts",
    stream_usage="always",
    embeddings=True,
    embedding_batch=32,
    images=False,
    speech=True,
    transcription=True,
    responses=True,
    requests=(chat_rule(random_seed), chat_rule(short_call_ids), chat_rule(named_tool_results)),
    sources={
        "base_url": _MISTRAL_VERCEL,
        "key_variable": _MISTRAL_VERCEL,
        "key_needed": _MISTRAL_VERCEL,
        "auth": _MISTRAL_VERCEL,
        "token_limit": _MISTRAL_CHAT,
        "instructions": f"{_VERCEL}/mistral/src/convert-to-mistral-chat-messages.ts",
        "tool_calling": _MISTRAL_CHAT,
        "forced_tools": f"{_VERCEL}/mistral/src/mistral-prepare-tools.ts",
        "named_tool": _MISTRAL_CHAT,
        "json_object": f"{_MISTRAL}/models/responseformats.py",
        "json_schema": _MISTRAL_MODEL,
        "reasoning_in": _MISTRAL_CHAT,
        "reasoning_out": _MISTRAL_MODEL,
        "reasoning_back": f"{_MISTRAL}/models/assistantmessage.py",
        "stream_usage": f"{_VERCEL}/mistral/src/__fixtures__/mistral-text.chunks.txt",
        "embeddings": _MISTRAL_VERCEL,
        "embedding_batch": f"{_VERCEL}/mistral/src/mistral-embedding-model.ts",
        "images": _MISTRAL_VERCEL,
        "speech": _MISTRAL_VERCEL,
        "transcription": _MISTRAL_VERCEL,
        "responses": f"{_MISTRAL}/models/createresponserequest.py",
    },
    checked=_CHECKED,
    notes=(
        "Fields that it does not know are answered with 422, reasoning_content in the history too. seed is called "
        "random_seed. Ids of tool calls have nine letters and digits. Its SDK knows the word required beside any."
    ),
)

_GEMINI_GUIDE = "https://ai.google.dev/api/compatibility"
_GEMINI_TOOLS = f"{_CASSETTES}/test_openai/test_compatible_api_with_tool_calls_without_id.yaml"

GEMINI = Dialect(
    name="gemini",
    title="Google Gemini API",
    base_url="https://generativelanguage.googleapis.com/v1beta/openai",
    hosts=("generativelanguage.googleapis.com",),
    key_variable="GEMINI_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    instructions="system",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_schema=True,
    reasoning_in="reasoning_effort",
    stream_usage="asked",
    embeddings=True,
    embedding_batch=100,
    sources={
        "base_url": _GEMINI_GUIDE,
        "key_variable": _GEMINI_GUIDE,
        "key_needed": _GEMINI_GUIDE,
        "auth": _GEMINI_GUIDE,
        "token_limit": _GEMINI_GUIDE,
        "instructions": _GEMINI_GUIDE,
        "tool_calling": _GEMINI_TOOLS,
        "forced_tools": _GEMINI_GUIDE,
        "named_tool": _GEMINI_GUIDE,
        "json_schema": _GEMINI_GUIDE,
        "reasoning_in": "https://github.com/unslothai/unsloth/pull/5720",
        "stream_usage": _GEMINI_GUIDE,
        "embeddings": "https://ai.google.dev/gemini-api/docs/openai",
        "embedding_batch": f"{_VERCEL}/google/src/google-embedding-model.ts",
    },
    checked=_CHECKED,
    notes=(
        "Parallel calls may come without an index and with empty ids. A thought signature in extra_content has to "
        "go back with its call. Errors are a list with one object in it, a wrong key is a 400, and fields that it "
        "does not know are refused."
    ),
)

_VERTEX_GUIDE = "https://docs.cloud.google.com/vertex-ai/generative-ai/docs/start/openai?hl=de"
_VERTEX_TOOLS = "https://github.com/earendil-works/pi/issues/6733"

VERTEX = Dialect(
    name="vertex",
    title="Google Vertex AI",
    base_url="https://aiplatform.googleapis.com/v1/projects/{project}/locations/{location}/endpoints/openapi",
    hosts=("aiplatform.googleapis.com",),
    key_needed=True,
    auth="bearer",
    instructions="system",
    tool_calling=True,
    sources={
        "base_url": _VERTEX_GUIDE,
        "key_variable": _VERTEX_GUIDE,
        "key_needed": _VERTEX_GUIDE,
        "auth": _VERTEX_GUIDE,
        "instructions": _VERTEX_GUIDE,
        "tool_calling": _VERTEX_TOOLS,
    },
    checked=_CHECKED,
    notes=(
        "There is no key, and so no variable: the bearer is an access token of Google Cloud that lasts an hour, so "
        "give a function that fetches one. Models are called google/gemini-...; a region has a host of its own, "
        "{location}-aiplatform.googleapis.com. A thought signature (extra_content) has to go back with its tool "
        "call."
    ),
)

_ANTHROPIC_GUIDE = "https://platform.claude.com/docs/en/api/openai-sdk"
_ANTHROPIC_FIELDS = "https://docs.anthropic.com/en/api/openai-sdk"

ANTHROPIC = Dialect(
    name="anthropic",
    title="Anthropic (OpenAI SDK compatibility)",
    base_url="https://api.anthropic.com/v1",
    hosts=("api.anthropic.com",),
    key_variable="ANTHROPIC_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    instructions="both",
    tool_calling=True,
    json_object=False,
    json_schema=False,
    reasoning_in="thinking",
    reasoning_out=False,
    stream_usage="asked",
    sources={
        "base_url": _ANTHROPIC_GUIDE,
        "key_variable": _ANTHROPIC_GUIDE,
        "key_needed": _ANTHROPIC_GUIDE,
        "auth": _ANTHROPIC_GUIDE,
        "token_limit": _ANTHROPIC_FIELDS,
        "instructions": _ANTHROPIC_FIELDS,
        "tool_calling": _ANTHROPIC_FIELDS,
        "json_object": _ANTHROPIC_FIELDS,
        "json_schema": _ANTHROPIC_FIELDS,
        "reasoning_in": _ANTHROPIC_FIELDS,
        "reasoning_out": _ANTHROPIC_FIELDS,
        "stream_usage": _ANTHROPIC_FIELDS,
    },
    checked=_CHECKED,
    notes=(
        "A layer for trying models, says the vendor. It ignores most fields that it does not know without a word, "
        "response_format and seed among them; instructions from anywhere are joined and moved to the top; "
        "temperatures end at 1."
    ),
)

_BEDROCK_GUIDE = "https://github.com/openai/openai-python/blob/main/bedrock.md"
_BEDROCK_AWS = "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html"
_BEDROCK_EXAMPLE = "https://docs.aws.amazon.com/zh_cn/bedrock/latest/userguide/inference-chat-completions.html"
_BEDROCK_TOOLS = "https://tanstack.com/ai/latest/docs/adapters/bedrock.md?framework=vue"
_BEDROCK_KEY = f"{_LITELLM}/bedrock_mantle/common_utils.py"

BEDROCK = Dialect(
    name="bedrock",
    title="Amazon Bedrock",
    base_url="https://bedrock-mantle.{region}.api.aws/openai/v1",
    key_variable="AWS_BEARER_TOKEN_BEDROCK",
    key_needed=True,
    auth="bearer",
    instructions="both",
    tool_calling=True,
    responses=True,
    sources={
        "base_url": _BEDROCK_GUIDE,
        "key_variable": _BEDROCK_GUIDE,
        "key_needed": _BEDROCK_AWS,
        "auth": _BEDROCK_KEY,
        "instructions": _BEDROCK_EXAMPLE,
        "tool_calling": _BEDROCK_TOOLS,
        "responses": _BEDROCK_GUIDE,
    },
    checked=_CHECKED,
    notes=(
        "The older host is https://bedrock-runtime.{region}.amazonaws.com/openai/v1. Only some models have this "
        "form (gpt-oss and other open ones, OpenAI's), Claude and Nova do not. AWS credentials without a key of "
        "Bedrock need signed requests (SigV4), which this library does not make."
    ),
)

_COHERE_GUIDE = "https://docs.cohere.com/docs/compatibility-api"
_COHERE_SOURCE = (
    "https://github.com/cohere-ai/cohere-developer-experience/blob/main/fern/pages/v2/text-generation/"
    "compatibility-api.mdx"
)

COHERE = Dialect(
    name="cohere",
    title="Cohere (compatibility API)",
    base_url="https://api.cohere.ai/compatibility/v1",
    hosts=("api.cohere.ai", "api.cohere.com"),
    key_variable="CO_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    instructions="developer",
    tool_calling=True,
    forced_tools=False,
    named_tool=False,
    json_object=True,
    reasoning_in="reasoning_effort",
    embeddings=True,
    embedding_batch=96,
    images=False,
    transcription=True,
    sources={
        "base_url": _COHERE_GUIDE,
        "key_variable": _COHERE_SOURCE,
        "key_needed": _COHERE_SOURCE,
        "auth": _COHERE_SOURCE,
        "token_limit": _COHERE_SOURCE,
        "instructions": _COHERE_SOURCE,
        "tool_calling": _COHERE_SOURCE,
        "forced_tools": _COHERE_SOURCE,
        "named_tool": _COHERE_SOURCE,
        "json_object": _COHERE_SOURCE,
        "reasoning_in": _COHERE_SOURCE,
        "embeddings": _COHERE_SOURCE,
        "embedding_batch": f"{_VERCEL}/cohere/src/cohere-embedding-model.ts",
        "images": f"{_VERCEL}/cohere/src/cohere-provider.ts",
        "transcription": _COHERE_SOURCE,
    },
    checked=_CHECKED,
    notes=(
        "Another name of the variable is COHERE_API_KEY. stream_options is refused; tool_choice is not among the "
        "fields that it lists; reasoning_effort is none or high. A schema stands in response_format beside the type "
        "json_object. Transcription wants a language, and the file last."
    ),
)

_XAI_VERCEL = f"{_VERCEL}/xai/src/xai-provider.ts"
_XAI_CHAT = f"{_VERCEL}/xai/src/xai-chat-language-model.ts"
_XAI_TOOLS = f"{_VERCEL}/xai/src/xai-prepare-tools.ts"

XAI = Dialect(
    name="xai",
    title="xAI",
    base_url="https://api.x.ai/v1",
    hosts=("api.x.ai",),
    key_variable="XAI_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning_effort",
    reasoning_out="reasoning_content",
    stream_usage="asked",
    embeddings=False,
    images=True,
    responses=True,
    requests=(chat_rule(message_rule(text_as_string)),),
    streams=(RepeatedThinking,),
    sources={
        "base_url": _XAI_VERCEL,
        "key_variable": _XAI_VERCEL,
        "key_needed": _XAI_VERCEL,
        "auth": _XAI_VERCEL,
        "token_limit": f"{_LITELLM}/xai/chat/transformation.py",
        "tool_calling": _XAI_TOOLS,
        "forced_tools": _XAI_TOOLS,
        "named_tool": _XAI_TOOLS,
        "json_object": _XAI_CHAT,
        "json_schema": _XAI_CHAT,
        "reasoning_in": _XAI_CHAT,
        "reasoning_out": _XAI_CHAT,
        "stream_usage": _XAI_CHAT,
        "embeddings": _XAI_VERCEL,
        "images": _XAI_VERCEL,
        "responses": f"{_VERCEL}/xai/src/responses/xai-responses-language-model.ts",
    },
    checked=_CHECKED,
    notes=(
        "Errors are {code, error} with sentences in both, and a stream may be answered with one of them and status "
        "200. The total of the tokens counts thinking that completion_tokens does not. strict is refused in tools, "
        "name in messages but the user's."
    ),
)

_PERPLEXITY = "https://github.com/perplexityai/perplexity-py/blob/main/src/perplexity"
_PERPLEXITY_CHAT = f"{_PERPLEXITY}/types/chat/completion_create_params.py"
_PERPLEXITY_VERCEL = f"{_VERCEL}/perplexity/src/perplexity-provider.ts"

PERPLEXITY = Dialect(
    name="perplexity",
    title="Perplexity",
    base_url="https://api.perplexity.ai",
    hosts=("api.perplexity.ai",),
    key_variable="PERPLEXITY_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    tool_calling=True,
    forced_tools="required",
    named_tool=False,
    json_object=False,
    json_schema=True,
    reasoning_in="reasoning_effort",
    stream_usage="always",
    embeddings=True,
    embedding_batch=512,
    images=False,
    sources={
        "base_url": f"{_PERPLEXITY}/_client.py",
        "key_variable": f"{_PERPLEXITY}/_client.py",
        "key_needed": f"{_PERPLEXITY}/_client.py",
        "auth": _PERPLEXITY_VERCEL,
        "token_limit": _PERPLEXITY_CHAT,
        "tool_calling": _PERPLEXITY_CHAT,
        "forced_tools": _PERPLEXITY_CHAT,
        "named_tool": _PERPLEXITY_CHAT,
        "json_object": _PERPLEXITY_CHAT,
        "json_schema": _PERPLEXITY_CHAT,
        "reasoning_in": _PERPLEXITY_CHAT,
        "stream_usage": f"{_VERCEL}/perplexity/src/__fixtures__/perplexity-citations.chunks.txt",
        "embeddings": _PERPLEXITY_VERCEL,
        "embedding_batch": f"{_PERPLEXITY}/types/embedding_create_params.py",
        "images": _PERPLEXITY_VERCEL,
    },
    checked=_CHECKED,
    notes=(
        "Tools are in the forms of its own SDK; other clients say that its search models have none. Every chunk "
        "tells the tokens so far, which must not be added up. Answers come with citations and search_results; a "
        "wrong key is answered with an HTML page."
    ),
)

_DATABRICKS_GUIDE = "https://developers.llamaindex.ai/python/examples/llm/databricks"
_DATABRICKS_CHAT = f"{_LITELLM}/databricks/chat/transformation.py"
_DATABRICKS_USE = (
    "https://learn.microsoft.com/ga-ie/azure/databricks/machine-learning/model-serving/score-foundation-models"
)

DATABRICKS = Dialect(
    name="databricks",
    title="Databricks",
    base_url="https://{host}/serving-endpoints",
    hosts=(".cloud.databricks.com",),
    key_variable="DATABRICKS_TOKEN",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    tool_calling=True,
    reasoning_in="thinking",
    reasoning_out="content_parts",
    embeddings=True,
    sources={
        "base_url": _DATABRICKS_GUIDE,
        "key_variable": _DATABRICKS_GUIDE,
        "key_needed": _DATABRICKS_GUIDE,
        "auth": _DATABRICKS_CHAT,
        "token_limit": _DATABRICKS_CHAT,
        "tool_calling": _DATABRICKS_CHAT,
        "reasoning_in": _DATABRICKS_CHAT,
        "reasoning_out": _DATABRICKS_CHAT,
        "embeddings": _DATABRICKS_USE,
    },
    checked=_CHECKED,
    notes=(
        "The model is the name of a serving endpoint. Several tool results in one turn, and empty texts, are "
        "refused by some models. response_format does not go with a stream for all of them."
    ),
)

_HUGGINGFACE = "https://github.com/huggingface/hub-docs/blob/main/docs/inference-providers"
_HUGGINGFACE_INDEX = f"{_HUGGINGFACE}/index.md"
_HUGGINGFACE_TOOLS = f"{_HUGGINGFACE}/guides/function-calling.md"

HUGGINGFACE = Dialect(
    name="huggingface",
    title="Hugging Face Inference Providers",
    base_url="https://router.huggingface.co/v1",
    hosts=("router.huggingface.co",),
    key_variable="HF_TOKEN",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_schema=True,
    embeddings=False,
    images=False,
    speech=False,
    transcription=False,
    responses=True,
    sources={
        "base_url": _HUGGINGFACE_INDEX,
        "key_variable": _HUGGINGFACE_INDEX,
        "key_needed": _HUGGINGFACE_INDEX,
        "auth": _HUGGINGFACE_INDEX,
        "token_limit": f"{_HUGGINGFACE}/guides/building-first-app.md",
        "tool_calling": _HUGGINGFACE_TOOLS,
        "forced_tools": _HUGGINGFACE_TOOLS,
        "named_tool": _HUGGINGFACE_TOOLS,
        "json_schema": f"{_HUGGINGFACE}/guides/gpt-oss.md",
        "embeddings": _HUGGINGFACE_INDEX,
        "images": _HUGGINGFACE_INDEX,
        "speech": _HUGGINGFACE_INDEX,
        "transcription": _HUGGINGFACE_INDEX,
        "responses": f"{_HUGGINGFACE}/guides/responses-api.md",
    },
    checked=_CHECKED,
    notes=(
        "A router: what works depends on who serves the model, and a suffix of its name (:groq, :fastest) chooses. "
        "Answers that went well may have a retry-after."
    ),
)

_CEREBRAS = "https://github.com/Cerebras/cerebras-cloud-sdk-python/blob/main/src/cerebras/cloud/sdk"
_CEREBRAS_CHAT = f"{_CEREBRAS}/types/chat/completion_create_params.py"
_CEREBRAS_VERCEL = f"{_VERCEL}/cerebras/src/cerebras-provider.ts"

CEREBRAS = Dialect(
    name="cerebras",
    title="Cerebras",
    base_url="https://api.cerebras.ai/v1",
    hosts=("api.cerebras.ai",),
    key_variable="CEREBRAS_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    instructions="both",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning_effort",
    reasoning_out="reasoning",
    reasoning_back="reasoning",
    stream_usage="asked",
    embeddings=False,
    images=False,
    sources={
        "base_url": _CEREBRAS_VERCEL,
        "key_variable": f"{_CEREBRAS}/_client.py",
        "key_needed": f"{_CEREBRAS}/_client.py",
        "auth": _CEREBRAS_VERCEL,
        "token_limit": _CEREBRAS_CHAT,
        "instructions": _CEREBRAS_CHAT,
        "tool_calling": _CEREBRAS_CHAT,
        "forced_tools": _CEREBRAS_CHAT,
        "named_tool": _CEREBRAS_CHAT,
        "json_object": _CEREBRAS_CHAT,
        "json_schema": _CEREBRAS_CHAT,
        "reasoning_in": _CEREBRAS_CHAT,
        "reasoning_out": f"{_CEREBRAS}/types/chat/chat_completion.py",
        "reasoning_back": _CEREBRAS_CHAT,
        "stream_usage": _CEREBRAS_CHAT,
        "embeddings": _CEREBRAS_VERCEL,
        "images": _CEREBRAS_VERCEL,
    },
    checked=_CHECKED,
    notes=(
        "A message with tool calls has no content at all. disable_reasoning turns some models' thinking off; GLM "
        "models want theirs back in <think> tags."
    ),
)

_AI21 = "https://github.com/AI21Labs/ai21-python/blob/main/ai21"
_AI21_HTTP = f"{_AI21}/http_client/base_http_client.py"
_AI21_LITELLM = f"{_LITELLM}/ai21/chat/transformation.py"

AI21 = Dialect(
    name="ai21",
    title="AI21",
    base_url="https://api.ai21.com/studio/v1",
    hosts=("api.ai21.com",),
    key_variable="AI21_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    json_object=True,
    json_schema=False,
    sources={
        "base_url": f"{_AI21}/constants.py",
        "key_variable": f"{_AI21}/ai21_env_config.py",
        "key_needed": _AI21_HTTP,
        "auth": _AI21_HTTP,
        "token_limit": _AI21_LITELLM,
        "instructions": f"{_AI21}/models/chat/chat_message.py",
        "tool_calling": f"{_AI21}/models/chat/tool_defintions.py",
        "json_object": f"{_AI21}/models/chat/response_format.py",
        "json_schema": f"{_AI21}/models/chat/response_format.py",
    },
    checked=_CHECKED,
    notes=(
        "Its own chat endpoint has OpenAI's form (/chat/completions). One other client does not stream when it "
        "sends tools."
    ),
)

_UPSTAGE_GUIDE = "https://console.upstage.ai/docs/capabilities/generate/chat"
_UPSTAGE_EXAMPLE = "https://console.upstage.ai/api-keys?api=chat-reasoning"
_UPSTAGE_RESPONSES = "https://console.upstage.ai/api/responses"
_UPSTAGE_MASTRA = "https://mastra.ai/docs/models/providers/upstage"

UPSTAGE = Dialect(
    name="upstage",
    title="Upstage",
    base_url="https://api.upstage.ai/v1",
    hosts=("api.upstage.ai",),
    key_variable="UPSTAGE_API_KEY",
    key_needed=True,
    auth="bearer",
    tool_calling=True,
    reasoning_in="reasoning_effort",
    reasoning_out="reasoning",
    embeddings=True,
    responses=True,
    sources={
        "base_url": _UPSTAGE_EXAMPLE,
        "key_variable": _UPSTAGE_MASTRA,
        "key_needed": _UPSTAGE_GUIDE,
        "auth": f"{_PORTKEY}/upstage/api.ts",
        "tool_calling": _UPSTAGE_MASTRA,
        "reasoning_in": _UPSTAGE_EXAMPLE,
        "reasoning_out": _UPSTAGE_GUIDE,
        "embeddings": "https://docs.langchain.com/docs/integrations/providers/upstage/",
        "responses": _UPSTAGE_RESPONSES,
    },
    checked=_CHECKED,
    notes=(
        "Parameters that it does not know are taken and ignored; the responses endpoint keeps nothing and takes "
        "texts only. An older base URL ends in /v1/solar."
    ),
)

_WRITER_CHAT = "https://dev.writer.com/api-reference/completion-api/chat-completion"

WRITER = Dialect(
    name="writer",
    title="Writer",
    endpoint=False,
    hosts=("api.writer.com",),
    sources={
        "endpoint": _WRITER_CHAT,
    },
    checked=_CHECKED,
    notes=(
        "Chat is at POST /v1/chat, not at /chat/completions, though its answers look alike: its models can be had "
        "by way of Bedrock or a proxy."
    ),
)

_YANDEX_GUIDE = "https://github.com/yandex-cloud/docs/blob/master/en/ai-studio/concepts/openai-compatibility.md"

YANDEX = Dialect(
    name="yandex",
    title="Yandex AI Studio",
    base_url="https://ai.api.cloud.yandex.net/v1",
    hosts=("ai.api.cloud.yandex.net", "llm.api.cloud.yandex.net"),
    key_variable="YANDEX_CLOUD_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    forced_tools=False,
    named_tool=False,
    json_schema=True,
    embeddings=True,
    embedding_batch=1,
    responses=True,
    sources={
        "base_url": _YANDEX_GUIDE,
        "key_variable": _YANDEX_GUIDE,
        "key_needed": _YANDEX_GUIDE,
        "auth": _YANDEX_GUIDE,
        "token_limit": _YANDEX_GUIDE,
        "instructions": _YANDEX_GUIDE,
        "tool_calling": _YANDEX_GUIDE,
        "forced_tools": _YANDEX_GUIDE,
        "named_tool": _YANDEX_GUIDE,
        "json_schema": _YANDEX_GUIDE,
        "embeddings": _YANDEX_GUIDE,
        "embedding_batch": _YANDEX_GUIDE,
        "responses": _YANDEX_GUIDE,
    },
    checked=_CHECKED,
    notes=(
        "Models are called gpt://<folder>/yandexgpt/latest, and the header OpenAI-Project names the folder. Chat "
        "takes few parameters, and embeddings take one string, as floats. The older host is "
        "llm.api.cloud.yandex.net."
    ),
)

_CLOUDFLARE_GUIDE = "https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility"

CLOUDFLARE = Dialect(
    name="cloudflare",
    title="Cloudflare Workers AI",
    base_url="https://api.cloudflare.com/client/v4/accounts/{account_id}/ai/v1",
    hosts=("api.cloudflare.com",),
    key_variable="CLOUDFLARE_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    tool_calling=True,
    embeddings=True,
    responses=True,
    requests=(chat_rule(message_rule(empty_text_for_null)),),
    sources={
        "base_url": _CLOUDFLARE_GUIDE,
        "key_variable": _CLOUDFLARE_GUIDE,
        "key_needed": _CLOUDFLARE_GUIDE,
        "auth": _CLOUDFLARE_GUIDE,
        "token_limit": f"{_PORTKEY}/workers-ai/chatComplete.ts",
        "tool_calling": _LITELLM_MODELS,
        "embeddings": _CLOUDFLARE_GUIDE,
        "responses": _CLOUDFLARE_GUIDE,
    },
    checked=_CHECKED,
    notes=(
        "Tools work with some models. A content of null is refused in the history. Errors come in an envelope of "
        "its own, {success, errors}; GET models is answered with 405. The account's id is usually in "
        "CLOUDFLARE_ACCOUNT_ID."
    ),
)

ROWS: Final = (
    OPENAI,
    AZURE,
    AZURE_DEPLOYMENTS,
    OPENROUTER,
    TOGETHER,
    FIREWORKS,
    GROQ,
    MISTRAL,
    GEMINI,
    VERTEX,
    ANTHROPIC,
    BEDROCK,
    COHERE,
    XAI,
    PERPLEXITY,
    DATABRICKS,
    HUGGINGFACE,
    CEREBRAS,
    AI21,
    UPSTAGE,
    WRITER,
    YANDEX,
    CLOUDFLARE,
)
