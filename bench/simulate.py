"""Measures `banyan simulate`: seconds and memory of one run, and whether time grows with members × days.

    python3 bench/simulate.py --banyan target/release/banyan [--quick]

Needs nothing but Python 3.11. Each world is filled to the brim early, so that nearly all of its members are there on nearly all
days. One run on one thread and one on all must give the same JSON, or the benchmark fails. Publishes a section of
docs/benchmarks.md unless --quick.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOC, DATA = HERE.parent / "docs" / "benchmarks.md", HERE / "data"
BEGIN, END = "<!-- simulator: written by bench/simulate.py -->", "<!-- end of simulator -->"
WORLDS = [(250_000, 365), (500_000, 365), (1_000_000, 365), (1_000_000, 180), (1_000_000, 730)]
QUICK = [(20_000, 90), (40_000, 90)]
SCENARIO = """
[run]
days = {days}
seeds = 1
[market]
population = {population}
people = {people}
[start]
promoters = {founders}
[invite]
per_day = 20
active = 0.9
promoter = [0.25, 0.15, 0.08, 0.04, 0.02]
customer = [0.25, 0.20, 0.12, 0.08, 0.04]
[buy]
r = 0.5
"""


@dataclass
class Run:
    wall: float
    cpu: float
    peak_mb: float
    out: bytes


def timed(command: list[str | Path]) -> Run:
    """Run to the end; wait4 gives this child's own CPU time and peak memory."""
    start = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"exit code {child.returncode} from {command}")
    unit = 1 if platform.system() == "Darwin" else 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, out)


def measure(banyan: Path, members: int, days: int) -> tuple[int, Run, Run]:
    import json

    DATA.mkdir(exist_ok=True)
    path = DATA / "world.toml"
    path.write_text(SCENARIO.format(days=days, population=members * 5 // 4, people=members, founders=members // 50))
    command = [banyan, "simulate", "starter", "--scenario", path, "--quick", "--json"]
    one, all_ = timed([*command, "--threads", "1"]), timed(command)
    if one.out != all_.out:
        sys.exit(f"{members} members × {days} days: one thread and all threads differ")
    return json.loads(all_.out)["figures"]["members"][1], one, all_


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--banyan", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    load = os.getloadavg()[0]
    lines = [f"Measured {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load before the first run {load:.1f}.", "",
             "| members at the end × days | wall s, 1 thread | wall s, all | CPU s, all | ns per member-day (CPU) | peak MB |",
             "|---|--:|--:|--:|--:|--:|"]
    for members, days in QUICK if args.quick else WORLDS:
        found, one, all_ = measure(args.banyan, members, days)
        lines.append(f"| {found:,} × {days} | {one.wall:.1f} | {all_.wall:.1f} | {all_.cpu:.1f} "
                     f"| {all_.cpu / found / days * 1e9:.0f} | {all_.peak_mb:.0f} |")
        print(lines[-1], flush=True)
    if args.quick:
        return
    text = DOC.read_text()
    before, rest = text.split(BEGIN)
    DOC.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
