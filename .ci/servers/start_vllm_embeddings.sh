#!/bin/sh
# vLLM on CPU with an encoder: embeddings, score, rerank, pooling.  usage: start_vllm_embeddings.sh VENV MODEL_DIR PORT
export VLLM_CPU_KVCACHE_SPACE=1 VLLM_CPU_OMP_THREADS_BIND=nobind OMP_NUM_THREADS=2
export VLLM_NO_USAGE_STATS=1 DO_NOT_TRACK=1 HF_HUB_OFFLINE=1 VLLM_LOGGING_LEVEL=INFO
exec "$1/bin/python" -m vllm.entrypoints.openai.api_server --model "$2" --served-model-name tiny --host 127.0.0.1 --port "$3" --api-key sk-test \
    --runner pooling --convert embed --dtype float32 --enforce-eager
