//! Search: what has all the words, those with the words in their title first, then what sells best.

use super::store::{self, ProductRow};
use super::terms::{index_terms, matches, query_terms};
use crate::db::Conn;
use crate::refusal::Refusal;

/// Products that are ranked; who does not find it among so many types another word.
const MOST: i64 = 500;

/// Products that a text finds, the best first.
pub(super) fn search(conn: &mut Conn, text: &str, on_sale: bool) -> Result<Vec<ProductRow>, Refusal> {
    let terms = query_terms(text);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = store::found(conn, &terms, on_sale, MOST)?;
    // A stable sort: within each half they stay as they sell.
    found.sort_by_cached_key(|product| !matches(&index_terms(&product.title), &terms));
    Ok(found)
}
