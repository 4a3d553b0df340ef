"""The models of a server, and what it tells of each."""

from oaicompat import Client

client = Client()

for model in client.models.list():
    print(model.id, "by", model.owned_by or "nobody knows whom")
    print("  longest context:", model.context_limit or "not told")
    if model.pricing:  # OpenRouter, Together
        print("  price of a token:", model.pricing.prompt)
    if model.architecture:  # OpenRouter, llama.cpp
        print("  takes:", ", ".join(model.architecture.input_modalities or []))

card = client.models.retrieve(client.models.list().data[0].id)
# A model that you fine-tuned can be deleted: client.models.delete("ft:my-model")
print("all that the server says of one:", card.to_json(indent=None))
