"""A server with a habit that nobody wrote down yet: a dialect of your own, from outside, in ten lines."""

from dataclasses import replace
from typing import Any

from oaicompat import Client, Dialect, Request


def with_team(request: Request) -> Request:
    """This gateway wants to be told in every body who pays."""
    return request if request.body is None else replace(request, body={**request.body, "user": "team-blue"})


def without_banner(reply: dict[str, Any]) -> dict[str, Any]:
    """And it puts words of its own before each answer."""
    for choice in reply.get("choices", []):
        choice["message"]["content"] = choice["message"]["content"].removeprefix("You said: ")
    return reply


gateway = Dialect(name="gateway", token_limit="max_tokens", requests=(with_team,), replies=(without_banner,))
client = Client(dialect=gateway)
reply = client.chat.completions.create(
    model=client.models.list().data[0].id,
    messages=[{"role": "user", "content": "The sea is blue."}],
    max_completion_tokens=50,  # sent as max_tokens, which is what this server knows
)
print("without its banner:", reply.text)

# What is known of a server by name is the start of another dialect: replace(providers()["vllm"], ...).
