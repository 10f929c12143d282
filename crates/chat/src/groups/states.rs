//! How far a group has come: which step leads where, and what each asks for.

use banyan_base::refusal::Refusal;
use banyan_core::work::Work;
use banyan_plan::words::Text;
use banyan_store::Conn;

use super::proven::{ChatCriteria, Criterion, Shown, Verdict};
use super::store::{self, GroupRow};
use super::{found, note};
use crate::own::Own;
use crate::words::GroupState;

/// The steps that lead on from a state. A group that comes from one that has proved itself needs no pilot of its own.
pub(super) fn next(group: &GroupRow) -> Vec<GroupState> {
    use GroupState::{Closed, Closing, Draft, Live, Pilot, Proven};
    match group.state {
        Draft if has_proved(group) => vec![Pilot, Live, Closed],
        Draft => vec![Pilot, Closed],
        Pilot => vec![Proven, Closing],
        Proven => vec![Live, Closing],
        Live => vec![Closing],
        Closing => vec![Live, Closed],
        Closed => Vec::new(),
    }
}

/// Whether a group has proved itself, or comes from one that has.
pub(super) fn has_proved(group: &GroupRow) -> bool {
    group.proven_at.is_some() || group.lineage.is_some() && !group.is_unproven
}

/// What the newest figures of a group show.
fn shown(conn: &mut Conn, group: &GroupRow) -> Result<Option<Shown>, Refusal> {
    let Some(id) = group.figures else { return Ok(None) };
    let Some(row) = store::figures(conn, group.id, id)? else { return Ok(None) };
    let figures: serde_json::Value = serde_json::from_str(&row.figures)?;
    let of = |key: &str| figures[key].as_i64().unwrap_or_default();
    Ok(Some(Shown {
        begins_at: row.begins_at,
        members: of("members"),
        speakers: of("speakers"),
        leaves: of("leaves"),
        buyers: of("buyers"),
    }))
}

/// How a group's pilot stands at `now`; nothing if nobody has said what it has to show.
pub(super) fn judge(conn: &mut Conn, group: &GroupRow, now: i64) -> Result<Vec<Verdict>, Refusal> {
    let Some(criteria) = &group.criteria else { return Ok(Vec::new()) };
    let criteria: ChatCriteria = serde_json::from_str(criteria)?;
    let shown = shown(conn, group)?;
    Ok(criteria.judge(group.pilot_at, now, shown))
}

/// What a verdict says to people.
fn told(verdict: Verdict) -> Text {
    let Verdict { criterion, asked, seen, .. } = verdict;
    let (zh, en) = match criterion {
        Criterion::Days => ("试点天数", "days of the pilot"),
        Criterion::Kept => ("留存百分比", "per cent who stayed"),
        Criterion::Speaking => ("发言百分比", "per cent who speak"),
        Criterion::Buyers => ("下单人数", "buyers"),
    };
    match seen {
        Some(seen) => Text::new(format!("{zh}：{seen}，要求 {asked}"), format!("{en}: {seen} of {asked}")),
        None => {
            Text::new(format!("{zh}：未观测，要求 {asked}"), format!("{en}: not observed, {asked} asked for"))
        }
    }
}

/// What a step asks for that is not there.
fn check(work: &mut Work<'_>, group: &GroupRow, to: GroupState) -> Result<(), Refusal> {
    if to == GroupState::Pilot && group.criteria.is_none() {
        let (zh, en) = (
            "请先写明试点要达到的标准，再开始试点",
            "write down what the pilot has to show before it begins",
        );
        return Err(Refusal::conflict("criteria_missing", zh, en));
    }
    if matches!(to, GroupState::Pilot | GroupState::Live) && group.rules == 0 {
        let (zh, en) = ("请先写群规：进群的人要看得到", "write the rules first: whoever joins is shown them");
        return Err(Refusal::conflict("rules_missing", zh, en));
    }
    if to == GroupState::Proven {
        let now = work.now();
        let missing: Vec<Text> =
            judge(work.conn, group, now)?.into_iter().filter(|one| !one.is_met).map(told).collect();
        if !missing.is_empty() {
            let join =
                |part: fn(&Text) -> &str, with: &str| missing.iter().map(part).collect::<Vec<_>>().join(with);
            return Err(Refusal::conflict(
                "group_not_proven",
                format!("还没有达到试点前写下的标准。{}", join(|text| text.zh.as_str(), "；")),
                format!(
                    "it has not shown yet what was written down before the pilot. {}",
                    join(|text| text.en.as_str(), "; ")
                ),
            ));
        }
    }
    Ok(())
}

/// Takes a group one step on, with the reason.
pub(crate) fn set_state(
    work: &mut Work<'_>,
    own: Own,
    id: i64,
    to: GroupState,
    reason: &str,
    actor: &str,
) -> Result<(), Refusal> {
    let group = found(work, own, id)?;
    if group.state == to {
        return Ok(());
    }
    if !next(&group).contains(&to) {
        let (zh, en) = (
            "这一步走不通：群从筹备、试点、已验证到运营，再到收尾、关闭；从已验证的群复制来的可以直接运营",
            "no step leads there: a group goes from draft through pilot and proven to live, then to closing and closed; \
             one that comes from a proven group may go live at once",
        );
        return Err(Refusal::conflict("group_step", zh, en));
    }
    check(work, &group, to)?;
    let at = work.id();
    let was = group.state;
    let mut after = GroupRow { state: to, ..group };
    match to {
        GroupState::Pilot => after.pilot_at = Some(at),
        GroupState::Proven => after.proven_at = Some(at),
        _ => {}
    }
    store::update(work.conn, &after)?;
    note(work, id, "state", [was.word(), to.word(), reason], actor)
}
