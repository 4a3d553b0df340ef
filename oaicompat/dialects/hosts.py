"""Addresses that can be nobody else's, so that a client with `base_url=` alone knows its server.

They repeat the `hosts` of the table's rows, which take longer to import; a test compares the two. The first that fits
counts.
"""

from __future__ import annotations

from oaicompat.dialects.dialect import GENERIC, Dialect

__all__ = ["HOSTS", "at_address"]

#: A host, with the start of a path where the host serves several; a dot in front stands for every name below it.
HOSTS: tuple[tuple[str, str], ...] = ()


def at_address(host: str, path: str) -> Dialect:
    """The dialect of an address that can be nobody else's; the generous default for any other."""
    for place, name in HOSTS:
        wanted, slash, start = place.partition("/")
        is_host = host.endswith(wanted) if wanted.startswith(".") else host == wanted
        if is_host and path.startswith(slash + start):
            from oaicompat.dialects.table import providers

            return providers()[name]
    return GENERIC
