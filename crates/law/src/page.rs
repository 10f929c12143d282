//! `docs/law.md` and `docs/law.zh-CN.md`, written from the packs.

use banyan_plan::words::{Lang, Text};

use crate::pack::{packs, rules};

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
    out += &format!("## {}\n", say("规则", "Rules"));
    for rule in rules() {
        out += &format!("### {}\n**{}**\n\n", rule.id, rule.message.get(lang));
        line(&mut out, say("测什么", "tested"), &rule.tests, lang);
        line(&mut out, say("要店铺告诉", "asks the shop for"), &rule.needs, lang);
        line(&mut out, say("改法", "mend"), &rule.mend, lang);
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
        out += &format!("- {}{}{}\n", say("哪些包", "packs"), say("：", ": "), list.join(say("、", ", ")));
        for cite in &rule.cites {
            let status = cite.status.text();
            out += &format!("- {} — {} — {}\n", cite.article, status.get(lang), cite.source);
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

fn line(out: &mut String, label: &str, text: &Text, lang: Lang) {
    let words = text.get(lang);
    if !words.is_empty() {
        *out += &format!("- {label}{}{words}\n", if lang == Lang::Zh { "：" } else { ": " });
    }
}
