"""What people run themselves: each server's habits, and where each is known from. Base URLs are the default local ones.

A server of one's own is anybody's host, so no row claims one.
"""

from __future__ import annotations

from typing import Final

from oaicompat.dialects.dialect import Dialect

__all__ = ["ROWS"]

_CHECKED = "2026-11-21"

_VLLM = "https://github.com/vllm-project/vllm/blob/main"
_VLLM_CHAT = f"{_VLLM}/vllm/entrypoints/openai/chat_completion/protocol.py"
_VLLM_GUIDE = "https://docs.vllm.ai/en/v0.8.1/serving/openai_compatible_server.html"
_VLLM_APIS = f"{_VLLM}/docs/serving/openai_compatible_server.md"
_VLLM_TOOLS = f"{_VLLM}/docs/features/tool_calling.md"
_VLLM_REASONING = f"{_VLLM}/docs/features/reasoning_outputs.md"

VLLM = Dialect(
    name="vllm",
    title="vLLM",
    base_url="http://localhost:8000/v1",
    key_variable="VLLM_API_KEY",
    key_needed=False,
    auth="bearer",
    token_limit="both",
    instructions="both",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=True,
    json_schema=True,
    constraints="structured_outputs",
    reasoning_in="chat_template_kwargs",
    reasoning_out="reasoning",
    reasoning_back="reasoning",
    stream_usage="asked",
    embeddings=True,
    images=False,
    speech=False,
    transcription=True,
    responses=True,
    sources={
        "base_url": _VLLM_GUIDE,
        "key_variable": f"{_VLLM}/vllm/envs.py",
        "key_needed": f"{_VLLM}/vllm/entrypoints/serve/middleware/register.py",
        "auth": f"{_VLLM}/vllm/entrypoints/serve/middleware/authenticate.py",
        "token_limit": _VLLM_CHAT,
        "instructions": _VLLM_CHAT,
        "tool_calling": _VLLM_TOOLS,
        "forced_tools": _VLLM_TOOLS,
        "named_tool": _VLLM_TOOLS,
        "json_object": _VLLM_CHAT,
        "json_schema": _VLLM_CHAT,
        "constraints": _VLLM_CHAT,
        "reasoning_in": _VLLM_REASONING,
        "reasoning_out": _VLLM_REASONING,
        "reasoning_back": _VLLM_CHAT,
        "stream_usage": f"{_VLLM}/vllm/entrypoints/openai/chat_completion/serving.py",
        "embeddings": _VLLM_APIS,
        "images": _VLLM_APIS,
        "speech": _VLLM_APIS,
        "transcription": _VLLM_APIS,
        "responses": f"{_VLLM}/vllm/entrypoints/openai/responses/protocol.py",
    },
    checked=_CHECKED,
    notes=(
        "Tools that the model chooses need --enable-auto-tool-choice and --tool-call-parser, thinking in its own field "
        "needs --reasoning-parser. reasoning_effort is taken as well, and sets the template's enable_thinking; "
        "versions before the renaming gave thinking as reasoning_content."
    ),
)

_OLLAMA = "https://github.com/ollama/ollama/blob/main"
_OLLAMA_OPENAI = f"{_OLLAMA}/docs/api/openai-compatibility.mdx"
_OLLAMA_CODE = f"{_OLLAMA}/openai/openai.go"
_OLLAMA_ROUTES = f"{_OLLAMA}/server/routes.go"

OLLAMA = Dialect(
    name="ollama",
    title="Ollama",
    base_url="http://localhost:11434/v1",
    key_variable="OLLAMA_API_KEY",
    key_needed=False,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    forced_tools=False,
    named_tool=False,
    json_object=True,
    json_schema=True,
    reasoning_in="reasoning_effort",
    reasoning_out="reasoning",
    reasoning_back="reasoning",
    stream_usage="asked",
    embeddings=True,
    images=False,
    speech=False,
    transcription=True,
    responses=True,
    sources={
        "base_url": _OLLAMA_OPENAI,
        "key_variable": f"{_OLLAMA}/docs/api/authentication.mdx",
        "key_needed": _OLLAMA_OPENAI,
        "auth": f"{_OLLAMA}/docs/api/authentication.mdx",
        "token_limit": _OLLAMA_OPENAI,
        "instructions": f"{_OLLAMA}/docs/api.md",
        "tool_calling": _OLLAMA_OPENAI,
        "forced_tools": _OLLAMA_OPENAI,
        "named_tool": _OLLAMA_OPENAI,
        "json_object": _OLLAMA_CODE,
        "json_schema": _OLLAMA_CODE,
        "reasoning_in": _OLLAMA_OPENAI,
        "reasoning_out": _OLLAMA_CODE,
        "reasoning_back": _OLLAMA_CODE,
        "stream_usage": _OLLAMA_OPENAI,
        "embeddings": _OLLAMA_OPENAI,
        "images": _OLLAMA_ROUTES,
        "speech": _OLLAMA_ROUTES,
        "transcription": _OLLAMA_ROUTES,
        "responses": _OLLAMA_OPENAI,
    },
    checked=_CHECKED,
    notes=(
        "tool_choice and max_completion_tokens are ignored without a word; images go as data, never by address. "
        "A local server ignores the key; Ollama's cloud needs one."
    ),
)

_LLAMACPP = "https://github.com/ggml-org/llama.cpp/blob/master"
_LLAMACPP_SERVER = f"{_LLAMACPP}/tools/server/README.md"
_LLAMACPP_SCHEMA = f"{_LLAMACPP}/tools/server/server-schema.cpp"

LLAMACPP = Dialect(
    name="llamacpp",
    title="llama.cpp",
    base_url="http://localhost:8080/v1",
    key_variable="LLAMA_API_KEY",
    key_needed=False,
    auth="bearer",
    token_limit="both",
    instructions="both",
    tool_calling=True,
    forced_tools="required",
    json_object=True,
    json_schema=True,
    constraints="grammar",
    reasoning_in="chat_template_kwargs",
    reasoning_out="reasoning_content",
    reasoning_back="reasoning_content",
    embeddings=True,
    images=False,
    speech=False,
    responses=True,
    sources={
        "base_url": _LLAMACPP_SERVER,
        "key_variable": _LLAMACPP_SERVER,
        "key_needed": _LLAMACPP_SERVER,
        "auth": _LLAMACPP_SERVER,
        "token_limit": _LLAMACPP_SCHEMA,
        "instructions": _LLAMACPP_SERVER,
        "tool_calling": _LLAMACPP_SERVER,
        "forced_tools": f"{_LLAMACPP}/common/chat.cpp",
        "json_object": _LLAMACPP_SERVER,
        "json_schema": _LLAMACPP_SERVER,
        "constraints": _LLAMACPP_SERVER,
        "reasoning_in": _LLAMACPP_SERVER,
        "reasoning_out": _LLAMACPP_SERVER,
        "reasoning_back": _LLAMACPP_SERVER,
        "embeddings": _LLAMACPP_SERVER,
        "images": _LLAMACPP_SERVER,
        "speech": _LLAMACPP_SERVER,
        "responses": _LLAMACPP_SERVER,
    },
    checked=_CHECKED,
    notes=(
        "Tools need --jinja, embeddings need --embeddings. Thinking in the history is read by some templates only. "
        "While a model is loading it answers 503."
    ),
)

_LMSTUDIO = "https://github.com/lmstudio-ai/docs/blob/main/1_developer"
_LMSTUDIO_INDEX = f"{_LMSTUDIO}/3_openai-compat/index.mdx"
_LMSTUDIO_CHAT = f"{_LMSTUDIO}/3_openai-compat/chat-completions.md"
_LMSTUDIO_KEYS = f"{_LMSTUDIO}/0_core/authentication.mdx"
_LMSTUDIO_CHANGES = f"{_LMSTUDIO}/api-changelog.md"

LMSTUDIO = Dialect(
    name="lmstudio",
    title="LM Studio",
    base_url="http://localhost:1234/v1",
    key_variable="LM_API_TOKEN",
    key_needed=False,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    forced_tools="required",
    json_object=False,
    json_schema=True,
    reasoning_out="reasoning_content",
    stream_usage="asked",
    embeddings=True,
    images=False,
    speech=False,
    transcription=False,
    responses=True,
    sources={
        "base_url": _LMSTUDIO_INDEX,
        "key_variable": _LMSTUDIO_KEYS,
        "key_needed": _LMSTUDIO_KEYS,
        "auth": _LMSTUDIO_KEYS,
        "token_limit": _LMSTUDIO_CHAT,
        "instructions": _LMSTUDIO_CHAT,
        "tool_calling": f"{_LMSTUDIO}/3_openai-compat/tools.mdx",
        "forced_tools": _LMSTUDIO_CHANGES,
        "json_object": "https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/189",
        "json_schema": f"{_LMSTUDIO}/3_openai-compat/structured-output.md",
        "reasoning_out": _LMSTUDIO_CHANGES,
        "stream_usage": _LMSTUDIO_CHANGES,
        "embeddings": _LMSTUDIO_INDEX,
        "images": _LMSTUDIO_INDEX,
        "speech": _LMSTUDIO_INDEX,
        "transcription": _LMSTUDIO_INDEX,
        "responses": _LMSTUDIO_INDEX,
    },
    checked=_CHECKED,
    notes=(
        "Thinking stands in reasoning_content if that is turned on in the settings (in the content's <think> tags "
        "otherwise), and in reasoning for gpt-oss. Only its llama.cpp engine honours tool_choice required."
    ),
)

_FASTCHAT = "https://github.com/lm-sys/FastChat/blob/main"
_FASTCHAT_GUIDE = f"{_FASTCHAT}/docs/openai_api.md"
_FASTCHAT_SERVER = f"{_FASTCHAT}/fastchat/serve/openai_api_server.py"
_FASTCHAT_PROTOCOL = f"{_FASTCHAT}/fastchat/protocol/openai_api_protocol.py"

FASTCHAT = Dialect(
    name="fastchat",
    title="FastChat",
    base_url="http://localhost:8000/v1",
    key_needed=False,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=False,
    forced_tools=False,
    named_tool=False,
    json_object=False,
    json_schema=False,
    reasoning_in=False,
    reasoning_out=False,
    reasoning_back=False,
    stream_usage=False,
    embeddings=True,
    images=False,
    speech=False,
    transcription=False,
    responses=False,
    sources={
        "base_url": _FASTCHAT_GUIDE,
        "key_variable": f"{_FASTCHAT}/docs/langchain_integration.md",
        "key_needed": _FASTCHAT_SERVER,
        "auth": _FASTCHAT_SERVER,
        "token_limit": _FASTCHAT_PROTOCOL,
        "instructions": _FASTCHAT_SERVER,
        "tool_calling": _FASTCHAT_PROTOCOL,
        "forced_tools": _FASTCHAT_PROTOCOL,
        "named_tool": _FASTCHAT_PROTOCOL,
        "json_object": _FASTCHAT_PROTOCOL,
        "json_schema": _FASTCHAT_PROTOCOL,
        "reasoning_in": _FASTCHAT_PROTOCOL,
        "reasoning_out": _FASTCHAT_PROTOCOL,
        "reasoning_back": _FASTCHAT_PROTOCOL,
        "stream_usage": _FASTCHAT_PROTOCOL,
        "embeddings": _FASTCHAT_GUIDE,
        "images": _FASTCHAT_GUIDE,
        "speech": _FASTCHAT_GUIDE,
        "transcription": _FASTCHAT_GUIDE,
        "responses": _FASTCHAT_GUIDE,
    },
    checked=_CHECKED,
    notes=(
        "The form of requests has no tools, and what a request has beyond that form is dropped without a word. "
        "Keys are asked for only if the server was started with --api-keys; its guides put one into OPENAI_API_KEY, "
        "which is read for OpenAI alone."
    ),
)

_SGLANG = "https://github.com/sgl-project/sglang/blob/main"
_SGLANG_PROTOCOL = f"{_SGLANG}/python/sglang/srt/entrypoints/openai/protocol.py"
_SGLANG_SERVER = f"{_SGLANG}/python/sglang/srt/entrypoints/http_server.py"
_SGLANG_TOOLS = f"{_SGLANG}/docs/advanced_features/tool_parser.ipynb"

SGLANG = Dialect(
    name="sglang",
    title="SGLang",
    base_url="http://localhost:30000/v1",
    key_needed=False,
    auth="bearer",
    token_limit="both",
    instructions="both",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=True,
    json_schema=True,
    constraints="regex",
    reasoning_in="chat_template_kwargs",
    reasoning_out="reasoning_content",
    reasoning_back="reasoning_content",
    stream_usage="asked",
    embeddings=True,
    images=True,
    speech=False,
    transcription=True,
    responses=True,
    sources={
        "base_url": f"{_SGLANG}/python/sglang/srt/arg_groups/fields/serving.py",
        "key_variable": f"{_SGLANG}/python/sglang/srt/arg_groups/fields/serving.py",
        "key_needed": f"{_SGLANG}/python/sglang/srt/arg_groups/fields/serving.py",
        "auth": _SGLANG_SERVER,
        "token_limit": _SGLANG_PROTOCOL,
        "instructions": _SGLANG_PROTOCOL,
        "tool_calling": _SGLANG_TOOLS,
        "forced_tools": _SGLANG_PROTOCOL,
        "named_tool": _SGLANG_PROTOCOL,
        "json_object": _SGLANG_PROTOCOL,
        "json_schema": _SGLANG_PROTOCOL,
        "constraints": _SGLANG_PROTOCOL,
        "reasoning_in": _SGLANG_PROTOCOL,
        "reasoning_out": _SGLANG_PROTOCOL,
        "reasoning_back": _SGLANG_PROTOCOL,
        "stream_usage": _SGLANG_PROTOCOL,
        "embeddings": _SGLANG_SERVER,
        "images": f"{_SGLANG}/python/sglang/multimodal_gen/runtime/entrypoints/openai/image_api.py",
        "speech": _SGLANG_SERVER,
        "transcription": _SGLANG_SERVER,
        "responses": _SGLANG_SERVER,
    },
    checked=_CHECKED,
    notes=(
        "A key is asked for only if the server was started with --api-key; no variable has a name. Tools need "
        "--tool-call-parser, thinking in its own field needs --reasoning-parser; images come from its diffusion server."
    ),
)

_XINFERENCE = "https://github.com/xorbitsai/inference/blob/main"
_XINFERENCE_DOC = f"{_XINFERENCE}/doc/source"
_XINFERENCE_CHAT = f"{_XINFERENCE}/xinference/_compat.py"
_XINFERENCE_LLM = f"{_XINFERENCE}/xinference/model/llm/utils.py"

XINFERENCE = Dialect(
    name="xinference",
    title="Xorbits Inference",
    base_url="http://localhost:9997/v1",
    key_variable="XINFERENCE_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    tool_calling=True,
    json_object=True,
    json_schema=True,
    reasoning_in="enable_thinking",
    reasoning_out="reasoning_content",
    stream_usage="asked",
    embeddings=True,
    images=True,
    speech=True,
    transcription=True,
    sources={
        "base_url": f"{_XINFERENCE_DOC}/user_guide/client_api.rst",
        "key_variable": f"{_XINFERENCE}/xinference/router/config.py",
        "key_needed": f"{_XINFERENCE_DOC}/getting_started/migration_3_0.rst",
        "auth": f"{_XINFERENCE_DOC}/user_guide/auth_system.rst",
        "token_limit": f"{_XINFERENCE_DOC}/models/model_abilities/chat.rst",
        "tool_calling": f"{_XINFERENCE_DOC}/models/model_abilities/tools.rst",
        "json_object": _XINFERENCE_CHAT,
        "json_schema": _XINFERENCE_CHAT,
        "reasoning_in": f"{_XINFERENCE_DOC}/models/model_abilities/chat.rst",
        "reasoning_out": _XINFERENCE_LLM,
        "stream_usage": f"{_XINFERENCE}/xinference/fields.py",
        "embeddings": f"{_XINFERENCE}/xinference/api/routers/embeddings.py",
        "images": f"{_XINFERENCE}/xinference/api/routers/images.py",
        "speech": f"{_XINFERENCE}/xinference/api/routers/audio.py",
        "transcription": f"{_XINFERENCE}/xinference/api/routers/audio.py",
    },
    checked=_CHECKED,
    notes=(
        "From version 3.0 every call needs a key unless XINFERENCE_AUTH_ADVANCED=false; before, none did. "
        "Much depends on the engine that a model runs on."
    ),
)

_LOCALAI = "https://github.com/mudler/LocalAI/blob/master"
_LOCALAI_KEYS = f"{_LOCALAI}/docs/content/features/authentication.md"
_LOCALAI_SCHEMA = f"{_LOCALAI}/core/schema/openai.go"
_LOCALAI_MESSAGE = f"{_LOCALAI}/core/schema/message.go"
_LOCALAI_CHAT = f"{_LOCALAI}/core/http/endpoints/openai/chat.go"
_LOCALAI_REQUEST = f"{_LOCALAI}/core/http/middleware/request.go"
_LOCALAI_ROUTES = f"{_LOCALAI}/core/http/routes/openai.go"

LOCALAI = Dialect(
    name="localai",
    title="LocalAI",
    base_url="http://localhost:8080/v1",
    key_variable="LOCALAI_API_KEY",
    key_needed=False,
    auth="bearer",
    token_limit="both",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=True,
    json_schema=True,
    constraints="grammar",
    reasoning_in="reasoning_effort",
    reasoning_out="reasoning",
    reasoning_back="reasoning",
    stream_usage="asked",
    embeddings=True,
    images=True,
    speech=True,
    transcription=True,
    responses=True,
    sources={
        "base_url": f"{_LOCALAI}/docs/content/advanced/model-configuration.md",
        "key_variable": _LOCALAI_KEYS,
        "key_needed": _LOCALAI_KEYS,
        "auth": _LOCALAI_KEYS,
        "token_limit": _LOCALAI_REQUEST,
        "tool_calling": f"{_LOCALAI}/docs/content/features/openai-functions.md",
        "forced_tools": _LOCALAI_REQUEST,
        "named_tool": _LOCALAI_REQUEST,
        "json_object": _LOCALAI_CHAT,
        "json_schema": _LOCALAI_CHAT,
        "constraints": _LOCALAI_SCHEMA,
        "reasoning_in": _LOCALAI_SCHEMA,
        "reasoning_out": _LOCALAI_MESSAGE,
        "reasoning_back": _LOCALAI_MESSAGE,
        "stream_usage": _LOCALAI_CHAT,
        "embeddings": _LOCALAI_ROUTES,
        "images": _LOCALAI_ROUTES,
        "speech": _LOCALAI_ROUTES,
        "transcription": _LOCALAI_ROUTES,
        "responses": f"{_LOCALAI}/core/http/routes/openresponses.go",
    },
    checked=_CHECKED,
    notes="Keys are asked for only if the server was given some; x-api-key and xi-api-key carry them as well.",
)

_TGI = "https://github.com/huggingface/text-generation-inference/blob/main"
_TGI_CLIENT = f"{_TGI}/docs/source/basic_tutorials/consuming_tgi.md"
_TGI_GUIDANCE = f"{_TGI}/docs/source/basic_tutorials/using_guidance.md"
_TGI_FORMS = f"{_TGI}/router/src/lib.rs"
_TGI_SERVER = f"{_TGI}/router/src/server.rs"

TGI = Dialect(
    name="tgi",
    title="Text Generation Inference",
    base_url="http://localhost:8080/v1",
    key_needed=False,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    json_object=False,
    json_schema=True,
    reasoning_in=False,
    stream_usage="asked",
    embeddings=False,
    images=False,
    speech=False,
    transcription=False,
    responses=False,
    sources={
        "base_url": _TGI_CLIENT,
        "key_variable": f"{_TGI}/docs/source/reference/launcher.md",
        "key_needed": _TGI_SERVER,
        "auth": _TGI_SERVER,
        "token_limit": _TGI_FORMS,
        "instructions": _TGI_GUIDANCE,
        "tool_calling": _TGI_GUIDANCE,
        "forced_tools": _TGI_GUIDANCE,
        "named_tool": _TGI_GUIDANCE,
        "json_object": _TGI_FORMS,
        "json_schema": _TGI_FORMS,
        "reasoning_in": _TGI_FORMS,
        "stream_usage": _TGI_FORMS,
        "embeddings": _TGI_SERVER,
        "images": _TGI_SERVER,
        "speech": _TGI_SERVER,
        "transcription": _TGI_SERVER,
        "responses": _TGI_SERVER,
    },
    checked=_CHECKED,
    notes=(
        "response_format json_object has to come with a schema in `value`. The server's own variable API_KEY could be "
        "anybody's, and is not read; the port is what the container's port 80 was mapped to."
    ),
)

_LITELLM = "https://github.com/BerriAI/litellm/blob/main/litellm"
_LITELLM_SERVER = f"{_LITELLM}/proxy/proxy_server.py"
_LITELLM_ROUTES = f"{_LITELLM}/proxy/_types.py"
_LITELLM_KEYS = f"{_LITELLM}/proxy/auth/user_api_key_auth.py"
_LITELLM_CLIENT = f"{_LITELLM}/llms/litellm_proxy/chat/transformation.py"
_LITELLM_PARAMETERS = f"{_LITELLM}/constants.py"
_LITELLM_REASONING = "https://docs.litellm.ai/docs/reasoning_content.md"

LITELLM = Dialect(
    name="litellm",
    title="LiteLLM proxy",
    base_url="http://localhost:4000/v1",
    key_variable="LITELLM_PROXY_API_KEY",
    key_needed=False,
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
    embeddings=True,
    images=True,
    speech=True,
    transcription=True,
    responses=True,
    sources={
        "base_url": _LITELLM_SERVER,
        "key_variable": _LITELLM_CLIENT,
        "key_needed": _LITELLM_KEYS,
        "auth": _LITELLM_SERVER,
        "token_limit": _LITELLM_PARAMETERS,
        "tool_calling": _LITELLM_PARAMETERS,
        "forced_tools": _LITELLM_PARAMETERS,
        "named_tool": _LITELLM_PARAMETERS,
        "json_object": _LITELLM_PARAMETERS,
        "json_schema": _LITELLM_PARAMETERS,
        "reasoning_in": _LITELLM_PARAMETERS,
        "reasoning_out": _LITELLM_REASONING,
        "stream_usage": _LITELLM_PARAMETERS,
        "embeddings": _LITELLM_ROUTES,
        "images": _LITELLM_ROUTES,
        "speech": _LITELLM_ROUTES,
        "transcription": _LITELLM_ROUTES,
        "responses": _LITELLM_ROUTES,
    },
    checked=_CHECKED,
    notes=(
        "It translates what it is asked into the words of the server behind it, so what works depends on that server. "
        'Keys are asked for if it was started with a master key; `code` in its errors is a string, sometimes "None".'
    ),
)

_NIM_PROVIDER = "https://docs.pipecat.ai/server/services/llm/nvidia"
_NIM_APIS = "https://docs.nvidia.com/nim/large-language-models/latest/api-reference.html"
_NIM_TOOLS = "https://docs.nvidia.com/nim/large-language-models/latest/function-calling.html"
_NIM_NAMED_TOOL = "https://docs.nvidia.com/nim/large-language-models/1.10.0/function-calling.html"
_NIM_AI_SDK = "https://github.com/vercel/ai/blob/main/content/providers/04-openai-compatible-providers/35-nim.mdx"
_NIM_LITELLM = f"{_LITELLM}/llms/nvidia_nim/chat/transformation.py"

NIM = Dialect(
    name="nim",
    title="NVIDIA NIM",
    base_url="https://integrate.api.nvidia.com/v1",
    hosts=("integrate.api.nvidia.com",),
    key_variable="NVIDIA_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    tool_calling=True,
    named_tool=True,
    embeddings=True,
    responses=True,
    sources={
        "base_url": _NIM_PROVIDER,
        "key_variable": _NIM_PROVIDER,
        "key_needed": _NIM_PROVIDER,
        "auth": _NIM_AI_SDK,
        "token_limit": _NIM_LITELLM,
        "tool_calling": _NIM_TOOLS,
        "named_tool": _NIM_NAMED_TOOL,
        "embeddings": "https://litellm.vercel.app/docs/providers/nvidia_nim.md",
        "responses": _NIM_APIS,
    },
    checked=_CHECKED,
    notes=(
        "A container of one's own answers at http://localhost:8000/v1. Retrieval models want "
        "input_type with every call of embeddings. Responses are marked as experimental."
    ),
)

_YUAN = "https://github.com/IEIT-Yuan/Yuan-2.0/blob/main/tools/openai_api"
_YUAN_SERVER = f"{_YUAN}/api_server.py"
_YUAN_CLIENT = f"{_YUAN}/request_demo.py"
_YUAN_LANGCHAIN = "https://reference.langchain.com/python/langchain-community/chat_models/yuan2/ChatYuan2"

YUAN = Dialect(
    name="yuan",
    title="Yuan 2.0",
    base_url="http://127.0.0.1:8001/v1",
    key_variable="YUAN2_API_KEY",
    key_needed=False,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=False,
    forced_tools=False,
    named_tool=False,
    json_object=False,
    json_schema=False,
    reasoning_in=False,
    reasoning_out=False,
    reasoning_back=False,
    stream_usage=False,
    embeddings=True,
    images=False,
    speech=False,
    transcription=False,
    responses=False,
    sources={
        "base_url": _YUAN_CLIENT,
        "key_variable": _YUAN_LANGCHAIN,
        "key_needed": _YUAN_LANGCHAIN,
        "auth": _YUAN_CLIENT,
        "token_limit": _YUAN_SERVER,
        "instructions": _YUAN_SERVER,
        "tool_calling": _YUAN_SERVER,
        "forced_tools": _YUAN_SERVER,
        "named_tool": _YUAN_SERVER,
        "json_object": _YUAN_SERVER,
        "json_schema": _YUAN_SERVER,
        "reasoning_in": _YUAN_SERVER,
        "reasoning_out": _YUAN_SERVER,
        "reasoning_back": _YUAN_SERVER,
        "stream_usage": _YUAN_SERVER,
        "embeddings": _YUAN_SERVER,
        "images": _YUAN_SERVER,
        "speech": _YUAN_SERVER,
        "transcription": _YUAN_SERVER,
        "responses": _YUAN_SERVER,
    },
    checked=_CHECKED,
    notes=(
        "Facts of the server in its own repository, which takes tools and leaves them unread, answers a request for a "
        "stream with an error, and checks no key. Behind vLLM or FastChat its models have those servers' habits."
    ),
)

ABSO = Dialect(
    name="abso",
    title="Abso",
    endpoint=False,
    sources={"endpoint": "https://github.com/lunary-ai/abso/blob/main/README.md"},
    checked=_CHECKED,
    notes="A TypeScript library that calls other servers, with no server of its own: use the row of the one it calls.",
)

ROWS: Final = (
    VLLM,
    OLLAMA,
    LLAMACPP,
    LMSTUDIO,
    FASTCHAT,
    SGLANG,
    XINFERENCE,
    LOCALAI,
    TGI,
    LITELLM,
    NIM,
    YUAN,
    ABSO,
)
