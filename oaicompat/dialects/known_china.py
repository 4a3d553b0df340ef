"""Hosted servers of Chinese vendors: each server's habits, and where each is known from.

A vendor with two sites, one for China and one for the world, has two rows: a key of one is no key of the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from oaicompat.dialects.dialect import Dialect
from oaicompat.dialects.rules import chat_rule, message_rule, null_for_empty_text
from oaicompat.dialects.think_tags import ThinkTags

__all__ = ["ROWS"]

_CHECKED = "2026-11-21"

#: Other clients that speak to these servers, where the vendor's own words were not to be had.
_LITELLM = "https://github.com/BerriAI/litellm/blob/main/litellm/llms"
_PYDANTIC_AI = "https://github.com/pydantic/pydantic-ai/blob/main/pydantic_ai_slim/pydantic_ai"
_VERCEL = "https://github.com/vercel/ai/blob/main/packages"
_CAMEL = "https://github.com/camel-ai/camel/blob/master/camel"
_AGENTSCOPE = "https://github.com/agentscope-ai/agentscope-java/blob/main/docs/v2/en/integration/model"

_DEEPSEEK_CLIENT = "https://github.com/deepseek-ai/deepseek-harness/blob/master/packages/llm/llm-deepseek"
_DEEPSEEK_TYPES = f"{_DEEPSEEK_CLIENT}/src/types.ts"
_DEEPSEEK_THINKING = "https://api-docs.deepseek.com/guides/thinking_mode.md"
_DEEPSEEK_FORMATS = "https://github.com/llm-exe/llm-exe/issues/662"
_DEEPSEEK_PYDANTIC_AI = f"{_PYDANTIC_AI}/providers/deepseek.py"
_DEEPSEEK_VERCEL = f"{_VERCEL}/deepseek/src/deepseek-provider.ts"
_DEEPSEEK_CHAT = f"{_VERCEL}/deepseek/src/chat/deepseek-chat-language-model.ts"

DEEPSEEK = Dialect(
    name="deepseek",
    title="DeepSeek",
    base_url="https://api.deepseek.com",
    hosts=("api.deepseek.com",),
    key_variable="DEEPSEEK_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    forced_tools=False,
    json_object=True,
    json_schema=False,
    reasoning_in="thinking",
    reasoning_out="reasoning_content",
    reasoning_back="reasoning_content",
    stream_usage="asked",
    embeddings=False,
    images=False,
    responses=True,
    requests=(chat_rule(message_rule(null_for_empty_text)),),
    sources={
        "base_url": f"{_DEEPSEEK_CLIENT}/README.md",
        "key_variable": f"{_DEEPSEEK_CLIENT}/README.md",
        "key_needed": _DEEPSEEK_VERCEL,
        "auth": _DEEPSEEK_VERCEL,
        "token_limit": _DEEPSEEK_TYPES,
        "instructions": _DEEPSEEK_TYPES,
        "tool_calling": _DEEPSEEK_CHAT,
        "forced_tools": _DEEPSEEK_PYDANTIC_AI,
        "json_object": _DEEPSEEK_FORMATS,
        "json_schema": _DEEPSEEK_FORMATS,
        "reasoning_in": _DEEPSEEK_THINKING,
        "reasoning_out": _DEEPSEEK_TYPES,
        "reasoning_back": _DEEPSEEK_TYPES,
        "stream_usage": _DEEPSEEK_TYPES,
        "embeddings": _DEEPSEEK_VERCEL,
        "images": _DEEPSEEK_VERCEL,
        "responses": "https://api-docs.deepseek.com/api/create-response",
    },
    checked=_CHECKED,
    notes=(
        "Thinking is on unless it is turned off, and with it no tool can be forced; thinking has to go back with the "
        "turns that called tools. JSON mode wants the word json in the prompt. Strict tools need the /beta base URL. "
        "While a request waits it sends comments or empty lines."
    ),
)

_DASHSCOPE_GUIDE = "https://www.alibabacloud.com/help/doc-detail/2833609.html"
_DASHSCOPE_RESPONSES = "https://www.alibabacloud.com/help/en/model-studio/compatibility-with-openai-responses-api"
_DASHSCOPE_THINKING = "https://help.aliyun.com/en/model-studio/deep-thinking"
_DASHSCOPE_KEY = f"{_LITELLM}/dashscope/common_utils.py"
_DASHSCOPE_CHAT = f"{_VERCEL}/alibaba/src/alibaba-chat-language-model.ts"
_DASHSCOPE_VERCEL = f"{_VERCEL}/alibaba/src/alibaba-provider.ts"
_DASHSCOPE_TOOLS = f"{_VERCEL}/alibaba/src/alibaba-prepare-tools.ts"
_DASHSCOPE_QWEN = f"{_PYDANTIC_AI}/profiles/qwen.py"

DASHSCOPE = Dialect(
    name="dashscope",
    title="Alibaba Cloud Model Studio (Bailian), China",
    base_url="https://dashscope.aliyuncs.com/compatible-mode/v1",
    hosts=("dashscope.aliyuncs.com",),
    key_variable="DASHSCOPE_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    forced_tools=False,
    named_tool=True,
    json_object=True,
    json_schema=True,
    reasoning_in="enable_thinking",
    reasoning_out="reasoning_content",
    stream_usage="asked",
    embeddings=True,
    embedding_batch=10,
    sources={
        "base_url": _DASHSCOPE_GUIDE,
        "key_variable": _DASHSCOPE_KEY,
        "key_needed": _DASHSCOPE_VERCEL,
        "auth": _DASHSCOPE_VERCEL,
        "token_limit": _DASHSCOPE_CHAT,
        "instructions": f"{_VERCEL}/alibaba/src/convert-to-alibaba-chat-messages.ts",
        "tool_calling": _DASHSCOPE_TOOLS,
        "forced_tools": _DASHSCOPE_QWEN,
        "named_tool": _DASHSCOPE_TOOLS,
        "json_object": _DASHSCOPE_CHAT,
        "json_schema": _DASHSCOPE_CHAT,
        "reasoning_in": _DASHSCOPE_THINKING,
        "reasoning_out": _DASHSCOPE_CHAT,
        "stream_usage": _DASHSCOPE_THINKING,
        "embeddings": f"{_LITELLM}/dashscope/embed/transformation.py",
        "embedding_batch": f"{_VERCEL}/alibaba/src/alibaba-embedding-model.ts",
    },
    checked=_CHECKED,
    notes=(
        "Some thinking models answer in streams only. Schemas are kept by some models. Responses have another base URL "
        "(/api/v2/apps/protocols/compatible-mode/v1). Newer pages give each workspace a host of its own, "
        "https://{WorkspaceId}.<region>.maas.aliyuncs.com/compatible-mode/v1."
    ),
)

DASHSCOPE_INTL = replace(
    DASHSCOPE,
    name="dashscope-intl",
    title="Alibaba Cloud Model Studio, international",
    base_url="https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    hosts=("dashscope-intl.aliyuncs.com", "dashscope-us.aliyuncs.com"),
)

_MOONSHOT_VERCEL = f"{_VERCEL}/moonshotai/src/moonshotai-provider.ts"
_MOONSHOT_PYDANTIC_AI = f"{_PYDANTIC_AI}/providers/moonshotai.py"
_MOONSHOT_LITELLM = f"{_LITELLM}/moonshot/chat/transformation.py"
_MOONSHOT_KIMI = f"{_AGENTSCOPE}/kimi.md"

MOONSHOT = Dialect(
    name="moonshot",
    title="Moonshot AI (Kimi), China",
    base_url="https://api.moonshot.cn/v1",
    hosts=("api.moonshot.cn",),
    key_variable="MOONSHOT_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    tool_calling=True,
    forced_tools=False,
    json_object=True,
    json_schema=True,
    reasoning_in="thinking",
    reasoning_out="reasoning_content",
    reasoning_back="reasoning_content",
    stream_usage="asked",
    embeddings=False,
    images=False,
    sources={
        "base_url": _MOONSHOT_KIMI,
        "key_variable": _MOONSHOT_KIMI,
        "key_needed": _MOONSHOT_VERCEL,
        "auth": _MOONSHOT_VERCEL,
        "token_limit": _MOONSHOT_KIMI,
        "tool_calling": _MOONSHOT_KIMI,
        "forced_tools": _MOONSHOT_PYDANTIC_AI,
        "json_object": _MOONSHOT_PYDANTIC_AI,
        "json_schema": _MOONSHOT_VERCEL,
        "reasoning_in": _MOONSHOT_KIMI,
        "reasoning_out": _MOONSHOT_PYDANTIC_AI,
        "reasoning_back": _MOONSHOT_LITELLM,
        "stream_usage": _MOONSHOT_VERCEL,
        "embeddings": _MOONSHOT_VERCEL,
        "images": _MOONSHOT_VERCEL,
    },
    checked=_CHECKED,
    notes=(
        "kimi-k3 takes reasoning_effort instead of thinking, and tool_choice required besides. Temperatures go from "
        "0 to 1, and kimi models fix them. Thinking has to go back with the turns that called tools."
    ),
)

MOONSHOT_INTL = replace(
    MOONSHOT,
    name="moonshot-intl",
    title="Moonshot AI (Kimi), international",
    base_url="https://api.moonshot.ai/v1",
    hosts=("api.moonshot.ai",),
    sources={**MOONSHOT.sources, "base_url": _MOONSHOT_VERCEL, "key_variable": _MOONSHOT_VERCEL},
)

_ZAI = "https://github.com/zai-org/z-ai-sdk-python/blob/main/src/zai"
_ZAI_CLIENT = f"{_ZAI}/_client.py"
_ZAI_CHAT = f"{_ZAI}/api_resource/chat/completions.py"
_ZAI_AUDIO = f"{_ZAI}/api_resource/audio"
_ZAI_PYDANTIC_AI = f"{_PYDANTIC_AI}/providers/zai.py"
_ZAI_GLM = f"{_AGENTSCOPE}/glm.md"
_ZAI_PORTKEY = "https://github.com/Portkey-AI/gateway/blob/main/src/providers/z-ai/api.ts"
_ZHIPU_PORTKEY = "https://github.com/Portkey-AI/gateway/blob/main/src/providers/zhipu/api.ts"
_ZHIPU_LITELLM = "https://docs.litellm.ai/docs/providers/bigmodel.md"
_ZHIPU_LANGCHAIN = (
    "https://github.com/langchain-ai/langchain-community/blob/main/libs/community/langchain_community/"
    "chat_models/zhipuai.py"
)

ZAI = Dialect(
    name="zai",
    title="Z.ai",
    base_url="https://api.z.ai/api/paas/v4",
    hosts=("api.z.ai",),
    key_variable="ZAI_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    tool_calling=True,
    forced_tools=False,
    named_tool=False,
    json_object=True,
    json_schema=False,
    reasoning_in="thinking",
    reasoning_out="reasoning_content",
    reasoning_back="reasoning_content",
    stream_usage="asked",
    embeddings=True,
    images=True,
    speech=True,
    transcription=True,
    sources={
        "base_url": _ZAI_CLIENT,
        "key_variable": _ZAI_CLIENT,
        "key_needed": _ZAI_CLIENT,
        "auth": _ZAI_PORTKEY,
        "token_limit": _ZAI_GLM,
        "tool_calling": _ZAI_CHAT,
        "forced_tools": _ZAI_GLM,
        "named_tool": _ZAI_GLM,
        "json_object": _ZAI_PYDANTIC_AI,
        "json_schema": _ZAI_GLM,
        "reasoning_in": _ZAI_CHAT,
        "reasoning_out": _ZAI_PYDANTIC_AI,
        "reasoning_back": _ZAI_PYDANTIC_AI,
        "stream_usage": _ZHIPU_LITELLM,
        "embeddings": f"{_ZAI}/api_resource/embeddings/embeddings.py",
        "images": f"{_ZAI}/api_resource/images/images.py",
        "speech": f"{_ZAI_AUDIO}/audio.py",
        "transcription": f"{_ZAI_AUDIO}/transcriptions.py",
    },
    checked=_CHECKED,
    notes=(
        "tool_choice is auto only. Errors carry numbers as text in `code` (1302 is a rate limit), and a finish_reason "
        "may be sensitive or network_error."
    ),
)

ZHIPU = replace(
    ZAI,
    name="zhipu",
    title="Zhipu AI (BigModel)",
    base_url="https://open.bigmodel.cn/api/paas/v4",
    hosts=("open.bigmodel.cn",),
    key_variable="ZHIPUAI_API_KEY",
    sources={**ZAI.sources, "key_variable": _ZHIPU_LANGCHAIN, "auth": _ZHIPU_PORTKEY},
    notes=f"{ZAI.notes} The vendor's newer SDK reads ZAI_API_KEY for this host, too.",
)

_YI_MODEL = f"{_CAMEL}/models/yi_model.py"
_YI_CONFIG = f"{_CAMEL}/configs/yi_config.py"
_YI_AUTH = "https://mvnrepository.com/artifact/io.github.tasure/sure-ai-lingyi"

YI = Dialect(
    name="yi",
    title="01.AI (Yi)",
    base_url="https://api.lingyiwanwu.com/v1",
    hosts=("api.lingyiwanwu.com",),
    key_variable="YI_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    tool_calling=True,
    forced_tools="required",
    named_tool=True,
    embeddings=False,
    sources={
        "base_url": _YI_MODEL,
        "key_variable": _YI_MODEL,
        "key_needed": _YI_MODEL,
        "auth": _YI_AUTH,
        "token_limit": _YI_CONFIG,
        "tool_calling": _YI_CONFIG,
        "forced_tools": _YI_CONFIG,
        "named_tool": _YI_CONFIG,
        "embeddings": _YI_AUTH,
    },
    checked=_CHECKED,
    notes="Much of the vendor's own API reference is gone from its site; what is here is what other clients know.",
)

_QIANFAN_GUIDE = "https://cloud.baidu.com/doc/qianfan/s/Hmh4suq26"
_QIANFAN_APIS = "https://cloud.baidu.com/doc/qianfan/s/Tmh4sv5xu"
_QIANFAN_START = "https://ai.baidu.com/ai-doc/WENXINWORKSHOP/wm9cvs292"
_QIANFAN_TOOLS = "https://cloud.baidu.com/doc/WENXINWORKSHOP/s/Am9cwwyp4"
_QIANFAN_CLIENT = f"{_CAMEL}/models/qianfan_model.py"
_QIANFAN_CONFIG = f"{_CAMEL}/configs/qianfan_config.py"

QIANFAN = Dialect(
    name="qianfan",
    title="Baidu Qianfan",
    base_url="https://qianfan.baidubce.com/v2",
    hosts=("qianfan.baidubce.com",),
    key_variable="QIANFAN_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    embeddings=True,
    images=True,
    responses=True,
    sources={
        "base_url": _QIANFAN_GUIDE,
        "key_variable": _QIANFAN_CLIENT,
        "key_needed": _QIANFAN_START,
        "auth": _QIANFAN_START,
        "token_limit": _QIANFAN_CONFIG,
        "instructions": _QIANFAN_START,
        "tool_calling": _QIANFAN_TOOLS,
        "embeddings": _QIANFAN_APIS,
        "images": _QIANFAN_APIS,
        "responses": "https://cloud.baidu.com/doc/qianfan-api/s/vmhejnuy8",
    },
    checked=_CHECKED,
    notes="Keys begin with bce-v3/; an optional header appid tells which application pays.",
)

_ARK_LITELLM = f"{_LITELLM}/volcengine/chat/transformation.py"
_ARK_MASTRA = "https://mastra.ai/models/providers/volcengine"
_ARK_AISDK = "https://yulab-smu.top/aisdk/reference/create_volcengine.html"

VOLCENGINE = Dialect(
    name="volcengine",
    title="Volcengine Ark",
    base_url="https://ark.cn-beijing.volces.com/api/v3",
    hosts=("ark.cn-beijing.volces.com",),
    key_variable="ARK_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    tool_calling=True,
    reasoning_in="thinking",
    stream_usage="asked",
    embeddings=True,
    images=True,
    responses=True,
    sources={
        "base_url": _ARK_AISDK,
        "key_variable": _ARK_MASTRA,
        "key_needed": _ARK_MASTRA,
        "auth": _ARK_LITELLM,
        "token_limit": _ARK_LITELLM,
        "tool_calling": _ARK_LITELLM,
        "reasoning_in": _ARK_LITELLM,
        "stream_usage": _ARK_LITELLM,
        "embeddings": f"{_LITELLM}/volcengine/embedding/transformation.py",
        "images": f"{_VERCEL}/bytedance/src/bytedance-image-model.ts",
        "responses": f"{_LITELLM}/volcengine/responses/transformation.py",
    },
    checked=_CHECKED,
    notes=(
        "The model may be the id of an endpoint of one's own. Multimodal embeddings have a route of their own, and "
        "answer with one object in place of a list."
    ),
)

_MINIMAX_GUIDE = "https://platform.minimax.io/docs/api-reference/text-openai-api"
_MINIMAX_CHINA = "https://platform.minimaxi.com/docs/api-reference/text-openai-api"
_MINIMAX_LIMITS = "https://www.developersdigest.tech/reference/api-compatibility/minimax"
_MINIMAX_KEY = f"{_LITELLM}/minimax/chat/transformation.py"
_MINIMAX_FORMATTER = f"{_AGENTSCOPE}/minimax.md"

_TAGS = ThinkTags()

MINIMAX = Dialect(
    name="minimax",
    title="MiniMax, international",
    base_url="https://api.minimax.io/v1",
    hosts=("api.minimax.io",),
    key_variable="MINIMAX_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="both",
    instructions="system",
    tool_calling=True,
    forced_tools=False,
    named_tool=False,
    json_object=False,
    json_schema=False,
    reasoning_in="thinking",
    reasoning_out="think_tags",
    reasoning_back="reasoning_details",
    responses=True,
    requests=(chat_rule(message_rule(_TAGS.back)),),
    replies=(_TAGS.reply,),
    streams=(_TAGS.stream,),
    sources={
        "base_url": _MINIMAX_GUIDE,
        "key_variable": _MINIMAX_KEY,
        "key_needed": _MINIMAX_LIMITS,
        "auth": _MINIMAX_LIMITS,
        "token_limit": _MINIMAX_FORMATTER,
        "instructions": _MINIMAX_GUIDE,
        "tool_calling": _MINIMAX_GUIDE,
        "forced_tools": _MINIMAX_FORMATTER,
        "named_tool": _MINIMAX_FORMATTER,
        "json_object": _MINIMAX_FORMATTER,
        "json_schema": _MINIMAX_FORMATTER,
        "reasoning_in": _MINIMAX_FORMATTER,
        "reasoning_out": _MINIMAX_GUIDE,
        "reasoning_back": _MINIMAX_GUIDE,
        "responses": _MINIMAX_LIMITS,
    },
    checked=_CHECKED,
    notes=(
        "With reasoning_split true the thinking stands in reasoning_details; without, in the content's <think> tags. "
        "Either has to go back whole. tool_choice and response_format are in no document of the vendor. "
        "A failure may come with status 200 and base_resp.status_code."
    ),
)

MINIMAX_CHINA = replace(
    MINIMAX,
    name="minimax-china",
    title="MiniMax, China",
    base_url="https://api.minimaxi.com/v1",
    hosts=("api.minimaxi.com",),
    sources={**MINIMAX.sources, "base_url": _MINIMAX_CHINA},
)

_SILICONFLOW_CHAT = "https://docs.siliconflow.cn/docs/api/chat-completions-post"
_SILICONFLOW_EXAMPLE = "https://docs.siliconflow.cn/cn/api-reference/chat-completions"
_SILICONFLOW_CHECKS = "https://www.siliconflow.com/blog/openai-sdk-siliconflow-compatibility-checks"
_SILICONFLOW_CLIENT = f"{_CAMEL}/models/siliconflow_model.py"
_SILICONFLOW_PORTKEY = "https://github.com/Portkey-AI/gateway/blob/main/src/providers/siliconflow/index.ts"

SILICONFLOW = Dialect(
    name="siliconflow",
    title="SiliconFlow, China",
    base_url="https://api.siliconflow.cn/v1",
    hosts=("api.siliconflow.cn",),
    key_variable="SILICONFLOW_API_KEY",
    key_needed=True,
    auth="bearer",
    token_limit="max_tokens",
    instructions="system",
    tool_calling=True,
    json_object=True,
    reasoning_in="enable_thinking",
    reasoning_out="reasoning_content",
    embeddings=True,
    images=True,
    sources={
        "base_url": "https://docs.siliconflow.cn/docs/userguide/quickstart",
        "key_variable": _SILICONFLOW_CLIENT,
        "key_needed": _SILICONFLOW_CHAT,
        "auth": _SILICONFLOW_CHAT,
        "token_limit": _SILICONFLOW_CHAT,
        "instructions": _SILICONFLOW_EXAMPLE,
        "tool_calling": _SILICONFLOW_CHECKS,
        "json_object": _SILICONFLOW_CLIENT,
        "reasoning_in": _SILICONFLOW_CHAT,
        "reasoning_out": _SILICONFLOW_EXAMPLE,
        "embeddings": _SILICONFLOW_PORTKEY,
        "images": _SILICONFLOW_PORTKEY,
    },
    checked=_CHECKED,
    notes="max_tokens does not count the thinking, which thinking_budget limits. Errors may be a bare JSON string.",
)

SILICONFLOW_INTL = replace(
    SILICONFLOW,
    name="siliconflow-intl",
    title="SiliconFlow, international",
    base_url="https://api.siliconflow.com/v1",
    hosts=("api.siliconflow.com",),
    sources={**SILICONFLOW.sources, "base_url": _SILICONFLOW_CHECKS},
)

ROWS: Final = (
    DEEPSEEK,
    DASHSCOPE,
    DASHSCOPE_INTL,
    MOONSHOT,
    MOONSHOT_INTL,
    ZHIPU,
    ZAI,
    YI,
    QIANFAN,
    VOLCENGINE,
    MINIMAX,
    MINIMAX_CHINA,
    SILICONFLOW,
    SILICONFLOW_INTL,
)
