"""Addresses that can be nobody else's, so that a client with `base_url=` alone knows its server.

They repeat the `hosts` of the table's rows, which take longer to import; a test compares the two. The first that fits
counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oaicompat.dialects.dialect import Dialect

__all__ = ["HOSTS", "at_address"]

#: A host, with the start of a path where the host serves several; a dot in front stands for every name below it.
HOSTS: tuple[tuple[str, str], ...] = (
    (".openai.azure.com/openai/deployments", "azure"),  # one deployment: its path is there already
    (".openai.azure.com/openai/v1", "azure"),
    (".openai.azure.com/openai", "azure-deployments"),
    (".openai.azure.com", "azure"),
    (".api.openai.com", "openai"),
    (".cloud.databricks.com", "databricks"),
    ("ai.api.cloud.yandex.net", "yandex"),
    ("aiplatform.googleapis.com", "vertex"),
    ("api.ai21.com", "ai21"),
    ("api.anthropic.com", "anthropic"),
    ("api.cerebras.ai", "cerebras"),
    ("api.cloudflare.com", "cloudflare"),
    ("api.cohere.ai", "cohere"),
    ("api.cohere.com", "cohere"),
    ("api.deepseek.com", "deepseek"),
    ("api.fireworks.ai", "fireworks"),
    ("api.groq.com", "groq"),
    ("api.lingyiwanwu.com", "yi"),
    ("api.minimax.io", "minimax"),
    ("api.minimaxi.com", "minimax-china"),
    ("api.mistral.ai", "mistral"),
    ("api.moonshot.ai", "moonshot-intl"),
    ("api.moonshot.cn", "moonshot"),
    ("api.openai.com", "openai"),
    ("api.perplexity.ai", "perplexity"),
    ("api.siliconflow.cn", "siliconflow"),
    ("api.siliconflow.com", "siliconflow-intl"),
    ("api.together.ai", "together"),
    ("api.together.xyz", "together"),
    ("api.upstage.ai", "upstage"),
    ("api.x.ai", "xai"),
    ("api.z.ai", "zai"),
    ("ark.cn-beijing.volces.com", "volcengine"),
    ("dashscope-intl.aliyuncs.com", "dashscope-intl"),
    ("dashscope-us.aliyuncs.com", "dashscope-intl"),
    ("dashscope.aliyuncs.com", "dashscope"),
    ("generativelanguage.googleapis.com", "gemini"),
    ("integrate.api.nvidia.com", "nim"),
    ("llm.api.cloud.yandex.net", "yandex"),
    ("open.bigmodel.cn", "zhipu"),
    ("openrouter.ai", "openrouter"),
    ("qianfan.baidubce.com", "qianfan"),
    ("router.huggingface.co", "huggingface"),
)


def at_address(host: str, path: str) -> Dialect | None:
    """The dialect of an address that can be nobody else's; None for any other."""
    for place, name in HOSTS:
        wanted, slash, start = place.partition("/")
        is_host = host.endswith(wanted) if wanted.startswith(".") else host == wanted
        if is_host and path.startswith(slash + start):
            from oaicompat.dialects.table import providers

            return providers()[name]
    return None
