"""Measures how vectors are read: ``python tests/benchmarks/embeddings.py [--rounds N]``.

A reply of 2048 vectors of 1536 numbers each, as base64 and as JSON numbers: ours, from the reply's bytes to
`vectors()`, against the same by hand with the standard library. The two take turns, round by round; a ratio of CPU
times is taken within each round, and the median counts. Memory is the peak of a process of its own above what it holds
already, the reply's bytes among it; it is read as Linux tells it.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import re
import subprocess
import sys
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from oaicompat import Headers, Reply  # the package of this repository
from oaicompat.endpoints.embeddings import embed

COUNT, LENGTH = 2048, 1536


def body(form: str, count: int = COUNT) -> bytes:
    """A reply's bytes."""
    numbers = random.Random(1)
    rows = []
    for index in range(count):
        vector = array("f", (numbers.uniform(-1, 1) for _ in range(LENGTH)))
        embedding = base64.b64encode(vector).decode() if form == "base64" else vector.tolist()
        rows.append({"object": "embedding", "index": index, "embedding": embedding})
    return json.dumps({"object": "list", "data": rows, "model": "m"}).encode()


def by_hand(data: bytes) -> list[Any]:
    """The vectors, with the standard library alone."""
    found = []
    for row in json.loads(data)["data"]:
        embedding = row["embedding"]
        vector = array("f", () if isinstance(embedding, str) else embedding)
        if isinstance(embedding, str):
            vector.frombytes(base64.b64decode(embedding))
        found.append(vector)
    return found


def by_us(data: bytes) -> list[Any]:
    """The vectors, as a client reads them."""
    # An object for the input: how many vectors it has is for the server to say.
    return embed(model="m", input={}).parse(Reply(200, Headers(), data)).vectors()


READERS: dict[str, Callable[[bytes], list[Any]]] = {"by hand": by_hand, "oaicompat": by_us}


def seconds(read: Callable[[bytes], list[Any]], data: bytes) -> float:
    """CPU time of one reading."""
    start = time.process_time()
    read(data)
    return time.process_time() - start


def megabytes(name: str, file: Path) -> float:
    """The peak of one reading, in a process of its own."""
    command = [sys.executable, __file__, "--peak", name, file]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def print_megabytes(name: str, file: str) -> None:
    """What `megabytes` asks for."""
    read = READERS[name]
    read(body("base64", 1))  # what is built for the first reply is not counted
    data = Path(file).read_bytes()
    before = peak()
    kept = read(data)
    print(peak() - before)
    assert len(kept) == COUNT


def peak() -> float:
    """The most memory that this process has held so far, in MB; `getrusage` counts its parent's, too."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1000


def compare(form: str, rounds: int) -> str:
    """A row of the table."""
    data = body(form)
    assert by_hand(data) == by_us(data)
    times = [{name: seconds(read, data) for name, read in READERS.items()} for _ in range(rounds)]
    with TemporaryDirectory() as place:
        file = Path(place) / "reply.json"
        file.write_bytes(data)
        peaks = [{name: megabytes(name, file) for name in READERS} for _ in range(3)]
    cells = [form, f"{len(data) / 1e6:.0f} MB"]
    for measured, unit, factor in ((times, "ms", 1000), (peaks, "MB", 1)):
        cells += [f"{median(one[name] for one in measured) * factor:.0f} {unit}" for name in READERS]
        cells.append(f"{median(one['oaicompat'] / one['by hand'] for one in measured):.2f}")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--peak", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak:
        print_megabytes(*given.peak)
        return
    print(
        f"{COUNT} vectors of {LENGTH} numbers; CPU time and peak memory by hand, by us, and ours divided by the first"
    )
    for form in ("base64", "float"):
        print(compare(form, given.rounds))


if __name__ == "__main__":
    main()
