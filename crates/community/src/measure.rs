//! The measures of each group and of all together.

use std::ops::Range;

use banyan_plan::time::SECOND;
use banyan_settle::files::{Act, Activity, NOBODY};

use crate::replies::{Answered, Replies};
use crate::speaking::{Speaking, Spoken};

/// The measures of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// All who appear, as who does something or as who is answered.
    pub(crate) members: u64,
    pub(crate) spoken: Spoken,
    pub(crate) answered: Answered,
    pub(crate) joins: u64,
    pub(crate) leaves: u64,
    pub(crate) buyers: u64,
}

/// What a file of activity comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// All rows as if they were of one group.
    pub all: Measures,
    /// Each group by its name, in the order of the names as bytes; the name of one may be empty.
    pub groups: Vec<(String, Measures)>,
}

/// Measures every group, and all of them together.
pub fn measure(activity: &Activity) -> Measured {
    let rows = Rows::by_group(activity);
    if let [only] = rows.groups.as_slice() {
        // All rows are of one group: it is measured once.
        let all = of_rows(activity, 0..activity.len(), &mut Numbers::of(activity));
        return Measured { groups: vec![(only.0.clone(), all.clone())], all };
    }
    let each = || {
        let mut numbers = Numbers::of(activity);
        let one = |(name, range): &(String, Range<usize>)| {
            let rows = rows.rows[range.clone()].iter().map(|row| *row as usize);
            (name.clone(), of_rows(activity, rows, &mut numbers))
        };
        rows.groups.iter().map(one).collect()
    };
    std::thread::scope(|scope| {
        let groups = scope.spawn(each);
        let all = of_rows(activity, 0..activity.len(), &mut Numbers::of(activity));
        match groups.join() {
            Ok(groups) => Measured { all, groups },
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The rows of each group, in the order of time.
struct Rows {
    rows: Vec<u32>,
    groups: Vec<(String, Range<usize>)>,
}

impl Rows {
    fn by_group(activity: &Activity) -> Self {
        let unnamed = activity.groups.len();
        let place = |group: &u32| if *group == NOBODY { unnamed } else { *group as usize };
        let mut ends = vec![0_usize; unnamed + 1];
        for group in &activity.group {
            ends[place(group)] += 1;
        }
        let mut begin = 0;
        let mut groups = Vec::new();
        for (group, end) in ends.iter_mut().enumerate() {
            let count = *end;
            if count > 0 {
                let name = if group == unnamed { &[] } else { activity.groups.get(group as u32) };
                groups.push((String::from_utf8_lossy(name).into_owned(), begin..begin + count));
            }
            // From here on: where the group's next row goes.
            *end = begin;
            begin += count;
        }
        let mut rows = vec![0_u32; if groups.len() > 1 { activity.len() } else { 0 }];
        if !rows.is_empty() {
            for (row, group) in activity.group.iter().enumerate() {
                let next = &mut ends[place(group)];
                rows[*next] = row as u32;
                *next += 1;
            }
        }
        groups.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Self { rows, groups }
    }
}

/// The numbers that people have within the group that is measured now.
struct Numbers {
    /// For each member: the group in which they were seen last, and their number there.
    seen: Vec<(u32, u32)>,
    group: u32,
}

impl Numbers {
    fn of(activity: &Activity) -> Self {
        Self { seen: vec![(0, 0); activity.members.len()], group: 0 }
    }

    /// Their number in the group of `people`, where they appear if they have not yet.
    #[inline]
    fn get(&mut self, member: u32, people: &mut People) -> usize {
        let seen = &mut self.seen[member as usize];
        if seen.0 != self.group {
            *seen = (self.group, people.bought.len() as u32);
            people.bought.push(false);
            people.speaking.appear();
        }
        seen.1 as usize
    }
}

#[derive(Default)]
struct People {
    speaking: Speaking,
    bought: Vec<bool>,
}

fn of_rows(activity: &Activity, rows: impl Iterator<Item = usize>, numbers: &mut Numbers) -> Measures {
    numbers.group += 1;
    let (mut people, mut replies) = (People::default(), Replies::default());
    let (mut joins, mut leaves) = (0, 0);
    for row in rows {
        let person = numbers.get(activity.member[row], &mut people);
        let to = activity.to[row];
        let answered = (to != NOBODY).then(|| numbers.get(to, &mut people));
        match activity.act[row] {
            Act::Message => {
                let at = activity.at[row];
                people.speaking.speak(person, at.day());
                if let Some(answered) = answered {
                    replies.say(person as u32, answered as u32, at.0.div_euclid(SECOND));
                }
            }
            Act::Join => joins += 1,
            Act::Leave => leaves += 1,
            Act::Order => people.bought[person] = true,
            Act::Click => {}
        }
    }
    Measures {
        members: people.bought.len() as u64,
        spoken: people.speaking.finish(),
        answered: replies.finish(),
        joins,
        leaves,
        buyers: people.bought.iter().filter(|bought| **bought).count() as u64,
    }
}
