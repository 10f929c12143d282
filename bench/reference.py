"""The benchmark's plan, settled in the plainest Python that is correct.

It exists to check the other two programs on small inputs: dictionaries, exact integers, one
line after the other, nothing clever, and no code in common with either of them.

    python bench/reference.py members.csv orders.csv rewards.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

# (name, distance, percent) as in two-level.toml; the 30 % limit cannot bind on 18 %.
REWARDS = (("own", 0, 10), ("first", 1, 5), ("second", 2, 3))
HEADER = "event,ref,reward,payee,distance,base,rate,amount,note"


def cents(text: str) -> int:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _, part = digits.partition(".")
    return sign * (int(whole) * 100 + int((part + "00")[:2]))


def decimal(value: int) -> str:
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"


def truncated(numerator: int, denominator: int) -> int:
    """Integer division toward zero; Python's own rounds down. The denominator may be negative."""
    quotient = abs(numerator) // abs(denominator)
    return quotient if (numerator < 0) == (denominator < 0) else -quotient


class Members:
    """Who invited whom, and who is a promoter."""

    def __init__(self, path: Path) -> None:
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        self.inviter = {row["member"]: row["inviter"] for row in rows}
        self.promoters = {row["member"] for row in rows if row["rank"]}

    def at_or_above(self, member: str) -> str:
        """The nearest promoter from `member` upward, herself included; "" if there is none."""
        while member and member not in self.promoters:
            member = self.inviter[member]
        return member

    def upline(self, seller: str, distance: int) -> str:
        for _ in range(distance):
            seller = seller and self.at_or_above(self.inviter[seller])
        return seller


def settle(members: Members, orders: Path, out: Path) -> None:
    """Write the rewards of every line and the reductions of every refund, in file order."""
    sold: dict[str, tuple[int, list[tuple[str, int, int, str, int]]]] = {}
    refunded: dict[str, int] = {}
    with orders.open(newline="") as file, out.open("w", newline="") as target:
        write = lambda *cells: target.write(",".join(map(str, cells)) + ",\n")  # noqa: E731
        target.write(HEADER + "\n")
        for row in csv.DictReader(file):
            ref, amount = f"{row['order']}/{row['line']}", cents(row["amount"])
            if origin := row["refund_of"]:
                full, entries = sold[origin]
                before = refunded.get(origin, 0)
                after = refunded[origin] = before - amount
                assert 0 <= before < after <= full, f"{ref} refunds more than {origin}"

                def difference(value: int) -> int:
                    return truncated(value * (full - after), full) - truncated(value * (full - before), full)

                for reward, distance, percent, payee, entry in entries:
                    if change := difference(entry):
                        base = decimal(difference(full))
                        write("refund", ref, reward, payee, distance, base, f"0.{percent:02}".rstrip("0"), decimal(change))
                continue
            seller = members.at_or_above(row["seller"] or row["buyer"])
            entries = []
            for reward, distance, percent in REWARDS:
                payee, entry = members.upline(seller, distance), truncated(amount * percent, 100)
                if payee and entry:
                    entries.append((reward, distance, percent, payee, entry))
                    write("sale", ref, reward, payee, distance, decimal(amount), f"0.{percent:02}".rstrip("0"), decimal(entry))
            sold[ref] = (amount, entries)


if __name__ == "__main__":
    settle(Members(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3]))
