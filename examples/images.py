"""An image out of a text, saved to a file."""

import tempfile
from pathlib import Path

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id
place = Path(tempfile.mkdtemp())

reply = client.images.generate(model=model, prompt="A lighthouse in a storm, as a woodcut", size="1024x1024", n=2)
for number, image in enumerate(reply.data):
    path = place / f"lighthouse-{number}.png"
    size = image.save(path)  # base64 or a data: URL; what is only an address is yours to fetch: `image.url`
    print(f"{path.name}: {image.media_type}, {size} bytes")
if reply.usage:
    print("tokens:", reply.usage.total_tokens)
