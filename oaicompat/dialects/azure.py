"""Azure OpenAI's older addresses: the model is a deployment in the path, and every URL has an `api-version`.

Its newer ones, below ``/openai/v1``, are OpenAI's own shape and need no rule.
Source: https://learn.microsoft.com/azure/ai-foundry/openai/reference
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from oaicompat._wire import Request

__all__ = ["DEPLOYMENT_PATHS", "deployment_in_path"]

#: The routes whose model is a deployment.
DEPLOYMENT_PATHS = frozenset(
    {
        "audio/speech",
        "audio/transcriptions",
        "audio/translations",
        "chat/completions",
        "completions",
        "embeddings",
        "images/edits",
        "images/generations",
    }
)


def deployment_in_path(request: Request) -> Request:
    """The request below ``deployments/<model>``, if its route is one of a deployment."""
    fields = request.form.fields if request.form is not None else request.body
    model = fields.get("model") if fields is not None else None
    if request.path not in DEPLOYMENT_PATHS or not isinstance(model, str) or not model:
        return request
    return replace(request, path=f"deployments/{quote(model, safe='')}/{request.path}")
