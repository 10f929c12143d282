//! What a pilot has to show before its group counts as proven: written down before it begins, and judged by what was
//! observed since. Pure.

use banyan_plan::time::DAY;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a pilot has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChatCriteria {
    /// Days that it has to run, at least.
    #[schema(minimum = 1, maximum = 365)]
    pub(crate) days: i64,
    /// Of a hundred people who were in the group, how many have to be in it still; nothing does not ask.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100)]
    pub(crate) kept: Option<i64>,
    /// Of a hundred people, how many have to speak; nothing does not ask.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100)]
    pub(crate) speaking: Option<i64>,
    /// How many have to order; nothing does not ask.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub(crate) buyers: Option<i64>,
}

/// One of the criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Criterion {
    Days,
    Kept,
    Speaking,
    Buyers,
}

/// What was asked, what was seen, and whether that is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ChatVerdict)]
pub(crate) struct Verdict {
    pub(crate) criterion: Criterion,
    /// At least.
    pub(crate) asked: i64,
    /// Nothing if nobody has observed it since the pilot began.
    pub(crate) seen: Option<i64>,
    pub(crate) is_met: bool,
}

/// What a file of activity shows of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    /// When the file begins.
    pub(crate) begins_at: i64,
    pub(crate) members: i64,
    pub(crate) speakers: i64,
    pub(crate) leaves: i64,
    pub(crate) buyers: i64,
}

impl ChatCriteria {
    /// Whether every number is one that can be met.
    pub(crate) fn is_sound(&self) -> bool {
        let within = |number: Option<i64>, most| number.is_none_or(|number| (1..=most).contains(&number));
        within(Some(self.days), 365)
            && within(self.kept, 100)
            && within(self.speaking, 100)
            && within(self.buyers, 1_000_000)
    }

    /// How a pilot stands at `now`. A file that begins before the pilot's day tells of another time, and shows nothing.
    pub(crate) fn judge(&self, pilot_at: Option<i64>, now: i64, shown: Option<Shown>) -> Vec<Verdict> {
        let days = pilot_at.map(|since| (now - since).div_euclid(DAY));
        let first_day = pilot_at.map(|since| since.div_euclid(DAY) * DAY);
        let shown = shown.filter(|shown| first_day.is_some_and(|day| shown.begins_at >= day));
        let of_members = |part: fn(&Shown) -> i64| {
            shown.filter(|shown| shown.members > 0).map(|shown| part(&shown).max(0) * 100 / shown.members)
        };
        let all = [
            (Criterion::Days, Some(self.days), days),
            (Criterion::Kept, self.kept, of_members(|shown| shown.members - shown.leaves)),
            (Criterion::Speaking, self.speaking, of_members(|shown| shown.speakers)),
            (Criterion::Buyers, self.buyers, shown.map(|shown| shown.buyers)),
        ];
        let verdict = |(criterion, asked, seen): (Criterion, Option<i64>, Option<i64>)| {
            let asked = asked?;
            Some(Verdict { criterion, asked, seen, is_met: seen.is_some_and(|seen| seen >= asked) })
        };
        all.into_iter().filter_map(verdict).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRITERIA: ChatCriteria =
        ChatCriteria { days: 14, kept: Some(80), speaking: Some(25), buyers: None };

    fn shown(begins_at: i64) -> Shown {
        Shown { begins_at, members: 200, speakers: 50, leaves: 40, buyers: 3 }
    }

    fn seen(verdicts: &[Verdict]) -> Vec<(Option<i64>, bool)> {
        verdicts.iter().map(|verdict| (verdict.seen, verdict.is_met)).collect()
    }

    #[test]
    fn a_pilot_is_judged_by_what_was_seen_since_it_began() {
        let begin = 20_000 * DAY + 5;
        let table = [
            (
                "on the border of each",
                begin,
                begin + 14 * DAY,
                Some(shown(begin)),
                vec![(Some(14), true), (Some(80), true), (Some(25), true)],
            ),
            (
                "a day too soon",
                begin,
                begin + 14 * DAY - 1,
                Some(shown(begin)),
                vec![(Some(13), false), (Some(80), true), (Some(25), true)],
            ),
            (
                "the file begins on the pilot's day",
                begin,
                begin + 14 * DAY,
                Some(shown(begin - 5)),
                vec![(Some(14), true), (Some(80), true), (Some(25), true)],
            ),
            (
                "the file tells of before",
                begin,
                begin + 14 * DAY,
                Some(shown(begin - 6)),
                vec![(Some(14), true), (None, false), (None, false)],
            ),
            (
                "nobody has looked",
                begin,
                begin + 14 * DAY,
                None,
                vec![(Some(14), true), (None, false), (None, false)],
            ),
        ];
        for (case, since, now, file, expected) in table {
            assert_eq!(seen(&CRITERIA.judge(Some(since), now, file)), expected, "{case}");
        }
        assert!(CRITERIA.judge(None, begin, Some(shown(begin))).iter().all(|verdict| !verdict.is_met));
    }

    #[test]
    fn what_can_never_be_met_is_no_criterion() {
        assert!(CRITERIA.is_sound());
        for bad in [
            ChatCriteria { days: 0, ..CRITERIA },
            ChatCriteria { kept: Some(101), ..CRITERIA },
            ChatCriteria { speaking: Some(0), ..CRITERIA },
        ] {
            assert!(!bad.is_sound(), "{bad:?}");
        }
    }
}
