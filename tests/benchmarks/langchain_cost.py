"""Measures the LangChain extra against langchain-openai: ``python tests/benchmarks/langchain_cost.py [--rounds N]``.

It needs an interpreter that has both: ``pip install -e . langchain-core langchain-openai``. What is measured is the CPU
time (user and system) of this process; the server is another one and answers with prebuilt bytes. The two take turns,
round by round; a ratio is taken within each round, and the median of the rounds counts.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

CORE = "from langchain_core.language_models import BaseChatModel"
OURS = "from oaicompat.langchain import ChatOpenAICompatible"
THEIRS = "from langchain_openai import ChatOpenAI"
CALLS, CHUNKS, OBJECTS = 200, 2000, 200
#: What each ratio may be at most.
BARS = {"import": 1.15, "invoke": 0.7, "chunk": 0.6}


def imported(code: str) -> float:
    """The seconds of CPU that a new process needs to import something, above an empty one."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(HERE.parents[1])})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def spent(action: Callable[[], object]) -> float:
    """The seconds of CPU of this process that an action takes."""
    started = time.process_time()
    action()
    return time.process_time() - started


def invoked(model: Any) -> None:
    for _ in range(CALLS):
        assert model.invoke("Hello").content


def streamed(model: Any) -> None:
    assert sum(1 for chunk in model.stream("Hello") if chunk.content) == CHUNKS


def made(kind: Any, **options: Any) -> None:
    for _ in range(OBJECTS):
        kind(**options)


def compared(rounds: int, ours: Callable[[], float], theirs: Callable[[], float]) -> tuple[float, float, float]:
    """The median of our seconds, of theirs, and of the ratio of each round."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    return median(one for one, _ in pairs), median(two for _, two in pairs), median(one / two for one, two in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    mine, core, ratio = compared(rounds, lambda: imported(OURS), lambda: imported(CORE))
    found = {"import": ratio}
    print(f"import: {mine * 1e3:.0f} ms, LangChain's base class {core * 1e3:.0f} ms: {ratio:.2f}x")
    mine, other, ratio = compared(rounds, lambda: imported(OURS), lambda: imported(THEIRS))
    print(f"import: {mine * 1e3:.0f} ms, ChatOpenAI {other * 1e3:.0f} ms: {ratio:.2f}x")

    from langchain_openai import ChatOpenAI  # type: ignore[import-not-found]  # installed for this alone

    from oaicompat.langchain import ChatOpenAICompatible

    with subprocess.Popen(
        [sys.executable, str(HERE / "server.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        root = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        for name, path, run, per in (
            ("invoke", "unary/v1", invoked, CALLS),
            ("chunk", f"each-mixed-{CHUNKS}/v1", streamed, CHUNKS),
        ):
            options = {"model": "small-model", "base_url": f"{root}/{path}", "api_key": "sk"}
            ours, theirs = ChatOpenAICompatible(**options), ChatOpenAI(**options)
            mine, other, ratio = compared(
                rounds,
                lambda run=run, it=ours: spent(lambda: run(it)),
                lambda run=run, it=theirs: spent(lambda: run(it)),
            )
            found[name] = ratio
            print(f"{name}: {mine / per * 1e6:.0f} us, ChatOpenAI {other / per * 1e6:.0f} us: {ratio:.2f}x")
        options = {"model": "small-model", "base_url": root, "api_key": "sk"}
        mine, other, ratio = compared(
            rounds,
            lambda: spent(lambda: made(ChatOpenAICompatible, **options)),
            lambda: spent(lambda: made(ChatOpenAI, **options)),
        )
        print(f"object: {mine / OBJECTS * 1e6:.0f} us, ChatOpenAI {other / OBJECTS * 1e6:.0f} us: {ratio:.2f}x")
        assert server.stdin is not None
        server.stdin.close()
    above = [f"{name} {found[name]:.2f} > {bar}" for name, bar in BARS.items() if found[name] > bar]
    if above:
        sys.exit(f"above what it may be: {', '.join(above)}")


if __name__ == "__main__":
    main()
