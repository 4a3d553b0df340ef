"""Twenty threads share one client, and so one pool of connections."""

from concurrent.futures import ThreadPoolExecutor

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id


def ask(number: int) -> str:
    reply = client.chat.completions.create(model=model, messages=[{"role": "user", "content": f"Question {number}"}])
    return reply.choices[0].message.content or ""


with ThreadPoolExecutor(max_workers=20) as pool:
    answers = list(pool.map(ask, range(20)))
print(f"{len(answers)} answers, such as {answers[0]!r}")
