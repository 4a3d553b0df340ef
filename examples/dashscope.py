"""DashScope (Alibaba Cloud Model Studio) by its name: the address and the variable of the key are known."""

import os

from oaicompat import Client, ConfigurationError

try:
    # The key is read from DASHSCOPE_API_KEY. provider="dashscope-intl" is the international site.
    client = Client(provider="dashscope", base_url=os.environ.get("OPENAI_BASE_URL") or None)
except ConfigurationError as error:
    raise SystemExit(str(error)) from None

completion = client.chat.completions.create(
    model="qwen-plus",
    messages=[
        {"role": "system", "content": "You are a helpful assistant."},
        {"role": "user", "content": "Who are you?"},
    ],
)
print(completion.choices[0].message.content)
print(completion.model_dump_json())
