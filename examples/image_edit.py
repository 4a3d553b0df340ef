"""An image that is made of others: of files, which are sent in a form, or of URLs, which are sent as JSON."""

import tempfile
from pathlib import Path

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id
place = Path(tempfile.mkdtemp())

cat, hat = place / "cat.png", place / "hat.png"
for path, prompt in ((cat, "A cat"), (hat, "A red hat")):
    client.images.generate(model=model, prompt=prompt).data[0].save(path)

edited = client.images.edit(model=model, image=[cat, hat], prompt="Put the hat on the cat.")
print("of two files:", edited.data[0].save(place / "cat-with-hat.png"), "bytes")

varied = client.images.create_variation(model=model, image=cat)
print("of one file:", varied.data[0].save(place / "another-cat.png"), "bytes")

references = [{"image_url": "https://images.example/cat.png"}]
edited = client.images.edit(model=model, images=references, prompt="Make it a drawing.")
print("of an address:", edited.data[0].save(place / "drawing.png"), "bytes")
