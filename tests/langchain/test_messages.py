"""LangChain's messages on their way to the server: pure functions, looked at without one."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import (
    AIMessage,
    ChatMessage,
    FunctionMessage,
    HumanMessage,
    RemoveMessage,
    SystemMessage,
    ToolMessage,
)

from oaicompat.langchain._outgoing import wire_messages
from oaicompat.langchain._parts import parts_of

PNG = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
PDF = {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,AAAA"}}

PARTS: list[tuple[str, Any, Any]] = [
    ("a string", "hi", {"type": "text", "text": "hi"}),
    (
        "text with remarks",
        {"type": "text", "text": "hi", "id": "1", "index": 0, "annotations": [], "extras": {}},
        {"type": "text", "text": "hi"},
    ),
    (
        "text with a cache mark",
        {"type": "text", "text": "hi", "cache_control": {"type": "ephemeral"}},
        {"type": "text", "text": "hi", "cache_control": {"type": "ephemeral"}},
    ),
    ("the Responses API's text", {"type": "input_text", "text": "hi"}, {"type": "text", "text": "hi"}),
    ("plain text, v1", {"type": "text-plain", "mime_type": "text/plain", "text": "hi"}, {"type": "text", "text": "hi"}),
    ("plain text in base64", {"type": "text-plain", "base64": "aGk="}, {"type": "text", "text": "hi"}),
    ("image, v1", {"type": "image", "base64": "AAAA", "mime_type": "image/png"}, PNG),
    (
        "image by URL, v1, detailed",
        {"type": "image", "url": "http://a/b", "extras": {"detail": "low"}},
        {"type": "image_url", "image_url": {"url": "http://a/b", "detail": "low"}},
    ),
    ("image, v0", {"type": "image", "source_type": "base64", "data": "AAAA", "mime_type": "image/png"}, PNG),
    (
        "image by URL, v0",
        {"type": "image", "source_type": "url", "url": "http://a/b"},
        {"type": "image_url", "image_url": {"url": "http://a/b"}},
    ),
    ("image, OpenAI", PNG, PNG),
    ("image, OpenAI, careless", {"type": "image_url", "image_url": "data:image/png;base64,AAAA"}, PNG),
    ("image, Responses", {"type": "input_image", "image_url": "data:image/png;base64,AAAA"}, PNG),
    (
        "image, Anthropic",
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}},
        PNG,
    ),
    (
        "image by URL, Anthropic",
        {"type": "image", "source": {"type": "url", "url": "http://a/b"}, "cache_control": {"type": "ephemeral"}},
        {"type": "image_url", "image_url": {"url": "http://a/b"}, "cache_control": {"type": "ephemeral"}},
    ),
    (
        "audio, v1",
        {"type": "audio", "base64": "AAAA", "mime_type": "audio/mpeg"},
        {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "mp3"}},
    ),
    (
        "audio, v0",
        {"type": "audio", "source_type": "base64", "data": "AAAA", "mime_type": "audio/x-wav"},
        {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
    ),
    ("audio by URL", {"type": "audio", "url": "http://a/b"}, {"type": "audio_url", "audio_url": {"url": "http://a/b"}}),
    (
        "audio, OpenAI",
        {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
        {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}},
    ),
    (
        "video, v1",
        {"type": "video", "base64": "AAAA", "mime_type": "video/mp4"},
        {"type": "video_url", "video_url": {"url": "data:video/mp4;base64,AAAA"}},
    ),
    (
        "video by URL",
        {"type": "video", "url": "http://a/b"},
        {"type": "video_url", "video_url": {"url": "http://a/b"}},
    ),
    (
        "video, vLLM",
        {"type": "video_url", "video_url": {"url": "http://a/b"}},
        {"type": "video_url", "video_url": {"url": "http://a/b"}},
    ),
    ("video in frames", {"type": "video", "video": ["http://a/1"]}, {"type": "video", "video": ["http://a/1"]}),
    ("file, v1", {"type": "file", "base64": "AAAA", "mime_type": "application/pdf", "filename": "a.pdf"}, PDF),
    (
        "file, v1, named in its extras",
        {"type": "file", "base64": "AAAA", "mime_type": "application/pdf", "extras": {"filename": "a.pdf"}},
        PDF,
    ),
    (
        "file without a name",
        {"type": "file", "base64": "AAAA", "mime_type": "application/pdf"},
        {"type": "file", "file": {"filename": "file.pdf", "file_data": "data:application/pdf;base64,AAAA"}},
    ),
    (
        "file, v0",
        {
            "type": "file",
            "source_type": "base64",
            "data": "AAAA",
            "mime_type": "application/pdf",
            "metadata": {"filename": "a.pdf"},
        },
        PDF,
    ),
    ("file that was uploaded, v1", {"type": "file", "file_id": "f"}, {"type": "file", "file": {"file_id": "f"}}),
    (
        "file that was uploaded, v0",
        {"type": "file", "source_type": "id", "id": "f"},
        {"type": "file", "file": {"file_id": "f"}},
    ),
    ("text as a file, v0", {"type": "file", "source_type": "text", "text": "hi"}, {"type": "text", "text": "hi"}),
    (
        "file by URL",
        {"type": "file", "url": "http://a/b.pdf", "filename": "b.pdf"},
        {"type": "file", "file": {"filename": "b.pdf", "file_data": "http://a/b.pdf"}},
    ),
    ("file, OpenAI", PDF, PDF),
    (
        "document, Anthropic",
        {
            "type": "document",
            "title": "a.pdf",
            "source": {"type": "base64", "media_type": "application/pdf", "data": "AAAA"},
        },
        PDF,
    ),
    (
        "text document, Anthropic",
        {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "hi"}},
        {"type": "text", "text": "hi"},
    ),
    (
        "what LangChain could not read",
        {"type": "non_standard", "value": {"type": "own", "x": 1}},
        {"type": "own", "x": 1},
    ),
    (
        "a vendor's own part",
        {"type": "document_url", "document_url": "u"},
        {"type": "document_url", "document_url": "u"},
    ),
    ("thinking", {"type": "thinking", "thinking": "..."}, None),
    ("reasoning, v1", {"type": "reasoning", "reasoning": "..."}, None),
    ("a call, Anthropic", {"type": "tool_use", "id": "1", "name": "f", "input": {}}, None),
]


@pytest.mark.parametrize(("block", "part"), [row[1:] for row in PARTS], ids=[row[0] for row in PARTS])
def test_a_block_is_a_part(block: Any, part: Any) -> None:
    """Every form of a block becomes the wire's part, or is told elsewhere."""
    assert parts_of([block]) == ([] if part is None else [part])


@pytest.mark.parametrize(
    "block",
    [
        3,
        {"type": "image", "base64": "AAAA"},
        {"type": "image", "file_id": "f"},
        {"type": "video"},
        {"type": "audio", "file_id": "f"},
        {"type": "text-plain", "url": "http://a"},
    ],
)
def test_a_block_that_cannot_be_sent_says_why(block: Any) -> None:
    """It is a ValueError, and never silence."""
    with pytest.raises(ValueError, match="block"):
        parts_of([block])


def one(message: Any, **options: Any) -> dict[str, Any]:
    """The one wire message that a message is."""
    (found,) = wire_messages([message], **options)
    return found


def test_roles_and_names() -> None:
    """Each kind of message has its role; names go along."""
    found = wire_messages(
        [
            SystemMessage("be brief"),
            SystemMessage("new style", additional_kwargs={"__openai_role__": "developer"}),
            HumanMessage("hi", name="ada"),
            AIMessage("hello", name="bot"),
            FunctionMessage("4", name="add"),
            ChatMessage("x", role="critic"),
        ]
    )
    assert [message["role"] for message in found] == ["system", "developer", "user", "assistant", "function", "critic"]
    assert [message.get("name") for message in found] == [None, None, "ada", "bot", "add", None]
    with pytest.raises(ValueError, match="RemoveMessage cannot be sent"):
        one(RemoveMessage(id="1"))


def test_a_list_of_texts_is_one_text_for_all_but_the_user() -> None:
    """Servers whose templates know strings alone understand it; `text_as` says otherwise."""
    texts: Any = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    assert one(SystemMessage(texts))["content"] == "a\nb"
    assert one(ToolMessage(texts, tool_call_id="1"))["content"] == "a\nb"
    assert one(AIMessage(texts))["content"] == "ab"
    assert one(HumanMessage(texts))["content"] == texts
    assert one(HumanMessage(texts), text_as="string")["content"] == "a\nb"
    assert one(SystemMessage(texts), text_as="list")["content"] == texts
    marked: Any = [{**texts[0], "cache_control": {"type": "ephemeral"}}]
    assert one(SystemMessage(marked))["content"] == marked


def test_a_picture_in_a_tools_result_stays_a_list() -> None:
    """And an error's content goes as it is."""
    result = ToolMessage([{"type": "text", "text": "a"}, PNG], tool_call_id="1")
    assert one(result) == {"role": "tool", "tool_call_id": "1", "content": [{"type": "text", "text": "a"}, PNG]}
    assert one(ToolMessage("boom", tool_call_id="1", status="error", name="f"))["content"] == "boom"


def test_tool_calls_good_and_bad() -> None:
    """Arguments are JSON text, those that are none as the model wrote them; no text beside them is null."""
    message = AIMessage(
        "",
        tool_calls=[{"name": "f", "args": {"city": "Zürich"}, "id": "1"}],
        invalid_tool_calls=[{"name": "g", "args": "{oops", "id": "2", "error": "no JSON"}],
    )
    found = one(message)
    assert found["content"] is None
    assert found["tool_calls"] == [
        {"id": "1", "type": "function", "function": {"name": "f", "arguments": '{"city": "Zürich"}'}},
        {"id": "2", "type": "function", "function": {"name": "g", "arguments": "{oops"}},
    ]


def test_calls_that_stand_in_the_content_alone() -> None:
    """Anthropic's and LangChain's blocks of calls are calls; those that the message lists are not doubled."""
    content: Any = [
        {"type": "text", "text": "well"},
        {"type": "tool_use", "id": "1", "name": "f", "input": {"a": 1}},
        {"type": "tool_call", "id": "2", "name": "g", "args": {}},
    ]
    both = one(AIMessage(content, tool_calls=[{"name": "f", "args": {"a": 1}, "id": "1"}]))
    assert both["content"] == "well"
    assert [call["id"] for call in both["tool_calls"]] == ["1", "2"]
    assert one(AIMessage(content))["tool_calls"][0]["function"] == {"name": "f", "arguments": '{"a": 1}'}


def test_results_in_anthropics_form_are_messages_of_tools() -> None:
    """They stand before what the user says beside them."""
    content: Any = [
        {"type": "tool_result", "tool_use_id": "1", "content": [{"type": "text", "text": "green"}], "is_error": False},
        {"type": "text", "text": "and now?"},
    ]
    assert wire_messages([HumanMessage(content)]) == [
        {"role": "tool", "tool_call_id": "1", "content": "green"},
        {"role": "user", "content": [{"type": "text", "text": "and now?"}]},
    ]
    assert [message["role"] for message in wire_messages([HumanMessage(content[:1])])] == ["tool"]


THOUGHTS = [
    AIMessage("1", additional_kwargs={"reasoning_content": "old"}),
    HumanMessage("next"),
    AIMessage(
        [{"type": "reasoning", "reasoning": "new"}, {"type": "text", "text": "2"}],
        response_metadata={"output_version": "v1", "reasoning_field": "reasoning"},
    ),
    ToolMessage("3", tool_call_id="1"),
]


@pytest.mark.parametrize(
    ("keep", "field", "sent"),
    [
        ("never", None, [{}, {}]),
        ("current", None, [{}, {"reasoning": "new"}]),
        ("all", None, [{"reasoning_content": "old"}, {"reasoning": "new"}]),
        ("all", "reasoning_content", [{"reasoning_content": "old"}, {"reasoning_content": "new"}]),
    ],
)
def test_thinking_goes_back_by_policy(keep: Any, field: Any, sent: list[dict[str, str]]) -> None:
    """Nobody's, that of this turn, or everybody's; under the name that its server used, or the one that was asked."""
    found = wire_messages([HumanMessage("first"), *THOUGHTS], keep=keep, field=field)
    thoughts = [
        {name: message[name] for name in ("reasoning", "reasoning_content") if name in message}
        for message in found
        if message["role"] == "assistant"
    ]
    assert thoughts == sent
    assert [message["content"] for message in found if message["role"] == "assistant"] == ["1", "2"]


def test_details_and_signatures_go_back_unmodified() -> None:
    """OpenRouter's details by the policy, signatures of calls and answers always."""
    details = [{"type": "reasoning.encrypted", "data": "x", "index": 0}, {"type": "reasoning.text", "signature": "s"}]
    google = {"google": {"thought_signature": "abc"}}
    message = AIMessage(
        "",
        tool_calls=[{"name": "f", "args": {}, "id": "1"}],
        additional_kwargs={
            "reasoning_details": details,
            "tool_call_extras": {"1": {"extra_content": google}},
            "extra_content": google,
        },
    )
    found = one(message, keep="all")
    assert found["reasoning_details"] == details
    assert found["extra_content"] == google
    assert found["tool_calls"][0]["extra_content"] == google
    never = one(message)
    assert "reasoning_details" not in never
    assert never["tool_calls"][0]["extra_content"] == google


def test_refusal_audio_and_a_beginning() -> None:
    """What else an answer had."""
    assert one(AIMessage("", additional_kwargs={"refusal": "no"})) == {
        "role": "assistant",
        "content": "",
        "refusal": "no",
    }
    audio = one(AIMessage("", additional_kwargs={"audio": {"id": "a", "data": "...", "transcript": "hi"}}))
    assert audio == {"role": "assistant", "content": None, "audio": {"id": "a"}}
    assert one(AIMessage("Once", additional_kwargs={"prefix": True}))["prefix"] is True


def test_messages_are_not_changed() -> None:
    """They are the caller's."""
    messages = [HumanMessage([{"type": "text", "text": "a", "id": "1"}]), *THOUGHTS]
    before = [message.model_dump() for message in messages]
    wire_messages(messages, keep="all")
    assert [message.model_dump() for message in messages] == before
