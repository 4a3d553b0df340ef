"""Two turns with the Responses API, where the server remembers the first one; not every server does."""

from oaicompat import BadRequestError, Client, NotFoundError

client = Client()
model = client.models.list().data[0].id

first = client.responses.create(
    model=model,
    instructions="Answer in one short sentence.",
    input="What is the capital of France?",
)
print(first.output_text)

question = "And how many people live there?"
try:
    second = client.responses.create(model=model, input=question, previous_response_id=first.id)
except (BadRequestError, NotFoundError):  # this server keeps no responses: send what was said
    items = [
        {"role": "user", "content": "What is the capital of France?"},
        *first.output,
        {"role": "user", "content": question},
    ]
    second = client.responses.create(model=model, input=items)
print(second.output_text)

if second.usage:
    print(f"{second.usage.input_tokens} tokens in, {second.usage.output_tokens} out: {second.status}")
