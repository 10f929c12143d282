"""Runs every published scenario and writes docs/scenarios.md and docs/scenarios.zh-CN.md.

    python3 scenarios/document.py --banyan target/release/banyan

Needs nothing but Python 3.11. Texts come from the scenario files, figures from the runs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"
ORDER = ["wanwu", "lvhuasuan", "gift-pack", "group-buy", "six-four-two", "dual-track"]

WORDS = {
    "en": {
        "file": "scenarios.md",
        "title": "# Published growth as scenarios\n\n[中文](scenarios.zh-CN.md)\n",
        "lead": "Each scenario takes something that was published, runs it, and says why the run differs. **A run is no proof of a "
        "claim:** where figures were tuned to meet it, that is said. Shown is the middle run and, in brackets, what nine runs in ten "
        "lie between. Written by `scenarios/document.py` from the [scenario files](../scenarios) and the runs; do not edit by hand.",
        "says": "What the source says", "run": "What the run gives", "chosen": "What was chosen", "differs": "Why they differ",
        "again": "Again", "runs": "{days} days, {seeds} runs, plan [`{plan}`](../plans/{plan}.toml)", "figure": "figure", "found": "run",
        "source": "published", "sep": "–",
    },
    "zh": {
        "file": "scenarios.zh-CN.md",
        "title": "# 用情景重现公开过的增长\n\n[English](scenarios.md)\n",
        "lead": "每个情景取一件公开说过的事，跑一遍，再说明为什么不一样。**跑得出来不等于说法是真的：**凡是照着结果调过的数，都写明了。"
        "表里是居中的一次，括号里是九成运行的范围。由 `scenarios/document.py` 根据[情景文件](../scenarios)和运行结果生成，请勿手改。",
        "says": "出处怎么说", "run": "跑出来是什么", "chosen": "我们定了什么", "differs": "为什么不一样",
        "again": "自己跑", "runs": "{days} 天，{seeds} 次运行，方案 [`{plan}`](../plans/{plan}.toml)", "figure": "指标", "found": "运行",
        "source": "公开数字", "sep": "–",
    },
}

FIGURES = [
    ("members", {"en": "members", "zh": "成员"}, "count"),
    ("promoters", {"en": "promoters", "zh": "推广者"}, "count"),
    ("net_sales", {"en": "net sales, ¥", "zh": "净成交额（元）"}, "money"),
    ("payout_millionths", {"en": "rewards of net sales", "zh": "奖励占净成交额"}, "share"),
    ("own", {"en": "the shop’s own, ¥", "zh": "平台自有资金（元）"}, "money"),
    ("pending_peak", {"en": "rewards pending at most, ¥", "zh": "待结算最高（元）"}, "money"),
    ("nothing_share_millionths", {"en": "promoters who earned nothing", "zh": "零收入推广者"}, "share"),
    ("promoter_median", {"en": "median promoter, ¥", "zh": "推广者收入中位数（元）"}, "money"),
    ("head_share_millionths", {"en": "rewards paid for heads", "zh": "按人头的奖励占比"}, "share"),
    ("entry_share_millionths", {"en": "entry payments of what came in", "zh": "入门费占收入"}, "share"),
    ("levels_paid", {"en": "levels paid above the seller", "zh": "卖家以上的计酬层级"}, "count"),
    ("live_depth", {"en": "longest chain of promoters", "zh": "推广者关系链最长"}, "count"),
]

PUBLISHED = {
    ("wanwu", "promoters"): "10,000", ("wanwu", "net_sales"): "10,000,000",
    ("lvhuasuan", "promoters"): "300,000 (1:10)", ("lvhuasuan", "net_sales"): "200,000,000 (1:10)",
}


def say(value: int | str, kind: str) -> str:
    if kind == "share":
        return f"{int(value) / 10_000:.1f}%"
    return f"{round(float(value)):,}".replace("-", "−")


def band(values: list, kind: str) -> str:
    low, mid, high = (say(value, kind) for value in values)
    return mid if low == high else f"{mid} ({low}–{high})"


def special(name: str, result: dict, lang: str) -> list[str]:
    """What only this scenario asks."""
    zh, lines = lang == "zh", []
    if name == "group-buy":
        opened, failed = result["figures"]["groups_opened"][1], result["figures"]["groups_failed"][1]
        share = (opened - failed) / max(opened, 1)
        lines.append(f"| {'成团率' if zh else 'groups that filled'} | 77.35% | {share:.2%} ({opened:,}) |")
    if name == "six-four-two":
        teams = sorted(run["largest_team"] for run in result["runs"])
        promoters = sorted(run["promoters"] - 1 for run in result["runs"])
        middle, reached = promoters[len(promoters) // 2], sum(count >= 78 for count in promoters) / len(promoters)
        lines.append(f"| {'九十天后的推广者，中位数' if zh else 'promoters below after ninety days, median'} | 78 | {middle} |")
        lines.append(f"| {'到 78 人的运行' if zh else 'runs that reach 78'} | 100% | {reached:.1%} |")
        lines.append(f"| {'最大的一次（推广者 / 含顾客）' if zh else 'the largest run (promoters / with customers)'} | | {promoters[-1]:,} / {teams[-1]:,} |")
    return lines


def collapse(result: dict, lang: str) -> list[str]:
    """Month by month, for the plan that lives on heads."""
    head = {"zh": "| 第几天 | 新成员 | 净成交额（元） | 奖励（元） | 还在拉人的 |", "en": "| to day | new members | net sales, ¥ | rewards, ¥ | active promoters |"}
    lines = ["", head[lang], "|--:|--:|--:|--:|--:|"]
    before = {"members": 0.0, "net_sales": 0.0, "rewards": 0.0}
    for month in result["months"]:
        now = {key: float(month[key][1]) for key in before}
        cells = [say(now[key] - before[key], "money") for key in ("members", "net_sales", "rewards")]
        lines.append(f"| {month['day']} | {' | '.join(cells)} | {say(month['active_promoters'][1], 'count')} |")
        before = now
    return lines


def section(name: str, scenario: dict, result: dict, lang: str) -> str:
    words, source = WORDS[lang], scenario["source"]
    plan = source["plan"]
    about = words["runs"].format(days=result["days"], seeds=result["seeds"], plan=plan)
    lines = [f"## {scenario['title'][lang]}", "", about, "", f"**{words['says']}.** {source['says'][lang]}", "",
             f"**{words['chosen']}.** {source['chosen'][lang]}", "",
             f"| {words['figure']} | {words['source']} | {words['found']} |", "|---|--:|--:|"]
    if lang == "zh":
        lines = [line.replace("说.**", "说。**").replace("么.**", "么。**") for line in lines]
    lines += special(name, result, lang)
    for key, title, kind in FIGURES:
        lines.append(f"| {title[lang]} | {PUBLISHED.get((name, key), '')} | {band(result['figures'][key], kind)} |")
    if name == "gift-pack":
        lines += collapse(result, lang)
    stop = "。" if lang == "zh" else "."
    lines += ["", f"**{words['differs']}{stop}** {source['differs'][lang]}", "",
              f"```sh\nbanyan simulate {plan} --scenario scenarios/{name}.toml --out out/{name}\n```"]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--banyan", type=Path, required=True)
    parser.add_argument("--seeds", type=int, help="fewer runs, while developing")
    args = parser.parse_args()
    found = []
    for name in ORDER:
        path = HERE / f"{name}.toml"
        scenario = tomllib.loads(path.read_text())
        command = [args.banyan, "simulate", scenario["source"]["plan"], "--scenario", path, "--quick", "--json"]
        command += ["--seeds", str(args.seeds)] if args.seeds else []
        print(name, flush=True)
        found.append((name, scenario, json.loads(subprocess.run(command, check=True, capture_output=True).stdout)))
    for lang, words in WORDS.items():
        parts = [words["title"], words["lead"], "", *(f"{section(*one, lang)}\n" for one in found)]
        (DOCS / words["file"]).write_text("\n".join(parts))


if __name__ == "__main__":
    main()
