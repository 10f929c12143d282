"""Measures finding goods: an index of a million made-up products, its building, memory, searches and changes.

    python3 bench/search.py [--quick]

Needs nothing but Python 3.11 and Cargo. The titles are put together by a seed, so that everybody measures the same goods
(`crates/search/examples/measure.rs`). Publishes a section of docs/benchmarks.md unless --quick.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOC = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- search: written by bench/search.py -->", "<!-- end of search -->"
ROWS = [("a search, 20 hits, with facets", "search"), ("suggestions for the first two characters", "suggest"),
        ("all products, or all of a category, with facets", "browse"), ("a search that explains its 20 hits", "explain"),
        ("a product changed", "change")]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    products, questions = (50_000, 500) if args.quick else (1_000_000, 5_000)
    subprocess.run(["cargo", "build", "--release", "--locked", "-p", "banyan-search", "--example", "measure"],
                   cwd=ROOT, check=True)
    program = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "examples" / "measure"
    load = os.getloadavg()[0]
    run = subprocess.run([program, str(products), str(questions)], check=True, capture_output=True, text=True)
    found = json.loads(run.stdout)
    lines = [
        f"Measured {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores of which one is used, load before the run {load:.1f}.", "",
        f"{found['products']:,} products, {found['characters']} characters in a Chinese title: built in "
        f"{found['build_ms'] / 1000:.1f} s ({found['build_cpu_ms'] / 1000:.1f} s of a processor, making the goods up included); "
        f"{found['rss_mb']} MB once built, {found['peak_mb']} MB at most.", "",
        f"A question and its suggestions take {found['question_cpu_us'] / 1000:.2f} ms of a processor on average.", "",
        "| ms, by the clock | p50 | p99 | longest |", "|---|--:|--:|--:|",
    ]
    for title, key in ROWS:
        lines.append(f"| {title} | " + " | ".join(f"{micros / 1000:.2f}" for micros in found[key]) + " |")
    text, hits = found["slowest"]
    lines += ["", f"{found['questions']:,} questions found {found['mean_hits']:,} products on average, "
              f"{found['nothing']} of them nothing. The slowest was “{text}” with {hits:,} hits."]
    print("\n".join(lines), flush=True)
    if args.quick:
        return
    text = DOC.read_text()
    before, rest = text.split(BEGIN)
    DOC.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
