"""Which call a piece of a tool call belongs to, when servers do not say it clearly.

A piece names its call by `index`, by `id`, by both or by neither; some servers give every call the index 0, start at
1, repeat id and name in each piece, or send whole calls one after another. The rules, in their order:

1. An id that is known, at the index it was seen with, continues its call.
2. A new id opens a call, unless the call at that index has no id yet: then it is that call's.
3. Without an id the index decides; without either the last call goes on.
4. A name that the call has already is a repetition; another one is its next part, or, where the piece has neither
   index nor id and the call has arguments already, the name of a new call.
5. Arguments that are a complete JSON object are not continued by another ``{``: that is the next call.

After `place`, a piece has its call's index (0, 1, 2, ...), and id, name and type only where they are new, so that
joining strings by hand gives the right calls.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from oaicompat._json import as_object, as_text
from oaicompat.types.chat.chat_completion_chunk import ChoiceDeltaToolCall

__all__ = ["CallInProgress", "ToolCalls"]

_STRUCTURE = re.compile(r'["\\{}]')


class CallInProgress:
    """One call as far as it came."""

    __slots__ = (
        "_depth", "_in_string", "_next", "_seen", "_skip", "extras", "id", "index", "made_up", "name", "pieces", "type",
    )  # fmt: skip

    def __init__(self, index: int | None, call_id: str, *, made_up: bool) -> None:
        self.index = index
        self.id = call_id
        self.made_up = made_up
        self.name = ""
        self.type = "function"
        self.pieces: list[str] = []
        self.extras: dict[str, Any] = {}
        self._next = self._depth = self._skip = 0
        self._in_string = self._seen = False

    @property
    def arguments(self) -> str:
        """The arguments so far."""
        if len(self.pieces) > 1:
            self._scan()
            self.pieces = ["".join(self.pieces)]
            self._next = 1
        return self.pieces[0] if self.pieces else ""

    def is_complete_object(self) -> bool:
        """Whether the arguments so far are one whole JSON object with something in it."""
        self._scan()
        return self._seen and self._depth == 0 and not self._in_string

    def _scan(self) -> None:
        """Follows braces and strings through the pieces that came since the last look; each is read once."""
        for piece in self.pieces[self._next :]:
            skip = self._skip
            self._skip = 0
            for found in _STRUCTURE.finditer(piece):
                if found.start() < skip:
                    continue
                mark = found.group()
                if mark == "\\":
                    skip = found.end() + 1
                    self._skip = max(0, skip - len(piece))
                elif mark == '"':
                    self._in_string = not self._in_string
                    self._seen = True
                elif not self._in_string:
                    self._depth += 1 if mark == "{" else -1
        self._next = len(self.pieces)


class ToolCalls:
    """The calls of one answer, in the order in which they were opened."""

    def __init__(self, answer: str) -> None:
        self.calls: list[CallInProgress] = []
        self._answer = answer  # what made-up ids are made from: the same bytes give the same ids

    def place(self, piece: ChoiceDeltaToolCall) -> None:
        """Finds the piece's call, adds it, and leaves in the piece only what is new."""
        index = piece.index if "index" in piece.__pydantic_fields_set__ and piece.index >= 0 else None
        function = piece.function
        call = self._find(index, piece.id or "", function.name or "", function.arguments)
        new_call = call is None
        if call is None:
            call = self._open(index, piece.id or "")
            piece.id = call.id
            piece.type = piece.type or "function"
            call.type = piece.type
            if not function.name and self._is_next_object(function.arguments):
                function.name = self.calls[-2].name
        elif piece.id and call.made_up:
            call.id, call.made_up = piece.id, False
        else:
            piece.id = None
        if not new_call:
            piece.type = None
        piece.index = self.calls.index(call) if not new_call else len(self.calls) - 1
        if function.name == call.name or not function.name:
            function.name = None
        else:
            call.name += function.name
        if function.arguments:
            call.pieces.append(function.arguments)
        extras = dict(piece.__pydantic_extra__ or {})
        if call.type == "custom":
            custom = as_object(extras.pop("custom", None))
            call.name = call.name or as_text(custom.get("name")) or ""
            call.pieces.append(piece_of(custom.get("input")))
        if extras:
            call.extras = merged(call.extras, extras)

    def _find(self, index: int | None, call_id: str, name: str, arguments: str) -> CallInProgress | None:
        if not self.calls:
            return None
        if call_id:
            return self._with_id(index, call_id, name)
        call: CallInProgress | None = self.calls[-1]
        if index is None:
            if name and call and call.name and name != call.name and call.pieces:
                return None
        else:
            here = [call for call in self.calls if call.index == index]
            call = here[-1] if here else None
        if call is not None and arguments.lstrip()[:1] == "{" and call.is_complete_object():
            return None
        return call

    def _with_id(self, index: int | None, call_id: str, name: str) -> CallInProgress | None:
        for call in reversed(self.calls):
            if call.id == call_id and (index is None or call.index is None or call.index == index):
                return call
        call = self.calls[-1]
        if index is not None:
            here = [call for call in self.calls if call.index == index]
            if here and not name and here[-1].pieces and not here[-1].is_complete_object():
                return here[-1]  # arguments that are under way, under another id in each piece
            return here[-1] if here and here[-1].made_up else None
        return call if call.made_up and not name else None

    def _open(self, index: int | None, call_id: str) -> CallInProgress:
        made_up = not call_id
        if made_up:
            seed = f"{self._answer}/{len(self.calls)}".encode()
            call_id = f"call_{hashlib.sha256(seed).hexdigest()[:24]}"
        call = CallInProgress(index, call_id, made_up=made_up)
        self.calls.append(call)
        return call

    def _is_next_object(self, arguments: str) -> bool:
        return len(self.calls) > 1 and arguments.lstrip()[:1] == "{" and self.calls[-2].is_complete_object()


def piece_of(value: object) -> str:
    """The value if it is text, blank or not, else nothing."""
    return value if isinstance(value, str) else ""


def merged(known: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """`known` with what is new in it: objects are merged, anything else is replaced unless the new value is null."""
    result = dict(known)
    for name, value in new.items():
        before = result.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            result[name] = merged(before, value)
        elif value is not None or name not in result:
            result[name] = value
    return result
