"""Responses that the server keeps: looked at again, gone on from, counted, made short, deleted."""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

tokens = client.responses.input_tokens.count(model=model, input="How deep is the sea?")
print("tokens of the question:", tokens.input_tokens)

first = client.responses.create(model=model, input="How deep is the sea?", store=True)
print("kept:", client.responses.retrieve(first.id).output_text)
for item in client.responses.input_items.list(first.id):
    print("asked:", item.type)

short = client.responses.compact(model=model, input=first.output_text)
print("made short:", len(short.output), "items")

with client.responses.stream(model=model, input="And how wide?", previous_response_id=first.id) as stream:
    print("gone on:", "".join(stream.text()))

later = client.responses.create(model=model, input="Think about it for a day.", background=True)
print("under way, then ended:", client.responses.cancel(later.id).status)
print("deleted:", client.responses.delete(first.id).deleted)
