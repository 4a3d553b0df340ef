"""A text spoken: in memory, written to a file as it comes, and piece by piece."""

from pathlib import Path
from tempfile import TemporaryDirectory

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id
text = "The sea is calm tonight."

sound = client.audio.speech.create(model=model, voice="alloy", input=text, response_format="wav")
print(f"{len(sound.content)} bytes of {sound.content_type}")

with TemporaryDirectory() as folder:
    path = Path(folder, "sea.mp3")
    with client.audio.speech.stream(model=model, voice="alloy", input=text) as stream:
        stream.save(path)  # never all in memory
    print(f"{path.stat().st_size} bytes in {path.name}")

for event in client.audio.speech.create(model=model, voice="alloy", input=text, stream_format="sse"):
    if event.type == "speech.audio.delta":
        print(f"a piece of {len(event.bytes())} bytes")
    elif event.type == "speech.audio.done" and event.usage:
        print(f"{event.usage.total_tokens} tokens in all")
