//! Groups as something that a company looks after: what each is for, whose it is, how many it holds, what its rules are.
//!
//! What changes is added as an event with what was before; counts, rules and figures are only ever added.

mod care;
pub mod desk;
mod figures;
mod lineage;
mod proven;
mod states;
pub(crate) mod store;
mod views;

use banyan_base::refusal::Refusal;
use banyan_base::text;
use banyan_core::audit;
use banyan_core::work::Work;
use serde_json::json;

use self::proven::ChatCriteria;
use self::store::{Band, Count, GroupRow};
use crate::accounts;
use crate::accounts::store::AccountRow;
use crate::events::{self, Owner};
use crate::norms::ChatNorms;
use crate::own::Own;
use crate::words::{AccountState, GroupKind, GroupRole, GroupState, Lineage, Platform, Purpose, Way};

/// People in a group at most, whatever the platform.
const MOST_PEOPLE: i64 = 1_000_000;
/// Versions of the rules at most.
const MOST_RULES: i64 = 10_000;

/// What may be said of a group.
#[derive(Debug, Clone)]
pub(crate) struct GroupText {
    pub(crate) name: String,
    pub(crate) kind: GroupKind,
    pub(crate) purpose: Purpose,
    /// The account that owns it.
    pub(crate) account: i64,
    /// The staff account that runs it.
    pub(crate) operator: i64,
    pub(crate) band: Band,
}

pub(crate) fn unknown() -> Refusal {
    Refusal::not_found("群", "group")
}

/// A group that is in sight.
fn found(work: &mut Work<'_>, own: Own, id: i64) -> Result<GroupRow, Refusal> {
    store::find(work.conn, own, id)?.ok_or_else(unknown)
}

/// A group that is in sight and not closed.
fn open(work: &mut Work<'_>, own: Own, id: i64) -> Result<GroupRow, Refusal> {
    let group = found(work, own, id)?;
    if group.state == GroupState::Closed {
        let (zh, en) = ("群已关闭，不能再改", "the group is closed; it can no longer be changed");
        return Err(Refusal::conflict("group_closed", zh, en));
    }
    Ok(group)
}

/// Whether a band is one, and fits the platform.
fn check_band(work: &mut Work<'_>, band: Band, platform: Platform) -> Result<(), Refusal> {
    let Band { least, best_from, best_to, most } = band;
    let is_rising = 1 <= least && least <= best_from && best_from <= best_to && best_to <= most;
    if !is_rising || most > MOST_PEOPLE {
        let (zh, en) = (
            "人数应从少到多：最少 ≤ 最佳下限 ≤ 最佳上限 ≤ 最多，至少 1 人",
            "expected numbers that rise: fewest ≤ best from ≤ best to ≤ most, from 1 on",
        );
        return Err(Refusal::unacceptable("band_bad", zh, en).at("/band"));
    }
    match ChatNorms::read(work.conn)?.limit(platform) {
        Some(limit) if most > limit.most => Err(Refusal::unacceptable(
            "band_above_platform",
            format!("平台一个群最多 {} 人（{}，{}）；上限变了请先改标准", limit.most, limit.as_of, limit.source),
            format!(
                "the platform lets a group have {} people ({}, {}); if that has changed, change the norms first",
                limit.most, limit.as_of, limit.source
            ),
        )
        .at("/band/most")),
        _ => Ok(()),
    }
}

/// The account that takes `more` groups on: it is in sight, works, and has room for them.
fn takes_on(work: &mut Work<'_>, own: Own, account: i64, more: i64) -> Result<AccountRow, Refusal> {
    let account = accounts::store::find(work.conn, own, account)?;
    let account = account.ok_or_else(|| accounts::unknown().at("/account"))?;
    if account.state != AccountState::Active {
        let (zh, en) =
            ("这个号不在正常状态，不能接新群", "this account is not active, so that it takes no new group");
        return Err(Refusal::conflict("account_not_active", zh, en).at("/account"));
    }
    if account.groups + more > account.most_groups {
        let AccountRow { groups, most_groups, .. } = account;
        return Err(Refusal::conflict(
            "account_full",
            format!(
                "这个号名下已有 {groups} 个群，上限 {most_groups} 个，还能接 {} 个",
                (most_groups - groups).max(0)
            ),
            format!(
                "this account owns {groups} of at most {most_groups} groups: it can take {} more",
                (most_groups - groups).max(0)
            ),
        )
        .at("/account"));
    }
    Ok(account)
}

/// Files call groups by their names, so that no two open ones have the same.
fn is_free(work: &mut Work<'_>, name: &str, id: i64) -> Result<(), Refusal> {
    match store::of_name(work.conn, name)? {
        Some(other) if other.id != id => Err(Refusal::conflict(
            "group_name_taken",
            format!("已经有一个叫“{name}”的群"),
            format!("there is a group called {name} already"),
        )
        .at("/name")),
        _ => Ok(()),
    }
}

/// Writes down what happened to a group, for those who look at it and for the audit log.
fn note(work: &mut Work<'_>, group: i64, action: &str, told: [&str; 3], actor: &str) -> Result<(), Refusal> {
    events::note(work, Owner::Group(group), action, told, actor)
}

/// A group that begins, with its account as its owner. The account has been asked whether it takes it on.
fn begin(work: &mut Work<'_>, account: &AccountRow, group: &GroupRow, actor: &str) -> Result<(), Refusal> {
    is_free(work, &group.name, group.id)?;
    store::insert(work.conn, group)?;
    let role = work.id();
    store::add_role(work.conn, group.id, role, GroupRole::Owner, account.id)?;
    let from = group.parent.map(|parent| parent.to_string()).unwrap_or_default();
    note(work, group.id, group.lineage.map_or("add", Lineage::word), [&from, &group.name, ""], actor)
}

/// Begins a group; gives its id.
pub(crate) fn add(work: &mut Work<'_>, own: Own, text: &GroupText, actor: &str) -> Result<i64, Refusal> {
    let account = takes_on(work, own, text.account, 1)?;
    check_band(work, text.band, account.platform)?;
    let id = work.id();
    let group = GroupRow {
        id,
        account: account.id,
        operator: text.operator,
        platform: account.platform,
        name: text::name(&text.name, "/name", 1, 60)?,
        kind: text.kind,
        purpose: text.purpose,
        state: GroupState::Draft,
        band: text.band,
        criteria: None,
        rules: 0,
        pilot_at: None,
        proven_at: None,
        parent: None,
        lineage: None,
        is_unproven: false,
        count: None,
        figures: None,
    };
    begin(work, &account, &group, actor)?;
    Ok(id)
}

/// A band in a word, as events tell it.
fn told(band: Band) -> String {
    let Band { least, best_from, best_to, most } = band;
    format!("{least} / {best_from}–{best_to} / {most}")
}

/// Changes what is said of a group. What it was before is kept, field by field. A group that goes to another account has
/// that one as its owner.
pub(crate) fn change(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    text: &GroupText,
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    let before = open(work, own, id)?;
    let account = if text.account == before.account {
        accounts::store::find(work.conn, Own { only: None }, before.account)?.ok_or_else(accounts::unknown)?
    } else {
        takes_on(work, own, text.account, 1)?
    };
    if account.platform != before.platform {
        let (zh, en) = (
            "群不能换平台，请选同一平台的号",
            "a group stays on its platform: expected an account of the same one",
        );
        return Err(Refusal::unacceptable("group_platform", zh, en).at("/account"));
    }
    check_band(work, text.band, account.platform)?;
    let name = text::name(&text.name, "/name", 1, 60)?;
    is_free(work, &name, id)?;
    let GroupText { kind, purpose, operator, band, .. } = *text;
    let after = GroupRow { name, kind, purpose, operator, band, account: account.id, ..before.clone() };
    store::update(work.conn, &after)?;
    if after.account != before.account {
        hand_over(work, &before, after.account)?;
    }
    let fields = |row: &GroupRow| {
        [
            ("name", row.name.clone()),
            ("kind", row.kind.word().to_owned()),
            ("purpose", row.purpose.word().to_owned()),
            ("account", row.account.to_string()),
            ("operator", row.operator.to_string()),
            ("band", told(row.band)),
        ]
    };
    for ((field, was), (_, became)) in fields(&before).into_iter().zip(fields(&after)) {
        if was != became {
            note(work, id, field, [&was, &became, reason], actor)?;
        }
    }
    Ok(())
}

/// The owner's role goes from one account to another.
fn hand_over(work: &mut Work<'_>, before: &GroupRow, account: i64) -> Result<(), Refusal> {
    let at = work.id();
    for role in store::roles(work.conn, before.id)? {
        if role.role == GroupRole::Owner {
            store::end_role(work.conn, before.id, role.id, at)?;
        }
    }
    let role = work.id();
    Ok(store::add_role(work.conn, before.id, role, GroupRole::Owner, account)?)
}

/// Writes down what the pilot has to show: before it begins, and not after.
pub(crate) fn set_criteria(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    criteria: ChatCriteria,
    actor: &str,
) -> Result<(), Refusal> {
    let group = open(work, own, id)?;
    if !criteria.is_sound() {
        let (zh, en) = (
            "天数应为 1 到 365，百分比 1 到 100，下单人数 1 到 1000000",
            "expected 1 to 365 days, percentages of 1 to 100, 1 to 1,000,000 buyers",
        );
        return Err(Refusal::unacceptable("criteria_bad", zh, en));
    }
    if group.state != GroupState::Draft {
        let (zh, en) =
            ("试点开始后不能再改标准", "what a pilot has to show cannot be changed once it has begun");
        return Err(Refusal::conflict("criteria_fixed", zh, en));
    }
    let became = serde_json::to_string(&criteria)?;
    let was = group.criteria.clone().unwrap_or_default();
    store::update(work.conn, &GroupRow { criteria: Some(became.clone()), ..group })?;
    note(work, id, "criteria", [&was, &became, ""], actor)
}

/// Writes another version of the rules; gives its number.
pub(crate) fn set_rules(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    body: &str,
    actor: &str,
) -> Result<i64, Refusal> {
    let group = open(work, own, id)?;
    let body = text::lines(body, "/text", 1, 5_000)?;
    let version = group.rules + 1;
    if version > MOST_RULES {
        let (zh, en) = ("群规版本太多", "the rules have too many versions");
        return Err(Refusal::conflict("rules_too_many", zh, en));
    }
    let at = work.id();
    store::add_rules(work.conn, (id, version), at, &body, actor)?;
    let was = group.rules.to_string();
    store::update(work.conn, &GroupRow { rules: version, ..group })?;
    note(work, id, "rules", [&was, &version.to_string(), ""], actor)?;
    Ok(version)
}

/// Somebody of the company, by an account, is in the group as what is shown to everybody there.
pub(crate) fn give_role(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    (role, account): (GroupRole, i64),
    actor: &str,
) -> Result<i64, Refusal> {
    let group = open(work, own, id)?;
    if role == GroupRole::Owner {
        let (zh, en) =
            ("换群主请修改群的所属账号", "a group's owner changes with the account that it belongs to");
        return Err(Refusal::unacceptable("role_owner", zh, en).at("/role"));
    }
    let account = accounts::store::find(work.conn, own, account)?.ok_or_else(accounts::unknown)?;
    if account.platform != group.platform || account.state == AccountState::Closed {
        let (zh, en) =
            ("请选同一平台、未停用的号", "expected an account of the same platform that is not closed");
        return Err(Refusal::unacceptable("role_account", zh, en).at("/account"));
    }
    let known = store::roles(work.conn, id)?;
    if known.iter().any(|other| other.role == role && other.account == account.id) {
        let (zh, en) = ("这个号已经担任这个岗位", "this account has this role already");
        return Err(Refusal::conflict("role_taken", zh, en));
    }
    let made = work.id();
    store::add_role(work.conn, id, made, role, account.id)?;
    note(work, id, "role_given", ["", &format!("{} {}", role.word(), account.name), ""], actor)?;
    Ok(made)
}

/// Somebody of the company is no longer in the group as what they were.
pub(crate) fn end_role(
    work: &mut Work<'_>,
    own: Own,
    (id, role): (i64, i64),
    actor: &str,
) -> Result<(), Refusal> {
    open(work, own, id)?;
    let known = store::roles(work.conn, id)?.into_iter().find(|known| known.id == role);
    let known = known.ok_or_else(|| Refusal::not_found("岗位", "role"))?;
    if known.role == GroupRole::Owner {
        let (zh, en) = (
            "群主不能空缺；换群主请修改群的所属账号",
            "a group always has an owner, who changes with its account",
        );
        return Err(Refusal::conflict("role_owner", zh, en));
    }
    let at = work.id();
    store::end_role(work.conn, id, role, at)?;
    note(work, id, "role_ended", [&format!("{} {}", known.role.word(), known.account_name), "", ""], actor)
}

/// Keeps a count. What is known later of an earlier moment does not replace a newer count.
fn keep_count(work: &mut Work<'_>, group: GroupRow, count: Count, actor: &str) -> Result<(), Refusal> {
    if !(0..=MOST_PEOPLE).contains(&count.members) {
        let (zh, en) = ("人数应为 0 到 1000000", "expected 0 to 1,000,000 people");
        return Err(Refusal::unacceptable("count_bad", zh, en).at("/members"));
    }
    if count.at > work.now() {
        let (zh, en) = ("时间还没到", "this moment has not come yet");
        return Err(Refusal::unacceptable("count_early", zh, en).at("/at"));
    }
    let made = work.id();
    store::add_count(work.conn, group.id, made, count, actor)?;
    if group.count.is_none_or(|before| before.at <= count.at) {
        store::update(work.conn, &GroupRow { count: Some(count), ..group })?;
    }
    Ok(())
}

/// How many people were in a group at a moment, as somebody counted.
pub(crate) fn count(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    count: Count,
    actor: &str,
) -> Result<(), Refusal> {
    let group = open(work, own, id)?;
    keep_count(work, group, count, actor)?;
    let detail = json!({ "members": count.members });
    audit::record(work, actor, "chat_group.count", &format!("chat_group/{id}"), &detail)
}

/// Counts from a file: a group by its name, its people, and when. One wrong row refuses all.
pub(crate) fn count_many(
    work: &mut Work<'_>,
    own: Own,
    rows: &[figures::CountLine],
    actor: &str,
) -> Result<i64, Refusal> {
    for row in rows {
        let group = store::of_name(work.conn, &row.group)?.filter(|group| own.sees(group.operator));
        let at = row.at.unwrap_or(work.now());
        let counted = Count { members: row.members, at, way: Way::File };
        let done = match group {
            Some(group) => keep_count(work, group, counted, actor),
            None => Err(Refusal::unacceptable(
                "group_unknown",
                format!("没有叫“{}”的群", row.group),
                format!("there is no group called {}", row.group),
            )),
        };
        done.map_err(|refusal| row.told(refusal))?;
    }
    let counted = rows.len() as i64;
    audit::record(work, actor, "chat_group.count_file", "chat_groups", &json!({ "groups": counted }))?;
    Ok(counted)
}
