"""Measures `banyan settle` against the same settlement in DuckDB, and both against the disk.

    python3 bench/run.py --banyan target/release/banyan [--quick] [--demo demo/]

Needs nothing but Python 3.11: it makes its own virtual environment (pinned DuckDB), writes its
inputs, checks both programs against `reference.py`, then times them in turns. Any difference in
the outputs ends the benchmark with exit code 1: a fast wrong answer is not a result.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
DATA, OUT, VENV = HERE / "data", HERE / "data" / "out", HERE / ".venv"
PYTHON = VENV / "bin" / "python"
PLAN, DOC = HERE / "two-level.toml", HERE.parent / "docs" / "benchmarks.md"
SIZES = [(30_000, 1_000_000), (300_000, 1_000_000), (3_000_000, 1_000_000),
         (30_000, 10_000_000), (300_000, 10_000_000), (3_000_000, 10_000_000)]
QUICK = [(2_000, 5_000), (30_000, 200_000)]
CHECK = (2_000, 5_000)
BEGIN, END = "<!-- results: written by bench/run.py -->", "<!-- end of results -->"


@dataclass
class Run:
    """One process from start to exit, as the kernel saw it."""

    wall: float
    cpu: float
    peak_mb: float


@dataclass
class Case:
    """All that was measured on one input."""

    name: str
    members: int
    lines: int
    input_bytes: int
    output_bytes: int = 0
    read_floor: float = 0.0
    write_floor: float = 0.0
    banyan: list[Run] = field(default_factory=list)
    duckdb: list[Run] = field(default_factory=list)


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def fail(text: str) -> None:
    sys.exit(f"benchmark failed: {text}")


def timed(command: list[str | Path]) -> Run:
    """Run to the end; wait4 gives this child's own CPU time and peak memory, not its siblings'."""
    start = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        fail(f"exit code {child.returncode} from {' '.join(map(str, command))}")
    unit = 1 if platform.system() == "Darwin" else 1024  # ru_maxrss: bytes there, KiB here
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def ensure_venv() -> None:
    """Create the environment once, and again when the pins change."""
    pins, stamp = (HERE / "requirements.txt").read_text(), VENV / "installed.txt"
    if stamp.exists() and stamp.read_text() == pins:
        return
    say("making bench/.venv")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"], check=True)
    stamp.write_text(pins)


def short(count: int) -> str:
    return f"{count // 1_000_000}m" if count % 1_000_000 == 0 else f"{count // 1000}k"


def ensure_input(members: int, lines: int) -> Path:
    """The folder of this input, written first if it is not there; never half written."""
    folder = DATA / f"{short(members)}-{short(lines)}"
    if not folder.exists():
        say(f"writing {folder.name}")
        subprocess.run([PYTHON, HERE / "generate.py", str(members), str(lines), folder], check=True)
    return folder


def banyan_command(banyan: Path, folder: Path, out: Path, plan: Path = PLAN, end: str = "") -> list[str | Path]:
    return [banyan, "settle", "--plan", plan, "--members", folder / f"members.csv{end}",
            "--orders", folder / f"orders.csv{end}", "--out", out]


def python_command(script: str, folder: Path, out: Path) -> list[str | Path]:
    return [PYTHON, HERE / script, folder / "members.csv", folder / "orders.csv", out]


def must_equal(one: Path, other: Path, where: str) -> None:
    if not filecmp.cmp(one, other, shallow=False):
        fail(f"{one.name} and {other.name} differ on {where}; both are kept in {OUT}")


def check(banyan: Path | None) -> None:
    """Both programs must agree with the reference before either is timed."""
    folder, wanted = ensure_input(*CHECK), OUT / "reference.csv"
    timed(python_command("reference.py", folder, wanted))
    timed(python_command("two_level.py", folder, OUT / "duckdb.csv"))
    must_equal(OUT / "duckdb.csv", wanted, folder.name)
    if banyan:
        timed(banyan_command(banyan, folder, OUT / "banyan.csv"))
        must_equal(OUT / "banyan.csv", wanted, folder.name)
    say(f"{folder.name}: agrees with the reference")


def read_floor(folder: Path) -> float:
    """Seconds to read both inputs into one buffer and do nothing with them."""
    buffer, start = bytearray(1 << 20), time.perf_counter()
    for name in ("members.csv", "orders.csv"):
        with (folder / name).open("rb", buffering=0) as file:
            while file.readinto(buffer):
                pass
    return time.perf_counter() - start


def write_floor(size: int) -> float:
    """Seconds to write as many bytes as the result has (to the page cache, as both programs do)."""
    block, path, start = bytes(1 << 20), OUT / "floor", time.perf_counter()
    with path.open("wb", buffering=0) as file:
        for left in range(size, 0, -len(block)):
            file.write(block[:left])
    seconds = time.perf_counter() - start
    path.unlink()
    return seconds


def measure(folder: Path, members: int, lines: int, banyan: Path | None, rounds: int) -> Case:
    """One warm-up each, whose outputs are compared, then A B A B: what else the machine does hits both alike."""
    bytes_in = sum((folder / name).stat().st_size for name in ("members.csv", "orders.csv"))
    case = Case(folder.name, members, lines, bytes_in)
    commands = {"duckdb": python_command("two_level.py", folder, OUT / "duckdb.csv")}
    if banyan:
        commands = {"banyan": banyan_command(banyan, folder, OUT / "banyan.csv"), **commands}
    for turn in range(rounds + 1):
        for who, command in commands.items():
            (OUT / f"{who}.csv").unlink(missing_ok=True)
            run = timed(command)
            say(f"{folder.name}  {who:<6}  {'warm-up' if turn == 0 else f'{turn}/{rounds}':<7}"
                f"  {run.wall:7.2f} s  cpu {run.cpu:7.2f} s  peak {run.peak_mb:6.0f} MB")
            if turn:
                getattr(case, who).append(run)
        if banyan:
            must_equal(OUT / "banyan.csv", OUT / "duckdb.csv", folder.name)
    case.output_bytes = (OUT / "duckdb.csv").stat().st_size
    case.read_floor = median(read_floor(folder) for _ in range(3))
    case.write_floor = median(write_floor(case.output_bytes) for _ in range(3))
    for who in commands:
        (OUT / f"{who}.csv").unlink()
    return case


def demo(banyan: Path, folder: Path) -> list[Run]:
    """The bundled real data, compressed as it ships."""
    command = banyan_command(banyan, folder, OUT / "demo.csv", PLAN, ".zst")
    timed(command)
    runs = [timed(command) for _ in range(3)]
    (OUT / "demo.csv").unlink()
    return runs


def spread(values: list[float], digits: int = 2) -> str:
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})" if values else "–"


def ratios(case: Case) -> list[float]:
    """Pair by pair, so that a slow minute of the machine cancels out."""
    return [peer.wall / own.wall for own, peer in zip(case.banyan, case.duckdb)]


def wall(runs: list[Run]) -> float:
    return median(run.wall for run in runs)


def row(case: Case, who: str) -> str:
    runs: list[Run] = getattr(case, who)
    seconds, peak = wall(runs), max(run.peak_mb for run in runs)
    floor = case.read_floor + case.write_floor
    cells = [f"{case.members:,} × {case.lines:,}", who, spread([run.wall for run in runs]),
             f"{median(run.cpu for run in runs):.2f}", f"{case.lines / seconds / 1e6:.2f}",
             f"{case.input_bytes / seconds / 1e6:.0f}", f"{peak:.0f}",
             f"{peak * 1e6 / (case.members + case.lines):.0f}",
             f"{seconds / floor:.1f}", spread(ratios(case), 1) if who == "banyan" else ""]
    return f"| {' | '.join(cells)} |"


def per_line(cases: list[Case], members: int, lines: int, who: str) -> float | None:
    """Nanoseconds a line, or nothing if that input was not run."""
    for case in cases:
        if (case.members, case.lines) == (members, lines) and getattr(case, who):
            return wall(getattr(case, who)) / lines * 1e9
    return None


def scaling(cases: list[Case], who: str) -> list[str]:
    """Does the cost of a line stay the same with ten times the lines, a hundred times the members?"""
    found, at = [], lambda members, lines: per_line(cases, members, lines, who)  # noqa: E731
    for members in (30_000, 300_000, 3_000_000):
        if (few := at(members, 1_000_000)) and (many := at(members, 10_000_000)):
            found.append(f"- {who}, {members:,} members: {few:.0f} ns a line at 1 M lines, "
                         f"{many:.0f} at 10 M ({many / few:.2f}×)")
    for lines in (1_000_000, 10_000_000):
        if (small := at(30_000, lines)) and (large := at(3_000_000, lines)):
            found.append(f"- {who}, {lines:,} lines: a line costs {large / small:.2f}× as much with 3 M members as with 30 k")
    return found


def report(cases: list[Case], demo_runs: list[Run], cpu: str) -> str:
    """The whole section as Markdown."""
    text = [f"Measured {time.strftime('%Y-%m-%d')} on {cpu}, {os.cpu_count()} cores; "
            f"DuckDB {(HERE / 'requirements.txt').read_text().strip().split('==')[1]}. "
            "Median of the runs, in brackets the fastest and slowest; peak is the highest seen.", "",
            "| members × lines | program | wall s | CPU s | M lines/s | MB/s in | peak MB | bytes per member + line | × floor | DuckDB ÷ banyan |",
            "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for case in cases:
        text += [row(case, who) for who in ("banyan", "duckdb") if getattr(case, who)]
    text += ["", "The floor: reading the inputs and writing as many bytes as the result, with nothing done between.", "",
             "| members × lines | in MB | out MB | read s | write s |", "|---|--:|--:|--:|--:|"]
    text += [f"| {c.members:,} × {c.lines:,} | {c.input_bytes / 1e6:.0f} | {c.output_bytes / 1e6:.0f} "
             f"| {c.read_floor:.2f} | {c.write_floor:.2f} |" for c in cases]
    text += ["", *scaling(cases, "banyan"), *scaling(cases, "duckdb")]
    if demo_runs:
        text += ["", f"The bundled demo, under the same plan: {spread([r.wall for r in demo_runs])} s, "
                     f"peak {max(r.peak_mb for r in demo_runs):.0f} MB."]
    return "\n".join(text).rstrip() + "\n"


def cpu_name() -> str:
    info = Path("/proc/cpuinfo")
    names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines()
             if line.startswith("model name")] if info.exists() else []
    return names[0] if names else platform.processor() or platform.machine()


def publish(text: str, cases: list[Case], demo_runs: list[Run], quick: bool) -> None:
    """Quick runs are for developing: they never replace the published numbers."""
    where = OUT.parent if quick else HERE
    (where / "results.md").write_text(text)
    raw = {"cpu": cpu_name(), "cases": [asdict(case) for case in cases], "demo": [asdict(r) for r in demo_runs]}
    (where / "results.json").write_text(json.dumps(raw, indent=1) + "\n")
    if not quick and DOC.exists() and BEGIN in (page := DOC.read_text()):
        before, rest = page.split(BEGIN, 1)
        DOC.write_text(f"{before}{BEGIN}\n{text}{END}{rest.split(END, 1)[1]}")
    print(f"\n{text}\nwritten to {where / 'results.md'}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--banyan", type=Path, metavar="PATH", help="the release binary; without it DuckDB runs alone")
    parser.add_argument("--demo", type=Path, metavar="DIR", help="folder of members.csv.zst and orders.csv.zst")
    parser.add_argument("--quick", action="store_true", help="small inputs, results not published")
    parser.add_argument("--rounds", type=int, default=3, help="measured runs of each program (3)")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    if asked.banyan and not asked.banyan.is_file():
        fail(f"no program at {asked.banyan}")
    banyan = asked.banyan.resolve() if asked.banyan else None
    ensure_venv()
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    check(banyan)
    sizes = QUICK if asked.quick else SIZES
    cases = [measure(ensure_input(*size), *size, banyan, asked.rounds) for size in sizes]
    demo_runs = demo(banyan, asked.demo) if banyan and asked.demo else []
    # Without banyan there is nothing to publish: it is a look at the peer alone.
    publish(report(cases, demo_runs, cpu_name()), cases, demo_runs, asked.quick or not banyan)
    shutil.rmtree(OUT)


if __name__ == "__main__":
    main()
