"""Routes beside OpenAI's that vLLM and others have: is it up, which tokens is it, which class, which vectors."""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

print("status:", client.health().status or "up", "version:", client.version().version)

found = client.tokenize(model=model, prompt="The sea is blue.")
print(found.count, "tokens; back again:", client.detokenize(model=model, tokens=found.tokens).prompt)
print("tokenizer:", client.tokenizer_info().tokenizer_class)

for row in client.classify(model=model, input=["I love it.", "I hate it."]).data:
    print("class:", row.label)

pooled = client.pooling(model=model, input="The sea is blue.")
print("pooled:", len(pooled.data), "of", pooled.model)
