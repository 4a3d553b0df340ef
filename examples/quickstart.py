"""A first look: a conversation of several turns, streamed, with a tool call and an answer in JSON.

It talks to the server at OPENAI_BASE_URL; without one it starts a stand-in server, so it needs no key.
"""

import json
import os
from contextlib import ExitStack

from oaicompat import Client

with ExitStack() as stack:
    if not os.environ.get("OPENAI_BASE_URL"):
        from oaicompat.testing import Server

        os.environ["OPENAI_BASE_URL"] = stack.enter_context(Server()).url
        print("(No OPENAI_BASE_URL: this is a stand-in server, and its answers are made up.)\n")
    client = stack.enter_context(Client())
    model = client.models.list().data[0].id
    print(f"{client.base_url} serves {model}\n")

    def streamed(messages: list, **options: object) -> object:
        """Prints an answer as it is written, and adds it to the conversation."""
        stream = client.chat.completions.create(model=model, messages=messages, stream=True, max_tokens=200, **options)
        print("assistant: ", end="")
        for text in stream.text():
            print(text, end="", flush=True)
        message = stream.get_final_completion().choices[0].message
        messages.append(message)
        print()
        return message

    messages: list = [{"role": "user", "content": "Hello! In one sentence: who are you?"}]
    print("user:      ", messages[0]["content"])
    streamed(messages)

    messages.append({"role": "user", "content": "What is the weather in Paris?"})
    print("\nuser:      ", messages[-1]["content"])
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    tools = [{"type": "function", "function": {"name": "get_weather", "parameters": parameters}}]
    for call in streamed(messages, tools=tools).tool_calls or ():
        print(f"           calls {call.function.name}({call.function.arguments})")
        messages.append({"role": "tool", "tool_call_id": call.id, "content": "21 degrees and sunny"})
    streamed(messages, tools=tools)

    messages = [{"role": "user", "content": "The capital of France, as JSON."}]
    print("\nuser:      ", messages[0]["content"])
    schema = {"type": "object", "properties": {"capital": {"type": "string"}}, "required": ["capital"]}
    reply = client.chat.completions.create(
        model=model,
        messages=messages,
        max_tokens=200,
        response_format={"type": "json_schema", "json_schema": {"name": "city", "schema": schema}},
    )
    print("assistant: ", json.loads(reply.choices[0].message.content or "{}"))
    print("usage:     ", reply.usage and reply.usage.total_tokens, "tokens")
