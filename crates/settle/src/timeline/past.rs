//! What had happened by a checkpoint, as digests: whether files still tell the same of it.

use banyan_plan::time::Time;
use banyan_plan::words::Text;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::History;
use super::due::Due;

/// SHA-256.
pub(super) type Digest = [u8; 32];

/// How many of each file's events have happened.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Done {
    pub(super) lines: usize,
    pub(super) enrolments: usize,
    pub(super) joins: usize,
    pub(super) transfers: usize,
    pub(super) ranks: usize,
    pub(super) stops: usize,
}

/// A digest of what each file tells of the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Past {
    members: Digest,
    transfers: Digest,
    ranks: Digest,
    stops: Digest,
    orders: Digest,
}

impl Past {
    /// Of so many events of each file, and so many settlements if the plan follows them. More than there are count as all.
    pub(super) fn of(history: &History<'_>, done: &Done, settled: Option<usize>) -> Self {
        Self {
            members: members(history, done),
            transfers: digest(
                &history.transfers[..done.transfers.min(history.transfers.len())],
                |facts, row| {
                    facts.number(row.member).number(row.inviter).number(row.at.0);
                },
            ),
            ranks: digest(&history.ranks[..done.ranks.min(history.ranks.len())], |facts, row| {
                facts.number(row.member).number(row.rank).number(row.at.0).number(row.enrols);
            }),
            stops: digest(&history.stops[..done.stops.min(history.stops.len())], |facts, row| {
                facts.number(row.member).number(row.is_stopped).number(row.at.0);
            }),
            orders: orders(history, done, settled),
        }
    }

    /// The first file that tells something else now of what happened before a moment.
    pub(super) fn changed(
        &self,
        history: &History<'_>,
        (done, settled): (&Done, Option<usize>),
        until: Time,
    ) -> Option<&'static Text> {
        let has = [
            (done.joins, history.members.join_order.len()),
            (done.enrolments, history.members.enrolments.len()),
            (done.transfers, history.transfers.len()),
            (done.ranks, history.ranks.len()),
            (done.stops, history.stops.len()),
            (done.lines, history.orders.len()),
        ];
        let places = [0, 0, 1, 2, 3, 4];
        if let Some((_, place)) = has.iter().zip(places).find(|((done, has), _)| done > has) {
            return Some(&FILES[place]);
        }
        let now = Self::of(history, done, settled);
        let same = [
            self.members == now.members,
            self.transfers == now.transfers,
            self.ranks == now.ranks,
            self.stops == now.stops,
            self.orders == now.orders,
        ];
        let changed = same.iter().zip(&*FILES).find(|(same, _)| !**same).map(|(_, file)| file);
        changed.or_else(|| {
            next(history, done, settled).into_iter().find(|(at, _)| *at < until).map(|(_, file)| file)
        })
    }
}

/// When the next event of each file happens.
fn next(history: &History<'_>, done: &Done, settled: Option<usize>) -> Vec<(Time, &'static Text)> {
    let (members, orders) = (history.members, history.orders);
    let due = Due::new(orders, history.program.plan().sale.release_after);
    let join = members.join_order.get(done.joins).map(|member| members.joined_at[*member as usize]);
    let enrolment = members.enrolments.get(done.enrolments).map(|member| members.promoter_at(*member));
    let line = orders.row_at(done.lines).map(|row| orders.at[row as usize]);
    let all = [
        (join, 0),
        (enrolment, 0),
        (history.transfers.get(done.transfers).map(|row| row.at), 1),
        (history.ranks.get(done.ranks).map(|row| row.at), 2),
        (history.stops.get(done.stops).map(|row| row.at), 3),
        (line, 4),
        (settled.and_then(|settled| due.told().nth(settled)).map(|(_, at)| at), 4),
    ];
    all.into_iter().filter_map(|(at, place)| at.map(|at| (at, &FILES[place]))).collect()
}

/// What the files tell of, in the order of [`Past`].
static FILES: std::sync::LazyLock<[Text; 5]> = std::sync::LazyLock::new(|| {
    [
        Text::new("会员", "members"),
        Text::new("邀请人变更", "transfers"),
        Text::new("等级变更", "rank changes"),
        Text::new("停用与恢复", "stops"),
        Text::new("订单", "orders"),
    ]
});

fn members(history: &History<'_>, done: &Done) -> Digest {
    let members = history.members;
    let mut facts = Facts::default();
    for member in members.join_order.iter().take(done.joins) {
        let place = *member as usize;
        facts.number(*member).text(members.names.get(*member));
        facts.number(members.inviter[place]).number(members.joined_at[place].0);
        facts.number(members.rank_on_joining(*member));
        let (under, leg) = members.placed_under(*member).unwrap_or((*member, None));
        facts.number(under).number(leg.map_or(-1, i64::from));
    }
    for member in members.enrolments.iter().take(done.enrolments) {
        facts.number(*member).number(members.promoter_at(*member).0);
        facts.number(members.rank[*member as usize]);
    }
    facts.digest()
}

fn orders(history: &History<'_>, done: &Done, settled: Option<usize>) -> Digest {
    let orders = history.orders;
    let mut facts = Facts::default();
    for row in (0..done.lines).map_while(|place| orders.row_at(place)) {
        let at = row as usize;
        facts.number(row).text(orders.reference(at)).number(orders.at[at].0);
        facts.number(orders.buyer[at]).number(orders.seller[at]).number(orders.amount[at]);
        facts.number(orders.cost(at).unwrap_or(i64::MIN));
        facts.number(orders.rate(at).map_or(-1, |rate| i64::from(rate.0)));
        for (seller, share) in orders.sharers(at) {
            facts.number(seller).number(share.0);
        }
        for volume in orders.volumes(at) {
            facts.number(volume.unwrap_or(i64::MIN));
        }
        facts.number(orders.quantity(at));
        facts.number(orders.category.get(at).copied().unwrap_or(0));
        facts.number(orders.product.get(at).copied().unwrap_or(0));
        let refunds = if orders.amount[at] < 0 { orders.refund_of(at) } else { None };
        facts.number(refunds.map_or(-1, i64::from));
    }
    let release_after = history.program.plan().sale.release_after;
    if let Some(settled) = settled {
        for (row, at) in Due::new(orders, release_after).told().take(settled) {
            facts.number(row).number(at.0);
        }
        facts.number(orders.tells_settlement());
    }
    facts.digest()
}

fn digest<T>(rows: &[T], fact: impl Fn(&mut Facts, &T)) -> Digest {
    let mut facts = Facts::default();
    for row in rows {
        fact(&mut facts, row);
    }
    facts.digest()
}

#[derive(Default)]
struct Facts(Sha256);

impl Facts {
    fn number(&mut self, number: impl Into<i64>) -> &mut Self {
        self.0.update(number.into().to_le_bytes());
        self
    }

    fn text(&mut self, text: &[u8]) -> &mut Self {
        self.number(text.len() as i64);
        self.0.update(text);
        self
    }

    fn digest(self) -> Digest {
        self.0.finalize().into()
    }
}
