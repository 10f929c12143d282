//! Puts a pack's rules to a plan and its shop.

mod content;
mod settings;
mod structure;

use banyan_plan::check::WorstCase;
use banyan_plan::diagnostic::Span;
use banyan_plan::model::Plan;
use banyan_plan::parse::parse;
use banyan_plan::words::Text;

use crate::finding::Finding;
use crate::pack::{Applied, Pack, Rule, Severity, packs};
use crate::probe::{Disagreement, probe};
use crate::reading::Reading;
use crate::shop::Shop;

/// What is judged.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The plan, understood.
    pub plan: &'a Plan,
    /// Its worst case, if the check has proved one.
    pub worst_case: Option<&'a WorstCase>,
    /// What the shop tells; [`Shop::default`] for a file by itself.
    pub shop: &'a Shop,
}

/// What one rule answers.
#[derive(Debug, Clone)]
enum Answer {
    /// Nothing is found, on what the plan and the shop say.
    Nothing,
    /// It is met: places in the plan, and what was found there.
    Found(Vec<Span>, Vec<Text>),
    /// The same, a warning at most: what was found has a harmless reading as well.
    Warned(Vec<Span>, Vec<Text>),
    /// A fee of a kit's size that no introduction is paid for: as the pack weighs that.
    Kit(Vec<Span>, Vec<Text>),
    /// It cannot be decided without the fact that the rule names; what is known so far.
    Needs(Vec<Text>),
}

/// Every finding of some packs on a plan and its shop: by pack, then by rule, one for each rule.
pub fn judge(subject: Subject<'_>, packs: &[&'static Pack]) -> Vec<Finding> {
    let reading = Reading::of(subject.plan, subject.shop);
    let probed = probe(subject.plan, &reading);
    let mut findings = Vec::new();
    for pack in packs {
        let case = Case { subject, reading: &reading, probed: &probed, pack };
        findings.extend(pack.rules.iter().filter_map(|applied| case.finding(applied)));
    }
    findings
}

/// One pack on one subject.
struct Case<'a> {
    subject: Subject<'a>,
    reading: &'a Reading,
    probed: &'a [Disagreement],
    pack: &'static Pack,
}

impl Case<'_> {
    fn finding(&self, applied: &Applied) -> Option<Finding> {
        let rule = applied.rule;
        let answer = match self.answer(&rule.id) {
            Some(Answer::Nothing | Answer::Needs(_)) if self.disagrees(&rule.id) => {
                self.disagreements(&rule.id)
            }
            Some(answer) => answer,
            // A rule that cannot be judged is not passed over in silence.
            None => Answer::Found(Vec::new(), vec![unjudged_fact()]),
        };
        let (severity, places, facts, needs) = match answer {
            Answer::Nothing => return None,
            Answer::Found(places, facts) => (applied.severity, places, facts, None),
            Answer::Warned(places, facts) => (applied.severity.min(Severity::Warn), places, facts, None),
            Answer::Kit(places, facts) => (applied.kit.unwrap_or(applied.severity), places, facts, None),
            Answer::Needs(facts) => (Severity::Info, Vec::new(), facts, Some(rule.needs.clone())),
        };
        let mut message = needs.as_ref().map_or_else(
            || rule.message.clone(),
            |needs| {
                Text::new(
                    format!("待店铺提供：{}。", needs.zh),
                    format!("Missing from the shop: {}.", needs.en),
                )
            },
        );
        for fact in &facts {
            message = Text::new(format!("{}{}", message.zh, fact.zh), format!("{} {}", message.en, fact.en));
        }
        let mut finding = Finding {
            pack: &self.pack.id,
            rule,
            severity,
            basis: applied.basis,
            message,
            places,
            facts,
            needs,
        };
        if let Some(caveat) = finding.caveat() {
            let Text { zh, en } = finding.message;
            finding.message = Text::new(format!("{zh}{}", caveat.zh), format!("{en} {}", caveat.en));
        }
        Some(finding)
    }

    /// Under which rules what the probe saw falls.
    fn concerned(one: Disagreement, id: &str) -> bool {
        match one {
            Disagreement::Level(_, level) => match id {
                "STR-07" => level > 1,
                "STR-08" => level == 1,
                "CON-12" => true,
                _ => false,
            },
            Disagreement::Head(_) => id == "STR-03" || id == "CON-12",
            Disagreement::Rank(_) => id == "STR-05",
            Disagreement::Opened(_) => id == "STR-06",
        }
    }

    fn disagrees(&self, id: &str) -> bool {
        self.probed.iter().any(|one| Self::concerned(*one, id))
    }

    /// What was paid in the probe's worlds although the plan was not read to pay it.
    fn disagreements(&self, id: &str) -> Answer {
        let all = self.probed.iter().copied().filter(|one| Self::concerned(*one, id));
        let (places, facts) = all.map(|one| self.disagreement(one)).unzip();
        Answer::Found(places, facts)
    }

    fn disagreement(&self, one: Disagreement) -> (Span, Text) {
        let of_reward = |no, zh: String, en: String| {
            let name = self.name(no);
            let text = Text::new(
                format!("试算中“{}”{zh}，与方案的字面不符。", name.zh),
                format!(
                    "In a small world settled under the plan, “{}” {en}, which its words do not say.",
                    name.en
                ),
            );
            (self.span(no), text)
        };
        match one {
            Disagreement::Level(no, level) => {
                of_reward(no, format!("付到了第 {level} 层"), format!("reached level {level}"))
            }
            Disagreement::Head(no) => {
                of_reward(no, "按人数付了钱".to_owned(), "was paid for people".to_owned())
            }
            Disagreement::Opened(no) => of_reward(
                no,
                "只有本人自己购买才付".to_owned(),
                "was paid only after a purchase of the payee's own".to_owned(),
            ),
            Disagreement::Rank(rank) => {
                let rank = self.subject.plan.rank(rank);
                let (span, title) =
                    rank.map_or_else(Default::default, |rank| (rank.span.clone(), rank.title.clone()));
                let text = Text::new(
                    format!("试算中只靠本人购买就升到了“{}”。", title.zh),
                    format!(
                        "In a small world settled under the plan, own purchases alone gave the rank “{}”.",
                        title.en
                    ),
                );
                (span, text)
            }
        }
    }

    /// `None` for a rule that nothing here judges.
    fn answer(&self, id: &str) -> Option<Answer> {
        match id.split_once('-').map(|(kind, _)| kind) {
            Some("STR") => self.structure(id),
            Some("SET") => self.settings(id),
            Some("CON") => self.content(id),
            _ => self.data(id),
        }
    }
}

/// The rules among some that this program has no judge for. A shop whose packs hold such a rule does not start.
pub fn unjudged<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> Vec<&'a str> {
    let Some(plan) = parse(ANY_PLAN).0 else { return Vec::new() };
    let shop = Shop::default();
    let (subject, reading) =
        (Subject { plan: &plan, worst_case: None, shop: &shop }, Reading::of(&plan, &shop));
    let judged = |rule: &&str| {
        packs()
            .iter()
            .all(|pack| Case { subject, reading: &reading, probed: &[], pack }.answer(rule).is_some())
    };
    rules.into_iter().map(|rule| rule.id.as_str()).filter(|rule| !judged(rule)).collect()
}

/// Whatever a rule is about, this plan can be asked.
const ANY_PLAN: &str = "[plan]\nid = \"any\"\ncurrency = \"CNY\"\n[[rank]]\nid = \"any\"\n\
    [[reward]]\nid = \"any\"\non = \"sale\"\nto = \"seller\"\nrate = \"1%\"\n";

fn unjudged_fact() -> Text {
    Text::new("本程序不会判断这条规则。", "This program cannot judge this rule.")
}

/// The answer of a fact that is good or bad.
fn good(fact: Option<bool>) -> Answer {
    bad(fact.map(|good| !good))
}

/// The answer of a fact that is bad or good.
fn bad(fact: Option<bool>) -> Answer {
    match fact {
        None => Answer::Needs(Vec::new()),
        Some(true) => found(),
        Some(false) => Answer::Nothing,
    }
}

/// Found in the shop, with no place in the plan.
fn found() -> Answer {
    Answer::Found(Vec::new(), Vec::new())
}
