"""Fifty calls at once, ten at a time, each with a deadline of its own."""

import asyncio

from oaicompat import APIError, AsyncClient


async def main() -> None:
    async with AsyncClient(deadline=30) as client:
        model = (await client.models.list()).data[0].id
        gate = asyncio.Semaphore(10)

        async def ask(number: int) -> str | None:
            async with gate:
                try:
                    reply = await client.chat.completions.create(
                        model=model, messages=[{"role": "user", "content": f"Question {number}"}]
                    )
                except APIError as error:
                    print(f"question {number}: {error}")
                    return None
                return reply.choices[0].message.content

        answers = await asyncio.gather(*(ask(number) for number in range(50)))
        print(f"{sum(answer is not None for answer in answers)} of {len(answers)} answered")


asyncio.run(main())
