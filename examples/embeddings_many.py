"""Thousands of texts: split into calls, some of them under way at a time, and nothing lost if one fails."""

import asyncio

from oaicompat import AsyncClient
from oaicompat.types.embeddings import EmbeddingsError


async def main() -> None:
    async with AsyncClient() as client:
        model = (await client.models.list()).data[0].id
        texts = [f"text number {number}" for number in range(1000)]
        texts[500] = ""  # which most servers refuse
        try:
            reply = await client.embeddings.create_many(texts, model=model, batch_size=100, concurrency=8, deadline=60)
            print(f"{len(reply.vectors())} vectors")
        except EmbeddingsError as error:
            done = sum(len(part.data) for part in error.finished.values())
            print(f"{done} vectors; missing: {error.missing}")
            print(error.__cause__)


asyncio.run(main())
