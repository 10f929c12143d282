//! What judging a plan finds.

use banyan_plan::diagnostic::Span;
use banyan_plan::words::Text;
use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Citation, Rule, Severity};

/// One rule that a plan or a shop meets, or that cannot be decided yet.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The pack that applied it.
    pub pack: &'static str,
    /// The rule.
    pub rule: &'static Rule,
    /// How much it matters; [`Severity::Info`] while it only asks for a fact.
    pub severity: Severity,
    /// What it rests on in this pack.
    pub basis: Basis,
    /// What is wrong, with the rule's message first; or what is needed.
    pub message: Text,
    /// Places in the plan's text; empty if the plan does not say it. The first is the place.
    pub places: Vec<Span>,
    /// What was found, a sentence each: levels paid, whose head, which purchase.
    pub facts: Vec<Text>,
    /// The fact that is missing; `None` for a decided finding.
    pub needs: Option<Text>,
}

impl Finding {
    /// Whether the plan is refused because of it.
    pub fn refuses(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Whether somebody has to sign before the plan may run.
    pub fn needs_sign_off(&self) -> bool {
        self.severity == Severity::Warn
    }

    /// The line of its first place, from 1.
    pub fn line(&self, source: &str) -> Option<usize> {
        let start = self.places.first()?.start.min(source.len());
        Some(source.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1)
    }

    /// What it is cited from where the pack applies; where nothing of that jurisdiction is known, everything, which then
    /// holds by analogy only.
    pub fn citations(&self) -> impl Iterator<Item = &'static Citation> {
        cited_in(self.rule, self.pack)
    }

    /// Whether nothing is cited from the jurisdiction itself.
    pub fn is_by_analogy(&self) -> bool {
        !self.rule.cites.iter().any(|cite| cite.holds_in(self.pack))
    }

    /// What has to be said of a decided finding of which no source was read in the original; nothing if one was.
    pub fn caveat(&self) -> Option<Text> {
        let is_secondary = self.needs.is_none() && !self.citations().any(Citation::is_primary);
        is_secondary.then(secondary)
    }

    /// The citations as one line: article, and how well it was checked.
    pub fn citation(&self) -> String {
        let one = |cite: &Citation| format!("{} [{}]", cite.article, cite.status.code());
        let list = self.citations().map(one).collect::<Vec<_>>().join("; ");
        if self.is_by_analogy() { format!("{list} (by analogy)") } else { list }
    }
}

/// What a rule is cited from in a pack; everything, by analogy, if nothing of that jurisdiction is known.
pub(crate) fn cited_in<'a>(
    rule: &'static Rule,
    pack: &'a str,
) -> impl Iterator<Item = &'static Citation> + use<'a> {
    let by_analogy = !rule.cites.iter().any(|cite| cite.holds_in(pack));
    rule.cites.iter().filter(move |cite| by_analogy || cite.holds_in(pack))
}

/// That a rule rests on no source that was read in the original.
pub fn secondary() -> Text {
    Text::new(
        "本条所据均为二手资料，没有读到原文；采信之前请核对原文。",
        "This rests on secondary sources only; check the original texts before relying on it.",
    )
}

/// What the findings of a plan come to. It is never said that a plan is within the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No rule found anything that can be decided.
    NoFinding,
    /// Somebody has to look and sign.
    NeedsReview,
    /// At least one rule refuses it.
    Refused,
}

impl Verdict {
    /// The worst of some findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let one = |finding: &Finding| match finding.severity {
            Severity::Error => Self::Refused,
            Severity::Warn => Self::NeedsReview,
            Severity::Info => Self::NoFinding,
        };
        findings.into_iter().map(one).max().unwrap_or(Self::NoFinding)
    }

    /// What people read.
    pub fn text(self) -> Text {
        match self {
            Self::NoFinding => Text::new("没有发现", "no finding"),
            Self::NeedsReview => Text::new("需审查", "needs review"),
            Self::Refused => Text::new("不予启用", "refused"),
        }
    }
}
