"""OpenRouter's reasoning with the arguments that ChatDeepSeek has: here the thinking and the text both arrive."""

import os

from oaicompat.langchain import ChatOpenAICompatible as ChatDeepSeek

model = ChatDeepSeek(
    model="deepseek/deepseek-r1",
    api_base=os.environ.get("OPENAI_BASE_URL", "https://openrouter.ai/api/v1"),
    api_key=os.environ.get("OPENROUTER_API_KEY"),
    extra_body={"reasoning": {"effort": "low"}},
    reasoning_keep_policy="current",  # thinking goes back with the results of tools, signatures and all
)

message = model.invoke("Why is the sky blue?")
print("thinking:", message.additional_kwargs["reasoning_content"])
print("answer:", message.content)
print("details:", len(message.additional_kwargs.get("reasoning_details", [])))
