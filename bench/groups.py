"""Measures `banyan groups measure`: seconds, rows a second and memory, and whether they grow in proportion to rows.

    python3 bench/groups.py --banyan target/release/banyan [--quick]

Needs nothing but Python 3.11. The rows come from a generator with a fixed seed: 200 groups, speakers as unequal as in real
ones, half of the messages answer somebody, a hundredth of the rows out of order. A second, plain implementation measures
the smallest file and must agree, or the benchmark fails. Publishes a section of docs/benchmarks.md unless --quick.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import json
import math
import os
import random
import statistics
import sys
import time
from pathlib import Path

from simulate import DATA, DOC, timed

BEGIN, END = "<!-- groups: written by bench/groups.py -->", "<!-- end of groups -->"
SIZES, QUICK = [1_000_000, 10_000_000], [50_000, 100_000]
GROUPS, PEOPLE_PER_GROUP, DAYS = 200, 200, 180
START = int(datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC).timestamp())


def generate(path: Path, rows: int) -> None:
    """Rows of 180 days. Person k of a group speaks about 1/(k+1) as often as the first."""
    chance = random.Random(7)
    kinds = ["message"] * 94 + ["join", "leave", "click", "click", "click", "order"]
    step = DAYS * 86_400 / rows
    day, midnight = -1, ""
    with path.open("w", encoding="utf-8") as out:
        out.write("group,member,at,kind,to\n")
        for row in range(rows):
            second = int(row * step)
            if chance.random() < 0.01:
                second = max(0, second - chance.randrange(3_600))
            if second // 86_400 != day:
                day = second // 86_400
                midnight = (datetime.date(2026, 1, 1) + datetime.timedelta(days=day)).isoformat()
            group = int(chance.random() * GROUPS)
            person = int(PEOPLE_PER_GROUP ** chance.random()) - 1
            kind = kinds[int(chance.random() * 100)]
            to = ""
            if kind == "message" and chance.random() < 0.5:
                to = f"m{group * 150 + int(PEOPLE_PER_GROUP ** chance.random()) - 1}"
            clock = second % 86_400
            out.write(f"group-{group},m{group * 150 + person},{midnight} {clock // 3600:02}:{clock // 60 % 60:02}:{clock % 60:02},{kind},{to}\n")


def plain(path: Path) -> dict[str, object]:
    """All rows as one group, by the words of docs/groups.md."""
    rows = []
    with path.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            _, member, at, kind, to = line.rstrip("\n").split(",")
            rows.append((int(datetime.datetime.fromisoformat(at + "+00:00").timestamp()), member, kind, to))
    rows.sort(key=lambda row: row[0])
    counts, days, pairs = collections.Counter(), collections.defaultdict(set), set()
    members, buyers, kinds, waiting, waits = set(), set(), collections.Counter(), {}, []
    for at, member, kind, to in rows:
        members.add(member)
        kinds[kind] += 1
        if to:
            members.add(to)
        if kind == "order":
            buyers.add(member)
        if kind != "message":
            continue
        counts[member] += 1
        days[at // 86_400].add(member)
        if to:
            pairs.add((member, to))
        if to and to != member:
            key = frozenset((member, to))
            if key not in waiting:
                waiting[key] = (member, at)
            elif waiting[key][0] == to:
                waits.append(at - waiting.pop(key)[1])
    ascending, total, n = sorted(counts.values()), sum(counts.values()), len(counts)
    first = min(days)
    sticky = [len(days[day]) / len(set().union(*(days[d] for d in range(day - 29, day + 1) if d in days)))
              for day in sorted(days) if day - first + 1 >= 30]

    def gini(values: list[int]) -> float:
        return 2 * sum(i * x for i, x in enumerate(values, 1)) / (len(values) * total) - (len(values) + 1) / len(values)

    return {
        "members": len(members), "speakers": n, "messages": total, "days": len(days),
        "dau_mean": statistics.fmean(len(day) for day in days.values()), "dau_max": max(map(len, days.values())),
        "stickiness": statistics.fmean(sticky), "top10_share": sum(ascending[-math.ceil(n / 10):]) / total,
        "gini": gini(ascending), "gini_all": gini([0] * (len(members) - n) + ascending),
        "hhi": sum((x / total) ** 2 for x in ascending), "silent_share": 1 - n / len(members),
        "one_message_speakers": ascending.count(1),
        "reciprocity": sum((b, a) in pairs for a, b in pairs) / len(pairs),
        "replies": len(waits), "median_reply_s": statistics.median(waits),
        "reply_1h": sum(w <= 3_600 for w in waits) / len(waits), "reply_24h": sum(w <= 86_400 for w in waits) / len(waits),
        "joins": kinds["join"], "leaves": kinds["leave"], "buyers": len(buyers),
    }


def compare(banyan: Path, path: Path) -> None:
    found = json.loads(timed([banyan, "groups", "measure", "--activity", path, "--json"]).out)["all"]
    expected = plain(path)
    for key in found.keys() | expected.keys():
        if key not in found or key not in expected or abs(found[key] - expected[key]) > (1e-8 if key == "hhi" else 1e-6):
            sys.exit(f"{key}: {found.get(key)}, but by the plain implementation {expected.get(key)}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--banyan", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    DATA.mkdir(exist_ok=True)
    load = os.getloadavg()[0]
    lines = [f"Measured {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, load before the first run {load:.1f}; median of three runs.", "",
             "| rows | file, MB | wall s | CPU s | million rows a second | peak MB | bytes a row |", "|--:|--:|--:|--:|--:|--:|--:|"]
    for rows in QUICK if args.quick else SIZES:
        path = DATA / f"activity-{rows}.csv"
        if not path.exists():
            generate(path, rows)
        runs = [timed([args.banyan, "groups", "measure", "--activity", path, "--json"]) for _ in range(3)]
        if len({run.out for run in runs}) > 1:
            sys.exit(f"{rows} rows: two runs differ")
        wall, cpu = (statistics.median(getattr(run, what) for run in runs) for what in ("wall", "cpu"))
        peak = max(run.peak_mb for run in runs)
        lines.append(f"| {rows:,} | {path.stat().st_size / 1e6:.0f} | {wall:.2f} | {cpu:.2f} | {rows / wall / 1e6:.1f} "
                     f"| {peak:.0f} | {peak * 1e6 / rows:.0f} |")
        print(lines[-1], flush=True)
    # Last, as a child's peak memory begins with what its parent has.
    compare(args.banyan, DATA / f"activity-{(QUICK if args.quick else SIZES)[0]}.csv")
    if args.quick:
        return
    text = DOC.read_text()
    before, rest = text.split(BEGIN)
    DOC.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
