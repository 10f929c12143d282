//! What the rule packs say.

use banyan_law::finding::{Finding, Verdict};
use banyan_report::Reader;
use maud::{Markup, html};

use super::Told;
use crate::law::Law;

pub(super) fn law(reader: Reader, told: Told<'_>) -> Markup {
    html! {
        section class="card" {
            h2 { (reader.say("合规检查结果", "Compliance findings")) }
            p class="muted" { (reader.say(
                "按上述事实检查，每一项取最不利的一端。“没有发现”只表示这些规则没有查出问题，不构成法律意见。",
                "Checked with the facts above, each at its least favourable end. “No finding” only means that these rules found nothing; it is not a lawyer’s opinion.",
            )) }
            (verdicts(reader, told))
            @for pack in &told.law.packs {
                @for finding in told.law.under(pack).filter(|one| one.needs.is_none()) { (one(reader, finding)) }
            }
            (open(reader, told.law))
        }
    }
}

fn verdicts(reader: Reader, told: Told<'_>) -> Markup {
    let rival = told.rival.zip(told.rival_law);
    html! {
        div class="scroll" { table class="facts" {
            @if let Some(((rival, _), _)) = rival {
                thead { tr {
                    th scope="col" {}
                    th scope="col" { (reader.text(&told.program.plan().title)) }
                    th scope="col" { (reader.text(&rival.plan().title)) }
                } }
            }
            tbody { @for pack in &told.law.packs {
                tr {
                    th scope="row" {
                        (reader.text(&pack.title)) " " code { (pack.id) }
                        p class="muted" { (reader.text(&pack.reads())) }
                    }
                    td { (state(reader, told.law.verdict(pack))) }
                    @if let Some((_, law)) = rival { td { (state(reader, law.verdict(pack))) } }
                }
            } }
        } }
    }
}

fn state(reader: Reader, verdict: Verdict) -> Markup {
    let (class, sign) = match verdict {
        Verdict::Refused => ("state wrong", "!"),
        Verdict::NeedsReview => ("state", "?"),
        Verdict::NoFinding => ("state", "–"),
    };
    html! { span class=(class) { span aria-hidden="true" { (sign) } (reader.text(&verdict.text())) } }
}

fn one(reader: Reader, finding: &Finding) -> Markup {
    html! {
        h3 { code { (finding.pack) " " (finding.rule.id) } " · " (reader.text(&finding.severity.text())) }
        p { (reader.text(&finding.message)) }
        p class="muted" { (reader.text(&finding.basis.text())) " · " (finding.citation()) }
    }
}

/// What nobody can know from runs.
fn open(reader: Reader, law: &Law) -> Markup {
    let mut asked: Vec<(&str, &str)> = Vec::new();
    for finding in &law.findings {
        if let Some(needs) = &finding.needs {
            let question = (finding.rule.id.as_str(), reader.text(needs));
            if !asked.contains(&question) {
                asked.push(question);
            }
        }
    }
    if asked.is_empty() {
        return html! {};
    }
    html! {
        details {
            summary { (reader.tell(
                || format!("另有 {} 条规则需要店铺提供信息", asked.len()),
                || format!("{} more rules need facts from the shop", asked.len()),
            )) }
            ul { @for (rule, needs) in asked { li { code { (rule) } " " (needs) } } }
        }
    }
}
