"""A form that fills in while the model writes: what has come so far is an object at any time."""

from pydantic import BaseModel

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id


class Recipe(BaseModel):
    title: str
    minutes: int
    ingredients: list[str]


with client.chat.completions.stream(
    model=model,
    messages=[{"role": "user", "content": "A recipe for pancakes, please."}],
    response_format=Recipe,
) as events:
    for event in events:
        if event.type == "content.delta":
            so_far = event.parsed or {}
            print(" | ".join(f"{name}: {so_far.get(name, '...')}" for name in Recipe.model_fields))
    recipe = events.get_final_completion().parsed

print(f"done: {recipe!r}")
