"""What goes wrong, and what an error tells: whose fault, the server's own words, and where to look."""

from oaicompat import APIConnectionError, APIStatusError, Client, IncompleteStreamError, NotFoundError, RateLimitError

client = Client()

try:
    client.models.retrieve("no-such-model")
except NotFoundError as error:
    print("not found:", error.message)

try:
    client.chat.completions.create(model="any", messages=[{"role": "nobody", "content": "Hello"}])
except RateLimitError as error:
    print("too fast; the server asks to wait", error.retry_after, "seconds")
except APIStatusError as error:
    print(f"refused with {error.status_code}: {error.message}")
    print("the parameter:", error.param, "| the request:", error.request.url, "| its id:", error.request_id)

nowhere = client.with_options(base_url="http://127.0.0.1:9/v1", max_retries=0)
try:
    nowhere.models.list()
except IncompleteStreamError as error:
    print("a stream broke off after", error.partial)
except APIConnectionError as error:
    print("no reply:", error.message)
