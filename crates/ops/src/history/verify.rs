//! The shop computed again from its history: every reward, every entry that follows from it, every rank; and whether what stands in
//! two places is the same in both: business rows, ledger, history, seals of orders, the audit log.

use std::collections::{HashMap, HashSet};

use banyan_base::refusal::Refusal;
use banyan_base::vault::Vault;
use banyan_books::rewards::{self, RewardRow};
use banyan_core::engine::{EngineState, word};
use banyan_core::ledger::{Account, Kind as For, Transfer};
use banyan_core::records;
use banyan_core::work::Places;
use banyan_pay::withdrawals::{self, WrongTax};
use banyan_plan::money::Currency;
use banyan_plan::words::Text;
use banyan_store::{Conn, DatabaseUrl};

use super::differences::Differences;
use super::store::{self, Key, WrongDiscount};
use super::walk::{Happened, Walk};
use super::{Progress, compare, heads, office, seals};

/// What was computed again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Events of the history.
    pub events: u64,
    /// Rewards.
    pub rewards: u64,
    /// Entries of the ledger that follow from rewards.
    pub entries: u64,
    /// Changes of rank.
    pub ranks: u64,
    /// Members whose inviter and rank were compared.
    pub members: u64,
    /// What is stored otherwise.
    pub differences: Differences,
}

impl Verified {
    /// This, if nothing is stored otherwise; the differences as a refusal with the code `history_differs` if anything is.
    pub fn clean(self) -> Result<Self, Refusal> {
        let Some(Text { zh, en }) = self.differences.text() else { return Ok(self) };
        Err(Refusal::conflict("history_differs", zh, en))
    }
}

/// What lies outside of the database, and is compared with it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Against<'a> {
    /// The shop's key, for seals; without it they are not compared.
    pub vault: Option<&'a Vault>,
    /// Ends of the audit log that were kept, a line each (see [`super::audit_head`]).
    pub heads: &'a str,
}

/// Computes the shop again from its history, as of one moment, in chunks, and lists whatever is stored otherwise.
pub fn verify(
    place: &DatabaseUrl,
    against: Against<'_>,
    progress: Progress<'_>,
) -> Result<Verified, Refusal> {
    let mut conn = place.connect(true)?;
    conn.without_hurry()?;
    conn.begin_snapshot()?;
    let mut walk = Walk::start(&mut conn)?;
    let all = store::events(&mut conn)?;
    let mut desk = Desk::new(walk.live());
    loop {
        let happened = match walk.next(&mut conn) {
            Ok(happened) => happened,
            Err(refusal) => {
                desk.cannot_go_on(&walk, &refusal);
                break;
            }
        };
        if happened.is_empty() {
            desk.count(&mut conn)?;
            desk.members(&mut conn, walk.live())?;
            break;
        }
        desk.check(&mut conn, &happened)?;
        progress(desk.done.events, all);
    }
    desk.taxes(&mut conn)?;
    desk.discounts(&mut conn)?;
    let differences = &mut desk.done.differences;
    compare::pairs(&mut conn, differences)?;
    office::compare(&mut conn, differences)?;
    if let Some(vault) = against.vault {
        seals::compare(&mut conn, vault, differences)?;
        heads::compare(&mut conn, vault, against.heads, differences)?;
    }
    Ok(desk.done)
}

/// The primary key of a reward.
pub(super) fn key(row: &RewardRow) -> (i64, i64, i64, i64, i64, i64) {
    (row.owner, row.kind as i64, row.id, row.line, row.step, row.place)
}

struct Desk {
    currency: Currency,
    places: Places,
    done: Verified,
}

impl Desk {
    fn new(live: &EngineState) -> Self {
        Self {
            currency: live.program().plan().currency,
            places: Places::default(),
            done: Verified::default(),
        }
    }

    fn check(&mut self, conn: &mut Conn, happened: &[Happened]) -> Result<(), Refusal> {
        // A wrong seller would show in rewards, too, but there nobody would look for them.
        for one in happened {
            self.done.events += u64::from(one.event.is_some());
            sellers(one, &mut self.done.differences);
        }
        self.rewards(conn, happened)?;
        self.entries(conn, happened)?;
        self.ranks(conn, happened)
    }

    fn rewards(&mut self, conn: &mut Conn, happened: &[Happened]) -> Result<(), Refusal> {
        let expected = || happened.iter().flat_map(|one| one.rewards.iter().map(|(row, _)| row));
        let about: HashSet<i64> = expected().map(|row| row.id).collect();
        let stored = rewards::about(conn, about.into_iter().collect())?;
        let mut stored: HashMap<_, RewardRow> = stored.into_iter().map(|row| (key(&row), row)).collect();
        let mut groups = HashSet::new();
        for row in expected() {
            self.done.rewards += 1;
            groups.insert((row.kind as i64, row.id, row.line, row.step));
            match stored.remove(&key(row)) {
                Some(found) if found == *row => {}
                found => {
                    let text = self.reward_differs(row, found.as_ref());
                    self.done.differences.add(text);
                }
            }
        }
        let mut extra: Vec<_> = stored
            .into_values()
            .filter(|row| groups.contains(&(row.kind as i64, row.id, row.line, row.step)))
            .collect();
        extra.sort_by_key(key);
        for row in extra {
            let text = self.reward_extra(&row);
            self.done.differences.add(text);
        }
        Ok(())
    }

    fn entries(&mut self, conn: &mut Conn, happened: &[Happened]) -> Result<(), Refusal> {
        let mut moments = HashSet::new();
        for transfer in happened.iter().flat_map(|one| &one.transfers) {
            moments.extend(transfer.entries().map(|((owner, _), _)| (owner, transfer.at)));
        }
        let stored = store::entries_at(conn, moments.into_iter().collect())?;
        for transfer in happened.iter().flat_map(|one| &one.transfers) {
            for ((owner, account), amount) in transfer.entries() {
                self.done.entries += 1;
                let found = stored.get(&entry_key(owner, account, transfer));
                if found != Some(&(transfer.at, amount)) {
                    let found = found.map(|(_, amount)| *amount);
                    let text = self.entry_differs((owner, account), transfer, amount, found);
                    self.done.differences.add(text);
                }
            }
        }
        Ok(())
    }

    fn ranks(&mut self, conn: &mut Conn, happened: &[Happened]) -> Result<(), Refusal> {
        let changes = happened.iter().flat_map(|one| &one.ranks);
        let changes: Vec<_> = changes
            .map(|change| (change, (change.member, self.places.of(change.member, change.at))))
            .collect();
        let stored = store::ranks_at(conn, changes.iter().map(|(_, place)| *place).collect())?;
        for (change, place) in changes {
            self.done.ranks += 1;
            let expected = (change.rank, word(change.how).to_owned());
            let found = stored.get(&place);
            if found != Some(&expected) {
                self.done.differences.add(rank_differs(change.member, change.at, &expected, found));
            }
        }
        Ok(())
    }

    /// Whatever is stored beyond what the history makes.
    fn count(&mut self, conn: &mut Conn) -> Result<(), Refusal> {
        let counted = [
            ("奖励", "rewards", self.done.rewards, store::rewards(conn)?),
            (
                "奖励、结算与供应商的分录",
                "entries of rewards, settlements and suppliers",
                self.done.entries,
                store::entries(conn)?,
            ),
            ("等级变更", "changes of rank", self.done.ranks, store::rank_changes(conn)?),
        ];
        for (zh, en, expected, found) in counted {
            if expected != found {
                self.done.differences.add(Text::new(
                    format!("{zh}应有 {expected} 条，库里有 {found} 条：多出来的没有任何依据"),
                    format!(
                        "{en}: the history makes {expected}, {found} are stored; the others rest on nothing"
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Everybody's inviter and rank.
    fn members(&mut self, conn: &mut Conn, live: &EngineState) -> Result<(), Refusal> {
        const MANY: i64 = 10_000;
        let mut after = i64::MIN;
        loop {
            let found = records::members(conn, after, MANY)?;
            for (member, inviter, rank) in &found {
                self.done.members += 1;
                match live.standing(*member) {
                    Err(_) => self.done.differences.add(Text::new(
                        format!("会员 {member} 没有加入记录"),
                        format!("member {member} never joined by the history"),
                    )),
                    Ok(expected) if expected != (*inviter, *rank) => {
                        self.done.differences.add(member_differs(*member, expected, (*inviter, *rank)));
                    }
                    Ok(_) => {}
                }
            }
            match found.last() {
                Some((last, ..)) => after = *last,
                None => break,
            }
        }
        Ok(())
    }

    /// The history itself is damaged: what follows cannot be computed.
    fn cannot_go_on(&mut self, walk: &Walk, refusal: &Refusal) {
        let (zh, en) = match refusal.internal.as_str() {
            "" => (refusal.text.zh.as_str(), refusal.text.en.as_str()),
            why => (why, why),
        };
        let seen = walk.live().seen;
        self.done.differences.add(Text::new(
            format!("事件 {seen} 之后的历史无法重算：{zh}"),
            format!("the history after event {seen} cannot be computed: {en}"),
        ));
    }

    /// Whether the ledger has what campaigns' coupons took off lines, less what went back.
    fn discounts(&mut self, conn: &mut Conn) -> Result<(), Refusal> {
        for WrongDiscount { order, line, expected, found } in store::wrong_discounts(conn)? {
            let (expected, found) = (self.money(expected), self.money(found));
            self.done.differences.add(Text::new(
                format!("订单 {order} 第 {line} 行的优惠应为 {expected}，账上是 {found}"),
                format!(
                    "discount of line {line} of order {order}: expected {expected}, the ledger has {found}"
                ),
            ));
        }
        Ok(())
    }

    /// Whether the tax of each withdrawal is what its law says.
    fn taxes(&mut self, conn: &mut Conn) -> Result<(), Refusal> {
        for WrongTax { id, expected, found } in withdrawals::wrong_taxes(conn, self.currency)? {
            let (expected, found) = (self.money(expected), self.money(found));
            self.done.differences.add(Text::new(
                format!("提现 {id} 的代扣税应为 {expected}，库里是 {found}"),
                format!("tax withheld from withdrawal {id}: expected {expected}, found {found}"),
            ));
        }
        Ok(())
    }

    fn money(&self, amount: i64) -> String {
        self.currency.text(amount.into())
    }

    fn reward_differs(&self, row: &RewardRow, found: Option<&RewardRow>) -> Text {
        let (member, name) = (row.owner, &row.reward);
        let about = about(row);
        let Some(found) = found else {
            let amount = self.money(row.amount);
            return Text::new(
                format!("{}：会员 {member} 的奖励“{name}”应为 {amount}，库里没有", about.zh),
                format!("{}: member {member} is owed {amount} by “{name}”, nothing is stored", about.en),
            );
        };
        if row.amount != found.amount {
            let (expected, found) = (self.money(row.amount), self.money(found.amount));
            return Text::new(
                format!("{}：会员 {member} 的奖励“{name}”应为 {expected}，库里是 {found}", about.zh),
                format!(
                    "{}: member {member}'s reward “{name}”: expected {expected}, found {found}",
                    about.en
                ),
            );
        }
        let (field, expected, found) = row.first_difference(found);
        Text::new(
            format!("{}：会员 {member} 的奖励“{name}”的 {field} 应为 {expected}，库里是 {found}", about.zh),
            format!(
                "{}: member {member}'s reward “{name}”, {field}: expected {expected}, found {found}",
                about.en
            ),
        )
    }

    fn reward_extra(&self, row: &RewardRow) -> Text {
        let (member, name, amount) = (row.owner, &row.reward, self.money(row.amount));
        let about = about(row);
        Text::new(
            format!("{}：会员 {member} 的奖励“{name}”{amount} 没有依据", about.zh),
            format!("{}: member {member}'s reward “{name}” of {amount} rests on nothing", about.en),
        )
    }

    fn entry_differs(
        &self,
        (owner, account): (i64, Account),
        transfer: &Transfer,
        expected: i64,
        found: Option<i64>,
    ) -> Text {
        let reason = transfer.reason;
        let (account, kind, id, line) = (account.word(), reason.kind.word(), reason.id, reason.line);
        let expected = self.money(expected);
        let (zh, en) = match found {
            Some(found) => (format!("是 {}", self.money(found)), format!("found {}", self.money(found))),
            None => ("没有".to_owned(), "there is none".to_owned()),
        };
        Text::new(
            format!("账户 {owner}/{account} 因 {id}/{line}（{kind}）的分录应为 {expected}，账上{zh}"),
            format!("account {owner}/{account}, entry for {id}/{line} ({kind}): expected {expected}, {en}"),
        )
    }
}

fn entry_key(owner: i64, account: Account, transfer: &Transfer) -> Key {
    let reason = transfer.reason;
    debug_assert!(
        matches!(reason.kind, For::Reward | For::Settlement | For::Purchase),
        "only these are computed again"
    );
    [owner, account as i64, reason.kind as i64, reason.id, reason.line, reason.step, reason.place]
}

/// What a reward is for.
fn about(row: &RewardRow) -> Text {
    let (id, line) = (row.id, row.line);
    match row.kind {
        rewards::Kind::Sale => Text::new(format!("订单行 {id}/{line}"), format!("order line {id}/{line}")),
        rewards::Kind::FirstSale => {
            Text::new(format!("首单 {id}/{line}"), format!("first sale, order line {id}/{line}"))
        }
        rewards::Kind::Refund => Text::new(
            format!("订单行 {id}/{line} 的退款 {}", row.step),
            format!("refund {} of order line {id}/{line}", row.step),
        ),
        rewards::Kind::Join => {
            Text::new(format!("会员 {id} 成为推广者"), format!("member {id} became a promoter"))
        }
        rewards::Kind::Promotion => Text::new(format!("会员 {id} 升级"), format!("member {id} was promoted")),
        rewards::Kind::Period => Text::new(
            format!("周期结算 {}", banyan_plan::time::Time(id)),
            format!("the close of {}", banyan_plan::time::Time(id)),
        ),
    }
}

/// The seller, rate and plan of each line that was paid.
fn sellers(one: &Happened, differences: &mut Differences) {
    for (line, sold) in one.lines.iter().zip(&one.sold) {
        let (order, number) = (line.order, line.line);
        let seller = |id: Option<i64>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let (expected, found) = (sold.seller.filter(|id| *id != 0), line.seller.filter(|id| *id != 0));
        if expected != found {
            let (expected, found) = (seller(expected), seller(found));
            differences.add(Text::new(
                format!("订单行 {order}/{number} 的卖家应为 {expected}，库里是 {found}"),
                format!("the seller of order line {order}/{number}: expected {expected}, found {found}"),
            ));
        }
        if line.rate != sold.rate || line.plan != Some(one.plan) {
            differences.add(Text::new(
                format!("订单行 {order}/{number} 的佣金比例或方案版本与付款时不符"),
                format!("order line {order}/{number} has another rate or plan than at its payment"),
            ));
        }
    }
}

fn rank_differs(member: i64, at: i64, expected: &(i64, String), found: Option<&(i64, String)>) -> Text {
    let at = banyan_plan::time::Time(at);
    let (rank, how) = expected;
    let found = found.map_or_else(|| "-".to_owned(), |(rank, how)| format!("{rank} ({how})"));
    Text::new(
        format!("会员 {member} 在 {at} 的等级应变为 {rank}（{how}），库里是 {found}"),
        format!("the rank of member {member} at {at}: expected {rank} ({how}), found {found}"),
    )
}

fn member_differs(member: i64, expected: (Option<i64>, i64), found: (Option<i64>, i64)) -> Text {
    let name = |id: Option<i64>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    if expected.1 != found.1 {
        return Text::new(
            format!("会员 {member} 的等级应为 {}，库里是 {}", expected.1, found.1),
            format!("the rank of member {member}: expected {}, found {}", expected.1, found.1),
        );
    }
    let (expected, found) = (name(expected.0), name(found.0));
    Text::new(
        format!("会员 {member} 的邀请人应为 {expected}，库里是 {found}"),
        format!("the inviter of member {member}: expected {expected}, found {found}"),
    )
}
