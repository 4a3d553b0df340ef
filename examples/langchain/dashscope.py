"""A class for DashScope: its address, its key's variable and what it can are known or said once."""

import os

from oaicompat.langchain import create_openai_compatible_embedding, create_openai_compatible_model

base_url = os.environ.get("OPENAI_BASE_URL")  # None: DashScope's own
ChatDashScope = create_openai_compatible_model(
    "dashscope",
    base_url,
    {"supported_tool_choice": ["auto", "none", "specific"], "reasoning_keep_policy": "current"},
    model_profiles={"qwen-plus": {"max_input_tokens": 129_024}},
    chat_model_cls_name="ChatDashScope",
)
DashScopeEmbeddings = create_openai_compatible_embedding("dashscope", base_url)

key = os.environ.get("DASHSCOPE_API_KEY", "sk-none")
model = ChatDashScope(model="qwen-plus", enable_thinking=True, api_key=key)
message = model.invoke("Hello from Hangzhou.")
print(f"{type(model).__name__}: {message.content}")
print("most input tokens:", model.profile["max_input_tokens"])

embeddings = DashScopeEmbeddings(model="text-embedding-v4", dimensions=64, api_key=key)
vectors = embeddings.embed_documents([f"text {number}" for number in range(25)])  # in calls of ten, as it wants
print(f"{len(vectors)} vectors of {len(vectors[0])}")
