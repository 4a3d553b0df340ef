"""Three streams side by side in one event loop."""

import asyncio

from oaicompat import AsyncClient


async def tell(client: AsyncClient, model: str, subject: str) -> str:
    messages = [{"role": "user", "content": f"One sentence about {subject}."}]
    stream = await client.chat.completions.create(model=model, messages=messages, stream=True)
    return "".join([text async for text in stream.text()])


async def main() -> None:
    async with AsyncClient() as client:
        model = (await client.models.list()).data[0].id
        subjects = ("rivers", "mountains", "the sea")
        for subject, text in zip(
            subjects, await asyncio.gather(*(tell(client, model, s) for s in subjects)), strict=True
        ):
            print(f"{subject}: {text}")


asyncio.run(main())
