"""A batch: many requests in one file, answered in the server's own time, and each answer matched to its request."""

import tempfile
from pathlib import Path

from oaicompat import Client, batches
from oaicompat.types import Batch
from oaicompat.types.chat import ChatCompletion

client = Client()
model = client.models.list().data[0].id

# 1. The requests, by names of your own, as a file of JSON lines.
cities = ("Paris", "Rome", "Oslo")
requests = {
    city.lower(): {"model": model, "messages": [{"role": "user", "content": f"What is {city} known for?"}]}
    for city in cities
}
path = Path(tempfile.mkdtemp()) / "requests.jsonl"
batches.write_requests(path, requests)

# 2. The file goes to the server, and the batch is started.
file = client.files.create(file=path, purpose="batch")
batch = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions")


# 3. Now it takes its time: minutes, or a day.
def tell(batch: Batch) -> None:
    counts = batch.request_counts
    print(batch.status, f"{counts.completed} of {counts.total}" if counts else "")


batch = client.batches.wait(batch.id, on_progress=tell, deadline=24 * 3600)
if batch.output_file_id is None:
    raise SystemExit(f"nothing was answered: {batch.status} {batch.errors}")

# 4. The answers come in any order.
found = batches.match(requests, batches.read_answers(client.files.content(batch.output_file_id)))
for name, answer in found.answers.items():
    print(f"{name}:", answer.parse(ChatCompletion).choices[0].message.content)
print("without an answer:", found.missing or "none")

# 5. All that there are, one of them, and one that is given up.
again = client.batches.create(input_file_id=file.id, endpoint="/v1/chat/completions")
print("given up:", client.batches.cancel(again.id).status)
print([one.status for one in client.batches.list()], client.batches.retrieve(batch.id).state)
