"""What is kept at the server with what is made there (OpenAI API reference, metadata)."""

from typing import TypeAlias

__all__ = ["Metadata"]

Metadata: TypeAlias = dict[str, str]
"""Up to 16 pairs: names of up to 64 characters, texts of up to 512."""
