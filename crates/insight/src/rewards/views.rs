//! Rewards as the API shows them.

use std::collections::{HashMap, HashSet};

use banyan_api::http::{App, At, Id, Words};
use banyan_base::refusal::Refusal;
use banyan_books::rewards::Kind;
use banyan_books::rewards::store::{self, Listed};
use banyan_people::members::{self, RankView, rank_view};
use banyan_plan::model::{Plan, RankNo};
use banyan_plan::words::Lang;
use banyan_store::Conn;
use serde::Serialize;
use utoipa::ToSchema;

use crate::rewards::why::{self, Link};

/// A reward.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RewardView {
    /// Tells it from every other reward of the same member.
    pub(super) id: String,
    pub(super) at: At,
    /// What it was paid for: `sale`, `join`, `promotion`, `first_sale`, `period`.
    event: &'static str,
    /// Its id in the plan.
    reward: String,
    /// Its name in the plan.
    title: Words,
    /// `money`, `coupon` (at its face value), `points`.
    unit: &'static str,
    /// What it was when it was paid: minor units, or points.
    amount: i64,
    /// What is left of it after refunds.
    kept: i64,
    /// `pending` while the line's refund window is open; `available`; `taken_back` when nothing is left.
    state: &'static str,
    /// How many promoters above the seller the payee stood.
    distance: i64,
    /// What the rate was taken of, in minor units; 0 for a fixed amount.
    base: i64,
    /// In millionths.
    rate: i64,
    /// Whether a cap or the payout limit made it smaller.
    is_cut: bool,
    /// What was sold, if it hangs on a sale.
    product: Option<String>,
    /// The plan's version under which it was paid.
    plan: i64,
}

/// What a member earned by one event: an order, somebody who joined, the close of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EarnedView {
    at: At,
    /// What was rewarded: `sale`, `join`, `promotion`, `first_sale`, `period`.
    event: &'static str,
    /// The order, if it was one.
    order: Option<Id>,
    /// Who bought, joined or rose: their nickname, if the reader may know it.
    name: Option<String>,
    /// For staff only.
    member: Option<Id>,
    /// Its rewards added up.
    sums: Vec<EarnedSum>,
    /// `pending` if any of them is; `available`; `taken_back` when nothing is left.
    state: &'static str,
    rewards: Vec<RewardView>,
}

/// What rewards of one unit come to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EarnedSum {
    /// `money`, `coupon` (at its face value), `points`.
    unit: &'static str,
    /// What it was when it was paid: minor units, or points.
    amount: i64,
    /// What is left of it after refunds.
    kept: i64,
}

/// Why a reward is what it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WhyView {
    #[serde(flatten)]
    reward: RewardView,
    /// All of it, in one sentence.
    sentence: Words,
    /// The arithmetic alone.
    arithmetic: Words,
    /// From the seller up to the payee, with the ranks that they had then. Empty where no chain decides.
    chain: Vec<LinkView>,
    /// What refunds took from it.
    taken: Vec<TakenView>,
}

/// Somebody of the chain.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RewardLink)]
pub(super) struct LinkView {
    /// Their nickname; for promoters nothing unless it is they themselves or somebody whom they invited.
    name: Option<String>,
    /// For staff only.
    member: Option<Id>,
    /// The rank that they had then.
    rank: Option<RankView>,
    /// Whether this is the payee.
    is_payee: bool,
}

/// What a refund took.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RewardTaken)]
pub(super) struct TakenView {
    at: At,
    /// Below zero.
    amount: i64,
    sentence: Words,
}

/// A reward of an order, with its payee.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderReward {
    #[serde(flatten)]
    reward: RewardView,
    line: i64,
    member: Id,
    nickname: String,
    /// The rank that they had then.
    rank: Option<RankView>,
    /// Seller first, payee last.
    chain: Vec<LinkView>,
    sentence: Words,
}

/// Who looks: what they may know of others follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// The payee themselves: their own people by nickname unless they do not want that, nobody else.
    Payee(i64),
    /// Staff: everybody by nickname.
    Staff,
    /// Staff or a program that sees the ledger and not the members: everybody by number.
    Books,
}

/// What may be known of the people in some explanations.
pub(crate) struct Names {
    reader: Reader,
    nicknames: HashMap<i64, String>,
    buyers: HashSet<i64>,
}

impl Names {
    /// Asks for everybody who occurs in some rewards.
    pub(super) fn of(conn: &mut Conn, reader: Reader, rewards: &[&Listed]) -> Result<Self, Refusal> {
        let mut ids = HashSet::new();
        let mut buyers = HashSet::new();
        for Listed { reward, line } in rewards {
            ids.extend(why::chain(reward).iter().map(|link| link.member));
            ids.insert(reward.owner);
            match line {
                Some(line) => {
                    ids.extend(line.seller.into_iter().chain([line.buyer]));
                    buyers.insert(line.buyer);
                }
                None => {
                    ids.insert(reward.id);
                }
            }
        }
        let ids: Vec<i64> = ids.into_iter().collect();
        let mut nicknames = match reader {
            Reader::Books => HashMap::new(),
            Reader::Staff => members::nicknames(conn, ids)?,
            Reader::Payee(me) => members::known_to(conn, me, ids)?,
        };
        nicknames.retain(|_, name| !name.is_empty());
        Ok(Self { reader, nicknames, buyers })
    }

    fn call(&self, id: i64, lang: Lang) -> String {
        match (self.nicknames.get(&id), lang) {
            (Some(name), _) => name.clone(),
            (None, Lang::Zh) if self.buyers.contains(&id) => "一位顾客".to_owned(),
            (None, Lang::En) if self.buyers.contains(&id) => "a customer".to_owned(),
            (None, Lang::Zh) => "一位推广者".to_owned(),
            (None, Lang::En) => "a promoter".to_owned(),
        }
    }

    fn link(&self, plan: &Plan, link: Link, payee: i64) -> LinkView {
        LinkView {
            name: self.nicknames.get(&link.member).cloned(),
            member: (!matches!(self.reader, Reader::Payee(_))).then_some(Id(link.member)),
            rank: rank_view(plan, link.rank.into()),
            is_payee: link.member == payee,
        }
    }
}

/// Shows a reward.
pub(super) fn view(plan: &Plan, listed: &Listed) -> RewardView {
    let Listed { reward: row, line } = listed;
    let kept = line.as_ref().map_or(row.amount, |line| row.kept(line.amount, line.refunded));
    let is_settled = row.kind != Kind::Sale || line.as_ref().is_none_or(|line| line.settled_at.is_some());
    let state = match (kept, is_settled) {
        (0, _) => "taken_back",
        (_, true) => "available",
        (_, false) => "pending",
    };
    let title =
        plan.rewards.iter().find(|reward| reward.id == row.reward).map(|reward| (&reward.title).into());
    RewardView {
        id: row.name().text(),
        at: At(row.at),
        event: row.kind.word(),
        title: title.unwrap_or_else(|| Words { zh: row.reward.clone(), en: row.reward.clone() }),
        reward: row.reward.clone(),
        unit: row.unit.word(),
        amount: row.amount,
        kept,
        state,
        distance: row.distance,
        base: row.base,
        rate: row.rate,
        is_cut: row.cut,
        product: line.as_ref().map(|line| line.title.clone()),
        plan: row.plan,
    }
}

/// Shows what one event brought a member; `rewards` are all of it.
pub(super) fn earned_view(names: &Names, rewards: Vec<RewardView>, first: &Listed) -> EarnedView {
    let Listed { reward: row, line } = first;
    let who = match (row.kind, line) {
        (Kind::Period, _) => None,
        (_, Some(line)) => Some(line.buyer),
        (_, None) => Some(row.id),
    };
    let mut sums: Vec<EarnedSum> = Vec::new();
    for one in &rewards {
        match sums.iter_mut().find(|sum| sum.unit == one.unit) {
            Some(sum) => {
                sum.amount += one.amount;
                sum.kept += one.kept;
            }
            None => sums.push(EarnedSum { unit: one.unit, amount: one.amount, kept: one.kept }),
        }
    }
    let is = |state: &str| rewards.iter().any(|one| one.state == state);
    let states = ["pending", "available"].into_iter();
    EarnedView {
        at: At(row.at),
        event: row.kind.word(),
        order: line.as_ref().map(|_| Id(row.id)),
        name: who.and_then(|who| names.nicknames.get(&who).cloned()),
        member: who.filter(|_| names.reader == Reader::Staff).map(Id),
        sums,
        state: states.into_iter().find(|state| is(state)).unwrap_or("taken_back"),
        rewards,
    }
}

/// Explains a reward.
pub(super) fn why_view(
    app: &App,
    conn: &mut Conn,
    reader: Reader,
    listed: &Listed,
) -> Result<WhyView, Refusal> {
    let program = app.plan.of(conn, listed.reward.plan)?;
    let plan = program.plan();
    let names = Names::of(conn, reader, &[listed])?;
    let called = |id: i64, lang: Lang| names.call(id, lang);
    let unknown =
        || Refusal::broken(format!("plan {} has no reward {}", listed.reward.plan, listed.reward.reward));
    let why = why::why(plan, listed, &called).ok_or_else(unknown)?;
    let mut taken = Vec::new();
    for one in store::taken(conn, listed)? {
        let told = why::why_taken(plan, listed, &one, &called).ok_or_else(unknown)?;
        taken.push(TakenView { at: At(one.at), amount: one.amount, sentence: told.sentence.into() });
    }
    let payee = listed.reward.owner;
    Ok(WhyView {
        reward: view(plan, listed),
        sentence: why.sentence.into(),
        arithmetic: why.arithmetic.into(),
        chain: why::chain(&listed.reward).into_iter().map(|link| names.link(plan, link, payee)).collect(),
        taken,
    })
}

/// Everything that an order paid, to whom, and why.
pub(super) fn order_view(
    app: &App,
    conn: &mut Conn,
    reader: Reader,
    all: &[Listed],
) -> Result<Vec<OrderReward>, Refusal> {
    let originals: Vec<&Listed> = all.iter().filter(|one| one.reward.kind != Kind::Refund).collect();
    let names = Names::of(conn, reader, &originals)?;
    let called = |id: i64, lang: Lang| names.call(id, lang);
    let mut shown = Vec::with_capacity(originals.len());
    for listed in originals {
        let row = &listed.reward;
        let program = app.plan.of(conn, row.plan)?;
        let plan = program.plan();
        let why = why::why(plan, listed, &called);
        let why =
            why.ok_or_else(|| Refusal::broken(format!("plan {} has no reward {}", row.plan, row.reward)))?;
        shown.push(OrderReward {
            reward: view(plan, listed),
            line: row.line,
            member: Id(row.owner),
            nickname: names.nicknames.get(&row.owner).cloned().unwrap_or_default(),
            rank: RankNo::try_from(row.payee_rank).ok().and_then(|rank| rank_view(plan, rank.into())),
            chain: why::chain(row).into_iter().map(|link| names.link(plan, link, row.owner)).collect(),
            sentence: why.sentence.into(),
        });
    }
    Ok(shown)
}
