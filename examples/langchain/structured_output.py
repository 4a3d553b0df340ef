"""Answers that are objects: of a pydantic class, with the message beside it, and by a call of a tool."""

import os

from pydantic import BaseModel, Field

from oaicompat.langchain import ChatOpenAICompatible

model = ChatOpenAICompatible(
    model=os.environ.get("MODEL", "stand-in"), base_url=os.environ.get("OPENAI_BASE_URL", "http://localhost:8000/v1")
)


class Person(BaseModel):
    """Somebody who is spoken of."""

    name: str = Field(description="how they are called")
    age: int | None = None


text = "Ada Lovelace died when she was 36."
print("by a schema:", repr(model.with_structured_output(Person).invoke(text)))

both = model.with_structured_output(Person, include_raw=True).invoke(text)
print("with its message:", both["parsed"], both["raw"].usage_metadata["total_tokens"], "tokens")

by_call = model.with_structured_output(Person, method="function_calling")
print("by a call:", repr(by_call.invoke(text)))
