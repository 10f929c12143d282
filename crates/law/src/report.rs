//! A page that a lawyer can read and sign: verdicts, findings with what they are cited from, what the shop has to tell, the
//! plan read aloud. One file, both languages, no scripts.

use banyan_plan::check::{Report, Unbounded, WorstCase};
use banyan_plan::describe::describe;
use banyan_plan::model::Plan;
use banyan_plan::words::{Lang, Text};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::finding::{Finding, Verdict};
use crate::pack::{Pack, day};

/// Everything that the page shows.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The plan's file name.
    pub file: &'a str,
    /// The plan's text.
    pub source: &'a str,
    /// What the check said of it.
    pub report: &'a Report,
    /// The packs that judged it.
    pub packs: &'a [&'static Pack],
    /// What they found.
    pub findings: &'a [Finding],
    /// The day of the page, `YYYY-MM-DD`.
    pub date: &'a str,
    /// The language that is shown first.
    pub lang: Lang,
}

/// The page as HTML.
pub fn render(page: Page<'_>) -> String {
    let Some(plan) = &page.report.plan else { return String::new() };
    let title = &plan.title;
    let markup = html! {
        (DOCTYPE)
        html lang=(if page.lang == Lang::Zh { "zh-CN" } else { "en" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title.get(page.lang)) " – " (plan.id) " v" (plan.version) }
                style { (PreEscaped(include_str!("report.css"))) }
            }
            body {
                input .choice type="radio" name="lang" id="zh" checked[page.lang == Lang::Zh];
                input .choice type="radio" name="lang" id="en" checked[page.lang == Lang::En];
                main {
                    div .switch { label for="zh" { "中文" } label for="en" { "English" } }
                    (head(page, plan))
                    (verdicts(page))
                    (worst_case(plan, page.report.worst_case.as_ref()))
                    (findings(page))
                    (needs(page))
                    (aloud(plan))
                    (signature())
                }
            }
        }
    };
    markup.into_string()
}

/// Both languages; the page shows one of them.
fn both(text: &Text) -> Markup {
    html! { span .zh lang="zh-CN" { (text.zh) } span .en lang="en" { (text.en) } }
}

fn say(zh: &str, en: &str) -> Markup {
    both(&Text::new(zh, en))
}

fn head(page: Page<'_>, plan: &Plan) -> Markup {
    html! {
        p .muted { (say("方案审查报告", "Plan review")) " · " (page.date) }
        h1 { (both(&plan.title)) }
        p .muted { code { (page.file) } " · " code { (plan.id) " v" (plan.version) } }
    }
}

fn verdicts(page: Page<'_>) -> Markup {
    html! {
        ul .verdicts {
            @for pack in page.packs {
                @let verdict = Verdict::of(page.findings.iter().filter(|one| one.pack == pack.id));
                li class=(class(verdict)) {
                    (both(&pack.title)) " " code { (pack.id) }
                    b { (both(&verdict.text())) }
                    span .muted { (both(&pack.age(day(page.date).unwrap_or_default()))) }
                }
            }
        }
        p .muted {
            (say(
                "“没有发现”只表示这些规则没有发现问题，不是律师意见。每条依据后面写着核对到什么程度。",
                "“No finding” means only that these rules found nothing; it is no lawyer's opinion. Each citation says how well it was checked.",
            ))
        }
    }
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Refused => "error",
        Verdict::NeedsReview => "warn",
        Verdict::NoFinding => "info",
    }
}

fn worst_case(plan: &Plan, worst: Option<&WorstCase>) -> Markup {
    let Some(worst) = worst else { return html! {} };
    let percent = format!("{}.{:02}%", worst.rate / 10_000, worst.rate % 10_000 / 100);
    let fixed = plan.currency.pretty(i128::from(worst.fixed));
    html! {
        h2 { (say("最坏情况", "The worst case")) }
        p {
            (say("一笔成交的全部奖励最多占成交额的", "All rewards of one sale come to at most")) " "
            b { (percent) @if worst.fixed > 0 { " + " (fixed) " " (plan.currency.code()) } } " "
            @match worst.unbounded {
                Some(Unbounded::Pairs) => (say("，对碰没有自身的上限；", "of it, and pairs have no bound of their own; ")),
                Some(Unbounded::Pieces) => (say("，按件奖励没有自身的上限；", "of it, and amounts for each piece have no bound of their own; ")),
                None => (say("；", "of its amount; ")),
            }
            (say("方案的上限是", "the plan's limit is")) " " b { (worst.limit.percent()) }
            (say("，超出部分截断。", ", beyond which they are cut."))
        }
        p .muted { (both(&worst.at)) }
    }
}

fn findings(page: Page<'_>) -> Markup {
    let decided: Vec<&Finding> = page.findings.iter().filter(|one| one.needs.is_none()).collect();
    html! {
        h2 { (say("发现", "Findings")) " (" (decided.len()) ")" }
        @for finding in decided { (one(page, finding)) }
    }
}

fn one(page: Page<'_>, finding: &Finding) -> Markup {
    let rule = finding.rule;
    html! {
        section class={ "finding " (finding.severity.code()) } {
            h3 { code { (finding.pack) } " " (rule.id) " · " span .mark { (both(&finding.severity.text())) } }
            p { (both(&rule.message)) }
            @if let Some(caveat) = finding.caveat() { p { (both(&caveat)) } }
            @if !finding.facts.is_empty() { ul { @for fact in &finding.facts { li { (both(fact)) } } } }
            @if let Some(line) = finding.line(page.source) {
                pre { (line) "  " (page.source.lines().nth(line - 1).unwrap_or_default().trim()) }
            }
            @if !rule.mend.zh.is_empty() { p { (say("改法：", "Mend: ")) (both(&rule.mend)) } }
            p .muted {
                (both(&finding.basis.text()))
                @if finding.is_by_analogy() { " · " (say("本地没有直接依据，比照", "nothing cited from here; by analogy")) }
            }
            ul .muted {
                @for cite in finding.citations() {
                    li { (cite.article) " – " (both(&cite.status.text())) " – " (cite.source) }
                }
            }
        }
    }
}

fn needs(page: Page<'_>) -> Markup {
    let open: Vec<(&Finding, &Text)> =
        page.findings.iter().filter_map(|one| one.needs.as_ref().map(|needs| (one, needs))).collect();
    if open.is_empty() {
        return html! {};
    }
    html! {
        h2 { (say("还要店铺提供", "Still to be told by the shop")) }
        ul .needs { @for (finding, needs) in open {
            li { code { (finding.pack) " " (finding.rule.id) } " " (both(needs)) }
        } }
    }
}

fn aloud(plan: &Plan) -> Markup {
    html! {
        h2 { (say("方案全文，用白话", "The whole plan in plain words")) }
        div .aloud { @for section in describe(plan) {
            h3 { (both(&section.title)) }
            @for sentence in &section.sentences { p { (both(sentence)) } }
        } }
    }
}

fn signature() -> Markup {
    html! {
        h2 { (say("审查意见与签字", "Opinion and signature")) }
        div .sign {
            div { (say("意见和理由", "Opinion and reason")) } div { (say("文件编号", "Document")) }
            div { (say("审查人签字", "Reviewer's signature")) } div { (say("执业证号", "Bar number")) }
            div { (say("日期", "Date")) } div { (say("有效期至", "Valid until")) }
        }
    }
}
