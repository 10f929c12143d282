//! Campaigns that give out coupons. A campaign's terms never change: whoever holds a coupon has what was promised. What a coupon
//! takes off is decided by [`banyan_sale::coupon`] alone.

pub mod desk;
pub mod http;
mod rules;
pub(crate) mod said;
mod store;
mod terms;
mod wallet;

use banyan_base::refusal::Refusal;
use banyan_books::coupons;
use banyan_books::coupons::campaign::Issue;
use banyan_core::work::Work;
use banyan_people::members;
use banyan_plan::time::DAY;
use banyan_sale::coupon::Buyer;
use banyan_store::Conn;

use self::rules::Terms;
use self::store::Campaign;
pub(crate) use self::store::{find, some};
pub(crate) use self::wallet::{has_ordered, of_coupons};

/// How coupons of a campaign come to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Customers collect them. 领取
    Collect,
    /// Customers type a code. 兑换码
    Code,
    /// Staff gives them. 发放
    Staff,
}

impl Way {
    const ALL: [Self; 3] = [Self::Collect, Self::Code, Self::Staff];

    /// The stable word of the API and the database.
    fn word(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Code => "code",
            Self::Staff => "staff",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.word() == word)
    }
}

/// Starts a campaign; gives its id.
fn add(work: &mut Work<'_>, terms: &Terms) -> Result<i64, Refusal> {
    let terms = terms::checked(work, terms)?;
    let id = work.id();
    store::add(work.conn, id, &terms)?;
    Ok(id)
}

/// Ends a campaign: it gives out no more coupons. Those that were given out stay good.
fn stop(work: &mut Work<'_>, id: i64) -> Result<(), Refusal> {
    let campaign = find(work.conn, id)?.ok_or_else(unknown)?;
    if campaign.stopped_at.is_some() {
        let (zh, en) = ("这个活动已停止发放", "this campaign has been stopped already");
        return Err(Refusal::conflict("campaign_stopped", zh, en));
    }
    let at = work.id();
    Ok(store::stop(work.conn, id, at)?)
}

/// Somebody collects a coupon of a campaign; its id.
fn collect(work: &mut Work<'_>, member: i64, id: i64) -> Result<i64, Refusal> {
    let campaign = find(work.conn, id)?.filter(|campaign| campaign.way == Way::Collect);
    give(work, member, &campaign.ok_or_else(unknown)?)
}

/// Somebody types a code; the id of the coupon that comes of it.
fn redeem(work: &mut Work<'_>, member: i64, code: &str) -> Result<i64, Refusal> {
    let campaign = store::of_code(work.conn, &terms::normal(code))?;
    let unknown = || Refusal::not_found("这个兑换码", "coupon for this code").at("/code");
    give(work, member, &campaign.ok_or_else(unknown)?)
}

/// Staff gives a coupon of a campaign to somebody; its id.
fn give_by_staff(work: &mut Work<'_>, member: i64, id: i64) -> Result<i64, Refusal> {
    let campaign = find(work.conn, id)?.ok_or_else(unknown)?;
    if campaign.way != Way::Staff {
        let (zh, en) = (
            "只有“由员工发放”的活动才能发给会员",
            "only a campaign that staff gives out by hand can be given to a member",
        );
        return Err(Refusal::conflict("campaign_way", zh, en));
    }
    give(work, member, &campaign)
}

/// Gives somebody a coupon, if the campaign still gives out any, its budget allows it, and this member may have one.
fn give(work: &mut Work<'_>, member: i64, campaign: &Campaign) -> Result<i64, Refusal> {
    let now = work.id();
    campaign.is_open(now)?;
    let buyer = members::buyers(work.conn, &[member])?.remove(&member);
    let buyer = buyer.ok_or_else(|| Refusal::not_found("会员", "member").at("/member"))?;
    buyer.may_buy()?;
    let is_new = !campaign.rules.newcomers || !has_ordered(work.conn, member)?;
    let program = work.live().program();
    let rank = u8::try_from(buyer.rank).unwrap_or(0);
    wallet::may_have(campaign, program.plan(), Buyer { is_new, rank })?;
    let given = coupons::store::given(work.conn, member, campaign.id)?;
    campaign.has_another(given)?;
    let issue = Issue {
        campaign: campaign.id,
        nth: given + 1,
        amount: campaign.rules.amount,
        least: campaign.rules.least,
        starts_at: campaign.valid_from.filter(|from| *from > now),
        expires_at: campaign.expires(now),
    };
    coupons::campaign::issue(work, member, &issue)
}

impl Campaign {
    /// Whether it gives out coupons at `now`.
    fn is_open(&self, now: i64) -> Result<(), Refusal> {
        let is_over = |end: Option<i64>| end.is_some_and(|end| end <= now);
        if self.stopped_at.is_some() || is_over(self.closes_at) || is_over(self.valid_until) {
            let (zh, en) = ("活动已结束", "this campaign is over");
            return Err(Refusal::conflict("campaign_over", zh, en));
        }
        if self.opens_at > now {
            let (zh, en) = ("活动还没开始", "this campaign has not begun yet");
            return Err(Refusal::conflict("campaign_early", zh, en));
        }
        Ok(())
    }

    /// Whether somebody who was `given` so many gets another one. The database holds the budget as well: this is its sentence.
    fn has_another(&self, given: i64) -> Result<(), Refusal> {
        if given >= self.per_member {
            let most = self.per_member;
            let (zh, en) =
                (format!("每人限领 {most} 张，您已领过"), format!("{most} for each member at most"));
            return Err(Refusal::conflict("coupon_limit", zh, en));
        }
        let has_money =
            self.money.is_none_or(|money| self.promised.saturating_add(self.rules.amount) <= money);
        if self.pieces.is_some_and(|pieces| self.issued >= pieces) || !has_money {
            return Err(Refusal::conflict(
                "coupon_gone",
                "券已领完",
                "all of these coupons have been given out",
            ));
        }
        Ok(())
    }

    /// When a coupon ends that is given out at `now`.
    fn expires(&self, now: i64) -> i64 {
        let days = self.valid_days.unwrap_or(0).saturating_mul(DAY);
        self.valid_until.unwrap_or_else(|| now.saturating_add(days))
    }

    /// Coupons that the budget still allows; nothing if it has no end.
    fn left(&self) -> Option<i64> {
        let pieces = self.pieces.map(|pieces| pieces - self.issued);
        let by_money = self.money.map(|money| (money - self.promised) / self.rules.amount.max(1));
        match (pieces, by_money) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }
}

fn unknown() -> Refusal {
    Refusal::not_found("优惠券活动", "coupon campaign")
}

/// Campaigns that customers can collect from at `now`, the newest first.
fn open_to_all(conn: &mut Conn, now: i64) -> Result<Vec<Campaign>, Refusal> {
    let found = store::collectable(conn, now)?;
    Ok(found.into_iter().filter(|campaign| campaign.is_open(now).is_ok()).collect())
}
