//! What the shop tells the rule packs: facts measured on orders and the ledger, what its settings and its own code decide,
//! and what only its operator can declare. A rule that lacks a fact asks for it.

mod store;

use banyan_base::refusal::Refusal;
use banyan_base::tax;
use banyan_core::settings::{CustodyWord, Settings};
use banyan_law::judge::unjudged;
use banyan_law::pack::{self, Pack, day};
use banyan_law::shop::{
    Ages, Content, Custody, Data, EarningsClaims, Facts, IncomeTax, Notice, Retention, Settings as Told,
    Shop, Stock, Vat,
};
use banyan_plan::money::Rate;
use banyan_plan::time::DAY;
use banyan_store::Conn;

use banyan_core::plan_versions::NOTICE_DAYS;

/// Days on which facts are measured.
const DAYS: i64 = 30;
/// Nothing of orders, rewards or ledger is ever deleted; the law asks for this many years at least.
const RETENTION_YEARS: u32 = 3;

/// Refuses to go on with a rule that nothing in this program judges: it would be passed over.
pub fn all_judged() -> Result<(), Refusal> {
    let unjudged = unjudged(pack::rules());
    if unjudged.is_empty() {
        return Ok(());
    }
    Err(Refusal::broken(format!("rules of law without a judge: {}", unjudged.join(", "))))
}

/// The rule packs of some ids, each once; those of a shop that has chosen none are the default.
pub fn packs(ids: &[String]) -> Result<Vec<&'static Pack>, Refusal> {
    let mut found: Vec<&'static Pack> = Vec::new();
    for id in ids {
        let (zh, en) = (format!("没有规则包“{id}”"), format!("there is no rule pack “{id}”"));
        let pack =
            pack::pack(id).ok_or_else(|| Refusal::unacceptable("pack_unknown", zh, en).at("/packs"))?;
        if !found.iter().any(|known| known.id == pack.id) {
            found.push(pack);
        }
    }
    if found.is_empty() {
        found.extend(pack::pack(pack::DEFAULT));
    }
    Ok(found)
}

/// All that the shop tells at a moment. How long the plan holds rewards back is the plan's own and judged there.
pub fn shop(conn: &mut Conn, settings: &Settings, now: i64) -> Result<Shop, Refusal> {
    Ok(Shop {
        facts: facts(conn, now)?,
        settings: told(settings),
        content: content(settings),
        data: Data {
            human_appeal: Some(true),
            upline_sees_downline: Some(false),
            // Nobody is profiled, and a price is the same for everybody.
            profiling_optional: Some(true),
            retention: Some(Retention { years: RETENTION_YEARS, pseudonymises: true }),
            pre_ticked: Some(false),
        },
    })
}

fn facts(conn: &mut Conn, now: i64) -> Result<Facts, Refusal> {
    let sold = store::sold(conn, now - DAYS * DAY)?;
    let retail = share(sold.to_customers, sold.all);
    Ok(Facts {
        retail_share: retail,
        end_user_share: retail,
        retail_reward_share: share(sold.rewards_of_customers, sold.rewards),
        // Where nobody was paid for introducing, the books say nothing of a plan that would pay for it.
        introduction_share: share(sold.introductions, sold.rewards).filter(|share| share.0 > 0),
        contribution_share: share(sold.contributions, sold.introductions),
        live_tree_depth: store::depth(conn)?,
        smallest_margin: store::smallest_margin(conn)?.map(|margin| Rate(margin as u32)),
        points_and_tax: None,
        // Goods are bought for oneself: nobody keeps stock for the shop.
        stock: Some(Stock::default()),
    })
}

/// `part / whole`, truncated; `None` without a whole.
fn share(part: i64, whole: i64) -> Option<Rate> {
    if whole <= 0 {
        return None;
    }
    let millionths = i128::from(part.clamp(0, whole)) * 1_000_000 / i128::from(whole);
    u32::try_from(millionths).ok().map(Rate)
}

fn told(settings: &Settings) -> Told {
    let declared = &settings.declared;
    let method = tax::profile(&settings.withdrawals.tax_profile).ok().map(|profile| &profile.method);
    Told {
        max_chain: None,
        manual_ranks_count_heads: declared.ranks_by_heads,
        manual_ranks_sold: declared.ranks_sold,
        courses_sold: declared.courses_sold,
        inviter_coupon: declared.inviter_coupon,
        free_sign_up: declared.free_sign_up,
        release_days: None,
        clawback: Some(true),
        online_withdrawal: declared.online_withdrawal,
        income_tax: method.map(|method| match method {
            tax::Method::None {} => IncomeTax::None,
            tax::Method::Cumulative { .. } => IncomeTax::Cumulative,
            tax::Method::PerMonth { .. } | tax::Method::Backup { .. } => IncomeTax::PerPayment,
        }),
        vat: declared.vat_checked_on.as_deref().and_then(day).map(Vat::CheckedOn),
        custody: declared.custody.map(|word| match word {
            CustodyWord::OwnGoods => Custody::OwnGoods,
            CustodyWord::Licensed => Custody::Licensed,
            CustodyWord::Pooled => Custody::Pooled,
        }),
        notice: declared.comments_asked.map(|comments| Notice { days: NOTICE_DAYS as u32, comments }),
    }
}

fn content(settings: &Settings) -> Content {
    let promoter = settings.least_age;
    let ages = |guardian: bool| Ages { promoter, host: promoter, guardian };
    Content {
        shares_marked: settings.declared.shares_marked,
        // Nothing in the shop pays for a review, a like or a vote.
        pays_for_praise: Some(false),
        reviews_bound: Some(true),
        counts_true: Some(true),
        reviews_deletable: Some(false),
        draws: Some(Vec::new()),
        // Too low an age is known to be wrong; a fit one still leaves the question of guardians.
        ages: match settings.declared.guardian_consent {
            Some(guardian) => Some(ages(guardian)),
            None if promoter < 18 => Some(ages(false)),
            None => None,
        },
        earnings: Some(EarningsClaims { shown: true, typical_beside: true, in_recruiting: false }),
        share_to_unlock: Some(false),
    }
}
