"""Whether texts are harmful, and how."""

from oaicompat import Client

client = Client()

texts = ["What a lovely garden.", "I hate you, and I will kill you."]
verdicts = client.moderations.create(input=texts).results

for text, verdict in zip(texts, verdicts, strict=True):
    found = [name for name, applies in verdict.categories.to_dict().items() if applies]
    print(f"{text!r}: {', '.join(found) or 'nothing found'}")
    if verdict.categories.violence:
        print("  violence with a score of", verdict.category_scores.violence)
