"""A conversation of several turns: the reply's message goes back into the history as it is.

Set OPENAI_BASE_URL to the server, such as http://localhost:8000/v1.
"""

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

messages: list = [{"role": "system", "content": "Answer in one sentence."}]
for question in ("What is the capital of France?", "And how many people live there?"):
    messages.append({"role": "user", "content": question})
    reply = client.chat.completions.create(model=model, messages=messages)
    messages.append(reply.choices[0].message)
    print(f"> {question}\n{reply.choices[0].message.content}\n")
