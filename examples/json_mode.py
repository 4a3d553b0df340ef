"""JSON out of a model: any object, and one that follows a schema."""

import json

from oaicompat import Client

client = Client()
model = client.models.list().data[0].id

reply = client.chat.completions.create(
    model=model,
    messages=[{"role": "user", "content": "Give me a user's name and age as JSON."}],
    response_format={"type": "json_object"},
)
print("any object: ", json.loads(reply.choices[0].message.content or ""))

schema = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}},
    "required": ["name", "age"],
    "additionalProperties": False,
}
reply = client.chat.completions.create(
    model=model,
    messages=[{"role": "user", "content": "Give me a user's name and age."}],
    response_format={"type": "json_schema", "json_schema": {"name": "user", "schema": schema, "strict": True}},
)
user = json.loads(reply.choices[0].message.content or "")
print(f"by a schema: {user['name']!r} is {user['age']}")
