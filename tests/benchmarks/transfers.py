"""Measures what a large upload and download hold in memory: ``python tests/benchmarks/transfers.py [MEGABYTES]``.

The server is another process. What counts is the highest resident memory of the client's process above what it had
before the transfer, beside that of the same transfer with httpx alone.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BOUND = 16.0
BLOCK = bytes(1024 * 1024)


def serve(listener: socket.socket) -> None:
    """Takes any body and answers a GET with as many bytes as its path says."""
    while True:
        connection, _ = listener.accept()
        reader = connection.makefile("rb")
        while first := reader.readline():
            length = 0
            while (line := reader.readline().strip()) and line:
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            while length > 0:
                length -= len(reader.read(min(length, len(BLOCK))))
            if first.startswith(b"GET"):
                size = int(first.split()[1].split(b"/")[-2])
                connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size)
                for _ in range(size // len(BLOCK)):
                    connection.sendall(BLOCK)
            else:
                answer = b'{"id": "file-1", "object": "file"}'
                head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(answer)
                connection.sendall(head + answer)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def client(kind: str, way: str, url: str, size: int, folder: str) -> None:
    """One transfer in a process of its own; prints MB above the start, and CPU seconds."""
    source, target = Path(folder, "source.bin"), Path(folder, "target.bin")
    if kind == "oaicompat":
        from oaicompat import Client

        ours = Client(base_url=url)
        ours.files.create(file=b"warm", purpose="user_data")
        before, started = _peak(), time.process_time()
        if way == "up":
            ours.files.create(file=source, purpose="user_data")
        else:
            ours.files.download(str(size), target)
    else:
        import httpx

        bare = httpx.Client(timeout=60)
        bare.post(f"{url}/files", files={"file": b"warm"})
        before, started = _peak(), time.process_time()
        if way == "up":
            with source.open("rb") as file:
                bare.post(f"{url}/files", data={"purpose": "user_data"}, files={"file": file})
        else:
            with bare.stream("GET", f"{url}/files/{size}/content") as reply, target.open("wb") as file:
                for data in reply.iter_bytes():
                    file.write(data)
    print(f"{_peak() - before:.1f} {time.process_time() - started:.2f}")
    if way == "down":
        assert target.stat().st_size == size


def measured(*arguments: str) -> tuple[float, float]:
    """Megabytes and seconds of one transfer."""
    done = subprocess.run([sys.executable, __file__, "client", *arguments], capture_output=True, text=True, check=True)
    megabytes, seconds = map(float, done.stdout.split())
    return megabytes, seconds


def main() -> None:
    size = int(sys.argv[1] if len(sys.argv) > 1 else 500) * len(BLOCK)
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        with Path(folder, "source.bin").open("wb") as file:
            for _ in range(size // len(BLOCK)):
                file.write(BLOCK)
        server = os.fork()
        if not server:
            serve(listener)
        try:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
            for way in ("up", "down"):
                rows = {kind: measured(kind, way, url, str(size), folder) for kind in ("httpx", "oaicompat")}
                (_, bare), (held, seconds) = rows["httpx"], rows["oaicompat"]
                verdict = "met" if held <= BOUND else "NOT MET"
                print(
                    f"{size // len(BLOCK)} MB {way}: {held:.1f} MB more than before (bound {BOUND:.0f} MB: {verdict}; "
                    f"httpx {rows['httpx'][0]:.1f} MB), CPU {seconds / bare:.2f}x of httpx ({seconds:.2f} s)"
                )
        finally:
            os.kill(server, 9)
            os.waitpid(server, 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["client"]:
        _, _, kind, way, url, size, folder = sys.argv
        client(kind, way, url, int(size), folder)
    else:
        main()
