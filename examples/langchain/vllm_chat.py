"""A chat model of your own vLLM: streamed, with its thinking, and with options that only such servers have."""

import os

from oaicompat.langchain import ChatOpenAICompatible

model = ChatOpenAICompatible(
    model=os.environ.get("MODEL", "Qwen/Qwen3-8B"),
    base_url=os.environ.get("OPENAI_BASE_URL", "http://localhost:8000/v1"),
    temperature=0.6,
    top_k=20,
    chat_template_kwargs={"enable_thinking": True},
)

whole = None
for chunk in model.stream("Please think: what is six times seven?"):
    for block in chunk.content_blocks:
        if block["type"] == "reasoning":
            print(f"[{block['reasoning']}]", end="", flush=True)
        elif block["type"] == "text":
            print(block["text"], end="", flush=True)
    whole = chunk if whole is None else whole + chunk
print(f"\ntokens: {whole.usage_metadata['total_tokens']}")
