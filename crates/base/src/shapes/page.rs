//! Lists, page by page: a cursor says where the next page begins.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::refusal::{Kind, Refusal};

/// Rows of a page, unless another number is asked for.
const USUAL: i64 = 50;
/// Rows of a page at most.
const MOST: i64 = 500;

/// Which page is wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The `next` of the page before.
    #[param(pattern = "^[0-9]{1,19}$")]
    pub cursor: Option<String>,
    /// Rows wanted: 1 to 500, usually 50.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<i64>,
}

/// Which page is wanted of a list that is sorted by several numbers, as rows may share a moment or an amount.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MomentsQuery {
    /// The `next` of the page before.
    #[param(pattern = "^[0-9]{1,19}(-[0-9]{1,19}){1,6}$")]
    pub cursor: Option<String>,
    /// Rows wanted: 1 to 500, usually 50.
    #[param(minimum = 1, maximum = 500)]
    pub limit: Option<i64>,
}

/// A page of a list, the newest first. It has as many rows as were wanted, unless it is the last.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; `null` on the last page.
    pub next: Option<String>,
}

fn bad(field: &str, zh: &str, en: &str) -> Refusal {
    Refusal::new(Kind::Malformed, "page", zh, en).at(field)
}

/// The key of the last row of the page before.
fn key<const N: usize>(cursor: Option<&String>) -> Result<Option<[i64; N]>, Refusal> {
    let read = |cursor: &String| {
        // Digits only, as the description says: a number with a sign is no place in any list.
        let numbers = cursor.split('-').map(str::parse).collect::<Result<Vec<i64>, _>>();
        let key = numbers
            .ok()
            .filter(|_| !cursor.contains('+'))
            .and_then(|numbers| <[i64; N]>::try_from(numbers).ok());
        key.ok_or_else(|| {
            bad("cursor", "cursor 应为上一页的 next", "the cursor is the `next` of the page before")
        })
    };
    cursor.map(read).transpose()
}

fn rows(limit: Option<i64>) -> Result<i64, Refusal> {
    let limit = limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(bad("limit", "limit 应为 1 到 500", "the limit is 1 to 500"));
    }
    Ok(limit)
}

impl PageQuery {
    /// The id before which rows are wanted (the largest there is, for the first page), and how many.
    pub fn read(&self) -> Result<(i64, i64), Refusal> {
        let before = key(self.cursor.as_ref())?.map_or(i64::MAX, |[id]| id);
        Ok((before, rows(self.limit)?))
    }
}

impl MomentsQuery {
    /// The key of the last row before, if this is not the first page, and how many rows are wanted.
    pub fn read<const N: usize>(&self) -> Result<(Option<[i64; N]>, i64), Refusal> {
        Ok((key(self.cursor.as_ref())?, rows(self.limit)?))
    }
}

impl<T> Page<T> {
    /// A page from one row more than it shows, sorted by several numbers.
    pub fn keyed<const N: usize>(mut rows: Vec<T>, limit: i64, key: impl Fn(&T) -> [i64; N]) -> Self {
        let is_last = rows.len() <= limit as usize;
        rows.truncate(limit as usize);
        let next =
            rows.last().filter(|_| !is_last).map(|row| key(row).map(|number| number.to_string()).join("-"));
        Self { items: rows, next }
    }

    /// A page from one row more than it shows, sorted by an id.
    pub fn of(rows: Vec<T>, limit: i64, key: impl Fn(&T) -> i64) -> Self {
        Self::keyed(rows, limit, |row| [key(row)])
    }

    /// The same page with other rows.
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(view).collect(), next: self.next }
    }
}
