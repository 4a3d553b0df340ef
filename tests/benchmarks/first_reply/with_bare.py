"""A process that imports httpx and pydantic, asks once, reads the answer into a small model, and ends."""

import sys

import httpx
from pydantic import BaseModel


class Message(BaseModel):
    role: str
    content: str | None


class Choice(BaseModel):
    message: Message
    finish_reason: str | None


class Completion(BaseModel):
    id: str
    created: int
    model: str
    choices: list[Choice]


client = httpx.Client(headers={"Authorization": "Bearer key"})
body = {"model": "small-model", "messages": [{"role": "user", "content": "Hello"}]}
reply = client.post(f"{sys.argv[1]}/chat/completions", json=body)
completion = Completion.model_validate_json(reply.content)
assert completion.choices[0].message.content == "The quick brown fox."
