"""As with_bare.py, without the 14 ms of reading certificates that a plain-http call does not need."""

import ssl
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


client = httpx.Client(headers={"Authorization": "Bearer key"}, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
body = {"model": "small-model", "messages": [{"role": "user", "content": "Hello"}]}
reply = client.post(f"{sys.argv[1]}/chat/completions", json=body)
completion = Completion.model_validate_json(reply.content)
assert completion.choices[0].message.content == "The quick brown fox."
