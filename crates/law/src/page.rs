//! `docs/law.md` and `docs/law.zh-CN.md`, written from the packs.

use banyan_plan::words::{Lang, Text};

use crate::cases::{cases, devices};
use crate::finding::cited_in;
use crate::pack::{Citation, Rule, packs, rules};

/// The whole page in one language, as Markdown.
pub fn page(lang: Lang) -> String {
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let mut out = format!(
        "# {}\n\n[{}]({})\n\n{}\n\n",
        say("规则包", "Law packs"),
        say("English", "中文"),
        say("law.md", "law.zh-CN.md"),
        say(
            "本页由 `crates/law/packs` 生成，请改那里。规则包只会说“不予启用”“需审查”或“没有发现”，从不替律师下结论。每条依据都写明核对到什么程度。",
            "This page is written from `crates/law/packs`; change it there. A pack says “refused”, “needs review” or “no finding”, and never takes a lawyer's place. Each citation says how well it was checked.",
        )
    );
    out += &format!(
        "## {}\n| {} | {} | {} | {} |\n|---|---|---|---|\n",
        say("规则包", "Packs"),
        say("包", "pack"),
        say("用于", "for"),
        say("日期", "as of"),
        say("规则数", "rules")
    );
    for pack in packs() {
        let (title, about) = (pack.title.get(lang), pack.about.get(lang));
        out += &format!(
            "| `{}` | **{title}**{}{about} | {} | {} |\n",
            pack.id,
            say("：", ": "),
            pack.as_of,
            pack.rules.len()
        );
    }
    out += &format!(
        "\n{}\n\n",
        say(
            "没有指明时用 `cn-strict`。`cn-wechat`、`us-ca`、`eu-de` 只含另有的规则，与上一级的包一起用。日期超过一年时，工具会提醒核对。",
            "Without a choice it is `cn-strict`. `cn-wechat`, `us-ca` and `eu-de` hold only what they add; use them beside the larger pack. The tool warns when an edition is more than a year old.",
        )
    );
    for pack in packs().iter().filter(|pack| !pack.watches.en.is_empty()) {
        out += &format!("- `{}`{}{}\n", pack.id, say("：", ": "), pack.watches.get(lang));
    }
    out += &format!("\n## {}\n", say("规则", "Rules"));
    for rule in rules() {
        write_rule(&mut out, rule, lang);
    }
    write_left(&mut out, lang);
    write_cases(&mut out, lang);
    out.truncate(out.trim_end().len());
    out + "\n"
}

/// What no rule finds, so that nobody takes silence for an answer.
fn write_left(out: &mut String, lang: Lang) {
    let left = [
        (
            "**没有法定数字的地方，线是我们划的。** 首单一半以上视同定额、谢礼券每月十张、入门包 500、一成以内算象征性：刚好在线下的方案不会被指出。线划在哪里，各条规则的“测什么”里写明；\
             贴着线的方案，请按越线来审。",
            "**Where no law gives a number, the line is ours.** Half of a first order as good as a sum, ten thank-you coupons a month, a kit of 500, a tenth as a token: a plan just below a line is not \
             found. Where the lines are, each rule says under “tested”; please read a plan that keeps close to one as if it had crossed it.",
        ),
        (
            "**入门商品占一个类目、比例不到一半。** 加入免费时，按类目的比例佣金按零售佣金看。这个类目是不是“入门的价钱”，方案里看不出来，要看卖给了谁：每日监测盯住卖给非推广者的占比和囤货。",
            "**A share of less than half of a category that may be the pack.** Where joining is free it is read as commission on retail. Whether the category is the price of taking part does not stand \
             in the plan; it shows in who buys. The daily watch follows the share sold to non-promoters, and stocks.",
        ),
        (
            "**团队业绩升级、只提高本人成交比例。** 钱来自本人的零售，规则不称之为团队计酬；升级条件里的人数和购买照样检查，凡是从别人成交里拿的照样算层级。",
            "**A higher rate on own sales for a rank that team sales give.** The money is a share of one's own retail sales, and no rule calls it team pay. People and purchases in the rank's condition are \
             found all the same, and so is whoever is paid on the sales of others.",
        ),
    ];
    let (zh, en) = ("规则看不出、要人判断的", "What no rule finds, and people have to judge");
    *out += &format!("## {}\n", if lang == Lang::Zh { zh } else { en });
    for (zh, en) in left {
        *out += &format!("- {}\n", if lang == Lang::Zh { zh } else { en });
    }
    out.push('\n');
}

fn write_rule(out: &mut String, rule: &'static Rule, lang: Lang) {
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    *out += &format!("### {}\n**{}**\n\n", rule.id, rule.message.get(lang));
    line(out, say("测什么", "tested"), &rule.tests, lang);
    line(out, say("要店铺告诉", "asks the shop for"), &rule.needs, lang);
    line(out, say("改法", "mend"), &rule.mend, lang);
    let applied = packs().iter().filter_map(|pack| pack.rule(&rule.id).map(|one| (pack, one)));
    let list: Vec<String> = applied
        .map(|(pack, one)| {
            let (severity, basis) = (one.severity.text(), one.basis.text());
            format!(
                "`{}` {}{}{}{}",
                pack.id,
                severity.get(lang),
                say("（", " ("),
                basis.get(lang),
                say("）", ")")
            )
        })
        .collect();
    *out += &format!("- {}{}{}\n", say("哪些包", "packs"), say("：", ": "), list.join(say("、", ", ")));
    let secondary: Vec<String> = packs()
        .iter()
        .filter(|pack| pack.rule(&rule.id).is_some() && rests_on_secondary(rule, &pack.id))
        .map(|pack| format!("`{}`", pack.id))
        .collect();
    if !secondary.is_empty() {
        *out += &format!(
            "- {}{}{}\n",
            say("只据二手资料（结论里会写明）", "on secondary sources only, which a finding says"),
            say("：", ": "),
            secondary.join(say("、", ", "))
        );
    }
    for cite in &rule.cites {
        let status = cite.status.text();
        *out += &format!("- {} — {} — {}\n", cite.article, status.get(lang), cite.source);
    }
    for (title, id) in stands_on(&rule.id, lang) {
        *out += &format!("- {}{}[{title}](#{id})\n", say("案例", "case"), say("：", ": "));
    }
    let known: Vec<&str> = devices()
        .iter()
        .filter(|device| device.finds.values().flatten().any(|found| *found == rule.id))
        .map(|device| device.title.get(lang))
        .collect();
    if !known.is_empty() {
        *out += &format!(
            "- {}{}{}\n",
            say("换个说法也拦得住", "found however it is said"),
            say("：", ": "),
            known.join(say("；", "; "))
        );
    }
    out.push('\n');
}

/// Whether nothing that a rule is cited from in a pack was read in the original.
fn rests_on_secondary(rule: &'static Rule, pack: &str) -> bool {
    !cited_in(rule, pack).any(Citation::is_primary)
}

/// The cases in which a rule has to be found, or must not refuse: title, and anchor.
fn stands_on(rule: &str, lang: Lang) -> Vec<(String, &'static str)> {
    let spared = if lang == Lang::Zh { "（不得据此拒绝）" } else { " (not refused)" };
    let all = cases().iter().filter_map(|case| {
        let has = |map: &std::collections::BTreeMap<String, Vec<String>>| {
            map.values().flatten().any(|found| *found == rule)
        };
        let title = case.title.get(lang);
        let must_not = has(&case.spares) || (has(&case.finds) && !case.spares.is_empty());
        (has(&case.finds) || has(&case.spares))
            .then(|| (if must_not { format!("{title}{spared}") } else { title.to_owned() }, case.id.as_str()))
    });
    all.collect()
}

fn write_cases(out: &mut String, lang: Lang) {
    let zh = lang == Lang::Zh;
    *out += if zh { "## 案例\n" } else { "## Cases\n" };
    *out += if zh {
        "公开的决定写成的方案，在 `crates/law/cases`，每次测试都重判一遍。决定没说、由我们补上的，逐条写明。\n\n"
    } else {
        "Published decisions written as plans, in `crates/law/cases`; every run of the tests judges them anew. What a decision does not say, and we had to add, is said.\n\n"
    };
    let colon = if zh { "：" } else { ": " };
    for case in cases() {
        *out += &format!("### {}\n**{}**\n\n", case.id, case.title.get(lang));
        for (label, text) in [
            (if zh { "决定" } else { "decided" }, &case.decided),
            (if zh { "事实" } else { "facts" }, &case.facts),
            (if zh { "我们补的" } else { "ours" }, &case.ours),
        ] {
            line(out, label, text, lang);
        }
        let list = |map: &std::collections::BTreeMap<String, Vec<String>>| {
            map.iter()
                .map(|(pack, rules)| format!("`{pack}` {}", rules.join(" ")))
                .collect::<Vec<_>>()
                .join(if zh { "；" } else { "; " })
        };
        *out +=
            &format!("- {}{colon}{}\n", if zh { "必须查出" } else { "has to be found" }, list(&case.finds));
        if !case.spares.is_empty() {
            *out += &format!(
                "- {}{colon}{}\n",
                if zh {
                    "不得出现（error：不予启用；law：以法律为据的不予启用）"
                } else {
                    "must not be (error: refused; law: refused as law)"
                },
                list(&case.spares)
            );
        }
        *out += &format!("- {} — {}\n\n", case.status.text().get(lang), case.source);
    }
}

fn line(out: &mut String, label: &str, text: &Text, lang: Lang) {
    let words = text.get(lang);
    if !words.is_empty() {
        *out += &format!("- {label}{}{words}\n", if lang == Lang::Zh { "：" } else { ": " });
    }
}
