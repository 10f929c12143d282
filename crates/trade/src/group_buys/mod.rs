//! Group-buys 拼团: an offer says how many buyers together pay less, a group of it is opened by one of them and joined by others.
//! Whoever is in a group has paid: there are no fillers, and the number shown is the number paid. A seat is put aside with an order
//! and given back with it; the database holds each seat once. An offer's terms never change: whoever is in a group of it has what
//! was promised.

pub mod desk;
pub mod http;
mod said;
mod seats;
mod store;
mod terms;
mod views;

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::time::SECOND;

pub(crate) use self::seats::{
    Asking, Ticket, free_if_open, is_missed, paid, release, seat_again, sit, take, ticket, waits_for,
};
pub(crate) use self::store::{Due, due, fail, groups};
use self::terms::Terms;
pub(crate) use self::views::OrderGroup;

/// A minute, in nanoseconds.
const MINUTE: i64 = 60 * SECOND;

/// What somebody wants of a group-buy with an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// To open a group of this offer.
    Open(i64),
    /// To join this group.
    Join(i64),
}

/// Who has to be new to the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Nobody. 所有人
    Everyone,
    /// Whoever joins; anybody opens. 老带新
    Joiners,
    /// Whoever opens or joins. 新人团
    Newcomers,
}

impl Audience {
    const ALL: [Self; 3] = [Self::Everyone, Self::Joiners, Self::Newcomers];

    /// The stable word of the API and the database.
    fn word(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Joiners => "joiners",
            Self::Newcomers => "newcomers",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.word() == word)
    }

    /// Whether somebody who opens a group, or else joins one, has to be new.
    fn is_for_new(self, opens: bool) -> bool {
        match self {
            Self::Everyone => false,
            Self::Joiners => !opens,
            Self::Newcomers => true,
        }
    }
}

/// An offer as it is stored; moments in nanoseconds, amounts in minor units.
#[derive(Debug, Clone)]
pub(crate) struct GroupBuy {
    pub(crate) id: i64,
    pub(crate) sku: i64,
    pub(crate) size: i64,
    pub(crate) price: i64,
    minutes: i64,
    opens_at: i64,
    closes_at: Option<i64>,
    audience: Audience,
    per_member: Option<i64>,
    pieces: Option<i64>,
    taken: i64,
    stopped_at: Option<i64>,
}

/// Where a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It waits for more. 拼团中
    Open,
    /// Everybody is there and has paid. 已成团
    Succeeded,
    /// Its time is over, and everybody has their money back. 未成团
    Failed,
}

impl State {
    /// The stable word of the API and the database.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    fn of(word: &str) -> Option<Self> {
        [Self::Open, Self::Succeeded, Self::Failed].into_iter().find(|state| state.word() == word)
    }
}

/// A group as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) id: i64,
    offer: i64,
    pub(crate) size: i64,
    opener: i64,
    pub(crate) deadline: i64,
    pub(crate) paid: i64,
    pub(crate) state: State,
    closed_at: Option<i64>,
}

impl Group {
    /// Members who are missing.
    pub(crate) fn missing(&self) -> i64 {
        self.size - self.paid
    }

    /// Whether somebody can still pay at `now`.
    fn is_open(&self, now: i64) -> bool {
        self.state == State::Open && now < self.deadline
    }
}

impl GroupBuy {
    /// Whether a group can be opened at `now`.
    fn is_open(&self, now: i64) -> Result<(), Refusal> {
        if self.stopped_at.is_some() || self.closes_at.is_some_and(|end| end <= now) {
            let (zh, en) = (
                "这个拼团活动已结束，可以单独购买",
                "this group-buy is over; you can still buy at the price for one",
            );
            return Err(Refusal::conflict("group_buy_over", zh, en));
        }
        if self.opens_at > now {
            let (zh, en) = (
                "这个拼团活动还没开始，可以先单独购买",
                "this group-buy has not begun yet; you can buy at the price for one",
            );
            return Err(Refusal::conflict("group_buy_early", zh, en));
        }
        Ok(())
    }

    /// Pieces that are left of it; nothing if it has no end.
    fn left(&self) -> Option<i64> {
        self.pieces.map(|pieces| pieces - self.taken)
    }

    /// Whether there are so many pieces left.
    fn has(&self, pieces: i64) -> Result<(), Refusal> {
        match self.left() {
            Some(left) if left < pieces => Err(Refusal::conflict(
                "group_buy_gone",
                format!("这个拼团活动只剩 {left} 件了，可以少买几件或单独购买"),
                format!("only {left} left of this group-buy; take fewer, or buy at the price for one"),
            )),
            _ => Ok(()),
        }
    }

    /// When a group ends that is opened at `at`.
    fn deadline(&self, at: i64) -> i64 {
        at.saturating_add(self.minutes.saturating_mul(MINUTE))
    }
}

/// Makes an offer; gives its id.
fn add(work: &mut Work<'_>, terms: &Terms, is_free: bool) -> Result<i64, Refusal> {
    let opens_at = terms::check(work, terms, is_free)?;
    let id = work.id();
    store::add(work.conn, id, terms, opens_at)?;
    Ok(id)
}

/// Ends an offer: no more groups are opened. Those that are open go on to their deadlines.
fn stop(work: &mut Work<'_>, id: i64) -> Result<(), Refusal> {
    let offer = store::find(work.conn, id)?.ok_or_else(unknown)?;
    if offer.stopped_at.is_some() {
        let (zh, en) = ("这个拼团活动已停止", "this group-buy has been stopped already");
        return Err(Refusal::conflict("group_buy_stopped", zh, en));
    }
    let at = work.id();
    Ok(store::stop(work.conn, id, at)?)
}

fn unknown() -> Refusal {
    Refusal::not_found("拼团活动", "group-buy")
}
