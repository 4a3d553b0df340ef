"""Text in, a validated object out: on a server that knows schemas, tools, or nothing but text."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from oaicompat import Client, StructuredOutputError

client = Client()
model = client.models.list().data[0].id


class Line(BaseModel):
    article: str
    pieces: int = Field(ge=1)
    price: float


class Invoice(BaseModel):
    """An invoice as it was written."""

    number: str
    day: date
    currency: Literal["EUR", "USD"]
    lines: list[Line]


mail = "Invoice 2025-17 of 3 March 2025: two lamps at 20 euros each, and a table for 150."
try:
    reply = client.chat.completions.parse(
        model=model,
        messages=[{"role": "user", "content": f"Extract the invoice.\n\n{mail}"}],
        response_format=Invoice,
        max_repairs=2,  # the model is told what is wrong, and may try again
    )
except StructuredOutputError as error:
    raise SystemExit(f"no invoice: {error.reason}, in {error.text!r}") from None

invoice = reply.parsed
if invoice is None:
    raise SystemExit(f"refused: {reply.choices[0].message.refusal}")
print(f"invoice {invoice.number} of {invoice.day:%d %B %Y}, in {invoice.currency}")
for line in invoice.lines:
    print(f"  {line.pieces} x {line.article} at {line.price:.2f}")
