//! The closest plan that nothing refuses.

use banyan_law::mend::mend;
use banyan_law::pack::{pack, packs};
use banyan_law::shop::Shop;
use banyan_plan::check::check;

use banyan_law::cases::{cases, devices};
use banyan_plan::diagnostic::Severity;
use banyan_plan::model::{Measure, Plan};

use super::{findings, ready};

#[test]
fn every_ready_plan_can_be_mended_for_every_pack_and_stays_a_plan() {
    for (name, source) in ready() {
        for pack in packs() {
            let mended = mend(&source, &[pack], &Shop::default()).unwrap();
            assert!(mended.left.is_empty(), "{name} {}: {:?}", pack.id, mended.left);
            assert!(check(&mended.text).is_ok(), "{name} {}: {:?}", pack.id, check(&mended.text).diagnostics);
            assert!(
                !findings(&mended.text, &pack.id, &Shop::default())
                    .iter()
                    .any(banyan_law::finding::Finding::refuses)
            );
            let again = mend(&mended.text, &[pack], &Shop::default()).unwrap();
            assert_eq!((again.text, again.changes.len()), (mended.text, 0), "a mended plan needs no mending");
        }
    }
}

#[test]
fn a_plan_that_nothing_refuses_is_left_as_it_is() {
    let (_, starter) = ready().into_iter().find(|(name, _)| name == "starter").unwrap();
    let mended = mend(&starter, &[pack("cn-strict").unwrap()], &Shop::default()).unwrap();
    assert_eq!((mended.text, mended.changes.len()), (starter, 0));
}

#[test]
fn several_packs_are_satisfied_together_and_comments_stay() {
    let (_, wanwu) = ready().into_iter().find(|(name, _)| name == "wanwu").unwrap();
    let chosen: Vec<_> =
        ["cn-strict", "cn-wechat", "us", "eu", "eu-de"].iter().map(|id| pack(id).unwrap()).collect();
    let mended = mend(&wanwu, &chosen, &Shop::default()).unwrap();
    assert!(mended.left.is_empty() && mended.text.contains("# each product's own rate, 5 %..40 %"));
    assert!(!mended.text.contains("[[reward]]\nid = \"welcome\""));
}

/// The customers that each rank asks for in order to be reached, as far as it does.
fn ladder(plan: &Plan) -> Vec<u32> {
    let asked = plan.ranks.iter().filter_map(|rank| {
        let counts = rank.promote.iter().flat_map(|set| &set.list).filter_map(|one| match one.measure {
            Measure::DirectCustomers(count) => Some(count),
            _ => None,
        });
        counts.max()
    });
    asked.collect()
}

#[test]
fn decisions_and_evasions_are_mended_into_plans_that_hold_together() {
    let cases = cases().iter().map(|case| (case.id.as_str(), case.plan.as_str()));
    for (name, source) in
        cases.chain(devices().iter().map(|device| (device.id.as_str(), device.plan.as_str())))
    {
        let before = check(source);
        for pack in packs() {
            let mended = mend(source, &[pack], &Shop::default()).unwrap();
            let (id, text) = (&pack.id, &mended.text);
            assert!(mended.left.is_empty(), "{name} {id}: {:?}\n{text}", mended.left);
            assert_eq!(mended.changes.is_empty(), text == source, "{name} {id}: {:?}", mended.changes);
            let after = check(text);
            assert!(after.is_ok(), "{name} {id}: {:?}\n{text}", after.diagnostics);
            let warned = |report: &banyan_plan::check::Report| {
                report.diagnostics.iter().filter(|one| one.severity == Severity::Warning).count()
            };
            assert!(warned(&after) <= warned(&before), "{name} {id}: {:?}\n{text}", after.diagnostics);
            let steps = ladder(after.plan.as_ref().unwrap());
            assert!(steps.is_sorted(), "{name} {id}: {steps:?}\n{text}");
            let by_hand =
                |plan: &Plan| plan.ranks.iter().skip(1).filter(|rank| rank.promote.is_none()).count();
            let hands = (by_hand(before.plan.as_ref().unwrap()), by_hand(after.plan.as_ref().unwrap()));
            assert!(hands.1 <= hands.0, "{name} {id}: a rank became one by hand\n{text}");
        }
    }
}

#[test]
fn a_ladder_of_branches_becomes_a_ladder_of_customers() {
    let maijiaxin = cases().iter().find(|case| case.id == "maijiaxin-2023").unwrap();
    let mended = mend(&maijiaxin.plan, &[pack("cn").unwrap()], &Shop::default()).unwrap();
    assert_eq!(ladder(check(&mended.text).plan.as_ref().unwrap()), [90, 810, 2_430]);
    let said: Vec<&str> = mended.changes.iter().map(|change| change.en.as_str()).collect();
    assert!(said.contains(&"rank `省代`: promote = { direct_customers = 810 }"), "{said:?}");
    assert!(said.contains(&"the fee is gone"), "{said:?}");
}
