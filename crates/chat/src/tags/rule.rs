//! Rules that give a tag by themselves.

use banyan_plan::time::DAY;
use banyan_store::{Conn, DbError, Row, row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store;
use crate::words::Source;

/// Who gets a tag by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = TagRule)]
pub(crate) enum Rule {
    /// Whoever bought something of a category.
    Category {
        /// The category's code.
        #[schema(min_length = 1, max_length = 64)]
        category: String,
    },
    /// Whoever spent so much, refunds off, within some days.
    Spent {
        /// In minor units.
        #[schema(minimum = 1, maximum = 1_000_000_000_000i64)]
        least: i64,
        /// Days until now.
        #[schema(minimum = 1, maximum = 3_650)]
        days: i64,
    },
    /// Whoever is of a region.
    Region {
        #[schema(min_length = 1, max_length = 60)]
        region: String,
    },
    /// Whoever came by a source.
    Source { source: Source },
    /// One of the eight classes of recency, frequency and money: each is above the median of all customers, or is not.
    Rfm {
        /// Whether the customer's last order is later than that of half of all customers.
        is_recent: bool,
        /// Whether the customer ordered more often than half of all customers.
        is_frequent: bool,
        /// Whether the customer spent more than half of all customers.
        is_large: bool,
    },
}

/// What a customer bought so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bought {
    person: i64,
    last_at: i64,
    orders: i64,
    spent: i64,
}

/// The lower median: half of all values are above it or equal to it, and it is one of them.
fn median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

/// Those of a class: `[recent, frequent, large]`, each above the median or not.
fn of_class(all: &[Bought], wanted: [bool; 3]) -> Vec<i64> {
    let of = |value: fn(&Bought) -> i64| median(all.iter().map(value).collect());
    let (last_at, orders, spent) = (of(|one| one.last_at), of(|one| one.orders), of(|one| one.spent));
    let class = |one: &Bought| [one.last_at > last_at, one.orders > orders, one.spent > spent];
    all.iter().filter(|one| class(one) == wanted).map(|one| one.person).collect()
}

impl Rule {
    /// Whether its numbers and texts are within bounds.
    pub(super) fn is_sound(&self) -> bool {
        let fits = |text: &str, most: usize| (1..=most).contains(&text.trim().chars().count());
        match self {
            Self::Category { category } => fits(category, 64),
            Self::Spent { least, days } => {
                (1..=1_000_000_000_000).contains(least) && (1..=3_650).contains(days)
            }
            Self::Region { region } => fits(region, 60),
            Self::Source { .. } | Self::Rfm { .. } => true,
        }
    }

    /// The contacts whom it names now.
    pub(super) fn persons(&self, conn: &mut Conn, now: i64) -> Result<Vec<i64>, DbError> {
        let ids = |rows: Vec<Row>| rows.iter().map(|row| row.int(0)).collect();
        match self {
            Self::Category { category } => {
                conn.query(&store::bought("l.category = $1"), &row![category.trim()]).and_then(ids)
            }
            Self::Spent { least, days } => {
                conn.query(&store::spent(), &row![*least, now - days * DAY]).and_then(ids)
            }
            Self::Region { region } => conn
                .query("SELECT person FROM chat_person WHERE region = $1", &row![region.trim()])
                .and_then(ids),
            Self::Source { source } => conn
                .query("SELECT person FROM chat_person WHERE source = $1", &row![source.word()])
                .and_then(ids),
            Self::Rfm { is_recent, is_frequent, is_large } => {
                let read = |row: &Row| {
                    let (person, last_at, orders, spent) =
                        (row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?);
                    Ok(Bought { person, last_at, orders, spent })
                };
                let all: Result<Vec<Bought>, DbError> =
                    conn.query(&store::customers(), &[])?.iter().map(read).collect();
                Ok(of_class(&all?, [*is_recent, *is_frequent, *is_large]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_above_the_medians_or_not() {
        let of = |person, last_at, orders, spent| Bought { person, last_at, orders, spent };
        let all = [of(1, 10, 1, 100), of(2, 20, 2, 200), of(3, 30, 3, 300), of(4, 40, 1, 900)];
        // The medians are 20, 1 and 200.
        assert_eq!(of_class(&all, [true, true, true]), [3]);
        assert_eq!(of_class(&all, [true, false, true]), [4]);
        assert_eq!(of_class(&all, [false, true, false]), [2]);
        assert_eq!(of_class(&all, [false, false, false]), [1]);
        assert_eq!((median(Vec::new()), median(vec![7]), median(vec![9, 1, 5])), (0, 7, 5));
    }
}
