"""One function for several servers: a client for each, and the next one when one fails."""

import os

from oaicompat import APIError, Client

here = os.environ.get("OPENAI_BASE_URL", "http://localhost:8000/v1")
clients = {
    "the fast one": Client(base_url="http://127.0.0.1:9/v1", max_retries=0, timeout=2),  # is down today
    "the reliable one": Client(base_url=here),
}


def ask(question: str) -> str:
    for name, client in clients.items():
        try:
            model = client.models.list().data[0].id
            reply = client.chat.completions.create(model=model, messages=[{"role": "user", "content": question}])
        except APIError as error:
            print(f"{name} failed: {error}")
            continue
        return f"{name}: {reply.choices[0].message.content}"
    return "nobody answered"


print(ask("Who are you?"))
