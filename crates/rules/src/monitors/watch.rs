//! The daily look: facts by SQL, the law room's monitors on them, what they say kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use banyan_api::App;
use banyan_base::refusal::Refusal;
use banyan_books::rewards;
use banyan_core::records;
use banyan_core::settings;
use banyan_law::monitor::{
    Alarm, Kind, Member, Sale, StockAccount, chain_depth, earning_nothing, entries_bought, inventory_loading,
    payout_ratio, ranks_bought, refunds, retail_share, rings, self_purchases,
};
use banyan_plan::money::Rate;
use banyan_plan::time::{DAY, Period, Time};
use banyan_plan::words::Text;
use banyan_store::Conn;
use serde::{Deserialize, Serialize};

use super::store::{self, SaleRow};
use super::{PLAN_REFUSED, close, open};
use crate::plans;

/// Days looked back on.
const DAYS: i64 = 30;
/// Pieces of one SKU bought by a promoter in that time that are taken as stock to be resold.
const STOCK_PIECES: i64 = 10;
/// Members named as evidence at most.
const NAMED: usize = 100;
/// Levels of a chain where Chinese packs apply, and elsewhere.
const LEVELS: (u32, u32) = (3, 10);
/// The least share of sales to people who are no promoters.
const RETAIL: Rate = Rate(500_000);
/// The largest share of promoters who earn nothing.
const NOTHING: Rate = Rate(800_000);
/// The largest share of sales that is refunded.
const REFUNDS: Rate = Rate(200_000);
/// The largest share of hand-given ranks that may follow a purchase, where ranks are told not to be for sale.
const RANKS_BOUGHT: Rate = Rate(500_000);
/// The largest share of new promoters who may have bought first, where people are told to sign up free.
const ENTRIES_BOUGHT: Rate = Rate(900_000);
/// The largest share of a promoter's sales that they bought themselves.
const SELF: Rate = Rate(500_000);

/// One monitor's figure of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reading {
    pub(super) kind: String,
    /// A share in millionths, levels, or a number of members; nothing where there was nothing to measure.
    pub(super) value: Option<i64>,
    /// What it must not pass (or fall to, for the share sold to others).
    pub(super) limit: i64,
    pub(super) alarm: Option<Raised>,
}

/// An alarm with the members concerned by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Raised {
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) evidence: Vec<(i64, i64)>,
}

/// Looks, if today has not been looked at; whether this call did. Days are the shop's own.
pub async fn daily(shop: &App) -> Result<bool, Refusal> {
    let (looker, now) = (shop.clone(), shop.clock.now());
    let look = move |conn: &mut Conn| {
        let program = looker.plan.get(conn)?;
        let today = Period::Day.index(now, program.plan().utc_offset);
        if store::last(conn)?.is_some_and(|(day, ..)| day >= today) {
            return Ok::<_, Refusal>(None);
        }
        let (depth, readings) = readings(conn, program.plan().payout_limit, now)?;
        Ok(Some((today, depth, readings)))
    };
    let Some((day, depth, mut readings)) = shop.reader.read(look).await? else { return Ok(false) };
    let keep = move |work: &mut banyan_core::work::Work<'_>| {
        let at = work.moment()?;
        work.flush()?;
        readings.push(plan_in_force(work, at)?);
        let text = serde_json::to_string(&readings)?;
        if !store::keep(work.conn, day, at, depth.into(), &text)? {
            return Ok(false);
        }
        for reading in &readings {
            match &reading.alarm {
                Some(alarm) => {
                    let text = Text::new(alarm.zh.as_str(), alarm.en.as_str());
                    open(work, &reading.kind, &text, &alarm.evidence)?;
                }
                None => close(work, &reading.kind, at)?,
            }
        }
        Ok(true)
    };
    shop.writer.run(keep).await
}

/// Whether the rule packs of now still let the plan in force be, and whether signatures still hold.
fn plan_in_force(work: &mut banyan_core::work::Work<'_>, at: i64) -> Result<Reading, Refusal> {
    let version = work.live().version();
    let full = plans::version(work.conn, version)?;
    let settings = work.settings().clone();
    let found = plans::judged_by_shop(work.conn, &settings, &full.version.source, at)?;
    let refused = plans::admit(&found, &full.kept.signed(), at).err();
    let alarm = refused.map(|refusal| Raised {
        zh: format!("正在生效的第 {version} 版方案：{}。", refusal.text.zh),
        en: format!("Version {version} of the plan, which is in force: {}.", refusal.text.en),
        evidence: Vec::new(),
    });
    Ok(Reading { kind: PLAN_REFUSED.to_owned(), value: None, limit: 0, alarm })
}

/// Members by numbers of this look.
#[derive(Default)]
struct Numbers {
    ids: Vec<i64>,
    numbers: HashMap<i64, Member>,
}

impl Numbers {
    fn of(&mut self, id: i64) -> Member {
        *self.numbers.entry(id).or_insert_with(|| {
            self.ids.push(id);
            (self.ids.len() - 1) as Member
        })
    }

    fn reading(&self, kind: Kind, value: Option<i64>, limit: i64, alarm: Option<Alarm>) -> Reading {
        let id = |member: Member| self.ids.get(member as usize).copied().unwrap_or(0);
        let raised = |alarm: Alarm| Raised {
            zh: alarm.message.zh,
            en: alarm.message.en,
            evidence: alarm.evidence.into_iter().take(NAMED).map(|(one, sum)| (id(one), sum)).collect(),
        };
        Reading { kind: kind.code().to_owned(), value, limit, alarm: alarm.map(raised) }
    }
}

/// Every figure of the last days, and the depth of the longest chain.
fn readings(conn: &mut Conn, payout_limit: Rate, now: Time) -> Result<(u32, Vec<Reading>), Refusal> {
    let since = now.0 - DAYS * DAY;
    let mut numbers = Numbers::default();
    let inviters = inviters(conn, &mut numbers)?;
    let rows = store::sales(conn, since)?;
    let sales: Vec<Sale> = rows.iter().map(|row| sale(row, &mut numbers)).collect();
    let paid = rewards::paid_since(conn, since)?;
    let earned: HashMap<i64, i64> = paid.iter().copied().collect();
    let shares: Vec<(Member, i64)> = paid.iter().map(|(id, sum)| (numbers.of(*id), *sum)).collect();
    let promoters = store::promoters(conn, since)?;
    let earnings: Vec<(Member, i64)> =
        promoters.iter().map(|id| (numbers.of(*id), earned.get(id).copied().unwrap_or(0))).collect();
    let stock = stock(&rows, &mut numbers);
    let settings = settings::read(conn)?;
    let packs = &settings.packs;
    let is_chinese = packs.is_empty() || packs.iter().any(|pack| pack.starts_with("cn"));
    let levels = if is_chinese { LEVELS.0 } else { LEVELS.1 };

    let millionths = |share: Option<Rate>| share.map(|rate| i64::from(rate.0));
    let count = |alarm: &Option<Alarm>| Some(alarm.as_ref().map_or(0, |alarm| alarm.evidence.len() as i64));
    let net = sales.iter().map(Sale::net).sum::<i128>();
    let (depth, chain) = chain_depth(&inviters, levels);
    let (retail, few) = retail_share(&sales, RETAIL);
    let (payout, much) = payout_ratio(i64::try_from(net).unwrap_or(i64::MAX), &shares, payout_limit);
    let (nothing, poor) = earning_nothing(&earnings, NOTHING);
    let (back, returned) = refunds(&sales, REFUNDS);
    let loaded = inventory_loading(&stock);
    let own = self_purchases(&sales, SELF);
    let (_, circle) = rings(&sales);
    let (loaded_count, own_count, circle_count) = (count(&loaded), count(&own), count(&circle));
    let nothing = (!earnings.is_empty()).then_some(nothing);
    let mut list = vec![
        numbers.reading(Kind::ChainDepth, Some(depth.into()), levels.into(), chain),
        numbers.reading(Kind::RetailShare, millionths(retail), RETAIL.0.into(), few),
        numbers.reading(Kind::PayoutRatio, millionths(payout), payout_limit.0.into(), much),
        numbers.reading(Kind::EarningNothing, millionths(nothing), NOTHING.0.into(), poor),
        numbers.reading(Kind::InventoryLoading, loaded_count, 0, loaded),
        numbers.reading(Kind::Refunds, millionths(back), REFUNDS.0.into(), returned),
        numbers.reading(Kind::SelfPurchases, own_count, 0, own),
        numbers.reading(Kind::Ring, circle_count, 0, circle),
    ];
    list.extend(told(conn, &settings, since, &mut numbers)?);
    Ok((depth, list))
}

/// What the operator has told the rule packs, held against what happens; nothing where they have not.
fn told(
    conn: &mut Conn,
    settings: &settings::Settings,
    since: i64,
    numbers: &mut Numbers,
) -> Result<Vec<Reading>, Refusal> {
    let millionths = |share: Option<Rate>| share.map(|rate| i64::from(rate.0));
    let mut list = Vec::new();
    if settings.declared.ranks_sold == Some(false) {
        let rows = store::given_by_hand(conn, since, DAYS * DAY)?;
        let given: Vec<(Member, i64)> = rows.iter().map(|(id, sum)| (numbers.of(*id), *sum)).collect();
        let (share, alarm) = ranks_bought(&given, RANKS_BOUGHT);
        list.push(numbers.reading(Kind::RankBought, millionths(share), RANKS_BOUGHT.0.into(), alarm));
    }
    if settings.declared.free_sign_up == Some(true) {
        let rows = store::new_promoters(conn, since)?;
        let joined: Vec<(Member, bool)> =
            rows.iter().map(|(id, bought)| (numbers.of(*id), *bought)).collect();
        let (share, alarm) = entries_bought(&joined, ENTRIES_BOUGHT);
        list.push(numbers.reading(Kind::EntryBought, millionths(share), ENTRIES_BOUGHT.0.into(), alarm));
    }
    Ok(list)
}

/// Who invited whom, of promoters and of customers alike.
fn inviters(conn: &mut Conn, numbers: &mut Numbers) -> Result<Vec<Option<Member>>, Refusal> {
    const CHUNK: i64 = 10_000;
    let (mut after, mut pairs) = (-1, Vec::new());
    loop {
        let members = records::members(conn, after, CHUNK)?;
        for (id, inviter, _) in &members {
            numbers.of(*id);
            pairs.push(*inviter);
        }
        match members.last() {
            Some((last, ..)) if members.len() as i64 == CHUNK => after = *last,
            _ => break,
        }
    }
    Ok(pairs.into_iter().map(|inviter| inviter.map(|id| numbers.of(id))).collect())
}

fn sale(row: &SaleRow, numbers: &mut Numbers) -> Sale {
    Sale {
        buyer: numbers.of(row.buyer),
        seller: row.seller.map(|seller| numbers.of(seller)),
        to_promoter: row.to_promoter,
        amount: row.amount,
        refunded: row.refunded,
    }
}

/// What promoters bought in such quantities that it is stock, against what they sold to how many others.
fn stock(rows: &[SaleRow], numbers: &mut Numbers) -> Vec<StockAccount> {
    let mut bought: BTreeMap<(i64, i64), (i64, i64)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.to_promoter) {
        let sum = bought.entry((row.buyer, row.sku)).or_default();
        *sum = (sum.0 + row.quantity, sum.1 + row.amount - row.refunded);
    }
    let mut ordered: BTreeMap<i64, i64> = BTreeMap::new();
    for ((member, _), (pieces, amount)) in bought {
        if pieces >= STOCK_PIECES {
            *ordered.entry(member).or_default() += amount;
        }
    }
    let mut sold: HashMap<i64, (i64, BTreeSet<i64>)> = HashMap::new();
    for row in rows.iter().filter(|row| row.seller.is_some_and(|seller| seller != row.buyer)) {
        let sum = sold.entry(row.seller.unwrap_or(0)).or_default();
        sum.0 += row.amount - row.refunded;
        sum.1.insert(row.buyer);
    }
    let account = |(member, ordered): (i64, i64)| {
        let (amount, customers) =
            sold.get(&member).map_or((0, 0), |(amount, buyers)| (*amount, buyers.len()));
        StockAccount { member: numbers.of(member), ordered, sold: amount, customers: customers as u32 }
    };
    ordered.into_iter().map(account).collect()
}
