"""Runs `two_level.sql`, the DuckDB side of the benchmark, as one process.

    python bench/two_level.py members.csv orders.csv rewards.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb


def settle(members: Path, orders: Path, out: Path) -> None:
    """Fill in the paths (COPY takes only literals) and run every statement."""
    sql = Path(__file__).with_name("two_level.sql").read_text()
    for name, path in (("$members", members), ("$orders", orders), ("$out", out)):
        sql = sql.replace(name, str(path).replace("'", "''"))
    with duckdb.connect() as db:
        db.execute(sql)


if __name__ == "__main__":
    settle(*map(Path, sys.argv[1:4]))
