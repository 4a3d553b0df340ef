"""A process that imports oaicompat, asks once, and ends."""

import sys

from oaicompat import Client

client = Client(base_url=sys.argv[1], api_key="key")
completion = client.chat.completions.create(model="small-model", messages=[{"role": "user", "content": "Hello"}])
assert completion.choices[0].message.content == "The quick brown fox."
