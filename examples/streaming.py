"""An answer as it is written, and what it cost."""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

stream = client.chat.completions.create(
    model=model,
    messages=[{"role": "user", "content": "Tell me a very short story."}],
    stream=True,
    stream_options={"include_usage": True},
)
for text in stream.text():
    print(text, end="", flush=True)
print()

whole = stream.get_final_completion()
print(f"finished by {whole.choices[0].finish}", end="")
if whole.usage:
    print(f", {whole.usage.prompt_tokens} tokens in, {whole.usage.completion_tokens} out", end="")
print()
