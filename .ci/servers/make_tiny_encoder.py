#!/usr/bin/env python3
"""Write a tiny BERT encoder with random weights as a HF folder, for servers that embed and rank.

A token is a letter, so that texts which share letters have like vectors. The weights are the same at every run.
Needs torch and transformers, which vLLM brings.   usage: make_tiny_encoder.py OUT_DIR
"""

import string
import sys

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

LONGEST = 64  # tokens
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = [*string.ascii_lowercase, *string.digits, *".,!?"]


def tokenizer():
    words = [*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    made = Tokenizer(models.WordPiece({word: index for index, word in enumerate(words)}, unk_token=SPECIAL[1]))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(word, words.index(word)) for word in ("[CLS]", "[SEP]")],
    )
    names = {f"{word.strip('[]').lower()}_token": word for word in SPECIAL}
    return PreTrainedTokenizerFast(tokenizer_object=made, model_max_length=LONGEST, **names), len(words)


def main():
    fast, vocab_size = tokenizer()
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=vocab_size,
        hidden_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=LONGEST,
    )
    BertModel(config).save_pretrained(sys.argv[1])
    fast.save_pretrained(sys.argv[1])


if __name__ == "__main__":
    main()
