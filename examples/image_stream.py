"""An image while it is made: first what it looks like on its way, then itself."""

import tempfile
from pathlib import Path

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id
place = Path(tempfile.mkdtemp())

stream = client.images.generate(model=model, prompt="A garden at night", stream=True, partial_images=2)
for event in stream:
    if event.type == "image_generation.partial_image":
        event.save(place / f"on-its-way-{event.partial_image_index}.png")
        print("on its way:", event.partial_image_index)
    elif event.type == "image_generation.completed":
        print("done:", event.save(place / "garden.png"), "bytes")
        if event.usage:
            print("tokens:", event.usage.total_tokens)
