"""The models of a server, and what it tells of each."""

from oaicompat import Client, NotFoundError

client = Client()

for model in client.models.list():
    print(model.id, "by", model.owned_by or "nobody knows whom")
    print("  longest context:", model.context_limit or "not told")
    if model.pricing:  # OpenRouter, Together
        print("  price of a token:", model.pricing.prompt)
    if model.architecture:  # OpenRouter, llama.cpp
        print("  takes:", ", ".join(model.architecture.input_modalities or []))

card = client.models.retrieve(client.models.list().data[0].id)
print("all that the server says of one:", card.to_json(indent=None))

try:
    print("deleted:", client.models.delete("ft:my-own-model").deleted)  # one that you fine-tuned
except NotFoundError as error:
    print("there is none to delete:", error.code)
