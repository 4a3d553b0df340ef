"""``python -m oaicompat.testing``: the stand-in server in the foreground, for developing without a key."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from oaicompat.testing import Server

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is interrupted. Returns the exit status: 0, or 1 if the address cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m oaicompat.testing", description="A stand-in for an OpenAI-compatible server."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port; 0 is any free one (default: %(default)s)")
    parser.add_argument("--api-key", help="ask for this key")
    parser.add_argument("--model", action="append", help="a model that is served; may be repeated")
    parser.add_argument("--strict", action="store_true", help="refuse unknown parameters, as OpenAI does")
    given = parser.parse_args(arguments)
    server = Server(host=given.host, port=given.port, api_key=given.api_key, models=given.model, strict=given.strict)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        server.start()
    except (OSError, OverflowError) as error:
        print(f"cannot listen on {given.host}:{given.port}: {error}", file=sys.stderr)
        return 1
    print(f"The stand-in server listens on {server.url} (Ctrl-C ends it).")
    print(f"  export OPENAI_BASE_URL={server.url}")
    print(
        f"  curl {server.url}/chat/completions -H 'Content-Type: application/json' "
        '-d \'{"model": "any", "messages": [{"role": "user", "content": "Hello"}]}\'',
        flush=True,
    )
    while not ended.wait(3600):  # with a limit: without one Windows takes no Ctrl-C
        pass
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
