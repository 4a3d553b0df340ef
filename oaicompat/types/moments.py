"""Moments in time: OpenAI's API gives Unix seconds, and some servers give them as text."""

from __future__ import annotations

import re
from datetime import datetime
from math import isfinite

__all__ = ["unix_seconds"]

#: A date and a time (RFC 3339, ISO 8601); fractions of a second are left out, and without a zone it is UTC.
_MOMENT = re.compile(r"\s*(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:[.,]\d+)?\s*([Zz]|[+-]\d\d:?\d\d)?\s*")


def unix_seconds(value: object) -> int | None:
    """Unix seconds of a moment that is written as text, or with a fraction; None if it is none."""
    if isinstance(value, float) and isfinite(value):
        return int(value)
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    date, time, zone = found.groups()
    offset = "+0000" if zone in (None, "Z", "z") else zone.replace(":", "")
    try:
        return int(datetime.strptime(f"{date} {time} {offset}", "%Y-%m-%d %H:%M:%S %z").timestamp())
    except ValueError:
        return None
