//! Why touches cannot be planned or closed, in words that say what is free when, and who holds the rest.

use banyan_base::refusal::Refusal;
use banyan_plan::time::{DAY, Time};
use banyan_store::Conn;

use super::quota::{Room, week};
use super::{MOST_DAYS, Shared, Step, store, taken};
use crate::words::TouchKind;

/// Free days that a refusal tells of.
const TOLD_DAYS: usize = 7;

/// Whom touches of a kind can reach, in Chinese and English.
fn whom(kind: TouchKind) -> (&'static str, &'static str) {
    match kind {
        TouchKind::FriendRequest => ("还没加好友的联系人", "contacts whom it has not added yet"),
        TouchKind::Message => ("它的好友", "its friends"),
        TouchKind::Call => ("有手机号的联系人", "contacts with a phone number"),
    }
}

/// Some of those who were named cannot be reached so.
pub(super) fn unreachable(kind: TouchKind, people: usize) -> Refusal {
    let (zh, en) = whom(kind);
    let zh = format!("其中 {people} 人这个号触达不到：这种触达只能给{zh}");
    let en =
        format!("{people} of these people cannot be reached so: this account can do that with {en} only");
    Refusal::unacceptable("touch_unreachable", zh, en).at("/persons")
}

/// Nobody is reached, or too many are.
pub(super) fn people(kind: TouchKind, people: usize) -> Refusal {
    let (zh, en) = whom(kind);
    let (zh, en) = if people == 0 {
        let zh = format!("没有可以触达的人：这种触达只能给{zh}，说过不要联系的人不算");
        (
            zh,
            format!(
                "there is nobody to reach: this account can do that with {en} only, and not if they want no contact"
            ),
        )
    } else {
        let en =
            format!("a plan has at most 10,000 people, and this one has {people}: narrow it down by a tag");
        (format!("一个计划最多 10000 人，现在是 {people} 人：请用标签缩小范围"), en)
    };
    Refusal::unacceptable("touch_people", zh, en)
}

/// Touches that are named are not all open.
pub(super) fn closed(step: Step) -> Refusal {
    let (zh, en) = match step {
        Step::Spend => (
            "其中有的还没到时间、已经处理过，或对方说了不要联系；请刷新后再试",
            "some of these are not due yet, have been dealt with, or the contact wants no contact; reload and try again",
        ),
        Step::GiveBack => (
            "其中有的已经处理过；请刷新后再试",
            "some of these have been dealt with already; reload and try again",
        ),
    };
    Refusal::conflict("touch_closed", zh, en)
}

fn date(day: i64) -> String {
    Time(day * DAY).to_string().chars().take(10).collect()
}

/// The first days on which accounts have room, and how much, as text.
fn free_days(
    conn: &mut Conn,
    asked: &Shared<'_>,
    (from, first): (i64, i64),
    room: &Room<'_>,
) -> Result<Vec<String>, Refusal> {
    let last = first + MOST_DAYS - 1;
    let ids = asked.accounts.iter().map(|account| account.id).collect();
    let days = taken(conn, (ids, asked.kind), (first, last))?;
    let free = |day: i64| -> i64 {
        room.accounts.iter().map(|(account, most)| days.free(&(*account, day), *most)).sum()
    };
    let open = (first..=last).filter(|day| room.hours.window(*day, from).is_some());
    let free = open.map(|day| (day, free(day))).filter(|(_, free)| *free > 0);
    Ok(free.take(TOLD_DAYS).map(|(day, free)| format!("{}: {free}", date(day))).collect())
}

/// Why touches do not fit: whether it is the accounts or the people, what is free on which day, and who holds the rest.
/// `left` are those for whom there was no room, `room` what is left after all others were seated.
pub(super) fn full(
    conn: &mut Conn,
    asked: &Shared<'_>,
    (from, span): (i64, (i64, i64)),
    left: &[i64],
    room: &Room<'_>,
) -> Result<Refusal, Refusal> {
    let (first, last) = span;
    let is_open = |day: &i64| room.hours.window(*day, from).is_some();
    let is_account = !(first..=last).filter(is_open).any(|day| room.free(day) > 0);
    let holders = if is_account {
        let ids = asked.accounts.iter().map(|account| account.id).collect();
        store::account_holders(conn, (ids, asked.kind), span)?
    } else {
        store::person_holders(conn, left.to_vec(), (week(first), week(last)))?
    };
    let held: Vec<String> = holders.iter().map(|(name, count)| format!("{name} ({count})")).collect();
    let held = held.join(", ");
    let free = free_days(conn, asked, (from, first), room)?.join(", ");
    let or = |text: &str, nothing: &str| if text.is_empty() { nothing.to_owned() } else { text.to_owned() };
    let (left, people, days) = (left.len(), asked.persons.len(), last - first + 1);
    let (code, zh, en) = if is_account {
        let zh = format!(
            "{days} 天内排不下：{people} 人中有 {left} 人没有位置。还有空的日子：{}。占用名额的计划：{}。",
            or(&free, "60 天内没有"),
            or(&held, "没有")
        );
        let en = format!(
            "this does not fit ({days} days): {left} of {people} people are left over. Days with room: {}. Held by: {}.",
            or(&free, "none within 60 days"),
            or(&held, "nobody")
        );
        ("touches_full", zh, en)
    } else {
        let most = room.person_most;
        let zh = format!(
            "{people} 人中有 {left} 人这几周的触达已满：每人每周最多 {most} 次。占用的计划：{}。请换到下一周，或留出更多天。",
            or(&held, "没有")
        );
        let en = format!(
            "{left} of {people} people have no room in these weeks: each gets at most {most} touches a week. Held by: {}. Plan it for another week, or give it more days.",
            or(&held, "nobody")
        );
        ("people_full", zh, en)
    };
    Ok(Refusal::conflict(code, zh, en))
}
