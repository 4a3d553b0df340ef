"""The least that a loop over chunks needs, for the client that is httpx and pydantic alone."""

from __future__ import annotations

from pydantic import BaseModel


class Delta(BaseModel):
    content: str | None = None


class Choice(BaseModel):
    delta: Delta
    finish_reason: str | None = None


class Chunk(BaseModel):
    id: str
    created: int
    model: str
    choices: list[Choice]
