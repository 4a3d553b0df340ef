"""A text goes on: the endpoint before there was chat, for base models and for filling in the middle."""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

stream = client.completions.create(model=model, prompt="The sea was calm.", max_tokens=40, stream=True)
for text in stream.text():
    print(text, end="", flush=True)
print(f"\nended by {stream.get_final_completion().choices[0].finish}")

between = client.completions.create(
    model=model, prompt="def add(a, b):\n    ", suffix="\n\nprint(add(1, 2))", max_tokens=40, stop=["\n\n"], logprobs=1
)
choice = between.choices[0]
print(choice.text)
if choice.logprobs and choice.logprobs.tokens and choice.logprobs.token_logprobs:  # llama.cpp has them in `content`
    for token, logprob in list(zip(choice.logprobs.tokens, choice.logprobs.token_logprobs, strict=True))[:3]:
        print(f"{token!r}: {logprob}")
