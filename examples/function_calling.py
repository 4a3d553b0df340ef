"""The model asks for a function, we run it, and the model answers with what it returned."""

import json

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id


def get_weather(city: str) -> str:
    return f"It is 21 degrees and sunny in {city}."


tools = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "The current weather in a city.",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string", "description": "The city's name"}},
                "required": ["city"],
            },
        },
    }
]

messages: list = [{"role": "user", "content": "What is the weather in Paris?"}]
reply = client.chat.completions.create(model=model, messages=messages, tools=tools, tool_choice="auto")
message = reply.choices[0].message
messages.append(message)

for call in message.tool_calls or ():
    if call.type == "function":
        arguments = json.loads(call.function.arguments or "{}")
        print(f"the model calls {call.function.name}({arguments})")
        messages.append({"role": "tool", "tool_call_id": call.id, "content": get_weather(**arguments)})

reply = client.chat.completions.create(model=model, messages=messages, tools=tools)
print(reply.choices[0].message.content)
