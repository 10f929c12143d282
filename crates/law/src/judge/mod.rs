//! Puts a pack's rules to a plan and its shop.

mod content;
mod settings;
mod structure;

use banyan_plan::check::WorstCase;
use banyan_plan::diagnostic::Span;
use banyan_plan::model::Plan;
use banyan_plan::words::Text;

use crate::finding::Finding;
use crate::pack::{Applied, Pack, Severity};
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
    /// It cannot be decided without the fact that the rule names; what is known so far.
    Needs(Vec<Text>),
}

/// Every finding of some packs on a plan and its shop: by pack, then by rule, one for each rule.
pub fn judge(subject: Subject<'_>, packs: &[&'static Pack]) -> Vec<Finding> {
    let reading = Reading::of(subject.plan);
    let mut findings = Vec::new();
    for pack in packs {
        let case = Case { subject, reading: &reading, pack };
        findings.extend(pack.rules.iter().filter_map(|applied| case.finding(applied)));
    }
    findings
}

/// One pack on one subject.
struct Case<'a> {
    subject: Subject<'a>,
    reading: &'a Reading,
    pack: &'static Pack,
}

impl Case<'_> {
    fn finding(&self, applied: &Applied) -> Option<Finding> {
        let rule = applied.rule;
        let (severity, places, facts, needs) = match self.answer(&rule.id) {
            Answer::Nothing => return None,
            Answer::Found(places, facts) => (applied.severity, places, facts, None),
            Answer::Needs(facts) => (Severity::Info, Vec::new(), facts, Some(rule.needs.clone())),
        };
        let mut message = needs.as_ref().map_or_else(
            || rule.message.clone(),
            |needs| {
                Text::new(
                    format!("待店铺提供：{}。", needs.zh),
                    format!("The shop has to tell {}.", needs.en),
                )
            },
        );
        for fact in &facts {
            message = Text::new(format!("{}{}", message.zh, fact.zh), format!("{} {}", message.en, fact.en));
        }
        Some(Finding {
            pack: &self.pack.id,
            rule,
            severity,
            basis: applied.basis,
            message,
            places,
            facts,
            needs,
        })
    }

    fn answer(&self, id: &str) -> Answer {
        match id.split_once('-').map(|(kind, _)| kind) {
            Some("STR") => self.structure(id),
            Some("SET") => self.settings(id),
            Some("CON") => self.content(id),
            _ => self.data(id),
        }
    }
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
