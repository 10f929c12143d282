//! Published decisions, written as plans, and known ways of saying a refused plan otherwise.

use std::collections::BTreeMap;

use banyan_law::cases::{cases, devices};
use banyan_law::shop::Shop;

use super::{findings, hits};

fn found(id: &str, plan: &str, finds: &BTreeMap<String, Vec<String>>) {
    for (pack, rules) in finds {
        let hits = hits(plan, pack);
        for rule in rules {
            assert!(hits.iter().any(|hit| hit.starts_with(rule)), "{id} under {pack}: no {rule} in {hits:?}");
        }
    }
}

/// Each has to meet the rules that the authority found broken; it may meet others.
#[test]
fn every_decision_is_found_and_what_was_spared_is_not_refused() {
    for case in cases() {
        found(&case.id, &case.plan, &case.finds);
        for (pack, spared) in &case.spares {
            for one in findings(&case.plan, pack, &Shop::default()) {
                for rule in spared {
                    let met = match rule.as_str() {
                        "error" => one.refuses(),
                        "law" => one.refuses() && one.basis.code() == "law",
                        rule => one.rule.id == rule && one.needs.is_none(),
                    };
                    assert!(!met, "{} under {pack}: {}", case.id, one.message.en);
                }
            }
        }
    }
}

#[test]
fn every_known_evasion_is_found() {
    for device in devices() {
        found(&device.id, &device.plan, &device.finds);
    }
}
