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

/// A page of a list, the newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; `null` on the last page.
    pub next: Option<String>,
}

impl PageQuery {
    /// The id before which rows are wanted (the largest there is, for the first page), and how many.
    pub fn read(&self) -> Result<(i64, i64), Refusal> {
        let bad = |field: &str, zh: &str, en: &str| Refusal::new(Kind::Malformed, "page", zh, en).at(field);
        let before = match &self.cursor {
            None => i64::MAX,
            Some(cursor) => cursor.parse().map_err(|_| {
                bad("cursor", "cursor 应为上一页的 next", "the cursor is the `next` of the page before")
            })?,
        };
        let limit = self.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(bad("limit", "limit 应为 1 到 500", "the limit is 1 to 500"));
        }
        Ok((before, limit))
    }
}

impl<T> Page<T> {
    /// A page of a list in which several rows may share a moment: no moment is cut in two. `fetch` reads so many rows before
    /// the page's cursor, the newest first.
    pub fn by_moments<E>(
        limit: i64,
        at: impl Fn(&T) -> i64,
        mut fetch: impl FnMut(i64) -> Result<Vec<T>, E>,
    ) -> Result<Self, E> {
        let mut wanted = limit + 1;
        loop {
            let mut rows = fetch(wanted)?;
            if (rows.len() as i64) < wanted {
                return Ok(Self { items: rows, next: None });
            }
            // The last moment may go on behind the last row.
            let last = rows.last().map(&at);
            let whole = rows.iter().position(|row| Some(at(row)) == last).unwrap_or(0);
            if whole > 0 {
                rows.truncate(whole);
                let next = rows.last().map(|row| at(row).to_string());
                return Ok(Self { items: rows, next });
            }
            wanted *= 4;
        }
    }

    /// The same page with other rows.
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(view).collect(), next: self.next }
    }

    /// A page from one row more than it shows.
    pub fn of(mut rows: Vec<T>, limit: i64, key: impl Fn(&T) -> i64) -> Self {
        let is_last = rows.len() <= limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| !is_last).map(|row| key(row).to_string());
        Self { items: rows, next }
    }
}
