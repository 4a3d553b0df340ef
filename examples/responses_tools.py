"""The model asks for a function, we run it, and the model answers with what it returned: with the Responses API."""

import json

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id


def get_weather(city: str) -> str:
    return f"It is 21 degrees and sunny in {city}."


tools = [
    {
        "type": "function",
        "name": "get_weather",
        "description": "The current weather in a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string", "description": "The city's name"}},
            "required": ["city"],
        },
    }
]

items: list = [{"role": "user", "content": "What is the weather in Paris?"}]
response = client.responses.create(model=model, input=items, tools=tools)
items += response.output  # what the model said goes back as it came

for item in response.output:
    if item.type == "function_call":
        arguments = json.loads(item.arguments or "{}")
        print(f"the model calls {item.name}({arguments})")
        items.append({"type": "function_call_output", "call_id": item.call_id, "output": get_weather(**arguments)})

response = client.responses.create(model=model, input=items, tools=tools)
print(response.output_text)
