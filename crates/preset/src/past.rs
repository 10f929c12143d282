//! Tells a past: people join, open groups, join them, pay, get parcels, send things back, each at a moment of its own and through
//! the same requests as today. What comes of it (a group that is not complete in time, a line that settles) is the shop's doing.

mod acts;
mod people;

use std::collections::BTreeMap;
use std::sync::Arc;

use banyan_base::clock::HandClock;
use banyan_ops::past::refunds_are_sent;
use banyan_plan::time::{DAY, SECOND, Time};

use self::acts::Act;
use self::people::People;
use crate::apply::{Stock, set_up};
use crate::client::{Client, Failed};
use crate::dice::Dice;
use crate::files::Preset;

const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
/// Orders come between eight and eleven at night.
const OPENS: i64 = 8 * HOUR;
const CLOSES: i64 = 23 * HOUR;

/// Hears how much of a past has been told: days, of how many.
pub type Told = Arc<dyn Fn(i64, i64) + Send + Sync>;

/// Somebody of the past who may be let in, to look around as them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Login {
    /// The member.
    pub member: i64,
    /// Whether they are a promoter, or else a customer.
    pub is_promoter: bool,
}

/// What has to happen, by its moment and then by the order in which it was found out.
pub(crate) struct Teller<'a> {
    pub(crate) client: &'a Client,
    pub(crate) preset: &'a Preset,
    pub(crate) stock: Stock,
    pub(crate) dice: Dice,
    pub(crate) people: People,
    pub(crate) now: i64,
    waiting: BTreeMap<(i64, u64), Act>,
    count: u64,
}

/// Sets a preset up in an empty shop and tells its past, which ends at `now`, where the clock is left. The shop has to have been
/// opened at the moment at which that past begins. Gives who may be let in: two promoters and a customer.
pub async fn tell(
    client: &Client,
    (clock, now): (&HandClock, Time),
    owner: i64,
    (preset, name): (&Preset, &str),
    told: &Told,
) -> Result<Vec<Login>, Failed> {
    let days = preset.head.days;
    let first = preset.begins(now);
    let stock = set_up(client, owner, preset, name).await?;
    let mut teller = Teller {
        client,
        preset,
        stock,
        dice: Dice::new(7),
        people: People::new(owner),
        now: first.0,
        waiting: BTreeMap::new(),
        count: 0,
    };
    teller.plan_days(first.0)?;
    let mut shown = -1;
    while let Some(((at, _), act)) = teller.waiting.pop_first() {
        if at > now.0 {
            break;
        }
        let day = (at - first.0) / DAY;
        if day != shown {
            shown = day;
            told(day, days);
        }
        clock.set(Time(at));
        teller.now = at;
        teller.act(act).await?;
    }
    clock.set(now);
    client.shop.writer.run(refunds_are_sent).await?;
    Ok(teller.people.logins())
}

impl Teller<'_> {
    /// Writes down when something has to happen.
    pub(crate) fn at(&mut self, moment: i64, act: Act) {
        self.count += 1;
        self.waiting.insert((moment, self.count), act);
    }

    /// In `low` to `high` minutes from now.
    pub(crate) fn soon(&mut self, low: i64, high: i64, act: Act) -> Result<(), Failed> {
        let minutes = self.dice.between(low, high)?;
        let seconds = self.dice.below(60)?;
        self.at(self.now + minutes * MINUTE + seconds * SECOND, act);
        Ok(())
    }

    /// When leaders join and people come to buy, day by day.
    fn plan_days(&mut self, first: i64) -> Result<(), Failed> {
        let head = &self.preset.head;
        let (days, leaders, [from, to]) = (head.days, head.leaders, head.orders);
        for leader in 0..leaders {
            // Half of them are there before the first order; the others come in the first half of the time.
            let day = if leader * 2 < leaders { 0 } else { self.dice.below(days / 2)? };
            let moment = first + day * DAY + self.dice.between(HOUR, OPENS)?;
            self.at(moment, Act::Lead);
        }
        for day in 0..=days {
            let orders = from + (to - from) * day / days.max(1);
            // Days differ by a fifth.
            let orders = self.dice.between(orders * 4 / 5, orders * 6 / 5)?;
            for _ in 0..orders {
                let moment = first + day * DAY + self.dice.between(OPENS, CLOSES)?;
                self.at(moment, Act::Shop);
            }
        }
        let calls = self.preset.calls.iter().enumerate();
        let dated: Vec<(usize, i64)> = calls.filter_map(|(place, call)| Some((place, call.day?))).collect();
        for (place, day) in dated {
            self.at(first + day * DAY + 20 * HOUR, Act::Call(place));
        }
        Ok(())
    }
}
