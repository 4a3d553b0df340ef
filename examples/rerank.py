"""Which of these texts answers the question? A ranking model reads each beside it."""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id
question = "What colour is the sea?"
texts = [
    "The train to the city leaves at nine.",
    "The colour of the sea is blue, green or grey.",
    "A sea is what a ship needs.",
]

# Servers that rank somewhere else than below the base URL are reached with path= and root=.
ranking = client.rerank(model=model, query=question, documents=texts, top_n=2)
for result in ranking.results:
    print(f"{result.relevance_score:.2f}  {texts[result.index]}")

# The same, pair by pair (vLLM).
scores = client.score(model=model, text_1=question, text_2=texts).scores
print("scores in the order of the texts:", scores)
