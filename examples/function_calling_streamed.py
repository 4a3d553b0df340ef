"""Tool calls out of a stream: join the pieces by index, or let the stream do it."""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

tools = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
]
stream = client.chat.completions.create(
    model=model,
    messages=[{"role": "user", "content": "What is the weather in Paris?"}],
    tools=tools,
    tool_choice="required",
    stream=True,
)

names: dict[int, str] = {}
arguments: dict[int, str] = {}
for chunk in stream:
    for choice in chunk.choices:
        for piece in choice.delta.tool_calls or ():
            names[piece.index] = names.get(piece.index, "") + (piece.function.name or "")
            arguments[piece.index] = arguments.get(piece.index, "") + piece.function.arguments

for index, name in names.items():
    print(f"joined by hand:   {name}({arguments[index]})")
for call in stream.get_final_completion().choices[0].message.tool_calls or ():
    if call.type == "function":
        print(f"by the stream:    {call.function.name}({call.function.arguments})")
