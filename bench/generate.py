"""Deterministic inputs for the settlement benchmark.

Every value is a hash of its row number, so the same DuckDB version (pinned in
`requirements.txt`) writes the same bytes on every machine and nothing is downloaded.
The shapes follow what social-commerce shops report; each choice is argued in
`docs/benchmarks.md` and beside the SQL that makes it.

    python bench/generate.py 300000 1000000 bench/data/300k-1m
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

PRELUDE = """
SET threads = 2;
SET preserve_insertion_order = true;
-- A uniform number in [0, 1) from a row number and the name of what it decides. Hashed twice:
-- once would leave the numbers for two names a fixed XOR apart.
CREATE MACRO u(i, what) AS (hash(hash(i, what)) >> 11)::DOUBLE / 9007199254740992.0;
-- Products instead of pow(): libm may differ between machines, multiplication may not.
CREATE MACRO u2(i, what) AS u(i, what) * u(i, what);
CREATE MACRO u3(i, what) AS u2(i, what) * u(i, what);
CREATE MACRO member_id(i) AS 'm' || lpad(i::VARCHAR, 7, '0');
CREATE MACRO order_id(i) AS 'o' || lpad(i::VARCHAR, 8, '0');
CREATE MACRO stamp(epoch_s) AS strftime(make_timestamp(epoch_s * 1000000), '%Y-%m-%d %H:%M:%S');
-- Three members of every block of ten are promoters, at places that differ by block. So the
-- p-th promoter is known by arithmetic, yet promoters are not at a regular stride.
CREATE MACRO block_shift(b) AS (hash(hash(b, 'shift')) % 10)::BIGINT;
CREATE MACRO is_promoter(i) AS (i % 10 - block_shift(i // 10) + 10) % 10 IN (0, 3, 7);
CREATE MACRO promoter(p) AS
    p // 3 * 10 + (block_shift(p // 3) + CASE p % 3 WHEN 0 THEN 0 WHEN 1 THEN 3 ELSE 7 END) % 10;
"""

# Members join evenly over two years; orders fall in the second, so joins and sales interleave.
JOIN_START, JOIN_SPAN = 1704067200, 63158400  # 2024-01-01, 731 days
SALE_START, SALE_SPAN = 1735689600, 31536000  # 2025-01-01, 365 days

# A young shop grows by invitation, a known one also by search: a quarter are roots, nearly all of
# them late. The inviter of i is i*u^2, so the early ones have far more invitees (the first some
# sqrt(n)) and the forest is about 20 deep. Most inviters are promoters, but not all, so that
# "the n-th promoter above" differs from "the n-th inviter above".
MEMBERS = f"""
COPY (
    WITH picked AS (
        SELECT i, floor(i * u2(i, 'inviter'))::BIGINT AS candidate FROM range($members) AS t(i)
    ), forest AS (
        SELECT i, CASE
            WHEN u(i, 'root') * 2 < i / $members OR i < 10 THEN NULL
            WHEN u(i, 'snap') < 0.70 THEN least(i - 1, promoter(candidate // 10 * 3))
            ELSE candidate END AS inviter
        FROM picked
    )
    SELECT member_id(i) AS member, member_id(inviter) AS inviter,
           stamp({JOIN_START} + i * {JOIN_SPAN} // $members) AS joined_at,
           CASE WHEN is_promoter(i) THEN 'promoter' END AS rank
    FROM forest
) TO '$out/members.csv' (HEADER, DELIMITER ',')
"""

# Orders of 1 to 4 lines (1.85 on average). The buyer is any member who has joined. The seller is
# given for 90 %: a few sell much (u^3: the top 1 % take a fifth of the sales, the top 10 % nearly
# half) and are scattered over all promoters by a multiplicative permutation, so that neither
# program finds the busy ones side by side in memory.
SALES = f"""
CREATE TEMP TABLE placed AS
WITH orders AS (
    SELECT o, {SALE_START} + o * {SALE_SPAN} // $orders AS paid,
           CASE WHEN u(o, 'size') < 0.50 THEN 1 WHEN u(o, 'size') < 0.75 THEN 2
                WHEN u(o, 'size') < 0.90 THEN 3 ELSE 4 END AS size
    FROM range($orders) AS t(o)
), people AS (
    SELECT o, paid, size, (paid - {JOIN_START}) * $members // {JOIN_SPAN} AS joined,
           floor($promoters * u3(o, 'seller'))::BIGINT * 2654435761 % $promoters AS wanted
    FROM orders
)
SELECT o, unnest(range(1, size + 1)) AS line, paid,
       floor(joined * u(o, 'buyer'))::BIGINT AS buyer,
       CASE WHEN u(o, 'anonymous') < 0.10 THEN NULL
            WHEN wanted < joined // 10 * 3 THEN promoter(wanted)
            ELSE promoter(wanted * (joined // 10 * 3) // $promoters) END AS seller
FROM people;

CREATE TEMP TABLE sold AS
SELECT o * 4 + line - 1 AS k, o, line, paid, buyer, seller,
       floor(10000 * u2(k, 'product'))::BIGINT AS product,
       u(k, 'reversal') < 0.002 AS reversal,
       CASE WHEN reversal THEN -1 - floor(5000 * u3(k, 'amount'))::BIGINT
            ELSE 100 + floor(49901 * u3(k, 'amount'))::BIGINT END AS amount
FROM placed;
"""

# 2.5 % of the sales are refunded: half of them fully, half in part; of the latter some a second
# time, for the rest or for a few cents more. Small ones leave differences of zero behind.
REFUNDS = """
CREATE TEMP TABLE refunded AS
WITH first AS (
    SELECT k, paid + 86400 + floor(1209600 * u(k, 'wait'))::BIGINT AS paid, amount AS full_amount,
           CASE WHEN u(k, 'partial') < 0.5 THEN amount
                ELSE 1 + floor((amount - 2) * u2(k, 'part'))::BIGINT END AS back
    FROM sold WHERE NOT reversal AND u(k, 'refund') < 0.025
)
SELECT k, 1 AS nth, paid, back FROM first
UNION ALL
SELECT k, 2, paid + 3600 + floor(1209600 * u(k, 'wait2'))::BIGINT,
       CASE WHEN u(k, 'rest') < 0.5 THEN full_amount - back
            ELSE 1 + floor((full_amount - back - 1) * u3(k, 'part2'))::BIGINT END
FROM first WHERE back < full_amount AND u(k, 'again') < 0.4;
"""

# Orders are numbered in the order of time, refunds among them, as a shop's export would be.
ORDERS = """
CREATE TEMP TABLE numbered AS
SELECT *, row_number() OVER (ORDER BY paid, nth, o) AS id FROM (
    SELECT o, 0 AS nth, min(paid) AS paid FROM sold GROUP BY o
    UNION ALL SELECT k, nth, paid FROM refunded
);
COPY (
    SELECT order_id(id) AS "order", line, stamp(paid) AS "at", member_id(buyer) AS buyer,
           member_id(seller) AS seller, 'p' || lpad(product::VARCHAR, 5, '0') AS product,
           amount::DECIMAL(15, 0) * 0.01::DECIMAL(2, 2) AS amount, cost::DECIMAL(15, 0) * 0.01::DECIMAL(2, 2) AS cost,
           rate, refund_of
    FROM (
        SELECT n.id, s.line, s.paid, buyer, seller, product, amount, amount * 7 // 10 AS cost,
               (5 + product % 36)::VARCHAR || '%' AS rate, NULL AS refund_of
        FROM sold AS s JOIN numbered AS n ON n.nth = 0 AND n.o = s.o
        UNION ALL
        SELECT n.id, 1, r.paid, buyer, NULL, product, -r.back, NULL,
               NULL, order_id(sale.id) || '/' || s.line
        FROM refunded AS r
        JOIN numbered AS n ON n.nth = r.nth AND n.o = r.k
        JOIN sold AS s ON s.k = r.k
        JOIN numbered AS sale ON sale.nth = 0 AND sale.o = s.o
    )
    ORDER BY id, line LIMIT $lines
) TO '$out/orders.csv' (HEADER, DELIMITER ',');
"""


def generate(members: int, lines: int, out: Path) -> None:
    """Write `members.csv` and `orders.csv` into `out`; the last rename marks them complete."""
    if members % 10 or members < 1000:
        raise ValueError("members: a multiple of ten, at least 1000")
    part = out.with_name(out.name + ".part")
    part.mkdir(parents=True, exist_ok=True)
    values = {
        "$members": members,
        "$promoters": members // 10 * 3,
        "$lines": lines,
        # 1.85 lines an order and 3 % refunds; a little too many, cut to size by LIMIT.
        "$orders": int(lines / 1.85 * 0.975) + 500,
        "$out": part,
    }
    with duckdb.connect() as db:
        db.execute(PRELUDE)
        for statement in (MEMBERS, SALES, REFUNDS, ORDERS):
            for name, value in values.items():
                statement = statement.replace(name, str(value))
            db.execute(statement)
    part.rename(out)


if __name__ == "__main__":
    generate(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
