//! Whether the machine's clock can be believed. The moments of a shop only go forward, so that one step of the clock into the
//! future would stay for good: orders expire, sessions end, and nothing has a later moment until the time has come.

use banyan_base::clock::Clock;
use banyan_base::refusal::{Kind, Refusal};
use banyan_plan::time::{DAY, SECOND};
use banyan_store::{Conn, DbError, row};

/// How far the clock may be ahead of the shop's last moment before somebody has to say that it is right, in nanoseconds. A
/// shop that is open writes down at least once an hour that time goes by.
const MOST_AHEAD: i64 = 3 * DAY;
/// After how long an open shop in which nothing happens writes down that time goes by.
const QUIET: i64 = 3_600 * SECOND;
/// How far it may be behind without a word.
const MOST_BEHIND: i64 = 300 * SECOND;

/// What the database has on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// The last moment given out; 0 in a new shop.
    pub(super) last: i64,
    /// What the clock showed when an operator last said that it is right.
    pub(super) accepted: i64,
}

/// Refuses to write while the clock is too far ahead. A clock that is behind is logged: until it has caught up, the shop's
/// moments follow each other by a nanosecond.
pub(super) fn check(told: Told, clock: &dyn Clock) -> Result<(), Refusal> {
    if clock.is_set_by_hand() || told.last == 0 {
        return Ok(());
    }
    let now = clock.now().0;
    let known = told.last.max(told.accepted);
    if now.saturating_sub(known) > MOST_AHEAD {
        return Err(ahead(now.saturating_sub(known) / DAY));
    }
    let behind = told.last.saturating_sub(now);
    if behind > MOST_BEHIND {
        tracing::warn!(seconds = behind / SECOND, "the clock is behind the shop's last moment");
    }
    Ok(())
}

/// Whether it has to be written down that time has gone by.
pub(super) fn is_quiet(told: Told, clock: &dyn Clock) -> bool {
    !clock.is_set_by_hand() && told.last != 0 && clock.now().0.saturating_sub(told.last) > QUIET
}

fn ahead(days: i64) -> Refusal {
    Refusal::new(
        Kind::Busy,
        "clock_ahead",
        format!(
            "服务器时钟比本店最后一次记录晚了 {days} 天，系统已停止写入。时钟错了请先校准，无需其他操作；时钟没错（例如停业了一段时间），请在服务器上运行 banyan clock accept"
        ),
        format!(
            "the machine's clock is {days} days ahead of the last thing this shop wrote down, so nothing is written. If the clock is wrong, set it right, and the shop goes on by itself; if it is right, for instance after the shop was closed, run: banyan clock accept"
        ),
    )
}

/// An operator says that the clock is right: `now` is what it shows. Every process of the shop goes on with its next
/// transaction.
///
/// # Errors
/// When the database cannot be written.
pub fn accept(conn: &mut Conn, now: i64) -> Result<(), DbError> {
    conn.execute("UPDATE clock SET accepted = $1 WHERE id = 1", &row![now])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use banyan_base::clock::HandClock;
    use banyan_plan::time::Time;

    use super::*;

    struct Machine(i64);

    impl Clock for Machine {
        fn now(&self) -> Time {
            Time(self.0)
        }
    }

    #[test]
    fn a_clock_is_believed_three_days_ahead_and_any_time_behind() {
        let written = |last, accepted| Told { last, accepted };
        let cases = [
            ("a new shop", written(0, 0), 20_000 * DAY, true),
            ("a moment later", written(100 * DAY, 0), 100 * DAY + 1, true),
            ("after a weekend", written(100 * DAY, 0), 103 * DAY, true),
            ("a little more", written(100 * DAY, 0), 103 * DAY + 1, false),
            ("a year", written(100 * DAY, 0), 465 * DAY, false),
            ("a year, and somebody says so", written(100 * DAY, 465 * DAY), 465 * DAY + 1, true),
            ("another year after that", written(100 * DAY, 465 * DAY), 830 * DAY, false),
            ("the clock was right after all", written(100 * DAY, 465 * DAY), 100 * DAY + 1, true),
            ("behind", written(100 * DAY, 0), 50 * DAY, true),
        ];
        for (name, told, now, is_believed) in cases {
            assert_eq!(check(told, &Machine(now)).is_ok(), is_believed, "{name}");
        }
        assert!(check(written(100 * DAY, 0), &*HandClock::at(Time(900 * DAY))).is_ok(), "set by hand");
    }

    #[test]
    fn time_that_goes_by_is_written_down_every_hour() {
        let told = Told { last: 100 * DAY, accepted: 0 };
        assert!(!is_quiet(told, &Machine(100 * DAY + QUIET)));
        assert!(is_quiet(told, &Machine(100 * DAY + QUIET + 1)));
        assert!(!is_quiet(told, &*HandClock::at(Time(900 * DAY))));
    }
}
