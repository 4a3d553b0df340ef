"""Files at the server: upload, list, read back, download, delete."""

import tempfile
from pathlib import Path

from oaicompat import Client

client = Client()
place = Path(tempfile.mkdtemp())
notes = place / "notes.txt"
notes.write_text("The sea is blue.\n", "utf-8")

file = client.files.create(file=notes, purpose="user_data")  # a path, bytes, an open file, or (name, content)
print("uploaded", file.id, file.filename, file.bytes, "bytes")

ready = client.files.wait_for_processing(file.id)  # some servers look through a file first
print("ready:", client.files.retrieve(ready.id).status)

for one in client.files.list(limit=100):  # goes on to the next page by itself
    print("listed", one.id, one.purpose)

print("in memory:", client.files.content(file.id).text.strip())
size = client.files.download(file.id, place / "copy.txt")  # to the disk as it comes, however large it is
print("on the disk:", size, "bytes")

print("deleted:", client.files.delete(file.id).deleted)
