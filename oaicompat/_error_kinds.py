"""Which error a refusal is, where the status alone does not say it: the context is full, a filter struck, the money is
used up. Each is told by the codes that servers give it, or by their words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from oaicompat.errors import (
    APIStatusError,
    ContentFilterError,
    ContextLengthError,
    QuotaExceededError,
    UnprocessableContextLengthError,
    status_class,
)

__all__ = ["error_class", "is_quota"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A class of errors: the statuses that it comes with, and the codes and words that mean it."""

    error: type[APIStatusError]
    statuses: frozenset[int]
    codes: frozenset[str]
    words: re.Pattern[str]


_CONTEXT = _Kind(
    ContextLengthError,
    frozenset({400, 413}),
    frozenset(
        """
        context_length_exceeded exceed_context_size_error string_above_max_length model_max_prompt_tokens_exceeded
        context_window_exceeded input_too_long
        """.split()
    ),
    re.compile(
        r"context[ _-]?(?:length|window|size|limit)(?!_fallback| ?=)|maximum context|available context"
        r"|context_length_exceeded|prompt is too long|input is too long|too many (?:input )?tokens(?! per)"
        r"|inputs? must have less than \d+ tokens"
        r"|range of input length|maximum model length|tokens exceeds? the configured limit|prompt \u8d85\u957f"
        r"|exceeds? the (?:maximum|max) (?:number of )?(?:input |prompt )?tokens"
        r"|(?:tokens|prompt|input)[^.]{0,40} exceeds? (?:the )?(?:model's )?(?:limit|maximum)"
        r"|exceeded model token limit|reduce the length of the (?:messages|input|prompt)"
        r"|maximum (?:input|prompt) length",
        re.IGNORECASE,
    ),
)
_CONTEXT_422 = replace(_CONTEXT, error=UnprocessableContextLengthError, statuses=frozenset({422}))
_FILTER = _Kind(
    ContentFilterError,
    frozenset({400, 451}),
    frozenset(
        """
        content_filter content_policy_violation data_inspection_failed DataInspectionFailed content_filter_error
        ResponsibleAIPolicyViolation 1301 SensitiveContentDetected moderation_blocked
        """.split()
    ),
    re.compile(
        r"content (?:management|filter|usage) polic|content[ _]filter|safety system|inappropriate content"
        r"|sensitive content|content exists risk|new_sensitive|flagged by (?:the )?moderation",
        re.IGNORECASE,
    ),
)
_QUOTA = _Kind(
    QuotaExceededError,
    frozenset({429}),
    frozenset(
        """
        insufficient_quota billing_hard_limit_reached exceeded_current_quota_error insufficient_balance
        insufficient_user_quota Arrearage 1113
        """.split()
    ),
    re.compile(
        r"insufficient[ _](?:balance|credit|funds|quota)|out of credit|credit balance is too low", re.IGNORECASE
    ),
)


def error_class(status: int, code: object, kind: object, words: str) -> type[APIStatusError]:
    """The class of the error with this status, the server's code and type, and its words."""
    if status == 402:  # "payment required" needs no words
        return QuotaExceededError
    for one in (_CONTEXT, _CONTEXT_422, _FILTER, _QUOTA):
        if status in one.statuses and (str(code) in one.codes or str(kind) in one.codes or one.words.search(words)):
            return one.error
    return status_class(status)


def is_quota(content: bytes) -> bool:
    """Whether the body of a 429 says that waiting does not help."""
    text = content[:4000].decode("utf-8", "replace")
    return any(f'"{code}"' in text for code in _QUOTA.codes) or _QUOTA.words.search(text) is not None
