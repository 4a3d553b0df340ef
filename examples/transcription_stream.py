"""The text of an audio file as it is understood, and who said what."""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id
sound = client.audio.speech.create(
    model=model, voice="alloy", input="Shall we go? Yes, if the rain stops. It has stopped.", response_format="wav"
)

stream = client.audio.transcriptions.create(model=model, file=sound.content, stream=True)
for text in stream.text():
    print(text, end="", flush=True)
print()
usage = stream.get_final_transcription().usage
if usage and usage.type == "tokens":
    print(f"{usage.input_tokens} tokens in, {usage.output_tokens} out")

events = client.audio.transcriptions.create(
    model=model, file=sound.content, stream=True, response_format="diarized_json", chunking_strategy="auto"
)
for event in events:
    if event.type == "transcript.text.segment":
        print(f"{event.start:5.2f} {event.speaker}: {event.text}")
