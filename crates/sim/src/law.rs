//! What the rule packs say of a plan with the facts that its runs produced.

use banyan_law::finding::{Finding, Verdict};
use banyan_law::judge::{Subject, judge};
use banyan_law::pack::Pack;
use banyan_law::shop::{Facts, Shop};
use banyan_plan::check::WorstCase;
use banyan_plan::model::Plan;
use banyan_plan::money::Rate;

use crate::scenario::Scenario;
use crate::study::{Band, Study};

/// Verdicts with what they rest on.
#[derive(Debug, Clone)]
pub struct Law {
    /// The packs that were asked.
    pub packs: Vec<&'static Pack>,
    /// What they found, and what they still ask for.
    pub findings: Vec<Finding>,
}

impl Law {
    /// Puts a plan to some packs. Facts are the least favourable of nine runs in ten; what a run cannot know (settings,
    /// content, data) stays a question.
    pub fn of(
        plan: &Plan,
        worst_case: Option<&WorstCase>,
        (scenario, study): (&Scenario, &Study),
        packs: &[&'static Pack],
    ) -> Self {
        let shop = Shop { facts: facts(scenario, study), ..Shop::default() };
        Self { packs: packs.to_vec(), findings: judge(Subject { plan, worst_case, shop: &shop }, packs) }
    }

    /// What a pack found.
    pub fn under(&self, pack: &'static Pack) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.pack == pack.id)
    }

    /// What a pack's findings come to.
    pub fn verdict(&self, pack: &'static Pack) -> Verdict {
        Verdict::of(self.under(pack))
    }
}

fn facts(scenario: &Scenario, study: &Study) -> Facts {
    let rate = |value: i128| u32::try_from(value).ok().map(Rate);
    let band = |pick: fn(&crate::run::Facts) -> i128| -> Band { study.band(|one| pick(&one.facts)) };
    let retail = rate(band(|facts| facts.retail_share.0.into()).low);
    Facts {
        retail_share: retail,
        end_user_share: retail,
        retail_reward_share: None,
        introduction_share: rate(band(|facts| facts.head_share.0.into()).high),
        contribution_share: None,
        live_tree_depth: u32::try_from(band(|facts| facts.live_depth.into()).high).ok(),
        smallest_margin: scenario.smallest_margin(),
        points_and_tax: None,
        stock: None,
    }
}
