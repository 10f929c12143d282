//! What comes of channels: plain counts over what happened, and what each of them cost. What nobody observed is absent.

use std::collections::HashMap;

use banyan_store::{Conn, DbError, Row, row};
use serde::Serialize;
use utoipa::ToSchema;

use crate::person::{BOUGHT, MEMBER};

/// A step on the way from a channel to a second order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChannelStep {
    /// 看到：visitors of the channel's page.
    Shown,
    /// 扫码：visitors who asked whom to add.
    Scanned,
    /// 已添加：contacts who are written down with the channel, and whom an account has added.
    Added,
    /// 已进群：those of them who have been in a group.
    Grouped,
    /// 已下单：those who have paid an order since they came.
    Ordered,
    /// 复购：those who have paid two or more.
    Again,
}

/// How far people of a channel have come, and what that cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ChannelStepView {
    pub(crate) step: ChannelStep,
    /// How many; nothing if nobody observed it.
    pub(crate) people: Option<i64>,
    /// What each of them cost, in minor units; nothing if there is nobody.
    pub(crate) cost_each: Option<i64>,
}

/// What was counted of a channel.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    shown: i64,
    scanned: i64,
    added: i64,
    /// Those of the added who are known as members of the shop.
    members: i64,
    grouped: i64,
    ordered: i64,
    again: i64,
}

/// How the people of channels stand: the steps of each, and how many of its contacts are known as members, by channel.
#[derive(Debug, Default)]
pub(crate) struct Funnels {
    counts: HashMap<i64, Counts>,
    /// Whether anybody has ever written down who is in a group.
    knows_groups: bool,
}

/// Counts what came of some channels.
pub(super) fn funnels(conn: &mut Conn, channels: Vec<i64>) -> Result<Funnels, DbError> {
    let mut counts: HashMap<i64, Counts> = HashMap::new();
    let sql = "SELECT channel, COUNT(*), COUNT(scanned_at) FROM chat_channel_visit WHERE channel IN MANY($1) GROUP BY channel";
    for row in conn.query(sql, &row![channels.clone()])? {
        let one = counts.entry(row.int(0)?).or_default();
        (one.shown, one.scanned) = (row.int(1)?, row.int(2)?);
    }
    let people = format!(
        "SELECT p.person, p.channel, p.channel_at, {MEMBER} AS of_member FROM chat_person p \
         WHERE p.channel IN MANY($1) AND EXISTS (SELECT 1 FROM chat_contact c WHERE c.person = p.person AND c.added_at IS NOT NULL)"
    );
    let facts = format!(
        "SELECT k.channel, k.of_member, \
         CASE WHEN EXISTS (SELECT 1 FROM chat_membership m WHERE m.person = k.person) THEN 1 ELSE 0 END AS grouped, \
         (SELECT COUNT(*) FROM orders o WHERE o.buyer = k.of_member AND o.paid_at >= k.channel_at AND {BOUGHT}) AS bought \
         FROM ({people}) k"
    );
    let sum = |condition: &str| format!("CAST(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END) AS BIGINT)");
    let sql = format!(
        "SELECT f.channel, COUNT(*), COUNT(f.of_member), {}, {}, {} FROM ({facts}) f GROUP BY f.channel",
        sum("f.grouped = 1"),
        sum("f.bought > 0"),
        sum("f.bought > 1")
    );
    for row in conn.query(&sql, &row![channels])? {
        read(&row, counts.entry(row.int(0)?).or_default())?;
    }
    let knows_groups = conn.one("SELECT person FROM chat_membership LIMIT 1", &[])?.is_some();
    Ok(Funnels { counts, knows_groups })
}

fn read(row: &Row, into: &mut Counts) -> Result<(), DbError> {
    (into.added, into.members, into.grouped) = (row.int(1)?, row.int(2)?, row.int(3)?);
    (into.ordered, into.again) = (row.int(4)?, row.int(5)?);
    Ok(())
}

/// A sum shared by some people, rounded to the nearest; nothing if there is nobody.
fn each(cost: i64, people: Option<i64>) -> Option<i64> {
    let people = people.filter(|people| *people > 0)?;
    Some((cost + people / 2) / people)
}

impl Funnels {
    /// How many contacts of a channel are known as members.
    pub(super) fn members(&self, channel: i64) -> i64 {
        self.counts.get(&channel).map_or(0, |counts| counts.members)
    }

    /// The steps of a channel, and what each person cost at it.
    pub(super) fn steps(&self, channel: i64, cost: i64) -> Vec<ChannelStepView> {
        let Counts { shown, scanned, added, members, grouped, ordered, again } =
            self.counts.get(&channel).copied().unwrap_or_default();
        let (is_seen, is_known) = (shown > 0, added > 0);
        let observed = |is_observed: bool, people: i64| is_observed.then_some(people);
        [
            (ChannelStep::Shown, observed(is_seen, shown)),
            (ChannelStep::Scanned, observed(is_seen, scanned)),
            (ChannelStep::Added, observed(is_known, added)),
            (ChannelStep::Grouped, observed(is_known && self.knows_groups, grouped)),
            (ChannelStep::Ordered, observed(members > 0, ordered)),
            (ChannelStep::Again, observed(members > 0, again)),
        ]
        .into_iter()
        .map(|(step, people)| ChannelStepView { step, people, cost_each: each(cost, people) })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_shared_by_those_who_came_and_by_nobody_if_nobody_did() {
        assert_eq!(
            [each(1_000, Some(3)), each(5, Some(2)), each(1_000, Some(0)), each(1_000, None)],
            [Some(333), Some(3), None, None]
        );
    }

    #[test]
    fn what_nobody_observed_is_no_figure() {
        let told = |counts: Counts, knows_groups: bool| {
            let funnels = Funnels { counts: [(7, counts)].into(), knows_groups };
            funnels.steps(7, 100).iter().map(|step| step.people).collect::<Vec<_>>()
        };
        assert_eq!(told(Counts::default(), true), [None; 6]);
        let seen = Counts { shown: 9, ..Counts::default() };
        assert_eq!(told(seen, true), [Some(9), Some(0), None, None, None, None]);
        let known = Counts { added: 2, ..Counts::default() };
        assert_eq!(told(known, false), [None, None, Some(2), None, None, None]);
        let member = Counts { added: 2, members: 1, grouped: 1, ordered: 1, ..Counts::default() };
        assert_eq!(told(member, true), [None, None, Some(2), Some(1), Some(1), Some(0)]);
    }
}
