#!/bin/sh
# LiteLLM proxy in front of a llama-server.  usage: start_litellm.sh VENV CONFIG.yaml PORT
export LITELLM_LOCAL_MODEL_COST_MAP=True LITELLM_TELEMETRY=False NO_DOCS=False
exec "$1/bin/python" "$1/bin/litellm" --config "$2" --host 127.0.0.1 --port "$3" --telemetry False
