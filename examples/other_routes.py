"""What a single server alone has is one line too: a path, and where it starts. (Here a stand-in plays the servers.)"""

from oaicompat import Client
from oaicompat.testing import Server

ANSWERS = {
    "/props": {"default_generation_settings": {"n_ctx": 4096}, "total_slots": 1},
    "/slots": b'[{"id": 0, "n_ctx": 4096, "is_processing": false}]',
    "/infill": {"content": " return a + b", "tokens_predicted": 6},
    "/metrics": b'# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running{model_name="m"} 0.0\n',
    "/v1/load_lora_adapter": b"Success: LoRA adapter 'sql' added successfully.",
    "/api/tags": {"models": [{"name": "llama3.2:latest", "size": 2019393189}]},
}

with Server() as server:
    server.handle(lambda request: ANSWERS.get(request.path))
    client = Client(base_url=server.url)

    # llama.cpp: below the base URL, or with root=True beside /v1
    print("context:", client.get("/props", root=True)["default_generation_settings"]["n_ctx"])
    print("slots:", client.get("/slots", root=True))
    asked = {"input_prefix": "def add(a, b):", "input_suffix": "\n", "n_predict": 16}
    print("infill:", client.post("/infill", body=asked, root=True)["content"])

    # vLLM: what is not JSON is text
    print("metrics:", client.get("/metrics", root=True).splitlines()[-1])
    print("LoRA:", client.post("/load_lora_adapter", body={"lora_name": "sql", "lora_path": "/adapters/sql"}))

    # Ollama: with a type, if you like
    tags = client.get("/api/tags", root=True, cast_to=dict[str, list[dict[str, object]]])
    print("models:", [model["name"] for model in tags["models"]])
