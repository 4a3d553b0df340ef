"""What is said in an audio file: its text, its words with their times, and subtitles."""

import io
import math
import wave

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

tone = [round(9000 * math.sin(at / 8)) for at in range(32_000)]
file = io.BytesIO()  # a path will do as well: file="call.wav"
with wave.open(file, "wb") as sound:
    sound.setparams((1, 2, 16_000, 0, "NONE", ""))  # mono, 2 bytes a sample, 16000 of them a second
    sound.writeframes(b"".join(sample.to_bytes(2, "little", signed=True) for sample in tone))

print(client.audio.transcriptions.create(model=model, file=file).text)

reply = client.audio.transcriptions.create(
    model=model, file=file, response_format="verbose_json", timestamp_granularities=["word"]
)
print(f"{reply.duration:.1f} seconds, {reply.language}")
for word in reply.words or ():
    print(f"{word.start:6.2f} {word.word}")

print(client.audio.transcriptions.create(model=model, file=file, response_format="srt"))
print("in English:", client.audio.translations.create(model=model, file=file).text)
