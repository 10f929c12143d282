//! The closest plan that nothing refuses.

use banyan_law::mend::mend;
use banyan_law::pack::{pack, packs};
use banyan_law::shop::Shop;
use banyan_plan::check::check;

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
