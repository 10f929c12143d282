//! Groups from groups: a proven one is cloned, first once and then by the dozen; one that has grown too large is split.

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::work::Work;

use super::states::has_proved;
use super::store::{self, GroupRow};
use super::{begin, check_band, found, open, takes_on};
use crate::accounts;
use crate::accounts::store::AccountRow;
use crate::own::Own;
use crate::words::{AccountState, GroupRole, GroupState, Lineage};

/// Groups that are cloned at once, at most.
const MOST_CLONES: i64 = 100;
/// What stands for the number in a pattern of names.
const NUMBER: &str = "{n}";

/// Groups to clone.
#[derive(Debug, Clone)]
pub(crate) struct CloneOrder {
    /// Their names; `{n}` is the number of each.
    pub(crate) pattern: String,
    /// The number of the first one.
    pub(crate) first: i64,
    /// How many.
    pub(crate) count: i64,
    /// The account that owns them.
    pub(crate) account: i64,
    /// The staff account that runs them.
    pub(crate) operator: i64,
    /// Why one that has proved nothing is cloned; empty otherwise.
    pub(crate) reason: String,
}

/// A group as it comes from another one: the same purpose, band, rules and roles, nobody in it yet.
fn child(
    work: &mut Work<'_>,
    from: &GroupRow,
    account: &AccountRow,
    (name, operator, lineage): (String, i64, Lineage),
    actor: &str,
) -> Result<i64, Refusal> {
    let id = work.id();
    let group = GroupRow {
        id,
        account: account.id,
        operator,
        platform: account.platform,
        name,
        state: GroupState::Draft,
        rules: i64::from(from.rules > 0),
        pilot_at: None,
        proven_at: None,
        parent: Some(from.id),
        lineage: Some(lineage),
        is_unproven: !has_proved(from),
        count: None,
        figures: None,
        ..from.clone()
    };
    begin(work, account, &group, actor)?;
    if let Some((_, _, body, _)) = store::rules(work.conn, from.id, 1)?.pop() {
        store::add_rules(work.conn, (id, 1), id, &body, actor)?;
    }
    for role in store::roles(work.conn, from.id)? {
        let known = accounts::store::find(work.conn, Own { only: None }, role.account)?;
        let is_fit = known
            .is_some_and(|known| known.platform == account.platform && known.state != AccountState::Closed);
        if role.role != GroupRole::Owner && is_fit {
            let made = work.id();
            store::add_role(work.conn, id, made, role.role, role.account)?;
        }
    }
    Ok(id)
}

fn names(order: &CloneOrder) -> Result<Vec<String>, Refusal> {
    let CloneOrder { pattern, first, count, .. } = order;
    if !(1..=MOST_CLONES).contains(count) || !(0..=1_000_000).contains(first) {
        let (zh, en) = (
            "一次复制 1 到 100 个群，编号 0 到 1000000",
            "expected 1 to 100 groups at once, numbered from 0 to 1,000,000 on",
        );
        return Err(Refusal::unacceptable("clone_count", zh, en).at("/count"));
    }
    if *count > 1 && !pattern.contains(NUMBER) {
        let (zh, en) = (
            "群名里请用 {n} 表示编号，如“茶友群{n}”",
            "the name needs {n} where the number goes, as in Tea {n}",
        );
        return Err(Refusal::unacceptable("clone_pattern", zh, en).at("/pattern"));
    }
    let name = |number: i64| text::name(&pattern.replace(NUMBER, &number.to_string()), "/pattern", 1, 60);
    (*first..first + count).map(name).collect()
}

/// Clones a group; gives the ids of the new ones. All are made, or none.
pub(crate) fn clone(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    order: &CloneOrder,
    actor: &str,
) -> Result<Vec<i64>, Refusal> {
    let from = found(work, own, id)?;
    let names = names(order)?;
    if from.state == GroupState::Draft {
        let (zh, en) = ("筹备中的群还没有可以复制的经验", "a draft has nothing yet that could be cloned");
        return Err(Refusal::conflict("clone_draft", zh, en));
    }
    let reason = text::lines(&order.reason, "/reason", 0, 500)?;
    if !has_proved(&from) && reason.chars().count() < 2 {
        let (zh, en) = (
            "这个群还没有验证过；一定要复制请写明理由，复制出来的群会标明“未验证”",
            "this group has not proved itself; to clone it anyway say why, and its clones will be marked as unproven",
        );
        return Err(Refusal::conflict("clone_unproven", zh, en).at("/reason"));
    }
    if names.len() > 1 && !store::has_clone(work.conn, id)? {
        let (zh, en) =
            ("先复制一个看看，再成批复制", "clone one first, and see how it does, before a whole batch");
        return Err(Refusal::conflict("clone_one_first", zh, en).at("/count"));
    }
    let account = takes_on(work, own, order.account, names.len() as i64)?;
    check_band(work, from.band, account.platform)?;
    let mut made = Vec::with_capacity(names.len());
    for name in names {
        let new = child(work, &from, &account, (name, order.operator, Lineage::Clone), actor)?;
        if !reason.is_empty() {
            super::note(work, new, "clone_reason", ["", "", &reason], actor)?;
        }
        made.push(new);
    }
    Ok(made)
}

/// Opens the group into which a part of one that has grown too large is asked to move; gives its id.
pub(crate) fn split(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    (name, account, operator): (&str, i64, i64),
    actor: &str,
) -> Result<i64, Refusal> {
    let from = open(work, own, id)?;
    let members = from.count.map_or(0, |count| count.members);
    if members <= from.band.best_to {
        let best = from.band.best_to;
        return Err(Refusal::conflict(
            "split_early",
            format!("超过最佳人数上限（{best} 人）才拆分，最近一次统计是 {members} 人"),
            format!("a group is split once it has more than {best} people; {members} were counted last"),
        ));
    }
    let account = takes_on(work, own, account, 1)?;
    check_band(work, from.band, account.platform)?;
    let name = text::name(name, "/name", 1, 60)?;
    child(work, &from, &account, (name, operator, Lineage::Split), actor)
}
