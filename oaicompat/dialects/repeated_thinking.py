"""xAI's Grok 4 says the same piece of thinking again and again while it thinks: said once, it is enough."""

from __future__ import annotations

from typing import Any

from oaicompat._json import as_list, as_object

__all__ = ["RepeatedThinking"]


class RepeatedThinking:
    """The rule for the chunks of one stream: a piece of thinking that is the one before it is left out."""

    def __init__(self) -> None:
        self._last: dict[int, str] = {}

    def chunk(self, value: dict[str, Any]) -> dict[str, Any]:
        """The chunk without a piece of thinking that was said just before."""
        for choice in as_list(value.get("choices")):
            fields = as_object(choice)
            delta = as_object(fields.get("delta"))
            place, piece = fields.get("index"), delta.get("reasoning_content")
            index = place if isinstance(place, int) else 0
            if not isinstance(piece, str) or not piece:
                continue
            if self._last.get(index) == piece:
                del delta["reasoning_content"]
            self._last[index] = piece
        return value

    def passes(self, text: str) -> bool:
        """A text of the answer is no thinking."""
        return True

    def finish(self) -> None:
        """Nothing is held back."""
