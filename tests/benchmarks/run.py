"""Measures oaicompat against httpx and the openai SDK: ``python tests/benchmarks/run.py [--quick] [--json FILE]``.

What is measured is the client's own CPU time (user and system) and memory; the server is another process and answers
with prebuilt bytes. The clients take turns, round by round; a ratio is taken within each round, and the median of the
rounds counts, so that a busy machine disturbs all of them alike. A client that drops a chunk or a character fails.

The clients are installed into environments of their own, in a cache directory (``$OAICOMPAT_BENCHMARKS``, else
``~/.cache/oaicompat-benchmarks``): one with this repository's package and its dependencies, which bare httpx uses
too, and one with the openai SDK.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from server import texts  # noqa: E402  # beside this file, which is not a package

BARE, OURS, OPENAI = "bare", "oaicompat", "openai"
ANSWER = len("The quick brown fox.")


# -- environments --------------------------------------------------------------------------------------------------


class Environments:
    """An interpreter for each library, with bytecode of everything."""

    def __init__(self, source: Path, cache: Path) -> None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        self.package = source / "oaicompat"
        project = (source / "pyproject.toml").read_text(encoding="utf-8")
        listed = re.search(r"^dependencies = \[(.*?)^\]", project, re.DOTALL | re.MULTILINE)
        assert listed is not None
        self.dependencies: list[str] = re.findall(r'"([^"]+)"', listed[1])
        ours = self._environment(cache / f"{OURS}-{version}", self.dependencies)
        openai = self._environment(cache / f"{OPENAI}-{version}", [OPENAI])
        self.pythons = {BARE: ours, OURS: ours, OPENAI: openai}
        place = Path(self._output(ours, "import sysconfig; print(sysconfig.get_path('purelib'))")) / OURS
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.package, place, ignore=shutil.ignore_patterns("__pycache__"))
        subprocess.run([ours, "-m", "compileall", "-q", place], check=True, env=clean())  # the rest pip compiled

    @staticmethod
    def _environment(place: Path, requirements: Sequence[str]) -> Path:
        python = place / "bin" / "python"
        done = place / "installed.json"
        if not done.exists() or json.loads(done.read_text()) != list(requirements):
            say(f"installing {', '.join(requirements)} into {place}")
            shutil.rmtree(place, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", place], check=True)
            subprocess.run([python, "-m", "pip", "install", "-q", *requirements], check=True)
            done.write_text(json.dumps(list(requirements)))
        return python

    @staticmethod
    def _output(python: Path, code: str) -> str:
        return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()

    def versions(self) -> str:
        """The libraries and their versions."""
        code = "from importlib.metadata import version as v; print(*(f'{n} {v(n)}' for n in %r), sep=', ')"
        ours = self._output(self.pythons[OURS], code % (["httpx", "pydantic"],))
        return f"{ours}; {self._output(self.pythons[OPENAI], code % ([OPENAI, 'pydantic'],))}"

    def sizes(self) -> tuple[float, float]:
        """MB of the package, unpacked and as a wheel packs it."""
        files = [path for path in self.package.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                archive.write(path, path.relative_to(self.package))
        return sum(path.stat().st_size for path in files) / 1e6, packed.tell() / 1e6


def clean() -> dict[str, str]:
    """An environment without anything that could make one client differ: no proxies, keys, PYTHON* settings."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}


def say(words: str) -> None:
    """Progress, beside the table."""
    print(words, file=sys.stderr, flush=True)


# -- processes -----------------------------------------------------------------------------------------------------


class Server:
    """`server.py`, running."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, HERE / "server.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=clean(),
        )
        assert self._process.stdout is not None
        self.url = f"http://127.0.0.1:{int(self._process.stdout.readline())}"

    def close(self) -> None:
        self._process.communicate("")


class Worker:
    """`worker.py` with one library, running."""

    def __init__(self, python: Path, library: str, server: Server) -> None:
        self._library = library
        self._process = subprocess.Popen(
            [python, HERE / "worker.py", library, server.url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=clean(),
        )

    def __call__(self, task: str, path: str, count: int, **expected: int) -> dict[str, float]:
        """Has the task done, and gives its CPU seconds and peak memory. Raises if a count is not what it must be."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"task": task, "path": path, "count": count}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self._library} failed at {task} {path}")
        found = json.loads(line)
        counted = {name: found[name] for name in expected}
        if counted != expected:
            raise SystemExit(f"{self._library} at {task} {path}: counted {counted} instead of {expected}")
        return found

    def close(self) -> None:
        self._process.communicate("")


def whole_process(command: Sequence[str | Path]) -> tuple[float, float]:
    """CPU seconds and peak MB of a process, from its start to its end."""
    process = subprocess.Popen(command, env=clean())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


# -- results -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    what: str
    value: str
    bound: str
    verdict: str
    number: float | None = None


class Table:
    def __init__(self) -> None:
        self.rows: list[Row] = []

    def bounded(self, what: str, number: float, shown: str, bound: str, *, ok: bool) -> None:
        self._add(Row(what, shown, bound, "met" if ok else "NOT MET", number))

    def told(self, what: str, shown: str, number: float | None = None) -> None:
        """What has no bound."""
        self._add(Row(what, shown, "", "", number))

    def at_most(self, what: str, pairs: Sequence[tuple[float, float]], bound: float, unit: str) -> None:
        """The ratio of our figure to another's must not be above `bound`."""
        ratio = median(ours / other for ours, other in pairs)
        self.bounded(what, ratio, _ratio(ratio, pairs, unit), f"≤ {bound:.3g}x", ok=ratio <= bound)

    def at_least(self, what: str, pairs: Sequence[tuple[float, float]], bound: float, unit: str) -> None:
        """The ratio of another's figure to ours must not be below `bound`."""
        ratio = median(other / ours for ours, other in pairs)
        self.bounded(what, ratio, f"1/{_ratio(ratio, pairs, unit)}", f"≤ 1/{bound:g}x", ok=ratio >= bound)

    def _add(self, row: Row) -> None:
        self.rows.append(row)
        say(f"  {row.what}: {row.value}  {row.bound} {row.verdict}")

    def markdown(self) -> str:
        lines = ["| what | measured | bound | |", "|---|---|---|---|"]
        lines += [f"| {row.what} | {row.value} | {row.bound} | {row.verdict} |" for row in self.rows]
        return "\n".join(lines)


def _ratio(ratio: float, pairs: Sequence[tuple[float, float]], unit: str) -> str:
    ours, other = (median(column) for column in zip(*pairs, strict=True))
    return f"{ratio:.3g}x ({ours:.3g} against {other:.3g} {unit})"


# -- the measurements ----------------------------------------------------------------------------------------------


class Benchmark:
    def __init__(self, environments: Environments, *, quick: bool) -> None:
        self.environments = environments
        self.table = Table()
        self.server = Server()
        self._quick = quick
        self._workers = {name: self._worker(name) for name in (BARE, OURS, OPENAI)}

    def _worker(self, library: str) -> Worker:
        return Worker(self.environments.pythons[library], library, self.server)

    def _rounds(self, full: int) -> int:
        return max(3, full // 4) if self._quick else full

    def _turns(self, rounds: int, jobs: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
        """Each job once a round, in an order that turns around every time, after one round that does not count."""
        found: dict[str, list[float]] = {name: [] for name in jobs}
        for number in range(rounds + 1):
            for name in [*jobs][:: 1 if number % 2 else -1]:
                value = jobs[name]()
                if number:
                    found[name].append(value)
        return found

    def run(self, chosen: str) -> None:
        groups = (
            self.first_reply,
            self.unary,
            self.streams,
            self.growth,
            self.final_completion,
            self.construction,
            self.package,
        )
        for group in groups:
            if re.search(chosen, group.__name__):
                started = time.monotonic()
                say(group.__name__.replace("_", " "))
                group()
                say(f"  ({time.monotonic() - started:.0f} s)")

    def close(self) -> None:
        for process in (*self._workers.values(), self.server):
            process.close()

    def first_reply(self) -> None:
        """Import, client, first reply: a whole process."""
        scripts = {BARE: BARE, "uncertified": "bare_uncertified", OURS: OURS, OPENAI: OPENAI}
        memory: dict[str, list[float]] = {name: [] for name in scripts}

        def job(name: str) -> Callable[[], float]:
            python = self.environments.pythons[name if name in self.environments.pythons else BARE]
            command = [python, HERE / "first_reply" / f"with_{scripts[name]}.py", f"{self.server.url}/unary/v1"]

            def run() -> float:
                spent, peak = whole_process(command)
                memory[name].append(peak)
                return spent * 1000

            return run

        found = self._turns(self._rounds(20), {name: job(name) for name in scripts})
        pairs = {name: [*zip(found[OURS], found[name], strict=True)] for name in scripts}
        peaks = {name: [*zip(memory[OURS], memory[name], strict=True)] for name in scripts}
        self.table.at_most("first reply: CPU, to httpx + pydantic", pairs[BARE], 1.2, "ms")
        self.table.at_most("first reply: CPU, to openai", pairs[OPENAI], 0.35, "ms")
        self.table.at_most("first reply: memory, to openai", peaks[OPENAI], 2 / 3, "MB")
        ratio = median(ours / other for ours, other in pairs["uncertified"])
        words = _ratio(ratio, pairs["uncertified"], "ms")
        self.table.told("first reply: CPU, to httpx + pydantic told to read no certificates", words, ratio)
        ratio = median(ours / other for ours, other in peaks[BARE])
        self.table.told("first reply: memory, to httpx + pydantic", _ratio(ratio, peaks[BARE], "MB"), ratio)

    def _calls(self, task: str, counts: dict[str, int], rounds: int) -> dict[str, list[float]]:
        """Microseconds of a call."""

        def job(name: str) -> Callable[[], float]:
            count = counts[name]
            expected = ANSWER * count
            return lambda: self._workers[name](task, "unary", count, characters=expected)["cpu"] * 1e6 / count

        return self._turns(self._rounds(rounds), {name: job(name) for name in counts})

    def unary(self) -> None:
        for task, words, counts, bound in (
            ("unary", "unary call", {BARE: 200, OURS: 200, OPENAI: 100}, 1.1),
            ("history", "unary call, 200 messages", {BARE: 100, OURS: 100, OPENAI: 5}, 1.5),
            ("unary_async", "unary call, async", {BARE: 200, OURS: 200, OPENAI: 100}, None),
        ):
            found = self._calls(task, counts, 24)
            pairs = {name: [*zip(found[OURS], found[name], strict=True)] for name in (BARE, OPENAI)}
            for name, words_of in ((BARE, "httpx + json"), (OPENAI, "openai")):
                if name == BARE and bound is not None:
                    self.table.at_most(f"{words}, to {words_of}", pairs[name], bound, "µs")
                else:
                    ratio = median(ours / other for ours, other in pairs[name])
                    self.table.told(f"{words}, to {words_of}", _ratio(ratio, pairs[name], "µs"), ratio)

    def _stream(self, worker: Worker, task: str, what: str, kind: str, count: int) -> float:
        """Microseconds of a chunk, the call and its connection included."""
        characters = sum(map(len, texts(kind, count)))
        path = f"{what}-{kind}-{count}"
        return worker(task, path, count, chunks=count, characters=characters)["cpu"] * 1e6 / count

    def streams(self) -> None:
        """Typed chunks."""
        for task, manner in (("stream", ""), ("stream_async", ", async")):
            for what, kind, to_bare, to_openai in (
                ("together", "plain", 1.4, 15),
                ("together", "mixed", 1.4, 15),
                ("together", "openai", None, None),
                ("each", "mixed", None, 8),
            ):
                counts = {BARE: 20_000, OURS: 20_000, OPENAI: 2_000 if self._quick else 20_000}

                def job(
                    name: str, task: str = task, what: str = what, kind: str = kind, counts: dict[str, int] = counts
                ) -> Callable[[], float]:
                    return lambda: self._stream(self._workers[name], task, what, kind, counts[name])

                found = self._turns(self._rounds(10), {name: job(name) for name in counts})
                pairs = {name: [*zip(found[OURS], found[name], strict=True)] for name in (BARE, OPENAI)}
                words = {"together": "events arriving together", "each": "one HTTP chunk per event"}[what]
                text = {"plain": "words", "mixed": "mixed text", "openai": "padded chunks"}[kind]
                label = f"stream, {words}, {text}{manner}"
                if to_bare is None:
                    ratio = median(ours / other for ours, other in pairs[BARE])
                    self.table.told(f"{label}, to httpx + pydantic", _ratio(ratio, pairs[BARE], "µs"), ratio)
                else:
                    self.table.at_most(f"{label}, to httpx + pydantic", pairs[BARE], to_bare, "µs")
                if to_openai is None:
                    ratio = median(ours / other for ours, other in pairs[OPENAI])
                    self.table.told(f"{label}, to openai", _ratio(ratio, pairs[OPENAI], "µs"), ratio)
                else:
                    self.table.at_least(f"{label}, to openai", pairs[OPENAI], to_openai, "µs")

    def growth(self) -> None:
        """Long streams: time grows with their length, memory does not."""
        lengths = (20_000, 50_000, 100_000)
        jobs: dict[str, Callable[[], float]] = {
            str(count): lambda count=count: self._stream(  # type: ignore[misc]
                self._workers[OURS], "stream", "together", "mixed", count
            )
            for count in lengths
        }
        found = self._turns(self._rounds(8), jobs)
        self._linear("stream, µs a chunk", found, lengths)
        for name in (OURS, BARE):
            peaks = []
            for count in (20_000, 100_000):
                worker = self._worker(name)
                path, characters = f"together-mixed-{count}", sum(map(len, texts("mixed", count)))
                peaks.append(worker("stream", path, count, chunks=count, characters=characters)["peak"])
                worker.close()
            grown = peaks[1] - peaks[0]
            shown = f"{grown:+.1f} MB ({peaks[0]:.1f} to {peaks[1]:.1f} MB)"
            label = f"stream, peak memory of 100,000 chunks beside 20,000, {name}"
            if name == OURS:
                self.table.bounded(label, grown, shown, "≤ 2 MB", ok=grown <= 2)
            else:
                self.table.told(label, shown, grown)

    def _linear(self, what: str, found: dict[str, list[float]], lengths: Sequence[int]) -> None:
        """The cost of one at the greatest length must be that at the smallest, but for what measuring leaves open."""
        columns = [found[str(count)] for count in lengths]
        ratio = median(last / first for first, last in zip(columns[0], columns[-1], strict=True))
        figures = ", ".join(f"{median(column):.3g}" for column in columns)
        places = ", ".join(f"{count:,}" for count in lengths)
        self.table.bounded(
            f"{what} at {places}", ratio, f"{figures} (last to first {ratio:.2f}x)", "≤ 1.25x", ok=ratio <= 1.25
        )

    def final_completion(self) -> None:
        """The whole completion of a stream of tool-argument deltas."""
        lengths = (50_000, 100_000, 200_000)

        def job(name: str, count: int) -> Callable[[], float]:
            characters = sum(map(len, texts("plain", count)))
            path = f"tools-plain-{count}"
            return lambda: self._workers[name]("final", path, count, characters=characters)["cpu"] * 1e6 / count

        jobs = {str(count): job(OURS, count) for count in lengths}
        found = self._turns(self._rounds(6), {**jobs, OPENAI: job(OPENAI, 2_000)})
        self._linear("get_final_completion(), µs a tool-argument delta", found, lengths)
        pairs = [*zip(found[str(lengths[0])], found[OPENAI], strict=True)]
        ratio = median(ours / other for ours, other in pairs)
        self.table.told("get_final_completion(), to openai (of 2,000 deltas)", _ratio(ratio, pairs, "µs"), ratio)

    def construction(self) -> None:
        for url, bound in (("http://127.0.0.1:9/v1", 1.0), ("https://127.0.0.1:9/v1", 3.0)):

            def job(name: str, url: str = url) -> Callable[[], float]:
                return lambda: self._workers[name]("construct", url, 20, clients=20)["cpu"] * 1000 / 20

            found = self._turns(self._rounds(12), {name: job(name) for name in (BARE, OURS, OPENAI)})
            ours, bare, openai = (median(found[name]) for name in (OURS, BARE, OPENAI))
            label = f"a second client, {url.partition(':')[0]}"
            shown = f"{ours:.3g} ms (httpx {bare:.3g}, openai {openai:.3g})"
            self.table.bounded(label, ours, shown, f"< {bound:g} ms", ok=ours < bound)

    def package(self) -> None:
        unpacked, packed = self.environments.sizes()
        shown = f"{unpacked:.2f} MB (packed {packed:.2f})"
        self.table.bounded("package, unpacked", unpacked, shown, "< 1 MB", ok=unpacked < 1)
        names = [re.split(r"[<>=!~ ]", requirement)[0] for requirement in self.environments.dependencies]
        known = {"httpx", "pydantic", "anyio", "typing-extensions"}
        shown = ", ".join(names)
        # pydantic brings typing-extensions; it is named because it is imported.
        bound = "httpx, pydantic, anyio and what they bring"
        self.table.bounded("dependencies", len(names), shown, bound, ok=known.issuperset(names))


def heading(environments: Environments, *, quick: bool) -> str:
    """Where and with what it was measured."""
    return (
        f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores; "
        f"{environments.versions()}; {time.strftime('%Y-%m-%d')}{', quick' if quick else ''}. "
        "Client CPU time; medians of interleaved rounds, ratios taken within a round."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer rounds: about a minute")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the results as JSON")
    parser.add_argument("--only", default="", metavar="PATTERN", help="groups of measurements whose names match")
    parser.add_argument(
        "--source", type=Path, default=HERE.parents[1], help="the repository to measure (default: this one)"
    )
    options = parser.parse_args()
    cache = Path(os.environ.get("OAICOMPAT_BENCHMARKS") or Path.home() / ".cache" / "oaicompat-benchmarks")
    environments = Environments(options.source.resolve(), cache)
    benchmark = Benchmark(environments, quick=options.quick)
    try:
        benchmark.run(options.only)
    finally:
        benchmark.close()
    head = heading(environments, quick=options.quick)
    print(f"{head}\n\n{benchmark.table.markdown()}")
    if options.json:
        rows: list[dict[str, Any]] = [asdict(row) for row in benchmark.table.rows]
        options.json.write_text(json.dumps({"measured": head, "rows": rows}, indent=2, ensure_ascii=False))
    return 1 if any(row.verdict == "NOT MET" for row in benchmark.table.rows) else 0


if __name__ == "__main__":
    sys.exit(main())
