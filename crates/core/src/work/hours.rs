//! Whether the machine's clock can be believed. The moments of a shop only go forward, so that one step of the clock into the
//! future would stay for good: orders expire, sessions end, and nothing has a later moment until the time has come.

use std::sync::atomic::{AtomicBool, Ordering};

use banyan_base::clock::Clock;
use banyan_base::refusal::{Kind, Refusal};
use banyan_plan::time::{DAY, SECOND};
use banyan_store::{Conn, DbError, row};

/// How far the clock may be ahead of the shop's last moment before somebody has to say that it is right, in nanoseconds. A
/// shop that is open writes down at least once an hour that time goes by.
const MOST_AHEAD: i64 = 3 * DAY;
/// After how long an open shop in which nothing happens writes down that time goes by.
const QUIET: i64 = 3_600 * SECOND;
/// How far a transaction's time may stand behind the clock while more of the history is due than one pass does. What was due
/// before that is done before anything else: the shop was closed, and today's orders are not of that day.
const MOST_STILL: i64 = 60 * SECOND;
/// How far it may be behind without a word, in seconds.
const MOST_BEHIND: i64 = 300;

/// What the database has on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    /// The last moment given out; 0 in a new shop.
    pub(super) last: i64,
    /// What the clock showed when an operator last said that it is right.
    pub(super) accepted: i64,
}

/// What one look at the clock says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hour {
    /// What it shows.
    pub(super) now: i64,
    /// Whether it has to be written down that time has gone by.
    pub(super) is_quiet: bool,
}

/// Whether it has been logged that the clock is behind, and it has not caught up since.
#[derive(Debug, Default)]
pub struct Behind(AtomicBool);

impl Behind {
    /// Whether this is news.
    fn begins(&self, is_behind: bool) -> bool {
        !self.0.swap(is_behind, Ordering::Relaxed) && is_behind
    }
}

/// Looks at the clock, and refuses to write while it is too far ahead. That it is behind is logged once, until it has caught
/// up: meanwhile the shop's moments follow each other by a nanosecond.
pub(super) fn look(told: Told, clock: &dyn Clock, behind: &Behind) -> Result<Hour, Refusal> {
    let now = clock.now().0;
    if clock.is_set_by_hand() || told.last == 0 {
        return Ok(Hour { now, is_quiet: false });
    }
    let ahead = now.saturating_sub(told.last.max(told.accepted));
    if ahead > MOST_AHEAD {
        return Err(too_far_ahead(ahead / DAY));
    }
    let seconds = told.last.saturating_sub(now) / SECOND;
    if behind.begins(seconds > MOST_BEHIND) {
        tracing::warn!(seconds, "the clock is behind the shop's last moment");
    }
    Ok(Hour { now, is_quiet: now.saturating_sub(told.last) > QUIET })
}

/// Whether time may stand still at what was due at `at`.
pub(super) fn may_stand_still(at: i64, now: i64) -> bool {
    now.saturating_sub(at) <= MOST_STILL
}

fn too_far_ahead(days: i64) -> Refusal {
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

    /// A clock that shows a year more each time that somebody looks.
    #[derive(Default)]
    struct Running(std::sync::atomic::AtomicI64);

    impl Clock for Running {
        fn now(&self) -> Time {
            Time(self.0.fetch_add(365 * DAY, Ordering::Relaxed))
        }
    }

    fn seen(told: Told, now: i64) -> Result<Hour, Refusal> {
        look(told, &Machine(now), &Behind::default())
    }

    #[test]
    fn the_clock_is_looked_at_once() {
        let clock = Running::default();
        let hour = look(Told { last: 1, accepted: 0 }, &clock, &Behind::default()).unwrap();
        assert_eq!((hour, clock.now()), (Hour { now: 0, is_quiet: false }, Time(365 * DAY)));
    }

    #[test]
    fn that_a_clock_is_behind_is_news_once_until_it_has_caught_up() {
        let behind = Behind::default();
        let told: Vec<bool> = [false, true, true, true, false, true].map(|is| behind.begins(is)).to_vec();
        assert_eq!(told, [false, true, false, false, false, true]);
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
            assert_eq!(seen(told, now).is_ok(), is_believed, "{name}");
        }
        let by_hand = look(written(100 * DAY, 0), &*HandClock::at(Time(900 * DAY)), &Behind::default());
        assert_eq!(by_hand.unwrap(), Hour { now: 900 * DAY, is_quiet: false });
    }

    #[test]
    fn time_that_goes_by_is_written_down_every_hour() {
        let told = Told { last: 100 * DAY, accepted: 0 };
        assert!(!seen(told, 100 * DAY + QUIET).unwrap().is_quiet);
        assert!(seen(told, 100 * DAY + QUIET + 1).unwrap().is_quiet);
    }
}
