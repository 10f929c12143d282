//! The smallest change of a plan's text that leaves nothing that refuses it. Comments and format stay as they are.

mod edit;
mod ranks;

use banyan_plan::check::check;
use banyan_plan::describe::Levels;
use banyan_plan::model::{Pay, Plan, SelfPurchase, To};
use banyan_plan::words::Text;

use self::edit::Editor;
use crate::finding::Finding;
use crate::judge::{Subject, judge};
use crate::pack::{Pack, Severity};
use crate::reading::{COUPON_FACE, Cause, Effect, Goes, HeadKind, Reading};
use crate::shop::Shop;

/// A plan that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The new text.
    pub text: String,
    /// What was changed, a sentence each.
    pub changes: Vec<Text>,
    /// Rules that refuse it still: nothing in the plan's text would clear them.
    pub left: Vec<String>,
}

/// Rounds after which it gives up; each clears at least one finding.
const ROUNDS: usize = 40;
/// Ways in come first, then ranks, then whole rewards, then settings: what goes first often takes others with it.
const ORDER: [&str; 20] = [
    "STR-01", "STR-02", "STR-05", "STR-06", "STR-04", "STR-10", "STR-11", "STR-03", "STR-07", "STR-08",
    "CON-12", "CON-11", "STR-18", "STR-19", "STR-20", "STR-14", "SET-01", "STR-12", "STR-13", "STR-09",
];

/// Changes a plan until no pack refuses it, or nothing more can be changed. `None` if the text is no plan.
pub fn mend(source: &str, packs: &[&'static Pack], shop: &Shop) -> Option<Mended> {
    let mut text = source.to_owned();
    let mut changes: Vec<Text> = Vec::new();
    for _ in 0..ROUNDS {
        let report = check(&text);
        let plan = report.plan.as_ref()?;
        let found = judge(Subject { plan, worst_case: report.worst_case.as_ref(), shop }, packs);
        let mut refusing: Vec<&Finding> = found.iter().filter(|one| one.refuses()).collect();
        refusing.sort_by_key(|one| ORDER.iter().position(|id| *id == one.rule.id).unwrap_or(ORDER.len()));
        let next = refusing.iter().find_map(|finding| step(&text, plan, finding, packs, shop));
        if let Some((new_text, why)) = next {
            text = new_text;
            changes.extend(why);
            continue;
        }
        let mut left: Vec<String> = refusing.iter().map(|one| one.rule.id.clone()).collect();
        left.sort();
        left.dedup();
        return Some(Mended { text, changes, left });
    }
    Some(Mended { text, changes, left: vec!["…".to_owned()] })
}

/// One change for one finding, with why; `None` if nothing in the plan would help.
fn step(
    text: &str,
    plan: &Plan,
    finding: &Finding,
    packs: &[&'static Pack],
    shop: &Shop,
) -> Option<(String, Vec<Text>)> {
    let mut editor = Editor::new(text, plan)?;
    let reading = Reading::of(plan, shop);
    match finding.rule.id.as_str() {
        "STR-01" | "STR-02" | "STR-18" | "STR-20" => open(&mut editor, plan, &reading),
        "STR-05" | "STR-06" => ranks::drop_purchases(&mut editor, plan, &reading),
        "STR-04" => ranks::count_customers(&mut editor, plan, &reading),
        "STR-10" => reading.team.iter().for_each(|no| editor.remove(*no)),
        "STR-11" => reading.placement.iter().for_each(|no| editor.remove(*no)),
        "STR-03" | "CON-11" => heads(&mut editor, plan, &reading, shop),
        "STR-07" | "STR-08" if credits_upline(plan) => editor.own_orders_are_own(),
        "STR-07" | "STR-08" => levels(&mut editor, plan, &reading, is_strict(packs)),
        "CON-12" if credits_upline(plan) => editor.own_orders_are_own(),
        "CON-12" => {
            open(&mut editor, plan, &reading);
            reading.above.iter().for_each(|one| editor.remove(one.reward));
            reading.team.iter().for_each(|no| editor.remove(*no));
            heads(&mut editor, plan, &reading, shop);
        }
        "STR-19" => {
            open(&mut editor, plan, &reading);
            heads(&mut editor, plan, &reading, shop);
        }
        "STR-14" => editor.track_retail(),
        "SET-01" => {
            editor.release_after(packs.iter().filter_map(|pack| pack.refund_window).max().unwrap_or(7));
        }
        "STR-12" => {
            let points = shop.facts.points_and_tax.unwrap_or_default();
            let room = shop.facts.smallest_margin?.0.saturating_sub(points.0);
            editor.limit(banyan_plan::money::Rate(room));
        }
        _ => {}
    }
    editor.done(text)
}

/// Whether any pack leaves no level above the seller.
fn is_strict(packs: &[&'static Pack]) -> bool {
    packs.iter().any(|pack| pack.rule("STR-08").is_some_and(|one| one.severity == Severity::Error))
}

/// Whether a promoter's own order is their upline's sale, so that everybody who is paid stands one level higher.
fn credits_upline(plan: &Plan) -> bool {
    plan.sale.self_purchase == SelfPurchase::Inviter
}

fn open(editor: &mut Editor<'_>, plan: &Plan, reading: &Reading) {
    editor.join_free();
    if reading.asks_consideration() {
        ranks::drop_purchases(editor, plan, reading);
    }
}

/// Rewards per head go; what may stay in another form is put into it.
fn heads(editor: &mut Editor<'_>, plan: &Plan, reading: &Reading, shop: &Shop) {
    // A coupon beside something else for the same newcomer is no thank-you, and so is a second one.
    let is_beside = |effect: &Effect| {
        matches!(effect.cause, Cause::FirstOrder | Cause::FirstSale)
            && effect.goes != Goes::Buyer
            && !reading.heads.iter().any(|head| head.reward == effect.reward)
    };
    let mut kept_coupon =
        reading.heads.iter().any(|head| head.excepted) || reading.effects.iter().any(is_beside);
    let most = shop.settings.inviter_coupon.unwrap_or(COUPON_FACE);
    for head in reading.paid_heads() {
        let reward = plan.reward(head.reward);
        let direct = matches!(reward.to, To::Upline(1, 1)) && !credits_upline(plan);
        let may_stay = !kept_coupon && reward.every == 1;
        match (&reward.pay, head.kind) {
            (Pay::Coupon(face), HeadKind::Join | HeadKind::First) if direct && may_stay && *face <= most => {
                kept_coupon = true;
                editor.coupon_after_first_sale(head.reward, *face);
            }
            (Pay::Coupon(face), HeadKind::Bring(_) | HeadKind::First)
                if reward.to == To::Seller
                    && reward.filters.first_order == Some(true)
                    && !kept_coupon
                    && *face <= most =>
            {
                kept_coupon = true;
                editor.cap_coupon(head.reward, *face);
            }
            (Pay::Points(_), HeadKind::Join) if head.welcome => editor.on_first_sale(head.reward),
            _ => editor.remove(head.reward),
        }
    }
}

/// One level above the seller where a pack leaves that to a signature, else the seller only.
fn levels(editor: &mut Editor<'_>, plan: &Plan, reading: &Reading, strict: bool) {
    for one in reading.above.iter().filter(|one| one.of_sales && !one.excepted) {
        let reward = plan.reward(one.reward);
        match reward.to {
            To::Upline(1, _) if !strict => {
                if one.farthest > Levels::To(1) {
                    editor.first_level_only(one.reward);
                }
            }
            _ if !strict && one.farthest <= Levels::To(1) => {}
            _ => editor.remove(one.reward),
        }
    }
}
