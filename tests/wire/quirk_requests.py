"""The request rows of the collection: under which dialect each is asked, and what has to reach the server.

Where a row says in words what is asked or sent, it is written out here; everything else is the row's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from oaicompat import AsyncAzureOpenAI, AzureOpenAI, Dialect
from oaicompat.dialects.dialect import GENERIC
from oaicompat.dialects.rules import (
    chat_rule,
    images_as_text,
    message_rule,
    one_system_message,
    without_names,
    without_strict,
)
from oaicompat.dialects.table import providers

__all__ = ["AZURE_KINDS", "CASES", "HISTORY_FIELDS", "REPLY", "REWORDED", "Case"]

#: Stands among the messages for the message that an earlier reply had.
REPLY: Any = object()

AZURE_KINDS = {True: AzureOpenAI, False: AsyncAzureOpenAI}


@dataclass(frozen=True, kw_only=True)
class Case:
    """How a row is asked."""

    #: A dialect of one's own, or the name of a provider.
    dialect: Dialect | str | None = None
    #: Keywords of the call in place of the row's.
    call: Mapping[str, Any] | None = None
    #: More keywords of the client.
    client: Mapping[str, Any] = field(default_factory=dict)
    #: The message of an earlier reply, which is sent back where `REPLY` stands.
    reply: Mapping[str, Any] | None = None
    #: What is in the body in place of what the row says, by path.
    present: Mapping[str, Any] | None = None
    #: What is not in the body in place of what the row says, by path.
    absent: tuple[str, ...] | None = None


def _with(dialect: Dialect, *rules: Any) -> Dialect:
    return replace(dialect, requests=(*dialect.requests, *rules))


_KNOWN = providers()
_HI = {"role": "user", "content": "Hi"}
_TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
_CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
_SIGNED = {**_CALL, "extra_content": {"google": {"thought_signature": "c2lnbmVk"}}}
_SCHEMA = {"$ref": "#/$defs/City", "$defs": {"City": {"type": "object", "properties": {}}}}

CASES: dict[str, Case] = {
    "req-max_completion_tokens-only": Case(dialect="openai"),
    "req-mistral-reasoning_content-in-history": Case(dialect="mistral"),
    "req-mistral-tool-call-id-pattern": Case(
        dialect="mistral",
        present={"messages[0].tool_calls[0].id": "a41632639", "messages[1].tool_call_id": "a41632639"},
    ),
    "req-mistral-renames": Case(dialect="mistral"),
    "req-mistral-no-strict-no-empty-tools": Case(dialect="mistral"),
    "req-system-must-be-first-single": Case(dialect=_with(GENERIC, chat_rule(one_system_message))),
    "req-xai-single-text-element": Case(dialect="xai", present={"messages[0].content": "a\nb"}),
    "req-response-message-roundtrip": Case(
        call={"messages": [_HI, REPLY, _HI]},
        reply={
            "role": "assistant",
            "content": "Hello",
            "tool_calls": [],
            **dict.fromkeys(("reasoning", "refusal", "annotations", "audio", "function_call", "name")),
        },
        present={"messages[1]": {"role": "assistant", "content": "Hello"}},
    ),
    "req-image_url-as-string": Case(
        dialect=_with(_KNOWN["mistral"], chat_rule(message_rule(images_as_text))),
        call={
            "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png,x"}}]}]
        },
        present={"messages[0].content[0]": {"type": "image_url", "image_url": "data:image/png,x"}},
    ),
    "req-tool_choice-required-unsupported": Case(
        dialect="deepseek", call={"tools": [_TOOL], "tool_choice": "required"}, present={"tool_choice": "required"}
    ),
    "req-tool_choice-any": Case(dialect="mistral"),
    "req-vllm-tool_choice-auto-needs-flag": Case(dialect="vllm", call={"tools": [_TOOL], "tool_choice": "auto"}),
    "req-strict-tools-unsupported": Case(dialect=_with(_KNOWN["xai"], chat_rule(without_strict))),
    "req-tool-schema-dialect": Case(
        dialect="gemini",
        call={"tools": [{"type": "function", "function": {"name": "f", "parameters": _SCHEMA}}]},
        present={"tools[0].function.parameters": _SCHEMA},
    ),
    "req-message-name-field": Case(dialect=_with(_KNOWN["xai"], chat_rule(message_rule(without_names)))),
    "req-tool-message-needs-name": Case(
        dialect="mistral",
        call={
            "messages": [
                {"role": "assistant", "content": "", "tool_calls": [{**_CALL, "id": "abcdefgh1"}]},
                {"role": "tool", "tool_call_id": "abcdefgh1", "content": "1"},
            ]
        },
        present={"messages[1].name": "f"},
    ),
    "req-json_object-rejected-lmstudio": Case(dialect="lmstudio"),
    "req-response_format-tgi-style": Case(dialect="tgi"),
    "req-response_format-with-tools": Case(
        dialect="groq", call={"tools": [_TOOL], "response_format": {"type": "json_schema"}}
    ),
    "req-thinking-enable_thinking": Case(dialect="dashscope"),
    "req-thinking-reasoning-object": Case(dialect="openrouter"),
    "req-thinking-chat_template_kwargs": Case(dialect="vllm"),
    "req-reasoning_effort-values": Case(dialect="ollama", present={"reasoning_effort": "ultra"}),
    "req-fireworks-thinking-and-effort": Case(
        dialect="fireworks", present={"thinking": "on", "reasoning_effort": "low"}
    ),
    "req-minimax-reasoning_split": Case(dialect="minimax"),
    "req-deepseek-reasoning-must-be-echoed": Case(
        dialect="deepseek",
        call={"messages": [_HI, REPLY, {"role": "tool", "tool_call_id": "c1", "content": "1"}]},
        reply={"role": "assistant", "content": "", "reasoning_content": "Hmm.", "tool_calls": [_CALL]},
        present={"messages[1].reasoning_content": "Hmm."},
    ),
    "req-temperature-ranges": Case(dialect="moonshot", present={"temperature": 0.7}, absent=()),
    "req-anthropic-compat-silently-ignored": Case(dialect="anthropic", present={"temperature": 1.5}),
    "req-n-unsupported": Case(present={"n": 2}),
    "req-gemini-unknown-field-400": Case(dialect="gemini", present={"web_search_options": {}}),
    "req-gemini-thought-signature-echo": Case(
        dialect="gemini",
        call={"messages": [_HI, REPLY, {"role": "tool", "tool_call_id": "c1", "content": "1"}]},
        reply={"role": "assistant", "tool_calls": [_SIGNED]},
        present={"messages[1].tool_calls[0].extra_content.google.thought_signature": "c2lnbmVk"},
    ),
    "req-deepseek-content-null-with-tool-calls": Case(
        dialect="deepseek", call={"messages": [{"role": "assistant", "content": "", "tool_calls": [_CALL]}]}
    ),
    "req-cloudflare-null-content-after-tools": Case(
        dialect="cloudflare", call={"messages": [{"role": "assistant", "content": None, "tool_calls": [_CALL]}]}
    ),
    "req-dashscope-stream-only": Case(dialect="dashscope"),
    "req-kimi-coding-user-agent": Case(
        client={"default_headers": {"User-Agent": "mine/1"}}, call={}, present={"headers": {"User-Agent": "mine/1"}}
    ),
    "auth-azure-api-key": Case(
        client={"azure_endpoint": "https://server", "api_version": "2024-10-21"}, call={"model": "gpt-4o"}
    ),
    "auth-custom-header-name": Case(dialect=replace(GENERIC, auth="api-subscription-key"), call={}),
    "auth-extra-headers": Case(present={"headers": {"HTTP-Referer": "https://app", "X-Title": "app"}}),
    "base-path-template": Case(
        dialect="cloudflare",
        client={"base_url": "https://server/client/v4/accounts/mine/ai/v1"},
        present={"url": "https://server/client/v4/accounts/mine/ai/v1/chat/completions"},
    ),
    "emb-sdk-default-base64-breaks-servers": Case(call={"input": "a"}),
    "emb-vllm-messages-input": Case(
        dialect="vllm", call={"input": None, "extra_body": {"messages": [_HI]}}, present={"messages[0]": _HI},
        absent=("input",),
    ),
    "emb-batch-limit-others": Case(call={"input": ["a"]}),
    "emb-input-must-be-list": Case(call={"input": ["a"]}, present={"input": ["a"]}),
    "img-edits-json": Case(
        dialect="xai", call={"image": "data:image/png;base64,AAAA"}, present={"image": "data:image/png;base64,AAAA"}
    ),
    "img-size-names": Case(present={"size": "1024x1024"}),
}  # fmt: skip

#: What a request row expects otherwise, and why it is not so.
REWORDED: dict[str, str] = {
    "req-system-must-be-first-single": "off by default, as the row says: a rule of one's own dialect",
    "req-image_url-as-string": "both spellings are taken: a rule for those who want this one",
    "req-strict-tools-unsupported": "nothing is dropped that was not allowed to be: a rule for those who want it",
    "req-message-name-field": "nothing is dropped that was not allowed to be: a rule for those who want it",
    "req-anthropic-compat-silently-ignored": "the server caps the temperature itself; what was asked for is sent",
    "req-tool_choice-required-unsupported": "sent as it was asked for; what the server refuses becomes auto only when "
    "adapt='lossy' allows it, with a warning",
    "req-tool-schema-dialect": "the row's own note: left to the caller, the server's words are shown",
    "req-temperature-ranges": "the row's own note: passed through, the server's words are shown",
    "base-path-template": "the whole address is base_url=; without it the error shows its form",
}

#: The field in which each server wants thinking back, by what is sent where `reasoning_content` was "Hmm.".
HISTORY_FIELDS: dict[str, dict[str, Any]] = {
    "cerebras": {"reasoning": "Hmm.", "content": "Yes"},
    "vllm": {"reasoning": "Hmm.", "content": "Yes"},
    "groq": {"reasoning": "Hmm.", "content": "Yes"},
    "deepseek": {"reasoning_content": "Hmm.", "content": "Yes"},
    "moonshot": {"reasoning_content": "Hmm.", "content": "Yes"},
    "zai": {"reasoning_content": "Hmm.", "content": "Yes"},
    "minimax": {"content": "<think>\nHmm.\n</think>\n\nYes"},
    "mistral": {
        "content": [
            {"type": "thinking", "thinking": [{"type": "text", "text": "Hmm."}]},
            {"type": "text", "text": "Yes"},
        ]
    },
}
