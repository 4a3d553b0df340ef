"""A model that thinks first: its thinking is `reasoning`, whatever the server calls it."""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

stream = client.chat.completions.create(
    model=model,
    messages=[{"role": "user", "content": "Please think: what is six times seven?"}],
    chat_template_kwargs={"enable_thinking": True},
    stream=True,
)
for chunk in stream:
    for choice in chunk.choices:
        if thought := choice.delta.reasoning:
            print(f"[{thought}]", end="", flush=True)
        if text := choice.delta.content:
            print(text, end="", flush=True)
print()
