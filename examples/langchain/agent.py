"""An agent that calls a tool and streams its answer (needs `pip install langchain`)."""

import os

from langchain.agents import create_agent
from langchain_core.messages import AIMessageChunk, ToolMessage

from oaicompat.langchain import ChatOpenAICompatible

model = ChatOpenAICompatible(
    model=os.environ.get("MODEL", "stand-in"), base_url=os.environ.get("OPENAI_BASE_URL", "http://localhost:8000/v1")
)


def get_weather(city: str) -> str:
    """The current weather in a city."""
    return f"It is 21 degrees and sunny in {city}."


agent = create_agent(model, [get_weather], system_prompt="You tell the weather.")
question = {"messages": [{"role": "user", "content": "What is the weather in Paris?"}]}
for message, _ in agent.stream(question, stream_mode="messages"):
    if isinstance(message, ToolMessage):
        print(f"[{message.name}: {message.content}]")
    elif isinstance(message, AIMessageChunk):
        print(message.text, end="", flush=True)
print()
