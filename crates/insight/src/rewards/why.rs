//! Why a reward is what it is: the plan's own explanation, from what was stored with the reward.

use banyan_books::rewards::store::{Line, Listed, TakenBack};
use banyan_books::rewards::{Kind, RewardRow};
use banyan_plan::explain::{Cause, Facts, explain};
use banyan_plan::kernel::{Entry, Member, NOBODY, Occasion};
use banyan_plan::model::{MAX_VOLUMES, On, Plan, RankNo};
use banyan_plan::money::Rate;
use banyan_plan::time::{Period, Time};
use banyan_plan::words::{Lang, Text};

/// How people are called in an explanation, by whoever reads it.
pub(super) type Called<'a> = &'a dyn Fn(i64, Lang) -> String;

/// A reward explained.
pub(crate) struct Why {
    /// All of it, in one sentence.
    pub(super) sentence: Text,
    /// The arithmetic alone.
    pub(super) arithmetic: Text,
}

/// Somebody of the chain that was paid along: the seller first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) member: i64,
    pub(super) rank: RankNo,
}

/// The chain from the seller up to the payee, as it stood at payment. Empty where no chain decides.
pub(super) fn chain(row: &RewardRow) -> Vec<Link> {
    let links: Option<Vec<Link>> = row.chain.split(',').filter(|link| !link.is_empty()).map(link).collect();
    let mut links = links.unwrap_or_default();
    let is_on_chain = links.get(row.distance as usize).is_some_and(|link| link.member == row.owner);
    links.truncate(if is_on_chain { row.distance as usize + 1 } else { 0 });
    links
}

fn link(text: &str) -> Option<Link> {
    let (member, rank) = text.split_once(':')?;
    Some(Link { member: member.parse().ok()?, rank: rank.parse().ok()? })
}

/// Explains an original reward. `plan` is the one under which it was paid.
pub(super) fn why(plan: &Plan, listed: &Listed, called: Called<'_>) -> Option<Why> {
    let Listed { reward: row, line } = listed;
    let people = People::of(row, line.as_ref());
    let entry = entry(plan, row, people.number(row.owner))?;
    let links: Vec<(Member, RankNo)> =
        chain(row).iter().map(|link| (people.number(link.member), link.rank)).collect();
    let occasion = occasion(row, line.as_ref(), &people);
    let cause = occasion.as_ref().map_or(Cause::Closed, |occasion| Cause::Evaluated(occasion, &links));
    Some(told(plan, &reference(plan, listed), cause, &entry, &people, called))
}

/// Explains what a refund took from it.
pub(super) fn why_taken(plan: &Plan, listed: &Listed, taken: &TakenBack, called: Called<'_>) -> Option<Why> {
    let Listed { reward: row, line } = listed;
    let people = People::of(row, line.as_ref());
    let original = entry(plan, row, people.number(row.owner))?;
    let reference = reference(plan, listed);
    let TakenBack { amount, whole, refunded, .. } = *taken;
    let cause = if row.kind == Kind::Period {
        Cause::TakenBack { period: &reference, amount: whole, refunded, original: &original }
    } else {
        Cause::Refunded { line: &reference, amount: whole, refunded, original: &original }
    };
    Some(told(plan, &reference, cause, &Entry { amount, ..original }, &people, called))
}

fn told(
    plan: &Plan,
    reference: &str,
    cause: Cause<'_>,
    entry: &Entry,
    people: &People,
    called: Called<'_>,
) -> Why {
    let say = |lang: Lang| {
        let name = |member: Member| called(people.id(member), lang);
        let why = explain(&Facts { plan, reference, cause, name: &name }, entry);
        (why.sentence.get(lang).to_owned(), why.arithmetic.get(lang).to_owned())
    };
    let ((zh, zh_sum), (en, en_sum)) = (say(Lang::Zh), say(Lang::En));
    Why { sentence: Text::new(zh, en), arithmetic: Text::new(zh_sum, en_sum) }
}

/// What the sentence calls the line or the period: a title says more than a number of nineteen digits.
fn reference(plan: &Plan, listed: &Listed) -> String {
    let row = &listed.reward;
    if let Some(line) = &listed.line {
        return format!("“{}”", line.title);
    }
    let period = match row.step {
        1 => Period::Day,
        2 => Period::Week,
        4 => Period::Quarter,
        5 => Period::Year,
        _ => Period::Month,
    };
    // It closed at its end, which belongs to the next one already.
    period.name(period.index(Time(row.at - 1), plan.utc_offset))
}

/// What the engine was shown, as far as explaining asks for it. `None` for the close of a period.
fn occasion(row: &RewardRow, line: Option<&Line>, people: &People) -> Option<Occasion> {
    let on = match row.kind {
        Kind::Sale => On::Sale,
        Kind::FirstSale => On::FirstSale,
        Kind::Join => On::Join,
        Kind::Promotion => On::Promotion,
        Kind::Refund | Kind::Period => return None,
    };
    let amount = line.map_or(0, |line| line.amount - row.born);
    let seller = match line {
        Some(line) => line.seller.map_or(NOBODY, |seller| people.number(seller)),
        None => people.number(row.id),
    };
    Some(Occasion {
        on,
        seller,
        buyer: line.map_or(NOBODY, |line| people.number(line.buyer)),
        amount,
        profit: 0,
        volumes: [0; MAX_VOLUMES],
        rate: Rate(0),
        category: 0,
        first_order: false,
        quantity: 1,
        share: Rate::ONE,
        limit: 0,
    })
}

fn entry(plan: &Plan, row: &RewardRow, payee: Member) -> Option<Entry> {
    let reward = plan.rewards.iter().position(|reward| reward.id == row.reward)?;
    Some(Entry {
        reward: reward as u16,
        payee_rank: RankNo::try_from(row.payee_rank).ok()?,
        cut: row.cut,
        payee,
        distance: row.distance as u32,
        rate: Rate(row.rate as u32),
        base: row.base,
        amount: row.amount,
    })
}

/// Everybody who occurs in one explanation, numbered.
struct People(Vec<i64>);

impl People {
    fn of(row: &RewardRow, line: Option<&Line>) -> Self {
        let mut ids: Vec<i64> = chain(row).iter().map(|link| link.member).collect();
        ids.push(row.owner);
        match line {
            Some(line) => ids.extend(line.seller.into_iter().chain([line.buyer])),
            None => ids.push(row.id),
        }
        Self(ids)
    }

    fn number(&self, id: i64) -> Member {
        self.0.iter().position(|known| *known == id).map_or(NOBODY, |at| at as Member)
    }

    fn id(&self, number: Member) -> i64 {
        self.0.get(number as usize).copied().unwrap_or(0)
    }
}
