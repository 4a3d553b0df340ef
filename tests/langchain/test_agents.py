"""Agents of LangChain and graphs of LangGraph, run to their end by the stand-in server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain.agents.structured_output import ProviderStrategy, ToolStrategy
from langchain_core.messages import AIMessage, AIMessageChunk, ToolMessage
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from pydantic import BaseModel

from oaicompat.langchain import ChatOpenAICompatible, create_openai_compatible_model
from oaicompat.testing import Server

ASKED: Any = {"messages": [{"role": "user", "content": "What is the weather in Paris?"}]}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(strict=True) as found:
        yield found


def chat(server: Server, **options: Any) -> ChatOpenAICompatible:
    return ChatOpenAICompatible(**{"model": "m", "base_url": server.url, **options})


@tool
def get_weather(city: str) -> str:
    """The weather in a city."""
    return f"sunny in {city}"


class Report(BaseModel):
    """A report on the weather."""

    city: str
    degrees: int


@pytest.mark.parametrize("version", ["v0", "v1"])
@pytest.mark.parametrize("thinks", [False, True])
def test_an_agent_with_tools(server: Server, version: str, thinks: bool) -> None:
    """It calls the tool, tells the model what it gave, and answers; its thinking goes along."""
    options = {"enable_thinking": True, "reasoning_keep_policy": "current"} if thinks else {}
    agent = create_agent(chat(server, output_version=version, **options), [get_weather], system_prompt="Be brief.")
    for messages in (agent.invoke(ASKED)["messages"], asyncio.run(agent.ainvoke(ASKED))["messages"]):
        assert [message.type for message in messages] == ["human", "ai", "tool", "ai"]
        assert messages[2].content == "sunny in some city"
        assert messages[-1].text == "The tool says: sunny in some city"
    body = server.last.json()
    assert [message["role"] for message in body["messages"]] == ["system", "user", "assistant", "tool"]
    assert ("reasoning_content" in body["messages"][2]) is thinks


def test_an_agent_that_streams(server: Server) -> None:
    """Its tokens come one by one, tool calls among them."""
    agent = create_agent(chat(server), [get_weather])
    pieces = [chunk for chunk, _ in agent.stream(ASKED, stream_mode="messages")]
    text = "".join(piece.text for piece in pieces if isinstance(piece, AIMessageChunk))
    assert text == "The tool says: sunny in some city"
    assert any(piece.tool_call_chunks for piece in pieces if isinstance(piece, AIMessageChunk))
    assert any(isinstance(piece, ToolMessage) for piece in pieces)
    assert len(pieces) > 6

    async def events() -> list[str]:
        return [event["event"] async for event in agent.astream_events(ASKED, version="v2")]

    assert asyncio.run(events()).count("on_chat_model_stream") > 6


@pytest.mark.parametrize("strategy", [ProviderStrategy(Report), ToolStrategy(Report)])
@pytest.mark.parametrize("tools", [[get_weather], []])
def test_an_agent_with_an_object_at_its_end(server: Server, strategy: Any, tools: list[Any]) -> None:
    """By the server's schemas and by a tool; without tools none are sent."""
    by_schema = isinstance(strategy, ProviderStrategy)
    if tools and not by_schema:  # the stand-in answers in words after a tool, whatever it is told
        server.reply(tool_calls={"get_weather": {"city": "Paris"}})
        server.reply(tool_calls={"Report": {"city": "Paris", "degrees": 21}})
    agent = create_agent(chat(server), tools, response_format=strategy)
    found = agent.invoke(ASKED)
    assert isinstance(found["structured_response"], Report)
    first = server.requests[0].json()
    assert ("response_format" in first) is by_schema
    assert ("tools" in first) is (bool(tools) or not by_schema)
    assert first.get("tool_choice") == (None if by_schema else "required")


def test_a_declared_capability_decides_the_way(server: Server) -> None:
    """`create_agent` reads the profile: with schemas declared it asks for one."""
    kind = create_openai_compatible_model("x", server.url, {"supported_response_format": ["json_schema"]})
    agent = create_agent(kind(model="m"), [], response_format=Report)
    assert isinstance(agent.invoke(ASKED)["structured_response"], Report)
    assert server.last.json()["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize("version", ["v0", "v1"])
def test_a_graph_keeps_messages_and_goes_on(server: Server, version: str) -> None:
    """Thinking is saved with the conversation, comes back as it was, and is sent again."""
    model = chat(server, output_version=version, enable_thinking=True, reasoning_keep_policy="all")

    def build() -> Any:
        graph = StateGraph(MessagesState)
        graph.add_node("model", lambda state: {"messages": [model.invoke(state["messages"])]})
        graph.add_edge(START, "model")
        return graph.compile(checkpointer=saver)

    saver = InMemorySaver()
    config: Any = {"configurable": {"thread_id": "1"}}
    first = build().invoke({"messages": [("user", "Hello")]}, config)["messages"][-1]
    kept = build().get_state(config).values["messages"][-1]
    assert isinstance(kept, AIMessage)
    assert kept.model_dump() == first.model_dump()
    assert kept.content_blocks[0]["type"] == "reasoning"
    build().invoke({"messages": [("user", "And now?")]}, config)
    sent = server.last.json()["messages"]
    assert [message["role"] for message in sent] == ["user", "assistant", "user"]
    assert sent[1]["content"] == "You said: Hello"
    assert sent[1]["reasoning_content"].startswith("The user wrote")


def test_an_agent_that_is_interrupted_and_goes_on(server: Server) -> None:
    """Calls that wait in a checkpoint are answered by another run."""
    model = chat(server, enable_thinking=True, reasoning_keep_policy="all")
    saver, config = InMemorySaver(), {"configurable": {"thread_id": "1"}}
    waiting: Any = create_agent(model, [get_weather], checkpointer=saver, interrupt_before=["tools"])
    waiting.invoke(ASKED, config)
    assert waiting.get_state(config).next == ("tools",)
    found = waiting.invoke(None, config)
    assert found["messages"][-1].text == "The tool says: sunny in some city"
    sent = server.last.json()["messages"]
    assert json.loads(sent[1]["tool_calls"][0]["function"]["arguments"]) == {"city": "some city"}
    assert sent[1]["reasoning_content"]
    assert sent[2]["tool_call_id"] == sent[1]["tool_calls"][0]["id"]
