"""A response as it is made: the thinking, the text, and at the end the whole."""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

stream = client.responses.create(
    model=model,
    input="Why is the sky blue? Answer in one sentence.",
    reasoning={"effort": "low"},
    stream=True,
)
for event in stream:
    if event.type == "response.reasoning_text.delta" or event.type == "response.reasoning_summary_text.delta":
        print(f"[{event.delta}]", end="", flush=True)
    elif event.type == "response.output_text.delta":
        print(event.delta, end="", flush=True)
    elif event.type == "response.output_item.done":
        print(f"\n-- {event.item.type} is whole")

response = stream.get_final_response()
print(f"{response.status}: {len(response.output_text)} characters")
