"""One spelling for what an answer's text must look like: vLLM, llama.cpp and SGLang have one each.

vLLM takes choices, patterns and grammars as `structured_outputs`; llama.cpp takes a grammar in its own notation, GBNF;
SGLang takes a pattern as `regex` and a grammar as `ebnf`. Choices and patterns are written in each of them; a grammar
is passed as it is, for each server has a notation of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from oaicompat._encode import said
from oaicompat.errors import ConfigurationError

if TYPE_CHECKING:
    from oaicompat.dialects.dialect import Dialect

__all__ = ["Choice", "Constraint", "Grammar", "Regex", "constrained", "with_constraint"]


@dataclass(frozen=True, init=False)
class Choice:
    """The answer is one of these texts."""

    texts: tuple[str, ...]

    def __init__(self, texts: Iterable[str]) -> None:
        if isinstance(texts, str):
            raise TypeError("Choice takes a list of texts, not one text")
        found = tuple(texts)
        if not found or not all(isinstance(text, str) and text for text in found):
            raise ConfigurationError("Choice needs at least one text, and none of them empty")
        object.__setattr__(self, "texts", found)


@dataclass(frozen=True)
class Regex:
    """The whole answer matches a regular expression. Servers know neither looking around nor back-references."""

    pattern: str

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ConfigurationError(f"Regex: {error}") from None


@dataclass(frozen=True)
class Grammar:
    """The answer follows a grammar, in the server's own notation: GBNF for llama.cpp, EBNF for SGLang, either or Lark
    for vLLM.
    """

    text: str


Constraint: TypeAlias = Choice | Regex | Grammar


def constrained(constraint: Constraint, dialect: Dialect) -> dict[str, Any]:
    """The keywords by which a server is asked to keep to it. Raises ConfigurationError if it cannot be asked."""
    if not isinstance(constraint, (Choice, Regex, Grammar)):
        raise TypeError(f"constrain must be a Choice, a Regex or a Grammar, not {type(constraint).__name__}")
    if dialect.constraints == "structured_outputs":
        return {"structured_outputs": _for_vllm(constraint)}
    if dialect.constraints == "grammar":
        return {"grammar": _grammar(constraint)}
    if dialect.constraints == "regex":
        return {"ebnf": constraint.text} if isinstance(constraint, Grammar) else {"regex": _pattern(constraint)}
    raise ConfigurationError(
        f"it is not known that {dialect.title or dialect.name} can be asked to keep to a {type(constraint).__name__}; "
        'say which server it is, such as Client(provider="vllm"), "llamacpp" or "sglang"'
    )


def with_constraint(constraint: Constraint, dialect: Dialect, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a chat call with the constraint. Raises ConfigurationError if they say another form already."""
    keywords = constrained(constraint, dialect)
    both = [name for name in (*keywords, "response_format") if said(options.get(name))]
    if both:
        raise ConfigurationError(f"give constrain= or {both[0]}=, not both")
    return {**options, **keywords}


def _for_vllm(constraint: Constraint) -> dict[str, Any]:
    if isinstance(constraint, Choice):
        return {"choice": list(constraint.texts)}
    return {"regex": constraint.pattern} if isinstance(constraint, Regex) else {"grammar": constraint.text}


def _pattern(constraint: Choice | Regex) -> str:
    if isinstance(constraint, Regex):
        return constraint.pattern
    return f"({'|'.join(re.escape(text) for text in constraint.texts)})"


def _grammar(constraint: Constraint) -> str:
    if isinstance(constraint, Grammar):
        return constraint.text
    from oaicompat._gbnf import quoted, rule_of_pattern

    if isinstance(constraint, Choice):
        return f"root ::= {' | '.join(map(quoted, constraint.texts))}\n"
    return f"root ::= {rule_of_pattern(constraint.pattern)}\n"
