"""The text that is nearest to a question, by the cosine between their vectors."""

from math import hypot

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

texts = [
    "Bread is baked from flour, water, salt and yeast.",
    "The moon goes round the earth in a month.",
    "A violin has four strings.",
]
question = "How long does the moon take to go round the earth?"

reply = client.embeddings.create(model=model, input=[question, *texts])
asked, *known = reply.vectors()  # arrays of 32-bit floats; vectors(numpy=True) is one array of numpy


def cosine(number: int) -> float:
    return sum(a * b for a, b in zip(asked, known[number], strict=True)) / (hypot(*asked) * hypot(*known[number]))


best = max(range(len(texts)), key=cosine)
print(f"{cosine(best):.2f} {texts[best]}")
