"""Measures a shop under load: orders placed and paid a second over HTTP, on SQLite and on PostgreSQL, with ten thousand members and
with a million.

    scripts/postgres.sh python3 bench/orders.py [--quick]

The load generator and the server (and PostgreSQL) share the machine's cores. Each setting runs three times, in turns, so that a
machine that changes its speed changes it for all of them; the median counts. Publishes a section of docs/benchmarks.md
unless --quick.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
DOC = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- orders: written by bench/orders.py -->", "<!-- end of orders -->"
EXPIRING = 10_000
SETTINGS = [(db, members) for members in (10_000, 1_000_000) for db in ("sqlite", "postgres")]
ROUNDS, SECONDS, CLIENTS = 3, 10, 64


def program() -> str:
    """Builds the load generator, which is the server as well, and says where it is."""
    command = ["cargo", "bench", "--locked", "-p", "banyan-shop", "--bench", "orders", "--no-run", "--message-format=json"]
    built = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    parts = [json.loads(line) for line in built.splitlines() if line.startswith("{")]
    found = [part["executable"] for part in parts if part.get("executable") and part["target"]["name"] == "orders"]
    return found[-1]


def run(path: str, db: str, members: int, seconds: int) -> dict[str, float]:
    command = [path, "--db", db, "--members", str(members), "--seconds", str(seconds), "--clients", str(CLIENTS)]
    out = subprocess.run(command, cwd=ROOT / "target", check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    fields = [field.strip() for field in out.strip().splitlines()[-1].strip("|").split("|")]
    rate, p50, p99, memory, cpu = fields[3:8]
    return {"rate": float(rate), "p50": ms(p50), "p99": ms(p99), "mb": float(memory.split()[0]), "cpu": float(cpu.split()[0])}


def expiring(path: str, db: str) -> dict[str, float]:
    """How long payments take while unpaid orders expire, all at one moment."""
    command = [path, "--db", db, "--members", "10000", "--seconds", str(SECONDS), "--clients", str(CLIENTS), "--expire", str(EXPIRING)]
    out = subprocess.run(command, cwd=ROOT / "target", check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    fields = [field.strip() for field in out.strip().splitlines()[-1].strip("|").split("|")]
    names = ["gone", "payments", "p50", "p99", "most", "p50_then", "p99_then", "most_then"]
    return {name: float(text) if name == "payments" else ms(text) for name, text in zip(names, fields[3:])}


def ms(text: str) -> float:
    if text.endswith("ms"):
        return float(text.removesuffix("ms"))
    if text.endswith("µs"):
        return float(text.removesuffix("µs")) / 1000
    return float(text.removesuffix("s")) * 1000


def flushes() -> float:
    """What the disk can do: blocks of 4 KiB appended and made durable one after another, in a second."""
    with tempfile.NamedTemporaryFile(dir=ROOT / "target") as file:
        block, count, start = b"x" * 4096, 0, time.perf_counter()
        while time.perf_counter() - start < 2:
            file.write(block)
            file.flush()
            os.fdatasync(file.fileno())
            count += 1
        return count / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    if not os.environ.get("BANYAN_TEST_POSTGRES"):
        sys.exit("run this by scripts/postgres.sh, which starts a private server")
    path = program()
    load = os.getloadavg()[0]
    settings = [(db, 10_000) for db in ("sqlite", "postgres")] if args.quick else SETTINGS
    runs: dict[tuple[str, int], list[dict[str, float]]] = {setting: [] for setting in settings}
    for _ in range(1 if args.quick else ROUNDS):
        for db, members in settings:
            runs[db, members].append(run(path, db, members, 3 if args.quick else SECONDS))
            print(db, members, runs[db, members][-1], flush=True)
    waits = {db: [expiring(path, db) for _ in range(1 if args.quick else ROUNDS)] for db in ("sqlite", "postgres")}
    print(waits, flush=True)
    if args.quick:
        return
    middle = {key: {name: median(one[name] for one in found) for name in found[0]} for key, found in runs.items()}
    lines = [f"Measured {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load before the first run {load:.1f}, {CLIENTS} clients, "
             f"median of {ROUNDS} runs of {SECONDS} s. The disk makes {flushes():,.0f} appended blocks a second durable, one after another.", "",
             "| database | members | paid orders a second | of that, best and worst run | p50 of a request, ms | p99, ms | server's peak memory, MB | server's CPU an order, µs |",
             "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for (db, members), one in middle.items():
        rates = [found["rate"] for found in runs[db, members]]
        lines.append(f"| {db} | {members:,} | {one['rate']:,.0f} | {max(rates):,.0f}, {min(rates):,.0f} | {one['p50']:.0f} | {one['p99']:.0f} "
                     f"| {one['mb']:.0f} | {one['cpu']:.0f} |")
    for db in ("sqlite", "postgres"):
        share = middle[db, 1_000_000]["rate"] / middle[db, 10_000]["rate"]
        lines.append(f"\nWith a million members {db} does {share:.2f} of what it does with ten thousand.")
    lines += ["", f"{EXPIRING:,} unpaid orders expire at one moment while the {CLIENTS} clients buy; median of {ROUNDS} runs. The aim: nobody's payment "
              "waits for more than 100 ms longer.", "",
              "| database | until the last is given up, ms | payments in that time | p50 and p99 of a payment before, ms | p50 and p99 in that time, ms | longest before and in that time, ms |",
              "|---|--:|--:|--:|--:|--:|"]
    for db, found in waits.items():
        one = {name: median(run[name] for run in found) for name in found[0]}
        lines.append(f"| {db} | {one['gone']:.0f} | {one['payments']:.0f} | {one['p50']:.0f}, {one['p99']:.0f} | {one['p50_then']:.0f}, "
                     f"{one['p99_then']:.0f} | {one['most']:.0f}, {one['most_then']:.0f} |")
    text = DOC.read_text()
    before, rest = text.split(BEGIN)
    DOC.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
