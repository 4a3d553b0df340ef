#!/usr/bin/env python3
"""Write a tiny *scripted* llama-architecture model as GGUF and as a HF folder.

The network is a bigram table: embeddings are one-hot, attention and MLP output
projections are zero, so logits depend on the last token only and the output matrix
IS the transition table.  Every real server can load it (llama.cpp, vLLM,
transformers, ...) and at temperature 0 the output is known in advance.

The chat template ends the prompt with a hidden "route" token, chosen from the
request, so one 3 MB model can answer in plain text, with reasoning, with one or
two tool calls, with multi-byte characters split over tokens, or endlessly.

  last user message contains      route
  "think"                         <think>..</think> + text (also by chat_template_kwargs
                                  {"enable_thinking": true}, which vLLM's parser needs)
  "utf8"                          emoji + accents, one byte per token
  "long"                          endless loop (finish_reason "length", abort tests)
  "random"                        random words (temperature / seed / n tests)
  tools given                     one <tool_call>; two when it contains "two" (the first one
                                  spelled in plain tokens, which vLLM's parser does not see;
                                  there, min_tokens=12 makes the one call come twice)
  otherwise                       "Hello from the tiny model."

Needs only numpy and gguf.   usage: make_tiny_model.py OUT_DIR
Writes OUT_DIR/tiny.gguf and OUT_DIR/tiny-hf/
"""

# ruff: noqa: E501  # a line of the chat template is a line of text
# ruff: noqa: N803, N806  # T, W and L are matrices
import itertools
import json
import struct
import sys
from pathlib import Path

import numpy as np

D, HEADS, HEAD_DIM, FFN, LAYERS, CTX = 512, 2, 64, 64, 2, 1024
EPS = 1e-5
SURE = 30.0  # logit of a forced transition


def byte_chars():
    """GPT-2's printable stand-in for each byte."""
    keep = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table, extra = {}, 0
    for b in range(256):
        if b in keep:
            table[b] = chr(b)
        else:
            table[b] = chr(256 + extra)
            extra += 1
    return table


BYTE = byte_chars()


def enc(text):
    return "".join(BYTE[b] for b in text.encode())


MERGES = [("Ġ", "t"), ("h", "e"), ("i", "n"), ("r", "e"), ("o", "n"), ("Ġ", "a"), ("e", "r"), ("Ġt", "he")]

CHAINS = {
    "text": ["Hello", " from", " the tiny", " model.", "<|im_end|>"],
    "think": [
        "<think>",
        "\nLet me",
        " work this",
        " out.\n",
        "</think>",
        "\n\n",
        "The answer",
        " is 42.",
        "<|im_end|>",
    ],
    "tool": [
        "<tool_call>",
        '\n{"name": "',
        "get_weather",
        '", "arguments": ',
        '{"city": "',
        "Par",
        "is",
        '"}}\n',
        "</tool_call>",
        "<|im_end|>",
    ],
    "tools2": [
        "<tool_call>\n",
        '{"name": "get_time"',
        ', "arguments": ',
        '{"zone": "',
        "UTC",
        '"}}',
        "\n</tool_call>\n",
        "<tool_call>",
    ],
    "long": [" one", " two", " three", " four", " five", " one"],
    "random": [" and"],
}
WORDS = [" red", " green", " blue", " cyan", " pink", " gray", " gold", " teal"]
SPECIAL = ["<|im_end|>", "<|im_start|>", "<|pad|>"] + [
    f"<|route_{r}|>" for r in ("text", "think", "tool", "tools2", "utf8", "long", "random")
]
MARKUP = ["<think>", "</think>", "<tool_call>", "</tool_call>"]  # added, but visible
UTF8 = "é日😀"

TEMPLATE = """\
{%- if tools %}
{{- '<|im_start|>system\\n' }}
{%- if messages[0].role == 'system' %}{{- messages[0].content + '\\n\\n' }}{%- endif %}
{{- "# Tools\\n\\nYou may call one or more functions to assist with the user query.\\n\\nYou are provided with function signatures within <tools></tools> XML tags:\\n<tools>" }}
{%- for tool in tools %}{{- "\\n" }}{{- tool | tojson }}{%- endfor %}
{{- "\\n</tools>\\n\\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\\n<tool_call>\\n{\\"name\\": <function-name>, \\"arguments\\": <args-json-object>}\\n</tool_call><|im_end|>\\n" }}
{%- elif messages[0].role == 'system' %}
{{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(last='', role='') %}
{%- for message in messages %}
{%- set ns.role = message.role %}
{%- if message.content is string %}{%- set content = message.content %}
{%- elif message.content %}{%- set content = message.content | map(attribute='text') | join('') %}
{%- else %}{%- set content = '' %}{%- endif %}
{%- if message.role == 'user' %}
{%- set ns.last = content %}
{{- '<|im_start|>user\\n' + content + '<|im_end|>\\n' }}
{%- elif message.role == 'assistant' %}
{{- '<|im_start|>assistant\\n' }}
{%- if message.reasoning_content %}{{- '<think>\\n' + message.reasoning_content + '\\n</think>\\n\\n' }}{%- endif %}
{{- content }}
{%- if message.tool_calls %}
{%- for tool_call in message.tool_calls %}
{%- if (loop.first and content) or (not loop.first) %}{{- '\\n' }}{%- endif %}
{%- if tool_call.function %}{%- set tool_call = tool_call.function %}{%- endif %}
{{- '<tool_call>\\n{"name": "' }}{{- tool_call.name }}{{- '", "arguments": ' }}
{%- if tool_call.arguments is string %}{{- tool_call.arguments }}{%- else %}{{- tool_call.arguments | tojson }}{%- endif %}
{{- '}\\n</tool_call>' }}
{%- endfor %}
{%- endif %}
{{- '<|im_end|>\\n' }}
{%- elif message.role == 'tool' %}
{{- '<|im_start|>user\\n<tool_response>\\n' + content + '\\n</tool_response><|im_end|>\\n' }}
{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
{{- '<|im_start|>assistant\\n' }}
{%- if 'utf8' in ns.last %}{{- '<|route_utf8|>' }}
{%- elif 'long' in ns.last %}{{- '<|route_long|>' }}
{%- elif 'random' in ns.last %}{{- '<|route_random|>' }}
{%- elif tools and ns.role == 'user' and 'two' in ns.last %}{{- '<|route_tools2|>' }}
{%- elif tools and ns.role == 'user' %}{{- '<|route_tool|>' }}
{%- elif enable_thinking or 'think' in ns.last %}{{- '<|route_think|>' }}
{%- else %}{{- '<|route_text|>' }}{%- endif %}
{%- endif %}
"""


def build_vocab():
    """-> (regular tokens in encoded form, added tokens, id lookup by raw text)"""
    regular = [BYTE[b] for b in range(256)] + [a + b for a, b in MERGES]
    for chain in CHAINS.values():
        for piece in chain:
            if piece not in SPECIAL + MARKUP and enc(piece) not in regular:
                regular.append(enc(piece))
    regular += [enc(word) for word in WORDS]
    added = MARKUP + SPECIAL
    while (len(regular) + len(added)) % 64:
        added.append(f"<|unused_{len(regular) + len(added)}|>")
    if len(regular) + len(added) > D:
        raise ValueError("more tokens than the embedding has dimensions")
    ids = {t: i for i, t in enumerate(regular)}
    for i, t in enumerate(added):
        ids[t] = len(regular) + i
    return regular, added, lambda text: ids[text] if text in added else ids[enc(text)]


def transitions(vocab_size, tid):
    """T[current, next] = logit"""
    T = np.zeros((vocab_size, vocab_size), np.float32)
    eos = tid("<|im_end|>")

    def go(cur, **nexts):
        for nxt, logit in nexts.items():
            T[tid(cur), tid(nxt)] = logit

    # Raw bytes (completions, and text under a JSON grammar): greet, else close the JSON soon.
    q, close = tid('"'), tid("}")
    for t in range(256 + len(MERGES)):
        for nxt, logit in (("Hello", 14), ('"', 8), ("}", 7), ("]", 6.5), (":", 6), (",", 4), ("0", 3), ("{", 2)):
            T[t, tid(nxt)] = logit
        T[t, eos] = 5
    for cur, rules in {
        "{": {'"': 16, "}": 15},
        '"': {"Hello": 17, ":": 16, "}": 10, ",": 8},
        ":": {'"': 16, "0": 15, "[": 15, "{": 15, "t": 13, "f": 12, "n": 11},
        ",": {'"': 16, "0": 15, "{": 14},
        "[": {"]": 15, '"': 16, "0": 14},
        "]": {"}": 15, "]": 14, "<|im_end|>": 16},
        "}": {"<|im_end|>": 16, "}": 15, "]": 14, ",": 8},
        " ": {'"': 16, "}": 15.5},
    }.items():
        T[tid(cur)] = 0
        for nxt, logit in rules.items():
            T[tid(cur), tid(nxt)] = logit
    for d in "0123456789":
        T[tid(d)] = 0
        T[tid(d), eos], T[tid(d), close], T[tid(d), tid("]")], T[tid(d), tid(",")] = 12, 10, 9, 8

    # Scripted answers.  The weaker entries after each piece end a JSON string.
    for name, chain in CHAINS.items():
        for cur, nxt in zip([f"<|route_{name}|>", *chain], chain, strict=False):
            T[tid(cur), tid(nxt)] = SURE
    for piece in CHAINS["text"][:-1]:
        T[tid(piece), q] = 12
    # Where EOS is held back (vLLM's min_tokens, logit_bias) the tool call is repeated.
    T[tid("</tool_call>"), tid("<tool_call>")] = SURE - 2
    raw = UTF8.encode()
    T[tid("<|route_utf8|>"), raw[0]] = SURE
    for cur, nxt in itertools.pairwise(raw):
        T[cur, nxt] = SURE
    T[raw[-1], eos] = SURE
    for i, a in enumerate([CHAINS["random"][0], *WORDS]):
        for j, b in enumerate(WORDS):
            T[tid(a), tid(b)] = 12 + 0.05 * ((i + 3 * j) % 8)
        T[tid(a), eos] = 11
    T[:, tid("<|pad|>")] = -SURE
    return T


def tensors(T, vocab_size):
    rng = np.random.default_rng(0)

    def noise(*shape):
        return (rng.standard_normal(shape) * 0.02).astype(np.float32)

    emb = np.zeros((vocab_size, D), np.float32)
    emb[np.arange(vocab_size), np.arange(vocab_size)] = 1
    head = np.zeros((vocab_size, D), np.float32)
    head[:, :vocab_size] = T.T / np.sqrt(D)  # the final RMSNorm turns one-hot into sqrt(D)
    out = {"emb": emb, "head": head, "norm": np.ones(D, np.float32)}
    for layer in range(LAYERS):
        out[f"{layer}"] = {
            "q": noise(HEADS * HEAD_DIM, D),
            "k": noise(HEADS * HEAD_DIM, D),
            "v": noise(HEADS * HEAD_DIM, D),
            "o": np.zeros((D, HEADS * HEAD_DIM), np.float32),
            "gate": noise(FFN, D),
            "up": noise(FFN, D),
            "down": np.zeros((D, FFN), np.float32),
            "n1": np.ones(D, np.float32),
            "n2": np.ones(D, np.float32),
        }
    return out


def write_hf(path, regular, added, tid, W):
    path.mkdir(parents=True, exist_ok=True)
    vocab_size = len(regular) + len(added)
    names = {"model.embed_tokens.weight": W["emb"], "lm_head.weight": W["head"], "model.norm.weight": W["norm"]}
    for i in range(LAYERS):
        p, L = f"model.layers.{i}.", W[str(i)]
        names |= {
            p + "self_attn.q_proj.weight": L["q"],
            p + "self_attn.k_proj.weight": L["k"],
            p + "self_attn.v_proj.weight": L["v"],
            p + "self_attn.o_proj.weight": L["o"],
            p + "mlp.gate_proj.weight": L["gate"],
            p + "mlp.up_proj.weight": L["up"],
            p + "mlp.down_proj.weight": L["down"],
            p + "input_layernorm.weight": L["n1"],
            p + "post_attention_layernorm.weight": L["n2"],
        }
    header, blobs, at = {"__metadata__": {"format": "pt"}}, [], 0
    for name, array in names.items():
        blob = array.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [at, at + len(blob)]}
        blobs.append(blob)
        at += len(blob)
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    (path / "model.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + b"".join(blobs))
    eos, pad = tid("<|im_end|>"), tid("<|pad|>")

    def dump(name, data):
        (path / name).write_text(json.dumps(data, indent=1, ensure_ascii=False))

    dump(
        "config.json",
        {
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            "torch_dtype": "float32",
            "vocab_size": vocab_size,
            "hidden_size": D,
            "intermediate_size": FFN,
            "num_hidden_layers": LAYERS,
            "num_attention_heads": HEADS,
            "num_key_value_heads": HEADS,
            "head_dim": HEAD_DIM,
            "max_position_embeddings": CTX,
            "rms_norm_eps": EPS,
            "rope_theta": 10000.0,
            "hidden_act": "silu",
            "tie_word_embeddings": False,
            "attention_bias": False,
            "mlp_bias": False,
            "bos_token_id": None,
            "eos_token_id": eos,
            "pad_token_id": pad,
        },
    )
    dump("generation_config.json", {"eos_token_id": eos, "pad_token_id": pad})
    dump(
        "tokenizer.json",
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [
                {
                    "id": tid(t),
                    "content": t,
                    "single_word": False,
                    "lstrip": False,
                    "rstrip": False,
                    "normalized": False,
                    "special": t not in MARKUP,
                }
                for t in added
            ],
            "normalizer": None,
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            "post_processor": None,
            "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            "model": {
                "type": "BPE",
                "dropout": None,
                "unk_token": None,
                "continuing_subword_prefix": None,
                "end_of_word_suffix": None,
                "fuse_unk": False,
                "byte_fallback": False,
                "ignore_merges": False,
                "vocab": {t: i for i, t in enumerate(regular)},
                "merges": [list(m) for m in MERGES],
            },
        },
    )
    dump(
        "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": CTX,
            "clean_up_tokenization_spaces": False,
            "eos_token": "<|im_end|>",
            "pad_token": "<|pad|>",
            "chat_template": TEMPLATE,
            "response_template": {  # how `transformers serve` finds reasoning and tool calls
                "defaults": {"role": "assistant"},
                "start_anchor_pattern": r"<\|im_start\|>assistant\n(?:<\|route_\w+\|>)?",
                "fields": {
                    "reasoning_content": {"open": "<think>", "close": "</think>", "content": "text"},
                    "tool_calls": {
                        "open_pattern": r"\s*<tool_call>",
                        "close": "</tool_call>",
                        "repeats": True,
                        "content": "json",
                        "transform": {"type": "function", "function": "{content}"},
                    },
                    "content": {"close_pattern": r"\s*<\|im_end\|>", "content": "text"},
                },
            },
        },
    )
    (path / "chat_template.jinja").write_text(TEMPLATE)


def write_gguf(path, regular, added, tid, W):
    import gguf

    vocab_size = len(regular) + len(added)
    w = gguf.GGUFWriter(str(path), "llama")
    w.add_name("tiny")
    w.add_context_length(CTX)
    w.add_embedding_length(D)
    w.add_block_count(LAYERS)
    w.add_feed_forward_length(FFN)
    w.add_head_count(HEADS)
    w.add_head_count_kv(HEADS)
    w.add_key_length(HEAD_DIM)
    w.add_value_length(HEAD_DIM)
    w.add_rope_dimension_count(HEAD_DIM)
    w.add_rope_freq_base(10000.0)
    w.add_layer_norm_rms_eps(EPS)
    w.add_vocab_size(vocab_size)
    w.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("gpt-2")
    T = gguf.TokenType
    w.add_token_list(regular + added)
    w.add_token_types(
        [T.NORMAL] * len(regular)
        + [T.USER_DEFINED if t in MARKUP else T.UNUSED if "unused" in t else T.CONTROL for t in added]
    )
    w.add_token_merges([" ".join(m) for m in MERGES])
    w.add_eos_token_id(tid("<|im_end|>"))
    w.add_pad_token_id(tid("<|pad|>"))
    w.add_add_bos_token(False)  # noqa: FBT003  # the name of the parameter is not part of gguf's interface
    w.add_chat_template(TEMPLATE)

    def put(name, array):
        w.add_tensor(name, array if array.ndim == 1 else array.astype(np.float16))

    put("token_embd.weight", W["emb"])
    put("output_norm.weight", W["norm"])
    put("output.weight", W["head"])
    for i in range(LAYERS):
        p, L = f"blk.{i}.", W[str(i)]
        for name, key in (
            ("attn_norm", "n1"),
            ("attn_q", "q"),
            ("attn_k", "k"),
            ("attn_v", "v"),
            ("attn_output", "o"),
            ("ffn_norm", "n2"),
            ("ffn_gate", "gate"),
            ("ffn_up", "up"),
            ("ffn_down", "down"),
        ):
            put(f"{p}{name}.weight", L[key])
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    regular, added, tid = build_vocab()
    vocab_size = len(regular) + len(added)
    W = tensors(transitions(vocab_size, tid), vocab_size)
    write_hf(out / "tiny-hf", regular, added, tid, W)
    write_gguf(out / "tiny.gguf", regular, added, tid, W)
    sys.stdout.write(f"vocab {vocab_size}; wrote {out}/tiny-hf and {out}/tiny.gguf\n")


if __name__ == "__main__":
    main()
